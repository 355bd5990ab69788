// Workspaces for tests of documents: one made by hand, and one from the demo log.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "review/store.h"
#include "templates/build.h"

namespace debrief::tests {

/// A folder of its own, gone with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// 2026-06-01T12:00:00Z.
inline constexpr base::Ms test_now = 1780315200000;

/// Two small incidents in London: INC-1 (telephones silent, raised from P2 to P1, customers told twice) with one linked
/// complaint, and INC-0 of the same category before it. Callers: Deirdre Onyango, 07700 900933; colleagues: Amara Osei
/// (the learner), Helen Marchetti.
review::Store small_workspace(const Folder& folder);

/// Any log with the demo log's columns, read with the same meaning as the importer gives them.
review::Store log_workspace(const Folder& folder, const std::filesystem::path& csv);
std::filesystem::path demo_log();

/// All text of a document, blocks apart by newlines, chart texts and captions included.
std::string all_text(const templates::Document& document);
std::string all_text(const templates::Workbook& workbook);

/// The table with that caption's beginning; nullptr when there is none.
const templates::Table* table_captioned(const templates::Document& document, std::string_view begins);

}  // namespace debrief::tests
