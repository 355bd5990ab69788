// Charts of shares and counts.

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "analytics/spc/attribute.h"
#include "app/stats/given.h"
#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using analytics::AttributeChart;
using analytics::Spread;
using base::Json;

namespace {

enum class Kind { p, c, u };

/// number  of each point as the table has it ("sample"), else counted from 1
/// trial   points that limits may rest on
struct Counted {
  std::vector<double> hits, n;
  std::vector<long long> number;
  std::vector<char> trial;
  bool even = true;  // all n alike
};

double size_at(double v, std::size_t row, std::string_view column) {
  if (v >= 0 && v <= most_whole) return v;
  throw base::Error(base::Status::refused, "not-a-count",
                    fmt::format("data row {}, column {}: {} is no size of a sample", row + 1, base::quoted(column), v),
                    fmt::format("from 0 to {}", most_whole));
}

/// Rows of --baseline FROM..TO, counted from 1, both included; none told: all.
std::pair<std::size_t, std::size_t> baseline_of(const Json& given, std::size_t rows) {
  const auto told = text_option(given, {"baseline"});
  if (!told) return {1, rows};
  const auto row_in = [](std::string_view text) {
    std::size_t row = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), row);
    return failed == std::errc{} && end == text.data() + text.size() ? row : 0;
  };
  const std::string_view text = *told;
  const auto dots = text.find("..");
  const std::size_t from = row_in(text.substr(0, dots));
  const std::size_t to = dots == std::string_view::npos ? 0 : row_in(text.substr(dots + 2));
  if (from < 1 || to < from || from > rows) {
    throw base::Error(base::Status::usage, "bad-range", fmt::format("{} is no range of rows", base::quoted(*told)),
                      fmt::format("rows 1 to {}, as in --baseline 1..{}", rows, rows));
  }
  return {from, std::min(rows, to)};
}

Counted counted(const StatsInput& input, Kind kind) {
  Counted c;
  const std::string value =
      column_for(input, input.value, {"value", "x", "hits", "defective", "defects", "faults", "count", "events"}, true);
  const std::string value_name = value.empty() ? "value" : value;
  const auto hits = numbers_of(input.table, value_name);
  std::string size = column_for(input, input.n, {"n", "size", "exposure", "units"}, kind != Kind::c, {value_name});
  if (size.empty() && kind != Kind::c) size = "n";
  const auto n = kind == Kind::c && !input.n ? std::vector<double>(hits.size(), 1) : numbers_of(input.table, size);
  const std::string label = column_for(input, input.time, {"sample", "roll", "subgroup", "no"}, false);
  std::vector<double> labels;
  if (!label.empty()) {
    try {
      labels = numbers_of(input.table, label);
    } catch (const base::Error&) {
      labels.clear();  // names, not numbers: the row's place stands for them
    }
  }
  const std::string flags = column_for(input, std::nullopt, {"trial", "baseline", "phase1"}, false);
  const auto trial = flags.empty() ? std::vector<double>(hits.size(), 1) : numbers_of(input.table, flags);
  const auto [from, to] = baseline_of(given_of(input), hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    if (std::isnan(hits[i]) || std::isnan(n[i])) continue;
    const double size_here = kind == Kind::u ? size_at(n[i], i, size) : count_at(n[i], i, size);
    const double hits_here = count_at(hits[i], i, value_name);
    if (kind == Kind::p && hits_here > size_here) {
      throw base::Error(base::Status::refused, "not-a-share",
                        fmt::format("data row {}: {} of {} is no share", i + 1, hits_here, size_here),
                        "look whether the columns are exchanged: --value counts the hits, --n all of them");
    }
    c.hits.push_back(hits_here);
    c.n.push_back(size_here);
    c.number.push_back(labels.empty() || !(std::fabs(labels[i]) <= most_whole) ? static_cast<long long>(i) + 1
                                                                               : std::llround(labels[i]));
    c.trial.push_back(trial[i] != 0 && i + 1 >= from && i + 1 <= to ? 1 : 0);
    c.even = c.even && c.n.back() == c.n.front();
  }
  needs(c.hits.size(), 1, "a control chart");
  return c;
}

AttributeChart chart_of(Kind kind, const Counted& c, const std::vector<char>& baseline, Spread spread) {
  switch (kind) {
    case Kind::p:
      return analytics::p_chart(c.hits, c.n, baseline, spread);
    case Kind::c:
      return analytics::c_chart(c.hits, baseline);
    case Kind::u:
      return analytics::u_chart(c.hits, c.n, baseline, spread);
  }
  return {};
}

const char* centre_name(Kind kind) { return kind == Kind::p ? "p_bar" : kind == Kind::c ? "c_bar" : "u_bar"; }

/// Centre and limits: one pair where all points have the same, else one per point.
void put_limits(Json& out, Kind kind, const AttributeChart& chart, bool one_pair) {
  out[centre_name(kind)] = or_null(chart.centre);
  if (one_pair) {
    out["lcl"] = or_null(chart.lower.front());
    out["ucl"] = or_null(chart.upper.front());
  } else {
    out["lcl"] = or_null(chart.lower);
    out["ucl"] = or_null(chart.upper);
  }
  if (!chart.centre) out["reason"] = "no opportunities, so no share and no limits";
}

Json numbers_outside(const AttributeChart& chart, const Counted& c, const std::vector<char>& which, char wanted) {
  Json list = Json::array();
  for (const std::size_t i : chart.outside) {
    if (which[i] == wanted) list.push_back(c.number[i]);
  }
  return list;
}

