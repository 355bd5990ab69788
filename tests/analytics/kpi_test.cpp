// Each KPI on the smallest cases that could break it.

#include "analytics/ended.h"
#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(AllKpi, SayWhatTheyAreAndGiveNothingForNoRows) {
  const review::IncidentColumns none;
  ASSERT_FALSE(all_kpi().empty());
  for (const Kpi* kpi : all_kpi()) {
    SCOPED_TRACE(kpi->id);
    EXPECT_FALSE(kpi->title.empty());
    EXPECT_FALSE(kpi->definition.empty());
    EXPECT_FALSE(kpi->source.empty());
    EXPECT_EQ(kpi_named(kpi->id), kpi);
    ASSERT_NE(kpi->compute, nullptr);
    const Sample s = kpi->compute({none, {}, {monday, day(7)}, base::Zone{}});
    EXPECT_EQ(s.n, 0);
    EXPECT_TRUE(kpi->unit == Unit::count || !s.value);
  }
}

TEST(AllKpi, CoverTheContractForIncidents) {
  for (const char* id :
       {"incidents", "backlog", "time_to_acknowledge", "time_to_resolve", "time_to_close", "sla_met", "reopen_rate",
        "recurrence_rate", "csat", "escalation_rate", "completeness", "major_incidents", "mtbf"}) {
    EXPECT_NE(kpi_named(id), nullptr) << id;
  }
}

TEST(ClosedLike, ReadsStatusesAsPeopleWriteThem) {
  for (const char* status : {"Closed", "resolved", "Done", "Solved", "Cancelled", "Closed (Permanent)", "Won't Fix",
                             "Closed, not reproducible", "Resolved - awaiting confirmation", "CLOSED_COMPLETE"}) {
    EXPECT_TRUE(closed_like(status)) << status;
  }
  for (const char* status : {"", "New", "In Progress", "Unresolved", "Not resolved", "Reopened", "To Do",
                             "Pending close", "Open", "Awaiting User Info", "Incomplete"}) {
    EXPECT_FALSE(closed_like(status)) << status;
  }
}

TEST(IsOpen, KnowsIncidentsThatWereOpenedAgain) {
  const auto t =
      incidents_made({{.opened = hour(0)},
                      {.opened = hour(0), .status = "Closed"},
                      {.opened = hour(0), .resolved = hour(1)},
                      {.opened = hour(0), .closed = hour(1)},
                      {.opened = hour(0), .resolved = hour(1), .reopened = hour(2)},
                      {.opened = hour(0), .resolved = hour(3), .first_resolved = hour(1), .reopened = hour(2)}});
  const std::vector<bool> expected{true, false, false, false, true, false};
  for (std::size_t row = 0; row < expected.size(); ++row) {
    EXPECT_EQ(is_open(t, row), expected[row]) << row;
    EXPECT_EQ(is_open(t, background_of(t, all_rows(t)), row), expected[row]) << row;
  }
}

TEST(OpenAt, FollowsResolutionReopeningAndFinalResolution) {
  const auto t =
      incidents_made({{.opened = hour(0), .resolved = hour(30), .first_resolved = hour(10), .reopened = hour(20)}});
  const std::vector<std::pair<double, bool>> states{{-1, false}, {0, true},  {9, true},   {10, false}, {15, false},
                                                    {20, true},  {29, true}, {30, false}, {99, false}};
  for (const auto& [h, open] : states) EXPECT_EQ(open_at(t, background_of(t, all_rows(t)), 0, hour(h)), open) << h;
}

TEST(TimeToResolve, TakesMedianQuartilesAndP90ByTypeSeven) {
  std::vector<Made> rows;
  for (int i = 1; i <= 10; ++i) rows.push_back({.opened = hour(0), .resolved = hour(i)});
  const Sample s = computed("time_to_resolve", incidents_made(rows));
  EXPECT_EQ(s.n, 10);
  EXPECT_DOUBLE_EQ(s.value.value(), 5.5 * 3600);
  EXPECT_DOUBLE_EQ(s.median.value(), 5.5 * 3600);
  EXPECT_DOUBLE_EQ(s.q1.value(), 3.25 * 3600);
  EXPECT_DOUBLE_EQ(s.q3.value(), 7.75 * 3600);
  EXPECT_DOUBLE_EQ(s.p90.value(), 9.1 * 3600);
  EXPECT_DOUBLE_EQ(s.mean.value(), 5.5 * 3600);
  EXPECT_DOUBLE_EQ(s.ci_low.value(), 2 * 3600);
  EXPECT_DOUBLE_EQ(s.ci_high.value(), 9 * 3600);
}

