// Small matters of setting text.
#pragma once

#include "templates/document.h"

namespace debrief::templates {

/// Ties a percent sign to its number with a no-break space (U+00A0), so that no line ends between them. Passages and
/// code are left as they were written.
void keep_units_together(Blocks& blocks);

}  // namespace debrief::templates
