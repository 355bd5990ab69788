// The body of a Word document: blocks become paragraphs and tables, with what they refer to.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reports/outline.h"
#include "reports/package.h"
#include "templates/document.h"

namespace debrief::reports {

/// The page, in twentieths of a point. A4 with margins of 2 cm unless a house style says otherwise.
struct DocxPage {
  int width = 11906;
  int height = 16838;
  int left = 1134;
  int right = 1134;
  int top = 1304;
  int bottom = 1304;
  int text_width() const { return width - left - right; }
  int text_height() const { return height - top - bottom; }
};

/// A paragraph style that makes a list: its kind of list (w:abstractNum) and the level in that.
struct DocxListStyle {
  std::string style;
  int abstract = 0;
  int level = 0;
};

/// What the body comes to stand in.
///
/// styles     our style id -> the id in the styles part used; ids that are not in it stand for themselves
/// titled     the title stands there already: the body begins below it
/// …_taken    how many ids, list numbers and relationships others have: the body's come after them
/// lead       first letters of the names of its pictures
/// bullets, numbers  styles for lists by level, instead of ours
struct DocxShell {
  DocxPage page;
  std::map<std::string, std::string, std::less<>> styles;
  bool titled = false;
  int first_page = 1;
  int ids_taken = 0;
  int lists_taken = 0;
  int abstracts_taken = 0;
  int relations_taken = 100;
  std::string lead;
  std::vector<DocxListStyle> bullets, numbers;
  std::string style(std::string_view ours) const;
};

/// A relationship of word/document.xml, besides the fixed ones.
struct DocxRelation {
  std::string id;
  std::string type;  // last part of the type's address: image, hyperlink
  std::string target;
  bool external = false;
};

/// xml        what stands inside w:body before w:sectPr
/// media      word/media/… in order
/// abstracts  the kinds of list, w:abstractNum
/// lists      one w:num for each list, so that each counts from its own start
/// ids        how many ids were given to bookmarks, drawings and controls, each kind from `ids_taken` on
struct DocxBody {
  std::string xml;
  std::vector<DocxRelation> relations;
  std::vector<Part> media;
  std::string abstracts;
  std::string lists;
  int list_count = 0;
  int ids = 0;
};

/// word/numbering.xml with the lists of a body.
std::string docx_numbering(const DocxBody& body);

DocxBody docx_body(const templates::Document& document, const Outline& outline, const DocxShell& shell);

/// `<w:r>` with text that keeps its blanks; "" for no text.
std::string docx_run(std::string_view text, std::string_view properties = {});

/// A field with a value already in it: PAGE, SEQ, PAGEREF.
std::string docx_field(std::string_view instruction, std::string_view value, std::string_view properties = {});

/// A shell that uses the styles and page of another .docx, and the parts that replace ours (styles, theme, fonts).
/// Styles of ours that the other file has under the same name, in whatever language, are mapped to it, others are
/// added. Throws base::Error (house-style-unreadable).
///
/// table, bullets, numbers  what a body standing in that file itself can use besides: "" and empty where it has none
struct HouseStyle {
  DocxShell shell;
  std::string styles;
  std::string theme;  // "" when the file has none
  std::string table;
  std::vector<DocxListStyle> bullets, numbers;
};
HouseStyle house_style(const std::vector<Part>& package, std::string_view our_styles);

}  // namespace debrief::reports
