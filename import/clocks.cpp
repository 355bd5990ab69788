// Pairing dates and times of day.

#include "import/clocks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "import/catalogue.h"
#include "import/issues.h"
#include "import/sniff/time_of_day.h"

namespace debrief::import {

namespace {

using review::RowIs;

/// Where in the course of an incident a time stands.
enum class Side : std::uint8_t { other, start, middle, end };

Side side_of(const Role& role) {
  const std::string_view id = role.id;
  if (id == "occurred" || id == "detected" || id == "opened" || id == "entry_at") return Side::start;
  if (id == "acknowledged" || id == "assigned" || id == "escalated") return Side::middle;
  if (id == "restored" || id == "resolved" || id == "closed") return Side::end;
  return Side::other;
}

bool is_time(const ColumnPlan& plan) { return plan.role != nullptr && plan.role->wants == Wants::time; }

/// A column of times of day.
///
/// stem   its heading without the words for date and time
/// roles  the times its heading may name, likeliest first
struct Clock {
  std::size_t column = 0;
  std::string stem;
  std::vector<HeadingHint> roles;
  bool length = false;  // has a role for lengths of time, unless it turns out otherwise
};

std::vector<HeadingHint> roles_of(const std::string& key, const std::string& stem) {
  std::vector<HeadingHint> out;
  const auto add = [&](const HeadingHint& hint) {
    if (side_of(*hint.role) == Side::other || hint.role->slot != Slot::time) return;
    const auto there = std::find_if(out.begin(), out.end(), [&](const HeadingHint& h) { return h.role == hint.role; });
    if (there == out.end()) out.push_back(hint);
  };
  for (const auto& hint : hints_for(key)) add(hint);
  for (const auto& hint : time_hints_for(stem)) add(hint);
  if (const SpanWord span = span_word(key); span != SpanWord::none)
    add({role_named(span == SpanWord::start ? "opened" : "resolved"), 0.55});
  // Of "end", which may be any of three, the resolution is what logs mean.
  std::stable_sort(out.begin(), out.end(), [](const HeadingHint& a, const HeadingHint& b) {
    if (std::abs(a.weight - b.weight) > 0.05) return a.weight > b.weight;
    return a.role->id == "resolved" && b.role->id != "resolved";
  });
  return out;
}

bool holds_clocks(const Survey& s, const std::string& key, bool named_time) {
  if (s.filled == 0) return false;
  const auto enough = [&](std::int64_t n) { return n * 10 >= s.filled * 7; };
  if (enough(s.day_times + s.workbook_clocks) || enough(s.clocks)) return true;
  if (!named_time && clock_word_in(key) != ClockWord::time_of_day) return false;
  return enough(s.day_times + s.workbook_clocks + s.dotted_clocks) ||
         enough(s.day_times + s.workbook_clocks + s.dotted_clocks + s.packed_clocks);
}

bool holds_bare_dates(const Survey& s) {
  const std::int64_t dates = s.times + s.workbook_dates;
  return dates > 0 && dates * 2 >= s.filled && (s.date_only + s.workbook_days + s.midnights) * 10 >= dates * 9;
}

/// True when cells under a heading that may mean either are times of day.
bool shows_times_of_day(const Survey& s, const std::string& key, bool has_date) {
  if (s.over_a_day > 0) return false;
  switch (clock_word_in(key)) {
    case ClockWord::time_of_day:
      return true;
    case ClockWord::length:
      return false;
    case ClockWord::open:
      break;
  }
  // Work is reported and done by day, so most times of day are past seven; most lengths are shorter than that.
  const std::int64_t clocks = s.day_times + s.workbook_clocks + s.dotted_clocks;
  return static_cast<double>(s.late_clocks) >= (has_date ? 0.35 : 0.6) * static_cast<double>(clocks);
}

class Pairing {
 public:
  Pairing(Mapping& m, const std::vector<Survey>& surveys, const std::string& file)
      : m_(m), surveys_(surveys), file_(file), logs_(m.row_is == RowIs::incident || m.row_is == RowIs::event) {
    for (std::size_t c = 0; c < m_.columns.size(); ++c) {
      if (is_time(m_.columns[c]) && holds_bare_dates(surveys_[c])) dates_.push_back(c);
    }
    for (std::size_t c = 0; c < m_.columns.size(); ++c) add_clock(c);
  }

