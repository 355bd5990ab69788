// A page that links to documents.

#include "app/index_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/engine.h"

namespace debrief::app {

namespace {

std::string html(std::string_view text) { return templates::escaped(text, templates::Escape::html); }

}  // namespace

std::string index_page(std::string_view title, const std::vector<IndexSection>& sections) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>\n"
      "body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}\n"
      "li {{ margin: .25rem 0; }}\n</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n",
      html(title));
  for (const IndexSection& section : sections) {
    out += fmt::format("<h2>{}</h2>\n<ul>\n", html(section.title));
    for (const IndexLink& link : section.links) {
      out += fmt::format("<li><a href=\"{}\">{}</a> ({} kB)</li>\n", html(link.path), html(link.path),
                         base::grouped(static_cast<long long>((link.bytes + 999) / 1000)));
    }
    out += "</ul>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace debrief::app
