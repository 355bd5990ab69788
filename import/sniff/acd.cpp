// Stems of the words in headings of contact-centre tables.

#include "import/sniff/acd.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "import/sniff/dates.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

using Words = std::span<const std::string_view>;

/// A stem that starts a word; one that ends in a blank is a whole word.
bool has(const std::string& padded, std::string_view stem) {
  for (auto at = padded.find(stem); at != std::string::npos; at = padded.find(stem, at + 1)) {
    if (at > 0 && padded[at - 1] == ' ') return true;
  }
  return false;
}

bool has_any(const std::string& padded, Words stems) {
  return std::any_of(stems.begin(), stems.end(), [&](std::string_view s) { return has(padded, s); });
}

constexpr auto shares = std::to_array<std::string_view>(
    {"rate ",   "percent", "pct ",    "quote ",  "anteil",  "taux ",
                                                  "tasa ",   "taxa ",   "porcent", "tasso ",  "ratio ",  "wskaźnik",
                                                  "odsetek", "procent", "доля ",   "процент", "perc "});
constexpr auto averages = std::to_array<std::string_view>(
    {
    "avg ", "average", "mean ", "av ",  "ø ",   "durchschn", "mittler", "mittl ", "moy ",  "moyen", "medio ", "media ", "médio ", "média ", "medi ",
    "medie ", "prom ",  "promedio", "gem ", "gemid", "śr ",   "średn",   "сред",   "ср ",   "schnitt", "avgtime", "tempomedio"});
constexpr auto extremes = std::to_array<std::string_view>(
    {"max",   "longest", "shortest", "längste", "laengste", "plus long", "larg",  "mayor ", "maior ", "massim",
                                                    "langste", "najdł",   "макс",     "самое",   "oldest",   "peak",      "minimum", "kürzeste", "мин знач", "highest"});
constexpr auto totals = std::to_array<std::string_view>(
    {"total", "sum ",   "summe", "gesamt", "totaal",
                                                  "łączn", "suma ", "общ",   "итого",  "cumul"});
constexpr auto lengths = std::to_array<std::string_view>(
    {
    "time",  "duration", "dauer",    "zeit",    "durée",  "temps",  "délai", "tiempo", "tempo", "duración",
    "duração", "durata", "tijd",     "duur",    "czas",   "время",  "длительн", "продолж", "seconds", "secs ",
    "minutes", "sek ",   "tiempos",  "tempi ",  "lunghezza", "speed", "velocidad", "velocità", "snelheid", "скорост"});
constexpr auto lengths_inside = std::to_array<std::string_view>(
    {"zeit ",  "dauer ", "tijd ",  "duur ",   "snelheid ",
                                                          "time ", "zeiten ", "länge ", "duration ", "lengte "});

struct Acronym {
  std::string_view word;
  Measure measure;
};
constexpr auto acronyms = std::to_array<Acronym>({{"asa", Measure::speed},   {"aht", Measure::handle}, {"awt", Measure::wait},
                                            {"aqt", Measure::wait},    {"att", Measure::talk},   {"acht", Measure::handle},
                                            {"tmo", Measure::handle},  {"tma", Measure::handle}, {"tme", Measure::wait},
                                            {"tmr", Measure::speed},   {"tmc", Measure::talk},   {"dmt", Measure::handle},
                                            {"dmr", Measure::speed},   {"dmc", Measure::talk},   {"dma", Measure::wait},
                                            {"tmea", Measure::wait},   {"tmg", Measure::handle}});

constexpr auto service_levels = std::to_array<std::string_view>(
    {
    "service level", "servicelevel", "svc lvl", "svc level", "serv lvl", "srv lvl", "service lvl", "service grade", "niveau de service", "nivel de servicio", "nível de serviço", "nivel de serviço",
    "livello di servizio", "serviceniveau", "servicegraad", "poziom obsługi", "poziom serwisu", "уровень обслуживания",
    "уровень сервиса", "sl ", "svl ", "tsf ", "sla ", "taux de service"});
constexpr auto withins = std::to_array<std::string_view>(
    {"within",  "innerhalb", "binnen ", "dentro d", "entro ",     "in sl",
                                                   "im sl",   "in threshold", "in target", "fristgerecht", "в пределах",
                                                   "dans le délai", "dans les délais", "dans le seuil", "w progu", "im ziel"});
