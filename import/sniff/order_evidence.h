// Day order where no number over 12 proves it: by the order of the rows, and by how long records would last.
#pragma once

#include <string>
#include <vector>

#include "import/sniff/survey.h"

namespace debrief::import {

/// order  unknown where the rows say nothing, or contradict each other
/// why    a sentence for the receipt
struct OrderEvidence {
  DayOrder order = DayOrder::unknown;
  std::string why;
};

/// opened  column of starts, -1 none; ends  columns of what comes after the start
///
/// A column that is in order of time under one reading and goes to and fro under the other decides; so do ends that
/// lie within two weeks of their starts under one reading, and months after or before them under the other.
OrderEvidence order_by_rows(const std::vector<Survey>& surveys, int opened, const std::vector<std::size_t>& ends);

}  // namespace debrief::import
