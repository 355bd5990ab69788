// A learner's evidence pack as a folder, and the key that stays outside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/manifest.h"
#include "app/report_files.h"
#include "app/session.h"

namespace debrief::app {

/// learner  id or name
/// profile  assessor | share
/// key      where pseudonyms, salts and the manifests' digests are kept; must not lie inside the folder. A key that is
///          there already is used again, so that a pack built twice reads the same; every pack it was used for stays
///          in it
struct PackRequest {
  std::string learner;
  std::vector<std::string> units;
  std::string profile = "assessor";
  std::vector<std::string> formats;
  base::Path folder;
  base::Path key;
  templates::BuildOptions options;
};

struct PackAnswer {
  ReportAnswer report;
  std::vector<WrittenFile> files;  // all of the pack but the manifest
  std::string pack_id;
  std::string digest;  // of the manifest
  std::size_t claims = 0;
};

/// Writes documents, claims.csv, pack.json and manifest.json, and the key. The files of an earlier pack of the same
/// learner are taken away; anything else in the folder, another learner's pack included, is refused
/// (folder-not-empty, 5).
/// Throws key-in-folder (2), bad-key (5), and what the builder throws.
PackAnswer build_pack(Session& session, const PackRequest& request);

/// What a verification found.
///
/// claims_checked  rows compared with the live log, with the key and a workspace at hand
/// other_key       the packs a key that is not this pack's belongs to, in words; the pack itself is then not judged by
///                 it. "" when the key is the pack's or none was given
struct PackVerdict {
  std::vector<ManifestFault> faults;
  std::size_t files = 0;
  std::optional<std::size_t> claims_checked;
  std::vector<std::string> claim_faults;  // "INC-0417 row 12: …"
  std::string other_key;
};
PackVerdict verify_pack(Session& session, const base::Path& folder, const base::Path& key);

}  // namespace debrief::app
