// Markdown: CommonMark with pipe tables, and passages marked so that a review edited by hand can be read back.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"
#include "reports/outline.h"
#include "reports/writer.h"

namespace debrief::reports {

namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)

bool word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Text that Markdown reads as itself, within a line.
std::string literal(std::string_view raw) {
  const std::string s = one_line(raw);
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    const char before = i == 0 ? ' ' : s[i - 1];
    const char after = i + 1 == s.size() ? ' ' : s[i + 1];
    bool mark = std::string_view("\\`*[]<>|~").find(c) != std::string_view::npos;
    // An underscore inside a word is one already; escaping it would only make names hard to read.
    if (c == '_') mark = !(word_character(before) && word_character(after));
    if (c == '&') mark = after == '#' || word_character(after);
    if (mark) out += '\\';
    out += c;
  }
  return out;
}

/// Guards a line against being read as a heading, list, rule, quote or directive.
std::string guarded(std::string line) {
  const std::size_t at = line.find_first_not_of(' ');
  if (at == std::string::npos) return line;
  // Four blanks would make code of it.
  line.erase(0, at);
  if (std::string_view("#+-=").find(line[0]) != std::string_view::npos || line.starts_with(":::")) return "\\" + line;
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') ++digits;
  if (digits > 0 && digits < 10 && digits < line.size() && (line[digits] == '.' || line[digits] == ')'))
    line.insert(digits, "\\");
  return line;
}

/// A code span that holds any text.
std::string code_span(std::string_view raw) {
  const std::string s = one_line(raw);
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : s) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const bool pad = s.empty() || s.front() == '`' || s.back() == '`' || s.front() == ' ';
  return fence + (pad ? " " : "") + s + (pad ? " " : "") + fence;
}

enum class Where : std::uint8_t { paragraph, cell };

class MarkdownBody {
 public:
  explicit MarkdownBody(const Outline& outline) : outline_(outline) {}

  std::string text;

  void blocks(const Blocks& all) {
    const List* before = nullptr;
    for (const Block& b : all) {
      const auto* list = std::get_if<List>(&b.value);
      // Two lists in a row would be read as one.
      if (before != nullptr && list != nullptr && before->ordered == list->ordered) text += "<!-- -->\n\n";
      before = list;
      const bool heading = std::holds_alternative<Heading>(b.value);
      if (!b.id.empty() && (outline_.linked.count(b.id) != 0 || (heading && outline_.has_contents))) {
        text += "<a id=\"" + escaped(b.id) + "\"></a>\n\n";
      }
      std::visit([&](const auto& v) { write(b, v); }, b.value);
    }
  }

 private:
  static std::string styled(std::string_view raw, const TextStyle& style, Where where) {
    std::string s = style.code ? code_span(raw) : literal(raw);
    if (style.code && where == Where::cell) s = replaced(s, "|", "\\|");
    // Marks must touch the words: blanks at the ends move outside.
    const std::size_t first = s.find_first_not_of(' ');
    if (first == std::string::npos) return s;
    const std::size_t last = s.find_last_not_of(' ');
    std::string core = s.substr(first, last - first + 1);
    if (style.strike) core = "~~" + core + "~~";
    if (style.emphasis) core = "*" + core + "*";
    if (style.strong) core = "**" + core + "**";
    return s.substr(0, first) + core + s.substr(last + 1);
  }

