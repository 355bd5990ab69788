// Charts of single values: XmR, run chart, g, t, CUSUM and EWMA.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analytics/numbers/describe.h"
#include "analytics/spc.h"
#include "analytics/spc/memory.h"
#include "analytics/spc/rare.h"
#include "analytics/spc/run_chart.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using base::Json;

namespace {

Json xmr_shape(std::span<const double> values, std::size_t rests_on, analytics::Screening screening) {
  const auto limits = analytics::xmr(values.first(rests_on), screening);
  Json outside = Json::array();
  for (const auto& signal : analytics::signals(values, limits)) {
    if (signal.rule != analytics::Rule::outside) continue;
    for (std::size_t i = signal.from; i <= signal.to; ++i) outside.push_back(i);
  }
  return {{"n", values.size()},
          {"mean", limits.mean},
          {"avg_moving_range", limits.average_moving_range},
          {"avg_moving_range_unscreened", limits.average_moving_range_unscreened},
          {"lpl", limits.lower},
          {"upl", limits.upper},
          {"url_mr", limits.range_upper},
          {"flag_outside", outside}};
}

std::vector<double> values_of(const StatsInput& input) {
  const Json given = given_of(input);
  for (const char* key : {"values", "x", "y"}) {
    if (given.contains(key) && given[key].is_array()) return given[key].get<std::vector<double>>();
  }
  return present(numbers_of(input.table, value_column(input)));
}

void no_negative(std::span<const double> values, std::string_view what) {
  if (std::any_of(values.begin(), values.end(), [](double v) { return v < 0; })) {
    throw base::Error(base::Status::refused, "not-a-count", fmt::format("{} cannot be under 0", what));
  }
}

Json cusum_shape(std::span<const double> values, const analytics::CusumPlan& plan) {
  const auto c = analytics::cusum(values, plan);
  Json out{{"target", plan.target}, {"K", plan.slack},      {"H", plan.limit},    {"head_start", plan.head_start},
           {"c_plus", c.plus},      {"c_minus", c.minus},   {"n_plus", c.n_plus}, {"n_minus", c.n_minus},
           {"signal_up", c.up},     {"signal_down", c.down}};
  out["change_after_sample_no"] = c.change_after ? Json(*c.change_after) : Json();
  return out;
}

}  // namespace

/// Limits with screened moving ranges, which the pages use; without; and both as they are printed.
Json run_xmr(const StatsInput& input) {
  const Json given = given_of(input);
  if (given.contains("cases")) return run_rules(input);
  const auto values = values_of(input);
  needs(values.size(), 2, "a process chart");
  std::size_t rests_on = values.size();
  if (const auto fixed = number_option(given, {"fix_after_n_points", "fix_after"})) {
    rests_on = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(2.0, *fixed)), 2, values.size());
  }
  const bool screening = flag_option(given, {"screen_outliers", "screening"}, true);
  const Json screened = xmr_shape(values, rests_on, analytics::Screening::on);
  const Json unscreened = xmr_shape(values, rests_on, analytics::Screening::off);
  Json out = screening ? screened : unscreened;
  const auto printed = [](const Json& s) {
    return Json{{"upl", s["upl"]},
                {"mean", s["mean"]},
                {"lpl", s["lpl"]},
                {"avg_mr", s["avg_moving_range"]},
                {"url_mr", s["url_mr"]}};
  };
  out["screened"] = screened;
  out["unscreened"] = unscreened;
  out["rounded"] = printed(out);
  out["published_rounded"] = printed(out);
  out["published_rounded"]["screened"] = printed(screened);
  out["published_rounded"]["unscreened"] = printed(unscreened);
  return out;
}

Json run_run_chart(const StatsInput& input) {
  const auto values = values_of(input);
  needs(values.size(), 1, "a run chart");
  const auto c = analytics::run_chart(values);
  Json out{{"n", c.n},
           {"median", c.median},
           {"useful", c.useful},
           {"n_useful", c.useful},
           {"above", c.above},
           {"below", c.below},
           {"runs", c.runs},
           {"longest_run", c.longest},
           {"longest_run_max", c.longest_allowed},
           {"crossings", c.crossings},
           {"n_crossings", c.crossings},
           {"crossings_min", c.crossings_needed},
           {"n_crossings_min", c.crossings_needed},
           {"p_runs", or_null(c.p_runs)},
           {"shift", c.shift},
           {"run_of_six", c.run_of_six},
           {"trend_of_five", c.trend_of_five}};
  if (!c.p_runs) out["reason"] = "no run to speak of: all values lie on the median or on one side of it";
  return out;
}

