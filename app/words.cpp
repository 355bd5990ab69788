// Words typed for a choice.

#include "app/words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Status;

Error unknown_word(std::string_view option, std::string_view typed, const std::vector<std::string>& known) {
  const std::string near = base::nearest(base::ascii_lower(typed), known);
  return {Status::usage, "unknown-word",
          near.empty()
              ? fmt::format("{}: {} is not one of its words", option, base::quoted(typed))
              : fmt::format("{}: {} is not one of its words. Did you mean \"{}\"?", option, base::quoted(typed), near),
          "it takes " + base::joined(known, ", ")};
}

base::Zone zone_named(std::string_view text) {
  if (const auto zone = base::Zone::named(text)) return *zone;
  throw Error(Status::usage, "unknown-zone", fmt::format("{} is not a time zone", base::quoted(text)),
              "write a name such as Europe/London, UTC, or an offset such as +01:00");
}

base::Period period_named(std::string_view text) {
  if (text == "day") return base::Period::day;
  if (text == "week") return base::Period::week;
  if (text == "month") return base::Period::month;
  if (text == "quarter") return base::Period::quarter;
  throw unknown_word("--period", text, {"day", "week", "month", "quarter"});
}

std::string_view period_name(base::Period period) {
  switch (period) {
    case base::Period::day: return "day";
    case base::Period::week: return "week";
    case base::Period::month: return "month";
    case base::Period::quarter: return "quarter";
  }
  return "";
}

}  // namespace debrief::app
