// Forecasts, each tried on the past before it is shown.

#include "analytics/trend/forecast.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "analytics/numbers/quantile.h"
#include "analytics/numbers/random.h"
#include "analytics/trend/holt_winters.h"
#include "analytics/trend/stl.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t fewest_origins = 8;
constexpr std::size_t most_origins = 60;
constexpr std::size_t shortest_start = 8;
constexpr std::size_t stock_memory = 13;  // weeks
constexpr double inside = 0.8;

using Values = std::span<const double>;
/// Foretells `steps` values from what it is given.
using Teller = std::function<std::vector<double>(Values, std::size_t)>;

std::vector<double> seasonal_naive(Values x, std::size_t season, std::size_t steps) {
  std::vector<double> out;
  for (std::size_t h = 0; h < steps; ++h) out.push_back(x[x.size() - season + h % season]);
  return out;
}

std::vector<double> average(Values x, std::size_t steps) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  return std::vector<double>(steps, mean);
}

HoltWintersPlan smoothing(ForecastMethod method, std::size_t season) {
  const bool seasonal = method == ForecastMethod::seasonal || method == ForecastMethod::holt_winters;
  return {.alpha = {},
          .beta = {},
          .gamma = {},
          .trend = method == ForecastMethod::holt || method == ForecastMethod::holt_winters,
          .seasonal = seasonal ? Seasonal::additive : Seasonal::none,
          .period = seasonal ? season : 1};
}

std::vector<double> stl_drift(Values x, std::size_t season, std::size_t steps) {
  const auto parts = stl(x, {.period = season});
  if (!parts) return seasonal_naive(x, season, steps);
  const std::size_t n = x.size();
  const double last = parts->trend[n - 1];
  const double slope = (parts->trend[n - 1] - parts->trend[0]) / static_cast<double>(n - 1);
  std::vector<double> out;
  for (std::size_t h = 0; h < steps; ++h) {
    out.push_back(last + slope * static_cast<double>(h + 1) + parts->season[n - season + h % season]);
  }
  return out;
}

/// A candidate whose parameters are those that fit `start` best; nullopt where it cannot be fitted.
std::optional<Teller> teller(ForecastMethod method, std::size_t season, Values start) {
  if (method == ForecastMethod::stl_drift) {
    return [season](Values x, std::size_t steps) { return stl_drift(x, season, steps); };
  }
  HoltWintersPlan plan = smoothing(method, season);
  const auto fitted = holt_winters(start, plan);
  if (!fitted) return std::nullopt;
  plan.alpha = fitted->alpha;
  plan.beta = fitted->beta;
  plan.gamma = fitted->gamma;
  return [plan](Values x, std::size_t steps) {
    const auto h = holt_winters(x, plan);
    return h ? h->forecast(steps) : std::vector<double>(steps, x.back());
  };
}

/// Errors at rolling origins. by_step[h] one per origin that sees so far; by_origin the mean absolute error.
struct Errors {
  std::vector<std::vector<double>> by_step;
  std::vector<double> by_origin;
  double mean() const {
    return std::accumulate(by_origin.begin(), by_origin.end(), 0.0) / static_cast<double>(by_origin.size());
  }
};

/// What the origins see, on the scale of the series: values are foretold per exposure and compared as they are.
struct Past {
  Values rates;
  std::vector<double> exposure;  // 1 each without
  std::size_t first = 0;         // index of the first value foretold
  std::size_t steps = 0;
  bool whole = true;
};

Errors errors_of(const Past& past, const Teller& tell) {
  Errors e;
  e.by_step.resize(past.steps);
  for (std::size_t origin = past.first; origin < past.rates.size(); ++origin) {
    const std::size_t steps = std::min(past.steps, past.rates.size() - origin);
    std::vector<double> told = tell(past.rates.first(origin), steps);
    double sum = 0;
    for (std::size_t h = 0; h < steps; ++h) {
      if (past.whole) told[h] = std::max(0.0, told[h]);
      const double error = (past.rates[origin + h] - told[h]) * past.exposure[origin + h];
      e.by_step[h].push_back(std::fabs(error));
      sum += std::fabs(error);
    }
    e.by_origin.push_back(sum / static_cast<double>(steps));
  }
  return e;
}

