// A chart's values in words and rows.

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/charts/axes.h"
#include "reports/charts/scene.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

const ChartLimits* limits_at(const Chart& chart, std::size_t i) {
  for (const ChartLimits& l : chart.limits) {
    if (i >= l.from && i < l.until) return &l;
  }
  return nullptr;
}

std::string with_unit(const std::string& name, const std::string& unit) {
  return unit == "%" && !name.ends_with("(%)") ? name + " (%)" : axis_words(name, unit);
}

std::string capital(std::string s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 0x20);
  return s;
}

ChartFigures timeline(const Chart& chart) {
  ChartFigures out;
  const base::Zone zone = base::Zone::named(chart.zone).value_or(base::Zone());
  out.header = {"From (" + zone.name() + ")", "Until", "Kind", "What happened"};
  out.numeric = {false, false, false, false};
  for (const ChartMoment& m : chart.moments) {
    std::string what = m.label;
    if (m.mark == "silence") what = "Silence: " + what;
    if (m.mark == "late") what += " (written down at the second time)";
    if (m.mark == "key") what += " (key moment)";
    out.rows.push_back({base::iso_local(m.from_ms, zone, base::Precision::minute),
                        m.until_ms > m.from_ms ? base::iso_local(m.until_ms, zone, base::Precision::minute) : "",
                        m.lane, what});
  }
  return out;
}

ChartFigures pareto(const Chart& chart) {
  ChartFigures out;
  out.header = {chart.x_title.empty() ? "Group" : chart.x_title,
                with_unit(chart.y_title.empty() ? "Number" : chart.y_title, chart.unit), "Running share"};
  out.numeric = {false, true, true};
  double total = 0;
  for (const ChartPoint& p : chart.points) total += std::isfinite(p.value) && p.value > 0 ? p.value : 0;
  double running = 0;
  for (const ChartPoint& p : chart.points) {
    running += std::isfinite(p.value) && p.value > 0 ? p.value : 0;
    out.rows.push_back({p.label, shown(p.value), total > 0 ? fmt::format("{:.0f}%", running / total * 100) : ""});
  }
  return out;
}

