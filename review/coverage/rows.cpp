// Who acted and who owned, row by row.

#include "review/coverage/rows.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "review/privacy/people.h"
#include "review/privacy/reading.h"

namespace debrief::review {

namespace {

std::string key_of(std::string_view name) {
  const std::string key = privacy::name_key(name);
  return key.empty() ? base::folded(base::squeezed(name)) : key;
}

/// Words of a text with a blank on either side of each: whole names are found by plain search.
std::string padded(std::string_view text) {
  std::string out = " ";
  const privacy::Reading r(text);
  for (std::size_t i = 0; i < r.size(); ++i) {
    out += r[i].plain;
    out += ' ';
  }
  return out;
}

bool holds(const std::vector<std::string>& list, const std::string& key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// A desk, a shift, a pool: a login that says a place rather than a person.
bool generic(std::string_view name) {
  constexpr std::string_view places =
      "desk shift shared generic pool helpdesk servicedesk rota everyone team duty oncall reception";
  const privacy::Reading r(name);
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (privacy::listed(places, r[i].plain)) return true;
  }
  return privacy::name_parts(name).empty();
}

/// "entered on behalf of …", "typed in for …": the learner's hands, another's act.
bool typed_for_another(const std::string& words) {
  for (const std::string_view verb : {" entered ", " typed ", " keyed ", " logged ", " recorded ", " added ", " noted ",
                                      " written ", " posted ", " copied "}) {
    const auto at = words.find(verb);
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(words).substr(at + verb.size());
    for (const std::string_view small : {"this ", "it ", "in ", "up ", "row ", "entry ", "note "}) {
      if (rest.starts_with(small)) rest.remove_prefix(small.size());
    }
    std::string_view whom;
    for (const std::string_view phrase : {"on behalf of ", "for "}) {
      if (rest.starts_with(phrase)) {
        whom = rest.substr(phrase.size());
        break;
      }
    }
    if (whom.empty()) continue;
    if (whom.starts_with("the ")) whom.remove_prefix(4);
    const std::string_view first = whom.substr(0, whom.find(' '));
    // Logging for a caller is what logging is; "for now", "for review" name nobody.
    if (privacy::listed("customer cust caller client customers now later review info information reference record "
                        "tomorrow today monday follow callback a an this",
                        first))
      continue;
    return true;
  }
  return words.starts_with(" on behalf of ");
}

}  // namespace

std::vector<Change> changes_of(const Event& event) {
  std::vector<Change> out;
  for (const std::string& line : base::split(event.changes, '\n')) {
    const auto colon = line.find(": "), arrow = line.find(" -> ");
    if (colon == std::string::npos || arrow == std::string::npos || arrow < colon) continue;
    const auto value = [](std::string_view v) {
      return v == "(empty)" ? std::string() : std::string(base::trimmed(v));
    };
    out.push_back({line.substr(0, colon), value(std::string_view(line).substr(colon + 2, arrow - colon - 2)),
                   value(std::string_view(line).substr(arrow + 4))});
  }
  return out;
}

std::optional<Change> change_of(const Event& event, std::string_view field, bool first_too) {
  for (auto& c : changes_of(event)) {
    if (c.field == field && c.before != c.after && (first_too || !c.before.empty())) return c;
  }
  return std::nullopt;
}

Names::Names(const Learner& learner, const std::vector<std::string>& also_shared) {
  std::vector<std::string> names = learner.aliases;
  names.insert(names.begin(), learner.name);
  for (const std::string& n : names) {
    if (base::trimmed(n).empty()) continue;
    const std::string key = key_of(n);
    const bool several =
        std::any_of(also_shared.begin(), also_shared.end(), [&](const auto& s) { return key_of(s) == key; });
    auto& list = several || generic(n) ? shared_ : own_;
    if (holds(list, key)) continue;
    list.push_back(key);
    if (&list == &shared_) shown_shared_.push_back(n);
  }
}

bool Names::own(std::string_view name) const { return !base::trimmed(name).empty() && holds(own_, key_of(name)); }
bool Names::shared(std::string_view name) const { return !base::trimmed(name).empty() && holds(shared_, key_of(name)); }

bool Names::mentioned_in(std::string_view text) const {
  if (text.empty()) return false;
  const std::string words = padded(text);
  for (const std::string& key : own_) {
    if (words.find(padded(key)) != std::string::npos) return true;
    // "Pryce, Tom" in a text
    const auto blank = key.rfind(' ');
    if (blank != std::string::npos &&
        words.find(" " + key.substr(blank + 1) + " " + key.substr(0, blank) + " ") != std::string::npos)
      return true;
  }
  return false;
}

std::vector<Standing> standings(const Case& c, const Names& names) {
  const std::size_t n = c.events.size();
  const auto& assignee = c.incident.incident[TextField::assignee];
  const bool final_owner = assignee && names.own(*assignee);
  bool tracked = false;
  bool owner = false;
  for (const auto& e : c.events) {
    for (const auto& change : changes_of(e.event)) {
      if (change.field != "assignee" || tracked) continue;
      tracked = true;
      owner = names.own(change.before);
    }
  }
  // A log that does not tell who owned when: after the last row that assigns, the owner is the one it ends with;
  // before it nobody knows. With no such row there was one owner from the first answer on.
  std::size_t since = 0;
  if (!tracked) {
    std::optional<std::size_t> assigned, answered;
    for (std::size_t i = 0; i < n; ++i) {
      const EventKind kind = c.events[i].event.kind;
      if (kind == EventKind::assigned || change_of(c.events[i].event, "team")) assigned = i;
      if (kind == EventKind::acknowledged && !answered) answered = i;
    }
    since = assigned ? *assigned + 1 : answered.value_or(0);
  }
  std::vector<Standing> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Event& e = c.events[i].event;
    const bool before = tracked ? owner : final_owner && i >= since;
    if (tracked) {
      for (const auto& change : changes_of(e)) {
        if (change.field == "assignee") owner = names.own(change.after);
      }
    }
    const bool after = tracked ? owner : final_owner && i + 1 >= since;
    Standing& s = out[i];
    const bool actor = names.own(e.actor);
    s.owned = before || (actor && after);
    if (actor) {
      s.grade = typed_for_another(padded(e.text)) ? Grade::C : Grade::A;
      continue;
    }
    const std::string words = padded(e.text);
    const bool mentioned = names.mentioned_in(e.text);
    const bool typed_by =
        mentioned &&
        (words.find(" entered by ") != std::string::npos || words.find(" typed by ") != std::string::npos ||
         words.find(" typed in by ") != std::string::npos || words.find(" keyed by ") != std::string::npos);
    s.grade = typed_by ? Grade::C : before ? Grade::B : mentioned ? Grade::D : Grade::E;
  }
  return out;
}

Grade grade_of(const Case& c, const StoredEvent& event, const Learner& learner) {
  const auto all = standings(c, Names(learner, c.shared_logins));
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    if (c.events[i].seq == event.seq) return all[i].grade;
  }
  return Grade::E;
}

bool major(const Incident& incident) {
  if (incident[NumberField::major].value_or(0) > 0) return true;
  const auto& priority = incident[TextField::priority];
  return priority && priority_level(*priority) == 1;
}

int teams_of(const Case& c) {
  std::set<std::string> teams;
  const auto add = [&](const std::string& t) {
    if (!base::trimmed(t).empty()) teams.insert(base::folded(base::squeezed(t)));
  };
  add(c.incident.incident[TextField::team].value_or(""));
  for (const auto& e : c.events) {
    for (const auto& change : changes_of(e.event)) {
      if (change.field != "team") continue;
      add(change.before);
      add(change.after);
    }
  }
  return static_cast<int>(teams.size());
}

base::Ms logged_ms(const Case& c) {
  if (const auto& opened = c.incident.incident[TimeField::opened]) return opened->at;
  for (const auto& e : c.events) {
    if (e.event.at) return e.event.at->at;
  }
  return 0;
}

}  // namespace debrief::review
