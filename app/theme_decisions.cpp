// Themes as people decided.

#include "app/theme_decisions.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "analytics/cluster.h"
#include "analytics/themes/profiles.h"
#include "app/interrupt.h"
#include "base/error.h"
#include "base/text.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Status;
using review::ShownThemes;
using review::StoredTheme;
using review::ThemeDecision;

constexpr std::size_t examples_shown = 3;

/// Incidents by id, with what they say.
class Texts {
 public:
  explicit Texts(review::Store& store) : columns_(review::incident_columns(store, review::WithTexts::yes)) {
    for (std::size_t i = 0; i < columns_.size(); ++i) row_[columns_.id[i]] = i;
  }
  bool has(std::int64_t id) const { return row_.contains(id); }
  const std::string& ref(std::int64_t id) const { return columns_.ref[row_.at(id)]; }
  /// "" for incidents that are no longer counted.
  std::string of(std::int64_t id) const {
    const auto row = row_.find(id);
    return row == row_.end() ? std::string() : columns_.title[row->second] + "\n" + columns_.description[row->second];
  }
  analytics::ClusterText apart(std::int64_t id) const {
    const auto row = row_.find(id);
    if (row == row_.end()) return {std::to_string(id), "", "", ""};
    return {columns_.ref[row->second], columns_.title[row->second], columns_.description[row->second], ""};
  }

  /// Word profiles of these parts, in one list; `places` gets each part's indices.
  analytics::TextProfiles profiles(const std::vector<std::vector<std::int64_t>>& parts,
                                   std::vector<std::vector<std::uint32_t>>& places) const {
    std::vector<std::string> texts;
    for (const auto& part : parts) {
      auto& place = places.emplace_back();
      for (const std::int64_t id : part) {
        place.push_back(static_cast<std::uint32_t>(texts.size()));
        texts.push_back(of(id));
      }
    }
    return analytics::TextProfiles(texts);
  }

 private:
  review::IncidentColumns columns_;
  std::unordered_map<std::int64_t, std::size_t> row_;
};

std::vector<std::size_t> placed(const Texts& texts, const std::vector<std::int64_t>& incidents,
                                const std::vector<std::vector<std::int64_t>>& parts) {
  auto all = parts;
  all.push_back(incidents);
  std::vector<std::vector<std::uint32_t>> places;
  const auto profiles = texts.profiles(all, places);
  const std::vector<std::uint32_t> newcomers = places.back();
  places.pop_back();
  return profiles.nearest(newcomers, places);
}

/// Examples and near miss of themes that people changed still hold: members and non-members.
void tidy(ShownThemes& shown, const Texts& texts) {
  std::map<std::int64_t, std::vector<const review::StoredMember*>> members;
  for (const auto& m : shown.members) {
    if (texts.has(m.incident_id)) members[m.number].push_back(&m);
  }
  for (StoredTheme& theme : shown.themes) {
    if (!theme.decided) continue;
    auto& own = members[theme.number];
    std::set<std::string> refs;
    for (const auto* m : own) refs.insert(texts.ref(m->incident_id));
    std::erase_if(theme.examples, [&](const std::string& ref) { return !refs.contains(ref); });
    std::stable_sort(own.begin(), own.end(), [](const auto* a, const auto* b) { return a->score > b->score; });
    for (const auto* m : own) {
      if (theme.examples.size() >= examples_shown) break;
      const std::string& ref = texts.ref(m->incident_id);
      if (std::find(theme.examples.begin(), theme.examples.end(), ref) == theme.examples.end())
        theme.examples.push_back(ref);
    }
    if (theme.examples.size() > examples_shown) theme.examples.resize(examples_shown);
    if (refs.contains(theme.near_miss)) theme.near_miss.clear();
  }
}

std::vector<review::StoredThemeGroup> grouped(ShownThemes& shown, const Texts& texts) {
  std::vector<std::vector<std::int64_t>> members(shown.themes.size());
  std::map<std::int64_t, std::size_t> place;
  for (std::size_t t = 0; t < shown.themes.size(); ++t) place[shown.themes[t].number] = t;
  for (const auto& m : shown.members) {
    if (const auto theme = place.find(m.number); theme != place.end()) members[theme->second].push_back(m.incident_id);
  }
  std::vector<std::vector<std::uint32_t>> places;
  const auto profiles = texts.profiles(members, places);
  std::vector<review::StoredThemeGroup> groups;
  for (const auto& group : profiles.groups(places)) {
    groups.push_back({static_cast<std::int64_t>(groups.size()) + 1, group.label});
    for (const std::size_t t : group.themes) shown.themes[t].group = groups.back().number;
  }
  return groups;
}

