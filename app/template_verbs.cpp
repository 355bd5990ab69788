// Verbs of `debrief template` about data and folders.

#include "app/template_verbs.h"

#include <map>

#include <fmt/format.h>

#include "app/paths.h"
#include "app/report_files.h"
#include "app/template_folder.h"
#include "app/template_kinds.h"
#include "app/version.h"
#include "app/words.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/template_set.h"
#include "templates/view_model.h"

namespace debrief::app {

using base::Error;
using base::Json;
using base::Status;

namespace {

constexpr std::string_view kind_extension = ".md.jinja";

/// The full name of the template `name` means. Throws no-such-template (3) with the nearest.
std::string template_of(const templates::Loader& loader, const std::string& name) {
  std::string found = templates::template_name_for(loader, name);
  if (!found.empty()) return found;
  std::vector<std::string> known;
  for (const std::string& one : loader.names()) {
    known.push_back(one.ends_with(kind_extension) ? one.substr(0, one.size() - kind_extension.size()) : one);
  }
  const std::string near = base::nearest(name, known);
  throw Error(Status::world, "no-such-template",
              near.empty() ? fmt::format("there is no template {}", base::quoted(name))
                           : fmt::format("there is no template {}. Did you mean \"{}\"?", base::quoted(name), near),
              "debrief template list shows them");
}

/// The view of the kind a command was given. Throws no-such-template (3) with the nearest kind.
const templates::ViewModel& view_of(const std::string& given) {
  std::string kind = given;
  if (kind.ends_with(kind_extension)) kind.resize(kind.size() - kind_extension.size());
  if (const auto* view = templates::view_model(kind)) return *view;
  const std::string near = base::nearest(kind, kind_names());
  throw Error(Status::world, "no-such-template",
              near.empty() ? fmt::format("there is no kind of document {}", base::quoted(given))
                           : fmt::format("there is no kind of document {}. Did you mean \"{}\"?", base::quoted(given), near),
              fmt::format("kinds: {}", base::joined(kind_names(), ", ")));
}

std::string standing(const templates::OwnedTemplate& t) {
  if (t.file.empty()) return "shipped";
  if (!t.hides) return "yours";
  if (t.behind()) return "yours; the shipped one has changed since you copied it";
  return "yours, hides the shipped one";
}

Json owned_shape(const templates::OwnedTemplate& t) {
  return {{"name", t.name},
          {"bytes", t.bytes},
          {"owner", t.file.empty() ? "shipped" : "yours"},
          {"file", t.file.empty() ? Json() : Json(t.file.generic_string())},
          {"sha256", t.sha256},
          {"hides_shipped", t.hides},
          {"shipped_sha256", t.shipped.empty() ? Json() : Json(t.shipped)},
          {"copied_sha256", t.copied.empty() ? Json() : Json(t.copied)},
          {"copied_version", t.version.empty() ? Json() : Json(t.version)},
          {"shipped_changed", t.hides && !t.copied.empty() ? Json(t.behind()) : Json()}};
}

}  // namespace

std::vector<std::string> kind_names() {
  std::vector<std::string> out;
  for (const auto& view : templates::view_models()) out.push_back(view.kind);
  return out;
}

Status run_template_list(Session& session, const Arguments& a) {
  const auto folders = template_folders(session, a);
  const auto all = templates::owned_templates(folders);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& t : all) items.push_back(owned_shape(t));
    session.answer({{"items", items},
                    {"next", nullptr},
                    {"folder", folders.empty() ? Json() : Json(folders.front().generic_string())}});
    return Status::done;
  }
  TextTable table;
  table.column("Template");
  table.column("Whose");
  for (const auto& t : all) table.row({t.name, standing(t)});
  session.table(table);
  session.line(folders.empty()
                   ? "See one: debrief template show NAME. Change one: debrief template copy NAME"
                   : fmt::format("Yours are in {}. Check them: debrief template check", folders.front().string()));
  return Status::done;
}

Status run_template_show(Session& session, const Arguments& a) {
  const auto folders = a.has("shipped") ? std::vector<base::Path>{} : template_folders(session, a);
  const templates::Loader loader = templates::document_loader(folders);
  const std::string name = template_of(loader, a.positional.front());
  const std::string text = loader.source(name).value_or("");
  if (session.json()) {
    session.answer({{"name", name}, {"text", text}});
  } else {
    session.out(text);
  }
  return Status::done;
}

