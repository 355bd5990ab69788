// What the KPIs over contacts share: which contacts and intervals of reports a question is about.
//
// Where a workspace holds records of single contacts, these count; the intervals of reports, which are sums over the
// same contacts, only where it holds none.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analytics/kpi.h"

namespace debrief::analytics {

/// Contacts that began in the window, of the group asked for. Ascending.
std::vector<std::uint32_t> contacts_of(const Question& q);
/// Intervals that began in the window, of the group asked for; none where there are records of contacts.
std::vector<std::uint32_t> intervals_of(const Question& q);

/// A length of time per answered contact: mean as `value`, median, quartiles and P90 beside; from intervals the mean
/// only, weighted by the contacts answered.
///
/// of_contact   seconds, NaN where the contact does not say
/// of_interval  average seconds, NaN where the report does not say
Sample mean_per_answered(const Question& q, const std::function<double(std::uint32_t)>& of_contact,
                         const std::function<double(std::uint32_t)>& of_interval);

/// n, value, numerator, denominator and the Wilson interval of yes out of n.
Sample share_of(std::int64_t yes, std::int64_t n, std::int64_t missing);

}  // namespace debrief::analytics
