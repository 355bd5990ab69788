// What has become of a document since it was written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "base/file.h"

namespace debrief::app {

/// A figure or statement of a document that no longer holds.
///
/// label   what is stated; for a cell of a workbook "SHEET, ROW, COLUMN"
/// says    what the document says; nullopt where the manifest kept only its hash
/// now     what the workspace says now; nullopt where it says nothing of the kind any more
/// cause   definition | import | record | program
/// why     the same in words
struct FactChange {
  std::string label;
  std::optional<std::string> says;
  std::optional<std::string> now;
  std::string source;
  std::string cause;
  std::string why;
};

/// found_by    manifest | identifier | hash: how it was known what the file was made from
/// unchanged   the file is byte for byte as it was written
/// holds       its facts, worked out again from the workspace as it is now, are the same
/// reproduced  written anew it has the same bytes; nullopt where that was not tried
/// gone        labels of what no longer holds; empty too where nothing but hashes of all facts was kept
/// changes     the same with both texts and the reason
/// added       facts that the workspace states now and the document does not
struct ReportVerdict {
  std::string document;
  std::string kind;
  std::string made_at;
  std::string found_by;
  bool unchanged = false;
  bool holds = false;
  std::optional<bool> reproduced;
  std::size_t facts = 0;
  std::vector<std::string> gone;
  std::vector<FactChange> changes;
  std::size_t added = 0;
  std::string program_then;
  std::string program_now;
};

/// Throws no-manifest (3) where neither a manifest beside the file nor the file itself tells what it was made from,
/// bad-manifest (5) for a file the manifest beside it does not list as a report.
ReportVerdict verify_report(Session& session, const base::Path& file);

}  // namespace debrief::app
