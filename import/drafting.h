// Rows become drafts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "import/mapping.h"
#include "import/readers/reader.h"
#include "import/sink.h"

namespace debrief::import {

/// Reads rows by a Mapping and feeds a Sink: one take or quarantine per row, faults as issues.
///
/// A row without a key, where the file has a column of keys, is set aside; where it has none, the key is made of the
/// row's content, so that the same row gets the same key at the next import. A row without a readable opening time
/// (entry time, in an event log) is set aside where the file has such a column.
class Drafting {
 public:
  Drafting(const Mapping& mapping, std::string file, Sink& sink);
  ~Drafting();
  Drafting(const Drafting&) = delete;
  Drafting& operator=(const Drafting&) = delete;

  void add(Row& row);
  /// Reports what is told once a file.
  void finish();

 private:
  struct Working;
  std::unique_ptr<Working> working_;
};

}  // namespace debrief::import