Status run_template_copy(Session& session, const Arguments& a) {
  const templates::Loader shipped = templates::document_loader({});
  const std::string name = template_of(shipped, a.positional.front());
  const std::string text = templates::copied_template(name, version());
  if (text.empty()) {
    throw Error(Status::world, "no-such-template", fmt::format("no shipped template is called {}", base::quoted(name)),
                "debrief template list shows them");
  }
  const base::Path folder = folder_for_copies(session, a);
  const base::Path file = folder / name;
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) {
    throw Error(Status::conflict, "file-exists", fmt::format("{} is there already", base::quoted(file.string(), 200)),
                "it is yours and stays as it is; debrief template show --shipped NAME prints the shipped one beside it");
  }
  std::filesystem::create_directories(folder, failed);
  base::write_file(file, text);
  if (session.json()) {
    session.answer({{"name", name}, {"file", file.generic_string()}, {"bytes", text.size()}});
  } else {
    session.line(fmt::format("{} is yours now; documents are made from it. Check it: debrief template check {}",
                             file.string(), shell_word(file.string())));
  }
  return Status::done;
}

Status run_template_check_all(Session& session, const Arguments& a) {
  const auto folders = template_folders(session, a);
  if (folders.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief template check needs a FILE, or a folder of your own templates",
                "debrief template copy NAME starts such a folder beside the workspace");
  }
  const templates::Loader loader = templates::document_loader(folders);
  Json faults = Json::array();
  long long checked = 0;
  for (const auto& t : templates::owned_templates(folders)) {
    if (t.file.empty() || t.file.extension() != ".jinja") continue;
    ++checked;
    auto check = templates::check(loader, t.name);
    const std::string kind = t.name.substr(0, t.name.find('.'));
    check_against_kinds(check, t.name == kind + std::string(kind_extension) ? kind : std::string());
    for (const auto& f : check.faults) {
      faults.push_back(
          {{"file", f.file}, {"line", f.line}, {"column", f.column}, {"code", f.code}, {"message", f.message}});
      if (!session.json()) session.line(fmt::format("{}:{}:{}: {} [{}]", f.file, f.line, f.column, f.message, f.code));
    }
    if (t.behind() && !session.json()) session.line(fmt::format("{}: {}", t.name, standing(t)));
  }
  const bool ok = faults.empty();
  if (session.json()) {
    session.answer({{"ok", ok}, {"faults", std::move(faults)}, {"templates", checked}});
  } else if (ok) {
    session.line(fmt::format("{} in {}: no fault found", base::counted(checked, "template"), folders.front().string()));
  }
  return ok ? Status::done : Status::findings;
}

Status run_template_fields(Session& session, const Arguments& a) {
  const templates::ViewModel& view = view_of(a.positional.front());
  if (a.has("markdown")) {
    session.out(templates::view_reference(view));
    return Status::done;
  }
  const std::string name = view.kind + std::string(kind_extension);
  const templates::Loader loader = templates::document_loader({});
  std::map<std::string, templates::TemplateField> used;
  if (loader.source(name)) {
    for (auto& f : templates::check(loader, name).fields) used.emplace(f.path, f);
  }
  Json items = Json::array();
  TextTable table;
  table.column("Field");
  table.column("Type");
  table.column("Meaning");
  table.column("Example");
  for (const auto& f : view.fields) {
    const bool may_be_missing = f.nullable || f.absent || f.inside;
    const auto use = used.find(f.path);
    const bool is_used = use != used.end();
    items.push_back({{"path", f.path},
                     {"type", f.type},
                     {"meaning", f.meaning},
                     {"example", f.example.empty() ? Json() : Json(f.example)},
                     {"may_be_missing", may_be_missing},
                     {"null", f.nullable},
                     {"absent", f.absent},
                     {"outside", !f.inside},
                     {"used", is_used},
                     {"file", is_used ? Json(use->second.file) : Json()},
                     {"line", is_used ? Json(use->second.line) : Json()},
                     {"column", is_used ? Json(use->second.column) : Json()},
                     {"optional", may_be_missing}});
    table.row({f.path, f.type + (may_be_missing ? ", may be missing" : ""), f.meaning, f.example});
  }
  if (session.json()) {
    session.answer({{"template", name}, {"schema", view.name}, {"items", items}, {"next", nullptr}});
  } else {
    session.table(table);
  }
  return Status::done;
}

Status run_template_schema(Session& session, const Arguments& a) {
  session.out(base::dumped(templates::view_schema(view_of(a.positional.front())), 2) + "\n");
  return Status::done;
}

Status run_template_data(Session& session, const Arguments& a) {
  ReportRequest request;
  request.kind = a.positional.front();
  if (a.positional.size() > 1) request.id = a.positional[1];
  request.units = a.all("unit");
  request.options = build_options(session, a, fmt::format("{}|{}", request.kind, request.id));
  session.out(build(session.reader(), request).view + "\n");
  return Status::done;
}

}  // namespace debrief::app
