// A prepared table by name, or caption, widths and alignment for a Markdown table.

#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/directive.h"

namespace debrief::templates {

namespace {

/// "30 20 50" or "30,20,50": parts of the whole, scaled to a sum of 1.
void set_widths(Table& table, DirectiveUse& use) {
  const std::string text = use.value("widths");
  if (text.empty()) return;
  std::vector<double> widths;
  double sum = 0;
  const char* at = text.c_str();
  while (*at != '\0') {
    if (*at == ' ' || *at == ',' || *at == '%') {
      ++at;
      continue;
    }
    char* end = nullptr;
    const double w = std::strtod(at, &end);
    if (end == at || !(w > 0 && w < 1e6))
      use.refuse(fmt::format("widths are numbers above 0, such as \"30 20 50\", not {}", base::quoted(text)));
    widths.push_back(w);
    sum += w;
    at = end;
  }
  if (widths.size() != table.columns.size()) {
    use.refuse(fmt::format("{} are given for {}", base::counted(static_cast<long long>(widths.size()), "width"),
                           base::counted(static_cast<long long>(table.columns.size()), "column")));
  }
  for (std::size_t i = 0; i < widths.size(); ++i) table.columns[i].width = widths[i] / sum;
}

/// "lrc": one letter per column.
void set_alignment(Table& table, DirectiveUse& use) {
  const std::string text = use.value("align");
  if (text.empty()) return;
  if (text.size() != table.columns.size() || text.find_first_not_of("lrc") != std::string::npos) {
    use.refuse(fmt::format("align needs one of l, r, c for each of {}",
                           base::counted(static_cast<long long>(table.columns.size()), "column")));
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    table.columns[i].align = text[i] == 'r' ? Align::right : (text[i] == 'c' ? Align::centre : Align::left);
  }
}

Blocks build(DirectiveUse& use) {
  Blocks out;
  const std::string source = use.value("source");
  if (!source.empty()) {
    const auto it = use.data.tables.find(source);
    if (it == use.data.tables.end()) {
      std::vector<std::string> known;
      for (const auto& [name, unused] : use.data.tables) known.push_back(name);
      const std::string near = base::nearest(source, known);
      use.refuse(fmt::format("there is no table {}{}", base::quoted(source),
                             near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))));
    }
    if (!use.body.empty()) use.refuse("a table with a source holds nothing between its fences");
    out.push_back({"", it->second});
  } else {
    out = std::move(use.body);
  }
  Table* table = nullptr;
  for (Block& block : out) {
    auto* found = std::get_if<Table>(&block.value);
    if (found == nullptr || table != nullptr)
      use.refuse("expected one Markdown table between the fences, or source=\"…\"");
    table = found;
  }
  if (table == nullptr) use.refuse("expected one Markdown table between the fences, or source=\"…\"");
  table->caption = use.value("caption", table->caption);
  set_widths(*table, use);
  set_alignment(*table, use);
  if (use.value("header") == "row") {
    for (Row& row : table->body) {
      if (!row.cells.empty()) row.cells[0].header = true;
    }
  }
  if (use.value("total") == "last" && !table->body.empty()) table->body.back().mark = "total";
  return out;
}

}  // namespace

extern const Directive table{
    .name = "table",
    .purpose = "a table made from the data, or caption, widths and alignment for a Markdown table",
    .example =
        "::: table caption=\"Actions\" widths=\"60 20 20\"\n| Action | Due | State |\n|---|---|---|\n| Call back | 12 "
        "May | open |\n:::",
    .attributes = {{.name = "source", .meaning = "the table's name", .choices = {}},
                   {.name = "caption", .meaning = "stands above the table", .choices = {}},
                   {.name = "widths", .meaning = "shares of the width, one per column: \"60 20 20\"", .choices = {}},
                   {.name = "align", .meaning = "l, r or c for each column: \"lrr\"", .choices = {}},
                   {.name = "header",
                    .meaning = "row: the first cell of each row is its header",
                    .choices = {"row", "none"}},
                   {.name = "total", .meaning = "last: the last row is a total", .choices = {"last", "none"}}},
    .body = DirectiveBody::blocks,
    .build = build,
};

}  // namespace debrief::templates
