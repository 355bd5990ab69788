// Weighing roles for columns.

#include "import/mapping.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "import/assign.h"
#include "import/call_table.h"
#include "import/call_times.h"
#include "import/clocks.h"
#include "import/histories.h"
#include "import/issues.h"
#include "import/sniff/time_of_day.h"
#include "import/sniff/types.h"
#include "import/words.h"

namespace debrief::import {

namespace {

using review::RowIs;

constexpr double least_weight = 0.3;
constexpr double least_loose_weight = 0.45;

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// How well the cells fit what a role wants, 0 to 1; 1 for a column without cells, which contradicts nothing.
double fit(const Role& role, const Survey& s) {
  if (s.filled == 0) return 0.9;
  // A workbook's dates are numbers shown as dates.
  const double times = share(std::max(s.times, s.workbook_dates), s.filled);
  switch (role.wants) {
    case Wants::time:
      if (times >= 0.5) return 1;
      if (number_reading(s, false) != NumberIs::not_a_time) return 0.9;
      // One real time among stray words still beats no times at all.
      return times > 0 ? 0.5 : 0.1;
    case Wants::flag:
      if (share(s.flags, s.filled) >= 0.8) return 1;
      return times >= 0.5 || share(s.spaced, s.filled) > 0.7 ? 0.2 : 0.7;
    case Wants::number:
      if (share(s.numbers + s.damaged, s.filled) >= 0.8) return 1;
      return times >= 0.5 ? 0.1 : 0.6;
    case Wants::duration:
      if (share(s.numbers + s.damaged + s.durations + s.clocks + s.workbook_clocks, s.filled) >= 0.7) return 1;
      return times >= 0.5 ? 0.3 : 0.4;
    case Wants::id:
      if (times >= 0.5 || share(s.workbook_clocks + s.day_times, s.filled) >= 0.5) return 0.2;
      // "M 2603 001" is a key of three words, a sentence is not.
      if (share(s.spaced, s.filled) > 0.5 && share(s.length, s.filled) > 16) return 0.2;
      // Words without a figure, "Störung" above "Telefon gestört", are what happened and no key.
      return s.filled >= 3 && share(s.digitless, s.filled) >= 0.9 ? 0.4 : 1;
    case Wants::words:
      if (times >= 0.5) return 0.1;
      return share(s.clocks, s.filled) >= 0.5 ? 0.2 : 1;
    case Wants::prose:
      if (times >= 0.5 || share(s.numbers, s.filled) >= 0.95) return 0.4;
      return role.id == "title" && s.filled >= 3 && share(s.codes, s.filled) >= 0.95 ? 0.7 : 1;
    case Wants::anything:
      // What a record refers to has a key; words under "Problem" say what happened.
      if ((role.id == "problem" || role.id == "change" || role.id == "parent") && s.filled > 2 &&
          std::max(share(s.digitless, s.filled), share(s.spaced, s.filled)) > 0.5)
        return 0.2;
      return times >= 0.5 && s.filled > 2 ? 0.3 : 1;
  }
  return 1;
}

/// What the cells are, for the `why` of the receipt.
std::string observed(const Role& role, const Survey& s) {
  if (s.filled == 0) return "no cell of the sample is filled";
  const auto of = [&](std::int64_t n, std::string_view what) {
    return fmt::format("{} of {} are {}", n, s.filled, what);
  };
  switch (role.wants) {
    case Wants::time:
      if (s.times == 0 && s.numbers > 0) return of(s.numbers, "numbers that count time");
      return of(s.times, "times");
    case Wants::flag:
      return of(s.flags, "yes or no");
    case Wants::number:
      return of(s.numbers, "numbers");
    case Wants::duration:
      return of(s.numbers + s.durations + s.clocks, "lengths of time");
    case Wants::id:
      return fmt::format("{}{} different in {}", s.values.size(), s.values_full ? " or more" : "", s.filled);
    default:
      return fmt::format("{} filled", base::counted(s.filled, "cell"));
  }
}

struct Bid {
  double weight = 0;
  double unit_seconds = 0;
  std::string why;
};

/// "AckTime(ms)", "Resolved (min)": numbers under a heading that ends with a unit are lengths, if they count no time since
/// 1970.
bool counts_units(const std::string& key, const Survey& s) {
  const auto blank = key.rfind(' ');
  if (blank == std::string::npos || unit_in_heading(key.substr(blank + 1)) == 0) return false;
  if (s.filled == 0 || share(s.numbers + s.damaged, s.filled) < 0.8 || s.workbook_dates > 0) return false;
  const NumberIs number = number_reading(s, false);
  return number != NumberIs::epoch_seconds && number != NumberIs::epoch_milliseconds;
}

/// The length that leads from the opening to such a time; nullptr where there is none.
const Role* length_until(const Role& time) {
  if (time.id == "acknowledged") return role_named("acknowledge_seconds_given");
  if (time.id == "resolved" || time.id == "closed" || time.id == "restored") return role_named("resolve_seconds_given");
  return nullptr;
}

class Weighing {
 public:
  Weighing(const std::vector<Survey>& surveys, const SourceSpec* spec)
      : surveys_(surveys), spec_(spec), roles_(all_roles()), bids_(roles_.size()) {}

