// Documents that were written, in the store.

#include "review/documents.h"

#include "base/json.h"
#include "review/audit.h"
#include "review/store.h"

namespace debrief::review {

namespace {

KeptDocument read(const base::Statement& s) {
  return {std::string(s.text(0)), s.integer(1), std::string(s.text(2))};
}

}  // namespace

void keep_document(Store& store, const KeptDocument& document) {
  store.transaction([&] {
    const auto before = kept_document(store, document.id);
    if (before && before->entry == document.entry) return;
    store.db()
        .prepare("INSERT INTO document (id, at_ms, entry) VALUES (?1, ?2, ?3) "
                 "ON CONFLICT (id) DO UPDATE SET at_ms = ?2, entry = ?3")
        .bind(1, document.id)
        .bind(2, document.at_ms)
        .bind(3, document.entry)
        .run();
    const auto entry = base::parse_json(document.entry);
    audit(store, "document.write", document.id,
          base::dumped(base::Json{{"name", entry ? entry->value("name", "") : std::string()},
                                  {"files", entry ? entry->value("files", base::Json::array()) : base::Json::array()}}));
  });
}

std::optional<KeptDocument> kept_document(Store& store, std::string_view id) {
  auto s = store.db().prepare("SELECT id, at_ms, entry FROM document WHERE id = ?1");
  s.bind(1, id);
  return s.step() ? std::optional(read(s)) : std::nullopt;
}

std::optional<KeptDocument> kept_document_with(Store& store, std::string_view sha256) {
  auto s = store.db().prepare("SELECT id, at_ms, entry FROM document WHERE instr(entry, ?1) > 0 ORDER BY at_ms DESC");
  s.bind(1, "\"sha256\":\"" + std::string(sha256) + "\"");
  return s.step() ? std::optional(read(s)) : std::nullopt;
}

}  // namespace debrief::review
