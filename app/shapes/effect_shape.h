// Plans, answers and recurrences as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/effect.h"

namespace debrief::app {

nlohmann::ordered_json plan_shape(const review::EffectPlan& plan);
/// Every number an answer rests on; what is stored with it.
nlohmann::ordered_json assessment_shape(const EffectAssessment& assessment);
/// A stored answer: its numbers, when and by whom, and what a person recorded beside it.
nlohmann::ordered_json record_shape(const review::EffectRecord& record);
nlohmann::ordered_json class_shape(const review::IncidentClass& c);
nlohmann::ordered_json recurrence_shape(const FoundRecurrence& found);
nlohmann::ordered_json counts_shape(const RecurrenceCounts& counts);
nlohmann::ordered_json exposure_shape(const review::ExposureSince& exposure, base::Ms since);

}  // namespace debrief::app
