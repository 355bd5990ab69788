// Has an incident ended, and when?

#include "analytics/ended.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"

namespace debrief::analytics {

namespace {

// Words of a status, in the forms help desks use. Each stands for itself: "unresolved" is another word.
constexpr std::array<std::string_view, 25> over{"closed",   "resolved",   "done",        "solved",    "cancelled",
                                                "canceled", "complete",   "completed",   "fixed",     "finished",
                                                "rejected", "withdrawn",  "declined",    "duplicate", "abandoned",
                                                "archived", "postmortem", "implemented", "verified",  "fulfilled",
                                                "wontfix",  "answered",   "terminated",  "close",     "resolve"};
// The same in German, French, Spanish, Portuguese, Italian, Dutch, Polish and Russian.
constexpr std::array<std::string_view, 71> over_elsewhere{
    "geschlossen", "gelöst",       "erledigt",   "behoben",     "abgeschlossen", "beendet",    "storniert",
    "entstört",    "clos",         "close",      "clôturé",     "clôturée",      "résolu",     "résolue",
    "fermé",       "fermée",       "terminé",    "terminée",    "annulé",        "annulée",    "cerrado",
    "cerrada",     "resuelto",     "resuelta",   "solucionado", "solucionada",   "finalizado", "finalizada",
    "cancelado",   "cancelada",    "fechado",    "fechada",     "resolvido",     "resolvida",  "encerrado",
    "encerrada",   "concluído",    "concluída",  "chiuso",      "chiusa",        "risolto",    "risolta",
    "annullato",   "annullata",    "completato", "completata",  "gesloten",      "afgesloten", "opgelost",
    "afgehandeld", "geannuleerd",  "zamknięte",  "zamknięty",   "rozwiązane",    "rozwiązany", "zakończone",
    "anulowane",   "zrealizowane", "закрыт",     "закрыта",     "закрыто",       "решен",      "решена",
    "решено",      "решён",        "решено",     "завершено",   "завершена",     "выполнено",  "выполнена",
    "отменено"};
constexpr std::array<std::string_view, 16> but_not{"not",       "un",   "re",    "awaiting", "pending", "waiting",
                                                   "partially", "to",   "never", "nicht",    "non",     "no",
                                                   "não",       "niet", "nie",   "не"};

constexpr std::array<std::string_view, 4> open_again{"reopened", "reopen", "open", "opened"};

}  // namespace

bool closed_like(std::string_view status) {
  const std::vector<std::string> words = base::split(base::heading_key(status), ' ');
  const auto is = [](const auto& list) {
    return [&list](const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
  };
  if (std::any_of(words.begin(), words.end(), is(open_again))) return false;
  // "Not solved" is open; in "Closed, not reproducible" the work is over before the "not".
  const auto ends = std::find_if(words.begin(), words.end(),
                                 [&](const std::string& w) { return is(over)(w) || is(over_elsewhere)(w); });
  if (ends != words.end()) return std::none_of(words.begin(), ends, is(but_not));
  const std::string key = base::joined(words, " ");
  return key == "won t fix" || key == "won t do";
}

bool is_open(const review::IncidentColumns& incidents, std::size_t row) {
  return has_no_end(incidents, row) && !closed_like(incidents.status.at(row));
}

std::optional<bool> open_at(const review::IncidentColumns& incidents, const Background& background, std::size_t row,
                            base::Ms t) {
  if (incidents.opened[row] == review::no_time || incidents.opened[row] > t) return false;
  const base::Ms again = incidents.first_reopened[row];
  const base::Ms first = first_ended(incidents, row);
  const base::Ms last = last_ended(incidents, row);
  if (again != review::no_time && first != review::no_time && again >= first) {
    if (t < first) return true;
    if (t < again) return false;
    if (last != review::no_time && last > again) return t < last;
    if (incidents.closed[row] != review::no_time && incidents.closed[row] >= again) return t < incidents.closed[row];
    if (is_open(incidents, background, row)) return true;
    return std::nullopt;
  }
  if (last != review::no_time) return t < last;
  if (is_open(incidents, background, row)) return true;
  return std::nullopt;
}

}  // namespace debrief::analytics
