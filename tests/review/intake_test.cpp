// Intake: folding, counting, comparing, taking back.

#include "base/text.h"
#include "review/audit.h"
#include "review/duplicates.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "workspace.h"

namespace debrief::review {
namespace {

using IntakeTest = Workspace;

void expect_counts(const Receipt& r, RowCounts want) {
  EXPECT_EQ(r.rows.read, want.read);
  EXPECT_EQ(r.rows.added, want.added);
  EXPECT_EQ(r.rows.changed, want.changed);
  EXPECT_EQ(r.rows.unchanged, want.unchanged);
  EXPECT_EQ(r.rows.merged, want.merged);
  EXPECT_EQ(r.rows.quarantined, want.quarantined);
}

Event entry(EventKind kind, base::Ms ms, std::string text) {
  Event e;
  e.kind = kind;
  e.at = base::Stamp{ms, base::Precision::second, "UTC", ""};
  e.text = std::move(text);
  return e;
}

TEST_F(IntakeTest, AddsEachKeyOnceAndMergesFurtherRows) {
  auto store = open();
  auto second = draft(3, "A-1", "Line down, again", 2);
  second.incident[TextField::category] = "Telephony";
  const auto r = import(store, {draft(2, "A-1", "Line down"), second, draft(4, "A-2", "Wrong bill")});
  expect_counts(r, {.read = 3, .added = 2, .merged = 1});
  const auto i = incident_by_ref(store, "A-1");
  EXPECT_EQ(i.incident[TextField::title], "Line down, again");
  EXPECT_EQ(i.incident[TextField::category], "Telephony");
  EXPECT_EQ(i.row, 2);
  EXPECT_EQ(i.rows, 2);
}

TEST_F(IntakeTest, TheSameFileAgainChangesNothing) {
  auto store = open();
  const std::vector<IncidentDraft> drafts{draft(2, "A-1", "Line down"), draft(3, "A-2", "Wrong bill")};
  import(store, drafts);
  expect_counts(import(store, drafts), {.read = 2, .unchanged = 2});
}

TEST_F(IntakeTest, TheSameBytesReadTheSameWayNeedNotBeReadAgain) {
  auto store = open();
  EXPECT_FALSE(import_again(store, reading())) << "nothing was imported yet";
  const auto first = import(store, {draft(2, "A-1", "Line down"), draft(3, "A-2", "Wrong bill")});
  const auto again = import_again(store, reading());
  ASSERT_TRUE(again);
  expect_counts(*again, {.read = 2, .unchanged = 2});
  EXPECT_EQ(again->import_id, first.import_id + 1);
  EXPECT_EQ(list_imports(store).size(), 2U);
  EXPECT_FALSE(verify_audit(store).first_bad);
  FileReading other = reading();
  other.zone = "Europe/Paris";
  EXPECT_FALSE(import_again(store, other)) << "in another zone its times are others";
  // What an undo took away must come back by reading the file.
  undo_import(store, first.import_id);
  EXPECT_FALSE(import_again(store, reading()));
}

TEST_F(IntakeTest, RowsOfOneIncidentNeedNotBeNeighbours) {
  auto store = open();
  std::vector<IncidentDraft> drafts;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 3000; ++i) {  // more than are held in memory at once
      auto d = draft(2 + round * 3000 + i, "A-" + std::to_string(i), "round " + std::to_string(round),
                     static_cast<std::uint64_t>(round + 1));
      d.events.push_back(entry(EventKind::note, noon + round, "entry " + std::to_string(round)));
      drafts.push_back(std::move(d));
    }
  }
  const auto r = import(store, drafts, RowIs::event);
  expect_counts(r, {.read = 6000, .added = 3000, .merged = 3000});
  EXPECT_EQ(r.events, 6000);
  const auto i = incident_by_ref(store, "A-7");
  EXPECT_EQ(i.incident[TextField::title], "round 1");
  EXPECT_EQ(events_of(store, i.id).size(), 2U);
  expect_counts(import(store, drafts, RowIs::event), {.read = 6000, .unchanged = 3000, .merged = 3000});
  EXPECT_EQ(events_of(store, i.id).size(), 2U);
  // A third round of rows changes every incident and keeps what was there.
  for (int n = 0; n < 3000; ++n) {
    auto d = draft(6002 + n, "A-" + std::to_string(n), "round 2", 3);
    d.events.push_back(entry(EventKind::resolved, noon + 2, "entry 2"));
    drafts.push_back(std::move(d));
  }
  expect_counts(import(store, drafts, RowIs::event), {.read = 9000, .changed = 3000, .merged = 6000});
  EXPECT_EQ(events_of(store, i.id).size(), 3U);
  EXPECT_EQ(incident_by_ref(store, "A-7").incident[TextField::title], "round 2");
}

