// The trail of changes: a hash chain over salted commitments, so that a person's values can be erased and the
// chain still verifies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

class Store;

/// Appends a row in the current transaction.
///
/// act      room.verb: review.draft, action.update
/// subject  what was changed: review/3
/// value    JSON text: what changed, from what to what
void audit(Store& store, std::string_view act, std::string_view subject, std::string_view value);

struct AuditEntry {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string by, act, subject, commitment, before, hash;
  std::optional<std::string> value;   // nullopt once erased
};
/// Newest first.
std::vector<AuditEntry> audit_entries(Store& store, std::size_t limit);

/// entries       rows checked
/// first_bad     the first row whose hash, commitment or place in the chain does not hold
/// erased        rows whose values are gone; they verify by their commitment alone
struct AuditVerdict {
  std::int64_t entries = 0;
  std::int64_t erased = 0;
  std::optional<std::int64_t> first_bad;
  std::string why;
  std::string head;   // hash of the last row
};
AuditVerdict verify_audit(Store& store);

/// Takes the values of one row away; the chain stays whole.
void erase_audit_value(Store& store, std::int64_t audit_id);

}  // namespace debrief::review
