// The service clock: calendars people write, pauses and priorities the log shows, and figures on it.

#include "analytics/clock/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/figures.h"
#include "events.h"
#include "incidents.h"

namespace debrief::analytics {
namespace {

constexpr const char* office = R"({
  "title": "Desk", "zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": ["2024-01-03"],
  "targets": {"P1": {"acknowledge": "15 min", "resolve": "4 h"}, "P3": {"resolve": "1 h 30 min"}},
  "pause_statuses": ["Awaiting User Info"]})";

ServiceCalendar calendar(const char* json = office) {
  auto c = service_calendar_from(json);
  if (!c) throw std::runtime_error(c.issue().detail);
  return c.value();
}

TEST(ServiceCalendar, ReadsHoursHolidaysTargetsAndPauses) {
  const ServiceCalendar c = calendar();
  EXPECT_EQ(c.hours.week[4].size(), 1U);
  EXPECT_TRUE(c.hours.week[5].empty());
  EXPECT_EQ(c.hours.holidays.size(), 1U);
  ASSERT_NE(c.targets_for("P1"), nullptr);
  EXPECT_EQ(c.targets_for("P1")->resolve, 4 * base::hour_ms);
  EXPECT_EQ(c.targets_for("P3")->resolve, 90 * base::minute_ms);
  EXPECT_EQ(c.targets_for("1 - Critical"), c.targets_for("P1")) << "another word of that level";
  EXPECT_EQ(c.targets_for("P4"), nullptr);
  EXPECT_EQ(c.targets_for(""), nullptr);
  EXPECT_TRUE(c.pauses_in(" awaiting user  INFO "));
  EXPECT_FALSE(c.pauses_in("Active"));
}

TEST(ServiceCalendar, SaysWhatIsWrongWithOne) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"hour": {}})", "did you mean hours"},
      {R"({"zone": "Europe/Londres"})", "IANA"},
      {R"({"hours": {"mon": ["9 to 5"]}})", "hours of mon"},
      {R"({"hours": {"someday": ["09:00-17:00"]}})", "no day of the week"},
      {R"({"hours": {}})", "never run"},
      {R"({"targets": {"P1": {"resolve": "2 d"}}})", "as many as the desk is open"},
      {R"({"targets": {"P1": {"resolve": 4}}})", "not a text"},
      {R"({"holidays": ["31/12/2024"]})", "no date"},
      {R"({"target_rule": "best"})", "at_opening, strictest, latest"},
      {R"([1])", "object"},
  };
  for (const auto& [json, said] : cases) {
    const auto c = service_calendar_from(json);
    ASSERT_FALSE(c) << json;
    EXPECT_EQ(c.issue().code, "calendar-unreadable");
    EXPECT_THAT(c.issue().detail, testing::HasSubstr(said)) << json;
  }
  EXPECT_FALSE(service_calendar_from("{"));
}

TEST(ServiceTimes, RunInOpenHoursOnlyAndStandInPauses) {
  // Monday 16:00 to Tuesday 11:00: one hour on Monday, two on Tuesday.
  const auto t =
      incidents_made({{.opened = hour(16), .acknowledged = hour(16.5), .resolved = hour(35), .priority = "P1"},
                      {.opened = hour(33), .resolved = hour(38), .priority = "P1"}},
                     hour(100));
  const auto e =
      events_made({{.incident = 1, .at = hour(34), .status_from = "Active", .status_to = "Awaiting User Info"},
                   {.incident = 1, .at = hour(36), .status_from = "Awaiting User Info", .status_to = "Active"}});
  const ServiceTimes times(t, &e, calendar());
  EXPECT_EQ(times.acknowledge[0], base::hour_ms / 2);
  EXPECT_EQ(times.resolve[0], 3 * base::hour_ms);
  EXPECT_EQ(times.met[0], ServiceState::met);
  EXPECT_EQ(times.resolve[1], 3 * base::hour_ms) << "five hours less two of waiting";
  EXPECT_EQ(times.due[1], hour(33 + 6));
  EXPECT_EQ(times.paused, 1);
}

TEST(ServiceTimes, CountAWaitFromOpeningWhereTheFirstChangeEndsOne) {
  const auto t = incidents_made({{.opened = hour(9), .resolved = hour(13), .priority = "P1"}});
  const auto e =
      events_made({{.incident = 0, .at = hour(12), .status_from = "Awaiting User Info", .status_to = "Active"}});
  EXPECT_EQ(ServiceTimes(t, &e, calendar()).resolve[0], base::hour_ms);
}

