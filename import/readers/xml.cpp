// XML: an element that repeats is a record; its attributes, its children and theirs are columns.

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/readers/reader.h"
#include "import/xml/sax.h"
#include "import/xml/shape.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_columns = 4000;
constexpr std::size_t largest_record = 64U << 20U;

/// One record with all that stands in it, and the line it starts in.
struct Found {
  XmlElement element;
  std::int64_t line = 0;
};

/// The records of a document, one after the other.
class XmlRecords {
 public:
  XmlRecords(const Source& source, std::string_view encoding, const XmlNode& root, const XmlNode& record)
      : root_(root), record_(record), file_(source, encoding, listener()) {}

  bool next(Found& found) {
    while (ready_.empty() && file_.step()) {
    }
    if (ready_.empty()) return false;
    found = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }
  const XmlFile& file() const { return file_; }

 private:
  XmlListener listener() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) { begin(name, attributes); };
    l.text = [this](std::string_view text) {
      if (open_.empty()) return;
      count(text.size());
      open_.back()->text += text;
    };
    l.end = [this](std::string_view) { end(); };
    return l;
  }

  void begin(std::string_view name, const char** attributes) {
    const XmlNode* node = path_.empty() ? &root_ : path_.back() == nullptr ? nullptr : path_.back()->child(name);
    path_.push_back(node);
    XmlElement* element = nullptr;
    if (!open_.empty()) {
      element = &open_.back()->children.emplace_back();
    } else if (node == &record_) {
      found_ = {};
      found_.line = file_.line();
      size_ = 0;
      element = &found_.element;
    } else {
      return;
    }
    element->node = node;
    for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
      count(std::string_view(attributes[i + 1]).size() + 64);
      element->attributes.emplace_back(attributes[i], attributes[i + 1]);
    }
    count(sizeof(XmlElement));
    open_.push_back(element);
  }

  void end() {
    path_.pop_back();
    if (open_.empty()) return;
    open_.pop_back();
    if (open_.empty()) ready_.push_back(std::move(found_));
  }

  void count(std::size_t bytes) {
    size_ += bytes;
    if (size_ <= largest_record) return;
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      fmt::format("a record of the file takes more than {} MB", largest_record >> 20U),
                      "look at what the file holds");
  }

  const XmlNode& root_;
  const XmlNode& record_;
  std::vector<const XmlNode*> path_;
  std::vector<XmlElement*> open_;  // children are added to the innermost only, so these stay where they are
  Found found_;
  std::size_t size_ = 0;
  std::deque<Found> ready_;
  XmlFile file_;
};

/// The text of an element; what it is shown as, where the source says both (ServiceNow references).
std::string_view text_of(const XmlElement& e) {
  for (const auto& [key, value] : e.attributes) {
    if (key == "display_value" && !value.empty()) return base::trimmed(value);
  }
  return base::trimmed(e.text);
}

/// Elements of one kind that stand together as a list: they repeat, or stand in an element named for them.
bool is_list(const XmlNode& n) {
  if (n.repeated) return true;
  if (n.parent == nullptr || n.parent->children.size() != 1) return false;
  const std::string name = base::ascii_lower(n.name);
  const std::string around = base::ascii_lower(n.parent->name);
  return around == name + "s" || around == name + "list" || around == name + "_list" || around == name + "es";
}

/// The texts of all children whose name ends like this; "" without.
std::string texts_ending(const XmlElement& e, std::initializer_list<std::string_view> endings) {
  std::string out;
  for (const auto& c : e.children) {
    const std::string name = base::ascii_lower(c.node->name);
    if (std::none_of(endings.begin(), endings.end(), [&](std::string_view end) { return name.ends_with(end); })) continue;
    std::string text(text_of(c));
    for (const auto& inner : c.children) {
      const auto t = text_of(inner);
      if (!t.empty()) text += (text.empty() ? "" : "; ") + std::string(t);
    }
    if (!text.empty()) out += (out.empty() ? "" : "; ") + text;
  }
  return out;
}

/// Lists of names with values, such as Jira's custom fields, are columns by those names.
bool holds_named_values(const XmlNode& n) {
  bool name = false;
  bool value = false;
  for (const auto& c : n.children) {
    const std::string low = base::ascii_lower(c->name);
    name = name || (low.ends_with("name") && c->leaf());
    value = value || low.ends_with("value") || low.ends_with("values");
  }
  return name && value && n.children.size() <= 3;
}

/// One record as flat keys with texts, and its lists.
struct FlatRecord {
  std::vector<std::pair<std::string, std::string>> cells;
  std::vector<NestedList> lists;

  void put(const std::string& key, std::string_view text) {
    for (auto& [known, value] : cells) {
      if (known != key) continue;
      if (!text.empty()) value += (value.empty() ? "" : "; ") + std::string(text);
      return;
    }
    cells.emplace_back(key, std::string(text));
  }
  NestedList& list(const std::string& name) {
    for (auto& l : lists) {
      if (l.name == name) return l;
    }
    return lists.emplace_back(NestedList{name, {}});
  }
};

