// template: how documents are worded, and a way to try templates out.

#include <utility>

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "app/template_folder.h"
#include "app/template_kinds.h"
#include "app/template_verbs.h"
#include "app/word_template.h"
#include "app/words.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/engine/engine.h"
#include "templates/template_set.h"
#include "templates/view_model.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Path;
using base::Status;

/// Shipped templates below, one's own folder and those beside `file` above them, and `file` itself under its name.
templates::Loader loader_for(const Session& session, const Arguments& a, const Path& file) {
  std::vector<Path> folders{file.has_parent_path() ? file.parent_path() : Path(".")};
  for (Path& own : template_folders(session, a)) folders.push_back(std::move(own));
  templates::Loader loader = templates::document_loader(folders);
  loader.add(file.filename().string(), base::read_file(file, 16U << 20U));
  return loader;
}

/// What the caller said the template is for, or what its name says: "pir.md.jinja" is a review. "" where neither does.
std::string kind_said(const Arguments& a, const Path& file) {
  if (const auto given = a.maybe("kind")) {
    if (templates::view_model(*given) == nullptr) throw unknown_word("--kind", *given, kind_names());
    return *given;
  }
  const std::string name = file.filename().string();
  const std::string kind = name.substr(0, name.find('.'));
  return name == kind + ".md.jinja" && templates::view_model(kind) != nullptr ? kind : std::string();
}

Json field_shape(const templates::TemplateField& f) {
  return {{"path", f.path}, {"file", f.file}, {"line", f.line}, {"column", f.column}, {"optional", f.optional}};
}

Status run_check(Session& session, const Arguments& a) {
  if (a.positional.empty()) return run_template_check_all(session, a);
  const Path file = a.positional.front();
  if (is_word_file(file.string())) return check_word_template(session, a, [&](templates::TemplateCheck& c) { check_against_kinds(c, kind_said(a, file)); });
  if (a.has("out")) {
    throw Error(Status::usage, "unknown-option", "--out is for Word templates: a copy with a comment at each mistake",
                "leave it out");
  }
  const auto loader = loader_for(session, a, file);
  auto check = templates::check(loader, file.filename().string());
  if (const auto data = a.maybe("data")) {
    const auto parsed = base::parse_json(base::read_file(*data));
    if (!parsed)
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", *data, parsed.issue().place.line, parsed.issue().detail));
    templates::check_against(check, *parsed);
  } else {
    check_against_kinds(check, kind_said(a, file));
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
  const std::string text = templates::render(loader_for(session, a, file), file.filename().string(), *data, options);
  if (session.settings().json) {
    session.answer({{"text", text}});
  } else {
    session.out(text);
  }
  return Status::done;
}

}  // namespace

constexpr Option templates_option{"--templates", "DIR", "where your own templates are"};

extern const Command template_command{
    .name = "template",
    .title = "Show, check and try the templates of documents",
    .group = "Out",
    .verbs = {{"list",
               "",
               "Lists templates: your own, the shipped ones they hide, and the rest of the shipped ones.",
               {templates_option},
               run_template_list},
              {"show",
               "NAME",
               "Prints a template: your own where you have one of that name.",
               {{"--shipped", "", "the one that ships with the program"}, templates_option},
               run_template_show},
              {"copy",
               "NAME",
               "Copies a shipped template into your folder, to change it there.",
               {templates_option},
               run_template_copy},
              {"check",
               "[FILE]",
               "Finds faults of a template without rendering it, or of all in your folder; status 1 if there are any.",
               {{"--data", "FILE", "a JSON file: every field the template uses must be in it"},
                {"--out", "FILE", "of a Word template: a copy with a comment at each mistake"},
                {"--kind", "KIND", "what it is for, where its name does not say: pir, actions, trends, …"},
                templates_option},
               run_check},
              {"fields",
               "KIND",
               "Lists the fields a template of this kind may use: path, type, meaning, an example.",
               {{"--markdown", "", "as a page in Markdown"}},
               run_template_fields},
              {"schema", "KIND", "Prints the JSON Schema of what a template of this kind sees.", {}, run_template_schema},
              {"data",
               "KIND [ID]",
               "Prints what a template of this kind sees in this workspace, as JSON: data to try a template with.",
               {{"--audience", "WHO", "internal, manager, external, assessor or share"},
                {"--unit", "ID", "unit of a portfolio; may be given several times"}},
               run_template_data},
              {"render",
               "FILE",
               "Prints a template filled with data, byte for byte and nothing added.",
               {{"--data", "FILE", "a JSON object"},
                {"--escape", "MODE", "none, html, xml, markdown or csv; none unless told"},
                {"--out", "FILE", "of a Word template: the filled file"},
                templates_option},
               run_render}},
};

}  // namespace debrief::app
