// Template source becomes tokens.
//
// Follows the rules of Jinja2's lexer one by one; the order of alternatives and the odd cases (no newline is trimmed
// after {% raw %}, a minus sign strips white space of every kind) are its own.

#include "templates/engine/lexer.h"

#include <charconv>
#include <cstdlib>

#include <fmt/format.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

constexpr std::size_t most_tokens = 500'000;  // some 60 MB of them

std::string unix_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  Lexer(std::string_view source, const std::string& file) : source_(unix_lines(source)), file_(file) {}

  std::vector<Token> all() {
    while (at_ < source_.size()) root();
    add(TokenKind::end, {}, source_.size());
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(std::size_t at, std::string message) {
    throw Trouble{"template-syntax", std::move(message), place(at)};
  }

  /// Offsets mostly grow, so that counting goes on from the last one.
  Place place(std::size_t at) {
    if (at < counted_) {
      counted_ = 0;
      line_ = 1;
      column_ = 1;
    }
    while (counted_ < at) {
      if (source_[counted_] == '\n') {
        ++line_;
        column_ = 1;
        ++counted_;
      } else {
        counted_ += point_size(source_, counted_);
        ++column_;
      }
    }
    return Place{&file_, line_, column_};
  }

  void add(TokenKind kind, std::string text, std::size_t at) {
    if (out_.size() == most_tokens) {
      throw Trouble{"template-limit", fmt::format("the template has more than {} words and signs", most_tokens),
                    place(at)};
    }
    out_.push_back({kind, std::move(text), 0, 0, place(at)});
  }

  bool starts(std::string_view what, std::size_t at) const {
    return std::string_view(source_).substr(at, what.size()) == what;
  }

  std::size_t skip_space(std::size_t at) const {
    while (at < source_.size()) {
      const std::size_t n = space_at(source_, at);
      if (n == 0) break;
      at += n;
    }
    return at;
  }

  char sign_at(std::size_t at) const {
    return at < source_.size() && (source_[at] == '-' || source_[at] == '+') ? source_[at] : '\0';
  }

  /// End of "raw %}" with its signs, from just behind "{%"; 0 where it is not that.
  std::size_t raw_begin_end(std::size_t at) const {
    if (sign_at(at) != '\0') ++at;
    at = skip_space(at);
    if (!starts("raw", at)) return 0;
    at = skip_space(at + 3);
    if (starts("-%}", at)) return skip_space(at + 3);
    return starts("%}", at) ? at + 2 : 0;
  }

  /// Template text before a tag, trimmed by the tag's sign or, for all but prints, its own line.
  void add_data(std::size_t from, std::size_t until, char sign, bool print) {
    std::string_view text = std::string_view(source_).substr(from, until - from);
    if (sign == '-') {
      text = stripped_right(text);
    } else if (sign != '+' && !print) {
      const std::size_t newline = text.rfind('\n');
      const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
      if ((start > 0 || line_starting_) && start < text.size() && stripped(text.substr(start)).empty()) {
        text = text.substr(0, start);
      }
    }
    if (!text.empty()) add(TokenKind::data, std::string(text), from);
  }

  void ended(std::size_t at) {
    line_starting_ = at > 0 && source_[at - 1] == '\n';
    at_ = at;
  }

  void root() {
    std::size_t tag = at_;
    while (true) {
      tag = source_.find('{', tag);
      if (tag == std::string::npos) {
        add(TokenKind::data, source_.substr(at_), at_);
        at_ = source_.size();
        return;
      }
      if (starts("{#", tag) || starts("{%", tag) || starts("{{", tag)) break;
      ++tag;
    }
    const char sign = sign_at(tag + 2);
    const std::size_t from = at_;
    if (starts("{%", tag)) {
      const std::size_t raw = raw_begin_end(tag + 2);
      if (raw != 0) {
        add_data(from, tag, sign, false);
        ended(raw);
        raw_body(tag);
        return;
      }
    }
    const bool print = starts("{{", tag);
    add_data(from, tag, sign, print);
    ended(tag + 2 + (sign != '\0' ? 1 : 0));
    if (starts("{#", tag)) {
      comment(tag);
      return;
    }
    add(print ? TokenKind::open_print : TokenKind::open_tag, {}, tag);
    inside(print, tag);
  }

  /// "%}" with its sign and what it trims; 0 where it is not that. `close` is "%}" or "#}".
  std::size_t tag_end(std::size_t at, std::string_view close) const {
    if (source_[at] == '+' && starts(close, at + 1)) return at + 3;
    if (source_[at] == '-' && starts(close, at + 1)) return skip_space(at + 3);
    if (!starts(close, at)) return 0;
    return at + 2 + (at + 2 < source_.size() && source_[at + 2] == '\n' ? 1 : 0);
  }

  void comment(std::size_t tag) {
    for (std::size_t i = at_; i < source_.size(); ++i) {
      const std::size_t end = tag_end(i, "#}");
      if (end != 0) {
        ended(end);
        return;
      }
    }
    fail(tag, "this comment is never closed with #}");
  }

  void raw_body(std::size_t tag) {
    for (std::size_t i = source_.find("{%", at_); i != std::string::npos; i = source_.find("{%", i + 1)) {
      std::size_t j = i + 2;
      const char sign = sign_at(j);
      if (sign != '\0') ++j;
      j = skip_space(j);
      if (!starts("endraw", j)) continue;
      j = skip_space(j + 6);
      if (j >= source_.size()) continue;
      const std::size_t end = tag_end(j, "%}");
      if (end == 0) continue;
      add_data(at_, i, sign, false);
      ended(end);
      return;
    }
    fail(tag, "this raw part is never closed with {% endraw %}");
  }

  void inside(bool print, std::size_t tag) {
    std::vector<char> open;
    while (true) {
      if (at_ >= source_.size()) {
        fail(tag, print ? "this is never closed with }}" : "this tag is never closed with %}");
      }
      if (open.empty()) {
        std::size_t end = 0;
        if (!print) {
          end = tag_end(at_, "%}");
        } else if (starts("-}}", at_)) {
          end = skip_space(at_ + 3);
        } else if (starts("}}", at_)) {
          end = at_ + 2;
        }
        if (end != 0) {
          add(print ? TokenKind::close_print : TokenKind::close_tag, {}, at_);
          ended(end);
          return;
        }
      }
      const std::size_t after = skip_space(at_);
      if (after != at_) {
        ended(after);
        continue;
      }
      if (number() || word() || text()) continue;
      sign(open);
    }
  }

  std::size_t digits_from(std::size_t at) const {  // (\d+_)*\d+ ; `at` where there is none
    std::size_t end = at;
    std::size_t i = at;
    while (i < source_.size() && digit(source_[i])) {
      while (i < source_.size() && digit(source_[i])) ++i;
      end = i;
      if (i < source_.size() && source_[i] == '_') ++i;
    }
    return end;
  }

  std::string without_underscores(std::size_t from, std::size_t until) const {
    std::string s;
    for (std::size_t i = from; i < until; ++i) {
      if (source_[i] != '_') s += source_[i];
    }
    return s;
  }

  bool number() {
    if (!digit(source_[at_])) return false;
    const auto letter = [&](std::size_t i) {
      return i < source_.size() ? static_cast<char>(source_[i] | 0x20) : '\0';  // ASCII lower case
    };
    const std::size_t whole = digits_from(at_);
    if (at_ == 0 || source_[at_ - 1] != '.') {
      std::size_t end = whole;
      bool fraction = false;
      if (end < source_.size() && source_[end] == '.' && digits_from(end + 1) > end + 1) {
        end = digits_from(end + 1);
        fraction = true;
      }
      if (letter(end) == 'e') {
        std::size_t e = end + 1;
        if (sign_at(e) != '\0') ++e;
        if (digits_from(e) > e) {
          end = digits_from(e);
          fraction = true;
        }
      }
      if (fraction) {
        add(TokenKind::real, source_.substr(at_, end - at_), at_);
        out_.back().real = std::strtod(without_underscores(at_, end).c_str(), nullptr);
        ended(end);
        return true;
      }
    }
    int base = 10;
    std::size_t from = at_;
    std::size_t end = at_;
    const auto run = [&](std::size_t i, auto good) {  // (_?x)*
      while (i < source_.size()) {
        const std::size_t j = source_[i] == '_' ? i + 1 : i;
        if (j >= source_.size() || !good(source_[j])) break;
        i = j + 1;
      }
      return i;
    };
    const auto hex = [](char c) { return digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); };
    if (source_[at_] == '0') {
      const char kind = letter(at_ + 1);
      std::size_t stop = at_ + 2;
      if (kind == 'b') stop = run(at_ + 2, [](char c) { return c == '0' || c == '1'; });
      if (kind == 'o') stop = run(at_ + 2, [](char c) { return c >= '0' && c <= '7'; });
      if (kind == 'x') stop = run(at_ + 2, hex);
      if (stop > at_ + 2) {
        base = kind == 'b' ? 2 : (kind == 'o' ? 8 : 16);
        from = at_ + 2;
        end = stop;
      } else {
        end = run(at_ + 1, [](char c) { return c == '0'; });
      }
    } else {
      end = run(at_ + 1, digit);
    }
    const std::string digits = without_underscores(from, end);
    add(TokenKind::integer, source_.substr(at_, end - at_), at_);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out_.back().integer, base);
    if (read.ec != std::errc()) fail(at_, "this number is too large");
    ended(end);
    return true;
  }

  bool word() {
    std::size_t end = at_;
    while (end < source_.size()) {
      const std::size_t n = point_size(source_, end);
      const unsigned c = point_code(std::string_view(source_).substr(end, n));
      if (c != '_' && u_isalnum(static_cast<UChar32>(c)) == 0 &&
          (c < 0x80 || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_XID_CONTINUE) == 0))
        break;
      end += n;
    }
    if (end == at_) return false;
    add(TokenKind::name, source_.substr(at_, end - at_), at_);
    ended(end);
    return true;
  }

  bool text() {
    const char quote = source_[at_];
    if (quote != '"' && quote != '\'') return false;
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != quote) end += source_[end] == '\\' ? 2 : 1;
    if (end >= source_.size()) fail(at_, "this text is never closed with a quotation mark");
    std::string s = unescaped(at_ + 1, end);
    add(TokenKind::text, std::move(s), at_);
    ended(end + 1);
    return true;
  }

  std::string unescaped(std::size_t from, std::size_t until) {
    std::string out;
    for (std::size_t i = from; i < until;) {
      if (source_[i] != '\\') {
        out += source_[i++];
        continue;
      }
      const char c = source_[i + 1];
      constexpr std::string_view plain = "\\'\"abfnrtv";
      constexpr std::string_view meant = "\\'\"\a\b\f\n\r\t\v";
      if (c == '\n') {
        i += 2;
      } else if (const std::size_t k = plain.find(c); k != std::string_view::npos) {
        out += meant[k];
        i += 2;
      } else if (c == 'x' || c == 'u' || c == 'U') {
        const std::size_t n = c == 'x' ? 2 : (c == 'u' ? 4 : 8);
        unsigned code = 0;
        const char* first = source_.data() + i + 2;
        if (i + 2 + n > until || std::from_chars(first, first + n, code, 16).ptr != first + n) {
          fail(i, fmt::format("\\{} needs {} hexadecimal digits", c, n));
        }
        append_point(out, code);
        i += 2 + n;
      } else if (c >= '0' && c <= '7') {
        unsigned code = 0;
        std::size_t j = i + 1;
        while (j < until && j < i + 4 && source_[j] >= '0' && source_[j] <= '7')
          code = code * 8 + static_cast<unsigned>(source_[j++] - '0');
        append_point(out, code);
        i = j;
      } else {
        out += '\\';
        ++i;
      }
    }
    return out;
  }

  void sign(std::vector<char>& open) {
    static constexpr std::string_view doubles[] = {"//", "**", "==", "!=", ">=", "<="};
    std::size_t n = 0;
    for (const std::string_view d : doubles) {
      if (starts(d, at_)) n = 2;
    }
    const char c = source_[at_];
    if (n == 0 && std::string_view("+-/*%~[](){}><=.:|,;").find(c) != std::string_view::npos) n = 1;
    if (n == 0)
      fail(at_, fmt::format("{} does not belong here", base::quoted(source_.substr(at_, point_size(source_, at_)))));
    if (n == 1 && (c == '(' || c == '[' || c == '{')) {
      open.push_back(c == '(' ? ')' : (c == '[' ? ']' : '}'));
    } else if (n == 1 && (c == ')' || c == ']' || c == '}')) {
      if (open.empty()) fail(at_, fmt::format("\"{}\" closes nothing", c));
      if (open.back() != c) fail(at_, fmt::format("\"{}\" stands where \"{}\" was expected", c, open.back()));
      open.pop_back();
    }
    add(TokenKind::sign, source_.substr(at_, n), at_);
    ended(at_ + n);
  }

  const std::string source_;
  const std::string& file_;
  std::size_t at_ = 0;
  bool line_starting_ = true;
  std::size_t counted_ = 0;
  int line_ = 1;
  int column_ = 1;
  std::vector<Token> out_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view source, const std::string& file) { return Lexer(source, file).all(); }

}  // namespace debrief::templates::engine
