// Which version this is.

#include "app/version.h"

namespace debrief::app {

std::string_view version() { return DEBRIEF_VERSION; }

}  // namespace debrief::app
