// The rows of a worksheet part.

#include "import/workbook/xlsx_rows.h"

#include <algorithm>
#include <deque>

#include "base/error.h"
#include "import/workbook/workbook.h"

namespace debrief::import {

namespace {

/// What the type of a cell says its value is.
enum class ValueIs : std::uint8_t { number, shared, text, boolean, error, date };

ValueIs value_of_type(std::string_view type) {
  if (type == "s") return ValueIs::shared;
  if (type == "str" || type == "inlineStr") return ValueIs::text;
  if (type == "b") return ValueIs::boolean;
  if (type == "e") return ValueIs::error;
  if (type == "d") return ValueIs::date;
  return ValueIs::number;
}

/// Column number from 0 of a reference such as "BC12"; -1 when it is none.
int column_of(std::string_view reference) {
  int column = 0;
  for (const char c : reference) {
    const char up = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (up < 'A' || up > 'Z') break;
    column = column * 26 + (up - 'A' + 1);
    if (column > static_cast<int>(most_columns)) return -1;
  }
  return column - 1;
}

std::int64_t integer(std::string_view text) {
  std::int64_t v = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || v > 100'000'000) return -1;
    v = v * 10 + (c - '0');
  }
  return text.empty() ? -1 : v;
}

class XlsxRows final : public SheetRows {
 public:
  XlsxRows(const Workbook& workbook, const Sheet& sheet, const std::string& file)
      : workbook_(workbook), xml_(workbook.package(), sheet.part, file, listener()) {}

  bool next(SheetRow& row) override {
    while (ready_.empty() && xml_.step()) {
    }
    if (ready_.empty()) return false;
    std::swap(row, ready_.front());
    spare_.push_back(std::move(ready_.front()));
    ready_.pop_front();
    return true;
  }

 private:
  XmlListener listener() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) { begin(name, attributes); };
    l.end = [this](std::string_view name) { end(name); };
    l.text = [this](std::string_view text) {
      if (!collecting_) return;
      text_ += text;
      if (text_.size() > (16U << 20U)) {
        throw base::Error(base::Status::refused, "unpacks-too-large",
                          "a text of the workbook is larger than any cell can be",
                          "do not trust this file; ask where it came from");
      }
    };
    return l;
  }

  void begin(std::string_view name, const char** attributes) {
    if (name == "c") {
      if (in_row_) begin_cell(attributes);
    } else if (name == "f") {
      formula_ = true;
    } else if (name == "v" || name == "t") {
      collecting_ = name == "v" || phonetic_ == 0;
    } else if (name == "row") {
      const std::int64_t r = integer(attribute(attributes, "r"));
      // Rows that go back, which no spreadsheet program writes, are counted on.
      number_ = r > number_ ? r : number_ + 1;
      if (!spare_.empty()) {
        std::swap(row_, spare_.back());
        spare_.pop_back();
      }
      row_.clear(number_);
      column_ = -1;
      in_row_ = true;
    } else if (name == "is") {
      text_.clear();  // some programs write a number beside the text; the text is the cell
    } else if (name == "rPh") {
      ++phonetic_;
    }
  }

  void begin_cell(const char** attributes) {
    value_is_ = ValueIs::number;
    style_ = -1;
    int at = column_ + 1;
    for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
      const char* key = attributes[i];
      if (key[0] == '\0' || key[1] != '\0') continue;
      const std::string_view value(attributes[i + 1]);
      if (key[0] == 'r') {
        const int stated = value.empty() ? -1 : column_of(value);
        if (stated >= 0) at = stated;
      } else if (key[0] == 't') {
        value_is_ = value_of_type(value);
      } else if (key[0] == 's') {
        style_ = integer(value);
      }
    }
    column_ = at;
    formula_ = false;
    text_.clear();
  }

  void end(std::string_view name) {
    if (name == "v" || name == "t") {
      collecting_ = false;
    } else if (name == "c") {
      if (in_row_) cell();
    } else if (name == "rPh") {
      --phonetic_;
    } else if (name == "row") {
      in_row_ = false;
      if (!row_.empty()) {
        ready_.push_back(std::move(row_));
        row_ = {};
      }
    }
  }

  void cell() {
    if (formula_ && column_ < static_cast<int>(most_columns)) row_.is_formula(static_cast<std::size_t>(column_));
    if (text_.empty() || column_ >= static_cast<int>(most_columns)) return;
    const auto c = static_cast<std::size_t>(column_);
    switch (value_is_) {
      case ValueIs::shared: {
        const std::int64_t n = integer(text_);
        const std::string_view text = n < 0 ? std::string_view() : workbook_.strings().at(static_cast<std::size_t>(n));
        if (!text.empty()) row_.point_at(c, text);
        break;
      }
      case ValueIs::text:
        if (text_.find("_x") == std::string::npos) {
          row_.put(c, text_, CellIs::text);
        } else if (const std::string plain = unescaped_x(text_); !plain.empty()) {
          row_.put(c, plain, CellIs::text);
        }
        break;
      case ValueIs::boolean:
        row_.put(c, text_ == "1" || text_ == "true" ? "TRUE" : "FALSE", CellIs::boolean);
        break;
      case ValueIs::error:
        row_.put(c, text_, CellIs::error);
        break;
      case ValueIs::date:
        row_.put(c, text_, CellIs::text);
        break;
      case ValueIs::number:
        row_.put(c, text_, style_ >= 0 ? workbook_.style(static_cast<std::size_t>(style_)) : CellIs::number);
        break;
    }
  }

  const Workbook& workbook_;
  SheetRow row_;
  std::deque<SheetRow> ready_;
  std::vector<SheetRow> spare_;
  std::int64_t number_ = 0;
  int column_ = -1;
  ValueIs value_is_ = ValueIs::number;
  std::int64_t style_ = -1;
  std::string text_;
  bool in_row_ = false;
  bool formula_ = false;
  bool collecting_ = false;
  int phonetic_ = 0;
  XmlPart xml_;
};

