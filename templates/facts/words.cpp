// Times, rows, shares and lists as they stand in sentences.

#include "templates/facts/words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::templates {

std::string listed(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

std::string rows_said(const std::vector<std::int64_t>& rows) {
  const std::set<std::int64_t> sorted(rows.begin(), rows.end());
  std::vector<std::string> runs;
  bool by_hand = false;
  std::size_t named = 0;
  for (auto it = sorted.begin(); it != sorted.end();) {
    if (*it <= 0) {
      by_hand = true;
      ++it;
      continue;
    }
    const std::int64_t first = *it;
    std::int64_t last = first;
    ++named;
    for (++it; it != sorted.end() && *it == last + 1; ++it) {
      ++last;
      ++named;
    }
    if (last == first)
      runs.push_back(std::to_string(first));
    else if (last == first + 1) {
      runs.push_back(std::to_string(first));
      runs.push_back(std::to_string(last));
    } else
      runs.push_back(fmt::format("{} to {}", first, last));
  }
  std::string out;
  if (runs.size() > 8) {
    // A list this long is no longer read; its ends are enough to find the rows again.
    out = fmt::format("{} rows between {} and {}", named,
                      *std::find_if(sorted.begin(), sorted.end(), [](std::int64_t row) { return row > 0; }),
                      *sorted.rbegin());
  } else if (!runs.empty()) {
    out = (named == 1 ? "row " : "rows ") + listed(runs);
  }
  if (by_hand) out += out.empty() ? "entered by hand" : " and entered by hand";
  return out;
}

std::string count_said(std::int64_t n, std::string_view one, std::string_view many) {
  return base::counted(n, one, many);
}

std::string share_said(double share) {
  if (!std::isfinite(share)) return {};
  const double percent = share * 100;
  if (percent != 0 && std::fabs(percent) < 10 && std::fabs(percent - std::round(percent)) > 0.049) {
    return fmt::format("{:.1f} %", percent);
  }
  return fmt::format("{:.0f} %", percent);
}

std::string number_said(double value) {
  if (!std::isfinite(value)) return {};
  const double rounded = std::round(value);
  if (std::fabs(value) >= 1000 || std::fabs(value - rounded) < 0.05)
    return base::grouped(static_cast<long long>(rounded));
  return fmt::format("{:.1f}", value);
}

std::string cut_at_word(std::string_view text, std::size_t most) {
  const std::string cut = base::cut(text, most);
  if (cut.size() == text.size()) return cut;
  const auto space = cut.find_last_of(' ');
  if (space == std::string::npos || space < most / 2) return cut;
  std::string out = cut.substr(0, space);
  while (!out.empty() && (out.back() == ',' || out.back() == '.' || out.back() == ';' || out.back() == ':')) out.pop_back();
  return out + "…";
}

std::string capitalised(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string unscored(std::string_view word) {
  std::string out(word);
  std::replace(out.begin(), out.end(), '_', ' ');
  return capitalised(out);
}

Wall Wall::for_instants(base::Zone zone, const std::vector<base::Ms>& instants) {
  std::set<int> offsets;
  std::size_t at_home = 0;
  std::string home;
  if (!instants.empty()) home = base::iso_date(instants.front(), zone);
  for (const base::Ms at : instants) {
    at_home += base::iso_date(at, zone) == home ? 1 : 0;
    offsets.insert(zone.offset_minutes(at));
  }
  if (at_home * 2 < instants.size()) home.clear();
  return Wall(std::move(zone), std::move(home), offsets.size() > 1);
}

namespace {

std::string clock_of(const base::Civil& c, base::Precision precision) {
  if (precision == base::Precision::second) return fmt::format("{:02}:{:02}:{:02}", c.hour, c.minute, c.second);
  return fmt::format("{:02}:{:02}", c.hour, c.minute);
}

/// "12 May", or "12 May 2025" where the year is not the one of the home day.
std::string day_of(base::Ms at, const base::Zone& zone, const std::string& home) {
  const std::string full = base::plain_date(at, zone);
  const bool same_year = !home.empty() && base::iso_date(at, zone).substr(0, 4) == home.substr(0, 4);
  return same_year ? full.substr(0, full.rfind(' ')) : full;
}

}  // namespace

std::string Wall::time(base::Ms at) const { return exact(at, base::Precision::minute); }

std::string Wall::exact(base::Ms at, base::Precision precision) const {
  if (precision == base::Precision::day) return day_of(at, zone_, home_);
  std::string out = clock_of(zone_.civil(at), precision);
  if (clocks_) out += " " + zone_.abbreviation(at);
  return base::iso_date(at, zone_) == home_ ? out : day_of(at, zone_, home_) + ", " + out;
}

std::string Wall::home_said() const {
  if (home_.empty()) return {};
  const auto at = base::parse_rfc3339(home_);
  return at ? ", " + base::plain_date(*at, base::Zone()) : std::string();
}

std::string Wall::full(base::Ms at) const {
  std::string out = base::plain_time(at, zone_);
  if (clocks_) out += " " + zone_.abbreviation(at);
  return out;
}

std::string Wall::full(const base::Stamp& stamp) const {
  return stamp.precision == base::Precision::day ? date(stamp.at) : full(stamp.at);
}

std::string between(std::optional<base::Ms> from, std::optional<base::Ms> until) {
  if (!from || !until || *until < *from) return {};
  return base::plain_duration(static_cast<double>(*until - *from) / 1000);
}

}  // namespace debrief::templates
