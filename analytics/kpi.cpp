// Names of what KPIs are made of, and the way from an id to its KPI.

#include "analytics/kpi.h"

namespace debrief::analytics {

std::string_view name(Unit unit) {
  switch (unit) {
    case Unit::seconds:
      return "seconds";
    case Unit::share:
      return "share";
    case Unit::count:
      return "count";
    case Unit::score:
      return "score";
    case Unit::per_10000:
      return "per_10000";
  }
  return "";
}

std::string_view name(Better better) {
  switch (better) {
    case Better::lower:
      return "lower";
    case Better::higher:
      return "higher";
    case Better::neither:
      return "neither";
  }
  return "";
}

const Kpi* kpi_named(std::string_view id) {
  for (const Kpi* kpi : all_kpi()) {
    if (kpi->id == id) return kpi;
  }
  return nullptr;
}

}  // namespace debrief::analytics