  void bid(std::size_t column, const Role* role, double weight, double unit, std::string why) {
    if (role->wants == Wants::time && lengths_.contains(column)) return;
    Bid& b = bids_[static_cast<std::size_t>(role - roles_.data())][column];
    if (weight > b.weight) b = {weight, unit, std::move(why)};
  }

  void weigh(const std::vector<std::string>& keys) {
    // Beside a town or a postcode, "state" is a part of the country.
    const bool addressed = std::any_of(keys.begin(), keys.end(), [](const std::string& k) {
      return k == "city" || k == "zip" || k == "zip code" || k == "zipcode" || k == "postcode" || k == "country";
    });
    for (std::size_t c = 0; c < keys.size(); ++c) {
      const std::string& key = keys[c];
      const bool known = spec_ != nullptr && spec_->columns.contains(key);
      if (!known && links_beside_name(keys, key)) continue;
      if (counts_units(key, surveys_[c])) lengths_.insert(c);
      if (spec_ != nullptr) {
        if (const auto it = spec_->columns.find(key); it != spec_->columns.end()) {
          if (it->second.role == nullptr) continue;  // known, and known to be of no use
          const Role& role = *it->second.role;
          bid(c, &role, 0.98 * it->second.weight * fit(role, surveys_[c]), it->second.unit_seconds,
              fmt::format("header is known for {}; {}", spec_->id, observed(role, surveys_[c])));
          if (it->second.weight >= 1 && fit(role, surveys_[c]) >= 0.9) continue;
        }
      }
      for (const auto& hint : hints_for(key)) {
        if (key == "state" && addressed && hint.role->id == "status") continue;
        bid(c, hint.role, hint.weight * fit(*hint.role, surveys_[c]) * order_factor(c), 0,
            fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
      }
      if (lengths_.contains(c)) {
        for (const auto& hint : hints_for(without_units(key))) {
          const Role* length = length_until(*hint.role);
          if (length != nullptr) bid(c, length, 0.95 * hint.weight, 0, "a length in the unit of its heading, until that time");
        }
      }
      if (!hints_for(key).empty()) continue;
      const std::string stem = without_time_words(key);
      bool dated = false;
      for (const auto& hint : time_hints_for(stem)) {
        if (stem == key || fit(*hint.role, surveys_[c]) < 0.9) continue;
        bid(c, hint.role, 0.95 * hint.weight * order_factor(c), 0,
            fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
        dated = true;
      }
      if (dated) continue;
      bool lasting = false;
      if (const std::string plain = without_units(key); plain != key) {
        for (const auto& hint : hints_for(plain)) {
          if (hint.role->wants != Wants::duration || fit(*hint.role, surveys_[c]) < 0.9) continue;
          bid(c, hint.role, 0.97 * hint.weight * order_factor(c), 0,
              fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
          lasting = true;
        }
      }
      if (lasting) continue;
      for (const auto& hint : loose_hints_for(key)) {
        // A heading that only resembles a usual one must be borne out by its cells.
        const double f = fit(*hint.role, surveys_[c]);
        if (hint.role->wants != Wants::anything && f < 0.9) continue;
        if (hint.weight * f * 0.9 < least_loose_weight) continue;
        bid(c, hint.role, hint.weight * f * order_factor(c) * 0.9, 0,
            fmt::format("header resembles a usual name; {}", observed(*hint.role, surveys_[c])));
      }
    }
  }

  /// "assigned_to.link" or ".value" beside "assigned_to.display_value": an address or a code, where the name stands too.
  static bool links_beside_name(const std::vector<std::string>& keys, const std::string& key) {
    for (const std::string_view end : {" link", " href", " url", " self", " value"}) {
      if (!key.ends_with(end)) continue;
      const std::string stem = key.substr(0, key.size() - end.size());
      for (const std::string_view name : {" display value", " display name", " name", " value"}) {
        if (name == end) continue;
        if (std::find(keys.begin(), keys.end(), stem + std::string(name)) != keys.end()) return true;
      }
    }
    return false;
  }

  /// Only these times for a column: what the rows are decides it.
  void only(std::size_t column, std::string_view role, double weight, std::string why) {
    for (std::size_t r = 0; r < roles_.size(); ++r) bids_[r].erase(column);
    bid(column, role_named(role), weight, 0, std::move(why));
  }

  /// A date with a time of day says more than a bare one; all else equal the earlier column wins.
  double order_factor(std::size_t column) const {
    const Survey& s = surveys_[column];
    const bool bare = s.times > 0 && s.date_only == s.times && s.named_months == s.times;
    return (bare ? 0.97 : 1.0) * (1.0 - 1e-6 * static_cast<double>(std::min<std::size_t>(column, 10000)));
  }

  const Bid& at(const Role* role, std::size_t column) const {
    static const Bid none;
    const auto& bids = bids_[static_cast<std::size_t>(role - roles_.data())];
    const auto it = bids.find(column);
    return it == bids.end() ? none : it->second;
  }

  void suppress(Slot slot, double factor) {
    for (std::size_t r = 0; r < roles_.size(); ++r) {
      if (roles_[r].slot != slot) continue;
      for (auto& [column, b] : bids_[r]) b.weight *= factor;
    }
  }

  void drop(std::string_view role) { bids_[static_cast<std::size_t>(role_named(role) - roles_.data())].clear(); }

  /// What the table as a whole says of its columns: these roles first, and no other where one is given.
  void take_from(const CallTable& calls) {
    for (std::size_t c = 0; c < calls.columns.size(); ++c) {
      const CallColumn& column = calls.columns[c];
      for (std::size_t r = 0; r < roles_.size(); ++r) {
        const bool of_calls = roles_[r].slot == Slot::call || roles_[r].slot == Slot::interval;
        const bool kept = column.role != nullptr ? column.weight <= 0.5 : !(column.aside && (of_calls || static_cast<int>(c) == calls.end));
        if (!kept) bids_[r].erase(c);
      }
      if (column.role != nullptr) bid(c, column.role, column.weight, 0, column.why);
    }
  }

  /// A column that has no role.
  void drop_column(std::size_t column) {
    for (auto& bids : bids_) bids.erase(column);
  }

  /// Columns that cannot be the key of a record.
  void drop_ref(std::size_t column) { bids_[static_cast<std::size_t>(role_named("ref") - roles_.data())].erase(column); }

  bool bids_at_least(std::string_view role, double weight) const { return best(role) >= weight; }

  double best(std::string_view role) const {
    double w = 0;
    for (const auto& [column, b] : bids_[static_cast<std::size_t>(role_named(role) - roles_.data())])
      w = std::max(w, b.weight);
    return w;
  }

  std::vector<int> assign(const std::set<std::size_t>& taken_columns, const std::set<const Role*>& taken_roles) const {
    // Only columns somebody bids for; a file may have thousands of others.
    std::vector<std::size_t> wanted;
    for (const auto& bids : bids_) {
      for (const auto& [c, b] : bids) {
        if (b.weight >= least_weight && !taken_columns.contains(c)) wanted.push_back(c);
      }
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::vector<std::vector<double>> weight(roles_.size(), std::vector<double>(wanted.size(), 0));
    for (std::size_t r = 0; r < roles_.size(); ++r) {
      if (taken_roles.contains(&roles_[r])) continue;
      for (std::size_t k = 0; k < wanted.size(); ++k) {
        const double w = at(&roles_[r], wanted[k]).weight;
        if (w >= least_weight) weight[r][k] = w;
      }
    }
    std::vector<int> columns = best_assignment(weight);
    for (int& c : columns) {
      if (c >= 0) c = static_cast<int>(wanted[static_cast<std::size_t>(c)]);
    }
    return columns;
  }

  std::span<const Role> roles() const { return roles_; }

 private:
  const std::vector<Survey>& surveys_;
  const SourceSpec* spec_;
  std::set<std::size_t> lengths_;  // columns of numbers whose heading names a unit
  std::span<const Role> roles_;
  std::vector<std::map<std::size_t, Bid>> bids_;
};

void give(ColumnPlan& plan, const Role* role, double confidence, std::string why, double unit) {
  plan.role = role;
  plan.shown_role = role->id;
  plan.confidence = std::round(std::min(confidence, 1.0) * 100) / 100;
  plan.why = std::move(why);
  if (unit > 0) plan.unit_seconds = unit;
}

/// Looks at what the file as a whole must be: calls, intervals of a report, entries of a log, or incidents.
RowIs rows_are(const Weighing& w, const Mapping& m, bool ids_repeat) {
  // Tickets may tell how many calls they cost.
  const bool tickets = w.best("title") >= 0.8 && w.best("ref") >= 0.8;
  const bool counts = !tickets && w.best("offered") >= 0.5 &&
                      (w.best("calls_answered") >= 0.5 || w.best("calls_abandoned") >= 0.5 || w.best("asa") >= 0.5);
  if (counts && w.best("answered") < 0.85) return RowIs::interval;
  const bool flags = w.best("answered") >= 0.8 || w.best("abandoned") >= 0.8;
  const int phases = (w.best("queue_wait") >= 0.5 ? 1 : 0) + (w.best("talk") >= 0.5 ? 1 : 0) +
                     (w.best("hold") >= 0.5 ? 1 : 0) + (w.best("acw") >= 0.5 ? 1 : 0) + (w.best("ring") >= 0.5 ? 1 : 0);
  if (phases >= 2 || (flags && phases >= 1)) return RowIs::contact;
  if (counts) return RowIs::interval;
  const bool entries = w.best("entry_at") >= 0.5 && (w.best("entry_type") >= 0.5 || w.best("entry_text") >= 0.5);
  if (entries && (ids_repeat || w.best("entry_at") >= 0.85)) return RowIs::event;
  if (ids_repeat && m.spec != nullptr && m.spec->by_update && w.best("updated") >= 0.5) return RowIs::event;
  if (ids_repeat && w.best("updated") >= 0.8 && w.best("entry_by") >= 0.5) return RowIs::event;
  return RowIs::incident;
}

/// The table as one of calls, judged beside what the headings bid for.
CallTable calls_in(const Table& table, const std::vector<Survey>& surveys, const Weighing& w, const Mapping& m,
                   const AskedMapping& asked) {
  SeenSoFar seen;
  seen.titled = w.best("title") >= 0.8 || w.best("description") >= 0.8;
  seen.graded = w.best("priority") >= 0.8 || w.best("severity") >= 0.8;
  for (std::size_t c = 0; c < surveys.size(); ++c) {
    const Survey& s = surveys[c];
    const bool words = s.filled > 0 && share(s.calls.whole, s.calls.seen) < 0.9;
    seen.keyed = seen.keyed || (w.at(role_named("ref"), c).weight >= 0.8 && words && s.distinct_share() > 0.98 && s.filled > 2);
    seen.timed = seen.timed || share(std::max(s.times, s.workbook_dates), s.filled) >= 0.5 ||
                 number_reading(s, false) != NumberIs::not_a_time || share(s.clocks, s.filled) >= 0.8;
  }
  // What a person said of it stands.
  const bool said = std::any_of(asked.columns.begin(), asked.columns.end(), [](const auto& e) {
    const Role* role = e.second ? role_named(*e.second) : nullptr;
    return role != nullptr && (role->slot == Slot::ref || role->id == "title");
  });
  if (said || (m.spec != nullptr && m.spec->row_is == RowIs::event)) {
    CallTable none;
    none.columns.resize(table.columns.size());
    return none;
  }
  return call_table_of(table, surveys, seen);
}

/// Columns with the numbers of those who called and were called: by their cells, and "From" and "To" beside one another.
std::vector<std::size_t> columns_of_lines(const std::vector<std::string>& keys, const std::vector<Survey>& surveys) {
  std::vector<std::size_t> out;
  bool of_span = false;
  const auto spans = [&](std::size_t c) { return span_word(keys[c]) != SpanWord::none; };
  const auto holds = [&](std::size_t c) {
    const Survey& s = surveys[c];
    const bool named = spans(c) || names_a_line(keys[c]);
    return share(s.phones, s.filled) >= 0.7 || (named && share(s.calls.whole, s.calls.seen) >= 0.8 && s.highest >= 1e7);
  };
  for (std::size_t c = 0; c < keys.size(); ++c) {
    if (!holds(c) || surveys[c].times * 2 > surveys[c].filled) continue;
    out.push_back(c);
    of_span = of_span || spans(c);
  }
  for (std::size_t c = 0; c < keys.size() && of_span; ++c) {
    const bool times = std::max(surveys[c].times, surveys[c].workbook_dates) * 2 > surveys[c].filled;
    if (spans(c) && !times && std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
  }
  return out;
}

/// A key by its cells alone: filled everywhere, no two alike, short.
bool could_be_key(const Survey& s) {
  return s.filled > 0 && s.placeholders == 0 && s.distinct_share() > 0.98 && share(s.times, s.filled) < 0.5 &&
         share(s.day_times + s.workbook_clocks, s.filled) < 0.5 && share(s.length, s.filled) < 40 && share(s.spaced, s.filled) < 0.1;
}

void fall_back_on_cells(Mapping& m, const std::vector<Survey>& surveys) {
  const auto free = [&](std::size_t c) {
    return m.columns[c].role == nullptr && m.columns[c].shown_role.empty() && !m.columns[c].line;
  };
  const auto known_useless = [&](std::size_t c) {
    if (of_loader(m.columns[c].key)) return true;
    if (m.spec == nullptr) return false;
    const auto it = m.spec->columns.find(m.columns[c].key);
    return it != m.spec->columns.end() && it->second.role == nullptr;
  };
  if (!m.has("opened") && !m.has("entry_at") && !m.has("occurred")) {
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      const Survey& s = surveys[c];
      if (!free(c) || known_useless(c) || s.filled == 0 ||
          (share(s.times, s.filled) < 0.8 && share(s.workbook_dates, s.filled) < 0.8))
        continue;
      give(m.columns[c], role_named("opened"), 0.4,
           fmt::format("first column of times; {}", observed(*role_named("opened"), s)), 0);
      break;
    }
  }
  if (!m.has("ref") && m.row_is != RowIs::interval) {
    for (std::size_t c = 0; c < m.columns.size() && c < 3; ++c) {
      if (!free(c) || known_useless(c) || !could_be_key(surveys[c]) || surveys[c].filled < 3) continue;
      give(m.columns[c], role_named("ref"), 0.4, "filled in every row, no two alike", 0);
      break;
    }
  }
  if (!m.has("title") && !m.has("description")) {
    int best = -1;
    double longest = 12;
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      const Survey& s = surveys[c];
      if (!free(c) || known_useless(c) || share(s.spaced, s.filled) < 0.5 || share(s.times, s.filled) > 0.2) continue;
      if (share(s.length, s.filled) > longest) longest = share(s.length, s.filled), best = static_cast<int>(c);
    }
    if (best >= 0 && m.columns[static_cast<std::size_t>(best)].heading.starts_with("column ")) {
      give(m.columns[static_cast<std::size_t>(best)], role_named(longest > 120 ? "description" : "title"), 0.35,
           "the longest text of the row", 0);
    }
  }
}

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
    for (const std::string_view word : {"complaint", "beschwerde", "reklamation", "réclamation", "plainte", "queja", "reclamación",
                                        "reclamação", "reclamo", "klacht", "skarg", "reklamac", "жалоб"}) {
      if (plan.key.find(word) != std::string::npos) return review::Kind::complaint;
    }
  }
  return review::Kind::incident;
}

}  // namespace

int Mapping::column_of(std::string_view role) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].role != nullptr && columns[c].role->id == role) return static_cast<int>(c);
  }
  return -1;
}

