// What Cairo leaves out of a PDF.

#include "reports/pdf/finish.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/markup.h"
#include "reports/pdf/artifacts.h"
#include "reports/pdf/tree.h"

namespace debrief::reports {

namespace {

using Handle = QPDFObjectHandle;

/// Names recur in every element; each is made once.
Handle name(const std::string& n) {
  thread_local std::map<std::string, Handle> known;
  const auto [at, fresh] = known.try_emplace(n);
  if (fresh) at->second = Handle::newName("/" + n);
  return at->second;
}
Handle text(const std::string& utf8) { return Handle::newUnicodeString(utf8); }
Handle real(double v) { return Handle::newReal(v, 2); }

/// Takes the structure tree that Cairo wrote out of its cross-reference table: libqpdf would read all of it, some
/// 800 bytes an element, to leave it behind. Entries have 20 bytes each (ISO 32000-1, 7.5.4).
void forget_tree(std::string& bytes) {
  constexpr std::string_view kinds[] = {"<< /Type /StructElem\n", "<< /Type /StructTreeRoot\n"};
  const std::size_t table = bytes.rfind("\nxref\n0 ");
  if (table == std::string::npos) return;
  const std::string_view all(bytes);
  for (std::size_t at = all.find('\n', table + 8) + 1; at + 20 <= bytes.size() && all[at + 10] == ' '; at += 20) {
    std::size_t object = 0;
    std::from_chars(all.data() + at, all.data() + at + 10, object);
    if (all[at + 17] != 'n' || object >= bytes.size()) continue;
    const std::size_t body = all.find('\n', object) + 1;
    const bool of_tree =
        std::any_of(std::begin(kinds), std::end(kinds), [&](auto kind) { return all.substr(body).starts_with(kind); });
    if (of_tree) bytes.replace(at, 18, "0000000000 00001 f");
  }
}

class Finisher {
 public:
  Finisher(PdfDrawn drawn, const Structure& structure, const PdfFlow& flow, const PdfPage& page,
           const Outline& outline, const templates::Meta& meta)
      : drawn_(std::move(drawn)),
        structure_(structure),
        flow_(flow),
        page_(page),
        outline_(outline),
        meta_(meta) {
    forget_tree(drawn_.bytes);
    pdf_.setSuppressWarnings(true);  // Cairo names a picture again each time it is drawn on a page
    pdf_.processMemoryFile("pages", drawn_.bytes.data(), drawn_.bytes.size());
    pages_ = QPDFPageDocumentHelper(pdf_).getAllPages();
    DEBRIEF_CHECK(pages_.size() == drawn_.marks.size(), "Cairo writes a page for each that was drawn");
  }

  std::string write() {
    catalogue();
    contents();
    resources();
    places();
    bookmarks();
    information();
    QPDFWriter writer(pdf_);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setMinimumPDFVersion("1.7");
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setNewlineBeforeEndstream(true);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    const auto number = [&](const Handle& h) { return writer.getRenumberedObjGen(h.getObjGen()).getObj(); };
    TreePlaces at;
    at.catalogue = number(pdf_.getRoot());
    at.information = number(information_);
    at.tree = number(tree_);
    for (std::size_t i = 0; i < pages_.size(); ++i) at.pages.push_back(number(page_object(i)));
    for (const Handle& list : links_) at.links.push_back(list.isInitialized() ? number(list) : 0);
    at.marks = drawn_.marks;
    return with_tree({reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()}, at, structure_,
                     flow_.places, meta_.language, page_.height);
  }

 private:
  Handle indirect(const Handle& h) { return pdf_.makeIndirectObject(h); }
  Handle page_object(std::size_t i) { return pages_[i].getObjectHandle(); }

