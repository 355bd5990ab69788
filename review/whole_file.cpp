// Bulk updates, selection by closing date, exports that were cut.

#include "review/whole_file.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::review {

namespace {

constexpr std::array<TimeField, 4> stamped{TimeField::acknowledged, TimeField::resolved, TimeField::closed,
                                           TimeField::updated};
constexpr std::array<const char*, 4> stamped_words{"acknowledged", "resolved", "closed", "last updated"};

constexpr std::size_t fewest = 10;          // records in one stroke
constexpr std::size_t times_the_usual = 5;  // than the fullest ordinary minute
constexpr std::uint32_t day_seconds = 86400;
constexpr std::uint32_t longest_counted = 16 * 366 * 24 * 60;  // minutes: 16 years
constexpr std::size_t most_seen = 1'500'000;                   // records a file is judged by, 24 bytes each

std::uint32_t seconds(const std::optional<base::Stamp>& s) {
  if (!s || s->precision == base::Precision::day) return 0;
  const base::Ms at = s->at / base::second_ms;
  return at > 0 && at <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(at) : 0;
}

base::Ms instant(std::uint32_t s) { return static_cast<base::Ms>(s) * base::second_ms; }

std::string day(std::uint32_t s) { return base::iso_date(instant(s), base::Zone()); }

base::Issue warning(const char* code, std::string detail) {
  base::Issue i{.code = code, .detail = std::move(detail), .value = {}, .place = {}};
  i.severity = base::Severity::warning;
  return i;
}

}  // namespace

/// More of the last openings left out, and a long log would be asked what ended days after them.
constexpr std::size_t most_stray = 4;
/// A handful opened before the first end is what any short log begins with.
constexpr std::ptrdiff_t fewest_before = 8;

bool selected_by_end(std::span<const base::Ms> opened, std::vector<base::Ms> ends) {
  if (opened.size() < 30 || ends.size() * 200 < opened.size() * 199) return false;
  // A few stray records at either end must not decide.
  const std::size_t stray = std::min(most_stray, opened.size() / 200);
  const auto nth = ends.begin() + static_cast<std::ptrdiff_t>(std::min(stray, ends.size() - 1));
  std::nth_element(ends.begin(), nth, ends.end());
  const base::Ms first_end = *nth;
  const base::Ms last_opening = opened[opened.size() - 1 - stray];
  const auto before = std::lower_bound(opened.begin(), opened.end(), first_end) - opened.begin();
  const auto after = std::count_if(ends.begin(), ends.end(), [&](base::Ms end) { return end > last_opening; });
  return before >= fewest_before && before * 50 >= static_cast<std::ptrdiff_t>(opened.size()) && before >= 3 * after;
}

void WholeFile::see(const Incident& incident, std::int64_t row) {
  Record r;
  r.opened = seconds(incident[TimeField::opened]);
  if (const auto& opened = incident[TimeField::opened]; r.opened == 0 && opened && opened->at > 0) {
    r.opened = static_cast<std::uint32_t>(
        std::min<base::Ms>(opened->at / base::second_ms, std::numeric_limits<std::uint32_t>::max()));
  }
  r.row = row > 0 ? static_cast<std::uint32_t>(row) : 0;
  for (std::size_t f = 0; f < ends; ++f) r.at[f] = seconds(incident[stamped[f]]);
  if (records_.size() < most_seen) records_.push_back(r);
}

