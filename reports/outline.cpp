// What every writer must agree on.

#include "reports/outline.h"

#include <algorithm>

#include "base/text.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace): this file is about nothing else

namespace {

class Walk {
 public:
  explicit Walk(Outline& out) : out_(out) {}

  void blocks(const Blocks& all) {
    const std::string* heading = nullptr;
    std::string text;
    for (const Block& block : all) {
      if (!block.id.empty() && shown_as_anchor(block)) out_.ids.insert(block.id);
      if (const auto* passage = std::get_if<Passage>(&block.value)) {
        if (!passage->title.empty() && (heading == nullptr || *heading != passage->title)) out_.titled.insert(&block);
      }
      heading = nullptr;
      one(block);
      if (const auto* h = std::get_if<Heading>(&block.value)) {
        text = plain(h->text);
        heading = &text;
      }
    }
  }

 private:
  void one(const Block& block) {
    if (const auto* h = std::get_if<Heading>(&block.value)) {
      heading(block, *h);
      links(h->text);
    } else if (const auto* p = std::get_if<Paragraph>(&block.value)) {
      links(p->text);
    } else if (const auto* t = std::get_if<Table>(&block.value)) {
      if (!t->caption.empty()) out_.number[&block] = ++tables_;
      for (const auto* rows : {&t->head, &t->body}) {
        for (const Row& row : *rows) {
          for (const Cell& cell : row.cells) links(cell.text);
        }
      }
    } else if (std::holds_alternative<Figure>(block.value)) {
      out_.number[&block] = ++figures_;
    } else if (std::holds_alternative<Contents>(block.value)) {
      out_.has_contents = true;
    }
    for (const Blocks* inside : inner(block)) blocks(*inside);
  }

  /// Writers leave out headings, paragraphs and lists without words; links to them would lead nowhere.
  static bool shown_as_anchor(const Block& block) {
    if (const auto* h = std::get_if<Heading>(&block.value)) return !base::trimmed(plain(h->text)).empty();
    if (const auto* p = std::get_if<Paragraph>(&block.value)) return !base::trimmed(plain(p->text)).empty();
    if (const auto* l = std::get_if<List>(&block.value)) return !l->items.empty();
    if (const auto* s = std::get_if<SignOff>(&block.value)) return !s->lines.empty();
    return true;
  }

  void heading(const Block& block, const Heading& h) {
    if (base::trimmed(plain(h.text)).empty()) return;
    int level = std::clamp(h.level, 1, 6);
    if (level == 1 && out_.title_block == nullptr && last_ == 0) {
      out_.title_block = &block;
      out_.title = plain(h.text);
      out_.level[&block] = 1;
      last_ = 1;
      return;
    }
    level = std::min(std::max(level, 2), std::max(last_, 1) + 1);
    last_ = level;
    out_.level[&block] = level;
    if (level <= 3 && !block.id.empty()) out_.contents.push_back({level, plain(h.text), block.id});
  }

  void links(const Inlines& inlines) {
    for (const Inline& i : inlines) {
      const auto* link = std::get_if<Link>(&i.value);
      if (link != nullptr && link->target.starts_with('#')) out_.linked.insert(link->target.substr(1));
    }
  }

  Outline& out_;
  int last_ = 0;
  int tables_ = 0;
  int figures_ = 0;
};

/// Longest word and number of code points of a text.
struct Extent {
  double word = 0;
  double all = 0;
};

Extent extent(std::string_view text) {
  Extent e;
  double word = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    e.all += 1;
    // East Asian text breaks between any two characters and is about twice as wide.
    word = c == ' ' || c == '\n' || c >= 0x2E80 ? 0 : word + 1;
    if (c >= 0x2E80) e.all += 1;
    e.word = std::max(e.word, word);
  }
  return e;
}

}  // namespace

bool Outline::leads(std::string_view target) const {
  if (!safe_target(target)) return false;
  return !target.starts_with('#') || ids.count(std::string(target.substr(1))) != 0;
}

Outline outline(const Document& document) {
  Outline out;
  Walk(out).blocks(document.blocks);
  if (out.title_block == nullptr) out.title = document.meta.title;
  if (base::trimmed(out.title).empty()) out.title = document.meta.title.empty() ? "Untitled" : document.meta.title;
  return out;
}

