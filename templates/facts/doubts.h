// What the imports already knew about the times that figures are made of.
#pragma once

#include "analytics/figures.h"

namespace debrief::review {
class Store;
}

namespace debrief::templates {

/// Puts a warning for every standing import in front of the others whose rows carry dates that cannot be trusted: day
/// and month exchanged, two orders of day and month in one column, an order taken on trust. The code is the import's
/// own.
///
/// Returns true if any date is known to be wrong, so that a change over time proves nothing: every verdict is taken
/// back.
bool add_import_warnings(review::Store& store, analytics::Figures& figures);

}  // namespace debrief::templates
