// Looking for themes.

#include "app/clustering.h"

#include <algorithm>
#include <vector>

#include "app/interrupt.h"
#include "base/error.h"
#include "review/incidents.h"

namespace debrief::app {

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
    stored.number = static_cast<std::int64_t>(t) + 1;
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
  review::save_cluster_run(store, run, members);
  auto kept = review::newest_cluster_run(store);
  DEBRIEF_CHECK(kept.has_value(), "a run that was just stored is there");
  return *kept;
}

}  // namespace debrief::app
