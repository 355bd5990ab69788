// The service clock.

#include "analytics/clock/service.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "analytics/ended.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incident.h"

namespace debrief::analytics {

namespace {

using base::Json;
using base::Ms;

constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> long_days{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};

/// Thrown and caught within this file only: one way out of a deep structure.
struct Unreadable {
  std::string detail, value;
};

[[noreturn]] void refuse(std::string detail, std::string value = {}) {
  throw Unreadable{std::move(detail), std::move(value)};
}

std::string text_of(const Json& value, const std::string& what) {
  if (!value.is_string()) refuse(what + " is not a text", base::dumped(value));
  return value.get<std::string>();
}

std::size_t day_named(std::string_view text) {
  const std::string key = base::ascii_lower(base::trimmed(text));
  for (std::size_t d = 0; d < 7; ++d) {
    if (key == days[d] || key == long_days[d]) return d;
  }
  refuse("hours: no day of the week is called so; they are mon tue wed thu fri sat sun, or mon-fri", std::string(text));
}

void read_hours(const Json& hours, BusinessCalendar& calendar) {
  if (!hours.is_object()) refuse("hours is not an object of days", base::dumped(hours));
  for (const auto& [key, spans] : hours.items()) {
    const auto dash = key.find('-');
    const std::size_t first = day_named(key.substr(0, dash));
    const std::size_t last = dash == std::string::npos ? first : day_named(key.substr(dash + 1));
    const Json list = spans.is_array() ? spans : Json::array({spans});
    for (const Json& span : list) {
      const auto parsed = parse_hours(text_of(span, "hours of " + key));
      if (!parsed) refuse(fmt::format("hours of {}: {}", key, parsed.issue().detail), parsed.issue().value);
      for (std::size_t d = first;; d = (d + 1) % 7) {
        calendar.week[d].push_back(*parsed);
        if (d == last) break;
      }
    }
  }
}

/// "1 h 30 min" as ms.
Ms length_of(std::string_view text, const std::string& what) {
  Ms sum = 0;
  bool any = false;
  std::string_view rest = base::trimmed(text);
  const auto wrong = [&] {
    refuse(what +
               " is not a length of open time such as \"30 s\", \"15 min\", \"4 h\" or \"1 h 30 min\"; a day is "
               "written in hours, as it has as many as the desk is open",
           std::string(text));
  };
  while (!rest.empty()) {
    double number = 0;
    const auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (failed != std::errc{} || !(number >= 0) || number > 1e6) wrong();
    rest = base::trimmed(rest.substr(static_cast<std::size_t>(end - rest.data())));
    std::size_t letters = 0;
    while (letters < rest.size() && rest[letters] >= 'a' && rest[letters] <= 'z') ++letters;
    const std::string_view unit = rest.substr(0, letters);
    Ms each = 0;
    if (unit == "s") each = base::second_ms;
    if (unit == "min" || unit == "m") each = base::minute_ms;
    if (unit == "h") each = base::hour_ms;
    if (each == 0) wrong();
    sum += static_cast<Ms>(number * static_cast<double>(each));
    any = true;
    rest = base::trimmed(rest.substr(letters));
  }
  if (!any) wrong();
  return sum;
}

std::optional<Ms> target_of(const Json& targets, const char* key, const std::string& what) {
  const auto it = targets.find(key);
  if (it == targets.end() || it->is_null()) return std::nullopt;
  return length_of(text_of(*it, what + "." + key), what + "." + key);
}

void only_keys(const Json& object, std::span<const std::string> known, const std::string& what) {
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = base::nearest(key, known);
    refuse(fmt::format("{} has no key of that name{}", what,
                       near.empty() ? "; it has " + base::joined(known, ", ") : "; did you mean " + near + "?"),
           key);
  }
}

ServiceCalendar read(const Json& j) {
  static const std::array<std::string, 7> known{"title",   "zone",           "hours",      "holidays",
                                                "targets", "pause_statuses", "target_rule"};
  static const std::array<std::string, 2> promised{"acknowledge", "resolve"};
  if (!j.is_object()) refuse("a calendar is a JSON object");
  only_keys(j, known, "a calendar");
  ServiceCalendar c;
  if (j.contains("title")) c.title = text_of(j["title"], "title");
  const std::string zone = j.contains("zone") ? text_of(j["zone"], "zone") : "UTC";
  const auto named = base::Zone::named(zone);
  if (!named) refuse("zone is not an IANA name such as Europe/London", zone);
  c.hours.zone = *named;
  if (j.contains("hours") && j["hours"] != "24x7") {
    read_hours(j["hours"], c.hours);
  } else {
    for (auto& day : c.hours.week) day.push_back({});
  }
  if (std::all_of(std::begin(c.hours.week), std::end(c.hours.week), [](const auto& d) { return d.empty(); })) {
    refuse("hours names no day, so the clock would never run");
  }
  for (const Json& day : j.value("holidays", Json::array())) {
    const auto parsed = parse_day(text_of(day, "a holiday"));
    if (!parsed) refuse("a holiday is no date such as 2026-12-25", text_of(day, "a holiday"));
    c.hours.holidays.push_back(*parsed);
  }
  std::sort(c.hours.holidays.begin(), c.hours.holidays.end());
  const Json targets = j.value("targets", Json::object());
  if (!targets.is_object()) refuse("targets is not an object of priorities", base::dumped(targets));
  for (const auto& [priority, promise] : targets.items()) {
    if (!promise.is_object()) refuse("the target of " + priority + " is not an object", base::dumped(promise));
    only_keys(promise, promised, "the target of " + priority);
    c.targets[priority] = {target_of(promise, "acknowledge", priority), target_of(promise, "resolve", priority)};
  }
  for (const Json& status : j.value("pause_statuses", Json::array())) {
    c.pauses.push_back(base::folded(base::squeezed(text_of(status, "a pause status"))));
  }
  const std::string rule = j.contains("target_rule") ? text_of(j["target_rule"], "target_rule") : "at_opening";
  const std::array rules{TargetRule::at_opening, TargetRule::strictest, TargetRule::latest};
  const auto it = std::find_if(rules.begin(), rules.end(), [&](TargetRule r) { return name(r) == rule; });
  if (it == rules.end()) refuse("target_rule is one of at_opening, strictest, latest", rule);
  c.rule = *it;
  c.json = base::dumped(j);
  return c;
}

}  // namespace

