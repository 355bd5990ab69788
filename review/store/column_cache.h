// The columns of the incidents as kept in the workspace (0006_column_cache.sql says when they hold).
#pragma once

#include "base/sqlite.h"
#include "review/column_set.h"

namespace debrief::review {

/// The columns of `set` as kept: everything of `IncidentColumns` that is about incidents, but for their texts. False
/// where none are kept that hold; `c` is then to be thrown away. Within the transaction in which the rest is read.
bool kept_columns(base::Database& db, ColumnSet set, IncidentColumns& c);

/// Keeps the columns of all incidents as they stand, in one transaction of its own. `c` has all columns.
void keep_columns(base::Database& writer, const IncidentColumns& c);

/// Takes away all that is kept, and everything in it. For work that removes many incidents; within its transaction.
void forget_columns(base::Database& writer);

/// Between its making and `resume`, changes do not take the mark of kept columns away one by one: it is taken away at
/// once, together with what watches the tables. For work that changes many rows, within its transaction, which must
/// not be committed before `resume`; a rollback brings all back.
class ColumnsUnwatched {
 public:
  explicit ColumnsUnwatched(base::Database& writer);
  void resume();

 private:
  base::Database& db_;
  std::vector<std::string> watchers_;
};

}  // namespace debrief::review
