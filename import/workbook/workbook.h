// A workbook's inventory: sheets, shared strings, and which styles show numbers as dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/readers/reader.h"
#include "import/workbook/book.h"
#include "import/workbook/package.h"

namespace debrief::import {

/// Texts by number, in one piece of memory.
class SharedStrings {
 public:
  void begin() { starts_.push_back(blob_.size()); }
  void add(std::string_view text) { blob_ += text; }
  std::size_t size() const { return starts_.size(); }
  /// "" for a number out of range.
  std::string_view at(std::size_t n) const;
  std::string& blob() { return blob_; }

 private:
  std::string blob_;
  std::vector<std::size_t> starts_;
};

class Workbook {
 public:
  /// Throws base::Error as Package and XmlPart do, and not-a-workbook (status 5).
  explicit Workbook(const Source& source);

  const Package& package() const { return package_; }
  const std::vector<Sheet>& sheets() const { return sheets_; }
  bool epoch_1904() const { return epoch_1904_; }
  const SharedStrings& strings() const { return strings_; }
  /// What a number in a cell of that style is shown as.
  CellIs style(std::size_t index) const { return index < styles_.size() ? styles_[index] : CellIs::number; }

 private:
  void read_inventory(const std::string& part);
  void read_styles(const std::string& part);
  void read_strings(const std::string& part);

  Package package_;
  std::string file_;
  std::vector<Sheet> sheets_;
  bool epoch_1904_ = false;
  SharedStrings strings_;
  std::vector<CellIs> styles_;
};

/// Excel writes characters XML cannot hold as _x000D_; a literal one as _x005F_x000D_.
std::string unescaped_x(std::string_view text);

/// What a number format shows: date, time, duration ([h]:mm) or number.
CellIs shown_by(std::string_view format_code);
CellIs shown_by(int built_in_format);

}  // namespace debrief::import
