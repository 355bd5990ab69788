// An individuals chart as the NHS "Making Data Count" tools draw it: segments, labels, and the two icons.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analytics/spc.h"

namespace debrief::analytics {

/// Which way is good.
enum class Wanted : std::uint8_t { increase, decrease, neither };

/// fix_after   limits rest on so many points from the start of the (first) segment; nullopt: on all of a segment
/// rebase_at   indices of the first points of further segments, ascending
struct NhsPlan {
  Wanted wanted = Wanted::decrease;
  Screening screening = Screening::on;
  std::optional<double> target;
  std::optional<std::size_t> fix_after;
  std::vector<std::size_t> rebase_at;
};

/// What a point says.
enum class PointClass : std::uint8_t { common_cause, improvement, concern, neutral_high, neutral_low };
/// "common_cause", "special_cause_improvement", …
std::string_view name(PointClass c);

/// Does the process keep its target? The target against the limits of the segment.
enum class Assurance : std::uint8_t { consistent_pass, consistent_fail, inconsistent };
std::string_view name(Assurance a);

/// One segment: points [from, until).
struct NhsSegment {
  std::size_t from = 0;
  std::size_t until = 0;
  XmrLimits limits;
  PointClass variation = PointClass::common_cause;  // of its last point
};

/// labels, classes   one per point
/// assurance  of the last segment; nullopt without a target, or without a direction to judge it by
struct NhsChart {
  std::vector<NhsSegment> segments;
  std::vector<std::optional<PointLabel>> labels;
  std::vector<PointClass> classes;
  std::optional<Assurance> assurance;
};

/// values  at least 2, in time order, no NaN; a segment of one point has limits equal to it. Labels equal those of
/// NHSRplotthedots 0.2.2; a constant series has limits equal to its mean and no label.
NhsChart nhs_chart(std::span<const double> values, const NhsPlan& plan);

/// "Above UCL", "7 Points Below CL", "2 in 3 Above CL", "7 Point Trend (Increasing)".
std::string_view nhs_label(const PointLabel& label);

}  // namespace debrief::analytics
