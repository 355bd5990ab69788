// The fault workbook: a new one, and a person's own with nothing touched but the marks.

#include <map>

#include <gtest/gtest.h>

#include "reports/faults/faults.h"
#include "reports/faults/notes.h"
#include "reports/package.h"

namespace debrief::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::map<std::string, std::string> parts_of(const std::string& bytes) {
  std::map<std::string, std::string> out;
  for (auto& [name, part] : unpacked(bytes)) out[name] = std::move(part);
  return out;
}

FaultTable small_table() {
  FaultTable t;
  t.columns = {"Number", "Opened", "Resolved"};
  t.key_heading = "debrief import 7 0123abcd row";
  t.rows = {{3, {"INC2", "13/03/2026", "12/03/2026"}}, {9, {"INC8", "31/02/2026"}}};
  t.faults = {{3, "Resolved", "before it was opened"}, {9, "Opened", "not a date"}, {9, "Opened", "and too late"}};
  return t;
}

/// A workbook without notes, as a small writer makes it; the sheet's parts in the order the format wants.
std::string plain_workbook(const std::string& prefix = "") {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string package = "http://schemas.openxmlformats.org/package/2006/relationships";
  const std::string xmlns = prefix.empty() ? "xmlns" : "xmlns:" + prefix.substr(0, prefix.size() - 1);
  const auto tag = [&](std::string text) {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at)) text.replace(at, 1, prefix);
    return text;
  };
  return packed(
      {{"[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
        "ContentType=\"application/xml\"/><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"},
       {"_rels/.rels", "<Relationships xmlns=\"" + package + "\"><Relationship Id=\"a\" Type=\"" + relations +
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml", tag("<@workbook " + xmlns + "=\"" + main + "\" xmlns:r=\"" + relations +
                               "\"><@sheets><@sheet name=\"Log\" sheetId=\"1\" r:id=\"s1\"/></@sheets></@workbook>")},
       {"xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"" + package + "\"><Relationship Id=\"s1\" Type=\"" + relations +
            "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"s2\" Type=\"" + relations +
            "/styles\" Target=\"styles.xml\"/></Relationships>"},
       {"xl/styles.xml",
        tag("<@styleSheet " + xmlns + "=\"" + main +
            "\"><@fills count=\"1\"><@fill/></@fills><@cellXfs count=\"2\"><@xf numFmtId=\"0\"/><@xf numFmtId=\"14\" "
            "fontId=\"3\"/></@cellXfs></@styleSheet>")},
       {"xl/worksheets/sheet1.xml",
        tag("<@worksheet " + xmlns + "=\"" + main +
            "\"><@dimension ref=\"A1:C2\"/><@cols><@col min=\"1\" max=\"16384\" width=\"12\"/></@cols><@sheetData><@row "
            "r=\"1\" spans=\"1:3\"><@c r=\"A1\" t=\"inlineStr\"><@is><@t>Number</@t></@is></@c><@c r=\"B1\" "
            "t=\"inlineStr\"><@is><@t>Opened</@t></@is></@c><@c r=\"C1\" t=\"str\"><@v>Total "
            "time</@v></@c></@row><@row r=\"2\"><@c r=\"A2\"><@v>1</@v></@c><@c r=\"C2\" "
            "s=\"1\"><@f>A2*2</@f><@v>2</@v></@c></@row></@sheetData><@pageMargins left=\"1\" right=\"1\" top=\"1\" "
            "bottom=\"1\" header=\"1\" footer=\"1\"/><@tableParts count=\"0\"/></@worksheet>")},
       {"xl/media/logo.bin", std::string("\0\1\2binary", 9)}});
}

TEST(FaultWorkbook, HoldsTheRowsAsTextWithMarksNotesAndAHiddenKey) {
  const auto parts = parts_of(fault_workbook(small_table()));
  const std::string& sheet = parts.at("xl/worksheets/sheet1.xml");
  EXPECT_THAT(parts.at("xl/sharedStrings.xml"), HasSubstr("31/02/2026"));
  EXPECT_THAT(parts.at("xl/sharedStrings.xml"), HasSubstr("debrief import 7 0123abcd row"));
  EXPECT_THAT(sheet, HasSubstr("<col min=\"4\" max=\"4\""));
  EXPECT_THAT(sheet, HasSubstr("hidden=\"1\""));
  const std::string& notes = parts.at("xl/comments1.xml");
  EXPECT_THAT(notes, HasSubstr("<comment ref=\"C2\""));
  EXPECT_THAT(notes, HasSubstr("not a date\n\nand too late")) << "two faults of one cell make one note";
  EXPECT_EQ(fault_workbook(small_table()), fault_workbook(small_table()));
}

