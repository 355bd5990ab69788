// Durations of which some have not ended.

#include "analytics/numbers/survival.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analytics/numbers/lifetimes.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using analytics::CurveLimits;
using base::Json;

namespace {

struct Arm {
  std::string name;
  std::vector<analytics::Lifetime> lifetimes;
  std::vector<analytics::SurvivalStep> curve;
  double last = 0;
};

std::vector<Arm> arms_of(const StatsInput& input) {
  const std::string time =
      column_for(input, input.time ? input.time : input.value, {"time", "t", "duration", "value"}, true);
  const auto times = numbers_of(input.table, time.empty() ? "time" : time);
  const std::string event = column_for(input, input.event, {"event", "status", "ended", "observed"}, false);
  const auto ended = event.empty() ? std::vector<double>(times.size(), 1) : numbers_of(input.table, event);
  const std::string group = column_for(input, input.group, {"group", "arm", "treat", "treatment"}, false);
  const auto names = group.empty() ? std::vector<std::string>(times.size()) : input.table.column(group);
  std::map<std::string, std::vector<analytics::Lifetime>> by_name;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (std::isnan(times[i]) || std::isnan(ended[i])) continue;
    if (times[i] < 0) {
      throw base::Error(base::Status::refused, "duration-negative",
                        fmt::format("data row {}: a duration of {} ends before it begins", i + 1, times[i]));
    }
    by_name[names[i]].push_back({times[i], ended[i] != 0});
  }
  std::vector<Arm> arms;
  for (auto& [name, lifetimes] : by_name) {
    Arm arm{name, std::move(lifetimes), {}, 0};
    arm.curve = analytics::kaplan_meier(arm.lifetimes);
    for (const auto& l : arm.lifetimes) arm.last = std::max(arm.last, l.t);
    arms.push_back(std::move(arm));
  }
  return arms;
}

std::int64_t ended_in(const Arm& arm) {
  return std::count_if(arm.lifetimes.begin(), arm.lifetimes.end(), [](const auto& l) { return l.ended; });
}

Json mean_to(const Arm& arm, double tau, Json out) {
  if (!(tau > 0)) {
    out["rmean"] = out["se(rmean)"] = nullptr;
    return out;
  }
  const auto m = analytics::restricted_mean(arm.curve, tau);
  const auto limits = analytics::restricted_mean_limits(m, tau);
  out["rmean"] = m.mean;
  out["se(rmean)"] = m.se;
  out["ci95"] = {limits.low, limits.high};
  return out;
}

Json median_band(const Arm& arm, CurveLimits kind) {
  const auto band = analytics::quantile_band(arm.curve, 0.5, kind);
  return {{"median", or_null(analytics::survival_quantile(arm.curve, 0.5))},
          {"0.95LCL", or_null(band.low)},
          {"0.95UCL", or_null(band.high)},
          {"_row", arm.name}};
}

/// "published_survivor_6mp" is about the arm "6-MP".
bool is_about(const std::string& key, const std::string& arm) {
  const auto plain = [](std::string_view text) {
    std::string out;
    for (const char c : base::ascii_lower(text)) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out;
  };
  const std::string wanted = plain(arm);
  return wanted.empty() || plain(key).ends_with(wanted);
}

double survival_at(const Arm& arm, double t) {
  double s = 1;
  for (const auto& step : arm.curve) {
    if (step.t > t) break;
    s = step.survival;
  }
  return s;
}

void put_published(const Json& given, const std::vector<Arm>& arms, Json& out) {
  for (const auto& [key, value] : given.items()) {
    if (!key.starts_with("published_survivor") || !value.is_object()) continue;
    for (const Arm& arm : arms) {
      if (arms.size() > 1 && !is_about(key, arm.name)) continue;
      for (const auto& [t, _] : value.items()) out[key][t] = survival_at(arm, std::atof(t.c_str()));
    }
  }
  out["published_logrank_chisq"] = out["logrank"].is_object() ? out["logrank"]["chisq"] : Json();
}

}  // namespace

Json run_kaplan_meier(const StatsInput& input) {
  const Json given = given_of(input);
  const std::vector<Arm> arms = arms_of(input);
  Json curve = Json::array();
  Json groups = Json::array();
  Json medians = Json::array();
  double common = 0;
  double shortest = arms.empty() ? 0 : arms.front().last;
  for (const Arm& arm : arms) {
    common = std::max(common, arm.last);
    shortest = std::min(shortest, arm.last);
  }
  const double tau = number_option(given, {"tau"}, "rmst").value_or(shortest);
  Json restricted = Json::array();
  Json loglog = Json::array();
  Json log = Json::array();
  Json quantiles = Json::array();
  std::vector<std::vector<analytics::Lifetime>> all;
  for (const Arm& arm : arms) {
    for (const auto& step : arm.curve) {
      curve.push_back({{"group", arm.name},
                       {"time", step.t},
                       {"n_risk", step.at_risk},
                       {"n_event", step.ended},
                       {"surv", step.survival},
                       {"se", or_null(step.se)}});
    }
    const auto median = analytics::survival_quantile(arm.curve, 0.5);
    const auto band = analytics::quantile_band(arm.curve, 0.5, CurveLimits::log);
    Json shape{{"records", arm.lifetimes.size()},
               {"n.max", arm.lifetimes.size()},
               {"n.start", arm.lifetimes.size()},
               {"events", ended_in(arm)}};
    shape = mean_to(arm, common, std::move(shape));
    shape["median"] = or_null(median);
    shape["ci95_LCL"] = or_null(band.low);
    shape["ci95_UCL"] = or_null(band.high);
    shape["_row"] = arm.name;
    if (!median) shape["reason"] = "fewer than half have ended: no median; look at the restricted mean";
    groups.push_back(std::move(shape));
    medians.push_back({{"group", arm.name}, {"records", arm.lifetimes.size()}, {"median", or_null(median)}});
    restricted.push_back(mean_to(arm, tau, Json{{"_row", arm.name}}));
    loglog.push_back(median_band(arm, CurveLimits::log_log));
    log.push_back(median_band(arm, CurveLimits::log));
    Json q{{"_row", arm.name}};
    for (const int p : {25, 50, 75}) q[std::to_string(p)] = or_null(analytics::survival_quantile(arm.curve, p / 100.0));
    quantiles.push_back(std::move(q));
    all.push_back(arm.lifetimes);
  }
  Json out{{"curve", curve}, {"groups", groups}, {"medians", medians}};
  out["logrank"] = nullptr;
  if (arms.size() >= 2) {
    const auto test = analytics::log_rank(all);
    out["logrank"] = {{"chisq", test.chi2}, {"df", test.df}, {"obs", test.seen}, {"exp", test.expected}, {"p", test.p}};
  }
  out["rmst"] = {{"tau", tau}, {"groups", restricted}};
  if (arms.size() == 2 && tau > 0) {
    const auto a = analytics::restricted_mean(arms[0].curve, tau);
    const auto b = analytics::restricted_mean(arms[1].curve, tau);
    const double se = std::hypot(a.se, b.se);
    out["rmst"]["difference"] = {
        {"estimate", a.mean - b.mean},
        {"se", se},
        {"ci95", {a.mean - b.mean - 1.959963984540054 * se, a.mean - b.mean + 1.959963984540054 * se}}};
  }
  out["median_ci_loglog"] = loglog;
  out["median_ci_log"] = log;
  out["quantiles_25_50_75"] = quantiles;
  put_published(given, arms, out);
  return out;
}

}  // namespace debrief::app