TEST(TimeToResolve, KeepsOpenMissingAndContradictoryIncidentsApart) {
  const auto t = incidents_made({{.opened = hour(0), .resolved = hour(2)},
                                 {.opened = hour(1)},                       // open
                                 {.opened = hour(2), .closed = hour(9)},    // closed, never resolved
                                 {.opened = hour(3), .status = "Closed"},   // over, no time at all
                                 {.opened = hour(4), .resolved = hour(1)},  // resolved before opened
                                 {.opened = hour(5), .resolved = hour(6), .reopened = hour(7)},  // open again
                                 {.opened = day(20), .resolved = day(21)}});                     // after the window
  const Sample s = computed("time_to_resolve", t, {monday, day(7)});
  EXPECT_EQ(s.n, 1);
  EXPECT_EQ(s.open, 2);
  EXPECT_EQ(s.missing, 2);
  EXPECT_EQ(s.invalid, 1);
  EXPECT_DOUBLE_EQ(s.value.value(), 2 * 3600);
  EXPECT_THAT(s.rows, ElementsAre(0U));
  EXPECT_THAT(s.notes, Contains(HasSubstr("ends before it begins")));
  EXPECT_THAT(s.notes, Contains(HasSubstr("fewer than 5")));
}

TEST(TimeToResolve, CountsOpenIncidentsAsStillRunningInTheCensoredMedian) {
  // Five resolved after an hour, seven open for a week: over half outlast anything seen.
  std::vector<Made> rows;
  for (int i = 0; i < 5; ++i) rows.push_back({.opened = hour(0), .resolved = hour(1)});
  for (int i = 0; i < 7; ++i) rows.push_back({.opened = hour(0)});
  const Sample s = computed("time_to_resolve", incidents_made(rows, day(7)));
  EXPECT_DOUBLE_EQ(s.value.value(), 3600);
  EXPECT_FALSE(s.censored_median);
  EXPECT_THAT(s.notes, Contains(HasSubstr("not reached")));
}

TEST(TimeToResolve, OfZeroSecondsIsADuration) {
  const Sample s = computed("time_to_resolve", incidents_made({{.opened = hour(0), .resolved = hour(0)}}));
  EXPECT_EQ(s.n, 1);
  EXPECT_EQ(s.value, 0.0);
}

TEST(TimeToAcknowledge, TellsMissingFromOpenFromClockSkew) {
  const auto t = incidents_made({{.opened = hour(0), .acknowledged = hour(0.5), .resolved = hour(2)},
                                 {.opened = hour(1), .resolved = hour(2)},                           // nobody said so
                                 {.opened = hour(2)},                                                // not yet
                                 {.opened = hour(3), .acknowledged = hour(2), .resolved = hour(4)},  // skew
                                 {.opened = hour(4), .acknowledged = hour(5)}});  // open, but taken on
  const Sample s = computed("time_to_acknowledge", t);
  EXPECT_EQ(s.n, 2);
  EXPECT_EQ(s.missing, 1);
  EXPECT_EQ(s.open, 1);
  EXPECT_EQ(s.invalid, 1);
  EXPECT_DOUBLE_EQ(s.value.value(), 0.75 * 3600);
}

TEST(TimeToClose, DoesNotTakeResolvedForClosed) {
  const auto t = incidents_made({{.opened = hour(0), .resolved = hour(1), .closed = hour(3)},
                                 {.opened = hour(0), .resolved = hour(1)},
                                 {.opened = hour(0)}});
  const Sample s = computed("time_to_close", t);
  EXPECT_EQ(s.n, 1);
  EXPECT_EQ(s.missing, 1);
  EXPECT_EQ(s.open, 1);
  EXPECT_DOUBLE_EQ(s.value.value(), 3 * 3600);
}

TEST(Incidents, AreCountedInAHalfOpenWindow) {
  const auto t = incidents_made({{.opened = day(0)}, {.opened = day(3), .resolved = day(4)}, {.opened = day(7)}});
  const Sample s = computed("incidents", t, {day(0), day(7)});
  EXPECT_EQ(s.value, 2.0);
  EXPECT_EQ(s.open, 1);
  EXPECT_EQ(computed("incidents", t, {day(30), day(37)}).value, 0.0);
}

TEST(Backlog, IsWhatStandsOpenAtTheEnd) {
  const auto t = incidents_made({{.opened = day(0)},
                                 {.opened = day(1), .resolved = day(2)},
                                 {.opened = day(1), .resolved = day(9)},
                                 {.opened = day(2), .status = "Closed"},  // since when?
                                 {.opened = day(3), .resolved = day(1)},  // contradictory
                                 {.opened = day(3), .resolved = day(12), .first_resolved = day(4), .reopened = day(6)},
                                 {.opened = day(8)}},
                                day(20));
  const Sample s = computed("backlog", t, {day(0), day(7)});
  EXPECT_EQ(s.value, 3.0);
  EXPECT_THAT(s.rows, ElementsAre(0U, 2U, 5U));
  EXPECT_EQ(s.missing, 1);
  EXPECT_EQ(s.invalid, 1);
  EXPECT_EQ(computed("backlog", t, {day(0), day(5)}).value, 2.0) << "the reopened one was shut on day 5";
  EXPECT_EQ(computed("backlog", t, {day(0), day(400)}).value, 2.0) << "nothing is known after the cut-off";
}

