// Row heights of a finished workbook.
#pragma once

#include <string>

namespace debrief::reports {

/// A workbook whose rows have the heights they were given, and may still grow with what is written into them: the
/// library that writes the workbook fixes every height it is given (jmcnamara/libxlsxwriter, worksheet_set_row), and a
/// row without one is a line high to LibreOffice. Other parts of the file stay byte for byte as they were.
std::string with_free_rows(const std::string& xlsx);

}  // namespace debrief::reports
