// Stamps.

#include "import/stamps.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "import/sniff/time_of_day.h"

namespace debrief::import {

namespace {

/// A number that counts days or seconds says nothing to a reader; the time it means is shown instead.
bool counts_time(std::string_view text, TimeStyle style) {
  return style.number != NumberIs::not_a_time && text.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(text.begin(), text.end(), '.') <= 1;
}

}  // namespace

base::Resolved QuickZone::instant(const base::Civil& c) {
  const base::Ms as_utc = base::civil_as_utc(c);
  base::Ms day = as_utc - as_utc % base::day_ms;
  if (day > as_utc) day -= base::day_ms;
  Day& known = days_[static_cast<std::size_t>(day / base::day_ms) % days_.size()];
  if (known.day != day) {
    // Offsets lie between -12 and +14 hours, so a change that touches this day's wall clock lies between these two.
    const int before = zone_.offset_minutes(day - 26 * base::hour_ms);
    const int after = zone_.offset_minutes(day + 50 * base::hour_ms);
    known = {day, before * base::minute_ms, before == after};
  }
  if (known.steady) return {as_utc - known.offset, base::LocalTime::unique};
  return zone_.instant(c);
}

QuickZone& StampReader::named(const std::string& zone) {
  if (zone == zone_.zone().name()) return zone_;
  auto it = others_.find(zone);
  if (it == others_.end()) {
    const auto found = base::Zone::named(zone);
    it = others_.emplace(zone, QuickZone(found ? *found : base::Zone())).first;
  }
  return it->second;
}

StampRead StampReader::read(std::string_view text, TimeStyle style, ClockCell clock, bool whole_days, int days_later) {
  StampRead out;
  WrittenTime t = read_time(text, style);
  out.state = t.state;
  if (t.state != TimeRead::read) return out;
  std::string words;
  bool spelled = true;
  clock.text = base::trimmed(clock.text);
  // A date a spreadsheet wrote as midnight is a date.
  const bool bare = t.precision == base::Precision::day ||
                    (t.civil.hour == 0 && t.civil.minute == 0 && t.civil.second == 0 && t.zone.empty());
  if (!clock.text.empty() && bare) {
    const WrittenTime c = read_time_of_day(clock.text, clock.kind);
    if (c.state == TimeRead::time_only) {
      t.civil.hour = c.civil.hour;
      t.civil.minute = c.civil.minute;
      t.civil.second = c.civil.second;
      t.civil.millisecond = c.civil.millisecond;
      t.precision = c.precision;
      t.usual = false;
      whole_days = false;
      // A workbook's numbers say nothing to a reader, nor does the date of the day before.
      spelled = days_later == 0 && clock.kind == CellIs::text;
      if (spelled) words = fmt::format("{} {}", text, clock.text);
      if (c.civil.hour == 24 || days_later != 0)
        t.civil = base::utc_civil(base::civil_as_utc(t.civil) + days_later * base::day_ms);
    } else if (c.state == TimeRead::impossible) {
      out.state = TimeRead::impossible;
      return out;
    } else {
      out.clock_unread = true;
    }
  }
  base::Stamp stamp;
  QuickZone& zone = t.zone.empty() ? zone_ : named(t.zone);
  const base::Resolved r = zone.instant(t.civil);
  stamp.at = r.at;
  stamp.precision = whole_days ? base::Precision::day : t.precision;
  stamp.zone = t.zone.empty() ? zone_.zone().name() : t.zone;
  if (!words.empty()) {
    stamp.text = std::move(words);
  } else if (spelled && !counts_time(text, style) && (!t.usual || whole_days || r.kind != base::LocalTime::unique)) {
    stamp.text = text;
  }
  if (r.kind != base::LocalTime::unique && t.precision != base::Precision::day) {
    out.repeated = r.kind == base::LocalTime::repeated;
    out.skipped = r.kind == base::LocalTime::skipped;
    if (out.repeated) {
      const int first = zone.zone().offset_minutes(r.at);
      const int then = zone.zone().offset_minutes(r.at + 3 * base::hour_ms);
      out.later = r.at + (first - then) * base::minute_ms;
    }
  }
  out.stamp = std::move(stamp);
  return out;
}

}  // namespace debrief::import
