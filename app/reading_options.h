// The options that say how a file is to be read, shared by the commands that read files.
#pragma once

#include "app/command.h"
#include "import/importer.h"

namespace debrief::app {

/// --sheet --format --encoding --delimiter --quote --escape --skip --no-header; `--quote ""` means that there is none.
import::Options reading_options(const Arguments& a);

}  // namespace debrief::app
