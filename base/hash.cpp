// SHA-256 (by OpenSSL, which uses the instructions processors have for it) and random bytes.

#include "base/hash.h"

#include <vector>

#include <openssl/evp.h>
#include <sodium.h>

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
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() {
    DEBRIEF_CHECK(context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1, "OpenSSL has SHA-256");
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  DEBRIEF_CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1, "a digest takes any bytes");
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> out{};
  unsigned size = 0;
  DEBRIEF_CHECK(EVP_DigestFinal_ex(state_->context, out.data(), &size) == 1 && size == out.size(),
                "SHA-256 has 32 bytes");
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
