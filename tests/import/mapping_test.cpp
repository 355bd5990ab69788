// Columns get their roles, rows become drafts: real exports and the cases they taught.

#include <gtest/gtest.h>

#include "import/assign.h"
#include "import/catalogue.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using review::EventKind;
using review::Kind;
using review::NumberField;
using review::RowIs;
using review::TextField;
using review::TimeField;
using testing::collect;
using testing::collect_text;

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "-"; }

TEST(Mapping, OfAServiceNowEventLog) {
  const std::string path = testing::samples() + "servicenow-event-log/incident_event_log_part.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "servicenow");
  EXPECT_EQ(out.reading.row_is, RowIs::event);
  EXPECT_EQ(out.drafts.size(), 30002U);
  EXPECT_EQ(out.incidents(), 4242U);
  EXPECT_EQ(out.events(), 30002U);
  EXPECT_TRUE(out.quarantined.empty());
  for (const auto& c : out.reading.columns) {
    if (!(c.role == "opened" || c.role == "resolved" || c.role == "closed" || c.role == "updated")) continue;
    EXPECT_EQ(c.day_order, "dmy") << c.name;
  }
  std::map<std::string, const review::IncidentDraft*> last;
  for (const auto& d : out.drafts) last[d.incident.ref] = &d;
  int resolved = 0;
  int met = 0;
  int reopened = 0;
  for (const auto& [ref, d] : last) {
    resolved += d->incident[TimeField::resolved] ? 1 : 0;
    met += d->incident[NumberField::sla_met] == 1 ? 1 : 0;
    reopened += d->incident[NumberField::reopen_count].value_or(0) > 0 ? 1 : 0;
  }
  EXPECT_EQ(resolved, 4063);
  EXPECT_EQ(met, 924);
  EXPECT_EQ(reopened, 63);
  const auto& first = out.drafts[0];
  EXPECT_EQ(first.events.at(0).kind, EventKind::logged);
  EXPECT_EQ(out.drafts[1].events.at(0).kind, EventKind::resolved);
  EXPECT_EQ(out.drafts[1].events.at(0).changes, "status: New -> Resolved");
  EXPECT_EQ(at(first.incident[TimeField::opened]), "2016-02-29T01:16:00Z");
}

TEST(Mapping, OfAServiceNowList) {
  const std::string path = testing::samples() + "servicenow-list-export/incident.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "servicenow");
  EXPECT_EQ(out.reading.row_is, RowIs::incident);
  EXPECT_EQ(out.reading.zone, "UTC");
  EXPECT_EQ(out.reading.zone_from, "mapping");
  EXPECT_EQ(out.incidents(), 66U);
  EXPECT_EQ(out.role("opened_at"), "opened");
  EXPECT_EQ(out.role("state"), "status");
  EXPECT_EQ(out.role("assignment_group"), "team");
}

TEST(Mapping, OfAJiraExportWithRepeatedHeadings) {
  const std::string path = testing::samples() + "jira-cloud-csv/Jira.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "jira");
  EXPECT_EQ(out.reading.columns.size(), 92U);
  EXPECT_EQ(out.incidents(), 68U);
  int resolved = 0;
  for (const auto& d : out.drafts) {
    EXPECT_TRUE(d.incident[TimeField::opened]);
    resolved += d.incident[TimeField::resolved] ? 1 : 0;
  }
  EXPECT_EQ(resolved, 13);
  EXPECT_EQ(out.role("Issue key"), "ref");
  EXPECT_EQ(at(out.drafts[0].incident[TimeField::opened]), "2026-02-15T16:37:00Z");
}

TEST(Mapping, OfStatusPageRecordsWithTheirUpdates) {
  const std::string path = testing::samples() + "status-incidents-ndjson/incidents.jsonl";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "statuspage");
  EXPECT_EQ(out.reading.zone_from, "file");
  EXPECT_EQ(out.incidents(), 819U);
  int maintenance = 0;
  int none = 0;
  double minutes = 0;
  for (const auto& d : out.drafts) {
    maintenance += d.incident.kind == Kind::maintenance ? 1 : 0;
    none += d.incident[TextField::impact] == "none" ? 1 : 0;
    minutes += static_cast<double>(d.incident[TimeField::resolved]->at - d.incident[TimeField::opened]->at) / 60000;
  }
  EXPECT_EQ(maintenance, 18);
  EXPECT_EQ(none, 31);
  EXPECT_NEAR(minutes / 819, 224.994, 0.001);
  EXPECT_GT(out.events(), 3000U);
}

