// The house rule: which room may include which.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

const std::map<std::string, std::set<std::string>> may_include{
    {"base", {"base"}},
    {"review", {"base", "review"}},
    {"import", {"base", "review", "import"}},
    {"analytics", {"base", "review", "analytics"}},
    {"templates", {"base", "review", "analytics", "templates"}},
    {"reports", {"base", "templates", "reports"}},
    {"app", {"base", "review", "import", "analytics", "templates", "reports", "app"}},
};

/// Headers of templates that describe documents; the only ones a writer may see.
const std::set<std::string> document_types{"templates/document.h", "templates/chart.h", "templates/workbook.h"};

template <typename Visit>
void each_include(const Visit& visit) {
  const std::filesystem::path top = DEBRIEF_TOP;
  const std::regex line_with_include("^\\s*#include \"(([a-z]+)/[^\"]+)\"");
  for (const auto& [room, allowed] : may_include) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / room)) {
      const auto extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".h") continue;
      std::ifstream in(entry.path());
      std::string line;
      std::smatch m;
      while (std::getline(in, line)) {
        if (std::regex_search(line, m, line_with_include)) {
          visit(room, std::filesystem::relative(entry.path(), top).string(), m[1].str(), m[2].str());
        }
      }
    }
  }
}

TEST(Rooms, IncludeOnlyWhatTheTableAllows) {
  int seen = 0;
  each_include([&](const std::string& room, const std::string& file, const std::string& header, const std::string& from) {
    ++seen;
    if (may_include.count(from) == 0) return;
    EXPECT_TRUE(may_include.at(room).count(from)) << file << " includes " << header;
    if (room == "reports" && from == "templates") {
      EXPECT_TRUE(document_types.count(header)) << file << " includes " << header;
    }
    if (room == "analytics") {
      EXPECT_NE(header, "review/store.h") << file;
    }
  });
  EXPECT_GT(seen, 100);
}

TEST(Rooms, SqlStaysInTheStore) {
  const std::filesystem::path top = DEBRIEF_TOP;
  const std::regex sql("\"\\s*(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM) ");
  for (const auto& [room, allowed] : may_include) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / room)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string file = std::filesystem::relative(entry.path(), top).string();
      if (file.starts_with("review/store/")) continue;
      std::ifstream in(entry.path());
      std::string line;
      while (std::getline(in, line)) EXPECT_FALSE(std::regex_search(line, sql)) << file << ": " << line;
    }
  }
}

}  // namespace
