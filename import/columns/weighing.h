// What each column bids for: headings and cells weighed against every role.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/call_table.h"
#include "import/catalogue.h"
#include "import/roles.h"
#include "import/sniff/survey.h"

namespace debrief::import {

/// What speaks for giving a role to a column.
///
/// weight        0 to 1
/// unit_seconds  of the column's numbers, as the source writes them; 0 unknown
struct Bid {
  double weight = 0;
  double unit_seconds = 0;
  std::string why;
};

/// What the cells are, for the `why` of the receipt.
std::string observed(const Role& role, const Survey& s);

/// The bids of all columns of a file for all roles; the surveys must outlive it.
class Weighing {
 public:
  /// spec  of the file's source, nullptr unknown
  Weighing(const std::vector<Survey>& surveys, const SourceSpec* spec);

  /// Bids by the headings: the source's own, usual names, near ones, each as far as the cells bear it out.
  /// keys  heading keys of the columns
  void weigh(const std::vector<std::string>& keys);
  /// What the table as a whole says of its columns: these roles first, and no other where one is given.
  void take_from(const CallTable& calls);
  /// Only this role for a column: what the rows are decides it.
  void only(std::size_t column, std::string_view role, double weight, std::string why);
  /// Multiplies what is bid for the roles of a kind; 0 leaves them out.
  void suppress(Slot slot, double factor);
  void drop(std::string_view role);
  /// A column that has no role.
  void drop_column(std::size_t column);
  /// A column that cannot be the key of a record.
  void drop_ref(std::size_t column);

  /// The bid of a column for a role; one without weight where there is none.
  const Bid& at(const Role* role, std::size_t column) const;
  /// The highest weight any column bids for a role.
  double best(std::string_view role) const;
  /// The column of each role, -1 none, by the greatest sum of weights.
  std::vector<int> assign(const std::set<std::size_t>& taken_columns, const std::set<const Role*>& taken_roles) const;
  std::span<const Role> roles() const { return roles_; }

 private:
  void bid(std::size_t column, const Role* role, double weight, double unit, std::string why);
  void weigh_column(std::size_t c, const std::string& key, bool addressed);
  bool bid_as_known(std::size_t c, const std::string& key);
  void bid_as_usual(std::size_t c, const std::string& key, bool addressed);
  bool bid_as_dated(std::size_t c, const std::string& key);
  bool bid_as_lasting(std::size_t c, const std::string& key);
  void bid_as_resembling(std::size_t c, const std::string& key);
  double order_factor(std::size_t column) const;
  std::map<std::size_t, Bid>& bids_for(std::string_view role);
  const std::map<std::size_t, Bid>& bids_for(std::string_view role) const;

  const std::vector<Survey>& surveys_;
  const SourceSpec* spec_;
  std::set<std::size_t> lengths_;  // columns of numbers whose heading names a unit
  std::span<const Role> roles_;
  std::vector<std::map<std::size_t, Bid>> bids_;
};

}  // namespace debrief::import
