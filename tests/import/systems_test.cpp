// Every source family by a small export of its shape: the system is recognised, the rows are what they are, and the
// columns mean what that system means by them.

#include <gtest/gtest.h>

#include <utility>
#include <vector>

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
using testing::Collected;
using testing::collect_text;

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "-"; }
std::string word(const std::optional<std::string>& s) { return s.value_or("-"); }
Collected fixture(const std::string& name) {
  return collect(std::string(DEBRIEF_TOP) + "/tests/import/fixtures/" + name);
}

struct Expected {
  const char* file;
  const char* source;
  RowIs row_is;
  std::size_t records;
  std::vector<std::pair<const char*, const char*>> roles;
};

class Systems : public ::testing::TestWithParam<Expected> {};

TEST_P(Systems, AreRecognisedWithTheirColumns) {
  const Expected& want = GetParam();
  const auto out = fixture(want.file);
  EXPECT_EQ(out.reading.source, want.source);
  EXPECT_EQ(out.reading.row_is, want.row_is);
  const std::size_t records = want.row_is == RowIs::contact    ? out.contacts.size()
                              : want.row_is == RowIs::interval ? out.intervals.size()
                                                               : out.incidents();
  EXPECT_EQ(records, want.records);
  EXPECT_TRUE(out.quarantined.empty());
  for (const auto& [column, role] : want.roles) EXPECT_EQ(out.role(column), role) << column;
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, Systems,
    ::testing::Values(
        Expected{"servicenow_incident.xml", "servicenow", RowIs::incident, 2,
                 {{"number", "ref"}, {"state", "status"}, {"assignment_group", "team"}, {"resolved_at", "resolved"}}},
        Expected{"jira_german.csv", "jira", RowIs::incident, 2,
                 {{"Vorgangsschlüssel", "ref"}, {"Erledigt", "resolved"}, {"Lösung", "closure_code"},
                  {"Zugewiesene Person", "assignee"}, {"Benutzerdefiniertes Feld (Schweregrad)", "severity"}}},
        Expected{"glpi_espanol.csv", "glpi", RowIs::incident, 2,
                 {{"Fecha de apertura", "opened"}, {"Fecha de solución", "resolved"}, {"Solicitante - Solicitante", "caller"},
                  {"Asignado a - Grupo técnico", "team"}}},
        Expected{"otrs_deutsch.csv", "otrs", RowIs::incident, 2,
                 {{"Ticket#", "ref"}, {"Erstellt", "opened"}, {"Geschlossen", "closed"}, {"Besitzer", "assignee"}}},
        Expected{"itop_francais.csv", "itop", RowIs::incident, 2,
                 {{"Référence", "ref"}, {"Date d'assignation", "acknowledged"}, {"Equipe->Nom", "team"},
                  {"Demandeur->Nom", "caller"}}},
        Expected{"helix_entries.json", "helix", RowIs::incident, 2,
                 {{"values.Incident Number", "ref"}, {"values.Description", "title"},
                  {"values.Responded Date", "acknowledged"}, {"values.Last Resolved Date", "resolved"}}},
        Expected{"opsgenie_alerts.json", "opsgenie", RowIs::incident, 2,
                 {{"tinyId", "ref"}, {"message", "title"}, {"report.closeTime", "resolve_seconds_given"}}},
        Expected{"pagerduty_rest.json", "pagerduty", RowIs::incident, 2,
                 {{"incident_number", "ref"}, {"service.summary", "service"}, {"first acknowledgement", "acknowledged"},
                  {"assigned to", "assignee"}}},
        Expected{"freshservice.csv", "freshservice", RowIs::incident, 2,
                 {{"Initial response time", "acknowledged"}, {"No. of customers impacted", "customers_affected"},
                  {"Sub-Category", "subcategory"}, {"Resolution status", "sla_met"}}},
        Expected{"zendesk_tickets.json", "zendesk", RowIs::incident, 2,
                 {{"metric_set.solved_at", "resolved"}, {"satisfaction_rating.score", "csat"}, {"via.channel", "channel"}}},
        Expected{"salesforce_report.csv", "salesforce", RowIs::incident, 2,
                 {{"Case Number", "ref"}, {"Date/Time Opened", "opened"}, {"Case Origin", "channel"}}},
        Expected{"dynamics_cases.json", "dynamics365", RowIs::incident, 2,
                 {{"ticketnumber", "ref"}, {"resolveby", "sla_due"},
                  {"prioritycode@OData.Community.Display.V1.FormattedValue", "priority"}}},
        Expected{"manageengine_report.csv", "manageengine", RowIs::incident, 2,
                 {{"Request ID", "ref"}, {"Responded Date", "acknowledged"}, {"Completed Time", "closed"}}},
        Expected{"service_manager.csv", "service_manager", RowIs::incident, 2,
                 {{"Incident ID", "ref"}, {"Category", "kind"}, {"Closure Code", "closure_code"}}},
        Expected{"statuspage_script.js", "statuspage", RowIs::incident, 1, {{"started_at", "opened"}, {"name", "title"}}},
        Expected{"requests_311.csv", "socrata_311", RowIs::incident, 2,
                 {{"Unique Key", "ref"}, {"Complaint Type", "category"}, {"Agency", "team"}}},
        Expected{"pm_export.csv", "xes", RowIs::event, 2,
                 {{"case:concept:name", "ref"}, {"concept:name", "entry_type"}, {"time:timestamp", "entry_at"}}},
        Expected{"genesys_conversations.json", "genesys", RowIs::contact, 2,
                 {{"conversationId", "ref"}, {"talk (tTalk)", "talk"}, {"answered by an agent", "answered"}}},
        Expected{"amazon_glued.json", "amazon_connect", RowIs::contact, 2,
                 {{"ContactId", "ref"}, {"LastUpdateTimestamp", "updated"}, {"Queue.Duration", "queue_wait"}}},
        Expected{"avaya_history.csv", "avaya", RowIs::contact, 3, {{"segstart", "opened"}, {"disptime", "queue_wait"}}},
        Expected{"five9_calls.csv", "five9", RowIs::contact, 2, {{"CALL ID", "ref"}, {"ABANDONED", "abandoned"}}},
        Expected{"queue_report.csv", "generic", RowIs::interval, 4,
                 {{"Calls Offered", "offered"}, {"Service Level (20 s)", "service_level"}, {"ASA", "asa"}}},
        Expected{"warteschlangen_bericht.csv", "generic", RowIs::interval, 3,
                 {{"Angebotene Anrufe", "offered"}, {"Verlorene Anrufe", "calls_abandoned"}, {"Warteschlange", "team"}}},
        Expected{"hand_kept_polski.csv", "generic", RowIs::incident, 2,
                 {{"Nr zgłoszenia", "ref"}, {"Data rozwiązania", "resolved"}, {"Zgłaszający", "caller"}}},
        Expected{"hand_kept_russkij.csv", "generic", RowIs::incident, 2,
                 {{"Номер обращения", "ref"}, {"Дата решения", "resolved"}, {"Исполнитель", "assignee"}}},
        Expected{"hand_kept_nederlands.csv", "generic", RowIs::incident, 2,
                 {{"Meldingsnummer", "ref"}, {"Opgelost op", "resolved"}, {"Oorzaak", "closure_code"}}},
        Expected{"hand_kept_portugues.csv", "generic", RowIs::incident, 2,
                 {{"Número do chamado", "ref"}, {"Data de resolução", "resolved"}, {"Causa raiz", "closure_code"}}},
        Expected{"hand_kept_italiano.csv", "generic", RowIs::incident, 2,
                 {{"Numero ticket", "ref"}, {"Data risoluzione", "resolved"}, {"Stato", "status"}}}),
    [](const auto& fixture_at) {
      std::string name = fixture_at.param.file;
      for (char& c : name) {
        if (c == '.' || c == '-') c = '_';
      }
      return name;
    });

