// The body of a Word document.

#include "reports/docx/body.h"

#include <algorithm>
#include <numeric>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/docx/chart_part.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

std::string DocxShell::style(std::string_view ours) const {
  const auto found = styles.find(ours);
  return found == styles.end() ? std::string(ours) : found->second;
}

std::string docx_run(std::string_view text, std::string_view properties) {
  if (text.empty()) return {};
  const std::string rpr = properties.empty() ? "" : "<w:rPr>" + std::string(properties) + "</w:rPr>";
  return "<w:r>" + rpr + "<w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r>";
}

std::string docx_field(std::string_view instruction, std::string_view value, std::string_view properties) {
  const std::string rpr = properties.empty() ? "" : "<w:rPr>" + std::string(properties) + "</w:rPr>";
  const auto mark = [&](std::string_view type) {
    return fmt::format("<w:r>{}<w:fldChar w:fldCharType=\"{}\"/></w:r>", rpr, type);
  };
  return mark("begin") +
         fmt::format("<w:r>{}<w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>", rpr, instruction) +
         mark("separate") + docx_run(value, properties) + mark("end");
}

namespace {

constexpr int cell_margins = 240;  // twips left and right of a cell's text, with a little to spare

/// How paragraphs look where they stand: in a box, in a list, in a cell.
struct Setting {
  std::string style = "Normal";
  std::string border;  // w:pBdr and w:shd
  int left = 0;        // indentation, twentieths of a point
  int list_level = -1;
  double width = 0;  // for counting lines
  int width_twips = 0;
};

class Writer {
 public:
  Writer(const Document& document, const Outline& outline, const DocxShell& shell)
      : document_(document), outline_(outline), shell_(shell), page_height_(shell.page.text_height() / 20.0) {}

  DocxBody write() {
    Setting s;
    s.width_twips = shell_.page.text_width();
    std::string title = title_inlines();
    const std::string id = outline_.title_block != nullptr ? outline_.title_block->id : "";
    out_.xml += paragraph("Title", bookmarked(id, title), s, direction(outline_.title));
    advance(60);
    blocks(document_.blocks, s);
    fill_contents();
    out_.numbering = numbering();
    return std::move(out_);
  }

 private:
  static std::string direction(std::string_view text) { return right_to_left(text) ? "<w:bidi/>" : ""; }

  std::string title_inlines() {
    const auto* heading =
        outline_.title_block != nullptr ? std::get_if<Heading>(&outline_.title_block->value) : nullptr;
    const std::string words = heading != nullptr ? inlines(heading->text) : "";
    return words.empty() ? docx_run(one_line(outline_.title)) : words;
  }

  // Counting pages, for the numbers in the contents list. Word and LibreOffice put their own in when asked.
  void advance(double points) {
    if (used_ + points > page_height_ && used_ > 0) {
      ++page_;
      used_ = 0;
    }
    used_ += points;
    while (used_ > page_height_) {
      ++page_;
      used_ -= page_height_;
    }
  }
  static double lines(std::string_view text, double size, int twips) {
    return std::max(1.0, std::ceil(text_width(text, size) / std::max(twips / 20.0, 20.0)));
  }

  std::string bookmark_name(std::string_view id) {
    std::string name = "b_";
    for (const char c : id)
      name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ? c : '_';
    // Word takes 40 characters; a longer name ends in some of its hash, so that two long ones stay two.
    if (name.size() > 40) name = name.substr(0, 31) + "_" + base::sha256(id).substr(0, 8);
    return name;
  }

  std::string bookmarked(std::string_view id, const std::string& inside) {
    if (id.empty()) return inside;
    const std::string name = bookmark_name(id);
    if (!bookmarks_.insert(name).second) return inside;
    const int n = ++bookmark_;
    return fmt::format("<w:bookmarkStart w:id=\"{0}\" w:name=\"{1}\"/>{2}<w:bookmarkEnd w:id=\"{0}\"/>", n, name,
                       inside);
  }

