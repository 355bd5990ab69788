// Reading an action sheet, or a hand-back workbook, into rows for the merge.

#include "import/action_sheet.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "import/grid.h"
#include "import/sheet_cells.h"
#include "import/sheet_columns.h"

namespace debrief::import {

namespace {

using review::ReturnedCell;
using review::ReturnedRow;
using review::ReturnedSheet;
using review::SheetFields;

std::optional<SheetFields> base_from(std::string_view cell) {
  const auto parsed = base::parse_json(cell).maybe();
  if (!parsed || !parsed->is_object()) return std::nullopt;
  SheetFields out;
  for (const auto& [field, text] : parsed->items()) {
    if (text.is_string() && !text.get_ref<const std::string&>().empty()) out[field] = text.get<std::string>();
  }
  return out;
}

/// Name and value of what a workbook says of itself on its hidden sheet.
std::map<std::string, std::string> about(const std::vector<Grid>& grids) {
  std::map<std::string, std::string> out;
  for (const Grid& grid : grids) {
    if (!base::ascii_lower(grid.name).starts_with("_meta")) continue;
    for (const GridRow& row : grid.rows) {
      if (row.cells.size() >= 2 && !row.cells[1].text.empty()) out.try_emplace(row.cells[0].text, row.cells[1].text);
    }
  }
  return out;
}

class SheetReader {
 public:
  SheetReader(const Grid& grid, SheetColumns columns, const SheetReading& reading,
              const std::map<std::string, std::string>& about)
      : grid_(grid), columns_(std::move(columns)), reading_(reading), cells_(reading.order, grid.epoch_1904) {
    if (const auto it = about.find("sheet"); it != about.end()) sheet_id_ = it->second;
    const auto text = [&](const char* name) {
      const auto it = about.find(name);
      return it == about.end() ? std::string() : it->second;
    };
    out_.name = grid.name;
    out_.exported = text("exported");
    out_.zone = text("zone");
  }

  ReturnedSheet read() {
    key_without_heading();
    find_day_order();
    find_renamed(
        columns_, grid_, reading_.fields, [&](const GridRow& row) { return base_of(row); },
        [&](const GridCell& cell, const SheetField& f) { return cells_.text_of(cell, f); });
    for (std::size_t r = 0; r < grid_.rows.size(); ++r) {
      const GridRow& row = grid_.rows[r];
      if (r == columns_.header_at) continue;
      // Above the heading stand title and notes; a row that sorting put there has a key.
      if (r < columns_.header_at && !review::action_of_key(text(row, "key"))) continue;
      if (r < columns_.header_at && text(row, "title").empty()) continue;
      if (is_heading_again(columns_, row)) {
        out_.notes.push_back(
            {"heading-repeated", fmt::format("row {} is the heading over again", row.number), place(row, 0)});
        continue;
      }
      one(row);
    }
    // Notes about columns come first.
    out_.notes.insert(out_.notes.begin(), columns_.notes.begin(), columns_.notes.end());
    for (review::SheetNote& n : out_.notes) {
      if (!n.cell.empty() && n.cell.find('!') == std::string::npos && !grid_.name.empty())
        n.cell = grid_.name + "!" + n.cell;
    }
    return std::move(out_);
  }

 private:
  std::string text(const GridRow& row, const std::string& field) const {
    const auto c = columns_.column(field);
    return c && *c < row.cells.size() ? review::sheet_text(row.cells[*c].text) : std::string();
  }
  std::string place(const GridRow& row, std::size_t c) const { return cell_name(grid_, row.number, c); }

