// Markdown text becomes blocks, through md4c.

#include "templates/markdown_blocks.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <md4c.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::templates {

namespace {

constexpr std::string_view prompt_start = "\xEF\xB7\x90";  // U+FDD0
constexpr std::string_view prompt_end = "\xEF\xB7\x91";    // U+FDD1

std::string attribute_text(const MD_ATTRIBUTE& a);

/// What md4c leaves as entities (&amp;) in plain letters; unknown ones stay as they are.
std::string entity(std::string_view e) {
  static const std::map<std::string_view, std::string_view> named{
      {"&amp;", "&"},         {"&lt;", "<"},     {"&gt;", ">"},     {"&quot;", "\""},  {"&apos;", "'"},
      {"&nbsp;", "\xC2\xA0"}, {"&ndash;", "–"},  {"&mdash;", "—"},  {"&hellip;", "…"}, {"&pound;", "£"},
      {"&euro;", "€"},        {"&copy;", "©"},   {"&reg;", "®"},    {"&deg;", "°"},    {"&plusmn;", "±"},
      {"&times;", "×"},       {"&middot;", "·"}, {"&bull;", "•"},   {"&lsquo;", "‘"},  {"&rsquo;", "’"},
      {"&ldquo;", "“"},       {"&rdquo;", "”"},  {"&eacute;", "é"}, {"&rarr;", "→"}};
  const auto it = named.find(e);
  if (it != named.end()) return std::string(it->second);
  if (e.size() < 4 || e[1] != '#') return std::string(e);
  const bool hex = e[2] == 'x' || e[2] == 'X';
  unsigned code = 0;
  const char* first = e.data() + (hex ? 3 : 2);
  std::from_chars(first, e.data() + e.size() - 1, code, hex ? 16 : 10);
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  std::string out;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x800) {
      out += static_cast<char>(0xC0U | (code >> 6U));
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0U | (code >> 12U));
      tail(6);
    } else {
      out += static_cast<char>(0xF0U | (code >> 18U));
      tail(12);
      tail(6);
    }
    tail(0);
  }
  return out;
}

std::string attribute_text(const MD_ATTRIBUTE& a) {
  std::string out;
  for (int i = 0; a.substr_offsets != nullptr && a.substr_offsets[i] < a.size; ++i) {
    const std::string_view part(a.text + a.substr_offsets[i], a.substr_offsets[i + 1] - a.substr_offsets[i]);
    out += a.substr_types[i] == MD_TEXT_ENTITY ? entity(part) : std::string(part);
  }
  return out;
}

/// The scheme rule for links: what else might run something is dropped.
bool allowed(std::string_view target, bool automatic) {
  const std::string low = base::ascii_lower(target);
  if (low.starts_with("https://") || low.starts_with("mailto:")) return true;
  return !automatic && (low.starts_with("http://") || (low.starts_with("#") && low.size() > 1));
}

class Builder {
 public:
  Builder(const std::vector<std::string>& prompts, const MarkdownLimits& limits) : prompts_(prompts), limits_(limits) {
    open_.push_back(&top_);
  }

  Blocks blocks() { return std::move(top_); }
  const std::string& trouble() const { return trouble_; }

