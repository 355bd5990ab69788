// Root-cause themes, from texts to named groups.
//
//  texts -> words -> one document per different wording -> tf-idf and word company -> few dimensions
//        -> nearest neighbours -> weak ones set aside -> smoothed over neighbours -> a tree, cut and settled -> names
//
// Documents are put in the order of a hash of their words before anything else, so the order of the texts cannot
// matter; sums run in that order, and work is cut into fixed chunks, so the number of threads cannot either.

#include "analytics/cluster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "analytics/text/features.h"
#include "analytics/text/names.h"
#include "analytics/text/partition.h"
#include "base/error.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// Above this many different wordings the themes are found on some of them, and the rest join the nearest.
constexpr std::size_t most_at_once = 25'000;
constexpr std::size_t core_of_many = 6'000;
constexpr std::size_t most_for_choice = 5'000;
constexpr double far_apart = 0.6;
constexpr double most_unclustered = 0.15;
constexpr double most_by_chance = 0.5;  // stability of a theme that words thrown together would make
constexpr std::size_t examples_shown = 3;

class Progress {
 public:
  explicit Progress(const std::function<bool(double)>& tell) : tell_(tell) {}
  void at(double share) {
    share_ = share;
    if (tell_ && !tell_(share))
      throw base::Error(base::Status::interrupted, "interrupted", "the clustering was stopped");
  }
  std::function<void()> between() {
    return [this] { at(share_); };
  }

 private:
  const std::function<bool(double)>& tell_;
  double share_ = 0;
};

/// Different wordings in the order of their hash, and which texts say each. Texts without words of their own are in
/// none.
struct Wordings {
  Vocabulary vocabulary;
  std::vector<Document> documents;
  std::vector<std::vector<std::uint32_t>> texts;  // by ref, then index
};

Wordings wordings_of(std::span<const ClusterText> texts) {
  Wordings out;
  struct Key {
    std::uint64_t hash;
    std::uint32_t index;
  };
  std::vector<std::vector<std::uint32_t>> words(texts.size());
  std::vector<Key> keys;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const ClusterText& t = texts[i];
    std::size_t said = out.vocabulary.read(t.title, words[i]);
    if (!t.description.empty() && t.description != t.title) said += out.vocabulary.read(t.description, words[i]);
    if (!t.category.empty()) said += out.vocabulary.read(t.category, words[i]);
    if (said == 0) continue;
    Key key{.hash = words[i].size(), .index = i};
    for (const std::uint32_t w : words[i]) key.hash = mixed(key.hash, out.vocabulary[w].hash);
    keys.push_back(key);
  }
  const std::vector<std::uint32_t> place = out.vocabulary.settle();
  for (auto& of_text : words) {
    for (std::uint32_t& w : of_text) w = place[w];
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    if (words[a.index] != words[b.index]) return words[a.index] < words[b.index];
    if (texts[a.index].ref != texts[b.index].ref) return texts[a.index].ref < texts[b.index].ref;
    return a.index < b.index;
  });
  for (const Key& key : keys) {
    if (out.documents.empty() || out.documents.back().words != words[key.index]) {
      out.documents.push_back({.words = std::move(words[key.index]), .hash = key.hash, .weight = 0});
      out.texts.emplace_back();
    }
    out.documents.back().weight += 1;
    out.texts.back().push_back(key.index);
  }
  return out;
}

Dense picked(const Dense& a, std::span<const std::uint32_t> rows) {
  Dense out(rows.size(), a.columns);
  for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(a.row(rows[i]), a.columns, out.row(i));
  return out;
}

