// Help pages.

#include "app/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/parse.h"
#include "app/terminal.h"
#include "app/text_table.h"
#include "base/embedded.h"
#include "base/text.h"

namespace debrief::app {

std::span<const base::Embedded> command_pages();
std::span<const base::Embedded> topic_pages();

namespace {

std::string without_marks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') continue;
    if (text[i] == '*' && i + 1 < text.size() && text[i + 1] == '*') {
      ++i;
      continue;
    }
    out += text[i];
  }
  return out;
}

void wrap_into(std::string& out, std::string_view text, std::size_t width, std::string_view indent) {
  std::string line;
  for (const std::string& word : base::split(base::squeezed(text), ' ')) {
    if (!line.empty() && shown_width(line) + 1 + shown_width(word) > width) {
      out += line + "\n";
      line = indent;
    }
    if (!line.empty() && line.size() > indent.size()) line += ' ';
    if (line.empty() && !out.empty() && !indent.empty() && out.back() != '\n') line = indent;
    line += word;
  }
  if (!line.empty()) out += line + "\n";
}

bool is_item(std::string_view line) { return line.starts_with("- ") || line.starts_with("* "); }

/// Text between "## code" and the next heading of level 2 or 1.
std::string_view section(std::string_view text, std::string_view heading) {
  const std::string opening = fmt::format("## {}\n", heading);
  std::size_t at = text.starts_with(opening) ? 0 : text.find("\n" + opening);
  if (at == std::string_view::npos) return {};
  at = text.find('\n', at + 1) + 1;
  const std::size_t end = text.find("\n## ", at);
  return text.substr(at, end == std::string_view::npos ? std::string_view::npos : end + 1 - at);
}

std::string options_table(std::span<const Option> options) {
  std::size_t widest = 0;
  std::vector<std::string> names;
  for (const Option& option : options) {
    std::string name;
    for (const std::string& form : base::split(option.name, ',')) name += (name.empty() ? "" : ", ") + form;
    if (!option.value.empty()) name += fmt::format(" {}", option.value);
    widest = std::max(widest, shown_width(name));
    names.push_back(std::move(name));
  }
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out +=
        fmt::format("    {}{}  {}\n", names[i], std::string(widest - shown_width(names[i]), ' '), options[i].meaning);
  }
  return out;
}

}  // namespace

std::optional<std::string_view> page(std::string_view name) {
  const std::string file = fmt::format("{}.md", name);
  for (const auto pages : {command_pages(), topic_pages()}) {
    for (const base::Embedded& e : pages) {
      if (e.name == file) return e.bytes;
    }
  }
  return std::nullopt;
}

std::vector<std::string> topics() {
  std::vector<std::string> names;
  for (const base::Embedded& e : topic_pages()) names.emplace_back(e.name.substr(0, e.name.size() - 3));
  return names;
}

std::optional<std::string_view> error_section(std::string_view code) {
  const auto text = page("errors");
  if (!text) return std::nullopt;
  const std::string_view found = section(*text, code);
  return found.empty() ? std::nullopt : std::optional(found);
}

std::vector<std::string> error_codes() {
  std::vector<std::string> codes;
  for (const std::string& line : base::split(page("errors").value_or(""), '\n')) {
    if (line.starts_with("## ")) codes.push_back(line.substr(3));
  }
  return codes;
}

std::string rendered(std::string_view markdown, std::size_t width, bool colour) {
  std::string out;
  std::string paragraph;
  std::string indent;
  const auto close = [&] {
    if (!paragraph.empty()) wrap_into(out, paragraph, width, indent);
    paragraph.clear();
    indent.clear();
  };
  bool code = false;
  for (const std::string& line : base::split(markdown, '\n')) {
    if (line.starts_with("```")) {
      close();
      code = !code;
    } else if (code) {
      out += "    " + line + "\n";
    } else if (line.starts_with("#")) {
      close();
      const std::string_view text = base::trimmed(std::string_view(line).substr(line.find_first_not_of('#')));
      out += painted(without_marks(text), Look::strong, colour) + "\n";
    } else if (line.empty()) {
      close();
      if (!out.ends_with("\n\n")) out += "\n";
    } else if (line.starts_with("|")) {
      close();
      out += "  " + without_marks(line) + "\n";
    } else if (is_item(line)) {
      close();
      indent = "  ";
      paragraph = without_marks(line);
    } else {
      paragraph += (paragraph.empty() ? "" : " ") + without_marks(line);
    }
  }
  close();
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string usage_of(const Command& command, bool colour) {
  std::string out;
  for (const Verb& verb : command.verbs) {
    out += fmt::format("{}\n  {}\n", painted(usage(command, verb), Look::strong, colour), verb.summary);
    out += options_table(verb.options);
    out += "\n";
  }
  out += painted("Options of every command", Look::strong, colour) + "\n";
  out += options_table(global_options());
  return out;
}

std::string overview(bool colour) {
  std::string out;
  for (const auto& [group, title] : {std::pair<std::string_view, std::string_view>{"In", "Bring in"},
                                     {"Look", "Look"},
                                     {"Decide", "Review and improve"},
                                     {"Learn", "Learners and units"},
                                     {"Out", "Write documents"},
                                     {"Keep", "Keep it sound"}}) {
    out += painted(title, Look::strong, colour) + "\n";
    for (const Command* command : all_commands()) {
      if (command->group == group) out += fmt::format("  {:<10} {}\n", command->name, command->title);
    }
  }
  return out;
}

}  // namespace debrief::app
