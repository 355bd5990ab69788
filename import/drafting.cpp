// Drafts from rows: what each row is, and which are set aside.

#include "import/drafting.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "import/catalogue.h"
#include "import/cells.h"
#include "import/drafts/course.h"
#include "import/drafts/digest.h"
#include "import/drafts/fields.h"
#include "import/drafts/nested.h"
#include "import/drafts/shown_twice.h"
#include "import/entry_order.h"
#include "import/fold.h"
#include "import/issues.h"
#include "import/overlay_rows.h"
#include "import/words.h"

namespace debrief::import {

using review::TimeField;

struct Drafting::Working : Cells {
  Fold fold;
  const bool events;
  const int ref_column;
  const int opened_column;
  const int entry_at_column;
  const bool opened_sure;
  Tally keyless;
  Tally headings;
  Tally figureless;
  const Telling telling;
  WholeTimes whole_times;
  Totals totals;
  const bool told_by_entries;  // how the incident went, as no column does
  const bool told_by_status;   // the same, of the status of each entry
  const bool keeps_twins;      // two equal rows are two entries
  EntryOrder order;
  Fields fields;
  Course course;
  ShownTwice shown_twice;
  review::IncidentDraft draft;

  Working(const Mapping& m, std::string f, Sink& s)
      : Cells(m, std::move(f), s),
        events(m.row_is == review::RowIs::event),
        ref_column(m.column_of("ref")),
        opened_column(m.column_of("opened")),
        entry_at_column(m.has("entry_at")                  ? m.column_of("entry_at")
                        : m.row_is == review::RowIs::event ? m.column_of("updated")
                                                           : -1),
        opened_sure(opened_column >= 0 && m.columns[static_cast<std::size_t>(opened_column)].confidence >= 0.5),
        telling(m),
        told_by_entries(events && m.has("entry_type") && !m.has("resolved") && !m.has("closed")),
        told_by_status(events && !m.has("entry_type") && m.has("status") && !m.has("resolved") && !m.has("closed")),
        keeps_twins(events && m.has("entry_type") && !m.has("entry_text") && !m.has("entry_id")),
        fields(*this, opened_sure),
        course(*this, fold),
        shown_twice(*this, entry_at_column) {}

  std::uint64_t digest() const { return digest_of(*row, ref_column < 0); }

  std::vector<std::string> cells() const { return {row->cells.begin(), row->cells.end()}; }

  void set_aside(base::Issue issue) { sink.quarantine(row->number, cells(), std::move(issue)); }

  /// The key; "" when the row has none although the file has keys.
  std::string key(std::uint64_t hash) {
    if (ref_column >= 0) {
      const std::string_view own = cell(static_cast<std::size_t>(ref_column));
      if (!mapping.keys_by_sheet || own.empty()) return std::string(own);
      return fmt::format("{} {}", row->sheet, own);
    }
    count(keyless, {});
    return fmt::format("row-{:012x}", hash >> 16U);
  }

  /// Holds the row of an event log until the order of its times is known.
  void hold(const Row& held) {
    const auto bare = [&](int c) {
      return c >= 0 && static_cast<std::size_t>(c) < held.cells.size() ? base::trimmed(held.cells[static_cast<std::size_t>(c)])
                                                                       : std::string_view();
    };
    std::optional<base::Ms> at;
    std::optional<base::Ms> later;
    if (entry_at_column >= 0 && !bare(entry_at_column).empty()) {
      const ColumnPlan& p = plan(static_cast<std::size_t>(entry_at_column));
      const auto k = static_cast<std::size_t>(std::max(p.clock_column, 0));
      const ClockCell clock = p.clock_column >= 0 ? ClockCell{bare(p.clock_column), k < held.kinds.size() ? held.kinds[k] : CellIs::text}
                                                  : ClockCell{};
      const StampRead read = stamps.read(bare(entry_at_column), p.style, clock, p.whole_days);
      if (read.stamp) at = read.stamp->at;
      if (read.repeated) later = read.later;
    }
    order.add(held, bare(ref_column), at, later);
    if (order.may_go()) release();
  }

  void release() {
    order.give([this](Row& held) {
      look_at(held);
      incident_row();
    });
  }

  /// Empties the draft; the memory of its texts serves the next row.
  void start_draft() {
    for (auto& text : draft.incident.texts) {
      if (text) give_back(text);
    }
    for (auto& time : draft.incident.times) time.reset();
    for (auto& number : draft.incident.numbers) number.reset();
    draft.events.clear();
  }

