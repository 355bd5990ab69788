// Reviews, findings, actions and lessons as JSON.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "review/actions.h"
#include "review/reviews.h"
#include "review/store.h"

namespace debrief::app {

/// A review's own fields and the refs of its incidents.
nlohmann::ordered_json review_shape(review::Store& store, const review::Review& review);
/// review_shape with what people wrote, findings, actions and lessons.
nlohmann::ordered_json full_review_shape(review::Store& store, const review::Review& review);
nlohmann::ordered_json finding_shape(review::Store& store, const review::Finding& finding);
nlohmann::ordered_json action_shape(review::Store& store, const review::Action& action);
nlohmann::ordered_json lesson_shape(const review::Lesson& lesson);

/// True when it is still expected and its day is over.
bool overdue(const review::Action& action, base::Ms now);

}  // namespace debrief::app
