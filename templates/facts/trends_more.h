// Sections of the trend report beside the measures: what comes next, totals that mislead, how the work moves.
#pragma once

#include <span>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"
#include "analytics/process/view.h"
#include "templates/facts/pir.h"

namespace debrief::templates {

/// "No forecast better than last week's value: …", "" where one is shown.
std::string forecast_withheld(const analytics::ForecastOutcome& outcome, base::Period period);

/// [] {title, said, table}: one for volume and one for backlog where they have a series; table null where there is no
/// forecast and `said` says why.
nlohmann::ordered_json forecasts_part(const analytics::Figures& figures, const FactsFor& reader, Ledger& ledger,
                                      DirectiveData& shown);

/// [] {said, table}
nlohmann::ordered_json mix_part(const analytics::Figures& figures, const FactsFor& reader, DirectiveData& shown);

/// {said[], notes[], tables[]} or null where the log holds no history of the incidents.
nlohmann::ordered_json process_part(review::Store& store, const review::IncidentColumns& incidents,
                                    std::span<const std::uint32_t> rows, const analytics::Figures& figures,
                                    const analytics::ServiceTimes* service, Ledger& ledger, DirectiveData& shown);

/// The process over these rows, states told as the log allows.
analytics::ProcessView process_of(review::Store& store, const review::IncidentColumns& incidents,
                                  const analytics::ProcessRequest& request);

/// "Before the first touch", with what it means behind.
struct PartWords {
  std::string_view title, meaning;
};
PartWords said(analytics::Part part);

}  // namespace debrief::templates
