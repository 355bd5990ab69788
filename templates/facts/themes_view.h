// What is known of the themes of a run, put together for the list and the trend report alike.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analytics/numbers/interval.h"
#include "analytics/themes/combinations.h"
#include "analytics/themes/movement.h"
#include "analytics/themes/ranks.h"
#include "review/columns.h"
#include "review/store.h"
#include "review/themes.h"

namespace debrief::templates {

/// Under this a theme fell apart in too many repetitions to be relied on.
inline constexpr double tentative_under = 0.6;

/// What a theme took. Each figure with the incidents it rests on and those that lack it; nullopt where none has it.
///
/// seconds      from opening to resolution, all added up: time open, not effort
/// customers    affected as recorded, added up: one customer in two incidents counts twice
/// sla_missed   by the source's own flag, else by the due time (as the KPI sla_met)
struct ThemeCost {
  std::optional<double> seconds, median_seconds;
  std::int64_t resolved = 0, unresolved = 0, resolve_missing = 0;
  std::optional<double> customers;
  std::int64_t customers_known = 0, customers_missing = 0;
  std::optional<std::int64_t> sla_missed;
  std::int64_t sla_known = 0, sla_missing = 0;
};

/// One theme. Pointers and rows are into the view's run and columns.
///
/// over          indices of view.combinations.found that are pairs with this theme
/// codes         closure codes of its incidents, most first; without_code those that have none
struct ThemeView {
  std::vector<std::uint32_t> rows;
  std::optional<analytics::Interval95> share;
  std::optional<analytics::ThemeMovement> movement;
  analytics::RankInterval rank;
  review::ThemeWork work;
  ThemeCost cost;
  std::vector<std::size_t> over;
  std::vector<std::pair<std::string, std::int64_t>> codes;
  std::int64_t without_code = 0;
  bool tentative = false;
};

/// themes       in the order of run.themes
/// theme_of     per row of the columns: index into themes, -1 none
/// periods      nullopt where the log spans under two weeks
/// all          how all incidents moved, to hold a theme's movement against; nullopt as `periods`
/// first        there was no run before
struct ThemesView {
  review::StoredClusterRun run;
  review::RunAge age;
  bool first = true;
  std::vector<review::StoredTheme> vanished;
  std::optional<analytics::Periods> periods;
  std::optional<analytics::ThemeMovement> all;
  std::vector<ThemeView> themes;
  std::vector<std::int32_t> theme_of;
  analytics::VitalFew few;
  std::vector<analytics::Dimension> dimensions;
  analytics::Combinations combinations;
};

/// Over all incidents of the columns, whatever window a report is about: a theme's age does not depend on it.
ThemesView themes_view(review::Store& store, const review::IncidentColumns& columns,
                       const review::StoredClusterRun& run, const base::Zone& zone);

/// Combinations of these rows (all of them where none are named), with themes when the workspace has a run.
struct CombinationsView {
  std::vector<analytics::Dimension> dimensions;
  analytics::Combinations combinations;
};
CombinationsView combinations_view(review::Store& store, const review::IncidentColumns& columns, const base::Zone& zone,
                                   std::optional<std::span<const std::uint32_t>> rows = {});

/// "category Billing, team Desk 2".
std::string parts_said(const analytics::Combination& combination, const std::vector<analytics::Dimension>& dimensions);

/// A ratio for the eye: "12", "2.4", "0.04".
std::string times_said(double ratio);

/// The remark on a run that found none.
inline constexpr std::string_view no_themes = "no incidents say the same as others: there are no themes";

/// What a reader has to know before the themes, as sentences: a run older than the newest import, few in any theme,
/// decisions that could not be followed. Empty when there is nothing.
std::vector<std::string> remarks(const ThemesView& view);

}  // namespace debrief::templates