void flatten(const XmlElement& e, const std::string& prefix, FlatRecord& out);

void item_of(const XmlElement& e, FlatRecord& out) {
  FlatRecord inner;
  flatten(e, "", inner);
  if (const auto text = text_of(e); !text.empty()) inner.put("text", text);
  NestedItem item(inner.cells.begin(), inner.cells.end());
  const bool wrapped = e.node->parent != nullptr && e.node->parent->children.size() == 1;
  out.list(wrapped ? e.node->parent->name : e.node->name).items.push_back(std::move(item));
}

void flatten(const XmlElement& e, const std::string& prefix, FlatRecord& out) {
  for (const auto& [key, value] : e.attributes) {
    if (key == "display_value" || key.starts_with("xmlns") || key.starts_with("xml:") || key.find(":nil") != key.npos) continue;
    out.put(prefix + std::string(local_name(key)), base::trimmed(value));
  }
  for (const auto& c : e.children) {
    if (c.node == nullptr) continue;
    const std::string key = prefix + c.node->name;
    const bool plain = c.node->leaf() && c.node->attributes.empty();
    if (!plain && holds_named_values(*c.node)) {
      const std::string name = texts_ending(c, {"name"});
      if (!name.empty()) {
        const bool wrapped = c.node->parent->children.size() == 1 && !prefix.empty();
        out.put((wrapped ? prefix : key + ".") + name, texts_ending(c, {"value", "values"}));
      }
    } else if (!plain && is_list(*c.node)) {
      item_of(c, out);
    } else {
      if (c.node->leaf() || c.node->filled > 0) out.put(key, text_of(c));
      flatten(c, key + ".", out);
    }
  }
}

class XmlReader final : public Reader {
 public:
  XmlReader(const Source& source, const Options& options) : source_(source), asked_encoding_(options.encoding) {
    survey();
    rewind();
  }

  const Table& table() const override { return table_; }
  std::uint64_t bytes_done() const override { return records_ ? records_->file().bytes_read() : 0; }

  void rewind() override {
    records_ = std::make_unique<XmlRecords>(source_, asked_encoding_, *shape_.root(), *record_);
    number_ = 0;
  }

  bool next(Row& row) override {
    row.clear();
    Found found;
    if (!records_->next(found)) return false;
    flat_ = {};
    flatten(found.element, "", flat_);
    row.number = ++number_;
    row.line = found.line;
    row.cells.assign(table_.columns.size(), std::string_view());
    for (const auto& [key, text] : flat_.cells) {
      const auto it = index_.find(key);
      if (it != index_.end()) row.cells[it->second] = text;
    }
    row.lists = std::move(flat_.lists);
    return true;
  }

 private:
  /// Twice through the file: what it is made of, then which columns its records have.
  void survey() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) { shape_.begin(name, attributes); };
    l.text = [this](std::string_view text) { shape_.text(text); };
    l.end = [this](std::string_view) { shape_.end(); };
    XmlFile file(source_, asked_encoding_, l);
    while (file.step()) {
    }
    table_.format = "xml";
    table_.encoding = file.encoding();
    record_ = record_of(*shape_.root());
    if (record_ == nullptr) {
      throw base::Error(base::Status::refused, "no-rows",
                        fmt::format("{}: this is XML, but no element of it holds the fields of a record", source_.name()),
                        "export the log as a list, or as CSV, Excel or JSON");
    }
    XmlRecords records(source_, asked_encoding_, *shape_.root(), *record_);
    Found found;
    while (records.next(found)) {
      FlatRecord flat;
      flatten(found.element, "", flat);
      for (const auto& [key, text] : flat.cells) {
        if (index_.contains(key)) continue;
        if (table_.columns.size() >= most_columns) {
          too_many_ = true;
          continue;
        }
        index_.emplace(key, table_.columns.size());
        table_.columns.push_back(key);
      }
      for (const auto& list : flat.lists) {
        if (std::find(table_.lists.begin(), table_.lists.end(), list.name) == table_.lists.end())
          table_.lists.push_back(list.name);
      }
    }
    if (too_many_) {
      table_.findings.push_back(
          warning("too-many-columns",
                  fmt::format("the records have more than {} different fields; the rest is left out", most_columns), {},
                  place_of(source_.name())));
    }
  }

  const Source& source_;
  std::string asked_encoding_;
  Table table_;
  XmlShape shape_;
  const XmlNode* record_ = nullptr;
  std::unordered_map<std::string, std::size_t> index_;
  bool too_many_ = false;
  std::unique_ptr<XmlRecords> records_;
  FlatRecord flat_;
  std::int64_t number_ = 0;
};

int likelihood(const Source& source) { return xml_likelihood(source); }

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  return std::make_unique<XmlReader>(source, options);
}

constexpr std::array<std::string_view, 1> formats{"xml"};

}  // namespace

extern const ReaderKind xml{
    .id = "xml",
    .title = "XML, one element a record",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
