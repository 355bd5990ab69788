// What an action is measured by, in words.
#pragma once

#include <string>
#include <string_view>

namespace debrief::templates {

/// The KPI's title for its id, "incidents category=Billing" as "Incidents, category Billing"; what names no KPI stays as
/// written.
std::string measure_said(std::string_view measure);

}  // namespace debrief::templates
