// An import's receipt in words: what was read, how it was understood, what is wrong, what to do next.
#pragma once

#include <string>

#include "app/session.h"
#include "review/intake.h"

namespace debrief::app {

/// refused  --strict kept the file out
std::string receipt_text(const Session& session, const review::Receipt& receipt, bool refused);

/// "may.csv:41 (row 39), column \"Opened\": \"31/02/2026\"".
std::string place_text(const std::string& file, const base::Place& place, const std::string& value);

}  // namespace debrief::app
