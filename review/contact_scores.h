// Satisfaction scores that contacts carry.
#pragma once

#include <cstdint>

namespace debrief::review {

class Store;

/// Contacts with a satisfaction score, and intervals of queue reports with one. Figures of incidents do not count them.
std::int64_t count_contact_scores(Store& store);

}  // namespace debrief::review
