// What KPIs share: durations and shares over a cohort, counted the same way everywhere.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analytics/background.h"
#include "analytics/kpi.h"

namespace debrief::analytics {

inline bool in(const Window& w, base::Ms at) { return at != review::no_time && at >= w.from && at < w.until; }

/// The question's background, or one worked out for it.
class BackgroundOf {
 public:
  explicit BackgroundOf(const Question& q);
  const Background& operator*() const { return *background_; }
  const Background* operator->() const { return background_; }

 private:
  Background own_;
  const Background* background_;
};

/// Was the row opened in the window asked about?
inline bool opened_in(const Question& q, std::uint32_t row) {
  return q.within || in(q.window, q.incidents.opened[row]);
}

/// Seconds from opening to `end` over the incidents opened in the window: median, quartiles, P90, mean, interval.
///
/// end         the column it ends in
/// still_open  true for a row without `end` that has yet to get one; other rows without one are missing
/// on_clock    the same time on the service clock, ms per row; nullptr: every hour counts
/// Ended before it began: set aside and counted in `invalid`.
Sample duration_from_opening(const Question& q, const std::vector<base::Ms>& end,
                             bool (*still_open)(const review::IncidentColumns&, const Background&, std::size_t),
                             const std::vector<base::Ms>* on_clock = nullptr);

/// What one row says to a yes-or-no question.
enum class Answer : std::uint8_t { yes, no, open, missing, out };

/// Fills n, missing, open, rows, value, numerator, denominator and the Wilson interval from answers row by row.
/// Answers: `out` is not of the cohort.
class ShareOf {
 public:
  /// rows  as many as may be added
  explicit ShareOf(std::size_t rows) { sample_.rows.reserve(rows); }
  explicit ShareOf(const Question& q) : list_rows_(q.list_rows) {
    if (list_rows_) sample_.rows.reserve(q.rows.size());
  }

  void add(std::uint32_t row, Answer answer) {
    if (answer == Answer::yes || answer == Answer::no) {
      const bool yes = answer == Answer::yes;
      yes_ += yes ? 1 : 0;
      ++sample_.n;
      if (list_rows_) {
        sample_.rows.push_back(row);
        if (yes) sample_.hits.push_back(row);
      }
    } else if (answer == Answer::open) {
      ++sample_.open;
    } else if (answer == Answer::missing) {
      ++sample_.missing;
    }
  }
  Sample sample() &&;

 private:
  Sample sample_;
  std::int64_t yes_ = 0;
  bool list_rows_ = true;
};

/// "3 incidents are set aside: they end before they begin", unless n is 0.
void note(Sample& sample, std::int64_t n, std::string_view one, std::string_view many);

}  // namespace debrief::analytics