void settle(review::Store& store, const Texts& texts) {
  const auto run = review::newest_cluster_run(store);
  if (!run) return;
  ShownThemes shown =
      review::decided(review::found_themes(store, run->id), review::theme_decisions(store),
                      [&](const auto& incidents, const auto& parts) { return placed(texts, incidents, parts); });
  tidy(shown, texts);
  const auto groups = grouped(shown, texts);
  review::show_themes(store, run->id, shown, groups);
}

std::int64_t keep(review::Store& store, const Texts& texts, const ThemeDecision& decision) {
  std::int64_t id = 0;
  store.transaction([&] {
    id = review::add_theme_decision(store, decision);
    settle(store, texts);
  });
  return id;
}

const StoredTheme& theme_of(const review::StoredClusterRun& run, std::int64_t number) {
  for (const StoredTheme& t : run.themes) {
    if (t.number == number) return t;
  }
  throw Error(Status::world, "no-such-theme", fmt::format("there is no theme {}", number),
              run.themes.empty() ? "the newest run found no themes" : "debrief cluster list shows them");
}

/// Incident id -> theme it is shown in.
std::unordered_map<std::int64_t, std::int64_t> shown_in(review::Store& store, const review::StoredClusterRun& run) {
  std::unordered_map<std::int64_t, std::int64_t> out;
  for (const auto& m : review::cluster_members(store, run.id)) out[m.incident_id] = m.number;
  return out;
}

std::vector<std::int64_t> incidents_named(review::Store& store,
                                          const std::unordered_map<std::int64_t, std::int64_t>& shown,
                                          const std::vector<std::string>& refs) {
  std::vector<std::int64_t> out;
  for (const std::string& ref : refs) {
    const std::int64_t id = review::incident_by_ref(store, ref).id;
    if (!shown.contains(id)) {
      throw Error(Status::refused, "came-after-themes",
                  fmt::format("{} came after the themes were looked for", base::quoted(ref)),
                  "debrief cluster run looks again; decisions are kept");
    }
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
  }
  return out;
}

std::vector<std::int64_t> members_of(review::Store& store, const review::StoredClusterRun& run, std::int64_t theme) {
  std::vector<std::int64_t> out;
  for (const auto& m : review::cluster_members(store, run.id, theme)) out.push_back(m.incident_id);
  return out;
}

void refuse_taken(const review::StoredClusterRun& run, std::int64_t theme, const std::string& name) {
  for (const StoredTheme& t : run.themes) {
    if (t.number == theme || base::folded(t.label) != base::folded(name)) continue;
    throw Error(Status::refused, "theme-name-taken",
                fmt::format("theme {} is called {} already", t.number, base::quoted(name)),
                "choose another name, or merge the two");
  }
}

}  // namespace

void settle_themes(review::Store& store) {
  const Texts texts(store);
  store.transaction([&] { settle(store, texts); });
}

review::StoredClusterRun newest_run(review::Store& store) {
  if (auto run = review::newest_cluster_run(store)) return *run;
  throw Error(Status::world, "no-clusters", "no themes have been looked for yet", "debrief cluster run finds them");
}

std::int64_t merge_themes(review::Store& store, const std::vector<std::int64_t>& themes) {
  const auto run = newest_run(store);
  ThemeDecision d;
  d.act = review::ThemeAct::merge;
  d.theme = theme_of(run, themes.front()).number;
  for (std::size_t i = 1; i < themes.size(); ++i) {
    const std::int64_t other = theme_of(run, themes[i]).number;
    if (other != d.theme && std::find(d.others.begin(), d.others.end(), other) == d.others.end())
      d.others.push_back(other);
  }
  if (d.others.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief cluster merge needs two different themes",
                "the others go into the first, which keeps its number");
  }
  return keep(store, Texts(store), d);
}

