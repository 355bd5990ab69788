// Series in time: trend, change, interruption, season, smoothing.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analytics/effect/interrupted.h"
#include "analytics/trend/changepoint.h"
#include "analytics/trend/choose.h"
#include "analytics/trend/holt_winters.h"
#include "analytics/trend/mann_kendall.h"
#include "analytics/trend/stl.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using analytics::TrendTest;
using base::Error;
using base::Json;
using base::Status;

namespace {

std::vector<double> series_of(const StatsInput& input) {
  const Json given = given_of(input);
  for (const char* key : {"values", "x", "y"}) {
    if (given.contains(key) && given[key].is_array()) return given[key].get<std::vector<double>>();
  }
  return numbers_of(input.table, value_column(input));
}

/// A series that a method needs whole: a gap in it is an error, not a zero.
std::vector<double> whole_series(const StatsInput& input, std::string_view what) {
  auto values = series_of(input);
  // Gaps at both ends are no part of it.
  while (!values.empty() && std::isnan(values.back())) values.pop_back();
  while (!values.empty() && std::isnan(values.front())) values.erase(values.begin());
  const auto gap = std::find_if(values.begin(), values.end(), [](double v) { return std::isnan(v); });
  if (gap == values.end()) return values;
  throw Error(Status::refused, "series-with-gaps",
              fmt::format("{} needs every value; the one at place {} is missing", what, gap - values.begin() + 1));
}

std::string direction(const TrendTest& test) {
  return test.p >= 0.05 ? "no trend" : test.s > 0 ? "increasing" : "decreasing";
}

Json count_of(double s) { return std::floor(s) == s ? Json(std::llround(s)) : Json(s); }

Json test_shape(const TrendTest& test) {
  Json out{{"n", test.n}, {"S", count_of(test.s)}, {"var_s", test.var_s},     {"z", test.z},
           {"p", test.p}, {"tau", test.tau},       {"trend", direction(test)}};
  out["slope"] = test.sen ? Json(test.sen->slope) : Json();
  out["intercept"] = test.sen ? Json(test.sen->intercept) : Json();
  if (test.n < 3) out["reason"] = "fewer than three values";
  return out;
}

Json seasonal_shape(const TrendTest& test) {
  Json out = test_shape(test);
  out["sen_slope_per_year"] = out["slope"];
  out["sen_slope_per_cycle"] = out["slope"];
  out["sen_intercept"] = out["intercept"];
  return out;
}

/// The variant a key names: "hamed_rao_lag3", "yue_wang_all_lags", "seasonal_12".
std::optional<Json> variant_named(const std::string& key, std::span<const double> values) {
  const auto number_at_end = [&key](std::string_view stem) -> std::optional<std::size_t> {
    if (!key.starts_with(stem)) return std::nullopt;
    const long long n = std::atoll(key.c_str() + stem.size());
    return n > 0 ? std::optional(static_cast<std::size_t>(n)) : std::nullopt;
  };
  if (key == "hamed_rao" || key == "hamed_rao_all_lags") return test_shape(analytics::hamed_rao(values, std::nullopt));
  if (key == "yue_wang" || key == "yue_wang_all_lags") return test_shape(analytics::yue_wang(values, std::nullopt));
  if (const auto lag = number_at_end("hamed_rao_lag")) return test_shape(analytics::hamed_rao(values, lag));
  if (const auto lag = number_at_end("yue_wang_lag")) return test_shape(analytics::yue_wang(values, lag));
  if (key == "pre_whitening") return test_shape(analytics::pre_whitened(values));
  if (key == "trend_free_pre_whitening") return test_shape(analytics::trend_free_pre_whitened(values));
  if (const auto period = number_at_end("correlated_seasonal_"); period && *period >= 2) {
    return seasonal_shape(analytics::correlated_seasonal_trend(values, *period));
  }
  if (const auto period = number_at_end("seasonal_"); period && *period >= 2) {
    return seasonal_shape(analytics::seasonal_trend(values, *period));
  }
  return std::nullopt;
}

std::string why(const analytics::ChosenTrend& chosen) {
  const std::string season =
      !chosen.season ? (chosen.period > 0 ? "season not measurable" : "no season looked for")
      : chosen.season->p < 0.01
          ? fmt::format("season of {} (Kruskal-Wallis p {:.2g})", chosen.period, chosen.season->p)
          : fmt::format("no season of {} (Kruskal-Wallis p {:.2g})", chosen.period, chosen.season->p);
  const std::string memory = chosen.lag_1 ? fmt::format("lag-1 autocorrelation {:.2f}", *chosen.lag_1)
                                          : "too few values to measure autocorrelation";
  return season + ", " + memory;
}

analytics::Cost cost_named(const std::string& word) {
  if (word == "l2") return analytics::Cost::l2;
  if (word == "poisson") return analytics::Cost::poisson;
  if (word == "normal") return analytics::Cost::normal;
  if (word == "log-normal" || word == "log_normal" || word == "lognormal") return analytics::Cost::log_normal;
  throw Error(Status::usage, "unknown-word", fmt::format("there is no cost {}", base::quoted(word)),
              "l2, poisson, normal, log-normal");
}

void fit_for(analytics::Cost cost, std::span<const double> values) {
  const bool counts = cost == analytics::Cost::poisson;
  const bool logs = cost == analytics::Cost::log_normal;
  for (const double v : values) {
    if ((counts && v < 0) || (logs && v <= 0)) {
      throw Error(Status::refused, "not-a-count",
                  fmt::format("{} does not go with the cost: {}", v, counts ? "counts" : "values above 0"));
    }
  }
}

Json single_shape(const analytics::SingleChange& c, std::optional<double> first_year) {
  Json out{{"last_index_1based_of_first_segment", c.first},
           {"first_index_0based_of_new_segment", c.first},
           {"mean_before", c.mean_before},
           {"mean_after", c.mean_after},
           {"rss_0_breaks", c.rss_without},
           {"rss_1_break", c.rss_with},
           {"supF", c.f}};
  out["break_ci95_1based"] = c.low ? Json{*c.low + 1, *c.high + 1} : Json();
  if (!c.low) out["reason"] = "one side does not vary: the date has no interval";
  if (first_year) {
    out["year_of_last_point"] = *first_year + static_cast<double>(c.first) - 1;
    out["break_ci95_years"] =
        c.low ? Json{*first_year + static_cast<double>(*c.low), *first_year + static_cast<double>(*c.high)} : Json();
  }
  return out;
}

/// Names of the columns that a regression of counts rests on.
struct Parts {
  std::string counts, exposure, step, time, season;
};

Parts parts_of(const StatsInput& input, const Json& given) {
  Parts p;
  // The published coefficients name their columns.
  std::vector<std::string> named;
  for (const auto& [_, model] : given.items()) {
    if (!model.is_object() || !model.contains("coef")) continue;
    for (const auto& [term, value] : model["coef"].items()) {
      (void)value;
      if (term.find(':') == std::string::npos && term.find('(') == std::string::npos) named.push_back(term);
    }
  }
  for (const std::string& name : named) {
    if (!input.table.has(name)) continue;
    const auto x = numbers_of(input.table, name);
    const bool flag = std::all_of(x.begin(), x.end(), [](double v) { return v == 0 || v == 1; });
    if (flag && p.step.empty()) p.step = name;
    if (!flag && p.time.empty()) p.time = name;
  }
  if (input.step || p.step.empty())
    p.step = column_for(input, input.step, {"step", "after", "intervention", "level", "post"}, false);
  if (p.step.empty()) {
    // The one column of 0s that turn to 1s.
    for (const std::string& c : input.table.columns) {
      std::vector<double> x;
      try {
        x = numbers_of(input.table, c);
      } catch (const Error&) {
        continue;
      }
      if (x.size() > 1 && x.front() == 0 && x.back() == 1 && std::is_sorted(x.begin(), x.end())) p.step = c;
    }
  }
  if (p.step.empty()) p.step = "step";
  if (input.time || p.time.empty()) p.time = column_for(input, input.time, {"time", "t"}, false, {p.step});
  p.season =
      column_for(input, input.season, {"month", "season", "weekday", "quarter", "week"}, false, {p.step, p.time});
  p.counts =
      column_for(input, input.value, {"value", "count", "counts", "events", "y"}, true, {p.step, p.time, p.season});
  const std::vector<std::string> taken{p.step, p.time, p.season, p.counts};
  const auto told = input.offset ? input.offset : input.n;
  p.exposure = column_for(input, told,
                          {"exposure", "offset", "n", "stdpop", "person_years", "personyears", "population", "pop",
                           "days", "calls", "users", "hours"},
                          false, taken);
  if (p.exposure.empty()) {
    // The last column of amounts above 0 that nothing else uses.
    for (const std::string& c : input.table.columns) {
      if (std::find(taken.begin(), taken.end(), c) != taken.end() || base::equal_ascii_nocase(c, "year")) continue;
      try {
        const auto x = numbers_of(input.table, c);
        if (std::all_of(x.begin(), x.end(), [](double v) { return v > 0; })) p.exposure = c;
      } catch (const Error&) {
        continue;
      }
    }
  }
  return p;
}

Json model_shape(const analytics::InterruptedFit& fit, const Parts& parts, bool harmonic_names) {
  const auto printed = [&](const std::string& name) -> std::string {
    if (name == "step") return parts.step;
    if (name == "time") return parts.time.empty() ? "time" : parts.time;
    if (name == "step:time") return parts.step + ":" + (parts.time.empty() ? "time" : parts.time);
    if (name.starts_with("h") && harmonic_names) return "h(" + parts.season + ")" + name.substr(1);
    return name;
  };
  Json out{{"coef", Json::object()}, {"se", Json::object()}};
  for (std::size_t i = 0; i < fit.names.size(); ++i) {
    out["coef"][printed(fit.names[i])] = fit.regression.coefficients[i];
    out["se"][printed(fit.names[i])] = fit.se[i];
  }
  out["disp"] = fit.dispersion;
  out["rr"] = fit.ratio;
  out["ci"] = {fit.low, fit.high};
  out["deviance"] = fit.regression.deviance;
  out["df"] = fit.regression.df;
  return out;
}

/// What a key of a published model says about it, and its coefficients.
analytics::InterruptedModel model_named(const std::string& key, const Json& published) {
  analytics::InterruptedModel model;
  model.quasi = key.find("quasi") != std::string::npos || key.find("poisson") == std::string::npos;
  model.slope = key.find("slope") != std::string::npos;
  if (key.find("harmonic") != std::string::npos || key.find("season") != std::string::npos) model.harmonics = 2;
  if (published.is_object() && published.contains("coef")) {
    std::size_t waves = 0;
    bool product = false;
    for (const auto& [term, _] : published["coef"].items()) {
      if (term.find(")") != std::string::npos && term != "(Intercept)") ++waves;
      product = product || term.find(':') != std::string::npos;
    }
    model.harmonics = waves / 2;
    model.slope = product;
  }
  return model;
}

}  // namespace

