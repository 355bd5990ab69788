// Which keys a file has shown so far, in 16 bytes a key.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/sqlite.h"

namespace debrief::review {

/// 64 bits of source and key. Two keys may share them; whoever finds one compares the key itself.
std::uint64_t key_hash(std::string_view source, std::string_view ref);

/// What a file has shown of one key: the number of its record, and a state below 4 that the owner gives meaning.
struct KeyEntry {
  std::uint64_t hash = 0;
  std::int64_t id = 0;
  unsigned state = 0;
};

/// From a key's hash to its entries. Open addressing in memory for the first three million keys (64 MiB), then a
/// temporary table, so that memory is bounded whatever the size of the file.
class KeyTable {
 public:
  explicit KeyTable(base::Database& db, std::size_t most_in_memory = 3U << 20U);

  /// The entry of that hash for which `same(entry)` holds.
  template <typename Same>
  std::optional<KeyEntry> find(std::uint64_t hash, const Same& same) {
    for (std::size_t i = hash & (slots_.size() - 1); slots_[i].packed != 0; i = (i + 1) & (slots_.size() - 1)) {
      if (slots_[i].hash != hash) continue;
      const KeyEntry e = slots_[i].entry();
      if (same(e)) return e;
    }
    if (spilled_ > 0) {
      for (const KeyEntry& e : in_file(hash)) {
        if (same(e)) return e;
      }
    }
    return std::nullopt;
  }
  void add(const KeyEntry& entry);
  /// Changes the state of an entry that is there.
  void set_state(const KeyEntry& entry, unsigned state);

 private:
  /// packed  id, two bits of state, and a bit that says the slot is taken
  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t packed = 0;
    KeyEntry entry() const {
      return {hash, static_cast<std::int64_t>(packed >> 3U), static_cast<unsigned>(packed >> 1U & 3U)};
    }
  };
  static std::uint64_t packed(const KeyEntry& e) {
    return static_cast<std::uint64_t>(e.id) << 3U | static_cast<std::uint64_t>(e.state & 3U) << 1U | 1U;
  }
  void place(const Slot& slot);
  void grow();
  std::vector<KeyEntry> in_file(std::uint64_t hash);

  base::Database& db_;
  const std::size_t most_;
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::size_t spilled_ = 0;
};

}  // namespace debrief::review
