// How incidents move, from the entries of their log.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "analytics/numbers/random.h"
#include "analytics/process/view.h"
#include "events.h"

namespace debrief::analytics {
namespace {

using review::EventKind;

ProcessView view_of(const review::IncidentColumns& t, const review::EventColumns& e,
                    std::vector<std::string> first_lines = {}, const ServiceTimes* service = nullptr) {
  const auto rows = all_rows(t);
  return process_view(t, e,
                      {.window = {monday - 365 * base::day_ms, monday + 3650 * base::day_ms},
                       .rows = rows,
                       .first_lines = std::move(first_lines),
                       .service = service});
}

const ProcessFigure& figure(const ProcessView& v, std::string_view id) {
  for (const ProcessFigure& f : v.figures) {
    if (f.id == id) return f;
  }
  throw std::runtime_error("no figure " + std::string(id));
}

/// Opened at 0, touched at 1, waits 2 to 5, passed on at 6, begun there at 8, resolved at 10, reopened at 12, resolved
/// for good at 13.
review::IncidentColumns one() {
  return incidents_made(
      {{.opened = hour(0), .resolved = hour(13), .first_resolved = hour(10), .reopened = hour(12), .team = "B"}},
      hour(50));
}
review::EventColumns its_events() {
  return events_made(
      {{.at = hour(0), .kind = EventKind::logged, .actor = "a"},
       {.at = hour(1), .kind = EventKind::acknowledged, .actor = "b", .status_from = "New", .status_to = "Active"},
       {.at = hour(2), .status_from = "Active", .status_to = "Awaiting User Info"},
       {.at = hour(5), .status_from = "Awaiting User Info", .status_to = "Active"},
       {.at = hour(6), .kind = EventKind::assigned, .team_from = "A", .team_to = "B"},
       {.at = hour(8), .kind = EventKind::action, .actor = "c"},
       {.at = hour(10), .kind = EventKind::resolved, .status_from = "Active", .status_to = "Resolved"},
       {.at = hour(12), .kind = EventKind::reopened, .status_from = "Resolved", .status_to = "Active"},
       {.at = hour(13), .kind = EventKind::resolved, .status_from = "Active", .status_to = "Resolved"}});
}

TEST(Process, PutsEveryHourIntoOnePart) {
  const ProcessView v = view_of(one(), its_events());
  ASSERT_EQ(v.delay.n, 1);
  EXPECT_DOUBLE_EQ(v.delay.seconds, 13 * 3600);
  const double hours[] = {1, 1 + 1 + 2 + 1, 3, 2, 2};  // first touch, in hand, waiting, passed on, ended too soon
  for (std::size_t p = 0; p < parts; ++p) {
    EXPECT_DOUBLE_EQ(v.delay.parts[p].seconds, hours[p] * 3600) << name(v.delay.parts[p].part);
  }
  EXPECT_NEAR(*figure(v, "waiting_share").sample.value, 3.0 / 13, 1e-12);
  EXPECT_DOUBLE_EQ(*figure(v, "first_touch").sample.value, 3600);
}

TEST(Process, PartsAddUpToTheWholeOnAnyLog) {
  Random random(4);
  static const std::vector<std::string> statuses{"New", "Active", "On hold", "Pending vendor", "Resolved"};
  std::vector<Made> made;
  std::vector<MadeEvent> events;
  double whole = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const double opened = static_cast<double>(i);
    const double length = random.uniform() * 100;
    whole += static_cast<double>(hour(opened + length) - hour(opened)) / 1000;
    made.push_back({.opened = hour(opened), .resolved = hour(opened + length), .team = "T"});
    std::vector<double> times;
    for (std::uint64_t k = random.below(8); k > 0; --k) times.push_back(opened - 5 + random.uniform() * (length + 20));
    std::sort(times.begin(), times.end());
    std::string last = "New";
    for (const double at : times) {
      MadeEvent m{.incident = i, .at = hour(at), .kind = static_cast<EventKind>(random.below(12)), .actor = "p"};
      if (random.below(2) == 0) {
        m.status_from = last;
        last = m.status_to = statuses[random.below(statuses.size())];
      }
      if (random.below(3) == 0) {
        m.team_from = "T";
        m.team_to = "U";
      }
      events.push_back(m);
    }
    if (times.empty()) events.push_back({.incident = i, .at = hour(opened), .kind = EventKind::logged});
  }
  const ProcessView v = view_of(incidents_made(made, day(100)), events_made(events));
  EXPECT_EQ(v.delay.n, 200);
  EXPECT_NEAR(v.delay.seconds, whole, 1e-6);
  const double sum = std::accumulate(v.delay.parts.begin(), v.delay.parts.end(), 0.0,
                                     [](double s, const DelayPart& p) { return s + p.seconds; });
  EXPECT_NEAR(sum, whole, 1e-6);
  const double states = std::accumulate(v.states.begin(), v.states.end(), 0.0,
                                        [](double s, const StateTime& x) { return s + x.seconds; });
  EXPECT_NEAR(states, whole, 1e-6);
}

TEST(Process, CountsHandOversPingPongAndWhatStaysInTheFirstLine) {
  const auto t = incidents_made({{.opened = hour(0), .resolved = hour(9), .team = "A"},
                                 {.opened = hour(1), .resolved = hour(9), .team = "B"},
                                 {.opened = hour(2), .resolved = hour(9), .team = "A"},
                                 {.opened = hour(3), .team = "A"},
                                 {.opened = hour(4), .resolved = hour(9)}},
                                hour(20));
  const auto e = events_made({{.incident = 0, .at = hour(1), .team_from = "A", .team_to = "B"},
                              {.incident = 0, .at = hour(3), .team_from = "B", .team_to = "A"},
                              {.incident = 1, .at = hour(2), .team_from = "A", .team_to = "B"},
                              {.incident = 2, .at = hour(4), .kind = EventKind::action},
                              {.incident = 3, .at = hour(5), .kind = EventKind::action}});
  const ProcessView v = view_of(t, e);
  EXPECT_DOUBLE_EQ(*figure(v, "hand_offs").sample.value, 3.0 / 4);
  EXPECT_EQ(figure(v, "hand_offs").sample.missing, 1);
  EXPECT_EQ(figure(v, "handed_over").sample.numerator, 2);
  EXPECT_EQ(figure(v, "ping_pong").sample.numerator, 1);
  EXPECT_EQ(figure(v, "solved_first_line").sample.numerator, 1);
  EXPECT_EQ(figure(v, "solved_first_line").sample.denominator, 3);
  EXPECT_EQ(figure(v, "solved_first_line").sample.open, 1);
  ASSERT_EQ(v.handovers.size(), 2U);
  EXPECT_EQ(v.handovers[0].from, "A");
  EXPECT_EQ(v.handovers[0].n, 2);
  ASSERT_EQ(v.returns.size(), 1U);
  EXPECT_EQ(v.returns[0].n, 1);
  EXPECT_EQ(figure(view_of(t, e, {"b"}), "solved_first_line").sample.numerator, 0) << "only B is first line";
}

TEST(Process, SaysMissingNotNoughtWhereTheLogKeepsNoTeams) {
  const auto t = incidents_made({{.opened = hour(0), .resolved = hour(9), .team = "A"}});
  const auto e = events_made({{.at = hour(1), .kind = EventKind::action}});
  const ProcessView v = view_of(t, e);
  EXPECT_FALSE(figure(v, "hand_offs").sample.value);
  EXPECT_EQ(figure(v, "hand_offs").sample.missing, 1);
  EXPECT_FALSE(figure(v, "ping_pong").sample.value);
}

TEST(Process, SeesReworkAndWaitsBegunShortlyBeforeTheTarget) {
  const auto t = incidents_made({{.opened = hour(0), .resolved = hour(20), .sla_due = hour(10)},
                                 {.opened = hour(1), .resolved = hour(20), .sla_due = hour(11)},
                                 {.opened = hour(2), .resolved = hour(20)}});
  const auto e = events_made({{.incident = 0, .at = hour(1), .status_from = "New", .status_to = "Active"},
                              {.incident = 0, .at = hour(9.5), .status_from = "Active", .status_to = "On hold"},
                              {.incident = 0, .at = hour(12), .status_from = "On hold", .status_to = "Active"},
                              {.incident = 1, .at = hour(3), .status_from = "New", .status_to = "On hold"},
                              {.incident = 2, .at = hour(3), .status_from = "New", .status_to = "On hold"}});
  const ProcessView v = view_of(t, e);
  EXPECT_EQ(figure(v, "waits_before_due").sample.numerator, 1);
  EXPECT_EQ(figure(v, "waits_before_due").sample.n, 2);
  EXPECT_EQ(figure(v, "waits_before_due").sample.missing, 1) << "it has no target";
  EXPECT_EQ(figure(v, "rework").sample.numerator, 1) << "back to Active";
  const auto active =
      std::find_if(v.states.begin(), v.states.end(), [](const StateTime& s) { return s.state == "Active"; });
  ASSERT_NE(active, v.states.end());
  EXPECT_EQ(active->again, 1);
  EXPECT_EQ(active->visits, 2);
}

TEST(Process, IsOnTheServiceClockWhereOneIsSet) {
  const auto t = incidents_made({{.opened = hour(16), .resolved = hour(35)}});
  const auto e = events_made({{.at = hour(33), .kind = EventKind::action}});
  const auto calendar = service_calendar_from(R"({"hours": {"mon-fri": ["09:00-17:00"]}})");
  ASSERT_TRUE(calendar);
  const ServiceTimes times(t, &e, calendar.value());
  const ProcessView v = view_of(t, e, {}, &times);
  EXPECT_DOUBLE_EQ(v.delay.seconds, 3 * 3600);
  EXPECT_DOUBLE_EQ(*figure(v, "first_touch").sample.value, 3600);
}

TEST(Process, OfNothingOneOpenOrOneMinuteHasWordsAndNoNumberThatIsNone) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 11U}) {
    for (const bool open : {true, false}) {
      std::vector<Made> made;
      for (std::size_t i = 0; i < n; ++i) made.push_back({.opened = hour(0), .resolved = open ? never : hour(0)});
      const ProcessView v = view_of(incidents_made(made, hour(1)), review::EventColumns{});
      EXPECT_EQ(v.incidents, static_cast<std::int64_t>(n));
      EXPECT_EQ(v.with_history, 0);
      EXPECT_EQ(v.delay.seconds, 0);
      for (const ProcessFigure& f : v.figures) {
        EXPECT_FALSE(f.definition.empty()) << f.id;
        for (const auto& x : {f.sample.value, f.sample.median, f.sample.p90, f.sample.mean}) {
          EXPECT_TRUE(!x || std::isfinite(*x)) << f.id;
        }
      }
      for (const DelayPart& p : v.delay.parts) EXPECT_TRUE(std::isfinite(p.share));
    }
  }
}

}  // namespace
}  // namespace debrief::analytics
