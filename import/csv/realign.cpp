// Every way of cutting the row is weighed against what the columns hold elsewhere; the least surprising one wins, if it
// wins clearly. The search is the alignment of two sequences (pieces of the row, columns) by dynamic programming.

#include "import/csv/realign.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace debrief::import {

namespace {

// What each irregularity costs, in bits, beside the surprise of the cells it leaves.
constexpr double cost_drop = 3;        // a delimiter too many
constexpr double cost_join_prose = 1;  // a delimiter inside a cell, a blank behind it (or the delimiter is one)
constexpr double cost_join = 4;        // a delimiter inside a cell
constexpr double cost_join_empty = 8;
constexpr double cost_split = 4;         // a delimiter missing
constexpr double cost_split_quote = 2;   // the same, where a quote shows the place
constexpr double cost_pad = 1;           // cells missing at the end
constexpr double cost_other = 6;         // cut by another delimiter than the file's
constexpr double cost_other_quotes = 2;  // quotes read in another way
constexpr double unexplained = 10;       // a filled cell behind the last column
constexpr double margin = 8;             // a new reading must be 256 times as likely
constexpr std::size_t fewest_rows = 5;
constexpr std::size_t most_pieces = 160;
constexpr std::size_t most_excess = 48;
constexpr std::size_t longest_record = 64 * 1024;
constexpr std::size_t longest_split = 400;

struct Piece {
  std::string text;
  bool quoted = false;
  bool blank_before = false;              // between the delimiter and the piece
  std::vector<std::size_t> quote_places;  // in `text` of a quoted piece: doubled quotes, where two cells may meet
};

/// by_rule      a doubled quote is a quote
/// only_ends    a quote ends a cell only before a delimiter or the end, and doubling means nothing
/// meets_inside a quote in the middle of an unquoted cell opens the next cell
enum class Quotes : unsigned char { by_rule, only_ends, meets_inside };

std::vector<Piece> pieces_of(std::string_view s, const Dialect& d, Quotes quotes) {
  std::vector<Piece> out;
  std::size_t i = 0;
  const auto ends_at = [&](std::size_t k) { return k >= s.size() || s[k] == d.delimiter; };
  while (true) {
    Piece piece;
    if (d.blank_after && i > 0 && i < s.size() && s[i] == ' ') ++i;
    if (d.quote != '\0' && i < s.size() && s[i] == d.quote) {
      piece.quoted = true;
      std::size_t j = i + 1;
      bool closed = false;
      while (j < s.size()) {
        if (d.escape != '\0' && s[j] == d.escape && d.escape != d.quote && j + 1 < s.size() &&
            (s[j + 1] == d.quote || s[j + 1] == d.escape)) {
          piece.text += s[j + 1];
          j += 2;
          continue;
        }
        if (s[j] != d.quote) {
          piece.text += s[j++];
          continue;
        }
        if (quotes != Quotes::only_ends && j + 1 < s.size() && s[j + 1] == d.quote) {
          if (ends_at(j + 2) && piece.text.empty()) {
            // """, an empty cell and a stray quote: leave it to the rule below.
          } else {
            piece.quote_places.push_back(piece.text.size());
            piece.text += d.quote;
            j += 2;
            continue;
          }
        }
        closed = ends_at(j + 1) || quotes == Quotes::meets_inside;
        if (closed) break;
        piece.text += s[j++];
      }
      if (!closed) {
        // Never closed: the quote is a character like others.
        piece.text.insert(0, 1, d.quote);
        piece.quoted = false;
        piece.quote_places.clear();
      }
      i = std::min(j + 1, s.size());
      out.push_back(std::move(piece));
      if (i < s.size() && !ends_at(i)) continue;  // another cell starts right behind the quote
    } else {
      std::size_t j = i;
      while (j < s.size() && s[j] != d.delimiter) {
        if (quotes == Quotes::meets_inside && s[j] == d.quote && j > i) {
          // Only a quote that is closed before a delimiter or the end opens a cell here.
          const std::size_t close = s.find(d.quote, j + 1);
          if (close != std::string_view::npos && (ends_at(close + 1) || s[close + 1] == d.quote)) break;
        }
        ++j;
      }
      piece.text = std::string(s.substr(i, j - i));
      const bool met = j < s.size() && s[j] != d.delimiter;
      i = j;
      out.push_back(std::move(piece));
      if (met) continue;
    }
    if (i >= s.size()) break;
    ++i;  // the delimiter
    if (i >= s.size()) {
      out.emplace_back();
      break;
    }
  }
  for (auto& p : out) p.blank_before = !p.quoted && !p.text.empty() && p.text.front() == ' ';
  return out;
}

enum class Move : unsigned char { none, take, join, drop, split, pad };

struct Step {
  double cost = std::numeric_limits<double>::infinity();
  Move move = Move::none;
  std::size_t pieces = 0;  // joined
  std::size_t place = 0;   // of a split
};

struct Alignment {
  double cost = std::numeric_limits<double>::infinity();
  std::vector<std::string> cells;
  std::string what;
};

std::string_view piece_front(const Piece& p, std::size_t place) { return std::string_view(p.text).substr(0, place); }

std::string_view piece_back(const Piece& p, std::size_t place) {
  // Between two quoted cells the doubled quote was their two quotes, not text.
  return std::string_view(p.text).substr(p.quoted ? place + 1 : place);
}

Alignment align(const std::vector<Piece>& pieces, const ColumnShapes& shapes, const Dialect& d) {
  const std::size_t width = shapes.columns();
  const std::size_t n = pieces.size();
  Alignment best;
  if (n == 0 || n > most_pieces) return best;
  const std::size_t excess = n > width ? n - width : 0;
  if (excess > most_excess || n + 2 < (width + 1) / 2) return best;
  std::vector<Step> steps((n + 1) * (width + 1));
  const auto at = [&](std::size_t i, std::size_t j) -> Step& { return steps[i * (width + 1) + j]; };
  const auto offer = [&](std::size_t i, std::size_t j, const Step& s) {
    if (s.cost < at(i, j).cost) at(i, j) = s;
  };
  at(0, 0).cost = 0;
  for (std::size_t i = 0; i <= n; ++i) {
    for (std::size_t j = 0; j <= width; ++j) {
      const double here = at(i, j).cost;
      if (here == std::numeric_limits<double>::infinity()) continue;
      if (i < n) {
        const bool idle = !pieces[i].quoted && pieces[i].text.find_first_not_of(' ') == std::string::npos;
        if (excess > 0 && idle) offer(i + 1, j, {here + (j >= width ? 0.5 : cost_drop), Move::drop, 1, 0});
        if (j >= width) {
          if (!idle) offer(i + 1, j, {here + unexplained, Move::drop, 1, 0});
          continue;
        }
        offer(i + 1, j + 1, {here + shapes.bits(j, pieces[i].text), Move::take, 1, 0});
        if (excess > 0 && !pieces[i].quoted) {
          std::string joined = pieces[i].text;
          double joins = 0;
          for (std::size_t m = 2; m <= excess + 1 && i + m <= n && !pieces[i + m - 1].quoted; ++m) {
            const Piece& next = pieces[i + m - 1];
            joined += d.delimiter;
            joined += next.text;
            const bool prose = d.delimiter == ' ' || next.blank_before;
            joins += next.text.empty() && d.delimiter != ' ' ? cost_join_empty : prose ? cost_join_prose : cost_join;
            offer(i + m, j + 1, {here + joins + shapes.bits(j, joined), Move::join, m, 0});
          }
        }
        if (n < width && j + 2 <= width) {
          const Piece& p = pieces[i];
          const auto try_at = [&](std::size_t place, double cost) {
            offer(i + 1, j + 2,
                  {here + cost + shapes.bits(j, piece_front(p, place)) + shapes.bits(j + 1, piece_back(p, place)),
                   Move::split, 1, place});
          };
          if (p.quoted) {
            for (const std::size_t place : p.quote_places) try_at(place, cost_split_quote);
          } else if (p.text.size() <= longest_split) {
            for (std::size_t place = 1; place < p.text.size(); ++place) {
              if ((static_cast<unsigned char>(p.text[place]) & 0xC0U) != 0x80U) try_at(place, cost_split);
            }
          }
        }
      } else if (j < width) {
        offer(i, j + 1, {here + cost_pad + shapes.bits(j, ""), Move::pad, 0, 0});
      }
    }
  }
  best.cost = at(n, width).cost;
  if (best.cost == std::numeric_limits<double>::infinity()) return best;
  std::vector<std::string> back;
  std::size_t i = n;
  std::size_t j = width;
  while (i > 0 || j > 0) {
    const Step& s = at(i, j);
    switch (s.move) {
      case Move::take:
        back.push_back(pieces[--i].text);
        --j;
        break;
      case Move::join: {
        std::string joined = pieces[i - s.pieces].text;
        for (std::size_t k = i - s.pieces + 1; k < i; ++k) {
          joined += d.delimiter;
          joined += pieces[k].text;
        }
        best.what = fmt::format("a delimiter inside cell {} is taken as part of it", j);
        back.push_back(std::move(joined));
        i -= s.pieces;
        --j;
        break;
      }
      case Move::drop:
        --i;
        if (j < width) best.what = fmt::format("a delimiter too many before cell {} is left out", j + 1);
        break;
      case Move::split:
        --i;
        back.emplace_back(piece_back(pieces[i], s.place));
        back.emplace_back(piece_front(pieces[i], s.place));
        best.what = fmt::format("the delimiter missing between cells {} and {} is put in", j - 1, j);
        j -= 2;
        break;
      case Move::pad:
        back.emplace_back();
        --j;
        break;
      case Move::none:
        return {};
    }
  }
  best.cells.assign(back.rbegin(), back.rend());
  return best;
}

std::string spelled(char delimiter) {
  switch (delimiter) {
    case ' ':
      return "blanks";
    case '\t':
      return "tabs";
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    default:
      return fmt::format("\"{}\"", delimiter);
  }
}

}  // namespace

