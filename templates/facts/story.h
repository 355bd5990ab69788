// What the entries of one incident tell: moves of fields, who was told when, promises of a next message, stages of
// the delay. Pure: incident and entries in, facts out; nothing is guessed from wording except a promised time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "review/incidents.h"

namespace debrief::templates {

using Entries = std::vector<review::StoredEvent>;

/// When an entry happened, if the log says.
std::optional<base::Ms> when(const review::StoredEvent& e);

/// A time of the incident, if the log says.
std::optional<base::Ms> when(const review::Incident& incident, review::TimeField field);

/// One field changed by one entry: "priority: P2 -> P1".
struct FieldMove {
  std::string field;   // priority
  std::string before;  // "" absent
  std::string after;
  std::optional<base::Ms> at;
  std::int64_t row = 0;
  std::int64_t seq = 0;
};
/// Moves of `field`, or of every field when it is empty, in the order of the entries.
std::vector<FieldMove> moves_of(const Entries& entries, std::string_view field = {});

/// What one audience was told. Inbound messages are counted apart and break no silence.
///
/// first_at        of the outbound messages; nullopt without any
/// silence_from    the longest time between two outbound messages in a row; absent under two
struct AudienceStory {
  std::string audience;
  std::int64_t outbound = 0, inbound = 0;
  std::vector<std::string> channels;  // systems or channels used outbound, in order of first use
  std::optional<base::Ms> first_at;
  std::int64_t first_row = 0;
  std::optional<base::Ms> last_at;
  std::int64_t last_row = 0;
  std::optional<base::Ms> silence_from, silence_until;
  std::int64_t silence_from_row = 0, silence_until_row = 0;
  std::vector<std::int64_t> rows;
};
/// In order of the first message. Communications without an audience stand under "Not recorded".
std::vector<AudienceStory> audiences_of(const Entries& entries);

/// A time at which an outbound message said the next one would come, and when it came.
///
/// kept_at  the next outbound message to the same audience by the same means, else by any; nullopt: none in the log
struct Promise {
  std::string audience;
  base::Ms said_at = 0;
  std::int64_t said_row = 0;
  base::Ms promised_at = 0;
  std::optional<base::Ms> kept_at;
  std::int64_t kept_row = 0;
};
/// Reads "next update 14:40", "update this page by 15:00", "next word at 14:35", on `zone`'s clock, within 24 hours
/// of the message. Other wordings are left alone.
std::vector<Promise> promises_of(const Entries& entries, const base::Zone& zone);

/// A stretch of the incident between two recorded moments. Stages follow one another without gap, so that their
/// lengths add up to the whole.
struct Stage {
  std::string name;        // Detect, Acknowledge, Diagnose, Fix, Verify, Close
  std::string definition;  // "from the first decision to the last action before restoration"
  base::Ms from = 0;
  base::Ms until = 0;
  std::vector<std::int64_t> rows;
};
/// Only moments that the log records, in order; a stage whose end is not recorded joins the next one. Empty when
/// fewer than two moments are known.
std::vector<Stage> stages_of(const review::StoredIncident& incident, const Entries& entries);

/// Where the incident stopped hurting: restored, else resolved.
std::optional<base::Ms> ended_at(const review::Incident& incident);
/// Where it began: occurred, else detected, else opened.
std::optional<base::Ms> began_at(const review::Incident& incident);

/// The row whose entry has this kind: the last before `until`, or the first; 0 if none.
std::int64_t first_row_of(const Entries& entries, review::EventKind kind);
std::int64_t last_row_of(const Entries& entries, review::EventKind kind);

/// Incident in the log as a list of rows of its entries, ascending, each once.
std::vector<std::int64_t> rows_of(const Entries& entries);

/// References to other records in the texts (CHG-4471, NL-88213): two to five capitals, a hyphen, digits. `own` is
/// left out.
struct Mention {
  std::string reference;
  std::vector<std::int64_t> rows;
};
std::vector<Mention> mentions_of(const Entries& entries, std::string_view own);

/// The priority that the usual impact and urgency matrix gives (high and high: 1; high and medium: 2; two mediums or
/// high and low: 3; the rest: 4). nullopt unless both say high, medium or low, or 1 to 3.
std::optional<int> matrix_priority(std::string_view impact, std::string_view urgency);

}  // namespace debrief::templates
