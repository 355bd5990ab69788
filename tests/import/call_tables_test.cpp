// Reports of queues and logs of calls, of systems and languages nobody announced.

#include <gtest/gtest.h>

#include <cmath>

#include "import/sniff/acd.h"
#include "import/sniff/report_day.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using review::RowIs;
using testing::collect_text;

struct Sums {
  double offered = 0, answered = 0, abandoned = 0, waited = 0, handled = 0, met = 0;
};

Sums sums_of(const testing::Collected& out) {
  Sums s;
  for (const auto& i : out.intervals) {
    s.offered += i.offered.value_or(0);
    s.answered += i.answered.value_or(0);
    s.abandoned += i.abandoned.value_or(0);
    s.waited += i.asa.value_or(0) * i.answered.value_or(0);
    s.handled += i.aht.value_or(0) * i.answered.value_or(0);
    s.met += i.service_level.value_or(0) * i.offered.value_or(i.answered.value_or(0) + i.abandoned.value_or(0));
  }
  return s;
}

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "-"; }

struct Report {
  const char* name;
  const char* heading;
  const char* rows;
};

/// Two half hours: 10 offered, 9 answered, 1 lost, waited 20 s, 80 %; then 30, 24, 6, 30 s, 90 %.
class QueueReports : public ::testing::TestWithParam<Report> {};

TEST_P(QueueReports, AreIntervalsWithTheirCounts) {
  const auto out = collect_text(std::string(GetParam().heading) + "\n" + GetParam().rows);
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  ASSERT_EQ(out.intervals.size(), 2U);
  const Sums s = sums_of(out);
  EXPECT_EQ(s.offered, 40);
  EXPECT_EQ(s.answered, 33);
  EXPECT_EQ(s.abandoned, 7);
  EXPECT_NEAR(s.waited, 9 * 20 + 24 * 30, 1e-9);
  EXPECT_NEAR(s.met, 10 * 0.8 + 30 * 0.9, 1e-9);
  EXPECT_EQ(at(out.intervals[0].from), "2026-03-16T08:00:00Z");
  EXPECT_EQ(at(out.intervals[1].from), "2026-03-16T08:30:00Z");
  EXPECT_EQ(out.intervals[0].queue, "Hotline");
}

constexpr const char* dotted_rows =
    "16.03.2026;08:00;Hotline;10;9;1;80 %;00:00:20\n16.03.2026;08:30;Hotline;30;24;6;90 %;00:00:30\n";
constexpr const char* slashed_rows =
    "16/03/2026;08:00;Hotline;10;9;1;80,0;0:20\n16/03/2026;08:30;Hotline;30;24;6;90,0;0:30\n";

INSTANTIATE_TEST_SUITE_P(
    InNineLanguages, QueueReports,
    ::testing::Values(
        Report{"de", "Datum;Uhrzeit;Warteschlange;Angeboten;Angenommen;Verloren;SL 80/20;Ø Wartezeit", dotted_rows},
        Report{"de_gespraeche", "Datum;Zeit;Gruppe;Gespräche angeboten;Gespräche angenommen;Aufgelegt;Servicelevel;Mittlere Wartezeit",
               dotted_rows},
        Report{"nl", "Datum;Tijd;Wachtrij;Aangeboden;Beantwoord;Verlaten;Servicegraad;Gem. wachttijd", dotted_rows},
        Report{"ru", "Дата;Время;Очередь;Поступило;Принято;Потеряно;Уровень обслуживания, %;Среднее время ожидания", dotted_rows},
        Report{"pl", "Data;Godzina;Kolejka;Oferowane;Odebrane;Porzucone;Poziom obsługi;Śr. czas oczekiwania", dotted_rows},
        Report{"pt", "Data;Hora;Fila;Recebidas;Atendidas;Abandonadas;NS (%);Tempo médio de espera", slashed_rows},
        Report{"es", "Fecha;Hora;Cola;Recibidas;Atendidas;Perdidas;% Nivel de servicio;Tiempo medio de espera", slashed_rows},
        Report{"fr", "Date;Heure;File;Présentés;Décrochés;Abandonnés;Niveau de service (%);Attente moyenne", slashed_rows},
        Report{"it", "Data;Ora;Coda;Offerte;Gestite;Perse;Livello di servizio %;Attesa media", slashed_rows},
        Report{"en", "Date;Interval;Queue Name;Offer;Answer;Abandon;Service Level %;ASA", slashed_rows}),
    [](const auto& report) { return std::string(report.param.name); });

