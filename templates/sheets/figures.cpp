// The figures of a trend report, and a review's rows, as sheets.

#include <algorithm>
#include <map>

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

SheetValue maybe(const std::optional<double>& v, double divisor = 1) {
  return v ? SheetValue(*v / divisor) : SheetValue();
}

SheetValue text_or_empty(const std::string& text) { return text.empty() ? SheetValue() : SheetValue(text); }

SheetColumn column(std::string header, SheetType type = SheetType::text, double width = 14) {
  return {std::move(header), type, width, {}, false, ""};
}

using analytics::Unit;

/// Measures of one kind of unit go on one sheet, in the unit a person reads.
struct UnitSheet {
  std::string_view name;
  std::string_view note;
  SheetType type;
  double divisor;
  bool (*holds)(Unit unit);
};
constexpr std::string_view empty_note = "An empty cell means that there is no figure; it never means zero.";
const UnitSheet unit_sheets[] = {
    {"Durations", "In hours.", SheetType::duration_hours, 3600, [](Unit u) { return u == Unit::seconds; }},
    {"Shares", "In per cent.", SheetType::share, 1, [](Unit u) { return u == Unit::share; }},
    {"Counts and rates", "Numbers, scores, and rates per 10,000 contacts.", SheetType::number, 1,
     [](Unit u) { return u != Unit::seconds && u != Unit::share; }},
};

std::string verdict_word(const analytics::Figure& f) {
  if (!f.series) return "no series";
  if (shows_change(f)) return "change";
  if (to_watch(f)) return "to watch";
  return no_rules(f).empty() ? "no evidence of a change" : "cannot be said";
}

/// From what to what the level moved, where something changed.
std::string change_said(const analytics::Figure& f) {
  if (!f.series || !shows_change(f)) return {};
  const Unit unit = f.kpi->unit;
  if (!f.series->changes.empty()) {
    const auto& c = f.series->changes.back();
    return fmt::format("{} to {}", value_said(unit, c.before), value_said(unit, c.after));
  }
  if (f.series->stretch)
    return fmt::format("{} to {}", value_said(unit, f.series->stretch->outside),
                       value_said(unit, f.series->stretch->inside));
  return {};
}

std::string interval_said(const analytics::Figure& f) {
  const auto& m = f.sample;
  if (!m.ci_low || !m.ci_high) return {};
  return fmt::format("{} to {}", value_said(f.kpi->unit, m.ci_low), value_said(f.kpi->unit, m.ci_high));
}

/// Each measure in a line: what it was, how sure that is, whether it moved.
Sheet overview_sheet(const analytics::Figures& figures, const FactsFor& reader, std::string_view title) {
  Sheet s;
  s.name = "Overview";
  s.table = "Overview";
  s.title = title;
  s.notes = {
      fmt::format("Times in {}. The interval holds the true value in 95 of 100 such cases. What changed comes first.",
                  reader.zone.name())};
  s.columns = {column("Measure", SheetType::text, 32), column("Value", SheetType::text, 14),
               column("Cases", SheetType::number, 9),  column("95 % interval", SheetType::text, 24),
               column("Verdict", SheetType::text, 17), column("Change", SheetType::text, 24),
               column("In words", SheetType::text, 62)};
  std::vector<const analytics::Figure*> lines;
  for (const auto& f : figures.figures) {
    if (f.group_value.empty()) lines.push_back(&f);
  }
  const auto rank = [](const analytics::Figure& f) {
    if (shows_change(f)) return 0;
    if (to_watch(f)) return 1;
    if (f.sample.n == 0) return 4;
    return f.series && no_rules(f).empty() ? 2 : 3;
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const auto* a, const auto* b) { return rank(*a) < rank(*b); });
  for (const analytics::Figure* line : lines) {
    const analytics::Figure& f = *line;
    s.rows.push_back({std::string(f.kpi->title), text_or_empty(value_said(f.kpi->unit, f.sample.value)),
                      static_cast<double>(f.sample.n), text_or_empty(interval_said(f)), verdict_word(f),
                      text_or_empty(change_said(f)),
                      f.series ? text_or_empty(series_finding(f, reader.zone)) : SheetValue()});
  }
  s.highlights.push_back({"equals", "Verdict", "change", "", {}});
  return s;
}

