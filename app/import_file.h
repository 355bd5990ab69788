// One export file into the workspace: readers on one side, the workspace's intake on the other.
#pragma once

#include <cstdint>
#include <string>

#include "app/session.h"
#include "import/importer.h"
#include "review/intake.h"

namespace debrief::app {

enum class Faults { set_aside, refuse };

/// refused  with Faults::refuse: something in the file was at fault, and nothing was changed
/// mends    the import whose corrected rows the file held, 0 for any other file
/// mended   how many of its rows came in without a fault
struct ImportOutcome {
  review::Receipt receipt;
  bool refused = false;
  std::int64_t mends = 0;
  std::int64_t mended = 0;
};

/// Imports `file` ("-" standard input). The workspace is made only once the file is known to be readable; a dry run
/// without a workspace works in a temporary one, which goes away. A fault workbook that `import rejects` wrote is known
/// by its hidden column: only its rows are taken, read as the first import was, and that import's receipt shows them
/// as mended.
///
/// Throws what import::Source::open, import::read_into and review::Store::open throw, and "interrupted".
ImportOutcome import_file(Session& session, const std::string& file, const import::Options& options,
                          review::Intake::Mode mode, Faults faults);

/// True for what --strict refuses: a row set aside, or any problem that stands in a row.
bool has_faults(const review::Receipt& receipt);

}  // namespace debrief::app