TEST(Mapping, OfComplaintsFindsTheSwappedDaysAndMonths) {
  const std::string path = testing::samples() + "telecom-complaints-csv/Comcast_telecom_complaints_data.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.drafts.size(), 2224U);
  EXPECT_EQ(out.count("day-month-swap"), 2U) << "both columns of dates";
  EXPECT_EQ(out.role("Ticket #"), "ref");
  EXPECT_EQ(out.role("Date"), "opened");
  EXPECT_EQ(out.role("Time"), "opened_time");
  EXPECT_EQ(out.role("Status"), "status");
  EXPECT_EQ(out.role("Received Via"), "channel");
  EXPECT_EQ(out.drafts[0].incident.kind, Kind::complaint);
  EXPECT_EQ(at(out.drafts[0].incident[TimeField::opened]), "2015-04-22T15:53:50Z");
}

TEST(Mapping, OfACallLogMakesContacts) {
  const std::string path = testing::samples() + "callcentre-xlsx/call_center_dataset.xlsx";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.row_is, RowIs::contact);
  ASSERT_EQ(out.contacts.size(), 5000U);
  int answered = 0;
  int solved = 0;
  double wait = 0;
  double talk = 0;
  for (const auto& c : out.contacts) {
    answered += c.answered == true ? 1 : 0;
    solved += c.fcr == true ? 1 : 0;
    wait += c.queue_wait.value_or(0);
    talk += c.talk.value_or(0);
  }
  EXPECT_EQ(answered, 4054);
  EXPECT_EQ(solved, 3646);
  EXPECT_NEAR(wait / answered, 67.521, 0.001);
  EXPECT_NEAR(talk / answered, 224.923, 0.001);
}

TEST(Mapping, OfTheDemoLogReadsEveryEntry) {
  const std::string path = std::string(DEBRIEF_TOP) + "/app/demo/contact-centre-log.csv";
  NEEDS_SAMPLE(path);
  Options options;
  options.default_zone = "Europe/London";
  const auto out = collect(path, options);
  EXPECT_EQ(out.reading.row_is, RowIs::event);
  EXPECT_EQ(out.incidents(), 1500U);
  EXPECT_EQ(out.quarantined.size(), 3U);
  EXPECT_EQ(out.count("duplicate-row"), 2U);
  for (const auto& c : out.reading.columns) EXPECT_FALSE(c.role.empty()) << c.name;
}

const std::string log =
    "Ref,Entry,Entry time,Entry "
    "type,By,Role,System,Audience,Direction,Text,Title,Kind,Opened,Priority,Status,Reopened\n"
    "A1,1,25/10/2025 23:50:00,Logged,Ann,Agent,CRM,,,Call came in,No dial tone,Incident,25/10/2025 23:50:00,P3,New,0\n"
    "A1,2,26/10/2025 01:40:00,Communication,Bob,Comms lead,Email,Customers,Outbound,We know,No dial "
    "tone,Incident,25/10/2025 23:50:00,P2,In progress,0\n"
    "A1,3,26/10/2025 01:10:00,Resolved,Bob,Comms lead,CRM,,,Done,No dial tone,Incident,25/10/2025 "
    "23:50:00,P2,Resolved,0\n"
    "A1,4,31/02/2026 01:10:00,Note,Bob,,,,,Wrong day,No dial tone,Incident,25/10/2025 23:50:00,P2,Resolved,0\n"
    ",5,26/10/2025 05:10:00,Note,Bob,,,,,No key,No dial tone,Incident,25/10/2025 23:50:00,P2,Resolved,0\n";

