// The hand-back workbook: what an import of an action sheet could not settle, to be decided and taken back.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "review/actions.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

namespace {

std::string header_of(std::string_view field) {
  for (const ActionField& f : action_fields()) {
    if (f.field == field) return std::string(f.header);
  }
  return std::string(field);
}

SheetValue text_or_empty(const std::string& text) { return text.empty() ? SheetValue() : SheetValue(text); }

/// What a hidden cell says of a row, so that a decision is about the very values that were shown.
std::string hidden_base(const std::string& key, std::string_view field, const std::string& theirs,
                        const std::string& ours) {
  return review::fields_text({{"key", key}, {"field", std::string(field)}, {"theirs", theirs}, {"ours", ours}});
}

}  // namespace

Workbook hand_back_workbook(review::Store& store, const review::SheetOutcome& outcome, std::string_view file,
                            const FactsFor& reader) {
  Workbook book;
  book.title = fmt::format("To decide: {}", file);
  book.subject = "What an action sheet left open";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;
  Sheet s;
  s.name = "To decide";
  s.table = "ToDecide";
  s.title = fmt::format("{}: what was not taken, {}", file, base::plain_date(reader.now, reader.zone));
  s.notes = {
      "Choose in each row, or write what it should be, save, and take this file back: debrief action import FILE.xlsx"};
  s.columns = {
      {"Key", SheetType::key, 8, {}, false, "The action"},
      {"Action", SheetType::text, 34, {}, false, ""},
      {"Field", SheetType::text, 16, {}, false, "What it is about"},
      {"When the sheet went out", SheetType::text, 22, {}, false, ""},
      {"In the sheet", SheetType::text, 26, {}, false, "As it came back"},
      {"In the workspace", SheetType::text, 26, {}, false, "As it stands now"},
      {"Choose", SheetType::text, 16, {"the sheet", "the workspace", "what I write"}, false, "Which of them counts"},
      {"Write instead", SheetType::text, 26, {}, false, "Where neither is right"},
      {"Why", SheetType::text, 44, {}, false, ""},
      {"Cell", SheetType::text, 14, {}, false, "Where it stood in the sheet"},
      {"Base", SheetType::key, 10, {}, true, "Both values as they were"}};
  std::map<std::int64_t, std::string> titles;
  for (const review::Action& a : review::list_actions(store)) titles[a.id] = a.title;
  const auto title = [&](std::optional<std::int64_t> id) {
    const auto found = id ? titles.find(*id) : titles.end();
    return found == titles.end() ? std::string() : found->second;
  };
  for (const auto& [action, m] : outcome.conflicts) {
    const std::string key = fmt::format("A-{}", action);
    s.comments.push_back({s.rows.size(), "Choose",
                          fmt::format("The sheet says: {}\nThe workspace says: {}\nWhen the sheet went out: {}",
                                      m.cell.text.empty() ? "nothing" : base::cut(m.cell.text, 300),
                                      m.ours.empty() ? "nothing" : base::cut(m.ours, 300),
                                      !m.base           ? "not known"
                                      : m.base->empty() ? "nothing"
                                                        : base::cut(*m.base, 300))});
    s.rows.push_back({key, text_or_empty(title(action)), header_of(m.cell.field), text_or_empty(m.base.value_or("")),
                      text_or_empty(m.cell.text), text_or_empty(m.ours), SheetValue(), SheetValue(),
                      std::string(m.base ? "changed in the sheet and in the workspace since it went out"
                                         : "differs, and what the sheet said when it went out is not known"),
                      m.cell.cell, hidden_base(key, m.cell.field, m.cell.text, m.ours)});
  }
  for (const review::SheetFault& f : outcome.refused) {
    const auto action = review::action_of_key(f.key);
    const bool to_decide = action && titles.count(*action) > 0 && !f.field.empty() && !review::is_shown_only(f.field);
    s.comments.push_back({s.rows.size(), to_decide ? "Choose" : "Why", fmt::format("{} [{}]", f.detail, f.code)});
    s.rows.push_back({text_or_empty(f.key), text_or_empty(title(action)),
                      text_or_empty(to_decide ? header_of(f.field) : ""), SheetValue(), text_or_empty(f.value),
                      text_or_empty(f.ours), SheetValue(), SheetValue(),
                      to_decide || f.header.empty() ? f.detail : fmt::format("{}: {}", f.header, f.detail), f.cell,
                      to_decide ? SheetValue(hidden_base(f.key, f.field, f.value, f.ours)) : SheetValue()});
  }
  book.sheets.push_back(std::move(s));
  Sheet meta;
  meta.name = "_meta";
  meta.table = "Meta";
  meta.hidden = true;
  meta.columns = {{"Name", SheetType::key, 20, {}, false, ""}, {"Value", SheetType::key, 40, {}, false, ""}};
  meta.rows = {{std::string("schema"), std::string("hand-back/1")},
               {std::string("exported"), base::rfc3339(reader.now)},
               {std::string("zone"), reader.zone.name()}};
  book.sheets.push_back(std::move(meta));
  return book;
}

}  // namespace debrief::templates
