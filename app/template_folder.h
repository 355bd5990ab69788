// Where a centre keeps templates of its own.
#pragma once

#include <vector>

#include "app/arguments.h"
#include "app/session.h"
#include "base/file.h"

namespace debrief::app {

/// The folder that is looked in before the shipped templates: --templates DIR, else DEBRIEF_TEMPLATES, else the folder
/// `templates` beside the workspace where there is one. Empty where there is none.
/// Throws no-such-folder (3) for one that was named and is not there.
std::vector<base::Path> template_folders(const Session& session, const Arguments& a);

/// Where `template copy` puts a template: as above, and the folder beside the workspace even where it is not there yet.
base::Path folder_for_copies(const Session& session, const Arguments& a);

}  // namespace debrief::app
