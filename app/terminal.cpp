// The terminal.

#include "app/terminal.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "base/time.h"

namespace debrief::app {

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::size_t terminal_width(std::size_t otherwise) {
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return otherwise;
}

bool may_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return is_terminal(STDOUT_FILENO) && !(no_color && *no_color) && !(term && std::string_view(term) == "dumb");
}

std::string painted(std::string_view text, Look look, bool colour) {
  if (!colour || look == Look::plain) return std::string(text);
  const char* code = look == Look::strong ? "1" : look == Look::faint ? "2" : "31";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view unit,
                          double seconds) {
  std::string out(what);
  const auto part = static_cast<double>(done);
  if (total > 0) {
    out += fmt::format("  {:.0f} %", std::floor(100.0 * std::min(1.0, part / static_cast<double>(total))));
  }
  if (seconds > 0 && done > 0) {
    const double rate = part / seconds;
    out += unit == "B" ? fmt::format("  {:.1f} MB/s", rate / 1e6)
                       : fmt::format("  {} {}/s", base::grouped(std::llround(rate)), unit);
    if (total > done) {
      const double left = static_cast<double>(total - done) / rate;
      out += fmt::format("  {} left", base::plain_duration(std::max(1.0, std::ceil(left))));
    }
  }
  return out;
}

ProgressBar::ProgressBar(std::string what, bool wanted) : what_(std::move(what)), wanted_(wanted) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::show(std::uint64_t done, std::uint64_t total, std::string_view unit) {
  using namespace std::chrono_literals;
  if (!wanted_) return;
  const auto now = Clock::now();
  if (now - start_ < 500ms || now - last_ < 100ms) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = base::cut(progress_text(what_, done, total, unit, seconds), terminal_width(80) - 1);
  fmt::print(stderr, "\r\x1b[2K{}", line);
  std::fflush(stderr);
}

void ProgressBar::clear() {
  if (!shown_) return;
  shown_ = false;
  std::fputs("\r\x1b[2K", stderr);
  std::fflush(stderr);
}

}  // namespace debrief::app