Sheet charts_sheet(const analytics::Figures& figures, const FactsFor& reader) {
  constexpr std::size_t most_charts = 16;
  Sheet s;
  s.name = "Charts";
  s.title = "Measures over time";
  for (const auto& f : figures.figures) {
    if (!f.group_value.empty() || s.charts.size() >= most_charts) continue;
    if (auto chart = xmr_chart(f, reader.zone)) {
      chart->moving_range = false;  // stands in the document; beside other measures it reads as one more
      s.charts.push_back(std::move(*chart));
    }
  }
  return s;
}

/// Each figure of one kind of unit, groups too.
Sheet values_sheet(const analytics::Figures& figures, const UnitSheet& kind) {
  Sheet s;
  s.name = kind.name;
  s.table = kind.name;
  s.title = kind.name;
  s.notes = {fmt::format("{} {}", kind.note, empty_note)};
  s.columns = {column("Measure", SheetType::text, 30), column("Group", SheetType::text, 18),
               column("Value", kind.type, 10),         column("Cases", SheetType::number, 9),
               column("95 % from", kind.type, 10),     column("95 % to", kind.type, 10)};
  const bool grouped =
      std::any_of(figures.figures.begin(), figures.figures.end(), [](const auto& f) { return !f.group_value.empty(); });
  if (!grouped) s.columns.erase(s.columns.begin() + 1);
  const bool spread = kind.type == SheetType::duration_hours;
  if (spread) {
    for (const char* h : {"Lower quartile", "Median", "Upper quartile", "90th percentile", "Mean"})
      s.columns.push_back(column(h, kind.type, 11));
  }
  s.columns.push_back(column("Without data", SheetType::number, 9));
  s.columns.push_back(column("Still open", SheetType::number, 9));
  s.columns.push_back(column("Definition", SheetType::text, 46));
  for (const auto& f : figures.figures) {
    if (!kind.holds(f.kpi->unit)) continue;
    const auto& m = f.sample;
    std::vector<SheetValue> row{std::string(f.kpi->title),     text_or_empty(f.group_value),
                                maybe(m.value, kind.divisor),  static_cast<double>(m.n),
                                maybe(m.ci_low, kind.divisor), maybe(m.ci_high, kind.divisor)};
    if (!grouped) row.erase(row.begin() + 1);
    if (spread) {
      for (const auto& v : {m.q1, m.median, m.q3, m.p90, m.mean}) row.push_back(maybe(v, kind.divisor));
    }
    row.emplace_back(static_cast<double>(m.missing));
    row.emplace_back(static_cast<double>(m.open));
    row.emplace_back(std::string(f.definition()));
    s.rows.push_back(std::move(row));
  }
  return s;
}

