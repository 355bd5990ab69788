// Taking an action sheet back: the file, the merge, what is told of it.

#include "app/action_import.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/action_effect.h"
#include "app/documents.h"
#include "app/paths.h"
#include "base/json.h"
#include "base/text.h"
#include "import/action_sheet.h"
#include "reports/writer.h"
#include "review/reviews.h"
#include "review/sheet_returns.h"
#include "templates/sheets/sheets.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;
using review::SheetOutcome;

/// Ends the transaction of a trial.
struct RolledBack {};

import::SheetKind kind_of(const templates::ActionField& f){
    if (f.field == "window_days") return import::SheetKind::whole;
if (f.type == templates::SheetType::date) return import::SheetKind::date;
if (f.type == templates::SheetType::number) return import::SheetKind::number;
return templates::action_choices(f.field).empty() ? import::SheetKind::text : import::SheetKind::word;
}  // namespace

/// The columns of a sheet as it went out, in its order.
std::vector<import::SheetField> sheet_fields() {
  std::vector<import::SheetField> out;
  for (const auto& f : templates::action_fields()) {
    import::SheetField field{
        std::string(f.field), {std::string(f.header)}, kind_of(f), templates::action_choices(f.field)};
    if (!f.aliases.empty()) {
      for (std::string& alias : base::split(f.aliases, '|')) field.headers.push_back(std::move(alias));
    }
    out.push_back(std::move(field));
  }
  out.push_back({"review", {"Review", "PIR"}, import::SheetKind::text, {}});
  out.push_back({"incidents", {"Incidents"}, import::SheetKind::text, {}});
  out.push_back({"first_due", {"First due date", "First due"}, import::SheetKind::date, {}});
  out.push_back({"created", {"Created", "Created on"}, import::SheetKind::date, {}});
  return out;
}

std::string header_of(std::string_view field) {
  static const std::vector<import::SheetField> all = sheet_fields();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.field == field; });
  return found == all.end() ? std::string(field) : found->headers.front();
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

struct Taken {
  SheetOutcome outcome;
  review::ReturnedSheet sheet;
  base::Zone zone;
  std::vector<std::string> plan_lines;
  bool stands = false;
};

Json answer_document(const Taken& taken, const review::SheetFile& file, bool dry_run) {
  const SheetOutcome& o = taken.outcome;
  const bool refused_all = !taken.stands && !dry_run;
  Json conflicts = Json::array(), refused = Json::array(), changes = Json::array(), notes = Json::array();
  for (const auto& [action, m] : o.conflicts) {
    conflicts.push_back({{"key", fmt::format("A-{}", action)},
                         {"field", m.cell.field},
                         {"base", m.base ? text_or_null(*m.base) : Json()},
                         {"theirs", text_or_null(m.cell.text)},
                         {"ours", text_or_null(m.ours)},
                         {"base_known", m.base.has_value()},
                         {"row", m.cell.row},
                         {"column", m.cell.header},
                         {"cell", m.cell.cell}});
  }
  for (const auto& f : o.refused) {
    refused.push_back({{"row", f.row},
                       {"column", text_or_null(f.header)},
                       {"value", text_or_null(f.value)},
                       {"code", f.code},
                       {"detail", f.detail},
                       {"key", text_or_null(f.key)},
                       {"field", text_or_null(f.field)},
                       {"cell", text_or_null(f.cell)}});
  }
  for (const auto& c : o.changes) {
    changes.push_back({{"key", fmt::format("A-{}", c.action)},
                       {"row", c.row},
                       {"cell", c.cell},
                       {"field", c.field},
                       {"before", text_or_null(c.before)},
                       {"after", text_or_null(c.after)}});
  }
  for (const auto& n : o.notes)
    notes.push_back({{"code", n.code}, {"detail", n.detail}, {"cell", text_or_null(n.cell)}});
  return {{"file", file.name},
          {"sha256", file.sha256},
          {"sheet", text_or_null(taken.sheet.name)},
          {"by", file.by},
          {"rows", o.rows},
          {"unchanged", refused_all ? o.unchanged + o.updated + o.added : o.unchanged},
          {"updated", refused_all ? 0 : o.updated},
          {"added", refused_all ? 0 : o.added},
          {"open", o.open},
          {"kept", o.kept},
          {"conflicts", conflicts},
          {"refused", refused},
          {"changes", refused_all ? Json::array() : changes},
          {"notes", notes},
          {"taken", taken.stands},
          {"dry_run", dry_run}};
}

std::string told(const std::string& text) { return text.empty() ? "nothing" : base::quoted(text, 60); }

