// What stops a command: the world failing, wrong usage, refused input, or a mistake of ours.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace debrief::base {

/// Exit statuses, as the command line promises them.
enum class Status {
  done = 0,
  findings = 1,        // done, with findings: rows set aside, or a check found something
  usage = 2,           // wrong usage or settings
  world = 3,           // disk full, no such thing, not allowed, cannot open
  mistake = 4,         // ours
  refused = 5,         // the input has faults, nothing was changed
  conflict = 6,        // someone else changed it, or the workspace is in use
  interrupted = 130,   // Ctrl-C
};

/// Thrown where a command cannot go on, and caught once, at the door.
///
/// code     fixed, lower case with hyphens, has a page in `help errors`
/// message  what happened and where; starts low, no full stop
/// hint     what to do now; "" when the message says it all
class Error : public std::runtime_error {
 public:
  Error(Status status, std::string code, std::string message, std::string hint = {});

  Status status() const { return status_; }
  const std::string& code() const { return code_; }
  const std::string& hint() const { return hint_; }

 private:
  Status status_;
  std::string code_;
  std::string hint_;
};

[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);

}  // namespace debrief::base

/// Stops with status 4 when one of our own assumptions does not hold; `why` says why it must.
#define DEBRIEF_CHECK(condition, why) \
  ((condition) ? static_cast<void>(0) : ::debrief::base::check_failed(#condition, why, __FILE__, __LINE__))
