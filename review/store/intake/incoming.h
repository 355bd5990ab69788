// What has come of an incident while its file is read.
#pragma once

#include <cstdint>
#include <vector>

#include "review/incident.h"
#include "review/intake.h"
#include "review/store/key_table.h"

namespace debrief::review {

/// The import at hand.
struct ImportRun {
  Store& store;
  std::int64_t id = 0;
  FileReading file;
  Receipt receipt;
};

/// What became of a key of this file.
///
/// fresh      came with this file; its record is written, or still held
/// as_stored  was there before, and its rows so far are, in order, those an earlier import folded
/// differs    was there before; its fold so far waits in the staging table, or is still held
enum State : unsigned { fresh, as_stored, differs };

/// How far an incident has come.
///
/// digest          of its rows, in order
/// events_written  of a fresh one
/// stored_*        of one that was there before: what the earlier import folded
struct Progress {
  KeyEntry key;
  bool old = false;
  bool written = false;
  bool staged = false;
  std::int64_t first_row = 0;
  std::uint64_t digest = 0;
  std::int64_t rows = 0;
  std::uint64_t stored_digest = 0;
  std::int64_t stored_rows = 0;
  std::int64_t events_written = 0;

  bool same_as_stored() const { return digest == stored_digest && rows == stored_rows; }
};

/// An incident whose rows are still coming. events: those not yet written.
struct Pending : Progress {
  Incident incident;
  std::vector<Event> events;
};

/// The digest of rows, and one row more.
inline std::uint64_t chained(std::uint64_t digest, std::uint64_t of_row) {
  std::uint64_t x = digest + of_row + 0x9e3779b97f4a7c15ULL;  // splitmix64 (Steele, Lea, Flood 2014)
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

}  // namespace debrief::review
