// Reading options.

#include "app/reading_options.h"

namespace debrief::app {

import::Options reading_options(const Arguments& a){import::Options o;
o.sheet = a.value("sheet");
o.format = a.value("format");
o.encoding = a.value("encoding");
o.delimiter = a.value("delimiter");
o.quote = a.has("quote") && a.value("quote").empty() ? "none" : a.value("quote");
o.escape = a.value("escape");
o.skip = static_cast<int>(a.integer("skip", 0, 1'000'000).value_or(-1));
o.no_header = a.has("no-header");
return o;
}  // namespace debrief::app

}  // namespace debrief::app
