// template: how documents are worded, and a way to try templates out.

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "app/word_template.h"
#include "app/words.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/build.h"
#include "templates/directive.h"
#include "templates/engine/engine.h"

namespace debrief::templates {
std::span<const base::Embedded> document_files();
}

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Path;
using base::Status;

constexpr std::string_view extension = ".md.jinja";

/// Shipped templates below, those beside `file` above them, and `file` itself under its name.
templates::Loader loader_for(const Path& file) {
  templates::Loader loader;
  loader.add_shipped(templates::document_files());
  loader.add_folder(file.has_parent_path() ? file.parent_path() : Path("."));
  loader.add(file.filename().string(), base::read_file(file, 16U << 20U));
  return loader;
}

std::string template_of(const std::string& kind) {
  templates::Loader loader;
  loader.add_shipped(templates::document_files());
  std::vector<std::string> known;
  for (const std::string& name : loader.names()) {
    if (name == kind || name == kind + std::string(extension)) return name;
    known.push_back(name.ends_with(extension) ? name.substr(0, name.size() - extension.size()) : name);
  }
  const std::string near = base::nearest(kind, known);
  throw Error(Status::world, "no-such-template",
              near.empty() ? fmt::format("there is no template {}", base::quoted(kind))
                           : fmt::format("there is no template {}. Did you mean \"{}\"?", base::quoted(kind), near),
              "debrief template list shows them");
}

Status run_list(Session& session, const Arguments&) {
  Json items = Json::array();
  for (const base::Embedded& file : templates::document_files()) {
    items.push_back({{"name", file.name}, {"bytes", file.bytes.size()}});
    if (!session.json()) session.line(file.name);
  }
  if (session.json()) {
    session.answer({{"items", items}, {"next", nullptr}});
  } else {
    session.line("See one: debrief template show NAME. Use your own: debrief report KIND --template FILE");
  }
  return Status::done;
}

Status run_show(Session& session, const Arguments& a) {
  const std::string name = template_of(a.positional.front());
  templates::Loader loader;
  loader.add_shipped(templates::document_files());
  const std::string text = loader.source(name).value_or("");
  if (session.json()) {
    session.answer({{"name", name}, {"text", text}});
  } else {
    session.out(text);
  }
  return Status::done;
}

Json field_shape(const templates::TemplateField& f) {
  return {{"path", f.path}, {"file", f.file}, {"line", f.line}, {"column", f.column}, {"optional", f.optional}};
}

Status run_fields(Session& session, const Arguments& a) {
  const std::string name = template_of(a.positional.front());
  templates::Loader loader;
  loader.add_shipped(templates::document_files());
  const auto check = templates::check(loader, name);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& f : check.fields) items.push_back(field_shape(f));
    session.answer({{"template", name}, {"items", items}, {"next", nullptr}});
    return Status::done;
  }
  for (const auto& f : check.fields) session.line(f.path + (f.optional ? "  (may be missing)" : ""));
  return Status::done;
}

/// Every path of `fields` and of what leads to it: "control", "control.incidents", "control.incidents[]".
std::set<std::string> paths_of(const std::vector<templates::TemplateField>& fields) {
  std::set<std::string> out;
  for (const auto& f : fields) {
    for (std::size_t i = 0; i <= f.path.size(); ++i) {
      if (i == f.path.size() || f.path[i] == '.' || f.path[i] == '[') out.insert(f.path.substr(0, i));
      if (i + 2 <= f.path.size() && f.path.compare(i, 2, "[]") == 0) out.insert(f.path.substr(0, i + 2));
    }
  }
  return out;
}

/// "control.titel" -> "control", "titel".
std::pair<std::string, std::string> parted(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? std::pair(std::string(), path) : std::pair(path.substr(0, dot), path.substr(dot + 1));
}

/// The names beside which `path` would stand among `known`: the last parts of what has the same parent. Nothing where the
/// parent itself is unknown.
std::vector<std::string> names_beside(const std::set<std::string>& known, const std::string& path) {
  const auto [parent, leaf] = parted(path);
  std::vector<std::string> beside;
  if (!parent.empty() && !known.contains(parent)) return beside;
  for (const std::string& p : known) {
    const auto [its_parent, its_leaf] = parted(p);
    if (its_parent == parent && its_leaf.find('[') == std::string::npos) beside.push_back(its_leaf);
  }
  return beside;
}

/// The known path that `path` was probably meant to be: the same parent, a near name. "" where there is none.
std::string meant_by(const std::set<std::string>& known, const std::string& path) {
  const auto [parent, leaf] = parted(path);
  const std::string near = base::nearest(leaf, names_beside(known, path));
  return near.empty() || parent.empty() ? near : parent + "." + near;
}

/// How much of `fields` the paths of a kind explain. A name inside another says more than one that stands alone, a known
/// one more than a near one. 0 where less than half of the names the fields begin with are the kind's own.
std::size_t explained(const std::vector<templates::TemplateField>& fields, const std::set<std::string>& paths) {
  std::set<std::string> tops;
  std::size_t score = 0;
  for (const auto& f : fields) {
    const std::string top = f.path.substr(0, f.path.find_first_of(".["));
    tops.insert(top);
    const auto names = 1 + static_cast<std::size_t>(std::count(f.path.begin(), f.path.end(), '.'));
    if (paths.contains(f.path)) {
      score += 2 * names;
    } else if (!meant_by(paths, f.path).empty()) {
      score += 2 * names - 1;
    } else {
      score += paths.contains(top) ? 2U : 0U;
    }
  }
  const auto own = std::count_if(tops.begin(), tops.end(), [&](const auto& top) { return paths.contains(top); });
  return static_cast<std::size_t>(own) * 2 >= tops.size() ? score : 0;
}

