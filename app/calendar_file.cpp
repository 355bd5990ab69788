// A calendar of service hours from a file.

#include "app/calendar_file.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace debrief::app {

analytics::ServiceCalendar calendar_in(std::string_view file) {
  auto calendar = analytics::service_calendar_from(base::read_file(base::Path(file), 1ULL << 20));
  if (!calendar) {
    const base::Issue& issue = calendar.issue();
    throw base::Error(
        base::Status::refused, "calendar-unreadable",
        fmt::format("{}: {}{}", file, issue.value.empty() ? "" : base::quoted(issue.value) + ": ", issue.detail),
        "\"debrief help calendar\" shows one");
  }
  return std::move(calendar.value());
}

}  // namespace debrief::app
