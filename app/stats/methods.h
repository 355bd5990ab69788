// Single methods of analysis on any table, by the code that the pages use.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/file.h"

namespace debrief::app {

/// A table as text: one vector of cells per column, all of one length.
struct StatsTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> cells;
  /// Throws usage Error no-such-column with the nearest.
  const std::vector<std::string>& column(std::string_view name) const;
  bool has(std::string_view name) const;
  std::size_t rows() const { return cells.empty() ? 0 : cells.front().size(); }
};

/// Reads a table by the import's readers. Throws what they throw.
StatsTable read_stats_table(const base::Path& file);

/// What a method is given.
///
/// table            of --in, or data.csv (tickets.csv, events.csv) of a case
/// calls            second table of kpi-log
/// files            every table of a case, by its name without .csv
/// given            further input as JSON text: data inside a case's expected.json, a policy, options; "{}" none
/// value, n, …      names of columns as told; where nothing is told the usual names are looked for
struct StatsInput {
  StatsTable table;
  StatsTable calls;
  std::map<std::string, StatsTable> files;
  std::string given = "{}";
  std::optional<std::string> value, n, time, event, group, step, offset, season;
};

/// name     as in `debrief stats METHOD`
/// purpose  one sentence
/// run      the answer, with the keys of the published cases; input stands in it as it was given
struct StatsMethod {
  std::string_view name;
  std::string_view purpose;
  nlohmann::ordered_json (*run)(const StatsInput& input);
};
std::span<const StatsMethod> stats_methods();
/// Throws usage Error unknown-method with the nearest.
const StatsMethod& stats_method(std::string_view name);

/// Numbers of a column; empty cells are NaN. Throws Error not-a-number or number-too-large (5) naming the row.
std::vector<double> numbers_of(const StatsTable& table, std::string_view column);

/// The log figures of the method kpi-log: tickets in `table`, calls in `calls`, {"policy": …} in `given`.
nlohmann::ordered_json run_kpi_log(const StatsInput& input);

}  // namespace debrief::app
