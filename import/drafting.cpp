// Drafts from rows, field by field: a value or an issue.

#include "import/drafting.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "import/cells.h"
#include "import/catalogue.h"
#include "import/entry_order.h"
#include "import/fold.h"
#include "import/issues.h"
#include "import/overlay_rows.h"
#include "import/scales.h"
#include "import/words.h"
#include "review/stamps.h"

namespace debrief::import {

namespace {

using review::NumberField;
using review::TextField;
using review::TimeField;

/// 64 bits of a row's cells; not for security. Multiply and fold, eight bytes a step.
class Digest {
 public:
  void add(std::string_view s) {
    std::uint64_t word = 0;
    std::size_t i = 0;
    if (s.size() >= 64) {
      // Long texts in four lanes, which a processor works on side by side.
      std::array<std::uint64_t, 4> lane{state_, 0xA4093822299F31D0ULL, 0x082EFA98EC4E6C89ULL, 0x452821E638D01377ULL};
      for (; i + 32 <= s.size(); i += 32) {
        for (std::size_t k = 0; k < 4; ++k) {
          std::memcpy(&word, s.data() + i + 8 * k, 8);
          lane[k] = (lane[k] ^ word) * 0x9E3779B97F4A7C15ULL;
          lane[k] ^= lane[k] >> 29U;
        }
      }
      for (const std::uint64_t l : lane) mix(l);
    }
    for (; i + 8 <= s.size(); i += 8) {
      std::memcpy(&word, s.data() + i, 8);
      mix(word);
    }
    word = s.size();
    if (i < s.size()) {
      std::uint64_t rest = 0;
      std::memcpy(&rest, s.data() + i, s.size() - i);
      mix(rest);
    }
    mix(word ^ 0x1F00000000000000ULL);
  }
  std::uint64_t value() const { return state_ ^ (state_ >> 32U); }

 private:
  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 29U;
  }
  std::uint64_t state_ = 0x243F6A8885A308D3ULL;
};

bool graded(TextField f) {
  return f == TextField::priority || f == TextField::severity || f == TextField::impact || f == TextField::urgency;
}

std::string_view item_value(const NestedItem& item, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    for (const auto& [name, value] : item) {
      if (name == key && !value.empty()) return value;
    }
  }
  return {};
}

}  // namespace

struct Drafting::Working : Cells {
  Fold fold;
  const bool events;
  const int ref_column;
  const int opened_column;
  const int entry_at_column;
  std::vector<std::size_t> used;
  Tally keyless;
  std::vector<Scale> scales;  // by column; only those of graded columns fill
  const Telling telling;
  WholeTimes whole_times;
  Totals totals;
  Tally headings;
  Tally figureless;
  const bool course;       // entries tell how the incident went, as no column does
  const bool keeps_twins;  // two equal rows are two entries
  const bool by_status;    // the status of each entry tells how the incident went, as no column does
  EntryOrder order;
  bool opened_sure = false;
  review::IncidentDraft draft;
  std::unordered_map<std::string, base::Ms> decided;  // incident and time as written, for times shown twice

