// Mean words of themes, and Ward's method over them.

#include "analytics/themes/profiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "analytics/text/matrix.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t fewest_themes = 10;
constexpr std::size_t fewest_groups = 5;
constexpr std::size_t most_groups = 15;
constexpr std::size_t words_in_label = 3;
constexpr std::size_t dimensions = 20;
constexpr double by_the_way = 0.05;  // share of a theme's texts under which a word says nothing of it
constexpr double typical = 0.1;      // from here on it is one of the theme's words

using Row = std::vector<std::pair<std::uint32_t, double>>;

double dot(const Row& a, const Row& b) {
  double sum = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->first < y->first) {
      ++x;
    } else if (y->first < x->first) {
      ++y;
    } else {
      sum += (x++)->second * (y++)->second;
    }
  }
  return sum;
}

void to_length_1(Row& row) {
  double squares = 0;
  for (const auto& [stem, w] : row) squares += w * w;
  if (squares <= 0) return;
  for (auto& [stem, w] : row) w /= std::sqrt(squares);
}

/// Joins in the order Ward's method makes them, with what each costs.
struct Join {
  std::size_t into = 0, from = 0;
  double cost = 0;
};

std::vector<Join> ward(const std::vector<Row>& points) {
  const std::size_t n = points.size();
  std::vector<double> distance(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double d = dot(points[i], points[i]) + dot(points[j], points[j]) - 2 * dot(points[i], points[j]);
      distance[i * n + j] = distance[j * n + i] = std::max(0.0, d) / 2;
    }
  }
  std::vector<double> size(n, 1);
  std::vector<std::size_t> alive(n);
  std::iota(alive.begin(), alive.end(), std::size_t{0});
  std::vector<Join> joins;
  while (alive.size() > 1) {
    Join best{0, 0, std::numeric_limits<double>::infinity()};
    for (std::size_t a = 0; a < alive.size(); ++a) {
      for (std::size_t b = a + 1; b < alive.size(); ++b) {
        const double d = distance[alive[a] * n + alive[b]];
        if (d < best.cost) best = {alive[a], alive[b], d};
      }
    }
    joins.push_back(best);
    // Lance and Williams 1967.
    for (const std::size_t k : alive) {
      if (k == best.into || k == best.from) continue;
      const double total = size[best.into] + size[best.from] + size[k];
      const double d = ((size[best.into] + size[k]) * distance[best.into * n + k] +
                        (size[best.from] + size[k]) * distance[best.from * n + k] - size[k] * best.cost) /
                       total;
      distance[best.into * n + k] = distance[k * n + best.into] = d;
    }
    size[best.into] += size[best.from];
    std::erase(alive, best.from);
  }
  return joins;
}

std::vector<std::vector<std::size_t>> cut(const std::vector<Join>& joins, std::size_t n, std::size_t groups) {
  std::vector<std::vector<std::size_t>> members(n);
  for (std::size_t i = 0; i < n; ++i) members[i] = {i};
  for (std::size_t j = 0; j + groups < n; ++j) {
    auto& into = members[joins[j].into];
    auto& from = members[joins[j].from];
    into.insert(into.end(), from.begin(), from.end());
    from.clear();
  }
  std::erase_if(members, [](const auto& m) { return m.empty(); });
  for (auto& m : members) std::sort(m.begin(), m.end());
  return members;
}

/// Mean silhouette of groups (Rousseeuw 1987) by cosine distance; a point alone in its group counts 0.
double silhouette(const std::vector<Row>& points, const std::vector<std::vector<std::size_t>>& groups) {
  double sum = 0;
  for (std::size_t own = 0; own < groups.size(); ++own) {
    for (const std::size_t i : groups[own]) {
      if (groups[own].size() < 2) continue;
      double mine = 0;
      double other = std::numeric_limits<double>::infinity();
      for (std::size_t g = 0; g < groups.size(); ++g) {
        double distance = 0;
        for (const std::size_t j : groups[g]) distance += i == j ? 0 : 1 - dot(points[i], points[j]);
        if (g == own)
          mine = distance / static_cast<double>(groups[g].size() - 1);
        else
          other = std::min(other, distance / static_cast<double>(groups[g].size()));
      }
      sum += (other - mine) / std::max({mine, other, 1e-9});
    }
  }
  return sum / static_cast<double>(points.size());
}

}  // namespace