std::string_view name(TargetRule rule) {
  switch (rule) {
    case TargetRule::at_opening:
      return "at_opening";
    case TargetRule::strictest:
      return "strictest";
    case TargetRule::latest:
      return "latest";
  }
  return "";
}

base::Parsed<ServiceCalendar> service_calendar_from(std::string_view json) {
  base::Issue issue{.code = "calendar-unreadable", .detail = {}, .value = {}, .place = {}};
  const auto parsed = base::parse_json(json);
  if (!parsed) {
    issue.detail = parsed.issue().detail;
    issue.place = parsed.issue().place;
    return issue;
  }
  try {
    return read(*parsed);
  } catch (const Unreadable& why) {
    issue.detail = why.detail;
    issue.value = why.value;
    return issue;
  }
}

const ServiceTargets* ServiceCalendar::targets_for(std::string_view priority) const {
  if (priority.empty()) return nullptr;
  const std::string key = base::folded(base::squeezed(priority));
  for (const auto& [word, promise] : targets) {
    if (base::folded(base::squeezed(word)) == key) return &promise;
  }
  const auto level = review::priority_level(priority);
  if (!level) return nullptr;
  for (const auto& [word, promise] : targets) {
    if (review::priority_level(word) == level) return &promise;
  }
  return nullptr;
}

bool ServiceCalendar::pauses_in(std::string_view status) const {
  return std::find(pauses.begin(), pauses.end(), base::folded(base::squeezed(status))) != pauses.end();
}

