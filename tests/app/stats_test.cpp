// Single methods of analysis from the command line, against published cases and made ones.

#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;

Json answered(const std::vector<std::string>& words, const Folder& folder, int status = 0) {
  std::vector<std::string> all = words;
  all.emplace_back("--json");
  const Outcome outcome = debrief(all, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, status) << outcome.err << outcome.out.substr(0, 2000);
  return base::parse_json(outcome.out).maybe().value_or(Json());
}

TEST(Stats, GivesThePublishedAnswers) {
  const Path cases = Path(DEBRIEF_SHARED) / "reference/analytics";
  if (!std::filesystem::exists(cases)) GTEST_SKIP() << "the published cases are not here";
  const Folder folder;
  for (const auto& [method, name] : {std::pair{"quantiles", "quantile-types"}, std::pair{"xmr", "xmr-wheeler-12"},
                                     std::pair{"xmr", "xmr-nhs-vignette"}, std::pair{"rules", "nhs-rule-truth-tables"},
                                     std::pair{"kpi-log", "kpi-mini-log"}}) {
    SCOPED_TRACE(name);
    const Json checks = answered({"stats", "verify", method, (cases / name).string()}, folder);
    EXPECT_GT(checks.size(), 10U);
  }
}

TEST(Stats, VerificationNamesEachValueThatDiffersOrIsMissing) {
  const Folder folder;
  folder.put(
      "case/expected.json",
      R"({"x": [1, 2, 3], "probs": [0.5], "types": {"7": [2.5], "8": [2]}, "unheard_of": 1, "none": [], "tol_abs": 1e-9})");
  const Json checks = answered({"stats", "verify", "quantiles", "case"}, folder, 1);
  std::map<std::string, bool> held;
  for (const Json& check : checks) held[check["key"].get<std::string>()] = check["ok"].get<bool>();
  EXPECT_EQ(held, (std::map<std::string, bool>{{"x.0", true},
                                               {"x.1", true},
                                               {"x.2", true},
                                               {"probs.0", true},
                                               {"types.7.0", false},
                                               {"types.8.0", true},
                                               {"unheard_of", false},
                                               {"none", false}}));
}

TEST(Stats, ReadsTheColumnsItIsTold) {
  const Folder folder;
  folder.put("t.csv", "wait;done;site\n5;1;north\n7;0;north\n2;1;south\n");
  const Json answer = answered(
      {"stats", "kaplan-meier", "--in", "t.csv", "--time", "wait", "--event", "done", "--group", "site"}, folder);
  ASSERT_EQ(answer["curve"].size(), 2U);
  EXPECT_EQ(answer["curve"][0]["group"], "north");
  EXPECT_DOUBLE_EQ(answer["curve"][0]["surv"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(answer["curve"][1]["surv"].get<double>(), 0);
}

TEST(Stats, RefusesACellThatIsNoNumberByItsRow) {
  const Folder folder;
  folder.put("t.csv", "value\n1\ntwo\n3\n");
  const Outcome outcome = debrief({"stats", "xmr", "--in", "t.csv"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 5);
  EXPECT_THAT(outcome.err, testing::HasSubstr("row 2"));
}

}  // namespace
}  // namespace debrief::test
