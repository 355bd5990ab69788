// The systems and languages.

#include "tests/import/fault_profiles.h"

namespace debrief::import::testing {

namespace {

using Words = std::string_view;

constexpr Words english_titles[] = {"IVR drops callers after the menu", "Billing line engaged, all agents busy",
                                    "Calls cut off at 10 minutes", "Payment page times out (card)",
                                    "No audio on transfers; headset or trunk?", "CRM slow since Monday",
                                    "Wrong opening hours announced", "Queue shows 0 agents though 12 are signed in"};
constexpr Words english_categories[] = {"Telephony", "Billing", "CRM", "Network", "Self-service"};
constexpr Words english_teams[] = {"Service desk", "Voice, second line", "Platform", "Resource planning"};
constexpr Words english_agents[] = {"R. Okafor", "Dana Whitfield", "M. Lindqvist", "Priya Raman"};
constexpr Words english_channels[] = {"Phone", "Email", "Chat", "Web form"};
constexpr Words english_statuses[] = {"Closed", "Resolved", "Closed", "Resolved"};

constexpr Words german_titles[] = {"Anrufer hören keine Ansage", "Störung der Rufnummernübermittlung",
                                   "Gespräche brechen ab, Grund unklar", "Wartezeit über 20 Minuten",
                                   "Bestellung über die Website nicht möglich", "Rückrufe werden nicht ausgelöst"};
constexpr Words german_categories[] = {"Telefonie", "Abrechnung", "Störung", "Öffnungszeiten"};
constexpr Words german_teams[] = {"Leitstelle", "Zweite Ebene", "Fachbereich Köln", "Führung"};
constexpr Words german_agents[] = {"J. Müller", "A. Groß", "K. Weiß"};
constexpr Words german_channels[] = {"Telefon", "E-Mail", "Brief"};
constexpr Words german_statuses[] = {"Geschlossen", "Gelöst"};

constexpr Words french_titles[] = {"Coupure des appels à l'accueil", "Délai d'attente trop élevé",
                                   "Message d'accueil inaudible", "Facture erronée, réclamation répétée",
                                   "Panne générale du réseau à Évry", "Rappel non effectué"};
constexpr Words french_categories[] = {"Téléphonie", "Facturation", "Réseau", "Accueil"};
constexpr Words french_teams[] = {"Support technique", "Réseaux", "Clientèle"};
constexpr Words french_agents[] = {"H. Lefèvre", "C. Béranger", "F. Noël"};
constexpr Words french_channels[] = {"Téléphone", "Courriel", "Site"};
constexpr Words french_statuses[] = {"Clôturé", "Résolu"};

constexpr Words spanish_titles[] = {"La línea se corta tras el menú", "Avería en la centralita de Málaga",
                                    "Clientes en espera más de 15 minutos", "Error al cobrar, cargo duplicado",
                                    "Sin señal en la extensión", "Reclamación por atención telefónica"};
constexpr Words spanish_categories[] = {"Telefonía", "Facturación", "Avería", "Información"};
constexpr Words spanish_teams[] = {"Atención al cliente", "Técnicos", "Gestión"};
constexpr Words spanish_agents[] = {"L. Núñez", "M. Gómez", "I. Sáez"};
constexpr Words spanish_channels[] = {"Teléfono", "Correo", "Chat"};
constexpr Words spanish_statuses[] = {"Cerrado", "Resuelto"};

constexpr Words portuguese_titles[] = {"Ligação cai após o menu", "Fila de espera com avaria",
                                       "Cobrança indevida, cliente insatisfeito", "Sistema lento desde segunda",
                                       "Gravações não encontradas"};
constexpr Words portuguese_categories[] = {"Telefonia", "Cobrança", "Rede", "Atenção"};
constexpr Words portuguese_teams[] = {"Suporte", "Operações", "Gestão"};
constexpr Words portuguese_agents[] = {"J. Simões", "A. Conceição", "R. Brandão"};
constexpr Words portuguese_channels[] = {"Telefone", "E-mail", "Balcão"};
constexpr Words portuguese_statuses[] = {"Encerrado", "Resolvido"};

constexpr Words italian_titles[] = {"La linea cade dopo l'annuncio", "Attesa più lunga del previsto",
                                    "Fattura errata, già segnalata", "Chat non disponibile",
                                    "Velocità ridotta in sede"};
constexpr Words italian_categories[] = {"Telefonia", "Fatturazione", "Rete", "Qualità"};
constexpr Words italian_teams[] = {"Assistenza", "Secondo livello", "Qualità"};
constexpr Words italian_agents[] = {"G. Niccolò", "P. Forlì", "S. Bellini"};
constexpr Words italian_channels[] = {"Telefono", "Posta", "Chat"};
constexpr Words italian_statuses[] = {"Chiuso", "Risolto"};

constexpr Words dutch_titles[] = {"Bellers horen geen keuzemenu", "Wachttijd te hoog, geen medewerkers",
                                  "Factuur klopt niet", "Storing in de telefooncentrale", "Reünie van oude meldingen"};
constexpr Words dutch_categories[] = {"Telefonie", "Facturen", "Netwerk"};
constexpr Words dutch_teams[] = {"Servicedesk", "Tweede lijn", "Planning"};
constexpr Words dutch_agents[] = {"T. de Wit", "B. Jansen", "Zoë Smit"};
constexpr Words dutch_channels[] = {"Telefoon", "E-mail", "Chat"};
constexpr Words dutch_statuses[] = {"Gesloten", "Opgelost"};

constexpr Words polish_titles[] = {"Połączenia są zrywane po zapowiedzi", "Zbyt długi czas oczekiwania",
                                   "Błędna faktura, reklamacja", "Brak dźwięku w słuchawce",
                                   "Usługa niedostępna w Łodzi"};
constexpr Words polish_categories[] = {"Telefonia", "Płatności", "Sieć"};
constexpr Words polish_teams[] = {"Obsługa", "Druga linia", "Łączność"};
constexpr Words polish_agents[] = {"K. Wójcik", "M. Żak", "A. Śliwa"};
constexpr Words polish_channels[] = {"Telefon", "E-mail", "Czat"};
constexpr Words polish_statuses[] = {"Zamknięte", "Rozwiązane"};

constexpr Words russian_titles[] = {"Обрыв звонка после меню", "Долгое ожидание на линии",
                                    "Ошибка в счёте, повторная жалоба", "Не работает форма обратной связи",
                                    "Нет звука при переводе"};
constexpr Words russian_categories[] = {"Телефония", "Оплата", "Сеть"};
constexpr Words russian_teams[] = {"Первая линия", "Вторая линия", "Эксплуатация"};
constexpr Words russian_agents[] = {"А. Петрова", "С. Юдин", "М. Жуков"};
constexpr Words russian_channels[] = {"Телефон", "Почта", "Чат"};
constexpr Words russian_statuses[] = {"Закрыто", "Решено"};

constexpr Writes any_english[] = {Writes::iso, Writes::dmy, Writes::mdy, Writes::named};
constexpr Writes dashes[] = {Writes::iso, Writes::dmy};
constexpr Writes dots[] = {Writes::dotted, Writes::iso};
constexpr Writes strokes[] = {Writes::dmy, Writes::iso};
constexpr Writes jira_only[] = {Writes::jira};
constexpr Writes zulu[] = {Writes::iso_t, Writes::iso};

constexpr Profile table[] = {
    {"centre log", {"Reference", "Title", "Priority", "Status", "Category", "Team", "Assigned to", "Channel", "Opened", "Acknowledged", "Resolved", "Closed", "Customers affected", "Reopen count", "CSAT"}, english_titles, english_categories, english_teams, english_agents, english_channels, english_statuses, any_english, ",;\t|", "windows-1252", "INC"},
    {"paper log typed up", {"Incident no", "Short description", "Severity", "State", "Incident type", "Department", "Handled by", "Received via", "Date reported", "Responded", "Date resolved", "Date closed", "Users affected", "Times reopened", "Survey score"}, english_titles, english_categories, english_teams, english_agents, english_channels, english_statuses, any_english, ",;\t", "windows-1252", "L"},
    {"servicenow", {"number", "short_description", "priority", "incident_state", "category", "assignment_group", "assigned_to", "contact_type", "opened_at", "", "resolved_at", "closed_at", "", "reopen_count", ""}, english_titles, english_categories, english_teams, english_agents, english_channels, english_statuses, dashes, ",", "", "INC00"},
    {"jira", {"Issue key", "Summary", "Priority", "Status", "", "", "Assignee", "", "Created", "", "Resolved", "", "", "", ""}, english_titles, english_categories, english_teams, english_agents, english_channels, english_statuses, jira_only, ",", "", "OPS-"},
    {"zendesk", {"Id", "Subject", "Priority", "Status", "", "Group", "Assignee", "Via", "Created at", "", "Solved at", "", "", "Reopens", ""}, english_titles, english_categories, english_teams, english_agents, english_channels, english_statuses, zulu, ",", "", "5"},
    {"deutsch", {"Vorfallnummer", "Kurzbeschreibung", "Priorität", "Status", "Kategorie", "Gruppe", "Bearbeiter", "Kanal", "Erstellt am", "Angenommen am", "Gelöst am", "Geschlossen am", "Betroffene Kunden", "Wiedereröffnet", "Kundenzufriedenheit"}, german_titles, german_categories, german_teams, german_agents, german_channels, german_statuses, dots, ";\t,", "windows-1252", "V-"},
    {"français", {"Numéro de ticket", "Objet", "Priorité", "Statut", "Catégorie", "Groupe", "Technicien", "Canal", "Créé le", "Pris en compte le", "Résolu le", "Clôturé le", "Clients impactés", "Réouvertures", "Satisfaction client"}, french_titles, french_categories, french_teams, french_agents, french_channels, french_statuses, strokes, ";,\t", "windows-1252", "TK"},
    {"español", {"Número de incidencia", "Asunto", "Prioridad", "Estado", "Categoría", "Grupo asignado", "Agente", "Canal", "Fecha de creación", "Atendido", "Fecha de resolución", "Fecha de cierre", "Clientes afectados", "Reaperturas", "Satisfacción"}, spanish_titles, spanish_categories, spanish_teams, spanish_agents, spanish_channels, spanish_statuses, strokes, ";,", "windows-1252", "IN-"},
    {"português", {"Chamado", "Assunto", "Prioridade", "Situação", "Categoria", "Grupo", "Responsável", "Canal", "Data de abertura", "Reconhecido", "Data da solução", "Data de fechamento", "Clientes afetados", "Reaberturas", "Satisfação"}, portuguese_titles, portuguese_categories, portuguese_teams, portuguese_agents, portuguese_channels, portuguese_statuses, strokes, ";,", "windows-1252", "C"},
    {"italiano", {"Numero ticket", "Oggetto", "Priorità", "Stato", "Categoria", "Gruppo", "Operatore", "Canale", "Aperto il", "Preso in carico", "Risolto il", "Chiuso il", "Clienti interessati", "Riaperto", "Soddisfazione"}, italian_titles, italian_categories, italian_teams, italian_agents, italian_channels, italian_statuses, strokes, ";,", "windows-1252", "S"},
    {"nederlands", {"Meldingnummer", "Onderwerp", "Prioriteit", "Status", "Categorie", "Behandelgroep", "Behandelaar", "Kanaal", "Aangemaakt op", "In behandeling genomen", "Opgelost op", "Gesloten op", "Getroffen klanten", "Heropend", "Klanttevredenheid"}, dutch_titles, dutch_categories, dutch_teams, dutch_agents, dutch_channels, dutch_statuses, strokes, ";,\t", "windows-1252", "M"},
    {"polski", {"Numer zgłoszenia", "Temat", "Priorytet", "Stan", "Kategoria", "Zespół", "Osoba odpowiedzialna", "Kanał", "Data utworzenia", "Data przyjęcia", "Data rozwiązania", "Data zamknięcia", "Liczba klientów", "Ponownie otwarte", "Satysfakcja"}, polish_titles, polish_categories, polish_teams, polish_agents, polish_channels, polish_statuses, dots, ";,", "windows-1250", "Z/"},
    {"русский", {"Номер обращения", "Тема", "Приоритет", "Статус", "Категория", "Группа", "Исполнитель", "Канал", "Дата регистрации", "Дата принятия", "Дата решения", "Дата закрытия", "Затронуто клиентов", "Переоткрыто", "Оценка"}, russian_titles, russian_categories, russian_teams, russian_agents, russian_channels, russian_statuses, dots, ";,\t", "windows-1251", "A"},
};

}  // namespace

std::span<const Profile> profiles() { return table; }

}  // namespace debrief::import::testing