/// Mean cosine to its neighbours that 99 in 100 texts of words thrown together at random stay under: words drawn from
/// all texts keep their frequency and lose their company. A text no nearer to others than that belongs with none.
float chance_cosine(const Sparse& sparse, std::size_t neighbours, std::uint64_t seed) {
  constexpr std::size_t drawn = 200;
  const std::size_t n = sparse.rows();
  Sparse shuffled;
  shuffled.columns = sparse.columns;
  for (std::size_t i = 0; i < std::min(drawn, n); ++i) {
    std::map<std::uint32_t, float> row;
    for (std::size_t e = sparse.starts[i]; e < sparse.starts[i + 1]; ++e) {
      const std::size_t from = mixed(mixed(seed, 77 + i), e) % sparse.index.size();
      row[sparse.index[from]] = sparse.value[from];
    }
    double squares = 0;
    for (const auto& [column, value] : row) squares += static_cast<double>(value) * value;
    for (const auto& [column, value] : row) {
      shuffled.index.push_back(column);
      shuffled.value.push_back(static_cast<float>(value / std::sqrt(squares)));
    }
    shuffled.starts.push_back(shuffled.index.size());
  }
  const Sparse across = transposed(sparse);
  std::vector<float> means(shuffled.rows(), 0);
  in_chunks(shuffled.rows(), 16, [&](std::size_t first, std::size_t last) {
    std::vector<float> cosine(n);
    for (std::size_t i = first; i < last; ++i) {
      std::fill(cosine.begin(), cosine.end(), 0.0F);
      for (std::size_t e = shuffled.starts[i]; e < shuffled.starts[i + 1]; ++e) {
        for (std::size_t f = across.starts[shuffled.index[e]]; f < across.starts[shuffled.index[e] + 1]; ++f) {
          cosine[across.index[f]] += shuffled.value[e] * across.value[f];
        }
      }
      const std::size_t k = std::min(neighbours, n);
      std::partial_sort(cosine.begin(), cosine.begin() + static_cast<std::ptrdiff_t>(k), cosine.end(),
                        std::greater<>());
      means[i] = std::accumulate(cosine.begin(), cosine.begin() + static_cast<std::ptrdiff_t>(k), 0.0F) /
                 static_cast<float>(std::max<std::size_t>(1, k));
    }
  });
  if (means.empty()) return 0;
  std::sort(means.begin(), means.end());
  return means[(means.size() - 1) * 99 / 100];
}

/// stray   documents that belong with nothing
/// chance  mean cosine to its neighbours that a text of words thrown together stays under
struct Strays {
  std::vector<bool> stray;
  float chance = 0;
};

/// Weakest first until the cap. A wording that occurs three times is no stray.
Strays strays(const std::vector<Document>& documents, const Sparse& sparse, const Neighbours& neighbours,
              std::uint64_t seed) {
  const std::size_t n = sparse.rows();
  const double texts = std::accumulate(documents.begin(), documents.end(), 0.0,
                                       [](double sum, const Document& d) { return sum + d.weight; });
  std::vector<bool> out(n, false);
  const float least = n >= 100 ? chance_cosine(sparse, neighbours.count, seed) : 0.02F;
  std::vector<std::uint32_t> weakest(n);
  std::iota(weakest.begin(), weakest.end(), 0U);
  std::stable_sort(weakest.begin(), weakest.end(), [&](std::uint32_t a, std::uint32_t b) {
    return neighbours.mean_cosine[a] < neighbours.mean_cosine[b];
  });
  double binned = 0;
  for (const std::uint32_t i : weakest) {
    const bool alone = sparse.starts[i] == sparse.starts[i + 1] && documents[i].weight < 2;
    if (!alone && neighbours.mean_cosine[i] >= least) break;
    if (documents[i].weight >= 3) continue;
    if (!alone && binned + documents[i].weight > most_unclustered * texts) break;
    out[i] = true;
    binned += documents[i].weight;
  }
  return {std::move(out), least};
}

/// Mean over the points of (cosine to their own centre less that to the nearest other): how far apart the groups are.
double separation(const Dense& points, std::span<const double> weights, const Partition& p) {
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    double other = -1;
    for (std::size_t g = 0; g < p.centres.rows; ++g) {
      if (g != p.group[i])
        other = std::max(other, static_cast<double>(dot(points.row(i), p.centres.row(g), points.columns)));
    }
    const double own = dot(points.row(i), p.centres.row(p.group[i]), points.columns);
    sum += weights[i] * (own - other) / std::max(1e-9, 1 - std::min(own, other));
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

/// Rousseeuw's silhouette by cosine distance, -1 to 1: how much nearer each text is to its own group than to the next.
/// A text alone in its group counts 0. Points have length 1, so the mean distance to a group follows from its sum.
double silhouette(const Dense& points, std::span<const double> weights, const Partition& p) {
  const std::size_t k = p.centres.rows;
  Dense sums(k, points.columns);
  std::vector<double> size(k, 0);
  for (std::size_t i = 0; i < points.rows; ++i) {
    size[p.group[i]] += weights[i];
    float* sum = sums.row(p.group[i]);
    for (std::size_t c = 0; c < points.columns; ++c) sum[c] += static_cast<float>(weights[i]) * points.row(i)[c];
  }
  std::vector<double> of_point(points.rows, 0);
  in_chunks(points.rows, 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const std::uint32_t own = p.group[i];
      if (size[own] <= 1) continue;
      double other = std::numeric_limits<double>::infinity();
      double mine = 0;
      for (std::size_t g = 0; g < k; ++g) {
        const double together = dot(points.row(i), sums.row(g), points.columns);
        if (g == own) {
          mine = std::max(0.0, 1 - (together - 1) / (size[g] - 1));
        } else if (size[g] > 0) {
          other = std::min(other, std::max(0.0, 1 - together / size[g]));
        }
      }
      if (std::isfinite(other)) of_point[i] = (other - mine) / std::max({mine, other, 1e-9});
    }
  });
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    sum += weights[i] * of_point[i];
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

