// The places of a review where people write, as its document template names them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/passage_file.h"
#include "review/store.h"

namespace debrief::app {

/// In the order of the document.
std::vector<PassageSlot> passage_slots(review::Store& store, std::int64_t review_id);

/// What stands beside each passage now, by its key: templates/beside.h.
std::map<std::string, std::string> facts_beside(review::Store& store, std::int64_t review_id);

/// Throws usage Error no-such-passage with the nearest key.
void must_be_passage(review::Store& store, std::int64_t review_id, const std::string& key);

}  // namespace debrief::app
