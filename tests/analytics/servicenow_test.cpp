// Figures over a real extract: the ServiceNow event log of the shared samples, last row per incident.

#include <fstream>
#include <map>

#include "analytics/figures.h"
#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

/// "29/2/2016 01:16", in UTC; "?" is absent.
base::Ms read_time(const std::string& text) {
  base::Civil c;
  if (std::sscanf(text.c_str(), "%d/%d/%d %d:%d", &c.day, &c.month, &c.year, &c.hour, &c.minute) != 5) return never;
  return base::civil_as_utc(c);
}

std::optional<review::IncidentColumns> event_log() {
  std::ifstream file(base::Path(DEBRIEF_SHARED) / "samples/servicenow-event-log/incident_event_log_part.csv");
  if (!file) return std::nullopt;
  std::map<std::string, Made> last;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> c = base::split(line, ',');
    last[c[0]] = {.opened = read_time(c[9]),
                  .resolved = read_time(c[34]),
                  .closed = read_time(std::string(base::trimmed(c[35]))),
                  .reopen_count = std::stod(c[4]),
                  .sla_met = c[6] == "true" ? 1.0 : 0.0,
                  .priority = c[22],
                  .status = c[1]};
  }
  std::vector<Made> rows;
  for (const auto& [ref, made] : last) rows.push_back(made);
  std::stable_sort(rows.begin(), rows.end(), [](const Made& a, const Made& b) { return a.opened < b.opened; });
  return incidents_made(rows);
}

TEST(ServiceNowEventLog, GivesThePublishedFigures) {
  const auto t = event_log();
  if (!t) GTEST_SKIP() << "the shared samples are not here";
  FigureRequest request;
  request.ids = {"incidents", "time_to_resolve", "sla_met", "reopen_rate", "backlog"};
  const Figures figures = compute_figures(*t, request);
  const auto& f = figures.figures;
  EXPECT_EQ(f[0].sample.value, 4242.0);
  EXPECT_EQ(f[1].sample.n, 4063);
  EXPECT_EQ(f[1].sample.missing, 179);
  EXPECT_EQ(f[1].sample.open, 0);
  EXPECT_NEAR(f[1].sample.value.value() / 3600, 92.317, 5e-4);
  EXPECT_NEAR(f[1].sample.p90.value() / 3600, 554.450, 5e-4);
  EXPECT_NEAR(f[1].sample.mean.value() / 3600, 278.606, 5e-4);
  EXPECT_EQ(f[2].sample.numerator, 924);
  EXPECT_EQ(f[2].sample.denominator, 4242);
  EXPECT_EQ(f[3].sample.numerator, 63);
  EXPECT_EQ(f[4].sample.value, 0.0);
}

TEST(ServiceNowEventLog, BreaksDownByPriorityWithoutLosingAnybody) {
  const auto t = event_log();
  if (!t) GTEST_SKIP() << "the shared samples are not here";
  FigureRequest request;
  request.ids = {"incidents"};
  request.by = GroupBy::priority;
  std::vector<std::pair<std::string, double>> counts;
  for (const Figure& f : compute_figures(*t, request).figures) counts.emplace_back(f.group_value, *f.sample.value);
  EXPECT_EQ(counts, (std::vector<std::pair<std::string, double>>{
                        {"1 - Critical", 38}, {"2 - High", 87}, {"3 - Moderate", 3854}, {"4 - Low", 263}}));
}

}  // namespace
}  // namespace debrief::analytics
