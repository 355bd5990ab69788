// One document written again and again: the program's part of documents.py.
//
// usage: documents_bench FORMAT FILE.md COPIES OUT   writes OUT.FORMAT; prints nothing

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "base/error.h"
#include "reports/writer.h"
#include "templates/markdown.h"

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: documents_bench FORMAT FILE.md COPIES OUT\n";
    return 2;
  }
  const debrief::reports::Writer* writer = debrief::reports::writer_named(arguments[1]);
  if (writer == nullptr || writer->document == nullptr) {
    std::cerr << "no document is written as " << arguments[1] << '\n';
    return 2;
  }
  std::ifstream in(arguments[2], std::ios::binary);
  const std::string markdown{std::istreambuf_iterator<char>(in), {}};
  try {
    for (int i = 0; i < std::atoi(arguments[3]); ++i) {
      debrief::templates::Meta meta;
      meta.title = "Review";
      const std::string bytes = writer->document(debrief::templates::parse_document(markdown, meta, {}), {});
      std::ofstream(std::string(arguments[4]) + "." + std::string(writer->extension), std::ios::binary) << bytes;
    }
  } catch (const debrief::base::Error& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