TextProfiles::TextProfiles(std::span<const std::string> texts) {
  std::vector<std::vector<std::uint32_t>> words(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) vocabulary_.read(texts[i], words[i]);
  const std::vector<std::uint32_t> place = vocabulary_.settle();
  std::vector<std::int64_t> frequency(vocabulary_.stems(), 0);
  std::vector<std::int64_t> spelt(vocabulary_.size(), 0);
  std::vector<std::map<std::uint32_t, double>> counts(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const std::uint32_t w : words[i]) {
      const auto& entry = vocabulary_[place[w]];
      ++spelt[place[w]];
      if (!entry.function && !entry.person) ++counts[i][entry.stem];
    }
    for (const auto& [stem, n] : counts[i]) ++frequency[stem];
  }
  const auto n = static_cast<double>(texts.size());
  rows_.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (const auto& [stem, count] : counts[i]) {
      if (frequency[stem] < 2) continue;
      const double idf = std::log((1 + n) / (1 + static_cast<double>(frequency[stem]))) + 1;
      rows_[i].emplace_back(stem, (1 + std::log(count)) * idf);
    }
    to_length_1(rows_[i]);
  }
  spelling_.assign(vocabulary_.stems(), Vocabulary::none);
  for (std::uint32_t w = 0; w < vocabulary_.size(); ++w) {
    const auto& entry = vocabulary_[w];
    if (entry.function || entry.person || entry.general) continue;
    std::uint32_t& best = spelling_[entry.stem];
    if (best == Vocabulary::none || spelt[w] > spelt[best]) best = w;
  }
}

TextProfiles::Row TextProfiles::mean(const std::vector<std::uint32_t>& texts) const {
  std::vector<double> sum(vocabulary_.stems(), 0);
  std::vector<std::uint32_t> met;
  // In the order of what the texts say, so that their numbers do not matter to the last bit.
  std::vector<const Row*> ordered;
  for (const std::uint32_t t : texts) ordered.push_back(&rows_[t]);
  std::sort(ordered.begin(), ordered.end(), [](const Row* a, const Row* b) { return *a < *b; });
  for (const Row* row : ordered) {
    for (const auto& [stem, w] : *row) {
      if (sum[stem] == 0) met.push_back(stem);
      sum[stem] += w;
    }
  }
  std::sort(met.begin(), met.end());
  Row out;
  for (const std::uint32_t stem : met) out.emplace_back(stem, sum[stem] / static_cast<double>(texts.size()));
  return out;
}

std::vector<std::size_t> TextProfiles::nearest(std::span<const std::uint32_t> texts,
                                               const std::vector<std::vector<std::uint32_t>>& parts) const {
  std::vector<Row> centres;
  for (const auto& part : parts) {
    centres.push_back(mean(part));
    to_length_1(centres.back());
  }
  std::vector<std::size_t> out;
  for (const std::uint32_t text : texts) {
    std::size_t best = 0;
    double most = 0;
    for (std::size_t p = 0; p < centres.size(); ++p) {
      const double cosine = dot(rows_[text], centres[p]);
      if (cosine <= most + 1e-12) continue;
      most = cosine;
      best = p;
    }
    out.push_back(best);
  }
  return out;
}

std::vector<std::string> TextProfiles::names(const std::vector<std::vector<std::uint32_t>>& parts) const {
  std::vector<Row> means;
  std::vector<std::vector<std::size_t>> alone;
  for (const auto& part : parts) {
    means.push_back(mean(part));
    to_length_1(means.back());
    alone.push_back({alone.size()});
  }
  return labels(means, alone);
}

std::vector<ThemeGroup> TextProfiles::groups(const std::vector<std::vector<std::uint32_t>>& members) const {
  const std::size_t n = members.size();
  if (n < fewest_themes) return {};
  std::vector<Row> means;
  for (const auto& m : members) {
    means.push_back(mean(m));
    to_length_1(means.back());
  }
  const std::vector<Row> points = shared_words(members);
  const std::vector<Join> joins = ward(points);
  std::size_t best = fewest_groups;
  double most = -2;
  for (std::size_t g = fewest_groups; g <= std::min(most_groups, n / 2); ++g) {
    const double apart = silhouette(points, cut(joins, n, g));
    if (apart <= most + 1e-9) continue;
    most = apart;
    best = g;
  }
  const auto divided = cut(joins, n, best);
  const auto names = labels(means, divided);
  std::vector<ThemeGroup> out;
  std::vector<std::size_t> order(divided.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto texts = [&](std::size_t g) {
    std::size_t sum = 0;
    for (const std::size_t t : divided[g]) sum += members[t].size();
    return sum;
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return texts(a) != texts(b) ? texts(a) > texts(b) : names[a] < names[b];
  });
  for (const std::size_t g : order) out.push_back({names[g], divided[g]});
  return out;
}

