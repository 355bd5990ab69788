// Columns that a source keeps in lists inside its records: metrics of a conversation, first acknowledgements, …
#pragma once

#include <memory>

#include "import/importer.h"
#include "import/readers/reader.h"

namespace debrief::import {

/// The reader itself; or, where its source's mapping gathers values out of lists ("gather"), one that shows these as
/// further columns.
std::unique_ptr<Reader> with_gathered(std::unique_ptr<Reader> reader, const Options& options);

}  // namespace debrief::import
