// Statistical process control: the individuals chart (XmR) and its rules.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace debrief::analytics {

enum class Screening : std::uint8_t { off, on };

/// Limits of an individuals chart: mean plus and minus 2.66 times the mean moving range.
///
/// Constant series give limits equal to the mean. Source: Wheeler, Understanding Variation, 1993.
struct XmrLimits {
  double mean = 0;
  double average_moving_range = 0;  // after screening
  double average_moving_range_unscreened = 0;
  double lower = 0;  // natural process limits, not clamped
  double upper = 0;
  double range_upper = 0;  // 3.267 x average moving range
};

/// values     at least 2, in time order, no NaN
/// screening  leaves out, once, moving ranges of 3.267 x their mean or more (Nelson 1982)
XmrLimits xmr(std::span<const double> values, Screening screening);

/// The NHS "Making Data Count" rules, each as one flag per point. side: +1 above the centre, -1 below, 0 on it.
/// shift  7 or more in a row on one side: the 7th and later are 1
/// trend  7 or more points each above (1) or below (-1) the one before: the 7th and later are set
std::vector<int> shift_ends(std::span<const int> side);
std::vector<int> trend_ends(std::span<const double> values);
/// Spreads each end mark back over its 7 points.
std::vector<int> part_of_seven(std::span<const int> ends);

/// 2 of 3 consecutive points beyond two thirds of the limit on one side.
/// close   +1 near or beyond the upper third, -1 the lower, 0 neither
/// window  marks every point of such a window; labelled only those that are close themselves
struct TwoInThree {
  std::vector<int> window;
  std::vector<int> labelled;
};
TwoInThree two_in_three(std::span<const int> close, std::span<const int> side);

enum class Rule : std::uint8_t { outside, trend, two_in_three, shift };
std::string_view name(Rule rule);

/// Direction in terms of the measure's `better`.
enum class Direction : std::uint8_t { better, worse, changed };
std::string_view name(Direction direction);

struct Signal {
  Rule rule = Rule::outside;
  std::size_t from = 0;  // indices of points, inclusive
  std::size_t to = 0;
  int sign = 0;  // +1 high or rising, -1 low or falling
  Direction direction = Direction::changed;
};

/// One stretch of points with the same limits. trial: fewer than 12 points.
struct LimitSegment {
  std::size_t from = 0;
  std::size_t until = 0;
  double centre = 0;
  double lower = 0;
  double upper = 0;
  bool trial = false;
};

/// The one rule a point is known by, where several hold: outside, then trend, then two in three, then shift.
struct PointLabel {
  Rule rule = Rule::outside;
  int sign = 0;  // as in Signal
};
/// One per value; nullopt for common cause. Labels equal those of the NHS tool (NHSRplotthedots 0.2.2).
std::vector<std::optional<PointLabel>> point_labels(std::span<const double> values, const XmrLimits& limits);

/// All signals of a series against its limits, in order of their first point. direction is left `changed`.
std::vector<Signal> signals(std::span<const double> values, const XmrLimits& limits);

}  // namespace debrief::analytics
