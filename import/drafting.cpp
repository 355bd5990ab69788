// Drafts from rows, field by field: a value or an issue.

#include "import/drafting.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "import/fold.h"
#include "import/issues.h"
#include "import/sniff/encoding.h"
#include "import/sniff/types.h"
#include "import/stamps.h"
#include "import/words.h"

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

std::string_view item_value(const NestedItem& item, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    for (const auto& [name, value] : item) {
      if (name == key && !value.empty()) return value;
    }
  }
  return {};
}

/// How often something was met in one column, told once at the end.
struct Tally {
  std::int64_t n = 0;
  std::int64_t row = 0;
  std::int64_t line = 0;
  std::string value;
};

/// A time of the row at hand that the clocks showed twice, and its later reading.
struct Repeat {
  std::size_t column = 0;
  base::Ms later = 0;
};

}  // namespace

struct Drafting::Working {
  const Mapping& mapping;
  const std::string file;
  Sink& sink;
  StampReader stamps;
  Fold fold;
  const bool events;
  const int ref_column;
  const int opened_column;
  const int entry_at_column;
  std::vector<std::size_t> used;
  std::vector<Tally> placeholders;
  std::vector<Tally> twice_encoded;
  Tally keyless;
  bool opened_sure = false;
  Row* row = nullptr;
  review::IncidentDraft draft;
  std::vector<Repeat> repeats;
  std::unordered_map<std::string, base::Ms> decided;   // incident and time as written, for times shown twice
  base::Issue why;          // the fault that costs the row
  bool lost = false;

