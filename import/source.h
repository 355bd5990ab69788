// A file to be imported: opened, hashed, and known by its first bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"

namespace debrief::import {

/// What the bytes are, whatever the name says. `gzip` holds a plain file.
enum class Container : std::uint8_t { plain, gzip, workbook };

/// What one look at every byte told about the text; stays 0 for workbooks.
///
/// well_formed  UTF-8 sequences of two bytes and more
/// ill_formed   bytes that are no part of well-formed UTF-8
struct Census {
  std::uint64_t bytes = 0;
  std::uint64_t well_formed = 0;
  std::uint64_t ill_formed = 0;
  std::uint64_t nul_even = 0;
  std::uint64_t nul_odd = 0;
};

/// An opened file. Standard input is kept in a temporary file that goes when the Source goes.
class Source {
 public:
  /// path  a file, or "-" for standard input
  /// Reads every byte once for hash and census. Throws base::Error: the codes of base::file_error (status 3), and with
  /// status 5 empty-file, old-excel, encrypted-workbook, pdf-file, html-file, git-lfs-pointer, zip-damaged,
  /// not-a-table.
  static Source open(const std::string& path);
  ~Source();
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;

  /// Where the bytes are; a temporary file for standard input and for unpacked gzip.
  const base::Path& path() const;
  /// The file as given, for keeping; the same as path() unless it was gzip.
  const base::Path& original() const;
  /// File name without folder; "standard input".
  const std::string& name() const;
  /// Of the file as given, before unpacking.
  const std::string& sha256() const;
  std::uint64_t bytes() const;
  Container container() const;
  const Census& census() const;
  /// The first bytes, at most 64 KiB.
  std::string_view head() const;

 private:
  struct State;
  explicit Source(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace debrief::import
