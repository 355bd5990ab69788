// The figures of a trend report, and a review's rows, as sheets.

#include <fmt/format.h>

#include "base/text.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "templates/charts/charts.h"
#include "templates/facts/story.h"
#include "templates/facts/words.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

namespace {

SheetValue maybe(const std::optional<double>& v) { return v ? SheetValue(*v) : SheetValue(); }

SheetColumn column(std::string header, SheetType type = SheetType::text, double width = 14) {
  return {std::move(header), type, width, {}, false, ""};
}

}  // namespace

Workbook figures_workbook(const analytics::Figures& figures, const FactsFor& reader, std::string_view title) {
  Workbook book;
  book.title = title;
  book.subject = "Figures";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;
  Sheet s;
  s.name = "Figures";
  s.table = "Figures";
  s.title = fmt::format("{}, {} to {}", title, base::plain_date(figures.window.from, reader.zone),
                        base::plain_date(figures.window.until - 1, reader.zone));
  s.notes = {"Durations are in seconds, shares from 0 to 1. Empty means that there is no figure; it never means zero."};
  s.columns = {column("Measure", SheetType::text, 34),
               column("Group", SheetType::text, 18),
               column("Unit"),
               column("Value", SheetType::number),
               column("Cases", SheetType::number),
               column("Without data", SheetType::number),
               column("Open", SheetType::number),
               column("Set aside", SheetType::number),
               column("Lower quartile", SheetType::number),
               column("Median", SheetType::number),
               column("Upper quartile", SheetType::number),
               column("90th percentile", SheetType::number),
               column("Mean", SheetType::number),
               column("95 % from", SheetType::number),
               column("95 % to", SheetType::number),
               column("Definition", SheetType::text, 60)};
  Sheet p;
  p.name = "Periods";
  p.table = "Periods";
  p.title = "Figures by period";
  p.columns = {column("Measure", SheetType::text, 34),    column("Group", SheetType::text, 18),
               column("From", SheetType::date),           column("To", SheetType::date),
               column("Value", SheetType::number),        column("Cases", SheetType::number),
               column("Without data", SheetType::number), column("Whole period")};
  for (const auto& f : figures.figures) {
    const auto& m = f.sample;
    s.rows.push_back({std::string(f.kpi->title), f.group_value, std::string(analytics::name(f.kpi->unit)),
                      maybe(m.value), static_cast<double>(m.n), static_cast<double>(m.missing),
                      static_cast<double>(m.open), static_cast<double>(m.invalid), maybe(m.q1), maybe(m.median),
                      maybe(m.q3), maybe(m.p90), maybe(m.mean), maybe(m.ci_low), maybe(m.ci_high),
                      std::string(f.kpi->definition)});
    if (!f.series) continue;
    for (const auto& point : f.series->points) {
      p.rows.push_back({std::string(f.kpi->title), f.group_value, sheet_day(point.window.from, reader.zone),
                        sheet_day(point.window.until - 1, reader.zone), maybe(point.sample.value),
                        static_cast<double>(point.sample.n), static_cast<double>(point.sample.missing),
                        std::string(point.partial ? "no" : "yes")});
    }
    if (auto chart = xmr_chart(f, reader.zone); chart && p.charts.size() < 12) p.charts.push_back(std::move(*chart));
  }
  book.sheets.push_back(std::move(s));
  if (!p.rows.empty()) book.sheets.push_back(std::move(p));
  return book;
}

Workbook review_workbook(review::Store& store, std::int64_t review_id, const FactsFor& reader,
                         const std::vector<Fact>& facts) {
  const auto r = review::review_by_id(store, review_id);
  Workbook book;
  book.title = r.title;
  book.subject = fmt::format("PIR-{}", r.id);
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;
  const bool names = sees_colleagues(reader.audience);
  if (sees_internal(reader.audience)) {
    Sheet t;
    t.name = "Timeline";
    t.table = "Timeline";
    t.title = "Timeline, times in " + reader.zone.name();
    t.columns = {column("Incident"), column("Time", SheetType::date_time, 18),
                 column("Written", SheetType::date_time, 18), column("Kind"), column("Role", SheetType::text, 18)};
    if (names) t.columns.push_back(column("Name", SheetType::text, 18));
    for (const char* h : {"System", "Channel", "Audience", "Direction"}) t.columns.push_back(column(h));
    t.columns.push_back(column("Entry", SheetType::text, 70));
    t.columns.push_back(column("Changes", SheetType::text, 24));
    t.columns.push_back(column("Row", SheetType::number, 8));
    for (const auto id : r.incidents) {
      const auto incident = review::incident_by_id(store, id);
      if (!incident) continue;
      for (const auto& e : review::events_of(store, id)) {
        const auto time = [&](const std::optional<base::Stamp>& stamp) {
          return stamp ? SheetValue(sheet_time(stamp->at, reader.zone)) : SheetValue();
        };
        std::vector<SheetValue> row{incident->incident.ref, time(e.event.at), time(e.event.logged_at),
                                    unscored(review::name(e.event.kind)), e.event.actor_role};
        if (names) row.emplace_back(e.event.actor);
        for (const std::string* v :
             {&e.event.system, &e.event.channel, &e.event.audience, &e.event.direction, &e.event.text})
          row.emplace_back(*v);
        std::string changes;
        for (const auto& line : base::split(e.event.changes, '\n')) {
          if (!names && line.starts_with("assignee")) continue;
          changes += (changes.empty() || line.empty() ? "" : "; ") + line;
        }
        row.emplace_back(changes);
        row.emplace_back(static_cast<double>(e.event.row));
        t.rows.push_back(std::move(row));
      }
    }
    book.sheets.push_back(std::move(t));
    Sheet f;
    f.name = "Facts";
    f.table = "Facts";
    f.title = "Facts and where they come from";
    f.columns = {column("Fact", SheetType::text, 40), column("As stated", SheetType::text, 40),
                 column("Rows or definition", SheetType::text, 60)};
    for (const auto& fact : facts) f.rows.push_back({fact.label, fact.text, fact.source});
    book.sheets.push_back(std::move(f));
  }
  auto actions = action_workbook(
      store, review_id,
      {reader.audience == Audience::internal ? Audience::manager : reader.audience, reader.zone, reader.now});
  book.sheets.push_back(std::move(actions.sheets.front()));
  return book;
}

}  // namespace debrief::templates