TEST_F(IntakeTest, AChangedFieldKeepsItsHistoryAndAnAbsentOneIsNoChange) {
  auto store = open();
  auto first = draft(2, "A-1", "Line down");
  first.incident[TextField::priority] = "P2";
  import(store, {first});
  auto second = draft(2, "A-1", "Line down at both sites", 9);
  const auto r = import(store, {second});
  expect_counts(r, {.read = 1, .changed = 1});
  const auto i = incident_by_ref(store, "A-1");
  EXPECT_EQ(i.incident[TextField::priority], "P2");
  const auto history = history_of(store, i.id);
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].field, "title");
  EXPECT_EQ(history[0].before, "Line down");
  EXPECT_EQ(history[0].after, "Line down at both sites");
}

TEST_F(IntakeTest, ACorrectedRowStandsAgainstTheRowItCorrected) {
  Store store = open();
  import(store, {draft(2, "A1", "before", 1)});
  FileReading corrected = reading(RowIs::incident, "faults.xlsx");
  corrected.columns = {{"ref", "ref", 1, "", ""}, {"debrief import 1 0badcafe row", "", 0, "", ""}};
  {
    Intake intake(store, corrected, Intake::Mode::real);
    intake.take(draft(2, "A1", "after", 2));
    EXPECT_EQ(intake.finish(file_).rows.changed, 1);
  }
  const auto again = import(store, {draft(2, "A1", "before", 1)});
  EXPECT_EQ(again.rows.unchanged, 1);
  EXPECT_EQ(incident_by_ref(store, "A1").incident[TextField::title], "after");
  const auto news = import(store, {draft(2, "A1", "and on", 3)});
  EXPECT_EQ(news.rows.changed, 1) << "a row that changed since is news";
  EXPECT_EQ(incident_by_ref(store, "A1").incident[TextField::title], "and on");
}

TEST_F(IntakeTest, LogsOfNoKnownSystemAreComparedWithEachOther) {
  Store store = open();
  const auto bring = [&](const char* name, const char* heading, const char* ref, const char* title) {
    FileReading r = reading(RowIs::incident, name);
    r.source = "generic";
    r.columns = {{heading, "ref", 1, "", ""}};
    Intake intake(store, r, Intake::Mode::real);
    intake.take(draft(2, ref, title));
    intake.finish(file_);
  };
  bring("system-a.csv", "Number", "INC9001", "Payroll export truncated");
  EXPECT_TRUE(duplicate_pairs(store, 10).empty());
  bring("system-b.csv", "Ticket", "HD-201", "Payroll export truncated");
  const auto pairs = duplicate_pairs(store, 10);
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].a.ref, "INC9001");
  EXPECT_EQ(pairs[0].b.ref, "HD-201");
  bring("system-a 2.csv", "Number", "INC9002", "Payroll export truncated");
  for (const auto& p : duplicate_pairs(store, 10)) EXPECT_NE(p.a.ref.substr(0, 3), p.b.ref.substr(0, 3)) << "one log is no two";
}

TEST_F(IntakeTest, AReopenedRowTakesTheResolutionAway) {
  auto store = open();
  auto resolved = draft(2, "A-1", "Line down");
  resolved.incident[TimeField::resolved] = at(noon + base::hour_ms);
  resolved.incident[TextField::status] = "Resolved";
  auto reopened = draft(3, "A-1", "Line down", 2);
  reopened.incident[TextField::status] = "In Progress";
  import(store, {resolved, reopened}, RowIs::event);
  EXPECT_FALSE(incident_by_ref(store, "A-1").incident[TimeField::resolved].has_value());
}

TEST_F(IntakeTest, UndoRemovesWhatWasAddedAndRestoresWhatWasChanged) {
  auto store = open();
  import(store, {draft(2, "A-1", "before")});
  auto changed = draft(2, "A-1", "after", 5);
  changed.events.push_back(entry(EventKind::note, noon, "new entry"));
  const auto second = import(store, {changed, draft(3, "A-2", "new")});
  const auto undone = undo_import(store, second.import_id);
  EXPECT_EQ(undone.removed, 1);
  EXPECT_EQ(undone.restored, 1);
  EXPECT_TRUE(undone.conflicts.empty());
  const auto i = incident_by_ref(store, "A-1");
  EXPECT_EQ(i.incident[TextField::title], "before");
  EXPECT_TRUE(events_of(store, i.id).empty());
  EXPECT_THROW(incident_by_ref(store, "A-2"), base::Error);
  EXPECT_THROW(undo_import(store, second.import_id), base::Error);
  // What was undone can be imported again.
  expect_counts(import(store, {draft(2, "A-1", "before")}), {.read = 1, .unchanged = 1});
}

