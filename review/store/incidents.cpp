// Reading incidents back.

#include "review/incidents.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "review/contact_scores.h"
#include "review/store.h"
#include "review/store/rows.h"
#include "review/store/where.h"

namespace debrief::review {

namespace {

/// Where a page ended: opened (or nothing) and id.
struct Cursor {
  std::optional<std::int64_t> opened;
  std::int64_t id = 0;
};

Cursor parse_cursor(std::string_view text) {
  const auto parts = base::split(text, '.');
  Cursor c;
  try {
    if (parts.size() != 2) throw std::invalid_argument("parts");
    if (parts[0] != "none") c.opened = std::stoll(parts[0]);
    c.id = std::stoll(parts[1]);
  } catch (const std::exception&) {
    throw base::Error(base::Status::usage, "bad-cursor", fmt::format("{} is not a cursor", base::quoted(text)),
                      "use the \"next\" value of the page before");
  }
  return c;
}

constexpr const char* order_sql = " ORDER BY i.opened_ms IS NULL, i.opened_ms, i.id";

}  // namespace

IncidentPage list_incidents(Store& store, const std::vector<Condition>& where, std::size_t limit,
                            std::string_view after) {
  const Filter f = filter_sql(where, store.zone());
  std::string sql = fmt::format("SELECT {} FROM incident i WHERE {}", incident_columns_sql("i."), f.sql);
  Cursor c;
  if (!after.empty()) {
    c = parse_cursor(after);
    sql += c.opened ? " AND (i.opened_ms IS NULL OR i.opened_ms > ? OR (i.opened_ms = ? AND i.id > ?))"
                    : " AND i.opened_ms IS NULL AND i.id > ?";
  }
  sql += order_sql;
  sql += " LIMIT ?";
  auto s = store.db().prepare(sql);
  int p = bind_filter(s, 1, f);
  if (!after.empty()) {
    if (c.opened) {
      s.bind(p++, *c.opened);
      s.bind(p++, *c.opened);
    }
    s.bind(p++, c.id);
  }
  s.bind(p, static_cast<std::int64_t>(limit) + 1);
  IncidentPage page;
  while (s.step()) {
    if (page.items.size() == limit) {
      const StoredIncident& last = page.items.back();
      const auto& opened = last.incident[TimeField::opened];
      page.next = fmt::format("{}.{}", opened ? fmt::format("{}", opened->at) : "none", last.id);
      break;
    }
    page.items.push_back(read_incident(s));
  }
  return page;
}

void stream_incidents(Store& store, const std::vector<Condition>& where,
                      const std::function<bool(const StoredIncident&)>& visit) {
  const Filter f = filter_sql(where, store.zone());
  auto s = store.db().prepare(
      fmt::format("SELECT {} FROM incident i WHERE {}{}", incident_columns_sql("i."), f.sql, order_sql));
  bind_filter(s, 1, f);
  while (s.step()) {
    if (!visit(read_incident(s))) return;
  }
}

std::int64_t count_incidents(Store& store, const std::vector<Condition>& where) {
  const Filter f = filter_sql(where, store.zone());
  auto s = store.db().prepare(fmt::format("SELECT count(*) FROM incident i WHERE {}", f.sql));
  bind_filter(s, 1, f);
  s.step();
  return s.integer(0);
}

StoredIncident incident_by_ref(Store& store, std::string_view ref) {
  const auto find = [&](std::string_view source, std::string_view key) {
    std::vector<StoredIncident> found;
    auto s = store.db().prepare(fmt::format("SELECT {} FROM incident i WHERE i.ref = ?1 COLLATE NOCASE{}",
                                            incident_columns_sql("i."), source.empty() ? "" : " AND i.source = ?2"));
    s.bind(1, key);
    if (!source.empty()) s.bind(2, source);
    while (s.step()) found.push_back(read_incident(s));
    return found;
  };
  auto found = find({}, ref);
  if (found.empty()) {
    if (const auto colon = ref.find(':'); colon != std::string_view::npos) {
      found = find(ref.substr(0, colon), ref.substr(colon + 1));
    }
  }
  if (found.size() > 1) {
    const auto exact = std::find_if(found.begin(), found.end(), [&](const auto& i) { return i.incident.ref == ref; });
    const bool one_source =
        std::all_of(found.begin(), found.end(), [&](const auto& i) { return i.incident.source == found[0].incident.source; });
    if (one_source && exact != found.end()) return *exact;
    throw base::Error(base::Status::usage, "ambiguous-incident",
                      fmt::format("{} sources have an incident {}", found.size(), base::quoted(ref)),
                      fmt::format("say which: {}:{} or {}:{}", found[0].incident.source, found[0].incident.ref,
                                  found[1].incident.source, found[1].incident.ref));
  }
  if (!found.empty()) return found[0];
  std::vector<std::string> near;
  auto s = store.db().prepare("SELECT ref FROM incident WHERE length(ref) BETWEEN ?1 AND ?2 LIMIT 20000");
  s.bind(1, static_cast<std::int64_t>(ref.size()) - 1).bind(2, static_cast<std::int64_t>(ref.size()) + 1);
  while (s.step()) near.emplace_back(s.text(0));
  const std::string best = base::nearest(ref, near);
  throw base::Error(base::Status::world, "no-such-incident",
                    fmt::format("this workspace holds no incident {}", base::quoted(ref)),
                    best.empty() ? "see them with \"debrief incident list\"" : fmt::format("did you mean {}?", best));
}

std::optional<StoredIncident> incident_by_id(Store& store, std::int64_t id) {
  auto s = store.db().prepare(fmt::format("SELECT {} FROM incident WHERE id = ?1", incident_columns_sql()));
  s.bind(1, id);
  if (!s.step()) return std::nullopt;
  return read_incident(s);
}

std::vector<StoredEvent> events_of(Store& store, std::int64_t incident_id) {
  auto s = store.db().prepare(
      fmt::format("SELECT {} FROM event WHERE incident_id = ?1 ORDER BY seq", event_columns_sql));
  s.bind(1, incident_id);
  std::vector<StoredEvent> events;
  while (s.step()) events.push_back(read_event(s));
  // An event without a time keeps its place: it takes the time of the one before it for ordering only.
  std::vector<std::pair<base::Ms, std::size_t>> order;
  base::Ms last = no_time;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].event.at) last = events[i].event.at->at;
    order.emplace_back(last, i);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<StoredEvent> sorted;
  sorted.reserve(events.size());
  for (const auto& [at, i] : order) sorted.push_back(std::move(events[i]));
  return sorted;
}

