// The individuals chart (XmR) and its rules.

#include "analytics/spc.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t run_length = 7;

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

/// Room for rounding when a constant series is compared with its own mean.
double slack(const XmrLimits& limits) {
  return 1e-12 * std::max({1.0, std::fabs(limits.mean), std::fabs(limits.upper), std::fabs(limits.lower)});
}

std::vector<int> sides(std::span<const double> values, const XmrLimits& limits) {
  std::vector<int> side(values.size(), 0);
  const double eps = limits.average_moving_range == 0 ? slack(limits) : 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    side[i] = values[i] > limits.mean + eps ? 1 : values[i] < limits.mean - eps ? -1 : 0;
  }
  return side;
}

std::vector<int> outside_marks(std::span<const double> values, const XmrLimits& limits) {
  std::vector<int> out(values.size(), 0);
  const double eps = slack(limits);
  for (std::size_t i = 0; i < values.size(); ++i) {
    out[i] = values[i] > limits.upper + eps ? 1 : values[i] < limits.lower - eps ? -1 : 0;
  }
  return out;
}

/// Beyond two thirds of the way to a limit, but not beyond the limit: that is the other rule's.
std::vector<int> close_marks(std::span<const double> values, const XmrLimits& limits, std::span<const int> outside) {
  std::vector<int> close(values.size(), 0);
  const double upper = limits.mean + (limits.upper - limits.mean) * 2 / 3;
  const double lower = limits.mean - (limits.mean - limits.lower) * 2 / 3;
  const double eps = slack(limits);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (outside[i] != 0) continue;
    close[i] = values[i] > upper + eps ? 1 : values[i] < lower - eps ? -1 : 0;
  }
  return close;
}

/// Each mark spread back over its 7 points, keeping the sign.
std::vector<int> signed_sevens(std::span<const int> ends) {
  std::vector<int> out(ends.size(), 0);
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i] == 0) continue;
    const std::size_t first = i + 1 >= run_length ? i + 1 - run_length : 0;
    for (std::size_t k = first; k <= i; ++k) out[k] = ends[i];
  }
  return out;
}

/// Runs of the same mark become one signal each.
void collect(Rule rule, std::span<const int> marks, std::vector<Signal>& into) {
  for (std::size_t i = 0; i < marks.size();) {
    if (marks[i] == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end + 1 < marks.size() && marks[end + 1] == marks[i]) ++end;
    into.push_back({.rule = rule, .from = i, .to = end, .sign = marks[i]});
    i = end + 1;
  }
}

}  // namespace

std::string_view name(Rule rule) {
  switch (rule) {
    case Rule::outside:
      return "outside";
    case Rule::trend:
      return "trend";
    case Rule::two_in_three:
      return "two-in-three";
    case Rule::shift:
      return "shift";
  }
  return "";
}

std::string_view name(Direction direction) {
  switch (direction) {
    case Direction::better:
      return "better";
    case Direction::worse:
      return "worse";
    case Direction::changed:
      return "changed";
  }
  return "";
}

XmrLimits xmr(std::span<const double> values, Screening screening) {
  DEBRIEF_CHECK(values.size() >= 2, "a moving range needs two values");
  std::vector<double> ranges;
  ranges.reserve(values.size() - 1);
  for (std::size_t i = 1; i < values.size(); ++i) ranges.push_back(std::fabs(values[i] - values[i - 1]));

  XmrLimits limits;
  limits.mean = mean_of(values);
  limits.average_moving_range_unscreened = mean_of(ranges);
  limits.average_moving_range = limits.average_moving_range_unscreened;
  // All ranges 0: a screen at 0 would drop every one of them.
  if (screening == Screening::on && limits.average_moving_range > 0) {
    const double most = 3.267 * limits.average_moving_range;
    std::erase_if(ranges, [most](double r) { return r >= most; });
    limits.average_moving_range = mean_of(ranges);
  }
  limits.lower = limits.mean - 2.66 * limits.average_moving_range;
  limits.upper = limits.mean + 2.66 * limits.average_moving_range;
  limits.range_upper = 3.267 * limits.average_moving_range;
  return limits;
}

