// How long PDFs take: a document of ten pages, and a table of some 250.
//
// usage: pdf_pages [FOLDER]   also writes them there

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <tuple>

#include <sys/resource.h>

#include "reports/writer.h"

namespace {

using namespace debrief::templates;

Inlines words(std::string s) { return {{Text{std::move(s), {}}}}; }

std::string sentences(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += "The duty manager was told at " + std::to_string(10 + i % 12) + ":05. ";
  return out;
}

Document document(int sections, int rows) {
  Document d;
  d.meta.title = "Pages";
  d.blocks.push_back({"contents", Contents{}});
  for (int i = 0; i < sections; ++i) {
    d.blocks.push_back({"h" + std::to_string(i), Heading{2, words("Part " + std::to_string(i + 1))}});
    for (int p = 0; p < 6; ++p) d.blocks.push_back({"", Paragraph{words(sentences(14))}});
  }
  Table t;
  t.caption = "Rows";
  Row head;
  for (const char* name : {"Key", "Time", "Who", "What was said", "State"})
    head.cells.push_back({words(name), false, 1});
  t.head = {head};
  for (int i = 0; i < rows; ++i) {
    t.body.push_back({{{words("INC-" + std::to_string(i)), true, 1},
                       {words("12 May 2026, 14:05"), false, 1},
                       {words("Senior agent"), false, 1},
                       {words(sentences(i % 3 + 1)), false, 1},
                       {words("open"), false, 1}},
                      ""});
  }
  d.blocks.push_back({"rows", t});
  return d;
}

}  // namespace

int main(int count, char** arguments) {
  const debrief::reports::Writer* writer = debrief::reports::writer_named("pdf");
  for (const auto& [name, sections, rows] : {std::tuple{"ten", 15, 28}, std::tuple{"many", 3, 5300}}) {
    const Document d = document(sections, rows);
    for (int round = 0; round < 2; ++round) {
      const auto from = std::chrono::steady_clock::now();
      const std::string bytes = writer->document(d, {});
      const auto until = std::chrono::steady_clock::now();
      rusage use{};
      ::getrusage(RUSAGE_SELF, &use);
      std::printf("%-5s %8zu bytes %6lld ms, %ld MB at most so far\n", name, bytes.size(),
                  static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(until - from).count()),
                  use.ru_maxrss / 1024);
      if (count > 1) std::ofstream(std::string(arguments[1]) + "/" + name + ".pdf", std::ios::binary) << bytes;
    }
  }
}
