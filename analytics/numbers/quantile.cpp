// Quantiles.

#include "analytics/numbers/quantile.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace debrief::analytics {

namespace {

/// Rounding noise in n * p must not push a whole number to its neighbour; R allows the same 4 units.
constexpr double fuzz = 4 * 2.220446049250313e-16;

/// Order statistic `i`, counted from 1, held inside the sample.
double at(std::span<const double> sorted, double i) {
  const double last = static_cast<double>(sorted.size());
  return sorted[static_cast<std::size_t>(std::clamp(i, 1.0, last)) - 1];
}

/// Types 1 to 3 pick an observation (or, type 2, the middle of two) and never interpolate.
double stepped(std::span<const double> sorted, double p, int type) {
  const double position = static_cast<double>(sorted.size()) * p - (type == 3 ? 0.5 : 0.0);
  const double whole = std::floor(position + fuzz);
  const bool on_step = std::fabs(position - whole) <= fuzz * std::max(1.0, std::fabs(position));
  if (!on_step) return at(sorted, whole + 1);
  if (type == 1) return at(sorted, whole);
  if (type == 2) return (at(sorted, whole) + at(sorted, whole + 1)) / 2;
  const bool even = std::fmod(whole, 2.0) == 0;
  return at(sorted, even ? whole : whole + 1);
}

/// Value between the order statistics on both sides of rank h (counted from 0), which nth_element puts in place.
double ranked(std::span<double> values, double h) {
  const auto low = static_cast<std::size_t>(h);
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(low);
  std::nth_element(values.begin(), nth, values.end());
  const double below = *nth;
  const double part = h - static_cast<double>(low);
  if (part == 0 || low + 1 >= values.size()) return below;
  const double above = *std::min_element(nth + 1, values.end());
  return below + part * (above - below);
}

/// The same where all are in place.
double ranked_sorted(std::span<const double> sorted, double h) {
  const auto low = static_cast<std::size_t>(h);
  const double part = h - static_cast<double>(low);
  if (part == 0 || low + 1 >= sorted.size()) return sorted[low];
  return sorted[low] + part * (sorted[low + 1] - sorted[low]);
}

}  // namespace

double quantile(std::span<const double> sorted, double p, int type) {
  DEBRIEF_CHECK(!sorted.empty(), "a quantile needs at least one value");
  DEBRIEF_CHECK(type >= 1 && type <= 9, "there are nine types of quantile");
  if (type <= 3) return stepped(sorted, p, type);
  struct Shape {
    double a, b;
  };
  static constexpr Shape shapes[] = {{0, 1}, {0.5, 0.5}, {0, 0}, {1, 1}, {1.0 / 3, 1.0 / 3}, {3.0 / 8, 3.0 / 8}};
  const Shape s = shapes[type - 4];
  const double n = static_cast<double>(sorted.size());
  const double position = s.a + p * (n + 1 - s.a - s.b);
  double whole = std::floor(position + fuzz);
  double part = position - whole;
  if (std::fabs(part) < fuzz) part = 0;
  const double below = at(sorted, whole);
  if (part == 0) return below;
  return below + part * (at(sorted, whole + 1) - below);
}

std::optional<Summary> summary(std::span<double> values) {
  if (values.empty()) return std::nullopt;
  Summary s;
  // In the order given, before the quantiles move things about.
  for (const double v : values) s.mean += v;
  s.mean /= static_cast<double>(values.size());
  const double last = static_cast<double>(values.size() - 1);
  s.median = ranked(values, 0.5 * last);
  const auto middle = static_cast<std::size_t>(0.5 * last);
  // The lower half now holds the smaller values: the quartiles need only look at their side.
  s.q1 = ranked(values.first(std::min(values.size(), middle + 2)), 0.25 * last);
  s.q3 = ranked(values.subspan(middle), 0.75 * last - static_cast<double>(middle));
  s.p90 = ranked(values.subspan(middle), 0.9 * last - static_cast<double>(middle));
  return s;
}

std::optional<Summary> summary_sorted(std::span<const double> sorted) {
  if (sorted.empty()) return std::nullopt;
  Summary s;
  for (const double v : sorted) s.mean += v;
  s.mean /= static_cast<double>(sorted.size());
  const double last = static_cast<double>(sorted.size() - 1);
  const auto middle = static_cast<std::size_t>(0.5 * last);
  s.median = ranked_sorted(sorted, 0.5 * last);
  s.q1 = ranked_sorted(sorted, 0.25 * last);
  // Ranks above the median are counted from it, as in `summary`: the same fraction to the last bit.
  s.q3 = ranked_sorted(sorted.subspan(middle), 0.75 * last - static_cast<double>(middle));
  s.p90 = ranked_sorted(sorted.subspan(middle), 0.9 * last - static_cast<double>(middle));
  return s;
}

}  // namespace debrief::analytics
