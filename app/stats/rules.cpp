// The rules of control charts: truth tables, whole charts, or the points of a column.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analytics/spc.h"
#include "analytics/spc/nhs_chart.h"
#include "analytics/spc/zones.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Json;
using base::Status;

namespace {

analytics::Wanted wanted_of(const std::string& word) {
  if (word == "increase" || word == "higher") return analytics::Wanted::increase;
  if (word == "decrease" || word == "lower") return analytics::Wanted::decrease;
  return analytics::Wanted::neither;
}

/// The plan of a chart from {"improvement_direction", "screen_outliers", "target", "fix_after_n_points", "rebase_at"}.
analytics::NhsPlan plan_of(const Json& options) {
  analytics::NhsPlan plan;
  const Json o{{"options", options}};
  plan.wanted = wanted_of(text_option(o, {"improvement_direction", "better"}).value_or("neutral"));
  plan.screening =
      flag_option(o, {"screen_outliers", "screening"}, true) ? analytics::Screening::on : analytics::Screening::off;
  plan.target = number_option(o, {"target"});
  if (const auto n = number_option(o, {"fix_after_n_points", "fix_after"})) {
    plan.fix_after = static_cast<std::size_t>(std::max(2.0, *n));
  }
  const Json at = option(o, {"rebase_at", "rebase"});
  if (at.is_number()) plan.rebase_at.push_back(at.get<std::size_t>());
  if (at.is_array()) plan.rebase_at = at.get<std::vector<std::size_t>>();
  if (at.is_string()) {
    for (const std::string& part : base::split(at.get<std::string>(), ',')) {
      plan.rebase_at.push_back(static_cast<std::size_t>(std::max(0LL, std::atoll(part.c_str()))));
    }
  }
  std::sort(plan.rebase_at.begin(), plan.rebase_at.end());
  return plan;
}

Json chart_shape(const std::vector<double>& values, const analytics::NhsPlan& plan) {
  Json out = Json::object();
  if (values.size() < 2) {
    out["limits"] = Json::array();
    out["reason"] = "a process chart needs two values";
    return out;
  }
  const auto chart = analytics::nhs_chart(values, plan);
  out["limits"] = Json::array();
  Json icons = Json::array();
  for (const auto& s : chart.segments) {
    out["limits"].push_back(
        {{"from_index", s.from}, {"mean", s.limits.mean}, {"lpl", s.limits.lower}, {"upl", s.limits.upper}});
    icons.push_back(analytics::name(s.variation));
  }
  out["special_cause"] = Json::object();
  out["point_class"] = Json::array();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (chart.labels[i]) out["special_cause"][std::to_string(i)] = analytics::nhs_label(*chart.labels[i]);
    out["point_class"].push_back(analytics::name(chart.classes[i]));
  }
  // One icon for one segment, a list for several; assurance is judged on the last.
  const bool one = chart.segments.size() == 1;
  out["variation_icon"] = one ? icons[0] : icons;
  const Json assurance = chart.assurance ? Json(analytics::name(*chart.assurance)) : Json();
  if (one || !plan.target) {
    out["assurance_icon"] = assurance;
  } else {
    out["assurance_icon"] = Json::array();
    for (std::size_t i = 0; i + 1 < chart.segments.size(); ++i) out["assurance_icon"].push_back(nullptr);
    out["assurance_icon"].push_back(assurance);
  }
  return out;
}

Json zone_case(const Json& c, double centre, double sigma) {
  const std::string name = c["rule"].get<std::string>();
  const auto rule = analytics::zone_rule_named(name);
  if (!rule) {
    throw Error(Status::refused, "unknown-word", fmt::format("there is no rule {}", base::quoted(name)),
                "WE1 to WE4, N1 to N8");
  }
  const auto x = c["x"].get<std::vector<double>>();
  return {{"rule", name},
          {"x", c["x"]},
          {"flag", analytics::zone_rule_ends(*rule, x, c.value("center", centre), c.value("sigma", sigma))}};
}

Json truth_tables(const Json& given) {
  using Ints = std::vector<int>;
  Json out = Json::object();
  const auto each = [&](const char* name, auto&& work) {
    for (const Json& row : given.value(name, Json::array())) out[name].push_back(work(row));
  };
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
  return out;
}

Json cases_of(const Json& given) {
  Json out;
  const double centre = given.value("center", 0.0);
  const double sigma = given.value("sigma", 1.0);
  bool zones = false;
  out["cases"] = Json::array();
  for (const Json& c : given["cases"]) {
    if (c.contains("rule")) {
      zones = true;
      out["cases"].push_back(zone_case(c, centre, sigma));
      continue;
    }
    Json one{{"id", c.value("id", Json())}, {"options", c.value("options", Json::object())}, {"values", c["values"]}};
    one.update(chart_shape(c["values"].get<std::vector<double>>(), plan_of(one["options"])));
    out["cases"].push_back(std::move(one));
  }
  if (zones) {
    out["center"] = given.value("center", Json(0));
    out["sigma"] = given.value("sigma", Json(1));
    for (const auto rule : analytics::all_zone_rules()) {
      out["rules"][std::string(analytics::name(rule))] = analytics::meaning(rule);
    }
  }
  return out;
}

}  // namespace

/// A column: limits and labels as the NHS tools give them (--better, --target, --fix-after, --rebase, --screening), and
/// the points at which each rule of Western Electric and Nelson is met (--centre, --sigma; else mean and moving range).
Json run_rules(const StatsInput& input) {
  const Json given = given_of(input);
  if (given.contains("cases")) return cases_of(given);
  if (const Json tables = truth_tables(given); !tables.empty()) return tables;
  const auto values = given.contains("values") ? given["values"].get<std::vector<double>>()
                                               : present(numbers_of(input.table, value_column(input)));
  needs(values.size(), 2, "a process chart");
  const Json options = given.value("options", Json::object());
  const auto plan = plan_of(options);
  Json out = chart_shape(values, plan);
  const auto chart = analytics::nhs_chart(values, plan);
  out["points"] = Json::array();
  for (const auto& label : chart.labels) {
    out["points"].push_back(label ? Json{{"rule", analytics::name(label->rule)}, {"sign", label->sign}} : Json());
  }
  const auto& limits = chart.segments.front().limits;
  const double centre = number_option(given, {"centre", "center"}).value_or(limits.mean);
  const double sigma = number_option(given, {"sigma"}).value_or(limits.average_moving_range / 1.128);
  out["zones"] = {{"center", centre}, {"sigma", sigma}};
  for (const auto rule : analytics::all_zone_rules()) {
    out["zones"][std::string(analytics::name(rule))] = analytics::zone_rule_ends(rule, values, centre, sigma);
  }
  return out;
}

}  // namespace debrief::app
