// version: what runs here.

#include "app/version.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "app/command.h"
#include "app/session.h"
#include "base/json.h"
#include "review/store.h"

namespace debrief::app {

namespace {

base::Status run(Session& session, const Arguments&) {
  if (session.json()) {
    session.answer(
        {{"version", version()}, {"schema", review::Store::newest_schema()}, {"sqlite", sqlite3_libversion()}});
  } else {
    session.line(fmt::format("debrief {}", version()));
  }
  return base::Status::done;
}

}  // namespace

extern const Command version_command{
    .name = "version",
    .title = "Say which version this is",
    .group = "Keep",
    .verbs =
        {{"", "", "Prints the version of the program; with --json also of the workspace schema and SQLite.", {}, run}},
};

}  // namespace debrief::app
