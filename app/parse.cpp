// The command line, by CLI11. The only file that includes it: commands are tables, and their own files stay light.

#include "app/parse.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Status;

namespace {

std::string without_dashes(std::string_view name) {
  const auto start = name.find_first_not_of('-');
  return start == std::string_view::npos ? std::string() : std::string(name.substr(start));
}

/// "--out,-o" -> "--out".
std::string_view long_form(const Option& option) { return option.name.substr(0, option.name.find(',')); }

bool is_form_of(const Option& option, std::string_view word) {
  for (const std::string& form : base::split(option.name, ',')) {
    if (word == form) return true;
  }
  return false;
}

/// How many positional arguments a verb takes.
struct Count {
  std::size_t least = 0;
  std::size_t most = 0;
  static constexpr std::size_t any = 1'000'000;
};

Count count_of(std::string_view arguments) {
  Count count;
  for (const std::string& word : base::split(arguments, ' ')) {
    if (word.empty()) continue;
    const bool optional = word.front() == '[';
    if (!optional) ++count.least;
    count.most = word.find("…") == std::string::npos ? count.most + 1 : Count::any;
  }
  return count;
}

Error unknown_option(const Command& command, const Verb& verb, const std::string& word) {
  std::vector<std::string> known;
  for (const Option& option : verb.options) known.emplace_back(long_form(option));
  for (const Option& option : global_options()) known.emplace_back(long_form(option));
  const std::string typed = word.substr(0, word.find('='));
  if (typed.size() < word.size() && std::find(known.begin(), known.end(), typed) != known.end()) {
    return {Status::usage, "bad-option", fmt::format("{} takes no value", typed), fmt::format("write {} alone", typed)};
  }
  const std::string near = base::nearest(typed, known);
  return {Status::usage, "unknown-option",
          near.empty() ? fmt::format("unknown option {}", base::quoted(typed))
                       : fmt::format("unknown option {}. Did you mean \"{}\"?", base::quoted(typed), near),
          fmt::format("{} shows what it takes",
                      command.name.empty() ? "debrief help" : fmt::format("debrief help {}", command.name))};
}

Arguments parse_arguments(const Command& command, const Verb& verb, std::vector<std::string> words) {
  // What follows "--" is taken as it stands. Positional words are left to `remaining`, because CLI11 takes a
  // positional such as [a,b] apart; and "--title=", which it would fill with the next word, is set aside.
  std::vector<std::string> after_dashes;
  if (const auto dashes = std::find(words.begin(), words.end(), "--"); dashes != words.end()) {
    after_dashes.assign(dashes + 1, words.end());
    words.erase(dashes, words.end());
  }
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  struct Slot {
    std::string name;
    CLI::Option* option = nullptr;
    std::vector<std::string> values;
  };
  std::vector<Slot> slots(verb.options.size());
  Arguments arguments;
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    const Option& option = verb.options[i];
    slots[i].name = without_dashes(long_form(option));
    if (option.value.empty()) {
      slots[i].option = app.add_flag(std::string(option.name));
      continue;
    }
    const std::string emptied = fmt::format("{}=", long_form(option));
    if (std::erase(words, emptied) > 0) arguments.options[slots[i].name] = {""};
    slots[i].option = app.add_option(std::string(option.name), slots[i].values);
    slots[i].option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  std::reverse(words.begin(), words.end());
  try {
    app.parse(std::move(words));
  } catch (const CLI::ArgumentMismatch& e) {
    const std::string_view said = e.what();  // "--source: 1 required TEXT missing"
    throw Error(Status::usage, "missing-value", fmt::format("{} needs a value", said.substr(0, said.find(':'))),
                usage(command, verb));
  } catch (const CLI::ParseError& e) {
    throw Error(Status::usage, "bad-arguments", e.what(), usage(command, verb));
  }
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word.front() == '-') throw unknown_option(command, verb, word);
    arguments.positional.push_back(word);
  }
  arguments.positional.insert(arguments.positional.end(), after_dashes.begin(), after_dashes.end());
  for (Slot& slot : slots) {
    if (slot.option->count() > 0) arguments.options[slot.name] = std::move(slot.values);
  }
  return arguments;
}

}  // namespace

std::span<const Option> global_options() {
  static const Option options[] = {
      {"--workspace", "FILE", "the workspace; without it DEBRIEF_WORKSPACE, then ./debrief.db"},
      {"--json", "", "one JSON document on standard output, and nothing else there"},
      {"--json-lines", "", "long lists as one JSON object a line"},
      {"--now", "TIME", "sets the clock: 2026-05-12T14:05:00Z"},
      {"--no-color", "", "no colours; NO_COLOR and TERM=dumb do the same"},
      {"--quiet,-q", "", "results only, no notes"},
      {"--verbose,-v", "", "says more while at work"},
      {"--help,-h", "", "this page"},
      {"--version", "", "which version this is"},
  };
  return options;
}

