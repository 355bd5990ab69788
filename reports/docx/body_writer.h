// How the body of a Word document is written, block by block. The kinds of block stand in the files of this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reports/docx/body.h"
#include "reports/outline.h"
#include "templates/document.h"

namespace debrief::reports {

class BodyWriter {
 public:
  BodyWriter(const templates::Document& document, const Outline& outline, const DocxShell& shell)
      : document_(document),
        outline_(outline),
        shell_(shell),
        page_height_(shell.page.text_height() / 20.0),
        page_(shell.first_page),
        bookmark_(shell.ids_taken),
        controls_(shell.ids_taken) {}

  /// To be called once.
  DocxBody write();

 private:
  /// How paragraphs look where they stand: in a box, in a list, in a cell.
  struct Setting {
    std::string style = "Normal";
    std::string border;  // w:pBdr and w:shd
    std::string spacing;  // w:spacing, where it is not that of the style
    int left = 0;        // indentation, twentieths of a point
    int list_level = -1;
    int width_twips = 0;
  };

  // Text (body.cpp)
  std::string title_inlines();
  static std::string bookmark_name(std::string_view id);
  std::string bookmarked(std::string_view id, const std::string& inside);
  /// after: what comes after w:ind in the order of the schema (w:jc); before: w:keepNext and such; bidi: w:bidi.
  std::string paragraph(std::string_view style, const std::string& content, const Setting& s,
                        std::string_view bidi = {}, std::string_view before = {}, std::string_view numbers = {},
                        std::string_view indentation = {}, std::string_view after = {});
  std::string run_properties(const templates::TextStyle& style, std::string_view character_style,
                             std::string_view text) const;
  /// The id of a relationship of the document; the same for the same target.
  std::string relation(std::string_view type, const std::string& target, bool external);
  std::string inlines(const templates::Inlines& all);
  void blocks(const templates::Blocks& all, const Setting& s);
  /// A bookmark for a block without a paragraph of its own.
  void anchor(const templates::Block& b);

  void block(const templates::Block& b, const templates::Heading& h, const Setting& s);
  void block(const templates::Block& b, const templates::Paragraph& p, const Setting& s);
  void block(const templates::Block& b, const templates::List& l, const Setting& s);
  void block(const templates::Block& b, const templates::Table& t, const Setting& s);
  void block(const templates::Block& b, const templates::Figure& f, const Setting& s);
  void block(const templates::Block& b, const templates::Callout& c, const Setting& s);
  void block(const templates::Block& b, const templates::Passage& p, const Setting& s);
  void block(const templates::Block& b, const templates::Quote& q, const Setting& s);
  void block(const templates::Block& b, const templates::CodeBlock& c, const Setting& s);
  void block(const templates::Block& b, const templates::Contents&, const Setting& s);
  void block(const templates::Block& b, const templates::PageBreak&, const Setting& s);
  void block(const templates::Block& b, const templates::SignOff& s, const Setting& setting);
  void block(const templates::Block& b, const templates::Rule&, const Setting& s);

  // Captions (figures.cpp)
  void caption(const templates::Block& b, std::string_view kind, const std::string& text, const Setting& s,
               std::string_view keep);

  // Tables (tables.cpp)
  void row(const templates::Table& t, const templates::Row& r, const std::vector<int>& widths, bool head);

  // Boxes (boxes.cpp)
  Setting boxed(const Setting& s, std::string border) const;
  /// A low empty line.
  void spacer(const Setting& s);

  // Lists (lists.cpp)
  void number_lists();

  // Counting pages, for the numbers in the contents list. Word and LibreOffice put their own in when asked.
  // (contents.cpp)
  void advance(double points);
  static double lines(std::string_view text, double size, int twips);
  /// A heading goes to the next page together with what it must not be parted from: further headings and a picture.
  void keep_with_next(const templates::Blocks& all, std::size_t at, const Setting& s);
  void fill_contents();

  struct ListUse {
    bool ordered = false;
    int level = 0;
    int start = 1;
    int abstract = -1;  // of the template's own style; -1: ours
  };

  const templates::Document& document_;
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
  // What the block being written is followed by.
  bool prompt_follows_ = false;
  bool table_follows_ = false;
  bool heading_follows_ = false;
};

/// "<w:bidi/>" for text from right to left.
std::string docx_direction(std::string_view text);

}  // namespace debrief::reports
