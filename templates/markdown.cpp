// Markdown with ::: directives becomes a Document.
//
// The fences are read first, line by line; what stands between them goes to md4c piece by piece. A fence inside a code
// block is code.

#include "templates/markdown.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "templates/directive.h"
#include "templates/markdown_blocks.h"

namespace debrief::templates {

namespace {

[[noreturn]] void refuse(const std::string& code, const std::string& place, const std::string& message,
                         const std::string& hint = {}) {
  throw base::Error(base::Status::refused, code, place + ": " + message, hint);
}

/// Length of the white space at the start, at most three blanks counting as none.
std::string_view unindented(std::string_view line) {
  std::size_t n = 0;
  while (n < 3 && n < line.size() && line[n] == ' ') ++n;
  return line.substr(n);
}

/// How deep a line alone opens quotes and lists: "> > - 1. …".
std::size_t openings(std::string_view line, std::size_t most) {
  std::size_t n = 0;
  std::size_t i = 0;
  while (i < line.size() && n <= most) {
    if (line[i] == ' ' || line[i] == '\t') {
      ++i;
    } else if (line[i] == '>') {
      ++n;
      ++i;
    } else if ((line[i] == '-' || line[i] == '*' || line[i] == '+') && i + 1 < line.size() && line[i + 1] == ' ') {
      ++n;
      i += 2;
    } else {
      const std::size_t digits = line.find_first_not_of("0123456789", i);
      if (digits == std::string_view::npos || digits == i || (line[digits] != '.' && line[digits] != ')')) break;
      ++n;
      i = digits + 1;
    }
  }
  return n;
}

class Reader {
 public:
  Reader(std::string_view text, const DirectiveData& data, std::string_view name, const MarkdownLimits& limits,
         bool directives)
      : data_(data), name_(name), limits_(limits), directives_(directives) {
    if (text.size() > limits.bytes) {
      refuse("document-too-large", name_,
             fmt::format("the text has {} bytes; {} are allowed", base::grouped(static_cast<long long>(text.size())),
                         base::grouped(static_cast<long long>(limits.bytes))));
    }
    if (base::bad_utf8(text) != std::string_view::npos) {
      owned_ = base::repaired_utf8(text);
      text = owned_;
    }
    check_paragraphs(text);
    text_ = text;
  }

  Blocks all() {
    Blocks out = blocks(0, {});
    return out;
  }

 private:
  std::string place(int line) const { return fmt::format("{}:{}", name_, line); }

  /// md4c's work on inline marks and link definitions grows faster than one paragraph does; so paragraphs are bounded.
  void check_paragraphs(std::string_view text) {
    std::size_t paragraph = 0;
    std::size_t paragraphs = 0;
    std::size_t definitions = 0;
    int line_number = 0;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      const std::string_view line = text.substr(i, end - i);
      ++line_number;
      i = end + 1;
      const bool empty = line.find_first_not_of(" \t\r>") == std::string_view::npos;
      if (!empty && paragraph == 0 && ++paragraphs > limits_.blocks) {
        refuse("document-too-large", place(line_number),
               fmt::format("the text has more than {} blocks", limits_.blocks));
      }
      paragraph = empty ? 0 : paragraph + line.size() + 1;
      if (paragraph > limits_.paragraph && !table_like(line)) {
        refuse("document-too-large", place(line_number),
               fmt::format("a paragraph has more than {} bytes",
                           base::grouped(static_cast<long long>(limits_.paragraph))));
      }
      if (openings(line, limits_.nesting) > limits_.nesting) {
        refuse("document-too-large", place(line_number),
               fmt::format("lists and quotes stand more than {} deep in one another", limits_.nesting));
      }
      if (line.find("]:") != std::string_view::npos && ++definitions > 2000) {
        refuse("document-too-large", place(line_number), "there are more than 2,000 link definitions");
      }
      if (static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')) > limits_.columns * 4 + 2) {
        refuse("document-too-large", place(line_number),
               fmt::format("a table has more than {} columns", limits_.columns));
      }
    }
  }

  static bool table_like(std::string_view line) { return unindented(line).starts_with("|"); }

