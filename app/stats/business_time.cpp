// The service clock: elapsed and open time between two instants, and when a target is due.

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "analytics/clock/calendar.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Json;
using base::Ms;
using base::Status;

namespace {

Ms instant(const std::string& cell) {
  std::string text(base::trimmed(cell));
  if (text.size() >= 17 && text[13] == ':' && text[16] != ':') text.insert(16, ":00");
  if (const auto at = base::parse_rfc3339(text)) return *at;
  throw Error(Status::refused, "time-unreadable", fmt::format("{} is not a time", base::quoted(cell)),
              "write 2024-03-01T08:00Z");
}

/// To the minute where it is one: 2024-03-01T08:00Z.
std::string written(Ms at) {
  std::string text = base::rfc3339(at);
  if (at % base::minute_ms == 0) text.erase(16, 3);
  return text;
}

analytics::BusinessCalendar calendar_of(const Json& c) {
  analytics::BusinessCalendar calendar;
  const std::string zone = c.value("tz", c.value("zone", "UTC"));
  const auto named = base::Zone::named(zone);
  if (!named) {
    throw Error(Status::refused, "unknown-zone", fmt::format("there is no time zone {}", base::quoted(zone)),
                "a name such as Europe/London");
  }
  calendar.zone = *named;
  static constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const Json weekly = c.value("weekly", Json("24x7"));
  if (weekly.is_string()) {
    if (weekly != "24x7") {
      throw Error(Status::refused, "hours-unreadable",
                  fmt::format("{} is no week", base::quoted(weekly.get<std::string>())),
                  "\"24x7\", or hours by day: {\"Mon\": [\"09:00-17:00\"]}");
    }
    for (auto& day : calendar.week) day.push_back({0, 24 * 60});
  } else {
    for (const auto& [day, list] : weekly.items()) {
      const std::string lower = base::ascii_lower(day).substr(0, 3);
      const auto place = std::find(std::begin(days), std::end(days), lower);
      if (place == std::end(days)) {
        throw Error(Status::refused, "hours-unreadable", fmt::format("{} is no day", base::quoted(day)), "Mon to Sun");
      }
      for (const Json& text : list.is_array() ? list : Json::array({list})) {
        const auto hours = analytics::parse_hours(text.get<std::string>());
        if (!hours) throw Error(Status::refused, hours.issue().code, hours.issue().detail);
        calendar.week[place - std::begin(days)].push_back(*hours);
      }
    }
  }
  for (const Json& text : c.value("holidays", Json::array())) {
    const auto day = analytics::parse_day(text.get<std::string>());
    if (!day) {
      throw Error(Status::refused, "date-unreadable",
                  fmt::format("{} is no date", base::quoted(text.get<std::string>())), "write 2024-12-25");
    }
    calendar.holidays.push_back(*day);
  }
  return calendar;
}

using Clocks = std::map<std::string, std::unique_ptr<analytics::BusinessClock>>;

const analytics::BusinessClock& clock_named(const Clocks& clocks, const std::string& name) {
  const auto found = clocks.find(name);
  if (found != clocks.end()) return *found->second;
  throw Error(Status::refused, "unknown-calendar", fmt::format("there is no calendar {}", base::quoted(name)),
              "the calendars stand in the JSON file given with --policy");
}

analytics::TargetRule rule_of(const Json& c) {
  const std::string word = c.value("target_rule", "at_opening");
  if (word == "strictest") return analytics::TargetRule::strictest;
  if (word == "latest") return analytics::TargetRule::latest;
  return analytics::TargetRule::at_opening;
}

/// One case: {"calendar", "start", "end", "pauses", "target_s"} or, where the target changes with the priority,
/// "targets": [[instant, seconds], …] and "target_rule".
Json timed(const Json& c, const Clocks& clocks) {
  Json out = Json::object();
  for (const auto& [key, value] : c.items()) {
    if (key != "elapsed_s" && key != "business_s" && key != "due" && key != "breached") out[key] = value;
  }
  const auto& clock = clock_named(clocks, c.value("calendar", clocks.empty() ? "" : clocks.begin()->first));
  const Ms start = instant(c.at("start").get<std::string>());
  std::optional<Ms> end;
  if (c.contains("end") && c["end"].is_string()) end = instant(c["end"].get<std::string>());
  std::vector<analytics::Stop> stops;
  for (const Json& p : c.value("pauses", Json::array())) {
    stops.push_back({instant(p[0].get<std::string>()), p.size() > 1 && p[1].is_string()
                                                           ? std::optional(instant(p[1].get<std::string>()))
                                                           : std::nullopt});
  }
  out["elapsed_s"] = out["business_s"] = nullptr;
  if (!end) {
    out["reason"] = "it has not ended";
  } else if (*end < start) {
    out["reason"] = "it ends before it begins";
  } else {
    out["elapsed_s"] = (*end - start) / 1000;
    out["business_s"] = clock.between(start, *end, stops) / 1000;
  }
  std::optional<Ms> target;
  if (c.contains("target_s") && c["target_s"].is_number()) {
    target = static_cast<Ms>(c["target_s"].get<double>() * 1000);
  }
  if (c.contains("targets")) {
    std::vector<analytics::TargetChange> changes;
    for (const Json& t : c["targets"]) {
      changes.push_back({instant(t[0].get<std::string>()), static_cast<Ms>(t[1].get<double>() * 1000)});
    }
    target = analytics::target_by(rule_of(c), changes, end.value_or(start));
  }
  out["due"] = nullptr;
  if (!target) return out;
  if (const auto due = clock.due(start, *target, stops)) out["due"] = written(*due);
  if (out["business_s"].is_number()) out["breached"] = out["business_s"].get<Ms>() * 1000 > *target;
  return out;
}

/// "FROM/UNTIL;FROM/UNTIL"; without UNTIL it is paused still.
Json pauses_in(const std::string& cell) {
  Json out = Json::array();
  for (const std::string& part : base::split(cell, ';')) {
    if (base::trimmed(part).empty()) continue;
    const auto ends = base::split(part, '/');
    out.push_back({ends[0], ends.size() > 1 && !base::trimmed(ends[1]).empty() ? Json(ends[1]) : Json()});
  }
  return out;
}

}  // namespace

