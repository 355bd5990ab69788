// Puts the rows of an event log into the order of their times.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "import/readers/reader.h"

namespace debrief::import {

/// Holds rows back until it shows whether each record's entries come oldest first. Most logs do, and are let go after the
/// first rows; one that does not is held whole and given oldest first, rows of equal times in the order the log runs.
class EntryOrder {
 public:
  static constexpr std::size_t looked_at = 1000;

  /// False once the rows may go straight on. A row without a time keeps its place beside the row before it.
  bool holding() const { return holding_; }
  /// later  the other reading of a time the clocks showed twice: taken where the record's row before shows it was that
  void add(const Row& row, std::string_view ref, std::optional<base::Ms> at, std::optional<base::Ms> later = {});
  /// True when enough rows were seen, and they are in order.
  bool may_go() const;
  /// Gives the rows held, and holds no more.
  void give(const std::function<void(Row&)>& take);

 private:
  struct Held {
    std::int64_t number = 0;
    std::int64_t line = 0;
    base::Ms at = 0;
    std::string bytes;  // the cells, then the row as it stood
    std::vector<std::uint32_t> ends;
    std::vector<CellIs> kinds;
    std::vector<NestedList> lists;
    std::string sheet;
    std::int64_t sheet_row = 0;
  };

  bool out_of_order() const { return backward_ * 20 > forward_ + backward_; }

  bool holding_ = true;
  std::vector<Held> rows_;
  std::unordered_map<std::string, base::Ms> last_;
  base::Ms before_ = 0;
  std::int64_t forward_ = 0;
  std::int64_t backward_ = 0;
};

}  // namespace debrief::import
