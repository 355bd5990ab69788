// Dates and times of day in columns of their own, in the languages logs are kept in.

#include <gtest/gtest.h>

#include "import/sniff/survey.h"
#include "import/sniff/time_of_day.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using review::NumberField;
using review::TimeField;
using testing::collect_text;
using testing::Collected;

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "-"; }
std::string opened(const Collected& c, std::size_t n = 0) { return at(c.drafts.at(n).incident[TimeField::opened]); }
std::string resolved(const Collected& c, std::size_t n = 0) { return at(c.drafts.at(n).incident[TimeField::resolved]); }

std::string read_as(std::string_view text, CellIs kind = CellIs::text) {
  const WrittenTime t = read_time_of_day(text, kind);
  if (t.state == TimeRead::impossible) return "impossible";
  if (t.state != TimeRead::time_only) return "no time";
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(t.civil.hour) + ":" + two(t.civil.minute) +
         (t.precision == base::Precision::second ? ":" + two(t.civil.second) : "");
}

TEST(TimesOfDay, AreReadAsPeopleWriteThem) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"9:15", "09:15"},          {"09:15:22", "09:15:22"},       {"09.15", "09:15"},        {"9.15 Uhr", "09:15"},
      {"08.00", "08:00"},         {"9 Uhr", "09:00"},             {"um 9:15 Uhr", "09:15"},  {"9h15", "09:15"},
      {"9 h 15", "09:15"},        {"9h", "09:00"},                {"14H05", "14:05"},        {"9h15m", "09:15"},
      {"10:15 p. m.", "22:15"},   {"10:15 p.m.", "22:15"},        {"10:15\xC2\xA0p.\xC2\xA0m.", "22:15"},
      {"10:15 a. m.", "10:15"},   {"12:05 am", "00:05"},          {"12:05 pm", "12:05"},     {"9 PM", "21:00"},
      {"godz. 9:15", "09:15"},    {"9.15 uur", "09:15"},          {"alle 9.15", "09:15"},    {"ca. 14:30", "14:30"},
      {"0915", "09:15"},          {"1430", "14:30"},              {"1430 hrs", "14:30"},     {"24:00", "24:00"},
      {"9.15.22", "09:15:22"},    {"0.385671296", "09:15:22"},    {"1899-12-30 10:15:00", "10:15:00"},
      {"25:10", "impossible"},    {"9:75", "impossible"},         {"13:75 pm", "impossible"},
      {"morgens", "no time"},     {"9,15", "no time"},            {"90 min", "no time"},     {"9:5", "no time"},
      {"2026-03-02", "no time"},  {"9.155", "no time"}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(read_as(text), expected) << text;
  EXPECT_EQ(read_as("0.385671296", CellIs::time), "09:15:22");
  EXPECT_EQ(read_as("9.15", CellIs::number), "09:15");
  EXPECT_EQ(read_as("10.1", CellIs::number), "10:10") << "a sheet drops the last nought";
  EXPECT_EQ(read_as("915", CellIs::number), "09:15");
  EXPECT_EQ(read_as("9", CellIs::number), "09:00");
}

TEST(TimesOfDay, HeadingsOfDateAndTimeLeaveTheSameWord) {
  EXPECT_EQ(without_time_words("hora de cierre"), without_time_words("fecha cierre"));
  EXPECT_EQ(without_time_words("heure de clôture"), "clôture");
  EXPECT_EQ(without_time_words("ende uhrzeit"), without_time_words("ende datum"));
  EXPECT_EQ(without_time_words("lösungsdatum"), "lösung");
  EXPECT_EQ(without_time_words("abschlussdatum"), "abschluss");
  EXPECT_EQ(without_time_words("godzina usunięcia"), "usunięcia");
  EXPECT_EQ(without_time_words("время решения"), "решения");
  EXPECT_EQ(without_time_words("date"), "");
}

struct Pair {
  const char* language;
  const char* headings;  // date, time, date, time
  const char* row;
};

