// A learner's evidence pack.

#include "app/portfolio_pack.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/csv.h"
#include "app/version.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/coverage.h"
#include "review/learners.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Path;
using base::Status;
using templates::ClaimLine;

constexpr std::string_view key_format = "debrief-key/1";

Path settled(const Path& path) { return std::filesystem::weakly_canonical(std::filesystem::absolute(path)); }

void must_stay_outside(const Path& key, const Path& folder) {
  const Path inside = settled(key).lexically_relative(settled(folder));
  if (inside.empty() || *inside.begin() == "..") return;
  throw Error(Status::usage, "key-in-folder",
              "the key must not lie in the folder of the pack: whoever has both knows the names",
              "name another place with --key, and keep it at the centre");
}

/// The key that is there; an empty object when there is none. Throws bad-key (5).
Json standing_key(const Path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return Json::object();
  const auto key = base::parse_json(base::read_file(path, 64U << 20U));
  const bool ours = key.ok() && key->is_object() && key->value("format", "") == key_format && key->contains("salt") &&
                    (*key)["salt"].is_string();
  if (!ours) {
    throw Error(Status::refused, "bad-key", fmt::format("{} is not a key of Debrief", base::quoted(path.string(), 200)),
                "name the file that portfolio build wrote, or one that does not exist yet");
  }
  return *key;
}

std::string claims_csv(const std::vector<ClaimLine>& claims) {
  CsvText csv;
  csv.row({"unit", "criterion", "evidence", "incident", "row", "grade", "signal", "at", "entered_at", "quote_hash",
           "strength", "note"});
  for (const ClaimLine& c : claims) {
    csv.row({without_formula(c.unit), without_formula(c.criterion), c.evidence, without_formula(c.incident),
             std::to_string(c.row), std::string(1, c.grade), c.signal, base::rfc3339(c.at),
             c.entered_at ? base::rfc3339(*c.entered_at) : "", c.quote_hash, c.strength, without_formula(c.note)});
  }
  return csv.text();
}

Json pack_document(Session& session, const PackRequest& request, const templates::Built& built, const std::string& id) {
  Json units = Json::array();
  for (const std::string& name : request.units) {
    const review::Unit unit = templates::unit_named(session.reader(), name);
    std::map<std::string, std::string> strongest;
    std::size_t count = 0;
    for (const ClaimLine& c : built.claims) {
      if (c.unit != unit.id) continue;
      ++count;
      auto& strength = strongest[c.criterion];
      if (strength != "claimed") strength = c.strength;
    }
    Json criteria = Json::array();
    for (const auto& c : unit.criteria) {
      const auto found = strongest.find(c.id);
      criteria.push_back({{"id", c.id},
                          {"rows", found == strongest.end() ? "none" : found->second},
                          {"log_strength", c.log_strength}});
    }
    units.push_back({{"id", unit.id},
                     {"title", unit.title},
                     {"source_kind", unit.source_kind},
                     {"claims", count},
                     {"criteria", criteria}});
  }
  Json withheld = Json::object();
  for (const auto& [what, n] : withheld_counts(built)) withheld[what] = n;
  const bool named = request.profile == "assessor";
  return {{"format", "debrief-pack/1"},
          {"pack_id", id},
          {"status", "draft"},
          {"profile", request.profile},
          {"learner", named ? Json(review::learner(session.reader(), request.learner).name) : Json("LEARNER")},
          {"made_at", base::rfc3339(session.now())},
          {"program", {{"name", "debrief"}, {"version", version()}}},
          {"units", units},
          {"claims", built.claims.size()},
          {"unwritten", built.unwritten},
          {"withheld", withheld},
          {"facts_digest", built.facts_digest}};
}

/// Takes away what an earlier build left, so that the folder holds this pack and nothing else.
void clear_folder(const Path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored)) return;
  if (!std::filesystem::is_directory(folder, ignored)) throw base::file_error(ENOTDIR, folder, "write into");
  std::vector<Path> present;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) present.push_back(entry.path());
  }
  if (present.empty()) return;
  std::set<std::string> listed{std::string(manifest_name)};
  if (std::filesystem::exists(folder / manifest_name, ignored)) {
    const Json manifest = base::parse_json(base::read_file(folder / manifest_name)).maybe().value_or(Json::object());
    for (const Json& file : manifest.value("files", Json::array())) listed.insert(file.value("path", ""));
  }
  for (const Path& path : present) {
    const std::string name = std::filesystem::relative(path, folder).generic_string();
    if (listed.contains(name)) continue;
    throw Error(
        Status::refused, "folder-not-empty",
        fmt::format("{} holds {}, which is no part of a pack", base::quoted(folder.string(), 200), base::quoted(name)),
        "give the pack a folder of its own; nothing was written");
  }
  for (const Path& path : present) std::filesystem::remove(path);
}

}  // namespace

