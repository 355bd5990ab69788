// Word templates: reading, checking, filling.

#include "templates/word/word.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/word/finish.h"
#include "templates/word/shape.h"
#include "templates/word/source.h"
#include "templates/word/tags.h"
#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

/// A part with tags, made ready.
struct Prepared {
  std::string part;
  std::vector<Tag> tags;
  std::vector<SlotTag> slots;
  Source source;
};

/// Parts that may hold text are below word/ and say so by their first element; the others are not looked into.
bool may_hold_text(const std::string& name, std::string_view bytes) {
  if (name == "word/document.xml") return true;
  if (!name.starts_with("word/") || !name.ends_with(".xml")) return false;
  const std::string_view head = bytes.substr(0, 4096);
  for (const std::string_view first : {"<w:hdr", "<w:ftr", "<w:footnotes", "<w:endnotes", "<w:document"}) {
    if (head.find(first) != std::string_view::npos) return true;
  }
  return false;
}

/// Whether there can be a tag in a part: both braces of one may stand far apart.
bool may_hold_tags(std::string_view bytes) {
  const std::size_t first = bytes.find('{');
  return first != std::string_view::npos || bytes.find("&#") != std::string_view::npos;
}

bool tracks_changes(std::string_view bytes) {
  for (const std::string_view name :
       {"<w:ins ", "<w:del ", "<w:moveFrom ", "<w:moveTo ", "<w:delText", "PrChange ", "<w:cellIns ", "<w:cellDel "}) {
    if (bytes.find(name) != std::string_view::npos) return true;
  }
  return false;
}

std::string_view text_of_part(const Parts& parts, std::string_view name) {
  for (const auto& [part, bytes] : parts) {
    if (part == name) return bytes;
  }
  return {};
}

void must_be_word(const Parts& parts) {
  const std::string_view types = text_of_part(parts, "[Content_Types].xml");
  if (types.empty() || text_of_part(parts, "word/document.xml").empty()) {
    throw base::Error(base::Status::refused, "word-malformed",
                      "this is not a Word document: it has no word/document.xml", "save it in Word as .docx");
  }
  if (types.find("macroEnabled") != std::string_view::npos) {
    throw base::Error(base::Status::refused, "word-macros", "this file holds macros, which a report must not carry",
                      "save it in Word as .docx, without macros");
  }
}

/// "word/document.xml:12:3: message" -> 12 and "message"; 0 where there is no place.
int line_of(std::string_view said, std::string_view part, std::string& message) {
  message = said;
  if (!said.starts_with(part) || said.size() <= part.size() + 1) return 0;
  const std::string_view rest = said.substr(part.size() + 1);
  int line = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), line);
  const std::size_t at = rest.find(": ", static_cast<std::size_t>(read.ptr - rest.data()));
  if (at != std::string_view::npos) message = rest.substr(at + 2);
  return line;
}

}  // namespace

struct Template::Inside {
  Parts parts;
  std::vector<Prepared> prepared;
  std::vector<Fault> faults;
  Loader loader;
  bool body = false;

  const Prepared* of(std::string_view part) const {
    for (const Prepared& p : prepared) {
      if (p.part == part) return &p;
    }
    return nullptr;
  }
  Place place(std::string_view part, int line) const {
    const Prepared* p = of(part);
    if (p == nullptr || p->source.lines.empty() || line < 1) return {std::string(part), 0, "", ""};
    // A tag that is never closed is told at the end.
    const std::size_t at = std::min(static_cast<std::size_t>(line), p->source.lines.size()) - 1;
    return p->tags[p->source.lines[at]].place;
  }
};

