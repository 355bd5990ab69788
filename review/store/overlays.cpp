// Contacts and intervals: one row each, folded from what a file says and what is stored.

#include "review/store/overlays.h"

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "review/store/rows.h"

namespace debrief::review {

namespace {

/// A value of the store: NULL, whole number, number or text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Values = std::vector<Value>;

// What an import may change, in the order of `before` in overlay_change; new columns go to the end.
constexpr std::array<std::string_view, 20> contact_columns{
    "started_ms", "ended_ms", "updated_ms", "answered", "abandoned", "queue_wait", "ring",    "talk",     "hold",  "acw",
    "transfers",  "fcr",      "csat",       "queue",    "agent",     "channel",    "outcome", "category", "chain", "direction"};
constexpr std::size_t updated_at = 2;
constexpr std::array<std::string_view, 15> interval_columns{
    "from_ms", "seconds", "offered", "answered", "abandoned", "within_threshold", "service_level", "asa",
    "aht",     "talk",    "hold",    "acw",      "wait",      "fcr",              "csat"};

Value value(const std::optional<base::Stamp>& s) { return s ? Value(s->at) : Value(); }
Value value(const std::optional<double>& d) { return d ? Value(*d) : Value(); }
Value value(const std::optional<bool>& b) { return b ? Value(*b ? 1.0 : 0.0) : Value(); }
Value value(const std::string& s) { return s.empty() ? Value() : Value(s); }

bool absent(const Value& v) { return std::holds_alternative<std::monostate>(v); }

Values values_of(const Contact& c) {
  return {value(c.started), value(c.ended), value(c.updated),   value(c.answered), value(c.abandoned),
          value(c.queue_wait), value(c.ring), value(c.talk),    value(c.hold),     value(c.acw),
          value(c.transfers), value(c.fcr), value(c.csat),      value(c.queue),    value(c.agent),
          value(c.channel), value(c.outcome), value(c.category), value(c.chain),   value(c.direction)};
}

Values values_of(const Interval& v) {
  return {value(v.from), Value(v.seconds), value(v.offered), value(v.answered), value(v.abandoned),
          value(v.within_threshold), value(v.service_level), value(v.asa), value(v.aht), value(v.talk),
          value(v.hold), value(v.acw), value(v.wait), value(v.fcr), value(v.csat)};
}

void bind(base::Statement& s, int position, const Value& v) {
  if (const auto* i = std::get_if<std::int64_t>(&v)) {
    s.bind(position, *i);
  } else if (const auto* d = std::get_if<double>(&v)) {
    s.bind(position, *d);
  } else if (const auto* t = std::get_if<std::string>(&v)) {
    s.bind(position, *t);
  } else {
    s.bind_null(position);
  }
}

/// As the kind of value the column has, so that what is stored and what comes compare.
Value read(const base::Statement& s, int column, std::string_view name) {
  if (s.is_null(column)) return {};
  for (const std::string_view text : {"queue", "agent", "channel", "outcome", "category", "chain", "direction"}) {
    if (name == text) return std::string(s.text(column));
  }
  if (name.ends_with("_ms")) return s.integer(column);
  return s.real(column);
}

std::string packed(const Values& values) {
  base::Json out = base::Json::array();
  for (const Value& v : values) {
    if (const auto* i = std::get_if<std::int64_t>(&v)) {
      out.push_back(*i);
    } else if (const auto* d = std::get_if<double>(&v)) {
      out.push_back(*d);
    } else if (const auto* t = std::get_if<std::string>(&v)) {
      out.push_back(*t);
    } else {
      out.push_back(nullptr);
    }
  }
  return base::dumped(out);
}

/// One of the two tables, with the statements that read and write it.
class Kept {
 public:
  Kept(base::Database& db, std::string table, std::vector<std::string> key, std::span<const std::string_view> columns)
      : table_(std::move(table)),
        columns_(columns),
        find_(db.prepare(fmt::format("SELECT id, {} FROM {} WHERE {}", listed(columns), table_, equal(key, 1)))),
        insert_(db.prepare(insert_sql(key))),
        update_(db.prepare(update_sql(columns_, table_))),
        note_(db.prepare("INSERT INTO overlay_change (import_id, what, of_id, before) VALUES (?1, ?2, ?3, ?4)")),
        corrected_(db.prepare(fmt::format("SELECT 1 FROM overlay_change o JOIN import_run r ON r.id = o.import_id WHERE "
                                          "o.what = ?1 AND o.of_id = ?2 AND o.before = ?3 AND {}",
                                          brought_corrections_sql))) {}

  /// The stored row of that key; nullopt when there is none.
  struct Row {
    std::int64_t id = 0;
    Values values;
  };
  std::optional<Row> find(std::span<const std::string> key) {
    find_.reset();
    for (std::size_t k = 0; k < key.size(); ++k) find_.bind(static_cast<int>(k) + 1, key[k]);
    if (!find_.step()) return std::nullopt;
    Row row{find_.integer(0), {}};
    for (std::size_t c = 0; c < columns_.size(); ++c) row.values.push_back(read(find_, static_cast<int>(c) + 1, columns_[c]));
    find_.reset();
    return row;
  }

