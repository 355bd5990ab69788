// Instants, zones and calendar dates, on the system's zone data.

#include "base/time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace debrief::base {

namespace {

using date_ms = std::chrono::milliseconds;

constexpr std::array<const char*, 12> month_names{"January", "February", "March",     "April",   "May",      "June",
                                                  "July",    "August",   "September", "October", "November", "December"};

date::year_month_day ymd(const Civil& c) {
  return date::year{c.year} / date::month{static_cast<unsigned>(c.month)} / date::day{static_cast<unsigned>(c.day)};
}

date::local_time<date_ms> local(const Civil& c) {
  return date::local_days{ymd(c)} + std::chrono::hours{c.hour} + std::chrono::minutes{c.minute} +
         std::chrono::seconds{c.second} + date_ms{c.millisecond};
}

date::sys_time<date_ms> sys(Ms at) { return date::sys_time<date_ms>{date_ms{at}}; }

const date::time_zone* as_zone(const void* z) { return static_cast<const date::time_zone*>(z); }

int digits(std::string_view s, std::size_t from, std::size_t n) {
  if (from + n > s.size()) return -1;
  int v = 0;
  for (std::size_t i = from; i < from + n; ++i) {
    if (s[i] < '0' || s[i] > '9') return -1;
    v = v * 10 + (s[i] - '0');
  }
  return v;
}

std::optional<int> offset_of(std::string_view s) {
  if (s.size() < 5 || (s[0] != '+' && s[0] != '-')) return std::nullopt;
  const bool colon = s[3] == ':';
  if (s.size() != (colon ? 6U : 5U)) return std::nullopt;
  const int h = digits(s, 1, 2);
  const int m = digits(s, colon ? 4 : 3, 2);
  if (h < 0 || h > 18 || m < 0 || m > 59) return std::nullopt;
  return (s[0] == '-' ? -1 : 1) * (h * 60 + m);
}

}  // namespace

bool valid(const Civil& c) {
  if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31) return false;
  if (!ymd(c).ok()) return false;
  if (c.hour == 24) return c.minute == 0 && c.second == 0 && c.millisecond == 0;
  return c.hour >= 0 && c.hour < 24 && c.minute >= 0 && c.minute < 60 && c.second >= 0 && c.second < 60 &&
         c.millisecond >= 0 && c.millisecond < 1000;
}

Ms civil_as_utc(const Civil& c) { return local(c).time_since_epoch().count(); }

Civil utc_civil(Ms at) {
  const auto t = sys(at);
  const auto day = date::floor<date::days>(t);
  const date::year_month_day d{day};
  const date::hh_mm_ss<date_ms> time{t - day};
  return {static_cast<int>(d.year()),
          static_cast<int>(static_cast<unsigned>(d.month())),
          static_cast<int>(static_cast<unsigned>(d.day())),
          static_cast<int>(time.hours().count()),
          static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count()),
          static_cast<int>(time.subseconds().count())};
}

int weekday(const Civil& c) {
  return static_cast<int>(date::weekday{date::local_days{ymd(c)}}.iso_encoding()) - 1;
}

Zone::Zone() : name_("UTC") {}

std::optional<Zone> Zone::named(std::string_view name) {
  Zone z;
  if (name == "UTC" || name == "Z" || name == "utc" || name == "GMT" || name == "Etc/UTC") return z;
  if (const auto offset = offset_of(name)) {
    z.fixed_minutes_ = *offset;
    z.name_ = fmt::format("{}{:02}:{:02}", *offset < 0 ? '-' : '+', std::abs(*offset) / 60, std::abs(*offset) % 60);
    return z;
  }
  try {
    z.zone_ = date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  z.name_ = std::string(name);
  return z;
}

Zone Zone::of_this_machine() {
  if (const char* tz = std::getenv("TZ"); tz != nullptr && *tz != '\0') {
    std::string_view name(tz);
    if (name.front() == ':') name.remove_prefix(1);
    if (auto z = named(name)) return *z;
  }
  try {
    if (auto z = named(date::current_zone()->name())) return *z;
  } catch (const std::runtime_error&) {
    // No zone is set on this machine; UTC is what its clock shows.
  }
  return {};
}

Resolved Zone::instant(const Civil& c) const {
  if (zone_ == nullptr) return {civil_as_utc(c) - fixed_minutes_ * minute_ms, LocalTime::unique};
  const auto t = local(c);
  const date::local_info info = as_zone(zone_)->get_info(t);
  // In a gap the earlier offset moves the time forward by the gap; in an overlap it gives the earlier instant.
  const Ms at = (t.time_since_epoch() - std::chrono::duration_cast<date_ms>(info.first.offset)).count();
  switch (info.result) {
    case date::local_info::nonexistent:
      return {at, LocalTime::skipped};
    case date::local_info::ambiguous:
      return {at, LocalTime::repeated};
    default:
      return {at, LocalTime::unique};
  }
}

int Zone::offset_minutes(Ms at) const {
  if (zone_ == nullptr) return fixed_minutes_;
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::minutes>(as_zone(zone_)->get_info(sys(at)).offset).count());
}

