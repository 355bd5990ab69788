// Taking imports back days later, in any order, beside what happened since.

#include "workspace.h"

#include "review/audit.h"
#include "review/duplicates.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/learners.h"
#include "review/reviews.h"

namespace debrief::review {
namespace {

using UndoTest = Workspace;

std::string title_of(Store& store, const char* ref) {
  return incident_by_ref(store, ref).incident[TextField::title].value_or("");
}

IncidentDraft with_note(IncidentDraft d, const std::string& text) {
  Event e;
  e.kind = EventKind::note;
  e.at = base::Stamp{noon, base::Precision::second, "UTC", ""};
  e.text = text;
  d.events.push_back(e);
  return d;
}

void change_by_hand(Store& store, const char* ref, const std::string& field, const std::string& after) {
  const auto i = incident_by_ref(store, ref);
  store.db()
      .prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) VALUES (?1, NULL, ?2, ?3, NULL, ?4)")
      .bind(1, i.id)
      .bind(2, noon)
      .bind(3, field)
      .bind(4, after)
      .run();
}

TEST_F(UndoTest, ATrialSaysWhatWouldHappenAndChangesNothing) {
  auto store = open();
  import(store, {draft(2, "A-1", "before")});
  const auto second = import(store, {draft(2, "A-1", "after", 5), draft(3, "A-2", "new")});
  const auto trial = undo_import(store, second.import_id, Intake::Mode::dry_run);
  EXPECT_TRUE(trial.dry_run);
  EXPECT_EQ(trial.removed, 1);
  EXPECT_EQ(trial.restored, 1);
  EXPECT_EQ(title_of(store, "A-1"), "after");
  EXPECT_EQ(count_incidents(store), 2);
  EXPECT_EQ(import_by_id(store, second.import_id).undone_ms, 0);
  const auto real = undo_import(store, second.import_id);
  EXPECT_EQ(real.removed, trial.removed);
  EXPECT_EQ(real.restored, trial.restored);
}

TEST_F(UndoTest, AFieldALaterImportChangedIsLeftAndNamedAndTheOthersReturn) {
  auto store = open();
  auto first = draft(2, "A-1", "one");
  first.incident[TextField::priority] = "P3";
  import(store, {first});
  auto second = draft(2, "A-1", "two", 5);
  second.incident[TextField::priority] = "P2";
  const auto r = import(store, {second});
  import(store, {draft(2, "A-1", "three", 6)});
  const auto undone = undo_import(store, r.import_id);
  ASSERT_EQ(undone.conflicts.size(), 1U);
  EXPECT_EQ(undone.conflicts[0].ref, "A-1");
  EXPECT_EQ(undone.conflicts[0].field, "title");
  EXPECT_EQ(undone.conflicts[0].why, "import 3 changed it since");
  EXPECT_EQ(title_of(store, "A-1"), "three");
  EXPECT_EQ(incident_by_ref(store, "A-1").incident[TextField::priority], "P3");
  EXPECT_EQ(undone.restored, 1);
}

TEST_F(UndoTest, ANewRecordThatALaterImportChangedOrAddedEntriesToStays) {
  auto store = open();
  const auto r = import(store, {draft(2, "A-1", "one"), draft(3, "A-2", "x"), draft(4, "A-3", "y")});
  import(store, {draft(2, "A-1", "two", 5), with_note(draft(3, "A-2", "x", 6), "called back")});
  const auto undone = undo_import(store, r.import_id);
  EXPECT_EQ(undone.removed, 1);
  ASSERT_EQ(undone.conflicts.size(), 2U);
  EXPECT_EQ(undone.conflicts[0].why, "import 2 changed it since");
  EXPECT_EQ(undone.conflicts[1].ref, "A-2");
  EXPECT_EQ(count_incidents(store), 2);
}

TEST_F(UndoTest, WhatAPersonChangedStays) {
  auto store = open();
  import(store, {draft(2, "A-1", "one")});
  const auto r = import(store, {draft(2, "A-1", "two", 5), draft(3, "A-2", "new")});
  change_by_hand(store, "A-1", "title", "two");
  change_by_hand(store, "A-2", "title", "new");
  const auto undone = undo_import(store, r.import_id);
  EXPECT_EQ(undone.removed, 0);
  ASSERT_EQ(undone.conflicts.size(), 2U);
  for (const auto& c : undone.conflicts) EXPECT_EQ(c.why, "a person changed it since");
  EXPECT_EQ(title_of(store, "A-1"), "two");
}

TEST_F(UndoTest, WhatReviewsEvidenceAndLinksRestOnStays) {
  auto store = open();
  const auto r = import(store, {draft(2, "A-1", "a"), draft(3, "A-2", "b"), draft(4, "A-3", "c"), draft(5, "A-4", "d"), draft(6, "A-5", "e")});
  draft_review(store, {"A-1"});
  store.db().execute("INSERT INTO learner (id, name, created_ms) VALUES (1, 'L', 0)");
  store.db().execute(
      "INSERT INTO evidence (learner_id, type, title, incident_id, status, created_ms) SELECT 1, 'LOGX', 't', id, 'held', 0 FROM "
      "incident WHERE ref = 'A-2'");
  link_incidents(store, "A-3", "A-4");
  const auto undone = undo_import(store, r.import_id);
  EXPECT_EQ(undone.removed, 1);
  std::map<std::string, std::string> why;
  for (const auto& c : undone.conflicts) why[c.ref] = c.why;
  EXPECT_EQ(why, (std::map<std::string, std::string>{{"A-1", "a review is about it"},
                                                     {"A-2", "evidence points to it"},
                                                     {"A-3", "a person linked it to another record"},
                                                     {"A-4", "a person linked it to another record"}}));
}

TEST_F(UndoTest, EntriesAFindingRestsOnStay) {
  auto store = open();
  import(store, {draft(2, "A-1", "one")});
  const auto r = import(store, {with_note(draft(2, "A-1", "two", 5), "the fault")});
  draft_review(store, {"A-1"});
  store.db().execute("INSERT INTO finding (id, review_id, kind, text, at_ms) SELECT 1, id, 'root', 'worn', 0 FROM review");
  store.db().execute("INSERT INTO finding_event (finding_id, incident_id, seq) SELECT 1, incident_id, seq FROM event");
  const auto undone = undo_import(store, r.import_id);
  ASSERT_EQ(undone.conflicts.size(), 1U);
  EXPECT_EQ(undone.conflicts[0].field, "events");
  EXPECT_EQ(title_of(store, "A-1"), "one");
  EXPECT_EQ(events_of(store, incident_by_ref(store, "A-1").id).size(), 1U);
}

TEST_F(UndoTest, ImportsAreTakenBackInAnyOrder) {
  for (const bool newest_first : {true, false}) {
    const base::Path at = folder_ / (newest_first ? "newest" : "oldest");
    auto store = Store::open(at, Store::Mode::write, base::Clock(noon), "tester");
    import(store, {draft(2, "A-1", "one")});
    import(store, {draft(2, "A-1", "two", 5)});
    import(store, {draft(2, "A-1", "three", 6)});
    if (newest_first) {
      EXPECT_TRUE(undo_import(store, 3).conflicts.empty());
      EXPECT_EQ(title_of(store, "A-1"), "two");
      EXPECT_TRUE(undo_import(store, 2).conflicts.empty());
      EXPECT_EQ(title_of(store, "A-1"), "one");
    } else {
      EXPECT_EQ(undo_import(store, 2).conflicts.size(), 1U);
      EXPECT_EQ(title_of(store, "A-1"), "three");
      EXPECT_TRUE(undo_import(store, 3).conflicts.empty());
      EXPECT_EQ(title_of(store, "A-1"), "one") << "what import 2 brought is undone too";
    }
    EXPECT_EQ(undo_import(store, 1).removed, 1);
    EXPECT_EQ(count_incidents(store), 0);
    EXPECT_FALSE(verify_audit(store).first_bad.has_value());
  }
}

TEST_F(UndoTest, WhatWasUndoneCanBeImportedAndUndoneAgain) {
  auto store = open();
  const auto first = import(store, {draft(2, "A-1", "one")});
  undo_import(store, first.import_id);
  const auto again = import(store, {draft(2, "A-1", "one")});
  EXPECT_EQ(again.rows.added, 1);
  import(store, {draft(2, "A-1", "two", 5)});
  undo_import(store, 3);
  const auto r = import(store, {draft(2, "A-1", "two", 5)});
  EXPECT_EQ(r.rows.changed, 1);
  EXPECT_EQ(title_of(store, "A-1"), "two");
}

TEST_F(UndoTest, ContactsAreTakenBackAndCounted) {
  auto store = open();
  Intake intake(store, reading(RowIs::contact), Intake::Mode::real);
  for (int i = 0; i < 3; ++i) {
    Contact c;
    c.ref = "C-" + std::to_string(i);
    intake.take(std::move(c), i + 2);
  }
  const auto r = intake.finish(file_);
  EXPECT_EQ(undo_import(store, r.import_id).contacts, 3);
  EXPECT_EQ(count_contacts(store), 0);
}

TEST_F(UndoTest, WhatALaterImportSaysAgainStaysAndIsNamed) {
  auto store = open();
  auto with_priority = [](const char* title, const char* priority, std::uint64_t digest) {
    auto d = draft(2, "A-1", title, digest);
    d.incident[TextField::priority] = priority;
    return d;
  };
  import(store, {with_priority("one", "P3", 1)});
  import(store, {with_priority("one", "P2", 2)});
  import(store, {with_priority("three", "P2", 3)});
  const auto undone = undo_import(store, 2);
  ASSERT_EQ(undone.conflicts.size(), 1U);
  EXPECT_EQ(undone.conflicts[0].field, "priority");
  EXPECT_EQ(undone.conflicts[0].why, "import 3 says the same");
  EXPECT_EQ(undone.restored, 0);
  EXPECT_EQ(incident_by_ref(store, "A-1").incident[TextField::priority], "P2");
  EXPECT_TRUE(undo_import(store, 3).conflicts.empty());
  EXPECT_EQ(incident_by_ref(store, "A-1").incident[TextField::priority], "P3") << "nobody says P2 any more";
  EXPECT_EQ(title_of(store, "A-1"), "one");
}

TEST_F(UndoTest, TheSameRowsAgainKeepWhatTheEarlierImportBrought) {
  auto store = open();
  import(store, {draft(2, "A-1", "one")});
  import(store, {draft(2, "A-1", "two", 5)});
  EXPECT_EQ(import(store, {draft(2, "A-1", "two", 5), draft(3, "A-2", "new")}).rows.unchanged, 1);
  EXPECT_EQ(undo_import(store, 2).conflicts.size(), 1U);
  EXPECT_EQ(title_of(store, "A-1"), "two");
  EXPECT_TRUE(history_of(store, incident_by_ref(store, "A-1").id).size() == 1U) << "saying it again is no change";
  EXPECT_TRUE(undo_import(store, 3).conflicts.empty());
  EXPECT_EQ(title_of(store, "A-1"), "one");
}

TEST_F(UndoTest, TimesAreNamedAsPeopleKnowThem) {
  auto store = open();
  auto resolved = [](base::Ms ms, std::uint64_t digest) {
    auto d = draft(2, "A-1", "one", digest);
    d.incident[TimeField::resolved] = at(ms);
    return d;
  };
  import(store, {draft(2, "A-1", "one")});
  import(store, {resolved(noon + base::hour_ms, 2)});
  import(store, {resolved(noon + 2 * base::hour_ms, 3)});
  const auto undone = undo_import(store, 2);
  ASSERT_EQ(undone.conflicts.size(), 1U);
  EXPECT_EQ(undone.conflicts[0].field, "resolved");
}

}  // namespace
}  // namespace debrief::review
