// Following histories.

#include "import/drafts/course.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "import/catalogue.h"
#include "import/words.h"

namespace debrief::import {

using review::EventKind;
using review::NumberField;
using review::TextField;
using review::TimeField;

namespace {

/// The heading is a usual name of that role.
bool names(const std::string& heading_key, std::string_view role) {
  const auto hints = hints_for(heading_key);
  return std::any_of(hints.begin(), hints.end(),
                     [&](const HeadingHint& h) { return h.role->id == role && h.weight >= 0.8; });
}

}  // namespace

void Course::by_entry(review::Incident& incident, review::Event& event, const std::string& type,
                      const std::string& state) {
  const bool completed = event.kind == EventKind::resolved;
  const auto of_state = event_kind_in(state);
  if (completed && of_state == EventKind::closed) event.kind = EventKind::closed;
  const bool known = event_kind_in(type).has_value() || of_state.has_value();
  if (known && !cells_.mapping.has("status")) incident[TextField::status] = state.empty() ? type : type + "/" + state;
  const Fold::Turn turn = fold_.turn(incident.ref, event.kind);
  if (turn.reopened) {
    event.kind = EventKind::reopened;
    incident[NumberField::reopen_count] = turn.reopenings;
  }
  if (!event.at) return;
  if (turn.acknowledged_first && !cells_.mapping.has("acknowledged")) incident[TimeField::acknowledged] = event.at;
  if (event.kind == EventKind::resolved || (event.kind == EventKind::closed && completed))
    incident[TimeField::resolved] = event.at;
  if (event.kind == EventKind::closed) incident[TimeField::closed] = event.at;
}

void Course::by_status(review::Incident& incident, const review::Event& event) {
  if (event.kind == EventKind::reopened)
    incident[NumberField::reopen_count] = fold_.turn(incident.ref, EventKind::reopened).reopenings;
  if (!event.at) return;
  if (event.kind == EventKind::acknowledged && !cells_.mapping.has("acknowledged"))
    incident[TimeField::acknowledged] = event.at;
  if (event.kind == EventKind::resolved) incident[TimeField::resolved] = event.at;
  if (event.kind == EventKind::closed) incident[TimeField::closed] = event.at;
}

std::string Course::value_before() const {
  const int column = cells_.mapping.value_before;
  if (column < 0 || static_cast<std::size_t>(column) >= cells_.row->cells.size()) return {};
  return std::string(base::trimmed(cells_.row->cells[static_cast<std::size_t>(column)]));
}

void Course::by_field(review::Incident& incident, review::Event& event, const std::string& field,
                      const std::string& value) {
  const std::string name = base::heading_key(field);
  const std::string before = value_before();
  event.changes = before.empty() ? fmt::format("{}: {}", field, value)
                                 : fmt::format("{}: {} -> {}", field, before, value.empty() ? "(empty)" : value);
  event.text.clear();
  event.kind = EventKind::updated;
  if (value.empty()) return;
  if (names(name, "status")) {
    status_became(incident, event, value, cells_.mapping.value_before >= 0 && before.empty());
  } else if (name == "created" || name == "created at") {
    const StampRead read = cells_.stamps.read(value, {});
    if (read.stamp) incident[TimeField::opened] = read.stamp;
  } else if (names(name, "team") || names(name, "assignee")) {
    event.kind = EventKind::assigned;
    incident[names(name, "team") ? TextField::team : TextField::assignee] = value;
  } else if (name.starts_with("assign") || name == "owner" || name == "group id") {
    event.kind = EventKind::assigned;
  } else {
    for (const auto f :
         {TextField::priority, TextField::severity, TextField::impact, TextField::urgency, TextField::category}) {
      if (names(name, review::json_key(f))) incident[f] = value;
    }
  }
}

/// first  the record had no status before
void Course::status_became(review::Incident& incident, review::Event& event, const std::string& value, bool first) {
  incident[TextField::status] = value;
  const Phase phase = phase_of(value);
  // The first status of a record, from none, is its opening.
  const bool begins = first && phase == Phase::fresh && event.at;
  if (begins && fold_.earliest(incident.ref, event.at->at)) incident[TimeField::opened] = event.at;
  const EventKind means = begins                     ? EventKind::logged
                          : phase == Phase::resolved ? EventKind::resolved
                          : phase == Phase::closed   ? EventKind::closed
                                                     : EventKind::acknowledged;
  const bool in_work = means == EventKind::acknowledged && event_kind_in(value) != EventKind::acknowledged;
  const Fold::Turn turn = fold_.turn(incident.ref, in_work ? EventKind::assigned : means);
  if (turn.acknowledged_first) incident[TimeField::acknowledged] = event.at;
  event.kind = turn.reopened ? EventKind::reopened : in_work ? EventKind::updated : means;
  if (phase == Phase::resolved) incident[TimeField::resolved] = event.at;
  if (phase == Phase::closed) incident[TimeField::closed] = event.at;
}

}  // namespace debrief::import
