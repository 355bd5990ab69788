// The shape of an XML document: which element is a record, and what becomes of what stands in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace debrief::import {

/// All elements of one name at one place ("rss/channel/item"), counted over the document.
///
/// count     how often it stands there
/// filled    how often it holds text
/// repeated  more than once in one and the same parent
/// list      gathered as a list of the record; set by `record_of`
struct XmlNode {
  std::string name;
  XmlNode* parent = nullptr;
  std::vector<std::unique_ptr<XmlNode>> children;
  std::vector<std::string> attributes;
  std::int64_t count = 0;
  std::int64_t filled = 0;
  bool repeated = false;
  std::size_t depth = 0;

  bool leaf() const { return children.empty(); }
  XmlNode* child(std::string_view name);
  const XmlNode* child(std::string_view name) const;
};

/// Builds the tree of nodes while a document is read. Throws base::Error unpacks-too-large (status 5) for documents
/// with more kinds of elements than any export has.
class XmlShape {
 public:
  void begin(std::string_view name, const char** attributes);
  void text(std::string_view text);
  void end();
  /// The root element; nullptr before it began.
  XmlNode* root() const { return root_.get(); }

 private:
  struct Open {
    XmlNode* node = nullptr;
    std::vector<const XmlNode*> seen;
    bool filled = false;
  };
  std::unique_ptr<XmlNode> root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

/// The element that is a record: the outermost that repeats and holds fields; else the one by a usual name; else
/// what holds the most fields. nullptr when nothing holds two fields.
const XmlNode* record_of(const XmlNode& root);

/// An element of one record, as read.
struct XmlElement {
  const XmlNode* node = nullptr;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;
  std::vector<XmlElement> children;
};

}  // namespace debrief::import
