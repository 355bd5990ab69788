// Contacts and intervals from cells.

#include "import/overlay_rows.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "import/footnotes.h"
#include "import/issues.h"
#include "import/sniff/acd.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

/// Sure enough of its column of times that a row without one is at fault.
bool sure(const Cells& cells, std::size_t c) { return cells.plan(c).confidence >= 0.5; }

/// A length of a call: two parts are minutes and seconds, as reports of calls write them.
std::optional<double> length(Cells& cells, std::size_t c) {
  const ColumnPlan& plan = cells.plan(c);
  const bool text = c >= cells.row->kinds.size() || cells.row->kinds[c] == CellIs::text || cells.row->kinds[c] == CellIs::number;
  if (!text) {
    const auto seconds = cells.duration(c);
    return seconds ? std::optional(*seconds * plan.clock_scale) : seconds;
  }
  const std::string_view cell = cells.cell(c);
  if (cell.find(':') == std::string_view::npos) return cells.duration(c);
  const auto seconds = read_call_length(cell, plan.unit_seconds);
  return seconds ? seconds : cells.duration(c);
}

/// Yes or no, or a word for what became of the call.
std::optional<bool> taken(Cells& cells, std::size_t c, bool lost) {
  const std::string_view text = cells.cell(c);
  if (text.empty()) return std::nullopt;
  if (!read_flag(text)) {
    if (const auto answered = call_answered_in(text)) return *answered != lost;
  }
  return cells.flag(c);
}

void call_field(Cells& cells, review::Contact& contact, std::size_t c) {
  switch (static_cast<CallField>(cells.plan(c).role->field)) {
    case CallField::answered:
      contact.answered = taken(cells, c, false);
      break;
    case CallField::abandoned:
      contact.abandoned = taken(cells, c, true);
      break;
    case CallField::queue_wait:
      contact.queue_wait = length(cells, c);
      break;
    case CallField::ring:
      contact.ring = length(cells, c);
      break;
    case CallField::talk:
      contact.talk = length(cells, c);
      break;
    case CallField::hold:
      contact.hold = length(cells, c);
      break;
    case CallField::acw:
      contact.acw = length(cells, c);
      break;
    case CallField::transfers:
      contact.transfers = cells.number(c);
      break;
    case CallField::fcr:
      contact.fcr = cells.flag(c);
      break;
    case CallField::direction:
      contact.direction = cells.words(c).value_or("");
      break;
  }
}

void interval_field(Cells& cells, review::Interval& interval, std::size_t c) {
  const auto value = [&] { return cells.plan(c).role->wants == Wants::duration ? length(cells, c) : cells.number(c); };
  switch (static_cast<IntervalField>(cells.plan(c).role->field)) {
    case IntervalField::offered:
      interval.offered = value();
      break;
    case IntervalField::answered:
      interval.answered = value();
      break;
    case IntervalField::abandoned:
      interval.abandoned = value();
      break;
    case IntervalField::within_threshold:
      interval.within_threshold = value();
      break;
    case IntervalField::asa:
      interval.asa = value();
      break;
    case IntervalField::aht:
      interval.aht = value();
      break;
    case IntervalField::service_level:
      interval.service_level = cells.share(c);
      break;
  }
}

/// Averages of the phases of a call, as reports of intervals give them.
void average_field(Cells& cells, review::Interval& interval, std::size_t c) {
  switch (static_cast<CallField>(cells.plan(c).role->field)) {
    case CallField::queue_wait:
      interval.wait = length(cells, c);
      break;
    case CallField::talk:
      interval.talk = length(cells, c);
      break;
    case CallField::hold:
      interval.hold = length(cells, c);
      break;
    case CallField::acw:
      interval.acw = length(cells, c);
      break;
    case CallField::fcr:
      interval.fcr = cells.share(c);
      break;
    default:
      break;
  }
}

}  // namespace

Telling::Telling(const Mapping& mapping) {
  by_talk = mapping.spec == nullptr && mapping.row_is == review::RowIs::contact && !mapping.has("answered") &&
            !mapping.has("abandoned") && mapping.has("talk");
  if (mapping.spec == nullptr) return;
  const auto columns = [&](const std::vector<std::string>& keys, std::vector<std::size_t>& out) {
    for (const auto& key : keys) {
      for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        if (mapping.columns[c].key == key) out.push_back(c);
      }
    }
  };
  columns(mapping.spec->answered_if, answered);
  columns(mapping.spec->queued_if, queued);
  columns(mapping.spec->ref_with, ref_with);
}