/// --value: good cases between two bad ones. --tail: share beyond either probability limit.
Json run_g_chart(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = values_of(input);
  needs(values.size(), 1, "a g-chart");
  no_negative(values, "a number of cases between");
  for (std::size_t i = 0; i < values.size(); ++i) (void)count_at(values[i], i, "of the cases between");
  double tail = number_option(given, {"tail"}).value_or(0.00135);
  std::string key = "prob_limits_0_00135";
  for (const auto& [name, _] : given.items()) {
    if (!name.starts_with("prob_limits_")) continue;
    key = name;
    std::string text = name.substr(12);
    std::replace(text.begin(), text.end(), '_', '.');
    tail = std::atof(text.c_str());
  }
  const auto c = analytics::g_chart(values, tail);
  Json out{{"n", c.n},         {"mean", c.mean},         {"p_hat", c.p},
           {"sigma", c.sigma}, {"ucl_3sigma", c.upper3}, {"lcl_3sigma", c.lower3}};
  out[key] = {c.low, c.high};
  out["tail"] = tail;
  out["outside_3sigma"] = c.outside3;
  out["outside_prob"] = c.outside_probability;
  return out;
}

/// --value: times between events. --power: 0.2777 unless told.
Json run_t_chart(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = values_of(input);
  needs(values.size(), 2, "a t-chart");
  no_negative(values, "a time between events");
  const double power = number_option(given, {"power", "exponent"}).value_or(0.2777);
  if (!(power > 0)) throw base::Error(base::Status::usage, "not-a-number", "--power has to be above 0", "0.2777");
  const auto c = analytics::t_chart(values, power);
  return {{"n", values.size()},
          {"power", c.power},
          {"exponent", c.power},
          {"transformed", c.transformed},
          {"mean", c.mean},
          {"avg_mr", c.average_moving_range},
          {"lcl", c.lower},
          {"ucl", c.upper},
          {"outside", c.outside},
          {"back_transformed", {{"center", c.back_centre}, {"ucl", c.back_upper}, {"lcl", c.back_lower}}}};
}

/// --target, --sigma; --slack and --limit of the CUSUM in the unit of the values (half a sigma and five unless told),
/// --head-start; --lambda and --width of the EWMA. Target and sigma are the mean and the moving-range sigma unless
/// told.
Json run_cusum_ewma(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = values_of(input);
  needs(values.size(), 1, "a CUSUM");
  const auto d = analytics::describe(values);
  double sigma = 0;
  if (values.size() >= 2) sigma = analytics::xmr(values, analytics::Screening::off).average_moving_range / 1.128;
  const auto plan_of = [&](const char* section) {
    analytics::CusumPlan plan;
    const double s = number_option(given, {"sigma"}, section).value_or(sigma);
    plan.target =
        number_option(given, {"target"}, section).value_or(number_option(given, {"target"}, "cusum").value_or(*d.mean));
    plan.slack = number_option(given, {"K", "k", "slack"}, section)
                     .value_or(number_option(given, {"K", "slack"}, "cusum").value_or(0.5 * s));
    plan.limit = number_option(given, {"H", "h", "limit"}, section)
                     .value_or(number_option(given, {"H", "limit"}, "cusum").value_or(5 * s));
    plan.head_start = number_option(given, {"head_start"}, section).value_or(0);
    return plan;
  };
  Json out{{"n", values.size()}};
  const auto plain = plan_of("cusum");
  out["cusum"] = cusum_shape(values, plain);
  auto fast = plan_of("fir_cusum");
  if (fast.head_start == 0) fast.head_start = plain.limit / 2;
  out["fir_cusum"] = cusum_shape(values, fast);
  analytics::EwmaPlan plan;
  plan.target = number_option(given, {"target"}, "ewma").value_or(*d.mean);
  plan.sigma = number_option(given, {"sigma"}, "ewma").value_or(sigma);
  plan.weight = std::clamp(number_option(given, {"lambda"}, "ewma").value_or(0.2), 1e-6, 1.0);
  plan.width = number_option(given, {"L", "width"}, "ewma").value_or(2.962);
  const auto e = analytics::ewma(values, plan);
  Json limits = Json::array();
  for (std::size_t i = 0; i < e.z.size(); ++i) limits.push_back({e.lower[i], e.upper[i]});
  out["ewma"] = {{"target", plan.target}, {"sigma", plan.sigma}, {"lambda", plan.weight}, {"L", plan.width}, {"z", e.z},
                 {"limits", limits},      {"outside", e.outside}};
  return out;
}

}  // namespace debrief::app
