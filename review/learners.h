// Learners, units, evidence and claims as stored. What the rows amount to is reckoned in coverage.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace debrief::review {

class Store;

struct Learner {
  std::int64_t id = 0;
  std::string name;
  std::vector<std::string> aliases;   // the name first
  std::int64_t created_ms = 0;
};
/// Throws bad-value (2) for a name of more than 200 characters; learner-exists (5) for one that is taken, also by an alias
/// that is another learner's name.
std::int64_t add_learner(Store& store, std::string_view name, const std::vector<std::string>& aliases);
std::vector<Learner> list_learners(Store& store);
/// By id or by name. Throws no-such-learner (3) with the nearest name.
Learner learner(Store& store, std::string_view id_or_name);

/// Definitions a centre added (JSON text); shipped ones are the caller's. Throws bad-unit (5).
void add_unit(Store& store, std::string_view definition);
std::vector<std::string> added_units(Store& store);

struct EvidenceItem {
  std::int64_t id = 0;
  std::int64_t learner_id = 0;
  std::string type;       // LOGX WP OBS WT PD RA QA RPL SIM
  std::string title;
  std::optional<std::int64_t> incident_id, seq;
  std::optional<std::string> file, sha256, author_role;
  std::optional<std::int64_t> at_ms;
  std::string status = "held";   // held | requested
  std::int64_t created_ms = 0;
  struct ClaimFor {
    std::string unit_id, criterion, why;
  };
  std::vector<ClaimFor> claims;
};
/// Throws bad-value (2) for an unknown type.
std::int64_t add_evidence(Store& store, EvidenceItem item);
std::vector<EvidenceItem> list_evidence(Store& store, std::optional<std::int64_t> learner_id = {});

}  // namespace debrief::review
