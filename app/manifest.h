// manifest.json: which files a folder holds, what they were made from, and by what.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/documents.h"
#include "app/session.h"

namespace debrief::app {

inline constexpr std::string_view manifest_name = "manifest.json";

/// One document and the files it was written to.
///
/// name      of the document: "pir-3"
/// settings  what was asked for, as JSON text: kind, id, audience, window, …
/// kpis      ids of the figures in it; their definitions go into the manifest
/// id        by which a copy of its files is known again; "" none
/// more      further members of its entry, as JSON text of an object: facts, withheld, templates, conformance
struct ManifestEntry {
  std::string name;
  std::string settings;
  std::string facts_digest;
  std::vector<std::string> kpis;
  std::vector<WrittenFile> files;
  std::string id{};
  std::string more{};
};

/// Writes folder/manifest.json: version, clock, schema, imports with their hashes, this entry, and the hash of every
/// file. Entries that an earlier command left there stay as long as their files are there, unchanged.
///
/// The member "digest" is the SHA-256 of the manifest without it, so that a change to the manifest shows.
/// Gives that digest.
std::string write_manifest(Session& session, const base::Path& folder, const ManifestEntry& entry);

/// The imports that stand, oldest first, with the hashes of their files.
/// outside  without the names of the files, which may be somebody's
nlohmann::ordered_json inputs_of(review::Store& store, bool outside);

/// The figures' definitions, each with a `version` that changes when the definition does.
nlohmann::ordered_json definitions_of(const std::vector<std::string>& kpis);

/// A file that is not as the manifest says. state: changed | added | removed
struct ManifestFault {
  std::string path;
  std::string state;
};

/// Every file below `folder` against its manifest, the manifest included, in order of path.
/// Throws Error no-manifest (3).
std::vector<ManifestFault> verify_manifest(const base::Path& folder);

/// The digest that stands in folder/manifest.json, "" when it has none or cannot be read as JSON.
std::string manifest_digest(const base::Path& folder);

}  // namespace debrief::app