TEST(Mapping, OfAnEntryLogKeepsWhoSaidWhatToWhom) {
  Options options;
  options.zone = "Europe/London";
  const auto out = collect_text(log, options);
  EXPECT_EQ(out.reading.row_is, RowIs::event);
  EXPECT_EQ(out.reading.zone_from, "flag");
  ASSERT_EQ(out.drafts.size(), 3U);
  const auto& e = out.drafts[1].events.at(0);
  EXPECT_EQ(e.kind, EventKind::communication);
  EXPECT_EQ(e.actor, "Bob");
  EXPECT_EQ(e.actor_role, "Comms lead");
  EXPECT_EQ(e.system, "Email");
  EXPECT_EQ(e.audience, "Customers");
  EXPECT_EQ(e.direction, "Outbound");
  EXPECT_EQ(e.text, "We know");
  EXPECT_EQ(e.changes, "status: New -> In progress\npriority: P3 -> P2");
  EXPECT_EQ(e.row, 3);
}

TEST(Mapping, OfAnEntryLogTellsTheHourThatComesTwiceByTheOrder) {
  Options options;
  options.zone = "Europe/London";
  const auto out = collect_text(log, options);
  EXPECT_EQ(at(out.drafts[1].events.at(0).at), "2025-10-26T00:40:00Z") << "the earlier";
  EXPECT_EQ(at(out.drafts[2].events.at(0).at), "2025-10-26T01:10:00Z") << "after the entry before it, so the later";
  EXPECT_EQ(out.count("time-repeated"), 1U);
}

TEST(Mapping, SetsRowsWithoutKeyOrTimeAside) {
  const auto out = collect_text(log);
  ASSERT_EQ(out.quarantined.size(), 2U);
  EXPECT_EQ(out.quarantined[0].second.code, "date-impossible");
  EXPECT_EQ(out.quarantined[0].second.value, "31/02/2026 01:10:00");
  EXPECT_EQ(out.quarantined[0].first, 5);
  EXPECT_EQ(out.quarantined[1].second.code, "key-missing");
}

TEST(Mapping, FollowsTheDayOrderOfTheWholeColumn) {
  std::string text = "Ref,Opened,Closed,Title\n";
  for (int i = 0; i < 3000; ++i) text += "A" + std::to_string(i) + ",05/04/2024 10:00,06/04/2024 10:00,x\n";
  const auto undecided = collect_text(text);
  EXPECT_EQ(undecided.count("day-order-assumed"), 2U);
  EXPECT_EQ(at(undecided.drafts[0].incident[TimeField::opened]), "2024-04-05T10:00:00Z");
  text += "A3000,05/17/2024 10:00,06/18/2024 10:00,x\n";
  const auto decided = collect_text(text);
  EXPECT_EQ(at(decided.drafts[0].incident[TimeField::opened]), "2024-05-04T10:00:00Z")
      << "the last row proves the month first";
  EXPECT_EQ(decided.count("day-order-assumed"), 0U);
  Options options;
  options.day_order = "dmy";
  const auto asked = collect_text(text, options);
  EXPECT_EQ(at(asked.drafts[0].incident[TimeField::opened]), "2024-04-05T10:00:00Z");
  EXPECT_EQ(asked.count("day-order-clash"), 2U);
  EXPECT_EQ(asked.quarantined.size(), 1U);
}

TEST(Mapping, TakesTheDayOrderFromAnotherColumn) {
  const auto out = collect_text("Ref,Opened,Closed,Title\nA1,05/04/2024,06/25/2024,x\nA2,05/06/2024,06/26/2024,y\n");
  EXPECT_EQ(at(out.drafts[0].incident[TimeField::opened]), "2024-05-04T00:00:00Z");
  EXPECT_EQ(out.drafts[0].incident[TimeField::opened]->precision, base::Precision::day);
}

