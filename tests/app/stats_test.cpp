// Single methods of analysis from the command line, against published cases and made ones.

#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

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

TEST(Stats, RefusesCountsAndNumbersTooLargeToReckonWithByTheirRow) {
  struct Given {
    const char* method;
    const char* table;
    const char* code;
  };
  const Folder folder;
  for (const Given& g :
       {Given{"g-chart", "value\n3\n1e308\n", "number-too-large"}, Given{"g-chart", "value\n3\n1e17\n", "not-a-count"},
        Given{"g-chart", "value\n3\n2.5\n", "not-a-count"}, Given{"c-chart", "value\n3\n1e16\n", "not-a-count"},
        Given{"c-chart", "value\n3\n2.5\n", "not-a-count"}, Given{"p-chart", "value,n\n1,5\n6,5\n", "not-a-share"},
        Given{"u-chart", "value,n\n1,5\n3,1e30\n", "not-a-count"},
        Given{"laney-u-prime", "value,n\n1,5\n1e300,5\n", "number-too-large"},
        Given{"wilson", "value,n\n1,5\n3,1e12\n", "not-a-share"},
        Given{"poisson-rate-compare", "value,n\n1,5\n1e12,5\n", "not-a-count"},
        Given{"association", "a,b,n\nx,y,3\nx,z,1e12\n", "not-a-count"},
        Given{"xmr", "value\n3\n1e300\n", "number-too-large"}, Given{"describe", "value\n3\ninf\n", "not-a-number"}}) {
    SCOPED_TRACE(g.method);
    folder.put("t.csv", g.table);
    const Outcome outcome = debrief({"stats", g.method, "--in", "t.csv"}, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 5) << outcome.out;
    EXPECT_THAT(outcome.err, testing::HasSubstr(g.code));
    EXPECT_THAT(outcome.err, testing::HasSubstr("row 2"));
  }
}

TEST(Stats, EndsSoonOnTheLargestCountsItTakes) {
  const Folder folder;
  for (const auto& [method, table] :
       {std::pair{"g-chart", "value\n9007199254740992\n9007199254740992\n"},
        std::pair{"poisson-rate-compare", "value,n\n1,1000000000\n"},
        std::pair{"poisson-rate-compare", "value,n\n1000000000,1\n"},
        std::pair{"wilson", "value,n\n400000000,1000000000\n500000000,1000000000\n"},
        std::pair{"association", "a,b,n\nx,y,250000000\nx,z,250000000\nw,y,250000000\nw,z,250000000\n"}}) {
    SCOPED_TRACE(method);
    folder.put("t.csv", table);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(debrief({"stats", method, "--in", "t.csv"}, {.folder = folder.path()}).status, 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  }
}

TEST(Stats, RefusesOptionsOutsideTheirRangeAndNamesIt) {
  const Folder folder;
  folder.put("t.csv", "value,n\n1,5\n2,5\n3,5\n");
  for (const auto& [method, option, value, range] :
       {std::tuple{"bootstrap", "--resamples", "999999999999", "1,000,000"},
        std::tuple{"bootstrap", "--resamples", "0", "1 to 1,000,000"},
        std::tuple{"bootstrap", "--resamples", "-5", "1 to 1,000,000"},
        std::tuple{"bootstrap", "--resamples", "many", "1 to 1,000,000"},
        std::tuple{"bootstrap", "--seed", "1.5", "a whole number from 0"},
        std::tuple{"wilson", "--confidence", "2", "between 0 and 1"},
        std::tuple{"wilson", "--confidence", "1", "between 0 and 1"},
        std::tuple{"wilson", "--confidence", "nan", "between 0 and 1"},
        std::tuple{"holt-winters", "--alpha", "1.2", "0 to 1"},
        std::tuple{"holt-winters", "--horizon", "0", "1 to 10,000"}, std::tuple{"cusum-ewma", "--lambda", "0", "to 1"},
        std::tuple{"stl", "--period", "-1", "1 to 10,000"},
        std::tuple{"mann-kendall", "--period", "100000", "1 to 10,000"},
        std::tuple{"g-chart", "--tail", "0.5", "to 0.499"}, std::tuple{"p-chart", "--baseline", "9..12", "rows 1 to 3"},
        std::tuple{"p-chart", "--without", "2,x", "whole numbers"}}) {
    SCOPED_TRACE(std::string(option) + " " + value);
    const Outcome outcome = debrief({"stats", method, "--in", "t.csv", option, value}, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 2) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, testing::HasSubstr(range));
  }
}

TEST(Stats, TakesALevelOfOneInAThousand) {
  const Folder folder;
  folder.put("t.csv", "value,n\n1,5\n");
  const Json answer = answered({"stats", "wilson", "--in", "t.csv", "--confidence", "0.999"}, folder);
  EXPECT_TRUE(answer["cases"][0].contains("wilson99.9")) << answer;
}

TEST(Stats, EndsAtOnceWhenAskedTo) {
  const Folder folder;
  std::string table = "value\n";
  for (int i = 0; i < 3000; ++i) table += std::to_string(i % 97) + "\n";
  const std::string file = folder.put("t.csv", table).string();
  for (const int signal : {SIGTERM, SIGINT}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const int nowhere = ::open("/dev/null", O_WRONLY);
      ::dup2(nowhere, 1);
      ::dup2(nowhere, 2);
      ::execl(DEBRIEF_PROGRAM, DEBRIEF_PROGRAM, "stats", "bootstrap", "--resamples", "1000000", "--in", file.c_str(),
              static_cast<char*>(nullptr));
      ::_exit(127);
    }
    // Long enough to be in the midst of it; the whole takes minutes.
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, WNOHANG), 0) << "it ended before it was asked to";
    ::kill(child, signal);
    bool ended = false;
    for (int i = 0; i < 100 && !ended; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      ended = ::waitpid(child, &status, WNOHANG) == child;
    }
    if (!ended) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
    }
    EXPECT_TRUE(ended);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << status;
  }
}

}  // namespace
}  // namespace debrief::test
