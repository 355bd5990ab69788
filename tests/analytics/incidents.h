// Incidents made by hand for tests: only what a case is about is said, the rest is absent.
#pragma once

#include <cmath>
#include <initializer_list>
#include <numeric>
#include <string>
#include <vector>

#include "analytics/kpi.h"
#include "base/file.h"
#include "base/json.h"
#include "review/columns.h"

namespace debrief::analytics {

inline constexpr double absent = std::numeric_limits<double>::quiet_NaN();
inline constexpr base::Ms never = review::no_time;

/// 0 is Monday, 1 January 2024, 00:00 UTC.
inline constexpr base::Ms monday = 1'704'067'200'000;
inline base::Ms hour(double h) { return monday + static_cast<base::Ms>(h * base::hour_ms); }
inline base::Ms day(double d) { return monday + static_cast<base::Ms>(d * base::day_ms); }

struct Made {
  base::Ms opened = never;
  base::Ms acknowledged = never;
  base::Ms resolved = never;
  base::Ms closed = never;
  base::Ms first_resolved = never;
  base::Ms reopened = never;
  base::Ms sla_due = never;
  base::Ms escalated = never;
  double reopen_count = absent;
  double csat = absent;
  double sla_met = absent;
  double completeness = absent;
  double major = absent;
  double first_contact = absent;
  std::string priority{};
  std::string category{};
  std::string subcategory{};
  std::string closure_code{};
  std::string team{};
  std::string parent{};
  std::string status{};
  review::Kind kind = review::Kind::incident;
};

inline void add_label(review::Labels& labels, const std::string& value) {
  for (std::uint32_t code = 0; code < labels.values.size(); ++code) {
    if (labels.values[code] == value) return labels.codes.push_back(code);
  }
  labels.codes.push_back(static_cast<std::uint32_t>(labels.values.size()));
  labels.values.push_back(value);
}

/// In the order given, which must be that of opening. as_of: `until`, or the latest time said.
inline review::IncidentColumns incidents_made(const std::vector<Made>& rows, base::Ms until = never) {
  review::IncidentColumns t;
  for (const Made& m : rows) {
    t.id.push_back(static_cast<std::int64_t>(t.id.size()) + 1);
    t.ref.push_back("INC" + std::to_string(t.ref.size() + 1));
    t.kind.push_back(m.kind);
    t.occurred.push_back(never);
    t.opened.push_back(m.opened);
    t.acknowledged.push_back(m.acknowledged);
    t.resolved.push_back(m.resolved);
    t.closed.push_back(m.closed);
    t.updated.push_back(never);
    t.sla_due.push_back(m.sla_due);
    t.first_reopened.push_back(m.reopened);
    t.first_resolved.push_back(m.first_resolved != never ? m.first_resolved : m.resolved);
    t.escalated.push_back(m.escalated);
    t.reopen_count.push_back(m.reopen_count);
    t.csat.push_back(m.csat);
    t.sla_met.push_back(m.sla_met);
    t.completeness.push_back(m.completeness);
    t.major.push_back(m.major);
    t.first_contact.push_back(m.first_contact);
    add_label(t.priority, m.priority);
    add_label(t.category, m.category);
    add_label(t.subcategory, m.subcategory);
    add_label(t.closure_code, m.closure_code);
    add_label(t.team, m.team);
    add_label(t.parent, m.parent);
    add_label(t.status, m.status);
    for (review::Labels* l : {&t.channel, &t.source, &t.caller}) add_label(*l, "");
    for (const base::Ms at : {m.opened, m.acknowledged, m.resolved, m.closed, m.reopened})
      t.as_of = std::max(t.as_of, at);
  }
  if (until != never) t.as_of = until;
  return t;
}

inline std::vector<std::uint32_t> all_rows(const review::IncidentColumns& t) {
  std::vector<std::uint32_t> rows(t.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

/// One KPI over all rows; without a window, over all time.
inline Sample computed(const char* id, const review::IncidentColumns& t,
                       Window window = {monday - 365 * base::day_ms, monday + 3650 * base::day_ms}) {
  const Kpi* kpi = kpi_named(id);
  if (kpi == nullptr) throw std::runtime_error(std::string("no KPI ") + id);
  const std::vector<std::uint32_t> rows = all_rows(t);
  return kpi->compute({t, rows, window, base::Zone{}});
}

/// expected.json of a published case in the shared folder; null when it is not there.
inline base::Json published(const std::string& name, const std::string& file = "expected.json") {
  const base::Path path = base::Path(DEBRIEF_SHARED) / "reference/analytics" / name / file;
  if (!std::filesystem::exists(path)) return nullptr;
  return base::Json::parse(base::read_file(path));
}

}  // namespace debrief::analytics

#define DEBRIEF_PUBLISHED(variable, name)                 \
  const ::debrief::base::Json variable = published(name); \
  if (variable.is_null()) GTEST_SKIP() << "the shared folder with the case " << (name) << " is not here"
