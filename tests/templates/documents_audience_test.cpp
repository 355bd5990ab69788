// The gate: what each reader sees, and that nothing gets past it.

#include <gtest/gtest.h>

#include "base/error.h"
#include "templates/audience.h"

namespace debrief::tests {

using namespace debrief::templates;

namespace {

GatePeople people() {
  GatePeople out;
  out.people = {{"Deirdre Onyango", "caller"}, {"Amara Osei", "colleague"}, {"Helen Marchetti", "colleague"}};
  out.keep = {"INC-1"};
  return out;
}

Inlines run(const std::string& text) { return {{Text{text, {}}}}; }

Document document(Blocks blocks) {
  Document d;
  d.meta.title = "Review";
  d.blocks = std::move(blocks);
  return d;
}

std::string first_paragraph(const Document& d) { return plain(std::get<Paragraph>(d.blocks.front().value).text); }

}  // namespace

TEST(AudienceGate, InternalReadersSeeEverything) {
  Gate gate(Audience::internal, people(), "salt");
  Document d = document({{"a", Paragraph{run("Deirdre Onyango rang on 07700 900933")}}});
  gate.apply(d);
  EXPECT_EQ(first_paragraph(d), "Deirdre Onyango rang on 07700 900933");
  EXPECT_TRUE(gate.withheld().empty());
}

TEST(AudienceGate, ManagersSeeColleaguesAndPseudonymsOfCallers) {
  Gate gate(Audience::manager, people(), "salt");
  Document d =
      document({{"a", Paragraph{run("Amara Osei took the call of Deirdre Onyango on 07700 900933 for INC-1")}}});
  gate.apply(d);
  const std::string text = first_paragraph(d);
  EXPECT_NE(text.find("Amara Osei"), std::string::npos);
  EXPECT_EQ(text.find("Onyango"), std::string::npos);
  EXPECT_EQ(text.find("900933"), std::string::npos);
  EXPECT_NE(text.find("CALLER-"), std::string::npos);
  EXPECT_NE(text.find("INC-1"), std::string::npos);
  EXPECT_EQ(gate.withheld().at("NAME"), 1);
  EXPECT_EQ(gate.withheld().at("PHONE"), 1);
}

TEST(AudienceGate, ANameSplitOverStylesIsFoundAllTheSame) {
  Gate gate(Audience::assessor, people(), "salt");
  Inlines split{{Text{"Told by Helen ", {}}}, {Text{"Marchetti", {.strong = true}}}, {Text{" at noon", {}}}};
  Document d = document({{"a", Paragraph{split}}});
  gate.apply(d);
  EXPECT_EQ(first_paragraph(d).find("Marchetti"), std::string::npos);
  EXPECT_EQ(first_paragraph(d).find("Helen"), std::string::npos);
}

TEST(AudienceGate, OnePersonHasOnePseudonymInDocumentAndWorkbook) {
  Gate gate(Audience::assessor, people(), "salt");
  Document d = document({{"a", Paragraph{run("Helen Marchetti")}}});
  gate.apply(d);
  Workbook book;
  Sheet sheet;
  sheet.name = "A";
  sheet.columns = {{"Owner", SheetType::text, 10, {}, false, ""}};
  sheet.rows = {{std::string("Helen Marchetti")}};
  book.sheets.push_back(sheet);
  gate.apply(book);
  EXPECT_EQ(std::get<std::string>(book.sheets[0].rows[0][0]), first_paragraph(d));
  EXPECT_EQ(gate.pseudonyms().at("Helen Marchetti"), first_paragraph(d));
}

TEST(AudienceGate, CaptionsChartsAndSigningLinesAreReadToo) {
  Gate gate(Audience::external, people(), "salt");
  Chart chart;
  chart.title = "Calls of Deirdre Onyango";
  chart.finding = "Amara Osei answered";
  chart.alt = "Deirdre Onyango, 07700 900933";
  chart.moments = {{0, 0, "To Helen Marchetti", "Helen Marchetti 14:00", ""}};
  SignOff sign;
  sign.lines = {{"Approver", "Helen Marchetti", "", ""}};
  Document d = document({{"a", Figure{chart, "Amara Osei"}},
                         {"b", sign},
                         {"c", Callout{"note", "Amara Osei", {{"d", CodeBlock{"", "Helen Marchetti"}}}}}});
  gate.apply(d);
  const auto& shown = std::get<Figure>(d.blocks[0].value);
  for (const std::string& text :
       {shown.caption, shown.chart.title, shown.chart.finding, shown.chart.alt, shown.chart.moments[0].label,
        shown.chart.moments[0].lane, std::get<SignOff>(d.blocks[1].value).lines[0].name,
        std::get<Callout>(d.blocks[2].value).title}) {
    for (const char* secret : {"Onyango", "Osei", "Marchetti", "900933", "AGENT-", "CALLER-"})
      EXPECT_EQ(text.find(secret), std::string::npos) << text;
  }
}

TEST(AudienceGate, InternalPartsAreTakenAwayOrUnwrapped) {
  const Blocks parts = {{"a", Callout{"internal", "Handling", {{"b", Paragraph{run("inside")}}}}},
                        {"c", Paragraph{run("outside")}}};
  Gate outside(Audience::external, people(), "salt");
  Document d = document(parts);
  outside.apply(d);
  ASSERT_EQ(d.blocks.size(), 1U);
  EXPECT_EQ(outside.withheld().at("SECTION"), 1);
  Gate inside(Audience::internal, people(), "salt");
  d = document(parts);
  inside.apply(d);
  ASSERT_EQ(d.blocks.size(), 2U);
  EXPECT_EQ(first_paragraph(d), "inside");
}

TEST(AudienceGate, TheLearnerIsNamedForTheAssessorAndNotWhenShared) {
  GatePeople who = people();
  who.learner = {"Amara Osei"};
  Gate assessor(Audience::assessor, who, "salt");
  Document d = document({{"a", Paragraph{run("Amara Osei told Helen Marchetti")}}});
  assessor.apply(d);
  EXPECT_TRUE(first_paragraph(d).starts_with("Amara Osei told "));
  Gate share(Audience::share, who, "salt");
  d = document({{"a", Paragraph{run("Amara Osei told Helen Marchetti")}}});
  share.apply(d);
  EXPECT_EQ(first_paragraph(d), "LEARNER told a colleague");
}

TEST(AudienceGate, MailLinksKeepTheirWordsOnly) {
  Gate gate(Audience::external, people(), "salt");
  Document d = document({{"a", Paragraph{{{Link{"mailto:d.onyango@example.com", "write to her", {}}}}}}});
  gate.apply(d);
  EXPECT_TRUE(std::holds_alternative<Text>(std::get<Paragraph>(d.blocks[0].value).text[0].value));
}

TEST(AudienceGate, SaysWhatWasWithheldInWords) {
  EXPECT_EQ(withheld_said({{"NAME", 12}, {"PHONE", 1}, {"SECTION", 2}}),
            "12 names, 1 telephone number and 2 parts marked internal");
  EXPECT_EQ(withheld_said({}), "");
}

TEST(AudienceGate, NamesOfAudiencesAreRead) {
  for (const char* word : {"internal", "manager", "external", "assessor", "share"}) {
    ASSERT_TRUE(audience_named(word));
    EXPECT_EQ(name(*audience_named(word)), word);
  }
  EXPECT_FALSE(audience_named("public"));
}

}  // namespace debrief::tests
