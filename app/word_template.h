// Word templates at work: a person's own .docx filled from a report or from a file of data, checked and marked.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "app/arguments.h"
#include "app/session.h"
#include "templates/build.h"
#include "templates/engine/engine.h"

namespace debrief::app {

/// Whether a file is taken for a Word template: by its ending, .docx or .dotx, or .docm, which is then refused by name.
bool is_word_file(const std::string& name);

/// A report in somebody's own Word file; "" where that holds no tag, and is a house style only.
///
/// The template sees the view of the kind, made fit for the audience, and `document`: title, subject, reference,
/// classification, organisation, language, created. `{{ body }}` is the document itself. What comes out is searched for
/// what the audience may not see (leak-found), and for faults (word-result-faulty), before anyone gets it.
std::string word_report(const templates::Built& built, std::string_view docx);

/// A Word template filled with an object, and nothing else.
std::string word_filled(std::string_view docx, const nlohmann::ordered_json& data,
                        const templates::RenderOptions& options);

/// `template check X.docx [--out MARKED.docx] [--data FILE]`; status findings with faults.
/// against_kinds  adds faults for fields that no kind of document has
base::Status check_word_template(Session& session, const Arguments& a,
                                 const std::function<void(templates::TemplateCheck&)>& against_kinds);

/// `template render X.docx --data FILE --out FILE.docx`.
base::Status render_word_template(Session& session, const Arguments& a, const nlohmann::ordered_json& data);

}  // namespace debrief::app
