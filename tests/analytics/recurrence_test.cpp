// The text found for another tells of the same kind of trouble.

#include "analytics/recurrence.h"

#include "tests/analytics/incidents.h"
#include "tests/analytics/labelled.h"

namespace debrief::analytics {
namespace {

TEST(Recurrence, FindsWhatWasToldBeforeInOtherForms) {
  std::vector<ClusterText> texts;
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    texts.push_back({number, "Printer jams, paper tray " + number, "Pages get stuck in the printer", ""});
    texts.push_back({number, "Password expired", "Account " + number + " is locked after the password expired", ""});
  }
  const Recurrence recurrence(texts);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const auto found = recurrence.nearest(i, 5);
    ASSERT_EQ(found.size(), 5U);
    for (std::size_t f = 0; f < found.size(); ++f) {
      EXPECT_EQ(found[f].text % 2, i % 2) << i;
      EXPECT_NE(found[f].text, i);
      EXPECT_TRUE(found[f].score > 0 && found[f].score <= 1) << found[f].score;
      if (f > 0) {
        EXPECT_LE(found[f].score, found[f - 1].score);
      }
    }
  }
  EXPECT_TRUE(recurrence.nearest(0, 0).empty());
  EXPECT_TRUE(recurrence.nearest(0, 5, 1.1).empty());
}

TEST(Recurrence, TakesAnyNumberOfTextsAndTextsWithoutWords) {
  for (const std::size_t n : {1U, 2U, 5U, 11U, 60U}) {
    std::vector<ClusterText> texts(n);
    EXPECT_TRUE(Recurrence(texts).nearest(0, 5).empty()) << n;
    texts[0].title = "Printer jam";
    EXPECT_TRUE(Recurrence(texts).nearest(0, 5).empty()) << n;
  }
  EXPECT_NO_THROW(Recurrence(std::vector<ClusterText>{}));
}

struct Case {
  const char* file;
  std::size_t split_column;
  double least;
};

/// Plain tf-idf reaches 0.68, 0.78 and 0.69; BM25 0.75, 0.84 and 0.67.
TEST(Recurrence, FindsOneOfTheSameLabelFirst) {
  for (const Case& c : {Case{"banking77/banking77.csv", 2, 0.79}, {"clinc150/clinc150.csv", 3, 0.865}}) {
    const Labelled set = labelled(c.file, c.split_column, "test");
    if (set.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
    const Recurrence recurrence(set.texts);
    std::size_t asked = 0;
    std::size_t right = 0;
    for (std::uint32_t i = 0; i < set.texts.size(); ++i) {
      const auto found = recurrence.nearest(i, 1);
      ++asked;
      right += !found.empty() && set.truth[found[0].text] == set.truth[i] ? 1 : 0;
    }
    EXPECT_GE(static_cast<double>(right) / static_cast<double>(asked), c.least) << c.file;
  }
}

}  // namespace
}  // namespace debrief::analytics
