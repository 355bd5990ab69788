// The source systems and headings this build knows, read from mappings/*.json.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "import/roles.h"
#include "review/incident.h"

namespace debrief::import {

/// What a source's heading means. `role` nullptr: known, and of no use here.
struct KnownColumn {
  const Role* role = nullptr;
  double weight = 1;
  double unit_seconds = 0;
};

/// Lists inside a record that are its history; names separated by | are tried in turn.
struct NestedEntries {
  std::vector<std::string> lists;
  std::vector<std::string> at;
  std::vector<std::string> type;
  std::vector<std::string> text;
  std::vector<std::string> by;
  std::string audience;
  std::string direction;
  std::string system;
  review::EventKind kind = review::EventKind::note;
  std::unordered_map<std::string, review::EventKind> types;
};

/// One mappings/<id>.json.
///
/// signs, enough  headings that are typical, and how many of them make a file this source's
/// columns        by heading key
/// zone           of times without one, in files of `zone_formats` (all when empty)
/// values         role id -> word -> what to store; nullopt: missing
/// keep           stand-ins that are values here
/// by_update      a file that repeats ids has one row per update
/// comment_cells  notes are "date;author;text", one comment a cell
struct SourceSpec {
  std::string id;
  std::string title;
  std::vector<std::string> signs;
  int enough = 0;
  std::unordered_map<std::string, KnownColumn> columns;
  std::string zone;
  std::vector<std::string> zone_formats;
  std::string day_order;
  std::unordered_map<std::string, std::unordered_map<std::string, std::optional<std::string>>> values;
  std::unordered_map<std::string, review::Kind> kinds;
  std::optional<review::Kind> kind;
  std::map<std::string, std::unordered_map<std::string, review::Kind>> kind_from;
  std::vector<std::string> keep;
  double csat_scale_of_words = 0;
  bool by_update = false;
  bool comment_cells = false;
  NestedEntries entries;
};

/// All but the generic one.
const std::vector<SourceSpec>& all_sources();
const SourceSpec* source_named(std::string_view id);

/// Headings by key, from generic.json.
struct HeadingHint {
  const Role* role = nullptr;
  double weight = 0;
};
std::span<const HeadingHint> hints_for(const std::string& heading_key);
/// Hints whose words all stand in the heading, weighed by how much of it they cover; and near misspellings.
std::vector<HeadingHint> loose_hints_for(const std::string& heading_key);

/// How many of a source's signs stand in these heading keys.
int signs_in(const SourceSpec& spec, std::span<const std::string> heading_keys);

}  // namespace debrief::import