TEST_F(IntakeTest, UndoLeavesWhatAReviewRestsOn) {
  auto store = open();
  const auto r = import(store, {draft(2, "A-1", "Line down"), draft(3, "A-2", "Wrong bill")});
  draft_review(store, {"A-1"});
  const auto undone = undo_import(store, r.import_id);
  EXPECT_EQ(undone.removed, 1);
  ASSERT_EQ(undone.conflicts.size(), 1U);
  EXPECT_EQ(undone.conflicts[0].ref, "A-1");
  EXPECT_EQ(undone.conflicts[0].why, "a review is about it");
}

TEST_F(IntakeTest, ADryRunLeavesTheWorkspaceAsItWas) {
  auto store = open();
  const auto r = import(store, {draft(2, "A-1", "Line down")}, RowIs::incident, Intake::Mode::dry_run);
  expect_counts(r, {.read = 1, .added = 1});
  EXPECT_TRUE(r.dry_run);
  EXPECT_EQ(count_incidents(store), 0);
  EXPECT_TRUE(list_imports(store).empty());
}

TEST_F(IntakeTest, AnImportThatIsNeverFinishedLeavesNothing) {
  auto store = open();
  {
    Intake intake(store, reading(), Intake::Mode::real);
    intake.take(draft(2, "A-1", "Line down"));
  }
  EXPECT_EQ(count_incidents(store), 0);
}

TEST_F(IntakeTest, QuarantinedRowsAreCountedAndKeptWhole) {
  auto store = open();
  Intake intake(store, reading(), Intake::Mode::real);
  intake.take(draft(2, "A-1", "Line down"));
  intake.quarantine(3, {"A-2", "31/02/2026"},
                    {.code = "date-impossible", .detail = "not a date", .value = "31/02/2026", .place = {}});
  const auto r = intake.finish(file_);
  expect_counts(r, {.read = 2, .added = 1, .quarantined = 1});
  const auto rejects = rejects_of(store, r.import_id);
  ASSERT_EQ(rejects.size(), 1U);
  EXPECT_EQ(rejects[0].cells, (std::vector<std::string>{"A-2", "31/02/2026"}));
  EXPECT_EQ(r.issues_by_code.at("date-impossible"), 1);
}

TEST_F(IntakeTest, TimesOutOfOrderAreReportedOncePerIncident) {
  auto store = open();
  auto d = draft(2, "A-1", "Line down");
  d.incident[TimeField::resolved] = at(noon - base::hour_ms);
  auto dated = draft(3, "A-2", "By date only");
  dated.incident[TimeField::resolved] =
      base::Stamp{noon - 12 * base::hour_ms, base::Precision::day, "UTC", "2026-01-01"};
  const auto r = import(store, {d, dated});
  EXPECT_EQ(r.issues_by_code, (std::map<std::string, std::int64_t>{{"resolved-before-opened", 1}}));
}

TEST_F(IntakeTest, TheSourceFileComesBackByteForByte) {
  std::string bytes = "ref,opened\n";
  for (int i = 0; i < 60000; ++i) bytes += "A-" + std::to_string(i) + ",2026-01-01\n";
  std::ofstream(file_, std::ios::binary) << bytes;
  auto store = open();
  const auto r = import(store, {draft(2, "A-1", "Line down")});
  std::string back;
  stream_source(store, r.import_id, [&](std::string_view piece) { back += piece; });
  EXPECT_EQ(back, bytes);
}

TEST_F(IntakeTest, StampsKeepPrecisionZoneAndTheSourcesWords) {
  auto store = open();
  auto d = draft(2, "A-1", "Line down");
  d.incident[TimeField::opened] = base::Stamp{noon, base::Precision::minute, "Europe/London", "1/1/2026 12:00"};
  import(store, {d});
  EXPECT_EQ(incident_by_ref(store, "A-1").incident[TimeField::opened], d.incident[TimeField::opened]);
}

TEST_F(IntakeTest, ANewerWorkspaceIsRefusedByNameAndLeftAlone) {
  {
    auto store = open();
    store.db().execute("PRAGMA user_version = 999");
  }
  try {
    open();
    FAIL() << "opened a newer workspace";
  } catch (const base::Error& e) {
    EXPECT_EQ(e.code(), "workspace-newer");
    EXPECT_EQ(e.status(), base::Status::refused);
  }
}

TEST_F(IntakeTest, ASecondWriterIsToldToWait) {
  auto store = open();
  EXPECT_THROW(base::Database::open_writer(folder_ / "debrief.db", 50), base::Error);
}

