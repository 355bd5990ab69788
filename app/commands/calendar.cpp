// calendar: the hours a desk keeps, what it promises, and when its clock stands.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/calendar_file.h"
#include "app/command.h"
#include "app/session.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/incidents.h"
#include "templates/facts/service.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

std::string clock_said(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string hours_said(const std::vector<analytics::Hours>& hours) {
  std::vector<std::string> spans;
  for (const auto& h : hours) spans.push_back(clock_said(h.from) + "-" + clock_said(h.until));
  return spans.empty() ? "closed" : base::joined(spans, ", ");
}

std::string length_said(const std::optional<base::Ms>& ms) {
  if (!ms) return "–";
  const auto minutes = *ms / base::minute_ms;
  if (minutes < 60) return fmt::format("{} min", minutes);
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

void print(Session& session, const analytics::ServiceCalendar& c) {
  static constexpr std::array<std::string_view, 7> days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                        "Friday", "Saturday", "Sunday"};
  session.line(session.strong((c.title.empty() ? std::string("Calendar") : c.title) + ", " + c.hours.zone.name()));
  TextTable hours;
  hours.column("Day");
  hours.column("Open");
  for (std::size_t d = 0; d < days.size(); ++d) hours.row({std::string(days[d]), hours_said(c.hours.week[d])});
  session.table(hours);
  session.line(fmt::format("{}; pauses in: {}; target {}",
                           base::counted(static_cast<long long>(c.hours.holidays.size()), "holiday"),
                           c.pauses.empty() ? "nothing" : base::joined(c.pauses, ", "),
                           c.rule == analytics::TargetRule::at_opening  ? "of the priority at opening"
                           : c.rule == analytics::TargetRule::strictest ? "the strictest of all priorities it had"
                                                                        : "of the last priority"));
  if (c.targets.empty()) return;
  TextTable targets;
  targets.column("Priority");
  targets.column("Acknowledge within", Side::right);
  targets.column("Resolve within", Side::right);
  for (const auto& [priority, promise] : c.targets) {
    targets.row({priority, length_said(promise.acknowledge), length_said(promise.resolve)});
  }
  session.table(targets);
}

Json shape(const analytics::ServiceCalendar& c) { return *base::parse_json(c.json); }

Status run_show(Session& session, const Arguments&) {
  const auto calendar = templates::service_calendar(session.reader());
  if (session.json()) {
    session.answer({{"calendar", calendar ? shape(*calendar) : Json()}});
  } else if (calendar) {
    print(session, *calendar);
  } else {
    session.line("No calendar is set: every hour counts. debrief calendar set FILE sets one");
  }
  return Status::done;
}

Status run_set(Session& session, const Arguments& a) {
  const analytics::ServiceCalendar calendar = calendar_in(a.positional.front());
  review::Store& store = session.existing_writer();
  store.transaction([&] {
    const auto before = store.setting(templates::service_setting);
    store.set_setting(templates::service_setting, calendar.json);
    review::audit(store, "calendar.set", "setting/service_calendar",
                  base::dumped(Json{{"before", before.value_or("")}, {"after", calendar.json}}));
  });
  const auto columns = review::incident_columns(store);
  const auto times = templates::service_times(store, columns);
  const auto targets = std::count_if(times->met.begin(), times->met.end(), [](analytics::ServiceState s) {
    return s != analytics::ServiceState::without_target;
  });
  if (session.json()) {
    session.answer({{"calendar", shape(calendar)},
                    {"records", columns.size()},
                    {"with_target", targets},
                    {"with_pauses", times->paused},
                    {"with_changed_priority", times->reprioritised}});
    return Status::done;
  }
  print(session, calendar);
  session.line("");
  session.line(fmt::format("{}: {} have a target, the log shows pauses of {} and other priorities of {}",
                           base::counted(static_cast<long long>(columns.size()), "record"), base::grouped(targets),
                           base::grouped(times->paused), base::grouped(times->reprioritised)));
  return Status::done;
}

Status run_remove(Session& session, const Arguments&) {
  review::Store& store = session.existing_writer();
  const auto before = store.setting(templates::service_setting);
  const bool there = before && !before->empty();
  if (there) {
    store.transaction([&] {
      store.set_setting(templates::service_setting, "");
      review::audit(store, "calendar.remove", "setting/service_calendar", base::dumped(Json{{"before", *before}}));
    });
  }
  if (session.json()) {
    session.answer({{"removed", there}});
  } else {
    session.line(there ? "The calendar is gone: every hour counts again" : "No calendar was set");
  }
  return Status::done;
}

}  // namespace

extern const Command calendar_command{
    .name = "calendar",
    .title = "Set the hours the desk keeps, its targets, and when its clock stands",
    .group = "Decide",
    .verbs = {{"", "", "Shows the calendar.", {}, run_show},
              {"show", "", "Shows the calendar.", {}, run_show},
              {"set", "FILE", "Takes a calendar from a JSON file; figures are on its clock from now on.", {}, run_set},
              {"remove", "", "Takes the calendar away; every hour counts again.", {}, run_remove}},
};

}  // namespace debrief::app
