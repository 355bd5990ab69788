// Own templates and shipped ones.

#include "templates/template_set.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/hash.h"

namespace debrief::templates {

namespace {

constexpr std::string_view copy_mark = "{# debrief:copy ";
constexpr std::string_view kind_extension = ".md.jinja";

std::string_view shipped_text(std::string_view name) {
  for (const base::Embedded& file : document_files()) {
    if (file.name == name) return file.bytes;
  }
  return {};
}

/// "version=1.2" -> "1.2" for the word `version` of the copy mark.
std::string told(std::string_view line, std::string_view word) {
  const auto at = line.find(fmt::format(" {}=", word));
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + word.size() + 2);
  return std::string(rest.substr(0, rest.find_first_of(" #")));
}

void add_own(const base::Path& folder, std::set<std::string>& seen, std::vector<OwnedTemplate>& out) {
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    if (!it->is_regular_file()) continue;
    const std::string extension = it->path().extension().string();
    if (extension != ".jinja" && extension != ".docx") continue;
    OwnedTemplate t;
    t.name = std::filesystem::relative(it->path(), folder).generic_string();
    if (!seen.insert(t.name).second) continue;
    const std::string text = base::read_file(it->path(), 64U << 20U);
    t.file = it->path();
    t.bytes = text.size();
    t.sha256 = base::sha256(text);
    if (const std::string_view shipped = shipped_text(t.name); !shipped.empty()) {
      t.hides = true;
      t.shipped = base::sha256(shipped);
    }
    if (text.starts_with(copy_mark)) {
      const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
      t.copied = told(first, "sha256");
      t.version = told(first, "version");
    }
    out.push_back(std::move(t));
  }
}

}  // namespace

Loader document_loader(std::span<const base::Path> folders) {
  Loader loader;
  for (const base::Path& folder : folders) loader.add_folder(folder);
  loader.add_shipped(document_files());
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const base::Embedded& file : document_files()) out.push_back("shipped/" + std::string(file.name));
    return out;
  }();
  static const std::vector<base::Embedded> always = [] {
    std::vector<base::Embedded> out;
    const auto files = document_files();
    for (std::size_t i = 0; i < files.size(); ++i) out.push_back({names[i], files[i].bytes});
    return out;
  }();
  loader.add_shipped(always);
  return loader;
}

std::vector<OwnedTemplate> owned_templates(std::span<const base::Path> folders) {
  std::vector<OwnedTemplate> out;
  std::set<std::string> seen;
  for (const base::Path& folder : folders) add_own(folder, seen, out);
  for (const base::Embedded& file : document_files()) {
    const std::string hash = base::sha256(file.bytes);
    out.push_back({std::string(file.name), {}, false, file.bytes.size(), hash, hash, {}, {}});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

std::string copied_template(std::string_view name, std::string_view version) {
  const std::string_view text = shipped_text(name);
  if (text.empty()) return {};
  return fmt::format("{}{} version={} sha256={} #}}\n{}", copy_mark, name, version, base::sha256(text), text);
}

std::string template_name_for(const Loader& loader, std::string_view name) {
  const std::string with = std::string(name) + std::string(kind_extension);
  if (loader.source(with)) return with;
  return loader.source(name) ? std::string(name) : std::string();
}

}  // namespace debrief::templates
