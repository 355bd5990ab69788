// Words thrown together at random, and how near such texts are to each other.

#include "analytics/text/chance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analytics/text/partition.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t parts = 4;
constexpr std::size_t most_in_part = 800;
constexpr double stray_quantile = 0.1;
constexpr std::size_t several_logs_up_to = 2'000;

/// The words of all texts dealt out anew.
std::vector<Document> thrown_together(const std::vector<Document>& documents, std::uint64_t seed) {
  std::vector<std::uint32_t> words;
  for (const Document& d : documents) words.insert(words.end(), d.words.begin(), d.words.end());
  for (std::size_t i = words.size(); i > 1; --i) std::swap(words[i - 1], words[mixed(seed, i) % i]);
  std::vector<Document> out(documents.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const std::size_t length = documents[i].words.size();
    out[i].words.assign(words.begin() + static_cast<std::ptrdiff_t>(next),
                        words.begin() + static_cast<std::ptrdiff_t>(next + length));
    next += length;
  }
  return out;
}

Sparse rows_of(const Sparse& a, std::size_t first, std::size_t last) {
  Sparse out;
  out.columns = a.columns;
  const std::size_t from = a.starts[first];
  out.index.assign(a.index.begin() + static_cast<std::ptrdiff_t>(from),
                   a.index.begin() + static_cast<std::ptrdiff_t>(a.starts[last]));
  out.value.assign(a.value.begin() + static_cast<std::ptrdiff_t>(from),
                   a.value.begin() + static_cast<std::ptrdiff_t>(a.starts[last]));
  for (std::size_t i = first; i < last; ++i) out.starts.push_back(a.starts[i + 1] - from);
  return out;
}

}  // namespace

Chance::Chance(const Vocabulary& v, const std::vector<Document>& documents, std::size_t neighbours, std::uint64_t seed,
               const std::function<void()>& between) {
  const std::size_t n = documents.size();
  if (n < least_for_chance) return;
  const std::size_t logs = n <= several_logs_up_to ? parts : 1;
  const std::size_t part = std::min(most_in_part, n * logs / parts);
  struct Seen {
    std::size_t words;
    float nearness;
  };
  std::vector<Seen> seen;
  std::vector<std::size_t> first_of_drawn;
  for (std::size_t log = 0; log < logs; ++log) {
    Documents all(v, thrown_together(documents, mixed(seed, 7001 + log)));
    const Sparse sparse = weighted(all);
    const std::size_t asked = part * (parts / logs);
    const Neighbours found = nearest_rows(sparse, {}, neighbours, asked, between);
    for (std::size_t first = 0; first < asked; first += part) {
      first_of_drawn.push_back(seen.size());
      Drawn& drawn = drawn_.emplace_back();
      drawn.place = reduced(rows_of(sparse, first, first + part), 50, 2, seed).scores;
      normalise_rows(drawn.place);
      for (std::size_t i = first; i < first + part; ++i) seen.push_back({all.list[i].words.size(), found.nearness[i]});
    }
  }

  // By length, over texts of about the same: a sixth more or less, and thirty of them at least.
  std::vector<Seen> by_length = seen;
  std::sort(by_length.begin(), by_length.end(), [](const Seen& a, const Seen& b) {
    return a.words != b.words ? a.words < b.words : a.nearness < b.nearness;
  });
  std::size_t longest = 0;
  for (const Document& d : documents) longest = std::max(longest, d.words.size());
  std::vector<float> window;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t before_begin = by_length.size();
  std::size_t before_end = 0;
  for (std::size_t words = 0; words <= longest; ++words) {
    const std::size_t slack = words / 6;
    while (begin < by_length.size() && by_length[begin].words + slack < words) ++begin;
    while (end < by_length.size() && by_length[end].words <= words + slack) ++end;
    std::size_t from = std::min(begin, end);
    std::size_t to = end;
    while (to - from < std::min<std::size_t>(30, by_length.size())) {
      if (from > 0) --from;
      if (to < by_length.size()) ++to;
    }
    if (!of_length_.empty() && from == before_begin && to == before_end) {
      of_length_.push_back(of_length_.back());
      continue;
    }
    before_begin = from;
    before_end = to;
    window.clear();
    for (std::size_t i = from; i < to; ++i) window.push_back(by_length[i].nearness);
    std::sort(window.begin(), window.end());
    const double sum = std::accumulate(window.begin(), window.end(), 0.0);
    of_length_.push_back(
        {.mean = static_cast<float>(sum / static_cast<double>(window.size())),
         .low = window[static_cast<std::size_t>(static_cast<double>(window.size() - 1) * stray_quantile)]});
  }
  // Without the weakest, as among real texts.
  for (std::size_t d = 0; d < drawn_.size(); ++d) {
    const Dense all = std::move(drawn_[d].place);
    std::vector<float> over;
    for (std::size_t i = 0; i < all.rows; ++i) {
      const Seen& s = seen[first_of_drawn[d] + i];
      over.push_back(s.nearness - of_length_[s.words].low);
    }
    std::vector<float> sorted = over;
    std::sort(sorted.begin(), sorted.end());
    const float least =
        std::min(0.0F, sorted[static_cast<std::size_t>(static_cast<double>(sorted.size()) * strays_at_most)]);
    std::vector<std::uint32_t> kept;
    for (std::uint32_t i = 0; i < all.rows; ++i) {
      if (over[i] < least) continue;
      const Seen& s = seen[first_of_drawn[d] + i];
      kept.push_back(i);
      drawn_[d].excess.push_back(s.nearness - of_length_[s.words].mean);
    }
    drawn_[d].place = picked(all, kept);
  }
}

float Chance::least_nearness(std::size_t words) const {
  return of_length_.empty() ? 0 : of_length_[std::min(words, of_length_.size() - 1)].low;
}

float Chance::usual_nearness(std::size_t words) const {
  return of_length_.empty() ? 0 : of_length_[std::min(words, of_length_.size() - 1)].mean;
}

double Chance::most_excess(std::size_t size) const {
  constexpr double spread = 4;
  constexpr double margin = 1.5;
  constexpr double least = 0.02;
  if (drawn_.empty()) return 0;
  double most = 0;
  double sum = 0;
  double squares = 0;
  double count = 0;
  for (const Drawn& d : drawn_) {
    const std::vector<double> weights(d.place.rows, 1.0);
    const Tree tree(d.place, weights);
    const std::size_t k = std::clamp<std::size_t>(d.place.rows / std::max<std::size_t>(1, size), 2, tree.leaves());
    const Partition p = settled(d.place, weights, tree.cut(k), k, 20);
    std::vector<double> excess(k, 0);
    std::vector<double> members(k, 0);
    for (std::size_t i = 0; i < p.group.size(); ++i) {
      excess[p.group[i]] += d.excess[i];
      members[p.group[i]] += 1;
    }
    for (std::size_t g = 0; g < k; ++g) {
      if (members[g] < 2) continue;
      const double mean = excess[g] / members[g];
      most = std::max(most, mean);
      sum += mean;
      squares += mean * mean;
      count += 1;
    }
  }
  if (count < 2) return std::max(least, margin * most);
  const double mean = sum / count;
  const double deviation = std::sqrt(std::max(0.0, squares / count - mean * mean));
  return std::max(least, margin * std::max(most, mean + spread * deviation));
}

}  // namespace debrief::analytics
