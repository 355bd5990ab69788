// Reading a workbook's inventory.

#include "import/workbook/workbook.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::import {

namespace {

struct Relation {
  std::string type;
  std::string target;
};

/// "worksheets/sheet1.xml" seen from "xl/workbook.xml" is "xl/worksheets/sheet1.xml"; "/xl/…" is from the top.
std::string resolved(const std::string& from, std::string target) {
  std::replace(target.begin(), target.end(), '\\', '/');
  std::string path = target.starts_with('/')
                         ? target.substr(1)
                         : from.substr(0, from.rfind('/') == std::string::npos ? 0 : from.rfind('/') + 1) + target;
  std::vector<std::string> out;
  for (const auto& piece : base::split(path, '/')) {
    if (piece == "..") {
      if (!out.empty()) out.pop_back();
    } else if (!piece.empty() && piece != ".") {
      out.push_back(piece);
    }
  }
  return base::joined(out, "/");
}

std::map<std::string, Relation> relations(const Package& package, const std::string& of, const std::string& file) {
  std::map<std::string, Relation> out;
  const auto slash = of.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : of.substr(0, slash + 1);
  const std::string part = folder + "_rels/" + of.substr(slash == std::string::npos ? 0 : slash + 1) + ".rels";
  if (!package.has(part)) return out;
  XmlListener listener;
  listener.begin = [&](std::string_view name, const char** attributes) {
    if (name != "Relationship") return;
    const std::string_view type = attribute(attributes, "Type");
    out[std::string(attribute(attributes, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                     resolved(of, std::string(attribute(attributes, "Target")))};
  };
  XmlPart(package, part, file, listener).all();
  return out;
}

bool yes(std::string_view text) { return text == "1" || text == "true"; }

std::size_t number(std::string_view text) {
  std::size_t v = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || v > 100'000'000) return static_cast<std::size_t>(-1);
    v = v * 10 + static_cast<std::size_t>(c - '0');
  }
  return text.empty() ? static_cast<std::size_t>(-1) : v;
}

}  // namespace

std::string_view SharedStrings::at(std::size_t n) const {
  if (n >= starts_.size()) return {};
  const std::size_t end = n + 1 < starts_.size() ? starts_[n + 1] : blob_.size();
  return std::string_view(blob_).substr(starts_[n], end - starts_[n]);
}

std::string unescaped_x(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && i + 6 < text.size() && (text[i + 1] == 'x' || text[i + 1] == 'X') && text[i + 6] == '_') {
      unsigned code = 0;
      bool hex = true;
      for (std::size_t k = i + 2; k < i + 6; ++k) {
        const char c = text[k];
        const int d = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
        hex = hex && d >= 0;
        code = code * 16 + static_cast<unsigned>(std::max(d, 0));
      }
      if (hex && (code < 0xD800 || code > 0xDFFF)) {
        if (code < 0x80) {
          if (code != 0) out += static_cast<char>(code);
        } else if (code < 0x800) {
          out += static_cast<char>(0xC0U | (code >> 6U));
          out += static_cast<char>(0x80U | (code & 0x3FU));
        } else {
          out += static_cast<char>(0xE0U | (code >> 12U));
          out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
          out += static_cast<char>(0x80U | (code & 0x3FU));
        }
        i += 6;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

CellIs shown_by(int n) {
  if ((n >= 14 && n <= 17) || n == 22 || (n >= 27 && n <= 31) || n == 34 || n == 35 || n == 36 || (n >= 50 && n <= 58))
    return CellIs::date;
  if (n >= 18 && n <= 21) return CellIs::time;
  if (n == 32 || n == 33) return CellIs::time;
  if (n >= 45 && n <= 47) return n == 46 ? CellIs::duration : CellIs::time;
  return CellIs::number;
}

CellIs shown_by(std::string_view code) {
  bool date = false;
  bool time = false;
  bool months_or_minutes = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;  // the part for positive numbers decides
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
      continue;
    }
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
      continue;
    }
    if (c == '[') {
      const auto end = code.find(']', i);
      if (end == std::string_view::npos) break;
      const std::string inside = base::ascii_lower(code.substr(i + 1, end - i - 1));
      if (!inside.empty() && inside.find_first_not_of('h') == std::string::npos) return CellIs::duration;
      if (!inside.empty() &&
          (inside.find_first_not_of('m') == std::string::npos || inside.find_first_not_of('s') == std::string::npos))
        return CellIs::duration;
      i = end;
      continue;
    }
    if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') date = true;
    if (c == 'h' || c == 'H' || c == 's' || c == 'S') time = true;
    if (c == 'm' || c == 'M') months_or_minutes = true;
    if (code.substr(i).starts_with("General")) return CellIs::number;
    if (c == '0' || c == '#') {
      if (!time && !date) return CellIs::number;
    }
  }
  if (date) return CellIs::date;
  if (time) return CellIs::time;
  return months_or_minutes ? CellIs::date : CellIs::number;
}

