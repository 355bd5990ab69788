// One XML part holds all sheets; each sheet is read by passing over the others.

#include "import/workbook/ods.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/workbook/package.h"

namespace debrief::import {

namespace {

constexpr std::string_view media_type = "application/vnd.oasis.opendocument.spreadsheet";
constexpr const char* content = "content.xml";
constexpr std::size_t longest_text = 16U << 20U;
/// A row with something in it stands once in the file however often it is repeated; more than a sheet has are not read.
constexpr std::int64_t most_rows = 1'048'576;

std::int64_t count(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), n);
  return fault == std::errc() && end == text.data() + text.size() ? std::clamp<std::int64_t>(n, 1, most_rows) : 1;
}

/// Days of "PT26H30M00.5S"; nullopt for anything else.
std::optional<double> days(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  double total = 0;
  bool of_time = false;
  for (std::size_t i = 1; i < text.size();) {
    if (text[i] == 'T') {
      of_time = true;
      ++i;
      continue;
    }
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data() + i, text.data() + text.size(), value);
    if (fault != std::errc() || end == text.data() + text.size()) return std::nullopt;
    const double unit = *end == 'D'              ? 1
                        : *end == 'H'            ? 1.0 / 24
                        : *end == 'M' && of_time ? 1.0 / 1440
                        : *end == 'S'            ? 1.0 / 86400
                                                 : 0;
    if (unit == 0) return std::nullopt;
    total += value * unit;
    i = static_cast<std::size_t>(end - text.data()) + 1;
  }
  return negative ? -total : total;
}

enum class ValueIs : std::uint8_t { text, number, date, time, boolean };

ValueIs value_of_type(std::string_view type) {
  if (type == "float" || type == "currency" || type == "percentage") return ValueIs::number;
  if (type == "date") return ValueIs::date;
  if (type == "time") return ValueIs::time;
  if (type == "boolean") return ValueIs::boolean;
  return ValueIs::text;
}

/// LibreOffice writes the errors of formulas as texts.
bool is_error(std::string_view text) {
  static constexpr std::array<std::string_view, 8> errors{"#DIV/0!", "#N/A",  "#NAME?",  "#NULL!",
                                                          "#NUM!",   "#REF!", "#VALUE!", "#N/D"};
  return std::find(errors.begin(), errors.end(), text) != errors.end() ||
         (text.starts_with("Err:") && text.size() == 7);
}

class OdsRows final : public SheetRows {
 public:
  /// sheet  the how-manieth table of the part
  OdsRows(const Package& package, std::size_t sheet, const std::string& file)
      : sheet_(sheet), xml_(package, content, file, listener()) {}

  bool next(SheetRow& row) override {
    while (ready_.empty()) {
      if (over_ || !xml_.step()) return false;
    }
    Repeated& front = ready_.front();
    if (--front.times > 0) {
      row = front.row;
      ++front.row.number;
      return true;
    }
    std::swap(row, front.row);
    ready_.pop_front();
    return true;
  }

 private:
  struct Repeated {
    SheetRow row;
    std::int64_t times = 1;
  };

