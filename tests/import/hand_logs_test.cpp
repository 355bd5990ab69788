// Logs kept by hand: headings of eight languages, stand-ins people write, headings over two rows.

#include <gtest/gtest.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using review::TextField;
using testing::collect_text;

struct Log {
  const char* headings;
  std::map<std::string, std::string> roles;
};

TEST(HandLogs, TheUsualHeadingsOfEightLanguagesHaveTheirRoles) {
  const std::vector<Log> logs{
      {"Nr;Datum;Störung;Ursache;Maßnahme;Gemeldet von;Behoben von;Betroffene Kunden;Bemerkung",
       {{"Störung", "title"}, {"Ursache", "closure_code"}, {"Maßnahme", "notes"}, {"Gemeldet von", "caller"},
        {"Behoben von", "assignee"}, {"Betroffene Kunden", "customers_affected"}, {"Bemerkung", "notes"}}},
      {"N°;Date;Panne;Cause;Mesures prises;Signalé par;Réparé par;Clients impactés;Remarques",
       {{"Panne", "title"}, {"Cause", "closure_code"}, {"Mesures prises", "notes"}, {"Signalé par", "caller"},
        {"Réparé par", "assignee"}, {"Clients impactés", "customers_affected"}, {"Remarques", "notes"}}},
      {"Nº;Fecha;Avería;Causa;Acción correctiva;Reportado por;Resuelto por;Clientes afectados;Observaciones",
       {{"Avería", "title"}, {"Causa", "closure_code"}, {"Acción correctiva", "notes"}, {"Reportado por", "caller"},
        {"Resuelto por", "assignee"}, {"Clientes afectados", "customers_affected"}, {"Observaciones", "notes"}}},
      {"Nº;Data;Avaria;Causa;Ação tomada;Comunicado por;Resolvido por;Clientes afetados;Observações",
       {{"Avaria", "title"}, {"Causa", "closure_code"}, {"Ação tomada", "notes"}, {"Comunicado por", "caller"},
        {"Resolvido por", "assignee"}, {"Clientes afetados", "customers_affected"}, {"Observações", "notes"}}},
      {"№;Дата;Неисправность;Причина;Принятые меры;Кто сообщил;Кто устранил;Затронуто клиентов;Примечание",
       {{"Неисправность", "title"}, {"Причина", "closure_code"}, {"Принятые меры", "notes"}, {"Кто сообщил", "caller"},
        {"Кто устранил", "assignee"}, {"Затронуто клиентов", "customers_affected"}, {"Примечание", "notes"}}},
      {"Lp.;Data;Awaria;Przyczyna;Podjęte działania;Zgłosił;Usunął;Liczba klientów;Uwagi",
       {{"Awaria", "title"}, {"Przyczyna", "closure_code"}, {"Podjęte działania", "notes"}, {"Zgłosił", "caller"},
        {"Usunął", "assignee"}, {"Liczba klientów", "customers_affected"}, {"Uwagi", "notes"}}},
      {"Nr;Datum;Storing;Oorzaak;Genomen maatregelen;Gemeld door;Opgelost door;Aantal getroffen klanten;Opmerkingen",
       {{"Storing", "title"}, {"Oorzaak", "closure_code"}, {"Genomen maatregelen", "notes"}, {"Gemeld door", "caller"},
        {"Opgelost door", "assignee"}, {"Aantal getroffen klanten", "customers_affected"}, {"Opmerkingen", "notes"}}},
      {"N.;Data;Guasto;Causa;Intervento;Segnalato da;Risolto da;Clienti coinvolti;Note",
       {{"Guasto", "title"}, {"Causa", "closure_code"}, {"Intervento", "notes"}, {"Segnalato da", "caller"},
        {"Risolto da", "assignee"}, {"Clienti coinvolti", "customers_affected"}, {"Note", "notes"}}},
      {"No;Date;Fault;Cause;Action taken;Reported by;Fixed by;Customers affected;Remarks",
       {{"Fault", "title"}, {"Cause", "closure_code"}, {"Action taken", "notes"}, {"Reported by", "caller"},
        {"Fixed by", "assignee"}, {"Customers affected", "customers_affected"}, {"Remarks", "notes"}}}};
  for (const auto& log : logs) {
    std::string text = std::string(log.headings) + "\n";
    for (int i = 1; i < 5; ++i) {
      const std::string n = std::to_string(i);
      text += n + ";1" + n + ".03.2026 08:0" + n + ";Router aus, alles still;Strom weg;Neustart des Geräts;Kaiser;Vogt;" + n + "0;" + n + ". Mal\n";
    }
    const auto c = collect_text(text);
    for (const auto& [heading, role] : log.roles) EXPECT_EQ(c.role(heading), role) << log.headings << ": " << heading;
    ASSERT_EQ(c.drafts.size(), 4U) << log.headings;
    EXPECT_EQ(c.drafts[0].incident[TextField::customers_affected], "10") << log.headings;
  }
}

