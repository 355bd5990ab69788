// What a document states beside each passage, so that whoever wrote there can be told what has changed since.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "templates/document.h"

namespace debrief::templates {

/// For each passage, by its key, what the generated part of its section states: rows of tables, figures and sentences
/// between the headings (levels 2 and 3) around it. JSON text: [[name, value], …]; a sentence has the name "".
/// A table of more than 40 rows counts as one statement.
std::map<std::string, std::string> statements_beside(const Document& document);

/// A short mark of such a text, for a file that goes out: the same as long as nothing beside the passage changes.
std::string beside_digest(std::string_view statements);

/// One statement that differs. was, is: "" where there was or is none
struct BesideChange {
  std::string name;
  std::string was;
  std::string is;
};

/// What changed from `then` to `now`, both as statements_beside gives them; in the order of `now`, then what is gone.
std::vector<BesideChange> changes_beside(std::string_view then, std::string_view now);

/// Puts a warning behind each passage of `changes`, naming what changed from what to what. An empty list of changes gives
/// a warning without details.
void flag_passages(Document& document, const std::map<std::string, std::vector<BesideChange>>& changes);

}  // namespace debrief::templates