  void insert(std::span<const std::string> key, const Values& values, std::int64_t import_id, std::int64_t row) {
    int at = 1;
    for (const auto& k : key) insert_.bind(at++, k);
    for (const auto& v : values) bind(insert_, at++, v);
    insert_.bind(at, import_id).bind(at + 1, row).run();
  }

  void update(std::int64_t id, const Values& values) {
    update_.bind(1, id);
    for (std::size_t c = 0; c < values.size(); ++c) bind(update_, static_cast<int>(c) + 2, values[c]);
    update_.run();
  }

  /// Keeps what the row was before this import.
  void note(std::int64_t import_id, const Row& before) {
    note_.bind(1, import_id).bind(2, table_).bind(3, before.id).bind(4, packed(before.values)).run();
  }

  /// True when the row said just this before a person corrected it: it brings nothing new.
  bool corrected_since(std::int64_t id, const Values& fresh) {
    corrected_.reset();
    corrected_.bind(1, table_).bind(2, id).bind(3, packed(fresh));
    const bool yes = corrected_.step();
    corrected_.reset();
    return yes;
  }

  static std::string update_sql(std::span<const std::string_view> columns, const std::string& table) {
    std::string set;
    for (std::size_t c = 0; c < columns.size(); ++c) set += fmt::format("{}{} = ?{}", c == 0 ? "" : ", ", columns[c], c + 2);
    return fmt::format("UPDATE {} SET {} WHERE id = ?1", table, set);
  }

 private:
  static std::string listed(std::span<const std::string_view> columns) {
    std::string out;
    for (const auto c : columns) out += (out.empty() ? "" : ", ") + std::string(c);
    return out;
  }
  static std::string equal(const std::vector<std::string>& key, int from) {
    std::string out;
    for (const auto& k : key) out += fmt::format("{}{} = ?{}", out.empty() ? "" : " AND ", k, from++);
    return out;
  }
  std::string insert_sql(const std::vector<std::string>& key) const {
    std::string names;
    for (const auto& k : key) names += k + ", ";
    std::string marks;
    const std::size_t n = key.size() + columns_.size() + 2;
    for (std::size_t i = 1; i <= n; ++i) marks += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
    return fmt::format("INSERT INTO {} ({}{}, import_id, row) VALUES ({})", table_, names, listed(columns_), marks);
  }

  std::string table_;
  std::span<const std::string_view> columns_;
  base::Statement find_, insert_, update_, note_, corrected_;
};

/// What a fold brings: the newer says what counts, the older fills what it leaves open.
Values folded(const Values& stored, const Values& fresh, bool fresh_is_newer) {
  Values out = fresh_is_newer ? fresh : stored;
  const Values& other = fresh_is_newer ? stored : fresh;
  for (std::size_t c = 0; c < out.size(); ++c) {
    if (absent(out[c])) out[c] = other[c];
  }
  return out;
}

bool is_newer(const Values& stored, const Values& fresh) {
  const auto* was = std::get_if<std::int64_t>(&stored[updated_at]);
  const auto* is = std::get_if<std::int64_t>(&fresh[updated_at]);
  return was == nullptr || is == nullptr || *is >= *was;
}

}  // namespace

struct Overlays::Working {
  base::Database& db;
  std::int64_t import_id;
  Kept contacts;
  Kept intervals;
  enum class Became : std::uint8_t { added, changed, unchanged };
  std::unordered_map<std::string, Became> seen;
  std::unordered_map<std::string, std::int64_t> equals;
  std::int64_t added = 0, changed = 0, unchanged = 0, merged = 0, contacts_met = 0, interval_rows = 0;

  Working(base::Database& d, std::int64_t id)
      : db(d),
        import_id(id),
        contacts(d, "contact", {"source", "ref"}, contact_columns),
        intervals(d, "interval", {"source", "queue", "key"}, interval_columns) {}

  void moves_to(Became& from, Became to) {
    counter(from) -= 1;
    counter(to) += 1;
    from = to;
  }
  std::int64_t& counter(Became b) { return b == Became::added ? added : b == Became::changed ? changed : unchanged; }

