// Which columns of the incidents a question reads, so that only these are loaded.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "review/columns.h"

namespace debrief::review {

class Store;

/// The columns of IncidentColumns that may be left out. id, kind and opened never are.
enum class Column : std::uint8_t {
  ref,
  occurred,
  acknowledged,
  resolved,
  closed,
  updated,
  sla_due,
  first_reopened,
  first_resolved,
  escalated,
  reopen_count,
  csat,
  sla_met,
  completeness,
  major,
  first_contact,
  priority,
  category,
  subcategory,
  channel,
  team,
  source,
  closure_code,
  caller,
  parent,
  status,
};

class ColumnSet {
 public:
  constexpr ColumnSet() = default;
  constexpr ColumnSet(std::initializer_list<Column> columns) {
    for (const Column c : columns) bits_ |= bit(c);
  }
  static constexpr ColumnSet all() {
    ColumnSet set;
    set.bits_ = ~0U;
    return set;
  }
  constexpr bool has(Column c) const { return (bits_ & bit(c)) != 0; }
  constexpr ColumnSet& operator|=(ColumnSet other) {
    bits_ |= other.bits_;
    return *this;
  }

 private:
  static constexpr std::uint32_t bit(Column c) { return 1U << static_cast<unsigned>(c); }
  std::uint32_t bits_ = 0;
};

/// From this many incidents on their columns are kept in the workspace, packed.
inline constexpr std::size_t kept_from = 50'000;

/// The columns of `set`; those not in it may be empty. Contacts, intervals, actions and reviews come whole.
///
/// Where the columns are kept in the workspace they are read from there. Where they are not, and there are `keep_from`
/// incidents or more, they are kept for the next time if the workspace can be written and nobody else is writing to it.
/// All of it is as of one moment, whatever others write meanwhile.
IncidentColumns incident_columns(Store& store, ColumnSet set, std::size_t keep_from = kept_from);

}  // namespace debrief::review
