// What belongs nowhere is told from what does.

#include "analytics/text/chance.h"

#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "tests/analytics/labelled.h"

namespace debrief::analytics {
namespace {

struct Read {
  Vocabulary vocabulary;
  std::vector<Document> documents;
};

void read(const std::vector<ClusterText>& texts, Read& out) {
  for (const ClusterText& t : texts) {
    Document& d = out.documents.emplace_back();
    out.vocabulary.read(t.title, d.words);
  }
  const std::vector<std::uint32_t> place = out.vocabulary.settle();
  for (Document& d : out.documents) {
    for (std::uint32_t& w : d.words) w = place[w];
  }
}

/// Chance that a text of the one kind has a lower value than one of the other (Mann and Whitney).
double area_under_curve(std::span<const float> values, const std::vector<bool>& of_the_one) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  double before = 0;
  double pairs = 0;
  double others = 0;
  for (const std::uint32_t i : order) {
    if (of_the_one[i]) {
      ++before;
    } else {
      pairs += before;
      ++others;
    }
  }
  return pairs / (before * others);
}

TEST(Chance, TextsOutOfScopeAreFartherFromTheirNeighbours) {
  Labelled in = labelled("clinc150/clinc150.csv", 3, "test");
  const Labelled out = labelled("clinc150/clinc150.csv", 3, "oos_test");
  if (in.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
  ASSERT_EQ(out.texts.size(), 1000U);
  std::vector<bool> out_of_scope(in.texts.size(), false);
  in.texts.insert(in.texts.end(), out.texts.begin(), out.texts.end());
  out_of_scope.resize(in.texts.size(), true);
  Read r;
  read(in.texts, r);
  Documents all(r.vocabulary, r.documents);
  const Neighbours near = nearest_rows(weighted(all), {}, 10, all.list.size(), [] {});
  EXPECT_GE(area_under_curve(near.nearness, out_of_scope), 0.89);

  const Chance chance(r.vocabulary, all.list, 10, 1, [] {});
  double binned_in = 0;
  double binned_out = 0;
  for (std::size_t i = 0; i < all.list.size(); ++i) {
    if (near.nearness[i] >= chance.least_nearness(all.list[i].words.size())) continue;
    (out_of_scope[i] ? binned_out : binned_in) += 1;
  }
  EXPECT_LE(binned_in / 4500, 0.15);
  EXPECT_GE(binned_out / 1000, 5 * binned_in / 4500);
}

TEST(Chance, SaysNothingOfAHandfulOfTexts) {
  Read r;
  std::vector<ClusterText> texts;
  for (const char* text : {"printer jam", "printer toner", "no sound", "late parcel"}) {
    texts.push_back({.ref = text, .title = text, .description = {}, .category = {}});
  }
  read(texts, r);
  const Chance chance(r.vocabulary, r.documents, 3, 1, [] {});
  EXPECT_EQ(chance.least_nearness(2), 0);
  EXPECT_EQ(chance.usual_nearness(200), 0);
  EXPECT_EQ(chance.most_excess(2), 0);
}

TEST(Chance, LongerTextsAreNotNearerByTheirLengthAlone) {
  // One word in a hundred each, 4 to 40 words to a text: all thrown together already.
  std::mt19937 random(3);
  std::vector<ClusterText> texts;
  for (int i = 0; i < 400; ++i) {
    std::string text;
    for (int w = 0; w < 4 + i % 37; ++w) {
      const auto n = random() % 100;
      text += std::string("w") + static_cast<char>('a' + n / 10) + static_cast<char>('k' + n % 10) + "x ";
    }
    texts.push_back({.ref = std::to_string(i), .title = text, .description = {}, .category = {}});
  }
  Read r;
  read(texts, r);
  Documents all(r.vocabulary, r.documents);
  const Neighbours near = nearest_rows(weighted(all), {}, 10, all.list.size(), [] {});
  const Chance chance(r.vocabulary, all.list, 10, 1, [] {});
  double excess_of_short = 0;
  double excess_of_long = 0;
  for (std::size_t i = 0; i < all.list.size(); ++i) {
    const std::size_t words = all.list[i].words.size();
    (words < 22 ? excess_of_short : excess_of_long) += near.nearness[i] - chance.usual_nearness(words);
  }
  EXPECT_NEAR(excess_of_short / 200, 0, 0.01);
  EXPECT_NEAR(excess_of_long / 200, 0, 0.01);
}

}  // namespace
}  // namespace debrief::analytics
