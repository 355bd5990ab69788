// Small parts of the front door: passage files, text tables, CSV, progress lines.

#include <gtest/gtest.h>

#include "app/csv.h"
#include "app/passage_file.h"
#include "app/terminal.h"
#include "app/text_table.h"
#include "base/error.h"
#include "program.h"
#include "review/incidents.h"
#include "review/intake.h"
#include "review/store.h"

namespace debrief::test {
namespace {

review::PassageText written(std::string key, int version, std::string text) {
  review::PassageText passage;
  passage.key = std::move(key);
  passage.version = version;
  passage.text = std::move(text);
  return passage;
}

TEST(PassageFile, ComesBackAsItWentOut) {
  review::Review review;
  review.id = 3;
  review.title = "Outage";
  const std::string text = "First line\n\n- a list\n  with depth\n\n## a heading of their own\n\n```\n$ code\n```";
  const std::string file =
      app::passage_file(review, {{"causes.why", "Whys", "Why?"}, {"lessons.learned", "Lessons", ""}},
                        {{"causes.why", written("causes.why", 4, text)}, {"old.key", written("old.key", 1, "kept")}});
  const auto read = app::read_passage_file(file, "review.md");
  EXPECT_EQ(read.review_id, 3);
  ASSERT_EQ(read.edits.size(), 3U);
  EXPECT_EQ(read.edits[0].key, "causes.why");
  EXPECT_EQ(read.edits[0].version, 4);
  EXPECT_EQ(read.edits[0].text, text);
  EXPECT_EQ(read.edits[1].text, "");
  EXPECT_EQ(read.edits[1].version, 0);
  EXPECT_EQ(read.edits[2].text, "kept");
}

TEST(PassageFile, IsReadWithTheLineEndsOfAnotherSystem) {
  const auto read = app::read_passage_file(
      "<!-- debrief:review 1 -->\r\n<!-- debrief:passage a.b version=2 -->\r\none\r\ntwo\r\n<!-- debrief:end -->\r\n",
      "r.md");
  ASSERT_EQ(read.edits.size(), 1U);
  EXPECT_EQ(read.edits[0].text, "one\ntwo");
}

TEST(PassageFile, WithAMarkerGoneIsRefusedWithItsLine) {
  try {
    app::read_passage_file("# T\n<!-- debrief:passage a.b version=0 -->\ntext\n", "r.md");
    FAIL() << "a passage without an end was read";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), "bad-passage-file");
    EXPECT_THAT(error.what(), testing::HasSubstr("r.md:2"));
  }
}

TEST(TextTable, CutsTheWidestColumnToTheTerminalAndNothingInAPipe) {
  app::TextTable table;
  table.column("Ref");
  table.column("n", app::Side::right);
  table.column("Title");
  table.row({"A1", "7", "a title that is much longer than the rest of the row"});
  EXPECT_THAT(table.text(0, false), testing::HasSubstr("longer than the rest of the row\n"));
  for (const std::string line : {"Ref", "A1"}) {
    const std::string text = table.text(30, false);
    const auto at = text.find(line);
    EXPECT_LE(app::shown_width(text.substr(at, text.find('\n', at) - at)), 30U);
  }
  EXPECT_THAT(table.text(30, false), testing::HasSubstr("…"));
}

TEST(TextTable, ShowsControlCharactersInsteadOfObeyingThem) {
  EXPECT_EQ(app::shown("a\x1b[31mred\x07"), "a\\x1b[31mred\\x07");
  EXPECT_EQ(app::shown("two\nlines"), "two lines");
}

TEST(Csv, QuotesWhatNeedsItAndDisarmsFormulas) {
  app::CsvText csv;
  csv.row({"a", "b, c", "say \"hi\"", " x", ""});
  EXPECT_EQ(csv.text(), "a,\"b, c\",\"say \"\"hi\"\"\",\" x\",\r\n");
  EXPECT_EQ(app::without_formula("=SUM(A1)"), "'=SUM(A1)");
  EXPECT_EQ(app::without_formula("plain"), "plain");
}

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(app::progress_text("Reading x.csv", 30'000'000, 60'000'000, "B", 3),
            "Reading x.csv  50 %  10.0 MB/s  3 s left");
  EXPECT_EQ(app::progress_text("Reading x.csv", 5'000'000, 0, "B", 1), "Reading x.csv  5.0 MB/s");
}

}  // namespace
}  // namespace debrief::test