/// Smaller, and by more than one standard error of the difference: what a random walk gives by luck is not shown.
bool beats(const Errors& ours, const Errors& theirs) {
  const std::size_t n = ours.by_origin.size();
  double mean = 0;
  for (std::size_t i = 0; i < n; ++i) mean += (theirs.by_origin[i] - ours.by_origin[i]) / static_cast<double>(n);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double d = theirs.by_origin[i] - ours.by_origin[i] - mean;
    squares += d * d;
  }
  const double error = std::sqrt(squares / static_cast<double>(n - 1) / static_cast<double>(n));
  return mean > 0 && mean > error;
}

/// Half width of the interval per step. Errors of neighbouring origins hang together, so few of them say less than
/// their number.
std::vector<double> half_widths(const Errors& errors) {
  std::vector<double> out;
  double widest = 0;
  for (std::vector<double> step : errors.by_step) {
    if (!step.empty()) {
      std::sort(step.begin(), step.end());
      widest = std::max(widest, quantile(step, inside, 6));
    }
    out.push_back(widest);
  }
  return out;
}

bool constant(Values x) {
  return std::all_of(x.begin(), x.end(), [&](double v) { return v == x.front(); });
}

std::vector<ForecastMethod> candidates(std::size_t season) {
  std::vector<ForecastMethod> out{ForecastMethod::level, ForecastMethod::holt};
  if (season > 1) {
    out.insert(out.end(), {ForecastMethod::seasonal, ForecastMethod::holt_winters, ForecastMethod::stl_drift});
  }
  return out;
}

/// A forecast without any width between its bounds would claim to know what is to come.
ForecastOutcome given(ForecastOutcome out, Forecast f) {
  const bool wide = std::any_of(f.steps.begin(), f.steps.end(), [](const ForecastStep& s) { return s.high > s.low; });
  out.verdict = wide ? ForecastVerdict::shown : ForecastVerdict::constant;
  if (wide) out.forecast = std::move(f);
  return out;
}

}  // namespace

std::string_view name(ForecastMethod method) {
  switch (method) {
    case ForecastMethod::seasonal_naive:
      return "seasonal-naive";
    case ForecastMethod::level:
      return "exponential-smoothing";
    case ForecastMethod::holt:
      return "holt";
    case ForecastMethod::seasonal:
      return "exponential-smoothing-with-season";
    case ForecastMethod::holt_winters:
      return "holt-winters";
    case ForecastMethod::stl_drift:
      return "stl-drift";
    case ForecastMethod::flow:
      return "mean-flow";
  }
  return "";
}

std::string_view name(ForecastVerdict verdict) {
  switch (verdict) {
    case ForecastVerdict::shown:
      return "shown";
    case ForecastVerdict::too_short:
      return "too-short";
    case ForecastVerdict::not_better:
      return "not-better-than-naive";
    case ForecastVerdict::only_average:
      return "not-better-than-average";
    case ForecastVerdict::constant:
      return "constant";
    case ForecastVerdict::dates:
      return "dates-known-wrong";
  }
  return "";
}

ForecastOutcome forecast(std::span<const double> values, const ForecastPlan& plan) {
  ForecastOutcome out;
  const std::size_t n = values.size();
  const std::size_t season = std::max<std::size_t>(1, plan.season);
  const std::size_t start = std::max({n / 2, season > 1 ? 2 * season + 1 : 0, shortest_start});
  if (n < start + fewest_origins || n < start + plan.steps) return out;
  if (constant(values)) {
    out.verdict = ForecastVerdict::constant;
    return out;
  }
  Past past{.rates = {},
            .exposure = std::vector<double>(n, 1.0),
            .first = std::max(start, n > most_origins ? n - most_origins : 0),
            .steps = plan.steps,
            .whole = plan.whole};
  if (plan.exposure.size() == n) past.exposure.assign(plan.exposure.begin(), plan.exposure.end());
  std::vector<double> rates;
  for (std::size_t i = 0; i < n; ++i) rates.push_back(values[i] / past.exposure[i]);
  past.rates = rates;

  const Errors naive = errors_of(past, [&](Values x, std::size_t steps) { return seasonal_naive(x, season, steps); });
  const Errors mean = errors_of(past, [](Values x, std::size_t steps) { return average(x, steps); });
  std::optional<Errors> best;
  ForecastMethod method = ForecastMethod::seasonal_naive;
  for (const ForecastMethod candidate : candidates(season)) {
    const auto tell = teller(candidate, season, past.rates.first(past.first));
    if (!tell) continue;
    Errors errors = errors_of(past, *tell);
    if (!best || errors.mean() < best->mean()) {
      best = std::move(errors);
      method = candidate;
    }
  }
  out.verdict = ForecastVerdict::not_better;
  if (!best || !(naive.mean() > 0)) return out;
  out.mase = best->mean() / naive.mean();
  if (!(*out.mase < 1) || !beats(*best, naive)) return out;
  if (!beats(*best, mean)) {
    out.verdict = ForecastVerdict::only_average;
    return out;
  }
  const auto tell = teller(method, season, past.rates);
  if (!tell) return out;
  const std::vector<double> told = (*tell)(past.rates, plan.steps);
  const std::vector<double> half = half_widths(*best);
  Forecast f{.method = method, .mase = *out.mase, .origins = best->by_origin.size(), .season = season, .steps = {}};
  for (std::size_t h = 0; h < plan.steps; ++h) {
    const double exposure = h < plan.ahead.size() ? plan.ahead[h] : 1;
    ForecastStep step{.value = told[h] * exposure, .low = 0, .high = 0};
    if (plan.whole) step.value = std::max(0.0, step.value);
    step.low = step.value - half[h];
    step.high = step.value + half[h];
    if (plan.whole) step.low = std::max(0.0, step.low);
    f.steps.push_back(step);
  }
  return given(std::move(out), std::move(f));
}