TEST(Mapping, KnowsHeadingsOfNineLanguages) {
  struct Case {
    const char* heading;
    std::vector<std::string> roles;
  };
  const std::vector<Case> cases{
      {"Ticketnummer;Betreff;Erstellt am;Gelöst am;Priorität;Status;Gruppe;Bearbeiter;Kunde",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Numéro de ticket;Titre;Date de création;Date de résolution;Priorité;Statut;Équipe;Technicien;Demandeur",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Referencia;Asunto;Fecha de apertura;Fecha de resolución;Prioridad;Estado;Grupo;Asignado a;Cliente",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Chamado;Assunto;Data de abertura;Data da solução;Prioridade;Situação;Equipe;Atendente;Requerente",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Segnalazione;Oggetto;Data apertura;Data risoluzione;Priorità;Stato;Gruppo;Operatore;Richiedente",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Meldingnummer;Onderwerp;Aangemaakt op;Opgelost op;Prioriteit;Status;Behandelgroep;Behandelaar;Aanvrager",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Numer zgłoszenia;Temat;Data zgłoszenia;Data rozwiązania;Priorytet;Status;Zespół;Wykonawca;Zgłaszający",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}},
      {"Номер заявки;Тема;Дата создания;Дата решения;Приоритет;Статус;Группа;Исполнитель;Заявитель",
       {"ref", "title", "opened", "resolved", "priority", "status", "team", "assignee", "caller"}}};
  for (const auto& c : cases) {
    const auto out = collect_text(std::string(c.heading) +
                                  "\nA1;Drucker;22.07.2026 15:47;23.07.2026 10:00;2;x;y;z;w\nA2;Telefon;24.07.2026 "
                                  "15:47;25.07.2026 10:00;3;x;y;z;w\n");
    ASSERT_EQ(out.reading.columns.size(), c.roles.size()) << c.heading;
    for (std::size_t i = 0; i < c.roles.size(); ++i)
      EXPECT_EQ(out.reading.columns[i].role, c.roles[i]) << out.reading.columns[i].name;
  }
}

TEST(Mapping, CountsStandInsOnceAColumn) {
  const auto out = collect_text(
      "Ref,Opened,Title,Priority\nA1,2024-03-01 10:00,x,N/A\nA2,2024-03-01 11:00,y,?\nA3,2024-03-01 12:00,z,P1\n");
  EXPECT_EQ(out.count("placeholder-value"), 1U);
  EXPECT_FALSE(out.drafts[0].incident[TextField::priority]);
  EXPECT_EQ(out.drafts[2].incident[TextField::priority], "P1");
}

TEST(Mapping, ReadsABreachAsTheServiceLevelNotMet) {
  const auto out = collect_text("Ref,Opened,Title,SLA breached\nA1,2024-03-01 10:00,x,Yes\nA2,2024-03-01 11:00,y,No\n");
  EXPECT_EQ(out.role("SLA breached"), "sla_met");
  EXPECT_EQ(out.drafts[0].incident[NumberField::sla_met], 0);
  EXPECT_EQ(out.drafts[1].incident[NumberField::sla_met], 1);
}

TEST(Mapping, MakesTheSameKeyForTheSameRowWhereThereIsNone) {
  const std::string text =
      "Opened,Problem description,Priority\n2024-03-01 10:00,The phones are down again,P1\n2024-03-01 11:00,The "
      "printer is out of paper,P3\n";
  const auto once = collect_text(text);
  const auto again =
      collect_text("Opened,Problem description,Priority\n2024-03-01 11:00,The printer is out of paper,P3\n");
  EXPECT_EQ(once.count("no-key-column"), 1U);
  EXPECT_NE(once.drafts.at(0).incident.ref, once.drafts.at(1).incident.ref);
  EXPECT_EQ(once.drafts.at(1).incident.ref, again.drafts.at(0).incident.ref);
}

TEST(Mapping, ImportsAFileWithoutTimesAndSaysSo) {
  const auto out = collect_text("Ref,Title,Priority\nA1,x,P1\nA2,y,P2\n");
  EXPECT_EQ(out.drafts.size(), 2U);
  EXPECT_EQ(out.count("no-time-column"), 1U);
}

TEST(Mapping, OfAPersonsOwnFileOverrulesEverything) {
  const testing::TemporaryFile map(
      "map.json",
      R"({"columns": {"When": "closed", "Title": null, "Nobody": "team"}, "zone": "+02:00", "kind": "request", "day_order": "mdy"})");
  Options options;
  options.map = map.path();
  const auto out = collect_text(
      "Ref,When,Opened,Title\nA1,04/05/2024 10:00,04/05/2024 09:00,x\nA2,04/06/2024 10:00,04/06/2024 09:00,y\n",
      options);
  EXPECT_EQ(out.role("When"), "closed");
  EXPECT_EQ(out.role("Title"), "");
  EXPECT_EQ(out.reading.zone_from, "mapping");
  EXPECT_EQ(out.count("heading-not-found"), 1U);
  EXPECT_EQ(at(out.drafts[0].incident[TimeField::closed]), "2024-04-05T08:00:00Z");
  EXPECT_EQ(out.drafts[0].incident.kind, Kind::request);
  const testing::TemporaryFile bad("map.json", R"({"columns": {"When": "opend"}})");
  options.map = bad.path();
  EXPECT_EQ(testing::error_of([&] { collect_text("Ref,When\nA1,2024-03-01\n", options); }), "unknown-role");
}

