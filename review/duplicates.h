// The same incident told by two systems: suggested by the program, decided by a person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.h"
#include "base/time.h"

namespace debrief::review {

class Store;

/// Two records of different sources that may tell one incident.
///
/// score          0 to 1: 0.95 and more for the same reference, 0.9 where one names the other, 0.8 for a title that is
///                the same and unique on both sides, below that for like titles opened close together
/// minutes_apart  opening of b minus opening of a
/// reasons        a few words each
struct DuplicatePair {
  struct Side {
    std::int64_t id = 0;
    std::string source, ref, title;
    std::optional<base::Ms> opened;
  };
  Side a;
  Side b;
  double score = 0;
  std::optional<double> minutes_apart;
  std::vector<std::string> reasons;
};

/// Best first; pairs already linked are left out. Logs of no known system all have the source "generic"; those of other
/// headings or another file name are compared like other sources. A steady difference between the clocks of two sources is allowed
/// for when times are compared.
std::vector<DuplicatePair> duplicate_pairs(Store& store, std::size_t limit);

/// Records that `b` tells the incident `a` tells; references as for incident_by_ref. From then on figures count `a`
/// only. Throws Error same-record (2), already-linked (5), and those of incident_by_ref.
void link_incidents(Store& store, std::string_view a, std::string_view b);
/// Takes that back. Throws Error not-linked (5).
void unlink_incidents(Store& store, std::string_view a, std::string_view b);

/// The other records a person linked to this one.
struct Linked {
  std::int64_t id = 0;
  std::string source, ref;
  bool counts = false;   // figures count this one
};
std::vector<Linked> linked_to(Store& store, std::int64_t incident_id);

/// Records this one names as its parent, problem or change (a duplicate names the one it repeats as its parent), and
/// records that name it or the same problem.
///
/// there  the record is in the workspace
struct Related {
  std::string how;       // parent | child | problem | same_problem | problem_of | change | changed_by
  std::string ref;
  std::string source;    // "" when not there
  bool there = false;
};
std::vector<Related> related_to(Store& store, std::int64_t incident_id);

/// Steady differences between the times of the records an import brought and the same incidents elsewhere in the
/// workspace: another source's (by reference, reference named, or title), or the same records before this import
/// changed them. Warnings `clock-offset`; about the file, no row. For use inside the import.
std::vector<base::Issue> clock_offsets(Store& store, std::int64_t import_id, std::int64_t first_new_id,
                                       const std::string& source);

}  // namespace debrief::review