  /// The key column under a heading nobody knows: most of its cells are keys.
  void key_without_heading() {
    if (columns_.column("key")) return;
    for (const std::size_t c : std::set<std::size_t>(columns_.ignored)) {
      std::size_t keys = 0, filled = 0;
      for (std::size_t r = columns_.header_at + 1; r < grid_.rows.size(); ++r) {
        if (c >= grid_.rows[r].cells.size() || base::trimmed(grid_.rows[r].cells[c].text).empty()) continue;
        const std::string& cell = grid_.rows[r].cells[c].text;
        ++filled;
        keys += review::action_of_key(cell) && (cell[0] == 'A' || cell[0] == 'a') ? 1 : 0;
      }
      if (keys == 0 || keys * 2 <= filled) continue;
      columns_.at["key"].push_back(c);
      columns_.ignored.erase(c);
      columns_.notes.push_back(
          {"column-renamed",
           fmt::format("column {} was read as \"Key\", by what stands in it", base::quoted(columns_.headings[c])),
           cell_name(grid_.rows[columns_.header_at].number, c)});
      return;
    }
  }

  /// Programs of other countries write month first. Dates nobody changed tell: they must read as they went out.
  void find_day_order() {
    if (reading_.order != DayOrder::unknown) return;
    const CellReading day_first(DayOrder::dmy, grid_.epoch_1904), month_first(DayOrder::mdy, grid_.epoch_1904);
    std::size_t days = 0, months = 0;
    for (std::size_t r = columns_.header_at + 1; r < grid_.rows.size(); ++r) {
      const GridRow& row = grid_.rows[r];
      const auto base = base_of(row);
      if (!base) continue;
      for (const SheetField& f : reading_.fields) {
        const auto c = columns_.column(f.field);
        const auto said = base->find(f.field);
        if (f.kind != SheetKind::date || !c || *c >= row.cells.size() || said == base->end()) continue;
        const std::string one = day_first.text_of(row.cells[*c], f), other = month_first.text_of(row.cells[*c], f);
        if (one == other) continue;
        days += one == said->second ? 1 : 0;
        months += other == said->second ? 1 : 0;
      }
    }
    if (months <= days) return;
    cells_ = month_first;
    out_.notes.push_back(
        {"month-first",
         fmt::format("dates such as 05/06/2026 were read with the month first, as {} that stand as they went "
                     "out show",
                     base::counted(static_cast<long long>(months), "date")),
         ""});
  }

  std::string sheet_of(const GridRow& row) const {
    const std::string own = text(row, "sheet");
    return own.empty() ? sheet_id_ : own;
  }

  std::optional<SheetFields> base_of(const GridRow& row) const {
    const auto key = review::action_of_key(text(row, "key"));
    if (key && reading_.kept) {
      if (auto kept = reading_.kept(sheet_of(row), *key)) return kept;
    }
    const auto c = columns_.column("base");
    return c && *c < row.cells.size() ? base_from(row.cells[*c].text) : std::nullopt;
  }

  /// The range a cell is swallowed by: merged into one with another that is shown instead.
  const CellRange* under(const GridRow& row, std::size_t c) const {
    for (const CellRange& m : grid_.merged) {
      const bool inside =
          row.number >= m.first_row && row.number <= m.last_row && c >= m.first_column && c <= m.last_column;
      if (inside && (row.number != m.first_row || c != m.first_column)) return &m;
    }
    return nullptr;
  }

  void one(const GridRow& row) {
    ReturnedRow out;
    out.row = row.number;
    out.sheet = sheet_of(row);
    const auto key = columns_.column("key");
    out.key_header = key ? columns_.headings[*key] : std::string("Key");
    out.key_cell = place(row, key.value_or(0));
    if (key) {
      const GridCell cell = *key < row.cells.size() ? row.cells[*key] : GridCell{};
      out.key = review::sheet_text(cell.text);
      out.action = review::action_of_key(out.key);
      if (cell.formula) {
        out.code = "formula-in-key";
        out.detail = "the key is worked out by a formula, so it cannot be known which action the row is about";
      } else if (const CellRange* m = under(row, *key); m != nullptr && out.key.empty()) {
        out.code = "merged-cells";
        out.detail =
            fmt::format("the key is merged with {}; take the cells apart", cell_name(m->first_row, m->first_column));
      }
    }
    if (const auto c = columns_.column("base"); c && *c < row.cells.size() && !row.cells[*c].formula)
      out.base = base_from(row.cells[*c].text);
    if (out.base) {
      const auto said = out.base->find("key");
      if (said != out.base->end()) out.said_key = review::action_of_key(said->second);
    }
    bool any = !out.key.empty();
    for (const SheetField& f : reading_.fields) {
      const auto found = columns_.at.find(f.field);
      if (found == columns_.at.end()) continue;
      ReturnedCell cell = read(row, f, found->second);
      any = any || !cell.value.empty() || !cell.code.empty();
      out.cells.push_back(std::move(cell));
    }
    // A row in which only its hidden columns stand was emptied: like one that was taken out.
    if (!any) return;
    if (!out.key.empty() || !key || std::any_of(out.cells.begin(), out.cells.end(), [](const ReturnedCell& c) {
          return !c.value.empty() || !c.code.empty();
        }))
      out_.rows.push_back(std::move(out));
  }

