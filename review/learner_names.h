// Names of learners: corrected, added, taken away, and looked for in the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

class Store;
struct Learner;

/// Adds another spelling. Throws bad-value (2) for a name of more than 200 characters; learner-exists (5) for one that is
/// another learner's name. An account that several share may be an alias of each.
void add_alias(Store& store, std::int64_t id, std::string_view alias);
/// Takes a spelling away; the name itself stays. Returns false when there was none such.
bool remove_alias(Store& store, std::int64_t id, std::string_view alias);
/// Gives a learner another name; the old one stays as an alias. Throws as add_alias.
void rename_learner(Store& store, std::int64_t id, std::string_view name);
/// Takes a learner away with their aliases. Throws learner-in-use (5) while evidence is held for them.
void remove_learner(Store& store, std::int64_t id);

/// Names in the log that may be the learner's under another spelling: without its accents, with letters written out or
/// one letter off; at most five, none that the learner already has.
std::vector<std::string> near_spellings(Store& store, const Learner& learner);

}  // namespace debrief::review
