// What is put into somebody's own Word package: blocks, pictures, and the entries they need.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/docx/body.h"
#include "reports/package.h"
#include "templates/document.h"

namespace debrief::reports {

/// Where blocks come to stand.
///
/// part    "word/document.xml", "word/header1.xml"
/// style   id of the style of ordinary paragraphs there; "" for the template's normal one
/// width, height  of the text on a page, in twentieths of a point
/// page    the page they begin on, as far as known
/// titled  the document's title stands there already
struct InsertPlace {
  std::string part;
  std::string style;
  int width = 9000;
  int height = 13'000;
  int page = 1;
  bool titled = false;
};

/// Relationship ids of a picture, and of the same as SVG; "" for none.
struct InsertedPicture {
  std::string relation;
  std::string vector_relation;
};

/// Collects what a filled template needs, and enters it in the end.
///
///   DocxInserts inserts(parts);
///   xml = inserts.blocks(document, place);   // to be put among the paragraphs of the part
///   inserts.enter(parts, meta);
///
/// Styles are the template's own, found by name, also where they are named in another language; those it lacks are
/// added when first needed. Each ordered list gets its own w:num.
class DocxInserts {
 public:
  /// template_parts  as they were before filling
  explicit DocxInserts(const std::vector<Part>& template_parts);
  ~DocxInserts();
  DocxInserts(const DocxInserts&) = delete;
  DocxInserts& operator=(const DocxInserts&) = delete;

  /// Word's XML of a document; its title stands above unless the place has it.
  std::string blocks(const templates::Document& document, const InsertPlace& place);

  /// A chart drawn to fill a frame, in 914,400ths of an inch.
  InsertedPicture chart(const templates::Chart& chart, const std::string& part, long width, long height);

  /// A PNG or JPEG, without what it says of camera, place and author. Throws base::Error picture-unknown.
  InsertedPicture image(std::string_view bytes, const std::string& part);

  /// Enters relationships, media, lists, styles and content types, makes a .docx of a .dotx, and writes docProps anew:
  /// author, company and dates are those of `meta`, a title it does not have is left as it was.
  void enter(std::vector<Part>& filled, const templates::Meta& meta);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// A picture without what it says of camera, place and author: EXIF, XMP, comments. `extension` becomes "png" or
/// "jpeg". Throws base::Error picture-unknown for anything else.
std::string bare_picture(std::string_view bytes, std::string& extension);

/// The bytes of a "data:image/png;base64,…" address. Throws base::Error picture-unknown.
std::string picture_of_address(std::string_view address);

/// docProps/core.xml and docProps/app.xml.
std::string docx_core(const templates::Meta& meta, std::string_view title);
std::string docx_app(const templates::Meta& meta);
/// What a copy of the file is known again by.
std::string docx_custom(const templates::Meta& meta);

/// The English name under which Word keeps a built-in style, for the name another program or language gave it:
/// "Überschrift 1" -> "heading 1"; folded. "" where it is not known to be one.
std::string built_in_style(std::string_view name);

/// A part we bring along, by its name below reports/docx/; "" where there is none.
std::string docx_part(std::string_view name);
/// The styles among them.
std::string our_docx_styles();

}  // namespace debrief::reports
