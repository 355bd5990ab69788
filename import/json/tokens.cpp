// The JSON scanner.

#include "import/json/tokens.h"

#include <fmt/format.h>

namespace debrief::import {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longest_string = 64U << 20U;
constexpr int nothing = -1;

bool digit(int c) { return c >= '0' && c <= '9'; }

}  // namespace

bool JsonTokens::fill() {
  if (ended_) return false;
  base_ += at_;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  if (!more_(buffer_)) ended_ = true;
  return buffer_.size() > before;
}

int JsonTokens::peek() {
  while (at_ >= buffer_.size()) {
    if (!fill()) return nothing;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int JsonTokens::take() {
  const int c = peek();
  if (c == nothing) return c;
  if (c == '\n') {
    ++line_;
    if (outer_line_end_ == 0 && !open_.empty()) outer_line_end_ = base_ + at_;
  }
  ++at_;
  return c;
}

void JsonTokens::white() {
  while (true) {
    const int c = peek();
    const bool of_script = in_script_ && open_.empty() && (c == ';' || c == ')');
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && !of_script) return;
    take();
  }
}

void JsonTokens::fail(const std::string& what) const { throw JsonFault(what, line_, base_ + at_); }

void JsonTokens::open(char bracket) {
  if (open_.empty()) {
    outer_line_ = line_;
    outer_line_end_ = 0;
    next_line_is_object_ = false;
  } else if (bracket == '{' && open_.back() == '{' && outer_line_end_ > 0 && base_ + at_ == outer_line_end_ + 2) {
    next_line_is_object_ = true;
  }
  open_.push_back(bracket);
}

/// Between the members of an object no other can begin: the one at hand was cut where the line before ends.
void JsonTokens::fail_if_broken_off(int c) const {
  if (c == '{' && open_.back() == '{' && line_ > last_line_)
    throw JsonFault("an object breaks off here, the next one begins before it is closed", last_line_, last_end_);
}

void JsonTokens::append(unsigned code) {
  if (code < 0x80) {
    text_ += static_cast<char>(code);
  } else if (code < 0x800) {
    text_ += static_cast<char>(0xC0U | (code >> 6U));
    text_ += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    text_ += static_cast<char>(0xE0U | (code >> 12U));
    text_ += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    text_ += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    text_ += static_cast<char>(0xF0U | (code >> 18U));
    text_ += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    text_ += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    text_ += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

unsigned JsonTokens::hex4() {
  unsigned v = 0;
  for (int i = 0; i < 4; ++i) {
    const int c = peek();
    unsigned d = 0;
    if (digit(c)) {
      d = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      d = static_cast<unsigned>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      d = static_cast<unsigned>(c - 'A' + 10);
    } else {
      fail("\\u is not followed by four hexadecimal digits");
    }
    take();
    v = v * 16 + d;
  }
  return v;
}

void JsonTokens::string() {
  text_.clear();
  while (true) {
    // The plain stretch up to the next quote, escape or control character goes over in one piece.
    if (peek() == nothing) fail("the text ends inside a string");
    std::size_t end = at_;
    while (end < buffer_.size()) {
      const auto c = static_cast<unsigned char>(buffer_[end]);
      if (c == '"' || c == '\\' || c < 0x20) break;
      ++end;
    }
    text_.append(buffer_, at_, end - at_);
    at_ = end;
    if (text_.size() > longest_string) fail("a string is longer than 64 MiB");
    if (at_ >= buffer_.size()) continue;
    const int c = peek();
    if (c < 0x20) fail("a control character stands inside a string");
    take();
    if (c == '"') return;
    while (escape()) {
    }
  }
}

/// What follows a backslash. True when another backslash was read with it, so that another escape follows.
bool JsonTokens::escape() {
  const int e = take();
  switch (e) {
    case '"':
    case '\\':
    case '/':
      text_ += static_cast<char>(e);
      return false;
    case 'b':
      text_ += '\b';
      return false;
    case 'f':
      text_ += '\f';
      return false;
    case 'n':
      text_ += '\n';
      return false;
    case 'r':
      text_ += '\r';
      return false;
    case 't':
      text_ += '\t';
      return false;
    case 'u':
      break;
    default:
      fail(e == nothing ? "the text ends inside a string" : "a backslash is followed by no escape JSON knows");
  }
  unsigned code = hex4();
  while (code >= 0xD800 && code <= 0xDBFF) {
    if (peek() != '\\') {
      code = 0xFFFD;
      break;
    }
    take();
    if (peek() != 'u') {
      // Not a pair: half of one, and an escape of its own.
      append(0xFFFD);
      return true;
    }
    take();
    const unsigned low = hex4();
    if (low >= 0xDC00 && low <= 0xDFFF) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
      break;
    }
    append(0xFFFD);
    code = low;
  }
  append(code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
  return false;
}

void JsonTokens::number(int c) {
  text_.clear();
  const auto digits = [&] {
    std::size_t n = 0;
    while (digit(peek())) {
      text_ += static_cast<char>(take());
      ++n;
    }
    return n;
  };
  if (c == '-') {
    text_ += static_cast<char>(take());
    c = peek();
  }
  if (c == '0') {
    text_ += static_cast<char>(take());
  } else if (!digit(c) || digits() == 0) {
    fail("a number has no digits");
  }
  if (digit(peek())) fail("a number begins with 0");
  if (peek() == '.') {
    text_ += static_cast<char>(take());
    if (digits() == 0) fail("no digit follows the decimal point");
  }
  if (peek() == 'e' || peek() == 'E') {
    text_ += static_cast<char>(take());
    if (peek() == '+' || peek() == '-') text_ += static_cast<char>(take());
    if (digits() == 0) fail("no digit follows the exponent");
  }
}

void JsonTokens::word(std::string_view rest) {
  for (const char want : rest) {
    if (peek() != static_cast<unsigned char>(want)) fail("true, false or null was expected");
    take();
  }
  const int c = peek();
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c) || c == '_')
    fail("true, false or null was expected");
}

void JsonTokens::after_value() { expect_ = open_.empty() ? Expect::value : Expect::comma_or_end; }

JsonIs JsonTokens::value(int c) {
  switch (c) {
    case '{':
    case '[':
      if (open_.size() >= deepest) fail(fmt::format("values are nested more than {} levels deep", deepest));
      take();
      open(static_cast<char>(c));
      expect_ = c == '{' ? Expect::first_in_object : Expect::first_in_array;
      return c == '{' ? JsonIs::object : JsonIs::array;
    case '"':
      take();
      string();
      after_value();
      return JsonIs::string;
    case 't':
      word("true");
      after_value();
      return JsonIs::yes;
    case 'f':
      word("false");
      after_value();
      return JsonIs::no;
    case 'n':
      word("null");
      after_value();
      return JsonIs::null;
    default:
      if (c != '-' && !digit(c))
        fail(c == nothing ? "the text ends where a value was expected" : "a value was expected here");
      number(c);
      after_value();
      return JsonIs::number;
  }
}

JsonIs JsonTokens::next() {
  last_line_ = line_;
  last_end_ = base_ + at_;
  white();
  int c = peek();
  token_line_ = line_;
  token_offset_ = base_ + at_;
  const auto close = [&](char opened) {
    if (open_.empty() || open_.back() != opened) fail("a bracket closes what was not opened");
    take();
    open_.pop_back();
    if (open_.empty() && opened == '{') {
      ++outer_on_a_line_;
      outer_over_lines_ = outer_over_lines_ || outer_line_end_ > 0;
    }
    after_value();
    return opened == '{' ? JsonIs::end_object : JsonIs::end_array;
  };
  if (expect_ == Expect::comma_or_end) {
    if (c == '}' && open_.back() == '{') return close('{');
    if (c == ']' && open_.back() == '[') return close('[');
    if (c != ',') {
      fail_if_broken_off(c);
      fail(c == nothing ? "the text ends before a bracket is closed" : "a comma or a closing bracket was expected");
    }
    take();
    last_line_ = line_;
    last_end_ = base_ + at_;
    white();
    c = peek();
    token_line_ = line_;
    token_offset_ = base_ + at_;
    expect_ = open_.back() == '{' ? Expect::key : Expect::value;
  } else if (expect_ == Expect::first_in_array && c == ']') {
    return close('[');
  } else if (expect_ == Expect::first_in_object) {
    if (c == '}') return close('{');
    expect_ = Expect::key;
  }
  if (expect_ == Expect::key) {
    if (c != '"') {
      fail_if_broken_off(c);
      fail(c == nothing ? "the text ends inside an object" : "a key in double quotes was expected");
    }
    take();
    string();
    const std::string key = text_;
    last_line_ = line_;
    last_end_ = base_ + at_;
    white();
    if (peek() != ':') {
      fail_if_broken_off(peek());
      fail("a colon was expected after the key");
    }
    take();
    text_ = key;
    expect_ = Expect::value;
    return JsonIs::key;
  }
  if (open_.empty() && c == nothing) return JsonIs::end;
  return value(c);
}

void JsonTokens::skip() {
  const std::size_t until = open_.size() - 1;
  while (open_.size() > until) next();
}

}  // namespace debrief::import
