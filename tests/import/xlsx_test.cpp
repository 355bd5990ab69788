// Workbooks.

#include <gtest/gtest.h>

#include "import/workbook/workbook.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using ::testing::ElementsAre;
using testing::error_of;
using testing::SheetOf;
using testing::TemporaryFile;
using testing::workbook;

std::string text(const std::string& at, const std::string& value) {
  return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
}
std::string number(const std::string& at, const std::string& value, int style = 0) {
  return "<c r=\"" + at + "\" s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>";
}
std::string row(int r, const std::string& cells) { return "<row r=\"" + std::to_string(r) + "\">" + cells + "</row>"; }

const std::string heading = row(3, text("A3", "Ref") + text("B3", "Date") + text("C3", "Time") + text("D3", "Title"));

std::string log_rows() {
  std::string out = row(1, text("A1", "Incident log")) + heading;
  for (int i = 0; i < 5; ++i) {
    const std::string r = std::to_string(4 + i);
    out += row(4 + i, text("A" + r, "INC" + std::to_string(i)) + number("B" + r, std::to_string(45352 + i), 1) +
                          number("C" + r, "0.385671296", 2) + text("D" + r, "Line_x000D_ one"));
  }
  return out;
}

TEST(Xlsx, JoinsADateCellAndATimeCell) {
  const TemporaryFile file("log.xlsx", workbook({{"Log", log_rows(), ""}}));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.reading.format, "xlsx");
  EXPECT_EQ(out.reading.sheet, "Log");
  EXPECT_EQ(out.reading.header_row, 3);
  EXPECT_EQ(out.role("Date"), "opened");
  EXPECT_EQ(out.role("Time"), "opened_time");
  ASSERT_EQ(out.drafts.size(), 5U);
  EXPECT_EQ(out.drafts[0].row, 4);
  EXPECT_EQ(base::rfc3339(out.drafts[0].incident[review::TimeField::opened]->at), "2024-03-01T09:15:22Z");
  EXPECT_EQ(out.drafts[0].incident[review::TextField::title], "Line\r one");
}

TEST(Xlsx, CountsDaysFrom1904WhereTheWorkbookDoes) {
  const TemporaryFile file("log.xlsx", workbook({{"Log",
                                                  row(1, text("A1", "Ref") + text("B1", "Opened")) +
                                                      row(2, text("A2", "X1") + number("B2", "43890.5", 1)) +
                                                      row(3, text("A3", "X2") + number("B3", "43891.5", 1)),
                                                  ""}},
                                                "", true));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 2U);
  EXPECT_EQ(base::rfc3339(out.drafts[0].incident[review::TimeField::opened]->at), "2024-03-01T12:00:00Z");
}

TEST(Xlsx, PrintsNumbersAndDatesUnformatted) {
  const TemporaryFile file("log.xlsx", workbook({{"Log", log_rows(), ""}}));
  const auto out = testing::printed(file.path());
  ASSERT_EQ(out.rows.size(), 5U);
  EXPECT_EQ(out.rows[0].first, 4);
  EXPECT_THAT(out.rows[0].second, ElementsAre("INC0", "45352", "0.385671296", "Line\r one"));
}

TEST(Xlsx, ReadsSharedStringsWithRunsAndWithoutPhonetics) {
  const std::string shared =
      "<sst><si><r><t>Re</t></r><r><t>f</t></r></si><si><t>Title</t><rPh sb=\"0\" "
      "eb=\"1\"><t>ignored</t></rPh></si><si><t>A1</t></si><si><t xml:space=\"preserve\"> two </t></si></sst>";
  const std::string rows = row(1, "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>") +
                           row(2, "<c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c>") +
                           row(3, "<c r=\"A3\" t=\"s\"><v>99</v></c><c r=\"B3\" t=\"b\"><v>1</v></c>");
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}, shared));
  const auto out = testing::printed(file.path());
  EXPECT_THAT(out.head["columns"].get<std::vector<std::string>>(), ElementsAre("Ref", "Title"));
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_THAT(out.rows[0].second, ElementsAre("A1", " two "));
  EXPECT_THAT(out.rows[1].second, ElementsAre("", "TRUE")) << "a string number out of range is an empty cell";
}

