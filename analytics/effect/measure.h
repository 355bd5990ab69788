// What an action is measured by, as something that can be counted over any stretch of time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/effect/check.h"
#include "review/columns.h"

namespace debrief::analytics {

/// "recurrence", or a KPI id, with a group behind it where it is about one: "incidents category=Billing".
///
/// kpi    nullptr: recurrence of the reviewed kind
/// group  priority | category | team | channel | source, "" all
struct MeasureName {
  const Kpi* kpi = nullptr;
  std::string group;
  std::string value;
};
/// nullopt where the text names neither, or a group there is none of.
std::optional<MeasureName> measure_named(std::string_view text);

/// What the records of incidents and contacts hold of a group, each spelling once; empty where the group is none.
std::vector<std::string> group_values(const review::IncidentColumns& columns, std::string_view group);

/// Whether there is a test for changes of this figure: counts of incidents, shares with a numerator, times to an end,
/// times of contacts. Not: backlog, completeness, counts of contacts.
bool testable(const Kpi& kpi);
/// The direction wanted where nobody said: "lower" or "higher".
std::string_view wanted_direction(const MeasureName& measure);

/// A measure over these columns, what it leaves (the same figure over everything else) and parts of that, the largest
/// first, at most 12: other values of the same group, or of category where the measure is about one of no group.
///
/// untouched  nothing where the measure is over everything
struct MeasureOverLog {
  EffectMeasure measure;
  std::optional<EffectMeasure> rest;
  std::vector<NamedMeasure> untouched;
};

/// The columns and the names must outlive what is returned.
///
/// left_out    ids of incidents that count nowhere: the outage that was reviewed
/// more        higher was wanted
/// nullopt where there is no test, or the log holds nothing to test: averages of reports only.
std::optional<MeasureOverLog> over_log(const review::IncidentColumns& columns, const MeasureName& measure, bool more,
                                       std::span<const std::int64_t> left_out, const base::Zone& zone);

/// Events at these times, ascending: outages of one kind. rest: incidents of the columns that are not among `members`.
MeasureOverLog over_events(const review::IncidentColumns& columns, std::vector<base::Ms> outages,
                           std::span<const std::int64_t> members, std::string_view category);

/// Days of a stretch, or contacts begun in it: records of contacts where there are any, else what interval reports say
/// was offered. The columns must outlive it.
ExposureOf exposure_over(const review::IncidentColumns& columns, std::string_view unit);
/// True where contacts are known at all.
bool knows_contacts(const review::IncidentColumns& columns);

}  // namespace debrief::analytics