AskedMapping read_asked_mapping(const std::string& path) {
  if (path.empty()) return {};
  return asked_mapping_of(base::read_file(path, 16U << 20U), path);
}

AskedMapping asked_mapping_of(const std::string& text_of_file, const std::string& path) {
  AskedMapping asked;
  asked.text = text_of_file;
  const auto bad = [&](const std::string& what) {
    return base::Error(base::Status::usage, "bad-mapping", fmt::format("{}: {}", path, what),
                       "write {\"columns\": {\"Heading\": \"opened\", \"Other heading\": null}, \"zone\": "
                       "\"Europe/London\", \"day_order\": \"dmy\"}");
  };
  const auto parsed = base::parse_json(text_of_file);
  if (!parsed) {
    throw base::Error(
        base::Status::refused, "json-malformed",
        fmt::format("{}:{}: {}", path, std::max<std::int64_t>(1, parsed.issue().place.line), parsed.issue().detail),
        "correct the mapping file; debrief import show ID prints the mapping of an earlier import");
  }
  const base::Json& j = *parsed;
  if (!j.is_object()) throw bad("the mapping must be an object");
  for (const auto& member : j.items()) {
    const std::string& key = member.key();
    const base::Json& value = member.value();
    const auto text = [&](const base::Json& v) {
      if (!v.is_string()) throw bad(fmt::format("\"{}\" must be a text", key));
      return v.get<std::string>();
    };
    if (key == "columns") {
      if (!value.is_object()) throw bad("\"columns\" must be an object of headings and roles");
      for (const auto& [heading, role] : value.items()) {
        if (role.is_null()) {
          asked.columns[heading] = std::nullopt;
          continue;
        }
        std::string id = text(role);
        if (role_named(id) == nullptr) {
          std::vector<std::string> names;
          for (const auto& r : all_roles()) names.emplace_back(r.id);
          const std::string near = base::nearest(id, names);
          throw base::Error(base::Status::usage, "unknown-role", fmt::format("{}: there is no role \"{}\"", path, id),
                            near.empty() ? "roles are named as in the columns of an import's receipt"
                                         : fmt::format("did you mean \"{}\"?", near));
        }
        asked.columns[heading] = std::move(id);
      }
    } else if (key == "zone") {
      asked.zone = text(value);
    } else if (key == "day_order") {
      asked.day_order = text(value);
      if (day_order_named(asked.day_order) == DayOrder::unknown) throw bad("\"day_order\" is dmy, mdy or ymd");
    } else if (key == "source") {
      asked.source = text(value);
    } else if (key == "kind") {
      asked.kind = review::kind_named(text(value));
      if (!asked.kind) throw bad("\"kind\" is incident, complaint, request, near_miss or maintenance");
    }
  }
  return asked;
}