PackAnswer build_pack(Session& session, const PackRequest& request) {
  must_stay_outside(request.key, request.folder);
  const Json earlier = standing_key(request.key);
  PackAnswer answer;
  ReportRequest report{"portfolio", request.learner, request.units, request.formats, request.options, {}};
  report.options.audience = request.profile;
  report.options.pseudonym_salt = earlier.contains("salt") ? earlier["salt"].get<std::string>() : base::random_hex(32);

  templates::Built built = build(session.reader(), report);
  const auto formats = report.formats.empty() ? formats_of(built) : report.formats;
  std::vector<std::pair<std::string, std::string>> rendered;
  for (const std::string& format : formats) rendered.emplace_back(format, written(built, format, {}));
  answer.pack_id = base::commitment(report.options.pseudonym_salt, built.facts_digest).substr(0, 16);
  const std::string pack = base::dumped(pack_document(session, request, built, answer.pack_id), 2) + "\n";

  clear_folder(request.folder);
  for (const auto& [format, bytes] : rendered) {
    // pack.json is the pack's own record; the document as JSON stands beside it.
    const std::string path =
        fmt::format("{}.{}", format == "json" ? "pack-document" : "pack", reports::writer_named(format)->extension);
    answer.files.push_back(write_into(request.folder, path, format, bytes));
  }
  answer.files.push_back(write_into(request.folder, "claims.csv", "csv", claims_csv(built.claims)));
  answer.files.push_back(write_into(request.folder, "pack.json", "json", pack));
  answer.digest = write_manifest(session, request.folder,
                                 {built.name, settings_of(report), built.facts_digest, built.kpis, answer.files});
  answer.claims = built.claims.size();

  Json key{{"format", key_format},
           {"pack_id", answer.pack_id},
           {"learner", review::learner(session.reader(), request.learner).name},
           {"units", request.units},
           {"profile", request.profile},
           {"salt", report.options.pseudonym_salt},
           {"manifest_digest", answer.digest},
           {"pseudonyms", built.pseudonyms}};
  base::write_file(request.key, base::dumped(key, 2) + "\n");
  std::error_code ignored;
  std::filesystem::permissions(request.key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               ignored);
  answer.report.withheld = withheld_counts(built);
  answer.report.files = answer.files;
  answer.report.built = std::move(built);
  return answer;
}

PackVerdict verify_pack(Session& session, const Path& folder, const Path& key_path) {
  PackVerdict verdict;
  verdict.faults = verify_manifest(folder);
  const auto manifest = base::parse_json(base::read_file(folder / manifest_name));
  if (manifest.ok() && manifest->is_object()) verdict.files = manifest->value("files", Json::array()).size();
  if (key_path.empty()) return verdict;
  base::must_be_readable_file(key_path);
  const Json key = standing_key(key_path);
  const bool listed =
      std::any_of(verdict.faults.begin(), verdict.faults.end(), [](const auto& f) { return f.path == manifest_name; });
  if (!listed && key.value("manifest_digest", "") != manifest_digest(folder)) {
    verdict.faults.insert(verdict.faults.begin(), {std::string(manifest_name), "changed"});
  }
  if (!session.has_workspace()) return verdict;

  // With the key and the log at hand, each cited row is proved against the log as it is now.
  ReportRequest report{"portfolio", key.value("learner", ""), key.value("units", std::vector<std::string>{}), {}, {},
                       {}};
  report.options.audience = key.value("profile", "assessor");
  report.options.pseudonym_salt = key.value("salt", "");
  report.options.now = session.now();
  const auto built = build(session.reader(), report);
  std::set<std::string> live;
  for (const ClaimLine& c : built.claims) live.insert(fmt::format("{}|{}|{}", c.incident, c.row, c.quote_hash));
  verdict.claims_checked = 0;
  const std::string csv = base::read_file(folder / "claims.csv");
  bool heading = true;
  for (const std::string& line : base::split(csv, '\n')) {
    const auto cells = base::split(base::trimmed(line), ',');
    if (heading || cells.size() < 12) {
      heading = false;
      continue;
    }
    ++*verdict.claims_checked;
    if (!live.contains(fmt::format("{}|{}|{}", cells[3], cells[4], cells[9]))) {
      verdict.claim_faults.push_back(
          fmt::format("{} row {}: the log does not hold this row as it was cited", cells[3], cells[4]));
    }
  }
  return verdict;
}

}  // namespace debrief::app
