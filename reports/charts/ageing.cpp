// Actions on the calendar: when each was opened, when it was due, when it was done, and what is over its date.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/charts/axes.h"
#include "reports/charts/time_axis.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

std::string days(base::Ms span) { return base::counted(std::max<base::Ms>(1, (span + base::day_ms / 2) / base::day_ms), "day"); }

/// What stands to the right of an action: the one thing to know about its date.
std::pair<std::string, Ink> standing(const ChartTask& t, base::Ms now) {
  if (t.state == "dropped") return {"not pursued", Ink::muted};
  if (t.done_ms) {
    if (!t.due_ms) return {"done", Ink::text};
    return *t.done_ms > *t.due_ms ? std::pair{"done " + days(*t.done_ms - *t.due_ms) + " late", Ink::pattern}
                                  : std::pair{std::string("done in time"), Ink::target};
  }
  if (t.state == "done" || t.state == "verified") return {"done, day not known", Ink::muted};
  if (!t.due_ms) return {"no date", Ink::pattern};
  if (*t.due_ms < now) return {days(now - *t.due_ms) + " overdue", Ink::outside};
  return {"due in " + days(*t.due_ms - now), Ink::text};
}

}  // namespace

Scene ageing_scene(const Chart& chart) {
  Scene scene;
  const base::Zone zone = base::Zone::named(chart.zone).value_or(base::Zone());
  const base::Ms now = chart.now_ms;
  const double top = add_title(scene, chart.title) + 26;
  base::Ms from = now;
  base::Ms until = now;
  double words = 0;
  for (const ChartTask& t : chart.tasks) {
    from = std::min(from, t.opened_ms);
    for (const auto& at : {t.first_due_ms, t.due_ms, t.done_ms}) {
      if (at) from = std::min(from, *at);
      if (at) until = std::max(until, *at);
    }
    words = std::max(words, text_width(standing(t, now).first, 12, true));
  }
  constexpr double names = 222;
  const double right = scene.width - 8 - words - 14;
  const TimeAxis axis = time_axis(from, until, zone, names + 22, right);

  std::vector<std::vector<std::string>> lines;
  double bottom = top;
  for (const ChartTask& t : chart.tasks) {
    lines.push_back(wrapped(t.label, names, 12, chart.tasks.size() > 24 ? 1 : 2));
    bottom += std::max<double>(26, static_cast<double>(lines.back().size()) * 15 + 11);
  }
  add_time_ticks(scene, axis, zone, top, bottom);

  bool moved = false;
  bool over = false;
  bool done = false;
  double y = top;
  for (std::size_t i = 0; i < chart.tasks.size(); ++i) {
    const ChartTask& t = chart.tasks[i];
    const double height = std::max<double>(26, static_cast<double>(lines[i].size()) * 15 + 11);
    const double middle = y + height / 2;
    if (i % 2 == 0) scene.boxes.push_back({0, y, scene.width, height, Ink::shade, false});
    double line = middle + 4.2 - 7.5 * (static_cast<double>(lines[i].size()) - 1);
    for (const std::string& part : lines[i]) {
      scene.labels.push_back({{8, line}, part, 12, false, Ink::text, Anchor::start, 0});
      line += 15;
    }
    const bool ended = t.done_ms || t.state == "done" || t.state == "verified" || t.state == "dropped";
    const base::Ms end = t.done_ms.value_or(ended ? t.due_ms.value_or(t.opened_ms) : now);
    const base::Ms in_time = t.due_ms ? std::clamp(*t.due_ms, t.opened_ms, std::max(end, t.opened_ms)) : end;
    const auto bar = [&](base::Ms a, base::Ms b, Ink ink, bool hatched, bool hollow) {
      if (b <= a) return;
      Box box{axis.x(a), middle - 5, std::max(axis.x(b) - axis.x(a), 2.0), 10, ink, hatched};
      box.hollow = hollow;
      scene.boxes.push_back(box);
    };
    bar(t.opened_ms, in_time, t.state == "dropped" ? Ink::muted : Ink::bar, false, ended);
    if (in_time < end && t.state != "dropped") {
      bar(in_time, end, Ink::outside, true, false);
      over = true;
    }
    if (t.first_due_ms && t.due_ms && *t.first_due_ms != *t.due_ms) {
      scene.strokes.push_back({{{axis.x(*t.first_due_ms), middle - 9}, {axis.x(*t.due_ms), middle - 9}},
                               Ink::muted,
                               1.2,
                               {2, 2},
                               false,
                               false});
      scene.markers.push_back({{axis.x(*t.first_due_ms), middle - 8}, Shape::hollow_circle, Ink::muted, 3});
      moved = true;
    }
    if (t.due_ms) scene.markers.push_back({{axis.x(*t.due_ms), middle - 8}, Shape::triangle_down, Ink::text, 4.6});
    if (t.done_ms) {
      scene.markers.push_back({{axis.x(*t.done_ms), middle}, Shape::square, Ink::target, 5});
      done = true;
    }
    const auto [said, ink] = standing(t, now);
    scene.labels.push_back({{right + 14, middle + 4.2}, said, 12, ink != Ink::muted, ink, Anchor::start, 0});
    y += height;
  }
  if (now >= axis.from && now <= axis.until) {
    const std::string today = base::plain_date(now, zone);
    const double half = text_width(today, 12, true) / 2;
    scene.strokes.push_back({{{axis.x(now), top - 6}, {axis.x(now), bottom}}, Ink::centre, 1.4, {}, false, false});
    scene.labels.push_back({{std::clamp(axis.x(now), axis.left + half, scene.width - 8 - half), top - 11},
                            today,
                            12,
                            true,
                            Ink::text,
                            Anchor::middle,
                            0});
  }
  std::vector<LegendEntry> legend;
  legend.push_back({"due", false, {{}, Shape::triangle_down, Ink::text, 5}, {}});
  if (moved) legend.push_back({"first date, moved", false, {{}, Shape::hollow_circle, Ink::muted, 3.4}, {}});
  if (done) legend.push_back({"done", false, {{}, Shape::square, Ink::target, 5}, {}});
  double x = 8;
  const double below = bottom + 42;
  const auto sample = [&](const char* said, Ink ink, bool hatched, bool hollow) {
    Box box{x, below - 10, 24, 10, ink, hatched};
    box.hollow = hollow;
    scene.boxes.push_back(box);
    scene.labels.push_back({{x + 30, below}, said, 13, false, Ink::text, Anchor::start, 0});
    x += 30 + text_width(said, 13) + 18;
  };
  sample("open", Ink::bar, false, false);
  if (done) sample("was open", Ink::bar, false, true);
  if (over) sample("over its date", Ink::outside, true, false);
  scene.height = add_legend(scene, x, below, legend) + 4;
  return scene;
}

}  // namespace debrief::reports