  void incident_row() {
    const std::uint64_t hash = digest();
    start_draft();
    lost = false;
    draft.row = row->number;
    draft.line = row->line;
    draft.digest = hash;
    review::Incident& incident = draft.incident;
    incident.source = mapping.source;
    incident.kind = mapping.kind;
    incident.ref = key(hash);
    if (incident.ref.empty()) return set_aside_without_key();
    EntryRead entry;
    repeats.clear();
    fields.read(draft, entry);
    if (lost) return set_aside(std::move(why));
    shown_twice.settle(incident, entry.event, fold);
    if (events) {
      if (!add_entry(entry, hash)) return;
    } else if (opened_sure && !incident[TimeField::opened]) {
      return set_aside_without_opening();
    }
    add_nested_events(*this, draft.events);
    sink.take(std::move(draft));
  }

  void set_aside_without_key() {
    set_aside(fault("key-missing", "the row has no key, so it cannot be told apart from others", {},
                    place(static_cast<std::size_t>(ref_column))));
  }

  void set_aside_without_opening() {
    const auto c = static_cast<std::size_t>(opened_column);
    const std::string_view stands = c < row->cells.size() ? base::trimmed(row->cells[c]) : std::string_view();
    set_aside(fault("time-missing",
                    stands.empty() ? "the row has no opening time"
                                   : fmt::format("the row has no opening time: {} stands where it is unknown", base::quoted(stands)),
                    std::string(stands), place(c)));
  }

  /// The row as an entry in the history of its incident; false where its place in that is not known.
  bool add_entry(EntryRead& entry, std::uint64_t hash) {
    review::Incident& incident = draft.incident;
    review::Event& event = entry.event;
    if (!event.at && !mapping.has("entry_at")) event.at = incident[TimeField::updated];
    if (!event.at && !incident[TimeField::opened]) {
      const auto c = static_cast<std::size_t>(std::max(entry_at_column, 0));
      set_aside(fault("time-missing", "the row has no time, so its place in the history is not known", {}, place(c)));
      return false;
    }
    const Fold::Step step = fold.add(incident, event.at ? std::optional(event.at->at) : std::nullopt, hash);
    if (step.duplicate && !keeps_twins) {
      sink.report(warning("duplicate-row", "the same row stands in the file before; it adds nothing", incident.ref,
                          place(static_cast<std::size_t>(std::max(ref_column, 0)))));
      return true;
    }
    event.row = row->number;
    event.changes = step.changes;
    const std::string became = event.text;
    name_entry(entry, step.kind);
    if (opened_column < 0 && event.at && !mapping.field_history && fold.earliest(incident.ref, event.at->at))
      incident[TimeField::opened] = event.at;
    if (mapping.opened_by_entry && incident[TimeField::opened] &&
        !fold.earliest(incident.ref, incident[TimeField::opened]->at))
      incident[TimeField::opened].reset();
    if (mapping.field_history) {
      course.by_field(incident, event, entry.type, became);
    } else if (told_by_entries) {
      if (event.text.empty()) event.text = entry.type;
      course.by_entry(incident, event, entry.type, entry.state);
    } else if (told_by_status) {
      course.by_status(incident, event);
    }
    draft.events.push_back(std::move(event));
    return true;
  }

  /// Kind and words of an entry. by_changes  its kind where the log has no type of entry
  void name_entry(EntryRead& entry, review::EventKind by_changes) const {
    review::Event& event = entry.event;
    const auto said = event_kind_in(entry.type) ? event_kind_in(entry.type) : event_kind_in(entry.state);
    event.kind = mapping.has("entry_type") ? said.value_or(review::EventKind::note) : by_changes;
    if (!entry.state.empty()) event.text = event.text.empty() ? entry.type + "/" + entry.state : event.text;
    if (!said && !entry.type.empty() && entry.state.empty()) {
      // A type of its own: kept in the text, so that nothing said is lost.
      event.text = event.text.empty() ? entry.type : entry.type + ": " + event.text;
    }
  }

  void contact_row() {
    lost = false;
    const std::uint64_t hash = digest();
    const std::vector<std::string_view> as_read = row->cells;
    whole_times.complete(*this);
    review::Contact contact = contact_of(*this, telling);
    row->cells = as_read;
    contact.ref = key(hash);
    for (const std::size_t c : telling.ref_with) {
      if (!contact.ref.empty() && !cell(c).empty()) contact.ref += "/" + std::string(cell(c));
    }
    repeats.clear();
    if (contact.ref.empty()) {
      set_aside_without_key();
    } else if (lost) {
      set_aside(std::move(why));
    } else {
      if (contact.csat && contact.answered && !*contact.answered) {
        const auto c = static_cast<std::size_t>(std::max(mapping.column_of("csat"), 0));
        sink.report(warning("rating-on-unanswered",
                            fmt::format("{} was not answered, yet has a satisfaction rating: nobody was there to be "
                                        "rated, so one of the two cells is wrong",
                                        contact.ref),
                            std::string(cell(c)), place(c)));
      }
      sink.take(std::move(contact), row->number);
    }
  }

