// Incidents and events as rows of the store: one place that knows their columns.
#pragma once

#include <string>
#include <string_view>

#include "base/sqlite.h"
#include "review/incidents.h"

namespace debrief::review {

/// True for an import of rows that people corrected in a fault workbook: its hidden column says which rows they were.
/// For a condition on import_run, called r.
inline constexpr std::string_view brought_corrections_sql =
    "(EXISTS (SELECT 1 FROM mended m WHERE m.by_import_id = r.id) OR r.receipt LIKE '%\"name\":\"debrief import % row\"%')";

/// "id, source, ref, kind, title, …, completeness, import_id, row, rows", optionally each with a prefix "i.".
std::string incident_columns_sql(std::string_view prefix = {});
inline constexpr int incident_column_count = 4 + static_cast<int>(text_fields + time_fields + 1 + number_fields) + 4;
/// Reads such a row, its first column at `from`.
StoredIncident read_incident(const base::Statement& s, int from = 0);

/// "source, ref, kind, …, acknowledge_seconds_given": what bind_fields binds, in that order.
std::string field_columns_sql();
inline constexpr int field_column_count = 3 + static_cast<int>(text_fields + time_fields + 1 + number_fields);
/// Binds an incident's own fields from position `from`; texts without copies, `stamps` must live as long.
void bind_fields(base::Statement& s, int from, const Incident& incident, const std::string& stamps);

/// Precision, zone and words of each time, for the stamps column; the first line may speak for all times that have
/// none of their own and are written as base::iso_local writes them.
void add_stamps(const Incident& incident, std::string& out);
std::string stamps_text(const Incident& incident);

inline constexpr const char* event_columns_sql =
    "incident_id, seq, kind, at_ms, logged_ms, stamp, actor, actor_role, system, audience, channel, direction, text, "
    "changes, row, import_id";
StoredEvent read_event(const base::Statement& s, int from = 0);
/// Binds positions 1 to 16.
void bind_event(base::Statement& s, std::int64_t incident_id, std::int64_t seq, const Event& e,
                const std::string& stamp, std::int64_t import_id);
std::string stamp_text(const Event& e);

}  // namespace debrief::review
