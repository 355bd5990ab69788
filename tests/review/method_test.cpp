// Which way of looking back suits an incident, and what people enter about a review.

#include <algorithm>

#include <gtest/gtest.h>

#include "base/error.h"
#include "review/method.h"
#include "review/review_fields.h"
#include "review/reviews.h"
#include "workspace.h"

namespace debrief::review {

TEST(Method, HasAnAnswerAndAReasonForEveryBasis) {
  for (const std::size_t incidents : {1U, 2U, 3U, 9U}) {
    for (const std::optional<int> level :
         {std::optional<int>(), std::optional(1), std::optional(2), std::optional(5)}) {
      for (const bool major : {false, true}) {
        for (const std::size_t children : {0U, 1U, 3U}) {
          for (const double reopened : {0.0, 2.0}) {
            for (const std::optional<double> age : {std::optional<double>(), std::optional(0.5), std::optional(30.0)}) {
              const auto chosen = choose_method({incidents, level, major, children, reopened, age});
              const auto all = review_methods();
              EXPECT_NE(std::find(all.begin(), all.end(), chosen.method), all.end());
              EXPECT_FALSE(chosen.reason.empty());
            }
          }
        }
      }
    }
  }
}

TEST(Method, GrowsWithWhatTheIncidentDeserves) {
  EXPECT_EQ(choose_method({1, 4, false, 0, 0, 30.0}).method, "after_action");
  EXPECT_EQ(choose_method({1, 4, false, 0, 0, 1.0}).method, "swarm");
  EXPECT_EQ(choose_method({1, 2, false, 0, 0, 30.0}).method, "round_table");
  EXPECT_EQ(choose_method({1, 1, false, 0, 0, 30.0}).method, "full");
  EXPECT_EQ(choose_method({1, 4, false, 3, 0, 30.0}).method, "full");
  EXPECT_EQ(choose_method({3, 1, false, 0, 0, 30.0}).method, "thematic");
}

class ReviewFields : public Workspace {};

TEST_F(ReviewFields, AreKeptClearedAndRefusedWhereTheyAreNone) {
  auto store = open();
  store.transaction([&] {
    store.db()
        .prepare(
            "INSERT INTO review (id, title, status, method, version, zone, created_ms) "
            "VALUES (1, 'T', 'draft', 'full', 1, 'UTC', 0)")
        .run();
  });
  EXPECT_TRUE(set_review_field(store, 1, "author", "Sam Lee"));
  EXPECT_FALSE(set_review_field(store, 1, "author", "Sam Lee"));
  EXPECT_TRUE(set_review_field(store, 1, "owner", "Head of operations"));
  EXPECT_TRUE(set_review_field(store, 1, "due", "2026-05-12"));
  auto fields = review_fields_of(store, 1);
  EXPECT_EQ(fields.at("author"), "Sam Lee");
  EXPECT_EQ(fields.at("owner"), "Head of operations");
  EXPECT_EQ(fields.at("due"), "2026-05-12");
  EXPECT_TRUE(set_review_field(store, 1, "author", ""));
  EXPECT_FALSE(review_fields_of(store, 1).contains("author"));
  for (const auto& [name, value] : {std::pair{"auhtor", "x"}, {"data_breach", "perhaps"}, {"follow_up", "soon"}}) {
    EXPECT_THROW(set_review_field(store, 1, name, value), base::Error) << name;
  }
  EXPECT_TRUE(set_review_field(store, 1, "data_breach", "not_yet_known"));
}

}  // namespace debrief::review
