// The rules of Western Electric and of Nelson, by zones of one sigma.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace debrief::analytics {

/// we_1 to we_4: Western Electric Handbook 1956. n_1 to n_8: Nelson, Journal of Quality Technology 16(4), 1984.
enum class ZoneRule : std::uint8_t { we_1, we_2, we_3, we_4, n_1, n_2, n_3, n_4, n_5, n_6, n_7, n_8 };

/// "WE1" to "WE4", "N1" to "N8", and back.
std::string_view name(ZoneRule rule);
std::optional<ZoneRule> zone_rule_named(std::string_view text);
/// The rule in a few words.
std::string_view meaning(ZoneRule rule);
std::span<const ZoneRule> all_zone_rules();

/// Indices of the points at which the rule is met, each the last of its run or window, ascending. All bounds are
/// strict: a point exactly on a line is not beyond it, one on the centre is on neither side. sigma 0 gives no point.
std::vector<std::size_t> zone_rule_ends(ZoneRule rule, std::span<const double> values, double centre, double sigma);

}  // namespace debrief::analytics
