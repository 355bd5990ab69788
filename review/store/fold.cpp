// Folding, comparing and packing incidents.

#include "review/store/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::review {

namespace {

std::string stamp_words(const base::Stamp& s) {
  const char p = s.precision == base::Precision::day ? 'd' : s.precision == base::Precision::minute ? 'm' : 's';
  return fmt::format("{} {} {} {}", s.at, p, s.zone.empty() ? "UTC" : s.zone, s.text);
}

base::Stamp stamp_from(std::string_view text) {
  base::Stamp s;
  const auto word = [&] {
    const auto blank = text.find(' ');
    const std::string_view w = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    return w;
  };
  const auto at = word();
  std::from_chars(at.data(), at.data() + at.size(), s.at);
  const auto p = word();
  s.precision = p == "d" ? base::Precision::day : p == "m" ? base::Precision::minute : base::Precision::second;
  s.zone = word();
  s.text = text;
  return s;
}

std::string number_words(double v) { return fmt::format("{}", v); }

}  // namespace

bool open_status(std::string_view status) {
  static constexpr std::array<std::string_view, 86> words{
      "new", "open", "opened", "active", "assigned", "in progress", "work in progress", "pending", "on hold", "hold",
      "waiting", "awaiting", "reopened", "re opened", "to do", "todo", "triggered", "acknowledged", "investigating",
      "identified", "monitoring", "escalated",
      // German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian.
      "neu", "offen", "in bearbeitung", "zugewiesen", "wartend", "wartet", "in arbeit", "nouveau", "ouvert", "en cours",
      "en attente", "attribué", "nuevo", "nueva", "abierto", "abierta", "en curso", "en proceso", "en progreso", "pendiente",
      "en espera", "asignado", "asignada", "novo", "aberto", "aberta", "em andamento", "em atendimento", "em espera", "pendente",
      "atribuído", "nuovo", "aperto", "aperta", "in corso", "in lavorazione", "in attesa", "assegnato", "nieuw", "in behandeling",
      "toegewezen", "in afwachting", "wachtend", "nowe", "nowy", "otwarte", "otwarty", "w toku", "w trakcie", "oczekujące", "oczekuje",
      "przypisane", "новый", "новая", "новое", "открыт", "открыта", "открыто", "в работе", "в процессе", "ожидает", "ожидание",
      "назначен", "назначена"};
  const std::string key = base::heading_key(status);
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) {
    return key == w || (key.starts_with(w) && key.size() > w.size() && key[w.size()] == ' ');
  });
}

void take_back_ending(Incident& incident) {
  incident[TimeField::resolved].reset();
  incident[TimeField::closed].reset();
  incident[NumberField::sla_met].reset();
}

void fold_into(Incident& incident, const Incident& later) {
  // In a log of entries the later row shows the state at that moment, so an emptied time was taken back.
  const auto& status = later[TextField::status];
  const bool reopened = status && open_status(*status) && !later[TimeField::resolved];
  if (reopened) take_back_ending(incident);
  if (later.kind != Kind::incident) incident.kind = later.kind;
  for (std::size_t i = 0; i < text_fields; ++i) {
    if (later.texts[i]) incident.texts[i] = later.texts[i];
  }
  for (std::size_t i = 0; i < time_fields; ++i) {
    if (later.times[i]) incident.times[i] = later.times[i];
  }
  for (std::size_t i = 0; i < number_fields; ++i) {
    if (later.numbers[i]) incident.numbers[i] = later.numbers[i];
  }
}

bool same_entry(const Event& a, const Event& b) {
  const auto at = [](const Event& e) { return e.at ? e.at->at : 0; };
  return a.kind == b.kind && at(a) == at(b) && a.actor == b.actor && a.text == b.text && a.changes == b.changes &&
         a.audience == b.audience;
}

std::vector<Difference> differences(const Incident& before, const Incident& after) {
  std::vector<Difference> out;
  if (before.kind != after.kind) out.push_back({"kind", std::string(name(before.kind)), std::string(name(after.kind))});
  for (const auto& f : text_field_table()) {
    if (before[f.field] != after[f.field]) out.push_back({std::string(f.role), before[f.field], after[f.field]});
  }
  const auto words = [](const std::optional<base::Stamp>& s) {
    return s ? std::optional(stamp_words(*s)) : std::nullopt;
  };
  for (const auto& f : time_field_table()) {
    const auto& b = before[f.field];
    const auto& a = after[f.field];
    if (b.has_value() == a.has_value() && (!b || b->at == a->at)) continue;
    out.push_back({std::string(f.role) + "_ms", words(b), words(a)});
  }
  const auto number = [](const std::optional<double>& v) { return v ? std::optional(number_words(*v)) : std::nullopt; };
  for (const auto& f : number_field_table()) {
    if (before[f.field] != after[f.field]) {
      out.push_back({std::string(f.role), number(before[f.field]), number(after[f.field])});
    }
  }
  return out;
}

bool restore_field(Incident& incident, std::string_view field, const std::optional<std::string>& value) {
  if (field == "kind") {
    incident.kind = kind_named(value.value_or("")).value_or(Kind::incident);
    return true;
  }
  for (const auto& f : text_field_table()) {
    if (f.role != field) continue;
    incident[f.field] = value;
    return true;
  }
  for (const auto& f : time_field_table()) {
    if (std::string(f.role) + "_ms" != field) continue;
    incident[f.field] = value ? std::optional(stamp_from(*value)) : std::nullopt;
    return true;
  }
  for (const auto& f : number_field_table()) {
    if (f.role != field) continue;
    incident[f.field] = value ? std::optional(std::stod(*value)) : std::nullopt;
    return true;
  }
  return false;
}

std::string packed(const Incident& incident, const std::vector<Event>& events) {
  base::Json fields = base::Json::object();
  fields["source"] = incident.source;
  fields["ref"] = incident.ref;
  for (const Difference& d : differences(Incident{}, incident)) fields[d.field] = d.after.value_or("");
  base::Json list = base::Json::array();
  for (const Event& e : events) {
    list.push_back({std::string(name(e.kind)), e.at ? stamp_words(*e.at) : "", e.logged_at ? stamp_words(*e.logged_at) : "",
                    e.actor, e.actor_role, e.system, e.audience, e.channel, e.direction, e.text, e.changes, e.row});
  }
  return base::dumped(base::Json{{"fields", fields}, {"events", list}});
}

void unpack(std::string_view text, Incident& incident, std::vector<Event>& events) {
  const auto parsed = base::parse_json(text);
  DEBRIEF_CHECK(parsed.ok(), "what was packed can be unpacked");
  for (const auto& [field, value] : parsed->at("fields").items()) {
    if (field == "source") {
      incident.source = value.get<std::string>();
    } else if (field == "ref") {
      incident.ref = value.get<std::string>();
    } else {
      restore_field(incident, field, value.get<std::string>());
    }
  }
  for (const auto& v : parsed->at("events")) {
    const auto str = [&](std::size_t i) { return v.at(i).get<std::string>(); };
    Event e;
    e.kind = event_kind_named(str(0)).value_or(EventKind::note);
    if (!str(1).empty()) e.at = stamp_from(str(1));
    if (!str(2).empty()) e.logged_at = stamp_from(str(2));
    std::size_t i = 3;
    for (std::string* t : {&e.actor, &e.actor_role, &e.system, &e.audience, &e.channel, &e.direction, &e.text,
                           &e.changes}) {
      *t = str(i++);
    }
    e.row = v.at(i).get<std::int64_t>();
    events.push_back(std::move(e));
  }
}

}  // namespace debrief::review