  void settle() {
    join_with_dates();
    for (const Clock& k : clocks_) {
      if (!done(k)) take_date_of_start(k);
    }
    for (const Clock& k : clocks_) {
      if (!done(k)) leave_out(k);
    }
  }

 private:
  bool done(const Clock& k) const { return std::find(done_.begin(), done_.end(), k.column) != done_.end(); }

  void add_clock(std::size_t c) {
    ColumnPlan& plan = m_.columns[c];
    const Survey& s = surveys_[c];
    if (plan.line) return;
    Clock k{c, without_time_words(plan.key), {}, false};
    k.roles = roles_of(plan.key, k.stem);
    const bool named_time = !k.roles.empty() || (is_time(plan) && s.times == 0);
    if (!holds_clocks(s, plan.key, named_time) || std::find(dates_.begin(), dates_.end(), c) != dates_.end()) return;
    k.length = plan.role != nullptr && plan.role->wants == Wants::duration;
    if (k.length) {
      // Calls and their reports have phases with such names; those are lengths.
      if (!logs_ || m_.spec != nullptr || k.roles.empty()) return;
      const bool has_date = std::any_of(dates_.begin(), dates_.end(), [&](std::size_t d) {
        return without_time_words(m_.columns[d].key) == k.stem;
      });
      if (!shows_times_of_day(s, plan.key, has_date)) return;
    } else if (plan.role != nullptr && plan.role->wants != Wants::time && plan.confidence > 0.8) {
      return;
    } else if (plan.role == nullptr && clock_word_in(plan.key) == ClockWord::length) {
      return;
    }
    clocks_.push_back(std::move(k));
  }

  /// "Time", "Uhrzeit Anruf", or no heading at all; not "Time tracked", which may be a length.
  bool is_of_day(const Clock& k) const {
    const ColumnPlan& plan = m_.columns[k.column];
    return k.stem.empty() || clock_word_in(plan.key) == ClockWord::time_of_day || plan.heading.starts_with("column ");
  }

  /// 0 for a pair that must not be.
  double score(const Clock& k, std::size_t d) const {
    const ColumnPlan& date = m_.columns[d];
    if (d == k.column || date.clock_column >= 0) return 0;
    const double away = std::abs(static_cast<double>(k.column) - static_cast<double>(d));
    double score = 1.0 / (1.0 + away) + (d < k.column ? 0.1 : 0);
    const std::string stem = without_time_words(date.key);
    if (!k.stem.empty() && k.stem == stem) return score + 4;
    if (!k.roles.empty()) {
      const bool same_role = std::any_of(k.roles.begin(), k.roles.end(),
                                         [&](const HeadingHint& h) { return h.role == date.role && h.weight >= 0.5; });
      if (!same_role && side_of(*k.roles[0].role) != side_of(*date.role)) return 0;
      return score + (same_role ? 3 : 2);
    }
    // "Datum, Aanvang": right behind the date, with the hours of a day's work.
    bool related = is_of_day(k) || (d + 1 == k.column && shows_times_of_day(surveys_[k.column], m_.columns[k.column].key, false));
    for (const auto& word : base::split(k.stem, ' ')) {
      if (word.empty() || stem.find(word) == std::string::npos) continue;
      score += 1;
      related = true;
    }
    return related ? score : 0;
  }

  void join_with_dates() {
    while (true) {
      double best = 0;
      const Clock* clock = nullptr;
      std::size_t date = 0;
      for (const Clock& k : clocks_) {
        if (done(k)) continue;
        for (const std::size_t d : dates_) {
          const double s = score(k, d);
          if (s > best) best = s, clock = &k, date = d;
        }
      }
      if (clock == nullptr) return;
      ColumnPlan& of = m_.columns[date];
      of.clock_column = static_cast<int>(clock->column);
      ColumnPlan& plan = m_.columns[clock->column];
      plan.role = nullptr;
      plan.shown_role = std::string(of.role->id) + "_time";
      plan.confidence = 0.9;
      plan.why = fmt::format("time of day of {}", base::quoted(of.heading));
      done_.push_back(clock->column);
    }
  }

