// A KPI is a value: what it means and how it is computed. One file each under analytics/kpi/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "review/column_set.h"
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

/// A target judged twice: by the source's own field and by the service clock.
///
/// field_n, field_met  incidents whose source says whether the target was met, and those it says met
/// clock_n, clock_met  incidents the clock can judge, and those met by it
/// pending             not ended and not yet due by the clock; without_target  no target for their priority
/// breached_but_met    rows where the field says breached, the clock met; met_but_breached the other way round
struct TwoWays {
  std::int64_t field_n = 0, field_met = 0, clock_n = 0, clock_met = 0;
  std::int64_t pending = 0, without_target = 0;
  std::vector<std::uint32_t> breached_but_met, met_but_breached;
};

/// One figure over one window and one group. Absent numbers are nullopt, never 0.
///
/// n        cases the figure rests on
/// missing  cases of the cohort that lack what it needs
/// open     cases not ended at `as_of`; never counted as ended
/// invalid  cases set aside because their times contradict each other (ended before it began)
/// value    the figure itself: median for durations, share for rates, count for counts
/// mean     beside it, where it makes sense
/// ci_low   95 %: Wilson for shares, order statistics for medians, exact Poisson for MTBF
/// rows     row indices (IncidentColumns) behind the figure, ascending; computing over these alone gives the same value
/// hits     of shares over incidents: those of `rows` that the numerator counts, ascending
/// values   of durations: the seconds of each of `rows`
struct Sample {
  std::int64_t n = 0;
  std::int64_t missing = 0;
  std::int64_t open = 0;
  std::int64_t invalid = 0;
  std::optional<double> value, q1, median, q3, p90, mean, ci_low, ci_high;
  std::optional<std::int64_t> numerator, denominator;
  /// Durations with open cases: the median with those as still running (Kaplan-Meier), in the figure's unit.
  std::optional<double> censored_median;
  std::optional<TwoWays> two_ways;
  std::vector<std::string> notes;
  std::vector<std::uint32_t> rows, hits;
  std::vector<double> values;
};

struct Background;
class ServiceTimes;

/// The contacts a question is about, where it is about a group: those whose label of that name is `value`.
struct ContactGroup {
  std::string by;  // team | channel | category | source
  std::string value;

  /// nullptr where such rows have no label of that name.
  const review::Labels* labels(const review::ContactColumns& t) const;
  const review::Labels* labels(const review::IntervalColumns& t) const;
};

/// What a KPI is computed from: all incidents, the rows of the group asked for (ascending), and the window.
///
/// rows        may hold more than the window needs, never fewer; rows outside the window are passed over
/// contact_group  nullptr: all contacts
/// background  facts about all incidents; nullptr: the KPI works out what it needs, over `rows`
/// within      every one of `rows` was opened in the window: no need to look
/// answers     what Kpi::answer says of each row of `incidents`; empty: not asked yet
/// list_rows   false: Sample::rows will not be looked at
/// service     times on the clock of service hours; nullptr: no calendar is set, and every hour counts
struct Question {
  const review::IncidentColumns& incidents;
  std::span<const std::uint32_t> rows;
  Window window;
  base::Zone zone;
  const Background* background = nullptr;
  const ContactGroup* contact_group = nullptr;
  const ServiceTimes* service = nullptr;
  bool within = false;
  std::span<const std::uint8_t> answers{};
  bool list_rows = true;
};

/// What places an incident in a window.
///
/// opened    opened in it
/// ended     first resolved in it; where never resolved closed, where neither is known opened (see ended.h)
/// standing  open at its end
/// whole     the figure needs all rows, whatever the window
enum class Cohort : std::uint8_t { opened, ended, standing, whole };

/// id          as in the contract: time_to_resolve
/// definition  formula and cohort in one or two sentences
/// compute     pure; no rows gives a Sample with n = 0 and no value
/// per_period  false for figures that make no sense per week
/// repeats     it reads `Background::recurrence`
/// reads       columns of the incidents it looks at, beside those that every figure does (columns_read in figures.h)
/// answer      what it asks of each row by itself, whatever the window, as a code of its own; nullptr: nothing. Asked
///             once a row where many windows are
/// on_service_clock  the definition where a calendar of service hours is set; "": the same
struct Kpi {
  std::string_view id;
  std::string_view title;
  Unit unit = Unit::count;
  Better better = Better::neither;
  std::string_view definition;
  std::string_view source;
  Sample (*compute)(const Question&) = nullptr;
  bool per_period = true;
  Cohort cohort = Cohort::whole;
  bool repeats = false;
  review::ColumnSet reads = review::ColumnSet::all();
  std::uint8_t (*answer)(const review::IncidentColumns&, const Background&, std::size_t row) = nullptr;
  std::string_view on_service_clock = {};
};

std::span<const Kpi* const> all_kpi();
/// nullptr when there is none of that id.
const Kpi* kpi_named(std::string_view id);

}  // namespace debrief::analytics
