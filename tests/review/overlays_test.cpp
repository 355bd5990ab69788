// Contacts and intervals: delivered again, changed, taken back; never incidents.

#include "workspace.h"

#include "review/columns.h"
#include "review/imports.h"
#include "review/incidents.h"

namespace debrief::review {
namespace {

class Overlay : public Workspace {
 protected:
  static Contact call(std::string ref, std::optional<double> talk, base::Ms updated = 0) {
    Contact c;
    c.ref = std::move(ref);
    c.started = at(noon);
    c.answered = true;
    c.talk = talk;
    if (updated != 0) c.updated = at(updated);
    return c;
  }
  static Interval half_hour(base::Ms from, double offered, std::string queue = "Billing") {
    Interval v;
    v.queue = std::move(queue);
    v.from = at(from);
    v.offered = offered;
    return v;
  }
  Receipt import_contacts(Store& store, const std::vector<Contact>& contacts) {
    Intake intake(store, reading(RowIs::contact), Intake::Mode::real);
    std::int64_t row = 1;
    for (const auto& c : contacts) intake.take(c, ++row);
    return intake.finish(file_);
  }
  Receipt import_intervals(Store& store, const std::vector<Interval>& intervals) {
    Intake intake(store, reading(RowIs::interval), Intake::Mode::real);
    std::int64_t row = 1;
    for (const auto& v : intervals) intake.take(v, ++row);
    intake.pass_over();   // its row of totals
    return intake.finish(file_);
  }
  static std::optional<double> talk_of(Store& store, const std::string& ref) {
    auto s = store.db().prepare("SELECT talk FROM contact WHERE ref = ?1");
    s.bind(1, ref);
    return s.step() ? s.maybe_real(0) : std::nullopt;
  }
};

TEST_F(Overlay, OfSeveralDeliveriesTheLatestCountsWhateverTheOrder) {
  auto store = open();
  const auto r = import_contacts(store, {call("c1", 10, noon + 2000), call("c1", 99, noon + 1000), call("c2", 5, noon)});
  EXPECT_EQ(r.contacts, 2);
  EXPECT_EQ(r.rows.read, 3);
  EXPECT_EQ(r.rows.added, 2);
  EXPECT_EQ(r.rows.merged, 1);
  EXPECT_EQ(talk_of(store, "c1"), 10);
}

TEST_F(Overlay, AnEarlierDeliveryFillsWhatTheLatestLeavesOpen) {
  auto store = open();
  import_contacts(store, {call("c1", 42, noon + 1000), call("c1", std::nullopt, noon + 2000)});
  EXPECT_EQ(talk_of(store, "c1"), 42);
}

TEST_F(Overlay, TheSameFileAgainChangesNothing) {
  auto store = open();
  const std::vector<Contact> calls{call("c1", 10), call("c2", 20)};
  import_contacts(store, calls);
  const auto r = import_contacts(store, calls);
  EXPECT_EQ(r.rows.added + r.rows.changed, 0);
  EXPECT_EQ(r.rows.unchanged, 2);
  import_intervals(store, {half_hour(noon, 40), half_hour(noon, 20, "Faults"), half_hour(noon + 1'800'000, 30)});
  const auto again = import_intervals(store, {half_hour(noon, 40), half_hour(noon, 20, "Faults"), half_hour(noon + 1'800'000, 30)});
  EXPECT_EQ(again.rows.added + again.rows.changed, 0);
  EXPECT_EQ(again.rows.unchanged, 3);
  EXPECT_EQ(again.rows.merged, 1) << "the totals";
  EXPECT_EQ(again.rows.read, 4);
}

TEST_F(Overlay, IntervalsWithoutATimeAreKnownByTheirPlace) {
  auto store = open();
  Interval nameless;
  nameless.offered = 7;
  EXPECT_EQ(import_intervals(store, {nameless, nameless}).rows.added, 2);
  EXPECT_EQ(import_intervals(store, {nameless, nameless}).rows.added, 0);
}

TEST_F(Overlay, AnUndoneImportLeavesWhatWasBefore) {
  auto store = open();
  const auto first = import_contacts(store, {call("c1", 10)});
  const auto second = import_contacts(store, {call("c1", 15), call("c2", 20)});
  EXPECT_EQ(second.rows.changed, 1);
  EXPECT_EQ(second.rows.added, 1);
  EXPECT_EQ(talk_of(store, "c1"), 15);
  const auto blocked = undo_import(store, first.import_id);
  EXPECT_EQ(blocked.conflicts.size(), 1U) << "a later import changed it";
  EXPECT_EQ(talk_of(store, "c1"), 15);
  const auto undone = undo_import(store, second.import_id);
  EXPECT_EQ(undone.contacts + undone.intervals, 1);
  EXPECT_EQ(undone.restored, 1);
  EXPECT_TRUE(undone.conflicts.empty());
  EXPECT_EQ(talk_of(store, "c1"), 10);
  EXPECT_EQ(talk_of(store, "c2"), std::nullopt);
}

TEST_F(Overlay, AreNoIncidents) {
  auto store = open();
  import_contacts(store, {call("c1", 10)});
  import_intervals(store, {half_hour(noon, 40)});
  const auto columns = incident_columns(store);
  EXPECT_EQ(columns.size(), 0U);
  EXPECT_EQ(columns.contacts.size(), 1U);
  EXPECT_EQ(columns.intervals.size(), 1U);
  EXPECT_EQ(columns.intervals.offered.at(0), 40);
}

}  // namespace
}  // namespace debrief::review
