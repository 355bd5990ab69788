// Values that occur together more often than their shares would give: a theme and a team, a category at night.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "review/columns.h"

namespace debrief::analytics {

/// One thing that is known of each incident.
///
/// name    "theme", "team"
/// codes   per case an index into values, -1 unknown
struct Dimension {
  std::string name;
  std::vector<std::int32_t> codes;
  std::vector<std::string> values;
};

/// Two or three values of different dimensions, in the order of the dimensions.
struct Combination {
  struct Part {
    std::size_t dimension = 0, value = 0;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> parts;
  std::int64_t n = 0;   // cases with all of them
  std::int64_t of = 0;  // cases for which all these dimensions are known
  double expected = 0;  // pairs: by their shares; triples: by the pairs in it that explain it best
  double lift = 0;      // n over what the shares alone would give
  double gain = 0;      // n over expected; for pairs the same as the lift
  double p = 1, q = 1;
};

/// least  cases a combination needs
/// level  of q: the false discovery rate over all pairs and triples that could have `least` cases
/// lift, gain  what is reported has at least these; gain is asked of triples
struct CombinationRule {
  std::int64_t least = 5;
  double level = 0.05;
  double lift = 1.5;
  double gain = 1.2;
};

/// Combinations by how many cases they have beyond the expected, largest first; ties by name.
///
/// p is the upper mid-p tail of the hypergeometric distribution (Fisher 1935; Lancaster 1961), q by Benjamini and
/// Hochberg over everything tested. What is tested does not depend on the count itself: a pair when each of its values
/// has `least` cases, a triple when each of its pairs has. A triple is held against the best of six models: one pair
/// and the third value apart, or two pairs that share a value; what one of them explains to 1 / gain is left out.
struct Combinations {
  std::vector<Combination> found;
  std::int64_t tested = 0;
};
Combinations over_represented(std::span<const Dimension> dimensions, const CombinationRule& rule = {});

/// What is known of the rows: theme (where given), team, category, channel, priority, hour of opening in bands of four
/// hours and weekday on the zone's clock. Dimensions without two values are left out.
///
/// theme_of  per row of the columns: index into theme_names, -1 none; empty: no themes
std::vector<Dimension> dimensions_of(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                                     std::span<const std::int32_t> theme_of,
                                     const std::vector<std::string>& theme_names, const base::Zone& zone);

}  // namespace debrief::analytics
