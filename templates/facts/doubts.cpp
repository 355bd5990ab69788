// Warnings of imports beside the figures.

#include "templates/facts/doubts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/contact_scores.h"
#include "review/imports.h"
#include "review/store.h"

namespace debrief::templates {

namespace {

using base::Json;

/// wrong  the dates are known to be wrong, not only taken on trust
struct Doubt {
  std::string_view code;
  std::string_view said;
  bool wrong;
};

constexpr std::array<Doubt, 4> doubts{
    {{"day-month-swap", "day and month were exchanged by the source in some dates", true},
     {"day-order-mixed", "one column writes its dates in two orders of day and month", true},
     {"day-order-clash", "the columns write their dates in different orders of day and month", false},
     {"day-order-assumed", "no date says whether the day or the month comes first; the usual order was taken", false}}};

}  // namespace

bool add_import_warnings(review::Store& store, analytics::Figures& figures) {
  std::vector<analytics::Warning> found;
  bool wrong = false;
  for (const auto& import : review::list_imports(store)) {
    if (import.undone_ms != 0) continue;
    const Json receipt = base::parse_json(import.receipt).maybe().value_or(Json::object());
    if (!receipt.is_object()) continue;
    const Json codes = receipt.value("issues_by_code", Json::object());
    for (const Doubt& doubt : doubts) {
      const auto count = codes.find(std::string(doubt.code));
      if (count == codes.end() || !count->is_number() || count->get<std::int64_t>() == 0) continue;
      wrong = wrong || doubt.wrong;
      found.push_back(
          {std::string(doubt.code),
           fmt::format("{}: {} ({}); {}", import.file, doubt.said, base::counted(count->get<std::int64_t>(), "remark"),
                       doubt.wrong ? "figures over time and durations from this file prove nothing about change"
                                   : "compare a date you know before relying on figures over time")});
    }
  }
  for (analytics::Figure& figure : figures.figures) {
    if (figure.kpi->id != "csat" || !figure.group_value.empty()) continue;
    if (const std::int64_t scores = review::count_contact_scores(store); scores > 0) {
      figure.sample.notes.push_back("scores of contacts are not counted: " + base::grouped(scores));
    }
  }
  figures.warnings.insert(figures.warnings.begin(), found.begin(), found.end());
  if (wrong) analytics::withhold_verdicts(figures);
  return wrong;
}

}  // namespace debrief::templates