Workbook::Workbook(const Source& source) : package_(source), file_(source.name()) {
  std::string main = "xl/workbook.xml";
  for (const auto& [id, relation] : relations(package_, "", file_)) {
    if (relation.type == "officeDocument") main = relation.target;
  }
  if (!package_.has(main)) {
    const bool calc = package_.has("content.xml");
    throw base::Error(base::Status::refused, "not-a-workbook",
                      fmt::format("{}: {}", file_,
                                  calc ? "this is an OpenDocument file, but no spreadsheet"
                                       : "this is a zip archive, but no Excel workbook"),
                      calc ? "save its table in a spreadsheet or as CSV and import that" : "unpack it and import the file inside");
  }
  read_inventory(main);
}

void Workbook::read_inventory(const std::string& main) {
  const auto related = relations(package_, main, file_);
  XmlListener listener;
  listener.begin = [&](std::string_view name, const char** attributes) {
    if (name == "workbookPr") epoch_1904_ = yes(attribute(attributes, "date1904"));
    if (name != "sheet") return;
    std::string id;
    for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
      // r:id, whatever the prefix; sheetId is another number.
      const std::string_view key(attributes[i]);
      if (key.ends_with(":id") || key == "id") id = attributes[i + 1];
    }
    const auto it = related.find(id);
    if (it == related.end() || it->second.type != "worksheet") return;
    const std::string_view state = attribute(attributes, "state");
    sheets_.push_back(
        {std::string(attribute(attributes, "name")), it->second.target, state.empty() || state == "visible"});
  };
  XmlPart(package_, main, file_, listener).all();
  std::erase_if(sheets_, [&](const Sheet& s) { return !package_.has(s.part); });
  std::string styles;
  std::string strings;
  for (const auto& [id, relation] : related) {
    if (relation.type == "styles") styles = relation.target;
    if (relation.type == "sharedStrings") strings = relation.target;
  }
  if (!styles.empty() && package_.has(styles)) read_styles(styles);
  if (!strings.empty() && package_.has(strings)) read_strings(strings);
}

void Workbook::read_styles(const std::string& part) {
  std::map<int, CellIs> custom;
  bool in_cells = false;
  XmlListener listener;
  listener.begin = [&](std::string_view name, const char** attributes) {
    if (name == "numFmt") {
      custom[static_cast<int>(number(attribute(attributes, "numFmtId")))] =
          shown_by(attribute(attributes, "formatCode"));
    } else if (name == "cellXfs") {
      in_cells = true;
    } else if (name == "xf" && in_cells) {
      const auto id = static_cast<int>(number(attribute(attributes, "numFmtId")));
      const auto it = custom.find(id);
      styles_.push_back(it != custom.end() ? it->second : shown_by(id));
    }
  };
  listener.end = [&](std::string_view name) {
    if (name == "cellXfs") in_cells = false;
  };
  XmlPart(package_, part, file_, listener).all();
}

void Workbook::read_strings(const std::string& part) {
  constexpr std::size_t most = 256U << 20U;
  bool in_text = false;
  int phonetic = 0;
  std::size_t start = 0;
  XmlListener listener;
  listener.begin = [&](std::string_view name, const char**) {
    if (name == "si") {
      strings_.begin();
      start = strings_.blob().size();
    } else if (name == "rPh") {
      ++phonetic;
    } else if (name == "t") {
      in_text = phonetic == 0;
    }
  };
  listener.end = [&](std::string_view name) {
    if (name == "rPh") {
      --phonetic;
    } else if (name == "t") {
      in_text = false;
    } else if (name == "si") {
      std::string& blob = strings_.blob();
      if (blob.find("_x", start) != std::string::npos) {
        const std::string plain = unescaped_x(std::string_view(blob).substr(start));
        blob.resize(start);
        blob += plain;
      }
    }
  };
  listener.text = [&](std::string_view text) {
    if (in_text) strings_.add(text);
    if (strings_.blob().size() > most || strings_.blob().size() - start > (16U << 20U)) {
      throw base::Error(base::Status::refused, "unpacks-too-large",
                        fmt::format("{}: a text of the workbook is larger than any cell can be", file_),
                        "do not trust this file; ask where it came from");
    }
  };
  XmlPart(package_, part, file_, listener).all();
}

}  // namespace debrief::import
