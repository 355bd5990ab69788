// What follows from a Kaplan-Meier curve.

#include "analytics/numbers/lifetimes.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

/// Products of fractions miss a round share by rounding.
constexpr double slack = 1e-12;

}  // namespace

std::vector<CurveBand> curve_band(std::span<const SurvivalStep> curve, CurveLimits kind, double confidence) {
  const double z = normal_quantile(0.5 + confidence / 2);
  std::vector<CurveBand> band;
  band.reserve(curve.size());
  for (const SurvivalStep& step : curve) {
    if (!step.se || step.survival <= 0) {
      band.emplace_back();
      continue;
    }
    const double relative = *step.se / step.survival;
    if (kind == CurveLimits::log) {
      band.push_back({step.survival * std::exp(-z * relative), std::min(1.0, step.survival * std::exp(z * relative))});
    } else {
      const double hazard = -std::log(step.survival);
      const double half = z * relative / hazard;
      band.push_back({std::exp(-hazard * std::exp(half)), std::exp(-hazard * std::exp(-half))});
    }
  }
  return band;
}

std::optional<double> survival_quantile(std::span<const SurvivalStep> curve, double share) {
  for (const SurvivalStep& step : curve) {
    if (step.survival <= 1 - share + slack) return step.t;
  }
  return std::nullopt;
}

CurveBand quantile_band(std::span<const SurvivalStep> curve, double share, CurveLimits kind, double confidence) {
  const auto band = curve_band(curve, kind, confidence);
  CurveBand out;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (!out.low && band[i].low && *band[i].low <= 1 - share + slack) out.low = curve[i].t;
    if (!out.high && band[i].high && *band[i].high <= 1 - share + slack) out.high = curve[i].t;
  }
  // A curve that ends at nothing passes every share there, though Greenwood has no limits for it.
  if (!out.low && !curve.empty() && curve.back().survival <= 0) out.low = curve.back().t;
  return out;
}

RestrictedMean restricted_mean(std::span<const SurvivalStep> curve, double tau) {
  // Areas from the right: what lies under the curve between a step and tau is what its uncertainty moves.
  double area = 0;
  double variance = 0;
  double until = tau;
  for (std::size_t i = curve.size(); i-- > 0;) {
    const SurvivalStep& step = curve[i];
    if (step.t >= tau) continue;
    area += step.survival * (until - step.t);
    until = step.t;
    if (step.ended < step.at_risk) {
      const double r = static_cast<double>(step.at_risk);
      const double d = static_cast<double>(step.ended);
      variance += area * area * d / (r * (r - d));
    }
  }
  return {.mean = area + until, .se = std::sqrt(variance)};
}

MeanLimits restricted_mean_limits(const RestrictedMean& mean, double tau, double confidence) {
  if (!(mean.se > 0) || mean.mean <= 0 || mean.mean >= tau) return {mean.mean, mean.mean};
  const double z = normal_quantile(0.5 + confidence / 2);
  const double odds = std::log(mean.mean / (tau - mean.mean));
  const double half = z * mean.se * tau / (mean.mean * (tau - mean.mean));
  const auto back = [tau](double x) { return tau / (1 + std::exp(-x)); };
  return {back(odds - half), back(odds + half)};
}

LogRank log_rank(std::span<const std::vector<Lifetime>> groups) {
  const std::size_t k = groups.size();
  LogRank result;
  result.seen.assign(k, 0);
  result.expected.assign(k, 0);
  struct Moment {
    double t;
    std::size_t group;
    bool ended;
  };
  std::vector<Moment> all;
  std::vector<double> at_risk(k, 0);
  for (std::size_t g = 0; g < k; ++g) {
    at_risk[g] = static_cast<double>(groups[g].size());
    for (const Lifetime& l : groups[g]) all.push_back({l.t, g, l.ended});
  }
  std::stable_sort(all.begin(), all.end(), [](const Moment& a, const Moment& b) { return a.t < b.t; });
  Eigen::MatrixXd variance = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(k));
  for (std::size_t i = 0; i < all.size();) {
    std::size_t next = i;
    std::vector<double> ended(k, 0);
    double d = 0;
    for (; next < all.size() && all[next].t == all[i].t; ++next) {
      if (all[next].ended) {
        ended[all[next].group] += 1;
        d += 1;
      }
    }
    double n = 0;
    for (const double r : at_risk) n += r;
    if (d > 0) {
      for (std::size_t g = 0; g < k; ++g) {
        result.seen[g] += ended[g];
        result.expected[g] += d * at_risk[g] / n;
        if (n < 2) continue;
        const double common = d * (n - d) / (n - 1) * at_risk[g] / n;
        for (std::size_t h = 0; h < k; ++h) {
          variance(static_cast<Eigen::Index>(g), static_cast<Eigen::Index>(h)) +=
              common * ((g == h ? 1.0 : 0.0) - at_risk[h] / n);
        }
      }
    }
    for (std::size_t m = i; m < next; ++m) at_risk[all[m].group] -= 1;
    i = next;
  }
  // Groups of which nobody was ever at risk of ending have no row of their own; one of the rest is redundant.
  std::vector<Eigen::Index> kept;
  for (std::size_t g = 0; g < k; ++g) {
    if (result.expected[g] > 0) kept.push_back(static_cast<Eigen::Index>(g));
  }
  if (kept.size() < 2) return result;
  kept.pop_back();
  Eigen::VectorXd difference(static_cast<Eigen::Index>(kept.size()));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto g = static_cast<std::size_t>(kept[i]);
    difference(static_cast<Eigen::Index>(i)) = result.seen[g] - result.expected[g];
  }
  const Eigen::MatrixXd inner = variance(kept, kept);
  const Eigen::LDLT<Eigen::MatrixXd> solver(inner);
  if (solver.info() != Eigen::Success || !(solver.vectorD().minCoeff() > 0)) return result;
  result.chi2 = difference.dot(solver.solve(difference));
  result.df = static_cast<std::int64_t>(kept.size());
  result.p = chi_squared_upper(result.chi2, static_cast<double>(result.df));
  return result;
}

}  // namespace debrief::analytics