/// Calendars in the JSON of --policy; cases there, or in a table with the columns start, end, and if wanted calendar,
/// pauses (FROM/UNTIL;…), target_s, id.
Json run_business_time(const StatsInput& input) {
  const Json given = given_of(input);
  Clocks clocks;
  const Json calendars = given.value("calendars", Json::object());
  for (const auto& [name, c] : calendars.items()) {
    clocks[name] = std::make_unique<analytics::BusinessClock>(calendar_of(c));
  }
  if (clocks.empty()) clocks["always"] = std::make_unique<analytics::BusinessClock>(calendar_of(Json::object()));
  Json cases = given.value("cases", Json::array());
  if (cases.empty() && !input.table.columns.empty()) {
    const std::string start = column_for(input, input.time, {"start", "opened", "from"}, false);
    const std::string end = column_for(input, input.value, {"end", "resolved", "until"}, false);
    const auto& from = input.table.column(start.empty() ? "start" : start);
    const auto& until = input.table.column(end.empty() ? "end" : end);
    for (std::size_t i = 0; i < from.size(); ++i) {
      Json c = Json::object();
      for (const char* key : {"id", "calendar"}) {
        if (input.table.has(key) && !input.table.column(key)[i].empty()) c[key] = input.table.column(key)[i];
      }
      c["start"] = from[i];
      c["end"] = base::trimmed(until[i]).empty() ? Json() : Json(until[i]);
      if (input.table.has("pauses")) c["pauses"] = pauses_in(input.table.column("pauses")[i]);
      if (input.table.has("target_s") && !base::trimmed(input.table.column("target_s")[i]).empty()) {
        c["target_s"] = std::atof(input.table.column("target_s")[i].c_str());
      }
      cases.push_back(std::move(c));
    }
  }
  Json out;
  if (given.contains("calendars")) out["calendars"] = given["calendars"];
  out["cases"] = Json::array();
  for (const Json& c : cases) out["cases"].push_back(timed(c, clocks));
  return out;
}

}  // namespace debrief::app
