// Records of different sources that share a key: the part that clock offsets and suggestions have in common.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/sqlite.h"
#include "base/time.h"

namespace debrief::review {

/// What is needed of a record to recognise it in another system.
///
/// times  opened, acknowledged, resolved, closed
/// names  references of other records it gives: contact reference, log number, problem, change, and words of its title
struct Twin {
  std::int64_t id = 0;
  std::uint32_t source = 0;
  std::string ref, title, caller, category;
  std::vector<std::string> names;
  std::array<std::optional<base::Ms>, 4> times;
};

/// All records of a workspace that holds two sources or more; empty otherwise.
///
/// sources  their names; a name comes again where one was split into origins
struct Twins {
  std::vector<std::string> sources;
  std::vector<Twin> records;
};
/// by_origin  logs of no known system count as sources of their own, told apart by their headings and file names
Twins load_twins(base::Database& db, bool by_origin = false);

/// Why two records were put together.
enum class Why : std::uint8_t { reference, named, title };
std::string_view words_of(Why why);

struct Match {
  std::uint32_t a = 0;   // places in Twins::records; a's source comes before b's
  std::uint32_t b = 0;
  Why why = Why::reference;
};
/// Each pair once, by its best reason. Titles only where unique in either source.
std::vector<Match> matches(const Twins& twins);

/// A steady difference: `n` of `of` pairs lie within a minute of it.
struct Offset {
  std::int64_t minutes = 0;
  std::size_t n = 0;
  std::size_t of = 0;
};
/// The commonest differences first, at most two (a zone with summer time against one without has two); each holds a
/// quarter of the pairs, the first half of them (all of them where there are 3 or 4). Empty below 3 pairs.
std::vector<Offset> steady_offsets(std::vector<base::Ms> differences);

/// Per pair of sources the steady difference of openings (b minus a), in ms, for comparing times across them.
std::map<std::pair<std::uint32_t, std::uint32_t>, base::Ms> opening_offsets(const Twins& twins,
                                                                             std::span<const Match> pairs);

}  // namespace debrief::review
