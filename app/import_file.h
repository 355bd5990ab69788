// One export file into the workspace: readers on one side, the workspace's intake on the other.
#pragma once

#include <string>

#include "app/session.h"
#include "import/importer.h"
#include "review/intake.h"

namespace debrief::app {

enum class Faults { set_aside, refuse };

/// refused  with Faults::refuse: something in the file was at fault, and nothing was changed
struct ImportOutcome {
  review::Receipt receipt;
  bool refused = false;
};

/// Imports `file` ("-" standard input). The workspace is made only once the file is known to be readable; a dry run
/// without a workspace works in a temporary one, which goes away.
///
/// Throws what import::Source::open, import::read_into and review::Store::open throw, and "interrupted".
ImportOutcome import_file(Session& session, const std::string& file, const import::Options& options,
                          review::Intake::Mode mode, Faults faults);

/// True for what --strict refuses: a row set aside, or any problem that stands in a row.
bool has_faults(const review::Receipt& receipt);

}  // namespace debrief::app
