// The way cases take, from an event log.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analytics/process/paths.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace debrief::app {

using base::Json;

namespace {

/// RFC 3339, of which zone (then UTC) and seconds may be left out; a space may stand for the T.
base::Ms time_of(std::string_view cell, std::size_t row, std::string_view column) {
  std::string text(base::trimmed(cell));
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() >= 16 && (text.size() == 16 || text[16] != ':')) text.insert(16, ":00");
  const bool zoned = text.size() > 19 && text.find_first_of("Z+-", 19) != std::string::npos;
  if (text.size() >= 19 && !zoned) text += "Z";
  if (const auto at = base::parse_rfc3339(text)) return *at;
  throw base::Error(
      base::Status::refused, "time-unreadable",
      fmt::format("data row {}, column {}: {} is not a time", row + 1, base::quoted(column), base::quoted(cell)),
      "write 2024-03-01T08:00Z");
}

std::uint32_t code_of(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::uint32_t>(found - names.begin());
  names.push_back(name);
  return static_cast<std::uint32_t>(names.size() - 1);
}

std::string arrow(const std::vector<std::string>& names, const analytics::Step& step) {
  return names[step.first] + " > " + names[step.second];
}

}  // namespace

/// Columns case, activity, time and resource; --group, --value, --time and --event name others.
Json run_process(const StatsInput& input) {
  const auto column = [&](const std::optional<std::string>& told, std::initializer_list<std::string_view> usual) {
    const std::string name = column_for(input, told, usual, false);
    return name.empty() ? std::string(*usual.begin()) : name;
  };
  const std::string case_column = column(input.group, {"case", "case_id", "case:concept:name", "id", "ticket"});
  const std::string activity_column = column(input.value, {"activity", "concept:name", "status", "event"});
  const std::string time_column = column(input.time, {"time", "timestamp", "time:timestamp", "at"});
  const std::string resource_column =
      column_for(input, input.event, {"resource", "org:resource", "group", "agent"}, false);
  const auto& case_cells = input.table.column(case_column);
  const auto& activity_cells = input.table.column(activity_column);
  const auto& time_cells = input.table.column(time_column);
  std::vector<std::string> case_names;
  std::vector<std::string> activities;
  std::vector<std::string> resources;
  std::vector<std::vector<analytics::PathEvent>> cases;
  for (std::size_t i = 0; i < case_cells.size(); ++i) {
    const std::uint32_t c = code_of(case_names, case_cells[i]);
    if (c == cases.size()) cases.emplace_back();
    analytics::PathEvent e;
    e.activity = code_of(activities, activity_cells[i]);
    e.at = time_of(time_cells[i], i, time_column);
    if (!resource_column.empty()) {
      const std::string& who = input.table.column(resource_column)[i];
      if (!base::trimmed(who).empty()) e.resource = code_of(resources, who);
    }
    cases[c].push_back(e);
  }
  const auto p = analytics::paths(cases);
  Json out{{"cases", cases.size()},
           {"events", p.events},
           {"activities", activities.size()},
           {"resources", resources.size()}};
  for (const char* key : {"dfg", "start", "end", "case_duration_s", "handovers", "ping_pong_returns_per_case",
                          "rework_per_case", "mean_transition_s", "median_transition_s"}) {
    out[key] = Json::object();
  }
  for (const auto& [step, count] : p.follows) {
    out["dfg"][arrow(activities, step)] = count.n;
    out["mean_transition_s"][arrow(activities, step)] = count.mean_s;
    out["median_transition_s"][arrow(activities, step)] = count.median_s;
  }
  for (const auto& [activity, n] : p.first) out["start"][activities[activity]] = n;
  for (const auto& [activity, n] : p.last) out["end"][activities[activity]] = n;
  out["variants"] = p.variants.size();
  std::int64_t handovers = 0;
  for (const auto& [step, n] : p.handovers) {
    out["handovers"][arrow(resources, step)] = n;
    handovers += n;
  }
  out["handover_total"] = handovers;
  out["median_case_duration_s"] = or_null(p.median_duration_s);
  for (std::size_t c = 0; c < p.cases.size(); ++c) {
    const auto& path = p.cases[c];
    out["case_duration_s"][case_names[c]] = path.duration_s;
    out["ping_pong_returns_per_case"][case_names[c]] = path.returns;
    Json again = Json::object();
    for (const auto& [activity, n] : path.rework) again[activities[activity]] = n;
    out["rework_per_case"][case_names[c]] = std::move(again);
  }
  return out;
}

}  // namespace debrief::app
