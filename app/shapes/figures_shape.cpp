// Figures as JSON and as text.

#include "app/shapes/figures_shape.h"

#include <cmath>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using analytics::Figure;
using analytics::Sample;
using analytics::Series;
using base::Json;

/// Whole numbers without ".0": a count of 3 is 3.
Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

Json number(const std::optional<double>& value) { return value ? number(*value) : Json(); }

std::string_view name_of(base::Period period) {
  switch (period) {
    case base::Period::day:
      return "day";
    case base::Period::week:
      return "week";
    case base::Period::month:
      return "month";
    case base::Period::quarter:
      return "quarter";
  }
  return "";
}

Json instant(base::Ms at) { return at == review::no_time ? Json() : Json(base::rfc3339(at)); }

void put_sample(Json& out, const Sample& s) {
  out["n"] = s.n;
  out["missing"] = s.missing;
  out["open"] = s.open;
  out["invalid"] = s.invalid;
  out["value"] = number(s.value);
  out["q1"] = number(s.q1);
  out["median"] = number(s.median);
  out["q3"] = number(s.q3);
  out["p90"] = number(s.p90);
  out["mean"] = number(s.mean);
  out["ci95"] = s.ci_low && s.ci_high ? Json::array({number(*s.ci_low), number(*s.ci_high)}) : Json();
  out["numerator"] = s.numerator ? Json(*s.numerator) : Json();
  out["denominator"] = s.denominator ? Json(*s.denominator) : Json();
  out["notes"] = s.notes;
}

Json series_shape(const Series& series) {
  Json points = Json::array();
  for (const auto& p : series.points) {
    points.push_back({{"from", instant(p.window.from)},
                      {"to", instant(p.window.until)},
                      {"n", p.sample.n},
                      {"value", number(p.sample.value)},
                      {"partial", p.partial}});
    if (p.lower || p.upper) {
      points.back()["lower"] = number(p.lower);
      points.back()["upper"] = number(p.upper);
    }
  }
  const auto from_of = [&](std::size_t i) { return instant(series.points.at(i).window.from); };
  const auto end_of = [&](std::size_t i) { return instant(series.points.at(i).window.until); };
  Json limits = Json::array();
  for (const auto& l : series.limits) {
    if (l.until <= l.from) continue;
    limits.push_back({{"from", from_of(l.from)},
                      {"to", end_of(l.until - 1)},
                      {"centre", number(l.centre)},
                      {"lower", number(l.lower)},
                      {"upper", number(l.upper)},
                      {"trial", l.trial}});
  }
  Json signals = Json::array();
  for (const auto& s : series.signals) {
    signals.push_back({{"rule", analytics::name(s.rule)},
                       {"from", from_of(s.from)},
                       {"to", end_of(s.to)},
                       {"direction", analytics::name(s.direction)}});
  }
  Json out{{"period", name_of(series.period)}, {"points", std::move(points)}};
  out["chart"] = series.chart.empty() ? Json() : Json(series.chart);
  out["limits"] = std::move(limits);
  out["signals"] = std::move(signals);
  out["trend"] = series.trend ? Json{{"slope_per_period", number(series.trend->slope_per_period)},
                                     {"p", number(series.trend->p)},
                                     {"verdict", series.trend->verdict},
                                     {"variant", series.trend->variant},
                                     {"lag_1", number(series.trend->lag_1)},
                                     {"season_p", number(series.trend->season_p)}}
                              : Json();
  out["changes"] = Json::array();
  for (const auto& c : series.changes) {
    out["changes"].push_back({{"at", from_of(c.first)},
                              {"ci95", {from_of(c.low), from_of(c.high)}},
                              {"before", number(c.before)},
                              {"after", number(c.after)}});
  }
  out["small_shift"] = series.small_shift ? from_of(*series.small_shift) : Json();
  out["alert"] = series.alert.empty() ? Json() : Json(series.alert);
  return out;
}

Json figure_shape(const Figure& figure) {
  Json out = kpi_shape(*figure.kpi);
  out["group"] = figure.group_name.empty()
                     ? Json::object()
                     : Json{{figure.group_name, figure.group_value.empty() ? Json() : Json(figure.group_value)}};
  put_sample(out, figure.sample);
  if (figure.series) {
    for (const std::string& note : figure.series->notes) out["notes"].push_back(note);
  }
  out["series"] = figure.series ? series_shape(*figure.series) : Json();
  return out;
}

}  // namespace

Json kpi_shape(const analytics::Kpi& kpi) {
  return {{"id", kpi.id},
          {"title", kpi.title},
          {"unit", analytics::name(kpi.unit)},
          {"better", analytics::name(kpi.better)},
          {"definition", kpi.definition},
          {"source", kpi.source}};
}

Json figures_shape(const analytics::Figures& figures) {
  Json kinds = Json::array();
  for (const auto kind : figures.kinds) kinds.push_back(review::name(kind));
  Json list = Json::array();
  for (const Figure& figure : figures.figures) list.push_back(figure_shape(figure));
  Json warnings = Json::array();
  for (const auto& w : figures.warnings) warnings.push_back({{"code", w.code}, {"detail", w.detail}});
  return {{"zone", figures.zone},      {"from", instant(figures.window.from)}, {"to", instant(figures.window.until)},
          {"kinds", std::move(kinds)}, {"figures", std::move(list)},           {"warnings", std::move(warnings)}};
}

std::string value_text(const std::optional<double>& value, analytics::Unit unit) {
  if (!value || !std::isfinite(*value)) return "–";
  switch (unit) {
    case analytics::Unit::seconds:
      return base::plain_duration(*value);
    case analytics::Unit::share:
      return fmt::format("{:.1f} %", *value * 100);
    case analytics::Unit::count:
      return *value == std::floor(*value) ? base::grouped(std::llround(*value)) : fmt::format("{:.1f}", *value);
    case analytics::Unit::score:
      return fmt::format("{:.2f}", *value);
    case analytics::Unit::per_10000:
      return fmt::format("{:.1f}", *value);
  }
  return "–";
}

}  // namespace debrief::app
