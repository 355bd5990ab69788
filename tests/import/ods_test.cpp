// OpenDocument spreadsheets.

#include <gtest/gtest.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using testing::error_of;
using testing::TemporaryFile;

/// A spreadsheet of these tables, each `<table:table …>…</table:table>`.
std::string spreadsheet(const std::string& tables, const std::string& styles = {}, const std::string& manifest = {}) {
  std::vector<std::pair<std::string, std::string>> parts{
      {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
      {"content.xml",
       "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">"
       "<office:automatic-styles>" +
           styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
           "</office:spreadsheet></office:body></office:document-content>"}};
  if (!manifest.empty()) parts.emplace_back("META-INF/manifest.xml", manifest);
  return testing::zipped(parts);
}
std::string table(const std::string& name, const std::string& rows, const std::string& attributes = {}) {
  return "<table:table table:name=\"" + name + "\" " + attributes + ">" + rows + "</table:table>";
}
std::string row(const std::string& cells, const std::string& attributes = {}) {
  return "<table:table-row " + attributes + ">" + cells + "</table:table-row>";
}
std::string text(const std::string& value, const std::string& attributes = {}) {
  return "<table:table-cell office:value-type=\"string\" " + attributes + "><text:p>" + value +
         "</text:p></table:table-cell>";
}
std::string date(const std::string& iso) {
  return "<table:table-cell office:value-type=\"date\" office:date-value=\"" + iso +
         "\"><text:p>shown otherwise</text:p></table:table-cell>";
}
std::string time_of_day(const std::string& length) {
  return "<table:table-cell office:value-type=\"time\" office:time-value=\"" + length + "\"/>";
}
std::string empty(int n = 1) {
  return "<table:table-cell table:number-columns-repeated=\"" + std::to_string(n) + "\"/>";
}

const std::string heading = row(text("Ref") + text("Opened") + text("Time") + text("Title"));

std::string log_rows() {
  return row(text("Incident log") + empty(16383)) + row(empty(16384), "table:number-rows-repeated=\"2\"") + heading +
         row(text("A1") + date("2025-03-01") + time_of_day("PT09H15M00S") +
             text("first<text:line-break/>line<text:s text:c=\"3\"/>end")) +
         row(text("A2") + date("2025-03-02") + time_of_day("PT23H59M59S") +
             text("second", "office:string-value=\"second\"")) +
         row(text("A3") + date("2025-03-03") + time_of_day("PT00H00M00S") +
             "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>a "
             "note</text:p></office:annotation><text:p>third</text:p><text:p>and more</text:p></table:table-cell>") +
         row(empty(16384), "table:number-rows-repeated=\"1048000\"");
}

TEST(Ods, ReadsDatesTimesTextsAndTheirPlaces) {
  const TemporaryFile file("log.ods", spreadsheet(table("Log", log_rows())));
  const auto out = testing::collect(file.path());
  EXPECT_EQ(out.reading.format, "ods");
  EXPECT_EQ(out.reading.sheet, "Log");
  EXPECT_EQ(out.reading.header_row, 4);
  ASSERT_EQ(out.drafts.size(), 3U);
  EXPECT_EQ(out.drafts[0].row, 5);
  EXPECT_EQ(base::rfc3339(out.drafts[0].incident[review::TimeField::opened]->at), "2025-03-01T09:15:00Z");
  EXPECT_EQ(base::rfc3339(out.drafts[1].incident[review::TimeField::opened]->at), "2025-03-02T23:59:59Z");
  EXPECT_EQ(base::rfc3339(out.drafts[2].incident[review::TimeField::opened]->at), "2025-03-03T00:00:00Z");
  EXPECT_EQ(out.drafts[0].incident[review::TextField::title], "first\nline   end");
  EXPECT_EQ(out.drafts[2].incident[review::TextField::title], "third\nand more") << "the note is no part of the cell";
}

TEST(Ods, RepeatedRowsAreRowsOfTheirOwn) {
  const std::string rows = row(text("Opened") + text("Title")) +
                           row(date("2025-03-01T10:00:00") + text("the same"), "table:number-rows-repeated=\"3\"") +
                           row(date("2025-03-05T10:00:00") + text("another"));
  const TemporaryFile file("log.ods", spreadsheet(table("Log", rows)));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 4U);
  EXPECT_EQ(out.drafts[0].row, 2);
  EXPECT_EQ(out.drafts[2].row, 4);
  EXPECT_EQ(out.drafts[3].row, 5);
}

