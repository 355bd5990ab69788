// The structure tree and the links of a PDF, as text.

#include "reports/pdf/tree.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <unordered_map>

#include <fmt/format.h>
#include <qpdf/QPDFObjectHandle.hh>
#include <zlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "reports/markup.h"

namespace debrief::reports {

namespace {

/// Objects in one stream: readers unpack a stream whole to look at one of them.
constexpr std::size_t in_one_stream = 250;

/// UTF-8 as a text string of PDF.
std::string text(const std::string& utf8) { return QPDFObjectHandle::newUnicodeString(utf8).unparse(); }

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int status = compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                               reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()), 6);
  DEBRIEF_CHECK(status == Z_OK, "zlib takes any bytes");
  out.resize(size);
  return out;
}

/// The number that stands behind the last `word` of `file`.
std::size_t number_after(const std::string& file, std::string_view word) {
  const std::size_t at = file.rfind(word);
  DEBRIEF_CHECK(at != std::string::npos, "a finished file ends in its cross-reference");
  std::size_t from = file.find_first_of("0123456789", at + word.size());
  std::size_t out = 0;
  std::from_chars(file.data() + from, file.data() + file.size(), out);
  return out;
}

/// The first of the file identifiers in a file's trailer, as written there: "<…>".
std::string first_identifier(const std::string& file) {
  const std::size_t at = file.rfind("/ID [");
  DEBRIEF_CHECK(at != std::string::npos, "a finished file has an identifier");
  const std::size_t from = file.find('<', at);
  return file.substr(from, file.find('>', from) + 1 - from);
}

/// Objects on their way into object streams, and the cross-reference to them.
class Update {
 public:
  explicit Update(std::string file)
      : file_(std::move(file)), before_(number_after(file_, "startxref")), identifier_(first_identifier(file_)) {
    const std::size_t size = file_.rfind("/Size");
    DEBRIEF_CHECK(size != std::string::npos, "a finished file says how many objects it has");
    next_ = static_cast<int>(number_after(file_, "/Size"));
    if (!file_.ends_with('\n')) file_ += '\n';
  }

  int new_object() { return next_++; }

  void object(int number, std::string_view words) {
    places_.push_back({number, stream_of(heads_.size()), static_cast<int>(heads_.size() % in_one_stream)});
    if (heads_.size() % in_one_stream == 0) bodies_.emplace_back();
    heads_.emplace_back(number, bodies_.back().size());
    bodies_.back() += words;
    bodies_.back() += '\n';
  }

  /// The file with all of it. Nothing may be added afterwards.
  std::string finished(const TreePlaces& at) {
    std::vector<int> streams;
    for (std::size_t i = 0; i < bodies_.size(); ++i) streams.push_back(new_object());
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      std::string head;
      const std::size_t from = i * in_one_stream;
      const std::size_t until = std::min(heads_.size(), from + in_one_stream);
      for (std::size_t k = from; k < until; ++k)
        fmt::format_to(std::back_inserter(head), "{} {} ", heads_[k].first, heads_[k].second);
      const std::string packed = deflated(head + bodies_[i]);
      std::string().swap(bodies_[i]);
      direct_.push_back({streams[i], file_.size()});
      fmt::format_to(std::back_inserter(file_),
                     "{} 0 obj\n<< /Type /ObjStm /N {} /First {} /Filter /FlateDecode /Length {} >>\nstream\n",
                     streams[i], until - from, head.size(), packed.size());
      file_ += packed;
      file_ += "\nendstream\nendobj\n";
    }
    cross_reference(streams, at);
    return std::move(file_);
  }

 private:
  struct Place {
    int number = 0;
    std::size_t stream = 0;
    int index = 0;
  };
  static std::size_t stream_of(std::size_t object) { return object / in_one_stream; }

  void cross_reference(const std::vector<int>& streams, const TreePlaces& at) {
    const int own = new_object();
    const std::size_t start = file_.size();
    direct_.push_back({own, start});
    std::map<int, std::string> entries;
    const auto entry = [](int kind, std::size_t where, int index) {
      std::string out(1, static_cast<char>(kind));
      for (const int shift : {24, 16, 8, 0}) out += static_cast<char>((where >> static_cast<unsigned>(shift)) & 0xFFU);
      for (const int shift : {8, 0}) out += static_cast<char>((static_cast<unsigned>(index) >> static_cast<unsigned>(shift)) & 0xFFU);
      return out;
    };
    for (const Place& p : places_) entries[p.number] = entry(2, static_cast<std::size_t>(streams[p.stream]), p.index);
    for (const auto& [number, offset] : direct_) entries[number] = entry(1, offset, 0);
    std::string index;
    std::string table;
    for (auto e = entries.begin(); e != entries.end();) {
      auto last = e;
      int count = 0;
      for (; last != entries.end() && last->first == e->first + count; ++last, ++count) table += last->second;
      fmt::format_to(std::back_inserter(index), "{} {} ", e->first, count);
      e = last;
    }
    const std::string packed = deflated(table);
    const std::string changed = base::sha256(file_).substr(0, 32);
    fmt::format_to(std::back_inserter(file_),
                   "{} 0 obj\n<< /Type /XRef /Size {} /W [ 1 4 2 ] /Index [ {}] /Root {} 0 R /Info {} 0 R /ID [ {} <{}> ] "
                   "/Prev {} /Filter /FlateDecode /Length {} >>\nstream\n",
                   own, next_, index, at.catalogue, at.information, identifier_, changed, before_, packed.size());
    file_ += packed;
    fmt::format_to(std::back_inserter(file_), "\nendstream\nendobj\nstartxref\n{}\n%%EOF\n", start);
  }

  std::string file_;
  std::size_t before_;
  std::string identifier_;
  int next_ = 0;
  std::vector<std::pair<int, std::size_t>> heads_;  // number, offset in its stream
  std::vector<std::string> bodies_;
  std::vector<Place> places_;
  std::vector<std::pair<int, std::size_t>> direct_;
};

