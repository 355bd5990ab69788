// JSON (RFC 8259) as tokens, from text that comes in pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::import {

enum class JsonIs : std::uint8_t { object, end_object, array, end_array, key, string, number, yes, no, null, end };

/// What is wrong, and where: line from 1, offset into the text from 0.
struct JsonFault : std::runtime_error {
  JsonFault(const std::string& what, std::int64_t at_line, std::uint64_t at_offset)
      : std::runtime_error(what), line(at_line), offset(at_offset) {}
  std::int64_t line;
  std::uint64_t offset;
};

/// Strict: no comments, no trailing commas, no bare words, depth at most 64. Values may follow each other with or
/// without white space between them (NDJSON, concatenated JSON). A lone surrogate becomes U+FFFD.
class JsonTokens {
 public:
  using More = std::function<bool(std::string&)>;
  explicit JsonTokens(More more) : more_(std::move(more)) {}

  /// The text is the tail of a script: what closes a statement or a call may follow the value.
  void expect_script() { in_script_ = true; }
  /// Throws JsonFault. After `end` it stays at the end.
  JsonIs next();
  /// Of key, string (unescaped) and number (as written); valid until the next call.
  std::string_view text() const { return text_; }
  /// Where the token at hand begins.
  std::int64_t line() const { return token_line_; }
  std::uint64_t offset() const { return token_offset_; }
  std::size_t depth() const { return open_.size(); }
  /// The outermost object not closed yet: the line it begins on, and where that line ends (0 while it has not).
  std::int64_t outer_line() const { return open_.empty() || open_.front() != '{' ? 0 : outer_line_; }
  std::uint64_t outer_line_end() const { return outer_line_end_; }
  /// Right at the start of the next line stands an object, as the value of the last key.
  bool next_line_is_object() const { return next_line_is_object_; }
  /// At least one outermost object has been read, and each began and ended on one line.
  bool one_a_line() const { return outer_on_a_line_ > 0 && !outer_over_lines_; }
  /// Passes over the rest of the object or array that was just begun.
  void skip();

 private:
  enum class Expect : std::uint8_t { value, first_in_array, first_in_object, key, comma_or_end };

  bool fill();
  int peek();
  int take();
  void white();
  [[noreturn]] void fail(const std::string& what) const;
  void open(char bracket);
  void fail_if_broken_off(int c) const;
  JsonIs value(int c);
  void string();
  bool escape();
  void number(int c);
  void word(std::string_view rest);
  unsigned hex4();
  void append(unsigned code);
  void after_value();

  More more_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t base_ = 0;
  std::int64_t line_ = 1;
  bool ended_ = false;
  bool in_script_ = false;
  std::vector<char> open_;
  Expect expect_ = Expect::value;
  std::string text_;
  std::int64_t token_line_ = 1;
  std::uint64_t token_offset_ = 0;
  std::int64_t last_line_ = 1;  // where the token before the one at hand ends
  std::uint64_t last_end_ = 0;
  std::int64_t outer_line_ = 1;
  std::uint64_t outer_line_end_ = 0;
  std::int64_t outer_on_a_line_ = 0;
  bool outer_over_lines_ = false;
  bool next_line_is_object_ = false;
};

}  // namespace debrief::import
