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

#include "analytics/text/chance.h"
#include "analytics/text/company.h"
#include "analytics/text/count.h"
#include "analytics/text/features.h"
#include "analytics/text/joining.h"
#include "analytics/text/names.h"
#include "analytics/text/partition.h"
#include "base/error.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// Above this many different wordings the themes are found on some of them, and the rest join the nearest.
constexpr std::size_t most_at_once = 25'000;
constexpr std::size_t core_of_many = 4'000;
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

  /// Of one wording, by ref, then index.
  std::span<const std::uint32_t> texts(std::size_t wording) const {
    return std::span(said_by).subspan(starts[wording], starts[wording + 1] - starts[wording]);
  }

  std::vector<std::uint32_t> said_by;
  std::vector<std::uint32_t> starts;  // of each wording in said_by, and the end
};

Wordings wordings_of(std::span<const ClusterText> texts) {
  Wordings out;
  struct Key {
    std::uint64_t hash;
    std::uint32_t index;
  };
  std::vector<std::vector<std::uint32_t>> words(texts.size());
  std::vector<Key> keys;
  std::vector<std::uint32_t> read;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const ClusterText& t = texts[i];
    read.clear();
    std::size_t said = out.vocabulary.read(t.title, read);
    if (!t.description.empty() && t.description != t.title) said += out.vocabulary.read(t.description, read);
    if (!t.category.empty()) said += out.vocabulary.read(t.category, read);
    if (said == 0) continue;
    words[i].assign(read.begin(), read.end());
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
      out.starts.push_back(static_cast<std::uint32_t>(out.said_by.size()));
    }
    out.documents.back().weight += 1;
    out.said_by.push_back(key.index);
  }
  out.starts.push_back(static_cast<std::uint32_t>(out.said_by.size()));
  return out;
}

/// Mean cosine of each document to its neighbours, other incidents that say the same among them.
std::vector<float> nearness_of(const std::vector<Document>& documents, const Neighbours& neighbours) {
  std::vector<float> out = neighbours.nearness;
  const auto count = static_cast<double>(neighbours.count);
  for (std::size_t i = 0; i < out.size() && neighbours.count > 0; ++i) {
    const double same = std::min(count, documents[i].weight - 1);
    out[i] = static_cast<float>((same + (count - same) * out[i]) / count);
  }
  return out;
}

/// Documents that are no nearer to others than words thrown together would be: weakest first, until the cap. A wording
/// that occurs three times is no stray; a text of words no other has, is.
std::vector<bool> strays(const std::vector<Document>& documents, const Sparse& sparse,
                         const std::vector<float>& nearness, const Chance& chance) {
  const std::size_t n = documents.size();
  double texts = 0;
  std::vector<float> over(n);
  for (std::size_t i = 0; i < n; ++i) {
    texts += documents[i].weight;
    over[i] = nearness[i] - std::max(chance.least_nearness(documents[i].words.size()), n < 100 ? 0.02F : 0.0F);
  }
  std::vector<std::uint32_t> weakest(n);
  std::iota(weakest.begin(), weakest.end(), 0U);
  std::stable_sort(weakest.begin(), weakest.end(), [&](std::uint32_t a, std::uint32_t b) { return over[a] < over[b]; });
  std::vector<bool> out(n, false);
  double binned = 0;
  for (const std::uint32_t i : weakest) {
    const bool alone = sparse.starts[i] == sparse.starts[i + 1] && documents[i].weight < 2;
    if (!alone && (over[i] >= 0 || documents[i].weight >= 3)) continue;
    if (!alone && binned + documents[i].weight > strays_at_most * texts) continue;
    out[i] = true;
    binned += documents[i].weight;
  }
  return out;
}

