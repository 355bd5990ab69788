// Shares, rates and failures: intervals and comparisons.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "analytics/numbers/distribution.h"
#include "analytics/numbers/failures.h"
#include "analytics/numbers/rates.h"
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

Json interval(const std::optional<analytics::Interval95>& i) { return i ? Json{i->low, i->high} : Json(); }

/// 0.95 as it stands in keys: 95; 0.999 is 99.9.
std::string percent(double confidence) { return fmt::format("{:g}", confidence * 100); }

/// A level told as 0.9 or as 90.
double confidence_of(const Json& given) {
  const double told = number_option(given, {"confidence", "level"}).value_or(0.95);
  return told > 1 ? told / 100 : told;
}

void check_count(double x, double n) {
  if (x >= 0 && n >= 0 && x <= n && n <= most_exact && std::floor(x) == x && std::floor(n) == n) return;
  throw Error(Status::refused, "not-a-share", fmt::format("{} of {} is no share", x, n),
              fmt::format("whole counts up to {}, the first no larger than the second", most_exact));
}

/// The share of a row; throws refused Error not-a-share that names it.
void check_row(std::size_t row, double x, double n) {
  try {
    check_count(x, n);
  } catch (const Error& e) {
    throw Error(Status::refused, e.code(), fmt::format("data row {}: {}", row + 1, e.what()), e.hint());
  }
}

Json one_share(std::int64_t x, std::int64_t n, double confidence) {
  check_count(static_cast<double>(x), static_cast<double>(n));
  Json out{{"x", x}, {"n", n}};
  out["share"] = n > 0 ? Json(static_cast<double>(x) / static_cast<double>(n)) : Json();
  out[fmt::format("wilson{}", percent(confidence))] = interval(analytics::wilson_at(x, n, confidence));
  out[fmt::format("clopper_pearson{}", percent(confidence))] = interval(analytics::clopper_pearson(x, n, confidence));
  out["published_wilson"] = interval(analytics::wilson_at(x, n, confidence));
  if (n == 0) out["reason"] = "no cases, so no share and no interval";
  return out;
}

Json two_shares(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2, double confidence) {
  check_count(static_cast<double>(x1), static_cast<double>(n1));
  check_count(static_cast<double>(x2), static_cast<double>(n2));
  const auto d = analytics::newcombe(x1, n1, x2, n2, confidence);
  Json out{{"x1", x1}, {"n1", n1}, {"x2", x2}, {"n2", n2}};
  out["difference"] = d ? Json(d->difference) : Json();
  out["diff"] = out["difference"];
  out[fmt::format("newcombe{}", percent(confidence))] = d ? interval(d->interval) : Json();
  out["published_newcombe"] = d ? interval(d->interval) : Json();
  if (!d) out["reason"] = "a group without cases has no share";
  return out;
}

/// Levels asked for by keys such as wilson90, ci_95.
double level_in(const Json& c, double otherwise) {
  for (const auto& [key, _] : c.items()) {
    for (const std::string_view stem : {"wilson", "clopper_pearson", "newcombe", "ci"}) {
      if (!key.starts_with(stem)) continue;
      const int level = std::atoi(key.c_str() + stem.size());
      if (level >= 50 && level <= 99) return level / 100.0;
    }
  }
  return otherwise;
}

/// A pair of numbers under one of these names, or under name1 and name2.
std::optional<std::array<double, 2>> two(const Json& c, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (c.contains(name) && c[name].is_array() && c[name].size() == 2) {
      return std::array{c[name][0].get<double>(), c[name][1].get<double>()};
    }
    const std::string one = std::string(name) + "1";
    const std::string other = std::string(name) + "2";
    if (c.contains(one) && c.contains(other)) return std::array{c[one].get<double>(), c[other].get<double>()};
  }
  return std::nullopt;
}

Json share_case(const Json& c, double confidence) {
  const double level = level_in(c, confidence);
  const auto x = two(c, {"x", "a"});
  const auto n = two(c, {"n", "m"});
  Json out;
  if (x && n) {
    out = two_shares(std::llround((*x)[0]), std::llround((*n)[0]), std::llround((*x)[1]), std::llround((*n)[1]), level);
    if (c.contains("x")) out["x"] = c["x"];
    if (c.contains("n")) out["n"] = c["n"];
  } else {
    out = one_share(c.at("x").get<std::int64_t>(), c.at("n").get<std::int64_t>(), level);
  }
  if (c.contains("id")) out["id"] = c["id"];
  return out;
}