TEST(Xml, OfServiceNowShowsReferencesAsTheirWords) {
  const auto out = fixture("servicenow_incident.xml");
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::caller]), "Maya Osei");
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::status]), "Resolved");
  EXPECT_EQ(word(out.drafts.at(1).incident[TextField::title]), "Agent desktop & softphone freeze");
  EXPECT_EQ(at(out.drafts.at(1).incident[TimeField::opened]), "2026-03-03T13:05:30Z");
  EXPECT_EQ(out.reading.format, "xml");
}

TEST(Xml, OfAnUnknownSystemTakesTheElementThatRepeats) {
  const auto out = collect_text(
      "<export made='2026-03-01'><meta><pages>1</pages></meta><faults>"
      "<fault nr='F1'><summary>No tone</summary><opened>2026-03-01 08:00</opened><status>Open</status>"
      "<remarks><remark by='Ann'>called back</remark><remark by='Bob'>tested</remark></remarks></fault>"
      "<fault nr='F2'><summary>Noise</summary><opened>2026-03-02 08:00</opened><status>Closed</status></fault>"
      "</faults></export>",
      {}, "faults.xml");
  ASSERT_EQ(out.incidents(), 2U);
  EXPECT_EQ(out.role("summary"), "title");
  EXPECT_EQ(out.role("opened"), "opened");
  EXPECT_EQ(word(out.drafts[1].incident[TextField::status]), "Closed");
}

