// The calendar of service hours a workspace keeps, put to use.
#pragma once

#include <memory>
#include <optional>

#include "analytics/clock/service.h"

namespace debrief::review {
class Store;
}

namespace debrief::templates {

/// Name of the workspace's setting that holds the calendar as JSON.
inline constexpr std::string_view service_setting = "service_calendar";

/// nullopt where none is set. Throws base::Error (refused) for one that cannot be read.
std::optional<analytics::ServiceCalendar> service_calendar(review::Store& store);

/// The incidents on that clock, with the pauses and priorities their log shows; nullptr where none is set.
std::unique_ptr<analytics::ServiceTimes> service_times(review::Store& store, const review::IncidentColumns& incidents);
std::unique_ptr<analytics::ServiceTimes> service_times(review::Store& store, const review::IncidentColumns& incidents,
                                                       analytics::ServiceCalendar calendar);

}  // namespace debrief::templates