  ReturnedCell read(const GridRow& row, const SheetField& f, const std::vector<std::size_t>& at) const {
    ReturnedCell out;
    out.field = f.field;
    out.row = row.number;
    out.header = columns_.headings[at.front()];
    out.cell = place(row, at.front());
    if (at.front() < row.cells.size()) cells_.read(row.cells[at.front()], f, out);
    if (const CellRange* m = under(row, at.front()); m != nullptr && out.text.empty()) {
      out.code = "merged-cells";
      out.detail = fmt::format(
          "the cell is merged with {}; what stood in it is gone from the sheet, and it cannot be known "
          "whether that was meant",
          cell_name(m->first_row, m->first_column));
    }
    for (std::size_t k = 1; k < at.size(); ++k) {
      const std::string other = at[k] < row.cells.size() ? cells_.shown(row.cells[at[k]]) : std::string();
      if (other == out.value) continue;
      out.code = "column-repeated";
      out.detail = fmt::format("two columns are headed {}, and say {} and {}", base::quoted(out.header),
                               base::quoted(out.value), base::quoted(other));
    }
    return out;
  }

  const Grid& grid_;
  SheetColumns columns_;
  const SheetReading& reading_;
  CellReading cells_;
  std::string sheet_id_;
  ReturnedSheet out_;
};

const std::vector<SheetField>& hand_back_columns() {
  static const std::vector<SheetField> columns{{"title", {"Action"}, SheetKind::text, {}},
                                               {"field", {"Field"}, SheetKind::text, {}},
                                               {"theirs", {"In the sheet"}, SheetKind::text, {}},
                                               {"ours", {"In the workspace"}, SheetKind::text, {}},
                                               {"choose", {"Choose"}, SheetKind::text, {}},
                                               {"instead", {"Write instead"}, SheetKind::text, {}},
                                               {"why", {"Why"}, SheetKind::text, {}}};
  return columns;
}

/// Decisions, gathered by action.
ReturnedSheet read_hand_back(const Grid& grid, const SheetColumns& columns, const SheetReading& reading,
                             const std::map<std::string, std::string>& about) {
  const CellReading cells(reading.order, grid.epoch_1904);
  ReturnedSheet out;
  out.name = grid.name;
  if (const auto zone = about.find("zone"); zone != about.end()) out.zone = zone->second;
  std::map<std::int64_t, std::size_t> at;
  for (std::size_t r = columns.header_at + 1; r < grid.rows.size(); ++r) {
    const GridRow& row = grid.rows[r];
    const auto cell = [&](const std::string& name) {
      const auto c = columns.column(name);
      return c && *c < row.cells.size() ? row.cells[*c] : GridCell{};
    };
    const auto text = [&](const std::string& name) { return review::sheet_text(cell(name).text); };
    const auto place = [&](const std::string& name) {
      return cell_name(grid, row.number, columns.column(name).value_or(0));
    };
    const std::string choice = base::heading_key(text("choose"));
    const bool writes = !text("instead").empty() || choice == "what i write";
    const auto hidden = base_from(cell("base").text);
    const auto said = [&](const char* name, const std::string& otherwise) {
      if (!hidden) return otherwise;
      const auto it = hidden->find(name);
      return it == hidden->end() ? std::string() : it->second;
    };
    const std::string name = base::heading_key(said("field", text("field")));
    const auto field = std::find_if(reading.fields.begin(), reading.fields.end(), [&](const SheetField& f) {
      return base::heading_key(f.field) == name || base::heading_key(f.headers.front()) == name;
    });
    const auto action = review::action_of_key(said("key", text("key")));
    if (!action || field == reading.fields.end()) {
      if (choice.empty() && !writes) continue;
      ReturnedRow lost;
      lost.row = row.number;
      lost.key = text("key");
      lost.key_cell = place("key");
      lost.key_header = "Key";
      lost.code = "nothing-to-decide";
      lost.detail = "this row is about no field of an action; correct the sheet itself and take that back";
      out.rows.push_back(std::move(lost));
      continue;
    }
    const auto [slot, fresh] = at.try_emplace(*action, out.rows.size());
    if (fresh) {
      ReturnedRow one;
      one.row = row.number;
      one.key = fmt::format("A-{}", *action);
      one.action = action;
      one.key_header = "Key";
      one.key_cell = place("key");
      one.handed_back = true;
      out.rows.push_back(std::move(one));
    }
    ReturnedCell decided;
    decided.field = field->field;
    decided.row = row.number;
    decided.base = said("ours", text("ours"));
    if (writes) {
      decided.header = "Write instead";
      decided.cell = place("instead");
      cells.read(cell("instead"), *field, decided);
    } else if (choice == "the sheet" || choice == "sheet") {
      decided.header = "Choose";
      decided.cell = place("choose");
      GridCell theirs{said("theirs", text("theirs")), CellIs::text, false};
      cells.read(theirs, *field, decided);
    } else if (choice == "the workspace" || choice == "workspace") {
      decided.header = "Choose";
      decided.cell = place("choose");
      decided.text = *decided.base;
      decided.value = text("choose");
    } else {
      decided.header = "Choose";
      decided.cell = place("choose");
      decided.value = text("choose");
      decided.code = "undecided";
      decided.detail = choice.empty()
                           ? "nothing was chosen here yet"
                           : fmt::format("{} is no choice; it can be: the sheet, the workspace, what I write",
                                         base::quoted(text("choose")));
    }
    out.rows[slot->second].cells.push_back(std::move(decided));
  }
  return out;
}

}  // namespace

ReturnedSheet read_action_sheet(const Source& source, const SheetReading& reading) {
  const std::vector<Grid> grids = grids_of(source);
  if (!reading.sheet.empty() &&
      std::none_of(grids.begin(), grids.end(), [&](const Grid& g) { return g.name == reading.sheet; })) {
    throw base::Error(base::Status::usage, "sheet-missing",
                      fmt::format("{} has no sheet {}", source.name(), base::quoted(reading.sheet)),
                      "leave --sheet out to take the one that has the columns of an action sheet");
  }
  const Grid* best = nullptr;
  std::optional<SheetColumns> columns;
  for (const Grid& grid : grids) {
    if (!reading.sheet.empty() && grid.name != reading.sheet) continue;
    const auto choices = locate_columns(grid, hand_back_columns());
    if (choices && choices->column("choose") && choices->column("field") && choices->column("key"))
      return read_hand_back(grid, *choices, reading, about(grids));
    auto located = locate_columns(grid, reading.fields);
    if (!located) continue;
    const auto rank = [](const Grid& g, const SheetColumns& c) {
      return c.at.size() + (g.name == "Actions" ? 100 : 0) + (g.visible ? 50 : 0) + (c.column("key") ? 10 : 0);
    };
    if (best != nullptr && rank(*best, *columns) >= rank(grid, *located)) continue;
    best = &grid;
    columns = std::move(located);
  }
  if (best == nullptr) {
    throw base::Error(
        base::Status::refused, "no-action-sheet",
        fmt::format("{} has no columns of an action sheet: Key, Action, Owner, Due, Status", source.name()),
        "take back a file that debrief action export wrote; headings may be moved, but must be there");
  }
  return SheetReader(*best, std::move(*columns), reading, about(grids)).read();
}

}  // namespace debrief::import
