// A second look at finished Office files: faults that readers forgive or repair in silence.
#pragma once

#include <string_view>
#include <vector>

#include "base/issue.h"
#include "reports/package.h"

namespace debrief::reports {

/// Faults of a .docx. Codes: part-malformed, part-missing, relation-dangling, cell-without-paragraph,
/// row-without-cells, grid-mismatch, style-unknown, numbering-unknown, blanks-unkept, id-twice, anchor-unknown,
/// picture-without-text. Each `value` names the part and what was found. Throws base::Error for what is no package.
std::vector<base::Issue> check_docx(std::string_view bytes);
/// The same of a package made from another, not packed yet: only parts that differ are looked into.
///
/// before  parts of the other package; `others` are names of parts that both have and nobody read
std::vector<base::Issue> check_docx(const std::vector<Part>& parts, const std::vector<Part>& before,
                                    const std::vector<std::string>& others);

/// Faults of an .xlsx. Codes: part-malformed, header-mismatch, table-range, table-name, list-too-long, string-unknown,
/// sheet-name.
std::vector<base::Issue> check_xlsx(std::string_view bytes);

}  // namespace debrief::reports