TEST(QueueReport, OfAmazonConnectTakesAveragesAndLeavesSumsAndMaxima) {
  const auto out = collect_text(
      "Queue,StartInterval,EndInterval,Contacts queued,Contacts handled,Contacts abandoned,Average queue answer time,Average "
      "handle time,Service level 20 seconds,Maximum queued time,Agent interaction time\n"
      "Basic,2026-03-16T08:00:00Z,2026-03-16T08:30:00Z,20,18,2,12,300,85.00%,60,4500\n"
      "Basic,2026-03-16T08:30:00Z,2026-03-16T09:00:00Z,30,30,0,8,200,95.00%,40,5400\n");
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  EXPECT_EQ(out.role("Contacts queued"), "offered");
  EXPECT_EQ(out.role("Average queue answer time"), "asa");
  EXPECT_EQ(out.role("Maximum queued time"), "");
  ASSERT_EQ(out.intervals.size(), 2U);
  EXPECT_EQ(out.intervals[0].seconds, 1800);
  EXPECT_NEAR(*out.intervals[0].talk, 250, 1e-9) << "4,500 s over 18 contacts";
  EXPECT_EQ(out.count("unit-unclear"), 0U);
}

TEST(QueueReport, OfAvayaTakesTheDayAboveTheTableAndTheStartOfEachRange) {
  const auto out = collect_text(
      "Split/Skill Interval Report\nDate:,3/16/2026\nSplit/Skill:,Support\n\n"
      "Time,ACD Calls,Avg ACD Time,Avg ACW Time,Aban Calls,Avg Aban Time,Avg Speed Ans,% Within Service Level\n"
      "08:00AM-08:30AM,9,4:12,:30,1,:22,:19,81\n08:30AM-09:00AM,24,3:00,:30,6,:20,:30,90\nTotals,33,3:20,:30,7,:21,:27,88\n");
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  ASSERT_EQ(out.intervals.size(), 2U) << "the row of totals is none";
  EXPECT_EQ(at(out.intervals[0].from), "2026-03-16T08:00:00Z");
  EXPECT_EQ(out.intervals[0].seconds, 1800);
  EXPECT_EQ(out.intervals[0].asa, 19);
  EXPECT_EQ(out.intervals[0].talk, 252);
  EXPECT_EQ(out.intervals[0].acw, 30);
  EXPECT_NEAR(*out.intervals[0].service_level, 0.81, 1e-9);
  EXPECT_EQ(out.role("Avg Aban Time"), "");
}

TEST(QueueReport, OfGenesysCloudIsInMillisecondsAndSaysSo) {
  const auto out = collect_text(
      "Full Export Completed,Partial Result Timestamp,Filters,Interval Start,Interval End,Media Type,Queue Name,Offer,Answer,Abandon,ASA,"
      "Avg Handle\nYES,,,2026-03-16 08:00:00,2026-03-16 08:30:00,voice,Help,10,9,1,21000,265000\n"
      "YES,,,2026-03-16 08:30:00,2026-03-16 09:00:00,voice,Help,30,24,6,30000,300000\n");
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  EXPECT_EQ(out.intervals.at(0).asa, 21);
  EXPECT_EQ(out.intervals.at(0).aht, 265);
  EXPECT_EQ(out.count("milliseconds-taken"), 1U);
}

TEST(QueueReport, WithLengthsThatMayBeEitherUnitWarnsAndLeavesThem) {
  const auto out = collect_text("Date,Queue,Offered,Answered,Abandoned,ASA\n2026-03-16,A,10,9,1,9000\n2026-03-17,A,12,10,2,8000\n");
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  EXPECT_EQ(out.intervals.at(0).asa, 9000);
  EXPECT_EQ(out.count("unit-unclear"), 1U);
}

TEST(QueueReport, TakesTheUnitOfItsHeadings) {
  const auto out = collect_text(
      "Date,Queue,Offered,Answered,Abandoned,Avg wait (ms),Avg talk (min),Avg handle time (hh:mm:ss)\n"
      "2026-03-16,A,10,9,1,9000,2.5,0:04:10\n2026-03-17,A,12,10,2,8000,3.25,0:04:20\n");
  ASSERT_EQ(out.intervals.size(), 2U);
  EXPECT_EQ(out.intervals[0].asa, 9);
  EXPECT_EQ(out.intervals[0].talk, 150);
  EXPECT_EQ(out.intervals[0].aht, 250);
}

