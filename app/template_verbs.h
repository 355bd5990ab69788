// Verbs of `debrief template` about data and folders: what a template may use, and whose template it is.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/session.h"
#include "base/error.h"

namespace debrief::app {

/// Own templates and shipped ones; what a copy has missed since.
base::Status run_template_list(Session& session, const Arguments& a);
/// One template's text.
base::Status run_template_show(Session& session, const Arguments& a);
/// A shipped template as a file of one's own.
base::Status run_template_copy(Session& session, const Arguments& a);
/// Every template of one's own folder, checked. findings (1) where one has a fault.
base::Status run_template_check_all(Session& session, const Arguments& a);
/// The described fields of a kind's view.
base::Status run_template_fields(Session& session, const Arguments& a);
/// Its JSON Schema.
base::Status run_template_schema(Session& session, const Arguments& a);
/// The view a kind's template sees for what stands in the workspace, as JSON.
base::Status run_template_data(Session& session, const Arguments& a);

/// The kinds that have a view: "pir", "actions", …
std::vector<std::string> kind_names();

}  // namespace debrief::app
