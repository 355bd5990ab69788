// Finding the records of a document nobody described.

#include "import/xml/shape.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_nodes = 20'000;

// Elements that usually are a record, whatever stands around them.
constexpr std::array<std::string_view, 22> usual{
    "item",    "incident", "ticket",  "record",  "row",         "case",   "issue",   "entry",        "result", "request",
    "problem", "contact",  "call",    "alert",   "userrequest", "task",   "element", "conversation", "object", "event",
    "sc_task", "change"};

bool is_usual(const XmlNode& n) {
  const std::string name = base::ascii_lower(n.name);
  return std::find(usual.begin(), usual.end(), name) != usual.end();
}

/// Fields a record of this element would have of its own.
std::size_t fields(const XmlNode& n) {
  std::size_t out = n.attributes.size();
  for (const auto& c : n.children) out += c->leaf() ? 1 : 0;
  return out;
}

struct Best {
  const XmlNode* node = nullptr;
  double score = -1;
};

void weigh(const XmlNode& n, Best& best) {
  const std::size_t own = fields(n);
  if (own >= 2) {
    const double repeats = n.count > 1 ? 100 : 0;
    const double named = is_usual(n) ? 60 : 0;
    const double full = static_cast<double>(std::min<std::size_t>(own, 20));
    // The outermost wins among equals: comments repeat too, but inside the records.
    const double score = repeats + named + full - 25 * static_cast<double>(n.depth);
    if (score > best.score) best = {&n, score};
  }
  for (const auto& c : n.children) weigh(*c, best);
}

}  // namespace

XmlNode* XmlNode::child(std::string_view wanted) {
  for (const auto& c : children) {
    if (c->name == wanted) return c.get();
  }
  return nullptr;
}

const XmlNode* XmlNode::child(std::string_view wanted) const { return const_cast<XmlNode*>(this)->child(wanted); }

void XmlShape::begin(std::string_view name, const char** attributes) {
  XmlNode* parent = open_.empty() ? nullptr : open_.back().node;
  XmlNode* node = parent != nullptr ? parent->child(name) : root_.get();
  if (node == nullptr) {
    if (++nodes_ > most_nodes) {
      throw base::Error(base::Status::refused, "unpacks-too-large",
                        "the file has more kinds of elements than any export of a log",
                        "look at what the file holds");
    }
    auto fresh = std::make_unique<XmlNode>();
    node = fresh.get();
    node->name = std::string(name);
    node->parent = parent;
    node->depth = open_.size();
    (parent != nullptr ? parent->children.emplace_back() : root_) = std::move(fresh);
  }
  ++node->count;
  if (!open_.empty()) {
    auto& seen = open_.back().seen;
    if (std::find(seen.begin(), seen.end(), node) != seen.end()) {
      node->repeated = true;
    } else {
      seen.push_back(node);
    }
  }
  for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
    const std::string_view key(attributes[i]);
    if (key.starts_with("xmlns") || key.starts_with("xml:")) continue;
    if (std::find(node->attributes.begin(), node->attributes.end(), key) == node->attributes.end())
      node->attributes.emplace_back(key);
  }
  open_.push_back({node, {}, false});
}

void XmlShape::text(std::string_view text) {
  if (open_.empty() || open_.back().filled || base::trimmed(text).empty()) return;
  open_.back().filled = true;
  ++open_.back().node->filled;
}

void XmlShape::end() { open_.pop_back(); }

const XmlNode* record_of(const XmlNode& root) {
  Best best;
  weigh(root, best);
  return best.node;
}

}  // namespace debrief::import
