// A template held against the views of the kinds of document.
#pragma once

#include <string_view>

#include "templates/engine/engine.h"

namespace debrief::app {

/// Adds to `check.faults` the fields that the view of its kind does not have.
///
/// kind  "pir" where it is known, by --kind or the file's own name: then every unknown field is a fault. "" otherwise:
///       the kind that explains most of its fields, if any does, and a field is a fault where a near name explains it;
///       the rest is data of somebody's own
void check_against_kinds(templates::TemplateCheck& check, std::string_view kind = {});

}  // namespace debrief::app
