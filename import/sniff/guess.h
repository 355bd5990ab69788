// Which of the encodings from before Unicode a file is in.
#pragma once

#include <string>

#include "import/source.h"

namespace debrief::import {

/// A label such as windows-1252, windows-1251, macintosh, shift_jis, gb18030. Always gives one.
std::string guessed_legacy_encoding(const Source& source);

}  // namespace debrief::import
