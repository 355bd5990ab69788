// Values that stand for nothing, and texts that were cut.

#include "collect.h"

#include <gmock/gmock.h>

namespace debrief::import::testing {
namespace {

using review::NumberField;
using review::TextField;
using review::TimeField;

std::map<std::string, int> codes_of(const Collected& c) {
  std::map<std::string, int> out;
  for (const auto& i : c.issues) ++out[i.code];
  for (const auto& [row, i] : c.quarantined) ++out[i.code];
  return out;
}

TEST(StandIns, TheFirstDayOf1970MeansNeverInALogOfToday) {
  std::string log = "Number,Opened,Resolved,Closed\n";
  for (int i = 10; i < 30; ++i) {
    const std::string d = std::to_string(i);
    log += "INC00" + d + ",2026-03-" + d + " 09:00:00,2026-03-" + d + " 11:00:00," +
           (i % 3 == 0 ? "1970-01-01 00:00:00" : i % 3 == 1 ? "1970-01-01T01:00:00Z" : "2026-03-" + d + " 12:00:00") + "\n";
  }
  const auto c = collect_text(log);
  ASSERT_EQ(c.drafts.size(), 20U);
  for (const auto& d : c.drafts) {
    const auto& closed = d.incident[TimeField::closed];
    if (closed) {
      EXPECT_GT(closed->at, 1'700'000'000'000) << d.row;
    }
  }
  EXPECT_EQ(codes_of(c), (std::map<std::string, int>{{"placeholder-value", 1}}));
  EXPECT_EQ(c.issues[0].place.row, 2) << "INC0010 was closed on 1970-01-01T01:00:00Z, the same day an hour on";
  EXPECT_EQ(c.issues[0].place.column, "Closed");
}

TEST(StandIns, ALogWhollyOf1970IsReal) {
  std::string log = "Number,Opened,Resolved\n";
  for (int i = 10; i < 20; ++i)
    log += "INC00" + std::to_string(i) + ",1970-01-01 0" + std::to_string(i - 10) + ":00:00,1970-01-0" + std::to_string(i % 5 + 2) + " 09:00:00\n";
  const auto c = collect_text(log);
  ASSERT_EQ(c.drafts.size(), 10U);
  for (const auto& d : c.drafts) EXPECT_TRUE(d.incident[TimeField::opened].has_value()) << d.row;
  EXPECT_EQ(codes_of(c), (std::map<std::string, int>{}));
}

TEST(StandIns, WordsAndDatesThatMeanNothingAreAbsent) {
  const auto c = collect_text(
      "Number,Opened,Resolved,Priority,Category\n"
      "INC0001,2026-03-02 09:00:00,0000-00-00 00:00:00,?,null\n"
      "INC0002,2026-03-03 09:00:00,9999-12-31 00:00:00,#MULTIVALUE,N/A\n"
      "INC0003,2026-03-04 09:00:00,0001-01-01,P1,Billing\n");
  ASSERT_EQ(c.drafts.size(), 3U);
  for (const auto& d : c.drafts) EXPECT_FALSE(d.incident[TimeField::resolved].has_value()) << d.row;
  EXPECT_FALSE(c.drafts[0].incident[TextField::priority].has_value());
  EXPECT_FALSE(c.drafts[1].incident[TextField::category].has_value());
  EXPECT_EQ(codes_of(c), (std::map<std::string, int>{{"placeholder-value", 3}})) << "one for each column";
}

TEST(StandIns, ATextExactlyAsLongAsExportsCutIsNamed) {
  for (const std::size_t n : {32'000U, 32'767U}) {
    std::string log = "Number,Opened,Description\n";
    log += "INC0001,2026-03-02 09:00:00,short\n";
    log += "INC0002,2026-03-03 09:00:00," + std::string(n, 'x') + "\n";
    log += "INC0003,2026-03-04 09:00:00," + std::string(n + 1, 'x') + "\n";
    const auto c = collect_text(log);
    ASSERT_EQ(codes_of(c), (std::map<std::string, int>{{"maybe-truncated", 1}})) << n;
    EXPECT_EQ(c.issues[0].place.row, 3);
    EXPECT_EQ(c.issues[0].place.line, 3);
    EXPECT_EQ(c.issues[0].place.column, "Description");
    EXPECT_LT(c.issues[0].value.size(), 200U);
  }
}

TEST(StandIns, ARatingOnAnUnansweredCallIsNamedOnceWithItsCell) {
  std::string log = "Call Id,Date,Answered (Y/N),Speed of answer in seconds,Satisfaction rating\n";
  for (int i = 10; i < 30; ++i)
    log += "C-" + std::to_string(i) + ",2026-03-" + std::to_string(i) + " 09:00:00," + (i == 15 ? "N,,4" : "Y,12,5") + "\n";
  const auto c = collect_text(log);
  ASSERT_EQ(c.contacts.size(), 20U);
  std::vector<base::Issue> found;
  for (const auto& i : c.issues) {
    if (i.code == "rating-on-unanswered") found.push_back(i);
  }
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.row, 7);
  EXPECT_EQ(found[0].place.column, "Satisfaction rating");
  EXPECT_EQ(found[0].value, "4");
}

}  // namespace
}  // namespace debrief::import::testing