TEST(QueueReport, FillsTheQueueThatStandsInTheFirstRowOfItsGroup) {
  const auto out = collect_text(
      "Отчёт по очередям\nПериод:;16.03.2026\nСформирован: 17.03.2026 08:00\n\nОчередь;Час;Поступило;Отвечено;Потеряно\n"
      "Продажи;08:00 - 08:30;10;9;1\n;08:30 - 09:00;30;24;6\n;09:00 - 09:30;5;5;0\nИтого;;45;38;7\n"
      "Поддержка;08:00 - 08:30;11;10;1\n;08:30 - 09:00;31;25;6\n;09:00 - 09:30;6;6;0\nИтого;;48;41;7\n");
  ASSERT_EQ(out.intervals.size(), 6U);
  EXPECT_EQ(out.intervals[2].queue, "Продажи");
  EXPECT_EQ(out.intervals[5].queue, "Поддержка");
  EXPECT_EQ(at(out.intervals[5].from), "2026-03-16T09:00:00Z");
  EXPECT_EQ(sums_of(out).offered, 93);
}

TEST(QueueReport, LeavesOutSubtotalsOfDaysAndQueues) {
  const auto out = collect_text(
      "Data;Hora;Fila;Recebidas;Atendidas;Abandonadas\n16/03/2026;08:00;SAC;10;9;1\n16/03/2026;08:30;SAC;30;24;6\n"
      "16/03/2026;;Dia total;40;33;7\n17/03/2026;08:00;SAC;12;12;0\n17/03/2026;08:30;SAC;8;8;0\nTotal do dia;;;20;20;0\n"
      ";;;60;53;7\n");
  EXPECT_EQ(out.intervals.size(), 4U);
  EXPECT_EQ(sums_of(out).offered, 60);
}

TEST(QueueReport, OfWholeHoursAndOfNothingButQueues) {
  const auto hours = collect_text("Fecha;Hora;Entrantes;Contestadas;Perdidas\n16/03/2026;8;10;9;1\n16/03/2026;9;30;24;6\n");
  ASSERT_EQ(hours.intervals.size(), 2U);
  EXPECT_EQ(at(hours.intervals[1].from), "2026-03-16T09:00:00Z");
  EXPECT_EQ(hours.intervals[1].seconds, 3600);
  const auto queues = collect_text(
      "Wachtrijoverzicht\nPeriode: 01-03-2026 t/m 31-03-2026\n\nWachtrij;Aangeboden;Beantwoord;Verlaten\nKlantenservice;100;90;10\n"
      "Techniek;50;45;5\nTotaal;150;135;15\n");
  ASSERT_EQ(queues.intervals.size(), 2U);
  EXPECT_EQ(at(queues.intervals[0].from), "2026-03-01T00:00:00Z");
  EXPECT_EQ(queues.intervals[0].seconds, 31 * 86400);
  EXPECT_EQ(queues.count("report-day"), 1U);
}

TEST(QueueReport, IsNoneWhereRowsAreTicketsThatCountCalls) {
  const auto out = collect_text(
      "Incident ID,Opened,Title,Calls offered,Calls abandoned\nINC1,2026-03-16 08:00,Telephony slow for the whole floor,120,30\n"
      "INC2,2026-03-17 09:00,Chat widget down for all sites,80,11\nINC3,2026-03-18 10:00,CRM login loops since noon,99,12\n");
  EXPECT_EQ(out.reading.row_is, RowIs::incident);
  EXPECT_EQ(out.drafts.size(), 3U);
}

TEST(CountsOfTickets, AreRefusedByName) {
  const auto refused = [](const char* text) { return testing::error_of([&] { collect_text(text); }); };
  EXPECT_EQ(refused("Date,Created,Solved,Backlog\n2026-03-16,10,9,80\n2026-03-17,12,14,78\n"), "rows-are-counts");
  EXPECT_EQ(refused("Tag;Gruppe;Neue Tickets;Gelöste Tickets\n16.03.2026;IT;10;9\n16.03.2026;HR;3;4\n17.03.2026;IT;8;9\n"),
            "rows-are-counts");
  EXPECT_EQ(refused("Ticket,Created,Closed,Subject\n1,2026-03-16,2026-03-17,Cannot log in at all\n2,2026-03-16,,Printer is on fire\n"),
            "");
}

