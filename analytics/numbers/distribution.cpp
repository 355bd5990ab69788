// Probabilities and quantiles.

#include "analytics/numbers/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace debrief::analytics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int most_steps = 400'000;

/// lgamma in extended precision: with n in the millions its value is large, and its error is that of the result.
long double log_gamma(long double x) { return std::lgamma(x); }

/// x^a e^-x / Gamma(a + 1), from logs.
double gamma_front(double a, double x) {
  return static_cast<double>(std::exp(static_cast<long double>(a) * std::log(static_cast<long double>(x)) -
                                      static_cast<long double>(x) - log_gamma(static_cast<long double>(a) + 1)));
}

double gamma_series(double a, double x) {
  double term = 1;
  double sum = 1;
  for (int i = 1; i < most_steps; ++i) {
    term *= x / (a + i);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum * gamma_front(a, x);
}

/// Lentz's continued fraction for Q(a, x), x > a + 1.
double gamma_fraction(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double h = d;
  for (int i = 1; i < most_steps; ++i) {
    const double an = -static_cast<double>(i) * (i - a);
    b += 2;
    d = an * d + b;
    if (std::fabs(d) < tiny) d = tiny;
    c = b + an / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    const double delta = d * c;
    h *= delta;
    if (std::fabs(delta - 1) < 1e-16) break;
  }
  return h * gamma_front(a, x) * a;
}

/// Lentz's continued fraction of the incomplete beta function, x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double tiny = 1e-300;
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  if (std::fabs(d) < tiny) d = tiny;
  d = 1 / d;
  double h = d;
  for (int m = 1; m < most_steps; ++m) {
    const double m2 = 2.0 * m;
    double aa = m * (b - m) * x / ((a + m2 - 1) * (a + m2));
    d = 1 + aa * d;
    if (std::fabs(d) < tiny) d = tiny;
    c = 1 + aa / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    h *= d * c;
    aa = -(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1));
    d = 1 + aa * d;
    if (std::fabs(d) < tiny) d = tiny;
    c = 1 + aa / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    const double delta = d * c;
    h *= delta;
    if (std::fabs(delta - 1) < 1e-16) break;
  }
  const long double front = log_gamma(static_cast<long double>(a) + b) - log_gamma(a) - log_gamma(b) +
                            a * std::log(static_cast<long double>(x)) + b * std::log1p(-static_cast<long double>(x));
  return static_cast<double>(std::exp(front)) * h / a;
}

