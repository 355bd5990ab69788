// Reading cells of an action sheet.

#include "import/sheet_cells.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::import {

namespace {

using review::ReturnedCell;

std::optional<double> plain_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value) ? std::optional(value)
                                                                                          : std::nullopt;
}

/// As the sheet writes words: "In progress" is in_progress.
std::string word_key(std::string_view text) { return base::heading_key(text); }

void fault(ReturnedCell& out, std::string code, std::string detail) {
  out.code = std::move(code);
  out.detail = std::move(detail);
}

bool sensible(const std::string& day) { return day >= "1990-01-01" && day < "2190-01-01"; }

void word(const std::string& text, const SheetField& f, ReturnedCell& out) {
  const std::string key = word_key(text);
  for (const std::string& w : f.words) {
    if (word_key(w) == key) {
      out.text = w;
      return;
    }
  }
  const std::string near = base::nearest(base::ascii_lower(text), f.words);
  fault(out, "bad-value",
        fmt::format("{} is no {}; {}it can be: {}", base::quoted(text), f.field,
                    near.empty() ? "" : fmt::format("did you mean {}? ", base::quoted(near)),
                    base::joined(f.words, ", ")));
}

void number(const GridCell& cell, const std::string& text, const SheetField& f, ReturnedCell& out) {
  const auto value = cell.kind == CellIs::date || cell.kind == CellIs::boolean ? std::nullopt : plain_number(text);
  if (!value)
    return fault(out, "bad-value",
                 fmt::format("{} is no number; write digits, with a point before decimals", base::quoted(out.value)));
  if (f.kind == SheetKind::whole && (std::floor(*value) != *value || *value < 1 || *value > 3660)) {
    return fault(out, "bad-value", fmt::format("{} is no number of days from 1 to 3,660", base::quoted(out.value)));
  }
  out.text = review::sheet_value(f.field, text);
}

}  // namespace

void CellReading::read(const GridCell& cell, const SheetField& f, ReturnedCell& out) const {
  out.value = shown(cell);
  if (cell.formula) return fault(out, "formula-in-cell", "the cell holds a formula; write the value itself");
  if (cell.kind == CellIs::error)
    return fault(out, "error-in-cell", fmt::format("the cell shows the error {}", cell.text));
  const std::string text = review::sheet_text(cell.text);
  if (text.empty()) return;
  switch (f.kind) {
    case SheetKind::text:
      // A number typed into a text column is taken as it was typed.
      out.text = cell.kind == CellIs::date ? date_of(cell).value_or(text) : text;
      return;
    case SheetKind::word:
      return word(text, f, out);
    case SheetKind::date:
      return date(cell, text, out);
    case SheetKind::number:
    case SheetKind::whole:
      return number(cell, text, f, out);
  }
}

std::string CellReading::text_of(const GridCell& cell, const SheetField& f) const {
  ReturnedCell out;
  read(cell, f, out);
  return out.code.empty() ? review::sheet_value(f.field, out.text) : std::string();
}

std::string CellReading::shown(const GridCell& cell) const {
  if (cell.kind == CellIs::date) {
    if (auto day = date_of(cell)) return *day;
  }
  return review::sheet_text(cell.text);
}

/// A number of days as the workbook counts them.
std::optional<std::string> CellReading::day_of_serial(double serial) const {
  const double days = std::floor(serial) + (epoch_1904_ ? 1462 : 0);
  if (days < 61 || days >= 109575) return std::nullopt;  // 1900-03-01 to 2199
  return base::iso_date((static_cast<base::Ms>(days) - 25569) * base::day_ms, base::Zone());
}

std::optional<std::string> CellReading::date_of(const GridCell& cell) const {
  const auto serial = plain_number(cell.text);
  return serial ? day_of_serial(*serial) : std::nullopt;
}

void CellReading::date(const GridCell& cell, std::string text, ReturnedCell& out) const {
  if (cell.kind == CellIs::date || cell.kind == CellIs::number || cell.kind == CellIs::time ||
      cell.kind == CellIs::duration) {
    if (const auto day = date_of(cell); day && sensible(*day)) {
      out.text = *day;
    } else {
      fault(out, "bad-date",
            fmt::format("{} is no date of this century; a date such as 30/06/2026 is expected", out.value));
    }
    return;
  }
  // How an overdue date shows, where a program saved what it showed.
  if (constexpr std::string_view overdue = "overdue "; base::ascii_lower(text).starts_with(overdue))
    text.erase(0, overdue.size());
  // A day by itself as text: a serial number that lost its format.
  if (const auto serial = plain_number(text); serial && *serial > 20000 && *serial < 80000) {
    if (const auto day = day_of_serial(*serial)) {
      out.text = *day;
      return;
    }
  }
  TimeStyle style;
  style.order = order_ == DayOrder::unknown ? DayOrder::dmy : order_;
  WrittenTime written = read_time(text, style);
  if (written.state == TimeRead::impossible) {
    // A number past 12 can only be the day.
    style.order = style.order == DayOrder::mdy ? DayOrder::dmy : DayOrder::mdy;
    if (const WrittenTime other = read_time(text, style); other.state == TimeRead::read) written = other;
  }
  if (written.state != TimeRead::read) {
    return fault(out, "bad-date",
                 written.state == TimeRead::impossible
                     ? fmt::format("{} is a date that does not exist", base::quoted(text))
                     : fmt::format("{} is no date; a date such as 30/06/2026 is expected", base::quoted(text)));
  }
  base::Civil c = written.civil;
  c.hour = c.minute = c.second = c.millisecond = 0;
  const std::string day = base::iso_date(base::civil_as_utc(c), base::Zone());
  if (!sensible(day)) return fault(out, "bad-date", fmt::format("{} is too far away to be meant", day));
  out.text = day;
}

}  // namespace debrief::import
