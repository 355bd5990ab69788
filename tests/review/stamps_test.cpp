// The words of a source's times come back from the store as they were written.

#include "review/stamps.h"

#include "review/incidents.h"
#include "workspace.h"

namespace debrief::review {
namespace {

using StampsTest = Workspace;

TEST_F(StampsTest, KeepsPrecisionZoneAndWordsOfTimesThatAreWrittenUnlikeTheOthers) {
  auto store = open();
  auto d = draft(2, "A-1", "Line down");
  d.incident[TimeField::opened] = base::Stamp{noon, base::Precision::second, "Europe/Berlin", ""};
  d.incident[TimeField::acknowledged] = base::Stamp{noon + 60000, base::Precision::second, "Europe/Berlin", ""};
  d.incident[TimeField::resolved] = base::Stamp{noon + 120000, base::Precision::minute, "UTC", "1 Jan 26 12:02"};
  d.incident[TimeField::closed] = base::Stamp{noon, base::Precision::day, "Europe/Berlin", ""};
  import(store, {d});
  const Incident i = incident_by_ref(store, "A-1").incident;
  EXPECT_EQ(words(*i[TimeField::opened]), "2026-01-01 13:00:00");
  EXPECT_EQ(words(*i[TimeField::acknowledged]), "2026-01-01 13:01:00");
  EXPECT_EQ(words(*i[TimeField::resolved]), "1 Jan 26 12:02");
  EXPECT_EQ(i[TimeField::resolved]->precision, base::Precision::minute);
  EXPECT_EQ(i[TimeField::resolved]->zone, "UTC");
  EXPECT_EQ(words(*i[TimeField::closed]), "2026-01-01");
  EXPECT_EQ(i[TimeField::closed]->precision, base::Precision::day);
  EXPECT_EQ(i[TimeField::opened]->zone, "Europe/Berlin");
}

}  // namespace
}  // namespace debrief::review
