// Texts as numbers.

#include "analytics/text/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace debrief::analytics {

namespace {

std::uint64_t hash_of(std::string_view text, std::uint64_t kind) {
  std::uint64_t h = 0xcbf29ce484222325ULL ^ kind;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mixed(h, kind);
}

constexpr std::size_t long_text = 40;  // words in the middle of the texts: pieces of words add nothing there

/// Counts of features in one text, by hash, ascending.
using Counts = std::vector<std::pair<std::uint64_t, float>>;

Counts counted(std::vector<std::uint64_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  Counts counts;
  for (const std::uint64_t h : hashes) {
    if (counts.empty() || counts.back().first != h) counts.emplace_back(h, 0.0F);
    counts.back().second += 1;
  }
  return counts;
}

using Hashes = std::vector<std::uint64_t>;

void word_features(const Documents& d, std::size_t i, Hashes& out) {
  std::uint64_t before = 0;
  for (const std::uint32_t w : d.list[i].words) {
    const std::uint64_t stem = d.stem_hash[d.vocabulary[w].stem];
    out.push_back(stem);
    if (before != 0) out.push_back(mixed(before, stem));
    before = stem;
  }
}

void topic_word_features(const Documents& d, std::size_t i, Hashes& out) {
  std::uint64_t before = 0;
  for (const std::uint32_t w : d.list[i].words) {
    if (d.vocabulary[w].function) continue;
    const std::uint64_t stem = d.stem_hash[d.vocabulary[w].stem];
    out.push_back(stem);
    if (before != 0) out.push_back(mixed(before, stem));
    before = stem;
  }
}

/// Pieces of 3 to 5 characters of a word with a blank at both ends, as "char_wb" of scikit-learn.
Hashes pieces_of(std::string_view word) {
  const std::string padded = " " + std::string(word) + " ";
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    if ((static_cast<unsigned char>(padded[i]) & 0xC0U) != 0x80U) starts.push_back(i);
  }
  const std::size_t characters = starts.size();
  starts.push_back(padded.size());
  Hashes out;
  if (characters < 3) out.push_back(hash_of(padded, 3));
  for (std::size_t n = 3; n <= std::min<std::size_t>(5, characters); ++n) {
    for (std::size_t i = 0; i + n <= characters; ++i) {
      out.push_back(hash_of(std::string_view(padded).substr(starts[i], starts[i + n] - starts[i]), n));
    }
  }
  return out;
}

void piece_features(const Documents& d, std::size_t i, Hashes& out) {
  for (const std::uint32_t w : d.list[i].words) out.insert(out.end(), d.pieces[w].begin(), d.pieces[w].end());
}

/// tf-idf of one kind of feature, rows of length 1.
Sparse tf_idf(const Documents& d, void (*features)(const Documents&, std::size_t, Hashes&),
              std::uint32_t least_documents) {
  const std::vector<Document>& documents = d.list;
  std::vector<Counts> counts(documents.size());
  in_chunks(documents.size(), 256, [&](std::size_t first, std::size_t last) {
    std::vector<std::uint64_t> hashes;
    for (std::size_t i = first; i < last; ++i) {
      hashes.clear();
      features(d, i, hashes);
      counts[i] = counted(hashes);
    }
  });
  std::unordered_map<std::uint64_t, std::uint32_t> frequency;
  for (const Counts& c : counts) {
    for (const auto& [hash, count] : c) ++frequency[hash];
  }
  std::vector<std::uint64_t> kept;
  for (const auto& [hash, n] : frequency) {
    if (n >= least_documents) kept.push_back(hash);
  }
  std::sort(kept.begin(), kept.end());
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  std::vector<float> idf(kept.size());
  const double n = static_cast<double>(documents.size());
  for (std::uint32_t i = 0; i < kept.size(); ++i) {
    number[kept[i]] = i;
    idf[i] = static_cast<float>(std::log((1 + n) / (1 + frequency[kept[i]])) + 1);
  }
  Sparse out;
  out.columns = kept.size();
  for (Counts& c : counts) {
    const std::size_t start = out.index.size();
    double squares = 0;
    for (const auto& [hash, count] : c) {  // ascending by hash, so columns are too
      const auto found = number.find(hash);
      if (found == number.end()) continue;
      const float v = (1 + std::log(count)) * idf[found->second];
      out.index.push_back(found->second);
      out.value.push_back(v);
      squares += static_cast<double>(v) * v;
    }
    for (std::size_t e = start; e < out.value.size(); ++e) out.value[e] /= static_cast<float>(std::sqrt(squares));
    out.starts.push_back(out.index.size());
    Counts().swap(c);
  }
  return out;
}

