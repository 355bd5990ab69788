// Sections of the trend report beside the measures.

#include "templates/facts/trends_more.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/event_columns.h"
#include "review/store.h"
#include "templates/charts/charts.h"
#include "templates/facts/tables.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;

namespace {

std::string_view method_said(analytics::ForecastMethod method) {
  switch (method) {
    case analytics::ForecastMethod::seasonal_naive:
      return "the value of a season before";
    case analytics::ForecastMethod::level:
      return "a smoothed level";
    case analytics::ForecastMethod::holt:
      return "a smoothed level and slope";
    case analytics::ForecastMethod::seasonal:
      return "a smoothed level and season";
    case analytics::ForecastMethod::holt_winters:
      return "a smoothed level, slope and season";
    case analytics::ForecastMethod::stl_drift:
      return "its season, and its trend drawn on";
    case analytics::ForecastMethod::flow:
      return "the last figure and what came in less what was closed";
  }
  return "";
}

std::string whole(double value) { return base::grouped(std::llround(value)); }

/// Seconds as hours or days, as whoever plans with them reads them.
std::string time_said(double seconds) { return base::plain_duration(seconds); }

constexpr std::size_t most_rows = 8;
constexpr std::int64_t fewest_passed = 5;

}  // namespace

std::string forecast_withheld(const analytics::ForecastOutcome& outcome, base::Period period) {
  const std::string last = fmt::format("last {}'s value", period_word(period));
  switch (outcome.verdict) {
    case analytics::ForecastVerdict::shown:
      return {};
    case analytics::ForecastVerdict::too_short:
      return fmt::format("no forecast: too few whole {}s to try one on the past", period_word(period));
    case analytics::ForecastVerdict::not_better:
      return fmt::format("no forecast better than {}{}", last,
                         outcome.mase && *outcome.mase < 1 ? " by more than chance"
                         : outcome.mase ? fmt::format(" (the best was {:.2f} times as far off)", *outcome.mase)
                                        : "");
    case analytics::ForecastVerdict::only_average:
      return fmt::format(
          "no forecast better than {} that is also better than the plain average: there is nothing to foretell "
          "but the usual level",
          last);
    case analytics::ForecastVerdict::constant:
      return fmt::format("no forecast: every {} is alike, or nearly so", period_word(period));
    case analytics::ForecastVerdict::dates:
      return "no forecast: dates it would rest on are known to be wrong";
  }
  return {};
}

Json forecasts_part(const analytics::Figures& figures, const FactsFor& reader, Ledger& ledger, DirectiveData& shown) {
  Json out = Json::array();
  std::vector<analytics::Figure> wanted;
  for (const char* id : {"incidents", "backlog"}) {
    for (const analytics::Figure& f : figures.figures) {
      if (f.kpi->id == id) wanted.push_back(f);
    }
  }
  for (const analytics::Figure& f : wanted) {
    if (!f.forecast || !f.series || f.series->unjudged == analytics::Unjudged::nothing) continue;
    const std::string title(f.kpi->title);
    if (!f.forecast->forecast) {
      out.push_back({{"title", title},
                     {"said", title + ": " + forecast_withheld(*f.forecast, f.series->period) + "."},
                     {"table", nullptr}});
      continue;
    }
    const analytics::Forecast& forecast = *f.forecast->forecast;
    TableMaker table(title + ", what to expect", {{capitalised(period_word(f.series->period)), Align::left, 0.34},
                                                  {"Expected", Align::right},
                                                  {"Four times in five between", Align::right, 0.4}});
    for (std::size_t h = 0; h < forecast.steps.size(); ++h) {
      const auto& step = forecast.steps[h];
      const std::string label = period_label(f.forecast_windows[h].from, f.series->period, reader.zone);
      table.row({label, whole(step.value), fmt::format("{} and {}", whole(step.low), whole(step.high))});
      ledger.note(fmt::format("{} expected, {}", title, label),
                  fmt::format("{} ({} to {})", whole(step.value), whole(step.low), whole(step.high)),
                  fmt::format("{}, mean absolute error {:.2f} times that of the value of a season before",
                              name(forecast.method), forecast.mase));
    }
    if (std::none_of(forecast.steps.begin(), forecast.steps.end(),
                     [](const auto& s) { return std::llround(s.low) < std::llround(s.high); })) {
      out.push_back(
          {{"title", title},
           {"said", fmt::format("{}: no forecast: the past varied too little for bounds to be given.", title)},
           {"table", nullptr}});
      continue;
    }
    const std::string key = "forecast_" + std::string(f.kpi->id);
    shown.tables[key] = table.take();
    out.push_back(
        {{"title", title},
         {"said", fmt::format("{}: foretold from {}. Tried on {} stretches of the past it was {:.0f} % nearer than {}.",
                              title, method_said(forecast.method), forecast.origins, (1 - forecast.mase) * 100,
                              forecast.season > 1
                                  ? fmt::format("the value {} {}s before", forecast.season, period_word(f.series->period))
                                  : fmt::format("last {}'s value", period_word(f.series->period)))},
         {"table", key}});
  }
  return out;
}

