// Decisions about themes, applied to a run.

#include "review/themes.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::review {

namespace {

constexpr std::size_t most_terms = 8;

std::string numbers_said(const std::vector<std::int64_t>& numbers) {
  std::string out;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + std::to_string(numbers[i]);
  return out;
}

/// Themes and members on their way from found to shown.
class Work {
 public:
  Work(FoundThemes found, const PlaceNew& place) : members_(std::move(found.members)), place_(place) {
    for (StoredTheme& t : found.themes) themes_[t.number] = std::move(t);
    for (std::size_t i = 0; i < members_.size(); ++i) row_of_[members_[i].incident_id] = i;
    count();
  }

  void apply(const ThemeDecision& d) {
    switch (d.act) {
      case ThemeAct::merge:
        return merge(d);
      case ThemeAct::split:
        return split(d);
      case ThemeAct::rename:
        return rename(d);
      case ThemeAct::move:
        return move(d);
    }
  }

  ShownThemes done() {
    ShownThemes out;
    for (auto& [number, theme] : themes_) {
      if (theme.size > 0) out.themes.push_back(std::move(theme));
    }
    std::stable_sort(out.themes.begin(), out.themes.end(),
                     [](const StoredTheme& a, const StoredTheme& b) { return a.size > b.size; });
    std::set<std::string> labels;
    for (StoredTheme& theme : out.themes) {
      const std::string bare = theme.label;
      for (int n = 2; !labels.insert(theme.label).second; ++n) theme.label = fmt::format("{} ({})", bare, n);
    }
    out.members = std::move(members_);
    out.unapplied = std::move(unapplied_);
    return out;
  }

 private:
  void cannot(const ThemeDecision& d, const std::string& why) {
    unapplied_.push_back(fmt::format("decision {} ({}): {}", d.id, said(d), why));
  }

  void count() {
    for (auto& [number, theme] : themes_) theme.size = 0;
    for (const StoredMember& m : members_) {
      if (const auto theme = themes_.find(m.number); theme != themes_.end()) ++theme->second.size;
    }
  }

  void merge(const ThemeDecision& d) {
    std::vector<std::int64_t> there;
    std::vector<std::int64_t> gone;
    for (const std::int64_t number : d.others) (themes_.contains(number) ? there : gone).push_back(number);
    const bool first = themes_.contains(d.theme);
    if (!first && there.empty()) return cannot(d, "none of these themes is found any more");
    if (!first) {
      // What is left of the others goes on under the number people know.
      StoredTheme moved = std::move(themes_[there.front()]);
      moved.number = d.theme;
      themes_.erase(there.front());
      themes_[d.theme] = std::move(moved);
    }
    StoredTheme& into = themes_[d.theme];
    for (const std::int64_t number : there) {
      for (StoredMember& m : members_) {
        if (m.number == number) m.number = d.theme;
      }
      const auto from = themes_.find(number);
      if (from == themes_.end()) continue;
      const StoredTheme& other = from->second;
      const auto all = static_cast<double>(into.size + other.size);
      if (all > 0) {
        into.stability =
            (into.stability * static_cast<double>(into.size) + other.stability * static_cast<double>(other.size)) / all;
      }
      into.size += other.size;
      for (const std::string& t : other.terms) {
        if (into.terms.size() < most_terms && std::find(into.terms.begin(), into.terms.end(), t) == into.terms.end())
          into.terms.push_back(t);
      }
      into.examples.insert(into.examples.end(), other.examples.begin(), other.examples.end());
      into.near_miss = into.near_miss.empty() ? other.near_miss : into.near_miss;
      themes_.erase(from);
    }
    into.decided = true;
    count();
  }

