// Words of stamps.

#include "review/stamps.h"

namespace debrief::review {

std::string words(const base::Stamp& stamp) {
  if (!stamp.text.empty()) return stamp.text;
  return base::iso_local(stamp.at, base::Zone::named(stamp.zone).value_or(base::Zone()), stamp.precision);
}

}  // namespace debrief::review