std::vector<int> shift_ends(std::span<const int> side) {
  std::vector<int> ends(side.size(), 0);
  std::size_t run = 0;
  for (std::size_t i = 0; i < side.size(); ++i) {
    if (side[i] == 0) {
      run = 0;
    } else {
      run = i > 0 && side[i] == side[i - 1] ? run + 1 : 1;
    }
    ends[i] = run >= run_length ? 1 : 0;
  }
  return ends;
}

std::vector<int> trend_ends(std::span<const double> values) {
  std::vector<int> ends(values.size(), 0);
  std::size_t steps = 0;
  int direction = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const int step = values[i] > values[i - 1] ? 1 : values[i] < values[i - 1] ? -1 : 0;
    steps = step == 0 ? 0 : step == direction ? steps + 1 : 1;
    direction = step;
    if (steps + 1 >= run_length) ends[i] = direction;
  }
  return ends;
}

std::vector<int> part_of_seven(std::span<const int> ends) {
  std::vector<int> out = signed_sevens(ends);
  for (int& mark : out) mark = mark != 0 ? 1 : 0;
  return out;
}

TwoInThree two_in_three(std::span<const int> close, std::span<const int> side) {
  DEBRIEF_CHECK(close.size() == side.size(), "one side for each point");
  TwoInThree marks{.window = std::vector<int>(close.size(), 0), .labelled = std::vector<int>(close.size(), 0)};
  for (std::size_t i = 0; i + 2 < close.size(); ++i) {
    const bool one_side = side[i] != 0 && side[i] == side[i + 1] && side[i] == side[i + 2];
    const int near = (close[i] != 0 ? 1 : 0) + (close[i + 1] != 0 ? 1 : 0) + (close[i + 2] != 0 ? 1 : 0);
    if (one_side && near >= 2) std::fill_n(marks.window.begin() + static_cast<std::ptrdiff_t>(i), 3, 1);
  }
  for (std::size_t i = 0; i < close.size(); ++i) marks.labelled[i] = marks.window[i] != 0 && close[i] != 0 ? 1 : 0;
  return marks;
}

std::vector<std::optional<PointLabel>> point_labels(std::span<const double> values, const XmrLimits& limits) {
  const std::vector<int> side = sides(values, limits);
  const std::vector<int> outside = outside_marks(values, limits);
  const std::vector<int> trend = signed_sevens(trend_ends(values));
  const std::vector<int> pairs = two_in_three(close_marks(values, limits, outside), side).labelled;
  const std::vector<int> shift = part_of_seven(shift_ends(side));
  std::vector<std::optional<PointLabel>> labels(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (outside[i] != 0) {
      labels[i] = PointLabel{Rule::outside, outside[i]};
    } else if (trend[i] != 0) {
      labels[i] = PointLabel{Rule::trend, trend[i]};
    } else if (pairs[i] != 0) {
      labels[i] = PointLabel{Rule::two_in_three, side[i]};
    } else if (shift[i] != 0) {
      labels[i] = PointLabel{Rule::shift, side[i]};
    }
  }
  return labels;
}

std::vector<Signal> signals(std::span<const double> values, const XmrLimits& limits) {
  std::vector<Signal> found;
  const std::vector<int> side = sides(values, limits);
  const std::vector<int> outside = outside_marks(values, limits);
  collect(Rule::outside, outside, found);
  collect(Rule::trend, signed_sevens(trend_ends(values)), found);

  const auto sided = [&](std::vector<int> marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) marks[i] *= side[i];
    return marks;
  };
  collect(Rule::two_in_three, sided(two_in_three(close_marks(values, limits, outside), side).window), found);
  collect(Rule::shift, sided(part_of_seven(shift_ends(side))), found);
  std::stable_sort(found.begin(), found.end(), [](const Signal& a, const Signal& b) { return a.from < b.from; });
  return found;
}

}  // namespace debrief::analytics