/// Every variant side by side, and the one that fits the series with the reason. --period steps per cycle (12),
/// --lag how many lags the corrections look at.
Json run_mann_kendall(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = series_of(input);
  Json out;
  Json plain = test_shape(analytics::plain_trend(values));
  out["sen"] = plain["slope"].is_null() ? Json() : Json{{"slope", plain["slope"]}, {"intercept", plain["intercept"]}};
  out["mann_kendall"] = plain;
  std::size_t period = 12;
  for (const auto& [key, value] : given.items()) {
    if (!value.is_object()) continue;
    if (auto shape = variant_named(key, values)) out[key] = std::move(*shape);
    if (key.find("seasonal_") != std::string::npos && !numbers_in(key).empty()) {
      period = static_cast<std::size_t>(std::max(0LL, numbers_in(key).back()));
    }
  }
  if (const auto told = number_option(given, {"period"})) period = static_cast<std::size_t>(std::max(0.0, *told));
  const auto lag = static_cast<std::size_t>(std::max(1.0, number_option(given, {"lag", "lags"}).value_or(1)));
  std::vector<std::string> usual{"hamed_rao_all_lags", fmt::format("hamed_rao_lag{}", lag),
                                 fmt::format("yue_wang_lag{}", lag), "pre_whitening", "trend_free_pre_whitening"};
  if (period >= 2) {
    usual.push_back(fmt::format("seasonal_{}", period));
    usual.push_back(fmt::format("correlated_seasonal_{}", period));
  }
  for (const std::string& key : usual) {
    if (!out.contains(key)) out[key] = *variant_named(key, values);
  }
  const auto chosen = analytics::choose_trend(values, period);
  Json choice = test_shape(chosen.test);
  choice["variant"] = analytics::name(chosen.variant);
  choice["reason"] = why(chosen);
  choice["lag_1"] = or_null(chosen.lag_1);
  choice["season_p"] = chosen.season ? Json(chosen.season->p) : Json();
  const auto limits = analytics::slope_limits(values, chosen.test.var_s);
  choice["slope_ci95"] = limits ? Json{limits->low, limits->high} : Json();
  out["chosen"] = std::move(choice);
  return out;
}

