// The template language: a sandboxed subset of Jinja whose output equals Python's Jinja2 byte for byte.
//
// As Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined):
// an unknown name or field is a mistake with its place, not an empty text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/embedded.h"
#include "base/file.h"
#include "base/time.h"

namespace debrief::templates {

/// What printing a value does to its text. `none` prints it unchanged; `html` and `xml` as MarkupSafe does (`xml`
/// also drops what XML cannot hold); `markdown` makes it plain text in a paragraph or table cell; `csv` makes it one
/// field, and no formula. Values marked as markup (`|safe`, macros, block sets) pass unchanged. `word` is `xml` for Word
/// templates, where nothing is markup: everything printed becomes text.
enum class Escape : std::uint8_t { none, html, xml, markdown, csv, word };

/// The Escape of that name ("none", "html", "xml", "markdown", "csv").
std::optional<Escape> escape_named(std::string_view name);

/// `text` as printing it in that mode gives it.
std::string escaped(std::string_view text, Escape mode);

/// What one rendering may use; going over is a mistake with the place where it happened.
///
/// steps   parts evaluated, values handled, and 32-byte pieces of text copied
/// output  bytes of output, and of any one text on the way
/// depth   templates, macros and blocks inside one another, and tags or brackets inside one another
struct Limits {
  std::uint64_t steps = 5'000'000;
  std::size_t output = 64U << 20U;
  int depth = 64;
};

/// Finds the source of a template by its name: first those added, then the folders, then the shipped ones.
class Loader {
 public:
  /// A template held in memory; a later one of the same name replaces it.
  void add(std::string name, std::string source);
  /// Files below `folder`, by their path with '/'. What leads out of the folder is not found.
  void add_folder(base::Path folder);
  /// Files compiled in. The bytes must outlive the loader.
  void add_shipped(std::span<const base::Embedded> files);

  /// nullopt when no such template exists. Throws base::file_error when a file is there and cannot be read.
  std::optional<std::string> source(std::string_view name) const;
  /// All names, sorted, each once; for "did you mean".
  std::vector<std::string> names() const;

 private:
  std::map<std::string, std::string, std::less<>> added_;
  std::vector<base::Path> folders_;
  std::vector<base::Embedded> shipped_;
};

/// zone       on which `date` and `time` show instants
/// now        what `ago` counts from
/// currency   ISO 4217 code that `money` uses when none is given
/// pseudonym  what `pseudonym` shows for a name; empty: "Person 1", "Person 2" in order of first appearance
struct RenderOptions {
  Escape escape = Escape::none;
  Limits limits;
  base::Zone zone;
  base::Ms now = 0;
  std::string currency = "GBP";
  std::function<std::string(std::string_view)> pseudonym;
};

/// The text of template `name` filled with `data` (an object; its members are the names the template sees).
///
/// Throws base::Error(Status::refused), message "FILE:LINE:COLUMN: …", lines and columns (code points) from 1, code:
/// template-syntax, template-undefined, template-type, template-limit, template-missing, template-unknown.
std::string render(const Loader& loader, std::string_view name, const nlohmann::ordered_json& data,
                   const RenderOptions& options = {});

/// A mistake found without data; or a field used.
struct TemplateFault {
  std::string file;
  int line = 0;
  int column = 0;
  std::string code;
  std::string message;  // without the place
};

/// path      "incident.title", "actions[].due": [] for each item of a list, known through `for` and `set`
/// optional  every use stands in `default`, `is defined` or the like
struct TemplateField {
  std::string path;
  std::string file;
  int line = 0;
  int column = 0;
  bool optional = false;
};

struct TemplateCheck {
  std::vector<TemplateFault> faults;   // in order of file and place
  std::vector<TemplateField> fields;   // sorted by path, each once, at its first use
  std::vector<std::string> templates;  // the template and all it includes, extends or imports by a fixed name
};

/// Faults of syntax, unknown filters, tests, functions and templates, and the fields used, of `name` and all it names.
TemplateCheck check(const Loader& loader, std::string_view name);

/// Adds to `check.faults` each field that `sample` (a full example of the data) does not have, with the nearest name.
/// Fields of lists are looked up in every item; an empty list hides its fields.
void check_against(TemplateCheck& check, const nlohmann::ordered_json& sample);

/// A filter or test of the language, for `help`.
struct TemplateWord {
  std::string_view name;
  std::string_view use;  // "percent(digits=1): 0.125 as 12.5%"; "" for those of Jinja2
};
std::vector<TemplateWord> template_filters();

}  // namespace debrief::templates
