// The template language against Debian's Jinja2, on random templates.

#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "templates/engine/engine.h"

namespace debrief::templates {
namespace {

TEST(JinjaEqual, RandomTemplatesGiveTheSameBytesAsPythonsJinja2) {
  if (std::system("/usr/bin/python3 -c 'import jinja2' >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "python3-jinja2 is not installed; apt-get install python3-jinja2 to compare with it";
  }
  const char* count = std::getenv("DEBRIEF_JINJA_CASES");
  const char* seed = std::getenv("DEBRIEF_JINJA_SEED");
  const std::string command = fmt::format("/usr/bin/python3 '{}/tests/templates/jinja_cases.py' {} {}", DEBRIEF_TOP,
                                          count != nullptr ? count : "2700", seed != nullptr ? seed : "20260512");
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string all;
  char buffer[1 << 16];
  for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) all.append(buffer, n);
  ASSERT_EQ(pclose(pipe), 0);

  int same = 0;
  int both_refuse = 0;
  int differ = 0;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t end = all.find('\n', i);
    const base::Json c = base::Json::parse(all.substr(i, end - i));
    i = end + 1;
    Loader loader;
    for (const auto& [name, text] : c["templates"].items()) loader.add(name, text.get<std::string>());
    RenderOptions options;
    options.escape = c["escape"] == "html" ? Escape::html : Escape::none;
    std::string got;
    std::string error;
    try {
      got = render(loader, "main", c["data"], options);
    } catch (const base::Error& e) {
      error = e.what();
    }
    const bool they_refuse = c.contains("error");
    // Whole numbers have 64 bits here and no end there; to be refused is right, to be wrong is not.
    if (!error.empty() && error.find("too large for a whole number") != std::string::npos) continue;
    if (they_refuse && !error.empty()) {
      ++both_refuse;
    } else if (!they_refuse && error.empty() && got == c["text"].get<std::string>()) {
      ++same;
    } else if (++differ <= 12) {
      ADD_FAILURE() << "template: " << c["templates"].dump() << "\ndata: " << c["data"].dump()
                    << "\nescape: " << c["escape"]
                    << "\nJinja2: " << (they_refuse ? c["error"].get<std::string>() : c["text"].dump())
                    << "\nours:   " << (error.empty() ? base::Json(got).dump() : error);
    }
  }
  EXPECT_EQ(differ, 0) << same << " the same, " << both_refuse << " refused by both";
  EXPECT_GE(same, 1000);
  RecordProperty("same", same);
  RecordProperty("refused_by_both", both_refuse);
}

}  // namespace
}  // namespace debrief::templates
