// The action sheet: what people edit, and what stands in the document.

#include <algorithm>

#include <gtest/gtest.h>

#include "documents_fixture.h"
#include "review/actions.h"
#include "review/reviews.h"
#include "templates/sheets/sheets.h"

namespace debrief::tests {

using namespace debrief::templates;

namespace {

struct Made {
  std::int64_t review = 0;
  std::int64_t late = 0;
  std::int64_t plain = 0;
};

Made make(review::Store& store) {
  Made out;
  out.review = review::draft_review(store, {"INC-1"}).id;
  review::Action a;
  a.review_id = out.review;
  a.title = "Name an owner for certificate dates";
  a.owner = "Helen Marchetti";
  a.status = "in_progress";
  a.priority = "high";
  a.due_ms = test_now - 5 * base::day_ms;
  out.late = review::add_action(store, a);
  a.title = "=Train everybody";
  a.owner.reset();
  a.status = "proposed";
  a.due_ms.reset();
  out.plain = review::add_action(store, a);
  return out;
}

const Sheet& sheet(const Workbook& book, std::string_view name) {
  return *std::find_if(book.sheets.begin(), book.sheets.end(), [&](const Sheet& s) { return s.name == name; });
}

std::size_t column(const Sheet& s, std::string_view header) {
  return static_cast<std::size_t>(
      std::find_if(s.columns.begin(), s.columns.end(), [&](const SheetColumn& c) { return c.header == header; }) -
      s.columns.begin());
}

}  // namespace

TEST(ActionSheet, HasKeysListsDatesAndTheOverdueRule) {
  const Folder folder;
  auto store = small_workspace(folder);
  make(store);
  const auto built = build_actions(store);
  ASSERT_TRUE(built.workbook);
  const Sheet& s = sheet(*built.workbook, "Actions");
  ASSERT_EQ(s.rows.size(), 2U);
  EXPECT_EQ(std::get<std::string>(s.rows[0][column(s, "Key")]), "A-1");
  EXPECT_TRUE(std::holds_alternative<SheetDate>(s.rows[0][column(s, "Due")]));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(s.rows[1][column(s, "Due")]));
  EXPECT_EQ(s.columns[column(s, "Status")].choices.size(), review::action_statuses().size());
  EXPECT_EQ(s.columns[column(s, "Verdict")].choices.size(), review::action_verdicts().size());
  EXPECT_TRUE(s.columns[column(s, "Base")].hidden);
  EXPECT_TRUE(std::any_of(s.highlights.begin(), s.highlights.end(), [](const SheetHighlight& h) {
    return h.rule == "overdue" && h.column == "Due" && h.status_column == "Status";
  }));
  for (const auto& row : s.rows) EXPECT_EQ(row.size(), s.columns.size());
  EXPECT_TRUE(sheet(*built.workbook, "_meta").hidden);
  for (std::size_t i = 0; i < s.columns.size(); ++i) {
    for (std::size_t k = i + 1; k < s.columns.size(); ++k) EXPECT_NE(s.columns[i].header, s.columns[k].header);
  }
}

TEST(ActionSheet, BaseHoldsWhatStoodInTheEditableFields) {
  const Folder folder;
  auto store = small_workspace(folder);
  const Made made = make(store);
  const auto zone = *base::Zone::named("Europe/London");
  const std::string before = action_base(review::action_by_id(store, made.late), zone);
  EXPECT_NE(before.find("\"title\":\"Name an owner for certificate dates\""), std::string::npos);
  EXPECT_NE(before.find("\"due\":\"2026-05-27\""), std::string::npos) << before;
  review::update_action(store, made.late, "owner", "Amara Osei");
  EXPECT_NE(action_base(review::action_by_id(store, made.late), zone), before);
}

TEST(ActionSheet, EveryEditableFieldHasAHeadingAndCanBeRead) {
  const review::Action a;
  for (const auto& f : action_fields()) {
    EXPECT_FALSE(f.header.empty()) << f.field;
    EXPECT_NO_THROW(action_text(a, f.field, base::Zone())) << f.field;
  }
}

TEST(ActionSheet, CopiesForOthersCarryNoNamesAndAreNotTakenBack) {
  const Folder folder;
  auto store = small_workspace(folder);
  make(store);
  BuildOptions options;
  options.audience = "external";
  const auto built = build_actions(store, {}, options);
  const Sheet& s = sheet(*built.workbook, "Actions");
  EXPECT_EQ(column(s, "Base"), s.columns.size());
  EXPECT_EQ(column(s, "Owner"), s.columns.size());
  EXPECT_EQ((all_text(*built.workbook) + all_text(*built.document)).find("Marchetti"), std::string::npos);
}

TEST(ActionSheet, TheDocumentMarksWhatIsOverdue) {
  const Folder folder;
  auto store = small_workspace(folder);
  const Made made = make(store);
  const auto built = build_actions(store, made.review);
  const Table* t = table_captioned(*built.document, "Actions");
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(t->body[0].mark, "overdue");
  EXPECT_EQ(t->body[1].mark, "");
  EXPECT_NE(all_text(*built.document).find("1 is overdue"), std::string::npos);
}

TEST(ActionSheet, AWorkspaceWithoutActionsStillGivesASheet) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_actions(store);
  EXPECT_TRUE(sheet(*built.workbook, "Actions").rows.empty());
  EXPECT_NE(all_text(*built.document).find("No action has been recorded."), std::string::npos);
}

}  // namespace debrief::tests
