// Columns of numbers and labels: what they look like, how sure that is, what goes together.

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analytics/metrics.h"
#include "analytics/numbers/adjust.h"
#include "analytics/numbers/association.h"
#include "analytics/numbers/bootstrap.h"
#include "analytics/numbers/describe.h"
#include "analytics/numbers/quantile.h"
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

Json described(const std::vector<double>& values) {
  const auto d = analytics::describe(values);
  Json out{{"n", d.n}, {"mean", or_null(d.mean)}, {"sd", or_null(d.sd)}, {"r1", or_null(d.r1)}};
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double p) { return sorted.empty() ? Json() : Json(analytics::quantile(sorted, p)); };
  out["min"] = or_null(d.least);
  out["q1"] = at(0.25);
  out["median"] = at(0.5);
  out["q3"] = at(0.75);
  out["p90"] = at(0.9);
  out["max"] = or_null(d.most);
  out["geometric_mean"] = or_null(d.geometric_mean);
  out["skewness"] = or_null(d.skewness);
  Json reasons = Json::array();
  if (d.n < 1) reasons.push_back("there is no value");
  if (d.n == 1) reasons.push_back("one value has no spread");
  if (d.n > 1 && !d.r1) reasons.push_back("all values are alike: no autocorrelation, no skewness");
  if (d.n > 0 && !d.geometric_mean) reasons.push_back("a value of 0 or less has no geometric mean");
  out["reasons"] = std::move(reasons);
  return out;
}

/// The made sets of the NIST library: one number, then 500 times a tenth less and a tenth more.
std::vector<double> made_set(std::string_view name) {
  if (name == "numacc1") return {10000001, 10000003, 10000002};
  struct Made {
    std::string_view name;
    double middle, low, high;
  };
  for (const Made& m : {Made{"numacc2", 1.2, 1.1, 1.3}, Made{"numacc3", 1000000.2, 1000000.1, 1000000.3},
                        Made{"numacc4", 10000000.2, 10000000.1, 10000000.3}}) {
    if (m.name != name) continue;
    std::vector<double> values{m.middle};
    for (int i = 0; i < 500; ++i) {
      values.push_back(m.low);
      values.push_back(m.high);
    }
    return values;
  }
  return {};
}

Json certified_sets(const StatsInput& input, const Json& given) {
  Json out;
  for (const auto& [name, set] : given["sets"].items()) {
    std::vector<double> values = made_set(name);
    if (const auto file = input.files.find(name); file != input.files.end()) {
      StatsInput one;
      one.table = file->second;
      values = present(numbers_of(one.table, value_column(one)));
    } else if (set.contains("x")) {
      values = set["x"].get<std::vector<double>>();
    }
    const auto d = analytics::describe(values);
    Json answer{{"n", d.n}};
    if (set.contains("x")) answer["x"] = set["x"];
    answer["certified_mean"] = or_null(d.mean);
    answer["certified_sd"] = or_null(d.sd);
    answer["certified_r1"] = or_null(d.r1);
    out["sets"][name] = std::move(answer);
    if (!given.contains("log_relative_error_at_least") || !given["log_relative_error_at_least"].contains(name))
      continue;
    // The digits of the spread, which loses most of them.
    out["log_relative_error_at_least"][name] =
        d.sd && set.contains("certified_sd")
            ? Json(analytics::log_relative_error(*d.sd, set["certified_sd"].get<double>()))
            : Json();
  }
  return out;
}

