// Events as columns, in one pass over the table.

#include "review/event_columns.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "review/store.h"

namespace debrief::review {

namespace {

constexpr std::size_t longest_text = 80;

/// One code per spelling, case and blanks aside.
class Coder {
 public:
  explicit Coder(Labels& labels) : labels_(labels) {}

  std::uint32_t code(std::string_view text) {
    if (text.empty() || text == "(empty)") return 0;
    std::string spelling(text);
    if (const auto it = spellings_.find(spelling); it != spellings_.end()) return it->second;
    const auto [it, fresh] =
        keys_.try_emplace(base::folded(base::squeezed(text)), static_cast<std::uint32_t>(labels_.values.size()));
    if (fresh) labels_.values.emplace_back(base::squeezed(text));
    spellings_.emplace(std::move(spelling), it->second);
    return it->second;
  }
  void add(std::string_view text) { labels_.codes.push_back(code(text)); }

 private:
  Labels& labels_;
  std::unordered_map<std::string, std::uint32_t> spellings_, keys_;
};

/// "before" and "after" of the line "field: before -> after"; before is empty where the line says only "field: after".
struct Change {
  std::string_view before, after;
};

Change change_of(std::string_view changes, std::string_view field) {
  while (!changes.empty()) {
    const auto end = std::min(changes.find('\n'), changes.size());
    const std::string_view line = changes.substr(0, end);
    changes.remove_prefix(std::min(end + 1, changes.size()));
    if (!line.starts_with(field) || line.substr(field.size(), 2) != ": ") continue;
    const std::string_view rest = line.substr(field.size() + 2);
    const auto arrow = rest.find(" -> ");
    if (arrow == std::string_view::npos) return {{}, rest};
    return {rest.substr(0, arrow), rest.substr(arrow + 4)};
  }
  return {};
}

void sort_rows(EventColumns& c, const std::vector<std::int64_t>& seq) {
  std::vector<std::uint32_t> order(c.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
    if (c.incident[a] != c.incident[b]) return c.incident[a] < c.incident[b];
    return c.at[a] != c.at[b] ? c.at[a] < c.at[b] : seq[a] < seq[b];
  };
  if (std::is_sorted(order.begin(), order.end(), earlier)) return;
  std::sort(order.begin(), order.end(), earlier);
  const auto put = [&](auto& column) {
    auto sorted = column;
    for (std::size_t i = 0; i < order.size(); ++i) sorted[i] = column[order[i]];
    column = std::move(sorted);
  };
  put(c.incident);
  put(c.at);
  put(c.kind);
  for (Labels* l : {&c.actor, &c.role, &c.text, &c.status_from, &c.status_to, &c.team_from, &c.team_to,
                    &c.priority_from, &c.priority_to, &c.assignee_to}) {
    put(l->codes);
  }
}

}  // namespace

EventColumns event_columns(Store& store, const IncidentColumns& incidents, bool texts) {
  EventColumns c;
  std::unordered_map<std::int64_t, std::uint32_t> row_of;
  row_of.reserve(incidents.size());
  for (std::uint32_t i = 0; i < incidents.size(); ++i) row_of.emplace(incidents.id[i], i);
  Coder actor(c.actor), role(c.role), text(c.text);
  Coder status_from(c.status_from), status_to(c.status_to), team_from(c.team_from), team_to(c.team_to);
  Coder priority_from(c.priority_from), priority_to(c.priority_to), assignee_to(c.assignee_to);
  std::vector<std::int64_t> seq;
  auto s = store.db().prepare(
      "SELECT incident_id, seq, kind, at_ms, actor, actor_role, changes, text FROM event WHERE at_ms IS NOT NULL ORDER "
      "BY incident_id, seq");
  while (s.step()) {
    const auto it = row_of.find(s.integer(0));
    if (it == row_of.end()) continue;
    c.incident.push_back(it->second);
    seq.push_back(s.integer(1));
    c.kind.push_back(event_kind_named(s.text(2)).value_or(EventKind::note));
    c.at.push_back(s.integer(3));
    actor.add(s.text(4));
    role.add(s.text(5));
    const std::string_view changes = s.text(6);
    const Change status = change_of(changes, "status");
    const Change team = change_of(changes, "team");
    const Change priority = change_of(changes, "priority");
    status_from.add(status.before);
    status_to.add(status.after);
    team_from.add(team.before);
    team_to.add(team.after);
    priority_from.add(priority.before);
    priority_to.add(priority.after);
    assignee_to.add(change_of(changes, "assignee").after);
    if (texts) {
      text.add(base::cut(s.text(7), longest_text));
    } else {
      c.text.codes.push_back(0);
    }
  }
  sort_rows(c, seq);
  return c;
}

}  // namespace debrief::review