bool of_loader(std::string_view key) {
  return key.starts_with("fivetran ") || key.starts_with("airbyte ") || key.starts_with("sdc ");
}

const SourceSpec* recognised_source(const Table& table) {
  std::vector<std::string> keys;
  for (const auto& c : table.columns) keys.push_back(c.size() > 200 ? std::string() : base::heading_key(c));
  for (const auto& l : table.lists) keys.push_back(base::heading_key(l));
  // A field given as an object of its code, its name and its address is that field.
  const std::size_t plain = keys.size();
  for (std::size_t k = 0; k < plain; ++k) {
    for (const std::string_view end : {" display value", " value"}) {
      if (!keys[k].ends_with(end)) continue;
      const std::string stem = keys[k].substr(0, keys[k].size() - end.size());
      if (std::find(keys.begin(), keys.end(), stem) == keys.end()) keys.push_back(stem);
      break;
    }
  }
  const SourceSpec* best = nullptr;
  double best_score = 0;
  for (const auto& s : all_sources()) {
    const int n = signs_in(s, keys);
    if (n < s.enough) continue;
    const auto known = static_cast<double>(
        std::count_if(keys.begin(), keys.end(), [&](const std::string& k) { return s.columns.contains(k); }));
    const double score = n + 0.3 * known;
    if (score > best_score) best_score = score, best = &s;
  }
  return best;
}