TEST(Xlsx, ReadsSheetsOfTheSameRowsOnceAndPassesOverHiddenOnes) {
  const std::string notes = row(1, text("A1", "Just a note"));
  const TemporaryFile file("log.xlsx", workbook({{"Hidden", log_rows(), "state=\"hidden\""},
                                                 {"Notes", notes, ""},
                                                 {"March", log_rows(), ""},
                                                 {"April", log_rows(), ""}}));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.reading.sheet, "March");
  EXPECT_EQ(out.count("sheet-repeated"), 1U);
  EXPECT_EQ(out.drafts.size(), 5U);
  Options options;
  options.sheet = "april";
  EXPECT_EQ(testing::collect(file.path(), options).reading.sheet, "April");
  options.sheet = "May";
  EXPECT_EQ(error_of([&] { testing::collect(file.path(), options); }), "sheet-missing");
}

TEST(Xlsx, AsksWhichSheetWhereSeveralHoldRecords) {
  const std::string other = row(1, text("A1", "Number") + text("B1", "Opened") + text("C1", "Priority")) +
                            row(2, text("A2", "X1") + text("B2", "2024-04-01 10:00") + text("C2", "2"));
  const TemporaryFile file("log.xlsx", workbook({{"March", log_rows(), ""}, {"April", other, ""}}));
  try {
    testing::collect(file.path());
    FAIL() << "a sheet was taken unasked";
  } catch (const base::Error& e) {
    EXPECT_EQ(e.status(), base::Status::usage);
    EXPECT_EQ(e.code(), "sheet-unclear");
    EXPECT_THAT(e.what(), ::testing::AllOf(::testing::HasSubstr("March"), ::testing::HasSubstr("April")));
  }
  Options options;
  options.sheet = "April";
  EXPECT_EQ(testing::collect(file.path(), options).drafts.size(), 1U);
  const auto shown = testing::printed(file.path());
  EXPECT_EQ(shown.head["sheet"], "March") << "looking at a file needs no decision";
  ASSERT_EQ(shown.faults.size(), 1U);
  EXPECT_EQ(shown.faults[0].code, "sheet-assumed");
}

/// A month of a log, numbered from 1, the last cell of row 3 as given.
std::string month(int days_from, const std::string& last, const std::string& prefix = "") {
  std::string out = row(1, text("A1", "N°") + text("B1", "Date") + text("C1", "Panne") + text("D1", "Heure fin"));
  for (int i = 1; i < 4; ++i) {
    const std::string r = std::to_string(i + 1);
    out += row(i + 1, text("A" + r, prefix + std::to_string(i)) + number("B" + r, std::to_string(days_from + i) + ".5", 1) +
                          text("C" + r, "Serveur vocal muet") + text("D" + r, i == 2 ? last : "14h30"));
  }
  return out;
}

TEST(Xlsx, ReadsASheetForEachMonthAsOneLogWhereAsked) {
  const TemporaryFile file("log.xlsx", workbook({{"janvier", month(46023, "x", "J"), ""},
                                                 {"notes", row(1, text("A1", "Rien") + text("B1", "ici")), ""},
                                                 {"février", month(46054, "x", "F"), ""},
                                                 {"mars", month(46082, "x", "M"), ""}}));
  try {
    testing::collect(file.path());
    FAIL() << "a sheet was taken unasked";
  } catch (const base::Error& e) {
    EXPECT_EQ(e.code(), "sheet-unclear");
    EXPECT_THAT(e.hint(), ::testing::HasSubstr("--sheet '*'"));
  }
  Options options;
  options.sheet = "*";
  const auto out = testing::collect(file.path(), options);
  EXPECT_EQ(out.reading.sheet, "*");
  ASSERT_EQ(out.drafts.size(), 9U);
  EXPECT_EQ(out.incidents(), 9U);
  EXPECT_EQ(out.drafts[3].incident.ref, "F1");
  EXPECT_EQ(out.drafts[3].row, 6) << "counted on: the second sheet's row 2";
  EXPECT_EQ(base::rfc3339(out.drafts[8].incident[review::TimeField::opened]->at), "2026-03-04T12:00:00Z");
  ASSERT_EQ(out.count("sheets-joined"), 1U);
  EXPECT_EQ(out.count("keys-by-sheet"), 0U);
  for (const auto& i : out.issues) {
    if (i.code == "sheets-joined") {
      EXPECT_THAT(i.detail, ::testing::HasSubstr("\"février\" from row 5 on"));
    }
  }
}