TEST(Clocks, ADateAndATimeMakeTheStartAndTheEndInEveryLanguage) {
  const std::vector<Pair> pairs{
      {"de", "Nr;Datum Störung;Uhrzeit Störung;Ende (Datum);Ende (Uhrzeit)", "02.03.2026;08.05 Uhr;02.03.2026;10.45 Uhr"},
      {"de", "Nr;Meldedatum;Meldezeit;Datum behoben;Uhrzeit behoben", "02.03.2026;08:05;02.03.2026;10:45 Uhr"},
      {"fr", "N°;Date début;Heure début;Date fin;Heure fin", "02/03/2026;8h05;02/03/2026;10h45"},
      {"fr", "N°;Date d'ouverture;Heure d'ouverture;Date de résolution;Heure de résolution", "02/03/2026;08:05;02/03/2026;10:45"},
      {"es", "Nº;Fecha apertura;Hora apertura;Fecha de resolución;Hora de resolución", "02/03/2026;8:05 a. m.;02/03/2026;10:45 a. m."},
      {"es", "Nº;Fecha inicio;Hora inicio;Fecha fin;Hora fin", "02/03/2026;08:05;02/03/2026;10:45"},
      {"pt", "Nº;Data da avaria;Hora da avaria;Data de reposição;Hora de reposição", "02/03/2026;08h05;02/03/2026;10h45"},
      {"ru", "№;Дата регистрации;Время регистрации;Дата решения;Время решения", "02.03.2026;8:05;02.03.2026;10:45"},
      {"ru", "№;Дата сбоя;Время сбоя;Дата восстановления;Время восстановления", "02.03.2026;08:05;02.03.2026;10:45"},
      {"pl", "Lp.;Data zgłoszenia;Godzina zgłoszenia;Data usunięcia;Godzina usunięcia", "02.03.2026;8.05;02.03.2026;10.45"},
      {"nl", "Nr;Datum melding;Tijd melding;Datum opgelost;Tijd opgelost", "02-03-2026;08:05;02-03-2026;10:45 uur"},
      {"nl", "Nr;Begindatum;Begintijd;Einddatum;Eindtijd", "02-03-2026;08.05 uur;02-03-2026;10.45 uur"},
      {"it", "N.;Data guasto;Ora guasto;Data ripristino;Ora ripristino", "02/03/2026;08.05;02/03/2026;10.45"},
      {"en", "No;Date Reported;Time Reported;Date Restored;Time Restored", "02/03/2026;0805;02/03/2026;1045"},
      {"en", "No;Start Date;Start Time;End Date;End Time", "02/03/2026;8:05 a.m.;02/03/2026;10:45 a.m."}};
  for (const auto& p : pairs) {
    std::string log = std::string(p.headings) + ";Text\n";
    for (int i = 1; i <= 4; ++i) log += std::to_string(i) + ";" + p.row + ";Telefonanlage aus " + std::to_string(i) + "\n";
    Options options;
    options.day_order = "dmy";
    const auto c = collect_text(log, options);
    ASSERT_EQ(c.drafts.size(), 4U) << p.language << ": " << p.headings;
    EXPECT_EQ(opened(c), "2026-03-02T08:05:00Z") << p.language << ": " << p.headings;
    EXPECT_EQ(resolved(c), "2026-03-02T10:45:00Z") << p.language << ": " << p.headings;
    EXPECT_EQ(c.count("time-unreadable"), 0U) << p.headings;
  }
}

TEST(Clocks, ClosingAndAcknowledgingTimesAreJoinedToo) {
  const auto c = collect_text(
      "Nr;Data apertura;Ora apertura;Data presa in carico;Ora presa in carico;Data chiusura;Ora chiusura\n"
      "1;02/03/2026;08.05;02/03/2026;08.20;02/03/2026;10.45\n2;13/03/2026;08.05;13/03/2026;08.20;13/03/2026;10.45\n"
      "3;14/03/2026;08.05;14/03/2026;08.20;14/03/2026;10.45\n");
  ASSERT_EQ(c.drafts.size(), 3U);
  EXPECT_EQ(opened(c), "2026-03-02T08:05:00Z");
  EXPECT_EQ(at(c.drafts[0].incident[TimeField::acknowledged]), "2026-03-02T08:20:00Z");
  EXPECT_EQ(at(c.drafts[0].incident[TimeField::closed]), "2026-03-02T10:45:00Z");
}