Mapping mapping_of(const Table& table, const std::vector<Survey>& surveys, const Options& options,
                   const AskedMapping& asked, const std::string& file) {
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

  std::vector<std::string> keys;
  for (const auto& c : table.columns) {
    ColumnPlan plan;
    plan.heading = c;
    plan.key = c.size() > 200 ? std::string() : base::heading_key(c);
    plan.unit_seconds = 0;
    keys.push_back(plan.key);
    m.columns.push_back(std::move(plan));
  }

  // What a person said goes first and is not weighed.
  std::set<std::size_t> taken_columns;
  std::set<const Role*> taken_roles;
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
      m.findings.push_back(warning(
          "heading-not-found", fmt::format("the mapping file names a heading the file does not have: \"{}\"", heading),
          heading, place_of(file)));
    }
  }

  Weighing w(surveys, m.spec);
  w.weigh(keys);
  bool ids_repeat = false;
  std::size_t ref_column = keys.size();
  double ref_weight = 0;
  {
    const Role* ref = role_named("ref");
    double best = 0;
    for (std::size_t c = 0; c < keys.size(); ++c) {
      const double weight = m.columns[c].role == ref ? 2 : w.at(ref, c).weight;
      if (weight <= best) continue;
      best = weight;
      ref_column = c;
      ref_weight = weight;
      ids_repeat = surveys[c].filled >= 4 && !surveys[c].values_full && surveys[c].distinct_share() < 0.95;
    }
  }
  const CallTable calls = calls_in(table, surveys, w, m, asked);
  const bool told = m.spec != nullptr && m.spec->row_is.has_value();
  const FieldHistory history = field_history_in(keys, surveys);
  m.field_history = history.is() && asked.columns.empty() && !told;
  if (m.field_history) {
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
  if (table.format == "xes" || m.field_history) {
    m.row_is = RowIs::event;
  } else if (calls.is == CallTable::Is::interval) {
    m.row_is = RowIs::interval;
  } else if (told) {
    m.row_is = *m.spec->row_is;
  } else {
    m.row_is = calls.is == CallTable::Is::contact ? RowIs::contact : rows_are(w, m, ids_repeat);
    const bool open = m.row_is == RowIs::incident || m.row_is == RowIs::event;
    if (open && m.spec == nullptr && asked.columns.empty() && ref_weight >= 0.6) {
      const EventLog log = event_log_in(keys, surveys, ref_column);
      if (log.is()) {
        m.row_is = RowIs::event;
        w.only(static_cast<std::size_t>(log.at), "entry_at", 0.95, "differs among the rows of one record: when each entry was made");
        if (log.type >= 0) w.only(static_cast<std::size_t>(log.type), "entry_type", 0.92, "what happened, row by row of one record");
      }
    }
  }
  if (calls.is == CallTable::Is::flow && m.row_is == RowIs::incident && asked.columns.empty()) {
    throw base::Error(base::Status::refused, "rows-are-counts",
                      fmt::format("{}: its rows count tickets over a time; no row is a record of one", file),
                      "export the tickets themselves, one a row; the figures can then be had for any time");
  }
  if (calls.is == CallTable::Is::interval || (calls.is == CallTable::Is::contact && !told)) w.take_from(calls);
  if (m.row_is == RowIs::contact) {
    for (std::size_t c = 0; c < keys.size(); ++c) {
      if (names_a_line(keys[c])) w.drop_ref(c);
    }
    for (const std::size_t c : columns_of_lines(keys, surveys)) {
      if (taken_columns.contains(c)) continue;
      m.columns[c].line = true;
      m.columns[c].why = "numbers of telephones, no key and no time";
      w.drop_column(c);
    }
  }
  if (asked.columns.end() != std::find_if(asked.columns.begin(), asked.columns.end(), [](const auto& e) {
        return e.second == "entry_at" || e.second == "entry_type";
      })) {
    m.row_is = RowIs::event;
  }
  // Roles of the other kinds of rows must not take columns away
  // (reports of intervals have averages of the same phases as calls).
  if (m.row_is != RowIs::contact && m.row_is != RowIs::interval) w.suppress(Slot::call, 0);
  if (m.row_is == RowIs::interval) {
    for (const std::string_view id : {"answered", "abandoned", "ring", "transfers", "call_direction"}) w.drop(id);
  }
  if (m.row_is == RowIs::contact || m.row_is == RowIs::interval) w.drop("first_contact");  // of these it is `fcr`
  if (m.row_is != RowIs::interval) w.suppress(Slot::interval, 0);
  if (m.row_is != RowIs::event) w.suppress(Slot::entry, 0);
  if (m.row_is == RowIs::interval) w.suppress(Slot::ref, 0);
  // In a log of dated entries the comment is the entry.
  if (m.row_is == RowIs::event && !m.field_history && w.best("entry_at") >= 0.8 && w.best("entry_text") < 0.8) {
    for (std::size_t c = 0; c < keys.size(); ++c) {
      const double weight = w.at(role_named("entry_text"), c).weight;
      if (weight >= 0.5 && w.at(role_named("notes"), c).weight >= 0.7)
        w.only(c, "entry_text", 0.9, "the text of each entry");
    }
  }

  const auto assigned = w.assign(taken_columns, taken_roles);
  for (std::size_t r = 0; r < assigned.size(); ++r) {
    if (assigned[r] < 0) continue;
    const auto c = static_cast<std::size_t>(assigned[r]);
    const Role* role = &w.roles()[r];
    const Bid& b = w.at(role, c);
    give(m.columns[c], role, b.weight, b.why, b.unit_seconds);
  }
  // Where nothing else is a title, what the source calls the description is one.
  if (m.spec != nullptr && !m.has("title") && m.has("description")) {
    ColumnPlan& plan = m.columns[static_cast<std::size_t>(m.column_of("description"))];
    const auto known = m.spec->columns.find(plan.key);
    if (plan.confidence < 1 && known != m.spec->columns.end() && known->second.role == role_named("title"))
      give(plan, role_named("title"), known->second.weight, fmt::format("header is known for {}; no other column is a title", m.spec->id), 0);
  }
  if (m.row_is == RowIs::event && m.has("opened") && ref_column < keys.size()) {
    const auto c = static_cast<std::size_t>(m.column_of("opened"));
    m.opened_by_entry = differs_within_records(surveys[c], surveys[ref_column]);
    if (m.opened_by_entry) m.columns[c].why += "; differs among the rows of one record, so the earliest counts";
  }
  // Two columns cannot fill one field: of sla_met and sla_breached the plain one stays.
  if (m.has("sla_met") && m.has("sla_breached")) {
    ColumnPlan& plan = m.columns[static_cast<std::size_t>(m.column_of("sla_breached"))];
    plan.role = nullptr;
    plan.shown_role.clear();
    plan.confidence = 0;
    plan.why = "says the opposite of the column taken as sla_met";
  }
  for (auto& plan : m.columns) {
    if (plan.role != nullptr && plan.role->inverted) {
      plan.shown_role = "sla_met";
      plan.why += "; yes means the service level was missed";
    }
  }
  // Notes gather: every further column of that name joins in.
  const Role* notes = role_named("notes");
  if (m.has("notes")) {
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      if (m.columns[c].role != nullptr || taken_columns.contains(c)) continue;
      const Bid& b = w.at(notes, c);
      if (b.weight >= 0.8) give(m.columns[c], notes, b.weight, b.why + "; joined with the other notes", 0);
    }
  }
  if (!m.field_history) fall_back_on_cells(m, surveys);
  pair_clocks(m, surveys, file);
  const DayOrder said_order = !options.day_order.empty() ? day_order_named(options.day_order) : day_order_named(asked.day_order);
  settle_call_times(m, calls, table, surveys, said_order, file);
  ends_of_incidents(m, file);
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
  if (asked.kind) {
    m.kind = *asked.kind;
  } else if (m.spec != nullptr && m.spec->kind) {
    m.kind = *m.spec->kind;
  } else {
    m.kind = kind_of_headings(m);
  }
  return m;
}

}  // namespace debrief::import
