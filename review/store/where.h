// Conditions as SQL.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/sqlite.h"
#include "base/time.h"
#include "review/incidents.h"

namespace debrief::review {

/// sql     an expression over `incident i`, with ? for each value in order
struct Filter {
  std::string sql;
  std::vector<std::variant<std::int64_t, double, std::string>> values;
};

/// zone  of dates without a time
Filter filter_sql(const std::vector<Condition>& where, const base::Zone& zone);
/// Binds the values from position `from`; returns the next position.
int bind_filter(base::Statement& s, int from, const Filter& f);

}  // namespace debrief::review
