// Values of a sheet as text.

#include "reports/sheet_text.h"

#include <cmath>

#include <fmt/format.h>

#include "base/time.h"
#include "reports/markup.h"

namespace debrief::reports {

std::string sheet_text(const templates::SheetValue& value, templates::SheetType type) {
  if (const auto* text = std::get_if<std::string>(&value)) return clean(*text);
  if (const auto* number = std::get_if<double>(&value)) {
    if (!std::isfinite(*number)) return {};
    return std::fabs(*number) < 1e15 && std::floor(*number) == *number
               ? fmt::format("{:.0f}", *number == 0 ? 0.0 : *number)
               : fmt::format("{}", *number);
  }
  if (const auto* date = std::get_if<templates::SheetDate>(&value)) {
    if (type == templates::SheetType::date) return base::iso_date(date->wall_ms, base::Zone());
    std::string text = base::rfc3339(date->wall_ms);
    // A wall clock has no zone, so the Z would not be true.
    if (text.ends_with('Z')) text.pop_back();
    return text;
  }
  return {};
}

}  // namespace debrief::reports
