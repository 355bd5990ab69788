// Texts as numbers: weighted words and pieces of words, and the same in few dimensions.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analytics/text/matrix.h"
#include "analytics/text/words.h"

namespace debrief::analytics {

/// One text that differs from all others in its words. weight: how many incidents say exactly this.
struct Document {
  std::vector<std::uint32_t> words;  // numbers in a vocabulary
  std::uint64_t hash = 0;            // of its words
  double weight = 1;
};

/// Texts and the words they are made of.
struct Documents {
  Documents(const Vocabulary& v, std::vector<Document> documents);

  const Vocabulary& vocabulary;
  std::vector<Document> list;
  std::vector<std::uint64_t> stem_hash;            // by stem
  std::vector<std::vector<std::uint64_t>> pieces;  // by word: hashes of its pieces, once they are wanted
};

/// tf-idf of stems and pairs of stems, and of pieces of 3 to 5 characters within words: tf = 1 + log(count), smooth
/// idf, each kind of length 1, then both together of length 1. Columns are ordered by the hash of what they stand for.
///
/// Words in one text only are left out where there are 50 texts or more, pieces in fewer than 3 likewise; pieces are
/// left out altogether where the texts are long (40 words in the middle of them), as they add nothing there.
///
/// `Ask::alike` is for finding the text most alike instead: no function words but in pieces, and pieces always.
enum class Ask { themes, alike };
Sparse weighted(Documents& d, Ask ask = Ask::themes);

/// Texts by the company their words keep: words that occur near the same words get near vectors (positive pointwise
/// mutual information over 5 words on each side, reduced), a text is the mean of its words' vectors, rare words
/// counting more (a = 0.001), less the direction all texts share. Rows have length 1, or 0 for texts without words.
/// Source: Levy and Goldberg 2014; Arora, Liang and Ma 2017.
Dense by_company(const Documents& d, std::size_t rank, std::uint64_t seed);

/// Rows of both side by side, those of `a` made length 1 first, those of `b` times a weight; all of length 1 in the
/// end.
Dense beside(Dense a, const Dense& b, float weight_of_b);

/// The `count` nearest others of each row, nearest first.
struct Neighbours {
  std::size_t count = 0;
  std::vector<std::uint32_t> index;  // rows x count; the row itself where there are no more
  std::vector<float> weight;         // 0 where there are no more
  std::vector<float> nearness;  // per row: mean of its `count` highest sparse cosines, 0 for those that are not there
};

/// By sparse cosine, and half the dense cosine beside it, exact among rows that share a feature; features of more than
/// 1,500 rows and an eighth of them are passed over. Ties go to the lower row. Rows of both matrices have length 1.
/// `dense` may be empty. Only the first `rows` are asked about.
Neighbours nearest_rows(const Sparse& sparse, const Dense& dense, std::size_t count, std::size_t rows,
                        const std::function<void()>& between);

/// Adds to each row the weighted mean of its neighbours' rows, `steps` times; less of it where the neighbours' weights
/// stay under a quarter on average.
void diffuse(Dense& rows, const Neighbours& neighbours, int steps);

}  // namespace debrief::analytics