TEST(Xlsx, KeysThatBeginAgainInEachSheetAreTakenWithItsNameAndFaultsNameSheetAndRow) {
  std::string february = month(46054, "x");
  february.replace(february.find("46055.5"), 7, "99999999");
  const TemporaryFile file("log.xlsx", workbook({{"janvier", month(46023, "x"), ""}, {"février", february, ""}}));
  Options options;
  options.sheet = "*";
  const auto out = testing::collect(file.path(), options);
  EXPECT_EQ(out.count("keys-by-sheet"), 1U);
  ASSERT_EQ(out.drafts.size(), 5U);
  EXPECT_EQ(out.incidents(), 5U);
  EXPECT_EQ(out.drafts[0].incident.ref, "janvier 1");
  EXPECT_EQ(out.drafts[3].incident.ref, "février 2");
  ASSERT_EQ(out.quarantined.size(), 1U);
  EXPECT_EQ(out.quarantined[0].first, 6);
  EXPECT_THAT(out.quarantined[0].second.detail, ::testing::HasSubstr("sheet \"février\", row 2"));
}

TEST(Xlsx, TakesTheOneSheetWithHeadingsOfALog) {
  const std::string lookup =
      row(1, text("A1", "Colour") + text("B1", "Weight")) + row(2, text("A2", "red") + text("B2", "x"));
  const TemporaryFile file("log.xlsx", workbook({{"Lists", lookup, ""}, {"Log", log_rows(), ""}}));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.reading.sheet, "Log");
  EXPECT_EQ(out.count("sheet-assumed"), 1U);
}

TEST(Xlsx, TakesNoHiddenSheetSilently) {
  const TemporaryFile file("log.xlsx", workbook({{"Log", log_rows(), "state=\"hidden\""}}));
  EXPECT_EQ(error_of([&] { testing::collect(file.path()); }), "sheet-hidden");
  Options options;
  options.sheet = "Log";
  EXPECT_EQ(testing::collect(file.path(), options).reading.sheet, "Log");
}

TEST(Xlsx, TheTextOfAnInlineStringIsTheCellNotTheNumberBesideIt) {
  const std::string cell = "<c r=\"A2\" t=\"inlineStr\"><v>1.0</v><is><t>1.</t></is></c>";
  const TemporaryFile file(
      "log.xlsx", workbook({{"Log", row(1, text("A1", "a") + text("B1", "b")) + row(2, cell + text("B2", "x")), ""}}));
  EXPECT_THAT(testing::printed(file.path()).rows.at(0).second, ElementsAre("1.", "x"));
}

TEST(Xlsx, KnowsWhatANumberFormatShows) {
  const std::vector<std::pair<const char*, CellIs>> cases{{"yyyy-mm-dd", CellIs::date},
                                                          {"[$-409]d\\-mmm\\-yy;@", CellIs::date},
                                                          {"h:mm:ss AM/PM", CellIs::time},
                                                          {"[h]:mm", CellIs::duration},
                                                          {"0.00", CellIs::number},
                                                          {"\"days\" 0", CellIs::number},
                                                          {"General", CellIs::number},
                                                          {"#,##0.00 [$\xE2\x82\xAC]", CellIs::number},
                                                          {"mmm", CellIs::date}};
  for (const auto& [code, shown] : cases) EXPECT_EQ(shown_by(std::string_view(code)), shown) << code;
}

TEST(Xlsx, RefusesADocumentTypeAndDeepNesting) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<x>";
  const TemporaryFile nested("a.xlsx", workbook({{"Log", deep, ""}}));
  EXPECT_EQ(error_of([&] { testing::collect(nested.path()); }), "xml-refused");
  const TemporaryFile declared("a.xlsx", workbook({{"Log", log_rows(), ""}},
                                                  "<!DOCTYPE sst [<!ENTITY a \"b\">]><sst><si><t>&a;</t></si></sst>"));
  EXPECT_EQ(error_of([&] { testing::collect(declared.path()); }), "xml-refused");
}