TEST(FieldHistories, BecomeEntriesOfTheirTickets) {
  const auto out = collect_text(
      "field_name,ticket_id,updated,_fivetran_synced,user_id,value\n"
      "status,11071,2026-03-16 11:01:27,2026-10-02 14:08:33.216,,open\nassignee_id,11071,2026-03-16 11:05:00,2026-10-02 14:08:33.216,7,1111\n"
      "status,11071,2026-03-16 12:01:27,2026-10-02 14:08:33.216,7,solved\nstatus,11071,2026-03-17 12:00:00,2026-10-02 14:08:33.216,7,open\n"
      "status,11072,2026-03-16 12:01:27,2026-10-02 14:08:33.216,7,new\n");
  EXPECT_EQ(out.reading.row_is, RowIs::event);
  EXPECT_EQ(out.reading.source, "zendesk");
  EXPECT_EQ(out.incidents(), 2U);
  ASSERT_EQ(out.events(), 5U);
  EXPECT_EQ(out.drafts[0].events[0].changes, "status: open");
  EXPECT_EQ(out.drafts[1].events[0].kind, review::EventKind::assigned);
  EXPECT_EQ(out.drafts[2].events[0].kind, review::EventKind::resolved);
  EXPECT_EQ(at(out.drafts[2].incident[review::TimeField::resolved]), "2026-03-16T12:01:27Z");
  EXPECT_EQ(out.drafts[3].events[0].kind, review::EventKind::reopened);
  EXPECT_EQ(out.count("field-history"), 1U);
}

/// One call taken after 20 s, talk of 250 s, and one given up after 40 s.
class CallLogs : public ::testing::TestWithParam<Report> {};

TEST_P(CallLogs, AreContactsWithTheirPhases) {
  const auto out = collect_text(std::string(GetParam().heading) + "\n" + GetParam().rows);
  ASSERT_EQ(out.reading.row_is, RowIs::contact);
  ASSERT_EQ(out.contacts.size(), 2U);
  const auto& taken = out.contacts[0];
  const auto& lost = out.contacts[1];
  EXPECT_EQ(taken.answered, true);
  EXPECT_EQ(taken.queue_wait, 20);
  EXPECT_EQ(taken.talk, 250);
  EXPECT_EQ(at(taken.started), "2026-03-16T08:07:00Z");
  EXPECT_EQ(lost.abandoned, true);
  EXPECT_EQ(lost.queue_wait, 40);
  EXPECT_NE(taken.ref, lost.ref) << "a number of a caller is no key";
}

