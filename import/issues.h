// Making issues in one line.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/issue.h"

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

}  // namespace debrief::import
