// A unit's criteria as a framework that portfolio systems read.
#pragma once

#include <string>

#include "review/coverage.h"

namespace debrief::app {

/// The unit as Mahara's SmartEvidence framework (.matrix, JSON): outcomes as standards, criteria as their elements, flat,
/// each id a number of one type, because elements are joined by type and value alike. Short names have at most 100
/// letters, names 255: longer ones are what its importer rejects.
/// Source: the importer of MaharaProject/mahara, module/framework.
std::string mahara_matrix(const review::Unit& unit);

/// The unit as a competency framework for Moodle (CSV of 14 columns by position): one row for the framework, one for each
/// outcome, one for each criterion below its outcome. Ids have at most 100 letters, as parents are matched uncut.
/// Source: the importer of moodle/moodle, admin/tool/lpimportcsv.
std::string moodle_csv(const review::Unit& unit);

}  // namespace debrief::app