  int enter(MD_BLOCKTYPE type, void* detail) {
    close_implicit();
    const bool cell = type == MD_BLOCK_TD || type == MD_BLOCK_TH || type == MD_BLOCK_TR;
    if (cell && ++cells_ > limits_.cells) return stop(fmt::format("the tables have more than {} cells", limits_.cells));
    if (!cell && ++count_ > limits_.blocks)
      return stop(fmt::format("the text has more than {} blocks", limits_.blocks));
    switch (type) {
      case MD_BLOCK_QUOTE:
        return open_block(Quote{});
      case MD_BLOCK_UL:
        return open_list(List{});
      case MD_BLOCK_OL:
        return open_list(
            List{true, static_cast<int>(std::min(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, 999'999'999U)), {}});
      case MD_BLOCK_LI: {
        List& list = std::get<List>(open_.back()->back().value);
        list.items.emplace_back();
        open_.push_back(&list.items.back());
        return 0;
      }
      case MD_BLOCK_HR:
        open_.back()->push_back({"", Rule{}});
        return 0;
      case MD_BLOCK_H:
        open_.back()->push_back({"", Heading{static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level), {}}});
        collect_ = true;
        return 0;
      case MD_BLOCK_P:
        open_.back()->push_back({"", Paragraph{}});
        collect_ = true;
        return 0;
      case MD_BLOCK_CODE:
        open_.back()->push_back({"", CodeBlock{attribute_text(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang), {}}});
        code_ = true;
        return 0;
      case MD_BLOCK_TABLE: {
        const unsigned columns = static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count;
        if (columns > limits_.columns)
          return stop(fmt::format("a table has {} columns; {} are allowed", columns, limits_.columns));
        Table table;
        table.columns.resize(columns);
        open_.back()->push_back({"", std::move(table)});
        return 0;
      }
      case MD_BLOCK_THEAD:
        head_ = true;
        return 0;
      case MD_BLOCK_TBODY:
        head_ = false;
        return 0;
      case MD_BLOCK_TR: {
        Table& t = std::get<Table>(open_.back()->back().value);
        (head_ ? t.head : t.body).emplace_back();
        return 0;
      }
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: {
        Table& t = std::get<Table>(open_.back()->back().value);
        Row& row = head_ ? t.head.back() : t.body.back();
        const auto align = static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align;
        if (row.cells.size() < t.columns.size()) {
          t.columns[row.cells.size()].align =
              align == MD_ALIGN_RIGHT ? Align::right : (align == MD_ALIGN_CENTER ? Align::centre : Align::left);
        }
        row.cells.emplace_back();
        collect_ = true;
        return 0;
      }
      default:
        return 0;
    }
  }

  int leave(MD_BLOCKTYPE type) {
    close_implicit();
    switch (type) {
      case MD_BLOCK_QUOTE:
      case MD_BLOCK_LI:
        open_.pop_back();
        return 0;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        --nested_;
        return 0;
      case MD_BLOCK_H:
        std::get<Heading>(open_.back()->back().value).text = taken();
        return 0;
      case MD_BLOCK_P:
        std::get<Paragraph>(open_.back()->back().value).text = taken();
        return 0;
      case MD_BLOCK_CODE: {
        auto& code = std::get<CodeBlock>(open_.back()->back().value);
        code.text = restored(code_text_);
        if (!code.text.empty() && code.text.back() == '\n') code.text.pop_back();
        code_text_.clear();
        code_ = false;
        return 0;
      }
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: {
        Table& t = std::get<Table>(open_.back()->back().value);
        (head_ ? t.head.back() : t.body.back()).cells.back().text = taken();
        return 0;
      }
      default:
        return 0;
    }
  }

  int enter(MD_SPANTYPE type, void* detail) {
    open_implicit();
    switch (type) {
      case MD_SPAN_EM:
        ++emphasis_;
        return 0;
      case MD_SPAN_STRONG:
        ++strong_;
        return 0;
      case MD_SPAN_CODE:
        ++span_code_;
        return 0;
      case MD_SPAN_DEL:
        ++strike_;
        return 0;
      case MD_SPAN_A: {
        flush();
        const auto* a = static_cast<MD_SPAN_A_DETAIL*>(detail);
        link_ = attribute_text(a->href);
        in_link_ = true;
        link_start_ = inlines_.size();
        // md4c does not say which links it found by itself; those show their own target.
        return 0;
      }
      case MD_SPAN_IMG:
        ++image_;
        return 0;  // pictures come through directives; the text stays
      default:
        return 0;
    }
  }

  int leave(MD_SPANTYPE type) {
    switch (type) {
      case MD_SPAN_EM:
        flush();
        --emphasis_;
        return 0;
      case MD_SPAN_STRONG:
        flush();
        --strong_;
        return 0;
      case MD_SPAN_CODE:
        flush();
        --span_code_;
        return 0;
      case MD_SPAN_DEL:
        flush();
        --strike_;
        return 0;
      case MD_SPAN_A:
        close_link();
        return 0;
      case MD_SPAN_IMG:
        --image_;
        return 0;
      default:
        return 0;
    }
  }

  int text(MD_TEXTTYPE type, std::string_view s) {
    if (code_) {
      code_text_ += type == MD_TEXT_NULLCHAR ? "\xEF\xBF\xBD" : s;
      return 0;
    }
    open_implicit();
    const TextStyle now{strong_ > 0, emphasis_ > 0, span_code_ > 0, strike_ > 0};
    if (!(now == style_)) {
      flush();
      style_ = now;
    }
    switch (type) {
      case MD_TEXT_NULLCHAR:
        pending_ += "\xEF\xBF\xBD";
        break;
      case MD_TEXT_BR:
        flush();
        if (!in_link_)
          inlines_.push_back({LineBreak{}});
        else
          pending_ += ' ';
        break;
      case MD_TEXT_SOFTBR:
        pending_ += ' ';
        break;
      case MD_TEXT_ENTITY:
        pending_ += entity(s);
        break;
      default:
        pending_ += s;
    }
    return 0;
  }

 private:
  /// The text of a tight list's item comes without a paragraph of its own.
  void open_implicit() {
    if (collect_) return;
    open_.back()->push_back({"", Paragraph{}});
    collect_ = true;
    implicit_ = true;
  }
  void close_implicit() {
    if (!implicit_) return;
    implicit_ = false;
    std::get<Paragraph>(open_.back()->back().value).text = taken();
  }

  int stop(std::string why) {
    trouble_ = std::move(why);
    return 1;
  }

  template <typename T>
  int open_block(T block) {
    if (open_.size() + static_cast<std::size_t>(nested_) > limits_.nesting)
      return stop(fmt::format("lists and quotes stand more than {} deep in one another", limits_.nesting));
    open_.back()->push_back({"", std::move(block)});
    open_.push_back(&std::get<T>(open_.back()->back().value).blocks);
    return 0;
  }

  int open_list(List list) {
    if (open_.size() > limits_.nesting)
      return stop(fmt::format("lists and quotes stand more than {} deep in one another", limits_.nesting));
    open_.back()->push_back({"", std::move(list)});
    ++nested_;
    return 0;
  }

  std::string restored(std::string_view s) const {
    std::string out;
    std::size_t i = 0;
    while (i < s.size()) {
      const std::size_t start = s.find(prompt_start, i);
      const std::size_t end = start == std::string_view::npos ? start : s.find(prompt_end, start);
      if (end == std::string_view::npos) break;
      out += s.substr(i, start - i);
      out += "[[" + prompt(s.substr(start + 3, end - start - 3)) + "]]";
      i = end + 3;
    }
    return out += s.substr(i);
  }

  std::string prompt(std::string_view number) const {
    std::size_t n = 0;
    std::from_chars(number.data(), number.data() + number.size(), n);
    return n < prompts_.size() ? prompts_[n] : std::string();
  }

  void flush() {
    if (pending_.empty()) return;
    std::string s = std::move(pending_);
    pending_.clear();
    if (style_.code || in_link_) {
      add_text(restored(s));
      return;
    }
    std::string_view rest = s;
    while (true) {
      const std::size_t start = rest.find(prompt_start);
      const std::size_t end = start == std::string_view::npos ? start : rest.find(prompt_end, start);
      if (end == std::string_view::npos) break;
      add_text(std::string(rest.substr(0, start)));
      inlines_.push_back({Prompt{prompt(rest.substr(start + 3, end - start - 3))}});
      rest = rest.substr(end + 3);
    }
    add_text(std::string(rest));
  }

  void add_text(std::string s) {
    if (s.empty()) return;
    auto* before = inlines_.empty() ? nullptr : std::get_if<Text>(&inlines_.back().value);
    if (before != nullptr && before->style == style_ && !(in_link_ && inlines_.size() == link_start_)) {
      before->text += s;
    } else {
      inlines_.push_back({Text{std::move(s), style_}});
    }
  }

  void close_link() {
    flush();
    in_link_ = false;
    std::string shown;
    TextStyle style;
    for (std::size_t i = link_start_; i < inlines_.size(); ++i) {
      if (const auto* t = std::get_if<Text>(&inlines_[i].value)) {
        shown += t->text;
        style = t->style;
      }
    }
    const bool automatic = link_ == shown || link_ == "mailto:" + shown;
    if (!allowed(link_, automatic) || shown.empty()) return;  // its text stays
    inlines_.resize(link_start_);
    inlines_.push_back({Link{link_, std::move(shown), style}});
  }

  Inlines taken() {
    flush();
    collect_ = false;
    return std::exchange(inlines_, {});
  }

  const std::vector<std::string>& prompts_;
  const MarkdownLimits& limits_;
  Blocks top_;
  std::vector<Blocks*> open_;
  std::size_t count_ = 0;
  int nested_ = 0;
  std::string trouble_;
  bool head_ = false;
  bool code_ = false;
  bool collect_ = false;
  bool implicit_ = false;
  std::size_t cells_ = 0;
  std::string code_text_;
  Inlines inlines_;
  std::string pending_;
  TextStyle style_;
  int strong_ = 0, emphasis_ = 0, span_code_ = 0, strike_ = 0, image_ = 0;
  bool in_link_ = false;
  std::string link_;
  std::size_t link_start_ = 0;
};

