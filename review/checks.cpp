// Contradictions within one incident.

#include "review/checks.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/text.h"
#include "review/stamps.h"

namespace debrief::review {

namespace {

base::Ms width(base::Precision p) {
  switch (p) {
    case base::Precision::day:
      return base::day_ms;
    case base::Precision::minute:
      return base::minute_ms;
    default:
      return base::second_ms;
  }
}

/// True when `later` surely lies before `earlier`, given how exactly each is known.
bool surely_before(const base::Stamp& later, const base::Stamp& earlier) {
  return later.at + width(later.precision) <= earlier.at && later.at < earlier.at;
}

struct Order {
  TimeField earlier;
  TimeField later;
  const char* code;
};

}  // namespace

std::vector<base::Issue> contradictions(const Incident& in, std::int64_t row) {
  static constexpr std::array<Order, 7> orders{{
      {TimeField::occurred, TimeField::opened, "opened-before-occurred"},
      {TimeField::occurred, TimeField::detected, "detected-before-occurred"},
      {TimeField::opened, TimeField::acknowledged, "acknowledged-before-opened"},
      {TimeField::opened, TimeField::resolved, "resolved-before-opened"},
      {TimeField::acknowledged, TimeField::resolved, "resolved-before-acknowledged"},
      {TimeField::opened, TimeField::closed, "closed-before-opened"},
      {TimeField::resolved, TimeField::closed, "closed-before-resolved"},
  }};
  std::vector<base::Issue> issues;
  const auto add = [&](const char* code, TimeField field, std::string value, std::string detail) {
    base::Issue i{.code = code, .detail = std::move(detail), .value = std::move(value), .place = {}};
    i.place.row = row;
    i.place.column = json_key(field);
    i.severity = base::Severity::warning;
    issues.push_back(std::move(i));
  };
  for (const Order& o : orders) {
    const auto& earlier = in[o.earlier];
    const auto& later = in[o.later];
    if (!earlier || !later || !surely_before(*later, *earlier)) continue;
    add(o.code, o.later, words(*later),
        fmt::format("{}: {} ({}) lies {} before {} ({}); figures from these two times leave it out", in.ref,
                    json_key(o.later), words(*later),
                    base::plain_duration(static_cast<double>(earlier->at - later->at) / 1000), json_key(o.earlier),
                    words(*earlier)));
  }
  const auto& opened = in[TimeField::opened];
  const auto& resolved = in[TimeField::resolved];
  const auto& closed = in[TimeField::closed];
  const auto& due = in[TimeField::sla_due];
  const auto& met = in[NumberField::sla_met];
  if (met && due && resolved) {
    const bool late = surely_before(*due, *resolved);
    const bool in_time = resolved->at <= due->at;
    if ((*met > 0 && late) || (*met == 0 && in_time)) {
      add("sla-flag-against-dates", TimeField::sla_due, words(*due),
          fmt::format("{}: the flag says the service level was {}, but it was resolved {} and due {}; figures use the "
                      "flag",
                      in.ref, *met > 0 ? "met" : "missed", words(*resolved), words(*due)));
    }
  }
  if (const auto& given = in[NumberField::resolve_seconds_given]; given && opened && (resolved || closed)) {
    const auto near = [&](const std::optional<base::Stamp>& end) {
      if (!end) return false;
      const double span = static_cast<double>(end->at - opened->at) / 1000;
      return std::fabs(span - *given) <= std::max(120.0, 0.01 * std::fabs(span));
    };
    if (!near(resolved) && !near(closed)) {
      const auto& end = resolved ? resolved : closed;
      add("duration-against-timestamps", resolved ? TimeField::resolved : TimeField::closed, words(*end),
          fmt::format("{}: the file states {} to resolve, its times say {}; figures use the times", in.ref,
                      base::plain_duration(*given),
                      base::plain_duration(static_cast<double>(end->at - opened->at) / 1000)));
    }
  }
  return issues;
}

}  // namespace debrief::review
