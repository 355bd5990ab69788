// Errors that end a command.

#include "base/error.h"

#include <fmt/format.h>

namespace debrief::base {

Error::Error(Status status, std::string code, std::string message, std::string hint)
    : std::runtime_error(std::move(message)), status_(status), code_(std::move(code)), hint_(std::move(hint)) {}

void check_failed(const char* condition, const char* why, const char* file, int line) {
  std::string_view name(file);
  if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  throw Error(Status::mistake, "internal", fmt::format("{} (must hold: {}; {}:{})", why, condition, name, line),
              "nothing was saved by this command; report it with the line above");
}

}  // namespace debrief::base