void number(Blocks& blocks, std::string& section, std::map<std::string, int>& counts, std::set<std::string>& used) {
  const auto unique = [&](std::string wanted) {
    std::string id = wanted;
    for (int n = 2; !used.insert(id).second; ++n) id = fmt::format("{}-{}", wanted, n);
    return id;
  };
  for (Block& block : blocks) {
    if (auto* heading = std::get_if<Heading>(&block.value)) {
      if (block.id.empty()) block.id = unique(slug(plain(heading->text)));
      section = block.id;
    } else if (block.id.empty()) {
      std::string id = fmt::format("{}-{}", section, ++counts[section]);
      block.id = unique(std::move(id));
    }
    for (Blocks* inside : inner(block)) number(*inside, section, counts, used);
  }
}

void take_ids(const Blocks& blocks, std::set<std::string>& used) {
  for (const Block& block : blocks) {
    if (!block.id.empty()) used.insert(block.id);
    for (const Blocks* inside : inner(block)) take_ids(*inside, used);
  }
}

}  // namespace

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : base::folded(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() >= 60) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "part" : out;
}

void give_ids(Blocks& blocks, std::string_view prefix) {
  std::set<std::string> used;
  take_ids(blocks, used);
  std::map<std::string, int> counts;
  std::string section(prefix);
  number(blocks, section, counts, used);
}

Blocks markdown_blocks(std::string_view text, const std::vector<std::string>& prompts, const MarkdownLimits& limits,
                       const std::string& place) {
  Builder builder(prompts, limits);
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  parser.enter_block = [](MD_BLOCKTYPE t, void* d, void* b) { return static_cast<Builder*>(b)->enter(t, d); };
  parser.leave_block = [](MD_BLOCKTYPE t, void*, void* b) { return static_cast<Builder*>(b)->leave(t); };
  parser.enter_span = [](MD_SPANTYPE t, void* d, void* b) { return static_cast<Builder*>(b)->enter(t, d); };
  parser.leave_span = [](MD_SPANTYPE t, void*, void* b) { return static_cast<Builder*>(b)->leave(t); };
  parser.text = [](MD_TEXTTYPE t, const MD_CHAR* s, MD_SIZE n, void* b) {
    return static_cast<Builder*>(b)->text(t, std::string_view(s, n));
  };
  const int result = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &builder);
  if (result != 0) {
    throw base::Error(
        base::Status::refused, "document-too-large",
        fmt::format("{}: {}", place, builder.trouble().empty() ? "the text could not be read" : builder.trouble()));
  }
  return builder.blocks();
}

}  // namespace debrief::templates
