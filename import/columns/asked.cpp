// Reading a person's own mapping file.

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "import/mapping.h"
#include "import/sniff/types.h"

namespace debrief::import {

AskedMapping read_asked_mapping(const std::string& path) {
  if (path.empty()) return {};
  return asked_mapping_of(base::read_file(path, 16U << 20U), path);
}

AskedMapping asked_mapping_of(const std::string& text_of_file, const std::string& path) {
  AskedMapping asked;
  asked.text = text_of_file;
  const auto bad = [&](const std::string& what) {
    return base::Error(base::Status::usage, "bad-mapping", fmt::format("{}: {}", path, what),
                       "write {\"columns\": {\"Heading\": \"opened\", \"Other heading\": null}, \"zone\": "
                       "\"Europe/London\", \"day_order\": \"dmy\"}");
  };
  const auto parsed = base::parse_json(text_of_file);
  if (!parsed) {
    throw base::Error(
        base::Status::refused, "json-malformed",
        fmt::format("{}:{}: {}", path, std::max<std::int64_t>(1, parsed.issue().place.line), parsed.issue().detail),
        "correct the mapping file; debrief import show ID prints the mapping of an earlier import");
  }
  const base::Json& j = *parsed;
  if (!j.is_object()) throw bad("the mapping must be an object");
  for (const auto& member : j.items()) {
    const std::string& key = member.key();
    const base::Json& value = member.value();
    const auto text = [&](const base::Json& v) {
      if (!v.is_string()) throw bad(fmt::format("\"{}\" must be a text", key));
      return v.get<std::string>();
    };
    if (key == "columns") {
      if (!value.is_object()) throw bad("\"columns\" must be an object of headings and roles");
      for (const auto& [heading, role] : value.items()) {
        if (role.is_null()) {
          asked.columns[heading] = std::nullopt;
          continue;
        }
        std::string id = text(role);
        if (role_named(id) == nullptr) {
          std::vector<std::string> names;
          for (const auto& r : all_roles()) names.emplace_back(r.id);
          const std::string near = base::nearest(id, names);
          throw base::Error(base::Status::usage, "unknown-role", fmt::format("{}: there is no role \"{}\"", path, id),
                            near.empty() ? "roles are named as in the columns of an import's receipt"
                                         : fmt::format("did you mean \"{}\"?", near));
        }
        asked.columns[heading] = std::move(id);
      }
    } else if (key == "zone") {
      asked.zone = text(value);
    } else if (key == "day_order") {
      asked.day_order = text(value);
      if (day_order_named(asked.day_order) == DayOrder::unknown) throw bad("\"day_order\" is dmy, mdy or ymd");
    } else if (key == "source") {
      asked.source = text(value);
    } else if (key == "kind") {
      asked.kind = review::kind_named(text(value));
      if (!asked.kind) throw bad("\"kind\" is incident, complaint, request, near_miss or maintenance");
    }
  }
  return asked;
}

}  // namespace debrief::import
