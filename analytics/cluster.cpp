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

/// Above this many different wordings the themes are found on this many of them, and the rest join the nearest.
constexpr std::size_t most_core = 15'000;
constexpr std::size_t most_for_choice = 5'000;
constexpr double far_apart = 0.6;
constexpr double most_unclustered = 0.15;
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
      out.documents.push_back({.words = words[key.index], .hash = key.hash, .weight = 0});
      out.texts.emplace_back();
    }
    out.documents.back().weight += 1;
    out.texts.back().push_back(key.index);
  }
  return out;
}

Dense beside(Dense a, Dense b, float weight_of_b) {
  normalise_rows(a);
  Dense out(a.rows, a.columns + b.columns);
  for (std::size_t i = 0; i < a.rows; ++i) {
    std::copy_n(a.row(i), a.columns, out.row(i));
    for (std::size_t c = 0; c < b.columns; ++c) out.row(i)[a.columns + c] = weight_of_b * b.row(i)[c];
  }
  normalise_rows(out);
  return out;
}

Sparse first_rows(const Sparse& a, std::size_t n) {
  Sparse out;
  out.columns = a.columns;
  out.starts.assign(a.starts.begin(), a.starts.begin() + static_cast<std::ptrdiff_t>(n) + 1);
  out.index.assign(a.index.begin(), a.index.begin() + static_cast<std::ptrdiff_t>(out.starts.back()));
  out.value.assign(a.value.begin(), a.value.begin() + static_cast<std::ptrdiff_t>(out.starts.back()));
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

/// Documents that belong with nothing, weakest first until the cap. A wording that occurs three times is no stray.
std::vector<bool> strays(const std::vector<Document>& documents, const Sparse& sparse, const Neighbours& neighbours,
                         double texts, std::uint64_t seed) {
  const std::size_t n = sparse.rows();
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
  return out;
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

/// Per theme, on at most 5,000 texts.
std::vector<double> steadiness_of_themes(const Dense& points, std::span<const double> weights, const Partition& p,
                                         std::uint64_t seed) {
  const std::size_t m = std::min<std::size_t>(points.rows, 5'000);
  Dense sample(m, points.columns);
  std::copy_n(points.data.begin(), sample.data.size(), sample.data.begin());
  Partition there{.group = {p.group.begin(), p.group.begin() + static_cast<std::ptrdiff_t>(m)}, .centres = p.centres};
  return Stability(sample, weights.first(m), 5, seed).of(there, 10);
}

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
  Documents all(wordings.vocabulary, std::move(wordings.documents));
  const std::vector<Document>& documents = all.list;
  if (documents.empty()) {
    if (!texts.empty()) run.notes.emplace_back("no text has words");
    return run;
  }
  progress.at(0.1);

  const Sparse sparse = weighted(all);
  progress.at(0.2);
  const bool large = documents.size() > most_core;
  Dense reduced_words = reduced(sparse, 100, large ? 2 : 4, options.seed).scores;
  progress.at(0.4);
  const Dense dense = beside(std::move(reduced_words), by_company(all, 100, options.seed + 1), 0.7F);
  progress.at(0.5);

  const std::size_t core = std::min(documents.size(), most_core);
  const Sparse core_sparse = large ? first_rows(sparse, core) : sparse;
  std::vector<std::uint32_t> first(core);
  std::iota(first.begin(), first.end(), 0U);
  Dense points = picked(dense, first);
  const std::size_t near = std::clamp<std::size_t>(core / 20, 3, 10);
  const Neighbours neighbours = nearest_rows(core_sparse, points, std::min(near, core), progress.between());
  progress.at(0.65);
  const std::vector<bool> stray =
      strays(documents, core_sparse, neighbours, static_cast<double>(texts.size()), options.seed);
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
  const std::vector<double> stability = steadiness_of_themes(kept_points, weights, partition, options.seed);
  progress.at(0.95);

  Placed placed{.theme = std::vector<std::int32_t>(documents.size(), -1),
                .score = std::vector<double>(documents.size(), 0)};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    placed.theme[kept[i]] = static_cast<std::int32_t>(partition.group[i]);
    placed.score[kept[i]] = dot(kept_points.row(i), partition.centres.row(partition.group[i]), kept_points.columns);
  }
  if (large) {
    // Beyond the core: to the theme whose centre is nearest before smoothing, unless farther than nearly all of its
    // own.
    Dense centres(k, dense.columns);
    for (const std::uint32_t i : kept) {
      float* centre = centres.row(static_cast<std::size_t>(placed.theme[i]));
      for (std::size_t c = 0; c < dense.columns; ++c) centre[c] += dense.row(i)[c];
    }
    normalise_rows(centres);
    std::vector<float> own;
    for (const std::uint32_t i : kept) {
      own.push_back(dot(dense.row(i), centres.row(static_cast<std::size_t>(placed.theme[i])), dense.columns));
    }
    const auto fifth = own.begin() + static_cast<std::ptrdiff_t>(own.size() / 20);
    std::nth_element(own.begin(), fifth, own.end());
    const float least = *fifth;
    in_chunks(documents.size() - core, 256, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = core + begin; i < core + end; ++i) {
        float best = least;
        for (std::size_t g = 0; g < k; ++g) {
          const float cosine = dot(dense.row(i), centres.row(g), dense.columns);
          if (cosine < best || (cosine == best && placed.theme[i] >= 0)) continue;
          best = cosine;
          placed.theme[i] = static_cast<std::int32_t>(g);
          placed.score[i] = cosine;
        }
      }
    });
    run.notes.push_back(fmt::format("themes were found on {} of {} different texts; the others joined the nearest",
                                    base::grouped(static_cast<long long>(core)),
                                    base::grouped(static_cast<long long>(documents.size()))));
  }

  // A theme of one incident is none, unless the number of themes was asked for.
  std::vector<double> size(k, 0);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (placed.theme[i] >= 0) size[static_cast<std::size_t>(placed.theme[i])] += documents[i].weight;
  }
  if (!options.k) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (placed.theme[i] < 0 || size[static_cast<std::size_t>(placed.theme[i])] > 1) continue;
      placed.theme[i] = -1;
      placed.score[i] = 0;
    }
  }

  const std::vector<ThemeName> names = theme_names(all, placed.theme, k);
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
  for (std::size_t i = 0; i < documents.size(); ++i) {
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
  for (std::uint32_t i = 0; i < documents.size(); ++i) {
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
