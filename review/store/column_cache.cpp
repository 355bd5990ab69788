// Columns kept in the workspace.

#include "review/store/column_cache.h"

#include <array>
#include <string_view>

#include <fmt/format.h>
#include <unicode/uversion.h>

#include "base/large.h"
#include "review/store/packed.h"

namespace debrief::review {

namespace {

/// The triggers of 0006_column_cache.sql. Where one is missing, nothing says that the columns still hold.
constexpr std::int64_t watchers = 9;

/// What the same workspace makes different columns of: how they are packed, the program's way of telling labels apart
/// (counted up with it), the Unicode data behind that, and the schema.
std::string maker(base::Database& db) {
  return fmt::format("columns/1 icu/{} schema/{}", U_ICU_VERSION, db.integer("PRAGMA user_version").value_or(0));
}

/// Calls `what` with the name of each column of `set` and the column.
template <typename Columns, typename What>
void each_kept(Columns& c, ColumnSet set, What what) {
  what("id", c.id);
  what("kind", c.kind);
  what("opened", c.opened);
  const auto maybe = [&](Column column, const char* name, auto& values) {
    if (set.has(column)) what(name, values);
  };
  maybe(Column::ref, "ref", c.ref);
  maybe(Column::occurred, "occurred", c.occurred);
  maybe(Column::acknowledged, "acknowledged", c.acknowledged);
  maybe(Column::resolved, "resolved", c.resolved);
  maybe(Column::closed, "closed", c.closed);
  maybe(Column::updated, "updated", c.updated);
  maybe(Column::sla_due, "sla_due", c.sla_due);
  maybe(Column::first_reopened, "first_reopened", c.first_reopened);
  maybe(Column::first_resolved, "first_resolved", c.first_resolved);
  maybe(Column::escalated, "escalated", c.escalated);
  maybe(Column::reopen_count, "reopen_count", c.reopen_count);
  maybe(Column::csat, "csat", c.csat);
  maybe(Column::sla_met, "sla_met", c.sla_met);
  maybe(Column::completeness, "completeness", c.completeness);
  maybe(Column::major, "major", c.major);
  maybe(Column::first_contact, "first_contact", c.first_contact);
  maybe(Column::priority, "priority", c.priority);
  maybe(Column::category, "category", c.category);
  maybe(Column::subcategory, "subcategory", c.subcategory);
  maybe(Column::channel, "channel", c.channel);
  maybe(Column::team, "team", c.team);
  maybe(Column::source, "source", c.source);
  maybe(Column::closure_code, "closure_code", c.closure_code);
  maybe(Column::caller, "caller", c.caller);
  maybe(Column::parent, "parent", c.parent);
  maybe(Column::status, "status", c.status);
}

/// A column read piece by piece.
class Reading {
 public:
  Reading(base::Database& db, std::size_t rows)
      : rows_(rows),
        pieces_(db.prepare("SELECT bytes FROM column_piece WHERE name = ?1 ORDER BY number")),
        words_(db.prepare("SELECT bytes FROM column_words WHERE name = ?1 ORDER BY number")) {}

  bool sound() const { return sound_; }

  void operator()(const char* name, std::vector<std::int64_t>& values) {
    whole(pieces_, name, values, [&](std::string_view bytes) { return unpack(bytes, values); });
  }
  void operator()(const char* name, std::vector<double>& values) {
    whole(pieces_, name, values, [&](std::string_view bytes) { return unpack(bytes, values); });
  }
  void operator()(const char* name, std::vector<std::string>& values) {
    whole(words_, name, values, [&](std::string_view bytes) { return unpack(bytes, values); });
  }
  void operator()(const char* name, std::vector<Kind>& values) {
    std::vector<std::uint8_t> codes;
    values.reserve(rows_);
    each(pieces_, name, [&](std::string_view bytes) {
      codes.clear();
      if (!unpack(bytes, codes, kinds) || values.size() + codes.size() > rows_) return false;
      for (const std::uint8_t code : codes) values.push_back(static_cast<Kind>(code));
      return true;
    });
    sound_ = sound_ && values.size() == rows_;
  }
  void operator()(const char* name, Labels& labels) {
    labels.values.clear();
    each(words_, name, [&](std::string_view bytes) { return unpack(bytes, labels.values); });
    whole(pieces_, name, labels.codes,
          [&](std::string_view bytes) { return unpack(bytes, labels.codes, labels.values.size()); });
  }

 private:
  static constexpr std::uint64_t kinds = static_cast<std::uint64_t>(Kind::maintenance) + 1;

  template <typename Take>
  void each(base::Statement& from, const char* name, Take take) {
    from.reset();
    from.bind(1, name);
    while (sound_ && from.step()) sound_ = take(from.text(0));
  }

  template <typename Values, typename Take>
  void whole(base::Statement& from, const char* name, Values& values, Take take) {
    values.reserve(rows_);
    base::will_be_filled(values);
    each(from, name, [&](std::string_view bytes) { return take(bytes) && values.size() <= rows_; });
    sound_ = sound_ && values.size() == rows_;
  }