/// A row for each period, each measure beside the others: a year of weeks prints on two pages. Measures without a
/// figure in any period are left out.
Sheet periods_sheet(const analytics::Figures& figures, const UnitSheet& kind, const FactsFor& reader) {
  Sheet s;
  s.name = fmt::format("{} by period", kind.name);
  s.table = fmt::format("{}_by_period", kind.name);
  s.title = s.name;
  s.notes = {fmt::format("{} n: cases that a figure is of. {}", kind.note, empty_note)};
  s.columns = {column("From", SheetType::date, 11), column("To", SheetType::date, 11),
               column("Whole", SheetType::text, 6)};
  struct Measure {
    const analytics::Series* series;
    bool gaps;  // some period has cases without data
  };
  std::vector<Measure> measures;
  std::map<std::int64_t, std::size_t> row_of;
  for (const auto& f : figures.figures) {
    if (!f.series || !kind.holds(f.kpi->unit)) continue;
    const auto& points = f.series->points;
    if (std::none_of(points.begin(), points.end(), [](const auto& p) { return p.sample.value.has_value(); })) continue;
    const bool gaps = std::any_of(points.begin(), points.end(), [](const auto& p) { return p.sample.missing > 0; });
    const std::string name = std::string(f.kpi->title) + (f.group_value.empty() ? "" : ", " + f.group_value);
    s.columns.push_back(column(name, kind.type, 13));
    s.columns.push_back(column(name + ", n", SheetType::number, 11));
    if (gaps) s.columns.push_back(column(name + ", without data", SheetType::number, 12));
    measures.push_back({&*f.series, gaps});
    for (const auto& point : points) row_of.emplace(point.window.from, 0);
  }
  std::size_t rows = 0;
  for (auto& [from, row] : row_of) row = rows++;
  s.rows.assign(rows, std::vector<SheetValue>(s.columns.size()));
  std::size_t at = 3;
  for (const Measure& m : measures) {
    for (const auto& point : m.series->points) {
      auto& row = s.rows[row_of.at(point.window.from)];
      row[0] = sheet_day(point.window.from, reader.zone);
      row[1] = sheet_day(point.window.until - 1, reader.zone);
      row[2] = std::string(point.partial ? "no" : "yes");
      row[at] = maybe(point.sample.value, kind.divisor);
      row[at + 1] = static_cast<double>(point.sample.n);
      if (m.gaps) row[at + 2] = static_cast<double>(point.sample.missing);
    }
    at += m.gaps ? 3 : 2;
  }
  return s;
}

/// The same numbers as they were computed, for those who work on with them.
Sheet raw_sheet(const analytics::Figures& figures) {
  Sheet s;
  s.name = "Figures";
  s.table = "Figures";
  s.title = "Figures as computed";
  s.notes = {fmt::format("For further work: durations are in seconds, shares from 0 to 1. {}", empty_note)};
  s.columns = {column("Measure", SheetType::text, 30), column("Group", SheetType::text, 16),
               column("Unit", SheetType::text, 9)};
  for (const char* h : {"Value", "Cases", "Without data", "Open", "Set aside", "Lower quartile", "Median",
                        "Upper quartile", "90th percentile", "Mean", "95 % from", "95 % to"})
    s.columns.push_back(column(h, SheetType::number, 11));
  s.columns.push_back(column("Definition", SheetType::text, 46));
  for (const auto& f : figures.figures) {
    const auto& m = f.sample;
    s.rows.push_back({std::string(f.kpi->title), f.group_value, std::string(analytics::name(f.kpi->unit)),
                      maybe(m.value), static_cast<double>(m.n), static_cast<double>(m.missing),
                      static_cast<double>(m.open), static_cast<double>(m.invalid), maybe(m.q1), maybe(m.median),
                      maybe(m.q3), maybe(m.p90), maybe(m.mean), maybe(m.ci_low), maybe(m.ci_high),
                      std::string(f.definition())});
  }
  return s;
}

}  // namespace

Workbook figures_workbook(const analytics::Figures& figures, const FactsFor& reader, std::string_view title) {
  Workbook book;
  book.title = title;
  book.subject = "Figures";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;
  book.sheets.push_back(overview_sheet(figures, reader, title));
  if (Sheet charts = charts_sheet(figures, reader); !charts.charts.empty()) book.sheets.push_back(std::move(charts));
  for (const UnitSheet& kind : unit_sheets) {
    if (Sheet s = values_sheet(figures, kind); !s.rows.empty()) book.sheets.push_back(std::move(s));
  }
  for (const UnitSheet& kind : unit_sheets) {
    if (Sheet s = periods_sheet(figures, kind, reader); !s.rows.empty()) book.sheets.push_back(std::move(s));
  }
  book.sheets.push_back(raw_sheet(figures));
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
