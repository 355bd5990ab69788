// What each phase of looking at a file concluded, for the receipt.
#pragma once

#include <string>
#include <vector>

#include "import/mapping.h"
#include "import/readers/reader.h"
#include "import/sniff/dialect.h"
#include "import/sniff/encoding.h"
#include "import/sniff/header.h"
#include "review/intake.h"

namespace debrief::import {

/// What the bytes are: plain text, packed text, a workbook.
review::PhaseVerdict container_verdict(const Source& source);
review::PhaseVerdict encoding_verdict(const Encoding& encoding, const Census& census, bool asked);
review::PhaseVerdict dialect_verdict(const DialectFound& found, bool asked);
/// header_row  as the file shows it, 0 none
review::PhaseVerdict header_verdict(const Heading& heading, std::int64_t header_row, bool asked);

/// Types, dates, zone, row and roles, once the mapping is settled.
std::vector<review::PhaseVerdict> mapping_verdicts(const Mapping& mapping, const std::vector<Survey>& surveys,
                                                   const Options& options);

}  // namespace debrief::import
