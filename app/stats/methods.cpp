// Single methods of analysis.

#include "app/stats/methods.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analytics/metrics.h"
#include "analytics/numbers/interval.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/survival.h"
#include "analytics/numbers/trend.h"
#include "analytics/spc.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

Json given_of(const StatsInput& input) { return base::parse_json(input.given).maybe().value_or(Json::object()); }

std::vector<double> present(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  return values;
}

void needs(std::size_t have, std::size_t least, std::string_view what) {
  if (have >= least) return;
  throw Error(Status::refused, "too-few-values",
              fmt::format("{} needs {} or more; {} there", what, base::counted(static_cast<long long>(least), "value"),
                          base::counted(static_cast<long long>(have), "is", "are")));
}

Json quantiles(const StatsInput& input) {
  const Json given = given_of(input);
  Json out;
  std::vector<double> x =
      given.contains("x") ? given["x"].get<std::vector<double>>() : present(numbers_of(input.table, input.value));
  needs(x.size(), 1, "a quantile");
  const std::vector<double> probs =
      given.value("probs", std::vector<double>{0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1});
  out["x"] = x;
  out["probs"] = probs;
  std::sort(x.begin(), x.end());
  for (int type = 1; type <= 9; ++type) {
    Json row = Json::array();
    for (const double p : probs) row.push_back(analytics::quantile(x, p, type));
    out["types"][std::to_string(type)] = std::move(row);
  }
  return out;
}

Json xmr_shape(std::span<const double> values, analytics::Screening screening) {
  const auto limits = analytics::xmr(values, screening);
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

double two_digits(const Json& number) { return std::round(number.get<double>() * 100) / 100; }

/// Limits with screened moving ranges, which the pages use; without; and both as they are printed.
Json xmr(const StatsInput& input) {
  const auto values = present(numbers_of(input.table, input.value));
  needs(values.size(), 2, "a process chart");
  const Json screened = xmr_shape(values, analytics::Screening::on);
  const Json unscreened = xmr_shape(values, analytics::Screening::off);
  const auto printed = [](const Json& s) {
    return Json{{"upl", two_digits(s["upl"])}, {"mean", two_digits(s["mean"])}, {"lpl", two_digits(s["lpl"])}};
  };
  Json out = screened;
  out["screened"] = screened;
  out["unscreened"] = unscreened;
  out["rounded"] = {{"mean", two_digits(screened["mean"])},
                    {"avg_mr", two_digits(screened["avg_moving_range"])},
                    {"upl", two_digits(screened["upl"])},
                    {"lpl", two_digits(screened["lpl"])},
                    {"url_mr", two_digits(screened["url_mr"])}};
  out["published_rounded"] = {{"screened", printed(screened)}, {"unscreened", printed(unscreened)}};
  return out;
}

/// Truth tables of the single rules where they are given; else the rule each value of a column is known by.
Json rules(const StatsInput& input) {
  const Json given = given_of(input);
  Json out = Json::object();
  const auto each = [&](const char* name, auto&& work) {
    for (const Json& row : given.value(name, Json::array())) out[name].push_back(work(row));
  };
  using Ints = std::vector<int>;
  each("shift_end", [](const Json& row) {
    return Json{{"side", row["side"]}, {"out", analytics::shift_ends(row["side"].get<Ints>())}};
  });
  each("part_of_seven", [](const Json& row) {
    return Json{{"end", row["end"]}, {"out", analytics::part_of_seven(row["end"].get<Ints>())}};
  });
  each("trend_end", [](const Json& row) {
    return Json{{"y", row["y"]}, {"out", analytics::trend_ends(row["y"].get<std::vector<double>>())}};
  });
  each("two_in_three", [](const Json& row) {
    const auto found = analytics::two_in_three(row["close"].get<Ints>(), row["side"].get<Ints>());
    return Json{{"close", row["close"]}, {"side", row["side"]}, {"window", found.window}, {"labelled", found.labelled}};
  });
  if (!out.empty()) return out;
  const auto values = present(numbers_of(input.table, input.value));
  needs(values.size(), 2, "a process chart");
  const auto limits = analytics::xmr(values, analytics::Screening::on);
  for (const auto& label : analytics::point_labels(values, limits)) {
    out["points"].push_back(label ? Json{{"rule", analytics::name(label->rule)}, {"sign", label->sign}} : Json());
  }
  return out;
}

Json wilson_case(std::int64_t x, std::int64_t n) {
  const auto interval = analytics::wilson(x, n);
  return {{"x", x}, {"n", n}, {"wilson95", interval ? Json{interval->low, interval->high} : Json()}};
}

Json wilson(const StatsInput& input) {
  const Json given = given_of(input);
  Json cases = Json::array();
  if (given.contains("cases")) {
    for (const Json& c : given["cases"])
      cases.push_back(wilson_case(c["x"].get<std::int64_t>(), c["n"].get<std::int64_t>()));
  } else {
    const auto x = numbers_of(input.table, input.value);
    const auto n = numbers_of(input.table, input.n);
    for (std::size_t i = 0; i < x.size(); ++i) cases.push_back(wilson_case(std::llround(x[i]), std::llround(n[i])));
  }
  return {{"cases", cases}};
}

Json mann_kendall(const StatsInput& input) {
  const auto values = numbers_of(input.table, input.value);
  const auto test = analytics::mann_kendall(values);
  const auto sen = analytics::sen_slope(values);
  const char* trend = test.p >= 0.05 ? "no trend" : test.s > 0 ? "increasing" : "decreasing";
  return {{"mann_kendall",
           {{"n", test.n},
            {"S", test.s},
            {"var_s", test.var_s},
            {"z", test.z},
            {"p", test.p},
            {"tau", test.tau},
            {"trend", trend}}},
          {"sen", sen ? Json{{"slope", sen->slope}, {"intercept", sen->intercept}} : Json()}};
}

Json kaplan_meier(const StatsInput& input) {
  const auto times = numbers_of(input.table, input.time);
  const auto ended =
      input.table.has(input.event) ? numbers_of(input.table, input.event) : std::vector<double>(times.size(), 1);
  const auto groups =
      input.table.has(input.group) ? input.table.column(input.group) : std::vector<std::string>(times.size());
  std::map<std::string, std::vector<analytics::Lifetime>> by_group;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!std::isnan(times[i])) by_group[groups[i]].push_back({times[i], ended[i] != 0});
  }
  Json curve = Json::array();
  Json medians = Json::array();
  for (const auto& [group, lifetimes] : by_group) {
    const auto steps = analytics::kaplan_meier(lifetimes);
    for (const auto& step : steps) {
      curve.push_back({{"group", group},
                       {"time", step.t},
                       {"n_risk", step.at_risk},
                       {"n_event", step.ended},
                       {"surv", step.survival},
                       {"se", step.se ? Json(*step.se) : Json()}});
    }
    const auto median = analytics::median_survival(steps);
    medians.push_back({{"group", group}, {"records", lifetimes.size()}, {"median", median ? Json(*median) : Json()}});
  }
  return {{"curve", curve}, {"medians", medians}};
}

