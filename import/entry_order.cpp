// Holding and sorting entries.

#include "import/entry_order.h"

#include <algorithm>

namespace debrief::import {

void EntryOrder::add(const Row& row, std::string_view ref, std::optional<base::Ms> at, std::optional<base::Ms> later) {
  if (at && later) {
    const auto last = last_.find(std::string(ref));
    if (last != last_.end() && *at < last->second && last->second <= *later) at = later;
  }
  Held h;
  h.number = row.number;
  h.line = row.line;
  for (const auto cell : row.cells) {
    h.bytes += cell;
    h.ends.push_back(static_cast<std::uint32_t>(h.bytes.size()));
  }
  h.bytes += row.raw;
  h.kinds = row.kinds;
  h.lists = row.lists;
  h.sheet = std::string(row.sheet);
  h.sheet_row = row.sheet_row;
  h.at = at.value_or(before_);
  before_ = h.at;
  if (at && rows_.size() < looked_at) {
    const auto [last, fresh] = last_.try_emplace(std::string(ref), *at);
    if (!fresh) {
      if (*at > last->second) ++forward_;
      if (*at < last->second) ++backward_;
      last->second = *at;
    }
  }
  rows_.push_back(std::move(h));
}

bool EntryOrder::may_go() const { return rows_.size() >= looked_at && !out_of_order(); }

void EntryOrder::give(const std::function<void(Row&)>& take) {
  holding_ = false;
  last_.clear();
  if (out_of_order()) {
    if (backward_ > forward_) std::reverse(rows_.begin(), rows_.end());
    std::stable_sort(rows_.begin(), rows_.end(), [](const Held& a, const Held& b) { return a.at < b.at; });
  }
  Row row;
  for (Held& h : rows_) {
    row.clear();
    row.number = h.number;
    row.line = h.line;
    const std::string_view bytes = h.bytes;
    std::uint32_t from = 0;
    for (const std::uint32_t end : h.ends) {
      row.cells.push_back(bytes.substr(from, end - from));
      from = end;
    }
    row.raw = bytes.substr(from);
    row.kinds = std::move(h.kinds);
    row.lists = std::move(h.lists);
    row.sheet = h.sheet;
    row.sheet_row = h.sheet_row;
    take(row);
    h = {};
  }
  rows_.clear();
  rows_.shrink_to_fit();
}

}  // namespace debrief::import
