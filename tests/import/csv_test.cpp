// Delimited text: faults with their places, dialects, headings.

#include <gtest/gtest.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using testing::collect_text;
using ::testing::ElementsAre;
using testing::printed_text;

std::string rows(int from, int to) {
  std::string out;
  for (int i = from; i <= to; ++i)
    out += "INC" + std::to_string(i) + ",2024-03-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) +
           " 10:00,Title " + std::to_string(i) + ",2\n";
  return out;
}

const std::string heading = "Number,Opened,Title,Priority\n";

TEST(Csv, SetsOneRowAsideForAQuoteNobodyClosed) {
  const auto text = heading + rows(1, 3) + "INC4,2024-03-05 10:00,\"Broken title,2\n" + rows(5, 300);
  const auto out = collect_text(text);
  EXPECT_EQ(out.drafts.size(), 299U);
  ASSERT_EQ(out.quarantined.size(), 1U);
  const auto& [row, why] = out.quarantined[0];
  EXPECT_EQ(why.code, "quote-not-closed");
  EXPECT_EQ(row, 5);
  EXPECT_EQ(why.place.line, 5);
  EXPECT_EQ(why.place.column, "Title");
  EXPECT_EQ(why.place.byte, static_cast<std::int64_t>(text.find("\"Broken")));
}

TEST(Csv, GivesUpOnAnOpenQuoteAlsoWhereLaterCellsAreQuoted) {
  std::string text = heading + rows(1, 3) + "INC4,2024-03-05 10:00,\"Broken title,2\n";
  for (int i = 5; i < 50; ++i)
    text += "\"INC" + std::to_string(i) + "\",\"2024-03-05 10:00\",\"Two\nlines, " + std::to_string(i) + "\",\"2\"\n";
  const auto out = collect_text(text);
  EXPECT_EQ(out.drafts.size(), 48U);
  EXPECT_EQ(out.quarantined.size(), 1U);
}

TEST(Csv, KeepsCellsWithLineBreaksAndQuotesWhole) {
  const auto out = printed_text("a,b,c\n1,\"two\nlines, \"\"quoted\"\"\",3\r\n4,\"say \"hi\" now\",6\n");
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_THAT(out.rows[0].second, ElementsAre("1", "two\nlines, \"quoted\"", "3"));
  EXPECT_THAT(out.rows[1].second, ElementsAre("4", "say \"hi\" now", "6"));
  ASSERT_EQ(out.faults.size(), 1U);
  EXPECT_EQ(out.faults[0].code, "quote-misplaced");
  EXPECT_EQ(out.faults[0].place.line, 4) << "the row before it takes two lines";
}

TEST(Csv, ReadsAQuoteTooManyAsPartOfTheCell) {
  const auto out = printed_text(
      "date,time,qty,name\n1/2/2018,07:45,\"0,\"Insoles\"\n1/3/2018,07:50,4,\"\"Boots, "
      "brown\"\n1/4/2018,08:00,5,Hat\n");
  ASSERT_EQ(out.rows.size(), 3U);
  EXPECT_THAT(out.rows[0].second, ElementsAre("1/2/2018", "07:45", "\"0", "Insoles"));
  EXPECT_THAT(out.rows[1].second, ElementsAre("1/3/2018", "07:50", "4", "\"Boots, brown"));
}

TEST(Csv, TellsRowsThatAreTooShortOrTooLong) {
  const auto out = printed_text("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n");
  ASSERT_EQ(out.rows.size(), 4U);
  EXPECT_THAT(out.rows[1].second, ElementsAre("1", "2", ""));
  ASSERT_EQ(out.faults.size(), 2U);
  EXPECT_EQ(out.faults[0].code, "cells-missing");
  EXPECT_EQ(out.faults[0].place.row, 3);
  EXPECT_EQ(out.faults[1].code, "cells-extra");
  EXPECT_EQ(out.faults[1].value, "4");
}

TEST(Csv, CountsBlankLinesAsRowsLikeASpreadsheet) {
  const auto out = printed_text("a,b\n1,2\n\n3,4\n");
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_EQ(out.rows[0].first, 2);
  EXPECT_EQ(out.rows[1].first, 4);
}

TEST(Csv, LeavesTitlesAboveAndFootnotesBelowOut) {
  const auto out = printed_text("Incident report,,,\nPrinted on 1 May,,,\n\nRef,Opened,Title,Priority\n" + rows(1, 5) +
                                "\nReport: All incidents\nCopyright 2024\n");
  EXPECT_EQ(out.head["header_row"], 4);
  ASSERT_EQ(out.rows.size(), 5U);
  EXPECT_EQ(out.rows[0].first, 5);
}

TEST(Csv, KeepsASparseRowThatFullRowsFollow) {
  const auto out = printed_text(heading + rows(1, 2) + "INC3\n" + rows(4, 5));
  EXPECT_EQ(out.rows.size(), 5U);
}

TEST(Csv, FindsNoHeadingWhereThereIsNone) {
  const auto out =
      printed_text("INC1,2024-03-01 10:00,Printer,2\nINC2,2024-03-02 11:00,Phone,3\nINC3,2024-03-03 12:00,Screen,1\n");
  EXPECT_TRUE(out.head["header_row"].is_null());
  ASSERT_EQ(out.rows.size(), 3U);
  EXPECT_EQ(out.rows[0].first, 1);
}

