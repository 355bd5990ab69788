// Zip parts through libzip.

#include "import/workbook/package.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <zip.h>

#include "base/error.h"

namespace debrief::import {

namespace {

constexpr std::uint64_t largest_part = 512ULL << 20U;
constexpr std::uint64_t ratio_from = 10'000'000;
constexpr std::uint64_t largest_ratio = 200;
constexpr zip_int64_t most_parts = 2000;

base::Error damaged(const std::string& file, const std::string& what) {
  return {base::Status::refused, "zip-damaged", fmt::format("{}: the workbook is damaged: {}", file, what),
          "fetch or export it again; a spreadsheet program may be able to repair it"};
}

/// Some writers on Windows put backslashes into part names.
zip_int64_t locate(zip_t* zip, const std::string& part) {
  const zip_int64_t index = zip_name_locate(zip, part.c_str(), ZIP_FL_NOCASE);
  if (index >= 0) return index;
  std::string other = part;
  std::replace(other.begin(), other.end(), '/', '\\');
  return zip_name_locate(zip, other.c_str(), ZIP_FL_NOCASE);
}

}  // namespace

struct Package::State {
  zip_t* zip = nullptr;
  std::string file;
  ~State() {
    if (zip != nullptr) zip_discard(zip);
  }
};

Package::Package(const Source& source) : state_(std::make_unique<State>()) {
  state_->file = source.name();
  int fault = 0;
  state_->zip = zip_open(source.path().c_str(), ZIP_RDONLY, &fault);
  if (state_->zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, fault);
    const std::string what = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw damaged(state_->file, what);
  }
  if (zip_get_num_entries(state_->zip, 0) > most_parts) {
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      fmt::format("{}: the file has more than {} parts", state_->file, most_parts),
                      "a workbook has a few dozen; look at what it is");
  }
}

Package::~Package() = default;

bool Package::has(const std::string& part) const { return locate(state_->zip, part) >= 0; }

struct Package::Part::State {
  zip_file_t* file = nullptr;
  std::string of;
  std::string name;
  std::uint64_t packed = 0;
  std::uint64_t stated = 0;
  std::uint64_t read = 0;
  std::array<char, 64 * 1024> buffer{};
  ~State() {
    if (file != nullptr) zip_fclose(file);
  }
  void check(std::uint64_t size) const {
    if (size <= largest_part && (size <= ratio_from || size <= largest_ratio * std::max<std::uint64_t>(packed, 1)))
      return;
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      fmt::format("{}: its part {} unpacks to {} bytes or more from {}; no real workbook does", of,
                                  name, size, packed),
                      "do not trust this file; ask where it came from");
  }
};

Package::Part::Part(std::unique_ptr<State> state) : state_(std::move(state)) {}
Package::Part::~Part() = default;
Package::Part::Part(Part&&) noexcept = default;

Package::Part Package::open(const std::string& part) const {
  auto state = std::make_unique<Part::State>();
  state->of = state_->file;
  state->name = part;
  const zip_int64_t index = locate(state_->zip, part);
  if (index < 0) throw damaged(state_->file, fmt::format("its part {} is missing", part));
  zip_stat_t info;
  if (zip_stat_index(state_->zip, static_cast<zip_uint64_t>(index), 0, &info) == 0) {
    if ((info.valid & ZIP_STAT_COMP_SIZE) != 0) state->packed = info.comp_size;
    if ((info.valid & ZIP_STAT_SIZE) != 0) state->stated = info.size;
  }
  // An honest bomb is refused at once; one that lies about its size is caught by the bytes really inflated.
  state->check(state->stated);
  state->file = zip_fopen_index(state_->zip, static_cast<zip_uint64_t>(index), 0);
  if (state->file == nullptr)
    throw damaged(state_->file, fmt::format("its part {} cannot be unpacked: {}", part, zip_strerror(state_->zip)));
  return Part(std::move(state));
}

std::string_view Package::Part::read() {
  State& s = *state_;
  const zip_int64_t n = zip_fread(s.file, s.buffer.data(), s.buffer.size());
  if (n < 0) throw damaged(s.of, fmt::format("its part {} cannot be unpacked", s.name));
  s.read += static_cast<std::uint64_t>(n);
  s.check(s.read);
  return {s.buffer.data(), static_cast<std::size_t>(n)};
}

std::uint64_t Package::Part::bytes_in() const {
  return state_->stated == 0
             ? 0
             : static_cast<std::uint64_t>(static_cast<double>(state_->packed) * static_cast<double>(state_->read) /
                                          static_cast<double>(state_->stated));
}

XmlPart::XmlPart(const Package& package, const std::string& part, const std::string& file, XmlListener listener)
    : part_(package.open(part)),
      sax_(
          fmt::format("{}: its part {}", file, part), XmlSax::Bytes::as_declared, [this] { return part_.read(); },
          std::move(listener)) {}

}  // namespace debrief::import
