// Figures as JSON and as text.

#include "app/shapes/figures_shape.h"

#include <cmath>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/facts/trends_more.h"

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

Json series_shape(const Series& series) {
  Json points = Json::array();
  for (const auto& p : series.points) {
    points.push_back({{"from", instant(p.window.from)},
                      {"to", instant(p.window.until)},
                      {"n", p.sample.n},
                      {"value", number(p.sample.value)},
                      {"partial", p.partial}});
    if (p.unripe) points.back()["unripe"] = true;
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
  out["unjudged"] = series.unjudged == analytics::Unjudged::judged ? Json() : Json(analytics::name(series.unjudged));
  if (series.between) {
    Json gaps = Json::array();
    for (const auto& gap : series.between->gaps) {
      gaps.push_back({{"from", instant(gap.from)}, {"to", instant(gap.at)}, {"value", number(gap.length)}});
    }
    out["between"] = {{"unit", series.between->unit},           {"centre", number(series.between->centre)},
                      {"lower", number(series.between->lower)}, {"upper", number(series.between->upper)},
                      {"outside", series.between->outside},     {"gaps", std::move(gaps)}};
  }
  return out;
}

Json forecast_shape(const Figure& figure) {
  if (!figure.forecast || !figure.forecast->forecast) return nullptr;
  const analytics::Forecast& f = *figure.forecast->forecast;
  Json points = Json::array();
  for (std::size_t h = 0; h < f.steps.size(); ++h) {
    points.push_back({{"from", instant(figure.forecast_windows.at(h).from)},
                      {"to", instant(figure.forecast_windows.at(h).until)},
                      {"value", number(f.steps[h].value)},
                      {"low", number(f.steps[h].low)},
                      {"high", number(f.steps[h].high)}});
  }
  return {{"method", analytics::name(f.method)},
          {"season", f.season},
          {"mase", number(f.mase)},
          {"origins", f.origins},
          {"interval", 0.8},
          {"points", std::move(points)}};
}

Json refs_of(const review::IncidentColumns& t, const std::vector<std::uint32_t>& rows) {
  Json out = Json::array();
  for (const std::uint32_t row : rows) out.push_back(t.ref[row]);
  return out;
}

Json two_ways_shape(const review::IncidentColumns& t, const analytics::TwoWays& both) {
  return {{"field", {{"n", both.field_n}, {"met", both.field_met}}},
          {"clock",
           {{"n", both.clock_n},
            {"met", both.clock_met},
            {"pending", both.pending},
            {"without_target", both.without_target}}},
          {"field_breached_clock_met", refs_of(t, both.breached_but_met)},
          {"field_met_clock_breached", refs_of(t, both.met_but_breached)}};
}

Json figure_shape(const Figure& figure, const review::IncidentColumns& t, Cases cases) {
  Json out = kpi_shape(*figure.kpi);
  out["definition"] = figure.definition();
  out["group"] = figure.group_name.empty()
                     ? Json::object()
                     : Json{{figure.group_name, figure.group_value.empty() ? Json() : Json(figure.group_value)}};
  put_sample(out, figure.sample);
  if (figure.series) {
    for (const std::string& note : figure.series->notes) out["notes"].push_back(note);
  }
  if (figure.sample.two_ways) out["two_ways"] = two_ways_shape(t, *figure.sample.two_ways);
  if (cases == Cases::listed) {
    out["cases"] = refs_of(t, figure.sample.rows);
    if (figure.kpi->unit == analytics::Unit::share) out["counted"] = refs_of(t, figure.sample.hits);
  }
  out["series"] = figure.series ? series_shape(*figure.series) : Json();
  out["forecast"] = forecast_shape(figure);
  if (figure.forecast && !figure.forecast->forecast) {
    out["forecast_withheld"] = {
        {"reason", analytics::name(figure.forecast->verdict)},
        {"detail",
         templates::forecast_withheld(*figure.forecast, figure.series ? figure.series->period : base::Period::week)},
        {"mase", number(figure.forecast->mase)}};
  }
  return out;
}

Json mix_shape(const analytics::MixShift& m) {
  Json groups = Json::array();
  for (const auto& g : m.groups) {
    groups.push_back({{"value", g.value},
                      {"n_before", g.n_before},
                      {"n_after", g.n_after},
                      {"before", number(g.before)},
                      {"after", number(g.after)}});
  }
  return {{"id", m.kpi},
          {"by", m.by},
          {"split", instant(m.split)},
          {"before", number(m.before)},
          {"after", number(m.after)},
          {"mix", number(m.mix)},
          {"within", number(m.within)},
          {"groups", std::move(groups)}};
}

}  // namespace

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

Json kpi_shape(const analytics::Kpi& kpi) {
  return {{"id", kpi.id},
          {"title", kpi.title},
          {"unit", analytics::name(kpi.unit)},
          {"better", analytics::name(kpi.better)},
          {"definition", kpi.definition},
          {"source", kpi.source}};
}

Json figures_shape(const analytics::Figures& figures, const review::IncidentColumns& incidents, Cases cases) {
  Json kinds = Json::array();
  for (const auto kind : figures.kinds) kinds.push_back(review::name(kind));
  Json list = Json::array();
  for (const Figure& figure : figures.figures) list.push_back(figure_shape(figure, incidents, cases));
  Json mix = Json::array();
  for (const auto& m : figures.mix) mix.push_back(mix_shape(m));
  Json warnings = Json::array();
  for (const auto& w : figures.warnings) warnings.push_back({{"code", w.code}, {"detail", w.detail}});
  return {
      {"zone", figures.zone},           {"from", instant(figures.window.from)}, {"to", instant(figures.window.until)},
      {"kinds", std::move(kinds)},      {"figures", std::move(list)},           {"mix", std::move(mix)},
      {"warnings", std::move(warnings)}};
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