TEST(Clocks, OneDateServesTwoTimesAndAnEndBeforeTheStartIsTheNextDay) {
  for (const char* headings : {"Nr;Datum;Von;Bis;Störung", "Nr;Datum;Beginn;Ende;Störung", "N°;Date;Heure début;Heure fin;Panne",
                               "Nº;Fecha;Desde;Hasta;Avería", "Nr;Data;Od;Do;Awaria", "Nr;Datum;Van;Tot;Storing",
                               "Nr;Data;Ora inizio;Ora fine;Guasto", "№;Дата;Время начала;Время окончания;Сбой"}) {
    const auto c = collect_text(std::string(headings) +
                                "\n1;02.03.2026;22:10;23:40;Kein Ton im Hörer\n2;13.03.2026;23:30;00:45;Kein Ton im Hörer\n"
                                "3;14.03.2026;09:00;09:30;Chat tot seit früh\n");
    ASSERT_EQ(c.drafts.size(), 3U) << headings;
    EXPECT_EQ(opened(c, 0), "2026-03-02T22:10:00Z") << headings;
    EXPECT_EQ(resolved(c, 0), "2026-03-02T23:40:00Z") << headings;
    EXPECT_EQ(opened(c, 1), "2026-03-13T23:30:00Z") << headings;
    EXPECT_EQ(resolved(c, 1), "2026-03-14T00:45:00Z") << headings;
    EXPECT_EQ(c.drafts[1].incident[TimeField::resolved]->text, "") << "the date beside it is not its own";
  }
}

TEST(Clocks, ATimeOfDayThatCannotBeReadIsAnIssueAndKeepsTheDate) {
  const auto c = collect_text(
      "Nr;Datum;Von;Bis;Text\n1;02.03.2026;22:10;23:40;a b c\n2;13.03.2026;früh;mittags;a b c\n3;14.03.2026;09:00;09:30;a b c\n"
      "4;15.03.2026;09:00;09:30;a b c\n5;16.03.2026;09:00;k.A.;a b c\n");
  ASSERT_EQ(c.drafts.size(), 5U);
  EXPECT_EQ(c.count("time-unreadable"), 2U);
  EXPECT_EQ(c.drafts[1].incident[TimeField::opened]->precision, base::Precision::day);
  EXPECT_EQ(resolved(c, 1), "-");
  for (const auto& i : c.issues) {
    if (i.code != "time-unreadable") continue;
    EXPECT_EQ(i.place.row, 3);
    EXPECT_TRUE(i.place.column == "Von" || i.place.column == "Bis") << i.place.column;
  }
  EXPECT_EQ(resolved(c, 4), "-");
  EXPECT_EQ(c.count("placeholder-value"), 1U);
}

TEST(Clocks, TimesOfDayWithoutAnyDateAreToldNotDroppedInSilence) {
  const auto c = collect_text("Nr;Uhrzeit;Titel\n1;08:05;a b c\n2;09:05;d e f\n3;10:05;g h i\n");
  EXPECT_EQ(c.role("Uhrzeit"), "");
  EXPECT_EQ(c.count("time-without-date"), 1U);
}

TEST(Clocks, LengthsOfTimeStayLengths) {
  const auto c = collect_text(
      "Номер;Дата создания;Дата решения;Время решения;Тема\n1;02.03.2026 08:00;02.03.2026 08:45;00:45;Нет связи с базой\n"
      "2;13.03.2026 08:00;13.03.2026 10:10;02:10;Нет связи с базой\n3;14.03.2026 08:00;15.03.2026 20:10;36:10;Нет связи с базой\n");
  EXPECT_EQ(c.role("Время решения"), "resolve_seconds_given");
  ASSERT_EQ(c.drafts.size(), 3U);
  EXPECT_EQ(c.drafts[1].incident[NumberField::resolve_seconds_given], 7800.0);
  const auto d = collect_text(
      "Ref,Opened,Resolved,Resolution time\nA1,02/03/2026 08:00,02/03/2026 08:45,00:45\nA2,13/03/2026 08:00,13/03/2026 10:10,02:10\n");
  EXPECT_EQ(d.role("Resolution time"), "resolve_seconds_given");
}

