// How much more than unpacking and parsing it costs to read a workbook.
//
//   xlsx_pass BOOK.xlsx [DEBRIEF]
//
// Prints processor seconds of a bare libzip and expat pass over every part of the workbook that `debrief table` needs,
// those of `debrief table BOOK.xlsx --json-lines`, and their ratio.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <expat.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

namespace {

double seconds(int who) {
  rusage used{};
  getrusage(who, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

struct Seen {
  unsigned long elements = 0;
  unsigned long text = 0;
};

bool pass(const char* path, Seen& seen) {
  int fault = 0;
  zip_t* zip = zip_open(path, ZIP_RDONLY, &fault);
  if (zip == nullptr) return false;
  bool fine = true;
  for (zip_int64_t k = 0; k < zip_get_num_entries(zip, 0); ++k) {
    const std::string_view name = zip_get_name(zip, static_cast<zip_uint64_t>(k), 0);
    if (!name.starts_with("xl/worksheets/sheet") && name != "xl/sharedStrings.xml") continue;
    zip_file_t* part = zip_fopen_index(zip, static_cast<zip_uint64_t>(k), 0);
    if (part == nullptr) return false;
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &seen);
    XML_SetElementHandler(
        parser, [](void* user, const char*, const char**) { ++static_cast<Seen*>(user)->elements; },
        [](void*, const char*) {});
    XML_SetCharacterDataHandler(parser, [](void* user, const char*, int n) {
      static_cast<Seen*>(user)->text += static_cast<unsigned long>(n);
    });
    static char buffer[64 * 1024];
    zip_int64_t n = 0;
    do {
      n = zip_fread(part, buffer, sizeof buffer);
      fine = fine && n >= 0 && XML_Parse(parser, buffer, static_cast<int>(n), n == 0 ? 1 : 0) == XML_STATUS_OK;
    } while (fine && n > 0);
    XML_ParserFree(parser);
    zip_fclose(part);
  }
  zip_discard(zip);
  return fine;
}

bool table(const char* program, const char* path) {
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execl(program, program, "table", path, "--json-lines", static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "xlsx_pass BOOK.xlsx [DEBRIEF]\n");
    return 2;
  }
  double bare = 1e9;
  double ours = 1e9;
  Seen seen;
  for (int round = 0; round < 3; ++round) {
    double before = seconds(RUSAGE_SELF);
    seen = {};
    if (!pass(argv[1], seen)) return 1;
    bare = std::min(bare, seconds(RUSAGE_SELF) - before);
    before = seconds(RUSAGE_CHILDREN);
    if (!table(argc > 2 ? argv[2] : DEBRIEF_PROGRAM, argv[1])) return 1;
    ours = std::min(ours, seconds(RUSAGE_CHILDREN) - before);
  }
  std::printf("%lu elements, %lu bytes of text; bare %.2f s, debrief table %.2f s, ratio %.2f\n", seen.elements,
              seen.text, bare, ours, ours / bare);
}