GlobalArguments take_globals(std::vector<std::string>& words) {
  GlobalArguments given;
  std::vector<std::string> rest;
  const auto flag = [&](const std::string& word) {
    if (word == "--json") return given.json = true;
    if (word == "--json-lines") return given.json_lines = true;
    if (word == "--no-color" || word == "--no-colour") return given.no_color = true;
    if (word == "-q" || word == "--quiet") return given.quiet = true;
    if (word == "-v" || word == "--verbose") return given.verbose = true;
    if (word == "-h" || word == "--help") return given.help = true;
    if (word == "--version") return given.version = true;
    return false;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
      break;
    }
    if (flag(word)) continue;
    bool taken = false;
    for (const auto& [name, target] : {std::pair{"--workspace", &given.workspace}, std::pair{"--now", &given.now}}) {
      const std::string with_value = std::string(name) + "=";
      if (word.starts_with(with_value)) {
        *target = word.substr(with_value.size());
        taken = true;
      } else if (word == name) {
        if (i + 1 == words.size()) {
          throw Error(Status::usage, "missing-value", fmt::format("{} stands last and needs a value", name),
                      fmt::format("{} {}", name, std::string_view(name) == "--now" ? "2026-05-12T14:05:00Z" : "FILE"));
        }
        *target = words[++i];
        taken = true;
      }
      if (taken) break;
    }
    if (!taken) rest.push_back(word);
  }
  words = std::move(rest);
  return given;
}

const Command* command_named(std::string_view name) {
  for (const Command* command : all_commands()) {
    if (command->name == name) return command;
  }
  return nullptr;
}

const Command& command_of(const std::vector<std::string>& words) {
  if (words.front().size() > 1 && words.front().front() == '-') {
    static const Verb none;
    static const Command program;
    throw unknown_option(program, none, words.front());
  }
  if (const Command* command = command_named(words.front())) return *command;
  std::vector<std::string> known;
  for (const Command* command : all_commands()) known.emplace_back(command->name);
  const std::string near = base::nearest(words.front(), known);
  throw Error(Status::usage, "unknown-command",
              near.empty() ? fmt::format("unknown command {}", base::quoted(words.front()))
                           : fmt::format("unknown command {}. Did you mean \"{}\"?", base::quoted(words.front()), near),
              "debrief help lists the commands");
}

const Verb* take_verb(const Command& command, std::vector<std::string>& words) {
  const Verb* without_name = nullptr;
  for (const Verb& verb : command.verbs) {
    if (verb.name.empty()) without_name = &verb;
  }
  // The first word that is no option may name the verb, unless it is the value of the option before it.
  const auto takes_value = [&](const std::string& word) {
    for (const Verb& verb : command.verbs) {
      for (const Option& option : verb.options) {
        if (!option.value.empty() && is_form_of(option, word)) return true;
      }
    }
    return false;
  };
  std::size_t at = 1;
  while (at < words.size() && words[at].size() > 1 && words[at].front() == '-') {
    if (words[at] == "--") return without_name;
    at += takes_value(words[at]) ? 2 : 1;
  }
  if (at >= words.size()) return without_name;
  const Verb* found = nullptr;
  std::size_t taken = 0;
  for (const Verb& verb : command.verbs) {
    const auto parts = base::split(verb.name, ' ');
    if (verb.name.empty() || at + parts.size() > words.size() || parts.size() <= taken) continue;
    if (std::equal(parts.begin(), parts.end(), words.begin() + static_cast<std::ptrdiff_t>(at))) {
      found = &verb;
      taken = parts.size();
    }
  }
  if (found) {
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(at),
                words.begin() + static_cast<std::ptrdiff_t>(at + taken));
    return found;
  }
  if (without_name && count_of(without_name->arguments).most > 0) return without_name;
  std::vector<std::string> known;
  for (const Verb& verb : command.verbs) {
    if (!verb.name.empty()) known.emplace_back(verb.name);
  }
  const std::string near = base::nearest(words[at], known);
  throw Error(Status::usage, "unknown-verb",
              near.empty() ? fmt::format("debrief {} has no {}", command.name, base::quoted(words[at]))
                           : fmt::format("debrief {} has no {}. Did you mean \"{}\"?", command.name,
                                         base::quoted(words[at]), near),
              fmt::format("debrief {} {}", command.name, base::joined(known, " | ")));
}

Parsed parse(std::vector<std::string> words) {
  Parsed parsed;
  const Command& command = command_of(words);
  parsed.command = &command;
  parsed.verb = take_verb(command, words);
  if (!parsed.verb) {
    std::vector<std::string> known;
    for (const Verb& verb : command.verbs) known.emplace_back(verb.name);
    throw Error(Status::usage, "missing-argument", fmt::format("debrief {} needs to know what to do", command.name),
                fmt::format("debrief {} {}", command.name, base::joined(known, " | ")));
  }
  words.erase(words.begin());
  parsed.arguments = parse_arguments(command, *parsed.verb, std::move(words));
  const Count count = count_of(parsed.verb->arguments);
  const std::size_t given = parsed.arguments.positional.size();
  if (given < count.least) {
    throw Error(Status::usage, "missing-argument",
                fmt::format("debrief {}{}{} needs {}", command.name, parsed.verb->name.empty() ? "" : " ",
                            parsed.verb->name, parsed.verb->arguments),
                usage(command, *parsed.verb));
  }
  if (given > count.most) {
    throw Error(Status::usage, "too-many-arguments",
                fmt::format("{} is one argument too many", base::quoted(parsed.arguments.positional[count.most])),
                usage(command, *parsed.verb));
  }
  return parsed;
}

std::string usage(const Command& command, const Verb& verb) {
  std::string out = fmt::format("debrief {}", command.name);
  if (!verb.name.empty()) out += fmt::format(" {}", verb.name);
  if (!verb.arguments.empty()) out += fmt::format(" {}", verb.arguments);
  if (!verb.options.empty()) out += " [options]";
  return out;
}

}  // namespace debrief::app
