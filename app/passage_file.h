// What people write into a review, as one Markdown file that goes out, is edited, and comes back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "review/reviews.h"

namespace debrief::app {

/// A place to write: its key in the template, its heading, and the question asked there.
struct PassageSlot {
  std::string key;
  std::string title;
  std::string prompt;
};

/// The file: for each slot its heading, a marker line and the text as it stands; texts under keys that no slot names
/// follow at the end, so that nothing a person wrote is left out.
///
/// beside  what stands beside each passage now; a mark of it stands above the passage, so that a text brought back later
///         is known to have been written beside older facts
std::string passage_file(const review::Review& review, const std::vector<PassageSlot>& slots,
                         const std::map<std::string, review::PassageText>& written,
                         const std::map<std::string, std::string>& beside = {});

/// What a file says. version: the one the writer started from, 0 when nothing had been written.
/// beside: the mark of the facts it was written beside, "" when the line has none
struct PassageEdit {
  std::string key;
  int version = 0;
  std::string text;
  std::string beside;
};
struct PassageFile {
  std::optional<std::int64_t> review_id;
  std::vector<PassageEdit> edits;
};

/// Throws Error bad-passage-file (5) with the line where a marker is missing or stands twice.
PassageFile read_passage_file(std::string_view text, const std::string& name);

/// Stores what changed, all or nothing; gives the keys. A passage left empty that had text is cleared.
/// Throws Error passage-changed (6) when somebody wrote a newer version meanwhile, naming it; review-final (5).
///
/// beside  what stands beside each passage now
std::vector<std::string> store_passages(review::Store& store, std::int64_t review_id, const PassageFile& file,
                                        const std::map<std::string, std::string>& beside);

}  // namespace debrief::app