std::vector<TextProfiles::Row> TextProfiles::shared_words(
    const std::vector<std::vector<std::uint32_t>>& members) const {
  const std::size_t n = members.size();
  std::vector<std::map<std::uint32_t, double>> share(n);
  std::vector<double> themes_with(vocabulary_.stems(), 0);
  for (std::size_t t = 0; t < n; ++t) {
    std::map<std::uint32_t, std::int64_t> texts;
    for (const std::uint32_t text : members[t]) {
      for (const auto& [stem, w] : rows_[text]) ++texts[stem];
    }
    for (const auto& [stem, count] : texts) {
      const double of_theme = static_cast<double>(count) / static_cast<double>(members[t].size());
      if (of_theme >= by_the_way) share[t][stem] = of_theme;
      if (of_theme >= typical) ++themes_with[stem];
    }
  }
  Sparse words;
  words.columns = vocabulary_.stems();
  for (std::size_t t = 0; t < n; ++t) {
    Row row;
    for (const auto& [stem, of_theme] : share[t]) {
      // A word of one theme joins it to no other.
      if (themes_with[stem] < 2 || spelling_[stem] == Vocabulary::none) continue;
      row.emplace_back(stem, std::sqrt(of_theme * std::log((1 + static_cast<double>(n)) / (1 + themes_with[stem]))));
    }
    to_length_1(row);
    for (const auto& [stem, w] : row) {
      words.index.push_back(stem);
      words.value.push_back(static_cast<float>(w));
    }
    words.starts.push_back(words.index.size());
  }
  const Reduced few = reduced(words, dimensions, 5, 1);
  std::vector<Row> out(n);
  for (std::size_t t = 0; t < n; ++t) {
    for (std::uint32_t c = 0; c < few.scores.columns; ++c)
      out[t].emplace_back(c, static_cast<double>(few.scores.row(t)[c]));
    to_length_1(out[t]);
  }
  return out;
}

std::vector<std::string> TextProfiles::labels(const std::vector<Row>& means,
                                              const std::vector<std::vector<std::size_t>>& groups) const {
  std::vector<double> everywhere(vocabulary_.stems(), 0);
  for (const Row& m : means) {
    for (const auto& [stem, w] : m) everywhere[stem] += w / static_cast<double>(means.size());
  }
  std::vector<std::string> out;
  for (const auto& group : groups) {
    std::map<std::uint32_t, std::pair<double, double>> here;  // mean weight, themes that have it
    for (const std::size_t theme : group) {
      for (const auto& [stem, w] : means[theme]) {
        here[stem].first += w / static_cast<double>(group.size());
        // Under a twentieth of the profile a word is there by the way.
        if (w >= 0.05) here[stem].second += 1;
      }
    }
    struct Term {
      double score;
      std::string_view word;
    };
    std::vector<Term> terms;
    for (const auto& [stem, weight] : here) {
      if (spelling_[stem] == Vocabulary::none) continue;
      // A word of one theme names that theme, not the group.
      if (group.size() > 1 && weight.second < 2) continue;
      const double score =
          (weight.first - everywhere[stem]) * std::sqrt(weight.second / static_cast<double>(group.size()));
      if (score > 0) terms.push_back({score, vocabulary_[spelling_[stem]].surface});
    }
    std::sort(terms.begin(), terms.end(),
              [](const Term& a, const Term& b) { return a.score != b.score ? a.score > b.score : a.word < b.word; });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(words_in_label, terms.size()); ++i) words.emplace_back(terms[i].word);
    std::string label = words.empty() ? "other" : base::joined(words, ", ");
    if (std::find(out.begin(), out.end(), label) != out.end()) {
      // Further words tell two of the same name apart, then a number.
      for (std::size_t i = words.size(); i < terms.size() && std::find(out.begin(), out.end(), label) != out.end(); ++i)
        label += ", " + std::string(terms[i].word);
      const std::string bare = label;
      for (int number = 2; std::find(out.begin(), out.end(), label) != out.end(); ++number)
        label = bare + " (" + std::to_string(number) + ")";
    }
    out.push_back(std::move(label));
  }
  return out;
}

}  // namespace debrief::analytics
