// The Kaplan-Meier estimate.

#include "analytics/numbers/survival.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace debrief::analytics {

namespace {
// Products of fractions miss one half by rounding: 11/12 * 10/11 * ... must still count as reaching it.
constexpr double one_half = 0.5 + 1e-12;

/// How many of some times lie before a given one. A grid over the times says where to begin, so that most lookups
/// compare once or not at all.
class Stretches {
 public:
  explicit Stretches(std::span<const double> sorted) : sorted_(sorted) {
    if (sorted.empty()) return;
    const double width = sorted.back() - sorted.front();
    scale_ = width > 0 ? cells / width : 0;
    first_.assign(cells + 2, 0);
    for (const double t : sorted) ++first_[cell(t) + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
  }

  std::size_t operator()(double t) const {
    if (sorted_.empty() || t <= sorted_.front()) return 0;
    if (t > sorted_.back()) return sorted_.size();
    std::size_t k = first_[cell(t)];
    while (sorted_[k] < t) ++k;
    return k;
  }

 private:
  static constexpr int cells = 4096;
  std::size_t cell(double t) const { return static_cast<std::size_t>((t - sorted_.front()) * scale_); }

  std::span<const double> sorted_;
  double scale_ = 0;
  std::vector<std::uint32_t> first_;  // per cell: how many times lie in the cells before it
};
/// First place from `at` on that holds more than `t`: it is near, so steps double until they pass it.
template <typename Place>
Place first_after(Place at, Place end, double t) {
  std::ptrdiff_t step = 1;
  while (end - at > step && at[step] <= t) {
    at += step;
    step *= 2;
  }
  return std::upper_bound(at, end - at > step ? at + step : end, t);
}
}  // namespace

std::vector<SurvivalStep> kaplan_meier(std::span<const Lifetime> lifetimes) {
  std::vector<Lifetime> sorted(lifetimes.begin(), lifetimes.end());
  std::sort(sorted.begin(), sorted.end(), [](const Lifetime& a, const Lifetime& b) { return a.t < b.t; });
  std::vector<SurvivalStep> curve;
  double survival = 1;
  double greenwood = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t next = i;
    std::int64_t ended = 0;
    for (; next < sorted.size() && sorted[next].t == sorted[i].t; ++next) ended += sorted[next].ended ? 1 : 0;
    if (ended > 0) {
      const auto at_risk = static_cast<std::int64_t>(sorted.size() - i);
      const double d = static_cast<double>(ended);
      const double r = static_cast<double>(at_risk);
      survival *= (r - d) / r;
      SurvivalStep step{.t = sorted[i].t, .at_risk = at_risk, .ended = ended, .survival = survival, .se = std::nullopt};
      if (ended < at_risk) {
        greenwood += d / (r * (r - d));
        step.se = survival * std::sqrt(greenwood);
      }
      curve.push_back(step);
    }
    i = next;
  }
  return curve;
}

std::optional<double> median_survival(std::span<const SurvivalStep> curve) {
  for (const SurvivalStep& step : curve) {
    if (step.survival <= one_half) return step.t;
  }
  return std::nullopt;
}

std::optional<double> median_survival(std::span<double> ended, std::span<double> running) {
  std::size_t at_risk = ended.size() + running.size();
  // Were nobody censored before it, this event would bring the curve to one half; a censored time only makes it
  // earlier.
  const std::size_t enough = (at_risk + 1) / 2;
  if (enough > 0 && enough <= ended.size()) {
    std::nth_element(ended.begin(), ended.begin() + static_cast<std::ptrdiff_t>(enough - 1), ended.end());
    const double last = ended[enough - 1];
    ended = ended.first(enough);
    const auto later = [&](double t) { return t >= last; };
    running = running.first(
        static_cast<std::size_t>(std::partition(running.begin(), running.end(), std::not_fn(later)) - running.begin()));
  }
  std::sort(running.begin(), running.end());
  // Stretch k ends with the k-th censored time, the last one never.
  const Stretches stretch_of(running);
  std::vector<std::size_t> events(running.size() + 1);
  for (const double t : ended) ++events[stretch_of(t)];
  double survival = 1;
  for (std::size_t k = 0; k < events.size() && at_risk > 0; ++k) {
    const auto left = [&](std::size_t after) {
      return survival * static_cast<double>(at_risk - after) / static_cast<double>(at_risk);
    };
    if (events[k] > 0 && left(events[k]) <= one_half) {
      std::vector<double> inside;
      inside.reserve(events[k]);
      for (const double t : ended) {
        if (stretch_of(t) == k) inside.push_back(t);
      }
      std::size_t low = 1;
      std::size_t high = events[k];
      while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (left(middle) <= one_half) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      const auto nth = inside.begin() + static_cast<std::ptrdiff_t>(low - 1);
      std::nth_element(inside.begin(), nth, inside.end());
      return *nth;
    }
    survival = left(events[k]);
    at_risk -= events[k] + (k < running.size() ? 1 : 0);
  }
  return std::nullopt;
}

std::optional<double> median_survival_sorted(std::span<const double> ended, std::span<const double> running) {
  std::size_t at_risk = ended.size() + running.size();
  double survival = 1;
  auto from = ended.begin();
  // Stretch k ends with the k-th censored time, the last one never. A tie counts the event first.
  for (std::size_t k = 0; k <= running.size() && at_risk > 0; ++k) {
    const auto until = k < running.size() ? first_after(from, ended.end(), running[k]) : ended.end();
    const auto events = static_cast<std::size_t>(until - from);
    const auto left = [&](std::size_t after) {
      return survival * static_cast<double>(at_risk - after) / static_cast<double>(at_risk);
    };
    if (events > 0 && left(events) <= one_half) {
      std::size_t low = 1;
      std::size_t high = events;
      while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (left(middle) <= one_half) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return from[static_cast<std::ptrdiff_t>(low - 1)];
    }
    survival = left(events);
    at_risk -= events + (k < running.size() ? 1 : 0);
    from = until;
  }
  return std::nullopt;
}

}  // namespace debrief::analytics
