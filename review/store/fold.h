// Several rows about one incident become one: later words win where they say something.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "review/incident.h"

namespace debrief::review {

/// Takes what `later` says into `incident`. An absent field leaves the earlier one, with one exception: a later
/// row whose status says the work is under way again takes a resolution or closing away.
void fold_into(Incident& incident, const Incident& later);

/// Resolution, closing and the verdict on the service level no longer hold: the incident was opened again.
void take_back_ending(Incident& incident);

/// True for status words that mean the incident is not over: new, open, in progress, on hold, reopened, …
bool open_status(std::string_view status);

/// Same entry in substance: kind, time, actor and words; not its row.
bool same_entry(const Event& a, const Event& b);

struct Difference {
  std::string field;   // column of the store
  std::optional<std::string> before, after;
};
/// Fields that differ, as texts that `restore_field` takes back.
std::vector<Difference> differences(const Incident& before, const Incident& after);
/// Sets one field from such a text; absent clears it. False for a name that is no field.
bool restore_field(Incident& incident, std::string_view field, const std::optional<std::string>& value);

/// An incident and its events as one text, and back.
std::string packed(const Incident& incident, const std::vector<Event>& events);
void unpack(std::string_view text, Incident& incident, std::vector<Event>& events);

}  // namespace debrief::review
