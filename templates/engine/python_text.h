// Text as Python sees it: code points, Unicode white space and case, str methods.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::templates::engine {

std::size_t point_count(std::string_view text);
/// Where `what` first stands in `text` at `from` or later; npos where it does not. Linear in both, whatever they hold.
std::size_t found_at(std::string_view text, std::string_view what, std::size_t from = 0);
/// Each code point as its bytes; an ill-formed byte counts as one.
std::vector<std::string_view> points(std::string_view text);
/// Length in bytes of the code point at `at`; 1 for ASCII and ill-formed bytes.
std::size_t point_size(std::string_view text, std::size_t at);
/// Bytes of the first `n` code points.
std::size_t bytes_of_points(std::string_view text, std::size_t n);

/// str.isspace() of the code point at `at`; its size, or 0.
std::size_t space_at(std::string_view text, std::size_t at);
std::string_view stripped_left(std::string_view text);
std::string_view stripped_right(std::string_view text);
std::string_view stripped(std::string_view text);
/// strip(chars): any of the code points in `chars`.
std::string_view stripped_of(std::string_view text, std::string_view chars, bool left, bool right);

std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string capitalized(std::string_view text);
/// str.title(): each run of letters starts with a title-case letter.
std::string title_cased(std::string_view text);
/// The `title` filter of Jinja2: parts between blanks, hyphens and opening brackets.
std::string title_of_words(std::string_view text);
bool is_upper(std::string_view text);
bool is_lower(std::string_view text);
bool all_digits(std::string_view text);
bool all_letters(std::string_view text);
bool all_letters_or_digits(std::string_view text);
bool all_space(std::string_view text);

/// str.splitlines().
std::vector<std::string_view> lines_of(std::string_view text);
/// str.split() at white space.
std::vector<std::string_view> words_of(std::string_view text, long long most = -1);
/// Number of runs of \w.
std::size_t word_count(std::string_view text);

/// repr() of a str.
std::string quoted_text(std::string_view text);
/// textwrap.wrap() without tab expansion or white space replacement, of one line.
std::vector<std::string> wrapped(std::string_view line, std::size_t width, bool break_long_words,
                                 bool break_on_hyphens);

void append_point(std::string& out, unsigned code);
unsigned point_code(std::string_view point);

}  // namespace debrief::templates::engine
