// Text, hashing, JSON and files.

#include "base/text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"

namespace debrief::base {
namespace {

TEST(Utf8, FindsTheFirstIllFormedByte) {
  EXPECT_EQ(bad_utf8("café €😀"), std::string_view::npos);
  EXPECT_EQ(bad_utf8("caf\xE9"), 3U);
  EXPECT_EQ(bad_utf8("\xC0\xAF"), 0U) << "overlong";
  EXPECT_EQ(bad_utf8("\xED\xA0\x80"), 0U) << "surrogate";
  EXPECT_EQ(repaired_utf8("a\x92"), "a\xEF\xBF\xBD");
}

TEST(HeadingKey, SpellingsOfOneHeadingAgree) {
  for (const char* spelling : {"Opened At", "opened_at", "openedAt", " OPENED-AT ", "opened.at"}) {
    EXPECT_EQ(heading_key(spelling), "opened at") << spelling;
  }
  EXPECT_EQ(heading_key("Größe (m)"), "grösse m");
}

TEST(Cut, CountsLettersNotBytes) {
  EXPECT_EQ(cut("naïve café", 5), "naïv…");
  EXPECT_EQ(cut("naïve", 5), "naïve");
  EXPECT_EQ(base::quoted(std::string("a\x07") + "b"), "\"a\\x07b\"");
}

TEST(Nearest, OffersAWordOnlyWhenItIsNear) {
  const std::vector<std::string> words{"review", "report", "action"};
  EXPECT_EQ(nearest("reviw", words), "review");
  EXPECT_EQ(nearest("reoprt", words), "report");
  EXPECT_EQ(nearest("xylophone", words), "");
}

TEST(Numbers, AreGroupedAndCounted) {
  EXPECT_EQ(grouped(1204), "1,204");
  EXPECT_EQ(grouped(-1000000), "-1,000,000");
  EXPECT_EQ(grouped(12), "12");
  EXPECT_EQ(counted(1, "row"), "1 row");
  EXPECT_EQ(counted(2, "entry", "entries"), "2 entries");
}

TEST(Hash, EqualsThePublishedVector) {   // FIPS 180-2, appendix B.1
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(commitment("salt", "value"), commitment("salu", "value"));
  EXPECT_EQ(random_hex(16).size(), 32U);
}

TEST(Json, RefusesDuplicateKeysDepthAndRubbishWithItsPlace) {
  EXPECT_TRUE(parse_json(R"({"a": [1, 2, {"b": null}]})").ok());
  EXPECT_FALSE(parse_json(R"({"a": 1, "a": 2})").ok());
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')).ok());
  const auto bad = parse_json("{\"a\": 1,\n oops}");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.issue().place.line, 2);
}

TEST(File, IsOldOrNewAndRefusalsSayWhatToDo) {
  const Path folder = std::filesystem::temp_directory_path() / ("debrief-file-" + random_hex(4));
  write_file(folder / "inner" / "a.txt", "one");
  write_file(folder / "inner" / "a.txt", "two");
  EXPECT_EQ(read_file(folder / "inner" / "a.txt"), "two");
  const auto code = [](auto work) {
    try {
      work();
    } catch (const Error& e) {
      EXPECT_FALSE(e.hint().empty());
      return e.code();
    }
    return std::string("none");
  };
  EXPECT_EQ(code([&] { read_file(folder / "absent"); }), "no-such-file");
  EXPECT_EQ(code([&] { read_file(folder); }), "is-a-directory");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "inner"), {}), 1) << "nothing left behind";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace debrief::base
