// Roles given and taken away.

#include "import/columns/give.h"

#include <algorithm>
#include <cmath>

namespace debrief::import {

void give(ColumnPlan& plan, const Role* role, double confidence, std::string why, double unit) {
  plan.role = role;
  plan.shown_role = role->id;
  plan.confidence = std::round(std::min(confidence, 1.0) * 100) / 100;
  plan.why = std::move(why);
  if (unit > 0) plan.unit_seconds = unit;
}

void take_away(ColumnPlan& plan, std::string why) {
  plan.role = nullptr;
  plan.shown_role.clear();
  plan.confidence = 0;
  plan.why = std::move(why);
}

}  // namespace debrief::import
