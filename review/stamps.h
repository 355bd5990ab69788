// Stamps in the words of their source.
#pragma once

#include <string>

#include "base/time.h"

namespace debrief::review {

/// The source's own words of a stamp. Its text is left empty where they are what base::iso_local writes in the stamp's
/// zone and precision, as most logs do; then they are made again.
std::string words(const base::Stamp& stamp);

}  // namespace debrief::review
