// Zip packages in memory.

#include "reports/package.h"

#include <algorithm>

#include <zip.h>

#include "base/error.h"

namespace debrief::reports {

namespace {

constexpr zip_uint32_t deflate_level = 6;

[[noreturn]] void failed(std::string code, const char* what, zip_error_t* error) {
  throw base::Error(base::Status::world, std::move(code), std::string(what) + ": " + zip_error_strerror(error));
}

/// 1980-01-01 00:00:00, the first moment a zip knows, whatever the zone of this machine.
void set_time(zip_t* archive, zip_uint64_t at) { zip_file_set_dostime(archive, at, 0, (1U << 5U) | 1U, 0); }

/// `bytes` must live until the archive is closed.
void add(zip_t* archive, const std::string& name, const std::string& bytes) {
  zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  const zip_int64_t index =
      source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
  if (index < 0) failed("cannot-pack", "cannot add a part to a package", zip_get_error(archive));
  const auto at = static_cast<zip_uint64_t>(index);
  set_time(archive, at);
  // Pictures are packed already.
  const bool packed_already = name.ends_with(".png") || name.ends_with(".jpeg");
  zip_set_file_compression(archive, at, packed_already ? ZIP_CM_STORE : ZIP_CM_DEFLATE, deflate_level);
}

/// An empty archive in memory; `sink` is what it writes to.
zip_t* new_archive(zip_source_t*& sink) {
  zip_error_t error;
  zip_error_init(&error);
  sink = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (sink == nullptr) failed("cannot-pack", "cannot make a package", &error);
  zip_source_keep(sink);
  zip_t* archive = zip_open_from_source(sink, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) failed("cannot-pack", "cannot make a package", &error);
  return archive;
}

/// The bytes of a finished archive.
std::string closed(zip_t* archive, zip_source_t* sink) {
  if (zip_close(archive) != 0) failed("cannot-pack", "cannot finish a package", zip_get_error(archive));
  zip_stat_t stat;
  if (zip_source_open(sink) != 0 || zip_source_stat(sink, &stat) != 0)
    failed("cannot-pack", "cannot read a package back", zip_source_error(sink));
  std::string out(stat.size, '\0');
  zip_source_read(sink, out.data(), out.size());
  zip_source_close(sink);
  zip_source_free(sink);
  return out;
}

zip_t* opened(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    throw base::Error(base::Status::refused, "not-a-package",
                      std::string("not an Office file: ") + zip_error_strerror(&error));
  }
  return archive;
}

}  // namespace

std::string packed(const std::vector<Part>& parts) {
  zip_source_t* sink = nullptr;
  zip_t* archive = new_archive(sink);
  for (const auto& [name, bytes] : parts) add(archive, name, bytes);
  return closed(archive, sink);
}

std::string repacked(std::string_view package, const std::vector<Part>& before, const std::vector<Part>& after) {
  std::map<std::string_view, const std::string*> was, now;
  for (const auto& [name, bytes] : before) was[name] = &bytes;
  for (const auto& [name, bytes] : after) now[name] = &bytes;
  zip_t* from = opened(package);
  zip_source_t* sink = nullptr;
  zip_t* archive = new_archive(sink);
  const zip_int64_t n = zip_get_num_entries(from, 0);
  for (zip_int64_t i = 0; i < n; ++i) {
    const auto at = static_cast<zip_uint64_t>(i);
    const char* name = zip_get_name(from, at, 0);
    if (name == nullptr) continue;
    const auto fresh = now.find(name);
    const auto old = was.find(name);
    if (fresh != now.end() && (old == was.end() || *old->second != *fresh->second)) {
      add(archive, name, *fresh->second);
    } else {
      zip_source_t* same = zip_source_zip(archive, from, at, ZIP_FL_COMPRESSED, 0, -1);
      const zip_int64_t index =
          same == nullptr ? -1 : zip_file_add(archive, name, same, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
      if (index < 0) failed("cannot-pack", "cannot copy a part of a package", zip_get_error(archive));
      set_time(archive, static_cast<zip_uint64_t>(index));
    }
    now.erase(name);
  }
  for (const auto& [name, bytes] : after) {
    if (now.contains(name)) add(archive, name, bytes);
  }
  std::string out = closed(archive, sink);
  zip_discard(from);
  return out;
}

std::vector<Part> unpacked(std::string_view bytes, std::uint64_t limit, const WantedPart& wanted,
                           std::vector<std::string>* unread) {
  zip_t* archive = opened(bytes);
  std::vector<Part> out;
  std::uint64_t total = 0;
  const zip_int64_t n = zip_get_num_entries(archive, 0);
  bool too_large = n > 4000;
  std::string fault;
  for (zip_int64_t i = 0; i < n && !too_large && fault.empty(); ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
    if (name != nullptr && wanted && !wanted(name)) {
      if (unread != nullptr) unread->emplace_back(name);
      continue;
    }
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    if (name == nullptr || file == nullptr) {
      fault = zip_strerror(archive);
      break;
    }
    std::string content;
    zip_stat_t about;
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &about) == 0 && (about.valid & ZIP_STAT_SIZE) != 0) {
      // One that says itself that it is too large need not be unpacked first.
      if (about.size > limit) {
        too_large = true;
        zip_fclose(file);
        break;
      }
      content.reserve(std::min<zip_uint64_t>(about.size, 4U << 20U));
    }
    char buffer[16384];
    zip_int64_t got = 0;
    // What a part says of its size is not believed: bytes are counted as they come.
    while ((got = zip_fread(file, buffer, sizeof buffer)) > 0) {
      total += static_cast<std::uint64_t>(got);
      too_large = total > limit;
      if (too_large) break;
      content.append(buffer, static_cast<std::size_t>(got));
    }
    if (got < 0) fault = zip_file_strerror(file);
    zip_fclose(file);
    out.emplace_back(name, std::move(content));
  }
  zip_discard(archive);
  if (too_large)
    throw base::Error(base::Status::refused, "package-too-large", "the Office file is too large when unpacked");
  if (!fault.empty()) throw base::Error(base::Status::refused, "not-a-package", "the Office file is damaged: " + fault);
  return out;
}

}  // namespace debrief::reports
