// What chart kinds share.

#include "reports/charts/axes.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::reports {

Scale round_scale(double low, double high, std::string_view unit) {
  if (low > 0 && low < 0.6 * high) low = 0;
  if (low < 0 && high < 0 && high > 0.6 * low) high = 0;
  if (high - low < 1e-9 * std::max(1.0, std::fabs(high))) {
    const double room = high == 0 ? 1 : std::fabs(high) * 0.2;
    if (low > 0) low = std::max(0.0, low - room);
    high += room;
  }
  const double rough = (high - low) / 5;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  Scale s;
  s.step = 10 * power;
  for (const double nice : {1.0, 2.0, 2.5, 5.0}) {
    if (nice * power >= rough * 0.999) {
      s.step = nice * power;
      break;
    }
  }
  s.low = std::floor(low / s.step + 1e-9) * s.step;
  s.high = std::ceil(high / s.step - 1e-9) * s.step;
  if (unit == "%" && high <= 100 && s.high > 100) s.high = 100;
  return s;
}

std::string axis_words(std::string_view title, std::string_view unit) {
  if (!unit.empty() && title.ends_with(fmt::format("({})", unit))) return std::string(title);
  const bool said =
      unit.empty() || unit == "%" || base::ascii_lower(title).find(base::ascii_lower(unit)) != std::string::npos;
  if (title.empty()) return unit == "%" ? "" : std::string(unit);
  return said && unit.size() > 2       ? std::string(title)
         : unit.empty() || unit == "%" ? std::string(title)
                                       : fmt::format("{} ({})", title, unit);
}

double add_title(Scene& scene, std::string_view title) {
  double y = 22;
  for (const std::string& line : wrapped(title, scene.width - 16, 16, 2, true)) {
    scene.labels.push_back({{8, y}, line, 16, true, Ink::text, Anchor::start, 0});
    y += 21;
  }
  return title.empty() ? 8 : y - 6;
}

void add_value_axis(Scene& scene, const Frame& frame, const Scale& scale, std::string_view unit,
                    std::string_view title) {
  const auto ticks = static_cast<int>(std::lround((scale.high - scale.low) / scale.step));
  const int decimals =
      scale.step >= 1 && std::fabs(scale.step - std::round(scale.step)) < 1e-9
          ? 0
          : std::min(
                6, static_cast<int>(std::ceil(-std::log10(scale.step) + 0.001)) +
                       (std::fabs(scale.step / std::pow(10, std::floor(std::log10(scale.step))) - 2.5) < 1e-6 ? 1 : 0));
  for (int i = 0; i <= ticks; ++i) {
    const double value = scale.low + i * scale.step;
    const double y = scale.y(value, frame);
    const bool base_line = i == 0;
    scene.strokes.push_back(
        {{{frame.left, y}, {frame.right, y}}, base_line ? Ink::axis : Ink::grid, 1, {}, false, false});
    std::string text = decimals == 0 ? shown(std::round(value)) : fmt::format("{:.{}f}", value, decimals);
    if (unit == "%") text += "%";
    scene.labels.push_back({{frame.left - 8, y + 4.5}, text, 13, false, Ink::muted, Anchor::end, 0});
  }
  const std::string over = axis_words(title, unit);
  if (!over.empty()) {
    scene.labels.push_back(
        {{8, frame.top - 14}, wrapped(over, scene.width - 16, 13, 1)[0], 13, false, Ink::muted, Anchor::start, 0});
  }
}

void add_x_labels(Scene& scene, const Frame& frame, const std::vector<double>& x,
                  const std::vector<std::string>& labels, std::string_view title) {
  const double most = 150;
  std::vector<std::string> shown_labels;
  double widest = 0;
  for (const std::string& l : labels) {
    const auto lines = wrapped(l, most, 13, 1);
    shown_labels.push_back(lines.empty() ? "" : lines[0]);
    widest = std::max(widest, text_width(shown_labels.back(), 13));
  }
  const double gap = x.size() > 1 ? (x.back() - x.front()) / static_cast<double>(x.size() - 1) : frame.width();
  const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil((widest + 14) / std::max(gap, 0.01))));
  for (std::size_t i = 0; i < x.size(); i += every) {
    const double half = text_width(shown_labels[i], 13) / 2;
    const double centre = std::clamp(x[i], half + 2, scene.width - half - 2);
    scene.strokes.push_back({{{x[i], frame.bottom}, {x[i], frame.bottom + 5}}, Ink::axis, 1, {}, false, false});
    scene.labels.push_back({{centre, frame.bottom + 20}, shown_labels[i], 13, false, Ink::muted, Anchor::middle, 0});
  }
  if (!title.empty()) {
    scene.labels.push_back({{(frame.left + frame.right) / 2, frame.bottom + 39},
                            wrapped(title, frame.width(), 13, 1)[0],
                            13,
                            false,
                            Ink::muted,
                            Anchor::middle,
                            0});
  }
}

