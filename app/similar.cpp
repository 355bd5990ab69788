// Incidents that tell the same story.

#include "app/similar.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

constexpr double least_score = 0.2;
constexpr std::size_t shortest_word = 3;

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  for (std::string& word : base::split(base::heading_key(text), ' ')) {
    if (word.size() >= shortest_word) words.insert(std::move(word));
  }
  return words;
}

}  // namespace

std::vector<Similar> similar_incidents(review::Store& store, std::string_view ref, std::string_view text,
                                       std::size_t most) {
  const std::set<std::string> asked = words_of(text);
  if (asked.empty()) return {};
  const auto columns = review::incident_columns(store, review::WithTexts::yes);
  std::vector<std::set<std::string>> words(columns.size());
  std::unordered_map<std::string, double> weight;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    words[i] = words_of(columns.title[i] + " " + columns.description[i]);
    for (const std::string& word : words[i]) weight[word] += 1;
  }
  // Inverse document frequency as in BM25: a word in every incident weighs next to nothing.
  const auto n = static_cast<double>(columns.size());
  for (auto& [word, count] : weight) count = std::log(1 + (n - count + 0.5) / (count + 0.5));
  const auto square_of = [&](const std::set<std::string>& of) {
    double sum = 0;
    for (const std::string& word : of) {
      if (const auto found = weight.find(word); found != weight.end()) sum += found->second * found->second;
    }
    return sum;
  };
  const double own = square_of(asked);
  std::vector<Similar> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns.ref[i] == ref) continue;
    double shared = 0;
    for (const std::string& word : words[i]) {
      if (asked.contains(word)) shared += weight[word] * weight[word];
    }
    if (shared <= 0) continue;
    const double score = shared / std::sqrt(own * square_of(words[i]));
    if (score >= least_score) found.push_back({columns.ref[i], columns.title[i], score});
  }
  std::sort(found.begin(), found.end(),
            [](const Similar& a, const Similar& b) { return a.score != b.score ? a.score > b.score : a.ref < b.ref; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace debrief::app
