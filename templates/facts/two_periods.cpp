// Two stretches of the same length beside each other.

#include "templates/facts/two_periods.h"

#include <algorithm>

#include <fmt/format.h>

#include "analytics/numbers/interval.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/tables.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;

namespace {

std::string verdict_of(const analytics::Figure& before, const analytics::Figure& after) {
  const auto &a = before.sample, &b = after.sample;
  if (!a.ci_low || !a.ci_high || !b.ci_low || !b.ci_high) return "unsaid";
  const bool higher = *b.ci_low > *a.ci_high, lower = *b.ci_high < *a.ci_low;
  if (!higher && !lower) return "same";
  if (before.kpi->better == analytics::Better::neither) return "changed";
  return (before.kpi->better == analytics::Better::higher) == higher ? "better" : "worse";
}

std::string said(const std::string& verdict) {
  if (verdict == "better") return "better: the intervals lie apart";
  if (verdict == "worse") return "worse: the intervals lie apart";
  if (verdict == "changed") return "changed: the intervals lie apart";
  if (verdict == "same") return "no difference beyond chance";
  return "not judged";
}

std::string with_interval(const analytics::Figure& f) {
  const std::string value = value_said(f.kpi->unit, f.sample.value);
  if (value.empty() || !f.sample.ci_low || !f.sample.ci_high) return value;
  return fmt::format("{} ({} to {})", value, value_said(f.kpi->unit, f.sample.ci_low),
                     value_said(f.kpi->unit, f.sample.ci_high));
}

}  // namespace

Json two_periods(const review::IncidentColumns& columns, const analytics::FigureRequest& request,
                 const analytics::Window& window, const std::string& name, Ledger& ledger, DirectiveData& shown) {
  const base::Ms half = window.from + (window.until - window.from) / 2;
  // Whole days beside whole days, unless there are too few of them.
  const base::Ms day = base::period_start(half, base::Period::day, request.zone);
  const base::Ms middle = day > window.from ? day : half;
  auto first = request, second = request;
  first.period = second.period = std::nullopt;
  first.from = window.from;
  first.until = second.from = middle;
  second.until = window.until;
  const auto text = [&](base::Ms from, base::Ms until) {
    return base::plain_date(from, request.zone) + " to " + base::plain_date(until - 1, request.zone);
  };
  Json out{{"earlier", text(window.from, middle)}, {"later", text(middle, window.until)}, {"lines", Json::array()}};
  const auto before = analytics::compute_figures(columns, first), after = analytics::compute_figures(columns, second);
  TableMaker t("Earlier and later half of the window, with 95 % intervals", {{"Measure", Align::left, 0.18},
                                                                             {"Earlier", Align::right, 0.23},
                                                                             {"Cases", Align::right, 0.08},
                                                                             {"Later", Align::right, 0.23},
                                                                             {"Cases", Align::right, 0.08},
                                                                             {"What can be said"}});
  for (const auto& a : before.figures) {
    const auto b =
        std::find_if(after.figures.begin(), after.figures.end(), [&](const auto& f) { return f.kpi == a.kpi; });
    if (b == after.figures.end() || (!a.sample.value && !b->sample.value)) continue;
    const std::string verdict = verdict_of(a, *b), earlier = with_interval(a), later = with_interval(*b);
    ledger.note(fmt::format("{}, later half", a.kpi->title), later, a.kpi->definition);
    ledger.note(fmt::format("{}, earlier half", a.kpi->title), earlier, a.kpi->definition);
    t.row({std::string(a.kpi->title), earlier, base::grouped(a.sample.n), later, base::grouped(b->sample.n),
           said(verdict)});
    out["lines"].push_back({{"id", a.kpi->id},
                            {"title", a.kpi->title},
                            {"earlier", earlier},
                            {"earlier_n", a.sample.n},
                            {"later", later},
                            {"later_n", b->sample.n},
                            {"verdict", verdict},
                            {"said", said(verdict)}});
  }
  if (!t.empty()) shown.tables[name] = t.take();
  return out;
}

std::string share_of_all(std::int64_t n, std::int64_t all) {
  if (all == 0) return "none";
  const auto interval = analytics::wilson(n, all);
  const std::string share = share_said(static_cast<double>(n) / static_cast<double>(all));
  return fmt::format("{} of {} ({}{})", base::grouped(n), base::grouped(all), share,
                     interval ? fmt::format("; 95 %: {} to {}", share_said(interval->low), share_said(interval->high))
                              : std::string());
}

}  // namespace debrief::templates