INSTANTIATE_TEST_SUITE_P(
    InNineLanguages, CallLogs,
    ::testing::Values(
        Report{"de", "Datum;Uhrzeit;Rufnummer;Warteschlange;Agent;Wartezeit;Gesprächsdauer;Nachbearbeitung;Ergebnis",
               "16.03.2026;08:07:00;030 1;Hotline;Vogt;00:00:20;00:04:10;00:00:30;angenommen\n"
               "16.03.2026;08:14:00;030 1;Hotline;;00:00:40;00:00:00;00:00:00;verloren\n"},
        Report{"fr", "Date appel;Heure;Numéro appelant;File;Agent;Durée attente;Durée conversation;Statut appel",
               "16/03/2026;08:07:00;06 1;SAV;Léa;00:00:20;00:04:10;Répondu\n16/03/2026;08:14:00;06 1;SAV;;00:00:40;00:00:00;Abandonné\n"},
        Report{"es", "Fecha;Hora;Número de origen;Cola;Agente;Tiempo de espera;Tiempo de conversación;Tiempo en espera;Resultado",
               "16/03/2026;08:07:00;600;Ventas;Ana;0:00:20;0:04:10;0:00:00;Atendida\n16/03/2026;08:14:00;600;Ventas;;0:00:40;0:00:00;0:00:00;Abandonada\n"},
        Report{"pt", "Data/Hora;Telefone;Fila;Atendente;Tempo de espera (s);Duração da conversa (s);Situação",
               "16/03/2026 08:07:00;11;SAC;Rui;20;250;Atendida\n16/03/2026 08:14:00;11;SAC;;40;0;Perdida\n"},
        Report{"ru", "Дата звонка;Номер абонента;Очередь;Оператор;Ожидание;Разговор;Статус",
               "16.03.2026 08:07:00;+7 1;А;Иванов;0:20;4:10;Отвечен\n16.03.2026 08:14:00;+7 1;А;;0:40;0:00;Пропущен\n"},
        Report{"pl", "Data;Godzina;Numer telefonu;Kolejka;Konsultant;Czas oczekiwania;Czas rozmowy;Wynik",
               "16.03.2026;08:07;600;Info;Ewa;0:00:20;0:04:10;Odebrane\n16.03.2026;08:14;600;Info;;0:00:40;0:00:00;Nieodebrane\n"},
        Report{"nl", "Datum;Tijd;Telefoonnummer;Wachtrij;Medewerker;Wachttijd;Gespreksduur;Nawerktijd;Status",
               "16-03-2026;08:07;06;KS;Jan;0:00:20;0:04:10;0:00:00;Beantwoord\n16-03-2026;08:14;06;KS;;0:00:40;0:00:00;0:00:00;Opgehangen\n"},
        Report{"it", "Data chiamata;Ora;Numero chiamante;Coda;Operatore;Attesa;Conversazione;Esito",
               "16/03/2026;08:07;333;Assist;Bea;0:00:20;0:04:10;Risposta\n16/03/2026;08:14;333;Assist;;0:00:40;0:00:00;Abbandonata\n"},
        Report{"en_chats", "Chat start,Visitor,Agent,Wait time,Chat duration,Missed",
               "2026-03-16 08:07:00,v,Kim,20,250,No\n2026-03-16 08:14:00,w,,40,0,Yes\n"},
        Report{"without_outcome", "Anrufbeginn;Anrufer;Warteschlange;Wartezeit (s);Sprechzeit (s);Nacharbeit (s)",
               "16.03.2026 08:07:00;0301;Hotline;20;250;5\n16.03.2026 08:14:00;0301;Hotline;40;0;0\n"}),
    [](const auto& report) { return std::string(report.param.name); });

TEST(AcdHeadings, TellCountsFromLengthsAndShares) {
  const auto is = [](const char* heading) { return acd_heading(heading).measure; };
  EXPECT_EQ(is("Avg Speed Ans"), Measure::speed);
  EXPECT_EQ(is("ACD Calls"), Measure::answered);
  EXPECT_EQ(is("Nicht angenommen"), Measure::abandoned);
  EXPECT_EQ(is("Nieodebrane"), Measure::abandoned);
  EXPECT_EQ(is("Calls answered within 20 s"), Measure::within);
  EXPECT_EQ(is("% Within Service Level"), Measure::service_level);
  EXPECT_EQ(is("Abandon %"), Measure::aside);
  EXPECT_EQ(is("Short Abandoned Contacts"), Measure::aside);
  EXPECT_EQ(is("Warteschlange"), Measure::none);
  EXPECT_EQ(is("File d'attente"), Measure::none);
  EXPECT_EQ(is("Nachbearbeitungszeit"), Measure::acw);
  EXPECT_EQ(is("Tempo médio de atendimento"), Measure::handle);
  EXPECT_EQ(acd_heading("Längste Wartezeit").form, Form::extreme);
  EXPECT_EQ(acd_heading("Total Talk Time").form, Form::total);
  EXPECT_EQ(is("Description"), Measure::none);
}

TEST(Ranges, OfTimesAreReadWithTheirLength) {
  const auto seconds = [](const char* text) { return read_range(text) ? read_range(text)->seconds : -1; };
  EXPECT_EQ(seconds("08:00 - 08:30"), 1800);
  EXPECT_EQ(seconds("08:00–09:00"), 3600);
  EXPECT_EQ(seconds("08:00-08:29"), 1800) << "to the last minute of it";
  EXPECT_EQ(seconds("23:30-00:00"), 1800);
  EXPECT_EQ(seconds("8h00-8h30"), 1800);
  EXPECT_EQ(seconds("2026-03-16T08:00:00Z/2026-03-16T08:30:00Z"), 1800);
  EXPECT_EQ(seconds("16.03.2026 08:00 bis 08:30"), 1800);
  EXPECT_EQ(seconds("2026-03-16"), -1);
  EXPECT_EQ(seconds("16.03.2026 08:00"), -1);
  EXPECT_EQ(seconds("555-1234"), -1);
}

