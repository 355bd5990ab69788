// A fault in data: a value beside what could be read, never an exception.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace debrief::base {

enum class Severity { error, warning };

/// Where in a file something stands. Counted from 1; 0 or "" means it does not apply.
struct Place {
  std::string file;
  std::int64_t row = 0;     // as the spreadsheet shows it: the header is row 1
  std::int64_t line = 0;    // physical line of a text file
  std::string column;       // heading
  std::int64_t byte = -1;   // offset from the start of the file; -1 unknown
};

/// code    fixed: date-impossible, resolved-before-opened, ...
/// detail  one sentence for a person: what was found, what was expected
/// value   the text found, unchanged (messages cut and escape it)
struct Issue {
  std::string code;
  std::string detail;
  std::string value;
  Place place;
  Severity severity = Severity::error;
};

/// A value, or the Issue that says why there is none.
template <typename T>
class Parsed {
 public:
  Parsed(T value) : held_(std::move(value)) {}           // NOLINT(google-explicit-constructor)
  Parsed(Issue issue) : held_(std::move(issue)) {}       // NOLINT(google-explicit-constructor)

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const { return std::get<0>(held_); }
  T& value() { return std::get<0>(held_); }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }
  const Issue& issue() const { return std::get<1>(held_); }
  std::optional<T> maybe() const { return ok() ? std::optional<T>(value()) : std::nullopt; }

 private:
  std::variant<T, Issue> held_;
};

}  // namespace debrief::base
