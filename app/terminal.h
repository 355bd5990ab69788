// The terminal: what it can show, colours, and a progress bar.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace debrief::app {

/// True when file descriptor 1 or 2 is a terminal.
bool is_terminal(int descriptor);

/// Columns of the terminal on standard output; `otherwise` where there is none.
std::size_t terminal_width(std::size_t otherwise);

/// True when standard output may carry colours: a terminal, NO_COLOR empty or unset, TERM not "dumb".
bool may_colour();

enum class Look { plain, strong, faint, alarm };

/// `text` with that look where `colour` allows it, else unchanged.
std::string painted(std::string_view text, Look look, bool colour);

/// A line on standard error that says how far a job is. Shown only on a terminal, and only once the job has taken half
/// a second; it goes when the bar goes.
class ProgressBar {
 public:
  /// what  names the job: "Reading incident.csv"
  ProgressBar(std::string what, bool wanted);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// done, total  in `unit`; total 0: unknown. unit "B" is shown as MB. Redraws at most ten times a second.
  void show(std::uint64_t done, std::uint64_t total, std::string_view unit);
  /// Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool wanted_ = false;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

/// The text of the bar's line: "Reading incident.csv  41 %  12.0 MB/s  3 s left".
std::string progress_text(std::string_view what, std::uint64_t done, std::uint64_t total, std::string_view unit,
                          double seconds);

}  // namespace debrief::app
