// Incidents as columns: as kept, or in one pass over the table and one over the events that matter.

#include "review/columns.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>

#include <unistd.h>

#include "base/text.h"
#include "review/actions.h"
#include "review/column_set.h"
#include "review/incidents.h"
#include "review/store.h"
#include "review/store/column_cache.h"

namespace debrief::review {

namespace {

/// Gives one code to spellings that differ only in case or blanks.
class LabelMaker {
 public:
  explicit LabelMaker(Labels& labels) : labels_(labels) {}

  void add(std::string_view text) {
    if (text.empty()) {
      labels_.codes.push_back(0);
      return;
    }
    // The same spelling is looked up as it stands; folding is paid once per spelling.
    if (const auto it = spellings_.find(text); it != spellings_.end()) {
      labels_.codes.push_back(it->second);
      return;
    }
    const std::string key = base::folded(base::squeezed(text));
    const auto [it, fresh] = keys_.try_emplace(key, static_cast<std::uint32_t>(labels_.values.size()));
    if (fresh) labels_.values.emplace_back(base::squeezed(text));
    spellings_.emplace(text, it->second);
    labels_.codes.push_back(it->second);
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  Labels& labels_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> spellings_;
  std::unordered_map<std::string, std::uint32_t> keys_;
};

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double number(const base::Statement& s, int column) { return s.is_null(column) ? nan : s.real(column); }
base::Ms time(const base::Statement& s, int column) { return s.is_null(column) ? no_time : s.integer(column); }

void read_contacts(Store& store, ContactColumns& c) {
  auto s = store.db().prepare(
      "SELECT started_ms, answered, abandoned, queue_wait, talk, hold, acw, fcr, queue, channel, category, source FROM "
      "contact ORDER BY started_ms, id");
  LabelMaker team(c.team);
  LabelMaker channel(c.channel);
  LabelMaker category(c.category);
  LabelMaker source(c.source);
  while (s.step()) {
    c.started.push_back(time(s, 0));
    int p = 1;
    for (auto* v : {&c.answered, &c.abandoned, &c.queue_wait, &c.talk, &c.hold, &c.acw, &c.fcr})
      v->push_back(number(s, p++));
    for (auto* maker : {&team, &channel, &category, &source}) maker->add(s.text(p++));
  }
}

void read_intervals(Store& store, IntervalColumns& c) {
  auto s = store.db().prepare(
      "SELECT from_ms, offered, answered, abandoned, within_threshold, service_level, asa, aht, talk, hold, acw, fcr, "
      "queue, "
      "source FROM interval ORDER BY from_ms, id");
  LabelMaker team(c.team);
  LabelMaker source(c.source);
  while (s.step()) {
    c.from.push_back(time(s, 0));
    int p = 1;
    for (auto* v : {&c.offered, &c.answered, &c.abandoned, &c.within_threshold, &c.service_level, &c.asa, &c.aht,
                    &c.talk, &c.hold, &c.acw, &c.fcr}) {
      v->push_back(number(s, p++));
    }
    team.add(s.text(p++));
    source.add(s.text(p));
  }
}

void read_actions(Store& store, ActionColumns& c) {
  auto s = store.db().prepare(
      "SELECT a.id, a.created_ms, a.due_ms, a.done_ms, coalesce((SELECT e.window_days + e.wash_in_days FROM effect_plan "
      "e WHERE e.action_id = a.id ORDER BY e.version DESC LIMIT 1), a.window_days), a.status, a.verdict, a.team, (SELECT "
      "min(p.at_ms) "
      "FROM action_progress p WHERE p.action_id = a.id AND p.field = 'status' AND p.after IN ('closed', 'verified', "
      "'rejected', 'deferred')) FROM action a ORDER BY a.id");
  LabelMaker team(c.team);
  while (s.step()) {
    c.id.push_back(s.integer(0));
    c.created.push_back(time(s, 1));
    c.due.push_back(time(s, 2));
    const base::Ms done = time(s, 3);
    c.done.push_back(done);
    c.watched_until.push_back(done == no_time ? no_time : done + s.maybe_integer(4).value_or(0) * base::day_ms);
    const std::string_view status = s.text(5);
    c.dropped.push_back(status == "rejected" || status == "deferred" ? 1 : 0);
    c.judged.push_back(!s.is_null(6) && s.text(6) != "cannot-tell-yet" ? 1 : 0);
    team.add(s.text(7));
    c.over.push_back(done != no_time ? done : ended(status) ? time(s, 8) : no_time);
  }
}

void read_reviews(Store& store, ReviewColumns& c) {
  auto s = store.db().prepare("SELECT id, due_ms, signed_ms FROM review ORDER BY id");
  while (s.step()) {
    c.id.push_back(s.integer(0));
    c.due.push_back(time(s, 1));
    c.signed_at.push_back(time(s, 2));
  }
}

std::array<Labels*, 10> labels_of(IncidentColumns& c) {
  return {&c.priority, &c.category,     &c.subcategory, &c.channel, &c.team,
          &c.source,   &c.closure_code, &c.caller,      &c.parent,  &c.status};
}

/// Calls `what` with each vector of incidents that has one entry per row.
template <typename What>
void each_column(IncidentColumns& c, bool with_texts, What what) {
  what(c.id);
  what(c.ref);
  what(c.kind);
  for (auto* v :
       {&c.occurred, &c.opened, &c.acknowledged, &c.resolved, &c.closed, &c.updated, &c.sla_due, &c.escalated})
    what(*v);
  for (auto* v : {&c.reopen_count, &c.csat, &c.sla_met, &c.completeness, &c.major, &c.first_contact}) what(*v);
  for (Labels* l : labels_of(c)) what(l->codes);
  if (with_texts) {
    what(c.title);
    what(c.description);
  }
}

/// Into the order of opened, then ref; those without a time come last.
void sort_rows(IncidentColumns& c, bool with_texts) {
  std::vector<std::uint32_t> order(c.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
    const bool a_none = c.opened[a] == no_time;
    const bool b_none = c.opened[b] == no_time;
    if (a_none != b_none) return b_none;
    return c.opened[a] != c.opened[b] ? c.opened[a] < c.opened[b] : c.ref[a] < c.ref[b];
  };
  if (std::is_sorted(order.begin(), order.end(), earlier)) return;
  std::stable_sort(order.begin(), order.end(), earlier);
  each_column(c, with_texts, [&](auto& column) {
    std::remove_reference_t<decltype(column)> sorted;
    sorted.reserve(column.size());
    for (const std::uint32_t i : order) sorted.push_back(std::move(column[i]));
    column = std::move(sorted);
  });
}

void read_incidents(Store& store, bool with_texts, IncidentColumns& c) {
  auto s = store.db().prepare(
      std::string("SELECT id, ref, kind, occurred_ms, opened_ms, acknowledged_ms, resolved_ms, closed_ms, updated_ms, "
                  "sla_due_ms, escalated_ms, reopen_count, csat, sla_met, completeness, major, first_contact, "
                  "priority, category, "
                  "subcategory, channel, team, source, closure_code, caller, parent, status") +
      (with_texts ? ", title, description" : "") +
      // What a person linked to another record is told by that one already.
      " FROM incident" +
      (store.db().integer("SELECT 1 FROM incident_link LIMIT 1")
           ? " WHERE id NOT IN (SELECT other_id FROM incident_link)"
           : ""));
  // Ids count up from 1; after an undo of an early import the memory asked for is more than is touched.
  const auto rows = static_cast<std::size_t>(store.db().integer("SELECT max(id) FROM incident").value_or(0));
  std::vector<LabelMaker> makers;
  for (Labels* l : labels_of(c)) makers.emplace_back(*l);
  each_column(c, with_texts, [&](auto& column) { column.reserve(rows); });
  while (s.step()) {
    int p = 0;
    c.id.push_back(s.integer(p++));
    c.ref.emplace_back(s.text(p++));
    c.kind.push_back(kind_named(s.text(p++)).value_or(Kind::incident));
    for (auto* v :
         {&c.occurred, &c.opened, &c.acknowledged, &c.resolved, &c.closed, &c.updated, &c.sla_due, &c.escalated}) {
      v->push_back(s.is_null(p) ? no_time : s.integer(p));
      ++p;
    }
    for (auto* v : {&c.reopen_count, &c.csat, &c.sla_met, &c.completeness, &c.major, &c.first_contact}) {
      v->push_back(s.is_null(p) ? nan : s.real(p));
      ++p;
    }
    for (auto& m : makers) m.add(s.text(p++));
    if (with_texts) {
      c.title.emplace_back(s.text(p++));
      c.description.emplace_back(s.text(p++));
    }
    for (const auto* v : {&c.opened, &c.acknowledged, &c.resolved, &c.closed, &c.updated}) {
      c.as_of = std::max(c.as_of, v->back());
    }
  }
  sort_rows(c, with_texts);
  c.first_reopened.assign(c.size(), no_time);
  c.first_resolved = c.resolved;
  std::unordered_map<std::int64_t, std::size_t> row_of;
  auto e = store.db().prepare(
      "SELECT incident_id, kind, min(at_ms) FROM event WHERE kind IN ('reopened', 'resolved', 'escalated') AND at_ms "
      "IS "
      "NOT NULL GROUP BY incident_id, kind");
  while (e.step()) {
    if (row_of.empty()) {
      for (std::size_t i = 0; i < c.size(); ++i) row_of.emplace(c.id[i], i);
    }
    const auto it = row_of.find(e.integer(0));
    if (it == row_of.end()) continue;
    const std::size_t i = it->second;
    const std::string_view kind = e.text(1);
    const base::Ms at = e.integer(2);
    if (kind == "reopened") {
      c.first_reopened[i] = at;
    } else if (kind == "escalated") {
      if (c.escalated[i] == no_time) c.escalated[i] = at;
    } else if (c.first_resolved[i] != no_time) {
      c.first_resolved[i] = std::min(c.first_resolved[i], at);
    }
  }
  if (const auto last = store.db().integer("SELECT max(at_ms) FROM event")) c.as_of = std::max(c.as_of, *last);
}

/// Everything but the incidents.
void read_rest(Store& store, IncidentColumns& c) {
  read_contacts(store, c.contacts);
  read_intervals(store, c.intervals);
  read_actions(store, c.actions);
  read_reviews(store, c.reviews);
  c.now = store.now();
}

/// All that is read between its making and its end is of one moment.
class OneMoment {
 public:
  explicit OneMoment(base::Database& db) : db_(db) { db_.execute("SAVEPOINT columns"); }
  ~OneMoment() {
    try {
      db_.execute("RELEASE columns");
    } catch (const base::Error&) {
      // Interrupted, and rolled back already: nothing was changed.
    }
  }
  OneMoment(const OneMoment&) = delete;
  OneMoment& operator=(const OneMoment&) = delete;