  static std::string replaced(std::string s, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = s.find(what, at)) != std::string::npos; at += with.size())
      s.replace(at, what.size(), with);
    return s;
  }

  std::string inlines(const Inlines& all, Where where = Where::paragraph) const {
    std::string out;
    for (const Inline& i : all) {
      if (const auto* t = std::get_if<Text>(&i.value)) {
        out += styled(t->text, t->style, where);
      } else if (const auto* l = std::get_if<Link>(&i.value)) {
        const std::string shown = styled(l->text.empty() ? l->target : l->text, l->style, where);
        std::string target = clean(l->target);
        for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{" ", "%20"},
                                       {"<", "%3C"},
                                       {">", "%3E"},
                                       {"(", "%28"},
                                       {")", "%29"},
                                       {"|", "%7C"},
                                       {"\n", ""},
                                       {"\\", "%5C"}}) {
          target = replaced(target, from, to);
        }
        out += outline_.leads(l->target) ? "[" + shown + "](" + target + ")" : shown;
      } else if (const auto* p = std::get_if<Prompt>(&i.value)) {
        out += "[[" + replaced(replaced(one_line(p->question), "]]", "] ]"), "|", "\\|") + "]]";
      } else {
        out += where == Where::cell ? "<br>" : "\\\n";
      }
    }
    return out;
  }

  void paragraph(std::string s) {
    std::string out;
    for (const std::string& line : base::split(s, '\n')) out += (out.empty() ? "" : "\n") + guarded(line);
    if (!base::trimmed(out).empty()) text += out + "\n\n";
  }

  void write(const Block& b, const Heading& h) {
    const auto found = outline_.level.find(&b);
    const int level = found == outline_.level.end() ? 2 : found->second;
    if (level == 1 || base::trimmed(plain(h.text)).empty()) return;
    text += std::string(static_cast<std::size_t>(level), '#') + " " + heading_text(h.text) + "\n\n";
  }

 public:
  std::string heading_text(const Inlines& all) const {
    std::string s = inlines(all, Where::cell);
    // Hashes at the end would be taken for a closing sequence.
    if (s.ends_with('#')) s.insert(s.size() - 1, "\\");
    return s;
  }

 private:
  void write(const Block&, const Paragraph& p) { paragraph(inlines(p.text)); }

  void indented(const Blocks& inside, std::string_view first, std::string_view other) {
    MarkdownBody part(outline_);
    part.blocks(inside);
    std::string_view all = part.text;
    while (all.ends_with('\n')) all.remove_suffix(1);
    bool head = true;
    for (const std::string& line : base::split(all, '\n')) {
      const std::string whole = std::string(head ? first : other) + line;
      text += std::string(whole.substr(0, whole.find_last_not_of(' ') + 1)) + "\n";
      head = false;
    }
  }

  void write(const Block&, const List& l) {
    int n = l.start;
    for (const Blocks& item : l.items) {
      const std::string marker = l.ordered ? std::to_string(n++) + ". " : "- ";
      indented(item, marker, std::string(marker.size(), ' '));
      const bool tight = item.size() <= 1;
      if (!tight) text += "\n";
    }
    while (text.ends_with("\n\n")) text.pop_back();
    text += "\n";
  }

  std::string row(const Row& r, std::size_t columns) {
    std::string out = "|";
    std::size_t c = 0;
    const bool total = r.mark == "total";
    for (std::size_t i = 0; i < r.cells.size(); ++i) {
      std::string s = inlines(r.cells[i].text, Where::cell);
      if (!s.empty() && (total || r.cells[i].header) && s.find("**") == std::string::npos)
        s = "**" + std::string(base::trimmed(s)) + "**";
      if (i == 0 && !mark_word(r.mark).empty()) s += fmt::format("{}**({})**", s.empty() ? "" : " ", mark_word(r.mark));
      out += " " + s + " |";
      ++c;
      for (int k = 1; k < r.cells[i].span && c < columns; ++k, ++c) out += " |";
    }
    for (; c < columns; ++c) out += " |";
    return out + "\n";
  }

  void write(const Block& b, const Table& t) {
    if (!t.caption.empty()) text += fmt::format("**Table {}:** {}\n\n", outline_.number.at(&b), literal(t.caption));
    const std::size_t columns = column_count(t);
    if (columns == 0) return;
    // Pipe tables have one header row; rows above it keep their words in it.
    Row head;
    head.cells.resize(columns);
    for (const Row& r : t.head) {
      std::size_t c = 0;
      for (const Cell& cell : r.cells) {
        for (int k = 0; k < std::max(cell.span, 1) && c < columns; ++k, ++c) {
          if (!head.cells[c].text.empty() && !cell.text.empty()) head.cells[c].text.push_back({Text{" / ", {}}});
          head.cells[c].text.insert(head.cells[c].text.end(), cell.text.begin(), cell.text.end());
        }
      }
    }
    text += row(head, columns) + "|";
    for (std::size_t c = 0; c < columns; ++c) {
      const Align a = alignment(t, c);
      text += a == Align::right ? " ---: |" : a == Align::centre ? " :---: |" : " --- |";
    }
    text += "\n";
    for (const Row& r : t.body) text += row(r, columns);
    text += "\n";
  }

  void write(const Block& b, const Figure& f) {
    paragraph(fmt::format("**Figure {}:** {}", outline_.number.at(&b), literal(figure_caption(f))));
    if (!f.chart.alt.empty() && f.chart.alt != figure_caption(f)) paragraph(literal(f.chart.alt));
    const ChartFigures figures = figures_of(f.chart);
    if (figures.rows.empty()) return;
    text += "|";
    for (const std::string& h : figures.header) text += " " + literal(h) + " |";
    text += "\n|";
    for (const bool n : figures.numeric) text += n ? " ---: |" : " --- |";
    text += "\n";
    for (const auto& r : figures.rows) {
      text += "|";
      for (const std::string& c : r) text += " " + literal(c) + " |";
      text += "\n";
    }
    text += "\n";
  }

  void write(const Block&, const Callout& c) {
    text += "> **" + literal(callout_heading(c)) + "**\n";
    if (!c.blocks.empty()) {
      text += ">\n";
      indented(c.blocks, "> ", "> ");
    }
    text += "\n";
  }

  void write(const Block& b, const Passage& p) {
    if (outline_.titled.count(&b) != 0) paragraph("**" + literal(p.title) + "**");
    text += "<!-- passage: " + p.key + " -->\n\n";
    blocks(p.blocks);
    text += "<!-- /passage -->\n\n";
  }

  void write(const Block&, const Quote& q) {
    indented(q.blocks, "> ", "> ");
    text += "\n";
  }

  void write(const Block&, const CodeBlock& c) {
    std::string fence = "```";
    while (c.text.find(fence) != std::string::npos) fence += '`';
    text += fence + (c.language.find_first_of("`\n \"") == std::string::npos ? c.language : "") + "\n";
    std::string_view code = c.text;
    while (code.ends_with('\n')) code.remove_suffix(1);
    for (const std::string& line : base::split(clean(code), '\n')) {
      // What would end or begin a passage must not stand at the start of a line.
      const bool marks = line.starts_with("<!-- passage") || line.starts_with("<!-- /passage");
      text += (marks ? " " : "") + line + "\n";
    }
    text += fence + "\n\n";
  }

  void write(const Block&, const Contents&) {
    if (outline_.contents.empty()) return;
    text += "**Contents**\n\n";
    for (const ContentsEntry& e : outline_.contents) {
      text += std::string(e.level == 3 ? "  " : "") + "- [" + literal(e.text) + "](#" + e.id + ")\n";
    }
    text += "\n";
  }

  void write(const Block&, const PageBreak&) {}
  void write(const Block&, const Rule&) { text += "---\n\n"; }

  void write(const Block&, const SignOff& s) {
    if (s.lines.empty()) return;
    text += "**Sign-off**\n\n| Role | Name | Decision | Date | Signature |\n| --- | --- | --- | --- | --- |\n";
    for (const SignOff::Line& l : s.lines) {
      text += "| " + literal(l.role) + " | " + literal(l.name) + " | " + literal(l.decision) + " | " + literal(l.date) +
              " | |\n";
    }
    text += "\n";
  }

  const Outline& outline_;
};

std::string write_markdown(const Document& document, const WriteOptions&) {
  const Outline shape = outline(document);
  const Meta& meta = document.meta;
  MarkdownBody body(shape);
  const auto* heading = shape.title_block != nullptr ? std::get_if<Heading>(&shape.title_block->value) : nullptr;
  std::string title = heading != nullptr ? body.heading_text(heading->text) : "";
  if (base::trimmed(title).empty()) title = literal(shape.title);
  body.text = "# " + title + "\n\n";
  std::vector<std::string> facts;
  for (const std::string& part : {meta.reference, meta.classification, meta.author}) {
    if (!part.empty()) facts.push_back(literal(part));
  }
  facts.push_back("made " + base::plain_date(meta.created_ms, base::Zone()));
  body.text += "*" + base::joined(facts, " \xC2\xB7 ") + "*\n\n";
  if (!meta.id.empty()) body.text += "<!-- document: " + meta.id + " -->\n\n";
  body.blocks(document.blocks);
  while (body.text.ends_with("\n\n")) body.text.pop_back();
  return body.text;
}

}  // namespace

extern const Writer md{.format = "md", .title = "Markdown", .extension = "md", .document = write_markdown};

}  // namespace debrief::reports