Template::Template(Parts parts, const Options& options) : inside_(std::make_unique<Inside>()) {
  must_be_word(parts);
  inside_->parts = std::move(parts);
  for (const auto& [name, bytes] : inside_->parts) {
    if (!may_hold_text(name, bytes)) continue;
    // The text itself is always read: what is broken must be told, tags or not.
    if (name != "word/document.xml" && !may_hold_tags(bytes) && !tracks_changes(bytes)) continue;
    pugi::xml_document xml;
    load(xml, name, bytes);
    const pugi::xml_node root = xml.document_element();
    if (!holds_text(root)) continue;
    Prepared made{name, {}, {}, {}};
    find_tags(name, root, made.tags, inside_->faults);
    if (made.tags.empty()) continue;
    find_slots(name, root, options.with_body, made.tags, made.slots, inside_->faults);
    shape(root, made.tags, inside_->faults);
    // With blocks that have partners, if not as siblings, the other mistakes can still be told.
    const bool readable =
        std::none_of(inside_->faults.begin(), inside_->faults.end(), [&, &part = name](const Fault& f) {
          return f.place.part == part && (f.code == "word-block-open" || f.code == "word-tag-unknown");
        });
    if (readable) {
      made.source = source_of(xml, made.tags, made.slots);
      inside_->loader.add(name, made.source.text);
    }
    for (const SlotTag& s : made.slots) inside_->body = inside_->body || s.kind == SlotKind::body;
    inside_->prepared.push_back(std::move(made));
  }
}

Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

bool Template::has_tags() const { return !inside_->prepared.empty(); }
bool Template::has_body() const { return inside_->body; }
const Parts& Template::parts() const { return inside_->parts; }
const std::vector<Fault>& Template::faults() const { return inside_->faults; }
Place Template::place(const std::string& part, int line) const { return inside_->place(part, line); }

TemplateCheck Template::check() const {
  TemplateCheck all;
  for (const Prepared& p : inside_->prepared) {
    if (p.source.lines.empty()) continue;
    TemplateCheck one = templates::check(inside_->loader, p.part);
    all.faults.insert(all.faults.end(), one.faults.begin(), one.faults.end());
    for (TemplateField& f : one.fields) {
      const auto known = std::find_if(all.fields.begin(), all.fields.end(),
                                      [&](const TemplateField& other) { return other.path == f.path; });
      if (known == all.fields.end()) {
        all.fields.push_back(std::move(f));
      } else {
        known->optional = known->optional && f.optional;
      }
    }
    all.templates.push_back(p.part);
  }
  std::sort(all.fields.begin(), all.fields.end(),
            [](const TemplateField& a, const TemplateField& b) { return a.path < b.path; });
  return all;
}

std::string said(const Fault& fault) {
  const Place& p = fault.place;
  std::string out = p.part;
  if (!p.near.empty()) out += ": near " + base::quoted(p.near, 60);
  return out + ": " + fault.message;
}

Parts Template::fill(const base::Json& data, Host& host, const RenderOptions& options) const {
  if (!inside_->faults.empty()) {
    const Fault& f = inside_->faults.front();
    throw base::Error(base::Status::refused, f.code, said(f),
                      "debrief template check FILE.docx --out MARKED.docx shows every mistake in the file itself");
  }
  RenderOptions how = options;
  how.escape = Escape::word;
  Parts out = inside_->parts;
  Ids ids;
  for (const Prepared& p : inside_->prepared) {
    std::string text;
    try {
      text = render(inside_->loader, p.part, data, how);
    } catch (const base::Error& e) {
      std::string message;
      const int line = line_of(e.what(), p.part, message);
      throw base::Error(e.status(), e.code(), said({inside_->place(p.part, line), e.code(), message}), e.hint());
    }
    text = with_slots(text, p.slots, p.tags, host);
    pugi::xml_document xml;
    load(xml, p.part, text);
    finish(p.part, xml.document_element(), ids, host);
    const auto target = std::find_if(out.begin(), out.end(), [&](const auto& o) { return o.first == p.part; });
    target->second = saved(xml);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> texts(const Parts& parts) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, bytes] : parts) {
    if (!may_hold_text(name, bytes)) continue;
    pugi::xml_document xml;
    load(xml, name, bytes);
    const pugi::xml_node root = xml.document_element();
    if (!holds_text(root)) continue;
    for (const pugi::xml_node& p : paragraphs(root)) {
      std::string text = text_of(p);
      if (!text.empty()) out.emplace_back(name, std::move(text));
    }
    walk(root, [&](const pugi::xml_node& n) {
      for (const char* attribute : {"descr", "title", "alt", "w:alias", "w:tblCaption"}) {
        const std::string_view text = n.attribute(attribute).value();
        if (!text.empty()) out.emplace_back(name, std::string(text));
      }
      if (is(n, "w:alias") || is(n, "w:tblCaption") || is(n, "w:tblDescription") || is(n, "w:tag"))
        out.emplace_back(name, n.attribute("w:val").value());
      return true;
    });
  }
  return out;
}

}  // namespace debrief::templates::word
