// Tags in the paragraphs of a Word file.

#include "templates/word/tags.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

constexpr std::size_t npos = std::string::npos;

/// What Word makes of what people type, made plain again: curly quotes and odd blanks everywhere, dashes outside texts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> plain_forms{{{"\u201C", "\""},
                                                                                     {"\u201D", "\""},
                                                                                     {"\u201E", "\""},
                                                                                     {"\u00AB", "\""},
                                                                                     {"\u00BB", "\""},
                                                                                     {"\u2018", "'"},
                                                                                     {"\u2019", "'"},
                                                                                     {"\u201A", "'"},
                                                                                     {"\u00A0", " "},
                                                                                     {"\u202F", " "},
                                                                                     {"\u2007", " "},
                                                                                     {"\u200B", ""},
                                                                                     {"\uFEFF", ""},
                                                                                     {"\u00AD", ""}}};

/// The plain form at `at`, and how many bytes it stands for; 0 where the text is plain already.
std::size_t plain_form(std::string_view text, std::size_t at, std::string_view& form) {
  if ((static_cast<unsigned char>(text[at]) & 0x80U) == 0) return 0;
  for (const auto& [from, to] : plain_forms) {
    if (text.compare(at, from.size(), from) == 0) {
      form = to;
      return from.size();
    }
  }
  return 0;
}

std::string plain_tag(std::string_view text) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::string_view form;
    std::size_t size = plain_form(text, i, form);
    if (size == 0 && quote == 0 && (text.compare(i, 3, "\u2013") == 0 || text.compare(i, 3, "\u2212") == 0)) {
      form = "-";
      size = 3;
    }
    if (size == 0) {
      form = text.substr(i, 1);
      if (static_cast<unsigned char>(form[0]) < 0x20) form = " ";
      size = 1;
    }
    if (form == "\"" || form == "'") {
      if (quote == 0) {
        quote = form[0];
      } else if (quote == form[0]) {
        quote = 0;
      }
    }
    out += form;
    i += size;
  }
  return out;
}

/// Where the tag that opens at `at` ends, behind its delimiter; npos where it does not. Delimiters inside texts do not
/// count, unless nothing else closes it.
std::size_t end_of_tag(std::string_view text, std::size_t at) {
  const char kind = text[at + 1];
  const std::string_view close = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
  if (kind != '#') {
    char quote = 0;
    for (std::size_t i = at + 2; i < text.size();) {
      std::string_view form;
      std::size_t size = plain_form(text, i, form);
      if (size == 0) {
        size = 1;
        form = text.substr(i, 1);
      }
      if (quote == 0 && text.compare(i, 2, close) == 0) {
        // {{ {"a": 1}}}: the last two of a row of braces close.
        while (kind == '{' && i + 2 < text.size() && text[i + 2] == '}') ++i;
        return i + 2;
      }
      if (form == "\"" || form == "'") {
        if (quote == 0) {
          quote = form[0];
        } else if (quote == form[0]) {
          quote = 0;
        }
      }
      i += size;
    }
  }
  const std::size_t end = text.find(close, at + 2);
  return end == npos ? npos : end + 2;
}

std::string first_word_of(std::string_view inside) {
  const std::string_view t = base::trimmed(inside);
  std::size_t n = 0;
  while (n < t.size() && ((t[n] >= 'a' && t[n] <= 'z') || (t[n] >= 'A' && t[n] <= 'Z') || t[n] == '_')) ++n;
  return std::string(t.substr(0, n));
}

/// The tag written as `text`, delimiters and all.
Tag tag_of(std::string_view text) {
  Tag tag;
  tag.kind = text[1] == '{' ? TagKind::print : text[1] == '%' ? TagKind::block : TagKind::comment;
  std::string inside = plain_tag(text.substr(2, text.size() - 4));
  // White space between runs is nobody's: marks that trim it have nothing to do.
  if (inside.starts_with('-') || inside.starts_with('+')) inside.erase(0, 1);
  if (inside.ends_with('-') || (inside.ends_with('+') && tag.kind == TagKind::block)) inside.pop_back();
  for (const auto& [prefix, level] : {std::pair<std::string_view, Level>{"p ", Level::paragraph},
                                      {"tr ", Level::row},
                                      {"tc ", Level::cell},
                                      {"r ", Level::run}}) {
    if (inside.starts_with(prefix)) {
      tag.level = level;
      inside.erase(0, prefix.size());
      break;
    }
  }
  tag.inside = inside;
  if (tag.kind == TagKind::block) tag.word = first_word_of(inside);
  tag.place.tag = base::cut(base::squeezed(plain_tag(text)), 80);
  return tag;
}

struct Found {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t tag = 0;
};

