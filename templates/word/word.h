// Word templates: a person's own .docx, filled through the template language.
//
// A template is worked on as a tree. Tags are found over the runs Word splits them into; tags of blocks must open and
// close among siblings; what is printed can only become text. Parts stand in memory as name -> bytes.
//
//   templates::word::Template t(parts);
//   if (t.faults().empty()) parts = t.fill(data, host, options);
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "templates/document.h"
#include "templates/engine/engine.h"

namespace debrief::templates::word {

/// The parts of a package in its order: "word/document.xml" and its bytes.
using Parts = std::vector<std::pair<std::string, std::string>>;

/// Where in a template something stands, as its author would look for it.
///
/// paragraph  which of the part's paragraphs, from 0, in the order of the file
/// near       the words of that paragraph, or of its table row where it has none but tags; shortened
/// tag        as written; "" where it is not about one
struct Place {
  std::string part;
  std::size_t paragraph = 0;
  std::string near;
  std::string tag;
};

struct Fault {
  Place place;
  std::string code;
  std::string message;
};

/// What a place for blocks is like.
///
/// part   it stands in: word/document.xml, word/header1.xml
/// style  id of the style of the paragraph it replaces; "" for none
/// width, height  of the text on a page, in twentieths of a point; in a cell its width
/// page   the page it begins on, counted by breaks before it, from 1
/// titled  the document's title stands in the part already
struct Slot {
  std::string part;
  std::string style;
  int width = 9000;
  int height = 13'000;
  int page = 1;
  bool titled = false;
};

/// A picture to stand in place of another: what its frame refers to, and the words that stand for it.
struct Picture {
  std::string relation;
  std::string vector_relation;  // of the same as SVG; "" for none
  std::string alt;
};

/// What a template can ask for besides text. Each gives Word's XML, fit to stand among paragraphs, whose ids need not
/// be unique yet. Throw base::Error for a name that is not there.
class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;
  /// Of the document whose body can be put in.
  virtual std::string title() const = 0;
  virtual std::string body(const Slot& slot) = 0;
  virtual std::string markdown(const std::string& text, const Slot& slot) = 0;
  virtual std::string chart(const std::string& name, const Slot& slot) = 0;
  virtual std::string table(const std::string& name, const Slot& slot) = 0;
  /// kind "chart" or "image"; width and height in 914,400ths of an inch.
  virtual Picture picture(std::string_view kind, const std::string& name, const std::string& part, long width,
                          long height) = 0;
};

/// with_body  `{{ body }}` is the document's body; otherwise a field like any other
struct Options {
  bool with_body = true;
};

class Template {
 public:
  /// Reads and checks. Throws base::Error(refused): word-malformed (no Word document, XML that is not well-formed,
  /// nested too deep or with a DTD), word-macros.
  explicit Template(Parts parts, const Options& options = {});
  ~Template();
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;

  /// Whether there is any tag.
  bool has_tags() const;
  /// Whether `{{ body }}` stands in it.
  bool has_body() const;
  const Parts& parts() const;

  /// Blocks that do not close, tags Word templates do not have, tracked changes; in order of the parts.
  /// Codes: word-block-apart, word-block-open, word-tag-open, word-tag-unknown, word-tag-not-alone,
  /// word-tracked-changes.
  const std::vector<Fault>& faults() const;

  /// Mistakes of the language and the fields used. In its places `file` is a part and `line` stands for a tag: place()
  /// says which.
  TemplateCheck check() const;
  Place place(const std::string& part, int line) const;

  /// The package filled with `data`, an object. Throws base::Error(refused), the first of faults(), or one of the
  /// engine's codes; the message begins "PART: near "text": ". Ids are unique, cells end in paragraphs, rows without
  /// cells and tables without rows are gone.
  Parts fill(const nlohmann::ordered_json& data, Host& host, const RenderOptions& options) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// "word/document.xml: near "Dear {{ nam }}": message".
std::string said(const Fault& fault);

/// The words of every paragraph and the alternative texts of every picture, part by part: all that a reader can see.
std::vector<std::pair<std::string, std::string>> texts(const Parts& parts);

/// A copy of a template with a comment of the author "Debrief" at each mistake, one comment for each. What stands where
/// Word takes no comments (a header, a text box) is remarked at the paragraph nearest in the text.
/// when  RFC 3339, of the comments
Parts marked(const Parts& parts, const std::vector<Fault>& faults, const std::string& when);

}  // namespace debrief::templates::word
