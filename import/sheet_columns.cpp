// Finding columns by heading, by other names, by content, by place.

#include "import/sheet_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::import {

namespace {

constexpr std::size_t looked_at = 200;      // rows a heading is looked for in
constexpr std::size_t fewest_headings = 3;  // that make a row the heading

struct Known {
  std::string field;
  std::size_t name = 0;  // 0: the heading it was written under
};

std::map<std::string, Known> names_of(const std::vector<SheetField>& fields) {
  std::map<std::string, Known> out;
  const auto add = [&](const std::string& field, std::size_t n, const std::string& header) {
    const std::string key = base::heading_key(header);
    const auto found = out.find(key);
    // The heading a column was written under is never another column's other name.
    if (found == out.end() || n < found->second.name) out[key] = {field, n};
  };
  const std::pair<std::string, std::vector<std::string>> carriers[] = {
      {"key", {"Key", "Action key", "Action ID", "ID", "Action no", "Action number"}},
      {"base", {"Base"}},
      {"sheet", {"Sheet"}}};
  for (const auto& [field, headers] : carriers) {
    for (std::size_t n = 0; n < headers.size(); ++n) add(field, n, headers[n]);
  }
  for (const SheetField& f : fields) {
    for (std::size_t n = 0; n < f.headers.size(); ++n) add(f.field, n, f.headers[n]);
    add(f.field, f.headers.size(), f.field);
  }
  return out;
}

std::string_view text_at(const GridRow& row, std::size_t c) {
  return c < row.cells.size() ? base::trimmed(row.cells[c].text) : std::string_view();
}

}  // namespace

std::optional<std::size_t> SheetColumns::column(const std::string& field) const {
  const auto found = at.find(field);
  return found == at.end() || found->second.empty() ? std::nullopt : std::optional(found->second.front());
}

std::optional<SheetColumns> locate_columns(const Grid& grid, const std::vector<SheetField>& fields) {
  const auto names = names_of(fields);
  std::size_t best = 0, header = 0;
  for (std::size_t r = 0; r < std::min(grid.rows.size(), looked_at); ++r) {
    std::set<std::string> found;
    for (const GridCell& cell : grid.rows[r].cells) {
      if (cell.kind != CellIs::text || cell.text.size() > 100) continue;
      if (const auto it = names.find(base::heading_key(cell.text)); it != names.end()) found.insert(it->second.field);
    }
    if (found.count("key") + found.count("title") + found.count("base") == 0) continue;
    if (found.size() > best) best = found.size(), header = r;
  }
  if (best < fewest_headings) return std::nullopt;

  SheetColumns out;
  out.header_at = header;
  const GridRow& row = grid.rows[header];
  std::size_t width = row.cells.size();
  for (const GridRow& r : grid.rows) width = std::max(width, std::min(r.cells.size(), row.cells.size() + 50));
  for (std::size_t c = 0; c < width; ++c) {
    out.headings.emplace_back(base::squeezed(text_at(row, c)));
    out.ignored.insert(c);
  }
  const auto take = [&](std::size_t c, const std::string& field) {
    out.at[field].push_back(c);
    out.ignored.erase(c);
  };
  for (std::size_t c = 0; c < width; ++c) {
    const auto it = names.find(base::heading_key(out.headings[c]));
    if (it != names.end() && it->second.name == 0) take(c, it->second.field);
  }
  for (std::size_t c = 0; c < width; ++c) {
    const auto it = names.find(base::heading_key(out.headings[c]));
    if (it == names.end() || it->second.name == 0 || out.at.count(it->second.field) > 0) continue;
    take(c, it->second.field);
    out.notes.push_back({"column-renamed",
                         fmt::format("column {} was read as {}", base::quoted(out.headings[c]), it->second.field),
                         cell_name(row.number, c)});
  }
  for (const auto& [field, columns] : out.at) {
    if (columns.size() < 2) continue;
    out.notes.push_back({"column-repeated",
                         fmt::format("{} columns are headed {}; where they differ, neither is taken", columns.size(),
                                     base::quoted(out.headings[columns.front()])),
                         cell_name(row.number, columns.back())});
  }
  return out;
}

