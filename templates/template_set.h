// Whose template a name means: a centre's own folder first, then those that ship with the program.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "templates/engine/engine.h"

namespace debrief::templates {

/// The templates of documents that ship with the program, by name.
std::span<const base::Embedded> document_files();

/// Finds templates in `folders`, the first that has a name winning, then among the shipped ones. "shipped/NAME" is always
/// the shipped one, so that one's own can extend or include what it hides.
Loader document_loader(std::span<const base::Path> folders);

/// A template as `debrief template list` shows it.
///
/// file      where it stands; empty for a shipped one
/// hides     true where it stands in place of a shipped one
/// bytes     of its text
/// sha256    of its text
/// shipped   SHA-256 of the shipped one of that name; "" where there is none
/// copied    SHA-256 of the shipped one it was copied from, as its first line says; "" where it does not say
/// version   of the program it was copied from
struct OwnedTemplate {
  std::string name;
  base::Path file;
  bool hides = false;
  std::size_t bytes = 0;
  std::string sha256;
  std::string shipped;
  std::string copied;
  std::string version;

  /// The shipped one has changed since this was copied from it.
  bool behind() const { return hides && !copied.empty() && copied != shipped; }
};

/// Shipped templates and those in `folders` (*.jinja and *.docx, folders inside included), by name; one's own before the
/// shipped one it hides.
std::vector<OwnedTemplate> owned_templates(std::span<const base::Path> folders);

/// The shipped template `name` as a copy to change: its text below a comment that tells version and hash. "" where there
/// is none of that name.
std::string copied_template(std::string_view name, std::string_view version);

/// "pir" -> "pir.md.jinja" where that is a template of `loader`; a name in full stays. "" where there is none.
std::string template_name_for(const Loader& loader, std::string_view name);

}  // namespace debrief::templates