std::int64_t split_theme(review::Store& store, std::int64_t theme, int into) {
  const auto run = newest_run(store);
  theme_of(run, theme);
  const Texts texts(store);
  const std::vector<std::int64_t> members = members_of(store, run, theme);
  std::vector<analytics::ClusterText> said;
  for (const std::int64_t id : members) said.push_back(texts.apart(id));
  analytics::ClusterOptions options;
  options.k = into;
  options.seed = run.seed;
  options.progress = [](double) { return !interrupted(); };
  const auto found = analytics::cluster(said, options);
  stop_if_interrupted();
  if (found.themes.size() < 2) {
    throw Error(Status::refused, "cannot-split",
                fmt::format("the words of theme {} do not fall into {} parts", theme, into),
                "name the incidents to take out instead: debrief cluster split ID REF…");
  }
  ThemeDecision d;
  d.act = review::ThemeAct::split;
  d.theme = theme;
  std::int64_t next = review::next_theme_number(store);
  for (std::size_t t = 0; t < found.themes.size(); ++t) {
    auto& part = d.parts.emplace_back();
    // The largest comes first, and keeps the number.
    part.theme = t == 0 ? theme : next++;
    part.label = found.themes[t].label;
    part.terms = found.themes[t].terms;
    part.stability = found.themes[t].stability;
    for (const std::uint32_t i : found.themes[t].members) part.incidents.push_back(members[i]);
  }
  // Texts that belong to no part go by their words.
  std::vector<std::int64_t> rest;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (found.theme_of[i] < 0) rest.push_back(members[i]);
  }
  if (!rest.empty()) {
    std::vector<std::vector<std::int64_t>> parts;
    for (const auto& part : d.parts) parts.push_back(part.incidents);
    const auto places = placed(texts, rest, parts);
    for (std::size_t i = 0; i < rest.size(); ++i) d.parts[places[i]].incidents.push_back(rest[i]);
  }
  return keep(store, texts, d);
}

std::int64_t split_theme(review::Store& store, std::int64_t theme, const std::vector<std::string>& refs,
                         const std::string& name) {
  const auto run = newest_run(store);
  theme_of(run, theme);
  if (!name.empty()) refuse_taken(run, 0, name);
  const auto shown = shown_in(store, run);
  const std::vector<std::int64_t> out = incidents_named(store, shown, refs);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t in = shown.at(out[i]);
    if (in == theme) continue;
    throw Error(Status::refused, "not-in-theme",
                fmt::format("{} is not in theme {} but in {}", review::incident_by_id(store, out[i])->incident.ref,
                            theme, in == 0 ? std::string("none") : std::to_string(in)),
                "debrief cluster move REF… --to ID moves incidents between themes");
  }
  std::vector<std::int64_t> rest;
  for (const std::int64_t id : members_of(store, run, theme)) {
    if (std::find(out.begin(), out.end(), id) == out.end()) rest.push_back(id);
  }
  if (rest.empty()) {
    throw Error(Status::refused, "cannot-split", fmt::format("these are all incidents of theme {}", theme),
                "debrief cluster rename ID NAME gives it another name");
  }
  const Texts texts(store);
  ThemeDecision d;
  d.act = review::ThemeAct::split;
  d.theme = theme;
  d.parts.push_back({theme, "", {}, {}, rest});
  d.parts.push_back({review::next_theme_number(store), name, {}, {}, out});
  if (name.empty()) {
    std::vector<std::vector<std::uint32_t>> places;
    d.parts[1].label = texts.profiles({rest, out}, places).names(places)[1];
  }
  return keep(store, texts, d);
}

std::int64_t rename_theme(review::Store& store, std::int64_t theme, const std::string& name) {
  const auto run = newest_run(store);
  theme_of(run, theme);
  const std::string label(base::trimmed(name));
  if (label.empty()) throw Error(Status::usage, "missing-argument", "a theme needs a name", "");
  refuse_taken(run, theme, label);
  ThemeDecision d;
  d.act = review::ThemeAct::rename;
  d.theme = theme;
  d.label = label;
  return keep(store, Texts(store), d);
}

std::int64_t move_to_theme(review::Store& store, std::int64_t theme, const std::vector<std::string>& refs) {
  const auto run = newest_run(store);
  if (theme != 0) theme_of(run, theme);
  ThemeDecision d;
  d.act = review::ThemeAct::move;
  d.theme = theme;
  d.incidents = incidents_named(store, shown_in(store, run), refs);
  return keep(store, Texts(store), d);
}

std::int64_t undo_decision(review::Store& store, std::optional<std::int64_t> id) {
  if (!id) {
    for (const ThemeDecision& d : review::theme_decisions(store)) {
      if (!d.undone_ms) id = d.id;
    }
    if (!id) {
      throw Error(Status::world, "no-such-decision", "no decision about themes stands",
                  "debrief cluster decisions lists those taken back");
    }
  }
  const Texts texts(store);
  store.transaction([&] {
    review::undo_theme_decision(store, *id);
    settle(store, texts);
  });
  return *id;
}

}  // namespace debrief::app
