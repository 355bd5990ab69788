// Contacts and intervals from cells.

#include "import/overlay_rows.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "import/footnotes.h"

namespace debrief::import {

namespace {

/// Sure enough of its column of times that a row without one is at fault.
bool sure(const Cells& cells, std::size_t c) { return cells.plan(c).confidence >= 0.5; }

void call_field(Cells& cells, review::Contact& contact, std::size_t c) {
  switch (static_cast<CallField>(cells.plan(c).role->field)) {
    case CallField::answered:
      contact.answered = cells.flag(c);
      break;
    case CallField::abandoned:
      contact.abandoned = cells.flag(c);
      break;
    case CallField::queue_wait:
      contact.queue_wait = cells.duration(c);
      break;
    case CallField::ring:
      contact.ring = cells.duration(c);
      break;
    case CallField::talk:
      contact.talk = cells.duration(c);
      break;
    case CallField::hold:
      contact.hold = cells.duration(c);
      break;
    case CallField::acw:
      contact.acw = cells.duration(c);
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
  const auto value = [&] { return cells.plan(c).role->wants == Wants::duration ? cells.duration(c) : cells.number(c); };
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
      interval.wait = cells.duration(c);
      break;
    case CallField::talk:
      interval.talk = cells.duration(c);
      break;
    case CallField::hold:
      interval.hold = cells.duration(c);
      break;
    case CallField::acw:
      interval.acw = cells.duration(c);
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
  if (!contact.answered && !contact.abandoned && !telling.answered.empty()) {
    contact.answered = filled(telling.answered);
    contact.abandoned = !*contact.answered && (telling.queued.empty() || filled(telling.queued));
  }
  if (contact.answered && !contact.abandoned) contact.abandoned = !*contact.answered;
  if (contact.abandoned && !contact.answered) contact.answered = !*contact.abandoned;
  return contact;
}

review::Interval interval_of(Cells& cells) {
  review::Interval interval;
  interval.source = cells.mapping.source;
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
  return interval;
}

bool repeats_the_report(Cells& cells) {
  const auto& row = cells.row->cells;
  bool figures = false;
  for (std::size_t c = 0; c < row.size(); ++c) {
    const std::string_view text = base::trimmed(row[c]);
    if (text.empty()) continue;
    const Role* role = c < cells.mapping.columns.size() ? cells.plan(c).role : nullptr;
    if (role != nullptr && role->slot == Slot::interval && text.find_first_of("0123456789") != std::string_view::npos)
      figures = true;
    // Only where a name or a time belongs: a queue may be called "Total care", a figure never is.
    const bool names = role == nullptr || role->slot == Slot::text || role->slot == Slot::time || role->slot == Slot::ref;
    if (names && names_a_total(text)) return true;
  }
  return !figures;
}

}  // namespace debrief::import