constexpr auto acws = std::to_array<std::string_view>(
    {
    "acw ",    "after call", "after contact", "aftercall", "after chat", "wrap",     "nachbearb", "nacharb",  "post appel",
    "post llamada", "post chamada", "pós ",      "post chiamata", "post conversa", "posterior", "nawerk", "nabewerk",
    "po rozmowie", "po połączeni", "постобраб", "поствызов", "postwork", "clerical", "travail après", "после звонка",
    "после разговора", "après appel"});
constexpr auto holds = std::to_array<std::string_view>(
    {"hold",   "held ",     "halte",   "gehalten", "mise en attente", "mise en garde",
                                                 "retenci", "retenç",   "en espera", "em espera", "in linea", "wachtstand",
                                                 "ruggespraak", "zawiesz", "wstrzym", "удержан", "onhold", "en pause", "rückfrage", "pozostawan", "messa in attesa"});
constexpr auto queues = std::to_array<std::string_view>(
    {"warteschlange", "wartefeld", "wachtrij", "file d attente", "queue name", "queue id",
                                                 "cola de espera", "fila de espera", "coda di attesa", "lista d attesa"});
constexpr auto waits = std::to_array<std::string_view>(
    {"wait",     "wartezeit", "wartedauer", "warten ",  "attente", "espera ",  "attesa ",
                                                 "wachttijd", "wacht ",   "oczekiw",    "ожидан",   "queue time", "queue duration", "time in queue",
                                                 "queued time", "w kolejce", "в очереди", "delay", "queue wait", "in coda", "in der schlange", "in queue"});
constexpr auto speeds = std::to_array<std::string_view>(
    {
    "speed",       "answer time",  "time to answer",  "antwortzeit", "annahmezeit",  "zeit bis annahme", "velocidad",   "velocità", "réponse ",
    "respuesta ",  "resposta ",    "risposta ",       "antwoordsnelheid", "antwoordtijd", "opneem",    "odbioru",     "odpowiedzi",
    "скорост",     "ответа ",      "time to connect", "décroché moyen", "queue answer"});
constexpr auto rings = std::to_array<std::string_view>(
    {"ring",   "klingel", "rufzeit", "sonnerie", "timbr",   "toque",  "squill",
                                                 "beltijd", "dzwonieni", "звонка до", "дозвон", "alert", "rinkel"});
constexpr auto talks = std::to_array<std::string_view>(
    {
    "talk",    "gespräch", "sprech",  "conversation", "conversaci", "conversa ", "hablad", "habla ", "parlato", "conversazion", "gesprek", "gespreks",
    "rozmow",  "rozmów",   "разговор", "acd time",    "interaction",  "in call",   "communication", "chat duration", "chatdauer"});
constexpr auto handles = std::to_array<std::string_view>(
    {
    "handl",    "bearbeitung", "traitement", "operaci", "atendimento", "atención", "gestion", "gestión", "gestione", "afhandel",
    "verwerk",  "obsługi",   "обработк",   "обслуживан", "gestão",     "tratamiento", "vorgangs", "lavorazione", "prise en charge", "behandel"});
constexpr auto wholes = std::to_array<std::string_view>(
    {
    "duration ", "call duration", "contact duration", "dauer ", "anrufdauer", "durée ", "durée appel", "durée d appel", "durée de l appel", "duración ", "duração ",
    "durata ", "duur ", "czas trwania", "длительн", "продолжительн", "call length", "call time", "length ", "gesamtdauer", "duration sec"});

constexpr auto offers = std::to_array<std::string_view>(
    {
    "offer",   "present", "incoming", "inbound", "received", "entered ", "queued ", "arrived", "angeboten", "eingehend",
    "eingegangen", "offert",  "reçu",     "entrant", "présenté", "ofrecid",  "recibid", "entrante", "ofereci",  "recebid",
    "ricevut",  "entrata", "in ingresso", "aangeboden", "inkomend", "binnengekomen", "ontvangen", "przychodząc", "oferowan", "wpływając",
    "поступ",  "входящ",  "ankommend", "entrées", "presentad", "apresentad", "przedstawion", "zaoferowan"});
constexpr auto answers = std::to_array<std::string_view>(
    {
    "answer",  "ans ",     "handled ", "accepted ", "connected ", "taken ",  "serviced", "angenommen", "beantwortet", "bedient",  "répond",
    "traité",  "décroché", "pris ",    "prise ",    "atendid",    "contestad", "respondid", "rispost",  "gestit",      "beantwoord", "opgenomen",
    "aangenomen", "afgehandeld", "odebran", "obsłużon", "принят", "отвечен", "обработан", "обслужен",  "acd calls ", "acdcalls",   "servi ", "servis ",
    "evase ", "atend ", "accettat", "answd", "completed calls"});
