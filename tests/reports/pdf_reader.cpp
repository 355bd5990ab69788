// Reads structure and text of a PDF with libqpdf.

#include "pdf_reader.h"

#include <qpdf/Buffer.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace debrief::pdf {

namespace {

using Handle = QPDFObjectHandle;

std::string utf8_of(std::string_view utf16) {
  return Handle::newString("\xFE\xFF" + std::string(utf16)).getUTF8Value();
}

/// What a font's codes stand for, by its ToUnicode map.
struct Font {
  std::size_t width = 1;
  std::map<unsigned, std::string> letters;
};

unsigned number(std::string_view bytes) {
  unsigned n = 0;
  for (const char c : bytes) n = n << 8U | static_cast<unsigned char>(c);
  return n;
}

Font font_of(Handle font) {
  Font out;
  out.width = font.getKey("/Subtype").isNameAndEquals("/Type0") ? 2 : 1;
  Handle map = font.getKey("/ToUnicode");
  if (!map.isStream()) return out;
  const auto data = map.getStreamData(qpdf_dl_generalized);
  const std::string text(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  struct Reader : Handle::ParserCallbacks {
    Font* font = nullptr;
    std::vector<Handle> operands;
    void handleObject(Handle o) override {
      if (!o.isOperator()) {
        operands.push_back(o);
        return;
      }
      const std::string op = o.getOperatorValue();
      if (op == "endbfchar") {
        for (std::size_t i = 0; i + 1 < operands.size(); i += 2)
          font->letters[number(operands[i].getStringValue())] = utf8_of(operands[i + 1].getStringValue());
      } else if (op == "endbfrange") {
        for (std::size_t i = 0; i + 2 < operands.size(); i += 3) {
          const unsigned from = number(operands[i].getStringValue());
          const unsigned until = number(operands[i + 1].getStringValue());
          for (unsigned n = from; n <= until; ++n) {
            if (operands[i + 2].isArray()) {
              font->letters[n] = utf8_of(operands[i + 2].getArrayItem(static_cast<int>(n - from)).getStringValue());
            } else {
              std::string to = operands[i + 2].getStringValue();
              to.back() = static_cast<char>(to.back() + static_cast<int>(n - from));
              font->letters[n] = utf8_of(to);
            }
          }
        }
      }
      operands.clear();
    }
    void handleEOF() override {}
  } reader;
  reader.font = &out;
  auto holder = QPDF::create();
  holder->emptyPDF();
  Handle::parseContentStream(Handle::newStream(holder.get(), text), &reader);
  return out;
}

/// Follows a page's content from operator to operator.
class ContentReader : public Handle::ParserCallbacks {
 public:
  ContentReader(Handle resources, PageContent& out) : resources_(resources), out_(out) {}

  void handleObject(Handle o) override {
    if (!o.isOperator()) {
      operands_.push_back(o);
      return;
    }
    const std::string op = o.getOperatorValue();
    if (op == "BDC" || op == "BMC") {
      begin();
    } else if (op == "EMC") {
      if (!marks_.empty()) marks_.pop_back();
    } else if (op == "Tf" && operands_.size() == 2) {
      font(operands_[0].getName());
    } else if (op == "Tj" || op == "'" || op == "\"") {
      if (!operands_.empty()) show(operands_.back());
    } else if (op == "TJ" && !operands_.empty()) {
      for (const Handle& part : operands_.back().getArrayAsVector()) show(part);
    }
    static const std::set<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Tj", "TJ", "Do", "sh"};
    if (paints.count(op) != 0 && marks_.empty()) out_.untagged = true;
    static const std::set<std::string> inks{"k", "K"};
    if (inks.count(op) != 0) out_.cmyk = true;
    operands_.clear();
  }
  void handleEOF() override {}

 private:
  struct Mark {
    int number = -1;
    bool artifact = false;
    bool replaced = false;  // its text is given, and stands for what is drawn
  };

  void begin() {
    Mark m;
    if (!marks_.empty()) m = marks_.back();
    const std::string tag = operands_.empty() ? "" : operands_[0].getName();
    const bool inside_content = m.number >= 0;
    if (tag == "/Artifact") {
      if (inside_content) out_.artifact_in_content = true;
      m.artifact = true;
      m.number = -1;
    } else if (operands_.size() > 1 && operands_[1].isDictionary()) {
      Handle properties = operands_[1];
      if (properties.hasKey("/MCID")) {
        if (m.artifact) out_.content_in_artifact = true;
        m.number = properties.getKey("/MCID").getIntValueAsInt();
        if (!out_.texts.try_emplace(m.number).second) out_.twice = true;
      }
      if (properties.hasKey("/ActualText")) {
        add(m, properties.getKey("/ActualText").getUTF8Value());
        m.replaced = true;
      }
    }
    marks_.push_back(m);
  }

  void font(const std::string& name) {
    const auto [at, fresh] = fonts_.try_emplace(name);
    if (fresh) at->second = font_of(resources_.getKey("/Font").getKey(name));
    font_ = &at->second;
  }

  void show(Handle part) {
    if (!part.isString() || font_ == nullptr) return;
    const std::string codes = part.getStringValue();
    std::string text;
    for (std::size_t i = 0; i + font_->width <= codes.size(); i += font_->width) {
      const unsigned code = number(std::string_view(codes).substr(i, font_->width));
      if (code == 0 && font_->width == 2) out_.notdef = true;
      const auto letter = font_->letters.find(code);
      text += letter == font_->letters.end() ? "\xEF\xBF\xBD" : letter->second;
    }
    if (marks_.empty() || !marks_.back().replaced) add(marks_.empty() ? Mark{} : marks_.back(), text);
  }

  void add(const Mark& m, const std::string& text) { (m.number >= 0 ? out_.texts[m.number] : out_.loose) += text; }

  Handle resources_;
  PageContent& out_;
  std::vector<Handle> operands_;
  std::vector<Mark> marks_;
  std::map<std::string, Font> fonts_;
  const Font* font_ = nullptr;
};

void number_tree(Handle node, std::map<long long, Handle>& out, int depth = 0) {
  if (!node.isDictionary() || depth > 20) return;
  Handle nums = node.getKey("/Nums");
  for (int i = 0; nums.isArray() && i + 1 < nums.getArrayNItems(); i += 2)
    out[nums.getArrayItem(i).getIntValue()] = nums.getArrayItem(i + 1);
  Handle kids = node.getKey("/Kids");
  for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i) number_tree(kids.getArrayItem(i), out, depth + 1);
}

std::string place(std::size_t page, int number) { return std::to_string(page) + "/" + std::to_string(number); }

}  // namespace

