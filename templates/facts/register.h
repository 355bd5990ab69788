// The incident register as a document, view model register/1.
//
// schema     "register/1"
// audience, prepared  as in pir/1; prepared also as `prepared_said`, a date
// incidents  how many records there are
// window     {text, from, until} from the first to the last record logged; null without any
// kinds, priorities, statuses, categories  [] {label, n}, most first
// rows       [] {ref, kind, opened, title, category, priority, team, status, took, review}: the newest, at most `most`
// most       how many rows the document shows at most; left_out: how many it does not
// tables     counts, register: names of those that exist
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "templates/facts/pir.h"

namespace debrief::templates {

/// Rows a page can be read with; the workbook has them all.
inline constexpr std::size_t most_register_rows = 150;

nlohmann::ordered_json register_facts(review::Store& store, const FactsFor& reader, Ledger& ledger,
                                      DirectiveData& shown);

}  // namespace debrief::templates
