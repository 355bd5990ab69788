// The fault workbook: out with the rows of an import that had faults, back in with those rows corrected.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/file.h"
#include "import/importer.h"
#include "import/sink.h"
#include "import/source.h"
#include "review/imports.h"
#include "review/store.h"

namespace debrief::app {

/// own_workbook  a copy of the person's own workbook; else a new one with the rows alone
struct FaultFile {
  std::string bytes;
  std::size_t rows = 0;
  std::size_t cells = 0;
  bool own_workbook = false;
};
/// Rows set aside and rows with a fault in a field, but for those mended since. Throws no-such-import (3) and
/// no-faults (5).
FaultFile fault_file(review::Store& store, std::int64_t import_id);

/// What the heading of the hidden key column says: whose rows these are.
struct FixKey {
  std::int64_t import_id = 0;
  std::string digest;    // first eight characters of the file's SHA-256
  std::string heading;
};
std::string key_heading(const review::ImportSummary& summary);
std::optional<FixKey> fix_key(const review::FileReading& reading);

/// Everything needed to take the corrected rows only.
///
/// options       as the first import was read: source, zone, roles of columns (a mapping file in `folder`)
/// original_row  by row of the corrected file
struct Fix {
  FixKey key;
  import::Options options;
  std::map<std::int64_t, std::int64_t> original_row;
};
/// folder  where the mapping file may be put. Throws other-workspace (5) where the import is not this workspace's.
Fix fix_for(review::Store& store, const FixKey& key, const import::Source& source, const import::Options& options,
            const base::Path& folder);

/// Lets the rows of a Fix through, and remembers which were taken.
class FixSink : public import::Sink {
 public:
  FixSink(import::Sink& sink, const Fix& fix) : sink_(sink), fix_(fix) {}
  void take(review::IncidentDraft&& draft) override;
  void take(review::Contact contact, std::int64_t row) override;
  void take(review::Interval interval, std::int64_t row) override;
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) override;
  /// Nothing: a total or a heading printed again corrects no row.
  void pass_over() override {}
  void report(base::Issue issue) override;

  /// Original rows that came in without a fault of their own.
  std::vector<std::int64_t> mended(const review::Receipt& receipt) const;

 private:
  bool wanted(std::int64_t row) const { return fix_.original_row.count(row) > 0; }
  import::Sink& sink_;
  const Fix& fix_;
  std::set<std::int64_t> taken_;
};

}  // namespace debrief::app