  std::size_t rows_;
  base::Statement pieces_, words_;
  bool sound_ = true;
};

class Writing {
 public:
  explicit Writing(base::Database& db)
      : pieces_(
            db.prepare("INSERT INTO column_piece (name, number, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (name, number) "
                       "DO UPDATE SET bytes = excluded.bytes")),
        words_(db.prepare("INSERT INTO column_words (name, number, bytes) VALUES (?1, ?2, ?3)")),
        // What an earlier, longer log left.
        over_(db.prepare("DELETE FROM column_piece WHERE name = ?1 AND number >= ?2")) {}

  void operator()(const char* name, const std::vector<std::int64_t>& values) {
    numbers<std::int64_t>(name, values, [](std::span<const std::int64_t> piece) { return packed(piece); });
  }
  void operator()(const char* name, const std::vector<double>& values) {
    numbers<double>(name, values, [](std::span<const double> piece) { return packed(piece); });
  }
  void operator()(const char* name, const std::vector<Kind>& values) { numbers<Kind>(name, values, widened<Kind>); }
  void operator()(const char* name, const std::vector<std::string>& values) {
    each<std::string>(values, [&](std::int64_t number, std::span<const std::string> piece) {
      words_.bind(1, name).bind(2, number).bind_blob(3, packed(piece)).run();
    });
  }
  void operator()(const char* name, const Labels& labels) {
    (*this)(name, labels.values);
    numbers<std::uint32_t>(name, labels.codes, widened<std::uint32_t>);
  }

 private:
  template <typename Value>
  static std::string widened(std::span<const Value> piece) {
    std::vector<std::int64_t> wide;
    wide.reserve(piece.size());
    for (const Value v : piece) wide.push_back(static_cast<std::int64_t>(v));
    return packed(std::span<const std::int64_t>(wide));
  }

  template <typename Value, typename What>
  static std::int64_t each(std::span<const Value> values, What what) {
    std::int64_t number = 0;
    for (std::size_t from = 0; from < values.size(); from += piece_rows) {
      what(number++, values.subspan(from, std::min(piece_rows, values.size() - from)));
    }
    return number;
  }

  template <typename Value, typename Pack>
  void numbers(const char* name, std::span<const Value> values, Pack pack) {
    const std::int64_t count = each<Value>(values, [&](std::int64_t number, std::span<const Value> piece) {
      pieces_.bind(1, name).bind(2, number).bind_blob(3, pack(piece)).run();
    });
    over_.bind(1, name).bind(2, count).run();
  }

  base::Statement pieces_, words_, over_;
};

}  // namespace

bool kept_columns(base::Database& db, ColumnSet set, IncidentColumns& c) {
  std::size_t rows = 0;
  {
    auto mark = db.prepare("SELECT rows, as_of_ms FROM column_cache WHERE made_by = ?1");
    mark.bind(1, maker(db));
    if (!mark.step()) return false;
    rows = static_cast<std::size_t>(mark.integer(0));
    c.as_of = mark.is_null(1) ? no_time : mark.integer(1);
  }
  if (db.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'column_cache_*'") !=
      watchers)
    return false;
  Reading reading(db, rows);
  each_kept(c, set, [&](const char* name, auto& values) {
    if (reading.sound()) reading(name, values);
  });
  return reading.sound();
}

void keep_columns(base::Database& writer, const IncidentColumns& c) {
  writer.transaction([&] {
    writer.execute("DELETE FROM column_cache; DELETE FROM column_words");
    {
      Writing writing(writer);
      each_kept(c, ColumnSet::all(), [&](const char* name, const auto& values) { writing(name, values); });
    }
    writer.prepare("INSERT INTO column_cache (id, made_by, rows, as_of_ms) VALUES (1, ?1, ?2, ?3)")
        .bind(1, maker(writer))
        .bind(2, static_cast<std::int64_t>(c.size()))
        .bind(3, c.as_of == no_time ? std::nullopt : std::optional(c.as_of))
        .run();
  });
}

void forget_columns(base::Database& writer) {
  writer.execute("DELETE FROM column_cache; DELETE FROM column_words; DELETE FROM column_piece");
}

ColumnsUnwatched::ColumnsUnwatched(base::Database& writer) : db_(writer) {
  db_.execute("DELETE FROM column_cache; DELETE FROM column_words");
  std::vector<std::string> names;
  {
    auto s = db_.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'column_cache_*'");
    while (s.step()) {
      names.emplace_back(s.text(0));
      watchers_.emplace_back(s.text(1));
    }
  }
  for (const std::string& name : names) db_.execute("DROP TRIGGER " + name);
}

void ColumnsUnwatched::resume() {
  for (const std::string& sql : watchers_) db_.execute(sql);
  watchers_.clear();
}

}  // namespace debrief::review