  /// after_indent: what comes after w:ind in the order of the schema (w:jc); before: w:keepNext and such; bidi: w:bidi.
  std::string paragraph(std::string_view style, const std::string& content, const Setting& s,
                        std::string_view bidi = {}, std::string_view before = {}, std::string_view numbers = {},
                        std::string_view indentation = {}, std::string_view after = {}) {
    std::string ppr = "<w:pStyle w:val=\"" + escaped(shell_.style(style)) + "\"/>";
    ppr += before;
    ppr += numbers;
    ppr += s.border;
    ppr += bidi;
    if (!indentation.empty()) {
      ppr += indentation;
    } else if (s.left > 0) {
      ppr += s.border.empty() ? fmt::format("<w:ind w:left=\"{}\"/>", s.left)
                              : fmt::format("<w:ind w:left=\"{}\" w:right=\"113\"/>", s.left);
    }
    ppr += after;
    return "<w:p><w:pPr>" + ppr + "</w:pPr>" + content + "</w:p>\n";
  }

  std::string run_properties(const TextStyle& style, std::string_view character_style, std::string_view text) const {
    std::string p;
    if (style.code && character_style.empty()) character_style = "VerbatimChar";
    if (!character_style.empty()) p += "<w:rStyle w:val=\"" + escaped(shell_.style(character_style)) + "\"/>";
    if (style.strong) p += "<w:b/><w:bCs/>";
    if (style.emphasis) p += "<w:i/><w:iCs/>";
    if (style.strike) p += "<w:strike/>";
    if (right_to_left(text)) p += "<w:rtl/>";
    return p;
  }

  std::string relation(std::string_view type, const std::string& target, bool external) {
    for (const DocxRelation& r : out_.relations) {
      if (r.target == target && r.type == type) return r.id;
    }
    out_.relations.push_back({fmt::format("rId{}", 100 + out_.relations.size()), std::string(type), target, external});
    return out_.relations.back().id;
  }

  /// Addresses in relationships must be URIs: blanks and the like are written in per cent.
  static std::string uri(std::string_view target) {
    std::string out;
    for (const char c : clean(target)) {
      const auto b = static_cast<unsigned char>(c);
      const bool plain = b > 0x20 && b < 0x7F && std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos;
      out += plain ? std::string(1, c) : fmt::format("%{:02X}", b);
    }
    return out;
  }

  std::string inlines(const Inlines& all) {
    std::string out;
    for (const Inline& i : all) {
      if (const auto* t = std::get_if<Text>(&i.value)) {
        out += docx_run(one_line(t->text), run_properties(t->style, "", t->text));
      } else if (const auto* l = std::get_if<Link>(&i.value)) {
        const std::string shown = one_line(l->text.empty() ? l->target : l->text);
        if (!outline_.leads(l->target)) {
          out += docx_run(shown, run_properties(l->style, "", shown));
        } else {
          const std::string run = docx_run(shown, run_properties(l->style, "Hyperlink", shown));
          if (l->target.starts_with('#')) {
            out += "<w:hyperlink w:anchor=\"" + bookmark_name(std::string_view(l->target).substr(1)) +
                   "\" w:history=\"1\">" + run + "</w:hyperlink>";
          } else {
            out += "<w:hyperlink r:id=\"" + relation("hyperlink", uri(l->target), true) + "\" w:history=\"1\">" + run +
                   "</w:hyperlink>";
          }
        }
      } else if (const auto* p = std::get_if<Prompt>(&i.value)) {
        out += docx_run("[" + one_line(p->question) + "]",
                        "<w:rStyle w:val=\"" + escaped(shell_.style("Prompt")) + "\"/>");
      } else {
        out += "<w:r><w:br/></w:r>";
      }
    }
    return out;
  }

  void blocks(const Blocks& all, const Setting& s) {
    bool boxed = false;
    for (const Block& b : all) {
      if (std::holds_alternative<Heading>(b.value)) keep_with_next(all, static_cast<std::size_t>(&b - all.data()), s);
      const bool box = std::holds_alternative<Callout>(b.value) || std::holds_alternative<Passage>(b.value);
      // Boxes with equal borders that touch become one; an empty line keeps them two.
      if (box && boxed) spacer(s);
      boxed = box;
      std::visit([&](const auto& v) { block(b, v, s); }, b.value);
    }
  }

