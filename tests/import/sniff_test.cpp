// What is concluded about a file, phase by phase, and what happens when a person says otherwise.

#include <gtest/gtest.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using testing::collect_text;

const std::string log =
    "Number;Opened;Title;Priority\nINC1;13/03/2024 10:00;Printer, again;2\nINC2;14/03/2024 11:30;No sound;3\n"
    "INC3;15/03/2024 09:00;No light;1\n";

review::PhaseVerdict verdict(const testing::Collected& out, std::string_view phase) {
  for (const auto& v : out.reading.sniff) {
    if (v.phase == phase) return v;
  }
  return {"missing", "", "", 0, false};
}

TEST(Sniff, EveryPhaseGivesItsVerdictItsEvidenceAndHowSureItIs) {
  const auto out = collect_text(log);
  std::vector<std::string> phases;
  for (const auto& v : out.reading.sniff) {
    phases.push_back(v.phase);
    EXPECT_FALSE(v.verdict.empty()) << v.phase;
    EXPECT_FALSE(v.evidence.empty()) << v.phase;
    EXPECT_GT(v.confidence, 0) << v.phase;
    EXPECT_LE(v.confidence, 1) << v.phase;
    EXPECT_FALSE(v.from_flag) << v.phase;
  }
  EXPECT_THAT(phases, ::testing::ElementsAre("container", "encoding", "dialect", "header", "types", "dates", "zone",
                                             "row", "roles"));
  EXPECT_THAT(verdict(out, "dialect").verdict, ::testing::HasSubstr("delimiter ;"));
  EXPECT_EQ(verdict(out, "header").verdict, "row 1");
  EXPECT_EQ(verdict(out, "dates").verdict, "Opened: dmy");
  EXPECT_EQ(verdict(out, "row").verdict, "incident");
}

TEST(Sniff, OneColumnOfSentencesIsNotCutByItsBlanks) {
  const auto out = testing::printed_text(
      "text\nhow do you say fly in italian\nwhat's the spanish word for pasta\n\"tell me, please\"\n"
      "how would they say butter in zambia\nhelp me change my oil\nset a 4 minute timer\n");
  EXPECT_EQ(out.head["columns"], base::Json({"text"}));
  EXPECT_EQ(out.head["header_row"], 1);
  const auto table =
      testing::printed_text("day time host code\n2024-03-13 10:00 web1 200\n2024-03-13 10:01 web2 500\n");
  EXPECT_EQ(table.head["delimiter"], " ");
  EXPECT_EQ(table.head["columns"].size(), 4U);
}

TEST(Sniff, AFlagOverrulesWhatWasFoundAndAClashIsTold) {
  const auto clashes = [](const testing::Printed& out) {
    return std::count_if(out.faults.begin(), out.faults.end(),
                         [](const base::Issue& i) { return i.code == "flag-against-file"; });
  };
  Options options;
  options.delimiter = ",";
  const auto commas = testing::printed_text(log, options);
  EXPECT_EQ(commas.head["delimiter"], ",");
  EXPECT_EQ(clashes(commas), 1);
  options = {};
  options.no_header = true;
  const auto bare = testing::printed_text(log, options);
  EXPECT_TRUE(bare.head["header_row"].is_null());
  EXPECT_EQ(clashes(bare), 1);
  options = {};
  options.encoding = "windows-1252";
  const auto out = collect_text("Number,Opened,Title\nINC1,2024-03-13 10:00,Caf\xC3\xA9\n", options);
  EXPECT_EQ(out.count("flag-against-file"), 1U);
  EXPECT_TRUE(verdict(out, "encoding").from_flag);
}

TEST(Sniff, AFlagThatSaysWhatTheFileSaysIsNoClash) {
  Options options;
  options.delimiter = ";";
  options.encoding = "utf-8";
  options.day_order = "dmy";
  const auto out = collect_text(log, options);
  EXPECT_EQ(out.count("flag-against-file"), 0U);
  EXPECT_EQ(out.count("day-order-clash"), 0U);
}

TEST(Sniff, WhereNothingTellsDayFromMonthTheImportGoesOnWithAWarningOrTakesTheFlag) {
  const std::string text = "Number,Opened,Title\nINC1,03/04/2024 10:00,One\nINC2,05/06/2024 11:30,Two\n";
  const auto assumed = collect_text(text);
  EXPECT_EQ(assumed.drafts.size(), 2U);
  EXPECT_EQ(assumed.count("day-order-assumed"), 1U);
  EXPECT_LT(verdict(assumed, "dates").confidence, 0.7);
  Options options;
  options.day_order = "mdy";
  const auto told = collect_text(text, options);
  EXPECT_EQ(told.count("day-order-assumed"), 0U);
  EXPECT_EQ(verdict(told, "dates").verdict, "Opened: mdy");
  EXPECT_TRUE(verdict(told, "dates").from_flag);
}

}  // namespace
}  // namespace debrief::import