Json mix_part(const analytics::Figures& figures, const FactsFor& reader, DirectiveData& shown) {
  Json out = Json::array();
  for (std::size_t i = 0; i < figures.mix.size(); ++i) {
    const analytics::MixShift& m = figures.mix[i];
    const analytics::Kpi* kpi = analytics::kpi_named(m.kpi);
    const bool times = kpi->unit == analytics::Unit::seconds;
    const auto level = [&](double v) { return std::isnan(v) ? std::string() : value_said(kpi->unit, v); };
    const std::string split = base::plain_date(m.split, reader.zone);
    TableMaker table(fmt::format("{} by {}, before and after {}", kpi->title, m.by, split),
                     {{capitalised(m.by), Align::left, 0.34},
                      {"Cases before", Align::right},
                      {"Cases after", Align::right},
                      {"Before", Align::right},
                      {"After", Align::right}});
    for (std::size_t g = 0; g < m.groups.size() && g < most_rows; ++g) {
      const analytics::MixGroup& group = m.groups[g];
      table.row({group.value, base::grouped(group.n_before), base::grouped(group.n_after), level(group.before),
                 level(group.after)});
    }
    const std::string key = fmt::format("mix_{}", i + 1);
    shown.tables[key] = table.take();
    const auto part = [&](double v) {
      return times ? fmt::format("a factor of {:.2f}", v) : fmt::format("{:+.1f} percentage points", v * 100);
    };
    out.push_back(
        {{"said", fmt::format("{} {} from {} to {}, yet within {} it went the other way: {} of the change comes from "
                              "the sizes of the groups, {} from within them.{}",
                              kpi->title, m.after > m.before ? "rose" : "fell", level(m.before), level(m.after), m.by,
                              part(m.mix), part(m.within), times ? " Times are geometric means." : "")},
         {"table", key}});
  }
  return out;
}

PartWords said(analytics::Part part) {
  switch (part) {
    case analytics::Part::first_touch:
      return {"Before the first touch", "nobody has done anything about it yet"};
    case analytics::Part::working:
      return {"In hand", "with somebody who has begun, and no waiting status"};
    case analytics::Part::waiting:
      return {"Waiting for others", "in a status that waits: awaiting, pending, on hold"};
    case analytics::Part::handed_over:
      return {"Passed on, not begun", "with a new team that has not done anything yet"};
    case analytics::Part::ended_too_soon:
      return {"Resolved too soon", "resolved, and later opened again"};
  }
  return {};
}

analytics::ProcessView process_of(review::Store& store, const review::IncidentColumns& incidents,
                                  const analytics::ProcessRequest& request) {
  // Words of entries are read only where statuses do not tell the states.
  review::EventColumns events = review::event_columns(store, incidents, false);
  const auto* calendar = request.service != nullptr ? &request.service->calendar() : nullptr;
  if (analytics::state_names(events, calendar).by != analytics::StateBy::status) {
    events = review::event_columns(store, incidents, true);
  }
  return analytics::process_view(incidents, events, request);
}

