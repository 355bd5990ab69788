// Zip packages in memory.

#include "reports/package.h"

#include <zip.h>

#include "base/error.h"

namespace debrief::reports {

namespace {

[[noreturn]] void failed(std::string code, const char* what, zip_error_t* error) {
  throw base::Error(base::Status::world, std::move(code), std::string(what) + ": " + zip_error_strerror(error));
}

}  // namespace

std::string packed(const std::vector<Part>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* sink = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (sink == nullptr) failed("cannot-pack", "cannot make a package", &error);
  zip_source_keep(sink);
  zip_t* archive = zip_open_from_source(sink, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) failed("cannot-pack", "cannot make a package", &error);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) failed("cannot-pack", "cannot add a part to a package", zip_get_error(archive));
    const auto at = static_cast<zip_uint64_t>(index);
    // 1980-01-01 00:00:00, the first moment a zip knows, whatever the zone of this machine.
    zip_file_set_dostime(archive, at, 0, (1U << 5U) | 1U, 0);
    // Pictures are packed already.
    zip_set_file_compression(archive, at, name.ends_with(".png") ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6);
  }
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

std::vector<Part> unpacked(std::string_view bytes, std::uint64_t limit) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    throw base::Error(base::Status::refused, "not-a-package",
                      std::string("not an Office file: ") + zip_error_strerror(&error));
  }
  std::vector<Part> out;
  std::uint64_t total = 0;
  const zip_int64_t n = zip_get_num_entries(archive, 0);
  bool too_large = n > 4000;
  std::string fault;
  for (zip_int64_t i = 0; i < n && !too_large && fault.empty(); ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    if (name == nullptr || file == nullptr) {
      fault = zip_strerror(archive);
      break;
    }
    std::string content;
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