TEST(SlaMet, PrefersTheSourcesFlagAndFallsBackOnTheDueTime) {
  const auto t = incidents_made(
      {{.opened = hour(0), .resolved = hour(9), .sla_met = 1},                      // flag only
       {.opened = hour(0), .resolved = hour(9), .sla_due = hour(8), .sla_met = 1},  // flag against times: flag
       {.opened = hour(0), .resolved = hour(8), .sla_due = hour(8)},                // on the dot
       {.opened = hour(0), .resolved = hour(9), .sla_due = hour(8)},                // late
       {.opened = hour(0), .sla_due = hour(8)},                                     // open, overdue
       {.opened = hour(0), .sla_due = hour(99)},                                    // open, not yet due
       {.opened = hour(0), .resolved = hour(1)}},                                   // no agreement known
      hour(10));
  const Sample s = computed("sla_met", t);
  EXPECT_EQ(s.numerator, 3);
  EXPECT_EQ(s.denominator, 5);
  EXPECT_EQ(s.n, 5);
  EXPECT_EQ(s.open, 1);
  EXPECT_EQ(s.missing, 1);
  EXPECT_DOUBLE_EQ(s.value.value(), 0.6);
  EXPECT_THAT(s.notes, Contains(HasSubstr("disagree")));
}

TEST(ReopenRate, CountsTheCounterOrAReopeningWithinFourteenDays) {
  const auto t = incidents_made({{.opened = day(0), .resolved = day(1), .reopen_count = 2},
                                 {.opened = day(0), .resolved = day(1), .reopen_count = 0},
                                 {.opened = day(0), .resolved = day(3), .first_resolved = day(1), .reopened = day(2)},
                                 {.opened = day(0), .resolved = day(30), .first_resolved = day(1), .reopened = day(20)},
                                 {.opened = day(0), .closed = day(2), .reopen_count = 0},
                                 {.opened = day(0), .reopen_count = 0}},  // not resolved: not of the cohort
                                day(40));
  const Sample s = computed("reopen_rate", t);
  EXPECT_EQ(s.numerator, 2);
  EXPECT_EQ(s.denominator, 5);
  EXPECT_DOUBLE_EQ(s.value.value(), 0.4);
}

TEST(ReopenRate, IsUnknownWhereTheLogKeepsNoReopenings) {
  const Sample s = computed("reopen_rate", incidents_made({{.opened = day(0), .resolved = day(1)}}));
  EXPECT_FALSE(s.value);
  EXPECT_EQ(s.missing, 1);
}

TEST(RecurrenceRate, ComparesWithWhatEndedInThirtyDaysBefore) {
  const auto vpn = [](double opened, double resolved, std::string parent = "") {
    return Made{.opened = day(opened),
                .resolved = day(resolved),
                .category = "network",
                .subcategory = "vpn",
                .parent = parent};
  };
  Made other{.opened = day(3), .resolved = day(4), .category = "network", .subcategory = "wifi"};
  Made vague{.opened = day(3), .resolved = day(4), .category = "network"};
  const auto t = incidents_made({vpn(0, 1, "P1"),    // first
                                 vpn(0.5, 1, "P1"),  // the first had not ended
                                 vpn(2, 3, "P1"),    // child of the same outage
                                 other,              // another kind
                                 vague,              // no kind to compare by
                                 vpn(10, 11),        // again
                                 vpn(60, 61)});      // too long ago
  const Sample s = computed("recurrence_rate", t);
  EXPECT_EQ(s.numerator, 1);
  EXPECT_EQ(s.denominator, 6);
  EXPECT_EQ(s.missing, 1);
}

