// The body of a Word document: text, headings and what they refer to.

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "reports/docx/body_writer.h"
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
std::string docx_direction(std::string_view text) { return right_to_left(text) ? "<w:bidi/>" : ""; }

namespace {

/// Addresses in relationships must be URIs: blanks and the like are written in per cent.
std::string uri(std::string_view target) {
  std::string out;
  for (const char c : clean(target)) {
    const auto b = static_cast<unsigned char>(c);
    const bool plain = b > 0x20 && b < 0x7F && std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", b);
  }
  return out;
}

}  // namespace

DocxBody BodyWriter::write() {
  Setting s;
  s.width_twips = shell_.page.text_width();
  if (!shell_.titled) {
    const std::string title = title_inlines();
    const std::string id = outline_.title_block != nullptr ? outline_.title_block->id : "";
    out_.xml += paragraph("Title", bookmarked(id, title), s, docx_direction(outline_.title));
    advance(60);
  }
  blocks(document_.blocks, s);
  fill_contents();
  number_lists();
  out_.ids =
      std::max({bookmark_, controls_, shell_.ids_taken + static_cast<int>(outline_.number.size())}) - shell_.ids_taken;
  return std::move(out_);
}

std::string BodyWriter::title_inlines() {
  const auto* heading = outline_.title_block != nullptr ? std::get_if<Heading>(&outline_.title_block->value) : nullptr;
  const std::string words = heading != nullptr ? inlines(heading->text) : "";
  return words.empty() ? docx_run(one_line(outline_.title)) : words;
}

std::string BodyWriter::bookmark_name(std::string_view id) {
  std::string name = "b_";
  for (const char c : id) name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ? c : '_';
  // Word takes 40 characters; a longer name ends in some of its hash, so that two long ones stay two.
  if (name.size() > 40) name = name.substr(0, 31) + "_" + base::sha256(id).substr(0, 8);
  return name;
}

std::string BodyWriter::bookmarked(std::string_view id, const std::string& inside) {
  if (id.empty()) return inside;
  const std::string name = bookmark_name(id);
  if (!bookmarks_.insert(name).second) return inside;
  const int n = ++bookmark_;
  return fmt::format("<w:bookmarkStart w:id=\"{0}\" w:name=\"{1}\"/>{2}<w:bookmarkEnd w:id=\"{0}\"/>", n, name, inside);
}

std::string BodyWriter::paragraph(std::string_view style, const std::string& content, const Setting& s,
                                  std::string_view bidi, std::string_view before, std::string_view numbers,
                                  std::string_view indentation, std::string_view after) {
  std::string ppr = "<w:pStyle w:val=\"" + escaped(shell_.style(style)) + "\"/>";
  ppr += before;
  ppr += numbers;
  ppr += s.border;
  ppr += bidi;
  ppr += s.spacing;
  if (!indentation.empty()) {
    ppr += indentation;
  } else if (s.left > 0) {
    ppr += s.border.empty() ? fmt::format("<w:ind w:left=\"{}\"/>", s.left)
                            : fmt::format("<w:ind w:left=\"{}\" w:right=\"113\"/>", s.left);
  }
  ppr += after;
  return "<w:p><w:pPr>" + ppr + "</w:pPr>" + content + "</w:p>\n";
}

std::string BodyWriter::run_properties(const TextStyle& style, std::string_view character_style,
                                       std::string_view text) const {
  std::string p;
  if (style.code && character_style.empty()) character_style = "VerbatimChar";
  if (!character_style.empty()) p += "<w:rStyle w:val=\"" + escaped(shell_.style(character_style)) + "\"/>";
  if (style.strong) p += "<w:b/><w:bCs/>";
  if (style.emphasis) p += "<w:i/><w:iCs/>";
  if (style.strike) p += "<w:strike/>";
  if (right_to_left(text)) p += "<w:rtl/>";
  return p;
}

