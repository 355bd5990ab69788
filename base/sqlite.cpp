// SQLite through SQLiteCpp, with its errors in a person's words.

#include "base/sqlite.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"

namespace debrief::base {

namespace {

[[noreturn]] void rethrow(const SQLite::Exception& e, const Path& path) {
  const int code = e.getErrorCode();
  const int extended = e.getExtendedErrorCode();
  const std::string name = quoted(path.string(), 200);
  switch (code) {
    case SQLITE_FULL:
      throw file_error(ENOSPC, path, "write to");
    case SQLITE_READONLY:
      throw file_error(EROFS, path, "write to");
    case SQLITE_CANTOPEN:
      throw file_error(EACCES, path, "open");
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw file_error(EACCES, path, "open");
    case SQLITE_IOERR:
      if (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_SHMSIZE ||
          extended == SQLITE_IOERR_TRUNCATE) {
        throw file_error(ENOSPC, path, "write to");
      }
      throw Error(Status::world, "disk-error", fmt::format("the disk gave an error while using {}", name),
                  "nothing was saved just now; check the disk, then run the command again");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Status::conflict, "workspace-in-use", fmt::format("another command is writing to {}", name),
                  "wait until it has ended and run this again");
    case SQLITE_NOTADB:
      throw Error(Status::refused, "not-a-workspace", fmt::format("{} is not a Debrief workspace", name),
                  "name another file with --workspace; the file was left as it is");
    case SQLITE_CORRUPT:
      throw Error(Status::refused, "workspace-damaged", fmt::format("{} is damaged: {}", name, e.what()),
                  "keep a copy of the file, run \"debrief check\", and restore the last backup");
    case SQLITE_INTERRUPT:
      throw Error(Status::interrupted, "interrupted", "stopped; nothing of this command was saved");
    default:
      throw Error(Status::mistake, "internal", fmt::format("the store refused a statement: {}", e.what()),
                  "nothing was saved by this command");
  }
}

/// Runs `work`, giving SQLite's refusals a person's words.
template <typename Work>
auto guarded(const Path& path, Work work) {
  try {
    return work();
  } catch (const SQLite::Exception& e) {
    rethrow(e, path);
  }
}

Path path_of(sqlite3* database) {
  const char* name = sqlite3_db_filename(database, "main");
  return name == nullptr ? Path() : Path(name);
}

}  // namespace

struct Statement::Held {
  sqlite3* database;
  sqlite3_stmt* sql = nullptr;

  explicit Held(sqlite3* db) : database(db) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { sqlite3_finalize(sql); }

  void check(int code) const {
    if (code != SQLITE_OK) fail(code);
  }
  [[noreturn]] void fail(int code) const { rethrow(SQLite::Exception(database, code), path_of(database)); }
};

Statement::Statement(SQLite::Database& database, const std::string& sql)
    : held_(std::make_unique<Held>(database.getHandle())) {
  held_->check(sqlite3_prepare_v2(held_->database, sql.data(), static_cast<int>(sql.size()), &held_->sql, nullptr));
}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

Statement& Statement::bind(int position, std::int64_t value) {
  held_->check(sqlite3_bind_int64(held_->sql, position, value));
  return *this;
}

Statement& Statement::bind(int position, double value) {
  held_->check(sqlite3_bind_double(held_->sql, position, value));
  return *this;
}

