// Weighing the columns of calls and counts against each other.

#include "import/call_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::import {

namespace {

using Figures = std::vector<double>;

struct Column {
  std::string key;
  AcdHeading heading;
  bool whole = false;    // nothing but whole numbers from 0
  bool dots_group = false;  // those over a thousand written 1.234
  bool flags = false;    // nothing but yes and no
  bool figures = false;  // numbers or lengths of time
  bool outcomes = false;
  bool times = false;
};

double share(std::int64_t n, std::int64_t of) { return of == 0 ? 0 : static_cast<double>(n) / static_cast<double>(of); }

Column column_of(const std::string& heading, const Survey& s) {
  Column c;
  c.key = heading.size() > 200 ? std::string() : base::heading_key(heading);
  c.heading = acd_heading(heading);
  const CallSigns& signs = s.calls;
  const bool dated = s.workbook_dates * 2 > s.filled || number_reading(s, false) == NumberIs::epoch_milliseconds;
  c.whole = signs.seen > 0 && !dated && share(signs.whole, signs.seen) >= 0.85;
  const bool counts = c.heading.measure == Measure::offered || c.heading.measure == Measure::answered ||
                      c.heading.measure == Measure::abandoned || c.heading.measure == Measure::within;
  if (counts && signs.grouped > 0 && signs.broken == 0 && !dated && share(signs.whole + signs.grouped, signs.seen) >= 0.85)
    c.whole = c.dots_group = true;
  c.figures = signs.seen > 0 && !dated && share(signs.lengths, signs.seen) >= 0.8;
  c.flags = s.filled > 0 && share(s.flags, s.filled) >= 0.9 && (s.numbers == 0 || s.highest <= 1);
  c.outcomes = signs.seen > 0 && share(signs.outcomes, signs.seen) >= 0.8;
  const NumberIs number = number_reading(s, false);
  c.times = share(std::max(s.times, s.workbook_dates), s.filled) >= 0.5 || number == NumberIs::epoch_seconds ||
            number == NumberIs::epoch_milliseconds;
  // 21000 in a spreadsheet may be a day, or 21 seconds under a heading that says so.
  if (number == NumberIs::excel_serial && c.heading.measure == Measure::none) c.times = true;
  return c;
}

/// True when cells under a heading such as "Call time" are times of day: no call lasts past seven hours.
bool times_of_day(const AcdHeading& heading, const Survey& s) {
  if (heading.measure != Measure::whole && heading.measure != Measure::none) return false;
  if (s.filled == 0 || s.over_a_day > 0 || share(s.day_times, s.filled) < 0.8) return false;
  return share(s.late_clocks, s.day_times) >= (s.full_clocks * 2 > s.day_times ? 0.6 : 0.9);
}

/// Rows in which offered holds at least answered and abandoned, of those where all are known; 1 where none is.
double holds(const Figures* offered, const Figures* answered, const Figures* abandoned) {
  if (offered == nullptr) return 1;
  std::size_t known = 0;
  std::size_t fine = 0;
  for (std::size_t r = 0; r < offered->size(); ++r) {
    const auto at = [&](const Figures* s) { return s == nullptr ? 0.0 : (*s)[r]; };
    const double rest = at(answered) + at(abandoned);
    if (std::isnan((*offered)[r]) || std::isnan(rest)) continue;
    ++known;
    fine += (*offered)[r] + 0.5 >= rest ? 1 : 0;
  }
  return known == 0 ? 1 : static_cast<double>(fine) / static_cast<double>(known);
}

/// The three counts, -1 none.
struct Counts {
  int offered = -1;
  int answered = -1;
  int abandoned = -1;
  double score = 0;
  int n() const { return (offered >= 0 ? 1 : 0) + (answered >= 0 ? 1 : 0) + (abandoned >= 0 ? 1 : 0); }
};

class Judging {
 public:
  Judging(const Table& table, const std::vector<Survey>& surveys, const SeenSoFar& seen)
      : table_(table), surveys_(surveys), seen_(seen) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) columns_.push_back(column_of(table.columns[c], surveys[c]));
    out_.columns.resize(columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool of_day = times_of_day(columns_[c].heading, surveys[c]);
      if (of_day) {
        columns_[c].heading = {};
        out_.columns[c].aside = true;
      }
      out_.columns[c].length = columns_[c].heading.length && !columns_[c].times;
      out_.columns[c].dots_group = columns_[c].dots_group;
      figures_.push_back(surveys[c].calls.figures);
      if (!columns_[c].dots_group) continue;
      // Read as fractions, those in threes; the others are the counts under a thousand.
      for (double& f : figures_.back()) {
        if (f != std::floor(f)) f = std::round(f * 1000);
      }
    }
  }

  CallTable judge() {
    const Counts counts = best_counts();
    if (is_interval(counts)) {
      interval(counts);
    } else if (is_contact()) {
      contact();
    } else if (is_flow()) {
      out_.is = CallTable::Is::flow;
    }
    return std::move(out_);
  }

 private:
  bool measures(std::size_t c, Measure m) const { return columns_[c].heading.measure == m; }

  /// Columns of that count, and "none".
  std::vector<int> candidates(Measure m) const {
    std::vector<int> out{-1};
    for (std::size_t c = 0; c < columns_.size() && out.size() < 7; ++c) {
      if (measures(c, m) && columns_[c].whole && surveys_[c].highest > 1) out.push_back(static_cast<int>(c));
    }
    return out;
  }

  const Figures* figures(int c) const { return c < 0 ? nullptr : &figures_[static_cast<std::size_t>(c)]; }
  double sure(int c) const { return c < 0 ? 0 : columns_[static_cast<std::size_t>(c)].heading.sure; }

  Counts best_counts() const {
    Counts best;
    // A rare count may be 0 or 1 everywhere; beside other counts it is one nonetheless.
    auto abandoned = candidates(Measure::abandoned);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (measures(c, Measure::abandoned) && columns_[c].whole && surveys_[c].highest <= 1) abandoned.push_back(static_cast<int>(c));
    }
    for (const int o : candidates(Measure::offered)) {
      for (const int a : candidates(Measure::answered)) {
        for (const int l : abandoned) {
          const double fits = holds(figures(o), figures(a), figures(l));
          const double score = (sure(o) + sure(a) + sure(l)) * (fits >= 0.8 ? 1 : 0.3 + 0.3 * fits);
          if (score > best.score) best = {o, a, l, score};
        }
      }
    }
    return best;
  }

  bool averages(std::size_t c) const {
    const AcdHeading& h = columns_[c].heading;
    const bool length = h.measure >= Measure::wait && h.measure <= Measure::handle;
    return length && h.form == Form::average && columns_[c].figures;
  }

  bool is_interval(const Counts& counts) const {
    if (counts.n() == 0) return false;
    if (seen_.keyed || seen_.titled) return false;
    int beside = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      beside += averages(c) || (measures(c, Measure::service_level) && columns_[c].figures) ? 1 : 0;
      if (names_a_line(columns_[c].key) && surveys_[c].filled > 0 && !columns_[c].whole) return false;
    }
    if (counts.n() == 1) return beside > 0;
    // Two plain words may count anything; calls are given up, answered within a time, or waited for.
    return counts.abandoned >= 0 || beside > 0 || (counts.n() == 2 && counts.score >= 1.6);
  }

  void give(std::size_t c, std::string_view role, double weight, std::string why) {
    out_.columns[c].role = role_named(role);
    out_.columns[c].weight = std::min(weight, 0.98);
    out_.columns[c].why = std::move(why);
    out_.columns[c].aside = false;
  }

  /// The likeliest column of figures for a measure; -1 none.
  int best_of(Measure m, bool of_one_call) const {
    int best = -1;
    double most = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const AcdHeading& h = columns_[c].heading;
      if (h.measure != m || !columns_[c].figures || h.form == Form::extreme || columns_[c].times) continue;
      if (h.form == Form::share && m != Measure::service_level) continue;
      double score = h.sure;
      if (h.form == Form::average) score += of_one_call ? -0.3 : 0.5;
      if (h.form == Form::total) score -= of_one_call ? 0.05 : 0.4;
      if (m == Measure::service_level && h.form == Form::share) score += 0.2;
      if (score > most) most = score, best = static_cast<int>(c);
    }
    return best;
  }

  /// Lengths longer than the whole call, or than any call: sums over the interval that no word calls so.
  void find_hidden_totals(const Counts& counts) {
    const int handle = best_of(Measure::handle, false);
    const Figures* over = figures(counts.answered >= 0 ? counts.answered : counts.offered);
    for (std::size_t c = 0; c < columns_.size() && over != nullptr; ++c) {
      AcdHeading& h = columns_[c].heading;
      const bool phase = h.measure == Measure::talk || h.measure == Measure::hold || h.measure == Measure::acw || h.measure == Measure::handle;
      if (!phase || h.form != Form::plain || !columns_[c].figures || static_cast<int>(c) == handle) continue;
      std::size_t known = 0;
      std::size_t longer = 0;
      for (std::size_t r = 0; r < over->size(); ++r) {
        const double value = figures_[c][r];
        const double calls = (*over)[r];
        if (std::isnan(value) || std::isnan(calls) || calls < 2) continue;
        const double whole = handle >= 0 ? (*figures(handle))[r] : 3600;
        if (std::isnan(whole)) continue;
        ++known;
        longer += value > whole && value / calls <= whole ? 1 : 0;
      }
      if (known > 0 && longer * 10 >= known * 8) h.form = Form::total;
    }
  }

  void interval(const Counts& counts) {
    out_.is = CallTable::Is::interval;
    for (std::size_t c = 0; c < columns_.size(); ++c) out_.columns[c].aside = columns_[c].heading.measure != Measure::none;
    const std::string why = counts.n() == 3 ? "a count; offered holds answered and abandoned, row by row" : "a count beside others of calls";
    const auto count = [&](int c, std::string_view role) {
      if (c >= 0) give(static_cast<std::size_t>(c), role, 0.75 + 0.2 * sure(c), why);
    };
    count(counts.offered, "offered");
    count(counts.answered, "calls_answered");
    count(counts.abandoned, "calls_abandoned");
    if (const int c = best_of(Measure::within, false); c >= 0) count(c, "within_threshold");
    if (const int c = best_of(Measure::service_level, false); c >= 0)
      give(static_cast<std::size_t>(c), "service_level", 0.92, "a share of the calls, as its heading says");
    for (std::size_t c = 0; c < columns_.size() && best_of(Measure::within, false) < 0; ++c) {
      // "Svc Lvl" beside "Svc Lvl %": how many of the calls, as none is a share.
      const bool share_beside = measures(c, Measure::service_level) && out_.columns[c].role == nullptr;
      if (!share_beside || columns_[c].heading.form != Form::plain || !columns_[c].whole || surveys_[c].highest <= 1) continue;
      if (holds(figures(counts.offered), figures(static_cast<int>(c)), nullptr) < 0.95) continue;
      give(c, "within_threshold", 0.8, "a count up to the calls offered, beside the share of the same name");
      break;
    }
    const auto length = [&](Measure m, std::string_view role) {
      const int c = best_of(m, false);
      if (c < 0) return false;
      const auto at = static_cast<std::size_t>(c);
      const bool total = columns_[at].heading.form == Form::total;
      give(at, role, 0.9, total ? "a sum of lengths; divided by the calls it is over" : "an average length, as its heading says");
      out_.columns[at].total = total;
      return true;
    };
    if (!length(Measure::speed, "asa")) {
      length(Measure::wait, "asa");
    } else {
      length(Measure::wait, "queue_wait");
    }
    find_hidden_totals(counts);
    length(Measure::handle, "aht");
    length(Measure::talk, "talk");
    length(Measure::hold, "hold");
    length(Measure::acw, "acw");
    bool queue = false;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const CallSigns& signs = surveys_[c].calls;
      if (columns_[c].heading.measure != Measure::none || surveys_[c].filled == 0) continue;
      const bool ranges = share(signs.ranges, signs.seen) >= 0.8;
      const bool clocks = share(surveys_[c].clocks + surveys_[c].workbook_clocks + signs.clock_ranges, surveys_[c].filled) >= 0.8;
      if (ranges) {
        give(c, "opened", 0.95, fmt::format("{} of {} are ranges of times", signs.ranges, signs.seen));
      } else if (names_an_end(columns_[c].key) && (clocks || columns_[c].times)) {
        out_.end = static_cast<int>(c);
        out_.columns[c].aside = true;
        out_.columns[c].why = "where the interval ends";
      } else if (!queue && !columns_[c].times && !clocks && !columns_[c].figures && !columns_[c].whole && !columns_[c].flags) {
        // The words of such a table name queues; a heading that says so bids more.
        give(c, "team", 0.5, "words beside counts: names of queues");
        queue = true;
      }
    }
  }

  bool is_contact() const {
    bool outcome = false;
    bool line = false;
    std::array<bool, 5> phase{};
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Column& column = columns_[c];
      const AcdHeading& h = column.heading;
      outcome = outcome || column.outcomes ||
                ((h.measure == Measure::answered || h.measure == Measure::abandoned) && column.flags && !h.length);
      line = line || (names_a_line(column.key) && surveys_[c].filled > 0);
      if (!column.figures || h.form == Form::share || h.form == Form::extreme) continue;
      phase[0] = phase[0] || h.measure == Measure::wait || h.measure == Measure::speed;
      phase[1] = phase[1] || h.measure == Measure::talk || (h.measure == Measure::whole && (line || outcome));
      phase[2] = phase[2] || h.measure == Measure::hold;
      phase[3] = phase[3] || h.measure == Measure::acw;
      phase[4] = phase[4] || h.measure == Measure::ring;
    }
    const auto phases = std::count(phase.begin(), phase.end(), true);
    const bool spoken = phase[1] || phase[3] || phase[4];
    if (!seen_.timed || phases == 0) return false;
    if (seen_.titled || seen_.graded) return spoken && phases >= 2 && (outcome || line);
    return (phases >= 2 && spoken) || (outcome && (phases >= 1)) || (line && spoken);
  }

  void contact() {
    out_.is = CallTable::Is::contact;
    const auto length = [&](Measure m, std::string_view role) {
      const int c = best_of(m, true);
      if (c < 0) return false;
      give(static_cast<std::size_t>(c), role, 0.9, "a length of one call, as its heading says");
      return true;
    };
    const bool waits = length(Measure::wait, "queue_wait") || length(Measure::speed, "queue_wait");
    if (!length(Measure::talk, "talk")) length(Measure::whole, "talk");
    length(Measure::hold, "hold");
    length(Measure::acw, "acw");
    if (const int ring = best_of(Measure::ring, true); waits) {
      length(Measure::ring, "ring");
    } else if (ring >= 0) {
      give(static_cast<std::size_t>(ring), "queue_wait", 0.85, "ringing is the waiting, as no column tells another");
    }
    bool told = false;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const AcdHeading& h = columns_[c].heading;
      if (!columns_[c].flags || h.length || (h.measure != Measure::answered && h.measure != Measure::abandoned)) continue;
      give(c, h.measure == Measure::answered ? "answered" : "abandoned", 0.92, "yes or no, call by call");
      told = true;
    }
    for (std::size_t c = 0; c < columns_.size() && !told; ++c) {
      if (!columns_[c].outcomes) continue;
      const bool lost = measures(c, Measure::abandoned);
      give(c, lost ? "abandoned" : "answered", 0.92, "its words say whether the call was taken");
      told = true;
    }
  }

  /// Counts of tickets over days: figures alone beside a time and a name or two.
  bool is_flow() const {
    if (seen_.titled || seen_.keyed || !seen_.timed) return false;
    int flows = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Survey& s = surveys_[c];
      if (s.filled == 0) continue;
      const bool counted = columns_[c].whole && !columns_[c].flags && number_reading(s, false) == NumberIs::not_a_time;
      if (counted && names_a_flow_of_tickets(columns_[c].key)) ++flows;
      const bool clocks = share(s.clocks + s.workbook_clocks + s.calls.clock_ranges, s.filled) >= 0.8;
      if (counted || columns_[c].figures || columns_[c].times || clocks) continue;
      // A word in each row names what is counted; texts, or words that never come again, tell of single things.
      if (share(s.spaced, s.filled) > 0.5 || (s.filled >= 8 && s.distinct_share() > 0.6)) return false;
    }
    return flows >= 2;
  }

  const Table& table_;
  const std::vector<Survey>& surveys_;
  const SeenSoFar seen_;
  std::vector<Column> columns_;
  std::vector<Figures> figures_;
  CallTable out_;
};

}  // namespace

CallTable call_table_of(const Table& table, const std::vector<Survey>& surveys, const SeenSoFar& seen) {
  return Judging(table, surveys, seen).judge();
}

}  // namespace debrief::import