std::vector<std::vector<std::string>> cuts_of(std::string_view raw, const Dialect& dialect, std::size_t width) {
  std::vector<std::vector<std::string>> out;
  const auto take = [&](const std::vector<Piece>& pieces) {
    std::vector<std::string> cells;
    for (const auto& p : pieces) {
      std::size_t from = 0;
      for (const std::size_t place : p.quote_places) {
        if (pieces.size() >= width) break;
        cells.push_back(p.text.substr(from, place - from));
        from = place + 1;
      }
      cells.push_back(p.text.substr(from));
    }
    if (cells.size() > width) std::erase(cells, std::string());
    if (cells.size() == width) out.push_back(std::move(cells));
  };
  Dialect d = dialect;
  for (const char delimiter : {dialect.delimiter, ',', ';', '\t', '|', ' '}) {
    d.delimiter = delimiter;
    for (const bool blank : {true, false}) {
      d.blank_after = blank && delimiter != ' ';
      take(pieces_of(raw, d, Quotes::by_rule));
      if (delimiter == dialect.delimiter) take(pieces_of(raw, d, Quotes::meets_inside));
    }
  }
  return out;
}

std::optional<Realigned> realigned(std::string_view raw, const std::vector<std::string_view>& cells,
                                   const Dialect& dialect, const ColumnShapes& shapes) {
  const std::size_t width = shapes.columns();
  if (width < 3 || shapes.rows() < fewest_rows || raw.size() > longest_record) return std::nullopt;
  double as_read = 0;
  for (std::size_t c = 0; c < std::max(width, cells.size()); ++c) {
    const std::string_view cell = c < cells.size() ? cells[c] : std::string_view();
    if (c >= width) {
      as_read += cell.find_first_not_of(' ') == std::string_view::npos ? 0.5 : unexplained;
    } else {
      as_read += shapes.bits(c, cell) + (c >= cells.size() ? cost_pad : 0);
    }
  }
  Alignment best;
  const auto consider = [&](const Dialect& d, Quotes quotes, double cost, const std::string& what) {
    Alignment a = align(pieces_of(raw, d, quotes), shapes, d);
    if (a.cost + cost >= best.cost) return;
    a.cost += cost;
    if (!what.empty()) a.what = what;
    best = std::move(a);
  };
  consider(dialect, Quotes::by_rule, 0, "");
  if (dialect.quote != '\0' && raw.find(dialect.quote) != std::string_view::npos) {
    consider(dialect, Quotes::only_ends, cost_other_quotes, "quotes inside a cell are read as text");
    consider(dialect, Quotes::meets_inside, cost_other_quotes, "the delimiter missing before a quote is put in");
  }
  for (const char other : {',', ';', '\t', '|', ' '}) {
    if (other == dialect.delimiter && !dialect.blank_after) {
      // The same delimiter with a blank behind it, as if the row came from another program.
      Dialect d = dialect;
      d.blank_after = true;
      if (other != ' ' && raw.find(' ') != std::string_view::npos)
        consider(d, Quotes::by_rule, cost_other_quotes, "the blank behind each delimiter is left out");
      continue;
    }
    if (raw.find(other) == std::string_view::npos) continue;
    Dialect d = dialect;
    d.delimiter = other;
    d.blank_after = false;
    consider(d, Quotes::by_rule, cost_other,
             fmt::format("the cells are parted by {} instead of {}", spelled(other), spelled(dialect.delimiter)));
    if (other == ' ') continue;
    d.blank_after = true;
    consider(
        d, Quotes::by_rule, cost_other + 1,
        fmt::format("the cells are parted by {} and blanks instead of {}", spelled(other), spelled(dialect.delimiter)));
  }
  if (best.cells.size() != width || best.cost + margin > as_read) return std::nullopt;
  // Better than nonsense may still be nonsense: most cells must look at home.
  std::size_t strange = 0;
  for (std::size_t c = 0; c < width; ++c) strange += shapes.bits(c, best.cells[c]) > 8 ? 1 : 0;
  if (strange * 4 > width) return std::nullopt;
  const bool same = best.cells.size() == cells.size() && std::equal(cells.begin(), cells.end(), best.cells.begin());
  if (same) return std::nullopt;
  if (best.what.empty()) best.what = "the cells are moved to the columns they fit";
  return Realigned{std::move(best.cells), std::move(best.what)};
}

}  // namespace debrief::import
