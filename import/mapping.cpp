// Which column means what: what a person said, then what headings and cells bid for, then the rest.

#include "import/mapping.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/call_table.h"
#include "import/call_times.h"
#include "import/clocks.h"
#include "import/columns/by_cells.h"
#include "import/columns/give.h"
#include "import/columns/rows_are.h"
#include "import/columns/weighing.h"
#include "import/histories.h"
#include "import/issues.h"
#include "import/sniff/time_of_day.h"
#include "import/sniff/types.h"
#include "import/words.h"

namespace debrief::import {

namespace {

using review::RowIs;

/// "(hh:mm:ss)": how the lengths are written, not what a bare number counts.
bool spells_clocks(const std::string& key) {
  const std::string k = " " + key + " ";
  return k.find(" mm ") != std::string::npos || k.find(" ss ") != std::string::npos;
}

review::Kind kind_of_headings(const Mapping& m) {
  for (const auto& plan : m.columns) {
    if (plan.role == nullptr) continue;
    const bool telling = plan.role->slot == Slot::ref || plan.role->id == "title" || plan.role->id == "description" ||
                         plan.role->id == "category";
    if (!telling) continue;
    for (const std::string_view word :
         {"complaint", "beschwerde", "reklamation", "réclamation", "plainte", "queja", "reclamación", "reclamação",
          "reclamo", "klacht", "skarg", "reklamac", "жалоб"}) {
      if (plan.key.find(word) != std::string::npos) return review::Kind::complaint;
    }
  }
  return review::Kind::incident;
}

/// A mapping with its source and its columns, none of which has a role.
Mapping begun(const Table& table, const Options& options, const AskedMapping& asked, const std::string& file) {
  Mapping m;
  m.epoch_1904 = table.epoch_1904;
  const SourceSpec* recognised = table.header_row == 0 && table.format == "csv" ? nullptr : recognised_source(table);
  if (table.format == "xes") recognised = source_named("xes");
  const std::string wanted = !options.source.empty() ? options.source : asked.source;
  m.spec = recognised;
  if (!wanted.empty()) {
    m.spec = source_named(wanted);
    m.source = wanted;
    if (recognised != nullptr && recognised->id != wanted) {
      m.findings.push_back(warning(
          "source-differs",
          fmt::format("the headings look like {}, but {} was given; {} is used", recognised->id, wanted, wanted), {},
          place_of(file)));
    }
  } else {
    m.source = m.spec != nullptr ? m.spec->id : "generic";
  }
  for (const auto& c : table.columns) {
    ColumnPlan plan;
    plan.heading = c;
    plan.key = c.size() > 200 ? std::string() : base::heading_key(c);
    plan.unit_seconds = 0;
    m.columns.push_back(std::move(plan));
  }
  return m;
}

std::vector<std::string> keys_of(const Mapping& m) {
  std::vector<std::string> keys;
  for (const auto& plan : m.columns) keys.push_back(plan.key);
  return keys;
}

/// The column most likely to hold the keys of the records.
///
/// column   how many columns there are, where none is likely
/// repeats  keys come again within the sample
struct KeyColumn {
  std::size_t column = 0;
  double weight = 0;
  bool repeats = false;
};

/// A mapping on its way, step by step.
struct Deciding {
  const Table& table;
  const std::vector<Survey>& surveys;
  const Options& options;
  const AskedMapping& asked;
  const std::string& file;
  Mapping m;
  const std::vector<std::string> keys;
  std::set<std::size_t> taken_columns;
  std::set<const Role*> taken_roles;
  Weighing weighing;
  KeyColumn ref;
  CallTable calls;

  Deciding(const Table& t, const std::vector<Survey>& s, const Options& o, const AskedMapping& a, const std::string& f)
      : table(t),
        surveys(s),
        options(o),
        asked(a),
        file(f),
        m(begun(t, o, a, f)),
        keys(keys_of(m)),
        weighing(s, m.spec) {}

  /// What a person said goes first and is not weighed.
  void take_what_was_asked() {
    for (const auto& [heading, role] : asked.columns) {
      bool found = false;
      for (std::size_t c = 0; c < m.columns.size(); ++c) {
        if (m.columns[c].heading != heading && m.columns[c].key != base::heading_key(heading)) continue;
        found = true;
        taken_columns.insert(c);
        if (role) {
          give(m.columns[c], role_named(*role), 1, asked.from + " says so", 0);
          taken_roles.insert(role_named(*role));
        } else {
          m.columns[c].why = asked.from + " leaves it out";
        }
        if (!role || *role != "notes") break;
      }
      if (!found) {
        m.findings.push_back(
            warning("heading-not-found",
                    fmt::format("the mapping file names a heading the file does not have: \"{}\"", heading), heading,
                    place_of(file)));
      }
    }
  }

  void find_key() {
    ref.column = keys.size();
    const Role* role = role_named("ref");
    for (std::size_t c = 0; c < keys.size(); ++c) {
      const double weight = m.columns[c].role == role ? 2 : weighing.at(role, c).weight;
      if (weight <= ref.weight) continue;
      ref.column = c;
      ref.weight = weight;
      ref.repeats = surveys[c].filled >= 4 && !surveys[c].values_full && surveys[c].distinct_share() < 0.95;
    }
  }