class Xlsx final : public Book {
 public:
  explicit Xlsx(const Source& source) : workbook_(source), file_(source.name()) {}

  std::string_view format() const override { return "xlsx"; }
  const std::vector<Sheet>& sheets() const override { return workbook_.sheets(); }
  bool epoch_1904() const override { return workbook_.epoch_1904(); }
  std::vector<CellRange> merged(const Sheet& sheet) const override {
    std::vector<CellRange> out;
    for (const auto& text : merges_in(sheet)) {
      const auto colon = text.find(':');
      if (colon == std::string::npos) continue;
      const std::string_view from = std::string_view(text).substr(0, colon);
      const std::string_view to = std::string_view(text).substr(colon + 1);
      const auto row = [](std::string_view reference) {
        const auto digits = reference.find_first_of("0123456789");
        return digits == std::string_view::npos ? -1 : integer(reference.substr(digits));
      };
      const int first = column_of(from);
      const int last = column_of(to);
      if (first < 0 || last < first || row(from) < 1 || row(to) < row(from)) continue;
      out.push_back({row(from), row(to), static_cast<std::size_t>(first), static_cast<std::size_t>(last)});
    }
    return out;
  }
  std::unique_ptr<SheetRows> rows(const Sheet& sheet) const override {
    return std::make_unique<XlsxRows>(workbook_, sheet, file_);
  }

 private:
  /// "A2:A4" and its like, which stand behind the rows: looked for in the bytes, without parsing the rows once more.
  std::vector<std::string> merges_in(const Sheet& sheet) const {
    constexpr std::size_t largest_by_hand = 16U << 20U;
    std::string all;
    auto part = workbook_.package().open(sheet.part);
    for (std::string_view piece = part.read(); !piece.empty(); piece = part.read()) {
      all += piece;
      if (all.size() > largest_by_hand) return {};
    }
    std::vector<std::string> out;
    const auto start = all.rfind("<mergeCells");
    if (start == std::string::npos) return out;
    for (auto at = all.find("ref=\"", start); at != std::string::npos; at = all.find("ref=\"", at)) {
      // Other elements with a reference follow the last of them.
      const auto tag = all.rfind('<', at);
      if (std::string_view(all).substr(tag, 11) != "<mergeCell " ) break;
      at += 5;
      const auto end = all.find('"', at);
      if (end == std::string::npos) break;
      out.push_back(all.substr(at, end - at));
    }
    return out;
  }

  Workbook workbook_;
  std::string file_;
};

}  // namespace

std::unique_ptr<Book> open_xlsx(const Source& source) { return std::make_unique<Xlsx>(source); }

}  // namespace debrief::import
