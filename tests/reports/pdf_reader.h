// A PDF as a reader with ears has it: the structure tree with the text of each element, and what each page marks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace debrief::pdf {

/// What a page's content shows.
///
/// texts        of each marked sequence, by its number
/// untagged     something is drawn neither in a marked sequence nor as an artifact
/// nested       an artifact in tagged content, or the other way round
/// cmyk         colours other than grey and RGB are used
/// notdef       a glyph that stands for no letter is shown
struct PageContent {
  std::map<int, std::string> texts;
  std::string loose;  // text of artifacts
  bool untagged = false;
  bool artifact_in_content = false;
  bool content_in_artifact = false;
  bool cmyk = false;
  bool notdef = false;
  bool twice = false;  // a number used for two sequences
};

struct Node {
  std::string type;
  QPDFObjectHandle object;
  const Node* parent = nullptr;
  std::vector<std::unique_ptr<Node>> kids;
  /// Content and kids in order: a kid's place, or text.
  struct Part {
    const Node* kid = nullptr;
    std::string text;
    std::size_t page = 0;
  };
  std::vector<Part> parts;
  std::vector<QPDFObjectHandle> annotations;
};

/// A file read whole. Throws QPDFExc where it is no PDF.
class File {
 public:
  explicit File(const std::string& bytes);

  QPDF& qpdf() { return *qpdf_; }
  QPDFObjectHandle root() const { return qpdf_->getRoot(); }
  const std::vector<PageContent>& pages() const { return pages_; }
  /// The element below the structure tree's root; nullptr where there is no tree.
  const Node* tree() const { return tree_.get(); }
  /// Marked sequences that no element names, as "page/number".
  const std::set<std::string>& unread() const { return unread_; }
  /// Marked sequences named that are not there, or whose parent tree names another element.
  const std::set<std::string>& astray() const { return astray_; }

  /// Elements of a type in reading order; all for "".
  std::vector<const Node*> all(std::string_view type) const;

 private:
  std::unique_ptr<Node> element(const QPDFObjectHandle& object, const Node* parent);

  std::unique_ptr<QPDF> qpdf_;
  std::vector<PageContent> pages_;
  std::map<QPDFObjGen, std::size_t> page_of_;
  std::map<long long, QPDFObjectHandle> parents_;
  std::unique_ptr<Node> tree_;
  std::set<std::string> unread_;
  std::set<std::string> astray_;
};

/// The text of an element in the order of reading, without those elements that `without` names.
std::string spoken(const Node& node, const std::set<std::string>& without = {});

/// The pages that an element's content stands on.
std::set<std::size_t> pages_of(const Node& node);

/// The file with something changed, written again.
std::string changed(const std::string& bytes, const std::function<void(QPDF&)>& change);

/// Faults against PDF/UA-1 and PDF/A-2a, each a line that starts with standard and clause: "ua 7.3-1 …", "a 6.2.3 …".
std::vector<std::string> faults(const std::string& bytes);

}  // namespace debrief::pdf