std::vector<StoredIncident> children_of(Store& store, const StoredIncident& incident) {
  auto s = store.db().prepare(
      fmt::format("SELECT {} FROM incident i WHERE i.source = ?1 AND i.parent = ?2 AND i.id <> ?3{}",
                  incident_columns_sql("i."), order_sql));
  s.bind(1, incident.incident.source).bind(2, incident.incident.ref).bind(3, incident.id);
  std::vector<StoredIncident> out;
  while (s.step()) out.push_back(read_incident(s));
  return out;
}

std::vector<FieldChange> history_of(Store& store, std::int64_t incident_id) {
  auto s = store.db().prepare("SELECT at_ms, import_id, field, before, after FROM incident_change "
                              "WHERE incident_id = ?1 AND field <> 'digest' AND before IS NOT after ORDER BY id");
  s.bind(1, incident_id);
  std::vector<FieldChange> out;
  while (s.step()) {
    out.push_back({s.integer(0), s.maybe_integer(1).value_or(0), std::string(s.text(2)), s.maybe_text(3), s.maybe_text(4)});
  }
  return out;
}

std::vector<PersonValue> person_values(Store& store) {
  std::vector<PersonValue> out;
  const auto add = [&](const std::string& sql, const std::string& field) {
    auto s = store.db().prepare(sql);
    while (s.step()) out.push_back({std::string(s.text(0)), field, s.integer(1)});
  };
  for (const auto& f : text_field_table()) {
    if (!f.person) continue;
    add(fmt::format("SELECT {0}, count(*) FROM incident WHERE {0} IS NOT NULL GROUP BY {0} ORDER BY {0}", f.role),
        std::string(f.role));
  }
  add("SELECT actor, count(*) FROM event WHERE actor <> '' GROUP BY actor ORDER BY actor", "actor");
  return out;
}

std::vector<ActorEvent> events_by_actor(Store& store, const std::vector<std::string>& names) {
  std::vector<std::string> wanted;
  for (const auto& n : names) wanted.push_back(base::folded(base::squeezed(n)));
  std::vector<std::string> actors;   // spellings in the log that fold alike
  {
    auto s = store.db().prepare("SELECT DISTINCT actor FROM event WHERE actor <> ''");
    while (s.step()) {
      const std::string actor(s.text(0));
      if (std::find(wanted.begin(), wanted.end(), base::folded(base::squeezed(actor))) != wanted.end()) {
        actors.push_back(actor);
      }
    }
  }
  std::vector<ActorEvent> out;
  std::map<std::int64_t, StoredIncident> incidents;
  auto s = store.db().prepare(
      fmt::format("SELECT {} FROM event WHERE actor = ?1 ORDER BY incident_id, seq", event_columns_sql));
  for (const auto& actor : actors) {
    s.reset();
    s.bind(1, actor);
    while (s.step()) {
      const std::int64_t id = s.integer(0);
      auto it = incidents.find(id);
      if (it == incidents.end()) it = incidents.emplace(id, *incident_by_id(store, id)).first;
      out.push_back({it->second, read_event(s)});
    }
  }
  return out;
}

std::int64_t count_contacts(Store& store) { return store.db().integer("SELECT count(*) FROM contact").value_or(0); }
std::int64_t count_contact_scores(Store& store) {
  return store.db()
      .integer("SELECT (SELECT count(csat) FROM contact) + (SELECT count(csat) FROM interval)")
      .value_or(0);
}
std::int64_t count_intervals(Store& store) { return store.db().integer("SELECT count(*) FROM interval").value_or(0); }

}  // namespace debrief::review
