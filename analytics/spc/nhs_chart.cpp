// The "Making Data Count" chart.

#include "analytics/spc/nhs_chart.h"

#include <algorithm>

namespace debrief::analytics {

namespace {

PointClass class_of(const std::optional<PointLabel>& label, Wanted wanted) {
  if (!label) return PointClass::common_cause;
  const bool high = label->sign > 0;
  if (wanted == Wanted::neither) return high ? PointClass::neutral_high : PointClass::neutral_low;
  return high == (wanted == Wanted::increase) ? PointClass::improvement : PointClass::concern;
}

XmrLimits limits_of(std::span<const double> values, Screening screening) {
  if (values.size() >= 2) return xmr(values, screening);
  XmrLimits only;
  only.mean = only.lower = only.upper = values.front();
  return only;
}

std::optional<Assurance> assurance_of(const XmrLimits& limits, const NhsPlan& plan) {
  if (!plan.target || plan.wanted == Wanted::neither) return std::nullopt;
  const bool more = plan.wanted == Wanted::increase;
  if (*plan.target <= limits.lower) return more ? Assurance::consistent_pass : Assurance::consistent_fail;
  if (*plan.target >= limits.upper) return more ? Assurance::consistent_fail : Assurance::consistent_pass;
  return Assurance::inconsistent;
}

}  // namespace

std::string_view name(PointClass c) {
  switch (c) {
    case PointClass::common_cause:
      return "common_cause";
    case PointClass::improvement:
      return "special_cause_improvement";
    case PointClass::concern:
      return "special_cause_concern";
    case PointClass::neutral_high:
      return "special_cause_neutral_high";
    case PointClass::neutral_low:
      return "special_cause_neutral_low";
  }
  return "";
}

std::string_view name(Assurance a) {
  switch (a) {
    case Assurance::consistent_pass:
      return "consistent_pass";
    case Assurance::consistent_fail:
      return "consistent_fail";
    case Assurance::inconsistent:
      return "inconsistent";
  }
  return "";
}

NhsChart nhs_chart(std::span<const double> values, const NhsPlan& plan) {
  NhsChart chart;
  std::vector<std::size_t> starts{0};
  for (const std::size_t at : plan.rebase_at) {
    if (at > starts.back() && at < values.size()) starts.push_back(at);
  }
  for (std::size_t s = 0; s < starts.size() && !values.empty(); ++s) {
    NhsSegment segment;
    segment.from = starts[s];
    segment.until = s + 1 < starts.size() ? starts[s + 1] : values.size();
    const auto part = values.subspan(segment.from, segment.until - segment.from);
    // Limits fixed after some points stay as they were then: the later points are judged by them.
    const std::size_t rests_on = plan.fix_after ? std::min(*plan.fix_after, part.size()) : part.size();
    segment.limits = limits_of(part.first(std::max<std::size_t>(1, rests_on)), plan.screening);
    for (const auto& label : point_labels(part, segment.limits)) {
      chart.labels.push_back(label);
      chart.classes.push_back(class_of(label, plan.wanted));
    }
    segment.variation = chart.classes.back();
    chart.segments.push_back(segment);
  }
  if (!chart.segments.empty()) chart.assurance = assurance_of(chart.segments.back().limits, plan);
  return chart;
}

std::string_view nhs_label(const PointLabel& label) {
  const bool high = label.sign > 0;
  switch (label.rule) {
    case Rule::outside:
      return high ? "Above UCL" : "Below LCL";
    case Rule::trend:
      return high ? "7 Point Trend (Increasing)" : "7 Point Trend (Decreasing)";
    case Rule::two_in_three:
      return high ? "2 in 3 Above CL" : "2 in 3 Below CL";
    case Rule::shift:
      return high ? "7 Points Above CL" : "7 Points Below CL";
  }
  return "";
}

}  // namespace debrief::analytics