std::string Zone::abbreviation(Ms at) const {
  if (zone_ == nullptr) return name_;
  return as_zone(zone_)->get_info(sys(at)).abbrev;
}

Civil Zone::civil(Ms at) const {
  if (zone_ == nullptr) return utc_civil(at + fixed_minutes_ * minute_ms);
  const auto offset = std::chrono::duration_cast<date_ms>(as_zone(zone_)->get_info(sys(at)).offset);
  return utc_civil(at + offset.count());
}

std::string rfc3339(Ms at) {
  const Civil c = utc_civil(at);
  std::string s = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second);
  if (c.millisecond != 0) s += fmt::format(".{:03}", c.millisecond);
  return s + "Z";
}

std::optional<Ms> parse_rfc3339(std::string_view text) {
  Civil c{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || !valid(c)) return std::nullopt;
  if (text.size() == 10) return civil_as_utc(c);
  if (text[10] != 'T' && text[10] != ' ' && text[10] != 't') return std::nullopt;
  if (text.size() < 16 || text[13] != ':') return std::nullopt;
  c.hour = digits(text, 11, 2);
  c.minute = digits(text, 14, 2);
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    c.second = digits(text, 17, 2);
    at = 19;
    if (at < text.size() && text[at] == '.') {
      int scale = 100;
      for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
        c.millisecond += (text[at] - '0') * scale;
      }
    }
  }
  if (!valid(c)) return std::nullopt;
  const auto rest = text.substr(at);
  if (rest == "Z" || rest == "z" || rest.empty()) return civil_as_utc(c);
  const auto offset = offset_of(rest);
  if (!offset) return std::nullopt;
  return civil_as_utc(c) - *offset * minute_ms;
}

std::string iso_date(Ms at, const Zone& zone) {
  const Civil c = zone.civil(at);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::string iso_local(Ms at, const Zone& zone, Precision precision) {
  const Civil c = zone.civil(at);
  std::string s = fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
  if (precision == Precision::day) return s;
  s += fmt::format(" {:02}:{:02}", c.hour, c.minute);
  if (precision == Precision::second) s += fmt::format(":{:02}", c.second);
  return s;
}

std::string plain_date(Ms at, const Zone& zone) {
  const Civil c = zone.civil(at);
  return fmt::format("{} {} {}", c.day, month_names[static_cast<std::size_t>(c.month - 1)], c.year);
}

std::string plain_time(Ms at, const Zone& zone) {
  const Civil c = zone.civil(at);
  return fmt::format("{}, {:02}:{:02}", plain_date(at, zone), c.hour, c.minute);
}

namespace {

Civil start_of(const Civil& now, Period period) {
  Civil c{now.year, now.month, now.day};
  switch (period) {
    case Period::day:
      break;
    case Period::week:
      c = utc_civil(civil_as_utc(c) - weekday(c) * day_ms);
      break;
    case Period::month:
      c.day = 1;
      break;
    case Period::quarter:
      c.month = (c.month - 1) / 3 * 3 + 1;
      c.day = 1;
      break;
  }
  return c;
}

}  // namespace

Ms period_start(Ms at, Period period, const Zone& zone) { return zone.instant(start_of(zone.civil(at), period)).at; }

Ms period_end(Ms at, Period period, const Zone& zone) {
  Civil c = start_of(zone.civil(at), period);
  switch (period) {
    case Period::day:
      c = utc_civil(civil_as_utc(c) + day_ms);
      break;
    case Period::week:
      c = utc_civil(civil_as_utc(c) + 7 * day_ms);
      break;
    case Period::month:
    case Period::quarter:
      c.month += period == Period::month ? 1 : 3;
      if (c.month > 12) {
        c.month -= 12;
        ++c.year;
      }
      break;
  }
  return zone.instant(c).at;
}

std::string plain_duration(double seconds) {
  if (!std::isfinite(seconds)) return "";
  const char* sign = seconds < 0 ? "-" : "";
  const auto s = static_cast<std::int64_t>(std::llround(std::fabs(seconds)));
  if (s < 60) return fmt::format("{}{} s", sign, s);
  const std::int64_t minutes = (s + 30) / 60;
  if (s < 3600 && s % 60 != 0) return fmt::format("{}{} min {} s", sign, s / 60, s % 60);
  if (minutes < 60) return fmt::format("{}{} min", sign, minutes);
  if (minutes < 24 * 60) {
    return minutes % 60 == 0 ? fmt::format("{}{} h", sign, minutes / 60)
                             : fmt::format("{}{} h {} min", sign, minutes / 60, minutes % 60);
  }
  const std::int64_t hours = (s + 1800) / 3600;
  return hours % 24 == 0 ? fmt::format("{}{} d", sign, hours / 24)
                         : fmt::format("{}{} d {} h", sign, hours / 24, hours % 24);
}

Ms Clock::now() const {
  if (fixed_) return *fixed_;
  return std::chrono::duration_cast<date_ms>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace debrief::base