std::string_view mark_word(std::string_view mark) {
  if (mark == "learner") return "Learner";
  if (mark == "overdue") return "Overdue";
  if (mark == "gap") return "Gap";
  return {};
}

std::string_view mark_sign(std::string_view mark) {
  if (mark == "learner") return "\u25C6";  // black diamond
  if (mark == "overdue") return "\u25B2";  // black triangle
  if (mark == "gap") return "\u25CB";      // white circle
  return {};
}

std::string_view callout_word(std::string_view kind) {
  if (kind == "warning") return "Warning";
  if (kind == "data") return "About the data";
  if (kind == "learner") return "Learner";
  if (kind == "withheld") return "Withheld";
  return "Note";
}

std::string callout_heading(const Callout& callout) {
  const std::string word(callout_word(callout.kind));
  if (callout.title.empty() || base::folded(callout.title) == base::folded(word)) return word;
  return word + ": " + callout.title;
}

std::string figure_caption(const Figure& figure) {
  if (!figure.caption.empty()) return figure.caption;
  return figure.chart.finding.empty() ? figure.chart.title : figure.chart.finding;
}

bool is_prompt(const Block& block) {
  const auto* passage = std::get_if<Passage>(&block.value);
  return passage != nullptr && passage->empty;
}

bool leads_on(const Inlines& text) {
  const std::string words = plain(text);
  if (words.size() > 160) return false;
  if (base::trimmed(words).ends_with(':')) return true;
  return !text.empty() && std::all_of(text.begin(), text.end(), [](const Inline& i) {
    const auto* t = std::get_if<Text>(&i.value);
    return t != nullptr && t->style.strong;
  });
}

std::size_t column_count(const Table& table) {
  std::size_t n = table.columns.size();
  for (const auto* rows : {&table.head, &table.body}) {
    for (const Row& row : *rows) {
      std::size_t across = 0;
      for (const Cell& cell : row.cells) across += static_cast<std::size_t>(std::max(cell.span, 1));
      n = std::max(n, across);
    }
  }
  return n;
}

Align alignment(const Table& table, std::size_t column) {
  return column < table.columns.size() ? table.columns[column].align : Align::left;
}

std::vector<double> column_shares(const Table& table) {
  const std::size_t n = column_count(table);
  if (n == 0) return {};
  // A line of the page holds about this many characters; a column is never asked to be wider than its content.
  constexpr double line = 95;
  std::vector<double> least(n, 3);
  std::vector<double> want(n, 3);
  for (const auto* rows : {&table.head, &table.body}) {
    for (const Row& row : *rows) {
      std::size_t c = 0;
      for (const Cell& cell : row.cells) {
        const auto span = static_cast<std::size_t>(std::max(cell.span, 1));
        if (span == 1) {
          const Extent e = extent(plain(cell.text));
          const double badge =
              c == 0 && !mark_word(row.mark).empty() ? static_cast<double>(mark_word(row.mark).size()) + 3 : 0;
          least[c] = std::max({least[c], std::min(e.word, 22.0), badge});
          // Beyond a few words text can wrap, so that one long cell does not starve its neighbours.
          want[c] = std::max({want[c], e.all <= 18 ? e.all + badge : std::min(80.0, 18 + (e.all - 18) * 0.6), badge});
        }
        c += span;
      }
    }
  }
  std::vector<double> share(n, 0);
  double left = 1;
  double wanted = 0;
  double needed = 0;
  for (std::size_t c = 0; c < n; ++c) {
    if (c < table.columns.size() && table.columns[c].width > 0) {
      share[c] = table.columns[c].width;
      left -= share[c];
    } else {
      wanted += std::max(want[c] - least[c], 0.0) + 0.5;
      needed += least[c] + 2;
    }
  }
  if (left < 0.02 && wanted > 0) left = 0.02 * static_cast<double>(n);
  const double available = left * line;
  for (std::size_t c = 0; c < n; ++c) {
    if (share[c] > 0) continue;
    const double w = std::max(want[c] - least[c], 0.0) + 0.5;
    share[c] = needed >= available ? left * (least[c] + 2) / needed
                                   : (least[c] + 2) / line + (left - needed / line) * w / wanted;
  }
  double sum = 0;
  for (const double s : share) sum += s;
  for (double& s : share) s /= sum;
  return share;
}

}  // namespace debrief::reports