  /// A heading goes to the next page together with what it must not be parted from: further headings and a picture.
  void keep_with_next(const Blocks& all, std::size_t at, const Setting& s) {
    double needed = 30;
    for (; at < all.size(); ++at) {
      if (std::holds_alternative<Heading>(all[at].value)) {
        needed += 46;
        continue;
      }
      if (const auto* f = std::get_if<Figure>(&all[at].value)) {
        const Scene scene = scene_of(f->chart);
        needed += (s.width_twips - s.left) / 20.0 * scene.height / scene.width;
      }
      break;
    }
    if (used_ + needed > page_height_ && needed < page_height_) {
      ++page_;
      used_ = 0;
    }
  }

  void spacer(const Setting&) {
    out_.xml += "<w:p><w:pPr><w:pStyle w:val=\"" + escaped(shell_.style("Normal")) +
                "\"/><w:spacing w:before=\"0\" w:after=\"60\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>\n";
    advance(11);
  }

  /// A bookmark for a block without a paragraph of its own.
  void anchor(const Block& b) {
    if (!b.id.empty()) out_.xml += bookmarked(b.id, "");
  }

  void block(const Block& b, const Heading& h, const Setting& s) {
    const auto found = outline_.level.find(&b);
    if (found == outline_.level.end() || found->second == 1) return;
    const int level = found->second - 1;
    static constexpr double heights[] = {0, 60, 40, 34, 34, 34, 34};
    advance(heights[level] - 14 + 14 * lines(plain(h.text), level == 1 ? 16 : 13, s.width_twips));
    if (!b.id.empty()) pages_[b.id] = page_;
    Setting bare = s;
    bare.border.clear();
    out_.xml +=
        paragraph(fmt::format("Heading{}", level), bookmarked(b.id, inlines(h.text)), bare, direction(plain(h.text)));
  }

  void block(const Block& b, const Paragraph& p, const Setting& s) {
    const std::string text = plain(p.text);
    if (base::trimmed(text).empty()) return;
    const std::string content = outline_.linked.count(b.id) != 0 ? bookmarked(b.id, inlines(p.text)) : inlines(p.text);
    advance(14.3 * lines(text, 10.5, s.width_twips - s.left) + 7);
    out_.xml += paragraph(s.style, content, s, direction(text), in_box_ ? "<w:keepLines/>" : "");
  }

  void block(const Block& b, const List& l, const Setting& s) {
    if (l.items.empty()) return;
    if (outline_.linked.count(b.id) != 0) anchor(b);
    const int level = std::min(s.list_level + 1, 8);
    const int num = static_cast<int>(lists_.size()) + 1;
    lists_.push_back({l.ordered, level, l.start});
    const int left = s.left + 400;
    for (const Blocks& item : l.items) {
      Setting inside = s;
      inside.list_level = level;
      inside.left = left;
      inside.style = "ListParagraph";
      const auto* first = item.empty() ? nullptr : std::get_if<Paragraph>(&item[0].value);
      const std::string text = first == nullptr ? "" : plain(first->text);
      advance(14.3 * lines(text, 10.5, s.width_twips - left) + 3.5);
      out_.xml += paragraph("ListParagraph", first == nullptr ? "" : inlines(first->text), s, direction(text), "",
                            fmt::format("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>", level, num),
                            fmt::format("<w:ind w:left=\"{}\" w:hanging=\"340\"/>", left));
      for (std::size_t i = first == nullptr ? 0 : 1; i < item.size(); ++i) {
        std::visit([&](const auto& v) { block(item[i], v, inside); }, item[i].value);
      }
    }
  }

  void caption(const Block& b, std::string_view kind, const std::string& text, const Setting& s,
               std::string_view keep) {
    const std::string number = std::to_string(outline_.number.at(&b));
    const std::string bold = "<w:b/><w:bCs/>";
    advance(14 * lines(text, 10.5, s.width_twips) + 12);
    Setting bare = s;
    bare.border.clear();
    out_.xml += paragraph("Caption",
                          bookmarked(b.id, docx_run(std::string(kind) + " ", bold) +
                                               docx_field("SEQ " + std::string(kind) + " \\* ARABIC", number, bold) +
                                               docx_run(": ", bold) + docx_run(one_line(text))),
                          bare, direction(text), keep);
  }

