// The rules of taking a sheet back.

#include "review/sheet_merge.h"

#include <gtest/gtest.h>

namespace debrief::review {
namespace {

struct Case {
  const char* why;
  std::optional<std::string> base;
  const char* theirs;
  const char* ours;
  MergeResult result;
};

TEST(SheetMerge, ACellIsMergedByWhatItSaidWhenItWentOut) {
  const Case cases[] = {
      {"nobody changed it", "a", "a", "a", MergeResult::unchanged},
      {"changed in the sheet only", "a", "b", "a", MergeResult::take},
      {"changed in the workspace only", "a", "a", "b", MergeResult::keep},
      {"changed in both, alike", "a", "b", "b", MergeResult::unchanged},
      {"changed in both, differently", "a", "b", "c", MergeResult::conflict},
      {"emptied in the sheet", "a", "", "a", MergeResult::take},
      {"emptied in the sheet, changed in the workspace", "a", "", "c", MergeResult::conflict},
      {"emptied in both", "a", "", "", MergeResult::unchanged},
      {"filled where nothing stood", "", "b", "", MergeResult::take},
      {"what it said is not known, and both agree", std::nullopt, "b", "b", MergeResult::unchanged},
      {"what it said is not known, and they differ", std::nullopt, "b", "", MergeResult::conflict},
  };
  for (const Case& c : cases) EXPECT_EQ(merged(c.base, c.theirs, c.ours), c.result) << c.why;
}

TEST(SheetMerge, AKeyIsReadHoweverItIsWritten) {
  for (const char* key : {"A-3", "a-3", " A - 3 ", "A3", "3", "A\xE2\x80\x91\x33", "A\xE2\x80\x93 3",
                          "\xC2\xA0"
                          "A-3"})
    EXPECT_EQ(action_of_key(key), 3) << key;
  for (const char* key : {"", "A-", "A-3x", "B-3", "A--3", "0", "A-0", "3.5", "99999999999999999999"})
    EXPECT_EQ(action_of_key(key), std::nullopt) << key;
}

TEST(SheetMerge, WhatProgramsDoToATextIsNoEdit) {
  EXPECT_EQ(sheet_value("title", "one\r\ntwo "), sheet_value("title", "one\ntwo"));
  EXPECT_EQ(sheet_value("title",
                        "a\xC2\xA0"
                        "b"),
            "a b");
  EXPECT_EQ(sheet_value("baseline", "1e+06"), sheet_value("baseline", "1000000"));
  EXPECT_EQ(sheet_value("baseline", "12.50"), "12.5");
  EXPECT_EQ(sheet_value("baseline", "-0"), "0");
  EXPECT_EQ(sheet_value("title", "12.50"), "12.50");
}

/// A workspace of two actions, and sheets about them.
class Sheets : public testing::Test {
 protected:
  Sheets() {
    known.ours = [this](std::int64_t id) -> std::optional<SheetFields> {
      const auto found = ours.find(id);
      return found == ours.end() ? std::nullopt : std::optional(found->second);
    };
    known.stored = [this](const std::string& from, std::int64_t id) -> std::optional<SheetFields> {
      return from == "kept" && ours.count(id) > 0 ? std::optional(stored) : std::nullopt;
    };
    known.added = [this](const std::string& fingerprint) -> std::optional<std::pair<std::int64_t, SheetFields>> {
      return fingerprint == added_fingerprint ? std::optional(std::pair(std::int64_t{2}, SheetFields{{"title", "New"}}))
                                              : std::nullopt;
    };
  }
  static ReturnedCell cell(std::string field, std::string text) {
    ReturnedCell c;
    c.field = std::move(field);
    c.text = c.value = std::move(text);
    return c;
  }
  ReturnedRow& row(std::string key, std::vector<ReturnedCell> cells) {
    ReturnedRow r;
    r.row = static_cast<std::int64_t>(sheet.rows.size()) + 2;
    r.action = action_of_key(key);
    r.key = std::move(key);
    r.base = SheetFields{{"title", "Do it"}, {"owner", "Ann"}, {"verdict", "worked"}};
    r.cells = std::move(cells);
    sheet.rows.push_back(std::move(r));
    return sheet.rows.back();
  }
  std::vector<std::string> codes() {
    std::vector<std::string> out;
    for (const auto& r : plan_sheet(sheet, known).rows) {
      for (const auto& f : r.faults) out.push_back(f.code);
    }
    return out;
  }
  std::map<std::int64_t, SheetFields> ours{{1, {{"title", "Do it"}, {"owner", "Ann"}, {"verdict", "worked"}}},
                                           {2, {{"title", "Another"}, {"owner", "Bob"}}}};
  SheetFields stored{{"title", "Do it"}, {"owner", "Zoe"}};
  std::string added_fingerprint = "none";
  SheetKnowledge known;
  ReturnedSheet sheet;
};

using testing::ElementsAre;

TEST_F(Sheets, RowsOfOneKeyAreAllRefused) {
  row("A-1", {cell("owner", "Cid")});
  row("A-1", {cell("owner", "Dan")});
  EXPECT_THAT(codes(), ElementsAre("duplicate-key", "duplicate-key"));
}

TEST_F(Sheets, AKeyOfNoActionAndOneThatIsNoKeyAreRefused) {
  row("A-99", {cell("owner", "Cid")});
  row("Total", {cell("owner", "2")});
  EXPECT_THAT(codes(), ElementsAre("unknown-key", "unknown-key"));
}

TEST_F(Sheets, ARowWhoseKeyIsNotTheOneItWasWrittenForIsRefused) {
  row("A-1", {cell("owner", "Cid")}).said_key = 2;
  EXPECT_THAT(codes(), ElementsAre("key-changed"));
}

TEST_F(Sheets, AnEmptiedKeyIsTakenFromTheHiddenBase) {
  row("", {cell("title", "Do it"), cell("owner", "Cid")}).said_key = 1;
  const SheetPlan plan = plan_sheet(sheet, known);
  ASSERT_EQ(plan.rows.size(), 1U);
  EXPECT_EQ(plan.rows[0].action, 1);
  ASSERT_EQ(plan.notes.size(), 1U);
  EXPECT_EQ(plan.notes[0].code, "key-restored");
}

TEST_F(Sheets, ACopiedRowWithoutItsKeyIsANewAction) {
  row("A-1", {cell("title", "Do it"), cell("owner", "Ann")});
  row("", {cell("title", "Do it elsewhere"), cell("owner", "Ann"), cell("created", "2026-01-01")}).said_key = 1;
  const SheetPlan plan = plan_sheet(sheet, known);
  ASSERT_EQ(plan.rows.size(), 2U);
  EXPECT_EQ(plan.rows[1].action, 0);
  EXPECT_TRUE(plan.rows[1].faults.empty());
  EXPECT_EQ(plan.rows[1].cells.size(), 2U);
}

TEST_F(Sheets, ARowThatWasAddedBeforeIsComparedWithWhatItSaidThen) {
  const ReturnedRow& r = row("", {cell("title", "New"), cell("owner", "Eve")});
  added_fingerprint = row_fingerprint(r);
  const SheetPlan plan = plan_sheet(sheet, known);
  ASSERT_EQ(plan.rows.size(), 1U);
  EXPECT_EQ(plan.rows[0].action, 2);
  EXPECT_EQ(plan.rows[0].cells[1].result, MergeResult::conflict) << "nobody, then Bob here and Eve there";
}

TEST_F(Sheets, NewRowsNeedATitleAndOneOfTheirOwn) {
  row("", {cell("title", ""), cell("owner", "Eve")});
  row("", {cell("title", "New"), cell("owner", "Eve")});
  row("", {cell("title", "new "), cell("owner", "Fay")});
  EXPECT_THAT(codes(), ElementsAre("title-missing", "duplicate-row"));
}

TEST_F(Sheets, VerdictsAndShownColumnsAreToldOfAndNotTaken) {
  row("A-1", {cell("verdict", "worse"), cell("owner", "Cid"), cell("created", "2020-01-01")});
  const SheetPlan plan = plan_sheet(sheet, known);
  EXPECT_THAT(codes(), ElementsAre("not-verified", "fixed-column"));
  ASSERT_EQ(plan.rows[0].cells.size(), 1U);
  EXPECT_EQ(plan.rows[0].cells[0].result, MergeResult::take);
}

TEST_F(Sheets, WhatWasKeptOfASheetCountsBeforeItsHiddenColumn) {
  row("A-1", {cell("owner", "Cid")}).sheet = "kept";
  const SheetPlan plan = plan_sheet(sheet, known);
  EXPECT_EQ(plan.rows[0].cells[0].base, "Zoe");
  EXPECT_EQ(plan.rows[0].cells[0].result, MergeResult::conflict);
  ASSERT_EQ(plan.notes.size(), 1U);
  EXPECT_EQ(plan.notes[0].code, "base-changed");
}

TEST_F(Sheets, ACellThatCannotBeReadIsRefusedUnlessItIsAsItWentOut) {
  auto odd = cell("owner", "Ann");
  odd.text.clear();
  odd.code = "bad-value";
  row("A-1", {odd});
  EXPECT_THAT(codes(), ElementsAre());
  sheet.rows[0].cells[0].value = "An";
  EXPECT_THAT(codes(), ElementsAre("bad-value"));
}

TEST_F(Sheets, ATextThatWentOutCutIsNoEdit) {
  const std::string whole(40'000, 'x');
  ours[1]["title"] = whole;
  std::string cut(7'999, 'x');
  cut += "\xE2\x80\xA6";
  auto& r = row("A-1", {cell("title", cut)});
  r.base->at("title") = whole;
  EXPECT_EQ(plan_sheet(sheet, known).rows[0].cells[0].result, MergeResult::unchanged);
  sheet.rows[0].cells[0].text.insert(0, 1, 'y');
  EXPECT_THAT(codes(), ElementsAre("text-cut"));
}

}  // namespace
}  // namespace debrief::review
