// New incidents into the store, with as few columns as the file has fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/sqlite.h"
#include "review/incident.h"

namespace debrief::review {

/// What the store keeps of an incident beside its own fields.
struct IncidentRecord {
  std::int64_t id = 0;
  double completeness = 0;
  std::int64_t import_id = 0;
  std::int64_t row = 0;
  std::int64_t rows = 0;
  std::uint64_t digest = 0;
};

/// Inserts incidents. The statement names the fields met so far and is made anew when a further one turns up, so
/// that fields a file does not have cost nothing.
class IncidentWriter {
 public:
  explicit IncidentWriter(base::Database& db) : db_(db) {}
  void insert(const Incident& incident, const IncidentRecord& record);

 private:
  void prepare();

  base::Database& db_;
  std::uint64_t met_ = 0;  // bit per text, time and number field
  std::optional<base::Statement> statement_;
  std::string stamps_;
};

}  // namespace debrief::review
