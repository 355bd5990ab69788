// Which way of looking back suits an incident: as much as it deserves, and no more.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

class Store;

/// after_action, swarm, round_table, thematic, full.
std::span<const std::string_view> review_methods();
/// "After-action review". Unknown words come back as they are.
std::string method_said(std::string_view method);

/// What the choice rests on, of the first incident.
///
/// incidents  under review together
/// level      1 highest; nullopt: no priority that says one
/// children   records linked to it
/// age_days   since it was logged; nullopt: not known
struct MethodBasis {
  std::size_t incidents = 1;
  std::optional<int> level;
  bool major = false;
  std::size_t children = 0;
  double reopened = 0;
  std::optional<double> age_days;
};
/// reason  ends the sentence "A full review, because …"
struct MethodChoice {
  std::string_view method;
  std::string reason;
};

/// Three incidents or more together: thematic. Major, of the highest priority, with three linked records or reopened
/// twice: full. Of the second priority, with a linked record, or two together: round_table. Else swarm within two days
/// of logging, while memories are fresh, and after_action later. Every basis has an answer.
/// Source: proportionate response of the NHS Patient Safety Incident Response Framework, 2022 (swarm huddle,
/// after-action review, multidisciplinary round table, thematic review, investigation); the thresholds are the house's.
MethodChoice choose_method(const MethodBasis& basis);

/// The same for incidents of the workspace, named by reference. Throws no-such-incident (3).
MethodChoice choose_method(Store& store, const std::vector<std::string>& refs);

}  // namespace debrief::review
