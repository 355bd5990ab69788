// Two stretches of the same length beside each other: what changed, as far as the intervals allow to say.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"
#include "templates/facts/ledger.h"
#include "templates/markdown.h"

namespace debrief::templates {

/// The window cut in its middle: the earlier and the later half.
///
/// Gives {earlier, later (texts), lines[] {id, title, earlier, earlier_n, later, later_n, verdict, said}} and the table
/// `name`. verdict: better | worse | changed | same | unsaid. A change is said where both 95 % intervals exist and do
/// not overlap, which is stricter than a test at 5 %; counts and figures without an interval are shown and not judged.
nlohmann::ordered_json two_periods(const review::IncidentColumns& columns, const analytics::FigureRequest& request,
                                   const analytics::Window& window, const std::string& name, Ledger& ledger,
                                   DirectiveData& shown);

/// "12 of 40 (30 %; 95 %: 18 % to 45 %)"; "none" of nothing.
std::string share_of_all(std::int64_t n, std::int64_t all);

}  // namespace debrief::templates
