// manifest.json: which files a folder holds, what they were made from, and by what.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/documents.h"
#include "app/session.h"

namespace debrief::app {

inline constexpr std::string_view manifest_name = "manifest.json";

/// One document and the files it was written to.
///
/// name      of the document: "pir-3"
/// settings  what was asked for, as JSON text: kind, id, audience, window, …
/// kpis      ids of the figures in it; their definitions go into the manifest
/// facts     label and SHA-256 of each fact, for `report verify` to name what no longer holds; empty for readers
///           outside, whom the hash of a fact left out could still tell it
struct ManifestEntry {
  std::string name;
  std::string settings;
  std::string facts_digest;
  std::vector<std::string> kpis;
  std::vector<WrittenFile> files;
  std::vector<std::pair<std::string, std::string>> facts{};
};

/// Writes folder/manifest.json: version, clock, schema, imports with their hashes, this entry, and the hash of every
/// file. Entries that an earlier command left there stay as long as their files are there, unchanged.
///
/// The member "digest" is the SHA-256 of the manifest without it, so that a change to the manifest shows.
/// Gives that digest.
std::string write_manifest(Session& session, const base::Path& folder, const ManifestEntry& entry);

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
