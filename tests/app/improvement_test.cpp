// Figures for improvement, from the command line: cases behind them, forecasts, the service clock, the process.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;

class Improvement : public testing::Test {
 protected:
  Improvement() { copy_demo(folder_); }

  Json answer(std::vector<std::string> words) {
    words.emplace_back("--json");
    const Outcome outcome =
        debrief(words, {.folder = folder_.path(),
                        .input = {},
                        .environment = {{"DEBRIEF_WORKSPACE", "demo.db"}, {"DEBRIEF_NOW", "2026-10-02T09:00:00Z"}}});
    status_ = outcome.status;
    error_ = outcome.err;
    return Json::parse(outcome.out.empty() ? "null" : outcome.out, nullptr, false);
  }

  Folder folder_;
  int status_ = 0;
  std::string error_;
};

constexpr const char* desk = R"({"zone": "Europe/London", "hours": {"mon-fri": ["08:00-18:00"]},
  "targets": {"P1": {"resolve": "4 h"}, "P2": {"resolve": "8 h"}, "P3": {"resolve": "20 h"}}})";

TEST_F(Improvement, EveryFigureListsTheIncidentsBehindIt) {
  const Json j = answer({"kpi", "sla_met", "time_to_resolve", "--cases"});
  for (const Json& f : j["figures"]) EXPECT_EQ(f["cases"].size(), f["n"].get<std::size_t>()) << f["id"];
  EXPECT_EQ(j["figures"][0]["counted"].size(), j["figures"][0]["numerator"].get<std::size_t>());
  EXPECT_FALSE(answer({"kpi", "sla_met"})["figures"][0].contains("cases"));
}

TEST_F(Improvement, AForecastIsShownWithItsIntervalOrWithheldWithAReason) {
  const Json j = answer({"kpi", "incidents", "backlog", "time_to_resolve", "--period", "week"});
  for (const Json& f : j["figures"]) {
    ASSERT_TRUE(f.contains("forecast"));
    if (f["forecast"].is_null()) {
      if (f["id"] != "time_to_resolve") {
        EXPECT_FALSE(f["forecast_withheld"]["detail"].get<std::string>().empty());
      }
      continue;
    }
    EXPECT_LT(f["forecast"]["mase"].get<double>(), 1);
    EXPECT_GE(f["forecast"]["origins"].get<int>(), 8);
    for (const Json& p : f["forecast"]["points"]) EXPECT_LE(p["low"].get<double>(), p["high"].get<double>());
  }
}

TEST_F(Improvement, ACalendarPutsDurationsOnTheServiceClockUntilItIsRemoved) {
  folder_.put("desk.json", desk);
  const double before = answer({"kpi", "time_to_resolve"})["figures"][0]["value"].get<double>();
  EXPECT_EQ(answer({"calendar", "set", "desk.json"})["records"], 1500);
  const Json j = answer({"kpi", "time_to_resolve", "sla_met"});
  EXPECT_LT(j["figures"][0]["value"].get<double>(), before);
  EXPECT_THAT(j["figures"][0]["definition"].get<std::string>(), testing::HasSubstr("service clock"));
  EXPECT_TRUE(j["figures"][1]["two_ways"]["clock"].contains("met"));
  EXPECT_EQ(answer({"calendar"})["calendar"]["zone"], "Europe/London");
  EXPECT_EQ(answer({"calendar", "remove"})["removed"], true);
  EXPECT_EQ(answer({"kpi", "time_to_resolve"})["figures"][0]["value"].get<double>(), before);
  EXPECT_TRUE(answer({"calendar"})["calendar"].is_null());
}

TEST_F(Improvement, ACalendarThatCannotBeReadIsRefusedAndNothingChanges) {
  folder_.put("bad.json", R"({"hours": {"mon": ["9 to 5"]}})");
  answer({"calendar", "set", "bad.json"});
  EXPECT_EQ(status_, 5);
  EXPECT_THAT(error_, testing::HasSubstr("calendar-unreadable"));
  EXPECT_TRUE(answer({"calendar"})["calendar"].is_null());
}

TEST_F(Improvement, ThePartsOfTheProcessAddUpToTheWhole) {
  const Json j = answer({"process"});
  double sum = 0;
  double share = 0;
  for (const Json& p : j["delay"]["parts"]) {
    sum += p["seconds"].get<double>();
    share += p["share"].get<double>();
  }
  EXPECT_NEAR(sum, j["delay"]["seconds"].get<double>(), 1e-3);
  EXPECT_NEAR(share, 1, 1e-9);
  for (const Json& f : j["figures"]) {
    EXPECT_TRUE(f.contains("n") && f.contains("missing") && f.contains("definition")) << f["id"];
  }
  const Json none = answer({"process", "--from", "2030-01-01"});
  EXPECT_EQ(status_, 0) << error_;
  EXPECT_EQ(none["incidents"], 0);
}

}  // namespace
}  // namespace debrief::test
