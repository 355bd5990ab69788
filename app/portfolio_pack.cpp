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

Json object_in(const Path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return Json::object();
  Json found = base::parse_json(base::read_file(file)).maybe().value_or(Json::object());
  return found.is_object() ? found : Json::object();
}

/// One entry for each pack the key was used for, oldest first.
std::vector<Json> packs_of(const Json& key) {
  std::vector<Json> packs;
  for (const Json& pack : key.value("packs", Json::array())) {
    if (pack.is_object()) packs.push_back(pack);
  }
  // A key of one pack only has it at the top.
  if (packs.empty() && key.contains("pack_id")) {
    Json pack = key;
    pack.erase("packs");
    packs.push_back(std::move(pack));
  }
  return packs;
}

/// True if the pack in `folder` is the learner's: by its own words, or by the key where it does not name them.
bool pack_of_learner(const Json& pack, const std::string& learner, const Json& key) {
  if (pack.value("format", "") != "debrief-pack/1") return false;
  if (pack.value("profile", "") != "share") return pack.value("learner", "") == learner;
  const auto packs = packs_of(key);
  return std::any_of(packs.begin(), packs.end(), [&](const Json& p) {
    return p.value("pack_id", "") == pack.value("pack_id", "?") && p.value("learner", "") == learner;
  });
}

/// Takes away what an earlier build of the learner's pack left, so that the folder holds this pack and nothing else.
/// Nothing is taken away when anything else stands there.
void clear_folder(const Path& folder, const std::string& learner, const Json& key) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored)) return;
  if (!std::filesystem::is_directory(folder, ignored)) throw base::file_error(ENOTDIR, folder, "write into");
  std::vector<Path> present;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) present.push_back(entry.path());
  }
  if (present.empty()) return;
  const auto refuse = [&](const std::string& what) {
    throw Error(Status::refused, "folder-not-empty",
                fmt::format("{} holds {}", base::quoted(folder.string(), 200), what),
                "give the pack a folder of its own; nothing was written");
  };
  const Json pack = object_in(folder / "pack.json");
  std::set<std::string> listed;
  for (const Json& document : object_in(folder / manifest_name).value("documents", Json::array())) {
    std::set<std::string> files;
    for (const Json& file : document.value("files", Json::array())) files.insert(file.value("path", ""));
    if (files.contains("pack.json")) listed = std::move(files);
  }
  if (!listed.empty()) listed.emplace(manifest_name);
  for (const Path& path : present) {
    const std::string name = std::filesystem::relative(path, folder).generic_string();
    if (!listed.contains(name)) refuse(fmt::format("{}, which is no part of a pack", base::quoted(name)));
  }
  if (!pack_of_learner(pack, learner, key)) {
    refuse(pack.value("profile", "") == "share" ? "a shared pack that the key does not know as this learner's"
                                                : "the pack of another learner");
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

  const std::string learner = review::learner(session.reader(), request.learner).name;
  clear_folder(request.folder, learner, earlier);
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

  const Json pack_entry{{"pack_id", answer.pack_id},
                        {"learner", learner},
                        {"units", request.units},
                        {"profile", request.profile},
                        {"manifest_digest", answer.digest},
                        {"pseudonyms", built.pseudonyms}};
  Json packs = Json::array();
  for (const Json& before : packs_of(earlier)) {
    if (before.value("manifest_digest", "") != answer.digest) packs.push_back(before);
  }
  packs.push_back(pack_entry);
  Json key = pack_entry;
  key["format"] = key_format;
  key["salt"] = report.options.pseudonym_salt;
  key["packs"] = std::move(packs);
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
  // The digest finds the pack among those of the key; a pack whose manifest was changed is still known by its id.
  const auto packs = packs_of(key);
  const std::string digest = manifest_digest(folder), id = object_in(folder / "pack.json").value("pack_id", "");
  const auto with = [&](const char* member, const std::string& value) {
    return std::find_if(packs.rbegin(), packs.rend(),
                        [&](const Json& p) { return !value.empty() && p.value(member, "") == value; });
  };
  auto own = with("manifest_digest", digest);
  if (own == packs.rend()) {
    own = with("pack_id", id);
    if (own == packs.rend() && verdict.faults.empty()) {
      std::vector<std::string> others;
      for (const Json& p : packs) others.push_back(p.value("pack_id", ""));
      verdict.other_key = fmt::format("{} is the key of pack {}, and this is pack {}",
                                      base::quoted(key_path.string(), 200), base::joined(others, ", "), id);
      return verdict;
    }
    if (!listed) verdict.faults.insert(verdict.faults.begin(), {std::string(manifest_name), "changed"});
  }
  if (own == packs.rend() || !session.has_workspace()) return verdict;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(folder / "claims.csv", ignored)) return verdict;

  // With the key and the log at hand, each cited row is proved against the log as it is now.
  ReportRequest report{"portfolio", own->value("learner", ""), own->value("units", std::vector<std::string>{}), {}, {},
                       {}};
  report.options.audience = own->value("profile", "assessor");
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
