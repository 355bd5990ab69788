// Which earlier texts tell of the same kind of trouble.

#include "analytics/recurrence.h"

#include <algorithm>

#include "analytics/text/features.h"
#include "base/error.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t dimensions = 100;
constexpr float weight_of_company = 0.7F;
constexpr double weight_of_words = 0.25;
constexpr std::uint64_t seed = 1;

}  // namespace

Recurrence::Recurrence(std::span<const ClusterText> texts) {
  Vocabulary vocabulary;
  std::vector<Document> documents(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    vocabulary.read(texts[i].title, documents[i].words);
    if (texts[i].description != texts[i].title) vocabulary.read(texts[i].description, documents[i].words);
  }
  const std::vector<std::uint32_t> place = vocabulary.settle();
  for (Document& d : documents) {
    for (std::uint32_t& w : d.words) w = place[w];
  }
  Documents all(vocabulary, std::move(documents));
  words_ = weighted(all, Ask::alike);
  place_ =
      beside(reduced(words_, dimensions, 4, seed).scores, by_company(all, dimensions, seed + 1), weight_of_company);
}

std::vector<Alike> Recurrence::nearest(std::uint32_t text, std::size_t most, double least) const {
  DEBRIEF_CHECK(text < words_.rows(), "the text asked for is one of those read");
  std::vector<float> own(words_.columns, 0.0F);
  for (std::size_t e = words_.starts[text]; e < words_.starts[text + 1]; ++e) own[words_.index[e]] = words_.value[e];
  std::vector<Alike> found;
  for (std::uint32_t i = 0; i < words_.rows(); ++i) {
    if (i == text) continue;
    double shared = 0;
    for (std::size_t e = words_.starts[i]; e < words_.starts[i + 1]; ++e)
      shared += own[words_.index[e]] * words_.value[e];
    const double near = dot(place_.row(text), place_.row(i), place_.columns);
    const double score = (std::max(0.0, near) + weight_of_words * shared) / (1 + weight_of_words);
    if (score > 0 && score >= least) found.push_back({i, std::min(1.0, score)});
  }
  const auto better = [](const Alike& a, const Alike& b) {
    return a.score != b.score ? a.score > b.score : a.text < b.text;
  };
  const std::size_t shown = std::min(most, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(), better);
  found.resize(shown);
  return found;
}

}  // namespace debrief::analytics
