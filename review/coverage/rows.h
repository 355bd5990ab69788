// What the rules of coverage ask of a row: who acted, who owned, what changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "review/coverage.h"

namespace debrief::review {

/// One line of an event's `changes`: "priority: P2 -> P1". "(empty)" is "".
struct Change {
  std::string field, before, after;
};
std::vector<Change> changes_of(const Event& event);
/// The change of that field, if this row made one; from nothing to something does not count unless `first_too`.
std::optional<Change> change_of(const Event& event, std::string_view field, bool first_too = false);

/// A learner's names as they compare: folded, titles off, "Pryce, Tom" turned round; shared ones apart.
class Names {
 public:
  /// also_shared  names of the learner that another learner acts under as well
  Names(const Learner& learner, const std::vector<std::string>& also_shared = {});
  bool own(std::string_view name) const;
  bool shared(std::string_view name) const;
  /// True if one of the own names stands whole in a text.
  bool mentioned_in(std::string_view text) const;
  const std::vector<std::string>& shared_names() const { return shown_shared_; }

 private:
  std::vector<std::string> own_, shared_, shown_shared_;
};

/// owned  the learner was the recorded owner when the row was written, or became it with this row
struct Standing {
  Grade grade = Grade::E;
  bool owned = false;
};
/// One per event of the case.
std::vector<Standing> standings(const Case& c, const Names& names);

/// The flag, or priority 1.
bool major(const Incident& incident);
/// Different teams that took part: the incident's, and those its rows changed from and to.
int teams_of(const Case& c);
/// When the incident was logged: its opening, else its first row with a time; 0 unknown.
base::Ms logged_ms(const Case& c);

/// What a row shows, in roles and acts: "outbound communication to Customers by SMS at 14:32, 6 minutes after logging".
/// Never the row's words, and no value that is a person's name in this incident.
std::string why_of(const Case& c, const StoredEvent& e, std::string_view signal);

/// A signal in plain words: "a communication", "the impact".
std::string signal_said(std::string_view signal);

}  // namespace debrief::review