std::size_t middle_length(const Documents& d) {
  std::vector<std::size_t> lengths;
  for (const Document& one : d.list) lengths.push_back(one.words.size());
  if (lengths.empty()) return 0;
  std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2), lengths.end());
  return lengths[lengths.size() / 2];
}

}  // namespace

Documents::Documents(const Vocabulary& v, std::vector<Document> documents) : vocabulary(v), list(std::move(documents)) {
  for (std::uint32_t s = 0; s < v.stems(); ++s) stem_hash.push_back(hash_of(v.stem(s), 1));
}

Sparse weighted(Documents& d, Ask ask) {
  const bool many = d.list.size() >= 50;
  const Sparse words = tf_idf(d, ask == Ask::alike ? topic_word_features : word_features, many ? 2 : 1);
  if (ask == Ask::themes && middle_length(d) >= long_text) return words;
  for (std::uint32_t w = 0; w < d.vocabulary.size(); ++w) d.pieces.push_back(pieces_of(d.vocabulary[w].surface));
  const Sparse pieces = tf_idf(d, piece_features, many ? 3 : 1);
  Sparse both;
  both.columns = words.columns + pieces.columns;
  for (std::size_t i = 0; i < d.list.size(); ++i) {
    const bool has_words = words.starts[i] < words.starts[i + 1];
    const bool has_pieces = pieces.starts[i] < pieces.starts[i + 1];
    const float part = has_words && has_pieces ? 0.70710678F : 1.0F;
    const auto add = [&](const Sparse& from, std::size_t offset) {
      for (std::size_t e = from.starts[i]; e < from.starts[i + 1]; ++e) {
        both.index.push_back(static_cast<std::uint32_t>(from.index[e] + offset));
        both.value.push_back(from.value[e] * part);
      }
    };
    add(words, 0);
    add(pieces, words.columns);
    both.starts.push_back(both.index.size());
  }
  return both;
}

