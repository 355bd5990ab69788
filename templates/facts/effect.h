// Plans and answers of effect in words, for documents and for the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "review/effects.h"

namespace debrief::templates {

/// "made it worse", "cannot tell yet".
std::string verdict_said(std::string_view verdict);

/// What was agreed, with the power in words; a sentence each.
std::vector<std::string> plan_said(const review::EffectPlan& plan, const base::Zone& zone);

/// What the data say, with interval, counts, exposure, cautions and the next look; a sentence each.
std::vector<std::string> answer_said(const review::EffectRecord& record, const base::Zone& zone);

/// For a cell: "worked: 0.31 (0.16 to 0.55)"; "cannot tell yet, next look 12 May 2026"; with what a person recorded
/// where that differs. shown: the verdict on the action, "" where none is recorded.
std::string verdict_cell(std::string_view shown, const review::EffectRecord* record, const base::Zone& zone);

/// "126 days", "not provable in 12 months"; told: the action's own window where there is no plan.
std::string window_cell(const std::optional<std::int64_t>& told, const std::vector<review::EffectPlan>& plans);

}  // namespace debrief::templates
