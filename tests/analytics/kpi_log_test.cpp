// The service-desk log of the published case, ticket by ticket and figure by figure.

#include "analytics/kpi_log.h"

#include "analytics/kpi_log_json.h"
#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

std::optional<base::Ms> minute_time(std::string text) {
  if (text.empty()) return std::nullopt;
  return base::parse_rfc3339(text.insert(16, ":00"));
}

std::vector<std::vector<std::string>> table(const std::string& file) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line :
       base::split(base::read_file(base::Path(DEBRIEF_SHARED) / "reference/analytics/kpi-mini-log" / file), '\n')) {
    if (!base::trimmed(line).empty()) rows.push_back(base::split(base::trimmed(line), ','));
  }
  rows.erase(rows.begin());
  return rows;
}

LogTicket ticket(const std::vector<std::string>& c) {
  LogTicket t{.id = c[0],
              .priority = c[1],
              .opened = minute_time(c[2]).value(),
              .acknowledged = minute_time(c[3]),
              .first_resolved = minute_time(c[4]),
              .final_resolved = minute_time(c[5]),
              .reopened = minute_time(c[6]),
              .pauses = {},
              .contacts = std::stoi(c[8]),
              .group = c[9],
              .csat = c[10].empty() ? std::nullopt : std::optional(std::stod(c[10])),
              .caller = c[11],
              .category = c[12]};
  if (!c[7].empty()) {
    const std::vector<std::string> ends = base::split(c[7], '/');
    t.pauses.push_back({.from = minute_time(ends[0]).value(), .until = minute_time(ends[1])});
  }
  return t;
}

/// Every leaf of `expected` must be in `got`, numbers to 1e-9 of their size.
void expect_all(const base::Json& expected, const base::Json& got, const std::string& path, int& compared) {
  if (expected.is_object()) {
    ASSERT_TRUE(got.is_object()) << path;
    EXPECT_EQ(expected.size(), got.size()) << path << ": " << got;
    for (const auto& [key, value] : expected.items()) {
      ASSERT_TRUE(got.contains(key)) << path << "." << key;
      expect_all(value, got[key], path + "." + key, compared);
    }
  } else if (expected.is_array()) {
    ASSERT_TRUE(got.is_array()) << path;
    ASSERT_EQ(expected.size(), got.size()) << path << ": " << got;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expect_all(expected[i], got[i], path + "." + std::to_string(i), compared);
    }
  } else if (expected.is_number()) {
    ++compared;
    ASSERT_TRUE(got.is_number()) << path << ": " << got;
    const double e = expected.get<double>();
    EXPECT_NEAR(got.get<double>(), e, 1e-9 * std::max(1.0, std::fabs(e))) << path;
  } else {
    ++compared;
    EXPECT_EQ(got, expected) << path;
  }
}

TEST(KpiLog, EqualsEveryKeyOfThePublishedCase) {
  DEBRIEF_PUBLISHED(expected, "kpi-mini-log");
  std::vector<LogTicket> tickets;
  std::vector<LogCall> calls;
  for (const auto& cells : table("tickets.csv")) tickets.push_back(ticket(cells));
  for (const auto& cells : table("calls.csv")) calls.push_back({std::stod(cells[1]), cells[2] == "answered"});
  ASSERT_EQ(tickets.size(), 14U);
  ASSERT_EQ(calls.size(), 12U);
  base::Json keys = expected;
  keys.erase("policy");  // what goes in
  int compared = 0;
  expect_all(keys, as_json(kpi_log(tickets, calls, policy_from_json(expected["policy"]))), "", compared);
  EXPECT_GT(compared, 250);
}

TEST(KpiLog, CountsOverlappingPausesOnce) {
  LogPolicy policy{.from = hour(0), .until = hour(24), .as_of = hour(48), .targets = {{"P1", {900, 3600}}}};
  const LogTicket t{.id = "A",
                    .priority = "P1",
                    .opened = hour(0),
                    .acknowledged = hour(0),
                    .first_resolved = hour(10),
                    .final_resolved = hour(10),
                    .reopened = std::nullopt,
                    .pauses = {{hour(4), hour(8)}, {hour(2), hour(6)}, {hour(9.5), std::nullopt}},
                    .contacts = 1,
                    .group = "L1",
                    .csat = std::nullopt,
                    .caller = "c",
                    .category = "x"};
  const KpiLog log = kpi_log({t}, {}, policy);
  EXPECT_DOUBLE_EQ(log.tickets[0].first_resolve.seconds.value(), 3.5 * 3600);
  EXPECT_EQ(log.tickets[0].sla_resolve, SlaState::breached);
  EXPECT_FALSE(log.acknowledge.geometric_mean) << "an acknowledgement after 0 s has no geometric mean";
}

TEST(KpiLog, OfNothingHasNoFigures) {
  const KpiLog log = kpi_log({}, {}, LogPolicy{.from = hour(0), .until = hour(1), .as_of = hour(2), .targets = {}});
  EXPECT_FALSE(log.reopen_rate.value());
  EXPECT_FALSE(log.calls.level_of_offered);
  EXPECT_FALSE(log.calls.asa_s);
  EXPECT_FALSE(log.first_resolve.km_median);
  EXPECT_TRUE(log.sla_resolve.denominator == 0);
}

}  // namespace
}  // namespace debrief::analytics
