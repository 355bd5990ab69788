// Paths as people write them on a command line and read them in a suggestion.
#pragma once

#include <string>
#include <string_view>

#include "base/file.h"

namespace debrief::app {

/// A word as a shell takes it: in single quotes where it holds a blank or another sign with a meaning there.
std::string shell_word(std::string_view word);

/// Throws no-such-file (3) unless the folder a named file would go to is there: a mistyped path must not make one.
void must_have_folder(const base::Path& file);

}  // namespace debrief::app