/// --penalty per cut (several: once each), --cost, --min-segment, --n exposure for Poisson.
Json run_changepoint(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = whole_series(input, "a search for changes");
  Json out{{"n", values.size()}};
  if (values.empty()) {
    out["reason"] = "there is no value";
    return out;
  }
  std::optional<double> first_year = number_option(given, {"first_year"});
  if (!first_year) {
    const std::string year = column_for(input, std::nullopt, {"year"}, false);
    if (!year.empty()) first_year = numbers_of(input.table, year).front();
  }
  if (first_year)
    out["first_year"] = std::floor(*first_year) == *first_year ? Json(std::llround(*first_year)) : Json(*first_year);
  const double trim = number_option(given, {"trim"}).value_or(0.15);
  const auto single = analytics::single_change(values, trim);
  out["single_break"] = single ? single_shape(*single, first_year) : Json();
  if (!single) out["reason"] = "too few values for a change";

  const auto shortest =
      static_cast<std::size_t>(std::max(1.0, number_option(given, {"min_segment", "min_size"}).value_or(2)));
  std::vector<double> exposure;
  const std::string size = column_for(input, input.n, {"n", "exposure"}, false);
  if (!size.empty()) exposure = numbers_of(input.table, size);
  const std::string cost_word = text_option(given, {"cost"}).value_or("l2");
  const auto partition = [&](analytics::Cost cost, double penalty) {
    fit_for(cost, values);
    return analytics::optimal_partition(values, cost, penalty, shortest, exposure);
  };
  bool any = false;
  for (const auto& [key, list] : given.items()) {
    if (!key.starts_with("optimal_partition_") || !list.is_array()) continue;
    any = true;
    const auto cost = cost_named(key.substr(18));
    for (const Json& one : list) {
      const double penalty = one.at("penalty_per_break").get<double>();
      out[key].push_back({{"penalty_per_break", one["penalty_per_break"]},
                          {"first_index_0based_of_new_segments", partition(cost, penalty)}});
    }
  }
  if (!any) {
    std::vector<double> penalties;
    const Json told = option(given, {"penalty"});
    if (told.is_array()) {
      for (const Json& p : told)
        penalties.push_back(std::atof(p.is_string() ? p.get<std::string>().c_str() : base::dumped(p).c_str()));
    } else if (const auto one = number_option(given, {"penalty"})) {
      penalties.push_back(*one);
    } else {
      // Schwarz's criterion for one more level; for squares in their own unit.
      const double log_n = std::log(static_cast<double>(values.size()));
      const double unit = cost_word == "l2" && single ? single->rss_with / static_cast<double>(values.size()) : 1;
      penalties.push_back(2 * log_n * std::max(unit, 1e-300));
    }
    const auto cost = cost_named(cost_word);
    std::string key = "optimal_partition_" + cost_word;
    std::replace(key.begin(), key.end(), '-', '_');
    for (const double p : penalties) {
      out[key].push_back({{"penalty_per_break", p}, {"first_index_0based_of_new_segments", partition(cost, p)}});
    }
  }
  out["confirmed"] = Json::array();
  for (const auto& c : analytics::confirmed_changes(values)) {
    out["confirmed"].push_back({{"first_index_0based", c.first},
                                {"ci95_0based", {c.low, c.high}},
                                {"before", c.before},
                                {"after", c.after},
                                {"p", c.p}});
  }
  return out;
}