TEST(Csv, JoinsAHeadingOverTwoRows) {
  const auto out = printed_text(
      "Incident,Opened,Time "
      "to,Cost\nnumber,at,resolve,total\nA1,2024-03-01,14,20.5\nA2,2024-03-02,15,30.5\nA3,2024-03-04,16,31.5\n");
  EXPECT_THAT(out.head["columns"].get<std::vector<std::string>>(),
              ElementsAre("Incident number", "Opened at", "Time to resolve", "Cost total"));
  EXPECT_EQ(out.rows.size(), 3U);
}

struct DialectCase {
  const char* text;
  const char* delimiter;
  std::vector<std::string> second;
  const char* why;
};

TEST(Csv, FindsTheDelimiter) {
  const std::vector<DialectCase> cases{
      {"a;b;c\n1,5;2;x\n2,5;3;y\n", ";", {"1,5", "2", "x"}, "comma as decimal sign"},
      {"a\tb\tc\n1\t2, and 3\tx\n4\t5, or 6\ty\n", "\t", {"1", "2, and 3", "x"}, "commas in prose"},
      {"a|b\n1|10:00\n2|11:00\n", "|", {"1", "10:00"}, "colons in times"},
      {"sep=;\na;b\n1;2\n", ";", {"1", "2"}, "Excel's own line"},
      {"a, b, c\n1, \"x, y\", 3\n2, \"z, w\", 4\n", ",", {"1", "x, y", "3"}, "a blank behind every comma"},
      {"'a','b'\n'1,5','x'\n'2,5','y'\n", ",", {"1,5", "x"}, "single quotes"},
      {"a,b\n\"x\\\"y\",2\n\"z\\\"w\",4\n", ",", {"x\"y", "2"}, "backslash before a quote"},
      {"a,b\r1,2\r3,4\r", ",", {"1", "2"}, "lines end in CR"},
  };
  for (const auto& c : cases) {
    const auto out = printed_text(c.text);
    EXPECT_EQ(out.head["delimiter"], c.delimiter) << c.why;
    EXPECT_EQ(out.head["header_row"], 1) << c.why;
    ASSERT_FALSE(out.rows.empty()) << c.why;
    EXPECT_EQ(out.rows[0].second, c.second) << c.why;
  }
}

TEST(Csv, DoesAsTheFlagsSay) {
  Options options;
  options.delimiter = ";";
  options.skip = 1;
  options.no_header = true;
  const auto out = printed_text("x,y\n1,2;3\n4,5;6\n", options);
  EXPECT_TRUE(out.head["header_row"].is_null());
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_THAT(out.rows[0].second, ElementsAre("1,2", "3"));
  options.delimiter = "ab";
  EXPECT_EQ(testing::error_of([&] { printed_text("a,b\n1,2\n", options); }), "bad-option");
}

TEST(Csv, KeepsRepeatedHeadings) {
  const auto out = collect_text(
      "Issue key,Project key,Summary,Created,Comment,Comment\nAB-1,AB,One,15/Feb/26 4:37 "
      "PM,first,second\nAB-2,AB,Two,16/Feb/26 4:37 PM,,\n");
  ASSERT_EQ(out.drafts.size(), 2U);
  EXPECT_EQ(out.drafts[0].incident[review::TextField::notes], "first\n\nsecond");
}

TEST(Csv, ReadsACellOfMegabytes) {
  const std::string big(3'000'000, 'x');
  const auto out = printed_text("a,b\n1,\"" + big + "\"\n2,y\n");
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_EQ(out.rows[0].second[1].size(), big.size());
}

TEST(Csv, SurvivesTheTortureFiles) {
  const std::string folder = testing::samples() + "nasty-csv";
  NEEDS_SAMPLE(folder);
  int read = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".csv") continue;
    try {
      testing::printed(entry.path().string());
      ++read;
    } catch (const base::Error& e) {
      EXPECT_NE(e.status(), base::Status::mistake) << entry.path();
      EXPECT_FALSE(e.hint().empty()) << entry.path();
    }
  }
  EXPECT_GT(read, 250);
}

TEST(Csv, AgreesWithTheRightAnswersOfThePollockFiles) {
  const std::string folder = testing::samples() + "nasty-csv/pollock/";
  NEEDS_SAMPLE(folder);
  // Files whose damage is in form only; the others lost information that nothing can bring back.
  for (const char* name : {"source", "file_preamble", "file_no_header", "file_header_multirow_2",
                           "file_header_multirow_3", "file_field_delimiter_0x3B", "file_field_delimiter_0x9",
                           "file_field_delimiter_0x2C_0x20", "file_record_delimiter_0xA", "file_record_delimiter_0xD",
                           "file_no_trailing_newline", "file_double_trailing_newline", "row_extra_quote28_col5",
                           "row_extra_quote31_col2", "row_extra_quote42_col6", "row_extra_quote52_col1"}) {
    const auto ours = testing::printed(folder + "csv/" + name + ".csv");
    Options plain;
    plain.delimiter = ",";
    plain.quote = "\"";
    const auto clean = testing::printed(folder + "clean/" + name + ".csv", plain);
    EXPECT_EQ(ours.head["columns"], clean.head["columns"]) << name;
    ASSERT_EQ(ours.rows.size(), clean.rows.size()) << name;
    for (std::size_t i = 0; i < ours.rows.size(); ++i)
      EXPECT_EQ(ours.rows[i].second, clean.rows[i].second) << name << " row " << ours.rows[i].first;
  }
}

}  // namespace
}  // namespace debrief::import
