// What the receipt says about times, durations and flags that cannot be true, one record and many at once.

#include "workspace.h"

#include "review/checks.h"
#include "review/duplicates.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/whole_file.h"

namespace debrief::review {
namespace {

using TruthTest = Workspace;

Incident incident(base::Ms opened) {
  Incident in;
  in.ref = "A-1";
  in[TimeField::opened] = base::Stamp{opened, base::Precision::second, "UTC", base::rfc3339(opened)};
  return in;
}

base::Stamp stamp(base::Ms at, std::string text = {}) { return {at, base::Precision::second, "UTC", std::move(text)}; }

std::vector<std::string> codes(const Incident& in) {
  std::vector<std::string> out;
  for (const auto& i : contradictions(in, 2)) out.push_back(i.code + " " + i.place.column);
  return out;
}

using Codes = std::vector<std::string>;

TEST(Contradictions, AGapInTheChainIsBridged) {
  auto in = incident(noon);
  in[TimeField::acknowledged] = stamp(noon + base::hour_ms);
  in[TimeField::closed] = stamp(noon + base::minute_ms);
  EXPECT_EQ(codes(in), Codes{"closed-before-acknowledged closed_at"});
  Incident unopened;
  unopened[TimeField::occurred] = stamp(noon);
  unopened[TimeField::closed] = stamp(noon - base::day_ms);
  EXPECT_EQ(codes(unopened), Codes{"closed-before-occurred closed_at"});
}

TEST(Contradictions, AStatedDurationIsHeldAgainstResolutionAndClosing) {
  auto in = incident(noon);
  in[TimeField::resolved] = stamp(noon + 4 * base::hour_ms);
  in[TimeField::closed] = stamp(noon + 5 * base::day_ms);
  for (const double right : {4 * 3600.0, 4 * 3600.0 + 100, 5 * 86400.0}) {
    in[NumberField::resolve_seconds_given] = right;
    EXPECT_EQ(codes(in), Codes{}) << right;
  }
  in[NumberField::resolve_seconds_given] = 9 * 3600.0;
  EXPECT_EQ(codes(in), Codes{"duration-against-timestamps resolve_seconds_given"});
  EXPECT_EQ(contradictions(in, 2)[0].value, "32400");
}

TEST(Contradictions, AStatedTimeToTheFirstAnswerIsHeldAgainstTheAcknowledgement) {
  auto in = incident(noon);
  in[TimeField::acknowledged] = stamp(noon + 10 * base::minute_ms);
  in[NumberField::acknowledge_seconds_given] = 600;
  EXPECT_EQ(codes(in), Codes{});
  in[NumberField::acknowledge_seconds_given] = 3600;
  EXPECT_EQ(codes(in), Codes{"duration-against-timestamps acknowledge_seconds_given"});
}

TEST(Contradictions, AServiceLevelFlagIsHeldAgainstClosingWhereNoResolutionStands) {
  auto in = incident(noon);
  in[TimeField::sla_due] = stamp(noon + base::hour_ms);
  in[TimeField::closed] = stamp(noon + 2 * base::hour_ms);
  in[NumberField::sla_met] = 1;
  EXPECT_EQ(codes(in), Codes{"sla-flag-against-dates sla_met"});
  in[NumberField::sla_met] = 0;
  EXPECT_EQ(codes(in), Codes{});
}

TEST(Contradictions, ADateThatWouldFitWithDayAndMonthSwappedIsNamed) {
  // Opened 4 March, resolved "05/03/2026" that was read month first: 3 May would be 5 March.
  auto in = incident(base::civil_as_utc({.year = 2026, .month = 3, .day = 4}));
  in[TimeField::resolved] = stamp(base::civil_as_utc({.year = 2026, .month = 2, .day = 3}), "03/02/2026");
  EXPECT_EQ(codes(in), Codes{"resolved-before-opened resolved_at"}) << "2 March is no better";
  in[TimeField::resolved] = stamp(base::civil_as_utc({.year = 2026, .month = 1, .day = 3}), "03/01/2026");
  EXPECT_EQ(codes(in), Codes{"resolved-before-opened resolved_at"});
  in = incident(base::civil_as_utc({.year = 2026, .month = 4, .day = 1}));
  in[TimeField::resolved] = stamp(base::civil_as_utc({.year = 2026, .month = 2, .day = 4}), "04/02/2026 10:00");
  EXPECT_EQ(codes(in), (Codes{"resolved-before-opened resolved_at", "day-month-swap resolved_at"}));
}

/// `n` records opened an hour apart, each resolved three hours later.
std::vector<IncidentDraft> steady(int n, const std::string& prefix = "A-", base::Ms shift = 0) {
  std::vector<IncidentDraft> out;
  for (int i = 0; i < n; ++i) {
    IncidentDraft d;
    d.row = i + 2;
    d.line = i + 2;
    d.incident.ref = prefix + std::to_string(1000 + i);
    d.incident[TextField::title] = "Fault number " + std::to_string(i);
    d.incident[TimeField::opened] = stamp(noon + i * base::hour_ms + shift);
    d.incident[TimeField::resolved] = stamp(noon + (i + 3) * base::hour_ms + shift + i * base::second_ms);
    d.digest = static_cast<std::uint64_t>(i + 1);
    out.push_back(std::move(d));
  }
  return out;
}

const base::Issue* first(const Receipt& r, const std::string& code) {
  for (const auto& i : r.issues) {
    if (i.code == code) return &i;
  }
  return nullptr;
}

TEST_F(TruthTest, ManyOldRecordsStampedAtOneTimeAreABulkUpdate) {
  auto store = open();
  auto drafts = steady(200);
  const base::Ms stroke = noon + 300 * base::hour_ms;
  for (int i = 20; i < 140; i += 3) drafts[static_cast<std::size_t>(i)].incident[TimeField::resolved] = stamp(stroke);
  const auto r = import(store, drafts);
  const base::Issue* issue = first(r, "bulk-update");
  ASSERT_NE(issue, nullptr);
  EXPECT_EQ(issue->place.row, 22);
  EXPECT_EQ(issue->place.line, 22);
  EXPECT_EQ(issue->value, base::rfc3339(stroke));
  EXPECT_NE(issue->detail.find("40 records"), std::string::npos) << issue->detail;
  EXPECT_EQ(r.issues_by_code.size(), 1U);
}

TEST_F(TruthTest, ANightlyClosingJobIsAHabitAndAnOutageOfOneDayIsNoBulkUpdate) {
  auto store = open();
  auto drafts = steady(240);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    // Closed at midnight two days on, a day's worth at a time.
    const base::Ms day = noon / base::day_ms + static_cast<base::Ms>(i) / 24 + 3;
    drafts[i].incident[TimeField::closed] = stamp(day * base::day_ms);
  }
  // Twenty calls about one outage, opened within ten minutes, end together.
  for (std::size_t i = 100; i < 120; ++i) {
    drafts[i].incident[TimeField::opened] = stamp(noon + 100 * base::hour_ms + static_cast<base::Ms>(i) * 30'000);
    drafts[i].incident[TimeField::resolved] = stamp(noon + 130 * base::hour_ms);
    drafts[i].incident[TimeField::closed].reset();
  }
  EXPECT_EQ(import(store, drafts).issues_by_code.count("bulk-update"), 0U);
}

TEST_F(TruthTest, AFileChosenByClosingDateIsNamed) {
  auto store = open();
  std::vector<IncidentDraft> drafts;
  // Incidents last up to 20 days; those that ended in the last 30 days of 60 are in the file.
  for (int i = 0; i < 60 * 24; ++i) {
    auto d = draft(i + 2, "A-" + std::to_string(i), "x", static_cast<std::uint64_t>(i + 1));
    const base::Ms end = noon + i * base::hour_ms + (i * 97 % 480) * base::hour_ms + i * base::second_ms;
    d.incident[TimeField::opened] = at(noon + i * base::hour_ms);
    d.incident[TimeField::resolved] = at(end);
    if (end >= noon + 30 * base::day_ms && end < noon + 60 * base::day_ms) drafts.push_back(std::move(d));
  }
  const auto r = import(store, drafts);
  EXPECT_EQ(r.issues_by_code, (std::map<std::string, std::int64_t>{{"selected-by-closing-date", 1}}));
}

TEST_F(TruthTest, ARoundNumberOfRowsMayBeACutExport) {
  for (const std::int64_t rows : {1000, 2000, 5000, 10'000, 50'000, 65'535, 100'000, 1'048'575})
    EXPECT_EQ(cut_at_round_count(rows).size(), 1U) << rows;
  for (const std::int64_t rows : {0, 100, 999, 1001, 1500, 3000, 12'000, 65'000}) EXPECT_TRUE(cut_at_round_count(rows).empty()) << rows;
  auto store = open();
  EXPECT_EQ(import(store, steady(1000)).issues_by_code.count("maybe-truncated"), 1U);
}

Receipt import_as(Store& store, const std::string& source, std::vector<IncidentDraft> drafts, const base::Path& file) {
  FileReading reading;
  reading.file = source + ".csv";
  reading.sha256 = base::sha256(reading.file + std::to_string(drafts.size()) + std::to_string(drafts[0].digest));
  reading.source = source;
  reading.zone = "UTC";
  reading.columns = {{.name = "Raised", .role = "opened", .confidence = 1, .why = "", .day_order = ""}};
  Intake intake(store, reading, Intake::Mode::real);
  for (auto& d : drafts) intake.take(std::move(d));
  return intake.finish(file);
}

TEST_F(TruthTest, AClockThatDiffersBetweenTwoSourcesIsFoundToTheMinute) {
  struct Case {
    const char* what;
    base::Ms shift;
    bool same_refs;
  };
  for (const Case& c : {Case{"an hour by reference", base::hour_ms, true}, Case{"minus seven minutes by reference", -7 * base::minute_ms, true},
                        Case{"an hour by title", base::hour_ms, false}, Case{"five and a half hours by title", 330 * base::minute_ms, false}}) {
    const base::Path at = folder_ / (std::string("w") + std::to_string(c.shift) + (c.same_refs ? "r" : "t"));
    auto store = Store::open(at, Store::Mode::write, base::Clock(noon), "tester");
    import_as(store, "desk", steady(60), file_);
    auto drafts = steady(40, c.same_refs ? "A-" : "TEL-77", c.shift);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (!c.same_refs) drafts[i].incident.ref += "x";
      drafts[i].incident[TimeField::opened]->at += static_cast<base::Ms>(i % 5) * 9'000 - 18'000;   // people type slowly
    }
    const auto r = import_as(store, "phones", drafts, file_);
    const base::Issue* issue = first(r, "clock-offset");
    ASSERT_NE(issue, nullptr) << c.what;
    EXPECT_EQ(issue->value, (c.shift > 0 ? "+" : "") + std::to_string(c.shift / base::minute_ms) + " min") << c.what;
    EXPECT_EQ(issue->place.column, "Raised");
    EXPECT_EQ(issue->place.row, 0);
  }
}

TEST_F(TruthTest, AgreeingClocksAndUnrelatedSourcesAreNotReported) {
  auto store = open();
  import_as(store, "desk", steady(60), file_);
  EXPECT_EQ(import_as(store, "phones", steady(40), file_).issues_by_code.count("clock-offset"), 0U);
  auto others = steady(40, "B-", base::hour_ms);
  for (auto& d : others) d.incident[TextField::title] = "Password reset";
  EXPECT_EQ(import_as(store, "chat", others, file_).issues_by_code.count("clock-offset"), 0U);
}

TEST_F(TruthTest, AFileReadInAnotherZoneThanBeforeIsFoundToo) {
  auto store = open();
  import_as(store, "desk", steady(30), file_);
  auto again = steady(30, "A-", -base::hour_ms);
  for (auto& d : again) d.digest += 1000;
  const auto r = import_as(store, "desk", again, file_);
  EXPECT_EQ(r.rows.changed, 30);
  ASSERT_NE(first(r, "clock-offset"), nullptr);
  EXPECT_EQ(first(r, "clock-offset")->value, "-60 min");
}

TEST_F(TruthTest, TheSameIncidentFromTwoSystemsIsSuggestedAndCountedOnceOnlyWhenAPersonSaysSo) {
  auto store = open();
  import_as(store, "desk", steady(10), file_);
  auto phones = steady(3, "TEL-9", base::hour_ms);
  phones[0].incident[TextField::log_number] = "A-1000";
  phones[2].incident[TextField::title] = "Something else altogether";
  phones[2].incident[TimeField::opened]->at += 90 * base::day_ms;
  import_as(store, "phones", phones, file_);
  const auto pairs = duplicate_pairs(store, 50);
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].a.ref, "A-1000");
  EXPECT_EQ(pairs[0].b.ref, "TEL-91000");
  EXPECT_GT(pairs[0].score, pairs[1].score);
  EXPECT_FALSE(pairs[0].reasons.empty());
  EXPECT_EQ(pairs[1].b.ref, "TEL-91001");
  EXPECT_EQ(incident_columns(store).size(), 13U) << "nothing is merged by itself";

  link_incidents(store, "A-1000", "TEL-91000");
  EXPECT_EQ(incident_columns(store).size(), 12U);
  EXPECT_EQ(count_incidents(store), 13) << "both records stay";
  EXPECT_EQ(duplicate_pairs(store, 50).size(), 1U);
  const auto linked = linked_to(store, incident_by_ref(store, "TEL-91000").id);
  ASSERT_EQ(linked.size(), 1U);
  EXPECT_EQ(linked[0].ref, "A-1000");
  EXPECT_TRUE(linked[0].counts);
  EXPECT_THROW(link_incidents(store, "TEL-91000", "A-1000"), base::Error);
  EXPECT_THROW(link_incidents(store, "A-1000", "A-1000"), base::Error);
  EXPECT_THROW(unlink_incidents(store, "A-1000", "A-1001"), base::Error);
  // A third record joins through the one that is not counted; still one of the three counts.
  link_incidents(store, "TEL-91000", "TEL-91001");
  EXPECT_EQ(incident_columns(store).size(), 11U);
  unlink_incidents(store, "A-1000", "TEL-91000");
  EXPECT_EQ(incident_columns(store).size(), 12U);
  unlink_incidents(store, "A-1000", "TEL-91001");
  EXPECT_EQ(incident_columns(store).size(), 13U);
}

TEST_F(TruthTest, ParentsProblemsAndDuplicatesAreShownFromBothSides) {
  auto store = open();
  auto drafts = steady(4);
  drafts[1].incident[TextField::parent] = "A-1000";
  drafts[1].incident[TextField::problem] = "PRB-7";
  drafts[2].incident[TextField::problem] = "PRB-7";
  import(store, drafts);
  const auto of = [&](const char* ref) {
    std::vector<std::string> out;
    for (const auto& r : related_to(store, incident_by_ref(store, ref).id)) out.push_back(r.how + " " + r.ref + (r.there ? "" : "?"));
    return out;
  };
  EXPECT_EQ(of("A-1000"), (std::vector<std::string>{"child A-1001"}));
  EXPECT_EQ(of("A-1001"), (std::vector<std::string>{"parent A-1000", "problem PRB-7?", "same_problem A-1002"}));
}

}  // namespace
}  // namespace debrief::review
