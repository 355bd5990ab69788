// Change points.

#include "analytics/trend/changepoint.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analytics/numbers/adjust.h"
#include "analytics/numbers/describe.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/random.h"

namespace debrief::analytics {

namespace {

/// Cost of any piece in constant time, from sums up to each point. Values are centred first: squares of large numbers
/// that hardly differ would otherwise cancel to nothing.
class Pieces {
 public:
  Pieces(std::span<const double> values, Cost cost, std::span<const double> exposure) : cost_(cost) {
    std::vector<double> x(values.begin(), values.end());
    if (cost == Cost::log_normal) {
      for (double& v : x) v = std::log(v);
    }
    if (cost != Cost::poisson && !x.empty()) {
      const double mean = *describe(x).mean;
      for (double& v : x) v -= mean;
    }
    sum_.push_back(0);
    squares_.push_back(0);
    exposure_.push_back(0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum_.push_back(sum_.back() + x[i]);
      squares_.push_back(squares_.back() + static_cast<long double>(x[i]) * x[i]);
      exposure_.push_back(exposure_.back() + (exposure.empty() ? 1.0L : exposure[i]));
    }
    // A piece without spread would cost minus infinity; a millionth of the whole spread is as good as none.
    const auto n = static_cast<long double>(x.size());
    floor_ = n > 0 ? std::max(1e-12L * (squares_.back() / n), 1e-300L) : 0;
  }

  /// Of points [from, until).
  double operator()(std::size_t from, std::size_t until) const {
    const auto n = static_cast<long double>(until - from);
    const long double sum = sum_[until] - sum_[from];
    if (cost_ == Cost::poisson) {
      if (sum <= 0) return 0;
      return static_cast<double>(-2 * sum * (std::log(sum / (exposure_[until] - exposure_[from])) - 1));
    }
    const long double rss = std::max(0.0L, squares_[until] - squares_[from] - sum * sum / n);
    if (cost_ == Cost::l2) return static_cast<double>(rss);
    return static_cast<double>(n * std::log(std::max(rss / n, floor_)));
  }

