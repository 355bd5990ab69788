// SHA-256 and random bytes.

#include "base/hash.h"

#include <sodium.h>

#include <vector>

#include "base/error.h"

namespace debrief::base {

namespace {

void ready() {
  static const bool ok = sodium_init() >= 0;
  DEBRIEF_CHECK(ok, "libsodium must start");
}

std::string hex_of(const unsigned char* bytes, std::size_t n) {
  std::string out(n * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, n);
  out.resize(n * 2);
  return out;
}

}  // namespace

struct Sha256::State {
  crypto_hash_sha256_state sodium;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  ready();
  crypto_hash_sha256_init(&state_->sodium);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->sodium, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> out{};
  crypto_hash_sha256_final(&state_->sodium, out.data());
  return hex_of(out.data(), out.size());
}

std::string sha256(std::string_view bytes) {
  Sha256 h;
  h.add(bytes);
  return h.hex();
}

std::string random_hex(std::size_t n) {
  ready();
  std::vector<unsigned char> bytes(n);
  randombytes_buf(bytes.data(), n);
  return hex_of(bytes.data(), n);
}

std::string commitment(std::string_view salt, std::string_view value) {
  Sha256 h;
  h.add(salt);
  h.add(std::string_view("\0", 1));
  h.add(value);
  return h.hex();
}

}  // namespace debrief::base