TEST(FaultWorkbook, MarksAPersonsOwnWorkbookAndLeavesEveryOtherPartAsItWas) {
  for (const std::string prefix : {"", "x:"}) {
    const std::string own = plain_workbook(prefix);
    const auto marked = marked_workbook(own, "Log", 1, "debrief import 7 0123abcd row",
                                        {{2, "Opened", "no time"}, {2, "Total time", "not a length"}, {77, "Opened", "gone"}});
    ASSERT_TRUE(marked.has_value());
    const auto before = parts_of(own);
    const auto after = parts_of(*marked);
    for (const auto& [name, bytes] : before) {
      if (name == "xl/worksheets/sheet1.xml" || name == "xl/styles.xml" || name == "[Content_Types].xml") continue;
      EXPECT_EQ(after.at(name), bytes) << name;
    }
    const std::string& sheet = after.at("xl/worksheets/sheet1.xml");
    EXPECT_THAT(sheet, HasSubstr("A2*2")) << "the formula stays";
    EXPECT_THAT(sheet, HasSubstr("r=\"B2\"")) << "an empty cell is made to carry the mark";
    EXPECT_LT(sheet.find("r=\"A2\""), sheet.find("r=\"B2\""));
    EXPECT_LT(sheet.find("r=\"B2\""), sheet.find("r=\"C2\""));
    EXPECT_LT(sheet.find("legacyDrawing"), sheet.find("tableParts")) << "in the order the format wants";
    EXPECT_THAT(sheet, HasSubstr("min=\"1\" max=\"3\""));
    EXPECT_THAT(sheet, HasSubstr("min=\"4\" max=\"4\" width=\"10\" hidden=\"1\""));
    EXPECT_THAT(sheet, HasSubstr("min=\"5\" max=\"16384\""));
    EXPECT_THAT(sheet, HasSubstr("ref=\"A1:D2\""));
    EXPECT_THAT(after.at("xl/styles.xml"), HasSubstr("numFmtId=\"14\" fontId=\"3\" fillId=\"1\" applyFill=\"1\""))
        << "the marked cell keeps its own format and font";
    EXPECT_THAT(after.at("xl/comments1.xml"), HasSubstr("ref=\"C2\""));
    EXPECT_THAT(after.at("xl/drawings/vmlDrawing1.vml"), HasSubstr("<x:Row>1</x:Row><x:Column>2</x:Column>"));
    EXPECT_THAT(after.at("[Content_Types].xml"), HasSubstr("Extension=\"vml\""));
  }
}

TEST(FaultWorkbook, MarksTheCellWhosePlaceIsKnownWhateverItsHeadingSays) {
  // Names over two rows, and two of one name: no heading of the sheet is called so.
  std::vector<CellFault> faults{{2, "Received Time", "not a time", 2}};
  const auto marked = marked_workbook(plain_workbook(), "Log", 1, "debrief import 7 0123abcd row", faults);
  ASSERT_TRUE(marked);
  bool noted = false;
  for (const auto& [name, part] : parts_of(*marked)) {
    if (name.starts_with("xl/comments")) noted = part.find("ref=\"C2\"") != std::string::npos;
  }
  EXPECT_TRUE(noted);
}

TEST(FaultWorkbook, NotesThatStandInTheSheetAlreadyAreKept) {
  const std::string own = fault_workbook(small_table());   // has notes on C2 and B3
  const auto marked = marked_workbook(own, "Rows to correct", 1, "debrief import 8 0123abcd row",
                                      {{2, "Resolved", "still wrong"}, {2, "Number", "no such number"}});
  ASSERT_TRUE(marked.has_value());
  const auto after = parts_of(*marked);
  const std::string& notes = after.at("xl/comments1.xml");
  EXPECT_THAT(notes, HasSubstr("before it was opened"));
  EXPECT_THAT(notes, HasSubstr("still wrong"));
  EXPECT_THAT(notes, HasSubstr("ref=\"A2\""));
  std::size_t shapes = 0;
  const std::string& vml = after.at("xl/drawings/vmlDrawing1.vml");
  for (auto at = vml.find("<v:shape "); at != std::string::npos; at = vml.find("<v:shape ", at + 1)) ++shapes;
  EXPECT_EQ(shapes, 3U) << "one more for A2, none again for C2";
}

TEST(FaultWorkbook, WhatCannotBeEditedSafelyIsLeftToANewWorkbook) {
  EXPECT_FALSE(marked_workbook("no zip at all", "", 1, "k", {}).has_value());
  EXPECT_FALSE(marked_workbook(packed({{"_rels/.rels", "<Relationships/>"}}), "", 1, "k", {}).has_value());
  EXPECT_FALSE(marked_workbook(plain_workbook(), "Another", 1, "k", {}).has_value());
  EXPECT_FALSE(marked_workbook(plain_workbook(), "Log", 0, "k", {}).has_value());
  auto parts = unpacked(plain_workbook());
  for (auto& [name, bytes] : parts) {
    if (name == "xl/worksheets/sheet1.xml") bytes = "<worksheet><sheetData>";
  }
  EXPECT_FALSE(marked_workbook(packed(parts), "Log", 1, "k", {{2, "Opened", "x"}}).has_value());
}

TEST(FaultWorkbook, CellsAreNamedAsSpreadsheetsDo) {
  for (const auto& [at, name] : std::vector<std::pair<CellAt, std::string>>{
           {{0, 0}, "A1"}, {{1, 25}, "Z2"}, {{2, 26}, "AA3"}, {{1048575, 16383}, "XFD1048576"}}) {
    EXPECT_EQ(cell_name(at), name);
    EXPECT_EQ(cell_named(name), at);
  }
  for (const char* none : {"", "A", "1", "a1", "A0", "ABCD1", "A1B"}) EXPECT_EQ(cell_named(none).second, -1) << none;
}

}  // namespace
}  // namespace debrief::reports