TEST(Xlsx, SaysWhatIsWrongWithOtherArchives) {
  const TemporaryFile archive("a.xlsx", testing::zipped({{"readme.txt", "hello"}}));
  EXPECT_EQ(error_of([&] { testing::collect(archive.path()); }), "not-a-workbook");
  const std::string whole = workbook({{"Log", log_rows(), ""}});
  const TemporaryFile half("a.xlsx", std::string_view(whole).substr(0, whole.size() / 2));
  EXPECT_EQ(error_of([&] { testing::collect(half.path()); }), "zip-damaged");
}

TEST(Xlsx, SurvivesTheTortureFiles) {
  const std::string folder = testing::samples() + "nasty-xlsx";
  NEEDS_SAMPLE(folder);
  int read = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".md") continue;
    try {
      testing::printed(entry.path().string());
      ++read;
    } catch (const base::Error& e) {
      EXPECT_NE(e.status(), base::Status::mistake) << entry.path();
    }
  }
  EXPECT_GE(read, 95);
}

TEST(Hostile, FilesEndInAClearMessageOrACleanRead) {
  const std::string folder = testing::samples() + "hostile-files/";
  NEEDS_SAMPLE(folder);
  const std::vector<std::pair<const char*, const char*>> refused{
      {"xlsx_bomb_rows.xlsx", "unpacks-too-large"},  {"xlsx_bomb_one_string.xlsx", "unpacks-too-large"},
      {"xlsx_entity_expansion.xlsx", "xml-refused"}, {"xlsx_external_entity.xlsx", "xml-refused"},
      {"xlsx_truncated.xlsx", "zip-damaged"},        {"deeply_nested.json", "json-malformed"},
      {"xes_entity_expansion.xes", "xml-refused"},      {"html_table_saved_as.csv", "html-file"},
      {"login_page_saved_as.csv", "html-file"},      {"git_lfs_pointer.csv", "git-lfs-pointer"}};
  for (const auto& [name, code] : refused) EXPECT_EQ(error_of([&] { testing::collect(folder + name); }), code) << name;
  const auto quote = testing::collect(folder + "csv_unterminated_quote_swallows_rest.csv");
  EXPECT_EQ(quote.drafts.size(), 1999U);
  EXPECT_EQ(quote.quarantined.size(), 1U);
  EXPECT_EQ(testing::printed(folder + "csv_many_columns.csv").head["columns"].size(), 20000U);
  EXPECT_EQ(testing::collect(folder + "csv_one_huge_field.csv").drafts.size(), 2U);
}

TEST(Xlsx, RealDatesWhoseDayAndMonthWereSwappedBesideTextsAreSwappedBack) {
  // 1 to 20 March 2026, day first, opened where the month comes first: to 12 a real date, from 13 on a text.
  std::string rows = row(1, text("A1", "Ref") + text("B1", "Opened") + text("C1", "Title"));
  for (int d = 1; d <= 20; ++d) {
    const std::string r = std::to_string(d + 1);
    const base::Ms swapped = base::civil_as_utc({.year = 2026, .month = d, .day = 3, .hour = 12});
    const std::string serial = std::to_string(d <= 12 ? 25569 + swapped / base::day_ms : 0) + ".5";
    rows += row(d + 1, text("A" + r, "X" + r) +
                           (d <= 12 ? number("B" + r, serial, 1) : text("B" + r, std::to_string(d) + "/03/2026 12:00")) +
                           text("C" + r, "t"));
  }
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 20U);
  for (int d = 1; d <= 20; ++d) {
    const auto civil = base::utc_civil(out.drafts[static_cast<std::size_t>(d - 1)].incident[review::TimeField::opened]->at);
    EXPECT_EQ(civil.month, 3);
    EXPECT_EQ(civil.day, d);
  }
  ASSERT_EQ(out.count("day-month-swap"), 1U);
  for (const auto& i : out.issues) {
    if (i.code != "day-month-swap") continue;
    EXPECT_NE(i.detail.find("12 real dates"), std::string::npos) << i.detail;
  }
}