  void split(const ThemeDecision& d) {
    const auto theme = themes_.find(d.theme);
    if (theme == themes_.end()) return cannot(d, "the theme is no longer found");
    std::unordered_map<std::int64_t, std::size_t> part_of;
    for (std::size_t p = 0; p < d.parts.size(); ++p) {
      for (const std::int64_t incident : d.parts[p].incidents) part_of[incident] = p;
    }
    std::vector<std::vector<std::int64_t>> parts(d.parts.size());
    std::vector<std::int64_t> unknown;
    for (const StoredMember& m : members_) {
      if (m.number != d.theme) continue;
      const auto part = part_of.find(m.incident_id);
      if (part == part_of.end())
        unknown.push_back(m.incident_id);
      else
        parts[part->second].push_back(m.incident_id);
    }
    const auto filled = std::count_if(parts.begin(), parts.end(), [](const auto& p) { return !p.empty(); });
    if (filled < 2) return cannot(d, "fewer than two of its parts are left in the theme");
    if (!unknown.empty()) {
      const std::vector<std::size_t> placed = place_(unknown, parts);
      for (std::size_t i = 0; i < unknown.size(); ++i) parts[placed[i]].push_back(unknown[i]);
    }
    const StoredTheme whole = theme->second;
    themes_.erase(theme);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      if (parts[p].empty()) continue;
      const ThemeDecision::Part& said_of = d.parts[p];
      StoredTheme part = whole;
      part.number = said_of.theme;
      if (!said_of.label.empty()) part.label = said_of.label;
      if (!said_of.terms.empty()) part.terms = said_of.terms;
      if (said_of.stability) part.stability = *said_of.stability;
      if (part.number != whole.number) part.overlap.reset();
      part.decided = true;
      themes_[part.number] = std::move(part);
      for (const std::int64_t incident : parts[p]) members_[row_of_.at(incident)].number = said_of.theme;
    }
    count();
  }

  void rename(const ThemeDecision& d) {
    const auto theme = themes_.find(d.theme);
    if (theme == themes_.end()) return cannot(d, "the theme is no longer found");
    theme->second.label = d.label;
    theme->second.decided = true;
  }

  void move(const ThemeDecision& d) {
    const auto theme = themes_.find(d.theme);
    if (theme == themes_.end() && d.theme != 0) return cannot(d, "the theme is no longer found");
    std::int64_t lost = d.gone;
    for (const std::int64_t incident : d.incidents) {
      const auto row = row_of_.find(incident);
      if (row == row_of_.end()) {
        ++lost;
        continue;
      }
      StoredMember& m = members_[row->second];
      if (const auto from = themes_.find(m.number); from != themes_.end()) from->second.decided = true;
      m.number = d.theme;
    }
    if (lost > 0)
      cannot(d, lost == 1 ? "1 of these incidents is no longer there"
                          : fmt::format("{} of these incidents are no longer there", lost));
    if (theme != themes_.end()) theme->second.decided = true;
    count();
  }

  std::map<std::int64_t, StoredTheme> themes_;
  std::vector<StoredMember> members_;
  std::unordered_map<std::int64_t, std::size_t> row_of_;
  std::vector<std::string> unapplied_;
  const PlaceNew& place_;
};

}  // namespace

std::string_view name(ThemeAct act) {
  switch (act) {
    case ThemeAct::merge:
      return "merge";
    case ThemeAct::split:
      return "split";
    case ThemeAct::rename:
      return "rename";
    case ThemeAct::move:
      return "move";
  }
  return "";
}

std::string said(const ThemeDecision& d) {
  std::vector<std::int64_t> parts;
  switch (d.act) {
    case ThemeAct::merge:
      return fmt::format("merged {} into {}", numbers_said(d.others), d.theme);
    case ThemeAct::split:
      for (const auto& p : d.parts) parts.push_back(p.theme);
      return fmt::format("split {} into {}", d.theme, numbers_said(parts));
    case ThemeAct::rename:
      return fmt::format("renamed {} to \"{}\"", d.theme, d.label);
    case ThemeAct::move:
      return fmt::format("moved {} {}", base::counted(static_cast<long long>(d.incidents.size()) + d.gone, "incident"),
                         d.theme == 0 ? "out of any theme" : fmt::format("to {}", d.theme));
  }
  return "";
}

ShownThemes decided(FoundThemes found, std::span<const ThemeDecision> decisions, const PlaceNew& place) {
  Work work(std::move(found), place);
  for (const ThemeDecision& d : decisions) {
    if (!d.undone_ms) work.apply(d);
  }
  return work.done();
}

std::optional<double> customers_in(std::string_view text) {
  std::optional<double> found;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] < '0' || text[i] > '9') {
      ++i;
      continue;
    }
    if (found) return std::nullopt;
    std::string digits;
    while (i < text.size()) {
      const bool digit = text[i] >= '0' && text[i] <= '9';
      // A comma, blank or full stop before exactly three digits groups thousands.
      const bool grouping =
          (text[i] == ',' || text[i] == ' ' || text[i] == '.') && i + 3 < text.size() &&
          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      text.begin() + static_cast<std::ptrdiff_t>(i) + 4, [](char c) { return c >= '0' && c <= '9'; }) &&
          (i + 4 == text.size() || text[i + 4] < '0' || text[i + 4] > '9');
      if (!digit && !grouping) break;
      if (digit) digits += text[i];
      ++i;
    }
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    found = value;
  }
  return found;
}

}  // namespace debrief::review