namespace {

/// Sums over the calls of the interval become averages.
void divide_totals(const Cells& cells, review::Interval& interval) {
  const double answered = interval.answered.value_or(interval.offered.value_or(0) - interval.abandoned.value_or(0));
  for (std::size_t c = 0; c < cells.mapping.columns.size(); ++c) {
    if (!cells.plan(c).total || cells.plan(c).role == nullptr) continue;
    const std::string_view id = cells.plan(c).role->id;
    std::optional<double>* value = id == "talk"         ? &interval.talk
                                   : id == "hold"       ? &interval.hold
                                   : id == "acw"        ? &interval.acw
                                   : id == "aht"        ? &interval.aht
                                   : id == "asa"        ? &interval.asa
                                   : id == "queue_wait" ? &interval.wait
                                                        : nullptr;
    if (value == nullptr || !*value) continue;
    const double over = id == "queue_wait" ? interval.offered.value_or(answered) : answered;
    *value = over > 0 ? std::optional(**value / over) : std::nullopt;
  }
}

double of_day(const base::Civil& c) { return c.hour * 3600.0 + c.minute * 60.0 + c.second; }

}  // namespace

std::string_view WholeTimes::kept(std::string text) {
  texts_.push_back(std::move(text));
  return texts_.back();
}

void WholeTimes::complete(Cells& cells) {
  texts_.clear();
  seconds_ = 0;
  Row& row = *cells.row;
  const Mapping& m = cells.mapping;
  for (const std::size_t c : m.interval.grouped) {
    if (c >= row.cells.size()) continue;
    carried_.resize(std::max(carried_.size(), c + 1));
    if (!base::trimmed(row.cells[c]).empty()) {
      carried_[c] = std::string(row.cells[c]);
    } else if (!carried_[c].empty()) {
      row.cells[c] = carried_[c];
    }
  }
  std::string_view start;
  for (std::size_t c = 0; c < m.columns.size() && c < row.cells.size(); ++c) {
    const ColumnPlan& plan = m.columns[c];
    if (!plan.ranges && !plan.hours && plan.day_above.empty()) continue;
    std::string_view cell = base::trimmed(row.cells[c]);
    if (cell.empty()) continue;
    if (plan.ranges) {
      if (const auto range = read_range(cell)) {
        cell = range->from;
        seconds_ = range->seconds;
      }
    } else if (plan.hours && cell.find_first_not_of("0123456789") == std::string_view::npos && cell.size() <= 2) {
      cell = kept(std::string(cell) + ":00");
      seconds_ = 3600;
    }
    if (!plan.day_above.empty() && plan.role != nullptr) {
      std::string clock(cell);
      if (c < row.kinds.size() && (row.kinds[c] == CellIs::time || row.kinds[c] == CellIs::duration || row.kinds[c] == CellIs::date)) {
        const Number n = read_number(cell);
        const auto of_this_day = static_cast<long long>(std::llround((n.value - std::floor(n.value)) * 86400));
        clock = fmt::format("{:02}:{:02}:{:02}", of_this_day / 3600, of_this_day / 60 % 60, of_this_day % 60);
      }
      cell = kept(plan.day_above + " " + clock);
    }
    row.cells[c] = cell;
  }
  if (m.interval.end < 0 || static_cast<std::size_t>(m.interval.end) >= row.cells.size()) return;
  // From the start to the end of the row, both as times of day or both as whole times.
  int from = m.column_of("opened");
  if (from < 0) from = m.column_of("occurred");
  if (from < 0) return;
  const ColumnPlan& plan = m.columns[static_cast<std::size_t>(from)];
  const auto at = static_cast<std::size_t>(plan.clock_column >= 0 ? plan.clock_column : from);
  if (at >= row.cells.size()) return;
  const auto e = static_cast<std::size_t>(m.interval.end);
  const auto clock_of = [&](std::size_t c) -> std::optional<double> {
    const std::string_view cell = base::trimmed(row.cells[c]);
    if (c < row.kinds.size() && row.kinds[c] == CellIs::time) return std::fmod(read_number(cell).value, 1.0) * 86400;
    const WrittenTime t = read_time(cell, plan.style);
    if (t.state == TimeRead::time_only || (t.state == TimeRead::read && t.precision != base::Precision::day)) return of_day(t.civil);
    return std::nullopt;
  };
  const WrittenTime begin = read_time(base::trimmed(row.cells[at]), plan.style);
  const WrittenTime end = read_time(base::trimmed(row.cells[e]), plan.style);
  if (begin.state == TimeRead::read && end.state == TimeRead::read) {
    seconds_ = static_cast<double>(base::civil_as_utc(end.civil) - base::civil_as_utc(begin.civil)) / 1000;
    if (end.precision == base::Precision::day && begin.precision == base::Precision::day) seconds_ += 86400;
  } else if (const auto a = clock_of(at), b = clock_of(e); a && b) {
    seconds_ = *b - *a;
    if (seconds_ <= 0) seconds_ += 86400;
  }
  seconds_ = std::max(seconds_, 0.0);
}