double exposure_of(double t) {
  if (t > 0 && t <= most_whole) return t;
  throw Error(Status::refused, "no-exposure", fmt::format("an exposure of {} has no rate", t),
              fmt::format("hours, days, calls: above 0, up to {}", most_whole));
}

Json rate_pair(std::array<double, 2> x, std::array<double, 2> t, double confidence) {
  const auto c = analytics::compare_rates(std::llround(x[0]), exposure_of(t[0]), std::llround(x[1]), exposure_of(t[1]),
                                          confidence);
  Json ci{c.low, or_null(c.high)};
  Json out{{"x", {std::llround(x[0]), std::llround(x[1])}}, {"T", {t[0], t[1]}}};
  out["rate_ratio"] = out["rr"] = or_null(c.ratio);
  out[fmt::format("ci{}", percent(confidence))] = ci;
  out["ci"] = ci;
  out["p_two_sided"] = out["p"] = c.p;
  if (!c.ratio) out["reason"] = "no event in the second group: the ratio has no upper limit";
  return out;
}

Json one_rate(double x, double expected, double confidence) {
  const auto i = analytics::rate_interval(std::llround(x), exposure_of(expected), confidence);
  Json out{{"x", std::llround(x)}, {"expected", expected}, {"T", expected}, {"rate", x / expected}};
  out[fmt::format("ci{}", percent(confidence))] = interval(i);
  out["ci"] = interval(i);
  out["p_two_sided"] = out["p"] = analytics::poisson_two_sided(std::llround(x), expected);
  return out;
}

Json rate_case(const Json& c, double confidence) {
  const double level = level_in(c, confidence);
  const auto x = two(c, {"x", "events"});
  const auto t = two(c, {"T", "t", "exposure"});
  Json out;
  if (x && t) {
    out = rate_pair(*x, *t, level);
  } else {
    const char* name = c.contains("expected") ? "expected" : c.contains("T") ? "T" : "exposure";
    out = one_rate(c.at("x").get<double>(), c.at(name).get<double>(), level);
  }
  if (c.contains("id")) out["id"] = c["id"];
  return out;
}

/// "hpp_two_failures_800h": how many and how long stand in the key.
std::optional<std::pair<std::int64_t, double>> failures_in(const std::string& key) {
  static constexpr std::array words{"zero",     "one",     "two",     "three",     "four",     "five",     "six",
                                    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
                                    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  std::optional<std::int64_t> n;
  std::optional<double> hours;
  const auto parts = base::split(key, '_');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 < parts.size() && parts[i + 1].starts_with("failure")) {
      const auto word = std::find(words.begin(), words.end(), parts[i]);
      n = word != words.end() ? word - words.begin() : std::atoll(parts[i].c_str());
    }
    if (parts[i].size() > 1 && parts[i].back() == 'h') {
      const double h = std::atof(parts[i].c_str());
      if (h > 0) hours = h;
    }
  }
  if (!n || !hours) return std::nullopt;
  return std::pair{*n, *hours};
}

/// Intervals at every level that keys such as ci90 ask for, and at 95 and 90.
void put_rate(Json& out, std::int64_t failures, double hours, analytics::Ended ended, const std::string& prefix) {
  for (const int level : {80, 90, 95, 99}) {
    const auto rate = analytics::constant_rate(failures, hours, level / 100.0, ended);
    out[fmt::format("{}ci{}", prefix, level)] =
        failures > 0 ? Json{rate.low, or_null(rate.high)} : Json{rate.low, nullptr};
  }
}

Json no_failure(double hours) {
  Json out{{"T", hours}, {"mtbf", "undefined"}};
  for (const int level : {80, 90, 95, 99}) {
    out[fmt::format("lower_bound_{}_one_sided", level)] = analytics::lower_bound_without_failure(hours, level / 100.0);
  }
  out["reason"] = "no failure was seen: only a lower limit is known";
  return out;
}