double weighted_mean(const std::vector<double>& stability, const Partition& p, std::span<const double> weights) {
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < p.group.size(); ++i) {
    sum += weights[i] * stability[p.group[i]];
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

/// Numbers of themes worth trying: each a fifth or so more than the one before.
std::vector<std::size_t> grid(std::size_t points) {
  const double n = static_cast<double>(points);
  const auto first = static_cast<std::size_t>(std::max(2.0, std::floor(std::sqrt(n) / 2)));
  const auto last = static_cast<std::size_t>(std::max(static_cast<double>(first), n / 12));
  std::vector<std::size_t> ks;
  for (double k = static_cast<double>(first); k <= static_cast<double>(last) + 0.5; k = std::max(k + 1, k * 1.22)) {
    ks.push_back(static_cast<std::size_t>(k));
  }
  return ks;
}

/// The number of themes that comes back best when a fifth of the texts is left out, and stands apart best. Points that
/// are smoothed all the way make small groups look steadier than they are: these are smoothed once.
std::size_t chosen_k(const Dense& points, std::span<const double> weights, std::uint64_t seed, Progress& progress) {
  const std::size_t m = std::min(points.rows, most_for_choice);
  if (m <= 1) return m;
  Dense sample(m, points.columns);
  std::copy_n(points.data.begin(), sample.data.size(), sample.data.begin());
  const std::span sample_weights = weights.first(m);
  const Tree tree(sample, sample_weights);
  const auto at = [&](std::size_t k) { return settled(sample, sample_weights, tree.cut(k), k, 6); };

  if (m < 60) {
    // Too few to leave any out: as many groups as stand well apart.
    std::size_t best = 1;
    double most = 0.15;
    for (std::size_t k = 2; k <= m; ++k) {
      const double apart = silhouette(sample, sample_weights, at(k));
      if (apart > most + 1e-6) {
        most = apart;
        best = k;
      }
    }
    return best;
  }
  const Stability stability(sample, sample_weights, 3, seed);
  const auto steadiness = [&](const Partition& p) {
    return weighted_mean(stability.of(p, 5), p, sample_weights) + silhouette(sample, sample_weights, p);
  };
  const std::vector<std::size_t> ks = grid(m);
  std::vector<double> steady;
  for (const std::size_t k : ks) {
    if (k > tree.leaves()) break;
    steady.push_back(steadiness(at(k)));
    progress.at(0.65 + 0.1 * static_cast<double>(steady.size()) / static_cast<double>(ks.size()));
  }
  // One k more or less changes little, so its neighbours on the grid have a say.
  constexpr std::array<double, 5> say{1, 2, 3, 2, 1};
  std::size_t best = 1;
  double most = -1;
  for (std::size_t i = 0; i < steady.size(); ++i) {
    double sum = 0;
    double all = 0;
    for (std::size_t s = 0; s < say.size(); ++s) {
      if (i + s < 2 || i + s - 2 >= steady.size()) continue;
      sum += say[s] * steady[i + s - 2];
      all += say[s];
    }
    if (sum / all > most) {
      most = sum / all;
      best = ks[i];
    }
  }
  // Few groups come back by their size alone; they are believed when they also stand far apart.
  for (std::size_t k = 2; k < ks.front(); ++k) {
    const Partition p = at(k);
    const double apart = separation(sample, sample_weights, p);
    if (apart < far_apart) continue;
    const double score = steadiness(p) + (apart - far_apart);
    if (score > most) {
      most = score;
      best = k;
    }
  }
  return best;
}

/// Per theme, on at most 3,000 texts.
std::vector<double> steadiness_of_themes(const Dense& points, std::span<const double> weights, const Partition& p,
                                         std::uint64_t seed) {
  const std::size_t m = std::min<std::size_t>(points.rows, 3'000);
  Dense sample(m, points.columns);
  std::copy_n(points.data.begin(), sample.data.size(), sample.data.begin());
  Partition there{.group = {p.group.begin(), p.group.begin() + static_cast<std::ptrdiff_t>(m)}, .centres = p.centres};
  return Stability(sample, weights.first(m), 3, seed).of(there, 10);
}

/// Words of the themes' texts, to tell which theme other texts belong to: each theme is the mean of its texts' tf-idf
/// over stems that are not function words (Rocchio's classifier).
class Joining {
 public:
  Joining(const Vocabulary& v, const std::vector<Document>& core, std::span<const std::int32_t> theme, std::size_t k)
      : v_(v), k_(k), idf_(v.stems(), 0), centre_(v.stems() * k, 0) {
    std::vector<std::uint32_t> stems;
    std::vector<double> frequency(v.stems(), 0);
    for (const Document& d : core) {
      for (const std::uint32_t s : stems_of(d, stems)) ++frequency[s];
    }
    for (std::size_t s = 0; s < idf_.size(); ++s) {
      if (frequency[s] >= 2)
        idf_[s] = static_cast<float>(std::log((1.0 + static_cast<double>(core.size())) / (1 + frequency[s])));
    }
    for (std::size_t i = 0; i < core.size(); ++i) {
      if (theme[i] < 0) continue;
      const float length = length_of(stems_of(core[i], stems));
      if (length <= 0) continue;
      for (const std::uint32_t s : stems) centre_[s * k_ + static_cast<std::size_t>(theme[i])] += idf_[s] / length;
    }
    std::vector<double> squares(k, 0);
    for (std::size_t e = 0; e < centre_.size(); ++e) squares[e % k_] += static_cast<double>(centre_[e]) * centre_[e];
    for (std::size_t e = 0; e < centre_.size(); ++e) {
      if (squares[e % k_] > 0) centre_[e] /= static_cast<float>(std::sqrt(squares[e % k_]));
    }
  }

  struct Found {
    std::int32_t theme = -1;
    float cosine = 0;
  };
  Found nearest(const Document& d) const {
    thread_local std::vector<std::uint32_t> stems;
    thread_local std::vector<float> cosine;
    const float length = length_of(stems_of(d, stems));
    Found found;
    if (length <= 0) return found;
    cosine.assign(k_, 0.0F);
    for (const std::uint32_t s : stems) {
      const float w = idf_[s];
      const float* row = centre_.data() + s * k_;
      for (std::size_t g = 0; w > 0 && g < k_; ++g) cosine[g] += w * row[g];
    }
    const auto best = std::max_element(cosine.begin(), cosine.end());
    if (*best > 0) found = {static_cast<std::int32_t>(best - cosine.begin()), *best / length};
    return found;
  }

 private:
  std::vector<std::uint32_t>& stems_of(const Document& d, std::vector<std::uint32_t>& stems) const {
    stems.clear();
    for (const std::uint32_t w : d.words) {
      if (!v_[w].function) stems.push_back(v_[w].stem);
    }
    std::sort(stems.begin(), stems.end());
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
    return stems;
  }
  float length_of(const std::vector<std::uint32_t>& stems) const {
    float squares = 0;
    for (const std::uint32_t s : stems) squares += idf_[s] * idf_[s];
    return std::sqrt(squares);
  }

  const Vocabulary& v_;
  std::size_t k_;
  std::vector<float> idf_;
  std::vector<float> centre_;  // stems x themes
};

/// What is known of each document in the end.
struct Placed {
  std::vector<std::int32_t> theme;  // -1 none
  std::vector<double> score;
};

}  // namespace

ClusterRun cluster(std::span<const ClusterText> texts, const ClusterOptions& options) {
  ClusterRun run;
  run.seed = options.seed;
  run.method =
      "tf-idf of stems and pieces of words, reduced, smoothed over nearest neighbours, k-means from Ward's tree";
  run.theme_of.assign(texts.size(), -1);
  run.score.assign(texts.size(), 0);
  Progress progress(options.progress);
  progress.at(0);

  Wordings wordings = wordings_of(texts);
  std::vector<Document> rest;
  const bool large = wordings.documents.size() > most_at_once;
  const std::size_t core = large ? core_of_many : wordings.documents.size();
  if (large) {
    const auto from = wordings.documents.begin() + static_cast<std::ptrdiff_t>(core);
    rest.assign(std::make_move_iterator(from), std::make_move_iterator(wordings.documents.end()));
    wordings.documents.resize(core);
  }
  Documents all(wordings.vocabulary, std::move(wordings.documents));
  std::vector<Document>& documents = all.list;
  if (documents.empty()) {
    if (!texts.empty()) run.notes.emplace_back("no text has words");
    return run;
  }
  progress.at(0.1);

  const Sparse sparse = weighted(all);
  progress.at(0.2);
  Dense reduced_words = reduced(sparse, 100, 4, options.seed).scores;
  progress.at(0.4);
  Dense points = beside(std::move(reduced_words), by_company(all, 100, options.seed + 1), 0.7F);
  progress.at(0.5);
  const std::size_t near = std::clamp<std::size_t>(core / 20, 3, 10);
  const Neighbours neighbours = nearest_rows(sparse, points, std::min(near, core), progress.between());
  progress.at(0.65);
  const auto [stray, chance] = strays(documents, sparse, neighbours, options.seed);
  diffuse(points, neighbours, 1);
  const Dense smoothed_once = options.k ? Dense() : points;
  if (core >= 100) diffuse(points, neighbours, 3);

  std::vector<std::uint32_t> kept;
  std::vector<double> weights;
  for (std::uint32_t i = 0; i < core; ++i) {
    if (stray[i]) continue;
    kept.push_back(i);
    weights.push_back(documents[i].weight);
  }
  if (kept.empty()) {
    run.notes.emplace_back("no two texts have enough in common");
    return run;
  }
  const Dense kept_points = picked(points, kept);
  std::size_t k = options.k ? static_cast<std::size_t>(std::max(1, *options.k))
                            : chosen_k(picked(smoothed_once, kept), weights, options.seed, progress);
  const Tree tree(kept_points, weights);
  if (k > tree.leaves()) {
    run.notes.push_back(fmt::format("{} themes asked for, but there are only {} different texts", k, tree.leaves()));
    k = tree.leaves();
  }
  Partition partition = settled(kept_points, weights, tree.cut(k), k, 100);
  progress.at(0.85);
  std::vector<double> stability = steadiness_of_themes(kept_points, weights, partition, options.seed);
  // Words thrown together make groups that come back as well: those who share a word. A theme whose texts are no nearer
  // to their neighbours than such texts is tentative, however steady.
  std::vector<double> nearness(k, 0);
  std::vector<double> texts_of(k, 0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    nearness[partition.group[i]] += weights[i] * neighbours.mean_cosine[kept[i]];
    texts_of[partition.group[i]] += weights[i];
  }
  std::size_t by_chance = 0;
  for (std::size_t g = 0; g < k; ++g) {
    if (nearness[g] >= chance * texts_of[g]) continue;
    stability[g] = std::min(stability[g], most_by_chance);
    ++by_chance;
  }
  if (by_chance > 0) {
    run.notes.push_back(fmt::format(
        "{} of {} themes hang together no better than texts of words put together by chance", by_chance, k));
  }
  progress.at(0.95);

  Placed placed{.theme = std::vector<std::int32_t>(documents.size(), -1),
                .score = std::vector<double>(documents.size(), 0)};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    placed.theme[kept[i]] = static_cast<std::int32_t>(partition.group[i]);
    placed.score[kept[i]] = dot(kept_points.row(i), partition.centres.row(partition.group[i]), kept_points.columns);
  }
  if (large) {
    // Unless farther than nearly all of the theme's own.
    const Joining joining(wordings.vocabulary, documents, placed.theme, k);
    std::vector<float> own;
    for (std::size_t i = 0; i < core; ++i) {
      if (placed.theme[i] >= 0) own.push_back(joining.nearest(documents[i]).cosine);
    }
    const auto low = own.begin() + static_cast<std::ptrdiff_t>(own.size() / 50);
    std::nth_element(own.begin(), low, own.end());
    const float least = *low;
    placed.theme.resize(core + rest.size(), -1);
    placed.score.resize(core + rest.size(), 0);
    in_chunks(rest.size(), 512, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const Joining::Found found = joining.nearest(rest[i]);
        if (found.theme < 0 || found.cosine < least) continue;
        placed.theme[core + i] = found.theme;
        placed.score[core + i] = found.cosine;
      }
    });
    run.notes.push_back(fmt::format("themes were found on {} of {} different texts; the others joined the nearest",
                                    base::grouped(static_cast<long long>(core)),
                                    base::grouped(static_cast<long long>(core + rest.size()))));
  }
  const auto weight_of = [&](std::size_t i) { return i < core ? documents[i].weight : rest[i - core].weight; };
  const std::size_t wordings_there = core + rest.size();

  // A theme of one incident is none, unless the number of themes was asked for.
  std::vector<double> size(k, 0);
  for (std::size_t i = 0; i < wordings_there; ++i) {
    if (placed.theme[i] >= 0) size[static_cast<std::size_t>(placed.theme[i])] += weight_of(i);
  }
  if (!options.k) {
    for (std::size_t i = 0; i < wordings_there; ++i) {
      if (placed.theme[i] < 0 || size[static_cast<std::size_t>(placed.theme[i])] > 1) continue;
      placed.theme[i] = -1;
      placed.score[i] = 0;
    }
  }

  const std::vector<ThemeName> names = theme_names(all, std::span(placed.theme).first(core), k);
  std::vector<std::uint32_t> order;
  for (std::uint32_t g = 0; g < k; ++g) {
    if (size[g] > 1 || (options.k && size[g] > 0)) order.push_back(g);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return size[a] != size[b] ? size[a] > size[b] : names[a].label < names[b].label;
  });
  std::vector<std::int32_t> rank(k, -1);
  for (std::size_t r = 0; r < order.size(); ++r) rank[order[r]] = static_cast<std::int32_t>(r);

  for (const std::uint32_t g : order) {
    Theme& theme = run.themes.emplace_back();
    theme.label = names[g].label;
    theme.terms = names[g].terms;
    theme.stability = stability[g];
  }
  for (std::size_t i = 0; i < wordings_there; ++i) {
    const std::int32_t theme = placed.theme[i] < 0 ? -1 : rank[static_cast<std::size_t>(placed.theme[i])];
    for (const std::uint32_t t : wordings.texts[i]) {
      run.theme_of[t] = theme;
      run.score[t] = theme < 0 ? 0 : std::clamp(placed.score[i], 0.0, 1.0);
    }
  }
  for (std::uint32_t t = 0; t < texts.size(); ++t) {
    if (run.theme_of[t] >= 0) run.themes[static_cast<std::size_t>(run.theme_of[t])].members.push_back(t);
  }

  // Examples are the wordings nearest the centre, one text each; the near miss is the nearest wording of others.
  std::vector<std::vector<std::uint32_t>> by_theme(run.themes.size());
  for (std::uint32_t i = 0; i < wordings_there; ++i) {
    const std::int32_t theme = run.theme_of[wordings.texts[i].front()];
    if (theme >= 0) by_theme[static_cast<std::size_t>(theme)].push_back(i);
  }
  double steady = 0;
  double members = 0;
  for (std::size_t r = 0; r < order.size(); ++r) {
    Theme& theme = run.themes[r];
    auto& own = by_theme[r];
    std::stable_sort(own.begin(), own.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return placed.score[a] > placed.score[b]; });
    for (std::size_t e = 0; e < std::min(examples_shown, own.size()); ++e) {
      theme.examples.push_back(wordings.texts[own[e]].front());
    }
    float nearest = -2;
    for (std::uint32_t i = 0; i < core; ++i) {
      if (placed.theme[i] == static_cast<std::int32_t>(order[r])) continue;
      const float cosine = dot(points.row(i), partition.centres.row(order[r]), points.columns);
      if (cosine <= nearest) continue;
      nearest = cosine;
      theme.near_miss = wordings.texts[i].front();
    }
    steady += theme.stability * static_cast<double>(theme.members.size());
    members += static_cast<double>(theme.members.size());
  }
  run.stability = members > 0 ? steady / members : 0;
  progress.at(1);
  return run;
}

}  // namespace debrief::analytics
