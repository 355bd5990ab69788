// What people decide about themes: merged, split, renamed, incidents moved; kept and applied to every run anew.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "review/clusters.h"

namespace debrief::review {

class Store;

enum class ThemeAct : std::uint8_t { merge, split, rename, move };
std::string_view name(ThemeAct act);

/// One decision.
///
/// theme      what others are merged into, what is split, renamed, moved to: its number
/// others     merge: the themes that go into it
/// label      rename
/// parts      split: every incident that was in the theme, by the part it goes to; one part may keep the theme's
///            number. label and terms "" and empty: those of the theme
/// incidents  move (theme 0: out of any theme): ids; those that are gone from the workspace are left out, and counted
/// gone       incidents named by the decision that are no longer in the workspace
struct ThemeDecision {
  struct Part {
    std::int64_t theme = 0;
    std::string label;
    std::vector<std::string> terms;
    std::optional<double> stability;
    std::vector<std::int64_t> incidents;
  };
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string by;
  ThemeAct act = ThemeAct::rename;
  std::int64_t theme = 0;
  std::vector<std::int64_t> others;
  std::string label;
  std::vector<Part> parts;
  std::vector<std::int64_t> incidents;
  std::int64_t gone = 0;
  std::optional<std::int64_t> undone_ms;
};

/// "merged 4 and 7 into 2", "split 3 into 3, 21 and 22", "renamed 5 to \"Billing\"", "moved 3 incidents to 6".
std::string said(const ThemeDecision& decision);

/// A run as it was found, before decisions; members carry the number of the theme they were found in.
struct FoundThemes {
  std::vector<StoredTheme> themes;
  std::vector<StoredMember> members;
};

/// themes     as they are shown: most incidents first, then by number; no two with the same label
/// members    with the number they are shown in
/// unapplied  what could not be followed, as sentences: a theme that is no longer found, incidents that are gone
struct ShownThemes {
  std::vector<StoredTheme> themes;
  std::vector<StoredMember> members;
  std::vector<std::string> unapplied;
};

/// For incidents that a split knows nothing of (they came after it): which part of it each belongs to, as an index.
using PlaceNew = std::function<std::vector<std::size_t>(const std::vector<std::int64_t>& incidents,
                                                        const std::vector<std::vector<std::int64_t>>& parts)>;

/// Applies decisions in order; those taken back are passed over. Pure.
///
/// A merge whose first theme is gone keeps that number for what is left of the others. The stability of a merged theme
/// is the mean of its parts by size, that of a part without its own the theme's.
ShownThemes decided(FoundThemes found, std::span<const ThemeDecision> decisions, const PlaceNew& place);

/// All decisions, oldest first, those taken back included.
std::vector<ThemeDecision> theme_decisions(Store& store);
/// Keeps a decision and says so in the audit; gives its id. It changes no theme until the run is shown anew.
std::int64_t add_theme_decision(Store& store, const ThemeDecision& decision);
/// Takes one back. Throws Error no-such-decision (3) when there is none of that id, or it was taken back before.
void undo_theme_decision(Store& store, std::int64_t id);

FoundThemes found_themes(Store& store, std::int64_t run_id);
/// The run as it is to be shown from now on, with its groups. `group` of each theme is kept.
void show_themes(Store& store, std::int64_t run_id, const ShownThemes& shown,
                 const std::vector<StoredThemeGroup>& groups);
/// One more than any theme ever had, so that no number comes to mean something else.
std::int64_t next_theme_number(Store& store);

/// Themes of an earlier run that a later one no longer finds, as found.
std::vector<StoredTheme> vanished_themes(Store& store, std::int64_t run_id);

/// What happened since a run: incidents it does not know, incidents it knew that are gone, and whether any import or
/// taking back of one is younger. All 0: it is of today.
struct RunAge {
  std::int64_t new_incidents = 0, gone_incidents = 0;
  std::int64_t imports_since = 0;
  bool old() const { return new_incidents > 0 || gone_incidents > 0 || imports_since > 0; }
};
RunAge run_age(Store& store, const StoredClusterRun& run);

/// What people did about a theme's incidents.
///
/// incidents_reviewed  of the theme's, with at least one review
/// reviews  ids, ascending; actions: ids of those of these reviews that have not ended, ascending
/// causes   of findings of kind root, underlying, contributing or immediate: the taxonomy's word ("" where none was
///          given), how many, and the finding's text
struct ThemeWork {
  struct Cause {
    std::int64_t review_id = 0;
    std::string kind, cause, text;
  };
  std::int64_t incidents_reviewed = 0;
  std::vector<std::int64_t> reviews;
  std::vector<std::int64_t> actions;
  std::vector<Cause> causes;
};
/// By theme, in the order of run.themes.
std::vector<ThemeWork> theme_work(Store& store, const StoredClusterRun& run);

/// Customers affected as recorded, per incident id in the order given: nullopt where nothing is, or no number.
std::vector<std::optional<double>> customers_affected(Store& store, std::span<const std::int64_t> incident_ids);
/// "120", "~50", "1,204", "about 30 customers"; nullopt for "all", "", and for more than one number.
std::optional<double> customers_in(std::string_view text);

}  // namespace debrief::review
