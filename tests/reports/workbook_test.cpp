// Workbooks as files: row heights, notes, what they say of themselves, and sheets too large for a table.

#include <gtest/gtest.h>

#include "reports/check.h"
#include "reports/package.h"
#include "reports/writer.h"

namespace debrief {
namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)
using testing::HasSubstr;
using testing::Not;

std::string part(const std::string& xlsx, std::string_view name) {
  for (const auto& [path, bytes] : reports::unpacked(xlsx)) {
    if (path == name) return bytes;
  }
  return {};
}

std::string written(const Workbook& book) { return reports::writer_named("xlsx")->workbook(book); }

Workbook book_of(std::size_t rows) {
  Workbook book;
  book.title = "Rows";
  book.created_ms = 1'750'000'000'000;
  Sheet s;
  s.name = "Rows";
  s.table = "Rows";
  s.columns = {{"Key", SheetType::key, 8, {}, false, ""}, {"Text", SheetType::text, 20, {}, false, ""}};
  for (std::size_t i = 0; i < rows; ++i) s.rows.push_back({std::string("A"), std::string("short")});
  book.sheets.push_back(std::move(s));
  return book;
}

TEST(Workbooks, ARowOfWrappedTextIsTallEnoughAndMayGrow) {
  Workbook book = book_of(2);
  book.sheets[0].rows[0][1] = std::string("a text that needs three lines in a column so narrow");
  const std::string xml = part(written(book), "xl/worksheets/sheet1.xml");
  EXPECT_THAT(xml, HasSubstr("ht=\"45\""));
  EXPECT_THAT(xml, Not(HasSubstr("customHeight")));
}

TEST(Workbooks, SayTheSameBytesEachTime) {
  Workbook book = book_of(3);
  book.sheets[0].rows[0][1] = std::string("a text that needs three lines in a column so narrow");
  EXPECT_EQ(written(book), written(book));
}

TEST(Workbooks, ALargeSheetHasFiltersInPlaceOfATable) {
  const std::string small = written(book_of(10));
  const std::string large = written(book_of(80'000));
  EXPECT_THAT(part(small, "xl/tables/table1.xml"), HasSubstr("<autoFilter"));
  EXPECT_TRUE(part(large, "xl/tables/table1.xml").empty());
  const std::string xml = part(large, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(xml, HasSubstr("<autoFilter ref=\"A1:B80001\""));
  EXPECT_THAT(xml.substr(0, 4000), HasSubstr("state=\"frozen\""));
  EXPECT_THAT(reports::check_xlsx(small), testing::IsEmpty());
  EXPECT_THAT(reports::check_xlsx(large), testing::IsEmpty());
}

TEST(Workbooks, ANoteStandsAtItsCellAndAWorkbookSaysWhatItIsTwice) {
  Workbook book = book_of(1);
  book.sheets[0].comments.push_back({0, "Text", "why it is so"});
  Sheet meta;
  meta.name = "_meta";
  meta.hidden = true;
  meta.columns = {{"Name", SheetType::key, 20, {}, false, ""}, {"Value", SheetType::key, 40, {}, false, ""}};
  meta.rows = {{std::string("sheet"), std::string("0123456789ab")}};
  book.sheets.push_back(meta);
  const std::string file = written(book);
  EXPECT_THAT(part(file, "xl/comments1.xml"), HasSubstr("why it is so"));
  EXPECT_THAT(part(file, "xl/comments1.xml"), HasSubstr("ref=\"B2\""));
  EXPECT_THAT(part(file, "docProps/custom.xml"), HasSubstr("0123456789ab"));
  EXPECT_THAT(part(file, "xl/sharedStrings.xml"), HasSubstr("0123456789ab"));
  EXPECT_THAT(part(file, "xl/workbook.xml"), HasSubstr("name=\"_meta\""));
  EXPECT_THAT(part(file, "xl/workbook.xml"), Not(HasSubstr("_meta 2")));
}

}  // namespace
}  // namespace debrief