class Tree {
 public:
  Tree(Update& update, const TreePlaces& places, const Structure& structure,
       const std::map<std::string, PdfPlace, std::less<>>& anchors, const std::string& language, double page_height)
      : update_(update),
        places_(places),
        structure_(structure),
        anchors_(anchors),
        language_(language),
        page_height_(page_height) {
    for (const int marks : places.marks) parents_.emplace_back(static_cast<std::size_t>(marks), 0);
    links();
  }

  void write() {
    const int top = element(*structure_.root(), places_.tree);
    std::string nums;
    int key = 0;
    for (const std::vector<int>& page : parents_) {
      std::string list = "[";
      for (const int number : page)
        number == 0 ? void(list += " null") : void(fmt::format_to(std::back_inserter(list), " {} 0 R", number));
      const int own = update_.new_object();
      update_.object(own, list + " ]");
      fmt::format_to(std::back_inserter(nums), " {} {} 0 R", key++, own);
    }
    for (const Link& link : links_) fmt::format_to(std::back_inserter(nums), " {} {} 0 R", key++, link.element);
    const int parent_tree = update_.new_object();
    update_.object(parent_tree, "<< /Nums [" + nums + " ] >>");
    update_.object(places_.tree, fmt::format("<< /Type /StructTreeRoot /K [ {} 0 R ] /ParentTree {} 0 R "
                                             "/ParentTreeNextKey {} >>",
                                             top, parent_tree, key));
  }

 private:
  struct Link {
    int object = 0;
    int element = 0;
  };

  std::string rectangle(const Area& a) const {
    return fmt::format("[ {:.2f} {:.2f} {:.2f} {:.2f} ]", a.x, page_height_ - a.y - a.height, a.x + a.width,
                       page_height_ - a.y);
  }

  /// Addresses are written in seven bits.
  static std::string uri(std::string_view target) {
    std::string out;
    for (const char c : clean(target)) {
      const auto b = static_cast<unsigned char>(c);
      const bool plain = b > 0x20 && b < 0x7F && std::string_view("<>\"{}|\\^`").find(c) == std::string_view::npos;
      out += plain ? std::string(1, c) : fmt::format("%{:02X}", b);
    }
    return out;
  }

  /// The areas of links, and each page's list of them.
  void links() {
    std::vector<std::string> lists(places_.pages.size());
    long long key = static_cast<long long>(places_.pages.size());
    for (const Annotation& a : structure_.annotations) {
      const ElementDetails& about = a.link->more();
      std::string out = fmt::format(
          "<< /Type /Annot /Subtype /Link /Rect {} /Border [ 0 0 0 ] /F 4 /StructParent {}", rectangle(a.area), key++);
      if (about.target.starts_with('#')) {
        const auto place = anchors_.find(std::string_view(about.target).substr(1));
        if (place != anchors_.end()) {
          fmt::format_to(std::back_inserter(out), " /Dest [ {} 0 R /XYZ 0 {:.2f} null ]",
                         places_.pages[place->second.page], destination_height(place->second, page_height_));
        }
        out += " /Contents " + text(about.words);
      } else {
        const std::string said = about.words == about.target ? about.target : about.words + " (" + about.target + ")";
        out += " /A << /Type /Action /S /URI /URI " + QPDFObjectHandle::newString(uri(about.target)).unparse() +
               " >> /Contents " + text(said);
      }
      const int own = update_.new_object();
      update_.object(own, out + " >>");
      links_.push_back({own, 0});
      fmt::format_to(std::back_inserter(lists[a.page]), " {} 0 R", own);
    }
    for (std::size_t i = 0; i < lists.size(); ++i) {
      if (places_.links[i] != 0) update_.object(places_.links[i], "[" + lists[i] + " ]");
    }
  }

