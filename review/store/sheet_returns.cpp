// Sheets kept as they went out, and merged when they come back.

#include "review/sheet_returns.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/store.h"

namespace debrief::review {

namespace {

using base::Error;
using base::Json;

/// "PIR-3" and "3" are review 3.
std::optional<std::int64_t> review_named(std::string_view text) {
  std::string plain = base::folded(base::squeezed(text));
  if (plain.starts_with("pir")) plain.erase(0, 3);
  if (plain.starts_with("-") || plain.starts_with(" ")) plain.erase(0, 1);
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), id);
  return error == std::errc() && end == plain.data() + plain.size() && id > 0 ? std::optional(id) : std::nullopt;
}

SheetFault fault_of(const PlannedRow& row, const CellMerge& m, const std::string& key, const Error& error) {
  const std::string detail = error.hint().empty() ? error.what() : fmt::format("{}; {}", error.what(), error.hint());
  return {m.cell.row == 0 ? row.row : m.cell.row,
          key,
          m.cell.header,
          m.cell.field,
          m.cell.cell,
          m.cell.value,
          error.code(),
          detail,
          m.ours};
}

class Taking {
 public:
  Taking(Store& store, const SheetFile& file, std::optional<std::int64_t> review, SheetOutcome& out)
      : store_(store), file_(file), review_(review), out_(out) {}

  void row(PlannedRow& row) {
    ++out_.rows;
    changed_ = touched_plan_ = false;
    for (SheetFault& f : row.faults) refuse(f);
    const bool is_new = row.action == 0 && !row.cells.empty();
    if (is_new && !add(row)) {
      ++out_.open;
      return;
    }
    const std::size_t faults = out_.refused.size() + out_.conflicts.size() - row.faults.size();
    if (row.action != 0) cells(row, is_new);
    const bool open = out_.refused.size() + out_.conflicts.size() > faults;
    if (is_new) {
      ++out_.added;
      out_.added_ids.push_back(row.action);
      remember(row);
    } else if (changed_) {
      ++out_.updated;
      out_.updated_ids.push_back(row.action);
    } else if (open) {
      ++out_.open;
    } else {
      ++out_.unchanged;
    }
    if (touched_plan_) out_.of_plan.push_back(row.action);
  }

 private:
  void refuse(SheetFault fault) { out_.refused.push_back(std::move(fault)); }

  bool add(PlannedRow& row) {
    Action action;
    action.review_id = review_;
    for (const CellMerge& m : row.cells) {
      if (m.cell.field == "title") action.title = sheet_text(m.cell.text);
      if (m.cell.field == "type") action.type = m.cell.text;
      if (m.cell.field != "review") continue;
      if (const auto named = review_named(m.cell.text)) {
        action.review_id = named;
      } else {
        refuse({row.row, "", m.cell.header, "review", m.cell.cell, m.cell.value, "bad-value",
                "a review is named by its number: PIR-3", ""});
        return false;
      }
    }
    try {
      row.action = add_action(store_, action);
    } catch (const Error& error) {
      refuse({row.row, "", "", "", fmt::format("row {}", row.row), action.title, error.code(),
              error.hint().empty() ? std::string(error.what()) : fmt::format("{}; {}", error.what(), error.hint()),
              ""});
      return false;
    }
    row.key = fmt::format("A-{}", row.action);
    for (SheetFault& f : out_.refused) {
      if (f.row == row.row && f.key.empty() && !f.field.empty()) f.key = row.key;
    }
    for (const CellMerge& m : row.cells) {
      if (m.cell.field == "title" || m.cell.field == "type" || m.cell.field == "review")
        out_.changes.push_back({row.action, row.row, m.cell.field, m.cell.cell, "", sheet_text(m.cell.text)});
    }
    return true;
  }

