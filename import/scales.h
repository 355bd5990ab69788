// Levels of a graded column (priority, severity, impact, urgency) that lie outside the scale all the others keep to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"

namespace debrief::import {

/// The number a level is written with: 3 for "3", "P3", "Sev 3", "3 - Moderate"; -1 where it has none.
int level_number(std::string_view text);

/// Counts the different texts of one column. A column of more than 64 different texts is no scale, and is given up.
class Scale {
 public:
  void add(std::string_view text, std::int64_t row, std::int64_t line);
  /// Rows whose level is over 5, or is no number, where at least nine in ten are 0 to 5; in columns under 20 rows, all
  /// but one or two. At most 20,000 rows a text.
  std::vector<base::Issue> outside(const std::string& file, const std::string& heading) const;

 private:
  struct Spot {
    std::int64_t row = 0;
    std::int64_t line = 0;
  };
  struct Level {
    std::string text;
    int number = -1;
    std::int64_t n = 0;
    std::vector<Spot> spots;
  };
  std::vector<Level> levels_;
  bool given_up_ = false;
};

}  // namespace debrief::import
