// The columns kept in the workspace: whatever happens to the log, they are those that reading it would give.

#include "review/store/column_cache.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "base/file.h"
#include "base/sqlite.h"
#include "review/column_set.h"
#include "review/duplicates.h"
#include "review/health.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "workspace.h"

namespace debrief::review {
namespace {

constexpr std::size_t never_keep = std::numeric_limits<std::size_t>::max();

class ColumnCache : public Workspace {
 protected:
  static bool are_kept(Store& store) { return store.db().integer("SELECT count(*) FROM column_cache") == 1; }

  /// As read from the incidents themselves.
  static IncidentColumns as_told(Store& writer) {
    IncidentColumns c;
    writer.db().begin();
    forget_columns(writer.db());
    c = incident_columns(writer, ColumnSet::all(), never_keep);
    writer.db().rollback();
    return c;
  }

  void some(Store& store, int n, int from = 1) {
    std::vector<IncidentDraft> drafts;
    for (int i = 0; i < n; ++i) drafts.push_back(draft(2 + i, "A-" + std::to_string(from + i), "Line down"));
    import(store, std::move(drafts));
  }
};

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
  std::vector<std::uint64_t> out;
  for (const double v : values) out.push_back(std::bit_cast<std::uint64_t>(v));
  return out;
}

void expect_same(const Labels& a, const Labels& b, const char* name) {
  EXPECT_EQ(a.codes, b.codes) << name;
  EXPECT_EQ(a.values, b.values) << name;
}

void expect_same(const IncidentColumns& a, const IncidentColumns& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.ref, b.ref);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.occurred, b.occurred);
  EXPECT_EQ(a.opened, b.opened);
  EXPECT_EQ(a.acknowledged, b.acknowledged);
  EXPECT_EQ(a.resolved, b.resolved);
  EXPECT_EQ(a.closed, b.closed);
  EXPECT_EQ(a.updated, b.updated);
  EXPECT_EQ(a.sla_due, b.sla_due);
  EXPECT_EQ(a.first_reopened, b.first_reopened);
  EXPECT_EQ(a.first_resolved, b.first_resolved);
  EXPECT_EQ(a.escalated, b.escalated);
  EXPECT_EQ(bits(a.reopen_count), bits(b.reopen_count));
  EXPECT_EQ(bits(a.csat), bits(b.csat));
  EXPECT_EQ(bits(a.sla_met), bits(b.sla_met));
  EXPECT_EQ(bits(a.completeness), bits(b.completeness));
  EXPECT_EQ(bits(a.major), bits(b.major));
  EXPECT_EQ(bits(a.first_contact), bits(b.first_contact));
  expect_same(a.priority, b.priority, "priority");
  expect_same(a.category, b.category, "category");
  expect_same(a.subcategory, b.subcategory, "subcategory");
  expect_same(a.channel, b.channel, "channel");
  expect_same(a.team, b.team, "team");
  expect_same(a.source, b.source, "source");
  expect_same(a.closure_code, b.closure_code, "closure_code");
  expect_same(a.caller, b.caller, "caller");
  expect_same(a.parent, b.parent, "parent");
  expect_same(a.status, b.status, "status");
  EXPECT_EQ(a.as_of, b.as_of);
  EXPECT_EQ(a.actions.size(), b.actions.size());
  EXPECT_EQ(a.contacts.size(), b.contacts.size());
}

/// A log that people import, mend, link, undo and edit, by chance.
class History {
 public:
  explicit History(unsigned seed) : chance_(seed) {}

  std::size_t below(std::size_t n) { return chance_() % n; }
  std::string ref() { return "A-" + std::to_string(below(60)); }

  std::optional<std::string> word(std::initializer_list<const char*> words) {
    const std::size_t i = below(words.size() + 1);
    if (i == words.size()) return std::nullopt;
    return *(words.begin() + i);
  }