/// The minutes that hold far more times than a usual one, ascending: that of a nightly closing job is a habit, not a
/// burst.
std::vector<std::uint32_t> WholeFile::full_minutes(std::size_t field) const {
  const auto told = [&](const Record& r) { return r.opened > 0 && r.at[field] > 0; };
  std::uint32_t low = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t high = 0;
  std::size_t n = 0;
  for (const Record& r : records_) {
    if (!told(r)) continue;
    low = std::min(low, r.at[field] / 60);
    high = std::max(high, r.at[field] / 60);
    ++n;
  }
  if (n < fewest) return {};
  std::vector<std::pair<std::uint32_t, std::uint16_t>> minutes;  // ascending; 65,535 stands for more, too
  const auto raise = [](std::uint16_t& count) {
    if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
  };
  if (high - low < longest_counted) {
    std::vector<std::uint16_t> counts(high - low + 1);
    for (const Record& r : records_) {
      if (told(r)) raise(counts[r.at[field] / 60 - low]);
    }
    for (std::size_t m = 0; m < counts.size(); ++m) {
      if (counts[m] > 0) minutes.emplace_back(low + static_cast<std::uint32_t>(m), counts[m]);
    }
  } else {
    std::vector<std::uint32_t> sorted;
    for (const Record& r : records_) {
      if (told(r)) sorted.push_back(r.at[field] / 60);
    }
    std::sort(sorted.begin(), sorted.end());
    for (const std::uint32_t m : sorted) {
      if (minutes.empty() || minutes.back().first != m) minutes.emplace_back(m, 0);
      raise(minutes.back().second);
    }
  }
  std::vector<std::uint16_t> sizes;
  for (const auto& [minute, size] : minutes) sizes.push_back(size);
  // The fullest hundredth of the minutes, at least one, is what is being judged.
  const std::size_t usual_at = sizes.size() < 2 ? 0 : std::min(sizes.size() * 99 / 100, sizes.size() - 2);
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(usual_at), sizes.end());
  const std::size_t limit =
      std::min<std::size_t>(std::numeric_limits<std::uint16_t>::max(),
                            std::max(fewest, sizes.size() < 2 ? fewest : times_the_usual * sizes[usual_at]));
  std::vector<std::uint32_t> full;
  for (const auto& [minute, size] : minutes) {
    if (size >= limit) full.push_back(minute);
  }
  return full;
}

void WholeFile::bursts(std::size_t field, std::vector<base::Issue>& out) const {
  const std::vector<std::uint32_t> full = full_minutes(field);
  if (full.empty()) return;
  std::vector<const Record*> ended;
  for (const Record& r : records_) {
    if (r.opened > 0 && r.at[field] > 0 && std::binary_search(full.begin(), full.end(), r.at[field] / 60))
      ended.push_back(&r);
  }
  std::sort(ended.begin(), ended.end(), [&](const Record* a, const Record* b) {
    return a->at[field] != b->at[field] ? a->at[field] < b->at[field] : a->row < b->row;
  });
  const auto minute = [&](std::size_t i) { return ended[i]->at[field] / 60; };
  std::size_t to = 0;
  for (std::size_t from = 0; from < ended.size(); from = to) {
    // Full minutes that follow each other are one stroke.
    for (to = from + 1; to < ended.size() && minute(to) - minute(to - 1) <= 1; ++to) {
    }
    const std::size_t n = to - from;
    // A file whose every record was last touched by the export itself tells nothing.
    if (stamped[field] == TimeField::updated && n * 10 >= records_.size() * 9) continue;
    std::vector<std::uint32_t> opened;
    std::uint32_t row = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t i = from; i < to; ++i) {
      opened.push_back(ended[i]->opened);
      row = std::min(row, ended[i]->row);
    }
    std::sort(opened.begin(), opened.end());
    const std::uint32_t low = opened[n / 10];
    const std::uint32_t high = opened[n - 1 - n / 10];
    const std::uint32_t at = ended[from]->at[field];
    const bool old = opened[n / 2] + day_seconds <= at;
    if (!old || high - low < day_seconds) continue;
    const std::uint32_t last = ended[to - 1]->at[field];
    const std::string when = last == at ? base::rfc3339(instant(at))
                                        : fmt::format("{} to {}", base::rfc3339(instant(at)),
                                                      base::iso_local(instant(last), base::Zone()).substr(11));
    base::Issue i = warning(
        "bulk-update",
        fmt::format("{} records opened between {} and {} were all marked {} at {}: that looks like one bulk update, so "
                    "this time is not when the work was done{}",
                    base::grouped(static_cast<long long>(n)), day(opened.front()), day(opened.back()),
                    stamped_words[field], when,
                    stamped[field] == TimeField::updated ? "" : ", and durations that end there are not real"));
    i.value = base::rfc3339(instant(at));
    i.place.row = row;
    i.place.column = json_key(stamped[field]);
    out.push_back(std::move(i));
  }
}

