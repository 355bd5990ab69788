// Bytes become text once.

#include <gtest/gtest.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

TEST(Encoding, IsFoundForEverySampleOfOneTable) {
  const std::string folder = testing::samples() + "encodings/";
  NEEDS_SAMPLE(folder);
  struct Case {
    const char* file;
    const char* encoding;
    const char* title;
  };
  const std::vector<Case> cases{{"utf8.csv", "utf-8", "Réseau coupé à l’étage"},
                                {"utf8_bom.csv", "utf-8", "Réseau coupé à l’étage"},
                                {"utf8_excel_sep_line.csv", "utf-8", "Réseau coupé à l’étage"},
                                {"utf16le_bom.csv", "utf-16le", "Réseau coupé à l’étage"},
                                {"utf16be_bom.csv", "utf-16be", "Réseau coupé à l’étage"},
                                {"utf16le_nobom.csv", "utf-16le", "Réseau coupé à l’étage"},
                                {"utf16le_bom_tab.txt", "utf-16le", "Réseau coupé à l’étage"},
                                {"windows1252.csv", "windows-1252", "Réseau coupé à l’étage"},
                                {"windows1252_semicolon.csv", "windows-1252", "Réseau coupé à l’étage"},
                                {"macroman_cr_newlines.csv", "macintosh", "Réseau coupé à l’étage"},
                                {"iso8859_15.csv", "iso-8859-15", "Réseau coupé à l'étage"},
                                {"windows1251_russian.csv", "windows-1251", "Нет доступа к почте"},
                                {"shift_jis_japanese.csv", "shift_jis", "ログインできない"},
                                {"gb18030_chinese.csv", "gb18030", "无法登录系统"}};
  for (const auto& c : cases) {
    const auto out = testing::collect(folder + c.file);
    EXPECT_EQ(out.reading.encoding, c.encoding) << c.file;
    EXPECT_EQ(out.reading.header_row, 1) << c.file;
    ASSERT_FALSE(out.drafts.empty()) << c.file;
    EXPECT_EQ(out.drafts[0].incident[review::TextField::title], c.title) << c.file;
  }
}

TEST(Encoding, OfAFileStaysUtf8WhenOneByteIsNot) {
  const auto out = testing::collect_text(
      "Ref,Opened,Title\nA1,2024-03-01 10:00,Café – one\nA2,2024-03-02 10:00,Caf\xE9 two\nA3,2024-03-03 10:00,Übung\n");
  EXPECT_EQ(out.reading.encoding, "utf-8");
  ASSERT_EQ(out.drafts.size(), 3U);
  EXPECT_EQ(out.drafts[1].incident[review::TextField::title], "Café two");
  ASSERT_EQ(out.count("bad-byte"), 1U);
  for (const auto& i : out.issues) {
    if (i.code != "bad-byte") continue;
    EXPECT_EQ(i.place.row, 3);
  }
}

TEST(Encoding, OfAFewUtf8LettersIsUtf8) {
  EXPECT_EQ(testing::printed_text("a,b\n1,ʤ").head["encoding"], "utf-8") << "the sequence ends with the file";
}

TEST(Encoding, TellsTextThatWasEncodedTwice) {
  const auto out =
      testing::collect_text("Ref,Opened,Title\nA1,2024-03-01 10:00,CafÃ© lÃ \nA2,2024-03-02 10:00,plain\n");
  EXPECT_EQ(out.count("encoded-twice"), 1U);
}

TEST(Encoding, IsAsThePersonSays) {
  Options options;
  options.encoding = "windows-1251";
  const auto out = testing::collect_text("Ref,Opened,Title\nA1,2024-03-01 10:00,\xCD\xE5\xF2\n", options);
  EXPECT_EQ(out.drafts.at(0).incident[review::TextField::title], "Нет");
  options.encoding = "klingon";
  EXPECT_EQ(testing::error_of([&] { testing::collect_text("a,b\n1,2\n", options); }), "unknown-encoding");
}

TEST(Source, NamesWhatIsNoTable) {
  using testing::TemporaryFile;
  struct Case {
    std::string bytes;
    const char* code;
  };
  const std::vector<Case> cases{
      {"", "empty-file"},
      {"%PDF-1.7 ...", "pdf-file"},
      {std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0'), "old-excel"},
      {"<!DOCTYPE html><html><body>Sign in</body></html>", "html-file"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n", "git-lfs-pointer"},
      {"<?xml version=\"1.0\"?><log/>", "no-rows"},
      {"\n\n\n", "no-rows"}};
  for (const auto& c : cases) {
    const TemporaryFile file("export.csv", c.bytes);
    EXPECT_EQ(testing::error_of([&] { testing::collect(file.path()); }), c.code) << c.code;
  }
  EXPECT_EQ(testing::error_of([&] { testing::collect("no-such-file.csv"); }), "no-such-file");
  EXPECT_EQ(testing::error_of([&] { testing::collect("."); }), "is-a-directory");
}

TEST(Source, KnowsItsHashAndSize) {
  const testing::TemporaryFile file("a.csv", "abc");
  const Source source = Source::open(file.path());
  EXPECT_EQ(source.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(source.bytes(), 3U);
}

}  // namespace
}  // namespace debrief::import