TEST(Xml, InADeclaredEncodingIsRead) {
  const auto out = collect_text(
      "<?xml version=\"1.0\" encoding=\"windows-1252\"?><list><ticket><id>1</id><title>R\xE9seau coup\xE9</title>"
      "<created>2026-03-01 08:00</created></ticket><ticket><id>2</id><title>B</title><created>2026-03-02 "
      "08:00</created></ticket></list>",
      {}, "list.xml");
  ASSERT_EQ(out.drafts.size(), 2U);
  EXPECT_EQ(word(out.drafts[0].incident[TextField::title]), "Réseau coupé");
}

TEST(Xml, WithADocumentTypeOrTooDeepIsRefused) {
  const auto code = [](const std::string& text) {
    return testing::error_of([&] { collect_text(text, {}, "log.xml"); });
  };
  EXPECT_EQ(code("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a><b><c>&x;</c></b></a>"), "xml-refused");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_EQ(code(deep), "xml-refused");
  EXPECT_EQ(code("<a><b>unclosed</a>"), "xml-malformed");
  EXPECT_EQ(code("<a>&nbsp;</a>"), "xml-malformed");
}

TEST(Xes, AcknowledgesAtTheFirstAndResolvesAtTheLast) {
  const auto out = fixture("pm_export.csv");
  std::map<std::string, std::vector<const review::IncidentDraft*>> cases;
  for (const auto& d : out.drafts) cases[d.incident.ref].push_back(&d);
  const auto& one = cases.at("INC-1");
  ASSERT_EQ(one.size(), 4U);
  EXPECT_EQ(at(one[0]->incident[TimeField::opened]), "2026-02-02T09:00:00Z");
  EXPECT_EQ(at(one[0]->incident[TimeField::acknowledged]), "2026-02-02T09:00:00Z");
  EXPECT_EQ(at(one[1]->incident[TimeField::resolved]), "2026-02-02T10:00:00Z");
  EXPECT_EQ(one[2]->events.at(0).kind, EventKind::reopened) << "work after a completion";
  EXPECT_EQ(one[2]->incident[NumberField::reopen_count], 1);
  EXPECT_EQ(one[3]->events.at(0).kind, EventKind::closed);
  EXPECT_EQ(at(one[3]->incident[TimeField::closed]), "2026-02-02T12:00:00Z");
  EXPECT_EQ(word(one[3]->incident[TextField::status]), "Completed/Closed");
}

