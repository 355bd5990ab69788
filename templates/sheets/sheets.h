// Workbook models: the action sheet people edit and hand back, the register, the figures, a review's timeline.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/figures.h"
#include "review/actions.h"
#include "review/sheet_returns.h"
#include "templates/facts/ledger.h"
#include "templates/facts/pir.h"
#include "templates/workbook.h"

namespace debrief::review {
class Store;
struct Review;
}

namespace debrief::templates {

/// A field of an action that may be changed in the sheet.
///
/// field    its name for review::update_action; header its column
/// aliases  what people call the column, joined by |
struct ActionField {
  std::string_view field;
  std::string_view header;
  SheetType type = SheetType::text;
  double width = 14;
  std::string_view hint;
  std::string_view aliases;
};
/// In the order of the sheet.
std::span<const ActionField> action_fields();

/// The words a field may take; empty when any.
std::vector<std::string> action_choices(std::string_view field);

/// A field of an action as the sheet shows it and as update_action takes it: dates as 2026-05-12 on `zone`, numbers
/// in shortest form, "" where absent. Throws DEBRIEF_CHECK for a name that is no field of the sheet.
std::string action_text(const review::Action& action, std::string_view field, const base::Zone& zone);

/// What a sheet says of an action, for the merge when it comes back: the editable fields, and what it only shows
/// (review, incidents, first_due, created), the empty ones left out.
///
/// incidents  references of the action's review, as the sheet shows them
review::SheetFields action_sheet_fields(const review::Action& action, const base::Zone& zone,
                                        std::string_view incidents);

/// References of a review's incidents, as the sheet shows them.
std::string review_references(review::Store& store, const review::Review& review);

/// The same with the key, as compact JSON: what stands in the hidden column "Base".
std::string action_base(const review::Action& action, const base::Zone& zone, std::string_view incidents = {});

/// Sheets: Actions (table "Actions", columns Key … and hidden Base and Sheet), Summary, How to use, _meta (hidden).
/// Without names of colleagues, and for readers who get a copy only, there are no hidden columns: such a sheet is not
/// taken back.
Workbook action_workbook(review::Store& store, std::optional<std::int64_t> review_id, const FactsFor& reader);

/// What a workbook of actions says, to be kept until it comes back: its id and the fields of each action. nullopt for
/// one that is not taken back.
struct SheetSaid {
  std::string id;
  std::vector<std::pair<std::int64_t, review::SheetFields>> actions;
};
std::optional<SheetSaid> sheet_said(const Workbook& workbook);

/// What an import could not settle, as a workbook to decide in: both values, why, and a column to choose in. Taken back
/// by `debrief action import` like any other.
///
/// file  the name of the sheet it is about
Workbook hand_back_workbook(review::Store& store, const review::SheetOutcome& outcome, std::string_view file,
                            const FactsFor& reader);

/// One row per incident; fields that no incident has are left out.
Workbook register_workbook(review::Store& store, const FactsFor& reader);

/// A pack to open: each measure in a line with its interval, verdict and change in words; charts; figures and series by
/// kind of unit, durations in hours and shares in per cent; last the figures as computed.
Workbook figures_workbook(const analytics::Figures& figures, const FactsFor& reader, std::string_view title);

/// A review's entries, facts and actions.
Workbook review_workbook(review::Store& store, std::int64_t review_id, const FactsFor& reader,
                         const std::vector<Fact>& facts);

/// Midnight of the day of `at` on `zone`, as a sheet shows it.
SheetDate sheet_day(base::Ms at, const base::Zone& zone);
/// The same with the time of day.
SheetDate sheet_time(base::Ms at, const base::Zone& zone);

}  // namespace debrief::templates
