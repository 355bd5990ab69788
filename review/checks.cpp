// Contradictions within one incident.

#include "review/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

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

std::string plain_number(double v) { return fmt::format("{:.15g}", v); }

/// Two times and the code for their reversal. The pair is looked at only where `between` is unknown: otherwise its
/// neighbours say it already.
struct Order {
  TimeField earlier;
  TimeField later;
  const char* code;
  std::array<std::optional<TimeField>, 2> between{};
};

constexpr std::array<Order, 12> orders{{
    {TimeField::occurred, TimeField::opened, "opened-before-occurred"},
    {TimeField::occurred, TimeField::detected, "detected-before-occurred"},
    {TimeField::occurred, TimeField::acknowledged, "acknowledged-before-occurred", {TimeField::opened}},
    {TimeField::occurred, TimeField::resolved, "resolved-before-occurred", {TimeField::opened}},
    {TimeField::occurred, TimeField::closed, "closed-before-occurred", {TimeField::opened, TimeField::resolved}},
    {TimeField::opened, TimeField::acknowledged, "acknowledged-before-opened"},
    {TimeField::opened, TimeField::restored, "restored-before-opened"},
    {TimeField::opened, TimeField::resolved, "resolved-before-opened"},
    {TimeField::acknowledged, TimeField::resolved, "resolved-before-acknowledged"},
    {TimeField::acknowledged, TimeField::closed, "closed-before-acknowledged", {TimeField::resolved}},
    {TimeField::opened, TimeField::closed, "closed-before-opened"},
    {TimeField::resolved, TimeField::closed, "closed-before-resolved"},
}};

/// What swapping day and month adds to the instant of a date written in numbers; nullopt where that gives no date.
std::optional<base::Ms> swap_of(const base::Stamp& s) {
  int first = 0;
  int second = 0;
  int year = 0;
  char a = 0;
  char b = 0;
  int used = 0;
  if (std::sscanf(words(s).c_str(), "%2d%c%2d%c%4d%n", &first, &a, &second, &b, &year, &used) != 5 || used < 6) return {};
  if (a != b || (a != '/' && a != '.' && a != '-') || first == second) return {};
  if (first < 1 || second < 1 || first > 12 || second > 12) return {};
  if (year < 100) year += 2000;
  const base::Ms day_first = base::civil_as_utc({.year = year, .month = second, .day = first});
  const base::Ms month_first = base::civil_as_utc({.year = year, .month = first, .day = second});
  // The instant was read one way; its zone moves it by less than a day.
  const base::Ms from_day_first = s.at > day_first ? s.at - day_first : day_first - s.at;
  const base::Ms from_month_first = s.at > month_first ? s.at - month_first : month_first - s.at;
  return from_day_first <= from_month_first ? month_first - day_first : day_first - month_first;
}

/// The longest a swapped date, put right, may lie from the other time to be believed.
constexpr base::Ms believable = 31 * base::day_ms;

bool orders_after_swap(const base::Stamp& earlier, const base::Stamp& later) {
  return later.at >= earlier.at && later.at - earlier.at <= believable;
}

}  // namespace

std::vector<base::Issue> contradictions(const Incident& in, std::int64_t row) {
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
    if (std::any_of(o.between.begin(), o.between.end(), [&](const auto& f) { return f && in[*f]; })) continue;
    add(o.code, o.later, words(*later),
        fmt::format("{}: {} ({}) lies {} before {} ({}); figures from these two times leave it out", in.ref,
                    json_key(o.later), words(*later),
                    base::plain_duration(static_cast<double>(earlier->at - later->at) / 1000), json_key(o.earlier),
                    words(*earlier)));
    const auto swapped = [&](TimeField field, const base::Stamp& stamp, bool is_later) {
      const auto swap = swap_of(stamp);
      if (!swap) return false;
      base::Stamp right = stamp;
      right.at += *swap;
      if (!(is_later ? orders_after_swap(*earlier, right) : orders_after_swap(right, *later))) return false;
      if (std::any_of(issues.begin(), issues.end(), [&](const base::Issue& i) {
            return i.code == "day-month-swap" && i.place.column == json_key(field);
          }))
        return true;
      add("day-month-swap", field, words(stamp),
          fmt::format("{}: with day and month of {} the other way round, the times would be in order; a spreadsheet "
                      "has most likely swapped them, so correct the cell and import it again",
                      in.ref, words(stamp)));
      return true;
    };
    if (!swapped(o.later, *later, true)) swapped(o.earlier, *earlier, false);
  }
  const auto& opened = in[TimeField::opened];
  const auto& resolved = in[TimeField::resolved];
  const auto& closed = in[TimeField::closed];
  const auto& due = in[TimeField::sla_due];
  const auto& met = in[NumberField::sla_met];
  const auto& ended = resolved ? resolved : closed;
  const auto add_number = [&](const char* code, NumberField field, std::string value, std::string detail) {
    add(code, TimeField::updated, std::move(value), std::move(detail));
    issues.back().place.column = json_key(field);
  };
  if (met && due && ended) {
    const bool late = surely_before(*due, *ended);
    const bool in_time = ended->at <= due->at;
    if ((*met > 0 && late) || (*met == 0 && in_time)) {
      add_number("sla-flag-against-dates", NumberField::sla_met, *met > 0 ? "met" : "missed",
                 fmt::format("{}: the flag says the service level was {}, but it was {} {} and due {}; figures use the "
                             "flag",
                             in.ref, *met > 0 ? "met" : "missed", resolved ? "resolved" : "closed", words(*ended),
                             words(*due)));
    }
  }
  const auto seconds_between = [](const base::Stamp& from, const base::Stamp& to) {
    return static_cast<double>(to.at - from.at) / 1000;
  };
  /// Within two minutes or one part in a hundred, and within the day where only dates are known.
  const auto near = [&](double given, const std::optional<base::Stamp>& end) {
    if (!end) return false;
    const double span = seconds_between(*opened, *end);
    const double rough = static_cast<double>(std::max(width(opened->precision), width(end->precision))) / 1000;
    return std::fabs(span - given) <= std::max({120.0, 0.01 * std::fabs(span), rough});
  };
  if (const auto& given = in[NumberField::resolve_seconds_given]; given && opened && ended) {
    if (!near(*given, resolved) && !near(*given, closed)) {
      add_number("duration-against-timestamps", NumberField::resolve_seconds_given, plain_number(*given),
                 fmt::format("{}: the file states {} to resolve, its times ({} to {}) say {}; figures use the times",
                             in.ref, base::plain_duration(*given), words(*opened), words(*ended),
                             base::plain_duration(seconds_between(*opened, *ended))));
    }
  }
  const auto& acknowledged = in[TimeField::acknowledged];
  if (const auto& given = in[NumberField::acknowledge_seconds_given]; given && opened && acknowledged) {
    if (!near(*given, acknowledged)) {
      add_number("duration-against-timestamps", NumberField::acknowledge_seconds_given, plain_number(*given),
                 fmt::format("{}: the file states {} to the first answer, its times ({} to {}) say {}; figures use the "
                             "times",
                             in.ref, base::plain_duration(*given), words(*opened), words(*acknowledged),
                             base::plain_duration(seconds_between(*opened, *acknowledged))));
    }
  }
  return issues;
}

}  // namespace debrief::review