TEST(Mapping, SaysWhenAFlagContradictsTheFile) {
  Options options;
  options.source = "zendesk";
  const auto out = collect_text(
      "number,opened_at,short_description,caller_id,assignment_group\nINC1,2024-03-01 10:00:00,x,a,b\nINC2,2024-03-01 "
      "10:00:00,y,a,b\n",
      options);
  EXPECT_EQ(out.reading.source, "zendesk");
  EXPECT_EQ(out.count("source-differs"), 1U);
  options.zone = "Nowhere/Land";
  EXPECT_EQ(testing::error_of([&] { collect_text("Ref,Opened\nA1,2024-03-01\n", options); }), "unknown-zone");
}

TEST(Mapping, MakesIntervalsOfAQueueReport) {
  const auto out = collect_text(
      "Date,Queue,Calls Offered,Calls Answered,Calls "
      "Abandoned,ASA,AHT\n2024-03-01,Sales,100,90,10,0:00:20,0:05:00\n2024-03-02,Sales,110,99,11,0:00:22,0:05:"
      "10\nTotal,,210,189,21,,\n");
  EXPECT_EQ(out.reading.row_is, RowIs::interval);
  ASSERT_EQ(out.intervals.size(), 2U) << "the total is no interval";
  EXPECT_EQ(out.intervals[0].offered, 100);
  EXPECT_EQ(out.intervals[0].asa, 20);
  EXPECT_EQ(out.intervals[0].queue, "Sales");
}

TEST(Mapping, OfAJiraCommentKeepsItsTimeAndAuthor) {
  const auto out = collect_text(
      "Issue key,Project key,Summary,Created,Comment,Comment\n"
      "AB-1,AB,One,15/Feb/26 4:37 PM,15/Feb/26 5:00 PM;7120:aa;Called back; all well,no comment of Jira's own\n"
      "AB-2,AB,Two,16/Feb/26 4:37 PM,,\n");
  ASSERT_EQ(out.drafts.at(0).events.size(), 1U);
  const auto& e = out.drafts[0].events[0];
  EXPECT_EQ(at(e.at), "2026-02-15T17:00:00Z");
  EXPECT_EQ(e.actor, "7120:aa");
  EXPECT_EQ(e.text, "Called back; all well");
  EXPECT_EQ(out.drafts[0].incident[TextField::notes], "no comment of Jira's own");
}

TEST(Mapping, TakesAStateBesideACityAsAPlace) {
  const auto out = collect_text(
      "Ref,Opened,Title,City,State\nA1,2024-03-01 10:00,x,Acworth,Georgia\nA2,2024-03-02 10:00,y,Dover,Delaware\n");
  EXPECT_NE(out.role("State"), "status");
}

TEST(Assignment, IsTheBestOverallNotColumnByColumn) {
  // Greedy would give row 0 its 0.9 and leave row 1 with nothing.
  const auto best = best_assignment({{0.9, 0.8}, {0.85, 0}, {0.1, 0.1}});
  EXPECT_EQ(best, (std::vector<int>{1, 0, -1}));
}

TEST(Catalogue, OfSourcesIsWholeAndNamesRolesThatExist) {
  EXPECT_GE(all_sources().size(), 14U);
  for (const auto& s : all_sources()) {
    EXPECT_FALSE(s.title.empty()) << s.id;
    EXPECT_GE(static_cast<int>(s.signs.size()), s.enough) << s.id;
    EXPECT_TRUE(std::any_of(s.columns.begin(), s.columns.end(), [](const auto& c) {
      return c.second.role != nullptr && c.second.role->id == "ref";
    })) << s.id;
  }
}

}  // namespace
}  // namespace debrief::import
