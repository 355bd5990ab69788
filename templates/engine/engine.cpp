// The doors of the template language: loading, rendering, escaping.

#include "templates/engine/engine.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "templates/engine/machine.h"

namespace debrief::templates {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<std::string_view, Escape>, 5> modes{{{"none", Escape::none},
                                                                    {"html", Escape::html},
                                                                    {"xml", Escape::xml},
                                                                    {"markdown", Escape::markdown},
                                                                    {"csv", Escape::csv}}};

/// Characters XML 1.0 cannot hold: most controls, U+FFFE and U+FFFF.
bool outside_xml(std::string_view text, std::size_t i, std::size_t& size) {
  const auto c = static_cast<unsigned char>(text[i]);
  size = 1;
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  size = 3;
  return text.compare(i, 3, "\xEF\xBF\xBE") == 0 || text.compare(i, 3, "\xEF\xBF\xBF") == 0;
}

std::string marked_up(std::string_view text, bool xml) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t size = 1;
    switch (text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '"':
        out += "&#34;";
        break;
      default:
        if (xml && outside_xml(text, i, size))
          i += size - 1;
        else
          out += text[i];
    }
  }
  return out;
}

std::string csv_field(std::string_view text) {
  std::string s;
  // A field that starts like a formula would be run by the spreadsheet. A negative number is none.
  const bool number = !text.empty() && text[0] == '-' && text.size() > 1 &&
                      text.find_first_not_of("0123456789.", 1) == std::string_view::npos;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos && !number) s += '\'';
  s += text;
  const bool plain =
      s.find_first_of(",;\"\n\r") == std::string::npos && (s.empty() || (s.front() != ' ' && s.back() != ' '));
  if (plain) return s;
  std::string out = "\"";
  for (const char c : s) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

/// Plain text inside a paragraph or a table cell, wherever in the line it comes to stand.
std::string markdown_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r'; };
  std::size_t first = 0;
  while (first < text.size() && blank(text[first])) ++first;
  std::size_t end = text.size();
  while (end > first && blank(text[end - 1])) --end;
  // White space at the ends could make a code block or a line break; as a reference it is only a blank.
  if (first > 0) out += "&#32;";
  bool digits = true;  // only digits so far: "12." or "12)" would start a list
  for (std::size_t i = first; i < end; ++i) {
    const char c = text[i];
    const auto u = static_cast<unsigned char>(c);
    if (blank(c)) {
      if (out.empty() || out.back() != ' ') out += ' ';
      digits = false;
      continue;
    }
    if (u < 0x20 || u == 0x7F) continue;
    const bool starts = i == first;
    const bool near_slash = c == ':' && (starts || i + 1 == end || text[i + 1] == '/' || text[i + 1] == ':');
    const bool always = std::string_view("\\`*_[]<>|~&@").find(c) != std::string_view::npos;
    const bool at_start = starts && std::string_view("#+-=.):!/").find(c) != std::string_view::npos;
    const bool list = digits && i > first && (c == '.' || c == ')');
    if (always || at_start || list || near_slash) out += '\\';
    out += c;
    digits = digits && c >= '0' && c <= '9';
  }
  if (end < text.size() && end > first) out += "&#32;";
  return out;
}

}  // namespace

std::optional<Escape> escape_named(std::string_view name) {
  for (const auto& [known, mode] : modes) {
    if (known == name) return mode;
  }
  return std::nullopt;
}

std::string escaped(std::string_view text, Escape mode) {
  switch (mode) {
    case Escape::html:
      return marked_up(text, false);
    case Escape::xml:
    case Escape::word:
      return marked_up(text, true);
    case Escape::markdown:
      return markdown_text(text);
    case Escape::csv:
      return csv_field(text);
    default:
      return std::string(text);
  }
}

void Loader::add(std::string name, std::string source) { added_[std::move(name)] = std::move(source); }
void Loader::add_folder(base::Path folder) { folders_.push_back(std::move(folder)); }
void Loader::add_shipped(std::span<const base::Embedded> files) {
  shipped_.insert(shipped_.end(), files.begin(), files.end());
}

std::optional<std::string> Loader::source(std::string_view name) const {
  const auto it = added_.find(name);
  if (it != added_.end()) return it->second;
  const fs::path relative{std::string(name)};
  const bool leads_out = name.empty() || name.find('\0') != std::string_view::npos || relative.is_absolute() ||
                         std::any_of(relative.begin(), relative.end(), [](const fs::path& p) { return p == ".."; });
  for (const base::Path& folder : folders_) {
    if (leads_out) break;
    std::error_code failed;
    const fs::path file = fs::weakly_canonical(folder / relative, failed);
    const fs::path top = failed ? fs::path() : fs::weakly_canonical(folder, failed);
    if (failed || !fs::is_regular_file(file, failed)) continue;
    // A link may not lead out of the folder either.
    const auto [from_top, unused] = std::mismatch(top.begin(), top.end(), file.begin(), file.end());
    if (from_top != top.end()) continue;
    return base::read_file(file, 16U << 20U);
  }
  for (const base::Embedded& file : shipped_) {
    if (file.name == name) return std::string(file.bytes);
  }
  return std::nullopt;
}

std::vector<std::string> Loader::names() const {
  std::set<std::string> all;
  for (const auto& [name, unused] : added_) all.insert(name);
  for (const base::Path& folder : folders_) {
    std::error_code failed;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed), end;
         !failed && it != end; it.increment(failed)) {
      if (all.size() > 10'000) break;
      if (it->is_regular_file(failed)) all.insert(fs::relative(it->path(), folder, failed).generic_string());
    }
  }
  for (const base::Embedded& file : shipped_) all.insert(std::string(file.name));
  return {all.begin(), all.end()};
}

std::string render(const Loader& loader, std::string_view name, const base::Json& data, const RenderOptions& options) {
  return engine::Machine(loader, data, options).run(name);
}

}  // namespace debrief::templates
