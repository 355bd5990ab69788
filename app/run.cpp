// The door: settings, one command, and every failure in words.

#include "app/run.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "app/command.h"
#include "app/help.h"
#include "app/interrupt.h"
#include "app/parse.h"
#include "app/session.h"
#include "app/terminal.h"
#include "app/version.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Status;

Settings settings_of(const GlobalArguments& given) {
  Settings settings;
  settings.json = given.json;
  settings.json_lines = given.json_lines;
  settings.quiet = given.quiet;
  settings.verbose = given.verbose;
  settings.colour = may_colour() && !given.no_color;
  if (!given.workspace.empty()) {
    settings.workspace = given.workspace;
    settings.workspace_from = "flag";
  } else if (const char* named = std::getenv("DEBRIEF_WORKSPACE"); named && *named) {
    settings.workspace = named;
    settings.workspace_from = "environment";
  }
  if (!given.now.empty()) {
    settings.fixed_now = time_from(given.now, "--now", base::Zone());
  } else if (const char* now = std::getenv("DEBRIEF_NOW"); now && *now) {
    settings.fixed_now = time_from(now, "DEBRIEF_NOW", base::Zone());
  }
  return settings;
}

Status run_words(Session& session, std::vector<std::string> words, const GlobalArguments& given) {
  if (given.version) words = {"version"};
  if (words.empty()) words = {"help"};
  if (given.help && words.front() != "help") words = {"help", std::string(command_of(words).name)};
  const Parsed parsed = parse(std::move(words));
  return parsed.verb->run(session, parsed.arguments);
}

/// Message and hint on standard error; with --json also one document on standard output.
///
/// Mistakes of ours carry a support id: a digest of version and message, so that equal faults have equal ids.
void report(const Error& error, bool as_json, bool colour) {
  std::string support;
  if (error.status() == Status::mistake) {
    const std::string digest = base::sha256(fmt::format("{}|{}|{}", version(), error.code(), error.what()));
    support = digest.substr(0, 4) + "-" + digest.substr(4, 4);
  }
  fmt::print(stderr, "{} {} [{}]\n", painted("debrief:", Look::alarm, colour && is_terminal(2)), error.what(),
             error.code());
  for (const std::string& hint : base::split(error.hint(), '\n')) {
    if (!hint.empty()) fmt::print(stderr, "  {}\n", hint);
  }
  if (!support.empty()) fmt::print(stderr, "  support id {} (version {})\n", support, version());
  if (as_json) {
    base::Json inner{{"code", error.code()}, {"message", error.what()}};
    inner["hint"] = error.hint().empty() ? base::Json() : base::Json(error.hint());
    if (!support.empty()) inner["support_id"] = support;
    fmt::print("{}\n", base::dumped(base::Json{{"error", inner}}));
  }
  std::fflush(stdout);
}

}  // namespace

int run(int argc, char** argv) {
  watch_signals();
  std::vector<std::string> words(argv + 1, argv + argc);
  // Known before anything can fail, so that even a wrong line is answered as asked.
  const bool as_json = std::find(words.begin(), words.end(), "--json") != words.end();
  const bool colour = may_colour();
  try {
    const GlobalArguments given = take_globals(words);
    Session session(settings_of(given));
    const Status status = run_words(session, std::move(words), given);
    session.flush();
    return static_cast<int>(status);
  } catch (const Error& error) {
    report(error, as_json, colour);
    return static_cast<int>(error.status());
  } catch (const OutputClosed&) {
    return static_cast<int>(Status::done);
  } catch (const std::bad_alloc&) {
    report({Status::mistake, "out-of-memory", "there was not enough memory to go on",
            "nothing was saved by this command; close other programs, or import a smaller file"},
           as_json, colour);
  } catch (const std::exception& error) {
    report(
        {Status::mistake, "internal", error.what(), "nothing was saved by this command; report it with the line above"},
        as_json, colour);
  } catch (...) {
    report({Status::mistake, "internal", "something unknown went wrong",
            "nothing was saved by this command; report it with what you did"},
           as_json, colour);
  }
  return static_cast<int>(Status::mistake);
}

}  // namespace debrief::app
