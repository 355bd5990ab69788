// Which way of looking back suits an incident.

#include "review/method.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "review/incidents.h"
#include "review/store.h"

namespace debrief::review {

namespace {

constexpr std::array<std::string_view, 5> methods{"after_action", "swarm", "round_table", "thematic", "full"};
constexpr std::array<std::string_view, 5> titles{"After-action review", "Swarm huddle", "Round table",
                                                 "Thematic review", "Full review"};

std::string joined_reasons(const std::vector<std::string>& reasons) {
  std::string out;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (i > 0) out += i + 1 == reasons.size() ? " and " : ", ";
    out += reasons[i];
  }
  return out;
}

}  // namespace

std::span<const std::string_view> review_methods() { return methods; }

std::string method_said(std::string_view method) {
  for (std::size_t i = 0; i < methods.size(); ++i) {
    if (methods[i] == method) return std::string(titles[i]);
  }
  return std::string(method);
}

MethodChoice choose_method(const MethodBasis& b) {
  const auto linked = static_cast<long long>(b.children);
  std::vector<std::string> why;
  if (b.major) why.emplace_back("it is flagged as a major incident");
  if (b.level == 1) why.emplace_back("it had the highest priority");
  if (b.children >= 3) why.push_back(fmt::format("{} belong to it", base::counted(linked, "linked record")));
  if (b.reopened >= 2) why.push_back(fmt::format("it was reopened {:.0f} times", b.reopened));
  if (b.incidents >= 3) return {"thematic", fmt::format("{} incidents are looked at together", b.incidents)};
  if (!why.empty()) return {"full", joined_reasons(why)};
  if (b.level == 2) why.emplace_back("it had the second priority");
  if (b.children > 0)
    why.push_back(base::counted(linked, "linked record") + (linked == 1 ? " belongs to it" : " belong to it"));
  if (b.incidents == 2) why.emplace_back("two incidents are looked at together");
  if (!why.empty()) return {"round_table", joined_reasons(why)};
  const std::string small =
      "it was neither major nor of one of the two highest priorities, and nothing is linked to it";
  if (b.age_days && *b.age_days >= 0 && *b.age_days < 2)
    return {"swarm", small + "; logged less than two days ago, it is fresh in everybody's mind"};
  return {"after_action", small};
}

MethodChoice choose_method(Store& store, const std::vector<std::string>& refs) {
  DEBRIEF_CHECK(!refs.empty(), "a method is chosen for at least one incident");
  const auto first = incident_by_ref(store, refs.front());
  for (std::size_t i = 1; i < refs.size(); ++i) incident_by_ref(store, refs[i]);
  const Incident& i = first.incident;
  MethodBasis b;
  b.incidents = refs.size();
  b.level = priority_level(i[TextField::priority].value_or(""));
  b.major = i[NumberField::major].value_or(0) > 0;
  b.children = children_of(store, first).size();
  b.reopened = i[NumberField::reopen_count].value_or(0);
  if (const auto& opened = i[TimeField::opened])
    b.age_days = static_cast<double>(store.now() - opened->at) / static_cast<double>(base::day_ms);
  return choose_method(b);
}

}  // namespace debrief::review
