// Tables of a Word document, and what is drawn as one.

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "reports/charts/scene.h"
#include "reports/docx/body_writer.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr int cell_margins = 240;  // twips left and right of a cell's text, with a little to spare

/// Widths in twips that add up to `total`: the shares asked for, but no column narrower than its longest word while
/// others have room to give.
std::vector<int> widths_of(const Table& t, int total) {
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

void strong(Inlines& words) {
  for (Inline& i : words) {
    if (auto* t = std::get_if<Text>(&i.value)) t->style.strong = true;
    if (auto* l = std::get_if<Link>(&i.value)) l->style.strong = true;
  }
}

std::string mark_colour(std::string_view mark) {
  return mark == "overdue" ? "A31D0C" : mark == "learner" ? "1D5C96" : "8A4A00";
}

}  // namespace

void BodyWriter::block(const Block& b, const Table& t, const Setting& s) {
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
  if (!heading_follows_) spacer(s);
}

void BodyWriter::row(const Table& t, const Row& r, const std::vector<int>& widths, bool head) {
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
                paragraph("TableText", content, {}, docx_direction(text), head ? "<w:keepNext/>" : "", "", "", jc) +
                "</w:tc>";
    column += span;
  };
  for (std::size_t i = 0; i < r.cells.size() && column < widths.size(); ++i) cell(&r.cells[i], i);
  while (column < widths.size()) cell(nullptr, column);
  out_.xml += "</w:tr>\n";
  advance(most * 12.4 + 8);
}

void BodyWriter::block(const Block& b, const SignOff& s, const Setting& setting) {
  if (s.lines.empty()) return;
  if (outline_.linked.count(b.id) != 0) anchor(b);
  Table t;
  t.columns = {{Align::left, 0.22}, {Align::left, 0.22}, {Align::left, 0.16}, {Align::left, 0.15}, {Align::left, 0.25}};
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

}  // namespace debrief::reports
