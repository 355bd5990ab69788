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
#include "review/intake.h"

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

/// A column made of what stands in a list inside each record.
///
/// list   its name, dotted where lists lie in lists: "participants.sessions.metrics"; items of an inner list know the
///        fields of what is around them by the name of its list: "participants.purpose"
/// where  an item counts if each of these keys has one of these values
/// key    the value taken; "" with `count` and `any`
/// take   `any` is true or false; `earliest` and `latest` compare times as written in one form
struct Gathered {
  enum class Take : std::uint8_t { first, last, earliest, latest, sum, joined, count, any };
  std::string column;
  std::string list;
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
  std::string key;
  Take take = Take::first;
};

/// One mappings/<id>.json.
///
/// signs, enough  headings that are typical, and how many of them make a file this source's
/// columns        by heading key
/// zone           of times without one, in files of `zone_formats` (all when empty)
/// values         role id -> word -> what to store; nullopt: missing
/// keep           stand-ins that are values here
/// by_update      a file that repeats ids has one row per update
/// answered_if    a contact with something in one of these columns reached an agent; one without did not, and was
///                abandoned if `queued_if` (heading keys, as answered_if) says that it waited
/// ref_with       heading keys whose cells follow the key after a slash: a leg of a call
/// times_from_given  it gives acknowledgement and resolution only as lengths after the opening
/// row_is         what its rows are, where one look at the columns could mislead
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
  std::vector<Gathered> gather;
  std::vector<std::string> answered_if;
  std::vector<std::string> queued_if;
  std::vector<std::string> ref_with;
  bool times_from_given = false;
  std::optional<review::RowIs> row_is;
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
/// Roles of times, by what is left of a heading without its words for date and time ("cierre" of "hora de cierre").
std::span<const HeadingHint> time_hints_for(const std::string& stem);
/// Hints whose words all stand in the heading, weighed by how much of it they cover; and near misspellings.
std::vector<HeadingHint> loose_hints_for(const std::string& heading_key);

/// How many of a source's signs stand in these heading keys.
int signs_in(const SourceSpec& spec, std::span<const std::string> heading_keys);

}  // namespace debrief::import
