// Action sheets that go out and come back.
#pragma once

#include "app/arguments.h"
#include "app/session.h"
#include "base/error.h"
#include "templates/build.h"

namespace debrief::app {

/// Keeps what a sheet of actions says when it goes out, so that it can be merged without its hidden columns. Where the
/// workspace cannot be written to just then, that is noted and the sheet goes out all the same.
void keep_sheet_of(Session& session, const templates::Built& built);

/// `action import`.
base::Status run_action_import(Session& session, const Arguments& arguments);

}  // namespace debrief::app
