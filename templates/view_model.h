// What a template may use: the fields of each kind's view, described once in templates/views/*.view.
//
// A line of such a file is one field: name | type | meaning | example; what stands two blanks further in is inside it.
// The reference, the JSON Schema and `debrief template check` all read these lines. A test holds them against the views
// that are really built, in both directions.
//
// Types: text, integer, number, boolean, time (RFC 3339), day (2026-05-01), object, list (of objects), "list of T",
// "map of T" (names are free), or a shape of shapes.view. Behind the type: "or null", "or absent", and ", inside" for
// a part that readers outside do not get.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace debrief::templates {

/// path      "control.incidents[].ref": [] for each item of a list, * for each name of a map
/// type      as in the file, without "or null" and what follows: "text", "list of text", "map of boolean"
/// nullable  null where there is nothing to say
/// absent    may be left out
/// inside    left out for readers outside
/// example   one value, as JSON would write it but without quotes; "" for objects and lists
struct ViewField {
  std::string path;
  std::string type;
  bool nullable = false;
  bool absent = false;
  bool inside = false;
  std::string meaning;
  std::string example;
};

/// kind    "pir", as in report_kinds()
/// name    "pir/1": what stands in the view's own field `schema`
/// fields  each before what is inside it, in the order of the file
struct ViewModel {
  std::string kind;
  std::string name;
  std::string meaning;
  std::vector<ViewField> fields;
};

/// All views, by kind.
const std::vector<ViewModel>& view_models();
/// nullptr when there is none of that kind. Also found by its name, "pir/1".
const ViewModel* view_model(std::string_view kind);

/// Its JSON Schema, draft 2020-12: every field typed, none besides them.
nlohmann::ordered_json view_schema(const ViewModel& view);

/// Its reference as Markdown: a table of path, type, meaning, example and whether it may be missing.
std::string view_reference(const ViewModel& view);

}  // namespace debrief::templates
