// Facts about all incidents.

#include "analytics/background.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "analytics/ended.h"
#include "review/incident.h"

namespace debrief::analytics {

namespace {

constexpr base::Ms look_back = 30 * base::day_ms;

struct End {
  base::Ms at = review::no_time;
  std::uint32_t parent = 0;
};

/// Incidents of one class: those still running, soonest end first, and of the ended ones the latest, with the
/// latest that has another parent. Nothing else can decide whether the next one is a repeat.
class ClassHistory {
 public:
  void add(const End& end) {
    running_.push_back(end);
    std::push_heap(running_.begin(), running_.end(), later);
  }

  /// Did one end in the `look_back` before `opened`, other than under the same parent? Asked in order of time.
  bool ended_before(base::Ms opened, std::uint32_t parent) {
    while (!running_.empty() && running_.front().at <= opened) {
      std::pop_heap(running_.begin(), running_.end(), later);
      if (running_.back().parent != latest_.parent) latest_of_another_parent_ = latest_;
      latest_ = running_.back();
      running_.pop_back();
    }
    const End& end = parent != 0 && latest_.parent == parent ? latest_of_another_parent_ : latest_;
    return end.at != review::no_time && end.at >= opened - look_back;
  }

 private:
  static bool later(const End& a, const End& b) { return a.at > b.at; }
  std::vector<End> running_;
  End latest_;
  End latest_of_another_parent_;
};

std::uint64_t class_key(const review::IncidentColumns& t, const review::Labels* themes, bool coded, std::size_t row) {
  if (themes != nullptr) return themes->codes[row];
  // A category alone is a drawer, not a kind of incident: too wide to say "the same again".
  const std::uint64_t category = t.category.codes[row];
  const std::uint64_t subcategory = t.subcategory.codes[row];
  const std::uint64_t code = t.closure_code.codes[row];
  if (category == 0 || (subcategory == 0 && code == 0)) return 0;
  // Where the code that tells the kind comes at the end, an open one is of no kind yet.
  if (coded && code == 0 && is_open(t, row)) return 0;
  return (category << 42) ^ (subcategory << 21) ^ code;
}

/// One pass in order of opening.
void find_recurrence(const review::IncidentColumns& t, std::span<const std::uint32_t> rows,
                     const review::Labels* themes, std::vector<Recurrence>& out) {
  std::unordered_map<std::uint64_t, ClassHistory> classes;
  const bool coded = t.closure_code.values.size() > 1;
  for (const std::uint32_t row : rows) {
    const std::uint64_t key = class_key(t, themes, coded, row);
    const base::Ms opened = t.opened[row];
    if (key == 0 || opened == review::no_time) continue;
    ClassHistory& history = classes[key];
    const std::uint32_t parent = t.parent.codes[row];
    out[row] = history.ended_before(opened, parent) ? Recurrence::again : Recurrence::first;
    const base::Ms ended = last_ended(t, row);
    if (ended != review::no_time && ended >= opened) history.add({.at = ended, .parent = parent});
  }
}

}  // namespace

CsatScale csat_scale(double lowest, double highest) {
  if (highest <= 1 && lowest <= 0) return {.highest = 1, .top = 1};
  if (highest <= 5) return {.highest = 5, .top = 4};
  if (highest <= 7) return {.highest = 7, .top = 6};
  if (highest <= 10) return {.highest = 10, .top = 9};
  return {.highest = 100, .top = 80};
}

Background background_of(const review::IncidentColumns& t, std::span<const std::uint32_t> rows,
                         const review::Labels* themes, bool repeats, review::ColumnSet used) {
  Background b;
  using review::Column;
  const auto some = [&](Column column, const auto& values, auto says) {
    return used.has(column) &&
           std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return says(values[row]); });
  };
  const auto known = [](base::Ms at) { return at != review::no_time; };
  b.has_acknowledgements = some(Column::acknowledged, t.acknowledged, known);
  b.has_closings = some(Column::closed, t.closed, known);
  b.has_reopenings = some(Column::first_reopened, t.first_reopened, known);
  b.has_escalations = some(Column::escalated, t.escalated, known);
  b.has_major_flags = some(Column::major, t.major, [](double flag) { return !std::isnan(flag); });
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -lowest;
  if (used.has(Column::csat)) {
    for (const std::uint32_t row : rows) {
      if (std::isnan(t.csat[row])) continue;
      lowest = std::min(lowest, t.csat[row]);
      highest = std::max(highest, t.csat[row]);
    }
  }
  if (highest >= lowest) {
    const CsatScale scale = csat_scale(lowest, highest);
    b.csat_scale = scale.highest;
    b.csat_top = scale.top;
  }
  for (const std::string& priority : t.priority.values) b.most_urgent.push_back(review::priority_level(priority) == 1);
  std::vector<std::uint8_t> over;  // per code of the status column: the work is over
  for (const std::string& status : t.status.values) over.push_back(closed_like(status) ? 1 : 0);
  b.open.resize(t.size());
  const bool come_back = std::any_of(t.first_reopened.begin(), t.first_reopened.end(), known);
  for (std::size_t row = 0; row < t.size(); ++row) {
    const bool none =
        come_back ? has_no_end(t, row) : t.resolved[row] == review::no_time && t.closed[row] == review::no_time;
    b.open[row] = static_cast<std::uint8_t>(none && over[t.status.codes[row]] == 0);
  }
  if (!repeats) return b;
  b.recurrence.assign(t.size(), Recurrence::unknown);
  find_recurrence(t, rows, themes, b.recurrence);
  return b;
}

}  // namespace debrief::analytics