/// Holds the fields against those of the shipped kinds. A template is of the kind that explains most of its fields; what
/// is of no kind is data of somebody's own and is left alone. Of the fields that the kind's own template does not use,
/// those are faults that a near name beside them explains.
void check_against_kinds(templates::TemplateCheck& check) {
  templates::Loader loader;
  loader.add_shipped(templates::document_files());
  std::set<std::string> known;
  std::size_t best = 0;
  for (const std::string& name : loader.names()) {
    if (!name.ends_with(extension)) continue;
    auto paths = paths_of(templates::check(loader, name).fields);
    const std::size_t score = explained(check.fields, paths);
    if (score > best) {
      best = score;
      known = std::move(paths);
    }
  }
  for (const auto& f : check.fields) {
    if (f.optional || known.contains(f.path)) continue;
    const std::string meant = meant_by(known, f.path);
    if (meant.empty()) continue;
    check.faults.push_back(
        {f.file, f.line, f.column, "template-undefined",
         fmt::format("no such field {}; did you mean {}?", base::quoted(f.path, 80), base::quoted(meant))});
  }
}

Status run_check(Session& session, const Arguments& a) {
  const Path file = a.positional.front();
  if (is_word_file(file.string())) return check_word_template(session, a, check_against_kinds);
  if (a.has("out")) {
    throw Error(Status::usage, "unknown-option", "--out is for Word templates: a copy with a comment at each mistake",
                "leave it out");
  }
  const auto loader = loader_for(file);
  auto check = templates::check(loader, file.filename().string());
  if (const auto data = a.maybe("data")) {
    const auto parsed = base::parse_json(base::read_file(*data));
    if (!parsed)
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", *data, parsed.issue().place.line, parsed.issue().detail));
    templates::check_against(check, *parsed);
  } else {
    check_against_kinds(check);
  }
  Json faults = Json::array();
  for (const auto& f : check.faults) {
    faults.push_back(
        {{"file", f.file}, {"line", f.line}, {"column", f.column}, {"code", f.code}, {"message", f.message}});
    if (!session.json()) session.line(fmt::format("{}:{}:{}: {} [{}]", f.file, f.line, f.column, f.message, f.code));
  }
  if (session.json()) {
    Json fields = Json::array();
    for (const auto& f : check.fields) fields.push_back(field_shape(f));
    session.answer(
        {{"ok", check.faults.empty()}, {"faults", faults}, {"fields", fields}, {"templates", check.templates}});
  } else if (check.faults.empty()) {
    session.line(fmt::format("{}: no fault found; it uses {}", file.string(),
                             base::counted(static_cast<long long>(check.fields.size()), "field")));
  }
  return check.faults.empty() ? Status::done : Status::findings;
}

Status run_render(Session& session, const Arguments& a) {
  const Path file = a.positional.front();
  if (!a.has("data")) {
    throw Error(Status::usage, "missing-argument", "debrief template render needs --data FILE.json",
                fmt::format("debrief template render {} --data data.json", file.string()));
  }
  const auto data = base::parse_json(base::read_file(a.value("data")));
  if (!data) {
    const auto& issue = data.issue();
    throw Error(Status::refused, "json-malformed",
                fmt::format("{}:{}: {}", a.value("data"), issue.place.line, issue.detail),
                "the data of a template is one JSON object");
  }
  if (!data->is_object()) {
    throw Error(Status::refused, "json-malformed", fmt::format("{}: this is not a JSON object", a.value("data")),
                "its members are the names the template sees");
  }
  if (is_word_file(file.string())) return render_word_template(session, a, *data);
  templates::RenderOptions options;
  const std::string escape = a.value("escape", "none");
  const auto mode = templates::escape_named(escape);
  if (!mode) throw unknown_word("--escape", escape, {"none", "html", "xml", "markdown", "csv"});
  options.escape = *mode;
  options.now = session.now();
  const std::string text = templates::render(loader_for(file), file.filename().string(), *data, options);
  if (session.settings().json) {
    session.answer({{"text", text}});
  } else {
    session.out(text);
  }
  return Status::done;
}

}  // namespace

extern const Command template_command{
    .name = "template",
    .title = "Show, check and try the templates of documents",
    .group = "Out",
    .verbs = {{"list", "", "Lists the templates that ship with the program.", {}, run_list},
              {"show", "NAME", "Prints a shipped template, to start your own from.", {}, run_show},
              {"check",
               "FILE",
               "Finds faults of a template without rendering it; status 1 if there are any.",
               {{"--data", "FILE", "a JSON file: every field the template uses must be in it"},
                {"--out", "FILE", "of a Word template: a copy with a comment at each mistake"}},
               run_check},
              {"fields", "KIND", "Lists the fields that a kind of document uses.", {}, run_fields},
              {"render",
               "FILE",
               "Prints a template filled with data, byte for byte and nothing added.",
               {{"--data", "FILE", "a JSON object"},
                {"--escape", "MODE", "none, html, xml, markdown or csv; none unless told"},
                {"--out", "FILE", "of a Word template: the filled file"}},
               run_render}},
};

}  // namespace debrief::app