  void block(const Block& b, const Table& t, const Setting& s) {
    const std::size_t columns = column_count(t);
    if (!t.caption.empty()) {
      caption(b, "Table", t.caption, s, "<w:keepNext/>");
    } else if (outline_.linked.count(b.id) != 0) {
      anchor(b);
    }
    if (columns == 0) {
      if (!t.caption.empty()) out_.xml += paragraph("Normal", docx_run("Nothing to show"), s);
      return;
    }
    if (columns > 63) {
      // Word's own limit; a wider table cannot be opened.
      out_.xml += paragraph(
          "Normal",
          docx_run(fmt::format("This table has {} columns, more than a page can hold; see the workbook", columns)), s);
      return;
    }
    const int total = s.width_twips - s.left;
    const std::vector<int> widths = widths_of(t, total);
    const bool row_headers = !t.body.empty() && std::all_of(t.body.begin(), t.body.end(), [](const Row& r) {
      return !r.cells.empty() && r.cells[0].header;
    });
    out_.xml += fmt::format(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>{}<w:tblLayout w:type=\"fixed\"/>"
        "<w:tblLook w:val=\"{}\" w:firstRow=\"{}\" w:lastRow=\"0\" w:firstColumn=\"{}\" w:lastColumn=\"0\" "
        "w:noHBand=\"1\" w:noVBand=\"1\"/>{}</w:tblPr><w:tblGrid>",
        escaped(shell_.style("ReportTable")), total,
        s.left > 0 ? fmt::format("<w:tblInd w:w=\"{}\" w:type=\"dxa\"/>", s.left) : "",
        fmt::format("{:04X}", (t.head.empty() ? 0 : 0x20) | (row_headers ? 0x80 : 0) | 0x600), t.head.empty() ? 0 : 1,
        row_headers ? 1 : 0,
        t.caption.empty() ? "" : "<w:tblCaption w:val=\"" + escaped(base::cut(one_line(t.caption), 200)) + "\"/>");
    for (const int w : widths) out_.xml += fmt::format("<w:gridCol w:w=\"{}\"/>", w);
    out_.xml += "</w:tblGrid>\n";
    for (const Row& r : t.head) row(t, r, widths, true);
    for (const Row& r : t.body) row(t, r, widths, false);
    if (t.body.empty()) {
      Row nothing;
      nothing.cells.push_back({{{Text{"Nothing to show", {}}}}, false, static_cast<int>(columns)});
      row(t, nothing, widths, false);
    }
    out_.xml += "</w:tbl>\n";
    spacer(s);
  }

  /// Widths in twips that add up to `total`: the shares asked for, but no column narrower than its longest word while
  /// others have room to give.
  static std::vector<int> widths_of(const Table& t, int total) {
    std::vector<int> widths, least;
    for (const double share : column_shares(t)) widths.push_back(static_cast<int>(share * total));
    least.assign(widths.size(), 0);
    const auto measure = [&](const std::vector<Row>& rows, bool head) {
      for (const Row& r : rows) {
        std::size_t column = 0;
        for (const Cell& c : r.cells) {
          const auto span = static_cast<std::size_t>(std::max(c.span, 1));
          if (span == 1 && column < least.size()) {
            for (const std::string& word : base::split(plain(c.text), ' ')) {
              if (word.size() > 40) continue;  // an address or a hash has no good place to break anyway
              const double points = text_width(word, 9.5, head || c.header);
              least[column] = std::max(least[column], static_cast<int>(std::ceil(points * 20)) + cell_margins);
            }
          }
          column += span;
        }
      }
    };
    measure(t.head, true);
    measure(t.body, false);
    int wanted = 0, spare = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      wanted += std::max(0, least[i] - widths[i]);
      spare += std::max(0, widths[i] - least[i]);
    }
    if (wanted > 0 && spare > 0) {
      const double taken = std::min(1.0, static_cast<double>(wanted) / spare);
      const double given = std::min(1.0, static_cast<double>(spare) / wanted);
      for (std::size_t i = 0; i < widths.size(); ++i) {
        const int missing = least[i] - widths[i];
        widths[i] += static_cast<int>(missing > 0 ? missing * given : missing * taken);
      }
    }
    widths.back() += total - std::accumulate(widths.begin(), widths.end(), 0);
    return widths;
  }

