// The description of views, read from templates/views/*.view.

#include "templates/view_model.h"

#include <algorithm>
#include <map>
#include <span>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::templates {

/// Compiled in from templates/views/.
std::span<const base::Embedded> view_files();

namespace {

using base::Json;

constexpr std::string_view list_of = "list of ", map_of = "map of ";

/// One line of a view file. indent: steps of two blanks
struct Line {
  std::size_t indent = 0;
  std::vector<std::string> parts;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> out;
  for (const std::string& raw : base::split(text, '\n')) {
    const std::string_view body = base::trimmed(raw);
    if (body.empty() || body.front() == '#') continue;
    Line line{raw.find_first_not_of(' ') / 2, {}};
    for (std::string_view rest = body;;) {
      const auto bar = rest.find(" | ");
      line.parts.emplace_back(base::trimmed(rest.substr(0, bar)));
      if (bar == std::string_view::npos) break;
      rest.remove_prefix(bar + 3);
    }
    out.push_back(std::move(line));
  }
  return out;
}

bool taken_off(std::string& text, std::string_view ending) {
  if (!text.ends_with(ending)) return false;
  text.resize(text.size() - ending.size());
  return true;
}

ViewField field_from(const Line& line) {
  DEBRIEF_CHECK(line.parts.size() >= 3, "a field of a view has a name, a type and a meaning");
  ViewField f{line.parts[0], line.parts[1], false, false, false, line.parts[2],
              line.parts.size() > 3 ? line.parts[3] : std::string()};
  f.inside = taken_off(f.type, ", inside");
  for (bool more = true; more;) {
    const bool absent = taken_off(f.type, " or absent"), null = taken_off(f.type, " or null");
    f.absent = f.absent || absent;
    f.nullable = f.nullable || null;
    more = absent || null;
  }
  return f;
}

using Shapes = std::map<std::string, std::vector<Line>, std::less<>>;

/// The fields of `lines` from `at` on that stand at `indent`, each under `prefix`, and those inside them.
void read_fields(const std::vector<Line>& lines, std::size_t& at, std::size_t indent, const std::string& prefix,
                 const Shapes& shapes, std::vector<ViewField>& out) {
  while (at < lines.size() && lines[at].indent == indent) {
    ViewField f = field_from(lines[at++]);
    f.path = prefix + f.path;
    std::string inner = f.path;
    std::string type = f.type;
    if (f.type == "list" || f.type.starts_with(list_of)) {
      inner += "[]";
      type = f.type == "list" ? std::string("object") : f.type.substr(list_of.size());
    } else if (f.type.starts_with(map_of)) {
      inner += ".*";
      type = f.type.substr(map_of.size());
    }
    const auto shape = shapes.find(type);
    if (shape != shapes.end()) {
      type = "object";
      f.type = f.type.starts_with(list_of) ? "list" : f.type.starts_with(map_of) ? "map of object" : "object";
    }
    const bool item = inner != f.path && type != "object";
    const std::string example = f.example;
    if (item) f.example.clear();
    const std::string meaning = f.meaning;
    out.push_back(std::move(f));
    if (item) out.push_back({inner, type, false, false, false, "one of these: " + meaning, example});
    if (shape != shapes.end()) {
      std::size_t from = 0;
      read_fields(shape->second, from, 1, inner + ".", shapes, out);
    }
    if (at < lines.size() && lines[at].indent > indent) read_fields(lines, at, indent + 1, inner + ".", shapes, out);
  }
}

/// The lines below each "shape NAME | meaning".
Shapes shapes_from(const std::vector<Line>& lines) {
  Shapes out;
  std::string name;
  for (const Line& line : lines) {
    if (line.indent == 0) {
      name = line.parts[0].substr(line.parts[0].find(' ') + 1);
    } else {
      out[name].push_back(line);
    }
  }
  return out;
}

std::vector<ViewModel> read_all() {
  Shapes shapes;
  for (const base::Embedded& file : view_files()) {
    if (file.name == "shapes.view") shapes = shapes_from(lines_of(file.bytes));
  }
  std::vector<ViewModel> out;
  for (const base::Embedded& file : view_files()) {
    if (file.name == "shapes.view") continue;
    const auto lines = lines_of(file.bytes);
    DEBRIEF_CHECK(!lines.empty() && lines[0].parts.size() == 2 && lines[0].parts[0].starts_with("view "),
                  "a view file begins with its name");
    ViewModel view;
    view.name = lines[0].parts[0].substr(5);
    view.kind = view.name.substr(0, view.name.find('/'));
    view.meaning = lines[0].parts[1];
    std::size_t at = 1;
    read_fields(lines, at, 0, "", shapes, view.fields);
    DEBRIEF_CHECK(at == lines.size(), "every line of a view file is reached: indent by two blanks");
    out.push_back(std::move(view));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return out;
}

Json example_of(const ViewField& f) {
  if (f.type == "text" || f.type == "time" || f.type == "day") return f.example == "null" ? Json() : Json(f.example);
  const auto parsed = base::parse_json(f.example);
  return parsed ? *parsed : Json(f.example);
}

/// "text" as JSON Schema names it, with its format.
void put_type(Json& schema, const ViewField& f) {
  std::string type = f.type;
  if (type == "text" || type == "time" || type == "day") {
    type = "string";
  } else if (type.starts_with("list")) {
    type = "array";
  } else if (type.starts_with(map_of)) {
    type = "object";
  }
  schema["type"] = f.nullable ? Json{type, "null"} : Json(type);
  if (f.type == "time") schema["format"] = "date-time";
  if (f.type == "day") schema["format"] = "date";
}

/// The object whose fields stand directly below `prefix` ("" or "control.").
void put_members(Json& schema, const ViewModel& view, const std::string& prefix);

Json member(const ViewModel& view, const ViewField& f) {
  Json schema = Json::object();
  put_type(schema, f);
  schema["description"] = f.meaning;
  if (!f.example.empty()) schema["examples"] = Json::array({example_of(f)});
  if (f.type == "object") {
    put_members(schema, view, f.path + ".");
  } else if (f.type == "list") {
    Json items{{"type", "object"}};
    put_members(items, view, f.path + "[].");
    schema["items"] = std::move(items);
  } else if (f.type.starts_with(list_of) || f.type.starts_with(map_of)) {
    const bool list = f.type.starts_with(list_of);
    const std::string inner = f.path + (list ? "[]" : ".*");
    const auto item =
        std::find_if(view.fields.begin(), view.fields.end(), [&](const ViewField& x) { return x.path == inner; });
    DEBRIEF_CHECK(item != view.fields.end(), "what a list or map holds is described");
    schema[list ? "items" : "additionalProperties"] = member(view, *item);
  }
  return schema;
}

void put_members(Json& schema, const ViewModel& view, const std::string& prefix) {
  Json properties = Json::object(), required = Json::array();
  for (const ViewField& f : view.fields) {
    if (!f.path.starts_with(prefix) || f.path.find_first_of(".[", prefix.size()) != std::string::npos) continue;
    const std::string name = f.path.substr(prefix.size());
    if (!f.absent && !f.inside) required.push_back(name);
    properties[name] = member(view, f);
  }
  schema["properties"] = std::move(properties);
  schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

}  // namespace

const std::vector<ViewModel>& view_models() {
  static const std::vector<ViewModel> all = read_all();
  return all;
}

const ViewModel* view_model(std::string_view kind) {
  for (const ViewModel& view : view_models()) {
    if (view.kind == kind || view.name == kind) return &view;
  }
  return nullptr;
}

Json view_schema(const ViewModel& view) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"$id", "urn:debrief:view:" + view.name},
              {"title", view.name},
              {"description", view.meaning},
              {"type", "object"}};
  put_members(schema, view, "");
  schema["properties"]["schema"]["const"] = view.name;
  Json inside = Json::array();
  for (const ViewField& f : view.fields) {
    if (f.inside) inside.push_back(f.path);
  }
  if (!inside.empty()) {
    // Readers inside the organisation, and a learner's assessor, get every part.
    schema["if"] = {{"properties", {{"audience", {{"enum", {"internal", "manager", "assessor"}}}}}}};
    schema["then"] = {{"required", std::move(inside)}};
  }
  return schema;
}

std::string view_reference(const ViewModel& view) {
  std::string out = fmt::format("# Fields of {}\n\n{}{}.\n\n", view.name,
                                base::ascii_lower(view.meaning.substr(0, 1)) == view.meaning.substr(0, 1) ? "It holds " : "",
                                view.meaning);
  out += "| Field | Type | Meaning | Example | May be missing |\n|---|---|---|---|---|\n";
  for (const ViewField& f : view.fields) {
    std::vector<std::string> missing;
    if (f.nullable) missing.emplace_back("null");
    if (f.absent) missing.emplace_back("absent");
    if (f.inside) missing.emplace_back("for readers outside");
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", cell(f.path), f.type, cell(f.meaning),
                       f.example.empty() ? std::string() : "`" + cell(f.example) + "`", base::joined(missing, ", "));
  }
  return out;
}

}  // namespace debrief::templates
