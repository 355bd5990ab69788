// What a KPI says it reads is all it reads: with anything at all in the other columns its figures are the same.

#include <random>

#include <gtest/gtest.h>

#include "analytics/background.h"
#include "analytics/figures.h"
#include "incidents.h"
#include "review/column_set.h"

namespace debrief::analytics {
namespace {

using review::Column;

review::IncidentColumns by_chance(unsigned seed) {
  std::mt19937 chance(seed);
  const auto below = [&](unsigned n) { return chance() % n; };
  const auto one_of = [&](std::initializer_list<const char*> words) {
    return std::string(*(words.begin() + below(static_cast<unsigned>(words.size()))));
  };
  std::vector<Made> rows;
  base::Ms opened = monday;
  for (int i = 0; i < 400; ++i) {
    opened += below(9'000'000);
    const auto later = [&] { return below(4) == 0 ? never : opened + static_cast<base::Ms>(below(900'000'000)); };
    const auto number = [&](unsigned n) { return below(3) == 0 ? absent : static_cast<double>(below(n)); };
    rows.push_back({.opened = opened,
                    .acknowledged = later(),
                    .resolved = later(),
                    .closed = later(),
                    .reopened = below(6) == 0 ? later() : never,
                    .sla_due = later(),
                    .escalated = below(5) == 0 ? later() : never,
                    .reopen_count = number(2),
                    .csat = number(6),
                    .sla_met = number(2),
                    .completeness = static_cast<double>(below(11)) / 10,
                    .major = number(2),
                    .first_contact = number(2),
                    .priority = one_of({"", "P1", "P2", "P3"}),
                    .category = one_of({"", "Telephony", "Billing"}),
                    .subcategory = one_of({"", "Lines", "Menus"}),
                    .closure_code = one_of({"", "Fixed", "Told"}),
                    .team = one_of({"", "North", "South"}),
                    .parent = one_of({"", "", "INC1"}),
                    .status = one_of({"Open", "Closed", "Reopened", ""})});
  }
  return incidents_made(rows);
}

/// Other things in every column that is not in `set`.
void scramble(review::IncidentColumns& c, review::ColumnSet set) {
  std::mt19937 chance(99);
  const auto times = [&](Column column, std::vector<base::Ms>& values) {
    for (auto& v : values)
      v = set.has(column) ? v : chance() % 3 == 0 ? never : monday + static_cast<base::Ms>(chance());
  };
  const auto numbers = [&](Column column, std::vector<double>& values) {
    for (auto& v : values) v = set.has(column) ? v : chance() % 3 == 0 ? absent : static_cast<double>(chance() % 7);
  };
  const auto labels = [&](Column column, review::Labels& l) {
    if (set.has(column)) return;
    l.values = {"", "x", "P1", "Closed"};
    for (auto& code : l.codes) code = chance() % 4;
  };
  times(Column::occurred, c.occurred);
  times(Column::acknowledged, c.acknowledged);
  times(Column::resolved, c.resolved);
  times(Column::closed, c.closed);
  times(Column::updated, c.updated);
  times(Column::sla_due, c.sla_due);
  times(Column::first_reopened, c.first_reopened);
  times(Column::first_resolved, c.first_resolved);
  times(Column::escalated, c.escalated);
  numbers(Column::reopen_count, c.reopen_count);
  numbers(Column::csat, c.csat);
  numbers(Column::sla_met, c.sla_met);
  numbers(Column::completeness, c.completeness);
  numbers(Column::major, c.major);
  numbers(Column::first_contact, c.first_contact);
  labels(Column::priority, c.priority);
  labels(Column::category, c.category);
  labels(Column::subcategory, c.subcategory);
  labels(Column::channel, c.channel);
  labels(Column::team, c.team);
  labels(Column::source, c.source);
  labels(Column::closure_code, c.closure_code);
  labels(Column::caller, c.caller);
  labels(Column::parent, c.parent);
  labels(Column::status, c.status);
  if (!set.has(Column::ref)) c.ref.clear();
}

void expect_same(const Sample& a, const Sample& b) {
  EXPECT_EQ(a.n, b.n);
  EXPECT_EQ(a.missing, b.missing);
  EXPECT_EQ(a.open, b.open);
  EXPECT_EQ(a.invalid, b.invalid);
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.mean, b.mean);
  EXPECT_EQ(a.p90, b.p90);
  EXPECT_EQ(a.ci_low, b.ci_low);
  EXPECT_EQ(a.numerator, b.numerator);
  EXPECT_EQ(a.censored_median, b.censored_median);
  EXPECT_EQ(a.notes, b.notes);
  EXPECT_EQ(a.rows, b.rows);
}

TEST(ColumnsRead, EachKpiReadsOnlyWhatItSays) {
  for (unsigned seed = 1; seed < 4; ++seed) {
    const review::IncidentColumns whole = by_chance(seed);
    for (const Kpi* kpi : all_kpi()) {
      for (const GroupBy by : {GroupBy::none, GroupBy::priority, GroupBy::team}) {
        FigureRequest request;
        request.ids = {std::string(kpi->id)};
        request.by = by;
        request.period = base::Period::week;
        review::IncidentColumns others = whole;
        scramble(others, columns_read(request));
        const Figures a = compute_figures(whole, request);
        const Figures b = compute_figures(others, request);
        ASSERT_EQ(a.figures.size(), b.figures.size()) << kpi->id;
        for (std::size_t f = 0; f < a.figures.size(); ++f) {
          EXPECT_EQ(a.figures[f].group_value, b.figures[f].group_value);
          expect_same(a.figures[f].sample, b.figures[f].sample);
          ASSERT_EQ(a.figures[f].series.has_value(), b.figures[f].series.has_value());
          for (std::size_t p = 0; a.figures[f].series && p < a.figures[f].series->points.size(); ++p)
            expect_same(a.figures[f].series->points[p].sample, b.figures[f].series->points[p].sample);
        }
        EXPECT_FALSE(HasFailure()) << kpi->id;
      }
    }
  }
}

TEST(ColumnsRead, AKpiThatIsUnknownIsSaidBeforeAnythingIsRead) {
  FigureRequest request;
  request.ids = {"time_to_resolv"};
  EXPECT_THROW(columns_read(request), base::Error);
}

/// One KPI period by period over the rows of the period is what it is over all rows.
TEST(ColumnsRead, AnswersWorkedOutOnceAreThoseOfEachWindow) {
  const review::IncidentColumns t = by_chance(7);
  FigureRequest request;
  request.period = base::Period::week;
  const Background background = background_of(t, all_rows(t));
  int points = 0;
  for (const Figure& f : compute_figures(t, request).figures) {
    // Period by period the backlog does not count again those that are over nobody knows since when.
    if (!f.series || f.kpi->cohort == Cohort::standing) continue;
    for (const SeriesPoint& p : f.series->points) {
      const auto rows = all_rows(t);
      Sample alone = f.kpi->compute({t, rows, p.window, request.zone, &background});
      alone.rows.clear();
      expect_same(p.sample, alone);
      ++points;
    }
    EXPECT_FALSE(HasFailure()) << f.kpi->id;
  }
  EXPECT_GT(points, 50);
}

}  // namespace
}  // namespace debrief::analytics