  void catalogue() {
    Handle root = pdf_.getRoot();
    for (const char* key :
         {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/PageLabels", "/Metadata"})
      root.removeKey(key);
    root.replaceKey("/Lang", text(meta_.language));
    root.replaceKey("/MarkInfo", Handle::parse("<< /Marked true >>"));
    root.replaceKey("/ViewerPreferences", Handle::parse("<< /DisplayDocTitle true >>"));
    root.replaceKey("/PageLabels", Handle::parse("<< /Nums [ 0 << /S /D >> ] >>"));
    Handle metadata = Handle::newStream(&pdf_, xmp(meta_, outline_.title));
    metadata.getDict().replaceKey("/Type", name("Metadata"));
    metadata.getDict().replaceKey("/Subtype", name("XML"));
    root.replaceKey("/Metadata", metadata);
    Handle profile = Handle::newStream(&pdf_, srgb_profile());
    profile.getDict().replaceKey("/N", Handle::newInteger(3));
    Handle intent = Handle::newDictionary();
    intent.replaceKey("/Type", name("OutputIntent"));
    intent.replaceKey("/S", name("GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", Handle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/Info", Handle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/DestOutputProfile", profile);
    root.replaceKey("/OutputIntents", Handle::newArray({indirect(intent)}));
  }

  void contents() {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      Handle page = page_object(i);
      // Worked out while the file is written, page by page.
      Handle content = page.getKey("/Contents");
      DEBRIEF_CHECK(content.isStream(), "Cairo writes the content of a page as one stream");
      Handle marked = Handle::newStream(&pdf_);
      marked.replaceStreamData(
          [content, sequences = drawn_.marks[i]](Pipeline* to) {
            const std::shared_ptr<Buffer> bytes = Handle(content).getStreamData(qpdf_dl_generalized);
            to->writeString(with_artifacts({reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()}, sequences));
            to->finish();
          },
          Handle::newNull(), Handle::newNull());
      page.replaceKey("/Contents", marked);
      page.replaceKey("/StructParents", Handle::newInteger(static_cast<long long>(i)));
      page.replaceKey("/Tabs", name("S"));
      page.removeKey("/Annots");
    }
  }

  void resources() {
    std::set<QPDFObjGen> seen;
    for (QPDFPageObjectHelper& page : pages_) {
      Handle given = page.getAttribute("/Resources", false);
      pictures(given, seen);
      Handle fonts = given.getKey("/Font");
      if (!fonts.isDictionary()) continue;
      for (const auto& [key, font] : fonts.getDictAsMap()) {
        if (!seen.insert(font.getObjGen()).second) continue;
        Handle below = Handle(font).getKey("/DescendantFonts");
        if (!below.isArray() || below.getArrayNItems() == 0) continue;
        Handle inner = below.getArrayItem(0);
        if (inner.getKey("/Subtype").isNameAndEquals("/CIDFontType2"))
          inner.replaceKey("/CIDToGIDMap", name("Identity"));
      }
    }
  }

  /// Letters of coloured fonts are pictures. PDF/A wants no smoothing of them (ISO 19005-2, 6.2.8).
  static void pictures(Handle resources, std::set<QPDFObjGen>& seen) {
    if (!resources.isDictionary()) return;
    Handle drawn = resources.getKey("/XObject");
    if (!drawn.isDictionary()) return;
    for (auto [key, object] : drawn.getDictAsMap()) {
      if (!object.isStream() || !seen.insert(object.getObjGen()).second) continue;
      Handle about = object.getDict();
      about.removeKey("/Interpolate");
      Handle mask = about.getKey("/SMask");
      if (mask.isStream()) mask.getDict().removeKey("/Interpolate");
      pictures(about.getKey("/Resources"), seen);
    }
  }

  /// Places for the tree and for each page's links, which are put behind the file.
  void places() {
    tree_ = indirect(Handle::newDictionary());
    tree_.replaceKey("/Type", name("StructTreeRoot"));
    pdf_.getRoot().replaceKey("/StructTreeRoot", tree_);
    links_.resize(pages_.size());
    for (const Annotation& a : structure_.annotations) {
      if (links_[a.page].isInitialized()) continue;
      links_[a.page] = indirect(Handle::newArray());
      page_object(a.page).replaceKey("/Annots", links_[a.page]);
    }
  }

  Handle destination(const PdfPlace& place) {
    const double up = destination_height(place, page_.height);
    return Handle::newArray({page_object(place.page), name("XYZ"), Handle::newInteger(0), real(up), Handle::newNull()});
  }

  void bookmarks() {
    struct Mark {
      Handle item;
      std::vector<Mark> below;
    };
    Mark top{indirect(Handle::newDictionary()), {}};
    for (const ContentsEntry& e : outline_.contents) {
      const auto place = flow_.places.find(e.id);
      if (place == flow_.places.end()) continue;
      Handle item = indirect(Handle::newDictionary());
      item.replaceKey("/Title", text(one_line(e.text)));
      item.replaceKey("/Dest", destination(place->second));
      Mark& parent = e.level == 3 && !top.below.empty() ? top.below.back() : top;
      parent.below.push_back({item, {}});
    }
    if (top.below.empty()) return;
    const auto join = [](auto& self, Mark& m) -> void {
      for (std::size_t i = 0; i < m.below.size(); ++i) {
        Mark& child = m.below[i];
        child.item.replaceKey("/Parent", m.item);
        if (i > 0) child.item.replaceKey("/Prev", m.below[i - 1].item);
        if (i + 1 < m.below.size()) child.item.replaceKey("/Next", m.below[i + 1].item);
        self(self, child);
      }
      if (m.below.empty()) return;
      m.item.replaceKey("/First", m.below.front().item);
      m.item.replaceKey("/Last", m.below.back().item);
      m.item.replaceKey("/Count", Handle::newInteger(static_cast<long long>(m.below.size())));
    };
    join(join, top);
    std::size_t open = 0;
    for (Mark& m : top.below) {
      open += 1;
      // What is below stays folded.
      if (!m.below.empty()) m.item.replaceKey("/Count", Handle::newInteger(-static_cast<long long>(m.below.size())));
    }
    top.item.replaceKey("/Type", name("Outlines"));
    top.item.replaceKey("/Count", Handle::newInteger(static_cast<long long>(open)));
    pdf_.getRoot().replaceKey("/Outlines", top.item);
    if (outline_.contents.size() > 3) pdf_.getRoot().replaceKey("/PageMode", name("UseOutlines"));
  }

  void information() {
    Handle info = Handle::newDictionary();
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty()) info.replaceKey(key, text(one_line(value)));
    };
    add("/Title", outline_.title);
    add("/Author", meta_.author);
    add("/Subject", meta_.subject);
    add("/Keywords", meta_.reference);
    add("/Creator", "Debrief");
    add("/Producer", "Debrief");
    const base::Civil c = base::utc_civil(meta_.created_ms);
    const std::string at =
        fmt::format("D:{:04}{:02}{:02}{:02}{:02}{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second);
    info.replaceKey("/CreationDate", Handle::newString(at));
    info.replaceKey("/ModDate", Handle::newString(at));
    information_ = indirect(info);
    pdf_.getTrailer().replaceKey("/Info", information_);
  }

  PdfDrawn drawn_;
  const Structure& structure_;
  const PdfFlow& flow_;
  const PdfPage& page_;
  const Outline& outline_;
  const templates::Meta& meta_;
  QPDF pdf_;
  std::vector<QPDFPageObjectHelper> pages_;
  std::vector<Handle> links_;  // of each page that has some
  Handle tree_;
  Handle information_;
};

}  // namespace

std::string finished(PdfDrawn drawn, const Structure& structure, const PdfFlow& flow, const PdfPage& page,
                     const Outline& outline, const templates::Meta& meta) {
  return Finisher(std::move(drawn), structure, flow, page, outline, meta).write();
}

}  // namespace debrief::reports
