// By what a copy of a document is known again.

#include "app/document_id.h"

#include "app/version.h"
#include "base/error.h"
#include "base/hash.h"
#include "reports/package.h"

namespace debrief::app {

namespace {

constexpr std::size_t digits = 32;

std::string found_in(std::string_view text) {
  for (auto at = text.find(document_urn); at != std::string_view::npos; at = text.find(document_urn, at + 1)) {
    const std::string_view hex = text.substr(at + document_urn.size(), digits);
    if (hex.size() == digits && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos)
      return std::string(document_urn) + std::string(hex);
  }
  return {};
}

/// Parts in which properties stand, and cells of the sheet that repeats them: other programs drop one or the other.
bool may_tell(std::string_view part) {
  return part.starts_with("docProps/") || part == "xl/sharedStrings.xml" || part.starts_with("xl/worksheets/");
}

}  // namespace

std::string document_id(const templates::Built& built, std::string_view settings, std::string_view made_at) {
  base::Sha256 sum;
  for (const std::string_view part : {std::string_view(built.name), settings, made_at, std::string_view(version()),
                                      std::string_view(built.facts_digest), std::string_view(built.view)}) {
    sum.add(part);
    sum.add("\x1f");
  }
  return std::string(document_urn) + sum.hex().substr(0, digits);
}

std::string document_id_in(std::string_view bytes) {
  if (!bytes.starts_with("PK")) return found_in(bytes);
  try {
    for (const auto& [name, text] : reports::unpacked(bytes)) {
      if (!may_tell(name)) continue;
      if (std::string id = found_in(text); !id.empty()) return id;
    }
  } catch (const base::Error&) {
    return {};  // no package after all: it has no properties
  }
  return {};
}

}  // namespace debrief::app