double correlation(std::span<const double> x, std::span<const double> y, std::span<const std::uint32_t> cases) {
  double mx = 0;
  double my = 0;
  for (const auto i : cases) {
    mx += x[i];
    my += y[i];
  }
  mx /= static_cast<double>(cases.size());
  my /= static_cast<double>(cases.size());
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (const auto i : cases) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

/// mean, median, sd, geometric-mean, correlation, ratio, or a quantile such as p90.
analytics::Statistic statistic_named(const std::string& name, const std::vector<double>& x,
                                     const std::vector<double>& y) {
  const auto picked = [&x](std::span<const std::uint32_t> cases) {
    std::vector<double> values;
    values.reserve(cases.size());
    for (const auto i : cases) values.push_back(x[i]);
    return values;
  };
  if (name == "correlation") {
    return [&x, &y](std::span<const std::uint32_t> cases) -> std::optional<double> {
      const double r = correlation(x, y, cases);
      return std::isfinite(r) ? std::optional(r) : std::nullopt;
    };
  }
  if (name == "ratio") {
    return [&x, &y](std::span<const std::uint32_t> cases) -> std::optional<double> {
      double a = 0;
      double b = 0;
      for (const auto i : cases) {
        a += x[i];
        b += y[i];
      }
      return b != 0 ? std::optional(a / b) : std::nullopt;
    };
  }
  if (name == "mean") return [picked](auto cases) { return analytics::describe(picked(cases)).mean; };
  if (name == "sd") return [picked](auto cases) { return analytics::describe(picked(cases)).sd; };
  if (name == "geometric-mean")
    return [picked](auto cases) { return analytics::describe(picked(cases)).geometric_mean; };
  const double p = name == "median" ? 0.5 : name.size() > 1 && name[0] == 'p' ? std::atof(name.c_str() + 1) / 100 : -1;
  if (p < 0 || p > 1) {
    throw Error(Status::usage, "unknown-word", fmt::format("there is no statistic {}", base::quoted(name)),
                "mean, median, sd, geometric-mean, p90, correlation, ratio");
  }
  return [picked, p](auto cases) -> std::optional<double> {
    auto values = picked(cases);
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    return analytics::quantile(values, p);
  };
}

Json pair_of(const std::optional<analytics::Interval95>& i) { return i ? Json{i->low, i->high} : Json(); }

std::size_t code_of(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
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

/// "sklearn-doc" as a key: sklearn_doc.
std::string as_key(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

}  // namespace

Json run_describe(const StatsInput& input) {
  const Json given = given_of(input);
  if (given.contains("sets")) return certified_sets(input, given);
  if (given.contains("x")) {
    Json out = described(given["x"].get<std::vector<double>>());
    out["x"] = given["x"];
    return out;
  }
  const auto all = numbers_of(input.table, value_column(input));
  const auto values = present(all);
  Json out = described(values);
  out["missing"] = all.size() - values.size();
  return out;
}

Json run_quantiles(const StatsInput& input) {
  const Json given = given_of(input);
  Json out;
  std::vector<double> x = given.contains("x") ? present(given["x"].get<std::vector<double>>())
                                              : present(numbers_of(input.table, value_column(input)));
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

/// --value alone: an interval of its mean (--statistic for others); with a second column (--n): of their correlation.
Json run_bootstrap(const StatsInput& input) {
  const Json given = given_of(input);
  std::string statistic = text_option(given, {"statistic"}).value_or("");
  if (statistic.empty() && given.contains("correlation")) statistic = "correlation";
  const std::string first = value_column(input);
  std::string second = column_for(input, input.n, {}, statistic == "correlation" || statistic == "ratio", {first});
  if (statistic.empty()) statistic = second.empty() ? "mean" : "correlation";
  std::vector<double> x = numbers_of(input.table, first);
  std::vector<double> y = second.empty() ? x : numbers_of(input.table, second);
  if ((statistic == "correlation" || statistic == "ratio") && second.empty()) {
    throw Error(Status::usage, "missing-argument", "a " + statistic + " needs a second column: --n COLUMN");
  }
  for (std::size_t i = x.size(); i-- > 0;) {
    if (!std::isnan(x[i]) && !std::isnan(y[i])) continue;
    x.erase(x.begin() + static_cast<std::ptrdiff_t>(i));
    y.erase(y.begin() + static_cast<std::ptrdiff_t>(i));
  }
  needs(x.size(), 2, "a bootstrap");
  const auto work = statistic_named(statistic, x, y);
  std::size_t resamples = 20'000;
  if (const auto told = number_option(given, {"resamples", "B"})) {
    resamples = static_cast<std::size_t>(std::clamp(*told, 1.0, 1e6));
  }
  const auto seed = static_cast<std::uint64_t>(number_option(given, {"seed"}).value_or(1));
  const analytics::Bootstrap boot(x.size(), work, resamples, seed);
  const auto jack = analytics::jackknife(x.size(), work);
  Json out{{"n", x.size()}, {"statistic", statistic}, {"estimate", or_null(boot.estimate())}};
  out[statistic] = or_null(boot.estimate());
  out["jackknife"] = {{"values", or_null(jack.values)},
                      {"bias", or_null(jack.bias)},
                      {"se", or_null(jack.se)},
                      {"bca_acceleration", or_null(jack.acceleration)}};
  Json intervals{{statistic, or_null(boot.estimate())}, {"jackknife_se", or_null(jack.se)}};
  intervals["bootstrap_se"] = or_null(boot.se());
  std::vector<double> levels{90, 95, 99};
  if (const auto told = number_option(given, {"confidence"})) {
    const double level = std::round((*told > 1 ? *told : *told * 100) * 1e6) / 1e6;
    if (level > 0 && level < 100 && std::find(levels.begin(), levels.end(), level) == levels.end()) {
      levels.push_back(level);
    }
  }
  for (const double level : levels) {
    intervals[fmt::format("percentile_{}", level)] = pair_of(boot.percentile(level / 100.0));
    intervals[fmt::format("bca_{}", level)] = pair_of(boot.bca(level / 100.0));
  }
  for (const auto& [key, value] : intervals.items()) out[key] = value;
  // A case may hold several published runs of the same figures; ours stands under each.
  for (const auto& [key, value] : given.items()) {
    if (!value.is_object() || (!key.starts_with("published") && !key.starts_with("here"))) continue;
    out[key] = intervals;
    for (const auto& [inner, _] : value.items()) {
      if (inner.starts_with("bootstrap_se")) out[key][inner] = intervals["bootstrap_se"];
    }
  }
  if (given.contains("monte_carlo_tolerance")) out["monte_carlo_tolerance"] = given["monte_carlo_tolerance"];
  out["resamples"] = resamples;
  out["seed"] = seed;
  return out;
}

Json run_fdr(const StatsInput& input) {
  using analytics::Adjustment;
  const Json given = given_of(input);
  const std::vector<double> p =
      given.contains("p")
          ? given["p"].get<std::vector<double>>()
          : present(numbers_of(input.table, column_for(input, input.value, {"p", "value", "p_value"}, true)));
  for (const double v : p) {
    if (!(v >= 0 && v <= 1)) {
      throw Error(Status::refused, "not-a-share", fmt::format("{} is no probability", v), "p-values lie from 0 to 1");
    }
  }
  const auto bh = analytics::adjusted(p, Adjustment::bh);
  const auto by = analytics::adjusted(p, Adjustment::by);
  const auto holm = analytics::adjusted(p, Adjustment::holm);
  const auto bonferroni = analytics::adjusted(p, Adjustment::bonferroni);
  Json out{
      {"p", p}, {"bh_adjusted", bh}, {"by_adjusted", by}, {"holm_adjusted", holm}, {"bonferroni_adjusted", bonferroni}};
  const auto count = [&](double level) {
    return Json{{"bh", analytics::rejected(bh, level)},
                {"by", analytics::rejected(by, level)},
                {"bonferroni", analytics::rejected(bonferroni, level)},
                {"holm", analytics::rejected(holm, level)}};
  };
  out["reject_at_0_05"] = count(0.05);
  // reject_at_0_01: the level stands in the key.
  for (const auto& [key, _] : given.items()) {
    if (!key.starts_with("reject_at_")) continue;
    std::string level = key.substr(10);
    std::replace(level.begin(), level.end(), '_', '.');
    out[key] = count(std::atof(level.c_str()));
  }
  return out;
}

/// --value and --group are the two labels; --n how many a row stands for.
Json run_association(const StatsInput& input) {
  const Json given = given_of(input);
  std::string rows = input.value.value_or("");
  std::string columns = input.group.value_or("");
  const char* list = given.contains("pairs")                ? "pairs"
                     : given.contains("adjusted_residuals") ? "adjusted_residuals"
                                                            : "";
  if (rows.empty() && *list != 0 && !given[list].empty()) {
    for (const auto& [key, value] : given[list][0].items()) {
      if (!value.is_string()) continue;
      (rows.empty() ? rows : columns) = key;
      if (!columns.empty()) break;
    }
  }
  if (rows.empty() && input.table.columns.size() >= 2) rows = input.table.columns[0];
  if (columns.empty() && input.table.columns.size() >= 2) {
    columns = input.table.columns[input.table.columns[0] == rows ? 1 : 0];
  }
  const std::string weight = column_for(input, input.n, {"Freq", "n", "count"}, false);
  const auto& row_labels = input.table.column(rows);
  const auto& column_labels = input.table.column(columns);
  const std::vector<double> weights =
      weight.empty() ? std::vector<double>(row_labels.size(), 1) : numbers_of(input.table, weight);
  std::vector<std::string> row_names;
  std::vector<std::string> column_names;
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> counts;
  double total = 0;
  for (std::size_t i = 0; i < row_labels.size(); ++i) {
    const std::size_t r = code_of(row_names, row_labels[i]);
    const std::size_t c = code_of(column_names, column_labels[i]);
    if (std::isnan(weights[i])) continue;
    total += count_at(weights[i], i, weight, most_exact);
    counts[{r, c}] += std::llround(weights[i]);
  }
  if (total > most_exact) {
    throw Error(Status::refused, "not-a-count",
                fmt::format("column {} counts {} cases; {} is the most that is tested exactly", base::quoted(weight),
                            total, most_exact),
                "leave rows out, or count in a larger unit");
  }
  analytics::CrossTable table{row_names.size(), column_names.size(), {}};
  table.counts.assign(table.rows * table.columns, 0);
  std::int64_t all = 0;
  for (const auto& [cell, n] : counts) {
    table.counts[cell.first * table.columns + cell.second] = n;
    all += n;
  }
  const auto test = analytics::independence(table);
  // R prints a table column by column, with the cell under the name of the counts.
  Json residuals = Json::array();
  for (std::size_t c = 0; c < table.columns; ++c) {
    for (std::size_t r = 0; r < table.rows; ++r) {
      residuals.push_back({{rows, row_names[r]},
                           {columns, column_names[c]},
                           {weight.empty() ? "n" : weight, test.residuals[r * table.columns + c]}});
    }
  }
  std::map<std::pair<std::string, std::string>, Json> by_name;
  Json found = Json::array();
  for (const auto& p : analytics::pairs(table)) {
    Json pair{{rows, row_names[p.row]}, {columns, column_names[p.column]}, {"n", p.n},
              {"support", p.support},   {"confidence", p.confidence},      {"lift", p.lift},
              {"leverage", p.leverage}, {"fisher_greater_p", p.p},         {"bh", p.q}};
    by_name[{row_names[p.row], column_names[p.column]}] = pair;
    found.push_back(std::move(pair));
  }
  Json out{{"n", all}};
  // A case lists its pairs in its own order, and perhaps not all of them.
  const auto in_order_of = [&](const Json& wanted, auto&& lookup, const Json& otherwise) {
    if (!wanted.is_array()) return otherwise;
    Json sorted = Json::array();
    for (const Json& w : wanted) {
      if (!w.contains(rows) || !w.contains(columns) || !w[rows].is_string() || !w[columns].is_string())
        return otherwise;
      sorted.push_back(lookup(w[rows].template get<std::string>(), w[columns].template get<std::string>()));
    }
    return sorted;
  };
  out["pairs"] = in_order_of(
      given.value("pairs", Json()),
      [&](const std::string& r, const std::string& c) {
        const auto p = by_name.find({r, c});
        return p == by_name.end() ? Json() : p->second;
      },
      found);
  out["adjusted_residuals"] = in_order_of(
      given.value("adjusted_residuals", Json()),
      [&](const std::string& r, const std::string& c) {
        for (const Json& x : residuals) {
          if (x[rows] == r && x[columns] == c) return x;
        }
        return Json();
      },
      residuals);
  out["chisq"] = test.chi2;
  out["df"] = test.df;
  out["p"] = test.p;
  return out;
}

/// Known groups in the column --group, found ones in --value.
Json run_clustering_metrics(const StatsInput& input) {
  const Json given = given_of(input);
  if (!given.contains("cases")) {
    return agreement_shape(input.table.column(input.group.value_or("group")),
                           input.table.column(input.value.value_or("value")));
  }
  Json out{{"cases", Json::array()}};
  for (const Json& c : given["cases"]) {
    Json shape = agreement_shape(words_of(c["truth"]), words_of(c["pred"]));
    if (c.contains("id") && c["id"].is_string()) {
      Json& printed = out["published"][as_key(c["id"].get<std::string>())];
      printed = shape;
      printed["nmi"] = shape["nmi_arithmetic"];
      printed["accuracy"] = shape["accuracy_best_match"];
    }
    out["cases"].push_back(
        {{"id", c.value("id", Json())}, {"truth", c["truth"]}, {"pred", c["pred"]}, {"expected", std::move(shape)}});
  }
  return out;
}

}  // namespace debrief::app
