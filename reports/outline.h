// What every writer must agree on: heading levels, numbers of tables and figures, anchors, words for marks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "templates/document.h"

namespace debrief::reports {

struct ContentsEntry {
  int level = 2;
  std::string text;
  std::string id;
};

/// One pass over a document.
///
/// title      the one heading of level 1, or meta.title where the document has none
/// level      of each heading as shown: the title once, no step down by more than one
/// number     of each figure and each table with a caption, counted from 1 for each kind
/// ids        every anchor that may be linked to
/// linked     anchors that links of this document name
/// titled     passages whose title is not already the heading above them
struct Outline {
  const templates::Block* title_block = nullptr;
  std::string title;
  std::map<const templates::Block*, int> level;
  std::map<const templates::Block*, int> number;
  std::set<std::string> ids;
  std::set<std::string> linked;
  std::set<const templates::Block*> titled;
  std::vector<ContentsEntry> contents;
  bool has_contents = false;

  /// True when this link leads somewhere: an address, or a block that is in the document.
  bool leads(std::string_view target) const;
};

Outline outline(const templates::Document& document);

/// "Overdue" for a row mark; "" for none and for total, whose text says so itself.
std::string_view mark_word(std::string_view mark);

/// A sign that goes with the word: shape, so that colour is not needed.
std::string_view mark_sign(std::string_view mark);

/// "Warning" for a callout's kind.
std::string_view callout_word(std::string_view kind);

/// "Warning: title", or one of both when the other is empty or the same.
std::string callout_heading(const templates::Callout& callout);

/// "2 of 3: what to do" is for writers; this is the sentence under a figure: caption, or the chart's finding.
std::string figure_caption(const templates::Figure& figure);

/// A passage that nobody has written yet. Several in a row share one frame.
bool is_prompt(const templates::Block& block);

/// True of words that belong to what follows and must not stand last on a page: a line in strong letters alone, as a
/// small heading is, or one that ends in a colon.
bool leads_on(const templates::Inlines& text);

/// Number of columns of a table: the widest row, or the column list.
std::size_t column_count(const templates::Table& table);

/// Alignment of a column; left where the list is short.
templates::Align alignment(const templates::Table& table, std::size_t column);

/// Shares of the width, summing to 1: those given, the rest by the longest word and the amount of text in each.
std::vector<double> column_shares(const templates::Table& table);

}  // namespace debrief::reports
