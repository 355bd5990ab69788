// A service that fails and is repaired: mean time between failures, and whether it is changing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analytics/numbers/interval.h"

namespace debrief::analytics {

/// What ended the watch: a moment fixed before (time), or the last failure itself.
enum class Ended : std::uint8_t { by_time, by_failure };

/// Mean time between failures at a constant rate. Source: NIST/SEMATECH e-Handbook 8.4.5; MIL-HDBK-189.
///
/// mean  hours / failures; nullopt without a failure
/// high  nullopt without a failure: what is known then is a lower limit
struct ConstantRate {
  std::optional<double> mean;
  double low = 0;
  std::optional<double> high;
};
/// hours above 0.
ConstantRate constant_rate(std::int64_t failures, double hours, double confidence = 0.95, Ended ended = Ended::by_time);

/// One-sided lower limit of the mean time between failures when none was seen: hours / -log(1 - confidence).
double lower_bound_without_failure(double hours, double confidence = 0.95);

/// Is the time between failures growing? Under 0 `laplace_u` says that failures get rarer.
///
/// beta        power-law exponent (Crow-AMSAA), under 1 when failures get rarer; unbiased where failures allow it
/// now         mean time between failures at the end, by either beta
/// chi2        MIL-HDBK-189 statistic, 2 n (by failure: 2 (n - 1)) degrees of freedom under a constant rate
struct Growth {
  std::int64_t n = 0;
  double hours = 0;
  double cumulative = 0;
  double laplace_u = 0, laplace_p = 1;
  double beta = 0, lambda = 0;
  std::optional<double> beta_unbiased;
  double now = 0;
  std::optional<double> now_unbiased;
  double chi2 = 0;
  std::int64_t df = 0;
};
/// times  of failures, ascending, above 0 and at most `hours`. nullopt with fewer than 2, or if all fall on the end.
/// Source: NIST/SEMATECH e-Handbook 8.4.5; Crow 1974.
std::optional<Growth> growth(std::span<const double> times, double hours, Ended ended = Ended::by_time);

}  // namespace debrief::analytics
