// How long a Word document takes: our own writer, and a person's template filled, each some times in one process.
//
//   word_fill TEMPLATE.docx DATA.json REVIEW.md TIMES
//
// Prints "own SECONDS template SECONDS": CPU time for all of them, files kept in memory. Used by word.py.

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "app/word_template.h"
#include "base/file.h"
#include "base/json.h"
#include "reports/writer.h"
#include "templates/markdown.h"

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string docx = debrief::base::read_file(argv[1]);
  const auto data = debrief::base::parse_json(debrief::base::read_file(argv[2]));
  const std::string markdown = debrief::base::read_file(argv[3]);
  const int times = std::atoi(argv[4]);
  if (!data || times < 1) return 2;
  const auto seconds = [&](const auto& f) {
    const std::clock_t begin = std::clock();
    std::size_t bytes = 0;
    for (int i = 0; i < times; ++i) bytes += f().size();
    if (bytes == 0) std::exit(1);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  debrief::templates::Meta meta;
  meta.title = "Review";
  const auto* writer = debrief::reports::writer_named("docx");
  const double own = seconds([&] {
    return writer->document(debrief::templates::parse_document(markdown, meta, {}), {});
  });
  const double filled = seconds([&] { return debrief::app::word_filled(docx, *data, {}); });
  std::printf("own %.6f template %.6f\n", own, filled);
  return 0;
}