Json few_failures(std::int64_t n, double hours) {
  Json out{{"n", n}, {"T", hours}, {"mtbf", hours / static_cast<double>(n)}};
  put_rate(out, n, hours, analytics::Ended::by_time, "");
  for (const int level : {80, 90, 95}) {
    const auto rate = analytics::constant_rate(n, hours, level / 100.0);
    out[fmt::format("published_rounded_factors_r{}_{}", n, level)] =
        Json{rate.low / *rate.mean, *rate.high / *rate.mean};
  }
  return out;
}

Json growth_of(const std::vector<double>& times, double hours, analytics::Ended ended) {
  const auto g = analytics::growth(times, hours, ended);
  Json out{{"n", times.size()}, {"T", hours}};
  out["cumulative_mtbf"] = times.empty() ? Json() : Json(hours / static_cast<double>(times.size()));
  put_rate(out, static_cast<std::int64_t>(times.size()), hours, ended, "hpp_");
  if (!g) {
    for (const char* key : {"laplace_u", "laplace_p_two_sided", "crow_amsaa", "mil_hdbk_189_chi2"}) out[key] = nullptr;
    out["reason"] = "a trend needs two failures before the end";
    return out;
  }
  out["laplace_u"] = g->laplace_u;
  out["laplace_p_two_sided"] = g->laplace_p;
  out["crow_amsaa"] = {{"beta_mle", g->beta},
                       {"lambda_mle", g->lambda},
                       {"beta_unbiased", or_null(g->beta_unbiased)},
                       {"instantaneous_mtbf_at_T", g->now},
                       {"instantaneous_mtbf_at_T_unbiased", or_null(g->now_unbiased)},
                       {"improvement_slope_unbiased", g->beta_unbiased ? Json(1 - *g->beta_unbiased) : Json()}};
  out["mil_hdbk_189_chi2"] = g->chi2;
  out["mil_df"] = g->df;
  return out;
}

}  // namespace

Json run_wilson(const StatsInput& input) {
  const Json given = given_of(input);
  const double confidence = confidence_of(given);
  Json out{{"cases", Json::array()}};
  if (given.contains("cases")) {
    for (const Json& c : given["cases"]) out["cases"].push_back(share_case(c, confidence));
  } else if (!input.table.columns.empty()) {
    const std::string value = column_for(input, input.value, {"value", "x", "met", "hits"}, true);
    const auto x = numbers_of(input.table, value.empty() ? "value" : value);
    const std::string size = column_for(input, input.n, {"n", "size", "total", "offered"}, true, {value});
    const auto n = numbers_of(input.table, size.empty() ? "n" : size);
    const std::string value2 = column_for(input, std::nullopt, {"x2", "value2"}, false);
    const std::string size2 = column_for(input, std::nullopt, {"n2"}, false);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (std::isnan(x[i]) || std::isnan(n[i])) continue;
      check_row(i, x[i], n[i]);
      out["cases"].push_back(one_share(std::llround(x[i]), std::llround(n[i]), confidence));
    }
    // Two rows are two groups: their difference is what one wants to know.
    if (x.size() == 2 && !std::isnan(x[0] + x[1] + n[0] + n[1])) {
      out["difference"] =
          two_shares(std::llround(x[0]), std::llround(n[0]), std::llround(x[1]), std::llround(n[1]), confidence);
    }
    if (!value2.empty() && !size2.empty()) {
      const auto x2 = numbers_of(input.table, value2);
      const auto n2 = numbers_of(input.table, size2);
      out["cases"] = Json::array();
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(x[i] + n[i] + x2[i] + n2[i])) continue;
        check_row(i, x2[i], n2[i]);
        out["cases"].push_back(
            two_shares(std::llround(x[i]), std::llround(n[i]), std::llround(x2[i]), std::llround(n2[i]), confidence));
      }
    }
  }
  // Nothing of nothing: what it is expected to say is that it says nothing.
  if (given.contains("undefined")) {
    const Json& u = given["undefined"];
    out["undefined"] = one_share(u.value("x", 0), u.value("n", 0), confidence);
    if (out["undefined"]["share"].is_null() && out["undefined"]["wilson95"].is_null() &&
        out["undefined"].contains("reason")) {
      out["undefined"]["expect"] = "no estimate, no interval, reason text";
    }
  }
  return out;
}

