// Keys of a file.

#include "review/store/key_table.h"

#include <cstring>

namespace debrief::review {

namespace {

std::uint64_t mixed(std::uint64_t x) {  // splitmix64 finaliser (Steele, Lea, Flood 2014)
  x ^= x >> 30U;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27U;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

std::uint64_t add_to(std::uint64_t state, std::string_view s) {
  std::uint64_t word = 0;
  for (; s.size() >= 8; s.remove_prefix(8)) {
    std::memcpy(&word, s.data(), 8);
    state = mixed(state ^ word);
  }
  word = 0;
  if (!s.empty()) std::memcpy(&word, s.data(), s.size());
  return mixed(state ^ word ^ (static_cast<std::uint64_t>(s.size() + 1) << 56U));
}

}  // namespace

std::uint64_t key_hash(std::string_view source, std::string_view ref) {
  return add_to(add_to(0x9e3779b97f4a7c15ULL, source), ref);
}

KeyTable::KeyTable(base::Database& db, std::size_t most_in_memory) : db_(db), most_(most_in_memory), slots_(1024) {
  db.execute(
      "CREATE TEMP TABLE IF NOT EXISTS file_key (hash INTEGER NOT NULL, id INTEGER NOT NULL, state INTEGER NOT "
      "NULL, PRIMARY KEY (hash, id)) STRICT, WITHOUT ROWID");
  db.execute("DELETE FROM file_key");
}

void KeyTable::add(const KeyEntry& entry) {
  if (size_ == most_) {
    db_.prepare("INSERT INTO file_key (hash, id, state) VALUES (?1, ?2, ?3)")
        .bind(1, static_cast<std::int64_t>(entry.hash))
        .bind(2, entry.id)
        .bind(3, static_cast<std::int64_t>(entry.state))
        .run();
    ++spilled_;
    return;
  }
  if (4 * (size_ + 1) > 3 * slots_.size()) grow();
  place({entry.hash, packed(entry)});
  ++size_;
}

void KeyTable::set_state(const KeyEntry& entry, unsigned state) {
  for (std::size_t i = entry.hash & (slots_.size() - 1); slots_[i].packed != 0; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].hash == entry.hash && slots_[i].entry().id == entry.id) {
      slots_[i].packed = packed({entry.hash, entry.id, state});
      return;
    }
  }
  db_.prepare("UPDATE file_key SET state = ?3 WHERE hash = ?1 AND id = ?2")
      .bind(1, static_cast<std::int64_t>(entry.hash))
      .bind(2, entry.id)
      .bind(3, static_cast<std::int64_t>(state))
      .run();
}

void KeyTable::place(const Slot& slot) {
  std::size_t i = slot.hash & (slots_.size() - 1);
  while (slots_[i].packed != 0) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = slot;
}

void KeyTable::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const Slot& s : old) {
    if (s.packed != 0) place(s);
  }
}

std::vector<KeyEntry> KeyTable::in_file(std::uint64_t hash) {
  std::vector<KeyEntry> found;
  auto s = db_.prepare("SELECT id, state FROM file_key WHERE hash = ?1");
  s.bind(1, static_cast<std::int64_t>(hash));
  while (s.step()) found.push_back({hash, s.integer(0), static_cast<unsigned>(s.integer(1))});
  return found;
}

}  // namespace debrief::review