Json step_shape(Kind kind, const AttributeChart& chart, const Counted& c, const std::vector<char>& baseline) {
  Json out = Json::object();
  put_limits(out, kind, chart, c.even);
  out["outside_sample_no"] = numbers_outside(chart, c, baseline, 1);
  out["phase1_outside_sample_no"] = out["outside_sample_no"];
  std::vector<char> later;
  for (const char t : c.trial) later.push_back(t == 0 ? 1 : 0);
  out["phase2_outside_sample_no"] = numbers_outside(chart, c, later, 1);
  return out;
}

/// The chart over all, then in steps as a book does it: limits from the trial points, again without those that were
/// found to be special, and those limits held against the later points.
Json plain_chart(const StatsInput& input, Kind kind) {
  const Json given = given_of(input);
  const Counted c = counted(input, kind);
  const AttributeChart first = chart_of(kind, c, c.trial, Spread::chance);
  Json out{{"n", c.hits.size()}};
  put_limits(out, kind, first, c.even);
  out["limits"] = Json::array();
  for (std::size_t i = 0; i < c.hits.size(); ++i) {
    out["limits"].push_back({or_null(first.lower[i]), or_null(first.upper[i])});
  }
  out["outside"] = first.outside;
  const Json step1 = step_shape(kind, first, c, c.trial);
  out["outside_sample_no"] = step1["outside_sample_no"];
  out["step1"] = step1;

  std::vector<std::string> keys;
  for (const auto& [key, _] : given.items()) {
    if (key.starts_with("step2")) keys.push_back(key);
  }
  if (const auto told = text_option(given, {"without"}); told && keys.empty()) {
    std::string key = "step2_without_" + *told;
    std::replace(key.begin(), key.end(), ',', '_');
    keys.push_back(key);
  } else if (keys.empty() && !step1["outside_sample_no"].empty()) {
    std::string key = "step2_without";
    for (const Json& n : step1["outside_sample_no"]) key += "_" + base::dumped(n);
    keys.push_back(key);
  }
  Json printed{{centre_name(kind), step1[centre_name(kind)]}, {"ucl", step1["ucl"]}, {"lcl", step1["lcl"]}};
  std::vector<char> rests_on = c.trial;
  AttributeChart last = first;
  for (const std::string& key : keys) {
    rests_on = c.trial;
    for (const long long number : numbers_in(key)) {
      for (std::size_t i = 0; i < c.number.size(); ++i) {
        if (c.number[i] == number) rests_on[i] = 0;
      }
    }
    last = chart_of(kind, c, rests_on, Spread::chance);
    // Points left out of the limits are in neither list: they are known already.
    out[key] = step_shape(kind, last, c, rests_on);
    printed[std::string(centre_name(kind)) + "2"] = out[key][centre_name(kind)];
    printed["ucl2"] = out[key]["ucl"];
    printed["lcl2"] = out[key]["lcl"];
  }
  out["published_rounded"] = printed;
  // A count per unit is also a rate: of 100 boards, per board.
  for (const auto& [key, _] : given.items()) {
    if (!key.starts_with("u_chart_units_of_")) continue;
    const double units = static_cast<double>(numbers_in(key).back());
    std::vector<double> n(c.hits.size(), units);
    const auto u = analytics::u_chart(c.hits, n, rests_on);
    out[key] = {{"u_bar", or_null(u.centre)}, {"lcl", or_null(u.lower.front())}, {"ucl", or_null(u.upper.front())}};
  }
  const auto spread =
      kind == Kind::p ? analytics::share_overdispersion(c.hits, c.n) : analytics::rate_overdispersion(c.hits, c.n);
  out["overdispersion"] = {{"chisq", spread.chi2}, {"df", spread.df}, {"ratio", spread.ratio}, {"p", spread.p}};
  return out;
}

Json laney_chart(const StatsInput& input, Kind kind) {
  const Counted c = counted(input, kind);
  needs(c.hits.size(), 2, "Laney's chart");
  const AttributeChart laney = chart_of(kind, c, c.trial, Spread::laney);
  const AttributeChart plain = chart_of(kind, c, c.trial, Spread::chance);
  Json out{{"n", c.hits.size()}};
  out[centre_name(kind)] = or_null(laney.centre);
  out["sigma_z"] = or_null(laney.sigma_z);
  out[kind == Kind::p ? "p_chart_outside" : "u_chart_outside"] = plain.outside;
  out["lcl"] = or_null(laney.lower);
  out["ucl"] = or_null(laney.upper);
  out["limits"] = Json::array();
  for (std::size_t i = 0; i < c.hits.size(); ++i) {
    out["limits"].push_back({or_null(laney.lower[i]), or_null(laney.upper[i])});
  }
  out["outside"] = laney.outside;
  if (!laney.sigma_z) out["reason"] = "fewer than two points have opportunities";
  return out;
}

}  // namespace

Json run_p_chart(const StatsInput& input) { return plain_chart(input, Kind::p); }
Json run_c_chart(const StatsInput& input) { return plain_chart(input, Kind::c); }
Json run_u_chart(const StatsInput& input) { return plain_chart(input, Kind::u); }
Json run_laney_p(const StatsInput& input) { return laney_chart(input, Kind::p); }
Json run_laney_u(const StatsInput& input) { return laney_chart(input, Kind::u); }

}  // namespace debrief::app
