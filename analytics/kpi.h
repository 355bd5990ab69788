// A KPI is a value: what it means and how it is computed. One file each under analytics/kpi/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "review/columns.h"

namespace debrief::analytics {

enum class Unit : std::uint8_t { seconds, share, count, score, per_10000 };
std::string_view name(Unit unit);

enum class Better : std::uint8_t { lower, higher, neither };
std::string_view name(Better better);

/// Half-open [from, until), ms since 1970 UTC.
struct Window {
  base::Ms from = 0;
  base::Ms until = 0;
};

/// One figure over one window and one group. Absent numbers are nullopt, never 0.
///
/// n        cases the figure rests on
/// missing  cases of the cohort that lack what it needs
/// open     cases not ended at `as_of`; never counted as ended
/// invalid  cases set aside because their times contradict each other (ended before it began)
/// value    the figure itself: median for durations, share for rates, count for counts
/// mean     beside it, where it makes sense
/// rows     row indices (IncidentColumns) behind the figure, ascending
struct Sample {
  std::int64_t n = 0;
  std::int64_t missing = 0;
  std::int64_t open = 0;
  std::int64_t invalid = 0;
  std::optional<double> value, q1, median, q3, p90, mean, ci_low, ci_high;
  std::optional<std::int64_t> numerator, denominator;
  std::vector<std::string> notes;
  std::vector<std::uint32_t> rows;
};

/// What a KPI is computed from: all incidents, the rows of the group asked for (ascending), and the window.
struct Question {
  const review::IncidentColumns& incidents;
  std::span<const std::uint32_t> rows;
  Window window;
  base::Zone zone;
};

/// id          as in the contract: time_to_resolve
/// definition  formula and cohort in one or two sentences
/// compute     pure; no rows gives a Sample with n = 0 and no value
/// per_period  false for figures that make no sense per week (recurrence over the whole window)
struct Kpi {
  std::string_view id;
  std::string_view title;
  Unit unit = Unit::count;
  Better better = Better::neither;
  std::string_view definition;
  std::string_view source;
  Sample (*compute)(const Question&) = nullptr;
  bool per_period = true;
};

std::span<const Kpi* const> all_kpi();
/// nullptr when there is none of that id.
const Kpi* kpi_named(std::string_view id);

}  // namespace debrief::analytics