/// The argument at which a rising function reaches `p`, between `low` and `high`, by halving.
template <typename Rising>
double where(Rising rising, double p, double low, double high) {
  for (int i = 0; i < 2000 && high - low > 2e-16 * high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (rising(middle) < p ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

double ratio(const double* c, int n, double r) {
  double sum = c[n - 1];
  for (int i = n - 2; i >= 0; --i) sum = sum * r + c[i];
  return sum;
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }
double normal_upper(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

double normal_quantile(double p) {
  if (p <= 0) return -infinity;
  if (p >= 1) return infinity;
  static constexpr double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                 1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                 3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double b[] = {1.0,
                                 4.2313330701600911252e+1,
                                 6.8718700749205790830e+2,
                                 5.3941960214247511077e+3,
                                 2.1213794301586595867e+4,
                                 3.9307895800092710610e+4,
                                 2.8729085735721942674e+4,
                                 5.2264952788528545610e+3};
  static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                 3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double d[] = {1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
  static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double f[] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * ratio(a, 8, r) / ratio(b, 8, r);
  }
  double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  double z = 0;
  if (r <= 5) {
    r -= 1.6;
    z = ratio(c, 8, r) / ratio(d, 8, r);
  } else {
    r -= 5;
    z = ratio(e, 8, r) / ratio(f, 8, r);
  }
  return q < 0 ? -z : z;
}

double gamma_lower(double a, double x) {
  if (x <= 0) return 0;
  return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double gamma_upper(double a, double x) {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

double chi_squared_upper(double x, double df) { return gamma_upper(df / 2, x / 2); }

double chi_squared_quantile(double p, double df) {
  if (p <= 0) return 0;
  if (p >= 1) return infinity;
  double high = df + 10;
  while (gamma_lower(df / 2, high / 2) < p) high *= 2;
  // Near 1 the upper tail has the digits.
  if (p > 0.5) return where([df](double x) { return -gamma_upper(df / 2, x / 2); }, p - 1, 0, high);
  return where([df](double x) { return gamma_lower(df / 2, x / 2); }, p, 0, high);
}

double beta_regularised(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x < (a + 1) / (a + b + 2)) return beta_fraction(a, b, x);
  return 1 - beta_fraction(b, a, 1 - x);
}

double beta_quantile(double p, double a, double b) {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return where([a, b](double x) { return beta_regularised(a, b, x); }, p, 0, 1);
}

double student_upper(double t, double df) {
  if (std::isinf(df)) return normal_upper(t);
  const double tail = 0.5 * beta_regularised(df / 2, 0.5, df / (df + t * t));
  return t >= 0 ? tail : 1 - tail;
}

double student_quantile(double p, double df) {
  if (p == 0.5) return 0;
  if (p < 0.5) return -student_quantile(1 - p, df);
  double high = 2;
  while (student_upper(high, df) > 1 - p && high < 1e300) high *= 2;
  return where([df](double t) { return -student_upper(t, df); }, p - 1, 0, high);
}

double f_upper(double f, double df1, double df2) {
  if (f <= 0) return 1;
  return beta_regularised(df2 / 2, df1 / 2, df2 / (df2 + df1 * f));
}

double log_factorial(std::int64_t n) { return static_cast<double>(log_gamma(static_cast<long double>(n) + 1)); }

double log_choose(std::int64_t n, std::int64_t k) {
  const auto of = [](std::int64_t m) { return log_gamma(static_cast<long double>(m) + 1); };
  return static_cast<double>(of(n) - of(k) - of(n - k));
}

double binomial_mass(std::int64_t k, std::int64_t n, double p) {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k == 0 ? 1 : 0;
  if (p >= 1) return k == n ? 1 : 0;
  return std::exp(log_choose(n, k) + static_cast<double>(k) * std::log(p) +
                  static_cast<double>(n - k) * std::log1p(-p));
}

double binomial_at_most(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return beta_regularised(static_cast<double>(n - k), static_cast<double>(k) + 1, 1 - p);
}

double binomial_at_least(std::int64_t k, std::int64_t n, double p) {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return beta_regularised(static_cast<double>(k), static_cast<double>(n - k) + 1, p);
}

double binomial_two_sided(std::int64_t k, std::int64_t n, double p) {
  if (n <= 0) return 1;
  if (p <= 0) return k == 0 ? 1 : 0;
  if (p >= 1) return k == n ? 1 : 0;
  const double limit = binomial_mass(k, n, p) * (1 + 1e-7);
  const double mean = static_cast<double>(n) * p;
  if (static_cast<double>(k) == mean) return 1;
  // On the far side of the mode masses fall steadily, so the first that is no likelier starts the tail.
  if (static_cast<double>(k) < mean) {
    std::int64_t low = static_cast<std::int64_t>(std::ceil(mean));
    std::int64_t high = n + 1;
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (binomial_mass(middle, n, p) <= limit) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return std::min(1.0, binomial_at_most(k, n, p) + binomial_at_least(low, n, p));
  }
  std::int64_t low = -1;
  std::int64_t high = static_cast<std::int64_t>(std::floor(mean));
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (binomial_mass(middle, n, p) <= limit && middle >= 0) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return std::min(1.0, binomial_at_least(k, n, p) + binomial_at_most(low, n, p));
}

double poisson_mass(std::int64_t k, double mean) {
  if (k < 0) return 0;
  if (mean <= 0) return k == 0 ? 1 : 0;
  return std::exp(static_cast<double>(k) * std::log(mean) - mean - log_factorial(k));
}

double poisson_cdf(std::int64_t k, double mean) {
  if (k < 0) return 0;
  return gamma_upper(static_cast<double>(k) + 1, mean);
}

double poisson_two_sided(std::int64_t k, double mean) {
  if (mean <= 0) return k == 0 ? 1 : 0;
  if (static_cast<double>(k) == mean) return 1;
  const double limit = poisson_mass(k, mean) * (1 + 1e-7);
  const auto at_least = [mean](std::int64_t j) { return j <= 0 ? 1.0 : gamma_lower(static_cast<double>(j), mean); };
  if (static_cast<double>(k) < mean) {
    // Masses fall steadily beyond the mode, so the first that is no likelier is found by halving.
    auto low = static_cast<std::int64_t>(std::ceil(mean));
    std::int64_t high = low + 1;
    while (poisson_mass(high, mean) > limit) high = low + 2 * (high - low);
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (poisson_mass(middle, mean) <= limit) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return std::min(1.0, poisson_cdf(k, mean) + at_least(low));
  }
  std::int64_t low = -1;
  auto high = static_cast<std::int64_t>(std::floor(mean));
  while (low < high) {
    const std::int64_t middle = low + (high - low + 1) / 2;
    if (poisson_mass(middle, mean) <= limit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return std::min(1.0, at_least(k) + poisson_cdf(low, mean));
}

double hypergeometric_at_least(std::int64_t k, std::int64_t all, std::int64_t marked, std::int64_t drawn) {
  const std::int64_t most = std::min(marked, drawn);
  const std::int64_t least = std::max<std::int64_t>(0, drawn + marked - all);
  if (k <= least) return 1;
  if (k > most) return 0;
  const auto of = [](std::int64_t n, std::int64_t j) {
    const auto g = [](std::int64_t m) { return log_gamma(static_cast<long double>(m) + 1); };
    return g(n) - g(j) - g(n - j);
  };
  const auto mass = [&](std::int64_t j) {
    return std::exp(of(marked, j) + of(all - marked, drawn - j) - of(all, drawn));
  };
  // The shorter way: under the mean, one less the lower tail.
  const long double mean = static_cast<long double>(drawn) * marked / all;
  long double sum = 0;
  if (static_cast<long double>(k) > mean) {
    for (std::int64_t j = k; j <= most; ++j) {
      const long double m = mass(j);
      sum += m;
      if (m <= sum * 1e-20L) break;
    }
    return static_cast<double>(sum);
  }
  for (std::int64_t j = k - 1; j >= least; --j) {
    const long double m = mass(j);
    sum += m;
    if (m <= sum * 1e-20L) break;
  }
  return static_cast<double>(1 - sum);
}

}  // namespace debrief::analytics