/// All tags of a text. What opens and does not close is a fault.
std::vector<Found> found_in(std::string_view text, const Place& place, std::vector<Tag>& tags,
                            std::vector<Fault>& faults) {
  std::vector<Found> out;
  for (std::size_t i = 0; i + 1 < text.size();) {
    if (text[i] != '{' || (text[i + 1] != '{' && text[i + 1] != '%' && text[i + 1] != '#')) {
      ++i;
      continue;
    }
    const std::size_t end = end_of_tag(text, i);
    if (end == npos) {
      Fault f{place, "word-tag-open",
              fmt::format("{} is not closed in its paragraph; a tag may not go over two paragraphs",
                          base::quoted(text.substr(i), 40))};
      f.place.tag = base::cut(base::squeezed(text.substr(i)), 80);
      faults.push_back(std::move(f));
      return out;
    }
    Tag tag = tag_of(text.substr(i, end - i));
    const std::string written = tag.place.tag;
    tag.place = place;
    tag.place.tag = written;
    out.push_back({i, end, tags.size()});
    tags.push_back(std::move(tag));
    i = end;
  }
  return out;
}

/// Puts a tag's element at its place: the run is split there.
void split_run(pugi::xml_node text_node, const std::string& before, std::size_t tag, const std::string& after) {
  pugi::xml_node run = text_node.parent();
  text_node.text().set(before.c_str());
  pugi::xml_node rest = run.parent().insert_child_after("w:r", run);
  if (const pugi::xml_node properties = run.child("w:rPr")) rest.append_copy(properties);
  pugi::xml_node t = rest.append_child("w:t");
  t.text().set(after.c_str());
  for (pugi::xml_node n = text_node.next_sibling(); n;) {
    const pugi::xml_node next = n.next_sibling();
    rest.append_move(n);
    n = next;
  }
  run.parent().insert_child_after(tag_element, run).append_attribute("n").set_value(static_cast<unsigned>(tag));
}

bool empty_run(const pugi::xml_node& run) {
  for (const pugi::xml_node n : run.children()) {
    if (n.type() != pugi::node_element || is(n, "w:rPr")) continue;
    if (!is(n, "w:t") || *n.text().get() != '\0') return false;
  }
  return true;
}

void tags_of_paragraph(const pugi::xml_node& paragraph, const Place& place, std::vector<Tag>& tags,
                       std::vector<Fault>& faults) {
  const std::vector<pugi::xml_node> pieces = atoms(paragraph);
  std::string text;
  std::vector<std::size_t> starts;
  bool braces = false;
  for (const pugi::xml_node& a : pieces) {
    starts.push_back(text.size());
    const char* piece = is(a, "w:t") ? a.text().get() : " ";
    text += piece;
    braces = braces || std::string_view(piece).find('{') != npos;
  }
  if (!braces) return;
  const std::vector<Found> found = found_in(text, place, tags, faults);
  if (found.empty()) return;
  for (pugi::xml_node n = paragraph.first_child(); n;) {
    const pugi::xml_node next = n.next_sibling();
    if (is(n, "w:proofErr")) n.parent().remove_child(n);
    n = next;
  }
  // Each piece of text anew: what is outside tags stays where it stood, and a tag goes whole to where it began.
  std::vector<pugi::xml_node> touched;
  std::size_t f = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::size_t end = i + 1 < pieces.size() ? starts[i + 1] : text.size();
    while (f < found.size() && found[f].end <= starts[i]) ++f;
    if (f == found.size() || found[f].begin >= end) continue;
    pugi::xml_node piece = pieces[i];
    if (!is(piece, "w:t")) {  // a tab or break inside a tag
      piece.parent().remove_child(piece);
      continue;
    }
    std::string now;
    std::size_t at = starts[i];
    for (std::size_t k = f; at < end;) {
      const bool more = k < found.size() && found[k].begin < end;
      const std::size_t stop = more ? std::max(found[k].begin, at) : end;
      now.append(text, at, stop - at);
      at = stop;
      if (!more) break;
      if (found[k].begin >= starts[i]) now += print_mark(found[k].tag);
      at = std::min(found[k].end, end);
      ++k;
    }
    piece.text().set(now.c_str());
    touched.push_back(piece);
  }
  for (pugi::xml_node piece : touched) {
    // From behind, so that what is split off is done with.
    std::string whole = piece.text().get();
    for (std::size_t at = whole.rfind('\x01'); at != npos; at = at == 0 ? npos : whole.rfind('\x01', at - 1)) {
      std::size_t end = at;
      const std::size_t n = read_mark(whole, end);
      if (tags[n].kind == TagKind::print) continue;
      const std::string after = whole.substr(end);
      whole.resize(at);
      split_run(piece, whole, n, after);
      pugi::xml_node rest = piece.parent().next_sibling().next_sibling();
      if (empty_run(rest)) rest.parent().remove_child(rest);
    }
    pugi::xml_node run = piece.parent();
    if (empty_run(run)) run.parent().remove_child(run);
  }
}

