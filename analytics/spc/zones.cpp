// The rules of Western Electric and of Nelson.

#include "analytics/spc/zones.h"

#include <array>
#include <cmath>

namespace debrief::analytics {

namespace {

struct Named {
  ZoneRule rule;
  std::string_view name, meaning;
};

constexpr std::array names{Named{ZoneRule::we_1, "WE1", "1 beyond 3 sigma"},
                           Named{ZoneRule::we_2, "WE2", "2 of 3 beyond 2 sigma, same side, the last one beyond"},
                           Named{ZoneRule::we_3, "WE3", "4 of 5 beyond 1 sigma, same side, the last one beyond"},
                           Named{ZoneRule::we_4, "WE4", "8 in a row on one side"},
                           Named{ZoneRule::n_1, "N1", "1 beyond 3 sigma (strictly)"},
                           Named{ZoneRule::n_2, "N2", "9 in a row on one side"},
                           Named{ZoneRule::n_3, "N3", "6 in a row steadily up or down"},
                           Named{ZoneRule::n_4, "N4", "14 in a row alternating"},
                           Named{ZoneRule::n_5, "N5", "2 of 3 beyond 2 sigma same side"},
                           Named{ZoneRule::n_6, "N6", "4 of 5 beyond 1 sigma same side"},
                           Named{ZoneRule::n_7, "N7", "15 in a row within 1 sigma"},
                           Named{ZoneRule::n_8, "N8", "8 in a row beyond 1 sigma, both sides present"}};

using Marks = std::vector<std::size_t>;

int sign_of(double v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

/// `many` of the last `window` beyond `limit` on the side of the last one, which is beyond it too.
Marks near(std::span<const double> z, std::size_t window, std::size_t many, double limit) {
  Marks ends;
  for (std::size_t i = window - 1; i < z.size(); ++i) {
    if (!(std::fabs(z[i]) > limit)) continue;
    std::size_t beyond = 0;
    for (std::size_t k = i + 1 - window; k <= i; ++k) beyond += z[k] * sign_of(z[i]) > limit ? 1 : 0;
    if (beyond >= many) ends.push_back(i);
  }
  return ends;
}

/// `length` in a row for which `part` gives the same mark, 0 breaking a run.
template <typename Part>
Marks runs(std::size_t from, std::size_t n, std::size_t length, Part part) {
  Marks ends;
  std::size_t run = 0;
  int before = 0;
  for (std::size_t i = from; i < n; ++i) {
    const int mark = part(i);
    run = mark == 0 ? 0 : mark == before ? run + 1 : 1;
    before = mark;
    if (run >= length) ends.push_back(i);
  }
  return ends;
}

Marks beyond(std::span<const double> z, double limit) {
  Marks ends;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (std::fabs(z[i]) > limit) ends.push_back(i);
  }
  return ends;
}

Marks alternating(std::span<const double> z) {
  // 14 points are 13 steps, each against the one before.
  Marks ends;
  std::size_t steps = 0;
  int before = 0;
  for (std::size_t i = 1; i < z.size(); ++i) {
    const int step = sign_of(z[i] - z[i - 1]);
    steps = step == 0 ? 0 : step == -before ? steps + 1 : 1;
    before = step;
    if (steps >= 13) ends.push_back(i);
  }
  return ends;
}

Marks both_sides(std::span<const double> z) {
  Marks ends;
  for (std::size_t i = 7; i < z.size(); ++i) {
    bool all = true;
    bool above = false;
    bool below = false;
    for (std::size_t k = i - 7; k <= i; ++k) {
      all = all && std::fabs(z[k]) > 1;
      above = above || z[k] > 1;
      below = below || z[k] < -1;
    }
    if (all && above && below) ends.push_back(i);
  }
  return ends;
}

}  // namespace

std::string_view name(ZoneRule rule) { return names[static_cast<std::size_t>(rule)].name; }
std::string_view meaning(ZoneRule rule) { return names[static_cast<std::size_t>(rule)].meaning; }

std::optional<ZoneRule> zone_rule_named(std::string_view text) {
  for (const Named& n : names) {
    if (n.name == text) return n.rule;
  }
  return std::nullopt;
}

std::span<const ZoneRule> all_zone_rules() {
  static constexpr auto rules = [] {
    std::array<ZoneRule, names.size()> list{};
    for (std::size_t i = 0; i < names.size(); ++i) list[i] = names[i].rule;
    return list;
  }();
  return rules;
}

std::vector<std::size_t> zone_rule_ends(ZoneRule rule, std::span<const double> values, double centre, double sigma) {
  if (!(sigma > 0)) return {};
  std::vector<double> z;
  z.reserve(values.size());
  for (const double v : values) z.push_back((v - centre) / sigma);
  const auto side = [&](std::size_t i) { return sign_of(z[i]); };
  switch (rule) {
    case ZoneRule::we_1:
    case ZoneRule::n_1:
      return beyond(z, 3);
    case ZoneRule::we_2:
    case ZoneRule::n_5:
      return near(z, 3, 2, 2);
    case ZoneRule::we_3:
    case ZoneRule::n_6:
      return near(z, 5, 4, 1);
    case ZoneRule::we_4:
      return runs(0, z.size(), 8, side);
    case ZoneRule::n_2:
      return runs(0, z.size(), 9, side);
    case ZoneRule::n_3:
      return runs(1, z.size(), 5, [&](std::size_t i) { return sign_of(z[i] - z[i - 1]); });
    case ZoneRule::n_4:
      return alternating(z);
    case ZoneRule::n_7:
      return runs(0, z.size(), 15, [&](std::size_t i) { return std::fabs(z[i]) < 1 ? 1 : 0; });
    case ZoneRule::n_8:
      return both_sides(z);
  }
  return {};
}

}  // namespace debrief::analytics
