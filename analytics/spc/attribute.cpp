// Control charts of shares and counts.

#include "analytics/spc/attribute.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

/// Expected moving range of two values of a standard normal.
constexpr double d2 = 1.128;

enum class Model { share, rate };

double variance(Model model, double centre) { return model == Model::share ? centre * (1 - centre) : centre; }

AttributeChart chart(Model model, std::span<const double> hits, std::span<const double> n, Baseline baseline,
                     Spread spread) {
  AttributeChart c;
  c.lower.resize(hits.size());
  c.upper.resize(hits.size());
  const auto counts = [&](std::size_t i) { return (baseline.empty() || baseline[i] != 0) && n[i] > 0; };
  double all = 0;
  double exposure = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (!counts(i)) continue;
    all += hits[i];
    exposure += n[i];
  }
  if (exposure <= 0) return c;
  const double centre = all / exposure;
  c.centre = centre;
  const double unit = std::sqrt(std::max(0.0, variance(model, centre)));
  c.sigma_z = 1;
  if (spread == Spread::laney) {
    double ranges = 0;
    double pairs = 0;
    std::optional<double> before;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      if (!counts(i)) continue;
      const double z = unit > 0 ? (hits[i] / n[i] - centre) / (unit / std::sqrt(n[i])) : 0;
      if (before) {
        ranges += std::fabs(z - *before);
        pairs += 1;
      }
      before = z;
    }
    c.sigma_z.reset();
    if (pairs > 0) c.sigma_z = ranges / pairs / d2;
  }
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (n[i] <= 0 || !c.sigma_z) continue;
    const double half = 3 * unit / std::sqrt(n[i]) * *c.sigma_z;
    const double low = std::max(0.0, centre - half);
    const double high = std::min(model == Model::share ? 1.0 : std::numeric_limits<double>::infinity(), centre + half);
    c.lower[i] = low;
    c.upper[i] = high;
    // All alike: rounding must not put a point outside limits that have no width.
    const double slack = 1e-12 * std::max(1.0, std::fabs(centre));
    const double value = hits[i] / n[i];
    if (value > high + slack || value < low - slack) c.outside.push_back(i);
  }
  return c;
}

Overdispersion overdispersion(Model model, std::span<const double> hits, std::span<const double> n) {
  Overdispersion o;
  double all = 0;
  double exposure = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (n[i] <= 0) continue;
    all += hits[i];
    exposure += n[i];
    o.df += 1;
  }
  o.df -= 1;
  if (o.df < 1) {
    o.df = 0;
    return o;
  }
  const double centre = all / exposure;
  const double v = variance(model, centre);
  if (!(v > 0)) return o;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (n[i] <= 0) continue;
    const double e = hits[i] / n[i] - centre;
    o.chi2 += e * e * n[i] / v;
  }
  o.ratio = o.chi2 / static_cast<double>(o.df);
  o.p = chi_squared_upper(o.chi2, static_cast<double>(o.df));
  return o;
}

}  // namespace

AttributeChart p_chart(std::span<const double> hits, std::span<const double> n, Baseline baseline, Spread spread) {
  return chart(Model::share, hits, n, baseline, spread);
}

AttributeChart u_chart(std::span<const double> events, std::span<const double> exposure, Baseline baseline,
                       Spread spread) {
  return chart(Model::rate, events, exposure, baseline, spread);
}

AttributeChart c_chart(std::span<const double> events, Baseline baseline) {
  const std::vector<double> one(events.size(), 1);
  return chart(Model::rate, events, one, baseline, Spread::chance);
}

Overdispersion share_overdispersion(std::span<const double> hits, std::span<const double> n) {
  return overdispersion(Model::share, hits, n);
}

Overdispersion rate_overdispersion(std::span<const double> events, std::span<const double> exposure) {
  return overdispersion(Model::rate, events, exposure);
}

}  // namespace debrief::analytics