review::Contact contact_of(Cells& cells, const Telling& telling) {
  review::Contact contact;
  contact.source = cells.mapping.source;
  std::string status;
  for (std::size_t c = 0; c < cells.mapping.columns.size(); ++c) {
    const Role* role = cells.plan(c).role;
    if (role == nullptr) continue;
    if (role->slot == Slot::call) {
      call_field(cells, contact, c);
    } else if (role->id == "opened") {
      contact.started = cells.time(c, sure(cells, c));
    } else if (role->id == "closed") {
      contact.ended = cells.time(c, false);
    } else if (role->id == "updated") {
      contact.updated = cells.time(c, false);
    } else if (role->id == "csat") {
      contact.csat = cells.number(c);
    } else if (role->id == "team") {
      contact.queue = cells.words(c).value_or("");
    } else if (role->id == "category") {
      contact.category = cells.words(c).value_or("");
    } else if (role->id == "assignee") {
      contact.agent = cells.words(c).value_or("");
    } else if (role->id == "channel") {
      contact.channel = cells.words(c).value_or("");
    } else if (role->id == "closure_code") {
      contact.outcome = cells.words(c).value_or("");
    } else if (role->id == "status") {
      status = cells.words(c).value_or("");
    } else if (role->id == "parent") {
      contact.chain = cells.words(c).value_or("");
    }
  }
  if (contact.outcome.empty()) contact.outcome = status;
  const auto filled = [&](const std::vector<std::size_t>& columns) {
    return std::any_of(columns.begin(), columns.end(), [&](std::size_t c) { return !cells.cell(c).empty(); });
  };
  if (telling.by_talk) {
    // Whoever spoke with an agent was answered; whoever only waited was not.
    if (contact.talk) contact.answered = *contact.talk > 0;
  }
  if (!contact.answered && !contact.abandoned && !telling.answered.empty()) {
    contact.answered = filled(telling.answered);
    contact.abandoned = !*contact.answered && (telling.queued.empty() || filled(telling.queued));
  }
  if (contact.answered && !contact.abandoned) contact.abandoned = !*contact.answered;
  if (contact.abandoned && !contact.answered) contact.answered = !*contact.abandoned;
  return contact;
}

review::Interval interval_of(Cells& cells, const WholeTimes& times) {
  review::Interval interval;
  interval.source = cells.mapping.source;
  interval.seconds = times.seconds();
  for (std::size_t c = 0; c < cells.mapping.columns.size(); ++c) {
    const Role* role = cells.plan(c).role;
    if (role == nullptr) continue;
    if (role->slot == Slot::interval) {
      interval_field(cells, interval, c);
    } else if (role->slot == Slot::call) {
      average_field(cells, interval, c);
    } else if (role->id == "opened" || role->id == "occurred") {
      interval.from = cells.time(c, role->id == "opened" && sure(cells, c));
    } else if (role->id == "team" || role->id == "category") {
      const auto name = cells.words(c);
      if (name) interval.queue += (interval.queue.empty() ? "" : " / ") + *name;
    } else if (role->id == "csat") {
      interval.csat = cells.number(c);
    }
  }
  if (!interval.from && !cells.mapping.interval.day.empty()) {
    interval.from = cells.stamps.read(cells.mapping.interval.day, {}).stamp;
    interval.seconds = cells.mapping.interval.seconds;
  }
  divide_totals(cells, interval);
  return interval;
}

bool Totals::repeats_the_report(Cells& cells) {
  const auto& row = cells.row->cells;
  bool figures = false;
  bool named = false;
  bool mentioned = false;
  bool labelled = false;
  double offered = 0;
  for (std::size_t c = 0; c < row.size(); ++c) {
    const std::string_view text = base::trimmed(row[c]);
    if (text.empty()) continue;
    const ColumnPlan* plan = c < cells.mapping.columns.size() ? &cells.plan(c) : nullptr;
    const Role* role = plan != nullptr ? plan->role : nullptr;
    const Number n = read_number(text);
    if (role != nullptr && role->slot == Slot::interval && text.find_first_of("0123456789") != std::string_view::npos)
      figures = true;
    if (role != nullptr && (role->id == "offered" || (role->id == "calls_answered" && !cells.mapping.has("offered"))))
      offered = n.state == NumberRead::read ? n.value : 0;
    // Only where a name or a time belongs: a queue may be called "Total care", a figure never is.
    const bool shown = plan != nullptr && !plan->shown_role.empty();
    const bool names = role == nullptr || role->slot == Slot::text || role->slot == Slot::time || role->slot == Slot::ref;
    if (!names) continue;
    labelled = labelled || (role != nullptr || shown);
    if (n.state == NumberRead::read) continue;
    named = named || names_a_total(text);
    mentioned = mentioned || mentions_a_total(text);
  }
  if (!figures) return true;
  const auto same = [&](double sum) { return sum > 0 && std::abs(sum - offered) < 0.5; };
  const bool sums_up = rows_ > 1 && (same(since_) || same(all_));
  // A queue may be called "Total care"; where its first row is no sum of those above, it is one.
  if (named || (mentioned && sums_up) || (!labelled && timed_)) {
    since_ = 0;
    return true;
  }
  timed_ = timed_ || labelled;
  ++rows_;
  since_ += offered;
  all_ += offered;
  return false;
}

}  // namespace debrief::import
