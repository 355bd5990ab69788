// What is typed to decide about themes, and what is answered.
#pragma once

#include "app/arguments.h"
#include "app/session.h"
#include "base/error.h"

namespace debrief::app {

base::Status merge_verb(Session& session, const Arguments& a);
base::Status split_verb(Session& session, const Arguments& a);
base::Status rename_verb(Session& session, const Arguments& a);
base::Status move_verb(Session& session, const Arguments& a);
base::Status undo_verb(Session& session, const Arguments& a);
base::Status decisions_verb(Session& session, const Arguments& a);
base::Status combinations_verb(Session& session, const Arguments& a);

}  // namespace debrief::app
