// What words thrown together at random would look like: the measure of what themes must be better than.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analytics/text/features.h"

namespace debrief::analytics {

/// Share of the texts that may be left out of all themes as strays.
inline constexpr double strays_at_most = 0.15;

/// Under so many texts nothing can be said of chance.
inline constexpr std::size_t least_for_chance = 20;

/// Texts as long as the real ones, of the same words as often, but drawn from all texts: what is left is what words
/// have in common by being frequent. `nearness` is that of nearest_rows, for the same number of neighbours.
///
/// Four such logs are drawn of up to 2,000 texts, one of more, of which at most 6,000 texts are looked at. Under
/// least_for_chance no text is a stray and no theme is by chance.
class Chance {
 public:
  Chance(const Vocabulary& v, const std::vector<Document>& documents, std::size_t neighbours, std::uint64_t seed,
         const std::function<void()>& between);

  /// Nine in ten thrown-together texts of about so many words are nearer to others than that: one that is not belongs
  /// with none.
  float least_nearness(std::size_t words) const;

  /// Mean nearness of thrown-together texts of about so many words.
  float usual_nearness(std::size_t words) const;

  /// Groups of thrown-together texts share words as well, or they would be no groups. How far their texts' mean
  /// nearness lies over the usual at most, `size` texts to a group: half as much again as the farthest found, or as
  /// four standard deviations over their mean if that is more, since another draw may have one that is farther; never
  /// less than 0.02.
  double most_excess(std::size_t size) const;

 private:
  struct OfLength {
    float mean = 0, low = 0;
  };
  struct Drawn {
    Dense place;
    std::vector<float> excess;
  };
  std::vector<OfLength> of_length_;  // by number of words
  std::vector<Drawn> drawn_;
};

}  // namespace debrief::analytics