TEST(Xes, KeepsFileOrderWithinOneInstantAndNestedKeys) {
  const auto out = collect_text(
      "<log xes.version='1.0'><global scope='event'><string key='org:group' value='Desk'/></global>"
      "<float key='meta_time:x' value='1'><float key='inner' value='2'/></float>"
      "<trace><string key='concept:name' value='A 1'/>"
      "<event><string key='concept:name' value='Accepted'/><date key='time:timestamp' value='1970-01-01T01:00:00.000+01:00'/>"
      "<string key='resource country' value='SE'><string key='region' value='north'/></string></event>"
      "<event><string key='concept:name' value='Completed'/><date key='time:timestamp' "
      "value='1970-01-01T01:00:00.000+01:00'/></event></trace></log>",
      {}, "log.xes");
  ASSERT_EQ(out.drafts.size(), 2U);
  EXPECT_EQ(out.reading.source, "xes");
  EXPECT_EQ(out.role("resource country"), "location");
  EXPECT_NE(out.role("resource country.region"), "no such column");
  EXPECT_EQ(word(out.drafts[0].incident[TextField::team]), "Desk") << "from the log's defaults";
  EXPECT_EQ(at(out.drafts[0].incident[TimeField::opened]), "1970-01-01T00:00:00Z") << "a real date";
  EXPECT_EQ(out.drafts[0].events.at(0).kind, EventKind::acknowledged);
  EXPECT_EQ(out.drafts[1].events.at(0).kind, EventKind::resolved);
}

struct Log {
  const char* file;
  std::size_t cases;
  std::size_t events;
  double median_hours;
};

TEST(Xes, LogsOfServiceDesksGiveTheirPublishedFigures) {
  for (const Log& log : {Log{"helpdesk.xes.gz", 4580, 21348, 956.621}, Log{"bpic2013_closed_problems.xes.gz", 1487, 6660, 1968.533},
                         Log{"teleclaims.xes.gz", 3512, 46138, 2.584}, Log{"helpdesk_first200.xes", 200, 956, 0}}) {
    const std::string path = testing::samples() + "servicedesk-xes/" + log.file;
    NEEDS_SAMPLE(path);
    const auto out = collect(path);
    EXPECT_EQ(out.reading.row_is, RowIs::event);
    EXPECT_EQ(out.incidents(), log.cases) << log.file;
    EXPECT_EQ(out.events(), log.events) << log.file;
    EXPECT_TRUE(out.quarantined.empty());
    std::map<std::string, std::pair<base::Ms, base::Ms>> spans;
    for (const auto& d : out.drafts) {
      const base::Ms t = d.events.at(0).at->at;
      const auto [it, first] = spans.try_emplace(d.incident.ref, t, t);
      it->second = {std::min(it->second.first, t), std::max(it->second.second, t)};
    }
    std::vector<double> hours;
    for (const auto& [ref, span] : spans) hours.push_back(static_cast<double>(span.second - span.first) / 3'600'000);
    std::sort(hours.begin(), hours.end());
    const double median = (hours[(hours.size() - 1) / 2] + hours[hours.size() / 2]) / 2;
    if (log.median_hours > 0) {
      EXPECT_NEAR(median, log.median_hours, 0.001) << log.file;
    }
  }
}

TEST(EventCsv, OfBareNumbersKeepsEveryEvent) {
  const std::string path = testing::samples() + "servicedesk-event-csv/helpdesk.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.row_is, RowIs::event);
  EXPECT_EQ(out.incidents(), 3804U);
  EXPECT_EQ(out.events(), 13710U) << "two equal rows are two events";
  base::Ms first = out.drafts[0].events.at(0).at->at;
  base::Ms last = first;
  for (const auto& d : out.drafts) {
    first = std::min(first, d.events.at(0).at->at);
    last = std::max(last, d.events.at(0).at->at);
  }
  EXPECT_EQ(base::rfc3339(first), "2010-01-13T17:40:25Z");
  EXPECT_EQ(base::rfc3339(last), "2012-11-06T01:41:28Z");
}