/// Words as numbers, in order of first appearance.
std::vector<std::int32_t> numbered(const std::vector<std::string>& labels) {
  std::map<std::string, std::int32_t> seen;
  std::vector<std::int32_t> out;
  for (const std::string& label : labels)
    out.push_back(seen.try_emplace(label, static_cast<std::int32_t>(seen.size())).first->second);
  return out;
}

Json agreement_shape(const std::vector<std::string>& truth, const std::vector<std::string>& found) {
  const auto a = analytics::agreement(numbered(truth), numbered(found));
  return {{"ari", a.ari},
          {"ri", a.ri},
          {"nmi_arithmetic", a.nmi_arithmetic},
          {"nmi_geometric", a.nmi_geometric},
          {"ami", a.ami},
          {"homogeneity", a.homogeneity},
          {"completeness", a.completeness},
          {"v", a.v},
          {"fmi", a.fmi},
          {"purity", a.purity},
          {"accuracy_best_match", a.accuracy}};
}

std::vector<std::string> words_of(const Json& list) {
  std::vector<std::string> words;
  for (const Json& item : list) words.push_back(item.is_string() ? item.get<std::string>() : base::dumped(item));
  return words;
}

/// Known groups in the column --group, found ones in --value.
Json clustering_metrics(const StatsInput& input) {
  const Json given = given_of(input);
  if (!given.contains("cases")) {
    return agreement_shape(input.table.column(input.group), input.table.column(input.value));
  }
  Json cases = Json::array();
  for (const Json& c : given["cases"]) {
    cases.push_back({{"id", c.value("id", Json())},
                     {"truth", c["truth"]},
                     {"pred", c["pred"]},
                     {"expected", agreement_shape(words_of(c["truth"]), words_of(c["pred"]))}});
  }
  return {{"cases", cases}};
}

constexpr StatsMethod methods[] = {
    {"clustering-metrics", "How well found groups (--value) agree with known ones (--group).", clustering_metrics},
    {"kaplan-meier", "Share still running over --time; --event is 0 for what had not ended, --group splits.",
     kaplan_meier},
    {"kpi-log", "Service-desk figures of a log of tickets, with pauses and targets; --calls and --policy.",
     run_kpi_log},
    {"mann-kendall", "Is a series going somewhere? With the slope of Theil and Sen.", mann_kendall},
    {"quantiles", "Quantiles by all nine definitions of Hyndman and Fan.", quantiles},
    {"rules", "The rule of a process chart that each value is known by.", rules},
    {"wilson", "Intervals of shares: --value of --n.", wilson},
    {"xmr", "Limits of a process chart of single values.", xmr},
};

}  // namespace

std::span<const StatsMethod> stats_methods() { return methods; }

const StatsMethod& stats_method(std::string_view name) {
  std::vector<std::string> known;
  for (const StatsMethod& method : methods) {
    if (method.name == name) return method;
    known.emplace_back(method.name);
  }
  const std::string near = base::nearest(name, known);
  throw Error(Status::usage, "unknown-method",
              near.empty() ? fmt::format("there is no method {}", base::quoted(name))
                           : fmt::format("there is no method {}. Did you mean \"{}\"?", base::quoted(name), near),
              "methods: " + base::joined(known, ", "));
}

}  // namespace debrief::app
