// KPIs over contacts and over intervals of reports, which are sums already.

#include <gtest/gtest.h>

#include "analytics/figures.h"
#include "analytics/kpi.h"

namespace debrief::analytics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Call {
  double answered = 1;
  double wait = nan;
  double talk = nan;
  double fcr = nan;
  base::Ms at = 1000;
};

review::IncidentColumns with_calls(const std::vector<Call>& calls) {
  review::IncidentColumns t;
  auto& c = t.contacts;
  for (const Call& call : calls) {
    c.started.push_back(call.at);
    c.answered.push_back(call.answered);
    c.abandoned.push_back(1 - call.answered);
    c.queue_wait.push_back(call.wait);
    c.talk.push_back(call.talk);
    c.hold.push_back(nan);
    c.acw.push_back(nan);
    c.fcr.push_back(call.fcr);
    for (auto* labels : {&c.team, &c.channel, &c.category, &c.source}) labels->codes.push_back(0);
  }
  return t;
}

struct Row {
  double offered, answered, service_level, asa;
};

review::IncidentColumns with_intervals(const std::vector<Row>& rows) {
  review::IncidentColumns t;
  auto& v = t.intervals;
  for (const Row& row : rows) {
    v.from.push_back(1000);
    v.offered.push_back(row.offered);
    v.answered.push_back(row.answered);
    v.abandoned.push_back(nan);
    v.service_level.push_back(row.service_level);
    v.asa.push_back(row.asa);
    for (auto* column : {&v.within_threshold, &v.aht, &v.talk, &v.hold, &v.acw, &v.fcr}) column->push_back(nan);
    v.team.codes.push_back(0);
    v.source.codes.push_back(0);
  }
  return t;
}

Sample asked(const char* id, const review::IncidentColumns& t) {
  return kpi_named(id)->compute({t, {}, {0, 10'000}, base::Zone{}});
}

TEST(ServiceLevel, CountsBothLimitsInAndLeavesOutThoseWhoHungUpAtOnce) {
  const auto t = with_calls({{.wait = 20}, {.wait = 20.5}, {.answered = 0, .wait = 5}, {.answered = 0, .wait = 6}});
  const Sample s = asked("service_level", t);
  EXPECT_EQ(s.numerator, 1);
  EXPECT_EQ(s.denominator, 3);
}

TEST(AbandonRate, CountsThoseOfUnknownWait) {
  const auto t = with_calls({{}, {}, {}, {.answered = 0}});
  EXPECT_DOUBLE_EQ(asked("abandon_rate", t).value.value(), 0.25);
}

TEST(Asa, IsTheMeanOverAnsweredContactsOnly) {
  const auto t = with_calls({{.wait = 10}, {.wait = 30}, {.wait = 80}, {.answered = 0, .wait = 500}, {}});
  const Sample s = asked("asa", t);
  EXPECT_DOUBLE_EQ(s.value.value(), 40);
  EXPECT_DOUBLE_EQ(s.median.value(), 30);
  EXPECT_EQ(s.n, 3);
  EXPECT_EQ(s.missing, 1) << "answered, but its wait is not known";
}

TEST(Intervals, AreAddedUpAndTheirAveragesWeighted) {
  const auto t = with_intervals({{100, 90, 0.9, 10}, {10, 5, 0.1, 200}});
  EXPECT_DOUBLE_EQ(asked("contacts", t).value.value(), 110);
  EXPECT_NEAR(asked("service_level", t).value.value(), 91.0 / 110, 1e-12) << "not (0.9 + 0.1) / 2";
  EXPECT_NEAR(asked("asa", t).value.value(), (90.0 * 10 + 5 * 200) / 95, 1e-12) << "not 105";
  EXPECT_NEAR(asked("abandon_rate", t).value.value(), 15.0 / 110, 1e-12) << "offered less answered";
}

TEST(Intervals, WithoutCallsHaveNoServiceLevel) {
  EXPECT_FALSE(asked("service_level", with_intervals({{0, 0, nan, nan}})).value);
}

TEST(FirstContactResolution, IsOverAnsweredContactsAndSaysTheOther) {
  const auto t = with_calls({{.fcr = 1}, {.fcr = 1}, {.fcr = 0}, {.answered = 0, .fcr = 0}});
  const Sample s = asked("first_contact_resolution", t);
  EXPECT_EQ(s.numerator, 2);
  EXPECT_EQ(s.denominator, 3);
  ASSERT_EQ(s.notes.size(), 1U);
  EXPECT_NE(s.notes[0].find("50.00 %"), std::string::npos);
}

TEST(IncidentsPer10000Contacts, StaysWhenBothDouble) {
  const auto rate = [](std::size_t factor) {
    auto t = with_calls(std::vector<Call>(500 * factor));
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < 2 * factor; ++i) {
      t.opened.push_back(1000);
      rows.push_back(static_cast<std::uint32_t>(i));
    }
    return kpi_named("incidents_per_10000_contacts")->compute({t, rows, {0, 10'000}, base::Zone{}}).value.value();
  };
  EXPECT_DOUBLE_EQ(rate(1), 40);
  EXPECT_DOUBLE_EQ(rate(2), 40);
}

TEST(Figures, OverContactsAloneHaveTheirWindow) {
  const auto t = with_calls({{.wait = 10, .at = 86'400'000}, {.wait = 30, .at = 3 * 86'400'000}});
  FigureRequest request;
  request.ids = {"contacts", "asa"};
  request.period = base::Period::day;
  const Figures f = compute_figures(t, request);
  ASSERT_EQ(f.figures.size(), 2U);
  EXPECT_EQ(f.figures[0].sample.value, 2.0);
  EXPECT_EQ(f.figures[0].series->points.size(), 3U);
  EXPECT_TRUE(f.warnings.empty());
}

}  // namespace
}  // namespace debrief::analytics
