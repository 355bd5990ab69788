// Control charts of shares and counts: p, c, u, and Laney's p' and u' for more spread than chance gives.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Limits per point, in time order.
///
/// centre   of the points the limits rest on; nullopt when these have no opportunities at all
/// lower    not under 0; upper of a share not over 1; NaN never: points without opportunities have none
/// sigma_z  Laney: how much wider than chance; 1 for the plain charts. nullopt with fewer than 2 usable points
/// outside  indices of points strictly outside, of all points given
struct AttributeChart {
  std::optional<double> centre;
  std::vector<std::optional<double>> lower, upper;
  std::optional<double> sigma_z;
  std::vector<std::size_t> outside;
};

/// Which points the limits rest on; empty: all. One flag per point.
using Baseline = std::span<const char>;

enum class Spread : std::uint8_t { chance, laney };

/// Share of `hits` in `n` per point. Limits: 3 standard errors of a binomial share.
///
/// Source: Shewhart 1931; Montgomery, Introduction to Statistical Quality Control. Laney: z-scores against the
/// centre, their average moving range over 1.128 times the plain width (Quality Engineering 14(4), 2002).
AttributeChart p_chart(std::span<const double> hits, std::span<const double> n, Baseline baseline = {},
                       Spread spread = Spread::chance);

/// Events per unit of exposure, exposure different from point to point. Limits: 3 standard errors of a Poisson rate.
AttributeChart u_chart(std::span<const double> events, std::span<const double> exposure, Baseline baseline = {},
                       Spread spread = Spread::chance);

/// Events per point, exposure alike.
AttributeChart c_chart(std::span<const double> events, Baseline baseline = {});

/// Is there more spread than chance gives? Pearson's chi-squared over the points of the baseline.
///
/// ratio  chi2 / df, 1 when all is chance; p of a ratio as large
struct Overdispersion {
  double chi2 = 0;
  std::int64_t df = 0;
  double ratio = 1;
  double p = 1;
};
Overdispersion share_overdispersion(std::span<const double> hits, std::span<const double> n);
Overdispersion rate_overdispersion(std::span<const double> events, std::span<const double> exposure);

}  // namespace debrief::analytics