  /// One row of the file: a new record, one that is stored, or a further row of one already met (false).
  template <typename Newer>
  bool fold(Kept& kept, const std::vector<std::string>& key, const Values& fresh, std::int64_t row, const Newer& newer) {
    std::string name;
    for (const auto& k : key) name += k + '\x1F';
    const auto stored = kept.find(key);
    const auto [it, first] = seen.try_emplace(std::move(name), Became::added);
    if (!stored) {
      kept.insert(key, fresh, import_id, row);
      ++added;
      return true;
    }
    if (first) {
      it->second = Became::unchanged;
      ++unchanged;
    } else {
      ++merged;
    }
    const Values now = folded(stored->values, fresh, newer(stored->values, fresh));
    if (now == stored->values || kept.corrected_since(stored->id, fresh)) return first;
    if (it->second == Became::unchanged) {
      kept.note(import_id, *stored);
      moves_to(it->second, Became::changed);
    }
    kept.update(stored->id, now);
    return first;
  }
};

Overlays::Overlays(base::Database& db, std::int64_t import_id) : working_(std::make_unique<Working>(db, import_id)) {}
Overlays::~Overlays() = default;

void Overlays::take(const Contact& c, std::int64_t row) {
  Working& w = *working_;
  if (w.fold(w.contacts, {c.source, c.ref}, values_of(c), row, is_newer)) ++w.contacts_met;
}

void Overlays::take(const Interval& v, std::int64_t row) {
  Working& w = *working_;
  ++w.interval_rows;
  const std::string start = v.from ? std::to_string(v.from->at) : std::string();
  const std::int64_t nth = ++w.equals[fmt::format("{}\x1F{}\x1F{}", v.source, v.queue, start)];
  w.fold(w.intervals, {v.source, v.queue, fmt::format("{}/{}", start, nth)}, values_of(v), row,
         [](const Values&, const Values&) { return true; });
}

void Overlays::count(Receipt& receipt) const {
  const Working& w = *working_;
  receipt.rows.added += w.added;
  receipt.rows.changed += w.changed;
  receipt.rows.unchanged += w.unchanged;
  receipt.rows.merged += w.merged;
  receipt.contacts += w.contacts_met;
  receipt.intervals += w.interval_rows;
}

namespace {

/// Returns how many records went.
std::int64_t undo_one(base::Database& db, std::int64_t import_id, const std::string& table, const std::string& ref,
                      std::span<const std::string_view> columns, UndoResult& result) {
  struct Change {
    std::int64_t id, of_id;
    std::string before, ref;
    bool later;
  };
  std::vector<Change> changes;
  {
    auto s = db.prepare(fmt::format(
        "SELECT o.id, o.of_id, o.before, t.{}, EXISTS (SELECT 1 FROM overlay_change l WHERE l.what = o.what AND l.of_id "
        "= o.of_id AND l.id > o.id) FROM overlay_change o JOIN {} t ON t.id = o.of_id WHERE o.import_id = ?1 AND o.what "
        "= ?2",
        ref, table));
    s.bind(1, import_id).bind(2, table);
    while (s.step())
      changes.push_back({s.integer(0), s.integer(1), std::string(s.text(2)), std::string(s.text(3)), s.integer(4) != 0});
  }
  auto update = db.prepare(Kept::update_sql(columns, table));
  auto forget = db.prepare("DELETE FROM overlay_change WHERE id = ?1");
  for (const Change& c : changes) {
    if (c.later) {
      result.conflicts.push_back({c.ref, "", "it was changed again after this import"});
      continue;
    }
    const auto before = base::parse_json(c.before);
    DEBRIEF_CHECK(before.ok() && before->is_array(), "what a record was before is kept as a JSON array");
    update.bind(1, c.of_id);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const base::Json v = k < before->size() ? (*before)[k] : base::Json();
      const int at = static_cast<int>(k) + 2;
      if (v.is_number_integer()) {
        update.bind(at, v.get<std::int64_t>());
      } else if (v.is_number()) {
        update.bind(at, v.get<double>());
      } else if (v.is_string()) {
        update.bind(at, v.get<std::string>());
      } else {
        update.bind_null(at);
      }
    }
    update.run();
    forget.bind(1, c.id).run();
    ++result.restored;
  }
  const std::string mine = fmt::format("import_id = ?1 AND NOT EXISTS (SELECT 1 FROM overlay_change o WHERE o.what = '{0}' AND "
                                       "o.of_id = {0}.id)",
                                       table);
  auto left = db.prepare(fmt::format("SELECT {0} FROM {1} WHERE import_id = ?1 AND EXISTS (SELECT 1 FROM overlay_change o "
                                     "WHERE o.what = '{1}' AND o.of_id = {1}.id)",
                                     ref, table));
  left.bind(1, import_id);
  while (left.step()) result.conflicts.push_back({std::string(left.text(0)), "", "it was changed after this import"});
  left.reset();
  return db.prepare(fmt::format("DELETE FROM {} WHERE {}", table, mine)).bind(1, import_id).run();
}

}  // namespace

void undo_overlays(base::Database& db, std::int64_t import_id, UndoResult& result) {
  result.contacts = undo_one(db, import_id, "contact", "ref", contact_columns, result);
  result.intervals = undo_one(db, import_id, "interval", "key", interval_columns, result);
}

}  // namespace debrief::review