TEST_F(IntakeTest, ConditionsFindByFieldTimeAndWord) {
  auto store = open();
  auto p1 = draft(2, "A-1", "Router batch faulty");
  p1.incident[TextField::priority] = "P1";
  auto later = draft(3, "A-2", "Wrong bill");
  later.incident[TimeField::opened] = at(noon + 40 * base::day_ms);
  import(store, {p1, later});
  const auto count = [&](std::string_view where) { return count_incidents(store, parse_where(where)); };
  EXPECT_EQ(count("priority=p1"), 1);
  EXPECT_EQ(count("priority!=P1"), 1);
  EXPECT_EQ(count("title~router"), 1);
  EXPECT_EQ(count("opened>=2026-02-01"), 1);
  EXPECT_EQ(count("opened=2026-01-01"), 1);
  EXPECT_EQ(count("opened_at<2026-02-01,title~bill"), 0);
  EXPECT_EQ(count("category="), 2);
  EXPECT_THROW(parse_where("prioritty=P1"), base::Error);
  EXPECT_THROW(parse_where("priority"), base::Error);
}

TEST_F(IntakeTest, PagesFollowOnEachOtherWithoutLossOrRepeat) {
  auto store = open();
  std::vector<IncidentDraft> drafts;
  for (int i = 0; i < 25; ++i) {
    auto d = draft(i + 2, "A-" + std::to_string(i), "x");
    d.incident[TimeField::opened] = at(noon + i / 5);
    if (i % 7 == 0) d.incident[TimeField::opened].reset();
    drafts.push_back(std::move(d));
  }
  import(store, drafts);
  std::set<std::string> seen;
  std::string next;
  do {
    const auto page = list_incidents(store, {}, 4, next);
    for (const auto& i : page.items) EXPECT_TRUE(seen.insert(i.incident.ref).second);
    next = page.next;
  } while (!next.empty());
  EXPECT_EQ(seen.size(), 25U);
}

TEST_F(IntakeTest, AnOlderStateOfARecordLeavesTheNewerAsItIs) {
  auto store = open();
  auto state = [](const char* status, base::Ms updated, bool over, std::uint64_t digest) {
    auto d = draft(2, "A-1", "Line down", digest);
    d.incident[TextField::status] = status;
    d.incident[TimeField::updated] = at(updated);
    if (over) d.incident[TimeField::resolved] = at(updated);
    return d;
  };
  const auto newer = state("Resolved", noon + base::hour_ms, true, 1);
  import(store, {newer});
  const auto r = import(store, {state("Open", noon, false, 2)});
  expect_counts(r, {.read = 1, .unchanged = 1});
  EXPECT_EQ(r.issues_by_code.at("older-than-stored"), 1);
  EXPECT_EQ(r.issues[0].place.row, 2);
  EXPECT_TRUE(incident_by_ref(store, "A-1").incident[TimeField::resolved].has_value());
  expect_counts(import(store, {newer}), {.read = 1, .unchanged = 1});
  auto later = state("Closed", noon + 2 * base::hour_ms, true, 3);
  expect_counts(import(store, {later}), {.read = 1, .changed = 1});
}

TEST_F(IntakeTest, AFileAfterWhichMostResolvedRecordsAreOpenAgainIsQuestioned) {
  auto store = open();
  std::vector<IncidentDraft> resolved;
  std::vector<IncidentDraft> open_again;
  for (int i = 0; i < 4; ++i) {
    const std::string ref = "A-" + std::to_string(i);
    auto d = draft(i + 2, ref, "Line down");
    d.incident[TextField::status] = "Resolved";
    d.incident[TimeField::resolved] = at(noon + base::hour_ms);
    resolved.push_back(d);
    open_again.push_back(draft(i + 2, ref, "Line down", 2));
    if (i > 0) open_again.back().incident[TextField::status] = "Open";
  }
  import(store, resolved);
  const auto r = import(store, open_again);
  EXPECT_EQ(r.rows.changed, 3);
  EXPECT_EQ(r.issues_by_code.at("older-than-stored"), 1);
}

TEST_F(IntakeTest, ATimeDecadesAfterAllOthersIsNamedWithItsRowAndTheRecordStays) {
  auto store = open();
  std::vector<IncidentDraft> drafts;
  for (int i = 0; i < 10; ++i) {
    drafts.push_back(draft(i + 2, "A-" + std::to_string(i), "Line down"));
    auto& incident = drafts.back().incident;
    incident[TimeField::opened] = at(noon + i * base::day_ms);
    incident[TimeField::resolved] = at(noon + i * base::day_ms + base::hour_ms + (i == 4 ? 36 * 365 * base::day_ms : 0));
  }
  const auto r = import(store, drafts);
  EXPECT_EQ(r.rows.added, 10);
  ASSERT_EQ(r.issues_by_code.at("date-outlier"), 1);
  const auto told = std::find_if(r.issues.begin(), r.issues.end(), [](const auto& i) { return i.code == "date-outlier"; });
  EXPECT_EQ(told->place.row, 6);
  EXPECT_NE(told->detail.find("36 years after"), std::string::npos) << told->detail;
  EXPECT_EQ(count_incidents(store), 10);
}

}  // namespace
}  // namespace debrief::review
