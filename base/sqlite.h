// One SQLite file: one writer, read-only readers, statements with typed binds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"

namespace SQLite {
class Database;
}  // namespace SQLite

namespace debrief::base {

/// A prepared statement. Positions count from 1 when binding and from 0 when reading, as in SQLite.
class Statement {
 public:
  Statement(SQLite::Database& database, const std::string& sql);
  ~Statement();
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;

  Statement& bind(int position, std::int64_t value);
  Statement& bind(int position, int value) { return bind(position, static_cast<std::int64_t>(value)); }
  Statement& bind(int position, double value);
  Statement& bind(int position, std::string_view text);
  Statement& bind(int position, const char* text) { return bind(position, std::string_view(text)); }
  Statement& bind(int position, const std::string& text) { return bind(position, std::string_view(text)); }
  /// Without a copy: `text` must live until the next reset.
  Statement& bind_kept(int position, std::string_view text);
  Statement& bind_blob(int position, std::string_view bytes);
  Statement& bind_null(int position);
  template <typename T>
  Statement& bind(int position, const std::optional<T>& value) {
    return value ? bind(position, *value) : bind_null(position);
  }

  /// Goes to the next row; false after the last.
  bool step();
  /// Runs a statement that gives no rows, and resets it. Returns the number of rows changed.
  int run();
  /// Ready for new binds.
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  /// Valid until the next step or reset.
  std::string_view text(int column) const;
  std::optional<std::string> maybe_text(int column) const;
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<double> maybe_real(int column) const;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

/// A connection. Debian's SQLite 3.40 may lose a commit when two connections write and checkpoint at once, so
/// a workspace has exactly one writer: `open_writer` takes a lock file that other writers wait for.
class Database {
 public:
  /// Opens or creates for writing: WAL, synchronous FULL, foreign keys, no trusted schema.
  /// Throws Error: workspace-in-use (status 6) after `wait_ms`, and file_error's codes.
  static Database open_writer(const Path& path, int wait_ms = 5000);
  /// Opens an existing file for reading only; never checkpoints, never creates.
  static Database open_reader(const Path& path);

  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  void execute(const std::string& sql);
  Statement prepare(const std::string& sql);
  std::int64_t last_id() const;
  /// First column of the first row, nullopt when there is no row or it is NULL.
  std::optional<std::int64_t> integer(const std::string& sql);
  std::optional<std::string> text(const std::string& sql);

  /// BEGIN IMMEDIATE … COMMIT around `work`; ROLLBACK when it throws. Not nested: an inner call joins the outer.
  void transaction(const std::function<void()>& work);
  /// The same in three steps, for work that comes in pieces. `transaction` inside joins it.
  void begin();
  /// As begin, for work that fills a file in which nothing stands yet: pages are written once, in place, under a
  /// rollback journal, instead of first to the write-ahead log. Readers wait until it is over. References are not
  /// checked row by row: who fills writes what is referred to first. Where a reader is connected, the same as begin.
  void begin_filling();
  void commit();
  void rollback() noexcept;

  /// Set from a signal handler's flag: a running statement stops with Error "interrupted".
  void interrupt();

 private:
  Database();
  struct Held;
  std::unique_ptr<Held> held_;
  void end_filling() noexcept;
  int depth_ = 0;
  bool filling_ = false;
};

}  // namespace debrief::base