TEST(HandLogs, AHeadingThatMayBeKeyOrSubjectIsDecidedByItsCells) {
  const auto keys = collect_text("Incidencia;Fecha;Descripción\nINC 1;13.03.2026 08:00;Caída total hoy\nINC 2;14.03.2026 08:00;Caída total hoy\nINC 3;15.03.2026 08:00;Sin tono en sala\n");
  EXPECT_EQ(keys.role("Incidencia"), "ref");
  const auto texts = collect_text("Nº;Incidencia;Fecha\n1;Caída de centralita;13.03.2026 08:00\n2;Sin tono;14.03.2026 08:00\n3;Sin tono;15.03.2026 08:00\n");
  EXPECT_EQ(texts.role("Incidencia"), "title");
  EXPECT_EQ(texts.role("Nº"), "ref");
  const auto melding = collect_text("Melding;Datum;Omschrijving\nM2026-001;13.03.2026 08:00;Chat ligt eruit\nM2026-002;14.03.2026 08:00;Chat ligt eruit\nM2026-003;15.03.2026 08:00;Geen geluid op lijn\n");
  EXPECT_EQ(melding.role("Melding"), "ref");
}

TEST(HandLogs, StartAndRestoredAreOpeningAndResolutionWhereNothingElseIs) {
  const auto c = collect_text("No,Start,Restored,What\n1,13/03/2026 08:00,13/03/2026 09:00,Dialler stuck again\n2,14/03/2026 08:00,14/03/2026 09:00,Dialler stuck again\n");
  EXPECT_EQ(c.role("Start"), "opened");
  EXPECT_EQ(c.role("Restored"), "resolved");
  const auto both = collect_text("No,Occurred,Logged,Restored,Resolved\n1,13/03/2026 08:00,13/03/2026 08:10,13/03/2026 09:00,13/03/2026 10:00\n");
  EXPECT_EQ(both.role("Occurred"), "occurred");
  EXPECT_EQ(both.role("Logged"), "opened");
  EXPECT_EQ(both.role("Restored"), "restored");
  EXPECT_EQ(both.role("Resolved"), "resolved");
}

TEST(HandLogs, WordsForMissingAreNoNamesNoTimesAndNoChoices) {
  const auto c = collect_text(
      "Nr;Gemeldet am;Behoben am;Bearbeiter;Gruppe;Priorität;Betroffene Kunden;Status;Beschreibung\n"
      "1;13.03.2026 08:00;n/d;No Agent;No Group;k.A.;n.v.t.;nicht zugewiesen;k.A.\n"
      "2;14.03.2026 08:00;нет данных;Unassigned;nicht zugewiesen;s/d;brak danych;offen;n/d\n"
      "3;15.03.2026 08:00;б/д;Non assigné;não atribuído;sin datos;sem dados;offen;Unassigned\n"
      "4;16.03.2026 08:00;16.03.2026 09:00;Vogt;Netz;hoch;4;zu;Router aus\n");
  ASSERT_EQ(c.drafts.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& incident = c.drafts[i].incident;
    EXPECT_FALSE(incident[review::TimeField::resolved]) << i;
    EXPECT_FALSE(incident[TextField::assignee]) << i;
    EXPECT_FALSE(incident[TextField::team]) << i;
    EXPECT_FALSE(incident[TextField::priority]) << i;
    EXPECT_FALSE(incident[TextField::customers_affected]) << i;
    EXPECT_TRUE(incident[TextField::description]) << "free text is kept: " << i;
  }
  EXPECT_EQ(c.drafts[0].incident[TextField::status], "nicht zugewiesen") << "an answer, as a status";
  EXPECT_EQ(c.drafts[3].incident[TextField::assignee], "Vogt");
  EXPECT_EQ(c.count("time-unreadable") + c.count("number-unreadable"), 0U);
  EXPECT_EQ(c.count("placeholder-value"), 5U) << "one a column";
}

std::string cell(const std::string& at, const std::string& value) {
  return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
}
std::string row(int n, const std::vector<std::string>& cells) {
  std::string out = "<row r=\"" + std::to_string(n) + "\">";
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (!cells[c].empty()) out += cell(static_cast<char>('A' + c) + std::to_string(n), cells[c]);
  }
  return out + "</row>";
}

