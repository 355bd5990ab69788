// The rules of PDF/UA-1 and PDF/A-2a that documents like ours can break, by clause of ISO 14289-1 and ISO 19005-2.
// What stands behind a hyphen is the rule's number in the public validation profiles of those standards.

#include <algorithm>
#include <cstdlib>

#include <pugixml.hpp>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "pdf_reader.h"

namespace debrief::pdf {

namespace {

using Handle = QPDFObjectHandle;

std::string utf8(Handle dictionary, const char* key) {
  Handle v = dictionary.isDictionary() ? dictionary.getKey(key) : Handle::newNull();
  return v.isString() ? v.getUTF8Value() : "";
}

class Checker {
 public:
  explicit Checker(const std::string& bytes) : bytes_(bytes), file_(bytes) {}

  std::vector<std::string> run() {
    head();
    metadata();
    catalogue();
    pages();
    structure();
    fonts();
    pictures();
    return std::move(out_);
  }

 private:
  void need(bool holds, const std::string& fault) {
    if (!holds && std::find(out_.begin(), out_.end(), fault) == out_.end()) out_.push_back(fault);
  }

  void head() {
    need(bytes_.starts_with("%PDF-1.7\n%") && bytes_.size() > 15, "a 6.1.2 header");
    for (std::size_t i = 10; i < 14 && i < bytes_.size(); ++i)
      need((static_cast<unsigned char>(bytes_[i]) & 0x80U) != 0, "a 6.1.2 four bytes above 127 after the header");
    Handle trailer = file_.qpdf().getTrailer();
    need(trailer.getKey("/ID").isArray(), "a 6.1.3 file identifier");
    need(!trailer.hasKey("/Encrypt"), "a 6.1.3 encrypted");
    for (std::size_t at = 0; (at = bytes_.find("endstream", at)) != std::string::npos; at += 9)
      need(at > 0 && bytes_[at - 1] == '\n', "a 6.1.7.1 no line end before endstream");
  }