double add_legend(Scene& scene, double left, double y, const std::vector<LegendEntry>& entries) {
  if (entries.empty()) return y;
  double x = left;
  for (const LegendEntry& e : entries) {
    const double width = 30 + text_width(e.words, 13) + 18;
    if (x > left && x + width > scene.width - 4) {
      x = left;
      y += 20;
    }
    if (e.line) {
      Stroke s = e.stroke;
      s.points = {{x, y - 4.5}, {x + 24, y - 4.5}};
      scene.strokes.push_back(s);
    } else {
      Marker m = e.marker;
      m.at = {x + 12, y - 4.5};
      scene.markers.push_back(m);
    }
    scene.labels.push_back({{x + 30, y}, e.words, 13, false, Ink::text, Anchor::start, 0});
    x += width;
  }
  return y + 10;
}

Scene empty_scene(const templates::Chart& chart, std::string_view sentence) {
  Scene scene;
  const double top = add_title(scene, chart.title);
  scene.height = top + 90;
  const double bottom = scene.height - 8;
  scene.strokes.push_back(
      {{{8, top}, {scene.width - 8, top}, {scene.width - 8, bottom}, {8, bottom}}, Ink::grid, 1, {4, 4}, true, false});
  scene.labels.push_back(
      {{scene.width / 2, (top + bottom) / 2 + 5}, std::string(sentence), 14, false, Ink::muted, Anchor::middle, 0});
  return scene;
}

namespace {

/// The kinds that are drawn from records of their own; nullopt for those that plot points.
std::optional<Scene> drawn_from_records(const templates::Chart& chart) {
  using templates::ChartKind;
  switch (chart.kind) {
    case ChartKind::timeline:
      return chart.moments.empty() ? empty_scene(chart, "Nothing is recorded for this time") : timeline_scene(chart);
    case ChartKind::fishbone:
    case ChartKind::whys:
    case ChartKind::bowtie:
      if (std::none_of(chart.causes.begin(), chart.causes.end(), [](const auto& c) { return c.role == "cause"; }))
        return empty_scene(chart, "No cause has been recorded yet");
      return chart.kind == ChartKind::fishbone ? fishbone_scene(chart)
             : chart.kind == ChartKind::whys   ? whys_scene(chart)
                                               : bowtie_scene(chart);
    case ChartKind::box:
      return chart.spreads.empty() ? empty_scene(chart, "No figures for this period") : box_scene(chart);
    case ChartKind::ageing:
      return chart.tasks.empty() ? empty_scene(chart, "No action has been recorded") : ageing_scene(chart);
    case ChartKind::effect:
      return chart.effects.empty() ? empty_scene(chart, "No action has a measured effect yet") : effect_scene(chart);
    default:
      return std::nullopt;
  }
}

}  // namespace

Scene scene_of(const templates::Chart& chart) {
  if (auto scene = drawn_from_records(chart)) return *std::move(scene);
  if (chart.kind == templates::ChartKind::bar && !chart.stacks.empty()) return stacked_scene(chart);
  const bool any =
      std::any_of(chart.points.begin(), chart.points.end(), [](const auto& p) { return std::isfinite(p.value); });
  if (!any) return empty_scene(chart, "No figures for this period");
  switch (chart.kind) {
    case templates::ChartKind::pareto:
      return pareto_scene(chart);
    case templates::ChartKind::bar:
      return bar_scene(chart);
    case templates::ChartKind::heatmap:
      return chart.rows.empty() || chart.points.size() % chart.rows.size() != 0
                 ? empty_scene(chart, "No figures for this period")
                 : heatmap_scene(chart);
    default:
      return line_scene(chart);
  }
}

}  // namespace debrief::reports