/// Per theme how well it comes back when a fifth of the texts is left out, as neighbours of others as well: smoothed,
/// divided and compared anew, three times, on 3,000 texts at most.
std::vector<double> steadiness_of_themes(const Dense& points, const Neighbours& neighbours, int steps,
                                         std::span<const std::uint32_t> kept, std::span<const double> weights,
                                         const Partition& p, std::uint64_t seed) {
  constexpr std::size_t most_texts = 3'000;
  const std::size_t k = p.centres.rows;
  std::vector<double> sum(k, 0);
  std::vector<int> times(k, 0);
  for (std::uint64_t repeat = 0; repeat < 3; ++repeat) {
    const auto left_out = [&](std::uint32_t i) { return mixed(mixed(seed, repeat + 1000), i) % 5 == 0; };
    Neighbours fewer = neighbours;
    for (std::size_t e = 0; e < fewer.index.size(); ++e) {
      if (left_out(fewer.index[e])) fewer.weight[e] = 0;
    }
    Dense smoothed = points;
    diffuse(smoothed, fewer, steps);
    std::vector<std::uint32_t> rows, group;
    std::vector<double> their_weights;
    for (std::size_t i = 0; i < kept.size() && rows.size() < most_texts; ++i) {
      if (left_out(kept[i])) continue;
      rows.push_back(kept[i]);
      group.push_back(p.group[i]);
      their_weights.push_back(weights[i]);
    }
    if (rows.empty()) continue;
    const Dense there = picked(smoothed, rows);
    const Tree tree(there, their_weights);
    const std::size_t groups = std::min(k, tree.leaves());
    const Partition again = settled(there, their_weights, tree.cut(groups), groups, 10);
    const std::vector<double> best = best_overlaps(group, k, again.group, groups, their_weights);
    for (std::size_t g = 0; g < k; ++g) {
      if (best[g] < 0) continue;
      sum[g] += best[g];
      ++times[g];
    }
  }
  for (std::size_t g = 0; g < k; ++g) sum[g] = times[g] > 0 ? sum[g] / times[g] : 1.0;
  return sum;
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
  const Neighbours neighbours = nearest_rows(sparse, points, std::min(near, core), core, progress.between());
  progress.at(0.6);
  const Chance chance(wordings.vocabulary, documents, neighbours.count, options.seed, progress.between());
  progress.at(0.65);
  const std::vector<float> nearness = nearness_of(documents, neighbours);
  const std::vector<bool> stray = strays(documents, sparse, nearness, chance);
  const Dense unsmoothed = points;
  diffuse(points, neighbours, 1);
  const Dense smoothed_once = options.k ? Dense() : points;
  const int steps = core >= 100 ? 4 : 1;
  diffuse(points, neighbours, steps - 1);

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
                            : chosen_count(picked(smoothed_once, kept), weights, options.seed,
                                           [&](double share) { progress.at(0.65 + 0.1 * share); });
  const std::size_t most = std::min(kept.size(), Tree::usual_leaves);
  if (k > most) {
    run.notes.push_back(fmt::format("{} themes asked for, but {} are the most that can be told apart here", k, most));
    k = most;
  }
  Partition partition = large ? settled(kept_points, weights, Tree(kept_points, weights).cut(k), k, 100)
                              : agreed(kept_points, weights, k);
  progress.at(0.85);
  std::vector<double> stability =
      steadiness_of_themes(unsmoothed, neighbours, steps, kept, weights, partition, options.seed);
  // Words thrown together make groups that come back as well: those who share a word. A theme whose texts are no nearer
  // to their neighbours than such texts, or whose words keep no company, is tentative, however steady.
  std::vector<double> excess(k, 0);
  std::vector<double> texts_of(k, 0);
  std::vector<double> wordings_of_theme(k, 0);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const float usual = chance.usual_nearness(documents[kept[i]].words.size());
    excess[partition.group[i]] += weights[i] * static_cast<double>(nearness[kept[i]] - usual);
    texts_of[partition.group[i]] += weights[i];
    wordings_of_theme[partition.group[i]] += 1;
  }
  std::nth_element(wordings_of_theme.begin(), wordings_of_theme.begin() + static_cast<std::ptrdiff_t>(k / 2),
                   wordings_of_theme.end());
  const double most_by_luck = chance.most_excess(static_cast<std::size_t>(wordings_of_theme[k / 2]));
  std::vector<std::int32_t> theme_of_document(core, -1);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    theme_of_document[kept[i]] = static_cast<std::int32_t>(partition.group[i]);
  }
  const std::vector<bool> company =
      core >= least_for_chance ? words_keep_company(all, theme_of_document, k) : std::vector<bool>(k, true);
  std::size_t by_chance = 0;
  for (std::size_t g = 0; g < k; ++g) {
    if (excess[g] >= most_by_luck * texts_of[g] && company[g]) continue;
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
    for (const std::uint32_t t : wordings.texts(i)) {
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
    const std::int32_t theme = run.theme_of[wordings.texts(i).front()];
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
      theme.examples.push_back(wordings.texts(own[e]).front());
    }
    float nearest = -2;
    for (std::uint32_t i = 0; i < core; ++i) {
      if (placed.theme[i] == static_cast<std::int32_t>(order[r])) continue;
      const float cosine = dot(points.row(i), partition.centres.row(order[r]), points.columns);
      if (cosine <= nearest) continue;
      nearest = cosine;
      theme.near_miss = wordings.texts(i).front();
    }
    steady += theme.stability * static_cast<double>(theme.members.size());
    members += static_cast<double>(theme.members.size());
  }
  run.stability = members > 0 ? steady / members : 0;
  progress.at(1);
  return run;
}

}  // namespace debrief::analytics
