// HTML: one file that needs nothing else, readable by eye, by ear, on paper and on a small screen.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"
#include "reports/outline.h"
#include "reports/writer.h"

namespace debrief::reports {

std::span<const base::Embedded> html_files();

namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)

std::string_view style_sheet() {
  for (const base::Embedded& file : html_files()) {
    if (file.name == "page.css") return file.bytes;
  }
  return {};
}

/// An anchor that starts with a letter, as the checkers of HTML want it.
std::string anchor(std::string_view id) {
  const bool letter = !id.empty() && ((id[0] >= 'a' && id[0] <= 'z') || (id[0] >= 'A' && id[0] <= 'Z'));
  return (letter ? "" : "b-") + escaped(id);
}

std::string direction(std::string_view text) { return right_to_left(text) ? " dir=\"rtl\"" : ""; }

/// Dates and keys: 2026-06-30 and A-12 broken at a hyphen are hard to read.
bool must_not_break(std::string_view text) {
  return text.size() <= 12 && text.find(' ') == std::string_view::npos && text.find('-') != std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

class HtmlBody {
 public:
  explicit HtmlBody(const Outline& outline) : outline_(outline) {}

  std::string text;

  void blocks(const Blocks& all) {
    for (const Block& b : all) block(b);
  }

  std::string inlines(const Inlines& all) const {
    std::string out;
    for (const Inline& i : all) {
      if (const auto* t = std::get_if<Text>(&i.value)) {
        out += styled(escaped(one_line(t->text)), t->style);
      } else if (const auto* l = std::get_if<Link>(&i.value)) {
        std::string shown = l->text.empty() ? l->target : l->text;
        shown = styled(escaped(one_line(shown)), l->style);
        if (!outline_.leads(l->target)) {
          out += shown;
        } else {
          const std::string href =
              l->target.starts_with('#') ? "#" + anchor(std::string_view(l->target).substr(1)) : escaped(l->target);
          out += "<a href=\"" + href + "\">" + shown + "</a>";
        }
      } else if (const auto* p = std::get_if<Prompt>(&i.value)) {
        out += "<span class=\"prompt\"><span class=\"vh\">To fill in: </span>[" + escaped(one_line(p->question)) +
               "]</span>";
      } else {
        out += "<br>";
      }
    }
    return out;
  }

 private:
  static std::string styled(std::string s, const TextStyle& style) {
    if (style.code) s = "<code>" + s + "</code>";
    if (style.strike) s = "<s>" + s + "</s>";
    if (style.emphasis) s = "<em>" + s + "</em>";
    if (style.strong) s = "<strong>" + s + "</strong>";
    return s;
  }

  static std::string id_of(const Block& b) { return b.id.empty() ? "" : " id=\"" + anchor(b.id) + "\""; }

  std::string id_or_own(const Block& b) {
    return b.id.empty() ? fmt::format("b-{}_{}", ++unnamed_, "own") : anchor(b.id);
  }

  void block(const Block& b) {
    std::visit([&](const auto& v) { write(b, v); }, b.value);
  }

  void write(const Block& b, const Heading& h) {
    const auto found = outline_.level.find(&b);
    const int level = found == outline_.level.end() ? 2 : found->second;
    const std::string words = inlines(h.text);
    if (level == 1 || base::trimmed(plain(h.text)).empty()) return;  // the title stands above; an empty heading is none
    text += fmt::format("<h{0}{1}{2}>{3}</h{0}>\n", level, id_of(b), direction(plain(h.text)), words);
  }

  void write(const Block& b, const Paragraph& p) {
    const std::string words = inlines(p.text);
    if (base::trimmed(words).empty()) return;
    text += "<p" + id_of(b) + direction(plain(p.text)) + ">" + words + "</p>\n";
  }

  void write(const Block& b, const List& l) {
    if (l.items.empty()) return;
    text += (l.ordered ? "<ol" : "<ul") + id_of(b);
    if (l.ordered && l.start != 1) text += fmt::format(" start=\"{}\"", l.start);
    text += ">\n";
    for (const Blocks& item : l.items) {
      text += "<li>";
      const auto* only = item.empty() ? nullptr : std::get_if<Paragraph>(&item[0].value);
      // A lone paragraph, or one before a nested list, needs no element of its own.
      std::size_t from = 0;
      if (only != nullptr && (item.size() == 1 || std::holds_alternative<List>(item[1].value))) {
        text += inlines(only->text);
        from = 1;
      }
      if (from < item.size()) text += '\n';
      for (std::size_t i = from; i < item.size(); ++i) block(item[i]);
      text += "</li>\n";
    }
    text += l.ordered ? "</ol>\n" : "</ul>\n";
  }

  static std::string_view align_class(Align a) { return a == Align::right ? "n" : a == Align::centre ? "c" : ""; }

  std::string cell(const Table& t, const Row& row, std::size_t i, std::size_t column, bool head) {
    const Cell& c = row.cells[i];
    const bool header = head || c.header;
    std::string words = inlines(c.text);
    const bool blank = base::trimmed(words).empty();
    if (i == 0 && !mark_word(row.mark).empty()) {
      words += fmt::format("{}<span class=\"badge badge-{}\"><span aria-hidden=\"true\">{}</span> {}</span>",
                           blank ? "" : " ", row.mark, mark_sign(row.mark), mark_word(row.mark));
    }
    // A column header without words is a plain cell: there is nothing for it to head.
    const bool th = header && !(head && blank);
    std::string out = th ? "<th" : "<td";
    std::string look(align_class(alignment(t, column)));
    if (must_not_break(plain(c.text))) look += look.empty() ? "k" : " k";
    if (!look.empty()) out += fmt::format(" class=\"{}\"", look);
    if (c.span > 1) out += fmt::format(" colspan=\"{}\"", c.span);
    if (th) out += head ? (c.span > 1 ? " scope=\"colgroup\"" : " scope=\"col\"") : " scope=\"row\"";
    return out + direction(plain(c.text)) + ">" + words + (th ? "</th>" : "</td>");
  }

  void rows(const Table& t, const std::vector<Row>& all, bool head) {
    const std::size_t columns = column_count(t);
    for (const Row& row : all) {
      text += row.mark == "total" || !mark_word(row.mark).empty() ? "<tr class=\"mark-" + row.mark + "\">" : "<tr>";
      std::size_t column = 0;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        text += cell(t, row, i, column, head);
        column += static_cast<std::size_t>(std::max(row.cells[i].span, 1));
      }
      for (; column < columns; ++column) text += "<td></td>";
      text += "</tr>\n";
    }
  }

  void write(const Block& b, const Table& t) {
    const std::size_t columns = column_count(t);
    const std::string id = id_or_own(b);
    text += "<div class=\"block\" id=\"" + id + "\">";
    std::string label;
    if (t.caption.empty()) {
      label = " aria-label=\"Table\"";
    } else {
      label = " aria-labelledby=\"" + id + "_c\"";
    }
    text += "<div class=\"scroll\" role=\"group\"" + label + " tabindex=\"0\">\n" +
            (columns > 3 ? "<table class=\"wide\">\n" : "<table>\n");
    if (!t.caption.empty()) {
      text += fmt::format("<caption id=\"{}_c\"><b>Table {}:</b> {}</caption>\n", id, outline_.number.at(&b),
                          escaped(one_line(t.caption)));
    }
    const bool widths = std::any_of(t.columns.begin(), t.columns.end(), [](const Column& c) { return c.width > 0; });
    if (widths) {
      text += "<colgroup>";
      for (const Column& c : t.columns) {
        const int five = std::clamp(static_cast<int>(std::lround(c.width * 20)) * 5, 5, 80);
        text += c.width > 0 ? fmt::format("<col class=\"w{}\">", five) : "<col>";
      }
      text += "</colgroup>\n";
    }
    if (!t.head.empty()) {
      text += "<thead>\n";
      rows(t, t.head, true);
      text += "</thead>\n";
    }
    text += "<tbody>\n";
    rows(t, t.body, false);
    if (t.body.empty()) {
      text += fmt::format("<tr><td colspan=\"{}\">Nothing to show</td></tr>\n", std::max<std::size_t>(columns, 1));
    }
    text += "</tbody>\n</table></div></div>\n";
  }

  void write(const Block& b, const Figure& f) {
    const std::string id = id_or_own(b);
    const Chart& chart = f.chart;
    const std::string caption = figure_caption(f);
    text += "<figure id=\"" + id + "\">\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" +
            fmt::format("Chart {}", outline_.number.at(&b)) + "\">";
    text += svg(scene_of(chart), id, chart.title.empty() ? caption : chart.title,
                chart.alt.empty() ? chart.finding : chart.alt);
    text += "</div>\n" + fmt::format("<figcaption><b>Figure {}:</b> {}</figcaption>\n", outline_.number.at(&b),
                                     escaped(one_line(caption)));
    text += "</figure>\n";
    const ChartFigures figures = figures_of(chart);
    if (!figures.rows.empty()) {
      text += "<details><summary>Show the figures of figure " + std::to_string(outline_.number.at(&b)) +
              "</summary><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Figures\">" +
              (figures.header.size() > 3 ? "<table class=\"wide\">" : "<table>") + "\n<thead><tr>";
      for (std::size_t i = 0; i < figures.header.size(); ++i) {
        text += fmt::format("<th scope=\"col\"{}>{}</th>", figures.numeric[i] ? " class=\"n\"" : "",
                            escaped(one_line(figures.header[i])));
      }
      text += "</tr></thead>\n<tbody>\n";
      for (const auto& row : figures.rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
          text += fmt::format("<td{}>{}</td>", figures.numeric[i] ? " class=\"n\"" : "", escaped(one_line(row[i])));
        }
        text += "</tr>\n";
      }
      text += "</tbody></table></div></details>\n";
    }
  }

  void write(const Block& b, const Callout& c) {
    static constexpr std::string_view known[] = {"note", "warning", "data", "learner", "withheld"};
    const bool ours = std::find(std::begin(known), std::end(known), c.kind) != std::end(known);
    text +=
        "<div class=\"callout callout-" + (ours ? c.kind : std::string("note")) + "\" role=\"note\"" + id_of(b) + ">\n";
    text += "<p class=\"callout-title\">" + escaped(one_line(callout_heading(c))) + "</p>\n";
    blocks(c.blocks);
    text += "</div>\n";
  }

  void write(const Block& b, const Passage& p) {
    text += std::string("<div class=\"passage") + (p.empty ? " todo" : "") + "\" data-passage=\"" + escaped(p.key) +
            "\"" + id_of(b) + ">\n";
    const bool titled = outline_.titled.count(&b) != 0;
    if (titled || p.empty) {
      text += "<p class=\"passage-title\">" + (titled ? escaped(one_line(p.title)) : std::string());
      if (p.empty) text += "<span class=\"todo-word\">To be written</span>";
      text += "</p>\n";
    }
    blocks(p.blocks);
    text += "</div>\n";
  }

  void write(const Block& b, const Quote& q) {
    text += "<blockquote" + id_of(b) + ">\n";
    blocks(q.blocks);
    text += "</blockquote>\n";
  }

  void write(const Block& b, const CodeBlock& c) {
    text += "<pre" + id_of(b) + "><code>" + escaped(c.text) + "</code></pre>\n";
  }

  void write(const Block& b, const Contents&) {
    if (outline_.contents.empty()) return;
    const std::string id = id_or_own(b);
    text += "<nav class=\"contents\" aria-labelledby=\"" + id + "_h\" id=\"" + id + "\">\n<h2 id=\"" + id +
            "_h\">Contents</h2>\n<ol>\n";
    bool open = false;
    bool nested = false;
    for (const ContentsEntry& e : outline_.contents) {
      const std::string link = "<li><a href=\"#" + anchor(e.id) + "\">" + escaped(one_line(e.text)) + "</a>";
      if (e.level == 3 && open) {
        text += nested ? "</li>\n" : "\n<ol>\n";
        nested = true;
      } else {
        if (nested) text += "</li>\n</ol>";
        if (open) text += "</li>\n";
        nested = false;
      }
      text += link;
      open = true;
    }
    text += nested ? "</li>\n</ol></li>\n" : "</li>\n";
    text += "</ol>\n</nav>\n";
  }

  void write(const Block& b, const PageBreak&) { text += "<div class=\"page-break\"" + id_of(b) + "></div>\n"; }
  void write(const Block& b, const Rule&) { text += "<hr" + id_of(b) + ">\n"; }

  void write(const Block& b, const SignOff& s) {
    if (s.lines.empty()) return;
    text +=
        "<div class=\"block\"" + id_of(b) +
        "><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Sign-off\">\n<table class=\"sign wide\">\n"
        "<caption><b>Sign-off</b></caption>\n<thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Name</th>"
        "<th scope=\"col\">Decision</th><th scope=\"col\">Date</th><th "
        "scope=\"col\">Signature</th></tr></thead>\n<tbody>\n";
    const auto field = [](const std::string& v) {
      return v.empty() ? std::string("<td><span class=\"vh\">to fill in</span></td>")
                       : "<td>" + escaped(one_line(v)) + "</td>";
    };
    for (const SignOff::Line& l : s.lines) {
      text += "<tr><th scope=\"row\">" + escaped(one_line(l.role)) + "</th>" + field(l.name) + field(l.decision) +
              field(l.date) + field("") + "</tr>\n";
    }
    text += "</tbody></table></div></div>\n";
  }

  const Outline& outline_;
  int unnamed_ = 0;
};

