// Tags in the paragraphs of a Word file: found over split runs, and each moved whole to one place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "templates/word/word.h"

namespace debrief::templates::word {

enum class TagKind : std::uint8_t { print, block, comment };
/// What a tag says it stands for: docxtpl's {%p %}, {%tr %}, {%tc %}, {%r %}; `open` where it says nothing.
enum class Level : std::uint8_t { open, paragraph, row, cell, run };

struct Tag {
  TagKind kind = TagKind::print;
  Level level = Level::open;
  std::string inside;  // without delimiters, quotes straight, blanks plain
  std::string word;    // of a block: "for", "endif"
  Place place;
};

/// All tags of one part. In the tree afterwards stands
///
/// - for a tag of a block or a comment: an element `tag_element` between runs,
/// - for a printed one: "\x01" n "\x02" inside the text of a w:t, or of an alternative text,
///
/// n being its place in `tags`. w:proofErr is gone where there were tags. Adds faults: word-tag-open,
/// word-tracked-changes.
void find_tags(const std::string& part, const pugi::xml_node& root, std::vector<Tag>& tags, std::vector<Fault>& faults);

/// "\x01" "12" "\x02".
std::string print_mark(std::size_t n);
/// The number of the mark at `at` of `text`, and `at` moved behind it.
std::size_t read_mark(std::string_view text, std::size_t& at);
/// The tag that `text` consists of, blanks aside; npos where there is none, or more.
std::size_t only_mark(std::string_view text);

}  // namespace debrief::templates::word