/// --value counts, --n or --offset exposure, --step 0 before and 1 after, --time, --season place in the cycle,
/// --period steps per cycle, --harmonics.
Json run_its(const StatsInput& input) {
  const Json given = given_of(input);
  const Parts parts = parts_of(input, given);
  analytics::InterruptedData data;
  data.counts = numbers_of(input.table, parts.counts.empty() ? "value" : parts.counts);
  data.step = numbers_of(input.table, parts.step);
  if (!parts.exposure.empty()) data.exposure = numbers_of(input.table, parts.exposure);
  if (!parts.time.empty()) data.time = numbers_of(input.table, parts.time);
  if (!parts.season.empty()) data.season = numbers_of(input.table, parts.season);
  for (std::size_t i = data.counts.size(); i-- > 0;) {
    const auto at = [&](const std::vector<double>& x) { return x.empty() ? 1.0 : x[i]; };
    const bool there = !std::isnan(data.counts[i] + at(data.exposure) + data.step[i] + at(data.time) + at(data.season));
    if (there && at(data.exposure) > 0 && data.counts[i] >= 0) continue;
    for (auto* x : {&data.counts, &data.exposure, &data.step, &data.time, &data.season}) {
      if (!x->empty()) x->erase(x->begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  Json out{{"n", data.counts.size()},
           {"columns",
            {{"value", parts.counts},
             {"exposure", parts.exposure},
             {"step", parts.step},
             {"time", parts.time},
             {"season", parts.season}}}};
  const double period = number_option(given, {"period"}).value_or(12);
  std::vector<std::string> keys{"step_model_poisson", "step_model_quasipoisson"};
  if (!data.season.empty()) {
    keys.insert(keys.end(), {"step_model_harmonics_quasipoisson", "step_and_slope_harmonics"});
  } else {
    keys.push_back("step_and_slope");
  }
  for (const auto& [key, value] : given.items()) {
    if (value.is_object() && value.contains("coef") && std::find(keys.begin(), keys.end(), key) == keys.end()) {
      keys.push_back(key);
    }
  }
  for (const std::string& key : keys) {
    auto model = model_named(key, given.value(key, Json()));
    model.period = period;
    if (const auto told = number_option(given, {"harmonics"}); told && model.harmonics > 0) {
      model.harmonics = static_cast<std::size_t>(std::clamp(*told, 0.0, 6.0));
    }
    if (model.harmonics > 0 && data.season.empty()) model.harmonics = 0;
    const auto fit = analytics::interrupted(data, model);
    out[key] = fit ? model_shape(*fit, parts, true) : Json{{"reason", "no points on both sides, or too few of them"}};
  }
  const Json& plain = out["step_model_poisson"];
  const Json seasonal = out.value("step_model_harmonics_quasipoisson", Json::object());
  if (plain.contains("rr")) {
    out["published"] = {{"rr", plain["rr"]}, {"ci95", plain["ci"]}};
    if (seasonal.contains("rr")) {
      out["published"]["rr_seasonal"] = seasonal["rr"];
      out["published"]["ci95_seasonal"] = seasonal["ci"];
    }
  }
  if (period == 12) out["harmonics"] = "sin, cos of 2 pi month/12 and 4 pi month/12";
  return out;
}

/// --period, --season-window N|periodic, --trend-window, --low-pass-window, --robust.
Json run_stl(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = whole_series(input, "STL");
  const auto whole = [&](std::initializer_list<std::string_view> names) {
    return static_cast<std::size_t>(std::max(0.0, number_option(given, names, "params").value_or(0)));
  };
  analytics::StlPlan plan;
  plan.period = static_cast<std::size_t>(std::max(0.0, number_option(given, {"period"}, "params").value_or(12)));
  const Json window = option(given, {"s_window", "season_window"}, "params");
  if (window.is_number()) plan.season_window = window.get<std::size_t>();
  if (window.is_string() && window != "periodic") plan.season_window = whole({"s_window", "season_window"});
  plan.trend_window = whole({"t_window", "trend_window"});
  plan.low_pass_window = whole({"l_window", "low_pass_window"});
  plan.robust = flag_option(given, {"robust"}, false, "params");
  plan.inner = whole({"inner"});
  plan.outer = whole({"outer"});
  const Json params = given.value("params", Json::object());
  const auto three = [&](const char* key, auto&& put) {
    if (!params.contains(key) || !params[key].is_array() || params[key].size() != 3) return;
    put(params[key]);
  };
  three("windows", [&](const Json& w) {
    plan.trend_window = w[1].get<std::size_t>();
    plan.low_pass_window = w[2].get<std::size_t>();
  });
  three("degree", [&](const Json& d) {
    plan.season_degree = d[0].get<int>();
    plan.trend_degree = d[1].get<int>();
    plan.low_pass_degree = d[2].get<int>();
  });
  three("jump", [&](const Json& j) {
    plan.season_jump = j[0].get<std::size_t>();
    plan.trend_jump = j[1].get<std::size_t>();
    plan.low_pass_jump = j[2].get<std::size_t>();
  });
  const auto s = analytics::stl(values, plan);
  if (!s) {
    throw Error(Status::refused, "too-few-values",
                fmt::format("STL with a period of {} needs more than {} values; {} there", plan.period, 2 * plan.period,
                            base::counted(static_cast<long long>(values.size()), "is", "are")),
                "--period says how many steps make a cycle");
  }
  const bool periodic = plan.season_window == 0;
  Json out;
  out["params"] = params;
  out["params"]["s_window"] = periodic ? Json("periodic") : Json(plan.season_window);
  out["params"]["period"] = plan.period;
  out["params"]["windows"] = {s->windows[0], s->windows[1], s->windows[2]};
  out["params"]["robust"] = plan.robust;
  out["seasonal"] = s->season;
  out[fmt::format("seasonal_{}", plan.period)] =
      std::vector<double>(s->season.begin(), s->season.begin() + static_cast<std::ptrdiff_t>(plan.period));
  out["trend"] = s->trend;
  out["remainder"] = s->remainder;
  out["weights"] = s->weights;
  return out;
}

/// --alpha, --beta, --gamma (those not told are chosen for the least squared error), --period, --seasonal
/// additive|multiplicative|none, --no-trend, --horizon.
Json run_holt_winters(const StatsInput& input) {
  const Json given = given_of(input);
  const auto values = whole_series(input, "Holt-Winters");
  analytics::HoltWintersPlan plan;
  const auto parameter = [&](const char* name) {
    const auto told = number_option(given, {name}, "params");
    if (told && !(*told >= 0 && *told <= 1)) {
      throw Error(Status::usage, "not-a-share", fmt::format("{} of {} is outside 0 to 1", name, *told));
    }
    return told;
  };
  plan.alpha = parameter("alpha");
  plan.beta = parameter("beta");
  plan.gamma = parameter("gamma");
  const Json params = given.value("params", Json::object());
  // false, as R has it, says that there is none.
  plan.trend = flag_option(given, {"trend"}, true) && !(params.contains("beta") && params["beta"] == false) &&
               !flag_option(given, {"no_trend"}, false);
  plan.period = static_cast<std::size_t>(std::max(0.0, number_option(given, {"period"}, "params").value_or(12)));
  plan.start_periods =
      static_cast<std::size_t>(std::max(2.0, number_option(given, {"start_periods"}, "params").value_or(2)));
  const std::string seasonal = text_option(given, {"seasonal"}, "params").value_or("additive");
  plan.seasonal = seasonal == "additive"         ? analytics::Seasonal::additive
                  : seasonal == "multiplicative" ? analytics::Seasonal::multiplicative
                                                 : analytics::Seasonal::none;
  if ((params.contains("gamma") && params["gamma"] == false) || plan.period < 2)
    plan.seasonal = analytics::Seasonal::none;
  const auto h = analytics::holt_winters(values, plan);
  if (!h) {
    throw Error(
        Status::refused, "too-few-values",
        fmt::format("Holt-Winters with a period of {} needs {} values (above 0 for multiplicative seasons); {} there",
                    plan.period, 2 * plan.period, base::counted(static_cast<long long>(values.size()), "is", "are")),
        "--seasonal none does without a season");
  }
  Json out;
  out["params"] = params;
  out["params"]["alpha"] = h->alpha;
  if (plan.trend) out["params"]["beta"] = h->beta;
  if (plan.seasonal != analytics::Seasonal::none) out["params"]["gamma"] = h->gamma;
  out["params"]["period"] = plan.period;
  out["params"]["seasonal"] = seasonal;
  out["params"]["start_periods"] = plan.start_periods;
  out["sse"] = h->sse;
  out["final"] = {{"level", h->level}, {"trend", plan.trend ? Json(h->slope) : Json()}, {"season", h->season}};
  std::vector<std::size_t> horizons;
  for (const auto& [key, _] : given.items()) {
    if (key.starts_with("forecast_") && !numbers_in(key).empty()) {
      horizons.push_back(static_cast<std::size_t>(std::clamp(numbers_in(key).back(), 0LL, 10'000LL)));
    }
  }
  if (const auto told = number_option(given, {"horizon"}))
    horizons.push_back(static_cast<std::size_t>(std::clamp(*told, 0.0, 1e4)));
  if (horizons.empty()) horizons.push_back(12);
  for (const std::size_t steps : horizons) out[fmt::format("forecast_{}", steps)] = h->forecast(steps);
  out["fitted"] = or_null(h->fitted);
  return out;
}

}  // namespace debrief::app
