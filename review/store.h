// The workspace file: opened, brought to the newest schema, asked and changed through one connection.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/sqlite.h"
#include "base/time.h"

namespace debrief::review {

/// One workspace. A writer holds the workspace's lock for as long as it lives; a reader changes nothing.
///
/// Every function of this room that changes something takes a writing Store, runs in one transaction (joining the
/// caller's if there is one), and leaves an audit row in it.
class Store {
 public:
  enum class Mode { read, write };

  /// path   the workspace file; a writer creates it, and its folder must exist
  /// clock  what "now" means for everything stored
  /// by     who is at work, for the audit: an account name
  /// Throws Error: workspace-newer (5) when its schema is newer than this program, not-a-workspace (5),
  /// workspace-in-use (6), no-such-file (3) for a reader, and the file codes.
  static Store open(const base::Path& path, Mode mode, base::Clock clock, std::string by);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  base::Database& db();
  base::Ms now() const { return clock_.now(); }
  const std::string& by() const { return by_; }
  const base::Path& path() const { return path_; }

  /// The workspace's zone: set when it was made, from the machine's zone, changed with set_zone.
  base::Zone zone();
  void set_zone(const base::Zone& zone);

  std::optional<std::string> setting(std::string_view name);
  void set_setting(std::string_view name, std::string_view value);

  /// Runs `work` in one transaction.
  void transaction(const std::function<void()>& work) { db().transaction(work); }

  /// The schema this program writes, as SQLite's user_version.
  static int newest_schema();

 private:
  Store(base::Database database, base::Path path, base::Clock clock, std::string by);
  std::unique_ptr<base::Database> database_;
  base::Path path_;
  base::Clock clock_;
  std::string by_;
};

/// Deletes a workspace with all its files. For one that was made by a command that then failed.
void remove_workspace(const base::Path& path);

}  // namespace debrief::review
