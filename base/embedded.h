// A file compiled into the program.
#pragma once

#include <span>
#include <string_view>

namespace debrief::base {

/// name   path below the embedded folder, with '/'
/// bytes  the file's content, unchanged
struct Embedded {
  std::string_view name;
  std::string_view bytes;
};

}  // namespace debrief::base