constexpr auto abandons = std::to_array<std::string_view>(
    {
    "aband",    "aban ",    "lost ",    "missed ",  "dropped ",  "hung up", "verloren", "verlorene", "abgebroch", "aufgelegt", "verpasst",
    "perdu",    "raccroch", "perdid",   "abbandon", "pers ",     "perse ",  "persi ",   "verlaten",  "opgehangen", "verbroken", "gemist",
    "porzucon", "utracon",  "stracon",  "nieodebran", "потерян", "пропущен", "брошен",  "неотвечен", "unanswered", "abndn", "verzicht", "afgehaakt"});
constexpr auto negations = std::to_array<std::string_view>(
    {"not ",  "no ",  "nicht ", "non ",  "não ", "niet ", "nie ",
                                                     "не ",   "un ",  "keine ", "sin ",  "sem ", "nincht ", "bez "});
constexpr auto asides = std::to_array<std::string_view>(
    {"outbound", "outgoing", "ausgehend", "sortant", "salient", "saint",  "uscita",  "uscent",
                                                  "uitgaand", "wychodz",  "исходящ",   "callback", "rückruf", "short ",  "kurz",   "flow out",
                                                  "flowout",  "overflow", "überlauf",  "agents",   "staffed", "wiederhol", "repeat", "target"});
constexpr auto nouns = std::to_array<std::string_view>(
    {"calls",  "contacts", "interactions", "chats",   "anrufe",   "gespräche", "kontakte", "appels",  "contactos",
                                                 "llamadas", "chamadas", "ligações",   "contatos", "chiamate", "contatti",  "oproepen", "gesprekken", "contacten",
                                                 "połączenia", "kontakty", "звонки", "звонков", "вызовы", "вызовов", "rozmowy"});
constexpr auto counters = std::to_array<std::string_view>(
    {"total", "number", "of",   "count", "anzahl", "nombre", "de",   "d",     "número", "numero",
                                                    "di",    "aantal", "liczba", "кол",  "во",     "количество", "всего", "nb",  "n",      "volume"});

/// How much of the heading its words for the measure cover: each word more costs.
double sureness(std::size_t words) { return std::max(0.6, 1.0 - 0.06 * static_cast<double>(words > 1 ? words - 1 : 0)); }

bool only_noun(const std::vector<std::string>& words) {
  bool noun = false;
  for (const auto& w : words) {
    const bool is_noun = std::find(nouns.begin(), nouns.end(), w) != nouns.end();
    noun = noun || is_noun;
    if (!is_noun && std::find(counters.begin(), counters.end(), w) == counters.end()) return false;
  }
  return noun;
}

Measure length_of(const std::string& k) {
  if (has_any(k, acws)) return Measure::acw;
  if (has_any(k, holds) && !has(k, "file ")) return Measure::hold;
  if (has_any(k, speeds)) return Measure::speed;
  if (has_any(k, rings)) return Measure::ring;
  if (has_any(k, waits)) return Measure::wait;
  if (has_any(k, handles)) return Measure::handle;
  if (has_any(k, talks)) return Measure::talk;
  if (has_any(k, wholes)) return Measure::whole;
  return Measure::none;
}

Measure count_of(const std::string& k) {
  const bool answered = has_any(k, answers);
  if (has_any(k, abandons)) return Measure::abandoned;
  if (answered) return has_any(k, negations) ? Measure::abandoned : Measure::answered;
  if (has_any(k, offers)) return Measure::offered;
  return Measure::none;
}

}  // namespace