  void row(const Table& t, const Row& r, const std::vector<int>& widths, bool head) {
    out_.xml += std::string("<w:tr><w:trPr><w:cantSplit/>") + (head ? "<w:tblHeader/>" : "") + "</w:trPr>";
    double most = 1;
    std::size_t column = 0;
    const auto cell = [&](const Cell* c, std::size_t i) {
      const std::size_t span =
          c == nullptr ? 1 : std::min(static_cast<std::size_t>(std::max(c->span, 1)), widths.size() - column);
      int width = 0;
      for (std::size_t k = 0; k < span; ++k) width += widths[column + k];
      const Align align = alignment(t, column);
      std::string content;
      std::string text;
      if (c != nullptr) {
        Inlines words = c->text;
        if (head || c->header || r.mark == "total") strong(words);
        content = inlines(words);
        text = plain(c->text);
      }
      if (i == 0 && !mark_word(r.mark).empty()) {
        content += docx_run(
            (text.empty() ? "" : " ") + std::string(mark_sign(r.mark)) + "\u00A0" + std::string(mark_word(r.mark)),
            "<w:rStyle w:val=\"" + escaped(shell_.style("RowMark")) + "\"/><w:color w:val=\"" + mark_colour(r.mark) +
                "\"/>");
        text += "  " + std::string(mark_word(r.mark));
      }
      most = std::max(most, lines(text, 9.5, width - 160));
      std::string tcpr = fmt::format("<w:tcW w:w=\"{}\" w:type=\"dxa\"/>", width);
      if (span > 1) tcpr += fmt::format("<w:gridSpan w:val=\"{}\"/>", span);
      if (r.mark == "total")
        tcpr += "<w:tcBorders><w:top w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"0B0C0C\"/></w:tcBorders>";
      if (i == 0 && !mark_word(r.mark).empty()) {
        tcpr += "<w:tcBorders><w:left w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"" + mark_colour(r.mark) +
                "\"/></w:tcBorders>";
      }
      const std::string_view jc = align == Align::right    ? "<w:jc w:val=\"right\"/>"
                                  : align == Align::centre ? "<w:jc w:val=\"center\"/>"
                                                           : "";
      out_.xml += "<w:tc><w:tcPr>" + tcpr + "</w:tcPr>" +
                  paragraph("TableText", content, {}, direction(text), head ? "<w:keepNext/>" : "", "", "", jc) +
                  "</w:tc>";
      column += span;
    };
    for (std::size_t i = 0; i < r.cells.size() && column < widths.size(); ++i) cell(&r.cells[i], i);
    while (column < widths.size()) cell(nullptr, column);
    out_.xml += "</w:tr>\n";
    advance(most * 12.4 + 8);
  }

  static void strong(Inlines& words) {
    for (Inline& i : words) {
      if (auto* t = std::get_if<Text>(&i.value)) t->style.strong = true;
      if (auto* l = std::get_if<Link>(&i.value)) l->style.strong = true;
    }
  }

  static std::string mark_colour(std::string_view mark) {
    return mark == "overdue" ? "A31D0C" : mark == "learner" ? "1D5C96" : "8A4A00";
  }

