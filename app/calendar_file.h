// A calendar of service hours from a file.
#pragma once

#include <string_view>

#include "analytics/clock/service.h"

namespace debrief::app {

/// Throws base::Error: the file codes, and calendar-unreadable (refused) with what was found and what was expected.
analytics::ServiceCalendar calendar_in(std::string_view file);

}  // namespace debrief::app