AcdHeading acd_heading(std::string_view heading) {
  AcdHeading out;
  if (heading.empty() || heading.size() > 120) return out;
  const std::string key = base::heading_key(heading);
  if (key.empty()) return out;
  const std::string k = " " + key + " ";
  const auto words = base::split(key, ' ');
  out.sure = sureness(words.size());
  const bool share = heading.find('%') != std::string_view::npos || has_any(k, shares);
  out.form = share                  ? Form::share
             : has_any(k, extremes) ? Form::extreme
             : has_any(k, averages) ? Form::average
             : has_any(k, totals)   ? Form::total
                                    : Form::plain;
  for (const auto& a : acronyms) {
    if (std::find(words.begin(), words.end(), a.word) == words.end()) continue;
    if (out.form == Form::plain) out.form = Form::average;
    out.measure = share ? Measure::aside : a.measure;
    out.length = true;
    return out;
  }
  const bool level = has_any(k, service_levels) || (share && (has(k, "ns ") || has(k, "nds ")));
  const bool within = has_any(k, withins);
  if (level || within) {
    const bool counted = within && !share && (has_any(k, answers) || has_any(k, nouns) || has_any(k, offers));
    if (has(k, "target") && !within) {
      out.measure = Measure::aside;
    } else if (share || level || counted) {
      out.measure = counted ? Measure::within : Measure::service_level;
    }
    if (out.measure != Measure::none) return out;
  }
  if (has_any(k, queues) && !has_any(k, lengths)) return out;
  out.length = has_any(k, lengths) || out.form == Form::average ||
               std::any_of(lengths_inside.begin(), lengths_inside.end(),
                           [&](std::string_view w) { return k.find(w) != std::string::npos; });
  const Measure count = count_of(k);
  if (out.length) {
    out.measure = length_of(k);
    // The time until callers gave up, or the calls of an hour: lengths of something else.
    if (count == Measure::abandoned || (out.measure != Measure::none && share)) out.measure = Measure::aside;
    return out;
  }
  if (has_any(k, asides)) {
    out.measure = count == Measure::none ? Measure::none : Measure::aside;
    return out;
  }
  if (count != Measure::none) {
    out.measure = share || out.form == Form::extreme ? Measure::aside : count;
    // "Answered < 20 s": a threshold stands in the heading.
    const bool digits = key.find_first_of("0123456789") != std::string::npos;
    if (out.measure == Measure::answered && digits && (has(k, "s ") || has(k, "sec") || k.find("s ") != std::string::npos))
      out.measure = Measure::within;
    return out;
  }
  if (only_noun(words)) {
    out.measure = Measure::offered;
    out.sure = 0.5;
    return out;
  }
  out.measure = length_of(k);
  if (words.size() > 2 && out.measure != Measure::none) out.sure *= 0.8;
  if (share && out.measure != Measure::none) out.measure = Measure::aside;
  return out;
}

bool names_an_end(const std::string& key) {
  static constexpr auto ends = std::to_array<std::string_view>(
    {
      "end",  "ende",   "bis",   "to",    "until", "till",  "end time", "interval end", "end interval", "endzeit", "intervallende", "fin",
      "heure fin", "heure de fin", "à",  "au",   "hasta", "hora fin", "até",  "hora fim", "fim",  "fine",  "ora fine", "alle",
      "tot",  "einde", "eindtijd", "koniec", "до",    "конец"});
  return std::find(ends.begin(), ends.end(), key) != ends.end();
}

bool names_hours(const std::string& key) {
  static constexpr auto hours = std::to_array<std::string_view>(
    {"hour", "heure", "hora", "ora", "stunde", "uur", "godzina", "час",
                                                          "hour of day", "hh", "uhrzeit", "tranche horaire", "heures", "время"});
  return std::find(hours.begin(), hours.end(), key) != hours.end();
}

bool names_a_line(const std::string& key) {
  static constexpr auto lines = std::to_array<std::string_view>(
    {
      "ani ",     "cli ",      "dnis ",     "clid ",   "caller id", "caller number", "caller phone", "phone", "telephone", "calling",  "dialed",
      "dialled",  "rufnummer", "telefon",   "anrufer", "appelant",  "appelé",  "téléphone", "teléfono", "llamante", "número origen", "número de origen",
      "chamador", "chiamante", "chiamato",  "beller",  "dzwoniąc", "абонент", "телефон", "номер звонящ", "msisdn", "from number", "callerid"});
  const std::string k = " " + key + " ";
  return has_any(k, lines) || has(k, "nummer des anrufers") || has(k, "numéro client") || key == "number called";
}

bool names_a_flow_of_tickets(const std::string& key) {
  static constexpr auto flows = std::to_array<std::string_view>(
    {
      "created", "opened", "open ",   "new ",     "received", "raised",  "logged", "solved",  "resolved", "closed",  "reopened",
      "backlog", "unsolved", "unresolved", "pending", "tickets", "incidents", "cases", "requests", "erstellt", "eröffnet", "neu ",
      "neue ",   "gelöst", "geschlossen", "offen", "erledigt", "créé",  "ouvert", "résolu", "clos",  "fermé",  "nouveau",
      "cread",   "abiert", "nuev",    "resuelt", "cerrad", "criad",  "abert",  "novo",    "resolvid", "fechad",  "encerrad",
      "apert",   "nuov",   "chius",   "risolt",  "aangemaakt", "geopend", "nieuw", "opgelost", "gesloten", "utworz", "nowe ",
      "otwart",  "rozwiąz", "zamkni", "создан",  "открыт",  "новы",   "решен",  "закрыт", "escalated"});
  return has_any(" " + key + " ", flows);
}