  void block(const Block& b, const Figure& f, const Setting& s) {
    const int n = outline_.number.at(&b);
    if (const auto native = docx_chart(f.chart, fmt::format("chart{}", n))) {
      const std::string said = f.chart.alt.empty() ? figure_caption(f) : f.chart.alt;
      const std::string alt = f.chart.title.empty() ? said : f.chart.title + ". " + said;
      const long cx = (s.width_twips - s.left) * 635L;
      const auto cy = static_cast<long>(static_cast<double>(cx) * native->height);
      advance(static_cast<double>(cy) / 12700 + 8);
      out_.media.insert(out_.media.end(), native->parts.begin(), native->parts.end());
      Setting bare = s;
      bare.border.clear();
      out_.xml += paragraph("FigurePicture",
                            docx_chart_run(relation("chart", native->target, false), cx, cy, n, alt), bare);
      caption(b, "Figure", figure_caption(f), s, "");
      return;
    }
    const Scene scene = scene_of(f.chart);
    const std::string title = f.chart.title.empty() ? figure_caption(f) : f.chart.title;
    const std::string alt = f.chart.alt.empty() ? figure_caption(f) : f.chart.alt;
    const double inches = (s.width_twips - s.left) / 1440.0;
    const std::string base_name = fmt::format("chart{}", n);
    out_.media.emplace_back("word/media/" + base_name + ".png", png(scene, inches));
    out_.media.emplace_back(
        "word/media/" + base_name + ".svg",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(scene, "chart", title, alt, SvgUse::own_file) + "\n");
    const std::string picture = relation("image", "media/" + base_name + ".png", false);
    const std::string vector = relation("image", "media/" + base_name + ".svg", false);
    const auto cx = static_cast<long>(inches * 914400);
    const auto cy = static_cast<long>(static_cast<double>(cx) * scene.height / scene.width);
    const double high = static_cast<double>(cy) / 12700;
    advance(high + 8);
    const std::string drawing = fmt::format(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{0}\" cy=\"{1}\"/>"
        "<wp:docPr id=\"{2}\" name=\"Figure {2}\" descr=\"{3}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks "
        "noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>"
        "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
        "<pic:nvPicPr><pic:cNvPr id=\"{2}\" name=\"{4}.png\" descr=\"{3}\"/><pic:cNvPicPr/></pic:nvPicPr>"
        "<pic:blipFill><a:blip r:embed=\"{5}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">"
        "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" "
        "r:embed=\"{6}\"/></a:ext></a:extLst></a:blip>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{0}\" cy=\"{1}\"/></a:xfrm><a:prstGeom "
        "prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>"
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        cx, cy, n, escaped(one_line(title.empty() ? alt : title + ". " + alt)), base_name, picture, vector);
    Setting bare = s;
    bare.border.clear();
    out_.xml += paragraph("FigurePicture", drawing, bare);
    caption(b, "Figure", figure_caption(f), s, "");
  }

  static std::string box(std::string_view colour, std::string_view fill, std::string_view look, std::string_view side) {
    std::string out = "<w:pBdr>";
    for (const std::string_view edge : {"top", "left", "bottom", "right"}) {
      const bool left = edge == "left";
      out += fmt::format("<w:{} w:val=\"{}\" w:sz=\"{}\" w:space=\"{}\" w:color=\"{}\"/>", edge, left ? "single" : look,
                         left ? 36 : 4, left ? 8 : 5, left ? colour : side);
    }
    return out + "</w:pBdr>" +
           (fill.empty() ? "" : "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" + std::string(fill) + "\"/>");
  }

  Setting boxed(const Setting& s, std::string border) const {
    Setting inside = s;
    inside.border = std::move(border);
    // A box inside a box stands further in, so that the two borders do not become one.
    inside.left = s.left + 227;
    return inside;
  }

  void block(const Block& b, const Callout& c, const Setting& s) {
    const std::string_view colour = c.kind == "warning"    ? "A31D0C"
                                    : c.kind == "data"     ? "8C9194"
                                    : c.kind == "withheld" ? "484E54"
                                                           : "1D5C96";
    const Setting inside =
        boxed(s, box(colour, c.kind == "data" ? "F3F5F6" : "", c.kind == "withheld" ? "dashed" : "single", "B1B4B6"));
    if (outline_.linked.count(b.id) != 0) anchor(b);
    advance(22);
    out_.xml += paragraph("CalloutTitle", docx_run(one_line(callout_heading(c))), inside, direction(c.title));
    const bool before = std::exchange(in_box_, true);
    blocks(c.blocks, inside);
    in_box_ = before;
    spacer(s);
  }

