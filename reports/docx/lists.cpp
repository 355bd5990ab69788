// Lists: each one counts from its own start.

#include <algorithm>

#include <fmt/format.h>

#include "reports/docx/body_writer.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

void BodyWriter::block(const Block& b, const List& l, const Setting& s) {
  if (l.items.empty()) return;
  if (outline_.linked.count(b.id) != 0) anchor(b);
  const int level = std::min(s.list_level + 1, 8);
  // The template's own styles for lists make their indentation; in a box ours fit better.
  const auto& own = l.ordered ? shell_.numbers : shell_.bullets;
  const bool styled = s.border.empty() && !in_box_ && static_cast<std::size_t>(level) < own.size();
  const DocxListStyle* look = styled ? &own[static_cast<std::size_t>(level)] : nullptr;
  const int num = shell_.lists_taken + static_cast<int>(lists_.size()) + 1;
  lists_.push_back({l.ordered, look != nullptr ? look->level : level, l.start, look != nullptr ? look->abstract : -1});
  const int left = s.left + 400;
  const std::string number =
      fmt::format("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>", lists_.back().level, num);
  for (const Blocks& item : l.items) {
    Setting inside = s;
    inside.list_level = level;
    inside.left = left;
    inside.style = "ListParagraph";
    const auto* first = item.empty() ? nullptr : std::get_if<Paragraph>(&item[0].value);
    const std::string text = first == nullptr ? "" : plain(first->text);
    advance(14.3 * lines(text, 10.5, s.width_twips - left) + 3.5);
    const std::string words = first == nullptr ? "" : inlines(first->text);
    if (look != nullptr) {
      Setting bare = s;
      bare.left = 0;
      out_.xml += paragraph(look->style, words, bare, docx_direction(text), "", number);
    } else {
      out_.xml += paragraph("ListParagraph", words, s, docx_direction(text), "", number,
                            fmt::format("<w:ind w:left=\"{}\" w:hanging=\"340\"/>", left));
    }
    for (std::size_t i = first == nullptr ? 0 : 1; i < item.size(); ++i) {
      std::visit([&](const auto& v) { block(item[i], v, inside); }, item[i].value);
    }
  }
}

void BodyWriter::number_lists() {
  static constexpr std::string_view bullets[] = {"\u2022", "\u2013", "\u25AA"};
  static constexpr std::string_view formats[] = {"decimal", "lowerLetter", "lowerRoman"};
  for (int kind = 0; kind < 2; ++kind) {
    std::string& x = out_.abstracts;
    x += fmt::format("<w:abstractNum w:abstractNumId=\"{}\"><w:multiLevelType w:val=\"multilevel\"/>",
                     shell_.abstracts_taken + kind);
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
    out_.lists += fmt::format("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{}\"/>",
                              shell_.lists_taken + static_cast<int>(i) + 1,
                              l.abstract >= 0 ? l.abstract : shell_.abstracts_taken + (l.ordered ? 1 : 0));
    if (l.ordered) {
      out_.lists += fmt::format("<w:lvlOverride w:ilvl=\"{}\"><w:startOverride w:val=\"{}\"/></w:lvlOverride>", l.level,
                                std::max(l.start, 0));
    }
    out_.lists += "</w:num>\n";
  }
  out_.list_count = static_cast<int>(lists_.size());
}

std::string docx_numbering(const DocxBody& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering "
         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\n" +
         body.abstracts + body.lists + "</w:numbering>\n";
}

}  // namespace debrief::reports
