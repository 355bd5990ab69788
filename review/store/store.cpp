// Opening the workspace and bringing its schema up to date.

#include "review/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/text.h"

namespace debrief::review {

std::span<const base::Embedded> schema_files();

namespace {

/// SQLite's application_id of a workspace: "DEBR".
constexpr std::int64_t application = 0x44454252;

/// Applies the steps this workspace has not seen, each recorded with its hash.
void migrate(base::Database& db, base::Ms now) {
  const auto steps = schema_files();
  const auto have = static_cast<std::size_t>(db.integer("PRAGMA user_version").value_or(0));
  if (have == steps.size()) return;
  db.transaction([&] {
    for (std::size_t i = have; i < steps.size(); ++i) {
      db.execute(std::string(steps[i].bytes));
      db.prepare("INSERT INTO schema_step (name, sha256, applied_ms) VALUES (?1, ?2, ?3)")
          .bind(1, steps[i].name)
          .bind(2, base::sha256(steps[i].bytes))
          .bind(3, now)
          .run();
    }
    db.execute(fmt::format("PRAGMA application_id = {}", application));
    db.execute(fmt::format("PRAGMA user_version = {}", steps.size()));
  });
}

void refuse_foreign(base::Database& db, const base::Path& path) {
  const auto version = db.integer("PRAGMA user_version").value_or(0);
  const std::string name = base::quoted(path.string(), 200);
  if (version > Store::newest_schema()) {
    throw base::Error(base::Status::refused, "workspace-newer",
                      fmt::format("{} was written by a newer Debrief (schema {}; this program knows up to {})", name,
                                  version, Store::newest_schema()),
                      "use that newer program; the workspace was left as it is");
  }
  const bool tables = db.integer("SELECT count(*) FROM sqlite_schema").value_or(0) > 0;
  if (tables && db.integer("PRAGMA application_id").value_or(0) != application) {
    throw base::Error(base::Status::refused, "not-a-workspace", fmt::format("{} is not a Debrief workspace", name),
                      "name another file with --workspace; the file was left as it is");
  }
}

}  // namespace

int Store::newest_schema() { return static_cast<int>(schema_files().size()); }

Store::Store(base::Database database, base::Path path, base::Clock clock, std::string by)
    : database_(std::make_unique<base::Database>(std::move(database))),
      path_(std::move(path)),
      clock_(clock),
      by_(std::move(by)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const base::Path& path, Mode mode, base::Clock clock, std::string by) {
  if (mode == Mode::read) {
    auto db = base::Database::open_reader(path);
    refuse_foreign(db, path);
    const auto version = db.integer("PRAGMA user_version").value_or(0);
    if (version == 0) {
      throw base::Error(base::Status::refused, "not-a-workspace",
                        fmt::format("{} is not a Debrief workspace", base::quoted(path.string(), 200)),
                        "name another file with --workspace, or import a log first");
    }
    if (version < newest_schema()) {
      // An older workspace is brought forward by the first command that may write; a reader does the same.
      { Store writer = open(path, Mode::write, clock, by); }
      db = base::Database::open_reader(path);
    }
    return {std::move(db), path, clock, std::move(by)};
  }
  // Look before the first write: opening for writing would already touch a file that is not ours.
  std::error_code ignored;
  const bool existed = std::filesystem::exists(path, ignored) && std::filesystem::file_size(path, ignored) > 0;
  if (existed) {
    auto look = base::Database::open_reader(path);
    refuse_foreign(look, path);
  } else if (std::filesystem::is_directory(path, ignored)) {
    throw base::file_error(EISDIR, path, "open");
  }
  try {
    Store store(base::Database::open_writer(path), path, clock, std::move(by));
    refuse_foreign(store.db(), path);
    migrate(store.db(), store.now());
    if (!store.setting("zone")) {
      store.transaction([&] {
        store.set_setting("zone", base::Zone::of_this_machine().name());
        store.set_setting("created", base::rfc3339(store.now()));
        store.set_setting("pseudonym_salt", base::random_hex(32));
      });
    }
    return store;
  } catch (...) {
    // A workspace that could not be made, for want of space say, leaves nothing behind.
    if (!existed) remove_workspace(path);
    throw;
  }
}

void remove_workspace(const base::Path& path) {
  std::error_code ignored;
  for (const char* end : {"", "-wal", "-shm", "-journal", ".lock"}) std::filesystem::remove(path.string() + end, ignored);
}

base::Database& Store::db() { return *database_; }

std::optional<std::string> Store::setting(std::string_view name) {
  auto s = db().prepare("SELECT value FROM setting WHERE name = ?1");
  s.bind(1, name);
  return s.step() ? s.maybe_text(0) : std::nullopt;
}

void Store::set_setting(std::string_view name, std::string_view value) {
  db().prepare("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .bind(1, name)
      .bind(2, value)
      .run();
}

base::Zone Store::zone() {
  const auto name = setting("zone");
  return base::Zone::named(name.value_or("UTC")).value_or(base::Zone());
}

void Store::set_zone(const base::Zone& zone) { set_setting("zone", zone.name()); }

}  // namespace debrief::review