ForecastOutcome forecast_stock(std::span<const double> values, std::size_t steps, std::size_t block,
                               std::uint64_t seed) {
  ForecastOutcome out;
  const std::size_t n = values.size();
  block = std::max<std::size_t>(1, block);
  const std::size_t memory = stock_memory * block;
  const std::size_t start = std::max({n / 2, shortest_start, 2 * block + 1});
  if (n < start + fewest_origins || n < start + steps) return out;
  if (constant(values)) {
    out.verdict = ForecastVerdict::constant;
    return out;
  }
  const auto flow = [&](Values x) {
    // Whole weeks only, so that no weekday counts twice.
    const std::size_t weeks = std::min(memory, x.size() - 1) / block;
    return (x.back() - x[x.size() - 1 - weeks * block]) / static_cast<double>(weeks * block);
  };
  Past past{.rates = values,
            .exposure = std::vector<double>(n, 1.0),
            .first = std::max(start, n > most_origins ? n - most_origins : 0),
            .steps = steps,
            .whole = true};
  const Errors stay = errors_of(past, [](Values x, std::size_t h) { return std::vector<double>(h, x.back()); });
  const Errors flows = errors_of(past, [&](Values x, std::size_t h) {
    std::vector<double> told;
    const double each = flow(x);
    for (std::size_t i = 1; i <= h; ++i) told.push_back(x.back() + each * static_cast<double>(i));
    return told;
  });
  out.verdict = ForecastVerdict::not_better;
  if (!(stay.mean() > 0)) return out;
  out.mase = flows.mean() / stay.mean();
  if (!(*out.mase < 1) || !beats(flows, stay)) return out;

  std::vector<double> steps_taken;
  for (std::size_t i = n - std::min(memory, n - 1); i < n; ++i) steps_taken.push_back(values[i] - values[i - 1]);
  const std::size_t blocks = steps_taken.size() / block;
  const std::size_t skipped = steps_taken.size() - blocks * block;
  constexpr std::size_t draws = 1000;
  Random random(seed);
  std::vector<std::vector<double>> led_to(steps);
  for (std::size_t d = 0; d < draws; ++d) {
    double at = values.back();
    std::size_t from = 0;
    for (std::size_t h = 0; h < steps; ++h) {
      if (h % block == 0) from = skipped + static_cast<std::size_t>(random.below(blocks)) * block;
      at += steps_taken[from + h % block];
      led_to[h].push_back(at);
    }
  }
  Forecast f{
      .method = ForecastMethod::flow, .mase = *out.mase, .origins = flows.by_origin.size(), .season = 1, .steps = {}};
  const double each = flow(values);
  for (std::size_t h = 0; h < steps; ++h) {
    std::sort(led_to[h].begin(), led_to[h].end());
    const double value = std::max(0.0, values.back() + each * static_cast<double>(h + 1));
    f.steps.push_back({.value = value,
                       .low = std::max(0.0, std::min(value, quantile(led_to[h], (1 - inside) / 2))),
                       .high = std::max(value, quantile(led_to[h], (1 + inside) / 2))});
  }
  return given(std::move(out), std::move(f));
}

}  // namespace debrief::analytics