  Working(const Mapping& m, std::string f, Sink& s)
      : Cells(m, std::move(f), s),
        events(m.row_is == review::RowIs::event),
        ref_column(m.column_of("ref")),
        opened_column(m.column_of("opened")),
        entry_at_column(m.has("entry_at")                  ? m.column_of("entry_at")
                        : m.row_is == review::RowIs::event ? m.column_of("updated")
                                                           : -1),
        telling(m),
        course(events && m.has("entry_type") && !m.has("resolved") && !m.has("closed")),
        keeps_twins(events && m.has("entry_type") && !m.has("entry_text") && !m.has("entry_id")),
        by_status(events && !m.has("entry_type") && m.has("status") && !m.has("resolved") && !m.has("closed")) {
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      if (m.columns[c].role != nullptr) used.push_back(c);
    }
    scales.resize(m.columns.size());
    opened_sure = opened_column >= 0 && m.columns[static_cast<std::size_t>(opened_column)].confidence >= 0.5;
  }

  std::uint64_t digest() const {
    Digest d;
    // Where the content is the key, how it was quoted must not matter.
    if (row->raw.empty() || ref_column < 0) {
      for (const auto c : row->cells) d.add(c);
    } else {
      d.add(row->raw);
    }
    for (const auto& list : row->lists) {
      for (const auto& item : list.items) {
        for (const auto& [key, value] : item) d.add(value);
      }
    }
    return d.value();
  }

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

  /// "15/Feb/26 4:37 PM;712020:0000;text": a comment with its time and author.
  bool comment_event(std::size_t c, const std::string& text) {
    const auto first = text.find(';');
    const auto second = first == std::string::npos ? first : text.find(';', first + 1);
    if (second == std::string::npos) return false;
    const StampRead read = stamps.read(std::string_view(text).substr(0, first), plan(c).style);
    if (!read.stamp) return false;
    review::Event e;
    e.kind = review::EventKind::note;
    e.at = read.stamp;
    e.actor = text.substr(first + 1, second - first - 1);
    e.text = text.substr(second + 1);
    e.row = row->number;
    draft.events.push_back(std::move(e));
    return true;
  }

  void note(review::Incident& incident, std::size_t c) {
    const auto text = words(c);
    if (!text) return;
    if (mapping.spec != nullptr && mapping.spec->comment_cells && comment_event(c, *text)) return;
    auto& notes = incident[TextField::notes];
    if (!notes) {
      notes = *text;
    } else {
      *notes += "\n\n" + *text;
    }
  }

  void field(review::Incident& incident, std::size_t c) {
    const Role& role = *plan(c).role;
    switch (role.slot) {
      case Slot::text: {
        const auto f = static_cast<TextField>(role.field);
        if (f == TextField::notes) {
          note(incident, c);
        } else {
          incident[f] = words(c);
          if (graded(f) && incident[f]) scales[c].add(*incident[f], row->number, row->line);
        }
        break;
      }
      case Slot::time: {
        const auto f = static_cast<TimeField>(role.field);
        const bool costs = !events && f == TimeField::opened && opened_sure;
        incident[f] = time(c, costs);
        break;
      }
      case Slot::number: {
        const auto f = static_cast<NumberField>(role.field);
        if (role.wants == Wants::flag) {
          const auto yes = flag(c);
          if (yes) incident[f] = (*yes != role.inverted) ? 1 : 0;
        } else if (role.wants == Wants::duration) {
          incident[f] = duration(c);
        } else {
          double scale = 0;
          incident[f] = number(c, f == NumberField::csat ? &scale : nullptr);
          if (scale > 0) incident[NumberField::csat_scale] = scale;
        }
        break;
      }
      case Slot::kind:
        if (const auto text = words(c)) {
          const auto known = mapping.spec != nullptr ? mapping.spec->kinds.find(base::folded(*text))
                                                     : decltype(mapping.spec->kinds.find("")){};
          if (mapping.spec != nullptr && known != mapping.spec->kinds.end()) {
            incident.kind = known->second;
          } else if (const auto k = kind_in(*text)) {
            incident.kind = *k;
          }
        }
        break;
      default:
        break;
    }
  }

  /// Where a log has entries but no columns for it: acknowledged at the first entry that says so, resolved and closed
  /// at the last; work after a completion means it was opened again.
  void follow_course(review::Event& event, const std::string& type, const std::string& state) {
    using review::EventKind;
    review::Incident& incident = draft.incident;
    const bool completed = event.kind == EventKind::resolved;
    const auto of_state = event_kind_in(state);
    if (completed && of_state == EventKind::closed) event.kind = EventKind::closed;
    const bool known = event_kind_in(type).has_value() || of_state.has_value();
    if (known && !mapping.has("status")) incident[TextField::status] = state.empty() ? type : type + "/" + state;
    const Fold::Turn turn = fold.turn(incident.ref, event.kind);
    if (turn.reopened) {
      event.kind = EventKind::reopened;
      incident[NumberField::reopen_count] = turn.reopenings;
    }
    if (!event.at) return;
    if (turn.acknowledged_first && !mapping.has("acknowledged")) incident[TimeField::acknowledged] = event.at;
    if (event.kind == EventKind::resolved || (event.kind == EventKind::closed && completed))
      incident[TimeField::resolved] = event.at;
    if (event.kind == EventKind::closed) incident[TimeField::closed] = event.at;
  }

  /// The same where a status tells it.
  void follow_status(const review::Event& event) {
    using review::EventKind;
    review::Incident& incident = draft.incident;
    if (event.kind == EventKind::reopened) incident[NumberField::reopen_count] = fold.turn(incident.ref, EventKind::reopened).reopenings;
    if (!event.at) return;
    if (event.kind == EventKind::acknowledged && !mapping.has("acknowledged")) incident[TimeField::acknowledged] = event.at;
    if (event.kind == EventKind::resolved) incident[TimeField::resolved] = event.at;
    if (event.kind == EventKind::closed) incident[TimeField::closed] = event.at;
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

  /// What a field became, as an entry; of a status also what it means for the record.
  void follow_field(review::Event& event, const std::string& field, const std::string& value) {
    using review::EventKind;
    const std::string name = base::heading_key(field);
    const auto old = static_cast<std::size_t>(std::max(mapping.value_before, 0));
    const std::string before =
        mapping.value_before >= 0 && old < row->cells.size() ? std::string(base::trimmed(row->cells[old])) : std::string();
    event.changes = before.empty() ? fmt::format("{}: {}", field, value)
                                   : fmt::format("{}: {} -> {}", field, before, value.empty() ? "(empty)" : value);
    event.text.clear();
    event.kind = EventKind::updated;
    if (value.empty()) return;
    review::Incident& incident = draft.incident;
    const auto means_field = [&](std::string_view role) {
      const auto hints = hints_for(name);
      return std::any_of(hints.begin(), hints.end(), [&](const HeadingHint& h) { return h.role->id == role && h.weight >= 0.8; });
    };
    if (means_field("status")) {
      incident[TextField::status] = value;
      const Phase phase = phase_of(value);
      // The first status of a record, from none, is its opening.
      const bool begins = mapping.value_before >= 0 && before.empty() && phase == Phase::fresh && event.at;
      if (begins && fold.earliest(incident.ref, event.at->at)) incident[TimeField::opened] = event.at;
      const EventKind means = begins                       ? EventKind::logged
                              : phase == Phase::resolved ? EventKind::resolved
                              : phase == Phase::closed ? EventKind::closed
                                                       : EventKind::acknowledged;
      const bool in_work = means == EventKind::acknowledged && event_kind_in(value) != EventKind::acknowledged;
      const Fold::Turn turn = fold.turn(incident.ref, in_work ? EventKind::assigned : means);
      const bool reopened = turn.reopened;
      if (turn.acknowledged_first) incident[TimeField::acknowledged] = event.at;
      event.kind = reopened ? EventKind::reopened : in_work ? EventKind::updated : means;
      if (phase == Phase::resolved) incident[TimeField::resolved] = event.at;
      if (phase == Phase::closed) incident[TimeField::closed] = event.at;
    } else if (name == "created" || name == "created at") {
      const StampRead read = stamps.read(value, {});
      if (read.stamp) incident[TimeField::opened] = read.stamp;
    } else if (means_field("team") || means_field("assignee")) {
      event.kind = EventKind::assigned;
      incident[means_field("team") ? TextField::team : TextField::assignee] = value;
    } else if (name.starts_with("assign") || name == "owner" || name == "group id") {
      event.kind = EventKind::assigned;
    } else {
      for (const auto f : {TextField::priority, TextField::severity, TextField::impact, TextField::urgency, TextField::category}) {
        if (means_field(review::json_key(f))) incident[f] = value;
      }
    }
  }

  void entry_field(review::Event& event, std::size_t c, std::string& type, std::string& state) {
    switch (static_cast<EntryField>(plan(c).role->field)) {
      case EntryField::at:
        event.at = time(c, true);
        break;
      case EntryField::type:
        type = words(c).value_or("");
        break;
      case EntryField::by:
        event.actor = words(c).value_or("");
        break;
      case EntryField::role:
        event.actor_role = words(c).value_or("");
        break;
      case EntryField::system:
        event.system = words(c).value_or("");
        break;
      case EntryField::audience:
        event.audience = words(c).value_or("");
        break;
      case EntryField::direction:
        event.direction = words(c).value_or("");
        break;
      case EntryField::text:
        event.text = words(c).value_or("");
        break;
      case EntryField::state:
        state = words(c).value_or("");
        if (is_lifecycle_step(state)) state.clear();
        break;
      case EntryField::id:
        break;
    }
  }

  /// Where a source tells times only as lengths after the opening. Of an opening known to the day only its figure is
  /// known, not the hour it ended.
  void times_from_given(review::Incident& incident) const {
    const auto& opened = incident[TimeField::opened];
    if (!opened || (mapping.ends_by_length && opened->precision == base::Precision::day)) return;
    const auto after = [&](NumberField given, TimeField at) {
      if (!incident[given] || incident[at] || *incident[given] < 0) return;
      base::Stamp stamp = *opened;
      stamp.at += static_cast<base::Ms>(*incident[given] * 1000);
      stamp.text.clear();
      incident[at] = stamp;
    };
    if (!mapping.ends_by_length) after(NumberField::acknowledge_seconds_given, TimeField::acknowledged);
    after(NumberField::resolve_seconds_given, TimeField::resolved);
  }

  void kind_by_value(review::Incident& incident) const {
    if (mapping.spec == nullptr) return;
    for (const auto& [id, by_word] : mapping.spec->kind_from) {
      const Role* role = role_named(id);
      if (role == nullptr || role->slot != Slot::text) continue;
      const auto& value = incident[static_cast<TextField>(role->field)];
      if (!value) continue;
      if (const auto it = by_word.find(base::folded(*value)); it != by_word.end()) incident.kind = it->second;
    }
  }

  void nested_events() {
    if (mapping.spec == nullptr) return;
    const NestedEntries& spec = mapping.spec->entries;
    for (const auto& list : row->lists) {
      if (std::find(spec.lists.begin(), spec.lists.end(), list.name) == spec.lists.end()) continue;
      std::vector<review::Event> found;
      for (const auto& item : list.items) {
        review::Event e;
        e.row = row->number;
        const std::string_view at = item_value(item, spec.at);
        const StampRead read = stamps.read(at, {});
        if (read.stamp) {
          e.at = read.stamp;
        } else if (!at.empty()) {
          sink.report(fault(read.state == TimeRead::impossible ? "date-impossible" : "time-unreadable",
                            fmt::format("{} is not a time that can be read", base::quoted(at)), std::string(at),
                            place_of(file, row->number, row->line, list.name)));
        }
        const std::string_view type = item_value(item, spec.type);
        const auto known = spec.types.find(base::folded(type));
        e.kind = known != spec.types.end() ? known->second : spec.kind;
        e.text = std::string(item_value(item, spec.text));
        if (e.text.empty()) e.text = std::string(type);
        e.actor = std::string(item_value(item, spec.by));
        e.audience = spec.audience;
        e.direction = spec.direction;
        e.system = spec.system;
        if (!type.empty()) e.changes = "status: " + std::string(type);
        found.push_back(std::move(e));
      }
      // Some sources write the newest first.
      std::stable_sort(found.begin(), found.end(), [](const review::Event& a, const review::Event& b) {
        return a.at && b.at && a.at->at < b.at->at;
      });
      for (auto& e : found) draft.events.push_back(std::move(e));
    }
  }

  /// Times the clocks showed twice: the other reading, when the order of the log or the opening time proves it.
  /// What was decided for an incident's time holds wherever that time stands again.
  void settle_repeats(review::Event& event) {
    review::Incident& incident = draft.incident;
    std::sort(repeats.begin(), repeats.end(), [&](const Repeat& a, const Repeat& b) {
      return static_cast<int>(a.column) == entry_at_column && static_cast<int>(b.column) != entry_at_column;
    });
    for (const Repeat& r : repeats) {
      const Role& role = *plan(r.column).role;
      const bool of_entry = role.slot == Slot::entry;
      auto& stamp = of_entry ? event.at : incident[static_cast<TimeField>(role.field)];
      if (!stamp) continue;
      const auto [known, fresh] = decided.try_emplace(incident.ref + '\n' + review::words(*stamp), stamp->at);
      if (!fresh) {
        stamp->at = known->second;
        continue;
      }
      const auto& opened = incident[TimeField::opened];
      const auto last = fold.last_at(incident.ref);
      const bool is_opened = !of_entry && static_cast<TimeField>(role.field) == TimeField::opened;
      const bool after_last =
          static_cast<int>(r.column) == entry_at_column && last && *last > stamp->at && *last <= r.later;
      const bool after_opening = !is_opened && opened && opened->at > stamp->at && opened->at <= r.later;
      if (after_last || after_opening) {
        stamp->at = known->second = r.later;
      } else {
        sink.report(
            warning("time-repeated",
                    fmt::format("the clocks in {} showed this time twice; the earlier was taken", mapping.zone_name),
                    review::words(*stamp), place(r.column)));
      }
    }
    repeats.clear();
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
    if (incident.ref.empty()) {
      const auto c = static_cast<std::size_t>(ref_column);
      set_aside(fault("key-missing", "the row has no key, so it cannot be told apart from others", {}, place(c)));
      return;
    }
    review::Event event;
    std::string type;
    std::string state;
    repeats.clear();
    for (const std::size_t c : used) {
      if (plan(c).role->slot == Slot::entry) {
        entry_field(event, c, type, state);
      } else if (plan(c).role->slot != Slot::ref) {
        field(incident, c);
      }
    }
    kind_by_value(incident);
    if (mapping.ends_by_length || (mapping.spec != nullptr && mapping.spec->times_from_given)) times_from_given(incident);
    if (lost) {
      set_aside(std::move(why));
      return;
    }
    settle_repeats(event);
    if (events) {
      if (!event.at && !mapping.has("entry_at")) event.at = incident[TimeField::updated];
      if (!event.at && !incident[TimeField::opened]) {
        const auto c = static_cast<std::size_t>(std::max(entry_at_column, 0));
        set_aside(fault("time-missing", "the row has no time, so its place in the history is not known", {}, place(c)));
        return;
      }
      const Fold::Step step = fold.add(incident, event.at ? std::optional(event.at->at) : std::nullopt, hash);
      if (step.duplicate && !keeps_twins) {
        sink.report(warning("duplicate-row", "the same row stands in the file before; it adds nothing", incident.ref,
                            place(static_cast<std::size_t>(std::max(ref_column, 0)))));
      } else {
        event.row = row->number;
        event.changes = step.changes;
        const std::string became = event.text;
        const auto said = event_kind_in(type) ? event_kind_in(type) : event_kind_in(state);
        event.kind = mapping.has("entry_type") ? said.value_or(review::EventKind::note) : step.kind;
        if (!state.empty()) event.text = event.text.empty() ? type + "/" + state : event.text;
        if (!said && !type.empty() && state.empty()) {
          // A type of its own: kept in the text, so that nothing said is lost.
          event.text = event.text.empty() ? type : type + ": " + event.text;
        }
        if (opened_column < 0 && event.at && !mapping.field_history && fold.earliest(incident.ref, event.at->at))
          incident[TimeField::opened] = event.at;
        if (mapping.opened_by_entry && incident[TimeField::opened] &&
            !fold.earliest(incident.ref, incident[TimeField::opened]->at))
          incident[TimeField::opened].reset();
        if (mapping.field_history) {
          follow_field(event, type, became);
        } else if (course) {
          if (event.text.empty()) event.text = type;
          follow_course(event, type, state);
        } else if (by_status) {
          follow_status(event);
        }
        draft.events.push_back(std::move(event));
      }
    } else if (opened_sure && !incident[TimeField::opened]) {
      const auto c = static_cast<std::size_t>(opened_column);
      const std::string_view stands = c < row->cells.size() ? base::trimmed(row->cells[c]) : std::string_view();
      set_aside(fault("time-missing",
                      stands.empty() ? "the row has no opening time"
                                     : fmt::format("the row has no opening time: {} stands where it is unknown", base::quoted(stands)),
                      std::string(stands), place(c)));
      return;
    }
    nested_events();
    sink.take(std::move(draft));
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
      set_aside(fault("key-missing", "the row has no key, so it cannot be told apart from others", {},
                      place(static_cast<std::size_t>(ref_column))));
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
  for (std::size_t c = 0; c < w.scales.size(); ++c) {
    for (auto& issue : w.scales[c].outside(w.file, w.plan(c).heading)) w.sink.report(std::move(issue));
  }
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
