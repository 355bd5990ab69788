// Logs of entries: told by what differs among the rows of one record, read in the order of their times.

#include "collect.h"

#include <algorithm>
#include <array>

namespace debrief::import::testing {
namespace {

using review::EventKind;
using review::NumberField;
using review::RowIs;
using review::TextField;
using review::TimeField;

/// What the drafts of a record say together, the later saying more.
review::Incident folded(const Collected& c, const std::string& ref) {
  review::Incident out;
  for (const auto& d : c.drafts) {
    if (d.incident.ref != ref) continue;
    for (std::size_t i = 0; i < out.texts.size(); ++i) {
      if (d.incident.texts[i]) out.texts[i] = d.incident.texts[i];
    }
    for (std::size_t i = 0; i < out.times.size(); ++i) {
      if (d.incident.times[i]) out.times[i] = d.incident.times[i];
    }
  }
  return out;
}

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "none"; }

/// Three records of three entries; `newest_first` turns the rows round.
std::string log_of(const std::string& heading, const std::array<std::string, 3>& words, bool newest_first) {
  std::vector<std::string> rows;
  for (int i = 1; i <= 3; ++i) {
    const std::string day = "2026-03-0" + std::to_string(i);
    for (std::size_t k = 0; k < 3; ++k)
      rows.push_back("C" + std::to_string(i) + "," + day + " " + std::array{"09:05", "09:14", "13:05"}[k] + "," + words[k] + ",Bo\n");
  }
  if (newest_first) std::reverse(rows.begin(), rows.end());
  std::string out = heading + "\n";
  for (const auto& r : rows) out += r;
  return out;
}

struct Log {
  std::string heading;
  std::array<std::string, 3> words;
};
class EventLogs : public ::testing::TestWithParam<Log> {};

TEST_P(EventLogs, OpenWithTheEarliestEntryAndEndWithTheLatestWhicheverStandsFirst) {
  for (const bool newest_first : {false, true}) {
    const auto c = collect_text(log_of(GetParam().heading, GetParam().words, newest_first));
    EXPECT_EQ(c.reading.row_is, RowIs::event);
    ASSERT_EQ(c.incidents(), 3U);
    EXPECT_EQ(c.events(), 9U);
    const auto incident = folded(c, "C2");
    EXPECT_EQ(at(incident[TimeField::opened]), "2026-03-02T09:05:00Z") << newest_first;
    EXPECT_EQ(at(incident[TimeField::resolved]), "2026-03-02T13:05:00Z") << newest_first;
    EXPECT_EQ(incident[TextField::status], GetParam().words[2]) << newest_first;
    EXPECT_EQ(c.count("opened-from-first-entry"), 1U);
    for (const auto& d : c.drafts) EXPECT_TRUE(d.events.at(0).at.has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Histories, EventLogs,
    ::testing::Values(Log{"case_id,timestamp,activity,resource", {"Incident opened", "Assigned to agent", "Incident resolved"}},
                      Log{"Case ID,Timestamp,Activity,User", {"Opened", "In progress", "Resolved"}},
                      Log{"case_id,timestamp,activity,resource", {"Neu angelegt", "Zugewiesen", "Gelöst"}},
                      Log{"Vorgang,Zeitpunkt,Neuer Status,Bearbeiter", {"Neu", "In Bearbeitung", "Gelöst"}},
                      Log{"Incident,Changed at,Status,Changed by", {"Created", "In progress", "Resolved"}},
                      Log{"Ticket,Fecha y hora,Nuevo estado,Usuario", {"Nuevo", "En curso", "Resuelto"}}));

TEST(EventLogs, WithAStartAndAnEndOfEachEntryOpenWithTheFirstStart) {
  const auto c = collect_text(
      "Case ID,Activity,Start Timestamp,Complete Timestamp\n"
      "C0,Incident opened,2026-03-01 09:05:00,2026-03-01 09:06:00\nC0,Incident resolved,2026-03-01 13:00:00,2026-03-01 13:05:00\n"
      "C1,Incident opened,2026-03-02 09:05:00,2026-03-02 09:06:00\nC1,Incident resolved,2026-03-02 13:00:00,2026-03-02 13:05:00\n");
  EXPECT_EQ(at(folded(c, "C0")[TimeField::opened]), "2026-03-01T09:05:00Z");
  EXPECT_EQ(at(folded(c, "C0")[TimeField::resolved]), "2026-03-01T13:05:00Z");
}

TEST(EventLogs, AreNotTicketsOfWhichSomeStandTwice) {
  const auto c = collect_text(
      "Ticket,Opened,Resolved,Status\nT1,2026-03-01 09:00,2026-03-01 10:00,Resolved\nT1,2026-03-02 09:00,2026-03-02 10:00,Closed\n"
      "T2,2026-03-03 09:00,2026-03-03 10:00,Resolved\nT2,2026-03-04 09:00,2026-03-04 10:00,Closed\n");
  EXPECT_EQ(c.reading.row_is, RowIs::incident);
}

TEST(EventLogs, OfCommentsHaveEachWithItsDateAndAuthor) {
  const auto c = collect_text(
      "Ticket,Created,Comment date,Comment,Author,Status\n"
      "T0,2026-03-10 09:00,2026-03-10 10:00,rang back,Al,Open\nT0,2026-03-10 09:00,2026-03-10 12:00,all well,Bea,Closed\n"
      "T1,2026-03-11 09:00,2026-03-11 10:00,rang back,Al,Open\nT1,2026-03-11 09:00,2026-03-11 12:00,all well,Al,Closed\n");
  ASSERT_EQ(c.events(), 4U);
  const auto& e = c.drafts[1].events[0];
  EXPECT_EQ(e.text, "all well");
  EXPECT_EQ(e.actor, "Bea");
  EXPECT_EQ(at(e.at), "2026-03-10T12:00:00Z");
  EXPECT_EQ(at(folded(c, "T0")[TimeField::opened]), "2026-03-10T09:00:00Z");
}

class Changes : public ::testing::TestWithParam<std::string> {};

TEST_P(Changes, OfFieldsAreReadInAnyLanguageAndOrder) {
  const std::vector<std::string> rows{"T1,2026-03-02 08:32,status,,New,Bo\n", "T1,2026-03-02 08:40,priority,P3,P1,Bo\n",
                                      "T1,2026-03-02 16:16,status,New,Resolved,Bea\n", "T2,2026-03-03 08:32,status,,New,Bo\n"};
  for (const bool turned : {false, true}) {
    std::string log = GetParam() + "\n";
    for (std::size_t i = 0; i < rows.size(); ++i) log += rows[turned ? rows.size() - 1 - i : i];
    const auto c = collect_text(log);
    EXPECT_EQ(c.reading.row_is, RowIs::event);
    EXPECT_EQ(c.count("field-history"), 1U);
    const auto incident = folded(c, "T1");
    EXPECT_EQ(incident[TextField::status], "Resolved");
    EXPECT_EQ(incident[TextField::priority], "P1");
    EXPECT_EQ(at(incident[TimeField::opened]), "2026-03-02T08:32:00Z");
    EXPECT_EQ(at(incident[TimeField::resolved]), "2026-03-02T16:16:00Z");
    for (const auto& d : c.drafts) {
      if (d.incident[TextField::priority]) {
        EXPECT_EQ(d.events.at(0).changes, "priority: P3 -> P1");
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Histories, Changes,
                         ::testing::Values("Ticket,Date,Field,Old value,New value,Author", "Vorgang,Datum,Feld,Alter Wert,Neuer Wert,Autor",
                                           "Numéro,Date,Champ,Ancienne valeur,Nouvelle valeur,Auteur",
                                           "Ticket,Fecha,Campo,Valor anterior,Valor nuevo,Autor",
                                           "Chamado,Data,Campo,Valor anterior,Novo valor,Autor",
                                           "Ticket,Data,Campo,Valore precedente,Nuovo valore,Autore",
                                           "Melding,Datum,Veld,Oude waarde,Nieuwe waarde,Auteur",
                                           "Zgłoszenie,Data,Pole,Stara wartość,Nowa wartość,Autor",
                                           "Заявка,Дата,Поле,Старое значение,Новое значение,Автор"));

}  // namespace
}  // namespace debrief::import::testing