TEST(Xlsx, ANameOverTwoColumnsIsAPartOfBothWhereTheyAreCalledAlike) {
  std::string rows = row(1, text("A1", "Ref") + text("B1", "Opened") + text("D1", "Closed") + text("F1", "Agent")) +
                     row(2, text("B2", "Date") + text("C2", "Time") + text("D2", "Date") + text("E2", "Time"));
  for (int i = 3; i < 9; ++i) {
    const std::string r = std::to_string(i);
    rows += row(i, text("A" + r, "L" + r) + number("B" + r, "46066", 1) + number("C" + r, "0.5", 2) + number("D" + r, "46067", 1) +
                       number("E" + r, "0.25", 2) + text("F" + r, "Mo"));
  }
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.role("Opened Date"), "opened");
  EXPECT_EQ(out.role("Opened Time"), "opened_time");
  EXPECT_EQ(out.role("Closed Time"), "closed_time");
  ASSERT_EQ(out.drafts.size(), 6U);
  EXPECT_EQ(base::rfc3339(out.drafts[0].incident[review::TimeField::closed]->at), "2026-02-14T06:00:00Z");
}

TEST(Xlsx, ASmallTableAboveTheLogIsLeftOutAndTold) {
  std::string rows = row(1, text("A1", "Summary")) + row(2, text("A2", "Month") + text("B2", "Incidents") + text("C2", "Avg mins")) +
                     row(3, text("A3", "Jan") + number("B3", "5") + number("C3", "44")) +
                     row(7, text("A7", "Ticket") + text("B7", "Raised") + text("C7", "Fixed") + text("D7", "Issue") + text("E7", "Owner"));
  for (int i = 8; i < 18; ++i) {
    const std::string r = std::to_string(i);
    rows += row(i, text("A" + r, "T" + r) + number("B" + r, "46066.5", 1) + number("C" + r, "46066.75", 1) + text("D" + r, "Phones") +
                       text("E" + r, "Lee"));
  }
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.reading.header_row, 7);
  EXPECT_EQ(out.drafts.size(), 10U);
  EXPECT_EQ(out.count("table-above"), 1U);
}

TEST(Xlsx, ASmallTableRightOfTheLogIsLeftOutAndTold) {
  std::string rows = row(1, text("A1", "Ref") + text("B1", "Opened") + text("C1", "Resolved") + text("D1", "Title") +
                                text("G1", "Priority") + text("H1", "Target (h)"));
  for (int i = 2; i < 10; ++i) {
    const std::string r = std::to_string(i);
    rows += row(i, text("A" + r, "M" + r) + number("B" + r, "46066.5", 1) + number("C" + r, "46066.75", 1) + text("D" + r, "x") +
                       (i < 6 ? text("G" + r, "P" + r) + number("H" + r, "4") : std::string()));
  }
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 8U);
  EXPECT_EQ(out.role("Priority"), "no such column");
  EXPECT_FALSE(out.drafts[0].incident[review::TextField::priority].has_value());
  EXPECT_EQ(out.count("side-table"), 1U);
  EXPECT_EQ(out.count("cells-extra"), 0U);
}

TEST(Xlsx, AMergedCellHoldsForAllItsRows) {
  std::string rows = row(1, text("A1", "Date") + text("B1", "Start") + text("C1", "Fault") + text("D1", "Agent"));
  for (int i = 2; i < 11; ++i) {
    const std::string r = std::to_string(i);
    rows += row(i, ((i - 2) % 3 == 0 ? number("A" + r, std::to_string(46066 + (i - 2) / 3), 1) : std::string()) +
                       number("B" + r, "0.5", 2) + text("C" + r, "F" + r) + text("D" + r, "Al"));
  }
  rows += "</sheetData><mergeCells count=\"3\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"A5:A7\"/><mergeCell "
          "ref=\"A8:A10\"/></mergeCells><sheetData>";
  const TemporaryFile file("log.xlsx", workbook({{"Log", rows, ""}}));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 9U);
  EXPECT_EQ(base::rfc3339(out.drafts[2].incident[review::TimeField::opened]->at), "2026-02-13T12:00:00Z");
  EXPECT_EQ(base::rfc3339(out.drafts[8].incident[review::TimeField::opened]->at), "2026-02-15T12:00:00Z");
}

}  // namespace
}  // namespace debrief::import
