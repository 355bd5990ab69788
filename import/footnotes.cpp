// Footnotes.

#include "import/footnotes.h"

#include <string>

#include "base/text.h"

namespace debrief::import {

bool names_a_total(std::string_view cell) {
  if (cell.size() > 60) return false;
  const std::string low = base::folded(base::trimmed(cell));
  for (const std::string_view word :
       {"total",   "totals",  "grand total",  "subtotal", "sub total", "sub-total", "summary", "summe",    "gesamt",
        "gesamtsumme", "totale", "totaux",    "total général", "sum",  "итого",     "всего",   "razem",    "suma",
        "totaal",  "average", "mittelwert",   "durchschnitt", "moyenne", "promedio", "média",  "średnia",  "среднее",
        "gemiddelde"}) {
    if (low == word || (low.starts_with(word) && (low[word.size()] == ':' || low[word.size()] == ' '))) return true;
  }
  return false;
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
