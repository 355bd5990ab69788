// Choosing contacts, and figures over them.

#include "analytics/contacts.h"

#include <algorithm>
#include <cmath>

#include "analytics/cohort.h"
#include "analytics/numbers/interval.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

template <typename Columns>
bool in_group(const Question& q, const Columns& t, std::size_t row) {
  if (q.contact_group == nullptr) return true;
  const review::Labels* labels = q.contact_group->labels(t);
  return labels != nullptr && base::folded(labels->at(row)) == base::folded(q.contact_group->value);
}

double quantile(const std::vector<double>& sorted, double p) {  // type 7
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

}  // namespace

const review::Labels* ContactGroup::labels(const review::ContactColumns& t) const {
  if (by == "team") return &t.team;
  if (by == "channel") return &t.channel;
  if (by == "category") return &t.category;
  if (by == "source") return &t.source;
  return nullptr;
}

const review::Labels* ContactGroup::labels(const review::IntervalColumns& t) const {
  if (by == "team") return &t.team;
  if (by == "source") return &t.source;
  return nullptr;
}

std::vector<std::uint32_t> contacts_of(const Question& q) {
  const review::ContactColumns& t = q.incidents.contacts;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < t.size(); ++row) {
    if (in(q.window, t.started[row]) && in_group(q, t, row)) rows.push_back(row);
  }
  return rows;
}

std::vector<std::uint32_t> intervals_of(const Question& q) {
  std::vector<std::uint32_t> rows;
  if (q.incidents.contacts.size() > 0) return rows;
  const review::IntervalColumns& t = q.incidents.intervals;
  for (std::uint32_t row = 0; row < t.size(); ++row) {
    if (in(q.window, t.from[row]) && in_group(q, t, row)) rows.push_back(row);
  }
  return rows;
}

Sample mean_per_answered(const Question& q, const std::function<double(std::uint32_t)>& of_contact,
                         const std::function<double(std::uint32_t)>& of_interval) {
  Sample s;
  const review::ContactColumns& t = q.incidents.contacts;
  std::vector<double> values;
  for (const std::uint32_t row : contacts_of(q)) {
    if (t.answered[row] != 1) continue;  // not a number is not 1
    const double seconds = of_contact(row);
    if (std::isnan(seconds)) {
      ++s.missing;
    } else {
      values.push_back(seconds);
    }
  }
  if (!values.empty()) {
    std::sort(values.begin(), values.end());
    s.n = static_cast<std::int64_t>(values.size());
    double sum = 0;
    for (const double v : values) sum += v;
    s.value = s.mean = sum / static_cast<double>(values.size());
    s.q1 = quantile(values, 0.25);
    s.median = quantile(values, 0.5);
    s.q3 = quantile(values, 0.75);
    s.p90 = quantile(values, 0.9);
    return s;
  }
  // Averages of intervals are weighted by what they are averages of, never averaged themselves.
  const review::IntervalColumns& v = q.incidents.intervals;
  double sum = 0;
  double weight = 0;
  for (const std::uint32_t row : intervals_of(q)) {
    const double seconds = of_interval(row);
    const double answered = v.answered_or_rest(row);
    if (std::isnan(seconds) || std::isnan(answered)) {
      ++s.missing;
      continue;
    }
    sum += seconds * answered;
    weight += answered;
  }
  if (weight > 0) {
    s.n = std::llround(weight);
    s.value = s.mean = sum / weight;
    s.notes.emplace_back("from interval averages, weighted by the contacts answered; no median can be had from them");
  }
  return s;
}

Sample share_of(std::int64_t yes, std::int64_t n, std::int64_t missing) {
  Sample s;
  s.n = n;
  s.missing = missing;
  if (n <= 0) return s;
  s.numerator = yes;
  s.denominator = n;
  s.value = static_cast<double>(yes) / static_cast<double>(n);
  if (const auto interval = wilson(yes, n)) {
    s.ci_low = interval->low;
    s.ci_high = interval->high;
  }
  return s;
}

}  // namespace debrief::analytics
