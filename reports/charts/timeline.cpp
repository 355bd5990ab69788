// Timeline: lanes of moments and spans on the clock of the chart's zone; silences hatched.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/time.h"
#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double row_height = 21;

/// Steps a clock face knows, in ms.
constexpr base::Ms steps[] = {base::second_ms * 10, base::minute_ms,      base::minute_ms * 2,  base::minute_ms * 5,
                              base::minute_ms * 10, base::minute_ms * 15, base::minute_ms * 30, base::hour_ms,
                              base::hour_ms * 2,    base::hour_ms * 3,    base::hour_ms * 6,    base::hour_ms * 12,
                              base::day_ms,         base::day_ms * 2,     base::day_ms * 7,     base::day_ms * 14,
                              base::day_ms * 28,    base::day_ms * 91,    base::day_ms * 365};

struct TimeAxis {
  base::Ms from = 0;
  base::Ms until = 0;
  base::Ms step = 0;
  double left = 0;
  double right = 0;
  double x(base::Ms at) const {
    return left + static_cast<double>(at - from) / static_cast<double>(until - from) * (right - left);
  }
};

TimeAxis axis_for(const Chart& chart, const base::Zone& zone, double left, double right) {
  TimeAxis a;
  a.left = left;
  a.right = right;
  a.from = chart.moments[0].from_ms;
  a.until = a.from;
  for (const ChartMoment& m : chart.moments) {
    a.from = std::min(a.from, m.from_ms);
    a.until = std::max({a.until, m.from_ms, m.until_ms});
  }
  const base::Ms span = std::max<base::Ms>(a.until - a.from, base::minute_ms);
  a.step = *std::find_if(std::begin(steps), std::end(steps) - 1, [&](base::Ms s) { return span / s <= 7; });
  while (span / a.step > 9) a.step *= 2;
  // Ticks stand on round times of the wall clock, not of UTC.
  const base::Ms offset = static_cast<base::Ms>(zone.offset_minutes(a.from)) * base::minute_ms;
  const auto floor_to = [&](base::Ms t) {
    const base::Ms local = t + offset;
    return local - ((local % a.step) + a.step) % a.step - offset;
  };
  a.from = floor_to(a.from);
  a.until = std::max(floor_to(a.until + a.step - 1), a.from + a.step);
  return a;
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
void place(Lane& lane, const TimeAxis& axis, double edge) {
  std::vector<Taken> rows;
  std::stable_sort(lane.moments.begin(), lane.moments.end(),
                   [](const auto* a, const auto* b) { return a->from_ms < b->from_ms; });
  for (const ChartMoment* m : lane.moments) {
    const auto lines = wrapped(m->label, 250, 12, 1);
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
    const double wide = text_width(p.text, 12) + 10;
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

std::string tick_text(base::Ms at, const base::Zone& zone, base::Ms step, bool with_date) {
  const base::Civil c = zone.civil(at);
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string date = fmt::format("{} {}", c.day, months[c.month - 1]);
  if (step >= base::day_ms) return step >= base::day_ms * 91 ? fmt::format("{} {}", date, c.year) : date;
  std::string time = fmt::format("{:02}:{:02}", c.hour, c.minute);
  if (step < base::minute_ms) time += fmt::format(":{:02}", c.second);
  return with_date ? date + ", " + time : time;
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

  double y = top;
  std::vector<std::pair<double, double>> stripes;
  for (Lane& lane : lanes) {
    place(lane, axis, edge);
    const double height = static_cast<double>(lane.rows) * row_height + 10;
    stripes.emplace_back(y, height);
    y += height;
  }
  const double bottom = y;
  for (std::size_t i = 0; i < stripes.size(); i += 2) {
    scene.boxes.push_back({0, stripes[i].first, scene.width, stripes[i].second, Ink::shade, false});
  }
  base::Ms last_day = -1;
  double last_end = -100;
  for (base::Ms t = axis.from; t <= axis.until; t += axis.step) {
    scene.strokes.push_back({{{axis.x(t), top}, {axis.x(t), bottom}}, Ink::grid, 1, {}, false, false});
    const base::Civil c = zone.civil(t);
    const base::Ms day = c.year * 400 + c.month * 32 + c.day;
    std::string text = tick_text(t, zone, axis.step, day != last_day);
    double half = text_width(text, 13) / 2;
    if (axis.x(t) - half < last_end + 6) {
      text = tick_text(t, zone, axis.step, false);
      half = text_width(text, 13) / 2;
    }
    if (axis.x(t) - half < last_end + 6) continue;
    const double centre = std::clamp(axis.x(t), half + 2, scene.width - half - 2);
    last_end = centre + half;
    last_day = day;
    scene.labels.push_back({{centre, bottom + 18}, text, 13, false, Ink::muted, Anchor::middle, 0});
  }
  scene.strokes.push_back({{{axis.left, bottom}, {axis.right, bottom}}, Ink::axis, 1, {}, false, false});

  bool key = false;
  bool silence = false;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto name = wrapped(lanes[i].name, names, 13, 1, true);
    if (!name.empty())
      scene.labels.push_back(
          {{8, stripes[i].first + 5 + row_height / 2 + 4.5}, name[0], 13, true, Ink::text, Anchor::start, 0});
    for (const Placed& p : lanes[i].placed) {
      const double middle = stripes[i].first + 5 + row_height * (static_cast<double>(p.row) + 0.5);
      const double from = axis.x(p.moment->from_ms);
      const bool span = p.moment->until_ms > p.moment->from_ms;
      if (p.moment->mark == "silence") {
        const double width = std::max(axis.x(p.moment->until_ms) - from, 4.0);
        scene.boxes.push_back({from, middle - 7, width, 14, Ink::muted, true});
        silence = true;
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
  if (silence) {
    scene.boxes.push_back({x, below - 10, 24, 12, Ink::muted, true});
    scene.labels.push_back({{x + 30, below}, "No recorded activity", 13, false, Ink::text, Anchor::start, 0});
    x += 30 + text_width("No recorded activity", 13) + 18;
  }
  if (key) add_legend(scene, x, below, {{"Key moment", false, {{}, Shape::diamond, Ink::outside, 6.5}, {}}});
  scene.height = below + 10;
  return scene;
}

}  // namespace debrief::reports