TEST(Csat, TakesTheTopTwoBoxesOfTheScaleSeen) {
  struct Case {
    const char* why;
    std::vector<double> scores;
    std::int64_t satisfied;
  };
  const std::vector<Case> cases{{"five stars", {5, 4, 3, 1}, 2},
                                {"one to ten", {10, 9, 8, 7}, 2},
                                {"thumbs", {1, 0, 1, 0}, 2},
                                {"per cent", {100, 80, 79, 12}, 2},
                                {"all at the worst of five", {1, 1, 1, 1}, 0}};
  for (const Case& c : cases) {
    std::vector<Made> rows;
    for (const double score : c.scores) rows.push_back({.opened = day(0), .resolved = day(1), .csat = score});
    rows.push_back({.opened = day(0), .resolved = day(1)});
    const Sample s = computed("csat", incidents_made(rows));
    EXPECT_EQ(s.numerator, c.satisfied) << c.why;
    EXPECT_EQ(s.denominator, 4) << c.why;
    EXPECT_EQ(s.missing, 1) << c.why;
    EXPECT_DOUBLE_EQ(s.mean.value(), (c.scores[0] + c.scores[1] + c.scores[2] + c.scores[3]) / 4) << c.why;
  }
}

TEST(EscalationRate, IsUnknownWhereTheLogKeepsNoEscalations) {
  EXPECT_FALSE(computed("escalation_rate", incidents_made({{.opened = day(0)}})).value);
  const Sample s =
      computed("escalation_rate", incidents_made({{.opened = day(0)}, {.opened = day(0), .escalated = day(1)}}));
  EXPECT_DOUBLE_EQ(s.value.value(), 0.5);
}

TEST(Completeness, IsTheMeanShareOfFilledFields) {
  const Sample s = computed("completeness", incidents_made({{.opened = day(0), .completeness = 1.0},
                                                            {.opened = day(0), .completeness = 0.5},
                                                            {.opened = day(0)}}));
  EXPECT_DOUBLE_EQ(s.value.value(), 0.75);
  EXPECT_EQ(s.n, 2);
  EXPECT_EQ(s.missing, 1);
}

TEST(MajorIncidents, AreTheFlaggedOnesOrThoseOfLevelOne) {
  const auto flagged = incidents_made({{.opened = day(0), .major = 1, .priority = "P3"},
                                       {.opened = day(0), .major = 0, .priority = "P1"},
                                       {.opened = day(0), .priority = "P1"}});
  EXPECT_EQ(computed("major_incidents", flagged).value, 1.0);
  const auto by_priority = incidents_made(
      {{.opened = day(0), .priority = "1 - Critical"}, {.opened = day(0), .priority = "2 - High"}, {.opened = day(0)}});
  const Sample s = computed("major_incidents", by_priority);
  EXPECT_EQ(s.value, 1.0);
  EXPECT_EQ(s.n, 2);
  EXPECT_EQ(s.missing, 1);
  EXPECT_FALSE(computed("major_incidents", incidents_made({{.opened = day(0)}})).value) << "unknown is not 0";
}

TEST(Mtbf, IsWorkingTimePerFailureAndJoinsOverlaps) {
  const auto t = incidents_made({{.opened = hour(10), .resolved = hour(14), .major = 1},
                                 {.opened = hour(12), .resolved = hour(16), .major = 1},  // the same failure
                                 {.opened = hour(50), .resolved = hour(54), .major = 1},
                                 {.opened = hour(60), .resolved = hour(90), .major = 0}},
                                hour(200));
  const Sample s = computed("mtbf", t, {hour(0), hour(100)});
  EXPECT_EQ(s.n, 2);
  EXPECT_DOUBLE_EQ(s.value.value(), (100 - 6 - 4) * 3600.0 / 2);
  EXPECT_LT(s.ci_low.value(), s.value.value());
  EXPECT_GT(s.ci_high.value(), s.value.value());
}

TEST(Mtbf, SaysNothingWhereHardlyATimeWasWithoutAFailure) {
  std::vector<Made> chain;
  for (int i = 0; i < 8; ++i) chain.push_back({.opened = hour(i * 10), .resolved = hour(i * 10 + 15), .major = 1});
  const Sample overlapping = computed("mtbf", incidents_made(chain, hour(200)), {hour(0), hour(100)});
  EXPECT_FALSE(overlapping.value);
  ASSERT_FALSE(overlapping.notes.empty());
  EXPECT_NE(overlapping.notes.front().find("8 major incidents overlap"), std::string::npos);
  const Sample endless = computed(
      "mtbf", incidents_made({{.opened = hour(1), .major = 1}, {.opened = hour(50), .resolved = hour(51), .major = 1}}, hour(200)),
      {hour(0), hour(100)});
  EXPECT_FALSE(endless.value) << "one without an end covers all that follow";
  EXPECT_NE(endless.notes.front().find("no recorded end"), std::string::npos);
}

TEST(Mtbf, GivesOnlyALowerBoundWithoutFailures) {
  const Sample s = computed("mtbf", incidents_made({{.opened = hour(1), .major = 0}}, hour(200)), {hour(0), hour(100)});
  EXPECT_FALSE(s.value);
  EXPECT_NEAR(s.ci_low.value(), 100 * 3600 / 2.995732, 1);
}

}  // namespace
}  // namespace debrief::analytics
