// Whether a workspace file is sound.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace debrief::review {

class Store;

/// integrity          what SQLite finds wrong with the file, at most 20 lines; empty when it is sound
/// broken_references  rows that point at a row that is not there
/// schema             version of this workspace
/// sqlite             version of the library
/// one_writer_only    this SQLite may lose a commit when two connections write and checkpoint at once
struct Health {
  std::vector<std::string> integrity;
  std::int64_t broken_references = 0;
  int schema = 0;
  std::string sqlite;
  bool one_writer_only = false;
};

/// Reads the whole file once.
Health health(Store& store);

}  // namespace debrief::review