  XmlListener listener() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) {
      ++depth_;
      begin(name, attributes);
    };
    l.end = [this](std::string_view name) {
      end(name);
      --depth_;
    };
    l.text = [this](std::string_view text) {
      if (in_paragraph_ > 0 && aside_ == 0) add(text);
    };
    return l;
  }

  void add(std::string_view text) {
    text_ += text;
    if (text_.size() <= longest_text) return;
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      "a text of the workbook is larger than any cell can be",
                      "do not trust this file; ask where it came from");
  }

  void begin(std::string_view name, const char** attributes) {
    if (aside_ > 0) {
      ++aside_;
      return;
    }
    if (name == "table") {
      // A table inside a cell is no sheet.
      if (table_depth_ == 0) {
        in_table_ = tables_++ == sheet_;
        table_depth_ = depth_;
      } else {
        ++aside_;
      }
      return;
    }
    if (name == "tracked-changes") {
      ++aside_;
      return;
    }
    if (!in_table_) return;
    if (name == "annotation" || name == "shapes" || name == "frame") {
      ++aside_;
    } else if (name == "table-row") {
      row_.clear(number_ + 1);
      times_ = count(attribute(attributes, "number-rows-repeated"));
      column_ = 0;
      in_row_ = true;
    } else if (in_row_ && (name == "table-cell" || name == "covered-table-cell")) {
      begin_cell(attributes);
    } else if (name == "p" || name == "h") {
      if (in_cell_ && paragraphs_++ > 0) add("\n");
      ++in_paragraph_;
    } else if (in_paragraph_ > 0 && name == "s") {
      add(std::string(static_cast<std::size_t>(std::min<std::int64_t>(count(attribute(attributes, "c")), 10'000)),
                      ' '));
    } else if (in_paragraph_ > 0 && (name == "tab" || name == "line-break")) {
      add(name == "tab" ? "\t" : "\n");
    }
  }

  void begin_cell(const char** attributes) {
    in_cell_ = true;
    text_.clear();
    paragraphs_ = 0;
    columns_ = static_cast<std::size_t>(count(attribute(attributes, "number-columns-repeated")));
    value_is_ = value_of_type(attribute(attributes, "value-type"));
    formula_ = !attribute(attributes, "formula").empty();
    switch (value_is_) {
      case ValueIs::number:
        value_ = attribute(attributes, "value");
        break;
      case ValueIs::date:
        value_ = attribute(attributes, "date-value");
        break;
      case ValueIs::time:
        value_ = attribute(attributes, "time-value");
        break;
      case ValueIs::boolean:
        value_ = attribute(attributes, "boolean-value");
        break;
      case ValueIs::text:
        value_ = attribute(attributes, "string-value");
        break;
    }
  }

  void end(std::string_view name) {
    if (aside_ > 0) {
      --aside_;
      return;
    }
    if (name == "table" && depth_ == table_depth_) {
      if (in_table_) over_ = true;
      in_table_ = false;
      table_depth_ = 0;
      return;
    }
    if (!in_table_) return;
    if (name == "p" || name == "h") {
      if (in_paragraph_ > 0) --in_paragraph_;
    } else if (in_cell_ && (name == "table-cell" || name == "covered-table-cell")) {
      end_cell();
    } else if (in_row_ && name == "table-row") {
      in_row_ = false;
      number_ += times_;
      if (!row_.empty() && number_ <= most_rows) {
        ready_.push_back({std::move(row_), times_});
        row_ = {};
      }
    }
  }

  void end_cell() {
    in_cell_ = false;
    const std::size_t from = column_;
    column_ += columns_;
    for (std::size_t c = from; formula_ && c < std::min(column_, most_columns); ++c) row_.is_formula(c);
    CellIs kind = CellIs::text;
    std::string_view value = value_;
    switch (value_is_) {
      case ValueIs::number:
        kind = CellIs::number;
        break;
      case ValueIs::date:
        break;
      case ValueIs::time:
        if (const auto d = days(value_)) {
          kind = *d >= 0 && *d < 1 ? CellIs::time : CellIs::duration;
          value_ = fmt::format("{}", *d);
          value = value_;
        }
        break;
      case ValueIs::boolean:
        kind = CellIs::boolean;
        value = value_ == "true" ? "TRUE" : "FALSE";
        break;
      case ValueIs::text:
        // The paragraphs are what is seen; the attribute stands in where there are none.
        if (!text_.empty()) value = text_;
        if (is_error(value)) kind = CellIs::error;
        break;
    }
    if (value.empty()) return;
    for (std::size_t c = from; c < std::min(column_, most_columns); ++c) row_.put(c, value, kind);
  }

  const std::size_t sheet_;
  std::size_t tables_ = 0;
  std::size_t depth_ = 0;
  std::size_t table_depth_ = 0;
  std::size_t aside_ = 0;  // levels inside something that is no part of a cell
  bool in_table_ = false;
  bool over_ = false;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool formula_ = false;
  std::size_t in_paragraph_ = 0;
  std::size_t paragraphs_ = 0;
  SheetRow row_;
  std::int64_t number_ = 0;
  std::int64_t times_ = 1;
  std::size_t column_ = 0;
  std::size_t columns_ = 1;
  ValueIs value_is_ = ValueIs::text;
  std::string value_;
  std::string text_;
  std::deque<Repeated> ready_;
  XmlPart xml_;
};

class Ods final : public Book {
 public:
  explicit Ods(const Source& source) : package_(source), file_(source.name()) {
    refuse_encrypted();
    if (!package_.has(content)) {
      throw base::Error(base::Status::refused, "not-a-workbook",
                        fmt::format("{}: this is no spreadsheet, although it says so", file_),
                        "open it in a spreadsheet program, save it again, and import that");
    }
    read_inventory();
  }

  std::string_view format() const override { return "ods"; }
  const std::vector<Sheet>& sheets() const override { return sheets_; }
  bool epoch_1904() const override { return false; }
  std::vector<CellRange> merged(const Sheet& sheet) const override {
    const auto found = merges_.find(sheet.part);
    return found == merges_.end() ? std::vector<CellRange>() : found->second;
  }
  std::unique_ptr<SheetRows> rows(const Sheet& sheet) const override {
    return std::make_unique<OdsRows>(package_, static_cast<std::size_t>(std::strtoull(sheet.part.c_str(), nullptr, 10)),
                                     file_);
  }

 private:
  void refuse_encrypted() const {
    static constexpr const char* manifest = "META-INF/manifest.xml";
    if (!package_.has(manifest)) return;
    bool encrypted = false;
    XmlListener l;
    l.begin = [&](std::string_view name, const char**) { encrypted = encrypted || name == "encryption-data"; };
    l.end = [](std::string_view) {};
    l.text = [](std::string_view) {};
    XmlPart(package_, manifest, file_, l).all();
    if (!encrypted) return;
    throw base::Error(base::Status::refused, "encrypted-workbook",
                      fmt::format("{}: this workbook is protected by a password", file_),
                      "open it, save a copy without the password, and import the copy");
  }

  /// Names of the sheets, and which of them a style hides.
  void read_inventory() {
    std::set<std::string, std::less<>> hidden;
    std::string style;
    std::size_t depth = 0;
    std::size_t table_depth = 0;
    std::int64_t row = 0;
    std::int64_t times = 1;
    std::int64_t column = 0;
    XmlListener l;
    l.begin = [&](std::string_view name, const char** attributes) {
      ++depth;
      if (table_depth > 0 && depth > table_depth && (name == "table-cell" || name == "covered-table-cell")) {
        const std::int64_t down = count(attribute(attributes, "number-rows-spanned"));
        const std::int64_t across = count(attribute(attributes, "number-columns-spanned"));
        if (down > 1 || across > 1) {
          merges_[sheets_.back().part].push_back({row, row + down - 1, static_cast<std::size_t>(column),
                                                  static_cast<std::size_t>(column + across - 1)});
        }
        column += count(attribute(attributes, "number-columns-repeated"));
      } else if (table_depth > 0 && name == "table-row") {
        row += times;
        times = count(attribute(attributes, "number-rows-repeated"));
        column = 0;
      } else if (name == "style") {
        style = std::string(attribute(attributes, "name"));
      } else if (name == "table-properties") {
        if (attribute(attributes, "display") == "false") hidden.insert(style);
      } else if (name == "table" && table_depth == 0) {
        table_depth = depth;
        row = 0;
        times = 1;
        sheets_.push_back({std::string(attribute(attributes, "name")), std::to_string(sheets_.size()),
                           hidden.find(attribute(attributes, "style-name")) == hidden.end()});
      }
    };
    l.end = [&](std::string_view name) {
      if (name == "table" && depth == table_depth) table_depth = 0;
      --depth;
    };
    l.text = [](std::string_view) {};
    XmlPart(package_, content, file_, l).all();
  }

  Package package_;
  std::string file_;
  std::vector<Sheet> sheets_;
  std::map<std::string, std::vector<CellRange>> merges_;
};

}  // namespace

bool is_ods(const Source& source) {
  // By the rules it stands first and unpacked; a zip made anew by hand may hold it anywhere.
  if (source.head().substr(0, 256).find(media_type) != std::string_view::npos) return true;
  try {
    const Package package(source);
    return package.has("mimetype") && package.open("mimetype").read().starts_with(media_type);
  } catch (const base::Error&) {
    return false;  // a damaged zip is told of by whoever reads it
  }
}

std::unique_ptr<Book> open_ods(const Source& source) { return std::make_unique<Ods>(source); }

}  // namespace debrief::import