  bool told() const { return m.spec != nullptr && m.spec->row_is.has_value(); }

  /// A table of what fields became has columns of its own.
  void take_field_history() {
    const FieldHistory history = field_history_in(keys, surveys);
    m.field_history = history.is() && asked.columns.empty() && !told();
    if (!m.field_history) return;
    const auto be = [&](int c, std::string_view role, std::string why) {
      if (c < 0) return;
      const auto at = static_cast<std::size_t>(c);
      give(m.columns[at], role_named(role), 0.9, std::move(why), 0);
      taken_columns.insert(at);
      taken_roles.insert(role_named(role));
    };
    be(history.ref, "ref", "the record whose field a row tells of");
    be(history.field, "entry_type", "the name of a field, beside what it became");
    be(history.value, "entry_text", "what the field became");
    be(history.at, "entry_at", "when the field became so");
    be(history.by, "entry_by", "who changed the field");
    if (history.before >= 0) m.columns[static_cast<std::size_t>(history.before)].why = "what the field was before";
    m.value_before = history.before;
    // Whatever else stands there is about the change, not about the record.
    for (std::size_t c = 0; c < keys.size(); ++c) taken_columns.insert(c);
    const bool unsaid = m.source == "generic" && history.before < 0;
    if (unsaid && keys[static_cast<std::size_t>(history.ref)] == "ticket id") m.source = "zendesk";
    if (unsaid && keys[static_cast<std::size_t>(history.ref)] == "issue id") m.source = "jira";
  }

  void decide_rows() {
    if (table.format == "xes" || m.field_history) {
      m.row_is = RowIs::event;
    } else if (calls.is == CallTable::Is::interval) {
      m.row_is = RowIs::interval;
    } else if (told()) {
      m.row_is = *m.spec->row_is;
    } else {
      m.row_is = calls.is == CallTable::Is::contact ? RowIs::contact : rows_are(weighing, m, ref.repeats);
      look_for_event_log();
    }
    if (calls.is == CallTable::Is::flow && m.row_is == RowIs::incident && asked.columns.empty()) {
      throw base::Error(base::Status::refused, "rows-are-counts",
                        fmt::format("{}: its rows count tickets over a time; no row is a record of one", file),
                        "export the tickets themselves, one a row; the figures can then be had for any time");
    }
  }

  void look_for_event_log() {
    const bool open = m.row_is == RowIs::incident || m.row_is == RowIs::event;
    if (!open || m.spec != nullptr || !asked.columns.empty() || ref.weight < 0.6) return;
    const EventLog log = event_log_in(keys, surveys, ref.column);
    if (!log.is()) return;
    m.row_is = RowIs::event;
    weighing.only(static_cast<std::size_t>(log.at), "entry_at", 0.95,
                  "differs among the rows of one record: when each entry was made");
    if (log.type >= 0) {
      weighing.only(static_cast<std::size_t>(log.type), "entry_type", 0.92, "what happened, row by row of one record");
    }
  }

  /// Roles of the other kinds of rows must not take columns away.
  void leave_to_these_rows() {
    const bool of_interval = calls.is == CallTable::Is::interval;
    if (of_interval || (calls.is == CallTable::Is::contact && !told())) weighing.take_from(calls);
    if (m.row_is == RowIs::contact) {
      for (std::size_t c = 0; c < keys.size(); ++c) {
        if (names_a_line(keys[c])) weighing.drop_ref(c);
      }
      for (const std::size_t c : columns_of_lines(keys, surveys)) {
        if (taken_columns.contains(c)) continue;
        m.columns[c].line = true;
        m.columns[c].why = "numbers of telephones, no key and no time";
        weighing.drop_column(c);
      }
    }
    const bool entries_asked = std::any_of(asked.columns.begin(), asked.columns.end(), [](const auto& e) {
      return e.second == "entry_at" || e.second == "entry_type";
    });
    if (entries_asked) m.row_is = RowIs::event;
    // Reports of intervals have averages of the same phases as calls.
    if (m.row_is != RowIs::contact && m.row_is != RowIs::interval) weighing.suppress(Slot::call, 0);
    if (m.row_is == RowIs::interval) {
      for (const std::string_view id : {"answered", "abandoned", "ring", "transfers", "call_direction"})
        weighing.drop(id);
    }
    if (m.row_is == RowIs::contact || m.row_is == RowIs::interval)
      weighing.drop("first_contact");  // of these it is `fcr`
    if (m.row_is != RowIs::interval) weighing.suppress(Slot::interval, 0);
    if (m.row_is != RowIs::event) weighing.suppress(Slot::entry, 0);
    if (m.row_is == RowIs::interval) weighing.suppress(Slot::ref, 0);
    // In a log of dated entries the comment is the entry.
    if (m.row_is == RowIs::event && !m.field_history && weighing.best("entry_at") >= 0.8 &&
        weighing.best("entry_text") < 0.8) {
      for (std::size_t c = 0; c < keys.size(); ++c) {
        const double weight = weighing.at(role_named("entry_text"), c).weight;
        if (weight >= 0.5 && weighing.at(role_named("notes"), c).weight >= 0.7)
          weighing.only(c, "entry_text", 0.9, "the text of each entry");
      }
    }
  }

