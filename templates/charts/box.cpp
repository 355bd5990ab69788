// Box plot: how the values of groups lie beside one another.

#include <algorithm>

#include <fmt/format.h>

#include "analytics/numbers/quantile.h"
#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

std::optional<Chart> box_chart(std::string title, std::string group_word,
                               const std::vector<const analytics::Figure*>& figures) {
  // Under ten cases a tenth is nobody.
  constexpr std::size_t fewest = 10;
  double largest = 0;
  struct Group {
    const analytics::Figure* figure;
    std::vector<double> values;
  };
  std::vector<Group> groups;
  for (const analytics::Figure* f : figures) {
    if (f == nullptr || f->sample.values.size() < fewest || !f->sample.q1 || !f->sample.median || !f->sample.q3)
      continue;
    Group g{f, f->sample.values};
    std::sort(g.values.begin(), g.values.end());
    largest = std::max(largest, *f->sample.median);
    groups.push_back(std::move(g));
  }
  if (groups.size() < 2) return std::nullopt;
  const analytics::Unit unit = groups.front().figure->kpi->unit;
  const Scale scale = scale_for(unit, largest);
  Chart c;
  c.kind = ChartKind::box;
  c.title = std::move(title);
  c.unit = scale.unit;
  c.x_title = capitalised(group_word);
  c.y_title = std::string(groups.front().figure->kpi->title);
  const Group* slowest = &groups.front();
  const Group* quickest = &groups.front();
  std::string told;
  for (const Group& g : groups) {
    const auto& s = g.figure->sample;
    const double low = std::min(analytics::quantile(g.values, 0.1), *s.q1);
    const double high = std::max(s.p90.value_or(analytics::quantile(g.values, 0.9)), *s.q3);
    c.spreads.push_back({g.figure->group_value, static_cast<std::int64_t>(s.n), low / scale.divisor,
                         *s.q1 / scale.divisor, *s.median / scale.divisor, *s.q3 / scale.divisor,
                         high / scale.divisor});
    if (*s.median > *slowest->figure->sample.median) slowest = &g;
    if (*s.median < *quickest->figure->sample.median) quickest = &g;
    told += fmt::format("{} {} {} ({} to {}, n = {})", told.empty() ? "" : ";", g.figure->group_value,
                        value_said(unit, s.median), value_said(unit, s.q1), value_said(unit, s.q3),
                        base::grouped(static_cast<long long>(s.n)));
  }
  const auto& most = slowest->figure->sample;
  const auto& least = quickest->figure->sample;
  if (slowest == quickest) {
    c.finding = fmt::format("The medians are the same, {}.", value_said(unit, most.median));
  } else {
    // Boxes that overlap are no evidence of a difference, nor against one: the sentence says which of the two it is.
    c.finding = fmt::format("The median is highest in {} ({}) and lowest in {} ({}); their middle halves {}.",
                            slowest->figure->group_value, value_said(unit, most.median),
                            quickest->figure->group_value, value_said(unit, least.median),
                            *most.q1 <= *least.q3 ? "overlap" : "do not overlap");
  }
  c.alt = fmt::format("Box plot. {} Medians with their middle halves:{}.", c.finding, told);
  return c;
}

}  // namespace debrief::templates
