// Files.

#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace debrief::base {

namespace {

/// Closes a file descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::string free_space(const Path& path) {
  struct statvfs info {};
  struct stat kind {};
  // The free space of this folder says nothing about a device such as /dev/full, nor about standard output.
  if (::stat(path.c_str(), &kind) == 0 ? !S_ISREG(kind.st_mode) : !path.has_parent_path()) return {};
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  if (::statvfs(folder.c_str(), &info) != 0) return {};
  const auto mb = static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize) / 1e6;
  return fmt::format("{:.1f} MB are free; ", mb);
}

}  // namespace

Error file_error(int errno_value, const Path& path, std::string_view doing) {
  const std::string what = fmt::format("cannot {} {}", doing, quoted(path.string(), 200));
  switch (errno_value) {
    case EEXIST:
    case ENOTDIR:
      {
        std::filesystem::path place = path;
        std::error_code ignored;
        while (!place.empty() && !std::filesystem::exists(place, ignored) && place != place.parent_path())
          place = place.parent_path();
        if (std::filesystem::exists(place, ignored) && !std::filesystem::is_directory(place, ignored)) {
          return {Status::world, "not-a-folder",
                  fmt::format("{}: {} is a file, not a folder", what, quoted(place.string(), 200)), "name another folder"};
        }
      }
      [[fallthrough]];
    case ENOENT:
      return {Status::world, "no-such-file", what + ": there is no such file or folder",
              "check the spelling and the folder you are in"};
    case EISDIR:
      return {Status::world, "is-a-directory", what + ": it is a folder", "name the file inside it"};
    case EACCES:
    case EPERM:
      return {Status::world, "not-allowed", what + ": this account is not allowed to",
              "ask its owner for access, or choose another place"};
    case ENOSPC:
    case EDQUOT:
      return {Status::world, "disk-full", what + ": the disk is full",
              free_space(path) + "free some space and run the command again; nothing was changed"};
    case EROFS:
      return {Status::world, "read-only", what + ": it is on a read-only disk",
              "choose a place that can be written to, or mount the disk for writing"};
    case ENAMETOOLONG:
      return {Status::world, "name-too-long", what + ": the name is too long", "choose a shorter name"};
    default:
      return {Status::world, "cannot-open", fmt::format("{}: {}", what, std::strerror(errno_value)),
              "check the disk and the rights, then run the command again"};
  }
}

void must_be_readable_file(const Path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) throw file_error(errno, path, "open");
  if (S_ISDIR(info.st_mode)) throw file_error(EISDIR, path, "open");
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) throw file_error(errno, path, "open");
}

std::string read_file(const Path& path, std::uint64_t limit) {
  must_be_readable_file(path);
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) throw file_error(errno, path, "open");
  std::string out;
  std::string piece(1 << 16, '\0');
  while (true) {
    const ssize_t n = ::read(fd.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw file_error(errno, path, "read");
    if (n == 0) return out;
    out.append(piece.data(), static_cast<std::size_t>(n));
    if (out.size() > limit) {
      throw Error(Status::refused, "file-too-large",
                  fmt::format("{} is larger than {} bytes", quoted(path.string(), 200), limit),
                  "give a smaller file");
    }
  }
}

void write_file(const Path& path, std::string_view bytes) {
  if (path.has_parent_path()) {
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) throw file_error(failed.value(), path.parent_path(), "create the folder");
  }
  const std::string beside = path.string() + fmt::format(".{}.part", ::getpid());
  const auto refuse = [&](int error) -> Error {
    ::unlink(beside.c_str());
    return file_error(error, path, "write");
  };
  {
    const Descriptor fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (fd.get() < 0) throw refuse(errno);
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd.get(), bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw refuse(errno);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(fd.get()) != 0) throw refuse(errno);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) throw refuse(errno);
  const Path folder = path.has_parent_path() ? path.parent_path() : Path(".");
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
}

}  // namespace debrief::base
