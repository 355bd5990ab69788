// Timeline: lanes of moments and spans on the clock of the chart's zone; silences hatched.

#include <algorithm>

#include "base/time.h"
#include "reports/charts/axes.h"
#include "reports/charts/time_axis.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double roomy_row = 21;
constexpr double tight_row = 15.5;
constexpr double highest = 640;  // of the lanes: with title and key, two thirds of a page that is as wide as the chart

TimeAxis axis_for(const Chart& chart, const base::Zone& zone, double left, double right) {
  base::Ms from = chart.moments[0].from_ms;
  base::Ms until = from;
  for (const ChartMoment& m : chart.moments) {
    from = std::min(from, m.from_ms);
    until = std::max({until, m.from_ms, m.until_ms});
  }
  return time_axis(from, until, zone, left, right);
}

/// What has been put on one row: half-open spans of x.
using Taken = std::vector<std::pair<double, double>>;

bool is_free(const Taken& taken, double from, double to) {
  return std::none_of(taken.begin(), taken.end(), [&](const auto& t) { return from < t.second && t.first < to; });
}

struct Placed {
  const ChartMoment* moment = nullptr;
  std::size_t row = 0;
  double label_x = 0;
  Anchor anchor = Anchor::start;
  std::string text;
};

struct Lane {
  std::string name;
  std::vector<const ChartMoment*> moments;
  std::vector<Placed> placed;
  std::size_t rows = 1;
};

/// Puts each moment and its label on the first row where both have room: label to the right, or else to the left.
///
/// quiet  moments without a mark or a length go without their label
void place(Lane& lane, const TimeAxis& axis, double edge, bool quiet) {
  std::vector<Taken> rows;
  lane.placed.clear();
  std::stable_sort(lane.moments.begin(), lane.moments.end(),
                   [](const auto* a, const auto* b) { return a->from_ms < b->from_ms; });
  for (const ChartMoment* m : lane.moments) {
    const bool silent = quiet && m->mark.empty() && m->until_ms <= m->from_ms;
    const auto lines = wrapped(silent ? std::string() : m->label, 290, 12, 1);
    const std::string text = lines.empty() ? "" : lines[0];
    const double width = text_width(text, 12);
    const double from = axis.x(m->from_ms) - 7;
    const double to = std::max(axis.x(std::max(m->until_ms, m->from_ms)), from + 7) + 7;
    const bool right = to + 3 + width <= edge;
    const bool left = from - 3 - width >= axis.left;
    Placed p{m, 0, right || !left ? to + 2 : from - 2, right || !left ? Anchor::start : Anchor::end, text};
    if (!right && !left) {
      const auto cut = wrapped(text, std::max(edge - to - 3, from - 3 - axis.left), 12, 1);
      p.text = cut.empty() ? "" : cut[0];
      if (from - axis.left > edge - to) {
        p.label_x = from - 2;
        p.anchor = Anchor::end;
      }
    }
    const double wide = p.text.empty() ? 0 : text_width(p.text, 12) + 10;
    const double low = p.anchor == Anchor::start ? from : from - wide;
    const double high = p.anchor == Anchor::start ? to + wide : to;
    while (true) {
      if (p.row == rows.size()) rows.emplace_back();
      if (is_free(rows[p.row], low, high)) break;
      ++p.row;
    }
    rows[p.row].emplace_back(low, high);
    lane.placed.push_back(std::move(p));
  }
  lane.rows = std::max<std::size_t>(rows.size(), 1);
}

}  // namespace

