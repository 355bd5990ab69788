// Words typed for a choice: read, or refused with the nearest.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"

namespace debrief::app {

/// The usage Error (unknown-word) for a word that is none of `known`.
base::Error unknown_word(std::string_view option, std::string_view typed, const std::vector<std::string>& known);

/// An IANA name or an offset. Throws usage Error unknown-zone.
base::Zone zone_named(std::string_view text);

/// day, week, month, quarter. Throws usage Error unknown-word.
base::Period period_named(std::string_view text);

/// The word for it: "week".
std::string_view period_name(base::Period period);

}  // namespace debrief::app