  bool next_line(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    line = text_.substr(at_, end - at_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    at_ = end + 1;
    ++line_;
    return true;
  }

  /// Until the closing fence of `opener`, or the end of the text when it is empty.
  Blocks blocks(std::size_t depth, const std::string& opener) {
    Blocks out;
    std::string piece;
    int piece_line = line_ + 1;
    std::string fence;  // of the code block we are in
    const int opened_at = line_;
    const auto finish = [&] {
      if (piece.find_first_not_of(" \t\n") != std::string::npos) add_piece(out, piece, piece_line);
      piece.clear();
    };
    std::string_view line;
    while (next_line(line)) {
      const std::string_view bare = unindented(line);
      if (!fence.empty()) {
        const std::size_t n = std::min(bare.find_first_not_of(fence[0]), bare.size());
        if (n >= fence.size() && bare.find_first_not_of(" \t", n) == std::string_view::npos) fence.clear();
      } else if (bare.starts_with("```") || bare.starts_with("~~~")) {
        const std::size_t n = std::min(bare.find_first_not_of(bare[0]), bare.size());
        if (bare[0] != '`' || bare.find('`', n) == std::string_view::npos) fence = std::string(n, bare[0]);
      } else if (directives_ && bare.starts_with(":::")) {
        const std::string_view rest = base::trimmed(bare.substr(std::min(bare.find_first_not_of(':'), bare.size())));
        finish();
        if (rest.empty()) {
          if (opener.empty())
            refuse("document-directive", place(line_), "::: closes a directive that was never opened");
          return out;
        }
        directive(out, rest, depth);
        piece_line = line_ + 1;
        continue;
      }
      if (piece.empty()) piece_line = line_;
      piece += line;
      piece += '\n';
    }
    finish();
    if (!opener.empty()) {
      refuse("document-directive", place(opened_at),
             fmt::format("the directive \"{}\" is never closed with :::", opener));
    }
    return out;
  }

  /// `[[question]]` outside code becomes a mark that md4c passes on, so that the question is not read as Markdown.
  std::string marked(const std::string& piece, std::vector<std::string>& prompts) const {
    std::string out;
    out.reserve(piece.size());
    for (std::size_t i = 0; i < piece.size();) {
      if (piece[i] == '\\' && i + 1 < piece.size()) {
        out.append(piece, i, 2);
        i += 2;
      } else if (piece[i] == '\xEF' &&
                 (piece.compare(i, 3, "\xEF\xB7\x90") == 0 || piece.compare(i, 3, "\xEF\xB7\x91") == 0)) {
        out += "\xEF\xBF\xBD";
        i += 3;
      } else if (directives_ && piece.compare(i, 2, "[[") == 0) {
        const std::size_t end = piece.find_first_of("]\n", i + 2);
        if (end == std::string::npos || piece.compare(end, 2, "]]") != 0 || end - i > 600) {
          out += piece[i++];
          continue;
        }
        out += fmt::format("\xEF\xB7\x90{}\xEF\xB7\x91", prompts.size());
        prompts.emplace_back(base::trimmed(std::string_view(piece).substr(i + 2, end - i - 2)));
        i = end + 2;
      } else {
        out += piece[i++];
      }
    }
    return out;
  }

  void add_piece(Blocks& out, const std::string& piece, int line) {
    std::vector<std::string> prompts;
    const std::string text = marked(piece, prompts);
    Blocks more = markdown_blocks(text, prompts, limits_, place(line));
    std::move(more.begin(), more.end(), std::back_inserter(out));
  }

  /// name key="value" other=word
  void directive(Blocks& out, std::string_view head, std::size_t depth) {
    const std::string here = place(line_);
    if (depth >= limits_.nesting)
      refuse("document-too-large", here,
             fmt::format("directives stand more than {} deep in one another", limits_.nesting));
    const std::size_t name_end = std::min(head.find_first_of(" \t"), head.size());
    const std::string_view name = head.substr(0, name_end);
    const auto all = all_directives();
    const auto it = std::find_if(all.begin(), all.end(), [&](const Directive* d) { return d->name == name; });
    if (it == all.end()) {
      std::vector<std::string> known;
      for (const Directive* d : all) known.emplace_back(d->name);
      const std::string near = base::nearest(name, known);
      refuse("document-directive", here,
             fmt::format("there is no directive {}{}", base::quoted(name),
                         near.empty() ? "; there are " + base::joined(known, ", ")
                                      : fmt::format("; did you mean {}?", base::quoted(near))));
    }
    const Directive& d = **it;
    DirectiveUse use{d.name, {}, {}, here, data_, limits_};
    attributes(use, d, head.substr(name_end));
    if (d.body == DirectiveBody::blocks) use.body = blocks(depth + 1, std::string(name));
    Blocks built = d.build(use);
    std::move(built.begin(), built.end(), std::back_inserter(out));
  }

  static void attributes(DirectiveUse& use, const Directive& d, std::string_view text) {
    std::vector<std::string> known;
    for (const DirectiveAttribute& a : d.attributes) known.emplace_back(a.name);
    while (true) {
      text = base::trimmed(text);
      if (text.empty()) break;
      const std::size_t equals = text.find_first_of("= \t");
      if (equals == std::string_view::npos || equals == 0 || text[equals] != '=') {
        use.refuse(fmt::format("expected name=\"value\", found {}", base::quoted(text)));
      }
      const std::string_view key = text.substr(0, equals);
      text = text.substr(equals + 1);
      std::string value;
      if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
        const char quote = text[0];
        std::size_t i = 1;
        for (; i < text.size() && text[i] != quote; ++i) {
          if (text[i] == '\\' && i + 1 < text.size() && std::ispunct(static_cast<unsigned char>(text[i + 1])) != 0) ++i;
          value += text[i];
        }
        if (i >= text.size())
          use.refuse(fmt::format("the value of {} is never closed with a quotation mark", base::quoted(key)));
        text = text.substr(i + 1);
      } else {
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        value = text.substr(0, end);
        text = text.substr(end);
      }
      const auto it = std::find_if(d.attributes.begin(), d.attributes.end(),
                                   [&](const DirectiveAttribute& a) { return a.name == key; });
      if (it == d.attributes.end()) {
        const std::string near = base::nearest(key, known);
        use.refuse(fmt::format("{} takes no attribute {}{}", d.name, base::quoted(key),
                               !near.empty()   ? fmt::format("; did you mean {}?", base::quoted(near))
                               : known.empty() ? "; it takes none"
                                               : "; it takes " + base::joined(known, ", ")));
      }
      if (!it->choices.empty() && std::find(it->choices.begin(), it->choices.end(), value) == it->choices.end()) {
        const std::vector<std::string> choices(it->choices.begin(), it->choices.end());
        use.refuse(
            fmt::format("{} is {}; it can be {}", base::quoted(key), base::quoted(value), base::joined(choices, ", ")));
      }
      if (!use.attributes.emplace(key, std::move(value)).second)
        use.refuse(fmt::format("{} is given twice", base::quoted(key)));
    }
    for (const DirectiveAttribute& a : d.attributes) {
      if (a.required && use.attributes.count(a.name) == 0)
        use.refuse(fmt::format("{} needs {}=\"…\": {}", d.name, a.name, a.meaning));
    }
  }

  const DirectiveData& data_;
  std::string name_;
  const MarkdownLimits& limits_;
  bool directives_;
  std::string owned_;
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 0;
};

}  // namespace

std::string DirectiveUse::value(std::string_view attribute, std::string_view otherwise) const {
  const auto it = attributes.find(attribute);
  return it == attributes.end() ? std::string(otherwise) : it->second;
}

void DirectiveUse::refuse(const std::string& message, const std::string& hint) const {
  templates::refuse("document-directive", place, message, hint);
}

Document parse_document(std::string_view markdown, const Meta& meta, const DirectiveData& data, std::string_view name,
                        const MarkdownLimits& limits) {
  Document document;
  document.meta = meta;
  document.blocks = Reader(markdown, data, name, limits, true).all();
  give_ids(document.blocks, "start");
  return document;
}

Blocks parse_markdown(std::string_view markdown, std::string_view prefix, const MarkdownLimits& limits) {
  const DirectiveData none;
  Blocks blocks = Reader(markdown, none, "text", limits, false).all();
  give_ids(blocks, prefix);
  return blocks;
}

}  // namespace debrief::templates
