// The window that kpi prints below its figures.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace debrief::test {
namespace {

TEST(KpiWindow, OfALogWithOneInstantIsThatInstant) {
  const Folder folder;
  folder.put("log.csv",
             "Number,Opened,Resolved,Priority,Short description\n"
             "INC001,2026-03-02 09:00:00,2026-03-02 09:00:00,1 - Critical,Calls drop after the menu\n"
             "INC002,2026-03-02 09:00:00,2026-03-02 09:00:00,1 - Critical,Bill shows the wrong tariff\n");
  const Outcome made = debrief({"import", "log.csv", "--zone", "UTC", "-q"}, {.folder = folder.path()});
  ASSERT_EQ(made.status, 0) << made.err;
  const Outcome shown = debrief({"kpi"}, {.folder = folder.path()});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, testing::HasSubstr("2026-03-02 09:00:00, one instant, in UTC"));
}

TEST(KpiWindow, OfALogOverDaysRunsFromTheFirstToTheLast) {
  const Folder folder;
  (void)small_workspace(folder);
  const Outcome shown = debrief({"kpi"}, {.folder = folder.path()});
  EXPECT_THAT(shown.out, testing::HasSubstr("2026-03-02 to 2026-03-06, days in UTC"));
}

}  // namespace
}  // namespace debrief::test
