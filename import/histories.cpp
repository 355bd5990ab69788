// Telling logs of entries by their headings and by what repeats in them.

#include "import/histories.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "import/catalogue.h"
#include "import/sniff/time_of_day.h"

namespace debrief::import {

namespace {

double weight_of(const std::string& key, std::string_view role) {
  for (const auto& hint : hints_for(key)) {
    if (hint.role->id == role) return hint.weight;
  }
  return 0;
}

bool holds_times(const Survey& s) {
  if (s.filled == 0) return false;
  return s.share(std::max(s.times, s.workbook_dates)) >= 0.8 || number_reading(s, false) != NumberIs::not_a_time;
}

/// Headings of a time that do not say of what: of an entry as well as of a record.
bool names_any_time(const std::string& key) {
  static constexpr auto names = std::to_array<std::string_view>(
      {"timestamp", "time stamp", "end timestamp", "event timestamp", "when", "logged time", "zeitstempel", "zeitpunkt", "horodatage",
       "quand", "marca de tiempo", "marca temporal", "cuándo", "momento", "carimbo de data hora", "quando", "marca temporale",
       "tijdstempel", "tijdstip", "wanneer", "znacznik czasu", "kiedy", "метка времени", "когда", "date time", "changed at", "changed on",
       "change date", "change time", "date of change", "date changed", "time changed", "update date", "status date", "status time",
       "status changed", "status changed at", "transition time", "transition date", "statusdatum", "date du changement", "date du statut",
       "fecha de cambio", "fecha cambio", "fecha del cambio", "fecha estado", "data da alteração", "data de alteração", "alterado em",
       "data modifica", "data di modifica", "modificato il", "data stato", "wijzigingsdatum", "gewijzigd op", "datum wijziging",
       "datum statuswijziging", "data zmiany", "data zmiany statusu", "дата статуса", "дата и время изменения", "время изменения"});
  return std::find(names.begin(), names.end(), key) != names.end() || without_time_words(key).empty();
}

using Names = std::initializer_list<std::string_view>;

int column_named(const std::vector<std::string>& keys, Names names) {
  for (const auto name : names) {
    const auto it = std::find(keys.begin(), keys.end(), name);
    if (it != keys.end()) return static_cast<int>(it - keys.begin());
  }
  return -1;
}

/// The column whose heading is the surest name of that role, at least `least`.
int column_for(const std::vector<std::string>& keys, std::string_view role, double least) {
  int found = -1;
  for (std::size_t c = 0; c < keys.size(); ++c) {
    const double weight = weight_of(keys[c], role);
    if (weight >= least && (found < 0 || weight > weight_of(keys[static_cast<std::size_t>(found)], role))) found = static_cast<int>(c);
  }
  return found;
}

}  // namespace

FieldHistory field_history_in(const std::vector<std::string>& keys, const std::vector<Survey>& surveys) {
  FieldHistory h;
  h.before = column_named(
      keys, {"old value", "oldvalue", "previous value", "original value", "value before", "old", "from value", "from string", "from", "before",
             "previous", "was", "alter wert", "wert alt", "vorheriger wert", "bisheriger wert", "alt", "ancienne valeur",
             "valeur précédente", "valeur avant", "avant", "valor anterior", "valor antiguo", "valor antigo", "valor previo", "antes", "anterior",
             "valore precedente", "vecchio valore", "valore vecchio", "prima", "oude waarde", "vorige waarde", "oud", "stara wartość",
             "poprzednia wartość", "przed", "старое значение", "предыдущее значение", "было"});
  h.field = column_named(
      keys, {"field name", "field id", "fieldname", "field", "changed field", "field changed", "attribute", "property", "feld", "feldname",
             "geändertes feld", "attribut", "eigenschaft", "champ", "nom du champ", "champ modifié", "propriété", "campo",
             "nombre del campo", "campo modificado", "nome do campo", "campo alterado", "campo modificato", "nome campo", "veld", "veldnaam",
             "gewijzigd veld", "pole", "nazwa pola", "zmienione pole", "поле", "название поля", "измененное поле", "измененное поле", "атрибут"});
  h.value = column_named(
      keys, {"new value", "newvalue", "value", "new", "newvalue string", "to string", "to value", "value after", "neuer wert", "wert neu",
             "nouvelle valeur", "valeur après", "nuevo valor", "valor nuevo", "novo valor", "valor novo", "nuovo valore", "valore nuovo",
             "nieuwe waarde", "nowa wartość", "новое значение"});
  if (h.value < 0 && h.before >= 0) {
    h.value = column_named(keys, {"to", "after", "current value", "current", "became", "neu", "jetzt", "après", "después", "actual",
                                  "depois", "atual", "dopo", "nieuw", "na", "po", "стало"});
  }
  h.ref = column_named(keys, {"ticket id", "issue id", "issue key", "case id", "incident id", "request id", "record id", "document id",
                              "documentkey"});
  for (const auto name : {"updated", "updated at", "time", "changed at", "created", "created at", "created date", "sys created on"}) {
    const int c = column_named(keys, {name});
    if (h.at < 0 && c >= 0 && holds_times(surveys[static_cast<std::size_t>(c)])) h.at = c;
  }
  h.by = column_named(keys, {"user id", "author id", "author", "changed by", "created by id", "user", "sys created by"});
  if (h.before >= 0) {
    if (h.ref < 0) h.ref = column_for(keys, "ref", 0.7);
    for (std::size_t c = 0; c < keys.size() && h.at < 0; ++c) {
      if (holds_times(surveys[c])) h.at = static_cast<int>(c);
    }
    for (const auto role : {"entry_by", "assignee"}) {
      if (h.by < 0) h.by = column_for(keys, role, 0.5);
    }
  }
  const auto taken = [&](int c) { return c == h.ref || c == h.field || c == h.value || c == h.before || c == h.at; };
  if (taken(h.by)) h.by = -1;
  if (h.ref == h.field || h.ref == h.value || h.value == h.before) h.ref = -1;
  return h;
}

bool differs_within_records(const Survey& times, const Survey& refs) {
  return times.values_full ? !refs.values_full
                           : static_cast<double>(times.values.size()) > 1.2 * static_cast<double>(refs.values.size());
}

EventLog event_log_in(const std::vector<std::string>& keys, const std::vector<Survey>& surveys, std::size_t ref) {
  EventLog log;
  const Survey& refs = surveys[ref];
  if (refs.filled < 3 || refs.values_full || refs.distinct_share() > 0.75) return log;
  const auto is_column = [&](int c) { return c >= 0 && static_cast<std::size_t>(c) != ref; };
  const auto says_words = [&](int c) {
    const Survey& s = surveys[static_cast<std::size_t>(c)];
    return s.filled > 0 && s.share(s.times) < 0.5 && s.values.size() > 1;
  };
  const int sure_type = column_for(keys, "entry_type", 0.8);
  const int status = column_for(keys, "status", 0.8);
  const int type = column_for(keys, "entry_type", 0.5);
  if (is_column(sure_type) && says_words(sure_type)) {
    log.type = sure_type;
  } else if (is_column(status) && says_words(status)) {
    log.status = status;
  } else if (is_column(type) && says_words(type)) {
    log.type = type;
  } else {
    return log;
  }
  double best = 0;
  for (std::size_t c = 0; c < keys.size(); ++c) {
    if (c == ref || !holds_times(surveys[c])) continue;
    const bool differs = differs_within_records(surveys[c], refs);
    // A column that says when the record ended makes each row a record.
    if (std::max(weight_of(keys[c], "resolved"), weight_of(keys[c], "closed")) >= 0.8) return {};
    if (!differs) continue;
    double weight = std::max(weight_of(keys[c], "entry_at"), 0.8 * weight_of(keys[c], "updated"));
    if (names_any_time(keys[c])) weight = std::max(weight, 0.75);
    if (log.type >= 0 && log.type == sure_type) {
      weight = std::max({weight, 0.6 * weight_of(keys[c], "resolved"), 0.5 * weight_of(keys[c], "closed"), 0.4 * weight_of(keys[c], "opened")});
    }
    if (weight > best) best = weight, log.at = static_cast<int>(c);
  }
  return log;
}

}  // namespace debrief::import
