// One run of the program.

#include "app/session.h"

#include <cerrno>
#include <cstdio>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "app/terminal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Status;

Session::Session(Settings settings) : settings_(std::move(settings)) {}
Session::~Session() = default;

std::string Session::account() const {
  const struct passwd* entry = ::getpwuid(::geteuid());
  return entry && entry->pw_name && *entry->pw_name ? std::string(entry->pw_name)
                                                    : fmt::format("account {}", ::geteuid());
}

bool Session::has_workspace() const {
  std::error_code ignored;
  return std::filesystem::exists(settings_.workspace, ignored);
}

review::Store& Session::reader() {
  if (writer_) return *writer_;
  if (!reader_) {
    if (!has_workspace()) {
      throw Error(Status::world, "no-workspace",
                  fmt::format("there is no workspace {} yet", base::quoted(settings_.workspace.string(), 200)),
                  "debrief import FILE makes one from an export of your incident log; --workspace FILE names another "
                  "place");
    }
    reader_.emplace(review::Store::open(settings_.workspace, review::Store::Mode::read, clock(), account()));
  }
  return *reader_;
}

review::Store& Session::writer() {
  if (!writer_) {
    writer_.emplace(review::Store::open(settings_.workspace, review::Store::Mode::write, clock(), account()));
  }
  return *writer_;
}

review::Store& Session::existing_writer() {
  if (!has_workspace()) reader();
  return writer();
}

void Session::out(std::string_view text) {
  buffer_.append(text);
  if (buffer_.size() >= (1U << 16U)) flush();
}

void Session::line(std::string_view text) {
  buffer_.append(text);
  out("\n");
}

void Session::table(const TextTable& table) {
  out(table.text(is_terminal(STDOUT_FILENO) ? terminal_width(0) : 0, settings_.colour));
}

void Session::answer(const nlohmann::ordered_json& document) {
  line(base::dumped(document, is_terminal(STDOUT_FILENO) ? 2 : -1));
}

void Session::json_line(const nlohmann::ordered_json& value) { line(base::dumped(value)); }

void Session::note(std::string_view text) {
  if (!settings_.quiet) fmt::print(stderr, "{}\n", text);
}

std::string Session::strong(std::string_view text) const { return painted(text, Look::strong, settings_.colour); }

bool Session::wants_progress() const { return !settings_.quiet && is_terminal(STDERR_FILENO); }

void Session::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int error = errno;
      buffer_.clear();
      if (error == EPIPE) throw OutputClosed{};
      throw base::file_error(error, "standard output", "write to");
    }
    left.remove_prefix(static_cast<std::size_t>(n));
  }
  buffer_.clear();
}

}  // namespace debrief::app
