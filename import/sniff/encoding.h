// From bytes to UTF-8, once: which encoding a file is in, and a stream that decodes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "import/source.h"

namespace debrief::import {

/// label  lower case, as receipts show it: utf-8, utf-16le, windows-1252, shift_jis, …
/// mixed  UTF-8 with a few bytes that are not; those are read as Windows-1252
/// bom    bytes of the mark at the start, to be skipped
struct Encoding {
  std::string label = "utf-8";
  bool mixed = false;
  std::size_t bom = 0;
};

/// asked  what a person said, "" to find out. Throws base::Error unknown-encoding (status 2).
Encoding encoding_of(const Source& source, std::string_view asked);

/// What a person should hear of a file that is `mixed`.
base::Issue bad_encoding(const Source& source);

/// Decodes the whole of a short text; for looking at the start of a file.
std::string decoded(std::string_view bytes, const Encoding& encoding);

/// The text of a file, in pieces.
class TextStream {
 public:
  TextStream(const base::Path& path, const Encoding& encoding);
  ~TextStream();
  TextStream(TextStream&&) noexcept;
  TextStream& operator=(TextStream&&) noexcept;

  /// Appends about 256 KiB of well-formed UTF-8; false at the end, when nothing was appended.
  bool read(std::string& out);
  /// Bytes of the file read so far.
  std::uint64_t bytes_read() const;
  /// True when offsets in the decoded text are offsets in the file, once `bom` is added.
  bool keeps_offsets() const;
  /// Offsets, in the decoded text, of bytes that were no text in this encoding since the last call.
  std::vector<std::uint64_t> take_repairs();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// True when well-formed text looks as if it had been encoded twice ("CafÃ©").
bool looks_encoded_twice(std::string_view text);

}  // namespace debrief::import
