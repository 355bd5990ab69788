// help: pages, topics, error codes, the whole manual.

#include "app/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "app/terminal.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Status;

std::size_t reading_width() { return std::min<std::size_t>(terminal_width(100), 100); }

/// The page as Markdown, with the verbs and options of a command below it.
std::string markdown_of(std::string_view name) {
  std::string text(page(name).value_or(""));
  if (const Command* command = command_named(name)) text += "\n```\n" + usage_of(*command, false) + "```\n";
  return text;
}

void show(Session& session, std::string_view name, const std::string& markdown) {
  if (session.json()) {
    session.answer({{"topic", name}, {"text", markdown}});
  } else {
    session.out(rendered(markdown, reading_width(), session.settings().colour));
  }
}

Status show_error(Session& session, const std::string& code) {
  const auto text = error_section(code);
  if (!text) {
    const auto codes = error_codes();
    const std::string near = base::nearest(code, codes);
    throw Error(Status::world, "no-such-page",
                near.empty() ? fmt::format("no error has the code {}", base::quoted(code))
                             : fmt::format("no error has the code {}. Did you mean \"{}\"?", base::quoted(code), near),
                "debrief help errors lists them all");
  }
  show(session, code, fmt::format("## {}\n{}", code, *text));
  return Status::done;
}

Status show_manual(Session& session) {
  std::string all;
  for (const std::string& name : topics()) all += std::string(page(name).value_or("")) + "\n";
  for (const Command* command : all_commands()) all += markdown_of(command->name) + "\n";
  show(session, "manual", all);
  return Status::done;
}

Status show_start(Session& session) {
  if (session.json()) {
    base::Json commands = base::Json::array();
    for (const Command* c : all_commands()) commands.push_back({{"name", c->name}, {"title", c->title}});
    session.answer({{"commands", commands}, {"topics", topics()}});
    return Status::done;
  }
  session.out(
      "debrief turns a log of incidents into reviews, figures and evidence.\n\n"
      "  $ debrief import incidents.csv\n"
      "  $ debrief kpi time_to_resolve --by priority\n\n");
  session.out(overview(session.settings().colour));
  session.line("");
  session.line("debrief help COMMAND explains one, debrief help manual all of them. Topics: " +
               base::joined(topics(), ", "));
  return Status::done;
}

Status run(Session& session, const Arguments& arguments) {
  if (arguments.positional.empty()) return show_start(session);
  const std::string& name = arguments.positional.front();
  if (name == "manual") return show_manual(session);
  if (name == "errors" && arguments.positional.size() > 1) return show_error(session, arguments.positional[1]);
  if (!page(name)) {
    if (error_section(name)) return show_error(session, name);
    std::vector<std::string> known = topics();
    for (const Command* command : all_commands()) known.emplace_back(command->name);
    const std::string near = base::nearest(name, known);
    throw Error(Status::usage, "no-such-page",
                near.empty() ? fmt::format("there is no page {}", base::quoted(name))
                             : fmt::format("there is no page {}. Did you mean \"{}\"?", base::quoted(name), near),
                "debrief help lists the commands and topics");
  }
  show(session, name, markdown_of(name));
  return Status::done;
}

}  // namespace

extern const Command help_command{
    .name = "help",
    .title = "Explain a command, a topic or an error",
    .group = "Keep",
    .verbs = {{"",
               "[TOPIC] [WORDS…]",
               "Shows the page of a command or topic; errors CODE, or manual for everything.",
               {},
               run}},
};

}  // namespace debrief::app