TEST(Clocks, AResolutionTimeBesideOneDateIsATimeOfDayWhereItsHoursSaySo) {
  const auto c = collect_text(
      "Ref,Date,Time reported,Resolution time\nA1,02/03/2026,08:00,09:45\nA2,13/03/2026,14:00,16:10\nA3,14/03/2026,17:00,18:20\n");
  EXPECT_EQ(c.role("Resolution time"), "resolved");
  EXPECT_EQ(resolved(c, 1), "2026-03-13T16:10:00Z");
}

TEST(Clocks, ADateWrittenAsMidnightTakesTheTimeBesideIt) {
  const auto c = collect_text(
      "Ref,Date,Time,Title\nA1,2026-03-02 00:00:00,08:15,x y z\nA2,2026-03-03 00:00:00,09:15,x y z\nA3,2026-03-04 00:00:00,10:15,x y z\n");
  EXPECT_EQ(c.role("Time"), "opened_time");
  EXPECT_EQ(opened(c), "2026-03-02T08:15:00Z");
}

TEST(Lengths, GiveTheEndWhereNoTimeDoesAndTheHeadingSaysSo) {
  for (const char* heading : {"Minutes to resolve", "Lösungszeit (Min.)", "Durée (min)", "Duración (minutos)", "Czas trwania (min)",
                              "Длительность (мин)", "Durata (minuti)", "Duur (min.)"}) {
    const auto c = collect_text("Ref;Opened;" + std::string(heading) + "\nA1;02.03.2026 08:00;45\nA2;13.03.2026 08:00;130\n");
    EXPECT_EQ(c.role(heading), "resolve_seconds_given") << heading;
    ASSERT_EQ(c.drafts.size(), 2U);
    EXPECT_EQ(c.drafts[1].incident[NumberField::resolve_seconds_given], 7800.0) << heading;
    EXPECT_EQ(resolved(c, 1), "2026-03-13T10:10:00Z") << heading;
    EXPECT_EQ(c.count("resolved-from-length"), 1U) << heading;
  }
}

TEST(Lengths, DoNotGiveAnEndWhereThereIsOneOrTheHeadingMeansTheWorkOnIt) {
  const auto c = collect_text("Ref;Opened;Closed;Duration (min)\nA1;02.03.2026 08:00;02.03.2026 09:00;45\nA2;13.03.2026 08:00;;130\n");
  EXPECT_EQ(c.count("resolved-from-length"), 0U);
  EXPECT_EQ(resolved(c, 1), "-");
  const auto d = collect_text("Ref;Opened;Time spent (min)\nA1;02.03.2026 08:00;45\nA2;13.03.2026 08:00;130\n");
  EXPECT_EQ(d.count("resolved-from-length"), 0U);
  EXPECT_EQ(resolved(d), "-");
}

TEST(Months, AbbreviatedWithADotAreReadInEveryLanguage) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"03/мар./26 4:37 PM", "2026-03-03T16:37:00Z"}, {"3 мар. 2026 г., 14:05", "2026-03-03T14:05:00Z"},
      {"3 мар. 2026", "2026-03-03T00:00:00Z"},         {"3 févr. 2026 14:05", "2026-02-03T14:05:00Z"},
      {"12/févr./26 4:37 PM", "2026-02-12T16:37:00Z"}, {"3 sept. 2026", "2026-09-03T00:00:00Z"},
      {"3. Dez. 2026 14:05", "2026-12-03T14:05:00Z"},  {"3 gen. 2026", "2026-01-03T00:00:00Z"},
      {"3 ene. 2026", "2026-01-03T00:00:00Z"},         {"3 paź. 2026", "2026-10-03T00:00:00Z"},
      {"3-дек.-2026", "2026-12-03T00:00:00Z"},         {"3 juil. 2026", "2026-07-03T00:00:00Z"},
      {"3 mrt. 2026 14:05", "2026-03-03T14:05:00Z"},   {"3 de out. de 2026", "2026-10-03T00:00:00Z"}};
  for (const auto& [text, expected] : cases) {
    const WrittenTime t = read_time(text, {});
    ASSERT_EQ(t.state, TimeRead::read) << text;
    EXPECT_EQ(base::rfc3339(base::civil_as_utc(t.civil)), expected) << text;
  }
}