  void metadata() {
    Handle stream = file_.root().getKey("/Metadata");
    need(stream.isStream(), "ua 7.1-8 no metadata");
    if (!stream.isStream()) return;
    const auto data = stream.getStreamData(qpdf_dl_generalized);
    pugi::xml_document xml;
    need(static_cast<bool>(xml.load_buffer(data->getBuffer(), data->getSize())), "a 6.6.2.1 metadata is not XML");
    pugi::xml_node description;
    for (const auto& d : xml.child("x:xmpmeta").child("rdf:RDF").children("rdf:Description")) {
      if (d.child("pdfaid:part") || d.child("pdfuaid:part")) description = d;
    }
    const auto value = [&](const char* name) { return std::string(description.child(name).child_value()); };
    const auto first = [&](const char* name, const char* kind) {
      return std::string(description.child(name).child(kind).child("rdf:li").child_value());
    };
    need(value("pdfuaid:part") == "1", "ua 5-1 part of PDF/UA");
    need(value("pdfaid:part") == "2" && value("pdfaid:conformance") == "A", "a 6.6.4 part and level of PDF/A");
    const std::string title = first("dc:title", "rdf:Alt");
    need(!title.empty(), "ua 7.1-9 title in the metadata");
    const std::string all(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    need(all.find("<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>") !=
             std::string::npos,
         "a 6.6.2.3 the schema of pdfuaid is not described");
    need(!stream.getDict().hasKey("/Filter"), "a 6.6.2.1 metadata is packed");
    Handle info = file_.qpdf().getTrailer().getKey("/Info");
    const auto same = [&](const char* key, const std::string& in_xml) {
      if (info.isDictionary() && info.hasKey(key))
        need(utf8(info, key) == in_xml, std::string("a 6.6.3 metadata and information differ: ") + key);
    };
    same("/Title", title);
    same("/Author", first("dc:creator", "rdf:Seq"));
    same("/Subject", first("dc:description", "rdf:Alt"));
    same("/Keywords", value("pdf:Keywords"));
    same("/Creator", value("xmp:CreatorTool"));
    same("/Producer", value("pdf:Producer"));
    for (const auto& [key, name] :
         {std::pair{"/CreationDate", "xmp:CreateDate"}, std::pair{"/ModDate", "xmp:ModifyDate"}}) {
      std::string digits = "D:";
      for (const char c : value(name).substr(0, 19)) {
        if (c >= '0' && c <= '9') digits += c;
      }
      same(key, digits + "Z");
    }
  }

  void catalogue() {
    Handle root = file_.root();
    Handle info = root.getKey("/MarkInfo");
    need(info.isDictionary() && info.getKey("/Marked").isBool() && info.getKey("/Marked").getBoolValue(),
         "ua 6.2-1 not marked as tagged");
    Handle view = root.getKey("/ViewerPreferences");
    need(view.isDictionary() && view.getKey("/DisplayDocTitle").isBool() &&
             view.getKey("/DisplayDocTitle").getBoolValue(),
         "ua 7.1-10 the window shows no title");
    need(root.getKey("/StructTreeRoot").isDictionary(), "ua 7.1-11 no structure");
    need(utf8(root, "/Lang").size() >= 2, "ua 7.2-33 no language");
    need(!root.hasKey("/OpenAction") && !root.hasKey("/AA"), "a 6.5.2 actions of the document");
    Handle names = root.getKey("/Names");
    need(!names.isDictionary() || (!names.hasKey("/JavaScript") && !names.hasKey("/EmbeddedFiles")),
         "a 6.5.1 scripts or attachments");
    need(!root.hasKey("/AcroForm") || !root.getKey("/AcroForm").hasKey("/XFA"), "a 6.4.2 XFA");
    bool intent = false;
    Handle intents = root.getKey("/OutputIntents");
    for (int i = 0; intents.isArray() && i < intents.getArrayNItems(); ++i) {
      Handle one = intents.getArrayItem(i);
      Handle profile = one.getKey("/DestOutputProfile");
      if (!one.getKey("/S").isNameAndEquals("/GTS_PDFA1") || !profile.isStream()) continue;
      const auto data = profile.getStreamData(qpdf_dl_generalized);
      const std::string icc(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
      const auto number = [&](std::size_t at) {
        std::size_t n = 0;
        for (std::size_t k = 0; k < 4; ++k) n = n << 8U | static_cast<unsigned char>(icc[at + k]);
        return n;
      };
      intent = icc.size() > 132 && icc.substr(36, 4) == "acsp" && number(0) == icc.size() &&
               icc.substr(12, 12) == "mntrRGB XYZ " && profile.getDict().getKey("/N").getIntValueAsInt() == 3;
      for (std::size_t tag = 0; intent && tag < number(128); ++tag) {
        const std::size_t at = number(132 + tag * 12 + 4);
        intent = at % 4 == 0 && at + number(132 + tag * 12 + 8) <= icc.size();
      }
    }
    need(intent, "a 6.2.3 no output intent with an RGB profile");
    bookmarks(root.getKey("/Outlines"), 0);
  }

  void bookmarks(Handle item, int depth) {
    for (Handle at = item.isDictionary() ? item.getKey("/First") : Handle::newNull(); at.isDictionary() && depth < 9;
         at = at.getKey("/Next")) {
      need(!utf8(at, "/Title").empty(), "ua 7.17 bookmark without a title");
      Handle to = at.getKey("/Dest");
      need(to.isArray() && to.getArrayNItems() > 1 && to.getArrayItem(0).isDictionary() &&
               to.getArrayItem(0).getKey("/Type").isNameAndEquals("/Page"),
           "ua 7.17 bookmark that leads nowhere");
      bookmarks(at, depth + 1);
    }
  }

  void pages() {
    for (const PageContent& p : file_.pages()) {
      need(!p.untagged, "ua 7.1-3 content that is neither tagged nor an artifact");
      need(!p.artifact_in_content, "ua 7.1-1 an artifact in tagged content");
      need(!p.content_in_artifact, "ua 7.1-2 tagged content in an artifact");
      need(!p.cmyk, "a 6.2.4.3 CMYK colours without a CMYK intent");
      need(!p.notdef, "ua 7.21.8-1 glyph .notdef is shown");
      need(!p.twice, "ua 7.1-3 a mark's number stands twice");
    }
    std::set<QPDFObjGen> linked;
    for (const Node* n : file_.all("Link")) {
      for (const Handle& a : n->annotations) linked.insert(a.getObjGen());
    }
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(file_.qpdf()).getAllPages()) {
      Handle p = page.getObjectHandle();
      Handle annotations = p.getKey("/Annots");
      if (!annotations.isArray()) continue;
      need(p.getKey("/Tabs").isNameAndEquals("/S"), "ua 7.18.3-1 tab order");
      for (int i = 0; i < annotations.getArrayNItems(); ++i) annotation(annotations.getArrayItem(i), linked);
    }
  }

  void annotation(Handle a, const std::set<QPDFObjGen>& linked) {
    need(!utf8(a, "/Contents").empty(), "ua 7.18.5-2 link without words");
    need(linked.count(a.getObjGen()) != 0, "ua 7.18.5-1 link outside a Link element");
    const int flags = a.getKey("/F").isInteger() ? a.getKey("/F").getIntValueAsInt() : 0;
    need((flags & 4) != 0 && (flags & 0x23) == 0, "a 6.3.2 annotation that is not printed");
    Handle action = a.getKey("/A");
    if (action.isDictionary()) {
      need(action.getKey("/S").isNameAndEquals("/URI") || action.getKey("/S").isNameAndEquals("/GoTo"),
           "a 6.5.1 action that is not allowed");
    }
    need(action.isDictionary() || a.getKey("/Dest").isArray(), "ua 7.18.5-1 link that leads nowhere");
  }

  static bool among(const std::string& type, std::initializer_list<const char*> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
  }

  void structure() {
    need(file_.unread().empty(), "ua 7.1-3 marked content that no element names");
    need(file_.astray().empty(), "ua 7.1-11 structure and parent tree disagree");
    static const std::set<std::string> standard{
        "Document", "Part",      "Art",    "Sect",    "Div",   "BlockQuote", "Caption",   "TOC",      "TOCI",
        "Index",    "NonStruct", "P",      "H",       "H1",    "H2",         "H3",        "H4",       "H5",
        "H6",       "L",         "LI",     "Lbl",     "LBody", "Table",      "TR",        "TH",       "TD",
        "THead",    "TBody",     "TFoot",  "Span",    "Quote", "Note",       "Reference", "BibEntry", "Code",
        "Link",     "Annot",     "Figure", "Formula", "Form"};
    int last = 0;
    for (const Node* n : file_.all("")) {
      need(standard.count(n->type) != 0, "ua 7.1-5 element of no standard type " + n->type);
      kids(*n);
      const std::string alt = utf8(n->object, "/Alt");
      if (n->type == "Figure")
        need(!alt.empty() || !utf8(n->object, "/ActualText").empty(), "ua 7.3-1 figure without words");
      if (n->type == "Note") need(!utf8(n->object, "/ID").empty(), "ua 7.9-1 note without an id");
      if (n->type == "TH") need(!name(*n, "/Scope").empty(), "ua 7.5-1 header cell without scope");
      if (n->type == "Table") table(*n);
      if (n->type == "L") {
        bool labelled = false;
        for (const auto& li : n->kids) labelled = labelled || (!li->kids.empty() && li->kids[0]->type == "Lbl");
        need(!labelled || !name(*n, "/ListNumbering").empty(), "ua 7.6 list without its kind of numbers");
      }
      if (n->type.size() == 2 && n->type[0] == 'H' && n->type[1] >= '1' && n->type[1] <= '6') {
        const int level = n->type[1] - '0';
        need(level <= last + 1, "ua 7.4.2-1 heading levels left out");
        last = level;
        need(!spoken(*n).empty(), "ua 7.4 heading without words");
      }
    }
  }

  /// An attribute by its name, as text; "" where there is none.
  static std::string name(const Node& n, const char* key) {
    Handle a = Handle(n.object).getKey("/A");
    if (a.isArray() && a.getArrayNItems() > 0) a = a.getArrayItem(0);
    if (!a.isDictionary() || !a.hasKey(key)) return {};
    return a.getKey(key).unparse();
  }

  void kids(const Node& n) {
    const auto only = [&](std::initializer_list<const char*> types, const char* rule) {
      for (const auto& kid : n.kids) need(among(kid->type, types), rule + kid->type);
      for (const Node::Part& p : n.parts) need(p.kid != nullptr, rule + std::string("text"));
    };
    const auto within = [&](std::initializer_list<const char*> types, const char* rule) {
      need(n.parent != nullptr && among(n.parent->type, types), rule);
    };
    if (n.type == "Table") only({"TR", "THead", "TBody", "TFoot", "Caption"}, "ua 7.2-3 table holds ");
    if (among(n.type, {"THead", "TBody", "TFoot"})) {
      only({"TR"}, "ua 7.2-5 part of a table holds ");
      within({"Table"}, "ua 7.2-6 part of a table outside one");
    }
    if (n.type == "TR") {
      only({"TH", "TD"}, "ua 7.2-4 row holds ");
      within({"Table", "THead", "TBody", "TFoot"}, "ua 7.2-8 row outside a table");
    }
    if (among(n.type, {"TH", "TD"})) within({"TR"}, "ua 7.2-9 cell outside a row");
    if (n.type == "L") only({"L", "LI", "Caption"}, "ua 7.2-19 list holds ");
    if (n.type == "LI") {
      only({"Lbl", "LBody"}, "ua 7.2-20 list item holds ");
      within({"L"}, "ua 7.2-17 list item outside a list");
    }
    if (n.type == "LBody") within({"LI"}, "ua 7.2-18 list body outside an item");
    if (n.type == "TOC") only({"TOC", "TOCI", "Caption"}, "ua 7.2-26 contents list holds ");
    if (n.type == "TOCI") within({"TOC"}, "ua 7.2-27 contents entry outside a list");
    const auto captions =
        std::count_if(n.kids.begin(), n.kids.end(), [](const auto& k) { return k->type == "Caption"; });
    if (n.type == "Table" || n.type == "TOC") {
      need(captions <= 1, "ua 7.2-39 two captions");
      need(captions == 0 || n.kids.front()->type == "Caption" || n.kids.back()->type == "Caption",
           "ua 7.2-40 caption in the middle");
    }
  }

  void table(const Node& n) {
    int columns = -1;
    const std::function<void(const Node&)> rows = [&](const Node& part) {
      for (const auto& kid : part.kids) {
        if (kid->type != "TR") {
          if (kid->type != "Caption") rows(*kid);
          continue;
        }
        int across = 0;
        for (const auto& cell : kid->kids) {
          const std::string span = name(*cell, "/ColSpan");
          across += span.empty() ? 1 : std::atoi(span.c_str());
        }
        if (columns < 0) columns = across;
        need(columns == across, "ua 7.2-43 rows of different length");
      }
    };
    rows(n);
    need(columns > 0, "ua 7.2-3 table without cells");
  }

  void pictures() {
    for (Handle o : file_.qpdf().getAllObjects()) {
      if (!o.isStream() || !o.getDict().getKey("/Subtype").isNameAndEquals("/Image")) continue;
      const Handle smooth = o.getDict().getKey("/Interpolate");
      need(!Handle(smooth).isBool() || !Handle(smooth).getBoolValue(), "a 6.2.8-3 a picture that is smoothed");
      need(!o.getDict().hasKey("/Alternates"), "a 6.2.8-1 a picture with alternates");
    }
  }

  void fonts() {
    for (Handle f : file_.qpdf().getAllObjects()) {
      if (!f.isDictionaryOfType("/Font")) continue;
      const std::string kind = f.getKey("/Subtype").getName();
      if (kind == "/Type0") {
        need(f.hasKey("/ToUnicode"), "ua 7.21.7-1 font without letters");
        continue;
      }
      if (kind == "/Type3") continue;
      if (kind == "/CIDFontType2") {
        need(f.getKey("/CIDToGIDMap").isNameAndEquals("/Identity") || f.getKey("/CIDToGIDMap").isStream(),
             "ua 7.21.3.2-1 font without a map of glyphs");
      }
      Handle d = f.getKey("/FontDescriptor");
      need(d.isDictionary() && (d.hasKey("/FontFile") || d.hasKey("/FontFile2") || d.hasKey("/FontFile3")),
           "ua 7.21.4.1-1 font that is not embedded");
      if (kind == "/TrueType" || kind == "/Type1") need(f.hasKey("/ToUnicode"), "ua 7.21.7-1 font without letters");
    }
  }

  const std::string& bytes_;
  File file_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> faults(const std::string& bytes) { return Checker(bytes).run(); }

}  // namespace debrief::pdf