/// --value events and --n exposure of two rows, or of one row against what was expected.
Json run_poisson(const StatsInput& input) {
  const Json given = given_of(input);
  const double confidence = confidence_of(given);
  Json out = Json::object();
  for (const auto& [key, value] : given.items()) {
    if (value.is_object() && value.contains("x")) out[key] = rate_case(value, confidence);
    if (value.is_array() && !value.empty() && value[0].is_object()) {
      out[key] = Json::array();
      for (const Json& c : value) out[key].push_back(rate_case(c, confidence));
    }
  }
  if (given.contains("x") && (given.contains("T") || given.contains("expected") || given.contains("exposure"))) {
    out.update(rate_case(given, confidence));
  }
  if (!out.empty() || input.table.columns.empty()) return out;
  const std::string value = column_for(input, input.value, {"value", "events", "x", "count"}, true);
  const auto x = numbers_of(input.table, value.empty() ? "value" : value);
  const std::string size = column_for(input, input.n, {"n", "exposure", "T", "t", "days", "hours"}, true, {value});
  const auto t = numbers_of(input.table, size.empty() ? "n" : size);
  needs(x.size(), 1, "a comparison of rates");
  for (std::size_t i = 0; i < x.size(); ++i) (void)count_at(x[i], i, value.empty() ? "value" : value, most_exact);
  if (x.size() == 1 && t[0] > most_exact) {
    throw Error(Status::refused, "not-a-count", fmt::format("data row 1: {} expected events are too many", t[0]),
                fmt::format("up to {}", most_exact));
  }
  if (x.size() == 1) return {{"one_sample", one_rate(x[0], t[0], confidence)}};
  if (x.size() == 2) return {{"two_sample", rate_pair({x[0], x[1]}, {t[0], t[1]}, confidence)}};
  // More than two: each against the first.
  Json list = Json::array();
  for (std::size_t i = 1; i < x.size(); ++i) list.push_back(rate_pair({x[i], x[0]}, {t[i], t[0]}, confidence));
  return {{"against_the_first", list}};
}

/// --value: times of failures, from the start; --hours how long was watched (else until the last failure).
Json run_mtbf(const StatsInput& input) {
  const Json given = given_of(input);
  Json out = Json::object();
  std::vector<double> times;
  if (!input.table.columns.empty()) {
    const std::string column =
        column_for(input, input.value ? input.value : input.time, {"failure_time", "time", "value", "hours"}, true);
    times = present(numbers_of(input.table, column.empty() ? "failure_time" : column));
    std::sort(times.begin(), times.end());
    for (const double t : times) exposure_of(t);
  }
  const std::string section = given.contains("reliability_growth") ? "reliability_growth" : "";
  auto hours = number_option(given, {"hours", "T"}, section);
  const bool by_failure = !hours || text_option(given, {"ended", "truncation"}, section).value_or("") == "by-failure";
  if (!input.table.columns.empty()) {
    if (!hours && times.empty()) needs(0, 1, "mtbf without --hours");
    if (!hours) hours = times.back();
    if (!times.empty() && times.back() > *hours) {
      throw Error(Status::refused, "after-the-end",
                  fmt::format("a failure at {} lies after the end at {}", times.back(), *hours));
    }
    const auto ended = by_failure ? analytics::Ended::by_failure : analytics::Ended::by_time;
    out["reliability_growth"] = times.empty() ? no_failure(*hours) : growth_of(times, *hours, ended);
    out["ended"] = by_failure ? "by-failure" : "by-time";
  }
  for (const auto& [key, value] : given.items()) {
    if (!value.is_object() || key == "reliability_growth" || key == "options") continue;
    const bool none =
        key.find("zero") != std::string::npos || value.value("r", Json()) == 0 || value.value("failures", Json()) == 0;
    if (none && value.contains("T")) {
      out[key] = no_failure(exposure_of(value["T"].get<double>()));
    } else if (value.contains("T") && (value.contains("failures") || value.contains("r") || value.contains("n"))) {
      const char* name = value.contains("failures") ? "failures" : value.contains("r") ? "r" : "n";
      out[key] = few_failures(value[name].get<std::int64_t>(), exposure_of(value["T"].get<double>()));
      out[key][name] = value[name];
    } else if (const auto told = failures_in(key)) {
      out[key] = told->first > 0 ? few_failures(told->first, told->second) : no_failure(told->second);
    }
  }
  return out;
}

}  // namespace debrief::app