void find_renamed(SheetColumns& columns, const Grid& grid, const std::vector<SheetField>& fields,
                  const std::function<std::optional<review::SheetFields>(const GridRow&)>& base_of,
                  const std::function<std::string(const GridCell&, const SheetField&)>& text_of) {
  const GridRow& header = grid.rows[columns.header_at];
  std::vector<std::size_t> missing;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (columns.at.count(fields[f].field) == 0) missing.push_back(f);
  }
  const auto take = [&](std::size_t c, std::size_t f, std::string_view why) {
    columns.at[fields[f].field].push_back(c);
    columns.ignored.erase(c);
    columns.notes.push_back({"column-renamed",
                             fmt::format("column {} was read as {}, by {}", base::quoted(columns.headings[c]),
                                         base::quoted(fields[f].headers.front()), why),
                             cell_name(header.number, c)});
    std::erase(missing, f);
  };
  // By content: most cells still say what the sheet said when it went out.
  struct Likeness {
    double share = 0;
    std::size_t column = 0, field = 0;
  };
  std::vector<Likeness> likely;
  for (const std::size_t f : missing) {
    for (const std::size_t c : columns.ignored) {
      std::size_t same = 0, of = 0;
      for (std::size_t r = columns.header_at + 1; r < grid.rows.size(); ++r) {
        const auto base = base_of(grid.rows[r]);
        if (!base) continue;
        const auto said = base->find(fields[f].field);
        const std::string now =
            c < grid.rows[r].cells.size() ? text_of(grid.rows[r].cells[c], fields[f]) : std::string();
        if (said == base->end() && now.empty()) continue;
        ++of;
        same += said != base->end() && review::sheet_value(fields[f].field, said->second) == now ? 1 : 0;
      }
      if (same > 0 && 2 * same > of) likely.push_back({static_cast<double>(same) / static_cast<double>(of), c, f});
    }
  }
  std::stable_sort(likely.begin(), likely.end(),
                   [](const Likeness& a, const Likeness& b) { return a.share > b.share; });
  for (const Likeness& l : likely) {
    const bool free = columns.ignored.count(l.column) > 0 && columns.at.count(fields[l.field].field) == 0;
    if (free) take(l.column, l.field, "what stands in it");
  }
  // By place: alone between the two columns that stood on both its sides.
  for (const std::size_t f : std::vector<std::size_t>(missing)) {
    const auto neighbour = [&](std::size_t at, int step) -> std::optional<std::size_t> {
      const auto next = static_cast<std::ptrdiff_t>(at) + step;
      if (next < 0 || next >= static_cast<std::ptrdiff_t>(fields.size())) return std::nullopt;
      return columns.column(fields[static_cast<std::size_t>(next)].field);
    };
    const auto left = neighbour(f, -1), right = neighbour(f, 1);
    if (!left || !right || *left + 2 != *right || columns.ignored.count(*left + 1) == 0) continue;
    const std::size_t c = *left + 1;
    if (columns.headings[c].empty()) continue;
    take(c, f, "its place");
  }
  for (const std::size_t f : missing) {
    columns.notes.push_back(
        {"column-missing",
         fmt::format("there is no column {}; what it said stays as it is", base::quoted(fields[f].headers.front())),
         cell_name(header.number, 0)});
  }
  for (const std::size_t c : columns.ignored) {
    const bool filled = std::any_of(grid.rows.begin() + static_cast<std::ptrdiff_t>(columns.header_at) + 1,
                                    grid.rows.end(), [&](const GridRow& r) { return !text_at(r, c).empty(); });
    if (!filled && columns.headings[c].empty()) continue;
    if (!filled && !columns.headings[c].empty()) continue;
    columns.notes.push_back(
        {"column-ignored",
         columns.headings[c].empty()
             ? fmt::format(
                   "column {} has no heading and is not taken",
                   cell_name(header.number, c).substr(0, cell_name(header.number, c).find_first_of("0123456789")))
             : fmt::format("column {} is none of the sheet's and is not taken", base::quoted(columns.headings[c])),
         cell_name(header.number, c)});
  }
}

bool is_heading_again(const SheetColumns& columns, const GridRow& row) {
  std::size_t same = 0, filled = 0;
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    if (text_at(row, c).empty()) continue;
    ++filled;
    same += c < columns.headings.size() && !columns.headings[c].empty() &&
                    base::heading_key(row.cells[c].text) == base::heading_key(columns.headings[c])
                ? 1
                : 0;
  }
  return same >= 3 && same * 2 > filled;
}

}  // namespace debrief::import
