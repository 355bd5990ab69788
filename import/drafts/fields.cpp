// Fields of incidents and entries.

#include "import/drafts/fields.h"

#include "base/text.h"
#include "import/catalogue.h"
#include "import/words.h"

namespace debrief::import {

namespace {

using review::NumberField;
using review::TextField;
using review::TimeField;

bool graded(TextField f) {
  return f == TextField::priority || f == TextField::severity || f == TextField::impact || f == TextField::urgency;
}

}  // namespace

Fields::Fields(Cells& cells, bool opened_sure)
    : cells_(cells),
      costs_(cells.mapping.row_is != review::RowIs::event && opened_sure),
      scales_(cells.mapping.columns.size()) {
  for (std::size_t c = 0; c < cells.mapping.columns.size(); ++c) {
    if (cells.mapping.columns[c].role != nullptr) used_.push_back(c);
  }
}

void Fields::read(review::IncidentDraft& draft, EntryRead& entry) {
  for (const std::size_t c : used_) {
    const Slot slot = cells_.plan(c).role->slot;
    if (slot == Slot::entry) {
      entry_field(entry, c);
    } else if (slot != Slot::ref) {
      field(draft, c);
    }
  }
  kind_by_value(draft.incident);
  const Mapping& m = cells_.mapping;
  if (m.ends_by_length || (m.spec != nullptr && m.spec->times_from_given)) times_from_given(draft.incident);
}

void Fields::tell_scales() {
  for (std::size_t c = 0; c < scales_.size(); ++c) {
    for (auto& issue : scales_[c].outside(cells_.file, cells_.plan(c).heading)) cells_.sink.report(std::move(issue));
  }
}

/// "15/Feb/26 4:37 PM;712020:0000;text": a comment with its time and author.
bool Fields::comment_event(review::IncidentDraft& draft, std::size_t c, const std::string& text) {
  const auto first = text.find(';');
  const auto second = first == std::string::npos ? first : text.find(';', first + 1);
  if (second == std::string::npos) return false;
  const StampRead read = cells_.stamps.read(std::string_view(text).substr(0, first), cells_.plan(c).style);
  if (!read.stamp) return false;
  review::Event e;
  e.kind = review::EventKind::note;
  e.at = read.stamp;
  e.actor = text.substr(first + 1, second - first - 1);
  e.text = text.substr(second + 1);
  e.row = cells_.row->number;
  draft.events.push_back(std::move(e));
  return true;
}

void Fields::note(review::IncidentDraft& draft, std::size_t c) {
  const auto text = cells_.words(c);
  if (!text) return;
  if (cells_.mapping.spec != nullptr && cells_.mapping.spec->comment_cells && comment_event(draft, c, *text)) return;
  auto& notes = draft.incident[TextField::notes];
  if (!notes) {
    notes = *text;
  } else {
    *notes += "\n\n" + *text;
  }
}

void Fields::field(review::IncidentDraft& draft, std::size_t c) {
  review::Incident& incident = draft.incident;
  const Role& role = *cells_.plan(c).role;
  switch (role.slot) {
    case Slot::text: {
      const auto f = static_cast<TextField>(role.field);
      if (f == TextField::notes) {
        note(draft, c);
      } else {
        incident[f] = cells_.words(c);
        if (graded(f) && incident[f]) scales_[c].add(*incident[f], cells_.row->number, cells_.row->line);
      }
      break;
    }
    case Slot::time: {
      const auto f = static_cast<TimeField>(role.field);
      incident[f] = cells_.time(c, costs_ && f == TimeField::opened);
      break;
    }
    case Slot::number:
      number_field(incident, c);
      break;
    case Slot::kind:
      kind_field(incident, c);
      break;
    default:
      break;
  }
}

void Fields::number_field(review::Incident& incident, std::size_t c) {
  const Role& role = *cells_.plan(c).role;
  const auto f = static_cast<NumberField>(role.field);
  if (role.wants == Wants::flag) {
    const auto yes = cells_.flag(c);
    if (yes) incident[f] = (*yes != role.inverted) ? 1 : 0;
  } else if (role.wants == Wants::duration) {
    incident[f] = cells_.duration(c);
  } else {
    double scale = 0;
    incident[f] = cells_.number(c, f == NumberField::csat ? &scale : nullptr);
    if (scale > 0) incident[NumberField::csat_scale] = scale;
  }
}

void Fields::kind_field(review::Incident& incident, std::size_t c) {
  const auto text = cells_.words(c);
  if (!text) return;
  if (const SourceSpec* spec = cells_.mapping.spec; spec != nullptr) {
    const auto known = spec->kinds.find(base::folded(*text));
    if (known != spec->kinds.end()) {
      incident.kind = known->second;
      return;
    }
  }
  if (const auto k = kind_in(*text)) incident.kind = *k;
}

void Fields::entry_field(EntryRead& entry, std::size_t c) {
  review::Event& event = entry.event;
  switch (static_cast<EntryField>(cells_.plan(c).role->field)) {
    case EntryField::at:
      event.at = cells_.time(c, true);
      break;
    case EntryField::type:
      entry.type = cells_.words(c).value_or("");
      break;
    case EntryField::by:
      event.actor = cells_.words(c).value_or("");
      break;
    case EntryField::role:
      event.actor_role = cells_.words(c).value_or("");
      break;
    case EntryField::system:
      event.system = cells_.words(c).value_or("");
      break;
    case EntryField::audience:
      event.audience = cells_.words(c).value_or("");
      break;
    case EntryField::direction:
      event.direction = cells_.words(c).value_or("");
      break;
    case EntryField::text:
      event.text = cells_.words(c).value_or("");
      break;
    case EntryField::state:
      entry.state = cells_.words(c).value_or("");
      if (is_lifecycle_step(entry.state)) entry.state.clear();
      break;
    case EntryField::id:
      break;
  }
}

/// Where a source tells times only as lengths after the opening. Of an opening known to the day only its figure is
/// known, not the hour it ended.
void Fields::times_from_given(review::Incident& incident) const {
  const auto& opened = incident[TimeField::opened];
  if (!opened || (cells_.mapping.ends_by_length && opened->precision == base::Precision::day)) return;
  const auto after = [&](NumberField given, TimeField at) {
    if (!incident[given] || incident[at] || *incident[given] < 0) return;
    base::Stamp stamp = *opened;
    stamp.at += static_cast<base::Ms>(*incident[given] * 1000);
    stamp.text.clear();
    incident[at] = stamp;
  };
  if (!cells_.mapping.ends_by_length) after(NumberField::acknowledge_seconds_given, TimeField::acknowledged);
  after(NumberField::resolve_seconds_given, TimeField::resolved);
}

void Fields::kind_by_value(review::Incident& incident) const {
  if (cells_.mapping.spec == nullptr) return;
  for (const auto& [id, by_word] : cells_.mapping.spec->kind_from) {
    const Role* role = role_named(id);
    if (role == nullptr || role->slot != Slot::text) continue;
    const auto& value = incident[static_cast<TextField>(role->field)];
    if (!value) continue;
    if (const auto it = by_word.find(base::folded(*value)); it != by_word.end()) incident.kind = it->second;
  }
}

}  // namespace debrief::import