  /// "Bis" beside "Datum" and "Von".
  void take_date_of_start(const Clock& k) {
    if (!logs_ || k.roles.empty()) return;
    const auto start = std::find_if(dates_.begin(), dates_.end(), [&](std::size_t d) {
      return side_of(*m_.columns[d].role) == Side::start;
    });
    if (start == dates_.end()) return;
    const auto role = std::find_if(k.roles.begin(), k.roles.end(), [&](const HeadingHint& h) {
      return !m_.has(h.role->id) || m_.column_of(h.role->id) == static_cast<int>(k.column);
    });
    if (role == k.roles.end()) return;
    ColumnPlan& plan = m_.columns[k.column];
    plan.role = role->role;
    plan.shown_role = std::string(role->role->id);
    plan.confidence = std::round(90 * role->weight) / 100;
    plan.date_column = static_cast<int>(*start);
    plan.after_start = side_of(*role->role) != Side::start;
    plan.why = fmt::format("time of day on the date of {}{}", base::quoted(m_.columns[*start].heading),
                           plan.after_start ? ", the day after where it lies before the start" : "");
    done_.push_back(k.column);
  }

  void leave_out(const Clock& k) {
    ColumnPlan& plan = m_.columns[k.column];
    if (plan.role != nullptr && plan.role->wants != Wants::time) return;
    if (plan.role != nullptr && plan.confidence >= 1) return;  // a person said so
    plan.role = nullptr;
    plan.shown_role.clear();
    plan.confidence = 0;
    plan.why = "times of day without a date beside them";
    const bool date_has_time = std::any_of(m_.columns.begin(), m_.columns.end(), [&](const ColumnPlan& other) {
      return is_time(other) && !k.stem.empty() && without_time_words(other.key) == k.stem;
    });
    if (date_has_time) plan.why = "times of day, which the dates of that name hold themselves";
    const bool may_be_length = k.roles.empty() && !is_of_day(k) && !shows_times_of_day(surveys_[k.column], plan.key, false);
    if (!logs_ || date_has_time || may_be_length) return;
    m_.findings.push_back(warning("time-without-date",
                                  "the column holds times of day, and no column of dates goes with it; it was left out", {},
                                  place_of(file_, 0, 0, plan.heading)));
  }

  Mapping& m_;
  const std::vector<Survey>& surveys_;
  const std::string& file_;
  const bool logs_;
  std::vector<std::size_t> dates_;
  std::vector<Clock> clocks_;
  std::vector<std::size_t> done_;
};

/// Gives the column of role `is` the role `as`, where no column has that and no person said otherwise.
void stands_for(Mapping& m, std::string_view is, std::string_view as, std::string_view why) {
  if (m.has(as) || !m.has(is)) return;
  ColumnPlan& plan = m.columns[static_cast<std::size_t>(m.column_of(is))];
  if (plan.confidence >= 1) return;
  plan.role = role_named(as);
  plan.shown_role = as;
  plan.why += why;
  for (auto& other : m.columns) {
    if (other.shown_role == fmt::format("{}_time", is)) other.shown_role = fmt::format("{}_time", as);
  }
}

/// Headings that name the whole time from opening to end, and not the work on it or the time down.
bool names_whole_length(const std::string& key) {
  static constexpr auto others = std::to_array<std::string_view>(
      {"handle", "handling", "bearbeitungs", "spent", "work", "down", "elapsed", "business", "talk", "call"});
  return std::none_of(others.begin(), others.end(),
                      [&](std::string_view w) { return key.find(w) != std::string::npos; });
}

}  // namespace

void pair_clocks(Mapping& mapping, const std::vector<Survey>& surveys, const std::string& file) {
  Pairing(mapping, surveys, file).settle();
}

void ends_of_incidents(Mapping& m, const std::string& file) {
  if (m.spec != nullptr || m.row_is != RowIs::incident) return;
  // "Start" and "Restored" mean the opening and the resolution where no column is surer to.
  stands_for(m, "occurred", "opened", "; no other column says when it was opened");
  stands_for(m, "restored", "resolved", "; no other column says when it was resolved");
  const int given = m.column_of("resolve_seconds_given");
  if (given < 0 || !m.has("opened") || m.has("resolved") || m.has("restored") || m.has("closed")) return;
  ColumnPlan& plan = m.columns[static_cast<std::size_t>(given)];
  if (plan.confidence < 0.5 || !names_whole_length(plan.key)) return;
  m.ends_by_length = true;
  plan.why += "; no column tells when the incident ended, so its end is its opening and this length";
  m.findings.push_back(warning("resolved-from-length",
                               "no column says when an incident ended; its opening and the length given here tell it", {},
                               place_of(file, 0, 0, plan.heading)));
}

}  // namespace debrief::import
