// The incident register: one row per incident, with the fields the log has.

#include <fmt/format.h>

#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/words.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

Workbook register_workbook(review::Store& store, const FactsFor& reader) {
  std::vector<review::StoredIncident> all;
  review::stream_incidents(store, {}, [&](const review::StoredIncident& s) {
    all.push_back(s);
    return true;
  });
  const bool names = sees_colleagues(reader.audience);
  Workbook book;
  book.title = "Incident register";
  book.subject = "Incident register";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;
  Sheet s;
  s.name = "Incidents";
  s.table = "Incidents";
  s.title = fmt::format("Incident register, {}, {}", base::counted(static_cast<long long>(all.size()), "record"),
                        base::plain_date(reader.now, reader.zone));
  s.notes = {"Times are " + reader.zone.name() + ". An empty cell means that the log does not say."};
  s.columns = {{"Reference", SheetType::key, 16, {}, false, ""},
               {"Source", SheetType::text, 12, {}, false, ""},
               {"Kind", SheetType::text, 12, {}, false, ""}};
  std::vector<review::TextField> texts;
  std::vector<review::TimeField> times;
  std::vector<review::NumberField> numbers;
  for (const auto& f : review::text_field_table()) {
    if (f.person && !(names && f.field == review::TextField::assignee) && reader.audience != Audience::internal)
      continue;
    for (const auto& i : all) {
      if (!i.incident[f.field]) continue;
      texts.push_back(f.field);
      s.columns.push_back(
          {std::string(f.label), SheetType::text, f.field == review::TextField::title ? 40.0 : 16.0, {}, false, ""});
      break;
    }
  }
  for (const auto& f : review::time_field_table()) {
    for (const auto& i : all) {
      if (!i.incident[f.field]) continue;
      times.push_back(f.field);
      s.columns.push_back({std::string(f.label), SheetType::date_time, 18, {}, false, ""});
      break;
    }
  }
  for (const auto& f : review::number_field_table()) {
    for (const auto& i : all) {
      if (!i.incident[f.field]) continue;
      numbers.push_back(f.field);
      s.columns.push_back({std::string(f.label), SheetType::number, 12, {}, false, ""});
      break;
    }
  }
  s.columns.push_back(
      {"Completeness", SheetType::share, 12, {}, false, "Share of the fields that a complete record holds"});
  s.columns.push_back({"Row in the source", SheetType::number, 12, {}, false, ""});
  for (const auto& i : all) {
    std::vector<SheetValue> row{i.incident.ref, i.incident.source, unscored(review::name(i.incident.kind))};
    for (const auto f : texts) row.push_back(i.incident[f] ? SheetValue(*i.incident[f]) : SheetValue());
    for (const auto f : times)
      row.push_back(i.incident[f] ? SheetValue(sheet_time(i.incident[f]->at, reader.zone)) : SheetValue());
    for (const auto f : numbers) row.push_back(i.incident[f] ? SheetValue(*i.incident[f]) : SheetValue());
    row.emplace_back(i.completeness);
    row.emplace_back(static_cast<double>(i.row));
    s.rows.push_back(std::move(row));
  }
  book.sheets.push_back(std::move(s));
  return book;
}

}  // namespace debrief::templates