  void assign() {
    const auto assigned = weighing.assign(taken_columns, taken_roles);
    for (std::size_t r = 0; r < assigned.size(); ++r) {
      if (assigned[r] < 0) continue;
      const auto c = static_cast<std::size_t>(assigned[r]);
      const Role* role = &weighing.roles()[r];
      const Bid& b = weighing.at(role, c);
      give(m.columns[c], role, b.weight, b.why, b.unit_seconds);
    }
  }

  /// Where nothing else is a title, what the source calls the description is one.
  void title_from_description() {
    if (m.spec == nullptr || m.has("title") || !m.has("description")) return;
    ColumnPlan& plan = m.columns[static_cast<std::size_t>(m.column_of("description"))];
    const auto known = m.spec->columns.find(plan.key);
    if (plan.confidence >= 1 || known == m.spec->columns.end() || known->second.role != role_named("title")) return;
    give(plan, role_named("title"), known->second.weight,
         fmt::format("header is known for {}; no other column is a title", m.spec->id), 0);
  }

  void opening_of_entries() {
    if (m.row_is != RowIs::event || !m.has("opened") || ref.column >= keys.size()) return;
    const auto c = static_cast<std::size_t>(m.column_of("opened"));
    m.opened_by_entry = differs_within_records(surveys[c], surveys[ref.column]);
    if (m.opened_by_entry) m.columns[c].why += "; differs among the rows of one record, so the earliest counts";
  }

  /// Two columns cannot fill one field: of sla_met and sla_breached the plain one stays.
  void one_service_level() {
    if (m.has("sla_met") && m.has("sla_breached")) {
      take_away(m.columns[static_cast<std::size_t>(m.column_of("sla_breached"))],
                "says the opposite of the column taken as sla_met");
    }
    for (auto& plan : m.columns) {
      if (plan.role != nullptr && plan.role->inverted) {
        plan.shown_role = "sla_met";
        plan.why += "; yes means the service level was missed";
      }
    }
  }

  /// Notes gather: every further column of that name joins in.
  void gather_notes() {
    const Role* notes = role_named("notes");
    if (!m.has("notes")) return;
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      if (m.columns[c].role != nullptr || taken_columns.contains(c)) continue;
      const Bid& b = weighing.at(notes, c);
      if (b.weight >= 0.8) give(m.columns[c], notes, b.weight, b.why + "; joined with the other notes", 0);
    }
  }

  void settle_clocks() {
    pair_clocks(m, surveys, file);
    const DayOrder said = day_order_named(!options.day_order.empty() ? options.day_order : asked.day_order);
    settle_call_times(m, calls, table, surveys, said, file);
    ends_of_incidents(m, file);
  }

  void settle_units() {
    for (std::size_t c = 0; c < m.columns.size(); ++c) m.columns[c].percent = surveys[c].highest > 1.5;
    for (auto& plan : m.columns) {
      if (plan.role == nullptr) continue;
      if (m.spec != nullptr) {
        if (const auto it = m.spec->values.find(std::string(plan.role->id)); it != m.spec->values.end())
          plan.words = &it->second;
      }
      if (plan.unit_seconds == 0 && !spells_clocks(plan.key)) plan.unit_seconds = unit_in_heading(plan.key);
      plan.unit_stated = plan.unit_seconds != 0;
      if (plan.unit_seconds == 0)
        plan.unit_seconds = plan.role->slot == Slot::number && plan.role->wants == Wants::duration ? 60 : 1;
    }
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      m.columns[c].total = calls.columns[c].total;
      m.columns[c].dots_group = calls.columns[c].dots_group;
    }
    settle_call_units(m, surveys, file);
  }

  void decide_kind() {
    if (asked.kind) {
      m.kind = *asked.kind;
    } else if (m.spec != nullptr && m.spec->kind) {
      m.kind = *m.spec->kind;
    } else {
      m.kind = kind_of_headings(m);
    }
  }
};

}  // namespace

int Mapping::column_of(std::string_view role) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].role != nullptr && columns[c].role->id == role) return static_cast<int>(c);
  }
  return -1;
}

Mapping mapping_of(const Table& table, const std::vector<Survey>& surveys, const Options& options,
                   const AskedMapping& asked, const std::string& file) {
  Deciding d(table, surveys, options, asked, file);
  d.take_what_was_asked();
  d.weighing.weigh(d.keys);
  d.find_key();
  d.calls = calls_in(table, surveys, d.weighing, d.m, asked);
  d.take_field_history();
  d.decide_rows();
  d.leave_to_these_rows();
  d.assign();
  d.title_from_description();
  d.opening_of_entries();
  d.one_service_level();
  d.gather_notes();
  if (!d.m.field_history) fall_back_on_cells(d.m, surveys);
  d.settle_clocks();
  d.settle_units();
  d.decide_kind();
  return std::move(d.m);
}

}  // namespace debrief::import
