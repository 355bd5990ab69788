// kpi: figures over the log, by group and period.

#include <algorithm>

#include <fmt/format.h>

#include "analytics/figures.h"
#include "app/calendar_file.h"
#include "app/cluster_labels.h"
#include "app/command.h"
#include "app/session.h"
#include "app/shapes/figures_shape.h"
#include "app/words.h"
#include "base/json.h"
#include "base/text.h"
#include "review/column_set.h"
#include "review/incidents.h"
#include "templates/charts/charts.h"
#include "templates/facts/doubts.h"
#include "templates/facts/service.h"
#include "templates/facts/trends_more.h"

namespace debrief::app {

namespace {

using analytics::Figure;
using analytics::Figures;
using base::Error;
using base::Json;
using base::Status;

analytics::FigureRequest request_of(review::Store& store, const Arguments& a) {
  analytics::FigureRequest request;
  request.ids = a.positional;
  request.zone = a.has("zone") ? zone_named(a.value("zone")) : store.zone();
  if (a.has("period")) request.period = period_named(a.value("period"));
  request.from = a.time("from", request.zone);
  request.until = a.time("to", request.zone);
  if (request.from && request.until && *request.from >= *request.until) {
    throw Error(Status::usage, "bad-date", "--from must be before --to",
                "--to is the first instant that no longer counts");
  }
  if (const auto by = a.maybe("by")) {
    const auto named = analytics::group_by_named(*by);
    if (!named || *named == analytics::GroupBy::none) {
      throw unknown_word("--by", *by, {"priority", "category", "team", "channel", "source", "cluster"});
    }
    request.by = *named;
  }
  for (const std::string& kind : a.all("kind")) {
    if (kind == "all") {
      request.all_kinds = true;
    } else if (const auto named = review::kind_named(kind)) {
      request.kinds.push_back(*named);
    } else {
      throw unknown_word("--kind", kind, {"incident", "complaint", "request", "near_miss", "maintenance", "all"});
    }
  }
  return request;
}

void print_signals(Session& session, const Figure& figure, const base::Zone& zone) {
  if (!figure.series) return;
  const auto& series = *figure.series;
  for (const auto& signal : series.signals) {
    session.line(fmt::format("    {}, {} to {}: {}", analytics::name(signal.rule),
                             base::iso_date(series.points.at(signal.from).window.from, zone),
                             base::iso_date(series.points.at(signal.to).window.until - 1, zone),
                             analytics::name(signal.direction)));
  }
  if (series.between) {
    for (const std::size_t i : series.between->outside) {
      const auto& gap = series.between->gaps[i];
      session.line(fmt::format("    outside, {} to {}: {:.1f} {} between, {:.1f} on average",
                               base::iso_date(gap.from, zone), base::iso_date(gap.at, zone), gap.length,
                               series.between->unit, series.between->centre));
    }
  }
  if (series.small_shift) {
    session.line("    a small shift from " + base::iso_date(series.points.at(*series.small_shift).window.from, zone));
  }
  if (series.unjudged != analytics::Unjudged::judged) {
    session.line("    nothing is said about change: " + templates::no_rules(figure));
  } else {
    session.line(series.alert == "act" ? "    over all charts together: evidence of a change"
                 : series.alert == "watch"
                     ? "    over all charts together: to be watched, chance gives such signals too"
                     : "    over all charts together: no evidence of a change");
  }
  if (series.trend && series.alert == "act") session.line("    trend: " + series.trend->verdict);
}

void print_forecast(Session& session, const Figure& figure, const base::Zone& zone) {
  if (!figure.forecast || !figure.series) return;
  if (!figure.forecast->forecast) {
    session.line("    " + templates::forecast_withheld(*figure.forecast, figure.series->period));
    return;
  }
  const auto& f = *figure.forecast->forecast;
  for (std::size_t h = 0; h < f.steps.size(); ++h) {
    session.line(fmt::format("    expected from {}: {:.0f}, four times in five {:.0f} to {:.0f}",
                             base::iso_date(figure.forecast_windows.at(h).from, zone), f.steps[h].value, f.steps[h].low,
                             f.steps[h].high));
  }
}

/// The incidents behind each figure, so that anybody can look at them or add them up again.
void print_cases(Session& session, const Figures& figures, const review::IncidentColumns& t) {
  for (const Figure& figure : figures.figures) {
    std::vector<std::string> refs;
    for (const std::uint32_t row : figure.sample.rows) refs.push_back(t.ref[row]);
    const std::string title = figure.group_name.empty()
                                  ? std::string(figure.kpi->id)
                                  : fmt::format("{}, {} {}", figure.kpi->id, figure.group_name, figure.group_value);
    session.line("");
    session.line(session.strong(title));
    session.line(refs.empty() ? std::string("  rests on no incident") : "  " + base::joined(refs, " "));
  }
}

void print_series(Session& session, const Figures& figures, const base::Zone& zone) {
  for (const Figure& figure : figures.figures) {
    if (!figure.series) continue;
    session.line("");
    session.line(session.strong(figure.group_name.empty() ? std::string(figure.kpi->title)
                                                          : fmt::format("{}, {} {}", figure.kpi->title,
                                                                        figure.group_name, figure.group_value)));
    TextTable table;
    table.column("From");
    table.column("n", Side::right);
    table.column("Value", Side::right);
    table.column("");
    for (const auto& point : figure.series->points) {
      table.row({base::iso_date(point.window.from, zone), base::grouped(point.sample.n),
                 value_text(point.sample.value, figure.kpi->unit), point.partial ? "incomplete" : ""});
    }
    session.table(table);
    print_signals(session, figure, zone);
    print_forecast(session, figure, zone);
  }
}

void print(Session& session, const Figures& figures, const base::Zone& zone) {
  for (const auto& warning : figures.warnings) session.line(fmt::format("Note: {} [{}]", warning.detail, warning.code));
  if (!figures.warnings.empty()) session.line("");
  TextTable table;
  table.column("Figure");
  const bool grouped = std::any_of(figures.figures.begin(), figures.figures.end(),
                                   [](const Figure& f) { return !f.group_name.empty(); });
  if (grouped) table.column("Group");
  table.column("Value", Side::right);
  table.column("n", Side::right);
  table.column("Half between");
  table.column("90 % within", Side::right);
  table.column("Mean", Side::right);
  table.column("Missing", Side::right);
  table.column("Open", Side::right);
  for (const Figure& f : figures.figures) {
    std::vector<std::string> cells{std::string(f.kpi->id)};
    if (grouped) cells.push_back(f.group_value.empty() ? "(none)" : f.group_value);
    const auto& s = f.sample;
    cells.push_back(value_text(s.value, f.kpi->unit));
    cells.push_back(base::grouped(s.n));
    cells.push_back(
        s.q1 && s.q3 ? fmt::format("{} and {}", value_text(s.q1, f.kpi->unit), value_text(s.q3, f.kpi->unit)) : "");
    const bool times = f.kpi->unit == analytics::Unit::seconds;
    cells.push_back(times && s.p90 ? value_text(s.p90, f.kpi->unit) : "");
    cells.push_back(
        s.mean ? value_text(s.mean, f.kpi->unit == analytics::Unit::share ? analytics::Unit::score : f.kpi->unit) : "");
    cells.push_back(base::grouped(s.missing));
    cells.push_back(base::grouped(s.open));
    table.row(std::move(cells));
  }
  session.table(table);
  print_series(session, figures, zone);
  session.line("");
  if (figures.window.from != review::no_time && figures.window.until > figures.window.from) {
    session.line(fmt::format("{} to {}, days in {}. debrief kpi list explains each figure",
                             base::iso_date(figures.window.from, zone), base::iso_date(figures.window.until - 1, zone),
                             figures.zone));
  } else if (figures.window.from != review::no_time && figures.window.from != 0) {
    // All of the log at one time; 0 stands for a log that holds nothing.
    session.line(fmt::format("{}, one instant, in {}. debrief kpi list explains each figure",
                             base::iso_local(figures.window.from, zone), figures.zone));
  }
}

Status run_figures(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  analytics::FigureRequest request = request_of(store, a);
  review::IncidentColumns columns;
  // Of a million refs a report names a handful.
  request.ref_of = [&](std::uint32_t row) {
    const auto incident = review::incident_by_id(store, columns.id[row]);
    return incident ? incident->incident.ref : std::string();
  };
  columns = review::incident_columns(store, analytics::columns_read(request));
  review::Labels themes;
  if (request.by == analytics::GroupBy::cluster) {
    themes = theme_labels(store, columns);
    request.clusters = &themes;
  }
  const auto service = a.has("calendar") ? templates::service_times(store, columns, calendar_in(a.value("calendar")))
                                         : templates::service_times(store, columns);
  request.service = service.get();
  Figures figures = analytics::compute_figures(columns, request);
  templates::add_import_warnings(store, figures);
  if (session.json()) {
    session.answer(figures_shape(figures, columns, a.has("cases") ? Cases::listed : Cases::none));
    return Status::done;
  }
  print(session, figures, request.zone);
  for (const analytics::Figure& figure : figures.figures) {
    // Without a figure its notes say why there is none.
    if (figure.sample.value || !figure.group_value.empty()) continue;
    for (const std::string& note : figure.sample.notes) session.line(fmt::format("{}: {}", figure.kpi->id, note));
  }
  if (a.has("cases")) print_cases(session, figures, columns);
  return Status::done;
}

Status run_list(Session& session, const Arguments&) {
  if (session.json()) {
    Json items = Json::array();
    for (const analytics::Kpi* kpi : analytics::all_kpi()) items.push_back(kpi_shape(*kpi));
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  for (const analytics::Kpi* kpi : analytics::all_kpi()) {
    session.line(session.strong(std::string(kpi->id)) + "  " + std::string(kpi->title));
    session.line(fmt::format("  {}; {} is better; unit: {}\n  Source: {}", kpi->definition,
                             analytics::name(kpi->better), analytics::name(kpi->unit), kpi->source));
  }
  return Status::done;
}

}  // namespace

extern const Command kpi_command{
    .name = "kpi",
    .title = "Work out figures: times, rates and counts, by group and period",
    .group = "Look",
    .verbs = {{"",
               "[ID…]",
               "Computes the figures named, or all.",
               {{"--period", "PERIOD", "also one value per day, week, month or quarter, with limits and signals"},
                {"--from", "DATE", "from this day (or time) on"},
                {"--to", "DATE", "up to this day (or time), which no longer counts"},
                {"--by", "FIELD", "priority, category, team, channel, source or cluster"},
                {"--kind", "KIND", "incident unless told: complaint, request, near_miss, maintenance, all"},
                {"--cases", "", "also the incidents behind each figure"},
                {"--calendar", "FILE", "a calendar of service hours, for this run only"},
                {"--zone", "ZONE", "whose days and weeks; the workspace's unless told"}},
               run_figures},
              {"list", "", "Lists every figure with its definition and source.", {}, run_list}},
};

}  // namespace debrief::app
