// Pseudonyms in a random order that only the salt can repeat.

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "review/privacy.h"
#include "review/privacy/people.h"

namespace debrief::review {

namespace {

std::string key_of(std::string_view name) {
  const std::string key = privacy::name_key(name);
  return key.empty() ? base::folded(base::squeezed(name)) : key;
}

std::string label_of(std::string_view role) {
  if (role == "caller") return "CALLER";
  if (role == "colleague" || role.empty()) return "AGENT";
  std::string label;
  for (const char c : base::ascii_lower(role)) {
    if (c >= 'a' && c <= 'z') label += static_cast<char>(c - 'a' + 'A');
  }
  return label.empty() ? "PERSON" : label;
}

std::string numbered(const std::string& label, int n) { return fmt::format("{}-{:02}", label, n); }

}  // namespace

Pseudonyms::Pseudonyms(std::vector<KnownPerson> people, std::string salt) {
  std::map<std::string, std::string> roles;  // key -> role; a colleague who also called is a colleague
  for (const KnownPerson& p : people) {
    const std::string key = key_of(p.name);
    if (key.empty()) continue;
    auto& role = roles[key];
    if (role.empty() || p.role == "colleague") role = p.role;
  }
  std::vector<std::pair<std::string, std::string>> drawn;  // commitment, key
  drawn.reserve(roles.size());
  for (const auto& [key, role] : roles) drawn.emplace_back(base::commitment(salt, key), key);
  std::sort(drawn.begin(), drawn.end());
  for (const auto& [order, key] : drawn) {
    const std::string label = label_of(roles[key]);
    known_[key] = numbered(label, ++next_[label]);
  }
}

std::string Pseudonyms::of(std::string_view name, std::string_view role) {
  const std::string key = key_of(name);
  auto found = known_.find(key);
  if (found == known_.end()) {
    const std::string label = label_of(role);
    found = known_.emplace(key, numbered(label, ++next_[label])).first;
  }
  given_.emplace(base::squeezed(name), found->second);
  return found->second;
}

}  // namespace debrief::review
