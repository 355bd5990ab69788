// Widths of a table's columns on paper.

#include "reports/pdf/widths.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "reports/charts/scene.h"
#include "reports/outline.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

/// What a table's cells want, by the widths of Helvetica.
///
/// least   of each column, for its longest word
/// want    of each column, for its longest cell on one line
/// filled  whether a body cell of it has words
/// rows    widths of the cells of some rows, on one line
struct Needs {
  std::vector<double> least;
  std::vector<double> want;
  std::vector<bool> filled;
  std::vector<std::vector<double>> rows;
};

constexpr std::size_t sample = 48;  // rows looked at when widths are sought; more change little

Needs needs_of(const Table& t, std::size_t columns, double size, double side) {
  Needs out;
  out.least.assign(columns, 2 * side);
  out.want.assign(columns, 2 * side);
  out.filled.assign(columns, false);
  const auto measure = [&](const std::vector<Row>& rows, bool head) {
    const std::size_t every = std::max<std::size_t>(1, (rows.size() + sample - 1) / sample);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      const Row& r = rows[n];
      std::vector<double> widths(columns, 0);
      std::size_t column = 0;
      for (const Cell& c : r.cells) {
        const auto span = static_cast<std::size_t>(std::max(c.span, 1));
        if (span == 1 && column < columns) {
          const bool strong = head || c.header || r.mark == "total";
          const std::string text = plain(c.text);
          const std::string_view mark = mark_word(r.mark);
          if (column == 0 && !mark.empty()) {
            // The mark's sign and word stand together, beside the bar at the edge.
            const double badge = text_width("\u25B2 " + std::string(mark), size * 0.9, true);
            out.least[0] = std::max(out.least[0], badge + 2 * side + 6);
          }
          if (!head && !base::trimmed(text).empty()) out.filled[column] = true;
          for (const std::string& word : base::split(text, ' ')) {
            if (word.size() > 40) continue;  // an address or a hash has no good place to break anyway
            out.least[column] = std::max(out.least[column], text_width(word, size, strong) + 2 * side + 2);
          }
          if (n % every == 0) widths[column] = text_width(text, size, strong);
          out.want[column] = std::max(out.want[column], widths[column] + 2 * side + 2);
        }
        column += span;
      }
      if (n % every == 0) out.rows.push_back(std::move(widths));
    }
  };
  measure(t.head, true);
  measure(t.body, false);
  return out;
}

double lines(double text, double room) { return std::max(1.0, std::ceil(text * 1.04 / std::max(room, 4.0))); }

/// Height in lines, with a little for every line of every cell, so that of two tables the more even one is lower.
double height(const std::vector<std::vector<double>>& counts) {
  double sum = 0;
  for (const auto& row : counts) {
    sum += *std::max_element(row.begin(), row.end()) + 0.03 * std::accumulate(row.begin(), row.end(), 0.0);
  }
  return sum;
}

/// Widths at which no cell looked at has more lines than it must; {} where even 12 lines are too few.
std::vector<double> evenly(const Needs& needs, double total, double side) {
  for (double most = 1; most <= 12; ++most) {
    std::vector<double> widths = needs.least;
    for (const auto& row : needs.rows) {
      for (std::size_t i = 0; i < widths.size(); ++i)
        widths[i] = std::max(widths[i], std::min(row[i] / most * (most > 1 ? 1.12 : 1.04), row[i] * 1.04) + 2 * side);
    }
    const double left = total - std::accumulate(widths.begin(), widths.end(), 0.0);
    if (left < 0) continue;
    double want = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) want += std::max(needs.want[i] - widths[i], 1.0);
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] += left * std::max(needs.want[i] - widths[i], 1.0) / want;
    return widths;
  }
  return {};
}

/// Moves width from column to column as long as the table gets lower; gives its height.
double lower(std::vector<double>& widths, const Needs& needs, double side) {
  const std::size_t n = widths.size();
  std::vector<std::vector<double>> counts;
  for (const auto& row : needs.rows) {
    std::vector<double> c(n);
    for (std::size_t i = 0; i < n; ++i) c[i] = lines(row[i], widths[i] - 2 * side);
    counts.push_back(std::move(c));
  }
  const auto recount = [&](std::size_t column) {
    for (std::size_t r = 0; r < counts.size(); ++r)
      counts[r][column] = lines(needs.rows[r][column], widths[column] - 2 * side);
  };
  double now = height(counts);
  for (const double step : {24.0, 12.0, 6.0, 3.0}) {
    for (int round = 0; round < 12; ++round) {
      double best = now - 0.01;
      std::size_t giver = n, taker = n;
      for (std::size_t g = 0; g < n; ++g) {
        if (widths[g] - step < needs.least[g]) continue;
        widths[g] -= step;
        recount(g);
        for (std::size_t t = 0; t < n; ++t) {
          if (t == g || widths[t] >= needs.want[t]) continue;
          widths[t] += step;
          recount(t);
          const double then = height(counts);
          if (then < best) best = then, giver = g, taker = t;
          widths[t] -= step;
          recount(t);
        }
        widths[g] += step;
        recount(g);
      }
      if (giver == n) break;
      widths[giver] -= step;
      widths[taker] += step;
      recount(giver);
      recount(taker);
      now = best;
    }
  }
  return now;
}

}  // namespace

std::vector<double> column_widths(const Table& table, double total, double size, double side) {
  std::vector<double> widths;
  for (const double share : column_shares(table)) widths.push_back(share * total);
  Needs needs = needs_of(table, widths.size(), size, side);
  double wanted = 0, spare = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    wanted += std::max(0.0, needs.least[i] - widths[i]);
    spare += std::max(0.0, widths[i] - needs.least[i]);
  }
  if (wanted > 0 && spare > 0) {
    const double taken = std::min(1.0, wanted / spare);
    const double given = std::min(1.0, spare / wanted);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const double missing = needs.least[i] - widths[i];
      widths[i] += missing > 0 ? missing * given : missing * taken;
    }
  }
  if (widths.size() < 2 || widths.size() > 12) return widths;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool asked = i < table.columns.size() && table.columns[i].width > 0;
    // Columns without words are for writing by hand.
    if (asked) needs.least[i] = std::max(needs.least[i], widths[i] * (needs.filled[i] ? 0.6 : 1));
  }
  // Columns that must grow together are beyond a search that moves one at a time, so it starts from two sides.
  std::vector<double> even = evenly(needs, std::accumulate(widths.begin(), widths.end(), 0.0), side);
  const double asked_height = lower(widths, needs, side);
  if (!even.empty() && lower(even, needs, side) < asked_height * 0.97) return even;
  return widths;
}

}  // namespace debrief::reports