Statement& Statement::bind(int position, std::string_view text) {
  // A view of nothing has no address, which SQLite would take for NULL.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  held_->check(sqlite3_bind_text64(held_->sql, position, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_kept(int position, std::string_view text) {
  const char* bytes = text.data() == nullptr ? "" : text.data();
  held_->check(sqlite3_bind_text64(held_->sql, position, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int position, std::string_view bytes) {
  const char* at = bytes.data() == nullptr ? "" : bytes.data();
  held_->check(sqlite3_bind_blob64(held_->sql, position, at, bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_null(int position) {
  held_->check(sqlite3_bind_null(held_->sql, position));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(held_->sql);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) held_->fail(code);
  return false;
}

int Statement::run() {
  const int code = sqlite3_step(held_->sql);
  DEBRIEF_CHECK(code != SQLITE_ROW, "a statement that is run gives no rows");
  if (code != SQLITE_DONE) held_->fail(code);
  const int changed = sqlite3_changes(held_->database);
  held_->check(sqlite3_reset(held_->sql));
  return changed;
}

void Statement::reset() {
  // A failed step makes reset report the same error again; the step already threw it.
  sqlite3_reset(held_->sql);
  sqlite3_clear_bindings(held_->sql);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(held_->sql, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(held_->sql, column); }
double Statement::real(int column) const { return sqlite3_column_double(held_->sql, column); }

std::string_view Statement::text(int column) const {
  // As a blob: the same bytes, without the copy that a closing NUL would cost. A number comes as its text.
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(held_->sql, column));
  if (bytes == nullptr) return {"", 0};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(held_->sql, column))};
}

std::optional<std::string> Statement::maybe_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return std::string(text(column));
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<double> Statement::maybe_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return real(column);
}

struct Database::Held {
  std::unique_ptr<SQLite::Database> sqlite;
  Path path;
  int lock = -1;
  bool begun = true;  // the file holds something

  ~Held() {
    // What a writer leaves is one whole file: nothing stays behind in the log for want of a last reader to fold it in.
    if (lock >= 0 && sqlite) {
      sqlite3_wal_checkpoint_v2(sqlite->getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    }
    sqlite.reset();
    if (lock >= 0) ::close(lock);
  }
};

Database::Database() : held_(std::make_unique<Held>()) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

namespace {

/// An exclusive lock on PATH.lock, held as long as the descriptor is open.
int take_lock(const Path& path, int wait_ms) {
  const Path lock = path.string() + ".lock";
  const int fd = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) throw file_error(errno, path, "open for writing");
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      const int error = errno;
      ::close(fd);
      throw file_error(error, path, "lock");
    }
    if (std::chrono::steady_clock::now() >= until) {
      ::close(fd);
      throw Error(Status::conflict, "workspace-in-use",
                  fmt::format("another command is writing to {}", quoted(path.string(), 200)),
                  "wait until it has ended and run this again");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return fd;
}

}  // namespace

Database Database::open_writer(const Path& path, int wait_ms) {
  Database d;
  d.held_->path = path;
  d.held_->lock = take_lock(path, wait_ms);
  guarded(path, [&] {
    // SQLite need not count its memory. It refuses once it is in use, which does no harm.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // One thread at a time uses a connection, so it needs no locks of its own.
    d.held_->sqlite = std::make_unique<SQLite::Database>(
        path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, wait_ms);
    SQLite::Database& s = *d.held_->sqlite;
    // A page size can only be chosen before the first table; 16 KiB wrote fastest in the measurements.
    s.exec("PRAGMA page_size = 16384");
    // The first commit to a new file is written in place; the log begins behind it.
    d.held_->begun = s.execAndGet("PRAGMA page_count").getInt64() > 0;
    if (d.held_->begun) s.exec("PRAGMA journal_mode = WAL");
    s.exec("PRAGMA synchronous = FULL");
    s.exec("PRAGMA foreign_keys = ON");
    s.exec("PRAGMA trusted_schema = OFF");
    s.exec("PRAGMA secure_delete = ON");
    s.exec("PRAGMA cache_size = -16384");
    s.exec("PRAGMA temp_store = MEMORY");
  });
  return d;
}

namespace {

/// On a disk that cannot be written SQLite cannot make its shared-memory file. With no pending log beside it the
/// workspace is complete as it stands, and may be read as a file that nobody changes.
bool frozen(const Path& path) {
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  if (::access(folder.c_str(), W_OK) == 0) return false;
  std::error_code none;
  const auto log = std::filesystem::file_size(path.string() + "-wal", none);
  return none || log == 0;
}

/// path as an SQLite URI
std::string uri(const Path& path, std::string_view parameters) {
  std::string out = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    if (c == '%' || c == '?' || c == '#') {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return fmt::format("{}?{}", out, parameters);
}

}  // namespace

Database Database::open_reader(const Path& path) {
  must_be_readable_file(path);
  // A journal left by a crash is rolled back by whoever may write; a reader may not.
  std::error_code none;
  if (const auto left = std::filesystem::file_size(path.string() + "-journal", none); !none && left > 0) {
    open_writer(path);
  }
  Database d;
  d.held_->path = path;
  guarded(path, [&] {
    d.held_->sqlite =
        frozen(path)
            ? std::make_unique<SQLite::Database>(uri(path, "immutable=1"),
                                                 SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOMUTEX, 5000)
            : std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, 5000);
    int was = 0;
    sqlite3_db_config(d.held_->sqlite->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &was);
    d.held_->sqlite->exec("PRAGMA trusted_schema = OFF");
    d.held_->sqlite->exec("PRAGMA query_only = ON");
  });
  return d;
}

void Database::execute(const std::string& sql) {
  guarded(held_->path, [&] { held_->sqlite->exec(sql); });
}

Statement Database::prepare(const std::string& sql) { return {*held_->sqlite, sql}; }

std::int64_t Database::last_id() const { return held_->sqlite->getLastInsertRowid(); }

std::optional<std::int64_t> Database::integer(const std::string& sql) {
  Statement s = prepare(sql);
  return s.step() ? s.maybe_integer(0) : std::nullopt;
}

std::optional<std::string> Database::text(const std::string& sql) {
  Statement s = prepare(sql);
  return s.step() ? s.maybe_text(0) : std::nullopt;
}

void Database::transaction(const std::function<void()>& work) {
  if (depth_ > 0) {
    work();
    return;
  }
  begin();
  try {
    work();
    commit();
  } catch (...) {
    rollback();
    throw;
  }
}

void Database::begin() {
  execute("BEGIN IMMEDIATE");
  ++depth_;
}

void Database::begin_filling() {
  // Another connection keeps the log in use, and the mode stays what it was.
  sqlite3_busy_timeout(held_->sqlite->getHandle(), 0);
  filling_ =
      sqlite3_exec(held_->sqlite->getHandle(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_busy_timeout(held_->sqlite->getHandle(), 5000);
  if (filling_) {
    execute("PRAGMA foreign_keys = OFF");
    execute("PRAGMA cache_size = -32768");
  }
  begin();
}

void Database::end_filling() noexcept {
  if (!filling_) return;
  filling_ = false;
  sqlite3_exec(held_->sqlite->getHandle(),
               "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384", nullptr, nullptr,
               nullptr);
}

void Database::commit() {
  execute("COMMIT");
  depth_ = 0;
  end_filling();
  if (!held_->begun) {
    execute("PRAGMA journal_mode = WAL");
    held_->begun = true;
  }
}

void Database::rollback() noexcept {
  depth_ = 0;
  // After a full disk SQLite may have rolled back already; a second refusal changes nothing.
  if (sqlite3_get_autocommit(held_->sqlite->getHandle()) == 0) {
    sqlite3_exec(held_->sqlite->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  end_filling();
}

void Database::interrupt() { sqlite3_interrupt(held_->sqlite->getHandle()); }

}  // namespace debrief::base