 private:
  Cost cost_;
  std::vector<long double> sum_, squares_, exposure_;
  long double floor_ = 0;
};

/// P(argmax of a two-sided Brownian motion with drift <= x); the sides differ in drift and variance by xi and phi.
/// Source: Bai, Review of Economics and Statistics 79, 1997, proposition 3 and appendix B.
double argmax_cdf(double x, double xi, double phi1, double phi2) {
  const double phi = xi * (phi2 / phi1) * (phi2 / phi1);
  const double a = std::fabs(x);
  // log of the normal tail, which underflows long before its product with a growing exponential does.
  const auto log_tail = [](double z) {
    const double p = normal_upper(z);
    return p > 1e-280 ? std::log(p) : -z * z / 2 - std::log(z) - 0.9189385332046727 - 1 / (z * z);
  };
  const double root = std::sqrt(a);
  const double half_log_two_pi = 0.9189385332046727;
  if (x < 0) {
    const double frac = xi / phi;
    return -std::exp(std::log(a) / 2 - a / 8 - half_log_two_pi) -
           phi / xi * (phi + 2 * xi) / (phi + xi) *
               std::exp(frac * (1 + frac) * a / 2 + log_tail((0.5 + frac) * root)) +
           std::exp(std::log(a / 2 - 2 + (phi + 2 * xi) * (phi + 2 * xi) / ((phi + xi) * xi)) + log_tail(root / 2));
  }
  const double frac = xi * xi / phi;
  const double first = a > 0 ? std::sqrt(frac) * std::exp(std::log(a) / 2 - frac * a / 8 - half_log_two_pi) : 0;
  return 1 + first +
         xi / phi * (2 * phi + xi) / (phi + xi) *
             std::exp((phi + xi) * a / 2 + log_tail((phi + xi / 2) / std::sqrt(phi) * root)) -
         std::exp(std::log((2 * phi + xi) * (2 * phi + xi) / ((phi + xi) * phi) - 2 + frac * a / 2) +
                  log_tail(std::sqrt(frac) * root / 2));
}

double argmax_quantile(double p, double xi, double phi1, double phi2) {
  double low = -1;
  double high = 1;
  while (argmax_cdf(low, xi, phi1, phi2) > p && low > -1e12) low *= 2;
  while (argmax_cdf(high, xi, phi1, phi2) < p && high < 1e12) high *= 2;
  for (int i = 0; i < 200 && high - low > 1e-12 * std::max(1.0, std::fabs(high)); ++i) {
    const double middle = (low + high) / 2;
    (argmax_cdf(middle, xi, phi1, phi2) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

double median_of(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  return summary(copy)->median;
}

/// Interval of the last index before a change between two pieces, in points either way: later, earlier.
struct Reach {
  std::int64_t earlier = 0;
  std::int64_t later = 0;
};

std::optional<Reach> bai_reach(std::span<const double> before, std::span<const double> after, double confidence) {
  const auto one = describe(before);
  const auto two = describe(after);
  const double n1 = static_cast<double>(one.n);
  const double n2 = static_cast<double>(two.n);
  const double v1 = one.sd ? *one.sd * *one.sd * (n1 - 1) / n1 : 0;
  const double v2 = two.sd ? *two.sd * *two.sd * (n2 - 1) / n2 : 0;
  const double delta = *two.mean - *one.mean;
  if (!(v1 > 0) || !(v2 > 0) || delta == 0) return std::nullopt;
  const double tail = (1 - confidence) / 2;
  const double phi1 = std::sqrt(v1);
  const double phi2 = std::sqrt(v2);
  const double at_zero = argmax_cdf(0, 1, phi1, phi2);
  if (!(at_zero >= tail && at_zero <= 1 - tail)) return std::nullopt;
  const double scale = v1 / (delta * delta);
  return Reach{.earlier = static_cast<std::int64_t>(std::ceil(argmax_quantile(1 - tail, 1, phi1, phi2) * scale)),
               .later = -static_cast<std::int64_t>(std::floor(argmax_quantile(tail, 1, phi1, phi2) * scale))};
}

/// Largest between-piece sum of squares of one cut of `x`, pieces of at least `shortest`.
double best_cut_gain(std::span<const double> x, std::size_t shortest) {
  double all = 0;
  for (const double v : x) all += v;
  const double n = static_cast<double>(x.size());
  double left = 0;
  double best = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    left += x[i];
    const std::size_t k = i + 1;
    if (k < shortest || x.size() - k < shortest) continue;
    const double m = static_cast<double>(k);
    const double d = left / m - (all - left) / (n - m);
    best = std::max(best, d * d * m * (n - m) / n);
  }
  return best;
}

}  // namespace

std::vector<std::size_t> optimal_partition(std::span<const double> values, Cost cost, double penalty,
                                           std::size_t shortest, std::span<const double> exposure) {
  const std::size_t n = values.size();
  shortest = std::max<std::size_t>(shortest, cost == Cost::normal || cost == Cost::log_normal ? 2 : 1);
  if (n < 2 * shortest) return {};
  const Pieces piece(values, cost, exposure);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> best(n + 1, infinity);
  std::vector<std::size_t> last(n + 1, 0);
  std::vector<std::size_t> candidates{0};
  best[0] = -penalty;
  for (std::size_t t = shortest; t <= n; ++t) {
    if (t >= 2 * shortest) candidates.push_back(t - shortest);
    std::vector<double> totals(candidates.size());
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      totals[c] = best[candidates[c]] + piece(candidates[c], t);
      if (totals[c] + penalty < best[t]) {
        best[t] = totals[c] + penalty;
        last[t] = candidates[c];
      }
    }
    // A start that costs more than the best end already can never win again: the cost of two pieces of a stretch is at
    // most that of the whole. Only where that holds (not with a floor on the variance) and only past the shortest
    // piece, so that the split it would lose to is allowed.
    if (cost != Cost::l2 && cost != Cost::poisson) continue;
    if (t + shortest > n) continue;
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      const bool young = t < candidates[c] + 2 * shortest;
      if (young || totals[c] <= best[t] + 1e-9 * std::fabs(best[t])) kept.push_back(candidates[c]);
    }
    candidates = std::move(kept);
  }
  std::vector<std::size_t> cuts;
  for (std::size_t t = n; last[t] > 0; t = last[t]) cuts.push_back(last[t]);
  std::reverse(cuts.begin(), cuts.end());
  return cuts;
}

std::optional<SingleChange> single_change(std::span<const double> values, double trim, double confidence) {
  const std::size_t n = values.size();
  if (n < 4) return std::nullopt;
  const auto shortest =
      std::max<std::size_t>(2, static_cast<std::size_t>(std::floor(trim * static_cast<double>(n) + 1e-9)));
  const Pieces piece(values, Cost::l2, {});
  SingleChange change;
  change.rss_without = piece(0, n);
  change.rss_with = std::numeric_limits<double>::infinity();
  for (std::size_t first = shortest; first + shortest <= n; ++first) {
    const double rss = piece(0, first) + piece(first, n);
    if (rss < change.rss_with) {
      change.rss_with = rss;
      change.first = first;
    }
  }
  if (change.first == 0) return std::nullopt;
  const auto before = values.first(change.first);
  const auto after = values.subspan(change.first);
  change.mean_before = *describe(before).mean;
  change.mean_after = *describe(after).mean;
  if (change.rss_with > 0) {
    change.f = (change.rss_without - change.rss_with) / (change.rss_with / static_cast<double>(n - 2));
  }
  if (const auto reach = bai_reach(before, after, confidence)) {
    const auto at = static_cast<std::int64_t>(change.first) - 1;
    change.low = std::max<std::int64_t>(0, at - reach->earlier);
    change.high = std::min(static_cast<std::int64_t>(n) - 1, at + reach->later);
  }
  return change;
}

std::vector<Change> confirmed_changes(std::span<const double> values, std::uint64_t seed) {
  constexpr std::size_t shortest = 6;
  constexpr int permutations = 999;
  const std::size_t n = values.size();
  if (n < 2 * shortest) return {};
  std::vector<double> steps;
  for (std::size_t i = 1; i < n; ++i) steps.push_back(std::fabs(values[i] - values[i - 1]));
  // Median absolute difference of neighbours: 0.6745 sqrt(2) sigma for normal ones. Where most do not differ at all,
  // the mean of squares says more.
  double sigma = median_of(steps) / (0.6744897501960817 * std::sqrt(2.0));
  if (!(sigma > 0)) {
    double squares = 0;
    for (const double s : steps) squares += s * s;
    sigma = std::sqrt(squares / (2 * static_cast<double>(steps.size())));
  }
  if (!(sigma > 0)) return {};
  const double unit = 3 * std::log(static_cast<double>(n)) * sigma * sigma;
  const auto bounds_of = [n](const std::vector<std::size_t>& cuts) {
    std::vector<std::size_t> b{0};
    b.insert(b.end(), cuts.begin(), cuts.end());
    b.push_back(n);
    return b;
  };
  std::vector<std::size_t> cuts = optimal_partition(values, Cost::l2, unit, shortest);
  if (cuts.empty()) return {};
  // Autocorrelation makes waves that look like levels: measured within the pieces, it asks for more.
  double r = 0;
  {
    const auto bounds = bounds_of(cuts);
    std::vector<double> rest;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      const auto part = values.subspan(bounds[i], bounds[i + 1] - bounds[i]);
      const double mean = *describe(part).mean;
      for (const double v : part) rest.push_back(v - mean);
    }
    const double parameters = static_cast<double>(bounds.size() - 1);
    const double m = static_cast<double>(n);
    r = std::clamp((autocorrelation(rest, 1).value_or(0) * m + parameters) / std::max(1.0, m - parameters - 2), 0.0,
                   0.9);
    // One standard error is what a series without any shows.
    if (r < 1.5 / std::sqrt(m)) r = 0;
  }
  if (r > 0) cuts = optimal_partition(values, Cost::l2, unit * (1 + r) / (1 - r), shortest);
  if (cuts.empty()) return {};

