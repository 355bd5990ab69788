// Looking for themes.

#include "app/clustering.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "analytics/themes/match.h"
#include "app/interrupt.h"
#include "app/theme_decisions.h"
#include "base/error.h"
#include "review/incidents.h"
#include "review/themes.h"

namespace debrief::app {

namespace {

/// A theme of this run that is one of the newest run before keeps its number; others get numbers no theme ever had.
void number_themes(review::Store& store, review::StoredClusterRun& run, std::vector<review::StoredMember>& members) {
  const auto before = review::newest_cluster_run(store);
  std::vector<std::int64_t> number(run.themes.size());
  if (!before) {
    for (std::size_t t = 0; t < number.size(); ++t) number[t] = static_cast<std::int64_t>(t) + 1;
  } else {
    const auto then = review::found_themes(store, before->id);
    std::unordered_map<std::int64_t, std::int32_t> place;
    for (std::size_t t = 0; t < then.themes.size(); ++t) place[then.themes[t].number] = static_cast<std::int32_t>(t);
    std::unordered_map<std::int64_t, std::int32_t> theme_then;
    for (const auto& m : then.members) theme_then[m.incident_id] = m.number == 0 ? -1 : place.at(m.number);
    std::vector<std::int32_t> was;
    std::vector<std::int32_t> is;
    for (const auto& m : members) {
      const auto found = theme_then.find(m.incident_id);
      if (found == theme_then.end()) continue;
      was.push_back(found->second);
      is.push_back(static_cast<std::int32_t>(m.number) - 1);
    }
    std::int64_t next = review::next_theme_number(store);
    const auto matches = analytics::matched_themes(was, is, run.themes.size());
    for (std::size_t t = 0; t < matches.size(); ++t) {
      if (matches[t].index < 0) {
        number[t] = next++;
        continue;
      }
      number[t] = then.themes[static_cast<std::size_t>(matches[t].index)].number;
      run.themes[t].overlap = matches[t].overlap;
    }
  }
  for (std::size_t t = 0; t < number.size(); ++t) run.themes[t].number = number[t];
  for (auto& m : members) {
    if (m.number > 0) m.number = number[static_cast<std::size_t>(m.number) - 1];
  }
}

}  // namespace

review::StoredClusterRun find_themes(Session& session, const ClusterFields& fields,
                                     const analytics::ClusterOptions& options) {
  review::Store& store = session.existing_writer();
  const auto columns = review::incident_columns(store, review::WithTexts::yes);
  std::vector<analytics::ClusterText> texts;
  texts.reserve(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    texts.push_back({columns.ref[i], fields.title ? columns.title[i] : "",
                     fields.description ? columns.description[i] : "",
                     fields.category ? std::string(columns.category.at(i)) : ""});
  }
  const auto found = analytics::cluster(texts, options);
  stop_if_interrupted();

  review::StoredClusterRun run;
  run.at_ms = store.now();
  run.method = found.method;
  run.seed = found.seed;
  run.n = static_cast<std::int64_t>(texts.size());
  run.outliers = std::count(found.theme_of.begin(), found.theme_of.end(), -1);
  run.stability = found.stability;
  run.notes = found.notes;
  for (std::size_t t = 0; t < found.themes.size(); ++t) {
    const auto& theme = found.themes[t];
    review::StoredTheme stored;
    stored.label = theme.label;
    stored.terms = theme.terms;
    for (const std::uint32_t i : theme.examples) stored.examples.push_back(texts[i].ref);
    if (theme.near_miss >= 0) stored.near_miss = texts[static_cast<std::size_t>(theme.near_miss)].ref;
    stored.stability = theme.stability;
    run.themes.push_back(std::move(stored));
  }
  std::vector<review::StoredMember> members;
  members.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i)
    members.push_back({columns.id[i], found.theme_of[i] + 1, found.score[i]});
  store.transaction([&] {
    number_themes(store, run, members);
    review::save_cluster_run(store, run, members);
    settle_themes(store);
  });
  auto kept = review::newest_cluster_run(store);
  DEBRIEF_CHECK(kept.has_value(), "a run that was just stored is there");
  return *kept;
}

}  // namespace debrief::app
