// Incidents that tell the same story.

#include "app/similar.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "analytics/recurrence.h"
#include "base/text.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

constexpr double least_score = 0.2;
constexpr double least_alike = 0.35;
constexpr std::size_t enough_to_learn = 50;  // under so many incidents only words in common count
constexpr std::size_t looked_closer = 2'000;
constexpr std::size_t shortest_word = 3;
constexpr std::size_t most_words = 64;  // as many as a row's set of shared words has bits

/// Words of a text, folded. ASCII, which logs mostly are, is cut up here; the rest by its Unicode properties.
template <typename Visit>
void each_word(std::string_view text, const Visit& visit) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::string folded = ascii ? base::ascii_lower(text) : base::heading_key(text);
  const auto inside = [&](char c) { return !ascii ? c != ' ' : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t i = 0; i < folded.size();) {
    std::size_t end = i;
    while (end < folded.size() && inside(folded[end])) ++end;
    if (end - i >= shortest_word) visit(std::string_view(folded).substr(i, end - i));
    i = end + 1;
  }
}

/// What one incident has of the words asked for: one bit each, and how many other words it has.
struct Shared {
  std::uint64_t words = 0;
  std::uint32_t others = 0;
};

/// Where the words alone show too few: those of the same category that also share subcategory or closure code, as the
/// review lists them, below whatever is alike in words. The latest opened first.
void add_of_the_same_kind(const review::IncidentColumns& t, std::string_view ref, std::size_t most,
                          std::vector<Similar>& found) {
  const auto own = static_cast<std::size_t>(std::find(t.ref.begin(), t.ref.end(), ref) - t.ref.begin());
  if (own == t.size() || t.category.codes[own] == 0) return;
  const auto same = [&](const review::Labels& labels, std::size_t row) {
    return labels.codes[own] != 0 && labels.codes[row] == labels.codes[own];
  };
  std::vector<Similar> more;
  for (std::size_t row = t.size(); row-- > 0;) {
    if (row == own || t.kind[row] != t.kind[own] || !same(t.category, row)) continue;
    const double score = (same(t.closure_code, row) ? 0.12 : 0) + (same(t.subcategory, row) ? 0.04 : 0);
    const bool listed = std::any_of(found.begin(), found.end(), [&](const Similar& s) { return s.ref == t.ref[row]; });
    if (score > 0 && !listed) more.push_back({t.ref[row], t.title[row], score});
  }
  std::stable_sort(more.begin(), more.end(), [](const Similar& a, const Similar& b) { return a.score > b.score; });
  if (more.size() > most - found.size()) more.resize(most - found.size());
  found.insert(found.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Similar> similar_incidents(review::Store& store, std::string_view ref, std::string_view text,
                                       std::size_t most) {
  std::vector<std::string> asked;
  each_word(text, [&](std::string_view word) {
    if (asked.size() < most_words && std::find(asked.begin(), asked.end(), word) == asked.end())
      asked.emplace_back(word);
  });
  std::unordered_map<std::string_view, std::size_t> place;
  for (std::size_t i = 0; i < asked.size(); ++i) place.emplace(asked[i], i);

  const auto columns = review::incident_columns(store, review::WithTexts::yes);
  std::vector<Shared> shared(columns.size());
  std::vector<double> weight(asked.size(), 0);
  for (std::size_t row = 0; row < columns.size(); ++row) {
    const auto take = [&](std::string_view word) {
      const auto found = place.find(word);
      if (found == place.end()) {
        ++shared[row].others;
      } else {
        shared[row].words |= std::uint64_t{1} << found->second;
      }
    };
    each_word(columns.title[row], take);
    each_word(columns.description[row], take);
    for (std::size_t i = 0; i < asked.size(); ++i) weight[i] += (shared[row].words >> i & 1U) != 0 ? 1 : 0;
  }
  // Inverse document frequency as in BM25, squared: a word that is in every incident weighs next to nothing.
  const auto n = static_cast<double>(columns.size());
  for (double& w : weight) w = std::pow(std::log(1 + (n - w + 0.5) / (w + 0.5)), 2);
  const double own = std::accumulate(weight.begin(), weight.end(), 0.0);
  const double usual = weight.empty() ? 0 : own / static_cast<double>(weight.size());

  // Cosine, in which words that were not asked for count with the usual weight.
  struct Near {
    std::size_t row;
    double score;
  };
  std::vector<Near> near;
  std::optional<std::size_t> asked_row;
  for (std::size_t row = 0; row < columns.size(); ++row) {
    if (columns.ref[row] == ref) {
      asked_row = row;
      continue;
    }
    double common = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) common += (shared[row].words >> i & 1U) != 0 ? weight[i] : 0;
    const double score = shared[row].words == 0 ? 0 : common / std::sqrt(own * (common + usual * shared[row].others));
    near.push_back({row, score});
  }
  std::vector<Similar> found;
  if (asked_row && columns.size() >= enough_to_learn) {
    // The same kind of trouble is told in other words too: a closer look at those that share any, and at as many others
    // as there is time for.
    const std::size_t shown = std::min(looked_closer, near.size());
    std::partial_sort(
        near.begin(), near.begin() + static_cast<std::ptrdiff_t>(shown), near.end(),
        [](const Near& a, const Near& b) { return a.score != b.score ? a.score > b.score : a.row < b.row; });
    std::vector<analytics::ClusterText> texts{{"", columns.title[*asked_row], columns.description[*asked_row], ""}};
    for (std::size_t i = 0; i < shown; ++i)
      texts.push_back({"", columns.title[near[i].row], columns.description[near[i].row], ""});
    for (const analytics::Alike& a : analytics::Recurrence(texts).nearest(0, most, least_alike)) {
      const std::size_t row = near[a.text - 1].row;
      found.push_back({columns.ref[row], columns.title[row], a.score});
    }
  } else {
    for (const Near& one : near) {
      if (one.score >= least_score) found.push_back({columns.ref[one.row], columns.title[one.row], one.score});
    }
  }
  if (found.size() < most) add_of_the_same_kind(columns, ref, most, found);
  std::sort(found.begin(), found.end(),
            [](const Similar& a, const Similar& b) { return a.score != b.score ? a.score > b.score : a.ref < b.ref; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace debrief::app
