// Figures about the improvement work itself, and first-contact resolution of tickets.

#include <gtest/gtest.h>

#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

struct Step {
  base::Ms created = never;
  base::Ms due = never;
  base::Ms done = never;
  base::Ms over = never;
  int watch_days = 0;
  bool dropped = false;
  bool judged = false;
  std::string team{};
};

/// One incident from Monday to the 10th day, and the actions; asked on the 40th day.
review::IncidentColumns with_actions(const std::vector<Step>& actions) {
  review::IncidentColumns t = incidents_made({{.opened = day(0), .resolved = day(10)}});
  for (const Step& a : actions) {
    t.actions.id.push_back(static_cast<std::int64_t>(t.actions.size()) + 1);
    t.actions.created.push_back(a.created);
    t.actions.due.push_back(a.due);
    t.actions.done.push_back(a.done);
    t.actions.over.push_back(a.over != never ? a.over : a.done);
    t.actions.watched_until.push_back(a.done == never ? never : a.done + a.watch_days * base::day_ms);
    t.actions.dropped.push_back(a.dropped ? 1 : 0);
    t.actions.judged.push_back(a.judged ? 1 : 0);
    add_label(t.actions.team, a.team);
  }
  t.now = day(40);
  return t;
}

Sample asked(const char* id, const review::IncidentColumns& t, base::Ms until = day(10) + 1,
             const ContactGroup* group = nullptr) {
  const auto rows = all_rows(t);
  return kpi_named(id)->compute({t, rows, {day(0), until}, base::Zone(), nullptr, group});
}

TEST(ActionsOverdue, CountsThoseNotCarriedOutWhoseDayHasPassed) {
  const auto t = with_actions({{.created = day(1), .due = day(20)},                    // overdue since day 20
                               {.created = day(1), .due = day(20), .done = day(39)},   // late, but carried out
                               {.created = day(1), .due = day(60)},                    // not yet due
                               {.created = day(1)},                                    // no due date
                               {.created = day(1), .due = day(5), .dropped = true}});  // rejected
  const Sample now = asked("actions_overdue", t);
  EXPECT_EQ(now.value, 1);
  EXPECT_EQ(now.n, 2);
  EXPECT_EQ(now.missing, 1);
  const Sample then = asked("actions_overdue", t, day(8));
  EXPECT_EQ(then.value, 0) << "a window that ends earlier is asked at its end";
  EXPECT_EQ(then.n, 3);
  EXPECT_FALSE(asked("actions_overdue", with_actions({})).value);
}

TEST(ActionsVerified, IsTheShareOfThoseWhoseWatchIsOver) {
  const auto t = with_actions({{.created = day(1), .done = day(5), .watch_days = 10, .judged = true},
                               {.created = day(1), .done = day(5), .watch_days = 10},   // watch over, no verdict
                               {.created = day(1), .done = day(30), .watch_days = 30},  // still watched
                               {.created = day(1), .done = day(38), .watch_days = 30, .judged = true},
                               {.created = day(1)}});  // not carried out
  const Sample s = asked("actions_verified", t);
  EXPECT_EQ(s.numerator, 2);
  EXPECT_EQ(s.denominator, 3);
  EXPECT_EQ(s.open, 1);
}

TEST(ActionsVerified, AreThoseOfTheTeamAskedFor) {
  const auto t = with_actions({{.created = day(1), .done = day(5), .judged = true, .team = "Billing"},
                               {.created = day(1), .done = day(5), .team = "Network"}});
  const ContactGroup billing{"team", "billing"};
  EXPECT_EQ(asked("actions_verified", t, day(11), &billing).value, 1);
  const ContactGroup priority{"priority", "1"};
  EXPECT_EQ(asked("actions_verified", t, day(11), &priority).n, 0) << "actions have no priority of incidents";
}

TEST(ReviewsOnTime, CountsTheDayTheyWereSigned) {
  auto t = with_actions({});
  const auto add = [&](base::Ms due, base::Ms signed_at) {
    t.reviews.id.push_back(static_cast<std::int64_t>(t.reviews.size()) + 1);
    t.reviews.due.push_back(due);
    t.reviews.signed_at.push_back(signed_at);
  };
  add(day(20), day(19));  // in time
  add(day(20), day(25));  // late
  add(day(30), never);    // late, not signed
  add(day(50), never);    // not yet due
  add(day(50), day(39));  // ahead of its day
  add(never, day(3));     // without a day
  const Sample s = asked("reviews_on_time", t);
  EXPECT_EQ(s.numerator, 2);
  EXPECT_EQ(s.denominator, 4);
  EXPECT_EQ(s.open, 1);
  EXPECT_EQ(s.missing, 1);
}

TEST(FirstContactResolution, IsThatOfTicketsWhereThereAreNoContacts) {
  const auto t = incidents_made({{.opened = day(0), .resolved = day(1), .first_contact = 1},
                                 {.opened = day(1), .resolved = day(2), .first_contact = 0},
                                 {.opened = day(2), .resolved = day(3)},
                                 {.opened = day(3), .first_contact = 1},  // not ended: not yet known
                                 {.opened = day(8), .resolved = day(9), .first_contact = 1}});
  const Sample s = computed("first_contact_resolution", t);
  EXPECT_EQ(s.numerator, 2);
  EXPECT_EQ(s.denominator, 3);
  EXPECT_EQ(s.missing, 1);
  EXPECT_EQ(s.rows, (std::vector<std::uint32_t>{0, 1, 4}));
}

}  // namespace
}  // namespace debrief::analytics
