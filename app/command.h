// A command is a value: its verbs, their options, and what runs. One file each under app/commands/, with its page.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "base/error.h"

namespace debrief::app {

class Session;

/// name     with dashes, a short form behind a comma where there is one: "--out,-o"
/// value    what stands for the value in the help: "ID"; "" for a flag that takes none
/// meaning  one line for the help
struct Option {
  std::string_view name;
  std::string_view value;
  std::string_view meaning;
};

/// name       "list", "finding add"; "" is what the command does when no verb is named
/// arguments  "FILE…", "ID FILE", "[ID]": square brackets for what may be left out, … for any number
/// run        gives the exit status; throws base::Error
struct Verb {
  std::string_view name;
  std::string_view arguments;
  std::string_view summary;
  std::vector<Option> options;
  base::Status (*run)(Session& session, const Arguments& arguments) = nullptr;
};

/// name   the THING of `debrief THING VERB`
/// title  one line for the list of commands, starting with a verb
/// group  where it stands in that list: "In", "Look", "Decide", "Out", "Keep"
struct Command {
  std::string_view name;
  std::string_view title;
  std::string_view group;
  std::vector<Verb> verbs;
};

/// All of app/commands/, by file name.
std::span<const Command* const> all_commands();
/// nullptr when there is none of that name.
const Command* command_named(std::string_view name);

/// Options that every command takes, anywhere on the line.
std::span<const Option> global_options();

}  // namespace debrief::app