TEST(ServiceTimes, TakeTheTargetThatTheRuleNamesWhenThePriorityChanges) {
  const auto t = incidents_made({{.opened = hour(9), .resolved = hour(12), .priority = "P1"}});
  const auto e = events_made({{.incident = 0, .at = hour(10), .priority_from = "P3", .priority_to = "P1"}});
  const auto state = [&](const char* rule) {
    auto c = calendar();
    c.rule = std::string_view(rule) == "latest"      ? TargetRule::latest
             : std::string_view(rule) == "strictest" ? TargetRule::strictest
                                                     : TargetRule::at_opening;
    return ServiceTimes(t, &e, c).met[0];
  };
  EXPECT_EQ(state("at_opening"), ServiceState::breached) << "opened as P3: 1 h 30 min";
  EXPECT_EQ(state("strictest"), ServiceState::breached);
  EXPECT_EQ(state("latest"), ServiceState::met) << "P1 at the end: 4 h";
}

TEST(ServiceTimes, LeaveOpenOnesPendingUntilTheirTargetHasRun) {
  const auto early = incidents_made({{.opened = hour(9), .priority = "P1"}}, hour(11));
  EXPECT_EQ(ServiceTimes(early, nullptr, calendar()).met[0], ServiceState::pending);
  const auto late = incidents_made({{.opened = hour(9), .priority = "P1"}}, hour(16));
  EXPECT_EQ(ServiceTimes(late, nullptr, calendar()).met[0], ServiceState::breached);
  const auto none = incidents_made({{.opened = hour(9), .priority = "P4"}}, hour(16));
  EXPECT_EQ(ServiceTimes(none, nullptr, calendar()).met[0], ServiceState::without_target);
  EXPECT_TRUE(ServiceTimes(incidents_made({}), nullptr, calendar()).met.empty());
}

TEST(SlaMet, ReportsFieldAndClockSideBySideAndNamesWhereTheyDiffer) {
  const auto t = incidents_made(
      {{.opened = hour(9), .resolved = hour(10), .sla_met = 0, .priority = "P1"},    // clock: met
       {.opened = hour(9.1), .resolved = hour(16), .sla_met = 1, .priority = "P1"},  // clock: breached
       {.opened = hour(9.2), .resolved = hour(10), .sla_met = 1, .priority = "P1"},
       {.opened = hour(9.3), .resolved = hour(10), .priority = "P1"},                 // no field: the clock counts
       {.opened = hour(9.4), .resolved = hour(10), .sla_met = 1, .priority = "P4"}},  // no target: the field counts
      hour(40));
  const ServiceTimes times(t, nullptr, calendar());
  FigureRequest request;
  request.ids = {"sla_met", "time_to_resolve", "time_to_acknowledge", "incidents"};
  request.service = &times;
  const Figures figures = compute_figures(t, request);
  const Figure& sla = figures.figures[0];
  EXPECT_EQ(sla.sample.n, 5);
  EXPECT_DOUBLE_EQ(*sla.sample.value, 0.8);
  ASSERT_TRUE(sla.sample.two_ways);
  EXPECT_EQ(sla.sample.two_ways->field_n, 4);
  EXPECT_EQ(sla.sample.two_ways->clock_n, 4);
  EXPECT_EQ(sla.sample.two_ways->clock_met, 3);
  EXPECT_THAT(sla.sample.two_ways->breached_but_met, testing::ElementsAre(0U));
  EXPECT_THAT(sla.sample.two_ways->met_but_breached, testing::ElementsAre(1U));
  EXPECT_THAT(sla.sample.notes, testing::Contains(testing::HasSubstr("field says breached, clock says met: 1")));
  EXPECT_THAT(figures.warnings, testing::Contains(testing::Field(&Warning::code, "sla-field-against-clock")));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_THAT(std::string(figures.figures[i].definition()), testing::HasSubstr("service clock"));
  }
  EXPECT_EQ(figures.figures[3].definition(), figures.figures[3].kpi->definition);
}

TEST(TimeToResolve, IsOnTheServiceClockWhereOneIsSet) {
  const auto t = incidents_made({{.opened = hour(16), .resolved = hour(35), .priority = "P1"}});
  const ServiceTimes times(t, nullptr, calendar());
  FigureRequest request;
  request.ids = {"time_to_resolve"};
  EXPECT_DOUBLE_EQ(*compute_figures(t, request).figures[0].sample.value, 19 * 3600);
  request.service = &times;
  EXPECT_DOUBLE_EQ(*compute_figures(t, request).figures[0].sample.value, 3 * 3600);
}

}  // namespace
}  // namespace debrief::analytics