File::File(const std::string& bytes) : qpdf_(std::make_unique<QPDF>()) {
  qpdf_->setSuppressWarnings(true);
  qpdf_->processMemoryFile("tested", bytes.data(), bytes.size());
  for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(*qpdf_).getAllPages()) {
    page_of_[page.getObjectHandle().getObjGen()] = pages_.size();
    PageContent& content = pages_.emplace_back();
    ContentReader reader(page.getAttribute("/Resources", false), content);
    page.parseContents(&reader);
  }
  Handle tree = root().getKey("/StructTreeRoot");
  if (!tree.isDictionary()) return;
  number_tree(tree.getKey("/ParentTree"), parents_);
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    for (const auto& [number, text] : pages_[i].texts) unread_.insert(place(i, number));
  }
  Handle top = tree.getKey("/K");
  if (top.isArray()) top = top.getArrayNItems() == 1 ? top.getArrayItem(0) : Handle::newNull();
  if (top.isDictionary()) tree_ = element(top, nullptr);
}

std::unique_ptr<Node> File::element(const Handle& given, const Node* parent) {
  Handle object = given;
  auto node = std::make_unique<Node>();
  node->object = object;
  node->parent = parent;
  const std::string type = object.getKey("/S").isName() ? object.getKey("/S").getName() : "/";
  node->type = type.substr(1);
  Handle kids = object.getKey("/K");
  std::vector<Handle> all;
  if (kids.isArray()) {
    all = kids.getArrayAsVector();
  } else if (!kids.isNull()) {
    all.push_back(kids);
  }
  for (Handle kid : all) {
    Handle page = object.getKey("/Pg");
    int number = -1;
    if (kid.isInteger()) {
      number = kid.getIntValueAsInt();
    } else if (kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/MCR")) {
      if (kid.hasKey("/Pg")) page = kid.getKey("/Pg");
      number = kid.getKey("/MCID").getIntValueAsInt();
    } else if (kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/OBJR")) {
      node->annotations.push_back(kid.getKey("/Obj"));
      continue;
    } else if (kid.isDictionary()) {
      node->kids.push_back(element(kid, node.get()));
      node->parts.push_back({node->kids.back().get(), "", 0});
      continue;
    }
    const auto at = page_of_.find(page.getObjGen());
    if (at == page_of_.end() || pages_[at->second].texts.count(number) == 0) {
      astray_.insert("?/" + std::to_string(number));
      continue;
    }
    unread_.erase(place(at->second, number));
    node->parts.push_back({nullptr, pages_[at->second].texts.at(number), at->second});
    Handle key = page.getKey("/StructParents");
    Handle row =
        key.isInteger() && parents_.count(key.getIntValue()) != 0 ? parents_.at(key.getIntValue()) : Handle::newNull();
    const bool known =
        row.isArray() && number < row.getArrayNItems() && row.getArrayItem(number).getObjGen() == object.getObjGen();
    if (!known) astray_.insert(place(at->second, number));
  }
  for (Handle annotation : node->annotations) {
    Handle key = annotation.isDictionary() ? annotation.getKey("/StructParent") : Handle::newNull();
    const bool known = key.isInteger() && parents_.count(key.getIntValue()) != 0 &&
                       parents_.at(key.getIntValue()).getObjGen() == object.getObjGen();
    if (!known) astray_.insert("annotation");
  }
  return node;
}

std::vector<const Node*> File::all(std::string_view type) const {
  std::vector<const Node*> out;
  const std::function<void(const Node&)> walk = [&](const Node& n) {
    if (type.empty() || n.type == type) out.push_back(&n);
    for (const auto& kid : n.kids) walk(*kid);
  };
  if (tree_ != nullptr) walk(*tree_);
  return out;
}

std::string spoken(const Node& node, const std::set<std::string>& without) {
  if (without.count(node.type) != 0) return {};
  Handle object = node.object;
  if (object.hasKey("/ActualText")) return object.getKey("/ActualText").getUTF8Value();
  std::string out;
  for (const Node::Part& p : node.parts) out += p.kid != nullptr ? spoken(*p.kid, without) : p.text;
  return out;
}

std::set<std::size_t> pages_of(const Node& node) {
  std::set<std::size_t> out;
  for (const Node::Part& p : node.parts) {
    if (p.kid == nullptr) {
      out.insert(p.page);
    } else {
      out.merge(pages_of(*p.kid));
    }
  }
  return out;
}

std::string changed(const std::string& bytes, const std::function<void(QPDF&)>& change) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile("changed", bytes.data(), bytes.size());
  change(pdf);
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.setNewlineBeforeEndstream(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace debrief::pdf
