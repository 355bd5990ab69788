// Versions of a review: what a signature fixes, and what goes on from it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace debrief::review {

class Store;

/// Throws review-final (5) when the review is signed, naming the way to its next version; no-such-review (3).
void must_be_open(Store& store, std::int64_t review_id);

/// The review and the signed versions it goes on from, newest first. A draft of an incident whose review is signed is that
/// review's next version: the same first incident, the version one higher.
std::vector<std::int64_t> versions_of(Store& store, std::int64_t review_id);

/// What a signature covers: SHA-256 over the newest version of every passage.
std::string passages_digest(Store& store, std::int64_t review_id);

}  // namespace debrief::review
