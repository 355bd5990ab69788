// Causes, controls and consequences of a review, for the three ways of drawing them.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

namespace {

std::string title_of(ChartKind kind) {
  return kind == ChartKind::fishbone ? "Causes by area"
         : kind == ChartKind::whys   ? "Why it happened"
                                     : "Causes, controls and what followed";
}

std::string counted_of(std::size_t n, std::string_view one, std::string_view many = {}) {
  return base::counted(static_cast<long long>(n), one, many);
}

/// "6 causes, 1 of them a hypothesis".
std::string causes_said(const std::vector<ChartCause>& causes) {
  std::size_t n = 0, open = 0;
  for (const ChartCause& c : causes) {
    n += c.role == "cause" ? 1 : 0;
    open += c.role == "cause" && c.hypothesis ? 1 : 0;
  }
  std::string out = counted_of(n, "cause");
  if (open > 0 && open == n) return out + (n == 1 ? ", a hypothesis" : ", all of them hypotheses");
  if (open > 0) out += fmt::format(", {} of them {}", open, open == 1 ? "a hypothesis" : "hypotheses");
  return out;
}

std::string by_area(const std::vector<ChartCause>& causes) {
  std::vector<std::pair<std::string, std::size_t>> areas;
  for (const ChartCause& c : causes) {
    if (c.role != "cause") continue;
    const std::string name = c.area.empty() ? "no area named" : base::ascii_lower(c.area);
    const auto it = std::find_if(areas.begin(), areas.end(), [&](const auto& a) { return a.first == name; });
    if (it == areas.end())
      areas.emplace_back(name, 1);
    else
      ++it->second;
  }
  std::stable_sort(areas.begin(), areas.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> said;
  for (const auto& [name, n] : areas) said.push_back(fmt::format("{} ({})", name, n));
  return listed(said);
}

std::string chains_said(const std::vector<ChartCause>& causes) {
  std::vector<int> depth(causes.size(), 0);
  int deepest = 0;
  std::size_t branches = 0;
  for (std::size_t i = 0; i < causes.size(); ++i) {
    if (causes[i].role != "cause") continue;
    depth[i] = causes[i].parent < 0 ? 1 : depth[static_cast<std::size_t>(causes[i].parent)] + 1;
    branches += causes[i].parent < 0 ? 1 : 0;
    deepest = std::max(deepest, depth[i]);
  }
  return fmt::format("{}, the longest {} deep", counted_of(branches, "branch", "branches"),
                     counted_of(static_cast<std::size_t>(deepest), "why", "whys"));
}

std::string controls_said(const std::vector<ChartCause>& causes) {
  std::map<std::string, std::size_t> outcomes;
  std::size_t n = 0;
  for (const ChartCause& c : causes) {
    if (c.role != "control") continue;
    ++outcomes[c.outcome.empty() ? "not known" : c.outcome];
    ++n;
  }
  if (n == 0) return "no control is named";
  std::vector<std::string> said;
  for (const char* word : {"held", "failed", "missing", "not known"}) {
    if (const auto it = outcomes.find(word); it != outcomes.end())
      said.push_back(fmt::format("{} {}", it->second, word == std::string("not known") ? "of unknown outcome" : word));
  }
  return fmt::format("of {} {}", counted_of(n, "control"), listed(said));
}

}  // namespace

Chart causes_chart(ChartKind kind, std::string event, std::vector<ChartCause> causes) {
  Chart c;
  c.kind = kind;
  c.title = title_of(kind);
  c.event = std::move(event);
  c.causes = std::move(causes);
  const bool any = std::any_of(c.causes.begin(), c.causes.end(), [](const auto& x) { return x.role == "cause"; });
  if (!any) {
    c.finding = "No cause has been recorded yet.";
    c.alt = c.finding;
    return c;
  }
  const std::string all = causes_said(c.causes);
  switch (kind) {
    case ChartKind::fishbone:
      c.finding = fmt::format("{}: {}.", all, by_area(c.causes));
      c.alt = "Fishbone. ";
      break;
    case ChartKind::whys:
      c.finding = fmt::format("{}, in {}.", all, chains_said(c.causes));
      c.alt = "Tree of whys. ";
      break;
    default:
      c.finding = fmt::format("{}; {}.", all, controls_said(c.causes));
      c.alt = "Bow-tie. ";
      break;
  }
  c.alt += c.finding;
  constexpr std::size_t most = 8;
  std::size_t told = 0;
  for (const ChartCause& x : c.causes) {
    if (x.role != "cause" || x.parent >= 0) continue;
    if (told++ == most) {
      c.alt += " The others stand in the table.";
      break;
    }
    c.alt += fmt::format(" {}{}{}", base::cut(x.text, 120), x.hypothesis ? " (hypothesis)" : "",
                         x.text.ends_with('.') && !x.hypothesis ? "" : ".");
  }
  return c;
}

}  // namespace debrief::templates
