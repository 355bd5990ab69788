// Exports whose headings or values say more than their names: units, names beside codes, translations.

#include "collect.h"

namespace debrief::import::testing {
namespace {

using review::NumberField;
using review::TextField;
using review::TimeField;

std::string at(const std::optional<base::Stamp>& s) { return s ? base::rfc3339(s->at) : "none"; }

TEST(ServiceNowRest, TakesNamesForPeopleAndTheCodesTimesInUtc) {
  const auto all = collect_text(
      R"({"result":[{"number":{"display_value":"INC1","value":"INC1"},"opened_at":{"display_value":"03/02/2026 03:41:00 AM","value":"2026-03-02 08:41:00"},
"priority":{"display_value":"2 - High","value":"2"},"short_description":{"display_value":"Phones down","value":"Phones down"},
"assigned_to":{"display_value":"Beth Anglin","value":"46d44a5dc0a8010e","link":"https://x/46d"},
"assignment_group":{"display_value":"Service Desk","value":"d625dccec0a8","link":"https://x/d62"},"sys_id":{"display_value":"a0","value":"a0"}}]})",
      {}, "incidents.json");
  EXPECT_EQ(all.reading.source, "servicenow");
  ASSERT_EQ(all.drafts.size(), 1U);
  const auto& i = all.drafts[0].incident;
  EXPECT_EQ(at(i[TimeField::opened]), "2026-03-02T08:41:00Z");
  EXPECT_EQ(i[TextField::priority], "2 - High");
  EXPECT_EQ(i[TextField::assignee], "Beth Anglin");
  EXPECT_EQ(i[TextField::team], "Service Desk");
  EXPECT_FALSE(i[TextField::description].has_value());

  const auto some = collect_text(
      R"({"result":[{"number":"INC1","opened_at":"2026-03-02 03:41:00","short_description":"Phones down","caller_id":{"display_value":"Joe","link":"x"},
"assigned_to":{"display_value":"Beth Anglin","link":"https://x/46d"},"assignment_group":{"display_value":"Service Desk","link":"https://x/d62"},"sys_id":"a0"}]})",
      {}, "incidents.json");
  EXPECT_EQ(some.reading.source, "servicenow");
  EXPECT_EQ(some.drafts.at(0).incident[TextField::assignee], "Beth Anglin");
  EXPECT_EQ(some.drafts.at(0).incident[TextField::team], "Service Desk");
}

TEST(ServiceNowLists, AreKnownByTheirTranslatedHeadings) {
  for (const std::string heading :
       {"Nummer,Eröffnet,Kurzbeschreibung,Anfragender,Zuweisungsgruppe,Zugewiesen zu,Gelöst",
        "Numéro,Ouvert,Brève description,Appelant,Groupe d'affectation,Affecté à,Résolu",
        "Número,Abierto,Breve descripción,Solicitante,Grupo de asignación,Asignado a,Resuelto",
        "Número,Aberto,Descrição resumida,Solicitante,Grupo de atribuição,Atribuído a,Resolvido",
        "Numero,Aperto,Breve descrizione,Chiamante,Gruppo di assegnazione,Assegnato a,Risolto",
        "Nummer,Geopend,Korte beschrijving,Beller,Toewijzingsgroep,Toegewezen aan,Opgelost",
        "Numer,Otwarto,Krótki opis,Dzwoniący,Grupa przypisania,Przypisane do,Rozwiązano",
        "Номер,Открыто,Краткое описание,Звонящий,Группа назначения,Назначено,Решено"}) {
    const auto c = collect_text(heading + "\nINC1,2026-03-02 14:51:09,Printer is dead,Jo Poe,Desk,Al Roe,2026-03-03 17:51:50\n");
    EXPECT_EQ(c.reading.source, "servicenow") << heading;
    ASSERT_EQ(c.drafts.size(), 1U) << heading;
    const auto& i = c.drafts[0].incident;
    EXPECT_EQ(i.ref, "INC1") << heading;
    EXPECT_EQ(i[TextField::title], "Printer is dead") << heading;
    EXPECT_EQ(i[TextField::team], "Desk") << heading;
    EXPECT_EQ(i[TextField::assignee], "Al Roe") << heading;
    EXPECT_EQ(i[TextField::caller], "Jo Poe") << heading;
    EXPECT_EQ(at(i[TimeField::resolved]), "2026-03-03T17:51:50Z") << heading;
  }
}

