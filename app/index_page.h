// A page that links to documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::app {

struct IndexLink {
  std::string path;  // relative, with '/'
  std::string format;
  std::uint64_t bytes = 0;
};
struct IndexSection {
  std::string title;
  std::vector<IndexLink> links;
};

/// A page in HTML that needs no network and no script.
std::string index_page(std::string_view title, const std::vector<IndexSection>& sections);

}  // namespace debrief::app