Json process_part(review::Store& store, const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                  const analytics::Figures& figures, const analytics::ServiceTimes* service, Ledger& ledger,
                  DirectiveData& shown) {
  const analytics::ProcessView v = process_of(
      store, incidents,
      {.window = {figures.window.from, figures.window.until + 1}, .rows = rows, .first_lines = {}, .service = service});
  if (v.with_history == 0) return nullptr;
  Json tables = Json::array();
  const auto put = [&](const char* key, TableMaker& table) {
    if (table.empty()) return;
    shown.tables[key] = table.take();
    tables.push_back(key);
  };
  TableMaker measures("How the work moves", {{"Figure", Align::left, 0.34},
                                             {"Value", Align::right},
                                             {"Middle half", Align::right},
                                             {"Cases", Align::right},
                                             {"Without data", Align::right}});
  Json notes = Json::array();
  Json missing = Json::array();
  for (const analytics::ProcessFigure& f : v.figures) {
    const auto& s = f.sample;
    if (!s.value) {
      missing.push_back(f.title);
      continue;
    }
    const bool share = f.unit == analytics::Unit::share;
    const std::string value = share                                ? share_said(*s.value)
                              : f.unit == analytics::Unit::seconds ? time_said(*s.value)
                                                                   : fmt::format("{:.2f}", *s.value);
    const std::string middle =
        f.unit == analytics::Unit::seconds && s.q1 ? time_said(*s.q1) + " to " + time_said(*s.q3) : std::string();
    measures.row({std::string(f.title), value, middle, base::grouped(s.n), base::grouped(s.missing)});
    for (const std::string& note : s.notes) notes.push_back(std::string(f.title) + ": " + note);
    ledger.note(f.title, fmt::format("{} (n = {}, without data {})", value, s.n, s.missing), f.definition);
  }
  put("process", measures);

  TableMaker delay("Where the time between opening and end goes", {{"Part", Align::left, 0.26},
                                                                   {"Share of the time", Align::right},
                                                                   {"Cases with any", Align::right},
                                                                   {"Median of these", Align::right},
                                                                   {"What it is", Align::left, 0.3}});
  for (const analytics::DelayPart& p : v.delay.parts) {
    if (p.n == 0) continue;
    const PartWords words = said(p.part);
    delay.row({std::string(words.title), share_said(p.share), base::grouped(p.n), p.median ? time_said(*p.median) : "",
               std::string(words.meaning)});
    ledger.note(words.title, fmt::format("{} of the time of {} ended incidents", share_said(p.share), v.delay.n),
                words.meaning);
  }
  put("delay", delay);

  TableMaker states("Where incidents stay longest",
                    {{v.states_by == analytics::StateBy::status ? "Status" : "State", Align::left, 0.34},
                     {"Share of the time", Align::right},
                     {"Incidents", Align::right},
                     {"Came back to it", Align::right},
                     {"Median stay", Align::right},
                     {"90 % within", Align::right}});
  // States made of kinds of entries say when something was written, not how things stood.
  if (v.states_by != analytics::StateBy::kind) {
    for (std::size_t i = 0; i < v.states.size() && i < most_rows; ++i) {
      const analytics::StateTime& s = v.states[i];
      if (s.seconds <= 0) continue;
      states.row({s.state, share_said(s.share), base::grouped(s.incidents), base::grouped(s.again), time_said(s.median),
                  time_said(s.p90)});
    }
  }
  put("states", states);

  TableMaker passed("Most frequent hand-overs", {{"From", Align::left, 0.3},
                                                 {"To", Align::left, 0.3},
                                                 {"Times", Align::right},
                                                 {"Median time held before", Align::right}});
  // A handful of them is no pattern.
  const auto total = [](const std::vector<analytics::Passing>& list) {
    std::int64_t n = 0;
    for (const analytics::Passing& p : list) n += p.n;
    return n;
  };
  const bool many = total(v.handovers) >= fewest_passed;
  for (std::size_t i = 0; many && i < v.handovers.size() && i < most_rows; ++i) {
    const analytics::Passing& p = v.handovers[i];
    passed.row({p.from, p.to, base::grouped(p.n), time_said(p.median)});
  }
  put("handovers", passed);
  TableMaker back("Back and forth",
                  {{"Between", Align::left, 0.3}, {"and", Align::left, 0.3}, {"Times", Align::right}});
  for (std::size_t i = 0; total(v.returns) >= fewest_passed && i < v.returns.size() && i < most_rows; ++i) {
    back.row({v.returns[i].from, v.returns[i].to, base::grouped(v.returns[i].n)});
  }
  put("returns", back);
  return {{"incidents", base::grouped(v.incidents)},
          {"with_history", base::grouped(v.with_history)},
          {"ended", v.delay.n},
          {"ended_said", base::grouped(v.delay.n)},
          {"service_clock", v.service_clock}, {"notes", std::move(notes)},      {"missing", std::move(missing)},
          {"tables", std::move(tables)}};
}

}  // namespace debrief::templates
