// What was typed, as numbers and times.

#include "app/arguments.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Status;

bool Arguments::has(std::string_view option) const { return options.find(option) != options.end(); }

std::optional<std::string> Arguments::maybe(std::string_view option) const {
  const auto found = options.find(option);
  if (found == options.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::string Arguments::value(std::string_view option, std::string_view otherwise) const {
  return maybe(option).value_or(std::string(otherwise));
}

std::vector<std::string> Arguments::all(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Arguments::integer(std::string_view option, std::int64_t least, std::int64_t most) const {
  const auto text = maybe(option);
  if (!text) return std::nullopt;
  return whole_number(*text, fmt::format("--{}", option), least, most);
}

std::optional<double> Arguments::real(std::string_view option) const {
  const auto text = maybe(option);
  if (!text) return std::nullopt;
  double value = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failed != std::errc{} || end != text->data() + text->size() || !std::isfinite(value)) {
    throw Error(Status::usage, "not-a-number", fmt::format("--{}: {} is not a number", option, base::quoted(*text)),
                "write it with digits and a point, for example 12.5");
  }
  return value;
}

std::optional<base::Ms> Arguments::time(std::string_view option, const base::Zone& zone) const {
  const auto text = maybe(option);
  if (!text) return std::nullopt;
  return time_from(*text, fmt::format("--{}", option), zone);
}

std::int64_t Arguments::id(std::size_t i) const {
  return whole_number(positional.at(i), "the number", 1, std::int64_t{1} << 52);
}

std::int64_t whole_number(std::string_view text, std::string_view what, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failed != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw Error(Status::usage, "not-a-number",
                fmt::format("{}: {} is not a whole number from {} to {}", what, base::quoted(text), least, most));
  }
  return value;
}

base::Ms time_from(std::string_view text, std::string_view what, const base::Zone& zone) {
  const auto instant = base::parse_rfc3339(text);
  if (!instant) {
    throw Error(Status::usage, "bad-date", fmt::format("{}: {} is not a date or time", what, base::quoted(text)),
                "write 2026-05-12, or 2026-05-12T14:05:00Z");
  }
  const bool day_only = text.find_first_of("Tt ") == std::string_view::npos;
  return day_only ? zone.instant(base::utc_civil(*instant)).at : *instant;
}

}  // namespace debrief::app