TEST(Contacts, OfAConversationAddUpItsSessions) {
  const auto out = fixture("genesys_conversations.json");
  const auto& c = out.contacts.at(0);
  EXPECT_EQ(c.talk, 240.0) << "milliseconds, over two metrics";
  EXPECT_EQ(c.queue_wait, 24.5);
  EXPECT_EQ(c.hold, 30.0);
  EXPECT_EQ(c.acw, 25.0);
  EXPECT_EQ(c.answered, true);
  EXPECT_EQ(c.agent, "Ola Brandt");
  EXPECT_EQ(c.channel, "voice");
  EXPECT_EQ(c.outcome, "w-tariff");
  EXPECT_EQ(out.contacts.at(1).abandoned, true);
  EXPECT_EQ(out.contacts.at(1).talk, std::nullopt) << "nobody talked, which is not zero seconds";
}

TEST(Contacts, WithoutAnAgentAreAbandonedWhereTheyQueued) {
  const auto out = fixture("amazon_glued.json");
  EXPECT_EQ(out.contacts.at(0).answered, true);
  EXPECT_EQ(out.contacts.at(1).answered, false);
  EXPECT_EQ(out.contacts.at(1).abandoned, true);
  EXPECT_EQ(at(out.contacts.at(1).updated), "2026-02-02T09:11:10Z");
}

TEST(Contacts, OfALegTakeTheSegmentIntoTheirKey) {
  const auto out = fixture("avaya_history.csv");
  EXPECT_EQ(out.contacts.at(0).ref, "3001/1");
  EXPECT_EQ(out.contacts.at(1).ref, "3001/2");
  EXPECT_EQ(out.contacts.at(0).chain, out.contacts.at(1).chain);
  EXPECT_EQ(out.contacts.at(2).abandoned, true);
}

TEST(Intervals, PassOverTotalsAndHeadingsPrintedAgain) {
  const auto out = fixture("queue_report.csv");
  EXPECT_EQ(out.passed_over, 2);
  EXPECT_EQ(out.count("totals-row"), 1U);
  EXPECT_EQ(out.count("heading-repeated"), 1U);
  EXPECT_EQ(out.intervals.at(0).service_level, 0.8);
  EXPECT_EQ(out.intervals.at(2).asa, 70.0);
  EXPECT_EQ(out.intervals.at(2).queue, "Faults");
  double offered = 0;
  for (const auto& v : out.intervals) offered += v.offered.value_or(0);
  EXPECT_EQ(offered, 150);
}

TEST(Intervals, ReadPercentWithADecimalComma) {
  const auto out = fixture("warteschlangen_bericht.csv");
  EXPECT_NEAR(out.intervals.at(0).service_level.value(), 0.845, 1e-9);
}

TEST(Opsgenie, TellsTimesAsLengthsAfterTheOpening) {
  const auto out = fixture("opsgenie_alerts.json");
  EXPECT_EQ(at(out.drafts.at(0).incident[TimeField::acknowledged]), "2026-02-11T08:07:05Z");
  EXPECT_EQ(at(out.drafts.at(0).incident[TimeField::resolved]), "2026-02-11T08:45:05Z");
  EXPECT_FALSE(out.drafts.at(1).incident[TimeField::resolved]);
}

TEST(FlattenedCells, AreReadByWhatTheyName) {
  const std::string path = testing::samples() + "format-shapes/pagerduty-incidents-flattened.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "pagerduty");
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::service]), "User Database");
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::assignee]), "Responder One");
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::team]), "-") << "an empty list names nobody";
}