std::string write_html(const Document& document, const WriteOptions&) {
  const Outline shape = outline(document);
  const Meta& meta = document.meta;
  HtmlBody body(shape);
  body.blocks(document.blocks);
  const std::string title = escaped(one_line(shape.title));
  const std::string language = escaped(meta.language.empty() ? "en-GB" : meta.language);

  std::string out = "<!DOCTYPE html>\n<html lang=\"" + language + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  // Window titles over 70 characters are cut by browsers, and refused by checkers, references counted as written.
  std::string window = escaped(one_line(shape.title));
  for (std::size_t n = 70; window.size() > 70 && n > 0; --n) window = escaped(base::cut(one_line(shape.title), n));
  out += "<title>" + window + "</title>\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  if (!meta.subject.empty()) out += "<meta name=\"description\" content=\"" + escaped(one_line(meta.subject)) + "\">\n";
  if (!meta.author.empty()) out += "<meta name=\"author\" content=\"" + escaped(one_line(meta.author)) + "\">\n";
  if (!meta.id.empty()) out += "<meta name=\"dcterms.identifier\" content=\"" + escaped(meta.id) + "\">\n";
  out += "<meta name=\"dcterms.created\" content=\"" + base::rfc3339(meta.created_ms) + "\">\n";
  out += "<style>\n" + std::string(style_sheet()) +
         "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#page_main\">Skip to main content</a>\n";
  const std::string class_mark =
      meta.classification.empty() ? "" : "<p class=\"class\">" + escaped(one_line(meta.classification)) + "</p>";
  out += "<header class=\"top\"><div class=\"wrap\"><p>" +
         escaped(one_line(meta.reference.empty() ? meta.author : meta.reference)) + "</p>" + class_mark +
         "</div></header>\n";
  out += "<main class=\"wrap\" id=\"page_main\">\n<h1";
  if (shape.title_block != nullptr && !shape.title_block->id.empty())
    out += " id=\"" + anchor(shape.title_block->id) + "\"";
  const auto* heading = shape.title_block != nullptr ? std::get_if<Heading>(&shape.title_block->value) : nullptr;
  const std::string words = heading != nullptr ? body.inlines(heading->text) : "";
  out += direction(shape.title) + ">" + (base::trimmed(words).empty() ? title : words) + "</h1>\n";
  out += body.text + "</main>\n<footer class=\"foot\"><div class=\"wrap\">";
  for (const std::string& part : {meta.reference, meta.author, meta.classification}) {
    if (!part.empty()) out += "<p>" + escaped(one_line(part)) + "</p>";
  }
  out += "<p>Made " + base::plain_date(meta.created_ms, base::Zone()) + "</p></div></footer>\n</body>\n</html>\n";
  return out;
}

}  // namespace

extern const Writer html{.format = "html", .title = "Web page", .extension = "html", .document = write_html};

}  // namespace debrief::reports