  Working(const Mapping& m, std::string f, Sink& s)
      : mapping(m),
        file(std::move(f)),
        sink(s),
        stamps(m.zone),
        events(m.row_is == review::RowIs::event),
        ref_column(m.column_of("ref")),
        opened_column(m.column_of("opened")),
        entry_at_column(m.has("entry_at") ? m.column_of("entry_at") : m.row_is == review::RowIs::event ? m.column_of("updated") : -1),
        placeholders(m.columns.size()),
        twice_encoded(m.columns.size()) {
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      if (m.columns[c].role != nullptr) used.push_back(c);
    }
    opened_sure = opened_column >= 0 && m.columns[static_cast<std::size_t>(opened_column)].confidence >= 0.5;
  }

  const ColumnPlan& plan(std::size_t c) const { return mapping.columns[c]; }

  base::Place place(std::size_t c) const { return place_of(file, row->number, row->line, plan(c).heading); }

  CellIs kind(std::size_t c) const { return c < row->kinds.size() ? row->kinds[c] : CellIs::text; }

  /// The cell without blanks at its ends; "" for a stand-in, which is counted.
  std::string_view cell(std::size_t c) {
    if (c >= row->cells.size()) return {};
    const std::string_view text = base::trimmed(row->cells[c]);
    if (text.empty()) return text;
    if (kind(c) == CellIs::error || is_placeholder(text)) {
      if (mapping.spec != nullptr &&
          std::find(mapping.spec->keep.begin(), mapping.spec->keep.end(), text) != mapping.spec->keep.end()) {
        return text;
      }
      count(placeholders[c], text);
      return {};
    }
    return text;
  }

  void count(Tally& tally, std::string_view value) const {
    if (tally.n++ == 0) {
      tally.row = row->number;
      tally.line = row->line;
      tally.value = std::string(value.substr(0, 80));
    }
  }

  /// Text as it is kept: no NUL, the source's codes spelled out.
  std::optional<std::string> words(std::size_t c) {
    const std::string_view text = cell(c);
    if (text.empty()) return std::nullopt;
    if (plan(c).words != nullptr) {
      if (const auto it = plan(c).words->find(base::folded(text)); it != plan(c).words->end()) return it->second;
    }
    std::string out(text);
    if (out.find('\0') != std::string::npos) std::erase(out, '\0');
    if (const auto at = out.find('\xC3'); at != std::string::npos && looks_encoded_twice(out)) count(twice_encoded[c], out);
    return out;
  }

  /// A time, or an issue. `costs` says that the row cannot do without it.
  std::optional<base::Stamp> time(std::size_t c, bool costs) {
    const ColumnPlan& p = plan(c);
    const std::string_view text = cell(c);
    if (text.empty()) return std::nullopt;
    std::string_view clock;
    if (p.clock_column >= 0) clock = cell(static_cast<std::size_t>(p.clock_column));
    StampRead read = stamps.read(text, p.style, clock, p.whole_days);
    if (read.state == TimeRead::read) {
      if (read.skipped) {
        sink.report(warning("time-skipped", fmt::format("the clocks in {} went forward past this time; it was taken as the time after the change", mapping.zone_name),
                            std::string(text), place(c)));
      }
      if (read.repeated) repeats.push_back({c, read.later});
      return std::move(read.stamp);
    }
    base::Issue issue;
    if (read.state == TimeRead::impossible) {
      const std::string order(name(p.style.order));
      issue = fault("date-impossible", fmt::format("{} is not a real date or time{}", base::quoted(text), p.shows_order ? " (read as " + order + ")" : ""),
                    std::string(text), place(c));
    } else {
      issue = fault("time-unreadable", fmt::format("{} is not a date with a time that can be read", base::quoted(text)), std::string(text), place(c));
    }
    if (costs && !lost) {
      why = std::move(issue);
      lost = true;
    } else {
      sink.report(std::move(issue));
    }
    return std::nullopt;
  }

  void damaged(std::size_t c, std::string_view text) {
    sink.report(fault("damaged-number", fmt::format("{} has digits and separators that form no number; it was left out", base::quoted(text)),
                      std::string(text), place(c)));
  }

  std::optional<double> duration(std::size_t c) {
    const std::string_view text = cell(c);
    if (text.empty()) return std::nullopt;
    const Number n = read_number(text);
    const CellIs k = kind(c);
    if (k == CellIs::time || k == CellIs::duration || k == CellIs::date) {
      // A workbook's time of day used as a length: a fraction of a day.
      if (n.state == NumberRead::read) return std::round(n.value * 86400);
    }
    if (n.state == NumberRead::damaged) {
      damaged(c, text);
      return std::nullopt;
    }
    const auto seconds = read_duration(text, plan(c).unit_seconds);
    if (!seconds) {
      sink.report(fault("duration-unreadable", fmt::format("{} is no length of time that can be read", base::quoted(text)), std::string(text), place(c)));
    }
    return seconds;
  }

  std::optional<bool> flag(std::size_t c) {
    const auto text = words(c);
    if (!text) return std::nullopt;
    if (const auto f = read_flag(*text)) return f;
    return sla_met_in(*text);
  }

  std::optional<double> number(std::size_t c, double* scale = nullptr) {
    const std::string_view raw = cell(c);
    const auto text = words(c);
    if (!text) return std::nullopt;
    if (scale != nullptr && mapping.spec != nullptr && mapping.spec->csat_scale_of_words > 0 && *text != raw) {
      *scale = mapping.spec->csat_scale_of_words;
    }
    const Number n = read_number(*text);
    if (n.state == NumberRead::read) return n.value;
    if (n.state == NumberRead::damaged) {
      damaged(c, *text);
      return std::nullopt;
    }
    // "4/5", "5 - Very satisfied", "4 out of 5".
    std::size_t end = 0;
    while (end < text->size() && ((*text)[end] >= '0' && (*text)[end] <= '9')) ++end;
    if (end > 0 && end < 4) {
      const double lead = std::strtod(text->substr(0, end).c_str(), nullptr);
      const auto slash = text->find('/', end);
      if (scale != nullptr && slash != std::string::npos) {
        const Number whole = read_number(std::string_view(*text).substr(slash + 1));
        if (whole.state == NumberRead::read) *scale = whole.value;
      }
      return lead;
    }
    if (const auto f = read_flag(*text)) return *f ? 1 : 0;
    sink.report(fault("number-unreadable", fmt::format("{} is not a number", base::quoted(*text)), *text, place(c)));
    return std::nullopt;
  }

  std::uint64_t digest() const {
    Digest d;
    for (const auto c : row->cells) d.add(c);
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
    if (ref_column >= 0) return std::string(cell(static_cast<std::size_t>(ref_column)));
    count(keyless, {});
    return fmt::format("row-{:012x}", hash >> 16U);
  }

  void note(review::Incident& incident, std::size_t c) {
    const auto text = words(c);
    if (!text) return;
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
          const auto known = mapping.spec != nullptr ? mapping.spec->kinds.find(base::folded(*text)) : decltype(mapping.spec->kinds.find("")){};
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

  void entry_field(review::Event& event, std::size_t c, std::string& type) {
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
      case EntryField::id:
        break;
    }
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
      const auto [known, fresh] = decided.try_emplace(incident.ref + '\n' + stamp->text, stamp->at);
      if (!fresh) {
        stamp->at = known->second;
        continue;
      }
      const auto& opened = incident[TimeField::opened];
      const auto last = fold.last_at(incident.ref);
      const bool is_opened = !of_entry && static_cast<TimeField>(role.field) == TimeField::opened;
      const bool after_last = static_cast<int>(r.column) == entry_at_column && last && *last > stamp->at && *last <= r.later;
      const bool after_opening = !is_opened && opened && opened->at > stamp->at && opened->at <= r.later;
      if (after_last || after_opening) {
        stamp->at = known->second = r.later;
      } else {
        sink.report(warning("time-repeated", fmt::format("the clocks in {} showed this time twice; the earlier was taken", mapping.zone_name),
                            stamp->text, place(r.column)));
      }
    }
    repeats.clear();
  }

  void incident_row() {
    const std::uint64_t hash = digest();
    draft = {};
    lost = false;
    draft.row = row->number;
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
    repeats.clear();
    for (const std::size_t c : used) {
      if (plan(c).role->slot == Slot::entry) {
        entry_field(event, c, type);
      } else if (plan(c).role->slot != Slot::ref) {
        field(incident, c);
      }
    }
    kind_by_value(incident);
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
      if (step.duplicate) {
        sink.report(warning("duplicate-row", "the same row stands in the file before; it adds nothing", incident.ref, place(static_cast<std::size_t>(std::max(ref_column, 0)))));
      } else {
        event.row = row->number;
        event.changes = step.changes;
        const auto said = event_kind_in(type);
        event.kind = mapping.has("entry_type") ? said.value_or(review::EventKind::note) : step.kind;
        if (!said && !type.empty()) {
          // A type of its own: kept in the text, so that nothing said is lost.
          event.text = event.text.empty() ? type : type + ": " + event.text;
        }
        if (opened_column < 0 && step.first && event.at) incident[TimeField::opened] = event.at;
        draft.events.push_back(std::move(event));
      }
    } else if (opened_sure && !incident[TimeField::opened]) {
      const auto c = static_cast<std::size_t>(opened_column);
      set_aside(fault("time-missing", "the row has no opening time", {}, place(c)));
      return;
    }
    nested_events();
    sink.take(std::move(draft));
  }

  void contact_row() {
    review::Contact contact;
    const std::uint64_t hash = digest();
    lost = false;
    contact.source = mapping.source;
    contact.ref = key(hash);
    if (contact.ref.empty()) {
      set_aside(fault("key-missing", "the row has no key, so it cannot be told apart from others", {}, place(static_cast<std::size_t>(ref_column))));
      return;
    }
    for (const std::size_t c : used) {
      const Role& role = *plan(c).role;
      if (role.slot == Slot::call) {
        call_field(contact, c);
      } else if (role.id == "opened") {
        contact.started = time(c, opened_sure);
      } else if (role.id == "csat") {
        contact.csat = number(c);
      } else if (role.id == "team" || (role.id == "category" && contact.queue.empty())) {
        contact.queue = words(c).value_or(contact.queue);
      } else if (role.id == "assignee") {
        contact.agent = words(c).value_or("");
      } else if (role.id == "channel") {
        contact.channel = words(c).value_or("");
      } else if (role.id == "closure_code" || role.id == "status") {
        contact.outcome = words(c).value_or(contact.outcome);
      }
    }
    repeats.clear();
    if (lost) {
      set_aside(std::move(why));
      return;
    }
    if (contact.answered && !contact.abandoned) contact.abandoned = !*contact.answered;
    if (contact.abandoned && !contact.answered) contact.answered = !*contact.abandoned;
    if (contact.answered && !*contact.answered && contact.csat) {
      sink.report(warning("rating-on-unanswered", "a contact that was not answered has a satisfaction rating", {},
                          place(static_cast<std::size_t>(mapping.column_of("csat")))));
    }
    sink.take(std::move(contact), row->number);
  }

  void call_field(review::Contact& contact, std::size_t c) {
    switch (static_cast<CallField>(plan(c).role->field)) {
      case CallField::answered:
        contact.answered = flag(c);
        break;
      case CallField::abandoned:
        contact.abandoned = flag(c);
        break;
      case CallField::queue_wait:
        contact.queue_wait = duration(c);
        break;
      case CallField::ring:
        contact.ring = duration(c);
        break;
      case CallField::talk:
        contact.talk = duration(c);
        break;
      case CallField::hold:
        contact.hold = duration(c);
        break;
      case CallField::acw:
        contact.acw = duration(c);
        break;
      case CallField::transfers:
        contact.transfers = number(c);
        break;
      case CallField::fcr:
        contact.fcr = flag(c);
        break;
    }
  }

  void interval_row() {
    review::Interval interval;
    lost = false;
    interval.source = mapping.source;
    for (const std::size_t c : used) {
      const Role& role = *plan(c).role;
      if (role.slot == Slot::interval) {
        std::optional<double> value = role.wants == Wants::duration ? duration(c) : number(c);
        switch (static_cast<IntervalField>(role.field)) {
          case IntervalField::offered:
            interval.offered = value;
            break;
          case IntervalField::answered:
            interval.answered = value;
            break;
          case IntervalField::abandoned:
            interval.abandoned = value;
            break;
          case IntervalField::within_threshold:
            interval.within_threshold = value;
            break;
          case IntervalField::asa:
            interval.asa = value;
            break;
          case IntervalField::aht:
            interval.aht = value;
            break;
        }
      } else if (role.id == "opened" || role.id == "occurred") {
        interval.from = time(c, role.id == "opened" && opened_sure);
      } else if (role.id == "team" || role.id == "category") {
        interval.queue = words(c).value_or(interval.queue);
      } else if (role.id == "csat") {
        interval.csat = number(c);
      }
    }
    repeats.clear();
    if (lost) {
      set_aside(std::move(why));
      return;
    }
    if (opened_sure && !interval.from) {
      set_aside(fault("time-missing", "the row has no time", {}, place(static_cast<std::size_t>(opened_column))));
      return;
    }
    sink.take(std::move(interval), row->number);
  }
};