std::string BodyWriter::relation(std::string_view type, const std::string& target, bool external) {
  for (const DocxRelation& r : out_.relations) {
    if (r.target == target && r.type == type) return r.id;
  }
  out_.relations.push_back(
      {fmt::format("rId{}", static_cast<std::size_t>(shell_.relations_taken) + out_.relations.size()),
       std::string(type), target, external});
  return out_.relations.back().id;
}

std::string BodyWriter::inlines(const Inlines& all) {
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
      out +=
          docx_run("[" + one_line(p->question) + "]", "<w:rStyle w:val=\"" + escaped(shell_.style("Prompt")) + "\"/>");
    } else {
      out += "<w:r><w:br/></w:r>";
    }
  }
  return out;
}

void BodyWriter::blocks(const Blocks& all, const Setting& s) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Block& b = all[i];
    if (std::holds_alternative<Heading>(b.value)) keep_with_next(all, i, s);
    // Boxes with equal borders that touch become one, which is wanted of questions in a row; a box ends in an empty
    // line otherwise, unless a heading follows, which brings room of its own.
    prompt_follows_ = i + 1 < all.size() && is_prompt(all[i + 1]);
    const auto next = i + 1 < all.size() ? outline_.level.find(&all[i + 1]) : outline_.level.end();
    heading_follows_ = next != outline_.level.end() && next->second != 1;
    table_follows_ = i + 1 < all.size() && std::holds_alternative<Table>(all[i + 1].value);
    std::visit([&](const auto& v) { block(b, v, s); }, b.value);
  }
}

/// A bookmark for a block without a paragraph of its own.
void BodyWriter::anchor(const Block& b) {
  if (!b.id.empty()) out_.xml += bookmarked(b.id, "");
}

void BodyWriter::block(const Block& b, const Heading& h, const Setting& s) {
  const auto found = outline_.level.find(&b);
  if (found == outline_.level.end() || found->second == 1) return;
  const int level = found->second - 1;
  static constexpr double heights[] = {0, 60, 40, 34, 34, 34, 34};
  advance(heights[level] - 14 + 14 * lines(plain(h.text), level == 1 ? 16 : 13, s.width_twips));
  if (!b.id.empty()) pages_[b.id] = page_;
  Setting bare = s;
  bare.border.clear();
  out_.xml += paragraph(fmt::format("Heading{}", level), bookmarked(b.id, inlines(h.text)), bare,
                        docx_direction(plain(h.text)));
}

void BodyWriter::block(const Block& b, const Paragraph& p, const Setting& s) {
  const std::string text = plain(p.text);
  if (base::trimmed(text).empty()) return;
  const std::string content = outline_.linked.count(b.id) != 0 ? bookmarked(b.id, inlines(p.text)) : inlines(p.text);
  advance(14.3 * lines(text, 10.5, s.width_twips - s.left) + 7);
  // A sentence or two before a table introduce it.
  const bool leads = leads_on(p.text) || (table_follows_ && text.size() < 240);
  out_.xml += paragraph(s.style, content, s, docx_direction(text),
                        leads     ? "<w:keepNext/>"
                        : in_box_ ? "<w:keepLines/>"
                                  : "");
}

void BodyWriter::block(const Block& b, const Quote& q, const Setting& s) {
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

void BodyWriter::block(const Block& b, const CodeBlock& c, const Setting& s) {
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

void BodyWriter::block(const Block& b, const PageBreak&, const Setting&) {
  anchor(b);
  out_.xml += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n";
  ++page_;
  used_ = 14;
}

void BodyWriter::block(const Block& b, const Rule&, const Setting&) {
  if (outline_.linked.count(b.id) != 0) anchor(b);
  out_.xml +=
      "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" "
      "w:color=\"B1B4B6\"/></w:pBdr><w:spacing w:before=\"120\" w:after=\"240\"/></w:pPr></w:p>\n";
  advance(24);
}

DocxBody docx_body(const Document& document, const Outline& outline, const DocxShell& shell) {
  return BodyWriter(document, outline, shell).write();
}

}  // namespace debrief::reports
