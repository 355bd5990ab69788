// Pairs of words that mark a theme, and how often chance would bring them together.

#include "analytics/text/company.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t most_marks = 8;
constexpr double least_share = 0.15;
constexpr double over_all_pairs = 0.01;

/// Chance of `least` or more where `mean` are expected.
double upper_tail(std::int64_t least, double mean) {
  double sum = 0;
  for (std::int64_t n = least; n < least + 200; ++n) {
    const double mass = poisson_mass(n, mean);
    sum += mass;
    if (mass < sum * 1e-12) break;
  }
  return sum;
}

struct Mark {
  std::uint32_t stem;
  double score;
};

}  // namespace

std::vector<bool> words_keep_company(const Documents& documents, std::span<const std::int32_t> theme, std::size_t k) {
  const Vocabulary& v = documents.vocabulary;
  const std::size_t n = documents.list.size();
  std::vector<std::vector<std::uint32_t>> texts_with(v.stems());
  std::vector<std::map<std::uint32_t, double>> in_theme(k);
  std::vector<double> size(k, 0);
  std::vector<double> told(k, 0);
  std::vector<double> repeated(k, 0);
  std::vector<std::uint32_t> stems;
  for (std::uint32_t i = 0; i < n; ++i) {
    stems.clear();
    for (const std::uint32_t w : documents.list[i].words) {
      if (!v[w].function) stems.push_back(v[w].stem);
    }
    std::sort(stems.begin(), stems.end());
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
    for (const std::uint32_t s : stems) texts_with[s].push_back(i);
    if (theme[i] < 0) continue;
    const auto g = static_cast<std::size_t>(theme[i]);
    for (const std::uint32_t s : stems) in_theme[g][s] += 1;
    size[g] += 1;
    told[g] += documents.list[i].weight;
    if (documents.list[i].weight >= 3) repeated[g] += documents.list[i].weight;
  }
  const auto words = static_cast<double>(
      std::count_if(texts_with.begin(), texts_with.end(), [](const auto& texts) { return texts.size() >= 2; }));
  const double limit = over_all_pairs / std::max(1.0, words * (words - 1) / 2);

  std::vector<bool> out(k, false);
  std::vector<std::uint32_t> both;
  for (std::size_t g = 0; g < k; ++g) {
    if (repeated[g] * 2 > told[g]) {
      out[g] = true;
      continue;
    }
    std::vector<Mark> marks;
    for (const auto& [stem, count] : in_theme[g]) {
      const double share = count / size[g];
      const double lift = share * static_cast<double>(n) / static_cast<double>(texts_with[stem].size());
      if (count < 2 || share < least_share || (k > 1 && lift <= 1)) continue;
      marks.push_back({stem, share * std::log(1 + lift)});
    }
    std::sort(marks.begin(), marks.end(),
              [](const Mark& a, const Mark& b) { return a.score != b.score ? a.score > b.score : a.stem < b.stem; });
    if (marks.size() > most_marks) marks.resize(most_marks);
    for (std::size_t a = 0; a < marks.size() && !out[g]; ++a) {
      for (std::size_t b = a + 1; b < marks.size() && !out[g]; ++b) {
        const auto& first = texts_with[marks[a].stem];
        const auto& second = texts_with[marks[b].stem];
        both.clear();
        std::set_intersection(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(both));
        const double expected =
            static_cast<double>(first.size()) * static_cast<double>(second.size()) / static_cast<double>(n);
        out[g] = upper_tail(static_cast<std::int64_t>(both.size()), expected) < limit;
      }
    }
  }
  return out;
}

}  // namespace debrief::analytics
