// JSON wrapped in script, as some pages deliver it: var data = {…};  or  callback([…]);
#pragma once

#include <cstddef>
#include <string_view>

namespace debrief::import {

/// How many bytes stand before the JSON; 0 when the text does not start as such a script.
std::size_t script_before_json(std::string_view head);

}  // namespace debrief::import
