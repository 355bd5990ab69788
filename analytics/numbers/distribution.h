// Probabilities and quantiles of the distributions that tests and intervals rest on.
//
// Relative error is under 1e-10 for probabilities down to 1e-300, as far as the argument itself is exact.
#pragma once

#include <cstdint>

namespace debrief::analytics {

/// P(Z <= z) and P(Z > z) of a standard normal; the second keeps its digits far out.
double normal_cdf(double z);
double normal_upper(double z);
/// z with P(Z <= z) = p, 0 < p < 1; minus or plus infinity at 0 and 1. Source: Wichura, AS 241, 1988.
double normal_quantile(double p);

/// Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P; a > 0, x >= 0.
double gamma_lower(double a, double x);
double gamma_upper(double a, double x);
/// P(X > x) of chi-squared with `df` degrees of freedom, and the x with P(X <= x) = p.
double chi_squared_upper(double x, double df);
double chi_squared_quantile(double p, double df);

/// Regularised incomplete beta function I_x(a, b); a, b > 0, 0 <= x <= 1. And x with I_x(a, b) = p.
double beta_regularised(double a, double b, double x);
double beta_quantile(double p, double a, double b);

/// Student's t: P(T > t), and t with P(T <= t) = p.
double student_upper(double t, double df);
double student_quantile(double p, double df);
/// Fisher's F: P(X > f).
double f_upper(double f, double df1, double df2);

/// Logarithms of the factorial and of "n over k"; k within [0, n].
double log_factorial(std::int64_t n);
double log_choose(std::int64_t n, std::int64_t k);

double binomial_mass(std::int64_t k, std::int64_t n, double p);
/// P(X <= k), P(X >= k).
double binomial_at_most(std::int64_t k, std::int64_t n, double p);
double binomial_at_least(std::int64_t k, std::int64_t n, double p);
/// Two-sided exact p: all outcomes no more likely than `k`, as R's binom.test adds them up.
double binomial_two_sided(std::int64_t k, std::int64_t n, double p);

double poisson_mass(std::int64_t k, double mean);
double poisson_cdf(std::int64_t k, double mean);
/// Two-sided exact p of seeing `k` where `mean` was expected, added up as R's poisson.test does.
double poisson_two_sided(std::int64_t k, double mean);

/// P(X >= k): `k` or more marked ones in a draw of `drawn` from `all`, of which `marked` are marked.
double hypergeometric_at_least(std::int64_t k, std::int64_t all, std::int64_t marked, std::int64_t drawn);

}  // namespace debrief::analytics
