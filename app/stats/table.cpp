// Tables for single methods.

#include "import/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "app/interrupt.h"
#include "app/stats/methods.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Json;
using base::Status;

namespace {

/// The square of a larger one, summed over a column, may be no number any more.
constexpr double most_value = 1e100;

}  // namespace

bool StatsTable::has(std::string_view name) const {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

const std::vector<std::string>& StatsTable::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found != columns.end()) return cells[static_cast<std::size_t>(found - columns.begin())];
  const std::string near = base::nearest(name, columns);
  throw Error(Status::usage, "no-such-column",
              near.empty() ? fmt::format("the table has no column {}", base::quoted(name))
                           : fmt::format("the table has no column {}. Did you mean \"{}\"?", base::quoted(name), near),
              "columns: " + base::joined(columns, ", "));
}

StatsTable read_stats_table(const base::Path& file) {
  StatsTable table;
  const import::Source source = import::Source::open(file.string());
  import::print_table(source, {}, [&](std::string_view line) {
    stop_if_interrupted();
  const Json parsed = *base::parse_json(line);
  if (parsed.contains("columns")) {
    for (const Json& c : parsed["columns"]) table.columns.push_back(c.is_string() ? c.get<std::string>() : "");
    table.cells.resize(table.columns.size());
    return;
  }
  const Json& row = parsed["cells"];
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    table.cells[i].push_back(i < row.size() && row[i].is_string() ? row[i].get<std::string>() : "");
  }
});
return table;
}  // namespace debrief::app

std::vector<double> numbers_of(const StatsTable& table, std::string_view column) {
  std::vector<double> numbers;
  for (const std::string& cell : table.column(column)) {
    const std::string_view text = base::trimmed(cell);
    double value = std::numeric_limits<double>::quiet_NaN();
    if (!text.empty() && text != "NA") {
      const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (failed != std::errc{} || end != text.data() + text.size() || std::isinf(value)) {
        throw Error(Status::refused, "not-a-number",
                    fmt::format("data row {}, column {}: {} is not a number", numbers.size() + 1, base::quoted(column),
                                base::quoted(text)),
                    "leave a cell empty where the number is not known");
      }
      if (std::fabs(value) > most_value) {
        throw Error(Status::refused, "number-too-large",
                    fmt::format("data row {}, column {}: {} is too large to reckon with", numbers.size() + 1,
                                base::quoted(column), base::quoted(text)),
                    "numbers from -1e100 to 1e100; correct the row, or write the column in a larger unit");
      }
    }
    numbers.push_back(value);
  }
  return numbers;
}

}  // namespace debrief::app
