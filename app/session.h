// One run of the program: its settings, its workspace, and where its answers go. Built at the door, passed to commands.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "app/text_table.h"
#include "base/file.h"
#include "base/time.h"
#include "review/store.h"

namespace debrief::app {

/// workspace_from  flag | environment | default
/// fixed_now       what --now said; nullopt: the real clock
struct Settings {
  base::Path workspace = "debrief.db";
  std::string workspace_from = "default";
  std::optional<base::Ms> fixed_now;
  bool json = false;
  bool json_lines = false;
  bool colour = false;
  bool quiet = false;
  bool verbose = false;
};

/// Thrown when whoever reads our output has gone away (`debrief … | head`): nothing is wrong, and nothing is left to
/// do.
struct OutputClosed {};

class Session {
 public:
  explicit Session(Settings settings);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Settings& settings() const { return settings_; }
  bool json() const { return settings_.json || settings_.json_lines; }
  bool json_lines() const { return settings_.json_lines; }
  base::Clock clock() const { return settings_.fixed_now ? base::Clock(*settings_.fixed_now) : base::Clock(); }
  base::Ms now() const { return clock().now(); }
  /// The account that runs the program, for the audit.
  std::string account() const;

  bool has_workspace() const;
  /// The workspace for looking. Throws Error no-workspace (3), which says how to make one.
  review::Store& reader();
  /// The workspace for changing; made when it is not there.
  review::Store& writer();
  /// writer(), but a workspace that is not there is an error: for commands that change what must exist already.
  review::Store& existing_writer();

  /// Text for a person, on standard output, as it is. Throws OutputClosed, or Error disk-full and its kind.
  void out(std::string_view text);
  /// out with a line end.
  void line(std::string_view text);
  /// A table, cut to the terminal's width on a terminal only.
  void table(const TextTable& table);
  /// The one JSON document of this run.
  void answer(const nlohmann::ordered_json& document);
  /// One line of a long list.
  void json_line(const nlohmann::ordered_json& value);
  /// A remark on standard error; nothing with --quiet.
  void note(std::string_view text);
  /// A heading's look on a terminal.
  std::string strong(std::string_view text) const;
  /// True when a progress bar may be drawn.
  bool wants_progress() const;
  /// Hands on what is buffered. Throws as `out` does.
  void flush();

 private:
  Settings settings_;
  std::optional<review::Store> reader_, writer_;
  std::string buffer_;
};

}  // namespace debrief::app
