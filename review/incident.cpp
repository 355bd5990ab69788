// Names of fields, kinds and events; priority levels; completeness.

#include "review/incident.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "review/intake.h"

namespace debrief::review {

namespace {

constexpr std::array<FieldInfo<TextField>, text_fields> text_table{{
    {TextField::title, "title", "Title"},
    {TextField::description, "description", "Description"},
    {TextField::priority, "priority", "Priority"},
    {TextField::severity, "severity", "Severity"},
    {TextField::impact, "impact", "Impact"},
    {TextField::urgency, "urgency", "Urgency"},
    {TextField::category, "category", "Category"},
    {TextField::subcategory, "subcategory", "Subcategory"},
    {TextField::channel, "channel", "Channel"},
    {TextField::team, "team", "Team"},
    {TextField::assignee, "assignee", "Handler", true},
    {TextField::caller, "caller", "Caller", true},
    {TextField::caller_contact, "caller_contact", "Caller's number or address", true},
    {TextField::contact_reference, "contact_reference", "Contact reference"},
    {TextField::status, "status", "Status"},
    {TextField::closure_code, "closure_code", "Closure code"},
    {TextField::notes, "notes", "Notes"},
    {TextField::service, "service", "Service"},
    {TextField::location, "location", "Location"},
    {TextField::customers_affected, "customers_affected", "Customers affected"},
    {TextField::detected_by, "detected_by", "Detected by"},
    {TextField::parent, "parent", "Parent incident"},
    {TextField::problem, "problem", "Problem"},
    {TextField::change, "change", "Change"},
    {TextField::workaround, "workaround", "Workaround"},
    {TextField::log_number, "log_number", "Log number"},
}};

constexpr std::array<FieldInfo<TimeField>, time_fields> time_table{{
    {TimeField::occurred, "occurred", "Occurred"},
    {TimeField::detected, "detected", "Detected"},
    {TimeField::opened, "opened", "Opened"},
    {TimeField::acknowledged, "acknowledged", "Acknowledged"},
    {TimeField::assigned, "assigned", "Assigned"},
    {TimeField::escalated, "escalated", "Escalated"},
    {TimeField::restored, "restored", "Service restored"},
    {TimeField::resolved, "resolved", "Resolved"},
    {TimeField::closed, "closed", "Closed"},
    {TimeField::updated, "updated", "Last updated"},
    {TimeField::sla_due, "sla_due", "Due under the service level"},
}};

constexpr std::array<FieldInfo<NumberField>, number_fields> number_table{{
    {NumberField::reopen_count, "reopen_count", "Times reopened"},
    {NumberField::csat, "csat", "Satisfaction score"},
    {NumberField::csat_scale, "csat_scale", "Highest satisfaction score"},
    {NumberField::sla_met, "sla_met", "Service level met"},
    {NumberField::emergency, "emergency", "Emergency"},
    {NumberField::major, "major", "Major incident"},
    {NumberField::resolve_seconds_given, "resolve_seconds_given", "Time to resolve as stated"},
    {NumberField::acknowledge_seconds_given, "acknowledge_seconds_given", "Time to acknowledge as stated"},
    {NumberField::first_contact, "first_contact", "Resolved on first contact"},
}};

constexpr std::array<std::string_view, 5> kind_names{"incident", "complaint", "request", "near_miss", "maintenance"};
constexpr std::array<std::string_view, 12> event_names{"logged",   "acknowledged", "assigned", "escalated",
                                                       "communication", "decision", "action",  "note",
                                                       "resolved", "closed",       "reopened", "updated"};
constexpr std::array<std::string_view, 4> row_names{"incident", "event", "contact", "interval"};

template <typename E, std::size_t n>
std::optional<E> named(const std::array<std::string_view, n>& names, std::string_view text) {
  const auto it = std::find(names.begin(), names.end(), text);
  if (it == names.end()) return std::nullopt;
  return static_cast<E>(it - names.begin());
}

}  // namespace

std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_named(std::string_view text) { return named<Kind>(kind_names, text); }
std::string_view name(EventKind kind) { return event_names[static_cast<std::size_t>(kind)]; }
std::optional<EventKind> event_kind_named(std::string_view text) { return named<EventKind>(event_names, text); }
std::string_view name(RowIs r) { return row_names[static_cast<std::size_t>(r)]; }

std::span<const FieldInfo<TextField>> text_field_table() { return text_table; }
std::span<const FieldInfo<TimeField>> time_field_table() { return time_table; }
std::span<const FieldInfo<NumberField>> number_field_table() { return number_table; }

std::string json_key(TextField f) { return std::string(text_table[static_cast<std::size_t>(f)].role); }
std::string json_key(TimeField f) { return std::string(time_table[static_cast<std::size_t>(f)].role) + "_at"; }
std::string json_key(NumberField f) { return std::string(number_table[static_cast<std::size_t>(f)].role); }

std::optional<int> priority_level(std::string_view text) {
  const std::string key = base::heading_key(text);
  if (key.empty()) return std::nullopt;
  struct Word {
    std::string_view word;
    int level;
  };
  // Words first: where a system writes both ("1 low", "5 - Planning") the word is what its people mean.
  static constexpr std::array<Word, 105> words{{{"critical", 1}, {"blocker", 1},  {"highest", 1},  {"urgent", 1},
                                               {"emergency", 1}, {"immediate", 1}, {"disaster", 1}, {"very high", 1},
                                               {"extensive", 1}, {"high", 2},     {"major", 2},    {"important", 2},
                                               {"significant", 2}, {"medium", 3}, {"moderate", 3}, {"normal", 3},
                                               {"average", 3},  {"standard", 3}, {"low", 4},      {"minor", 4},
                                               {"lowest", 5},   {"trivial", 5},  {"planning", 5}, {"very low", 5},
                                               {"information", 5}, {"none", 5},
                                               // German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian.
                                               {"kritisch", 1}, {"sehr hoch", 1}, {"dringend", 1}, {"höchste", 1}, {"hoch", 2}, {"mittel", 3},
                                               {"niedrig", 4}, {"gering", 4}, {"sehr niedrig", 5}, {"sehr gering", 5},
                                               {"critique", 1}, {"très haute", 1}, {"urgente", 1}, {"bloquant", 1}, {"haute", 2}, {"élevée", 2},
                                               {"élevé", 2}, {"majeure", 2}, {"moyenne", 3}, {"moyen", 3}, {"normale", 3}, {"basse", 4}, {"faible", 4},
                                               {"mineure", 4}, {"très basse", 5}, {"crítica", 1}, {"crítico", 1}, {"muy alta", 1}, {"alta", 2}, {"alto", 2},
                                               {"media", 3}, {"medio", 3}, {"baja", 4}, {"bajo", 4}, {"muy baja", 5}, {"muito alta", 1}, {"média", 3},
                                               {"médio", 3}, {"baixa", 4}, {"baixo", 4}, {"muito baixa", 5}, {"critica", 1}, {"critico", 1},
                                               {"altissima", 1}, {"bassa", 4}, {"basso", 4}, {"molto alta", 1}, {"molto bassa", 5}, {"kritiek", 1},
                                               {"zeer hoog", 1}, {"hoog", 2}, {"gemiddeld", 3}, {"normaal", 3}, {"laag", 4}, {"zeer laag", 5},
                                               {"krytyczny", 1}, {"bardzo wysoki", 1}, {"pilny", 1}, {"wysoki", 2}, {"średni", 3}, {"normalny", 3},
                                               {"niski", 4}, {"bardzo niski", 5}, {"критический", 1}, {"критичный", 1}, {"критическая", 1},
                                               {"наивысший", 1}, {"срочный", 1}, {"очень высокий", 1}, {"высокий", 2}, {"высокая", 2},
                                               {"средний", 3}, {"средняя", 3}, {"нормальный", 3}, {"обычный", 3}, {"низкий", 4}, {"низкая", 4},
                                               {"очень низкий", 5}, {"незначительный", 4}}};
  int level = 0;
  std::size_t longest = 0;
  for (const Word& w : words) {
    const auto at = key.find(w.word);
    if (at == std::string::npos || w.word.size() <= longest) continue;
    const bool starts = at == 0 || key[at - 1] == ' ';
    const auto end = at + w.word.size();
    const bool ends = end == key.size() || key[end] == ' ';
    if (!starts || !ends) continue;
    level = w.level;
    longest = w.word.size();
  }
  if (level != 0) return level;
  for (const std::string_view prefix : {"p", "sev", "s", "severity", "priority", "prio", "level", ""}) {
    std::string_view rest = key;
    if (!rest.starts_with(prefix)) continue;
    rest.remove_prefix(prefix.size());
    rest = base::trimmed(rest);
    if (rest.size() == 1 && rest[0] >= '0' && rest[0] <= '5') return std::max(1, rest[0] - '0');
  }
  return std::nullopt;
}

Completeness completeness(const Incident& incident, std::size_t events) {
  Completeness c;
  int wanted = 0;
  int present = 0;
  const auto want = [&](std::string_view label, bool there) {
    ++wanted;
    if (there) {
      ++present;
    } else {
      c.missing.emplace_back(label);
    }
  };
  const auto has = [&](TextField f) { return incident[f].has_value(); };
  want("Date and time", incident[TimeField::opened].has_value());
  want("Caller", has(TextField::caller) || has(TextField::caller_contact));
  want("Nature of the incident", has(TextField::title) || has(TextField::description));
  want("Category", has(TextField::category));
  want("Priority", has(TextField::priority) || has(TextField::severity) || has(TextField::impact));
  want("Channel", has(TextField::channel));
  want("Handler", has(TextField::assignee) || has(TextField::team));
  want("Actions taken", events > 1 || has(TextField::notes));
  const bool over = incident[TimeField::closed].has_value() || incident[TimeField::resolved].has_value();
  if (over) want("Resolution", has(TextField::closure_code) || has(TextField::notes) || has(TextField::workaround));
  c.share = static_cast<double>(present) / wanted;
  return c;
}

}  // namespace debrief::review