TEST(Ods, HiddenSheetsAreLeftAloneAndEachSheetCanBeNamed) {
  const std::string hidden =
      "<style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style>";
  const std::string other = row(text("Ref") + text("Opened") + text("Title")) +
                            row(text("B1") + date("2025-04-01") + text("x")) +
                            row(text("B2") + date("2025-04-02") + text("y"));
  const TemporaryFile file(
      "log.ods", spreadsheet(table("Old", other, "table:style-name=\"h\"") + table("Log", log_rows()), hidden));
  EXPECT_EQ(testing::collect(file.path()).reading.sheet, "Log");
  Options options;
  options.sheet = "old";
  const auto out = testing::collect(file.path(), options);
  EXPECT_EQ(out.reading.sheet, "Old");
  EXPECT_EQ(out.drafts.size(), 2U);
}

TEST(Ods, ProtectedAndEmptyOnesAreRefusedByName) {
  const TemporaryFile locked(
      "locked.ods",
      spreadsheet(table("Log", log_rows()), "",
                  "<m:manifest xmlns:m=\"m\"><m:file-entry m:full-path=\"content.xml\"><m:encryption-data/>"
                  "</m:file-entry></m:manifest>"));
  EXPECT_EQ(error_of([&] { testing::collect(locked.path()); }), "encrypted-workbook");
  const TemporaryFile nothing("nothing.ods",
                              spreadsheet(table("Log", row(empty(16384), "table:number-rows-repeated=\"9\""))));
  EXPECT_EQ(error_of([&] { testing::collect(nothing.path()); }), "no-rows");
}

TEST(Ods, ErrorsOfFormulasAreMissingValues) {
  const std::string rows = row(text("Ref") + text("Opened") + text("Category")) +
                           row(text("A1") + date("2025-03-01") + text("#N/A")) +
                           row(text("A2") + date("2025-03-02") + text("Billing"));
  const TemporaryFile file("log.ods", spreadsheet(table("Log", rows)));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 2U);
  EXPECT_FALSE(out.drafts[0].incident[review::TextField::category]);
  EXPECT_EQ(out.drafts[1].incident[review::TextField::category], "Billing");
}

TEST(Ods, ACellOverSeveralRowsHoldsForAllOfThem) {
  std::string rows = row(text("Date") + text("Time") + text("Fault") + text("Agent"));
  for (int i = 0; i < 6; ++i) {
    const std::string spanned = "<table:table-cell table:number-rows-spanned=\"3\" office:value-type=\"date\" office:date-value=\"2026-02-1" +
                                std::to_string(3 + i / 3) + "\"/>";
    rows += row((i % 3 == 0 ? spanned : "<table:covered-table-cell/>") + time_of_day("PT12H00M00S") + text("F" + std::to_string(i)) + text("Al"));
  }
  const TemporaryFile file("log.ods", spreadsheet(table("Log", rows)));
  const auto out = testing::collect(file.path());
  ASSERT_EQ(out.drafts.size(), 6U);
  EXPECT_EQ(base::rfc3339(out.drafts[2].incident[review::TimeField::opened]->at), "2026-02-13T12:00:00Z");
  EXPECT_EQ(base::rfc3339(out.drafts[5].incident[review::TimeField::opened]->at), "2026-02-14T12:00:00Z");
}

}  // namespace
}  // namespace debrief::import
