// The command line, taken apart: which command and verb, the options for everyone, and the rest.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"

namespace debrief::app {

/// Options for everyone, as typed; empty means not given.
struct GlobalArguments {
  std::string workspace;
  std::string now;
  bool json = false;
  bool json_lines = false;
  bool no_color = false;
  bool quiet = false;
  bool verbose = false;
  bool version = false;
  bool help = false;
};

/// Takes the options for everyone out of `words` (without the program's name), wherever they stand before "--".
/// Throws usage Error missing-value.
GlobalArguments take_globals(std::vector<std::string>& words);

/// A command and verb, with what they were given.
struct Parsed {
  const Command* command = nullptr;
  const Verb* verb = nullptr;
  Arguments arguments;
};

/// The command words[0] names. Throws usage Error unknown-command with the nearest.
const Command& command_of(const std::vector<std::string>& words);

/// The verb among `words` (words[0] is the command); its words are taken out. nullptr when none is named and the
/// command needs one.
const Verb* take_verb(const Command& command, std::vector<std::string>& words);

/// Throws usage Error: unknown-command, unknown-verb, unknown-option, missing-argument, missing-value,
/// too-many-arguments.
Parsed parse(std::vector<std::string> words);

/// "debrief review finding add ID TEXT", for messages and help.
std::string usage(const Command& command, const Verb& verb);

}  // namespace debrief::app