  int element(const Element& e, int parent) {
    const int own = update_.new_object();
    std::string out;
    fmt::format_to(std::back_inserter(out), "<< /Type /StructElem /S /{} /P {} 0 R", e.type, parent);
    if (e.details != nullptr && !e.details->alt.empty()) out += " /Alt " + text(e.details->alt);
    if (e.details != nullptr && !e.details->actual.empty()) out += " /ActualText " + text(e.details->actual);
    if (e.parent == nullptr) out += " /Lang " + text(language_);
    attributes(e, out);
    const ContentMark* first = nullptr;
    for (const auto& kid : e.kids) {
      if (first == nullptr) first = std::get_if<ContentMark>(&kid);
    }
    if (first != nullptr) fmt::format_to(std::back_inserter(out), " /Pg {} 0 R", places_.pages[first->page]);
    if (!e.kids.empty()) out += " /K [";
    for (const auto& kid : e.kids) {
      if (const auto* inner = std::get_if<Element*>(&kid)) {
        fmt::format_to(std::back_inserter(out), " {} 0 R", element(**inner, own));
      } else if (const auto* mark = std::get_if<ContentMark>(&kid)) {
        parents_[mark->page][static_cast<std::size_t>(mark->number)] = own;
        if (mark->page == first->page) {
          fmt::format_to(std::back_inserter(out), " {}", mark->number);
        } else {
          fmt::format_to(std::back_inserter(out), " << /Type /MCR /Pg {} 0 R /MCID {} >>", places_.pages[mark->page],
                         mark->number);
        }
      } else {
        const std::size_t index = std::get<AnnotationUse>(kid).index;
        links_[index].element = own;
        fmt::format_to(std::back_inserter(out), " << /Type /OBJR /Pg {} 0 R /Obj {} 0 R >>",
                       places_.pages[structure_.annotations[index].page], links_[index].object);
      }
    }
    out += e.kids.empty() ? " >>" : " ] >>";
    update_.object(own, out);
    return own;
  }

  /// Cells of one kind, and lists, share their attributes.
  void attributes(const Element& e, std::string& out) {
    if (e.details != nullptr && e.details->box.width > 0) {
      out += " /A << /O /Layout /Placement /Block /BBox " + rectangle(e.details->box) + " >>";
      return;
    }
    std::string words;
    if (!e.scope.empty()) fmt::format_to(std::back_inserter(words), " /Scope /{}", e.scope);
    if (e.columns > 1) fmt::format_to(std::back_inserter(words), " /ColSpan {}", e.columns);
    if (!words.empty()) words = "/O /Table" + words;
    if (!e.numbering.empty()) words = fmt::format("/O /List /ListNumbering /{}", e.numbering);
    if (words.empty()) return;
    const auto [at, fresh] = attributes_.try_emplace(words);
    if (fresh) {
      at->second = update_.new_object();
      update_.object(at->second, "<< " + words + " >>");
    }
    fmt::format_to(std::back_inserter(out), " /A {} 0 R", at->second);
  }

  Update& update_;
  const TreePlaces& places_;
  const Structure& structure_;
  const std::map<std::string, PdfPlace, std::less<>>& anchors_;
  const std::string& language_;
  double page_height_;
  std::vector<std::vector<int>> parents_;  // of each page's marks: the element
  std::vector<Link> links_;                // of each annotation
  std::unordered_map<std::string, int> attributes_;
};

}  // namespace

double destination_height(const PdfPlace& place, double page_height) {
  return std::min(page_height, page_height - place.y + 12);
}

std::string with_tree(std::string file, const TreePlaces& places, const Structure& structure,
                      const std::map<std::string, PdfPlace, std::less<>>& anchors, const std::string& language,
                      double page_height) {
  Update update(std::move(file));
  Tree(update, places, structure, anchors, language, page_height).write();
  return update.finished(places);
}

}  // namespace debrief::reports
