// A method against a published case: what was expected, what came out.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/stats/methods.h"

namespace debrief::app {

/// expected, got  JSON text of the value; got is "" where our answer has no such key
/// tolerance      JSON text: a number, or null where the values have to be the same
struct StatsCheck {
  std::string key;
  std::string expected, got, tolerance;
  bool ok = false;
};

/// Runs `method` on the case in `folder`: expected.json, and data.csv, or tickets.csv and calls.csv, where there are
/// any. Every value of expected.json is listed, by its path joined with dots; tol_abs and tol_rel hold for what stands
/// beside and below them; values under keys with "published" or "rounded" have to agree in the digits printed. Throws
/// the file codes, json-malformed (5), and what the method throws.
std::vector<StatsCheck> verify_case(const StatsMethod& method, const base::Path& folder);

}  // namespace debrief::app