TEST(DayOrders, UnpaddedTwelveHourDatesWithSlashesAreLikelyAmericanAndTheReceiptSaysWhy) {
  const auto c = collect_text("Ref,Opened,Title\nA1,3/4/2025 9:05 PM,x\nA2,11/2/2025 10:15 AM,y\nA3,12/12/2025 1:15 AM,z\n");
  EXPECT_EQ(opened(c), "2025-03-04T21:05:00Z");
  ASSERT_EQ(c.count("day-order-assumed"), 1U);
  for (const auto& i : c.issues) {
    if (i.code != "day-order-assumed") continue;
    EXPECT_NE(i.detail.find("not certain"), std::string::npos) << i.detail;
    EXPECT_NE(i.detail.find("--day-order dmy"), std::string::npos) << i.detail;
  }
}

TEST(DayOrders, WhatTheDatesProveOrOtherSpellingsLeaveOpenIsAsBefore) {
  EXPECT_EQ(opened(collect_text("Ref,Opened,Title\nA1,3/4/2025 9:05 PM,x\nA2,13/2/2025 10:15 AM,y\n")), "2025-04-03T21:05:00Z");
  EXPECT_EQ(opened(collect_text("Ref,Opened,Title\nA1,3/04/2025 9:05 PM,x\nA2,1/02/2025 10:15 AM,y\n")), "2025-04-03T21:05:00Z")
      << "Australia";
  EXPECT_EQ(opened(collect_text("Ref,Opened,Title\nA1,3/4/2025 21:05,x\nA2,1/2/2025 10:15,y\n")), "2025-04-03T21:05:00Z");
  EXPECT_EQ(opened(collect_text("Ref,Opened,Title\nA1,3-4-2025 9:05 PM,x\nA2,1-2-2025 10:15 AM,y\n")), "2025-04-03T21:05:00Z");
}

TEST(DayOrders, NoughtsBeforeSingleFiguresLeaveSlashesWithATwelveHourClockAmerican) {
  EXPECT_EQ(opened(collect_text("Ref,Opened,Title\nA1,03/04/2025 09:05 PM,x\nA2,11/02/2025 10:15 AM,y\n")), "2025-03-04T21:05:00Z");
}

TEST(DayOrders, RowsInOrderOfTimeUnderOneReadingAloneDecide) {
  std::string days = "Ref,Opened,Title\n";
  int n = 0;
  for (const char* day : {"02/11", "02/12", "03/01", "03/02", "03/05", "04/03", "04/09", "05/01"})
    days += "A" + std::to_string(++n) + "," + day + "/2026 21:05,x\n";
  const auto c = collect_text(days);
  EXPECT_EQ(opened(c), "2026-02-11T21:05:00Z");
  EXPECT_EQ(c.count("day-order-assumed"), 1U);
  EXPECT_EQ(c.reading.columns.at(1).day_order, "mdy");
}

TEST(DayOrders, RecordsThatWouldLastMonthsDecideForTheOtherReading) {
  std::string rows = "Ref,Opened,Resolved,Title\n";
  for (int i = 1; i <= 6; ++i) {
    const std::string day = "0" + std::to_string(i);
    const std::string next = "0" + std::to_string(i + 1);
    rows += "A" + day + ",04/" + day + "/2026 21:05,04/" + next + "/2026 09:00,x\n";
  }
  EXPECT_EQ(opened(collect_text(rows)), "2026-04-01T21:05:00Z");
}

TEST(Columns, WellFilledAndUsedForNothingAreNamedInOneWarning) {
  const auto c = collect_text("Ref,Opened,Title,Flurb,Grommet,Seldom\nA1,2026-03-04,x,7,a,\nA2,2026-03-05,y,9,b,\nA3,2026-03-06,z,4,c,q\n");
  ASSERT_EQ(c.count("columns-unused"), 1U);
  for (const auto& i : c.issues) {
    if (i.code != "columns-unused") continue;
    EXPECT_NE(i.detail.find("\"Flurb\", \"Grommet\""), std::string::npos) << i.detail;
    EXPECT_EQ(i.detail.find("Seldom"), std::string::npos) << i.detail;
  }
}

}  // namespace
}  // namespace debrief::import
