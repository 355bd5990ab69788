// Actions on the calendar, and what became of their measures.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

namespace {

/// Overdue first, the longest so at the top; then open by date, without one last; then those that are over.
int rank(const ChartTask& t) {
  if (t.state == "overdue") return 0;
  if (t.state == "open") return t.due_ms ? 1 : 2;
  return t.state == "dropped" ? 4 : 3;
}

long long whole_days(base::Ms span) { return std::max<base::Ms>(1, (span + base::day_ms / 2) / base::day_ms); }

}  // namespace

Chart ageing_chart(std::string title, std::vector<ChartTask> tasks, base::Ms now, const base::Zone& zone) {
  std::stable_sort(tasks.begin(), tasks.end(), [](const ChartTask& a, const ChartTask& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.due_ms.value_or(a.opened_ms) < b.due_ms.value_or(b.opened_ms);
  });
  Chart c;
  c.kind = ChartKind::ageing;
  c.title = std::move(title);
  c.zone = zone.name();
  c.now_ms = now;
  std::int64_t open = 0, overdue = 0, undated = 0, done = 0, late = 0;
  for (const ChartTask& t : tasks) {
    overdue += t.state == "overdue" ? 1 : 0;
    open += t.state == "overdue" || t.state == "open" ? 1 : 0;
    undated += t.state == "open" && !t.due_ms ? 1 : 0;
    done += t.state == "done" || t.state == "verified" ? 1 : 0;
    late += t.done_ms && t.due_ms && *t.done_ms > *t.due_ms ? 1 : 0;
  }
  if (tasks.empty()) {
    c.finding = "No action has been recorded.";
    c.alt = c.finding;
    return c;
  }
  c.finding = fmt::format("{} open", base::counted(open, "action is", "actions are"));
  if (overdue > 0) {
    c.finding += fmt::format(", {} of them overdue, the longest by {}", overdue,
                             base::counted(whole_days(now - tasks.front().due_ms.value_or(now)), "day"));
  }
  if (undated > 0) c.finding += fmt::format("; {} without a date", undated);
  if (done > 0) {
    c.finding += fmt::format("; {} carried out", done);
    if (late > 0) c.finding += fmt::format(", {} of them late", late);
  }
  c.finding += ".";
  c.alt = fmt::format("Actions on the calendar, as of {}. {}", base::plain_date(now, zone), c.finding);
  constexpr std::size_t most = 6;
  for (std::size_t i = 0; i < tasks.size() && i < most && tasks[i].state == "overdue"; ++i) {
    c.alt += fmt::format(" {}: due {}.", base::cut(tasks[i].label, 80), base::plain_date(*tasks[i].due_ms, zone));
  }
  c.tasks = std::move(tasks);
  return c;
}

Chart effect_chart(std::string title, std::vector<ChartEffect> effects) {
  Chart c;
  c.kind = ChartKind::effect;
  c.title = std::move(title);
  std::size_t measured = 0;
  std::vector<std::pair<std::string, std::size_t>> verdicts;
  for (const ChartEffect& e : effects) {
    measured += e.ratio ? 1 : 0;
    const auto it = std::find_if(verdicts.begin(), verdicts.end(), [&](const auto& v) { return v.first == e.verdict; });
    if (it == verdicts.end())
      verdicts.emplace_back(e.verdict, 1);
    else
      ++it->second;
  }
  if (measured == 0) {
    c.finding = "No action has a measured effect yet.";
    c.alt = c.finding;
    c.effects = std::move(effects);
    return c;
  }
  std::vector<std::string> said;
  for (const auto& [verdict, n] : verdicts) said.push_back(fmt::format("{} {}", n, verdict));
  c.finding = fmt::format("Of {} whose data were asked: {}.",
                          base::counted(static_cast<long long>(effects.size()), "action"), listed(said));
  c.alt = "Before and after. " + c.finding;
  for (const ChartEffect& e : effects) {
    if (!e.ratio) continue;
    c.alt += fmt::format(" {}: {:.0f} % of before", base::cut(e.label, 80), *e.ratio * 100);
    if (e.low && e.high) c.alt += fmt::format(" (95 % interval {:.0f} to {:.0f} %)", *e.low * 100, *e.high * 100);
    c.alt += fmt::format(", {}.", e.verdict);
  }
  c.effects = std::move(effects);
  return c;
}

}  // namespace debrief::templates
