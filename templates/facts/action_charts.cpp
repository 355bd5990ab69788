// Charts of actions.

#include "templates/facts/action_charts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/json.h"
#include "review/effects.h"
#include "templates/charts/charts.h"
#include "templates/facts/effect.h"
#include "templates/facts/measure.h"

namespace debrief::templates {

using base::Json;

namespace {

constexpr std::size_t most_rows = 30;  // more than fit on a page are for the table

ChartTask task_of(const review::Action& a, base::Ms now) {
  ChartTask t;
  t.label = fmt::format("A-{} {}", a.id, a.title);
  t.opened_ms = a.created_ms;
  t.due_ms = a.due_ms;
  if (a.original_due_ms && a.due_ms && *a.original_due_ms != *a.due_ms) t.first_due_ms = a.original_due_ms;
  t.done_ms = a.done_ms;
  const bool carried_out = a.status == "implemented" || a.status == "under_observation" || a.status == "verified" ||
                           a.status == "not_effective" || a.status == "closed";
  t.state = a.status == "rejected" || a.status == "deferred" ? "dropped"
            : a.verdict                                       ? "verified"
            : carried_out                                     ? "done"
            : a.due_ms && *a.due_ms < now                     ? "overdue"
                                                              : "open";
  return t;
}

/// "6.0 a month", "31 %": one side of an answer, in the words its method asks for.
std::string side_said(const Json& answer, const char* side) {
  const Json& s = answer.value(side, Json::object());
  const Json value = s.value("value", Json());
  if (!value.is_number()) return {};
  const double v = value.get<double>();
  const std::string method = answer.value("method", std::string());
  if (method == "restricted-mean") return base::plain_duration(std::round(v));
  if (method == "newcombe") return fmt::format("{:.0f} %", v * 100);
  if (answer.value("exposure_unit", std::string()) == "contacts")
    return fmt::format("{:.1f} per 10,000 contacts", v * 10'000);
  return fmt::format("{:.1f} a month", v * 365 / 12);
}

}  // namespace

void action_charts_into(review::Store& store, const std::vector<review::Action>& actions, const FactsFor& reader,
                        DirectiveData& shown) {
  std::vector<ChartTask> tasks;
  std::vector<ChartEffect> effects;
  for (const review::Action& a : actions) {
    if (a.status != "rejected") tasks.push_back(task_of(a, reader.now));
    const auto answer = review::newest_answer(store, a.id);
    if (!answer) continue;
    ChartEffect e;
    e.label = fmt::format("A-{} {}", a.id, a.title);
    if (a.measure) e.measure = measure_said(*a.measure);
    const Json numbers = base::parse_json(answer->numbers).maybe().value_or(Json::object());
    if (numbers.is_object()) {
      e.before = side_said(numbers, "before");
      e.after = side_said(numbers, "after");
    }
    e.ratio = answer->ratio;
    e.low = answer->low;
    e.high = answer->high;
    e.verdict = verdict_said(answer->verdict);
    if (!e.before.empty() && !e.after.empty()) e.measure += fmt::format(": {} to {}", e.before, e.after);
    effects.push_back(std::move(e));
  }
  // One bar alone says less than its row of the table does.
  if (tasks.size() > 1) {
    Chart chart = ageing_chart("Actions on the calendar", std::move(tasks), reader.now, reader.zone);
    if (chart.tasks.size() > most_rows) {
      chart.finding += fmt::format(" The {} most pressing are shown.", most_rows);
      chart.tasks.resize(most_rows);
    }
    shown.charts["schedule"] = std::move(chart);
  }
  const bool measured =
      std::any_of(effects.begin(), effects.end(), [](const ChartEffect& e) { return e.ratio.has_value(); });
  if (measured) shown.charts["effects"] = effect_chart("What became of the measures", std::move(effects));
}

}  // namespace debrief::templates
