// Making issues in one line.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/issue.h"
#include "base/text.h"

namespace debrief::import {

inline base::Place place_of(std::string file, std::int64_t row = 0, std::int64_t line = 0, std::string column = {}) {
  base::Place p;
  p.file = std::move(file);
  p.row = row;
  p.line = line;
  p.column = std::move(column);
  return p;
}

inline base::Issue fault(std::string code, std::string detail, std::string value, base::Place place) {
  return {std::move(code), std::move(detail), std::move(value), std::move(place), base::Severity::error};
}

inline base::Issue warning(std::string code, std::string detail, std::string value, base::Place place) {
  return {std::move(code), std::move(detail), std::move(value), std::move(place), base::Severity::warning};
}

/// A smaller table stands above the log in rows `first` to before `heading`.
inline base::Issue table_above(std::int64_t first, std::int64_t heading, std::string file) {
  return warning("table-above",
                 fmt::format("another table stands above the log, from row {} on; the log begins with its headings in row {}, and "
                             "what is above was left out",
                             first, heading),
                 {}, place_of(std::move(file), first));
}

/// n rows of a file are the heading over again, the first of them in row `first`.
inline base::Issue heading_repeated(std::int64_t n, std::int64_t first, std::string file) {
  return warning("heading-repeated",
                 fmt::format("{} the headings again, as reports do on every page; left out, first in row {}",
                             base::counted(n, "row repeats", "rows repeat"), first),
                 {}, place_of(std::move(file)));
}

}  // namespace debrief::import