/// A row of the table per row of the map; marked cells carry + or -.
ChartFigures heatmap(const Chart& chart) {
  ChartFigures out;
  const std::size_t columns = chart.rows.empty() ? 0 : chart.points.size() / chart.rows.size();
  out.header = {chart.x_title.empty() ? "Row" : chart.y_title + " / " + chart.x_title};
  out.numeric = {false};
  for (std::size_t c = 0; c < columns; ++c) {
    out.header.push_back(chart.points[c].label);
    out.numeric.push_back(true);
  }
  for (std::size_t r = 0; columns > 0 && r < chart.rows.size(); ++r) {
    std::vector<std::string> row{chart.rows[r]};
    for (std::size_t c = 0; c < columns; ++c) {
      const ChartPoint& p = chart.points[r * columns + c];
      row.push_back(shown(p.value) + (p.mark == "more" ? " +" : p.mark == "fewer" ? " -" : ""));
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

/// The same rows for all three drawings of causes: each record whole.
ChartFigures causes(const Chart& chart) {
  ChartFigures out;
  out.header = {"Key", "Kind", "What", "Area", "Under", "Outcome", "Standing", "Evidence", "Confidence"};
  out.numeric.assign(out.header.size(), false);
  for (const ChartCause& c : chart.causes) {
    const bool child = c.parent >= 0 && c.parent < static_cast<int>(chart.causes.size());
    out.rows.push_back({c.key, c.kind, c.text, c.area,
                        child ? chart.causes[static_cast<std::size_t>(c.parent)].key : "", c.outcome,
                        std::string(c.hypothesis ? "hypothesis" : "supported") +
                            (c.names_person ? ", names a person" : ""),
                        c.evidence, c.confidence});
  }
  return out;
}

ChartFigures spreads(const Chart& chart) {
  ChartFigures out;
  const std::string unit = chart.unit.empty() ? "" : " (" + chart.unit + ")";
  out.header = {chart.x_title.empty() ? "Group" : chart.x_title,
                "Cases",
                "Lowest tenth" + unit,
                "Lower quarter" + unit,
                "Median" + unit,
                "Upper quarter" + unit,
                "Highest tenth" + unit};
  out.numeric = {false, true, true, true, true, true, true};
  for (const ChartSpread& s : chart.spreads)
    out.rows.push_back({s.label, base::grouped(s.n), shown(s.low), shown(s.lower_quarter), shown(s.median),
                        shown(s.upper_quarter), shown(s.high)});
  return out;
}

ChartFigures tasks(const Chart& chart) {
  ChartFigures out;
  const base::Zone zone = base::Zone::named(chart.zone).value_or(base::Zone());
  const auto day = [&](const std::optional<std::int64_t>& at) { return at ? base::iso_date(*at, zone) : std::string(); };
  out.header = {"Action", "Opened", "First date", "Due", "Done", "State"};
  out.numeric.assign(out.header.size(), false);
  for (const ChartTask& t : chart.tasks)
    out.rows.push_back({t.label, day(t.opened_ms), day(t.first_due_ms), day(t.due_ms), day(t.done_ms), t.state});
  return out;
}

ChartFigures effects(const Chart& chart) {
  ChartFigures out;
  out.header = {"Action", "Measure", "Before", "After", "After, of before", "95 % interval", "Verdict"};
  out.numeric = {false, false, true, true, true, true, false};
  const auto percent = [](double v) { return shown(v * 100) + "%"; };
  for (const ChartEffect& e : chart.effects) {
    std::string interval;
    if (e.low || e.high)
      interval = (e.low ? percent(*e.low) : "0%") + (e.high ? " to " + percent(*e.high) : " and more");
    out.rows.push_back({e.label, e.measure, e.before, e.after, e.ratio ? percent(*e.ratio) : "", interval, e.verdict});
  }
  return out;
}

ChartFigures stacked(const Chart& chart) {
  ChartFigures out;
  out.header = {chart.x_title.empty() ? "Group" : chart.x_title};
  out.numeric = {false};
  for (const ChartStack& s : chart.stacks) {
    out.header.push_back(capital(s.name));
    out.numeric.push_back(true);
  }
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    std::vector<std::string> row{chart.points[i].label};
    for (const ChartStack& s : chart.stacks) row.push_back(i < s.values.size() ? shown(s.values[i]) : "");
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::string shown(double value) {
  if (!std::isfinite(value)) return {};
  const double size = std::fabs(value);
  if (size >= 1000) return base::grouped(std::llround(value));
  std::string s = size >= 100  ? fmt::format("{:.0f}", value)
                  : size >= 10 ? fmt::format("{:.1f}", value)
                               : fmt::format("{:.2f}", value);
  if (s.find('.') != std::string::npos) {
    while (s.back() == '0') s.pop_back();
    if (s.back() == '.') s.pop_back();
  }
  return s == "-0" ? "0" : s;
}

std::string shown_with_unit(double value, std::string_view unit) {
  const std::string number = shown(value);
  if (number.empty() || unit.empty()) return number;
  return unit == "%" ? number + "%" : number + " " + std::string(unit);
}

std::string_view point_mark_words(std::string_view mark) {
  if (mark == "outside") return "outside the limits";
  if (mark == "shift") return "shift: 7 or more on one side";
  if (mark == "trend") return "trend: 7 or more rising or falling";
  if (mark == "two-in-three") return "2 of 3 near a limit";
  if (mark == "partial") return "period not complete";
  if (mark == "more") return "more than expected";
  if (mark == "fewer") return "fewer than expected";
  return {};
}

ChartFigures figures_of(const Chart& chart) {
  switch (chart.kind) {
    case ChartKind::timeline:
      return timeline(chart);
    case ChartKind::pareto:
      return pareto(chart);
    case ChartKind::heatmap:
      return heatmap(chart);
    case ChartKind::fishbone:
    case ChartKind::whys:
    case ChartKind::bowtie:
      return causes(chart);
    case ChartKind::box:
      return spreads(chart);
    case ChartKind::ageing:
      return tasks(chart);
    case ChartKind::effect:
      return effects(chart);
    case ChartKind::bar:
      if (!chart.stacks.empty()) return stacked(chart);
      break;
    case ChartKind::xmr:
    case ChartKind::run:
      break;
  }
  bool marks = false;
  bool bounds = false;
  for (const ChartPoint& p : chart.points) marks = marks || !p.mark.empty();
  for (const ChartLimits& l : chart.limits) bounds = bounds || l.lower || l.upper;
  ChartFigures out;
  out.header = {chart.x_title.empty() ? (chart.kind == ChartKind::bar ? "Group" : "Period") : chart.x_title,
                with_unit(chart.y_title.empty() ? "Value" : chart.y_title, chart.unit)};
  out.numeric = {false, true};
  if (!chart.limits.empty()) {
    out.header.emplace_back(chart.kind == ChartKind::run ? "Median" : "Average");
    out.numeric.push_back(true);
  }
  if (bounds) {
    out.header.insert(out.header.end(), {"Lower limit", "Upper limit"});
    out.numeric.insert(out.numeric.end(), {true, true});
  }
  const bool ranged = chart.kind == ChartKind::xmr && chart.moving_range;
  const Chart ranges = ranged ? moving_range_of(chart) : Chart{};
  if (ranged) {
    out.header.emplace_back("Moving range");
    out.numeric.push_back(true);
  }
  if (marks) {
    out.header.emplace_back("Note");
    out.numeric.push_back(false);
  }
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& p = chart.points[i];
    const ChartLimits* l = limits_at(chart, i);
    std::vector<std::string> row{p.label, shown(p.value)};
    if (!chart.limits.empty()) row.push_back(l != nullptr ? shown(l->centre) : "");
    if (bounds) {
      row.push_back(l != nullptr && l->lower ? shown(*l->lower) : "");
      row.push_back(l != nullptr && l->upper ? shown(*l->upper) : "");
    }
    if (ranged) row.push_back(shown(ranges.points[i].value));
    if (marks) row.emplace_back(point_mark_words(p.mark));
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace debrief::reports
