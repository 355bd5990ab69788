// Gathering values out of lists.

#include "import/gather.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "import/catalogue.h"
#include "import/mapping.h"

namespace debrief::import {

namespace {

std::string_view value_of(const NestedItem& item, std::string_view key) {
  for (const auto& [name, value] : item) {
    if (name == key) return value;
  }
  return {};
}

bool fits(const Gathered& g, const NestedItem& item) {
  return std::all_of(g.where.begin(), g.where.end(), [&](const auto& condition) {
    const std::string_view is = value_of(item, condition.first);
    return std::any_of(condition.second.begin(), condition.second.end(),
                       [&](const std::string& wanted) { return base::equal_ascii_nocase(is, wanted); });
  });
}

std::string gathered(const Gathered& g, const std::vector<NestedList>& lists) {
  const auto list = std::find_if(lists.begin(), lists.end(), [&](const NestedList& l) { return l.name == g.list; });
  if (list == lists.end()) return {};
  std::string out;
  double sum = 0;
  std::int64_t n = 0;
  for (const auto& item : list->items) {
    if (!fits(g, item)) continue;
    const std::string_view value = g.key.empty() ? std::string_view() : value_of(item, g.key);
    if (!g.key.empty() && value.empty()) continue;
    ++n;
    switch (g.take) {
      case Gathered::Take::first:
        if (n == 1) out = std::string(value);
        break;
      case Gathered::Take::last:
        out = std::string(value);
        break;
      case Gathered::Take::earliest:
        if (n == 1 || value < out) out = std::string(value);
        break;
      case Gathered::Take::latest:
        if (n == 1 || value > out) out = std::string(value);
        break;
      case Gathered::Take::sum:
        sum += std::strtod(std::string(value).c_str(), nullptr);
        break;
      case Gathered::Take::joined:
        if (out.find(value) == std::string::npos) out += (out.empty() ? "" : "; ") + std::string(value);
        break;
      case Gathered::Take::count:
      case Gathered::Take::any:
        break;
    }
  }
  if (g.take == Gathered::Take::any) return n > 0 ? "true" : "false";
  if (g.take == Gathered::Take::count) return std::to_string(n);
  if (g.take == Gathered::Take::sum) return n == 0 ? std::string() : fmt::format("{}", sum);
  return out;
}

class GatheringReader final : public Reader {
 public:
  GatheringReader(std::unique_ptr<Reader> reader, const std::vector<Gathered>& gather)
      : reader_(std::move(reader)), gather_(gather), table_(reader_->table()) {
    for (const auto& g : gather_) table_.columns.push_back(g.column);
  }

  const Table& table() const override { return table_; }
  void rewind() override { reader_->rewind(); }
  std::uint64_t bytes_done() const override { return reader_->bytes_done(); }
  std::vector<base::Issue> late_findings() override { return reader_->late_findings(); }

  bool next(Row& row) override {
    if (!reader_->next(row)) return false;
    if (row.set_aside) return true;
    const std::size_t own = table_.columns.size() - gather_.size();
    row.cells.resize(own);
    texts_.clear();
    for (const auto& g : gather_) texts_.push_back(gathered(g, row.lists));
    row.cells.insert(row.cells.end(), texts_.begin(), texts_.end());
    if (!row.kinds.empty()) row.kinds.resize(row.cells.size(), CellIs::text);
    return true;
  }

 private:
  std::unique_ptr<Reader> reader_;
  const std::vector<Gathered>& gather_;
  Table table_;
  std::vector<std::string> texts_;
};

}  // namespace

std::unique_ptr<Reader> with_gathered(std::unique_ptr<Reader> reader, const Options& options) {
  const Table& table = reader->table();
  if (table.lists.empty()) return reader;
  const SourceSpec* spec = options.source.empty() ? recognised_source(table) : source_named(options.source);
  if (spec == nullptr) return reader;
  const bool any = std::any_of(spec->gather.begin(), spec->gather.end(), [&](const Gathered& g) {
    const std::string outer = g.list.substr(0, g.list.find('.'));
    return std::any_of(table.lists.begin(), table.lists.end(),
                       [&](const std::string& l) { return l == g.list || l == outer; });
  });
  if (!any) return reader;
  return std::make_unique<GatheringReader>(std::move(reader), spec->gather);
}

}  // namespace debrief::import