void print(Session& session, const Taken& taken, const review::SheetFile& file, bool dry_run) {
  const SheetOutcome& o = taken.outcome;
  session.line(fmt::format("{}{}: {}{}", file.name, taken.sheet.name.empty() ? "" : ", sheet " + taken.sheet.name,
                           base::counted(o.rows, "row"),
                           taken.sheet.exported.empty() ? "" : ", written " + taken.sheet.exported.substr(0, 10)));
  for (const auto& n : o.notes) session.line(fmt::format("Note: {}{}", n.detail, n.cell.empty() ? "" : ", " + n.cell));
  const bool refused_all = !taken.stands && !dry_run;
  if (!refused_all) {
    std::int64_t last = 0;
    for (const auto& c : o.changes) {
      const bool is_new = std::find(o.added_ids.begin(), o.added_ids.end(), c.action) != o.added_ids.end();
      if (is_new) {
        if (c.action != last) session.line(fmt::format("A-{} is new, {}: {}", c.action, c.cell, told(c.after)));
      } else {
        session.line(fmt::format("A-{} {}, {}: {} -> {}", c.action, header_of(c.field), c.cell, told(c.before),
                                 c.after.empty() ? "emptied" : told(c.after)));
      }
      last = c.action;
    }
  }
  if (!o.conflicts.empty()) {
    session.line("Changed in the sheet and in the workspace since it went out; nothing was written there:");
    for (const auto& [action, m] : o.conflicts) {
      session.line(fmt::format("  A-{} {}, {}: the sheet says {}, the workspace {}; it went out with {}", action,
                               header_of(m.cell.field), m.cell.cell, told(m.cell.text), told(m.ours),
                               m.base ? told(*m.base) : std::string("what is not known")));
    }
  }
  if (!o.refused.empty()) {
    session.line("Not taken:");
    for (const auto& f : o.refused) {
      session.line(fmt::format("  {}{}{}: {} [{}]", f.cell, f.key.empty() ? "" : " " + f.key,
                               f.header.empty() || f.field.empty() ? "" : " " + f.header, f.detail, f.code));
    }
  }
  for (const std::string& line : taken.plan_lines) session.line(line);
  if (refused_all) {
    session.line("Nothing was changed: --strict takes a sheet whole or not at all.");
    return;
  }
  std::string counts =
      fmt::format("{} updated, {} added, {} unchanged", base::counted(o.updated, "action"), o.added, o.unchanged);
  if (o.kept > 0) counts += fmt::format("; {} newer in the workspace stayed", base::counted(o.kept, "cell"));
  if (!o.conflicts.empty())
    counts += fmt::format("; {}", base::counted(static_cast<long long>(o.conflicts.size()), "conflict"));
  if (!o.refused.empty()) counts += fmt::format("; {} refused", o.refused.size());
  session.line(dry_run ? "It would be: " + counts + ". This was a trial: nothing was changed." : counts + ".");
}

import::DayOrder order_of(const Arguments& a){if (!a.has("day-order")) return import::DayOrder::unknown;
const std::string word = a.value("day-order");
const import::DayOrder order = import::day_order_named(word);
if (order == import::DayOrder::unknown) {
  throw Error(Status::usage, "unknown-word", fmt::format("{} is no order of day, month and year", base::quoted(word)),
              "dmy, mdy or ymd");
}
return order;
}  // namespace debrief::app

Taken take(Session& session, const Arguments& a, const import::Source& source, const review::SheetFile& file) {
  Taken taken;
  review::Store& store = session.existing_writer();
  import::SheetReading reading;
  reading.fields = sheet_fields();
  reading.sheet = a.value("sheet");
  reading.order = order_of(a);
  reading.kept = [&](const std::string& sheet, std::int64_t action) { return review::kept_base(store, sheet, action); };
  taken.sheet = import::read_action_sheet(source, reading);
  taken.zone = base::Zone::named(taken.sheet.zone).value_or(store.zone());
  std::map<std::int64_t, std::string> references;
  for (const auto& r : review::list_reviews(store)) references.emplace(r.id, templates::review_references(store, r));
  const auto shown = [&](const review::Action& action) {
    const auto refs = action.review_id ? references.find(*action.review_id) : references.end();
    return templates::action_sheet_fields(action, taken.zone,
                                          refs == references.end() ? std::string_view() : refs->second);
  };
  try {
    store.transaction([&] {
      taken.outcome =
          review::take_sheet(store, taken.sheet, file, shown, a.integer("review", 1, std::int64_t{1} << 52));
      for (const std::int64_t id : taken.outcome.of_plan) {
        for (std::string& line : settle_plan(store, id, {}, true, {}))
          taken.plan_lines.push_back(fmt::format("A-{}: {}", id, line));
      }
      if (a.has("dry-run") || (a.has("strict") && !taken.outcome.faultless())) throw RolledBack{};
      taken.stands = true;
    });
  } catch (const RolledBack&) {
    // What would have been written is told all the same.
  }
  return taken;
}

}  // namespace

void keep_sheet_of(Session& session, const templates::Built& built) {
  if (!built.workbook) return;
  const auto said = templates::sheet_said(*built.workbook);
  if (!said || review::sheet_is_kept(session.reader(), said->id)) return;
  try {
    review::keep_sheet(session.existing_writer(), said->id, said->actions);
  } catch (const Error& error) {
    if (error.status() == Status::interrupted || error.status() == Status::mistake) throw;
    session.note(
        fmt::format("the workspace does not remember what this sheet says ({}); its hidden columns do", error.what()));
  }
}

Status run_action_import(Session& session, const Arguments& a) {
  const base::Path out = a.value("out");
  if (!out.empty()) must_have_folder(out);
  const import::Source source = import::Source::open(a.positional.front());
  const std::string by = a.value("by").empty() ? session.account() : a.value("by");
  const review::SheetFile file{source.name(), source.sha256(), by};
  const bool dry_run = a.has("dry-run");
  const Taken taken = take(session, a, source, file);
  const bool left_open = !taken.outcome.faultless();
  if (!out.empty() && left_open) {
    const auto book = templates::hand_back_workbook(session.existing_writer(), taken.outcome, file.name,
                                                    {templates::Audience::internal, taken.zone, session.now()});
    base::write_file(out, reports::writer_named("xlsx")->workbook(book));
  }
  if (session.json()) {
    Json document = answer_document(taken, file, dry_run);
    document["hand_back"] = !out.empty() && left_open ? Json(out.string()) : Json();
    session.answer(document);
  } else {
    print(session, taken, file, dry_run);
    if (!out.empty() && left_open) {
      session.line(fmt::format("{} written: choose there and take it back: debrief action import {}", out.string(),
                               shell_word(out.string())));
    }
  }
  if (!left_open) return Status::done;
  return a.has("strict") && !dry_run ? Status::refused : Status::findings;
}

}  // namespace debrief::app
