// manifest.json.

#include "app/manifest.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analytics/kpi.h"
#include "app/shapes/figures_shape.h"
#include "app/version.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/imports.h"

namespace debrief::app {

namespace {

using base::Json;

Json file_shape(const WrittenFile& file) {
  return {{"path", file.path}, {"format", file.format}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

/// The manifest that stands in the folder; an empty object when there is none that reads as one of ours.
Json standing_manifest(const base::Path& folder) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(folder / manifest_name, ignored)) return Json::object();
  const Json found = base::parse_json(base::read_file(folder / manifest_name)).maybe().value_or(Json::object());
  return found.is_object() && found.contains("documents") && found["documents"].is_array() ? found : Json::object();
}

bool as_listed(const base::Path& folder, const Json& file) {
  const base::Path path = folder / file.value("path", "");
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) &&
         base::sha256(base::read_file(path)) == file.value("sha256", "");
}

/// Entries of earlier commands that still hold, without those this one replaces.
Json kept_entries(const base::Path& folder, const ManifestEntry& entry) {
  std::set<std::string> replaced;
  for (const WrittenFile& file : entry.files) replaced.insert(file.path);
  Json kept = Json::array();
  const Json standing = standing_manifest(folder);
  for (Json document : standing.value("documents", Json::array())) {
    Json files = Json::array();
    for (const Json& file : document.value("files", Json::array())) {
      if (!replaced.contains(file.value("path", "")) && as_listed(folder, file)) files.push_back(file);
    }
    if (files.empty()) continue;
    document["files"] = std::move(files);
    kept.push_back(std::move(document));
  }
  return kept;
}

std::string digest_of(Json manifest) {
  manifest.erase("digest");
  return base::sha256(base::dumped(manifest));
}

}  // namespace

Json inputs_of(review::Store& store, bool outside) {
  auto imports = review::list_imports(store);
  std::reverse(imports.begin(), imports.end());
  Json inputs = Json::array();
  for (const auto& summary : imports) {
    if (summary.undone_ms != 0) continue;
    const Json receipt = base::parse_json(summary.receipt).maybe().value_or(Json::object());
    inputs.push_back({{"import_id", summary.id},
                      {"file", outside ? Json() : Json(summary.file)},
                      {"sha256", receipt.value("sha256", Json())},
                      {"bytes", receipt.value("bytes", Json())},
                      {"source", summary.source}});
  }
  return inputs;
}

Json definitions_of(const std::vector<std::string>& kpis) {
  Json out = Json::array();
  for (const std::string& id : kpis) {
    const auto* kpi = analytics::kpi_named(id);
    if (kpi == nullptr) continue;
    Json shape = kpi_shape(*kpi);
    shape["version"] = base::sha256(base::dumped(shape)).substr(0, 12);
    out.push_back(std::move(shape));
  }
  return out;
}

std::string write_manifest(Session& session, const base::Path& folder, const ManifestEntry& entry) {
  review::Store& store = session.reader();
  const Json settings = *base::parse_json(entry.settings);
  const std::string audience = settings.value("audience", "");
  Json documents = kept_entries(folder, entry);
  Json files = Json::array();
  for (const WrittenFile& file : entry.files) files.push_back(file_shape(file));
  Json written{{"name", entry.name},
                {"made_at", base::rfc3339(session.now())},
                {"settings", settings},
                {"facts_digest", entry.facts_digest},
                {"kpis", entry.kpis},
                {"files", std::move(files)}};
  if (!entry.id.empty()) written["id"] = entry.id;
  if (!entry.more.empty()) written.update(*base::parse_json(entry.more));
  documents.push_back(std::move(written));
  std::sort(documents.begin(), documents.end(), [](const Json& a, const Json& b) {
    return a.value("name", "") != b.value("name", "")
               ? a.value("name", "") < b.value("name", "")
               : a["files"][0].value("path", "") < b["files"][0].value("path", "");
  });
  std::set<std::string> kpis;
  std::map<std::string, Json> by_path;
  for (const Json& document : documents) {
    for (const Json& id : document.value("kpis", Json::array())) kpis.insert(id.get<std::string>());
    for (const Json& file : document["files"]) by_path[file.value("path", "")] = file;
  }
  Json all_files = Json::array();
  for (auto& [path, file] : by_path) all_files.push_back(std::move(file));
  Json manifest{{"format", "debrief-manifest/1"},
                {"program", {{"name", "debrief"}, {"version", version()}}},
                {"schema", review::Store::newest_schema()},
                {"made_at", base::rfc3339(session.now())},
                {"zone", store.zone().name()},
                {"inputs", inputs_of(store, audience == "external" || audience == "share")},
                {"definitions", definitions_of({kpis.begin(), kpis.end()})},
                {"documents", std::move(documents)},
                {"files", std::move(all_files)}};
  const std::string digest = digest_of(manifest);
  manifest["digest"] = digest;
  base::write_file(folder / manifest_name, base::dumped(manifest, 2) + "\n");
  return digest;
}

std::string manifest_digest(const base::Path& folder) {
  const auto manifest = base::parse_json(base::read_file(folder / manifest_name));
  return manifest.ok() && manifest->is_object() && manifest->contains("digest") && (*manifest)["digest"].is_string()
             ? (*manifest)["digest"].get<std::string>()
             : std::string();
}

std::vector<ManifestFault> verify_manifest(const base::Path& folder) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(folder / manifest_name, failed)) {
    throw base::Error(base::Status::world, "no-manifest",
                      fmt::format("{} holds no manifest.json", base::quoted(folder.string(), 200)),
                      "name the folder that debrief portfolio build or debrief report wrote");
  }
  std::map<std::string, std::string> faults;
  std::map<std::string, std::string> listed;
  const auto manifest = base::parse_json(base::read_file(folder / manifest_name));
  const bool readable =
      manifest.ok() && manifest->is_object() && manifest->contains("files") && (*manifest)["files"].is_array();
  if (!readable || digest_of(*manifest) != manifest_digest(folder)) faults[std::string(manifest_name)] = "changed";
  if (readable) {
    for (const Json& file : (*manifest)["files"]) {
      if (file.is_object()) listed[file.value("path", "")] = file.value("sha256", "");
    }
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) continue;
    const std::string path = std::filesystem::relative(entry.path(), folder).generic_string();
    if (path == manifest_name) continue;
    const auto expected = listed.find(path);
    if (expected == listed.end()) {
      faults[path] = "added";
      continue;
    }
    if (!entry.is_regular_file() || base::sha256(base::read_file(entry.path())) != expected->second)
      faults[path] = "changed";
    listed.erase(expected);
  }
  for (const auto& [path, hash] : listed) faults[path] = "removed";
  std::vector<ManifestFault> out;
  for (const auto& [path, state] : faults) out.push_back({path, state});
  return out;
}

}  // namespace debrief::app
