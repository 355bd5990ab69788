// template: how documents are worded, and a way to try templates out.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
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

Status run_check(Session& session, const Arguments& a) {
  const Path file = a.positional.front();
  const auto loader = loader_for(file);
  auto check = templates::check(loader, file.filename().string());
  if (const auto data = a.maybe("data")) {
    const auto parsed = base::parse_json(base::read_file(*data));
    if (!parsed)
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", *data, parsed.issue().place.line, parsed.issue().detail));
    templates::check_against(check, *parsed);
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
               {{"--data", "FILE", "a JSON file: every field the template uses must be in it"}},
               run_check},
              {"fields", "KIND", "Lists the fields that a kind of document uses.", {}, run_fields},
              {"render",
               "FILE",
               "Prints a template filled with data, byte for byte and nothing added.",
               {{"--data", "FILE", "a JSON object"},
                {"--escape", "MODE", "none, html, xml, markdown or csv; none unless told"}},
               run_render}},
};

}  // namespace debrief::app
