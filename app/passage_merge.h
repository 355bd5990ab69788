// Passages that people edited in the document itself, merged three ways: as it was written, as they left it, as it
// stands now.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/session.h"

namespace debrief::app {

/// A passage that both sides changed, as Markdown.
struct PassageConflict {
  std::string key;
  std::string base;
  std::string theirs;
  std::string ours;
};

/// changed    keys that took their text
/// conflicts  keys left as they stand
/// missing    keys of the review that the file no longer holds; nothing is done about them
/// unknown    passages of the file that the review does not have
struct PassageMerge {
  std::int64_t review_id = 0;
  std::vector<std::string> changed;
  std::vector<PassageConflict> conflicts;
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  std::size_t unchanged = 0;
};

/// Whether the file is a document with passages in it (a .docx, or Markdown written by `report pir`), and not an export.
bool holds_document_passages(std::string_view bytes);

enum class Merge : std::uint8_t { try_out, store };

/// Takes over what was edited. review_id: 0 where the file itself must tell.
/// Throws bad-passage-file (5) for a file that tells of no review or was made for readers from whom names are hidden,
/// review-final (5).
PassageMerge merge_document(Session& session, std::string_view bytes, const std::string& name, std::int64_t review_id,
                            Merge how);

}  // namespace debrief::app