Drafting::Drafting(const Mapping& mapping, std::string file, Sink& sink)
    : working_(std::make_unique<Working>(mapping, std::move(file), sink)) {}
Drafting::~Drafting() = default;

void Drafting::add(Row& row) {
  Working& w = *working_;
  w.row = &row;
  for (auto& remark : row.remarks) w.sink.report(std::move(remark));
  if (row.set_aside) {
    w.set_aside(std::move(*row.set_aside));
    return;
  }
  if (row.lists.empty() && std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view c) { return base::trimmed(c).empty(); })) return;
  switch (w.mapping.row_is) {
    case review::RowIs::contact:
      w.contact_row();
      break;
    case review::RowIs::interval:
      w.interval_row();
      break;
    default:
      w.incident_row();
  }
}

void Drafting::finish() {
  Working& w = *working_;
  for (std::size_t c = 0; c < w.mapping.columns.size(); ++c) {
    const std::string& heading = w.mapping.columns[c].heading;
    if (const Tally& t = w.placeholders[c]; t.n > 0) {
      w.sink.report(warning("placeholder-value",
                            fmt::format("{} such as {}, which {} read as missing", base::counted(t.n, "cell holds a stand-in", "cells hold a stand-in"),
                                        base::quoted(t.value), t.n == 1 ? "was" : "were"),
                            t.value, place_of(w.file, t.row, t.line, heading)));
    }
    if (const Tally& t = w.twice_encoded[c]; t.n > 0) {
      w.sink.report(warning("encoded-twice",
                            fmt::format("{} as if {} had been encoded twice before export; the text was kept as it is",
                                        base::counted(t.n, "cell looks", "cells look"), t.n == 1 ? "it" : "they"),
                            base::cut(t.value, 80), place_of(w.file, t.row, t.line, heading)));
    }
  }
  if (w.keyless.n > 0) {
    w.sink.report(warning("no-key-column", "no column holds a key; each row's key was made from its content, so a corrected row will come in as a new one",
                          {}, place_of(w.file)));
  }
  const bool timed = w.opened_column >= 0 || w.entry_at_column >= 0 || w.mapping.has("occurred");
  if (!timed) {
    w.sink.report(warning("no-time-column", "no column holds the times of the records, so no trend and no duration can be given", {}, place_of(w.file)));
  } else if (w.events && w.opened_column < 0) {
    w.sink.report(warning("opened-from-first-entry", "no column says when an incident was opened; the time of its first entry was taken", {}, place_of(w.file)));
  }
}

}  // namespace debrief::import