bool tracked(std::string_view name) {
  return name == "w:ins" || name == "w:del" || name == "w:moveFrom" || name == "w:moveTo" || name == "w:delText" ||
         name == "w:delInstrText" || name == "w:cellIns" || name == "w:cellDel" || name == "w:cellMerge" ||
         name == "w:rPrChange" || name == "w:pPrChange" || name == "w:tblPrChange" || name == "w:trPrChange" ||
         name == "w:tcPrChange" || name == "w:sectPrChange" || name == "w:numberingChange";
}

}  // namespace

std::string print_mark(std::size_t n) { return fmt::format("\x01{}\x02", n); }

std::size_t read_mark(std::string_view text, std::size_t& at) {
  std::size_t n = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + at + 1, end, n);
  at = static_cast<std::size_t>(read.ptr - text.data()) + 1;
  return n;
}

std::size_t only_mark(std::string_view text) {
  const std::string_view t = base::trimmed(text);
  if (t.empty() || t.front() != '\x01') return npos;
  std::size_t at = 0;
  const std::size_t n = read_mark(t, at);
  return at == t.size() ? n : npos;
}

void find_tags(const std::string& part, const pugi::xml_node& root, std::vector<Tag>& tags,
               std::vector<Fault>& faults) {
  const std::vector<pugi::xml_node> all = paragraphs(root);
  std::size_t number = 0;
  bool reported = false;
  Place place{part, 0, "", ""};
  for (const pugi::xml_node& p : all) {
    place.paragraph = number++;
    // Control characters are no part of XML, and stand for tags here.
    for (pugi::xml_node a : atoms(p)) {
      const std::string_view t = a.text().get();
      if (t.find('\x01') != npos || t.find('\x02') != npos) {
        std::string plain(t);
        std::erase_if(plain, [](char c) { return c == '\x01' || c == '\x02'; });
        a.text().set(plain.c_str());
      }
    }
    place.near = base::cut(base::squeezed(text_of(p)), 60);
    if (place.near.empty()) {
      if (const pugi::xml_node row = above(p, "w:tr")) {
        std::vector<std::string> cells;
        for (const pugi::xml_node cell : row.children("w:tc")) {
          std::string words;
          for (const pugi::xml_node inside : cell.children("w:p")) words += text_of(inside) + " ";
          cells.emplace_back(base::squeezed(words));
        }
        place.near = base::cut(base::joined(cells, " | "), 60);
      }
    }
    tags_of_paragraph(p, place, tags, faults);
    if (reported) continue;
    // One remark for all of them: they are accepted with one command.
    walk(p, [&](const pugi::xml_node& n) {
      if (reported || is(n, "w:txbxContent")) return false;
      if (tracked(n.name())) {
        reported = true;
        faults.push_back({place, "word-tracked-changes",
                          "the template holds tracked changes; accept or reject all of them in Word and save it"});
      }
      return !reported;
    });
  }
  if (!reported) {
    walk(root, [&](const pugi::xml_node& n) {
      if (!reported && tracked(n.name())) {
        reported = true;
        faults.push_back({{part, 0, "", ""},
                          "word-tracked-changes",
                          "the template holds tracked changes; accept or reject all of them in Word and save it"});
      }
      return !reported;
    });
  }
  // Alternative texts of pictures.
  walk(root, [&](const pugi::xml_node& n) {
    if (is(n, "wp:docPr") || is(n, "pic:cNvPr") || is(n, "v:shape")) {
      for (const char* name : {"descr", "title", "alt"}) {
        pugi::xml_attribute a = n.attribute(name);
        const std::string_view text = a.value();
        if (text.find('{') == npos) continue;
        const auto host = std::find(all.begin(), all.end(), above(n, "w:p"));
        const Place at{part, host == all.end() ? 0 : static_cast<std::size_t>(host - all.begin()),
                       base::cut(base::squeezed(text), 60), ""};
        const auto found = found_in(text, at, tags, faults);
        std::string now;
        std::size_t done = 0;
        for (const Found& f : found) {
          now += text.substr(done, f.begin - done);
          if (tags[f.tag].kind == TagKind::print) now += print_mark(f.tag);
          done = f.end;
        }
        now += text.substr(done);
        if (!found.empty()) a.set_value(now.c_str());
      }
    }
    return true;
  });
}

}  // namespace debrief::templates::word