Dense by_company(const Documents& d, std::size_t rank, std::uint64_t seed) {
  const std::vector<Document>& documents = d.list;
  constexpr std::size_t reach = 5;
  constexpr double smoothing = 1e-3;
  // Words in order of their hash, so that the order of the texts does not matter.
  std::unordered_map<std::uint64_t, double> total;
  std::vector<std::vector<std::uint64_t>> texts(documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (const std::uint32_t w : documents[i].words) {
      if (!d.vocabulary[w].function) texts[i].push_back(d.stem_hash[d.vocabulary[w].stem]);
    }
    for (const std::uint64_t h : texts[i]) ++total[h];
  }
  std::vector<std::uint64_t> vocabulary;
  for (const auto& [hash, count] : total) {
    if (count >= 2) vocabulary.push_back(hash);
  }
  std::sort(vocabulary.begin(), vocabulary.end());
  std::unordered_map<std::uint64_t, std::uint32_t> number;
  double all = 0;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    number[vocabulary[i]] = i;
    all += total[vocabulary[i]];
  }

  std::vector<std::uint64_t> pairs;
  std::vector<std::vector<std::uint32_t>> ids(texts.size());
  for (std::size_t t = 0; t < texts.size(); ++t) {
    for (const std::uint64_t h : texts[t]) {
      if (const auto found = number.find(h); found != number.end()) ids[t].push_back(found->second);
    }
    for (std::size_t i = 0; i < ids[t].size(); ++i) {
      for (std::size_t j = i + 1; j < std::min(ids[t].size(), i + 1 + reach); ++j) {
        pairs.push_back(static_cast<std::uint64_t>(ids[t][i]) << 32 | ids[t][j]);
        pairs.push_back(static_cast<std::uint64_t>(ids[t][j]) << 32 | ids[t][i]);
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<double> company(vocabulary.size(), 0);
  for (const std::uint64_t p : pairs) ++company[p >> 32];
  double smoothed_all = 0;
  for (double& c : company) smoothed_all += std::pow(c, 0.75);

  Sparse information;
  information.columns = vocabulary.size();
  std::size_t p = 0;
  for (std::uint32_t w = 0; w < vocabulary.size(); ++w) {
    while (p < pairs.size() && pairs[p] >> 32 == w) {
      std::size_t end = p;
      while (end < pairs.size() && pairs[end] == pairs[p]) ++end;
      const auto other = static_cast<std::uint32_t>(pairs[p] & 0xFFFFFFFFU);
      const double chance = company[w] * std::pow(company[other], 0.75) / smoothed_all;
      const double pmi = std::log(static_cast<double>(end - p) / chance);
      if (pmi > 0) {
        information.index.push_back(other);
        information.value.push_back(static_cast<float>(pmi));
      }
      p = end;
    }
    information.starts.push_back(information.index.size());
  }
  const Dense vectors = reduced(information, rank, 3, seed).scores;

  Dense out(documents.size(), vectors.columns);
  if (vectors.columns == 0) return out;
  for (std::size_t t = 0; t < ids.size(); ++t) {
    float* row = out.row(t);
    for (const std::uint32_t id : ids[t]) {
      const auto share = static_cast<float>(smoothing / (smoothing + total[vocabulary[id]] / all));
      const float* v = vectors.row(id);
      for (std::size_t c = 0; c < vectors.columns; ++c) row[c] += share * v[c];
    }
  }
  normalise_rows(out);
  // The direction all texts share says nothing about any of them: a few rounds of the power method find it.
  std::vector<float> common(out.columns, 1.0F);
  for (int round = 0; round < 20; ++round) {
    std::vector<double> next(out.columns, 0);
    for (std::size_t t = 0; t < out.rows; ++t) {
      const float along = dot(out.row(t), common.data(), out.columns);
      for (std::size_t c = 0; c < out.columns; ++c) next[c] += static_cast<double>(along) * out.row(t)[c];
    }
    double length = 0;
    for (const double v : next) length += v * v;
    if (length <= 0) return out;
    for (std::size_t c = 0; c < out.columns; ++c) common[c] = static_cast<float>(next[c] / std::sqrt(length));
  }
  if (documents.size() >= 50) {
    for (std::size_t t = 0; t < out.rows; ++t) {
      const float along = dot(out.row(t), common.data(), out.columns);
      for (std::size_t c = 0; c < out.columns; ++c) out.row(t)[c] -= along * common[c];
    }
    normalise_rows(out);
  }
  return out;
}

Dense beside(Dense a, const Dense& b, float weight_of_b) {
  normalise_rows(a);
  Dense out(a.rows, a.columns + b.columns);
  for (std::size_t i = 0; i < a.rows; ++i) {
    std::copy_n(a.row(i), a.columns, out.row(i));
    for (std::size_t c = 0; c < b.columns; ++c) out.row(i)[a.columns + c] = weight_of_b * b.row(i)[c];
  }
  normalise_rows(out);
  return out;
}

namespace {

/// The `most` highest values above 0 but that of `left_out`, as (value, index), ties to the lower index. A histogram
/// says first from where on to look: few of many values are worth sorting.
void highest(const std::vector<float>& values, std::size_t left_out, std::size_t most,
             std::vector<std::pair<float, std::uint32_t>>& out) {
  constexpr int bins = 128;
  const auto bin = [](float v) { return std::min(bins - 1, static_cast<int>(v * bins)); };
  std::array<std::uint32_t, bins> count{};
  for (const float v : values) {
    if (v > 0) ++count[static_cast<std::size_t>(bin(v))];
  }
  int from = bins;
  std::size_t there = 0;
  while (from > 0 && there <= most) there += count[static_cast<std::size_t>(--from)];
  const float least = static_cast<float>(from) / bins;
  out.clear();
  for (std::uint32_t j = 0; j < values.size(); ++j) {
    if (values[j] > 0 && values[j] >= least && j != left_out) out.emplace_back(values[j], j);
  }
  const auto nearer = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  if (out.size() > most) {
    std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(most), out.end(), nearer);
    out.resize(most);
  }
}

}  // namespace

Neighbours nearest_rows(const Sparse& sparse, const Dense& dense, std::size_t count, std::size_t rows,
                        const std::function<void()>& between) {
  const std::size_t n = sparse.rows();
  constexpr std::size_t looked_at = 60;  // by sparse cosine, before the dense one has its say
  Neighbours out;
  out.count = count;
  out.index.resize(rows * count);
  out.weight.assign(rows * count, 0.0F);
  out.nearness.assign(rows, 0.0F);
  const Sparse across = transposed(sparse);
  // What a good part of the texts has tells few of them apart, and would take most of the time.
  const std::size_t common = std::max<std::size_t>(1500, n / 8);
  constexpr std::size_t stretch = 2048;
  for (std::size_t begin = 0; begin < rows; begin += stretch) {
    between();
    in_chunks(std::min(stretch, rows - begin), 64, [&](std::size_t first, std::size_t last) {
      std::vector<float> cosine(n, 0.0F);
      std::vector<std::pair<float, std::uint32_t>> order;
      struct Scored {
        float score;
        std::uint32_t row;
      };
      std::vector<Scored> best;
      for (std::size_t i = begin + first; i < begin + last; ++i) {
        std::fill(cosine.begin(), cosine.end(), 0.0F);
        for (std::size_t e = sparse.starts[i]; e < sparse.starts[i + 1]; ++e) {
          const std::uint32_t feature = sparse.index[e];
          if (across.starts[feature + 1] - across.starts[feature] > common) continue;
          const float v = sparse.value[e];
          for (std::size_t f = across.starts[feature]; f < across.starts[feature + 1]; ++f) {
            cosine[across.index[f]] += v * across.value[f];
          }
        }
        highest(cosine, i, looked_at, order);
        best.clear();
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
          return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        float sum = 0;
        for (std::size_t k = 0; k < std::min(count, order.size()); ++k) sum += order[k].first;
        out.nearness[i] = count > 0 ? sum / static_cast<float>(count) : 0.0F;
        for (const auto& [by_words, j] : order) {
          const float dense_cosine = dense.columns > 0 ? dot(dense.row(i), dense.row(j), dense.columns) : 0.0F;
          best.push_back({by_words + 0.5F * std::max(0.0F, dense_cosine), j});
        }
        std::sort(best.begin(), best.end(), [](const Scored& a, const Scored& b) {
          return a.score != b.score ? a.score > b.score : a.row < b.row;
        });
        for (std::size_t k = 0; k < count; ++k) {
          const bool there = k < best.size();
          out.index[i * count + k] = there ? best[k].row : static_cast<std::uint32_t>(i);
          out.weight[i * count + k] = there ? best[k].score : 0.0F;
        }
      }
    });
  }
  return out;
}

void diffuse(Dense& rows, const Neighbours& neighbours, int steps) {
  for (int step = 0; step < steps; ++step) {
    Dense next = rows;
    in_chunks(rows.rows, 256, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        float total = 0;
        for (std::size_t k = 0; k < neighbours.count; ++k) total += neighbours.weight[i * neighbours.count + k];
        if (total <= 0) continue;
        // Distant neighbours say little: they are not made near ones by being the only ones.
        total = std::max(total, 0.25F * static_cast<float>(neighbours.count));
        float* to = next.row(i);
        for (std::size_t k = 0; k < neighbours.count; ++k) {
          const float w = neighbours.weight[i * neighbours.count + k] / total;
          const float* from = rows.row(neighbours.index[i * neighbours.count + k]);
          for (std::size_t c = 0; c < rows.columns; ++c) to[c] += w * from[c];
        }
      }
    });
    normalise_rows(next);
    rows = std::move(next);
  }
}

}  // namespace debrief::analytics
