// Footnotes.

#include "import/footnotes.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace debrief::import {

namespace {

/// May be followed by more words.
constexpr auto total_starts = std::to_array<std::string_view>(
    {"total",       "totals",        "grand total",   "subtotal",     "sub total",   "sub-total",      "summary",
     "summe",       "gesamt",        "gesamtsumme",   "zwischensumme", "tagessumme", "monatssumme",    "insgesamt",
     "totale",      "totaux",        "total général", "sous-total",   "sous total",  "sum",            "suma",
     "razem",       "łącznie",       "ogółem",        "subtotale",    "totaal",      "eindtotaal",     "subtotaal",
     "tussentotaal", "итого",        "всего",         "общий итог",   "average",     "mittelwert",     "durchschnitt",
     "moyenne",     "promedio",      "média",         "średnia",      "среднее",     "gemiddelde"});
/// Alone only: as the start of a name they are words like others.
constexpr auto total_words = std::to_array<std::string_view>(
    {"gesamtergebnis", "ergebnis", "cumul", "ensemble", "podsumowanie", "średnio", "somma", "soma", "acumulado", "итог",
     "сумма", "averages", "avg", "mean", "media", "gemiddeld", "complessivo", "σ", "∑"});

}  // namespace

bool names_a_total(std::string_view cell) {
  if (cell.size() > 60) return false;
  const std::string low = base::folded(base::trimmed(cell));
  for (const std::string_view word : total_starts) {
    if (low == word || (low.starts_with(word) && (low[word.size()] == ':' || low[word.size()] == ' '))) return true;
  }
  return std::any_of(total_words.begin(), total_words.end(),
                     [&](std::string_view w) { return low == w || low == std::string(w) + ":"; });
}

bool mentions_a_total(std::string_view cell) {
  if (cell.size() > 80) return false;
  const std::string low = " " + base::heading_key(cell) + " ";
  return std::any_of(total_starts.begin(), total_starts.end(), [&](std::string_view w) {
    return low.find(" " + std::string(w) + " ") != std::string::npos;
  });
}

bool may_be_footnote(std::span<const std::string_view> cells, std::size_t width) {
  if (width < 3 || cells.empty()) return false;
  std::size_t filled = 0;
  for (const auto c : cells) {
    filled += base::trimmed(c).empty() ? 0 : 1;
    if (filled > 1 && filled * 2 > width) return false;
  }
  if (filled == 0) return true;
  if (filled == 1 && !base::trimmed(cells[0]).empty() && cells.size() <= width) return true;
  return filled * 2 <= width && names_a_total(cells[0]);
}

bool may_be_cut_row(std::string_view first, std::string_view key) {
  first = base::trimmed(first);
  key = base::trimmed(key);
  if (first.size() < 3 || first.size() > key.size() + 2) return false;
  const auto start = first.substr(0, first.find_first_of("0123456789"));
  if (start != key.substr(0, start.size()) || start.size() >= key.size()) return false;
  // Behind what all keys begin with, figures.
  const std::string_view rest = first.substr(start.size());
  return key[start.size()] >= '0' && key[start.size()] <= '9' &&
         rest.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace debrief::import
