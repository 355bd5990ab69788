// Roles that no heading bids for.
#pragma once

#include <vector>

#include "import/mapping.h"
#include "import/sniff/survey.h"

namespace debrief::import {

/// Gives the opening, the key and the title to columns by what their cells hold, where no heading named one.
void fall_back_on_cells(Mapping& m, const std::vector<Survey>& surveys);

}  // namespace debrief::import
