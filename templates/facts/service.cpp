// The workspace's calendar of service hours.

#include "templates/facts/service.h"

#include <utility>

#include "base/error.h"
#include "review/event_columns.h"
#include "review/store.h"

namespace debrief::templates {

std::optional<analytics::ServiceCalendar> service_calendar(review::Store& store) {
  const auto text = store.setting(service_setting);
  if (!text || text->empty()) return std::nullopt;
  auto calendar = analytics::service_calendar_from(*text);
  if (!calendar) {
    throw base::Error(base::Status::refused, calendar.issue().code,
                      "the calendar this workspace keeps: " + calendar.issue().detail,
                      "set it again with \"debrief calendar set FILE\"");
  }
  return std::move(calendar.value());
}

std::unique_ptr<analytics::ServiceTimes> service_times(review::Store& store, const review::IncidentColumns& incidents,
                                                       analytics::ServiceCalendar calendar) {
  const review::EventColumns events = review::event_columns(store, incidents, false);
  return std::make_unique<analytics::ServiceTimes>(incidents, &events, std::move(calendar));
}

std::unique_ptr<analytics::ServiceTimes> service_times(review::Store& store, const review::IncidentColumns& incidents) {
  auto calendar = service_calendar(store);
  if (!calendar) return nullptr;
  return service_times(store, incidents, std::move(*calendar));
}

}  // namespace debrief::templates
