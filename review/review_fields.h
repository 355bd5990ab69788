// Short facts that people enter about a review: who takes part, who may read it, whether personal data were involved.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace debrief::review {

class Store;

enum class ReviewFieldKind : std::uint8_t { text, date, answer };

/// name    as "debrief review set" takes it: "follow_up"
/// label   as documents print it: "Follow-up on"
/// kind    date: 2026-05-12; answer: yes, no or not_yet_known
/// person  names people: shown only to readers who may see colleagues
struct ReviewField {
  std::string_view name;
  std::string_view label;
  ReviewFieldKind kind = ReviewFieldKind::text;
  bool person = false;
};
/// In the order a control page shows them.
std::span<const ReviewField> review_field_table();

/// Those that have a value, by name; owner, facilitator and due among them. Throws no-such-review (3).
std::map<std::string, std::string> review_fields_of(Store& store, std::int64_t review_id);

/// Sets one, or clears it with ""; true if anything changed. Throws bad-value (2) for an unknown name or an answer that
/// is none, bad-date (2), review-final (5).
bool set_review_field(Store& store, std::int64_t review_id, std::string_view name, std::string_view value);

}  // namespace debrief::review
