// The audit chain finds every tampering, and survives erasure.

#include "workspace.h"

#include "review/actions.h"
#include "review/audit.h"
#include "review/reviews.h"

namespace debrief::review {
namespace {

class AuditTest : public Workspace {
 protected:
  AuditTest() {
    auto store = open();
    import(store, {draft(2, "A-1", "Line down")});
    draft_review(store, {"A-1"});
    write_passage(store, 1, "summary.cause", "A card failed.");
    write_passage(store, 1, "summary.cause", "A card failed after a change.");
  }

  std::optional<std::int64_t> first_bad_after(const std::string& sql) {
    auto store = open();
    store.db().execute(sql);
    return verify_audit(store).first_bad;
  }
};

TEST_F(AuditTest, AnUntouchedChainHolds) {
  auto store = open();
  const auto v = verify_audit(store);
  EXPECT_EQ(v.entries, 4);
  EXPECT_FALSE(v.first_bad.has_value()) << v.why;
}

TEST_F(AuditTest, AnEditIsFound) { EXPECT_EQ(first_bad_after("UPDATE audit SET by = 'someone' WHERE id = 2"), 2); }
TEST_F(AuditTest, AChangedValueIsFound) {
  EXPECT_EQ(first_bad_after("UPDATE audit_value SET value = '{}' WHERE audit_id = 3"), 3);
}
TEST_F(AuditTest, ADeletionIsFound) {
  EXPECT_EQ(first_bad_after("DELETE FROM audit_value WHERE audit_id = 2; DELETE FROM audit WHERE id = 2"), 2);
}
TEST_F(AuditTest, ACutTailIsFound) {
  EXPECT_EQ(first_bad_after("DELETE FROM audit_value WHERE audit_id = 4; DELETE FROM audit WHERE id = 4"), 4);
}
TEST_F(AuditTest, AReorderingIsFound) {
  EXPECT_EQ(first_bad_after("PRAGMA foreign_keys = OFF; UPDATE audit SET id = 99 WHERE id = 2; "
                            "UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 99"),
            2);
}

TEST_F(AuditTest, ErasedValuesLeaveTheChainWhole) {
  auto store = open();
  erase_audit_value(store, 3);
  const auto v = verify_audit(store);
  EXPECT_FALSE(v.first_bad.has_value()) << v.why;
  EXPECT_EQ(v.erased, 1);
}

TEST_F(AuditTest, PassagesKeepEveryVersion) {
  auto store = open();
  EXPECT_EQ(passages_of(store, 1).at("summary.cause").version, 2);
  EXPECT_EQ(passage_history(store, 1).size(), 2U);
  EXPECT_FALSE(write_passage(store, 1, "summary.cause", "A card failed after a change."));
}

TEST_F(AuditTest, AReviewIsSignedOnlyWithAnEvidencedCauseAndAnAction) {
  auto store = open();
  EXPECT_THROW(sign_review(store, 1, "Sam Lee"), base::Error);
  Finding f;
  f.review_id = 1;
  f.kind = "root";
  f.text = "The card had no spare";
  add_finding(store, f);
  Action a;
  a.review_id = 1;
  a.title = "Fit a spare card";
  add_action(store, a);
  EXPECT_THROW(sign_review(store, 1, "Sam Lee"), base::Error) << "a cause without evidence is a hypothesis";
  const auto r = sign_review(store, 1, "Sam Lee", "the supplier keeps the log of the card");
  EXPECT_EQ(r.status, "final");
  EXPECT_THROW(write_passage(store, 1, "summary.cause", "Otherwise."), base::Error);
}

TEST_F(AuditTest, AnActionClosesByAVerdictFromSomeoneElse) {
  auto store = open();
  Action a;
  a.title = "Fit a spare card";
  a.owner = "Ana Reyes";
  a.due_ms = end_of_day(store, "2026-02-01");
  const auto id = add_action(store, a);
  EXPECT_THROW(update_action(store, id, "status", "closed"), base::Error);
  EXPECT_THROW(verify_action(store, id, "worked", "ana  reyes", ""), base::Error);
  EXPECT_THROW(update_action(store, id, "status", "verified"), base::Error) << "a word is no verdict";
  EXPECT_THROW(update_action(store, id, "verifier", "Ana Reyes"), base::Error);
  EXPECT_THROW(verify_action(store, id, "worked", "Sam Lee", ""), base::Error) << "nothing was carried out yet";
  EXPECT_TRUE(update_action(store, id, "status", "implemented"));
  verify_action(store, id, "worked", "Sam Lee", "no repeat in 90 days");
  EXPECT_THROW(update_action(store, id, "owner", "sam lee"), base::Error) << "who judged it cannot own it afterwards";
  EXPECT_EQ(action_by_id(store, id).status, "verified");
  EXPECT_TRUE(update_action(store, id, "status", "closed"));
  EXPECT_TRUE(update_action(store, id, "due", "2026-03-01", "supplier late"));
  const auto moved = action_by_id(store, id);
  EXPECT_EQ(moved.original_due_ms, a.due_ms);
  EXPECT_NE(moved.due_ms, a.due_ms);
  EXPECT_EQ(progress_of(store, id).size(), 4U);
  a.status = "verified";
  EXPECT_THROW(add_action(store, a), base::Error);
  EXPECT_THROW(update_action(store, id, "status", "finished"), base::Error);
}

}  // namespace
}  // namespace debrief::review