void WholeFile::outliers(std::vector<base::Issue>& out) const {
  constexpr std::uint32_t year = 365 * day_seconds + day_seconds / 4;
  constexpr std::uint32_t far_after = 2 * year;
  constexpr std::uint32_t far_before = 5 * year;  // an old record may lie open for years
  std::vector<std::uint32_t> opened;
  for (const Record& r : records_) {
    if (r.opened > 0) opened.push_back(r.opened);
  }
  if (opened.size() < 5) return;
  std::sort(opened.begin(), opened.end());
  // The longest run of openings without a gap of years: the time the log is about.
  std::size_t first = 0;
  std::size_t last = 0;
  for (std::size_t from = 0, i = 1; i <= opened.size(); ++i) {
    if (i < opened.size() && opened[i] - opened[i - 1] <= far_after) continue;
    if (i - from > last - first) first = from, last = i;
    from = i;
  }
  if ((last - first) * 5 < opened.size() * 4) return;
  const std::uint32_t low = opened[first];
  const std::uint32_t high = opened[last - 1];
  const auto strays = [&](std::uint32_t at) { return at > 0 && (at > high + far_after || at + far_before < low); };
  const auto tell = [&](TimeField field, const auto& of) {
    const auto n = std::count_if(records_.begin(), records_.end(), [&](const Record& r) { return strays(of(r)); });
    const auto told = std::count_if(records_.begin(), records_.end(), [&](const Record& r) { return of(r) > 0; });
    if (n * 4 > told) return;
    for (const Record& r : records_) {
      const std::uint32_t at = of(r);
      if (!strays(at)) continue;
      const std::uint32_t apart = at > high ? at - high : low - at;
      base::Issue i = warning(
          "date-outlier",
          fmt::format("{} lies {} years {} the time the file is about, {} to {}: probably a slip of the pen; the "
                      "record stays as it is, and durations with this time are not real",
                      day(at), (apart + year / 2) / year, at > high ? "after" : "before", day(low), day(high)));
      i.value = base::rfc3339(instant(at));
      i.place.row = r.row;
      i.place.column = json_key(field);
      out.push_back(std::move(i));
    }
  };
  tell(TimeField::opened, [](const Record& r) { return r.opened; });
  for (std::size_t f = 0; f < ends; ++f) tell(stamped[f], [f](const Record& r) { return r.at[f]; });
}

std::vector<base::Issue> WholeFile::faults(std::size_t records) {
  std::vector<base::Issue> out;
  // A record of several rows may have been seen more than once; what was seen last holds.
  const auto by_row = [](const Record& a, const Record& b) { return a.row < b.row; };
  if (!std::is_sorted(records_.begin(), records_.end(), by_row))
    std::stable_sort(records_.begin(), records_.end(), by_row);
  const auto earlier = [](const Record& a, const Record& b) { return a.row == b.row && a.row > 0; };
  records_.erase(records_.begin(), std::unique(records_.rbegin(), records_.rend(), earlier).base());
  outliers(out);
  for (std::size_t f = 0; f < ends; ++f) bursts(f, out);
  if (records_.size() * 10 < records * 9) return out;
  std::vector<base::Ms> opened;
  std::vector<base::Ms> ended;
  for (const Record& r : records_) {
    if (r.opened == 0) continue;
    opened.push_back(instant(r.opened));
    const std::uint32_t end = r.at[2] > 0 ? r.at[2] : r.at[1];
    if (end >= r.opened) ended.push_back(instant(end));
  }
  std::sort(opened.begin(), opened.end());
  if (selected_by_end(opened, std::move(ended))) {
    out.push_back(warning("selected-by-closing-date",
                          "nearly all records have ended, and the file seems chosen by when they did: of the latest "
                          "openings only the quick ones are in it, so a trend over its last weeks would be false; "
                          "export by opening date to see one"));
  }
  return out;
}

std::vector<base::Issue> cut_at_round_count(std::int64_t rows) {
  static constexpr std::array<std::int64_t, 4> sheets{65'535, 65'536, 1'048'575, 1'048'576};
  bool round = std::find(sheets.begin(), sheets.end(), rows) != sheets.end();
  std::int64_t head = rows;
  while (head >= 1000 && head % 10 == 0) head /= 10;
  round = round || (rows >= 1000 && (head == 100 || head == 200 || head == 500));
  if (!round) return {};
  base::Issue i = warning(
      "maybe-truncated", fmt::format("the file has exactly {} rows, a number exports are often cut at; compare it with "
                                     "the count the source shows, and export in parts if it shows more",
                                     base::grouped(rows)));
  i.value = std::to_string(rows);
  return {std::move(i)};
}

}  // namespace debrief::review