  /// Status comes last: it rests on the reason, the date and the people beside it. What is refused is tried once more
  /// behind the others, as where owner and verifier change places.
  void cells(const PlannedRow& row, bool is_new) {
    std::vector<const CellMerge*> takes;
    for (const CellMerge& m : row.cells) {
      if (is_new && (m.cell.field == "title" || m.cell.field == "type" || m.cell.field == "review")) continue;
      if (m.result == MergeResult::keep && !is_shown_only(m.cell.field)) ++out_.kept;
      if (m.result == MergeResult::conflict) out_.conflicts.emplace_back(row.action, m);
      if (m.result == MergeResult::take) takes.push_back(&m);
    }
    std::stable_sort(takes.begin(), takes.end(), [](const CellMerge* a, const CellMerge* b) {
      return (a->cell.field == "status") < (b->cell.field == "status");
    });
    std::vector<const CellMerge*> again;
    for (const CellMerge* m : takes) {
      if (!take(row, *m, nullptr)) again.push_back(m);
    }
    for (const CellMerge* m : again) {
      SheetFault fault;
      if (!take(row, *m, &fault)) refuse(std::move(fault));
    }
  }

  bool take(const PlannedRow& row, const CellMerge& m, SheetFault* fault) {
    const std::string value = sheet_value(m.cell.field, m.cell.text);
    try {
      if (update_action(store_, row.action, m.cell.field, value, note_for(row.action, m, value))) {
        out_.changes.push_back(
            {row.action, m.cell.row == 0 ? row.row : m.cell.row, m.cell.field, m.cell.cell, m.ours, value});
        changed_ = true;
        touched_plan_ = touched_plan_ || m.cell.field == "measure" || m.cell.field == "direction" ||
                        m.cell.field == "window_days" || m.cell.field == "status";
      }
      return true;
    } catch (const Error& error) {
      if (error.status() != base::Status::usage && error.status() != base::Status::refused) throw;
      if (fault != nullptr) *fault = fault_of(row, m, row.key, error);
      return false;
    }
  }

  /// A note on a closing would stand for the reason that closing asks for.
  std::string note_for(std::int64_t id, const CellMerge& m, const std::string& value) const {
    if (m.cell.field == "status" && value == "closed") {
      const Action a = action_by_id(store_, id);
      if (!a.verdict && !a.reason) return {};
    }
    return fmt::format("from {}, {}, handed back by {}", file_.name, m.cell.cell, file_.by);
  }

  void remember(const PlannedRow& row) {
    SheetFields said;
    for (const CellMerge& m : row.cells) {
      if (m.cell.field != "review") said[m.cell.field] = sheet_value(m.cell.field, m.cell.text);
    }
    store_.db()
        .prepare("INSERT OR REPLACE INTO action_sheet_row (fingerprint, action_id, base) VALUES (?1, ?2, ?3)")
        .bind(1, row.fingerprint)
        .bind(2, row.action)
        .bind(3, fields_text(said))
        .run();
  }

  Store& store_;
  const SheetFile& file_;
  std::optional<std::int64_t> review_;
  SheetOutcome& out_;
  bool changed_ = false;
  bool touched_plan_ = false;
};

std::optional<std::pair<std::int64_t, SheetFields>> taken_before(Store& store, const std::string& fingerprint) {
  auto s = store.db().prepare("SELECT action_id, base FROM action_sheet_row WHERE fingerprint = ?1");
  s.bind(1, fingerprint);
  if (!s.step()) return std::nullopt;
  return std::pair(s.integer(0), fields_from(s.text(1)).value_or(SheetFields{}));
}

}  // namespace

std::string fields_text(const SheetFields& fields) {
  Json out = Json::object();
  for (const auto& [field, text] : fields) {
    if (!text.empty()) out[field] = text;
  }
  return base::dumped(out);
}

std::optional<SheetFields> fields_from(std::string_view json) {
  const auto parsed = base::parse_json(json).maybe();
  if (!parsed || !parsed->is_object()) return std::nullopt;
  SheetFields out;
  for (const auto& [field, text] : parsed->items()) {
    if (!text.is_string()) return std::nullopt;
    if (!text.get_ref<const std::string&>().empty()) out[field] = text.get<std::string>();
  }
  return out;
}

