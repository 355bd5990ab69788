// What was typed after a command: positional arguments and options by name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace debrief::app {

/// Option names are without dashes. An option given several times keeps all its values.
class Arguments {
 public:
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>, std::less<>> options;

  bool has(std::string_view option) const;
  /// The last value given; nullopt when it was not.
  std::optional<std::string> maybe(std::string_view option) const;
  /// The last value given, or `otherwise`.
  std::string value(std::string_view option, std::string_view otherwise = {}) const;
  /// All values, in the order given; empty when there are none.
  std::vector<std::string> all(std::string_view option) const;
  /// A whole number within [least, most]. Throws usage Error not-a-number.
  std::optional<std::int64_t> integer(std::string_view option, std::int64_t least, std::int64_t most) const;
  /// A decimal number. Throws usage Error not-a-number.
  std::optional<double> real(std::string_view option) const;
  /// A day (its first instant on that zone's clock) or an RFC 3339 time. Throws usage Error bad-date.
  std::optional<base::Ms> time(std::string_view option, const base::Zone& zone) const;
  /// Positional `i` as a positive row number. Throws usage Error not-a-number.
  std::int64_t id(std::size_t i = 0) const;
};

/// The number `text` writes; `what` names it in the message. Throws usage Error not-a-number.
std::int64_t whole_number(std::string_view text, std::string_view what, std::int64_t least, std::int64_t most);

/// A day or an RFC 3339 time, as in Arguments::time.
base::Ms time_from(std::string_view text, std::string_view what, const base::Zone& zone);

}  // namespace debrief::app