 private:
  base::Database& db_;
};

/// May this file be changed, as far as its mode says?
bool is_writable(const base::Path& path) {
  std::error_code none;
  const auto mode = std::filesystem::status(path, none).permissions();
  const base::Path folder = path.has_parent_path() ? path.parent_path() : base::Path(".");
  return !none && (mode & std::filesystem::perms::owner_write) != std::filesystem::perms::none &&
         ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

/// Keeps the columns unless the workspace has changed since `version`, or somebody is writing to it, or it cannot be
/// written: then the next command reads them as this one did.
void keep_if_free(Store& store, const IncidentColumns& c, std::int64_t version) {
  const bool reader = store.db().integer("PRAGMA query_only").value_or(0) != 0;
  try {
    if (!reader) return keep_columns(store.db(), c);
    if (!is_writable(store.path())) return;
    auto writer = base::Database::open_writer(store.path(), 0);
    // Behind the lock nobody writes: what has not changed by now will not.
    if (store.db().integer("PRAGMA data_version") != version) return;
    keep_columns(writer, c);
    // The log of it is as long as the columns; nobody needs it once they stand in the file.
    writer.integer("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const base::Error&) {
    // They are a convenience. What this command was asked for is known.
  }
}

}  // namespace

IncidentColumns incident_columns(Store& store, WithTexts texts) {
  if (texts == WithTexts::no) return incident_columns(store, ColumnSet::all());
  IncidentColumns c;
  const OneMoment moment(store.db());
  read_incidents(store, true, c);
  read_rest(store, c);
  return c;
}

IncidentColumns incident_columns(Store& store, ColumnSet set, std::size_t keep_from) {
  IncidentColumns c;
  std::optional<std::int64_t> version;
  {
    const OneMoment moment(store.db());
    if (!kept_columns(store.db(), set, c)) {
      c = IncidentColumns();
      version = store.db().integer("PRAGMA data_version");
      read_incidents(store, false, c);
    }
    read_rest(store, c);
  }
  if (version && c.size() >= keep_from) keep_if_free(store, c, *version);
  return c;
}

}  // namespace debrief::review