  IncidentDraft draft(std::int64_t row) {
    IncidentDraft d;
    d.row = row;
    d.incident.ref = ref();
    d.incident.kind = below(5) == 0 ? Kind::complaint : Kind::incident;
    d.incident[TextField::title] = "Line down " + std::to_string(below(9));
    d.incident[TextField::priority] = word({"P1", "p1", " P1", "P2", "High"});
    d.incident[TextField::category] = word({"Telephony", "TELEPHONY", "Billing", "Straße", "STRASSE"});
    d.incident[TextField::team] = word({"North", "South"});
    d.incident[TextField::caller] = word({"Ada Unlikely", "Bo Seldom"});
    d.incident[TextField::parent] = word({"A-1", "A-2"});
    d.incident[TextField::status] = word({"Closed", "Open", "Reopened"});
    base::Ms at = noon + static_cast<base::Ms>(below(1000)) * base::minute_ms;
    for (const TimeField field :
         {TimeField::opened, TimeField::acknowledged, TimeField::resolved, TimeField::closed, TimeField::sla_due}) {
      if (below(5) == 0) continue;
      at += static_cast<base::Ms>(below(500'000));
      d.incident[field] = base::Stamp{at, base::Precision::second, "UTC", base::rfc3339(at)};
    }
    if (below(2) == 0) d.incident[NumberField::csat] = static_cast<double>(below(5)) + 0.1;
    if (below(2) == 0) d.incident[NumberField::sla_met] = static_cast<double>(below(2));
    if (below(3) == 0) d.incident[NumberField::reopen_count] = static_cast<double>(below(3));
    for (std::size_t i = below(3); i > 0; --i) {
      Event e;
      e.kind = std::array{EventKind::reopened, EventKind::resolved, EventKind::escalated, EventKind::note}[below(4)];
      e.at = base::Stamp{at + static_cast<base::Ms>(below(900'000)), base::Precision::second, "UTC", ""};
      e.text = "entry";
      d.events.push_back(std::move(e));
    }
    d.digest = chance_();
    return d;
  }

 private:
  std::mt19937 chance_;
};

/// Names of columns for failures, and how to take one step of a history.
class Histories : public ColumnCache, public ::testing::WithParamInterface<unsigned> {
 protected:
  std::string step(Store& store, History& h) {
    auto& db = store.db();
    switch (h.below(8)) {
      case 0:
      case 1: {
        std::vector<IncidentDraft> drafts;
        for (std::size_t i = 0; i < 1 + h.below(12); ++i) drafts.push_back(h.draft(static_cast<std::int64_t>(i) + 2));
        import(store, std::move(drafts), RowIs::incident, h.below(4) == 0 ? Intake::Mode::dry_run : Intake::Mode::real);
        return "import";
      }
      case 2: {
        for (const auto& run : list_imports(store)) {
          if (run.undone_ms != 0 || h.below(3) != 0) continue;
          undo_import(store, run.id, h.below(4) == 0 ? Intake::Mode::dry_run : Intake::Mode::real);
          return "undo";
        }
        return "nothing";
      }
      case 3:
      case 4: {
        const std::string a = h.ref();
        const std::string b = h.ref();
        try {
          h.below(3) == 0 ? unlink_incidents(store, a, b) : link_incidents(store, a, b);
        } catch (const base::Error&) {
          return "a link that was refused";
        }
        return "link";
      }
      case 5:
        db.prepare("UPDATE incident SET priority = ?2, closed_ms = ifnull(closed_ms, 0) + 60000 WHERE ref = ?1")
            .bind(1, h.ref())
            .bind(2, h.word({"P1", "P5"}))
            .run();
        return "an edit of an incident";
      case 6:
        db.prepare("UPDATE event SET at_ms = at_ms - 7 WHERE incident_id = (SELECT id FROM incident WHERE ref = ?1)")
            .bind(1, h.ref())
            .run();
        return "an edit of an event";
      default:
        // As another program would, which knows nothing of kept columns.
        db.prepare("DELETE FROM event WHERE incident_id = (SELECT id FROM incident WHERE ref = ?1)")
            .bind(1, h.ref())
            .run();
        if (h.below(3) == 0) db.execute("DELETE FROM event");
        if (h.below(3) == 0) db.execute("DELETE FROM incident_link");
        return "a removal";
    }
  }
};

TEST_P(Histories, KeptColumnsAreThoseTheLogTellsAfterEveryStep) {
  History h(GetParam());
  auto store = open();
  for (int i = 0; i < 40; ++i) {
    const std::string what = step(store, h);
    const IncidentColumns first = incident_columns(store, ColumnSet::all(), 0);
    EXPECT_TRUE(are_kept(store));
    const IncidentColumns again = incident_columns(store, ColumnSet::all(), 0);
    const IncidentColumns told = as_told(store);
    expect_same(first, told);
    expect_same(again, told);
    if (HasFailure()) FAIL() << "step " << i << ", " << what;
  }
  EXPECT_TRUE(health(store).integrity.empty());
  EXPECT_EQ(health(store).broken_references, 0);
}

INSTANTIATE_TEST_SUITE_P(ByChance, Histories, ::testing::Range(1U, 13U));

TEST_F(ColumnCache, ManyRowsComeBackAsTheyWere) {
  auto store = open();
  History h(5);
  std::mt19937_64 chance(5);
  const IncidentColumns wide = [&] {
    IncidentColumns c;
    for (std::size_t i = 0; i < 150'000; ++i) {
      c.id.push_back(static_cast<std::int64_t>(i) + 1);
      c.ref.push_back("R" + std::to_string(chance() % 1000));
      c.kind.push_back(static_cast<Kind>(i % 5));
      for (auto* v : {&c.occurred, &c.opened, &c.acknowledged, &c.resolved, &c.closed, &c.updated, &c.sla_due,
                      &c.first_reopened, &c.first_resolved, &c.escalated}) {
        // Any instant at all, minutes, seconds, ms, none.
        const auto any = static_cast<base::Ms>(chance());
        const std::array kinds{any, any % 1'000'000 * 60'000, any % 4'000'000'000 * 1000, any % 100, no_time};
        v->push_back(kinds[static_cast<std::size_t>(v == &c.opened ? 1 + i / 70'000 : chance() % 5)]);
      }
      for (auto* v : {&c.reopen_count, &c.csat, &c.sla_met, &c.completeness, &c.major, &c.first_contact})
        v->push_back(v == &c.csat ? static_cast<double>(chance()) : static_cast<double>(chance() % 3) / 0.0);
      for (Labels* l : {&c.priority, &c.category, &c.subcategory, &c.channel, &c.team, &c.source, &c.closure_code,
                        &c.caller, &c.parent, &c.status}) {
        if (l->values.size() < 70'000 && (l == &c.caller || l->values.size() < 5))
          l->values.push_back(std::to_string(i));
        l->codes.push_back(static_cast<std::uint32_t>(chance() % l->values.size()));
      }
    }
    return c;
  }();
  keep_columns(store.db(), wide);
  IncidentColumns back;
  ASSERT_TRUE(kept_columns(store.db(), ColumnSet::all(), back));
  expect_same(back, wide);
  // Fewer rows over more: nothing of the longer columns stays.
  IncidentColumns few;
  keep_columns(store.db(), few);
  back = IncidentColumns();
  ASSERT_TRUE(kept_columns(store.db(), ColumnSet::all(), back));
  EXPECT_EQ(back.size(), 0U);
  EXPECT_EQ(store.db().integer("SELECT count(*) FROM column_piece"), 0);
}

TEST_F(ColumnCache, OnlyTheColumnsAskedForAreRead) {
  auto store = open();
  some(store, 3);
  incident_columns(store, ColumnSet::all(), 1);
  const auto c = incident_columns(store, {Column::priority, Column::resolved}, 1);
  EXPECT_EQ(c.size(), 3U);
  EXPECT_EQ(c.priority.codes.size(), 3U);
  EXPECT_EQ(c.resolved.size(), 3U);
  EXPECT_TRUE(c.ref.empty());
  EXPECT_TRUE(c.closed.empty());
}

TEST_F(ColumnCache, AReaderKeepsThemWhenNobodyWritesAndGoesWithoutWhenSomebodyDoes) {
  { some(*std::make_unique<Store>(open()), 3); }
  {
    auto writer = open();
    auto reader = open(Store::Mode::read);
    EXPECT_EQ(incident_columns(reader, ColumnSet::all(), 1).size(), 3U);
    EXPECT_FALSE(are_kept(reader)) << "another holds the workspace";
  }
  auto reader = open(Store::Mode::read);
  EXPECT_EQ(incident_columns(reader, ColumnSet::all(), 4).size(), 3U);
  EXPECT_FALSE(are_kept(reader)) << "too few";
  EXPECT_EQ(incident_columns(reader, ColumnSet::all(), 1).size(), 3U);
  EXPECT_TRUE(are_kept(reader));
}

TEST_F(ColumnCache, AFileThatMayNotBeWrittenIsReadAndLeftAsItIs) {
  { some(*std::make_unique<Store>(open()), 3); }
  const base::Path file = folder_ / "debrief.db";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  const auto before = base::read_file(file);
  {
    auto reader = open(Store::Mode::read);
    EXPECT_EQ(incident_columns(reader, ColumnSet::all(), 1).size(), 3U);
    EXPECT_FALSE(are_kept(reader));
  }
  EXPECT_EQ(base::read_file(file), before);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

/// Takes back the schema step whose file ends like that and all after it, by what their files say they make.
void take_back_steps(base::Database& db, const std::string& first) {
  std::vector<base::Path> files;
  for (const auto& entry : std::filesystem::directory_iterator(base::Path(DEBRIEF_TOP) / "review/store/schema")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  db.execute("PRAGMA foreign_keys = OFF");
  std::int64_t version = std::ssize(files);
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    std::istringstream in(base::read_file(*file));
    std::vector<std::string> undo;
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string verb, kind, name, add, column, of_column;
      words >> verb >> kind >> name >> add >> column >> of_column;
      if (verb == "CREATE" && (kind == "TABLE" || kind == "TRIGGER" || kind == "INDEX")) {
        undo.push_back("DROP " + kind + " " + name);
      } else if (verb == "ALTER") {
        undo.push_back("ALTER TABLE " + name + " DROP COLUMN " + of_column);
      }
    }
    for (auto statement = undo.rbegin(); statement != undo.rend(); ++statement) db.execute(*statement);
    db.execute("DELETE FROM schema_step WHERE name = '" + file->filename().string() + "'");
    --version;
    if (file->filename().string().ends_with(first)) break;
  }
  db.execute("PRAGMA user_version = " + std::to_string(version));
  db.execute("PRAGMA foreign_keys = ON");
}

TEST_F(ColumnCache, AWorkspaceFromBeforeItIsBroughtForward) {
  {
    auto store = open();
    some(store, 3);
    auto& db = store.db();
    take_back_steps(db, "_column_cache.sql");
  }
  auto reader = open(Store::Mode::read);
  EXPECT_EQ(incident_columns(reader, ColumnSet::all(), 1).size(), 3U);
  EXPECT_TRUE(are_kept(reader));
}

TEST_F(ColumnCache, WithoutWhatWatchesTheTablesTheyAreNotBelieved) {
  auto store = open();
  some(store, 3);
  incident_columns(store, ColumnSet::all(), 1);
  store.db().execute("DROP TRIGGER column_cache_incident_changed");
  store.db().execute("UPDATE incident SET priority = 'P9'");
  EXPECT_TRUE(are_kept(store));
  EXPECT_EQ(incident_columns(store, ColumnSet::all(), never_keep).priority.values.back(), "P9");
}

TEST_F(ColumnCache, AnImportIsWatchedAgainAfterwards) {
  auto store = open();
  some(store, 3);
  incident_columns(store, ColumnSet::all(), 1);
  some(store, 2, 10);
  EXPECT_FALSE(are_kept(store));
  EXPECT_EQ(incident_columns(store, ColumnSet::all(), 1).size(), 5U);
  EXPECT_TRUE(are_kept(store));
  store.db().execute("UPDATE incident SET priority = 'P9' WHERE ref = 'A-1'");
  EXPECT_FALSE(are_kept(store));
}

TEST_F(ColumnCache, WordsOfWhatWasTakenBackStayNowhere) {
  {
    auto store = open();
    auto d = draft(2, "ZEBRA-77", "Line down");
    d.incident[TextField::caller] = "Quirina Rarename";
    const auto r = import(store, {d});
    incident_columns(store, ColumnSet::all(), 1);
    EXPECT_EQ(store.db().integer("SELECT count(*) FROM column_words WHERE instr(bytes, CAST('Quirina' AS BLOB)) > 0"),
              1);
    undo_import(store, r.import_id);
    EXPECT_EQ(store.db().integer("SELECT count(*) FROM column_words"), 0);
    EXPECT_EQ(store.db().integer("SELECT count(*) FROM column_piece"), 0);
    // Whatever the log keeps besides, for the undo itself and the trail, is not what is looked at here.
  }
}

TEST_F(ColumnCache, DamagedPiecesAreNotBelieved) {
  auto store = open();
  auto d = draft(2, "A-1", "Line down");
  d.incident[TextField::priority] = "P1";
  auto e = draft(3, "A-2", "Line down");
  import(store, {d, e});
  const auto told = as_told(store);
  for (const char* damage :
       {"UPDATE column_piece SET bytes = x''", "UPDATE column_piece SET bytes = substr(bytes, 1, 24)",
        "UPDATE column_piece SET bytes = CAST(bytes || x'00' AS BLOB) WHERE name = 'opened'",
        "UPDATE column_piece SET bytes = CAST(substr(bytes, 1, 24) || x'7f7f' AS BLOB) WHERE name = 'priority'",
        "UPDATE column_piece SET number = number + 1 WHERE name = 'x'; DELETE FROM column_piece WHERE name = 'kind'",
        "DELETE FROM column_words", "UPDATE column_words SET bytes = x'ffffffffffffffff'",
        "UPDATE column_cache SET rows = rows + 1", "UPDATE column_cache SET rows = 1",
        "UPDATE column_cache SET made_by = 'another'"}) {
    incident_columns(store, ColumnSet::all(), 1);
    ASSERT_TRUE(are_kept(store));
    store.db().execute(damage);
    expect_same(incident_columns(store, ColumnSet::all(), 1), told);
    EXPECT_FALSE(HasFailure()) << damage;
    IncidentColumns c;
    EXPECT_TRUE(kept_columns(store.db(), ColumnSet::all(), c)) << "they are made again after " << damage;
  }
}

TEST_F(ColumnCache, ReadersSeeOneMomentWhileAnotherWrites) {
  { some(*std::make_unique<Store>(open()), 400); }
  std::atomic<bool> over = false;
  std::atomic<int> read = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!over) {
        auto store = open(Store::Mode::read);
        const auto c = incident_columns(store, ColumnSet::all(), 1);
        ++read;
        bool alike = c.size() == 400 && c.priority.codes.size() == 400;
        for (std::size_t row = 0; alike && row < c.size(); ++row)
          alike = c.priority.codes[row] == c.priority.codes[0] && c.priority.at(row) == c.team.at(row);
        wrong += alike ? 0 : 1;
      }
    });
  }
  for (int turn = 0; turn < 15; ++turn) {
    auto store = open();
    store.transaction([&] {
      for (const char* field : {"priority", "team"}) {
        store.db()
            .prepare(std::string("UPDATE incident SET ") + field + " = ?1")
            .bind(1, "turn " + std::to_string(turn))
            .run();
      }
    });
  }
  over = true;
  for (auto& t : readers) t.join();
  EXPECT_GT(read, 10);
  EXPECT_EQ(wrong, 0);
  auto store = open();
  EXPECT_EQ(incident_columns(store, ColumnSet::all(), 1).priority.at(0), "turn 14");
  EXPECT_TRUE(health(store).integrity.empty());
}

}  // namespace
}  // namespace debrief::review