  void block(const Block& b, const Passage& p, const Setting& s) {
    const Setting inside = p.empty ? boxed(s, box("8A6100", "FFF6D6", "dashed", "8A6100")) : s;
    const bool titled = outline_.titled.count(&b) != 0;
    // LibreOffice drops the tag of a content control, so a bookmark says the key as well.
    const std::string name = bookmark_name("passage_" + p.key);
    const int mark = bookmarks_.insert(name).second ? ++bookmark_ : 0;
    if (mark != 0) out_.xml += fmt::format("<w:bookmarkStart w:id=\"{}\" w:name=\"{}\"/>", mark, name);
    if (!b.id.empty()) anchor(b);
    if (titled || p.empty) {
      advance(24);
      out_.xml +=
          paragraph(p.empty ? "CalloutTitle" : "PassageTitle",
                    docx_run(titled ? one_line(p.title) + (p.empty ? " (to be written)" : "") : "To be written"),
                    inside, direction(p.title));
    }
    out_.xml += fmt::format(
        "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:id w:val=\"{}\"/></w:sdtPr><w:sdtContent>\n",
        escaped(base::cut(one_line(p.title.empty() ? p.key : p.title), 60)), escaped(base::cut(one_line(p.key), 60)),
        7000 + ++controls_);
    const std::size_t before = out_.xml.size();
    const bool was = std::exchange(in_box_, p.empty || in_box_);
    blocks(p.blocks, inside);
    in_box_ = was;
    // A control must hold something, and end in a paragraph that can be typed in.
    const bool tail = out_.xml.size() == before || out_.xml.ends_with("</w:tbl>\n");
    if (tail) out_.xml += paragraph("Normal", "", inside);
    out_.xml += "</w:sdtContent></w:sdt>\n";
    if (mark != 0) out_.xml += fmt::format("<w:bookmarkEnd w:id=\"{}\"/>", mark);
    if (p.empty) spacer(s);
  }

  void block(const Block& b, const Quote& q, const Setting& s) {
    if (outline_.linked.count(b.id) != 0) anchor(b);
    Setting inside = s;
    inside.style = "Quote";
    if (s.left == 0) {
      inside.left = 0;  // the style has its own
    } else {
      inside.left += 284;
    }
    blocks(q.blocks, inside);
  }

  void block(const Block& b, const CodeBlock& c, const Setting& s) {
    std::string content;
    std::string_view code = c.text;
    while (code.ends_with('\n')) code.remove_suffix(1);
    bool first = true;
    for (const std::string& line : base::split(clean(code), '\n')) {
      if (!first) content += "<w:r><w:br/></w:r>";
      first = false;
      bool tabbed = false;
      for (const std::string& piece : base::split(line, '\t')) {
        if (tabbed) content += "<w:r><w:tab/></w:r>";
        tabbed = true;
        content += docx_run(piece);
      }
      advance(12.4);
    }
    Setting bare = s;
    bare.border.clear();
    out_.xml += paragraph("SourceCode", outline_.linked.count(b.id) != 0 ? bookmarked(b.id, content) : content, bare);
  }

  void block(const Block&, const Contents&, const Setting&) {
    if (outline_.contents.empty() || contents_at_ != std::string::npos) return;
    contents_at_ = out_.xml.size();
    advance(30 + 17 * static_cast<double>(outline_.contents.size()));
  }

  void fill_contents() {
    if (contents_at_ == std::string::npos) return;
    Setting s;
    std::string toc =
        "<w:sdt><w:sdtPr><w:id w:val=\"6999\"/><w:docPartObj><w:docPartGallery w:val=\"Table of "
        "Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>\n";
    toc += paragraph("TOCHeading", docx_run("Contents"), s);
    bool first = true;
    for (const ContentsEntry& e : outline_.contents) {
      std::string content;
      if (first) {
        content =
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" "
            "\\h \\z \\u </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
      }
      first = false;
      const std::string name = bookmark_name(e.id);
      content += "<w:hyperlink w:anchor=\"" + name + "\" w:history=\"1\">" + docx_run(one_line(e.text)) +
                 "<w:r><w:tab/></w:r>" +
                 docx_field("PAGEREF " + name + " \\h", std::to_string(pages_.count(e.id) != 0 ? pages_.at(e.id) : 1)) +
                 "</w:hyperlink>";
      const std::string tabs = fmt::format("<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs>",
                                           shell_.page.text_width());
      toc += paragraph(e.level == 2 ? "TOC1" : "TOC2", content, s, direction(e.text), "", tabs);
    }
    toc += paragraph("Normal", "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>", s) + "</w:sdtContent></w:sdt>\n";
    out_.xml.insert(contents_at_, toc);
  }