bool sheet_is_kept(Store& store, const std::string& sheet_id) {
  auto s = store.db().prepare("SELECT 1 FROM action_sheet WHERE id = ?1");
  s.bind(1, sheet_id);
  return s.step();
}

void keep_sheet(Store& store, const std::string& sheet_id,
                const std::vector<std::pair<std::int64_t, SheetFields>>& said) {
  if (sheet_is_kept(store, sheet_id)) return;
  store.transaction([&] {
    store.db()
        .prepare("INSERT INTO action_sheet (id, at_ms, by) VALUES (?1, ?2, ?3)")
        .bind(1, sheet_id)
        .bind(2, store.now())
        .bind(3, store.by())
        .run();
    const std::int64_t number = store.db().last_id();
    auto latest =
        store.db().prepare("SELECT base FROM action_sheet_base WHERE action_id = ?1 ORDER BY sheet DESC LIMIT 1");
    auto insert = store.db().prepare("INSERT INTO action_sheet_base (action_id, sheet, base) VALUES (?1, ?2, ?3)");
    for (const auto& [action, fields] : said) {
      const std::string text = fields_text(fields);
      latest.reset();
      latest.bind(1, action);
      if (latest.step() && latest.text(0) == text) continue;
      insert.bind(1, action).bind(2, number).bind(3, text).run();
    }
    audit(store, "action.export", fmt::format("sheet/{}", sheet_id),
          base::dumped(Json{{"actions", static_cast<std::int64_t>(said.size())}}));
  });
}

std::optional<SheetFields> kept_base(Store& store, const std::string& sheet_id, std::int64_t action_id) {
  if (sheet_id.empty()) return std::nullopt;
  auto s = store.db().prepare(
      "SELECT b.base FROM action_sheet s JOIN action_sheet_base b ON b.sheet <= s.number "
      "WHERE s.id = ?1 AND b.action_id = ?2 ORDER BY b.sheet DESC LIMIT 1");
  s.bind(1, sheet_id).bind(2, action_id);
  if (!s.step()) return std::nullopt;
  return fields_from(s.text(0));
}

SheetOutcome take_sheet(Store& store, const ReturnedSheet& sheet, const SheetFile& file,
                        const std::function<SheetFields(const Action&)>& shown, std::optional<std::int64_t> review) {
  SheetOutcome out;
  store.transaction([&] {
    std::map<std::int64_t, Action> actions;
    for (Action& a : list_actions(store)) {
      const std::int64_t id = a.id;
      actions.emplace(id, std::move(a));
    }
    SheetKnowledge known;
    known.ours = [&](std::int64_t id) -> std::optional<SheetFields> {
      const auto found = actions.find(id);
      return found == actions.end() ? std::nullopt : std::optional(shown(found->second));
    };
    known.stored = [&](const std::string& id, std::int64_t action) { return kept_base(store, id, action); };
    known.added = [&](const std::string& fingerprint) { return taken_before(store, fingerprint); };
    SheetPlan plan = plan_sheet(sheet, known);
    out.notes = std::move(plan.notes);
    Taking taking(store, file, review, out);
    for (PlannedRow& row : plan.rows) taking.row(row);
    audit(store, "action.import", fmt::format("file/{}", file.sha256.substr(0, 16)),
          base::dumped(Json{{"file", file.name},
                            {"sha256", file.sha256},
                            {"by", file.by},
                            {"rows", out.rows},
                            {"updated", out.updated_ids},
                            {"added", out.added_ids},
                            {"conflicts", static_cast<std::int64_t>(out.conflicts.size())},
                            {"refused", static_cast<std::int64_t>(out.refused.size())}}));
  });
  return out;
}

}  // namespace debrief::review
