// Giving a role to a column.
#pragma once

#include <string>

#include "import/mapping.h"

namespace debrief::import {

/// confidence  0 to 1, over it counts as 1
/// unit        seconds to one of the column's numbers; 0 leaves what is known
void give(ColumnPlan& plan, const Role* role, double confidence, std::string why, double unit);

/// The column has no role, for that reason.
void take_away(ColumnPlan& plan, std::string why);

}  // namespace debrief::import
