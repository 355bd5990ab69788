// SHA-256, random bytes and salted commitments (OpenSSL, libsodium).
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace debrief::base {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  /// Lower-case hex; may be called once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `n` bytes from the system's generator, as 2n hex digits.
std::string random_hex(std::size_t n);

/// SHA-256 over salt, a zero byte, and value: says nothing about the value without the salt.
std::string commitment(std::string_view salt, std::string_view value);

}  // namespace debrief::base