TEST(DaysOfAReport, StandInTheLinesAboveIt) {
  const auto days = [](const std::vector<std::vector<std::string>>& above) {
    const auto found = report_days(above, DayOrder::unknown);
    if (!found) return std::string("-");
    const auto day = [](const base::Civil& c) { return base::rfc3339(base::civil_as_utc(c)).substr(0, 10); };
    return day(found->from) + (found->unclear ? "?" : " ") + day(found->to);
  };
  EXPECT_EQ(days({{"Datum: 03.03.2025"}}), "2025-03-03 2025-03-03");
  EXPECT_EQ(days({{"Report date:", "3/16/2026"}}), "2026-03-16 2026-03-16");
  EXPECT_EQ(days({{"Period: 01/03/2026 - 31/03/2026"}}), "2026-03-01 2026-03-31");
  EXPECT_EQ(days({{"Du 01/03/2026 au 31/03/2026"}}), "2026-03-01 2026-03-31");
  EXPECT_EQ(days({{"Report date: 3/4/2026"}}), "2026-04-03?2026-04-03");
  EXPECT_EQ(days({{"Generated on 2026-03-20 09:00"}}), "-");
  EXPECT_EQ(days({{"Queue report"}, {"Support"}}), "-");
  EXPECT_EQ(days({{"Monday, 16 March 2026"}}), "2026-03-16 2026-03-16");
}

TEST(Counts, OverAThousandAreReadWithEveryBlankAndWithDotsInThrees) {
  for (const char* sep : {"\xC2\xA0", "\xE2\x80\xAF", " ", "."}) {
    std::string text = "Interval start;Queue;Offered;Answered;Abandoned;ASA (s)\n";
    for (int i = 1; i <= 6; ++i) {
      const std::string n = std::to_string(i) + sep;
      text += "15/03/2026 1" + std::to_string(i) + ":00;Q;" + n + "025;" + n + "005;20;30\n";
    }
    const auto out = collect_text(text);
    ASSERT_EQ(out.reading.row_is, RowIs::interval);
    const Sums s = sums_of(out);
    EXPECT_EQ(s.offered, 21150) << "'" << sep << "'";
    EXPECT_EQ(s.answered, 21030) << "'" << sep << "'";
    EXPECT_EQ(s.abandoned, 120);
  }
}

TEST(CallLogs, OfASwitchHaveATimeOfDayNumbersOfTelephonesAndARingingTimeAsTheWaiting) {
  for (const char* half : {"", " AM"}) {
    std::string text = "Call date,Call time,From,To,Agent,Ring time,Talk time,Outcome\n";
    for (int i = 0; i < 12; ++i) {
      const std::string n = std::to_string(10 + i);
      text += "20/03/2026,09:" + n + ":00" + half + ",077009000" + n + ",03001234567,Ray," + n + ",200," +
              (i % 4 == 0 ? "Abandoned" : "Answered") + "\n";
    }
    const auto out = collect_text(text);
    ASSERT_EQ(out.reading.row_is, RowIs::contact);
    EXPECT_EQ(out.role("Call time"), "opened_time");
    EXPECT_EQ(out.role("From"), "");
    EXPECT_EQ(out.role("To"), "");
    EXPECT_EQ(out.role("Ring time"), "queue_wait");
    EXPECT_EQ(out.role("Talk time"), "talk");
    ASSERT_EQ(out.contacts.size(), 12U);
    EXPECT_EQ(at(out.contacts[1].started), "2026-03-20T09:11:00Z");
  }
}

TEST(Counts, WithinTheThresholdStandBesideTheShareOfTheSameName) {
  std::string text = "DateTime,Queue,Offered,Handled,Aband,ASA,AHT,Svc Lvl,Svc Lvl %\n";
  for (int i = 0; i < 6; ++i) text += "2026-03-03 1" + std::to_string(i) + ":00,PQ1,20,18,2,12,300,16,80%\n";
  const auto out = collect_text(text);
  ASSERT_EQ(out.reading.row_is, RowIs::interval);
  EXPECT_EQ(out.role("Svc Lvl"), "within_threshold");
  EXPECT_EQ(out.role("Svc Lvl %"), "service_level");
  EXPECT_EQ(out.intervals[0].within_threshold, 16);
}

}  // namespace
}  // namespace debrief::import