TEST(Units, InAHeadingMakeNumbersLengthsAndNoTimes) {
  const auto og = collect_text(
      "Id,TinyId,Message,Status,IsSeen,Acknowledged,Snoozed,CreatedAt,CloseTime(ms),AckTime(ms)\n"
      "a,1,Disk,closed,true,true,false,1772450887000,50291000,60000\nb,2,Disk,closed,true,true,false,1772469486000,165546000,60000\n");
  EXPECT_EQ(at(og.drafts.at(0).incident[TimeField::acknowledged]), "2026-03-02T11:29:07Z");
  EXPECT_EQ(at(og.drafts.at(0).incident[TimeField::resolved]), "2026-03-03T01:26:18Z");

  const auto own = collect_text("Ref,Opened,Title,Ack time (ms)\nA-1,2026-03-02 10:00,Printer is dead,60000\nA-2,2026-03-03 10:00,Line is dead,55000\n");
  EXPECT_EQ(own.role("Ack time (ms)"), "acknowledge_seconds_given");
  EXPECT_EQ(own.drafts.at(1).incident[NumberField::acknowledge_seconds_given], 55);
  EXPECT_FALSE(own.drafts.at(1).incident[TimeField::acknowledged].has_value());
}

TEST(PagerDuty, GivesTheFirstAcknowledgementAsALengthAndTheTitleAsADescription) {
  const auto c = collect_text(
      "id,incident_number,description,service_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve,auto_resolved\n"
      "P0,400,High CPU,Telephony,2026-03-02T13:03:49+01:00,2026-03-03T02:23:45+01:00,120,47996,f\n");
  EXPECT_EQ(c.reading.source, "pagerduty");
  EXPECT_EQ(c.drafts.at(0).incident[TextField::title], "High CPU");
  EXPECT_EQ(at(c.drafts.at(0).incident[TimeField::acknowledged]), "2026-03-02T12:05:49Z");
}

TEST(Words, OfWhatHappenedAreTheTitleWhateverTheColumnIsCalled) {
  const auto problem = collect_text("Ref,Date raised,Problem\nR0,13/01/2026,Wrong letter\nR1,14/01/2026,Late letter\nR2,15/01/2026,No letter\n");
  EXPECT_EQ(problem.role("Problem"), "title");
  const auto reference = collect_text("Ref,Date raised,Title,Problem\nR0,13/01/2026,Phones down,PRB001\nR1,14/01/2026,Phones mute,PRB002\nR2,15/01/2026,Line dead,PRB003\n");
  EXPECT_EQ(reference.role("Problem"), "problem");
  for (const std::string heading : {"Complaint", "Beschwerde", "Réclamation", "Reclamación", "Reclamação", "Reclamo", "Klacht", "Skarga", "Жалоба"}) {
    const auto c = collect_text("Date raised," + heading + "\n13/01/2026,The bill was wrong\n14/01/2026,Nobody rang back\n");
    EXPECT_EQ(c.role(heading), "title");
    EXPECT_EQ(c.drafts.at(0).incident.kind, review::Kind::complaint) << heading;
  }
}

TEST(Umlauts, MayBeWrittenWithTwoLetters) {
  const auto c = collect_text("Ticketnummer,Eroeffnet,Geloest,Titel,Prioritaet\nT1,02.03.2026 23:00,04.03.2026 14:06,Anlage steht,hoch\n");
  EXPECT_EQ(c.role("Eroeffnet"), "opened");
  EXPECT_EQ(c.role("Geloest"), "resolved");
  EXPECT_EQ(c.role("Prioritaet"), "priority");
}

TEST(Zendesk, TagsAreNoCategoryAndRatingsAreThumbs) {
  const auto c = collect_text(
      "ID,Subject,Requester,Requester email,Requested,Updated,Status,Tags,Satisfaction Score\n"
      "1,No dial tone,Ann,ann@x.org,2026-03-02 16:03,2026-03-02 16:03,Open,a b,Good\n2,No dial tone,Ann,ann@x.org,2026-03-03 16:03,2026-03-03 16:03,Open,c,Bad\n"
      "3,No dial tone,Ann,ann@x.org,2026-03-04 16:03,2026-03-04 16:03,Open,c,Offered\n");
  EXPECT_EQ(c.reading.source, "zendesk");
  EXPECT_EQ(c.role("Tags"), "");
  EXPECT_EQ(c.drafts.at(0).incident[NumberField::csat], 1);
  EXPECT_EQ(c.drafts.at(0).incident[NumberField::csat_scale], 1);
  EXPECT_EQ(c.drafts.at(1).incident[NumberField::csat], 0);
  EXPECT_FALSE(c.drafts.at(2).incident[NumberField::csat].has_value());
}

}  // namespace
}  // namespace debrief::import::testing