  void interval_row() {
    if (totals.repeats_the_report(*this)) {
      count(figureless, row->cells.empty() ? std::string_view() : row->cells[0]);
      sink.pass_over();
      return;
    }
    lost = false;
    const std::vector<std::string_view> as_read = row->cells;
    whole_times.complete(*this);
    review::Interval interval = interval_of(*this, whole_times);
    row->cells = as_read;
    repeats.clear();
    if (lost) {
      set_aside(std::move(why));
    } else if (opened_sure && !interval.from) {
      set_aside(fault("time-missing", "the row has no time", {}, place(static_cast<std::size_t>(opened_column))));
    } else {
      sink.take(std::move(interval), row->number);
    }
  }

  /// The heading printed again, as page by page in reports.
  bool heading_again() const {
    bool any = false;
    for (std::size_t c = 0; c < row->cells.size() && c < mapping.columns.size(); ++c) {
      const std::string_view cell = base::trimmed(row->cells[c]);
      if (cell.empty()) continue;
      if (cell != plan(c).heading) return false;
      any = true;
    }
    return any && row->lists.empty();
  }
};

Drafting::Drafting(const Mapping& mapping, std::string file, Sink& sink)
    : working_(std::make_unique<Working>(mapping, std::move(file), sink)) {}
Drafting::~Drafting() = default;

void Drafting::add(Row& row) {
  Working& w = *working_;
  w.look_at(row);
  for (auto& remark : row.remarks) w.sink.report(std::move(remark));
  if (row.set_aside) {
    w.set_aside(std::move(*row.set_aside));
    return;
  }
  if (row.lists.empty() &&
      std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view c) { return base::trimmed(c).empty(); }))
    return;
  if (row.heading || w.heading_again()) {
    w.count(w.headings, {});
    w.sink.pass_over();
    return;
  }
  switch (w.mapping.row_is) {
    case review::RowIs::contact:
      w.contact_row();
      break;
    case review::RowIs::interval:
      w.interval_row();
      break;
    default:
      if (w.events && w.order.holding()) {
        w.hold(row);
      } else {
        w.incident_row();
      }
  }
}

void Drafting::finish() {
  Working& w = *working_;
  if (w.events && w.order.holding()) w.release();
  w.tell_tallies();
  w.fields.tell_scales();
  if (w.headings.n > 0) {
    w.sink.report(heading_repeated(w.headings.n, w.headings.row, w.file));
  }
  if (w.figureless.n > 0) {
    w.sink.report(warning("totals-row",
                          fmt::format("{} a total, an average or no figure at all; left out, first in row {}",
                                      base::counted(w.figureless.n, "row holds", "rows hold"), w.figureless.row),
                          w.figureless.value, place_of(w.file)));
  }
  if (w.keyless.n > 0) {
    w.sink.report(warning(
        "no-key-column",
        "no column holds a key; each row's key was made from its content, so a corrected row will come in as a new one",
        {}, place_of(w.file)));
  }
  if (w.mapping.row_is == review::RowIs::contact && w.telling.by_talk) {
    w.sink.report(warning("answered-from-talk",
                          "no column says which calls were answered; those with a time of talk were taken to be", {},
                          place_of(w.file)));
  }
  if (w.mapping.field_history) {
    w.sink.report(warning("field-history",
                          "each row says what one field of a record became; they were added to the records' histories: "
                          "import the records too, for their titles and opening times",
                          {}, place_of(w.file)));
    return;
  }
  const bool timed = !w.mapping.interval.day.empty() || w.opened_column >= 0 || w.entry_at_column >= 0 || w.mapping.has("occurred");
  if (!timed) {
    w.sink.report(warning("no-time-column",
                          "no column holds the times of the records, so no trend and no duration can be given", {},
                          place_of(w.file)));
  } else if (w.events && w.opened_column < 0) {
    w.sink.report(warning("opened-from-first-entry",
                          "no column says when an incident was opened; the time of its earliest entry was taken", {},
                          place_of(w.file)));
  }
}

}  // namespace debrief::import