std::optional<bool> call_answered_in(std::string_view text) {
  text = base::trimmed(text);
  if (text.size() < 3 || text.size() > 40) return std::nullopt;
  const std::string k = " " + base::heading_key(text) + " ";
  static constexpr auto lost = std::to_array<std::string_view>(
    {"no answer", "busy ",   "besetzt", "occupé",  "ocupad",  "occupat", "bezet",
                                                         "zajęt",     "занят",   "voicemail", "mailbox", "messagerie", "buzón", "segreteria",
                                                         "nicht erreicht", "failed ", "timeout", "disconnected in queue", "kein anschluss", "rejected "});
  if (has_any(k, abandons) || has_any(k, lost)) return false;
  if (has_any(k, answers)) return !has_any(k, negations);
  if (has(k, "completed ") || has(k, "verbunden ") || has(k, "erfolgreich") || has(k, "соединен")) return true;
  return std::nullopt;
}

std::optional<double> read_call_length(std::string_view text, double unit_seconds) {
  text = base::trimmed(text);
  std::string shown;
  if (text.starts_with(':')) {
    shown = "0" + std::string(text);
    text = shown;
  }
  const auto first = text.find(':');
  const bool two_parts = first != std::string_view::npos && text.find(':', first + 1) == std::string_view::npos;
  if (two_parts && text.find_first_not_of("0123456789:.,") == std::string_view::npos) {
    const auto minutes = read_number(text.substr(0, first));
    const auto seconds = read_number(text.substr(first + 1));
    if (minutes.state != NumberRead::read || seconds.state != NumberRead::read || seconds.value >= 60) return std::nullopt;
    return minutes.value * 60 + seconds.value;
  }
  return read_duration(text, unit_seconds);
}

std::optional<WrittenRange> read_range(std::string_view text) {
  text = base::trimmed(text);
  if (text.size() < 5 || text.size() > 64 || text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  const auto times = [](std::string_view part) { return read_time(base::trimmed(part), {.order = DayOrder::dmy}); };
  static constexpr auto between = std::to_array<std::string_view>(
    {" - ", " – ", " — ", "–", "—", " bis ", " to ", " à ", " a ",
                                                            " às ", " alle ", " tot ", " do ", " до ", "-",  "/"});
  for (const auto sep : between) {
    for (auto at = text.find(sep); at != std::string_view::npos; at = text.find(sep, at + 1)) {
      WrittenRange r;
      r.from = base::trimmed(text.substr(0, at));
      r.to = base::trimmed(text.substr(at + sep.size()));
      if (r.from.size() < 3 || r.to.size() < 3) continue;
      const WrittenTime from = times(r.from);
      const WrittenTime to = times(r.to);
      const bool read = from.state == TimeRead::read;
      const bool clock = from.state == TimeRead::time_only;
      // 24:00 ends a day and starts none.
      const bool midnight = r.to.starts_with("24:00");
      const bool to_clock = to.state == TimeRead::time_only || midnight;
      if (!((clock && to_clock) || (read && (to_clock || to.state == TimeRead::read)))) continue;
      if (read && to_clock && from.precision == base::Precision::day) continue;
      r.clock = clock;
      const auto of_day = [](const base::Civil& c) { return c.hour * 3600.0 + c.minute * 60.0 + c.second; };
      if (to_clock) {
        r.seconds = (midnight ? 86400 : of_day(to.civil)) - of_day(from.civil);
        if (r.seconds < 0) r.seconds += 86400;
      } else {
        r.seconds = static_cast<double>(base::civil_as_utc(to.civil) - base::civil_as_utc(from.civil)) / 1000;
        if (to.precision == base::Precision::day && from.precision == base::Precision::day) r.seconds += 86400;
        if (r.seconds < 0) r.seconds = 0;
      }
      // Shown to the last minute or second of it: 08:00 - 08:29.
      if (to_clock && !midnight) {
        const double step = to.precision == base::Precision::second ? 1 : 60;
        const double rest = (r.seconds + step) / 900;
        if (rest == static_cast<double>(static_cast<int>(rest)) && rest > 0) r.seconds += step;
      }
      return r;
    }
  }
  return std::nullopt;
}

}  // namespace debrief::import
