// Rows set aside, as a CSV to correct and import again; and receipts as they were kept.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/session.h"
#include "review/imports.h"

namespace debrief::app {

/// The rows as they were read, under the file's own headings, with one column more that says what is wrong with each.
/// Cells are unchanged: this is for a spreadsheet and for import, and it must read back the same.
std::string rejects_csv(const review::ImportSummary& summary, const std::vector<review::Reject>& rejects);

/// The receipt an import answered, from its JSON.
review::Receipt receipt_from(const nlohmann::ordered_json& document);

/// receipt_text of a kept receipt, with when it was and whether it stands.
std::string stored_receipt_text(const Session& session, const nlohmann::ordered_json& document);

}  // namespace debrief::app
