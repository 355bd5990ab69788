// Which version this is.
#pragma once

#include <string_view>

namespace debrief::app {

/// "0.1.0", as in CMakeLists.txt.
std::string_view version();

}  // namespace debrief::app
