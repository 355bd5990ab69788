// Times, rows, shares and lists as they stand in sentences.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace debrief::templates {

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& parts);

/// "row 7", "rows 7 to 9", "rows 3, 7 to 9 and 12"; more than eight stretches as "25 rows between
/// 6218 and 6337"; rows of 0 are "entered by hand".
std::string rows_said(const std::vector<std::int64_t>& rows);

/// "1 message", "3 messages", "1,204 messages".
std::string count_said(std::int64_t n, std::string_view one, std::string_view many = {});

/// 0.1254 as "13 %", 0.034 as "3.4 %"; under ten per cent one decimal is kept.
std::string share_said(double share);

/// A number with at most one decimal, thousands grouped: "1,204", "3.5".
std::string number_said(double value);

/// At most `most` bytes, ended at a word with "…" where something was left out.
std::string cut_at_word(std::string_view text, std::size_t most);

/// First letter as a capital (ASCII only).
std::string capitalised(std::string_view text);

/// "in_progress" as "In progress".
std::string unscored(std::string_view word);

/// Times as one document shows them. Most of an incident happens on one day: its times stand without the date, those
/// of other days with it. The zone's abbreviation is added where the clocks changed in between.
class Wall {
 public:
  /// home    the day ("2026-05-12") whose times stand without a date; "" for none
  /// clocks  true: every time is shown with the zone's abbreviation
  Wall(base::Zone zone, std::string home, bool clocks)
      : zone_(std::move(zone)), home_(std::move(home)), clocks_(clocks) {}
  /// For the instants that will be shown: the day of the first is home when at least half of them are on it.
  static Wall for_instants(base::Zone zone, const std::vector<base::Ms>& instants);

  /// "14:05", or "12 May, 14:05" on another day; with the year when it is not that of home.
  std::string time(base::Ms at) const;
  /// "14:05:10", or "12 May, 14:05:10".
  std::string exact(base::Ms at, base::Precision precision = base::Precision::second) const;
  /// "12 May 2026".
  std::string date(base::Ms at) const { return base::plain_date(at, zone_); }
  /// "12 May 2026, 14:05".
  std::string full(base::Ms at) const;
  /// "12 May 2026, 14:05", or the day alone where the source gave no more.
  std::string full(const base::Stamp& stamp) const;

  const base::Zone& zone() const { return zone_; }
  /// ", 12 May 2026" for captions; "" without a home day.
  std::string home_said() const;

 private:
  base::Zone zone_;
  std::string home_;
  bool clocks_;
};

/// "1 h 42 min" between two instants; "" when either is absent or the second is the earlier.
std::string between(std::optional<base::Ms> from, std::optional<base::Ms> until);

}  // namespace debrief::templates
