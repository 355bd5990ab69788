// Interrupted time series.

#include "analytics/effect/interrupted.h"

#include <cmath>
#include <numbers>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

std::optional<InterruptedFit> interrupted(const InterruptedData& data, const InterruptedModel& model) {
  const std::size_t n = data.counts.size();
  std::vector<double> time = data.time;
  for (std::size_t i = time.size(); i < n; ++i) time.push_back(static_cast<double>(i + 1));
  std::vector<Term> terms;
  terms.push_back({"(Intercept)", std::vector<double>(n, 1)});
  terms.push_back({"step", data.step});
  if (model.trend) terms.push_back({"time", time});
  for (std::size_t h = 1; h <= model.harmonics; ++h) {
    Term sine{"h" + std::to_string(2 * h - 1), {}};
    Term cosine{"h" + std::to_string(2 * h), {}};
    for (std::size_t i = 0; i < n; ++i) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(h) * data.season[i] / model.period;
      sine.values.push_back(std::sin(angle));
      cosine.values.push_back(std::cos(angle));
    }
    terms.push_back(std::move(sine));
    terms.push_back(std::move(cosine));
  }
  if (model.slope) {
    Term both{"step:time", {}};
    for (std::size_t i = 0; i < n; ++i) both.values.push_back(data.step[i] * time[i]);
    terms.push_back(std::move(both));
  }
  std::vector<double> offset;
  for (const double e : data.exposure) offset.push_back(std::log(e));
  auto regression = count_regression(data.counts, terms, offset);
  if (!regression) return std::nullopt;
  InterruptedFit fit;
  fit.dispersion = model.quasi ? regression->dispersion : 1;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    fit.names.push_back(terms[i].name);
    fit.se.push_back(regression->se[i] * std::sqrt(fit.dispersion));
  }
  const double z = normal_quantile(0.975);
  fit.ratio = std::exp(regression->coefficients[1]);
  fit.low = std::exp(regression->coefficients[1] - z * fit.se[1]);
  fit.high = std::exp(regression->coefficients[1] + z * fit.se[1]);
  fit.regression = std::move(*regression);
  return fit;
}

}  // namespace debrief::analytics