TEST(FormatShapes, AreRecognised) {
  const std::vector<std::pair<const char*, const char*>> files{
      {"jira-search-request.xml", "jira"},       {"zammad-tickets.json", "zammad"},
      {"otrs-ticketget.json", "otrs"},           {"manageengine-requests.json", "manageengine"},
      {"glpi-search-export.csv", "glpi"},        {"pagerduty-incidents-flattened.csv", "pagerduty"},
      {"five9-call-log.csv", "five9"},           {"amazon-connect-contact-records.ndjson", "amazon_connect"}};
  for (const auto& [name, source] : files) {
    const std::string path = testing::samples() + "format-shapes/" + name;
    NEEDS_SAMPLE(path);
    EXPECT_EQ(collect(path).reading.source, source) << name;
  }
  const auto jira = collect(testing::samples() + "format-shapes/jira-search-request.xml");
  EXPECT_EQ(at(jira.drafts.at(0).incident[TimeField::resolved]), "2024-09-05T15:16:22Z");
  EXPECT_EQ(word(jira.drafts.at(1).incident[TextField::assignee]), "-") << "accountid -1 is nobody";
}

TEST(Complaints, OfTheCfpbGiveTheirPublishedFigures) {
  const std::string path = testing::samples() + "consumer-complaints-csv/consumer_complaints.csv";
  NEEDS_SAMPLE(path);
  const auto out = collect(path);
  EXPECT_EQ(out.reading.source, "cfpb");
  ASSERT_EQ(out.incidents(), 145U);
  std::map<std::string, int> products;
  int timely = 0;
  int narratives = 0;
  std::string first = "9";
  std::string last;
  for (const auto& d : out.drafts) {
    EXPECT_EQ(d.incident.kind, Kind::complaint);
    ++products[word(d.incident[TextField::category])];
    timely += d.incident[NumberField::sla_met] == 1 ? 1 : 0;
    narratives += d.incident[TextField::description] ? 1 : 0;
    const std::string day = at(d.incident[TimeField::opened]).substr(0, 10);
    first = std::min(first, day);
    last = std::max(last, day);
  }
  EXPECT_EQ(products["Mortgage"], 31);
  EXPECT_EQ(products["Debt collection"], 28);
  EXPECT_EQ(products["Bank account or service"], 23);
  EXPECT_EQ(timely, 134);
  EXPECT_EQ(narratives, 13);
  EXPECT_EQ(first, "2012-05-17");
  EXPECT_EQ(last, "2017-04-22");
}

TEST(Seeds, OfAConnectorAreTickets) {
  const std::string zendesk = testing::samples() + "connector-seeds/zendesk/ticket_data.csv";
  NEEDS_SAMPLE(zendesk);
  const auto out = collect(zendesk);
  EXPECT_EQ(out.reading.source, "zendesk");
  EXPECT_EQ(out.incidents(), 10U);
  EXPECT_EQ(out.role("created_at"), "opened");
  EXPECT_EQ(out.reading.zone, "UTC") << "loaders write UTC without a marker";
  EXPECT_EQ(out.reading.zone_from, "mapping");
  const auto jira = collect(testing::samples() + "connector-seeds/jira/issue.csv");
  EXPECT_EQ(jira.reading.source, "jira");
  EXPECT_EQ(jira.role("key"), "ref");
  EXPECT_EQ(jira.incidents(), 4U);
}

TEST(Script, AroundJsonIsLeftOut) {
  const auto out = collect_text("callback([{\"id\": 1, \"title\": \"a; b)\", \"opened\": \"2026-02-01T08:00:00Z\"},\n"
                                "{\"id\": 2, \"title\": \"c\", \"opened\": \"2026-02-02T08:00:00Z\"}]);\n",
                                {}, "log.js");
  EXPECT_EQ(out.incidents(), 2U);
  EXPECT_EQ(word(out.drafts.at(0).incident[TextField::title]), "a; b)");
}

}  // namespace
}  // namespace debrief::import