  const auto block =
      r > 0 ? std::max<std::size_t>(2, static_cast<std::size_t>(std::lround(std::pow(2 * r / (1 - r * r), 2.0 / 3) *
                                                                            std::cbrt(static_cast<double>(n)))))
            : 1;
  const auto bounds = bounds_of(cuts);
  Random random(seed);
  std::vector<Change> changes;
  std::vector<double> p;
  for (std::size_t i = 1; i + 1 < bounds.size(); ++i) {
    const auto part = values.subspan(bounds[i - 1], bounds[i + 1] - bounds[i - 1]);
    const auto before = values.subspan(bounds[i - 1], bounds[i] - bounds[i - 1]);
    const auto after = values.subspan(bounds[i], bounds[i + 1] - bounds[i]);
    const double gain = best_cut_gain(part, shortest);
    std::vector<std::size_t> blocks((part.size() + block - 1) / block);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    int as_large = 1;
    std::vector<double> mixed;
    for (int k = 0; k < permutations; ++k) {
      for (std::size_t b = blocks.size(); b > 1; --b) std::swap(blocks[b - 1], blocks[random.below(b)]);
      mixed.clear();
      for (const std::size_t b : blocks) {
        for (std::size_t j = b * block; j < std::min(part.size(), (b + 1) * block); ++j) mixed.push_back(part[j]);
      }
      if (best_cut_gain(mixed, shortest) >= gain * (1 - 1e-12)) ++as_large;
    }
    Change change{.first = bounds[i],
                  .low = bounds[i],
                  .high = bounds[i],
                  .before = median_of(before),
                  .after = median_of(after),
                  .p = static_cast<double>(as_large) / (permutations + 1)};
    if (const auto reach = bai_reach(before, after, 0.95)) {
      // With autocorrelation fewer points stand behind each level.
      const double wider = (1 + r) / (1 - r);
      const auto far = [wider](std::int64_t points) {
        return static_cast<std::size_t>(std::ceil(static_cast<double>(points) * wider));
      };
      change.low = bounds[i] - std::min(bounds[i] - bounds[i - 1], far(reach->earlier));
      change.high = std::min(bounds[i + 1] - 1, bounds[i] + far(reach->later));
    }
    p.push_back(change.p);
    changes.push_back(change);
  }
  const auto q = adjusted(p, Adjustment::holm);
  std::vector<Change> confirmed;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (q[i] <= 0.05) confirmed.push_back(changes[i]);
  }
  return confirmed;
}

}  // namespace debrief::analytics
