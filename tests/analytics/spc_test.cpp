// The individuals chart and its rules, against published charts and the truth tables of the NHS tool.

#include "analytics/spc.h"
#include "analytics/spc/nhs_chart.h"

#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

std::vector<double> last_column(const std::string& name) {
  const std::string csv = base::read_file(base::Path(DEBRIEF_SHARED) / "reference/analytics" / name / "data.csv");
  std::vector<double> values;
  for (const std::string& line : base::split(csv, '\n')) {
    const std::string cell(base::trimmed(base::split(line, ',').back()));
    if (!cell.empty() && (std::isdigit(static_cast<unsigned char>(cell[0])) || cell[0] == '-'))
      values.push_back(std::stod(cell));
  }
  return values;
}

void expect_chart(const std::vector<double>& values, Screening screening, const base::Json& e) {
  const XmrLimits limits = xmr(values, screening);
  EXPECT_EQ(values.size(), e["n"].get<std::size_t>());
  EXPECT_NEAR(limits.mean, e["mean"].get<double>(), 1e-9);
  EXPECT_NEAR(limits.average_moving_range, e["avg_moving_range"].get<double>(), 1e-9);
  EXPECT_NEAR(limits.average_moving_range_unscreened, e["avg_moving_range_unscreened"].get<double>(), 1e-9);
  EXPECT_NEAR(limits.lower, e["lpl"].get<double>(), 1e-9);
  EXPECT_NEAR(limits.upper, e["upl"].get<double>(), 1e-9);
  EXPECT_NEAR(limits.range_upper, e["url_mr"].get<double>(), 1e-9);
  std::vector<std::size_t> outside;
  for (const Signal& s : signals(values, limits)) {
    for (std::size_t i = s.from; s.rule == Rule::outside && i <= s.to; ++i) outside.push_back(i);
  }
  EXPECT_EQ(outside, e["flag_outside"].get<std::vector<std::size_t>>());
}

TEST(Xmr, EqualsWheelersTwelveValues) {
  DEBRIEF_PUBLISHED(expected, "xmr-wheeler-12");
  expect_chart(last_column("xmr-wheeler-12"), Screening::off, expected);
}

TEST(Xmr, EqualsTheNhsVignetteWithAndWithoutScreening) {
  DEBRIEF_PUBLISHED(expected, "xmr-nhs-vignette");
  const std::vector<double> values = last_column("xmr-nhs-vignette");
  expect_chart(values, Screening::on, expected["screened"]);
  expect_chart(values, Screening::off, expected["unscreened"]);
}

TEST(Xmr, GivesAConstantSeriesLimitsAtItsMeanAndNoSignal) {
  for (const double level : {0.0, 7.0, 0.1}) {
    const std::vector<double> values(20, level);
    const XmrLimits limits = xmr(values, Screening::on);
    EXPECT_DOUBLE_EQ(limits.lower, limits.mean);
    EXPECT_DOUBLE_EQ(limits.upper, limits.mean);
    EXPECT_TRUE(signals(values, limits).empty()) << level;
  }
}

TEST(Rules, EqualTheNhsTruthTables) {
  DEBRIEF_PUBLISHED(expected, "nhs-rule-truth-tables");
  using Marks = std::vector<int>;
  for (const base::Json& c : expected["shift_end"]) {
    EXPECT_EQ(shift_ends(c["side"].get<Marks>()), c["out"].get<Marks>()) << c;
  }
  for (const base::Json& c : expected["part_of_seven"]) {
    EXPECT_EQ(part_of_seven(c["end"].get<Marks>()), c["out"].get<Marks>()) << c;
  }
  for (const base::Json& c : expected["trend_end"]) {
    EXPECT_EQ(trend_ends(c["y"].get<std::vector<double>>()), c["out"].get<Marks>()) << c;
  }
  for (const base::Json& c : expected["two_in_three"]) {
    const TwoInThree marks = two_in_three(c["close"].get<Marks>(), c["side"].get<Marks>());
    EXPECT_EQ(marks.window, c["window"].get<Marks>()) << c;
    EXPECT_EQ(marks.labelled, c["labelled"].get<Marks>()) << c;
  }
}

TEST(PointLabels, EqualTheNhsToolOnEveryPointOfItsFifteenSeries) {
  DEBRIEF_PUBLISHED(expected, "nhs-flagged-series");
  for (const base::Json& c : expected["cases"]) {
    const auto values = c["values"].get<std::vector<double>>();
    const base::Json& options = c["options"];
    const Screening screening = options["screen_outliers"].get<bool>() ? Screening::on : Screening::off;
    std::vector<std::size_t> starts{0};
    if (options["rebase_at"].is_number()) starts.push_back(options["rebase_at"].get<std::size_t>());
    base::Json labels = base::Json::object();
    for (std::size_t k = 0; k < starts.size(); ++k) {
      const std::size_t end = k + 1 < starts.size() ? starts[k + 1] : values.size();
      const std::span segment = std::span(values).subspan(starts[k], end - starts[k]);
      const base::Json& fix = options["fix_after_n_points"];
      const XmrLimits limits = xmr(fix.is_number() ? segment.first(fix.get<std::size_t>()) : segment, screening);
      EXPECT_NEAR(limits.mean, c["limits"][k]["mean"].get<double>(), 1e-9) << c["id"];
      EXPECT_NEAR(limits.lower, c["limits"][k]["lpl"].get<double>(), 1e-9) << c["id"];
      EXPECT_NEAR(limits.upper, c["limits"][k]["upl"].get<double>(), 1e-9) << c["id"];
      const auto found = point_labels(segment, limits);
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i]) labels[std::to_string(starts[k] + i)] = nhs_label(*found[i]);
      }
    }
    EXPECT_EQ(labels, c["special_cause"]) << c["id"];
  }
}

TEST(Signals, JoinNeighbouringPointsOfOneRuleAndKeepTheSides) {
  // Eight above the mean, then eight below it: two shifts and nothing else.
  std::vector<double> values;
  for (int i = 0; i < 8; ++i) values.push_back(i % 2 == 0 ? 10.1 : 11);
  for (int i = 0; i < 8; ++i) values.push_back(i % 2 == 0 ? 9 : 9.9);
  std::vector<Signal> shifts;
  for (const Signal& s : signals(values, xmr(values, Screening::on))) {
    if (s.rule == Rule::shift) shifts.push_back(s);
  }
  ASSERT_EQ(shifts.size(), 2U);
  EXPECT_EQ(shifts[0].from, 0U);
  EXPECT_EQ(shifts[0].to, 7U);
  EXPECT_EQ(shifts[0].sign, 1);
  EXPECT_EQ(shifts[1].from, 8U);
  EXPECT_EQ(shifts[1].to, 15U);
  EXPECT_EQ(shifts[1].sign, -1);
}

}  // namespace
}  // namespace debrief::analytics