namespace {

/// What the history of one incident says to the clock.
struct History {
  std::vector<Stop> pauses;
  std::vector<std::pair<Ms, std::uint32_t>> priorities;  // since when, code of EventColumns::priority_to
  std::uint32_t first_priority = 0;                      // code of priority_from; 0: that of the column
};

History history_of(const review::EventColumns& e, std::size_t from, std::size_t until,
                   const std::vector<char>& pause_from, const std::vector<char>& pause_to, Ms opened) {
  History h;
  bool known = false;
  for (std::size_t i = from; i < until; ++i) {
    if (e.priority_to.codes[i] != 0) {
      if (h.priorities.empty()) h.first_priority = e.priority_from.codes[i];
      h.priorities.emplace_back(e.at[i], e.priority_to.codes[i]);
    }
    if (e.status_to.codes[i] == 0) continue;
    // What it was called before its first change it was called since opening.
    if (!known && pause_from[e.status_from.codes[i]] != 0) h.pauses.push_back({opened, std::nullopt});
    known = true;
    const bool running = !h.pauses.empty() && !h.pauses.back().until;
    const bool pauses = pause_to[e.status_to.codes[i]] != 0;
    if (running && !pauses) h.pauses.back().until = std::max(e.at[i], h.pauses.back().from);
    if (!running && pauses) h.pauses.push_back({e.at[i], std::nullopt});
  }
  return h;
}

}  // namespace

ServiceTimes::ServiceTimes(const review::IncidentColumns& t, const review::EventColumns* events,
                           ServiceCalendar calendar)
    : calendar_(std::move(calendar)), clock_(calendar_.hours) {
  const std::size_t n = t.size();
  acknowledge.assign(n, 0);
  resolve.assign(n, 0);
  due.assign(n, review::no_time);
  met.assign(n, ServiceState::missing);

  const auto each = [](const review::Labels& labels, const auto& what) {
    using Value = std::decay_t<decltype(what(labels.values.front()))>;
    std::vector<Value> out;
    for (const std::string& value : labels.values) out.push_back(what(value));
    return out;
  };
  const auto pauses = [&](const std::string& status) -> char { return calendar_.pauses_in(status) ? 1 : 0; };
  const auto promised = [&](const std::string& priority) { return calendar_.targets_for(priority); };
  const std::vector<const ServiceTargets*> of_column = each(t.priority, promised);
  std::vector<char> pause_from, pause_to;
  std::vector<const ServiceTargets*> of_from, of_to;
  std::vector<std::size_t> starts(n + 1, 0);
  if (events != nullptr) {
    pause_from = each(events->status_from, pauses);
    pause_to = each(events->status_to, pauses);
    of_from = each(events->priority_from, promised);
    of_to = each(events->priority_to, promised);
    for (const std::uint32_t row : events->incident) ++starts[row + 1];
    for (std::size_t i = 1; i <= n; ++i) starts[i] += starts[i - 1];
  }

  for (std::size_t row = 0; row < n; ++row) {
    const Ms opened = t.opened[row];
    if (opened == review::no_time) continue;
    History h;
    if (events != nullptr) h = history_of(*events, starts[row], starts[row + 1], pause_from, pause_to, opened);
    paused += h.pauses.empty() ? 0 : 1;
    reprioritised += h.priorities.empty() ? 0 : 1;
    const Ms now = t.as_of == review::no_time ? opened : t.as_of;
    const Ms answered = t.acknowledged[row] == review::no_time ? now : t.acknowledged[row];
    acknowledge[row] = clock_.between(opened, answered, h.pauses);
    const bool open = is_open(t, row);
    const Ms end = open ? now : last_ended(t, row);
    if (end != review::no_time) resolve[row] = clock_.between(opened, end, h.pauses);

    const ServiceTargets* first = h.first_priority != 0 ? of_from[h.first_priority] : of_column[t.priority.codes[row]];
    std::vector<TargetChange> changes;
    if (first != nullptr && first->resolve) changes.push_back({opened, *first->resolve});
    if (calendar_.rule != TargetRule::at_opening) {
      for (const auto& [at, code] : h.priorities) {
        if (of_to[code] != nullptr && of_to[code]->resolve) changes.push_back({at, *of_to[code]->resolve});
      }
    }
    if (changes.empty()) {
      met[row] = ServiceState::without_target;
      continue;
    }
    const auto target = target_by(calendar_.rule, changes, end == review::no_time ? now : end);
    if (!target) {
      met[row] = ServiceState::without_target;
      continue;
    }
    if (const auto at = clock_.due(opened, *target, h.pauses)) due[row] = *at;
    if (end == review::no_time || end < opened) continue;
    if (open) {
      met[row] = resolve[row] > *target ? ServiceState::breached : ServiceState::pending;
    } else {
      met[row] = resolve[row] <= *target ? ServiceState::met : ServiceState::breached;
    }
  }
}

}  // namespace debrief::analytics
