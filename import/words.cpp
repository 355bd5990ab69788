// Word lists.

#include "import/words.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace debrief::import {

namespace {

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  for (const auto w : words) {
    if (text.find(w) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::optional<review::Kind> kind_in(std::string_view text) {
  using review::Kind;
  if (text.size() > 60) return std::nullopt;
  const std::string key = base::heading_key(text);
  if (key.empty()) return std::nullopt;
  if (has_any(key, {"near miss", "nearmiss", "beinahe", "presque accident", "cuasi", "quase acidente",
                    "quasi incidente", "bijna"}))
    return Kind::near_miss;
  if (has_any(key, {"maintenance", "wartung", "planned work", "mantenimiento", "manutenç", "manutenzione", "onderhoud",
                    "обслуживание"}))
    return Kind::maintenance;
  if (has_any(key, {"complaint", "beschwerde", "réclamation", "plainte", "queja", "reclamación", "reclamação",
                    "reclamo", "klacht", "skarga", "reklamac", "жалоба"})) {
    return Kind::complaint;
  }
  if (has_any(key, {"incident", "störung", "vorfall", "incidencia", "outage", "fault", "zdarzenie", "инцидент",
                    "storing", "break fix"}) ||
      key == "problem") {
    return Kind::incident;
  }
  if (has_any(key, {"request", "anfrage", "demande", "solicitud", "requisição", "solicitação", "richiesta", "verzoek",
                    "aanvraag", "wniosek", "запрос", "question", "enquiry", "inquiry"})) {
    return Kind::request;
  }
  return std::nullopt;
}

std::optional<review::EventKind> event_kind_in(std::string_view text) {
  using review::EventKind;
  if (text.empty() || text.size() > 80) return std::nullopt;
  const std::string key = base::heading_key(text);
  if (const auto exact = review::event_kind_named(key)) return exact;
  struct Word {
    std::string_view part;
    EventKind kind;
  };
  // In this order: "reopened" holds "opened", "acknowledge" comes before "close" in "acknowledge closure".
  static constexpr auto words = std::to_array<Word>({
      {"reopen", EventKind::reopened},
      {"re open", EventKind::reopened},
      {"wiedereröffn", EventKind::reopened},
      {"réouvert", EventKind::reopened},
      {"acknowledg", EventKind::acknowledged},
      {"take in charge", EventKind::acknowledged},
      {"taken in charge", EventKind::acknowledged},
      {"took in charge", EventKind::acknowledged},
      {"accept", EventKind::acknowledged},
      {"picked up", EventKind::acknowledged},
      {"in progress", EventKind::acknowledged},
      {"angenommen", EventKind::acknowledged},
      {"prise en charge", EventKind::acknowledged},
      {"prise en compte", EventKind::acknowledged},
      {"escalat", EventKind::escalated},
      {"eskal", EventKind::escalated},
      {"escalad", EventKind::escalated},
      {"handover", EventKind::assigned},
      {"hand over", EventKind::assigned},
      {"reassign", EventKind::assigned},
      {"assign", EventKind::assigned},
      {"zugewiesen", EventKind::assigned},
      {"attribu", EventKind::assigned},
      {"asignad", EventKind::assigned},
      {"transfer", EventKind::assigned},
      {"communicat", EventKind::communication},
      {"kommunikation", EventKind::communication},
      {"comunica", EventKind::communication},
      {"email", EventKind::communication},
      {"e mail", EventKind::communication},
      {"phone call", EventKind::communication},
      {"call back", EventKind::communication},
      {"callback", EventKind::communication},
      {"sms", EventKind::communication},
      {"briefing", EventKind::communication},
      {"notif", EventKind::communication},
      {"informed", EventKind::communication},
      {"status update", EventKind::communication},
      {"reply", EventKind::communication},
      {"message", EventKind::communication},
      {"decision", EventKind::decision},
      {"decided", EventKind::decision},
      {"entscheidung", EventKind::decision},
      {"décision", EventKind::decision},
      {"decisión", EventKind::decision},
      {"decisão", EventKind::decision},
      {"resol", EventKind::resolved},
      {"solved", EventKind::resolved},
      {"fixed", EventKind::resolved},
      {"restored", EventKind::resolved},
      {"completed", EventKind::resolved},
      {"gelöst", EventKind::resolved},
      {"behoben", EventKind::resolved},
      {"résolu", EventKind::resolved},
      {"clos", EventKind::closed},
      {"geschlossen", EventKind::closed},
      {"clôtur", EventKind::closed},
      {"cerrad", EventKind::closed},
      {"fechad", EventKind::closed},
      {"logged", EventKind::logged},
      {"created", EventKind::logged},
      {"opened", EventKind::logged},
      {"open", EventKind::logged},
      {"reported", EventKind::logged},
      {"registered", EventKind::logged},
      {"received", EventKind::logged},
      {"triggered", EventKind::logged},
      {"erfasst", EventKind::logged},
      {"action", EventKind::action},
      {"workaround", EventKind::action},
      {"note", EventKind::note},
      {"comment", EventKind::note},
      {"resuelt", EventKind::resolved},
      {"solucionad", EventKind::resolved},
      {"resolvid", EventKind::resolved},
      {"risolt", EventKind::resolved},
      {"opgelost", EventKind::resolved},
      {"rozwiąz", EventKind::resolved},
      {"решен", EventKind::resolved},
      {"решён", EventKind::resolved},
      {"encerrad", EventKind::closed},
      {"chius", EventKind::closed},
      {"gesloten", EventKind::closed},
      {"afgesloten", EventKind::closed},
      {"zamkn", EventKind::closed},
      {"закры", EventKind::closed},
      {"preso in carico", EventKind::acknowledged},
      {"presa in carico", EventKind::acknowledged},
      {"in behandeling", EventKind::acknowledged},
      {"in bearbeitung", EventKind::acknowledged},
      {"em atendimento", EventKind::acknowledged},
      {"en curso", EventKind::acknowledged},
      {"en cours", EventKind::acknowledged},
      {"w toku", EventKind::acknowledged},
      {"в работ", EventKind::acknowledged},
      {"принят", EventKind::acknowledged},
      {"assegnat", EventKind::assigned},
      {"atribu", EventKind::assigned},
      {"toegewezen", EventKind::assigned},
      {"przypisan", EventKind::assigned},
      {"назначен", EventKind::assigned},
      {"gemeldet", EventKind::logged},
      {"eröffnet", EventKind::logged},
      {"créé", EventKind::logged},
      {"ouvert", EventKind::logged},
      {"abiert", EventKind::logged},
      {"aberto", EventKind::logged},
      {"aperto", EventKind::logged},
      {"aangemaakt", EventKind::logged},
      {"utworzon", EventKind::logged},
      {"создан", EventKind::logged},
      {"открыт", EventKind::logged},
      {"queued", EventKind::assigned},
      {"angelegt", EventKind::logged},
      {"neu erstellt", EventKind::logged},
      {"erstellt", EventKind::logged},
      {"enregistr", EventKind::logged},
      {"registrad", EventKind::logged},
      {"cread", EventKind::logged},
      {"criad", EventKind::logged},
      {"registrat", EventKind::logged},
      {"geopend", EventKind::logged},
      {"otwart", EventKind::logged},
      {"зарегистрирован", EventKind::logged},
      {"geloest", EventKind::resolved},
      {"übernommen", EventKind::acknowledged},
  });
  for (const auto& w : words) {
    if (key.find(w.part) != std::string::npos) return w.kind;
  }
  if (has_any(key, {"update", "change", "modif"})) return EventKind::updated;
  return std::nullopt;
}

bool is_lifecycle_step(std::string_view text) {
  // IEEE 1849, standard lifecycle extension.
  static constexpr std::array<std::string_view, 14> steps{"schedule",   "assign",   "withdraw", "reassign",   "start",
                                                          "suspend",    "resume",   "abort",    "pi_abort",   "ate_abort",
                                                          "autoskip",   "complete", "manualskip", "unknown"};
  const std::string low = base::ascii_lower(base::trimmed(text));
  return std::find(steps.begin(), steps.end(), low) != steps.end();
}

Phase phase_of(std::string_view status) {
  const std::string key = base::heading_key(status.substr(0, 60));
  if (has_any(key, {"reopen"})) return Phase::working;
  if (has_any(key, {"clos", "cancel", "geschlossen", "fermé", "clôtur", "cerrad", "fechad", "chius", "geslot", "afgesl", "zamkn", "закры",
                    "encerrad", "storniert", "abgebrochen", "annul", "anulowan", "отмен", "отклон"}))
    return Phase::closed;
  if (has_any(key, {"unresolved", "unsolved"})) return Phase::working;
  if (has_any(key, {"resol", "solved", "done", "fixed", "complete", "gelöst", "behoben", "résolu", "resuelt", "risolt",
                    "opgelost", "rozwiąz", "решен", "erledigt", "solucionad", "resolvid", "решён", "выполнен", "terminé",
                    "afgehandeld", "zakończon", "entstört"})) {
    return Phase::resolved;
  }
  if (key == "new" || key == "open" || key == "to do" || key == "logged" || key == "neu" || key == "offen" ||
      key == "ouvert" || key == "abierto" || key == "abierta" || key == "aberto" || key == "aberta" || key == "aperto" ||
      key == "otwarte" || key == "открыта" || key == "открыт" || key == "новая" || key == "nowy" || key == "nueva" ||
      key == "nouveau" || key == "nuevo" || key == "novo" || key == "nuovo" || key == "nieuw" || key == "nowe" ||
      key == "новый") {
    return Phase::fresh;
  }
  // "Created", "Gemeldet": how an incident begins.
  if (event_kind_in(status) == review::EventKind::logged) return Phase::fresh;
  return Phase::working;
}

std::optional<bool> sla_met_in(std::string_view text) {
  const std::string key = base::heading_key(text.substr(0, 60));
  if (has_any(key, {"not met", "not achieved", "breach", "violat", "missed", "late", "overdue", "fail", "outside",
                    "out of sla", "noncompliant", "non compliant", "nicht eingehalten", "verletzt", "überschritten", "hors délai",
                    "dépassé", "non respecté", "fuera de plazo", "incumplid", "vencid", "fora do prazo", "descumprid", "fuori sla",
                    "non rispettat", "niet gehaald", "overschreden", "przekroczon", "niedotrzyman", "просроч", "нарушен",
                    "не выполнен"}))
    return false;
  if (has_any(key,
              {"within", "met", "achiev", "in time", "on time", "inside", "in sla", "pass", "succeeded", "compliant", "eingehalten",
               "erfüllt", "dans les délais", "respecté", "en plazo", "dentro de", "cumplid", "no prazo", "dentro do", "cumprid",
               "rispettat", "entro", "gehaald", "binnen", "dotrzyman", "w terminie", "в срок", "выполнен", "соблюд"}))
    return true;
  return std::nullopt;
}

}  // namespace debrief::import