  void block(const Block& b, const PageBreak&, const Setting&) {
    anchor(b);
    out_.xml += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n";
    ++page_;
    used_ = 14;
  }

  void block(const Block& b, const Rule&, const Setting&) {
    if (outline_.linked.count(b.id) != 0) anchor(b);
    out_.xml +=
        "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" "
        "w:color=\"B1B4B6\"/></w:pBdr><w:spacing w:before=\"120\" w:after=\"240\"/></w:pPr></w:p>\n";
    advance(24);
  }

  void block(const Block& b, const SignOff& s, const Setting& setting) {
    if (s.lines.empty()) return;
    if (outline_.linked.count(b.id) != 0) anchor(b);
    Table t;
    t.columns = {
        {Align::left, 0.22}, {Align::left, 0.22}, {Align::left, 0.16}, {Align::left, 0.15}, {Align::left, 0.25}};
    const auto cell = [](const std::string& v) { return Cell{{{Text{v, {}}}}, false, 1}; };
    t.head = {{{cell("Role"), cell("Name"), cell("Decision"), cell("Date"), cell("Signature")}, ""}};
    for (const SignOff::Line& l : s.lines) {
      Row r{{cell(l.role), cell(l.name), cell(l.decision), cell(l.date), cell("")}, ""};
      r.cells[0].header = true;
      t.body.push_back(std::move(r));
    }
    const std::size_t from = out_.xml.size();
    block(Block{}, t, setting);
    // Room for a hand: rows at least 1.4 cm high.
    std::string made = out_.xml.substr(from);
    for (std::size_t at = 0; (at = made.find("<w:trPr><w:cantSplit/></w:trPr>", at)) != std::string::npos; ++at) {
      made.replace(at, 31, "<w:trPr><w:cantSplit/><w:trHeight w:val=\"800\" w:hRule=\"atLeast\"/></w:trPr>");
      advance(30);
    }
    out_.xml.replace(from, std::string::npos, made);
  }

  struct ListUse {
    bool ordered = false;
    int level = 0;
    int start = 1;
  };

  std::string numbering() const {
    std::string x =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering "
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\n";
    static constexpr std::string_view bullets[] = {"\u2022", "\u2013", "\u25AA"};
    static constexpr std::string_view formats[] = {"decimal", "lowerLetter", "lowerRoman"};
    for (int kind = 0; kind < 2; ++kind) {
      x += fmt::format("<w:abstractNum w:abstractNumId=\"{}\"><w:multiLevelType w:val=\"multilevel\"/>", kind);
      for (int level = 0; level < 9; ++level) {
        x += fmt::format(
            "<w:lvl w:ilvl=\"{0}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{1}\"/><w:lvlText w:val=\"{2}\"/><w:lvlJc "
            "w:val=\"left\"/>"
            "<w:pPr><w:ind w:left=\"{3}\" w:hanging=\"340\"/></w:pPr></w:lvl>",
            level, kind == 0 ? "bullet" : formats[level % 3],
            kind == 0 ? std::string(bullets[level % 3]) : fmt::format("%{}.", level + 1), 400 * (level + 1));
      }
      x += "</w:abstractNum>\n";
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const ListUse& l = lists_[i];
      x += fmt::format("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/>", i + 1, l.ordered ? 1 : 0);
      if (l.ordered)
        x += fmt::format("<w:lvlOverride w:ilvl=\"{}\"><w:startOverride w:val=\"{}\"/></w:lvlOverride>", l.level,
                         std::max(l.start, 0));
      x += "</w:num>\n";
    }
    return x + "</w:numbering>\n";
  }

  const Document& document_;
  const Outline& outline_;
  const DocxShell& shell_;
  DocxBody out_;
  std::set<std::string> bookmarks_;
  std::vector<ListUse> lists_;
  std::map<std::string, int> pages_;
  std::size_t contents_at_ = std::string::npos;
  double page_height_;
  double used_ = 0;
  int page_ = 1;
  int bookmark_ = 0;
  int controls_ = 0;
  bool in_box_ = false;
};

}  // namespace

DocxBody docx_body(const Document& document, const Outline& outline, const DocxShell& shell) {
  return Writer(document, outline, shell).write();
}

}  // namespace debrief::reports
