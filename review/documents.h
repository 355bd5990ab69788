// Documents that were written: what each said and what it was made from, for those who verify a copy later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace debrief::review {

class Store;

/// id     "urn:debrief:document:…"
/// at_ms  the clock it was made by
/// entry  JSON text: settings, inputs, definitions, facts, files
struct KeptDocument {
  std::string id;
  std::int64_t at_ms = 0;
  std::string entry;
};

/// Keeps it; one of the same id is replaced. No audit row where nothing changes.
void keep_document(Store& store, const KeptDocument& document);

/// nullopt where no document of that id was written from this workspace.
std::optional<KeptDocument> kept_document(Store& store, std::string_view id);

/// The newest whose entry holds this SHA-256 among its files.
std::optional<KeptDocument> kept_document_with(Store& store, std::string_view sha256);

}  // namespace debrief::review