Scene timeline_scene(const Chart& chart) {
  Scene scene;
  const base::Zone zone = base::Zone::named(chart.zone).value_or(base::Zone());
  const double top = add_title(scene, chart.title) + 8;

  std::vector<Lane> lanes;
  double names = 40;
  for (const ChartMoment& m : chart.moments) {
    auto found = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& l) { return l.name == m.lane; });
    if (found == lanes.end()) {
      lanes.push_back({m.lane, {}, {}, 1});
      found = lanes.end() - 1;
      names = std::max(names, text_width(m.lane, 13, true));
    }
    found->moments.push_back(&m);
  }
  names = std::min(names, 140.0);
  const double edge = scene.width - 6;
  const TimeAxis axis = axis_for(chart, zone, names + 26, scene.width - 30);

  const auto rows_placed = [&](bool quiet) {
    std::size_t rows = 0;
    for (Lane& lane : lanes) {
      place(lane, axis, edge, quiet);
      rows += lane.rows;
    }
    return static_cast<double>(rows);
  };
  // Many entries: lower rows first, and no times at the plain ones where that is not enough.
  const double gap = lanes.size() > 6 ? 6 : 10;
  const double room = highest - gap * static_cast<double>(lanes.size());
  double rows = rows_placed(false);
  if (rows * tight_row > room) rows = rows_placed(true);
  const double row_height = std::clamp(room / rows, tight_row, roomy_row);

  double y = top;
  std::vector<std::pair<double, double>> stripes;
  for (const Lane& lane : lanes) {
    const double height = static_cast<double>(lane.rows) * row_height + gap;
    stripes.emplace_back(y, height);
    y += height;
  }
  const double bottom = y;
  for (std::size_t i = 0; i < stripes.size(); i += 2) {
    scene.boxes.push_back({0, stripes[i].first, scene.width, stripes[i].second, Ink::shade, false});
  }
  add_time_ticks(scene, axis, zone, top, bottom);

  bool key = false;
  bool silence = false;
  bool late = false;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto name = wrapped(lanes[i].name, names, 13, 1, true);
    if (!name.empty())
      scene.labels.push_back(
          {{8, stripes[i].first + gap / 2 + row_height / 2 + 4.5}, name[0], 13, true, Ink::text, Anchor::start, 0});
    for (const Placed& p : lanes[i].placed) {
      const double middle = stripes[i].first + gap / 2 + row_height * (static_cast<double>(p.row) + 0.5);
      const double from = axis.x(p.moment->from_ms);
      const bool span = p.moment->until_ms > p.moment->from_ms;
      if (p.moment->mark == "silence") {
        const double width = std::max(axis.x(p.moment->until_ms) - from, 4.0);
        scene.boxes.push_back({from, middle - 7, width, 14, Ink::muted, true});
        silence = true;
      } else if (p.moment->mark == "late") {
        const double to = axis.x(p.moment->until_ms);
        scene.strokes.push_back({{{from, middle}, {to, middle}}, Ink::pattern, 1.6, {3, 3}, false, false});
        scene.markers.push_back({{from, middle}, Shape::circle, Ink::pattern, 4.2});
        scene.markers.push_back({{to, middle}, Shape::square, Ink::pattern, 4});
        late = true;
      } else if (span) {
        scene.boxes.push_back(
            {from, middle - 5, std::max(axis.x(p.moment->until_ms) - from, 3.0), 10, Ink::bar, false});
        if (p.moment->mark == "key") {
          scene.markers.push_back({{from, middle}, Shape::diamond, Ink::outside, 6.5});
          key = true;
        }
      } else if (p.moment->mark == "key") {
        scene.markers.push_back({{from, middle}, Shape::diamond, Ink::outside, 6.5});
        key = true;
      } else {
        scene.markers.push_back({{from, middle}, Shape::circle, Ink::data, 4.2});
      }
      if (!p.text.empty()) {
        scene.labels.push_back(
            {{p.label_x, middle + 4.2}, p.text, 12, p.moment->mark == "key", Ink::text, p.anchor, 0});
      }
    }
  }
  const double below = bottom + 42;
  const std::string clock = "Times: " + zone.name();
  scene.labels.push_back({{8, below}, clock, 13, false, Ink::muted, Anchor::start, 0});
  double x = std::max(axis.left, 8 + text_width(clock, 13) + 20);
  double last = below;
  const auto entry = [&](const std::string& words, auto draw) {
    const double width = 30 + text_width(words, 13) + 18;
    if (x + width > scene.width) {
      x = 8;
      last += 20;
    }
    draw(last);
    scene.labels.push_back({{x + 30, last}, words, 13, false, Ink::text, Anchor::start, 0});
    x += width;
  };
  if (silence) {
    entry("no message", [&](double at) { scene.boxes.push_back({x, at - 10, 24, 12, Ink::muted, true}); });
  }
  if (late) {
    entry("happened, and written down later", [&](double at) {
      scene.strokes.push_back({{{x, at - 4.5}, {x + 24, at - 4.5}}, Ink::pattern, 1.6, {3, 3}, false, false});
      scene.markers.push_back({{x + 2, at - 4.5}, Shape::circle, Ink::pattern, 4.2});
      scene.markers.push_back({{x + 22, at - 4.5}, Shape::square, Ink::pattern, 4});
    });
  }
  if (key) {
    entry("key moment",
          [&](double at) { scene.markers.push_back({{x + 12, at - 4.5}, Shape::diamond, Ink::outside, 6.5}); });
  }
  scene.height = last + 10;
  return scene;
}

}  // namespace debrief::reports
