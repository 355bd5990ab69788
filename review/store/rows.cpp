// Incidents and events as rows of the store.

#include "review/store/rows.h"

#include <algorithm>

#include "base/text.h"

namespace debrief::review {

namespace {

char letter(base::Precision p) {
  switch (p) {
    case base::Precision::second:
      return 's';
    case base::Precision::minute:
      return 'm';
    default:
      return 'd';
  }
}

base::Precision precision_of(char c) {
  return c == 'd' ? base::Precision::day : c == 'm' ? base::Precision::minute : base::Precision::second;
}

/// "key TAB s TAB zone TAB words LF"; tabs and line ends inside the words become blanks.
void add_stamp(std::string& out, std::string_view key, const base::Stamp& stamp) {
  out += key;
  out += '\t';
  out += letter(stamp.precision);
  out += '\t';
  out += stamp.zone;
  out += '\t';
  const std::size_t at = out.size();
  out += stamp.text;
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(at), out.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  out += '\n';
}

bool plain(const base::Stamp& stamp) { return stamp.text.empty(); }

bool alike(const base::Stamp& a, const base::Stamp& b) { return a.precision == b.precision && a.zone == b.zone; }

/// Calls `give(key, stamp)` for each line; the instant is for the caller. The key "" speaks of all times.
template <typename Give>
void each_stamp(std::string_view text, Give give) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    std::array<std::string_view, 4> part{};
    for (std::size_t i = 0; i < 4; ++i) {
      const auto tab = i < 3 ? line.find('\t') : std::string_view::npos;
      part[i] = line.substr(0, tab);
      line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    base::Stamp stamp;
    stamp.precision = precision_of(part[1].empty() ? 's' : part[1][0]);
    stamp.zone = part[2];
    stamp.text = part[3];
    give(part[0], std::move(stamp));
  }
}

std::string list(std::string_view prefix, bool ids) {
  std::string sql;
  const auto add = [&](std::string_view column) {
    if (!sql.empty()) sql += ", ";
    sql += prefix;
    sql += column;
  };
  if (ids) add("id");
  add("source");
  add("ref");
  add("kind");
  for (const auto& f : text_field_table()) add(f.role);
  for (const auto& f : time_field_table()) add(std::string(f.role) + "_ms");
  add("stamps");
  for (const auto& f : number_field_table()) add(f.role);
  if (ids) {
    for (const char* column : {"completeness", "import_id", "row", "rows"}) add(column);
  }
  return sql;
}

}  // namespace

std::string incident_columns_sql(std::string_view prefix) { return list(prefix, true); }
std::string field_columns_sql() { return list({}, false); }

StoredIncident read_incident(const base::Statement& s, int from) {
  StoredIncident stored;
  Incident& in = stored.incident;
  int c = from;
  stored.id = s.integer(c++);
  in.source = s.text(c++);
  in.ref = s.text(c++);
  in.kind = kind_named(s.text(c++)).value_or(Kind::incident);
  for (auto& text : in.texts) text = s.maybe_text(c++);
  for (auto& time : in.times) {
    if (const auto at = s.maybe_integer(c++)) time = base::Stamp{.at = *at, .zone = "UTC", .text = {}};
  }
  each_stamp(s.text(c++), [&](std::string_view role, base::Stamp stamp) {
    for (const auto& f : time_field_table()) {
      if (!in[f.field]) continue;
      if (role.empty()) {
        in[f.field]->precision = stamp.precision;
        in[f.field]->zone = stamp.zone;
        continue;
      }
      if (f.role != role) continue;
      stamp.at = in[f.field]->at;
      in[f.field] = std::move(stamp);
      return;
    }
  });
  for (auto& number : in.numbers) number = s.maybe_real(c++);
  stored.completeness = s.real(c++);
  stored.import_id = s.integer(c++);
  stored.row = s.integer(c++);
  stored.rows = s.integer(c++);
  return stored;
}

void bind_fields(base::Statement& s, int from, const Incident& in, const std::string& stamps) {
  int p = from;
  s.bind_kept(p++, in.source);
  s.bind_kept(p++, in.ref);
  s.bind(p++, name(in.kind));
  for (const auto& text : in.texts) {
    if (text) {
      s.bind_kept(p++, *text);
    } else {
      s.bind_null(p++);
    }
  }
  for (const auto& time : in.times) {
    if (time) {
      s.bind(p++, time->at);
    } else {
      s.bind_null(p++);
    }
  }
  s.bind_kept(p++, stamps);
  for (const auto& number : in.numbers) s.bind(p++, number);
}

void add_stamps(const Incident& incident, std::string& out) {
  // Most logs write all times alike, in one zone, as iso_local does: one line then speaks for all.
  const base::Stamp* usual = nullptr;
  for (const auto& time : incident.times) {
    if (time && plain(*time)) {
      usual = &*time;
      break;
    }
  }
  if (usual != nullptr) add_stamp(out, {}, *usual);
  for (const auto& f : time_field_table()) {
    const auto& stamp = incident[f.field];
    if (stamp && !(usual != nullptr && plain(*stamp) && alike(*stamp, *usual))) add_stamp(out, f.role, *stamp);
  }
}

std::string stamps_text(const Incident& incident) {
  std::string out;
  add_stamps(incident, out);
  return out;
}

std::string stamp_text(const Event& e) {
  std::string out;
  if (e.at) add_stamp(out, "at", *e.at);
  if (e.logged_at) add_stamp(out, "logged", *e.logged_at);
  return out;
}

StoredEvent read_event(const base::Statement& s, int from) {
  StoredEvent stored;
  Event& e = stored.event;
  int c = from + 1;
  stored.seq = s.integer(c++);
  e.kind = event_kind_named(s.text(c++)).value_or(EventKind::note);
  if (const auto at = s.maybe_integer(c++)) e.at = base::Stamp{.at = *at, .zone = "UTC", .text = {}};
  if (const auto at = s.maybe_integer(c++)) e.logged_at = base::Stamp{.at = *at, .zone = "UTC", .text = {}};
  each_stamp(s.text(c++), [&](std::string_view key, base::Stamp stamp) {
    auto& slot = key == "at" ? e.at : e.logged_at;
    if (!slot) return;
    stamp.at = slot->at;
    slot = std::move(stamp);
  });
  for (std::string* text :
       {&e.actor, &e.actor_role, &e.system, &e.audience, &e.channel, &e.direction, &e.text, &e.changes}) {
    *text = s.text(c++);
  }
  e.row = s.integer(c++);
  stored.import_id = s.maybe_integer(c++).value_or(0);
  return stored;
}

void bind_event(base::Statement& s, std::int64_t incident_id, std::int64_t seq, const Event& e,
                const std::string& stamp, std::int64_t import_id) {
  int p = 1;
  s.bind(p++, incident_id);
  s.bind(p++, seq);
  s.bind(p++, name(e.kind));
  s.bind(p++, e.at ? std::optional(e.at->at) : std::nullopt);
  s.bind(p++, e.logged_at ? std::optional(e.logged_at->at) : std::nullopt);
  s.bind_kept(p++, stamp);
  for (const std::string* text :
       {&e.actor, &e.actor_role, &e.system, &e.audience, &e.channel, &e.direction, &e.text, &e.changes}) {
    s.bind_kept(p++, *text);
  }
  s.bind(p++, e.row);
  if (import_id == 0) {
    s.bind_null(p++);
  } else {
    s.bind(p++, import_id);
  }
}

}  // namespace debrief::review
