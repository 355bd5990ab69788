// Lists become entries.

#include "import/drafts/nested.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "import/catalogue.h"
#include "import/issues.h"

namespace debrief::import {

namespace {

std::string_view item_value(const NestedItem& item, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    for (const auto& [name, value] : item) {
      if (name == key && !value.empty()) return value;
    }
  }
  return {};
}

}  // namespace

void add_nested_events(Cells& cells, std::vector<review::Event>& events) {
  if (cells.mapping.spec == nullptr) return;
  const NestedEntries& spec = cells.mapping.spec->entries;
  for (const auto& list : cells.row->lists) {
    if (std::find(spec.lists.begin(), spec.lists.end(), list.name) == spec.lists.end()) continue;
    std::vector<review::Event> found;
    for (const auto& item : list.items) {
      review::Event e;
      e.row = cells.row->number;
      const std::string_view at = item_value(item, spec.at);
      const StampRead read = cells.stamps.read(at, {});
      if (read.stamp) {
        e.at = read.stamp;
      } else if (!at.empty()) {
        cells.sink.report(fault(read.state == TimeRead::impossible ? "date-impossible" : "time-unreadable",
                                fmt::format("{} is not a time that can be read", base::quoted(at)), std::string(at),
                                place_of(cells.file, cells.row->number, cells.row->line, list.name)));
      }
      const std::string_view type = item_value(item, spec.type);
      const auto known = spec.types.find(base::folded(type));
      e.kind = known != spec.types.end() ? known->second : spec.kind;
      e.text = std::string(item_value(item, spec.text));
      if (e.text.empty()) e.text = std::string(type);
      e.actor = std::string(item_value(item, spec.by));
      e.audience = spec.audience;
      e.direction = spec.direction;
      e.system = spec.system;
      if (!type.empty()) e.changes = "status: " + std::string(type);
      found.push_back(std::move(e));
    }
    // Some sources write the newest first.
    std::stable_sort(found.begin(), found.end(), [](const review::Event& a, const review::Event& b) {
      return a.at && b.at && a.at->at < b.at->at;
    });
    for (auto& e : found) events.push_back(std::move(e));
  }
}

}  // namespace debrief::import
