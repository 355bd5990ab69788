// Firms a text names in full.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

/// "Northline Telecom" in a text. A Redactor that keeps these leaves "told Northline" alone as well.
std::vector<std::string> firms_in(std::string_view text);

}  // namespace debrief::review