TEST(HandLogs, TheLastColumnUnderAMergedHeadingIsThere) {
  // Of a merged cell a workbook keeps the first; "Angaben" stands over G and H.
  std::string rows = row(1, {"Störungen 2026"}) + row(2, {"Vorgang", "", "Eingang", "", "Behoben", "", "Angaben"}) +
                     row(3, {"Nr.", "Betreff", "Datum", "Uhrzeit", "Datum", "Uhrzeit", "Priorität", "Bearbeiter"});
  for (int i = 4; i < 8; ++i)
    rows += row(i, {"ST-" + std::to_string(i), "Ausfall ACD", "13.03.2026", "08:10", "13.03.2026", "10.45 Uhr", "hoch", "Krüger"});
  const testing::TemporaryFile file("log.xlsx", testing::workbook({{"Liste", rows, ""}}));
  const auto c = testing::collect(file.path());
  ASSERT_EQ(c.reading.columns.size(), 8U);
  EXPECT_EQ(c.reading.columns[7].name, "Bearbeiter");
  EXPECT_EQ(c.role("Bearbeiter"), "assignee");
  ASSERT_EQ(c.drafts.size(), 4U);
  EXPECT_EQ(c.drafts[0].incident[TextField::assignee], "Krüger");
  EXPECT_EQ(base::rfc3339(c.drafts[0].incident[review::TimeField::resolved].value().at), "2026-03-13T10:45:00Z");
}

TEST(HandLogs, AColumnOfWorkbookDatesIsNeverTheKey) {
  std::string rows = "<row r=\"1\">" + cell("A1", "Wann") + cell("B1", "Was war los") + "</row>";
  for (int i = 2; i < 8; ++i) {
    const std::string r = std::to_string(i);
    rows += "<row r=\"" + r + "\"><c r=\"A" + r + "\" s=\"1\"><v>" + std::to_string(45352 + i) + "</v></c>" + cell("B" + r, "Telefon tot seit früh") + "</row>";
  }
  const testing::TemporaryFile file("log.xlsx", testing::workbook({{"Log", rows, ""}}));
  const auto c = testing::collect(file.path());
  EXPECT_NE(c.role("Wann"), "ref");
  EXPECT_EQ(c.role("Wann"), "opened");
  EXPECT_EQ(c.count("no-key-column"), 1U);
}

TEST(HandLogs, FrenchAndGermanExportsOfITopAreKnown) {
  const auto fr = collect_text(
      "Référence,Titre,Date de début,Date d'affectation,Date de résolution,Date de clôture,Statut,Priorité,Agent,Équipe,Demandeur\n"
      "I-000001,Réseau lent,2026-03-13 18:21:00,2026-03-13 18:25:00,2026-03-14 08:43:00,,Résolue,moyenne,Durand,Réseau,Petit\n"
      "I-000002,Réseau lent,2026-03-14 18:21:00,2026-03-14 18:25:00,2026-03-15 08:43:00,,Résolue,moyenne,Durand,Réseau,Petit\n");
  EXPECT_EQ(fr.reading.source, "itop");
  for (const auto& [heading, role] : std::map<std::string, std::string>{
           {"Référence", "ref"}, {"Titre", "title"}, {"Date de début", "opened"}, {"Date d'affectation", "acknowledged"},
           {"Date de résolution", "resolved"}, {"Date de clôture", "closed"}, {"Statut", "status"}, {"Priorité", "priority"},
           {"Agent", "assignee"}, {"Équipe", "team"}, {"Demandeur", "caller"}})
    EXPECT_EQ(fr.role(heading), role) << heading;
  const auto de = collect_text(
      "Referenz,Titel,Gestartet,Zuweisungsdatum,Lösungsdatum,Schließdatum,Status,Priorität,Bearbeiter->Voller Name,Team->Name,Melder->Name,Service-Unterkategorie->Name\n"
      "I-000001,Netz langsam,2026-03-13 18:21:00,2026-03-13 18:25:00,2026-03-14 08:43:00,,Gelöst,Mittel,Vogt,Netz,Kaiser,WLAN\n"
      "I-000002,Netz langsam,2026-03-14 18:21:00,2026-03-14 18:25:00,2026-03-15 08:43:00,,Gelöst,Mittel,Vogt,Netz,Kaiser,WLAN\n");
  EXPECT_EQ(de.reading.source, "itop");
  for (const auto& [heading, role] : std::map<std::string, std::string>{
           {"Gestartet", "opened"}, {"Zuweisungsdatum", "acknowledged"}, {"Lösungsdatum", "resolved"}, {"Schließdatum", "closed"},
           {"Bearbeiter->Voller Name", "assignee"}, {"Team->Name", "team"}, {"Melder->Name", "caller"},
           {"Service-Unterkategorie->Name", "subcategory"}})
    EXPECT_EQ(de.role(heading), role) << heading;
}

}  // namespace
}  // namespace debrief::import
