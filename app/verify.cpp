// A document held against the workspace as it is now.

#include "app/verify.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/document_id.h"
#include "app/manifest.h"
#include "app/paths.h"
#include "app/report_files.h"
#include "app/temporary_folder.h"
#include "app/version.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "import/table.h"
#include "review/documents.h"
#include "review/imports.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

constexpr std::size_t most_cells = 200;

/// What is known of how a file was made: an entry of a manifest, or what the workspace kept.
struct Known {
  Json entry;
  std::string by;
};

Json manifest_beside(const base::Path& folder) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(folder / manifest_name, ignored)) return Json::object();
  const Json found = base::parse_json(base::read_file(folder / manifest_name)).maybe().value_or(Json::object());
  if (!found.is_object()) return Json::object();
  return found;
}

/// The entry whose file of `name`, or of this hash under another name, the manifest lists.
std::optional<Json> listed_entry(const Json& manifest, const std::string& name, const std::string& sha256) {
  std::optional<Json> by_hash;
  for (const Json& document : manifest.value("documents", Json::array())) {
    for (const Json& file : document.value("files", Json::array())) {
      const bool named = file.value("path", "") == name;
      if (!named && file.value("sha256", "") != sha256) continue;
      Json entry = document;
      entry["program"] = manifest.value("program", Json::object()).value("version", "");
      entry["inputs"] = manifest.value("inputs", Json::array());
      entry["definitions"] = manifest.value("definitions", Json::array());
      if (named) return entry;
      if (!by_hash) by_hash = std::move(entry);
    }
  }
  return by_hash;
}

Known known_of(Session& session, const base::Path& file, const std::string& bytes, const std::string& sha256) {
  review::Store& store = session.reader();
  if (const std::string id = document_id_in(bytes); !id.empty()) {
    if (const auto kept = review::kept_document(store, id)) return {*base::parse_json(kept->entry), "identifier"};
  }
  const base::Path folder = file.has_parent_path() ? file.parent_path() : base::Path(".");
  const Json manifest = manifest_beside(folder);
  const auto listed = listed_entry(manifest, file.filename().string(), sha256);
  if (const auto kept = review::kept_document_with(store, sha256)) {
    return {*base::parse_json(kept->entry), listed ? "manifest" : "hash"};
  }
  if (listed) return {*listed, "manifest"};
  if (!manifest.empty()) {
    throw Error(Status::refused, "bad-manifest",
                fmt::format("the manifest in {} does not list {}", base::quoted(folder.string(), 200),
                            base::quoted(file.filename().string())),
                "name a file that debrief report wrote");
  }
  throw Error(Status::world, "no-manifest",
              fmt::format("{} holds no manifest.json, and nothing in {} tells where it comes from",
                          base::quoted(folder.string(), 200), base::quoted(file.filename().string())),
              "verify a document in the workspace it was written from, or beside its manifest");
}

/// Why facts differ now: what has changed around them since.
class Reasons {
 public:
  Reasons(Session& session, const Json& entry) {
    std::map<std::int64_t, std::string> then;
    for (const Json& input : entry.value("inputs", Json::array())) then[input.value("import_id", std::int64_t{0})] = "";
    std::vector<std::string> moved;
    for (const auto& import : review::list_imports(session.reader())) {
      const bool was = then.contains(import.id), is = import.undone_ms == 0;
      if (was == is) continue;
      moved.push_back(is ? fmt::format("import {} of {} came since", import.id, base::quoted(import.file))
                         : fmt::format("import {} of {} was taken back", import.id, base::quoted(import.file)));
    }
    imports_ = base::joined(moved, "; ");
    std::vector<std::string> ids;
    for (const Json& d : entry.value("definitions", Json::array())) ids.push_back(d.value("id", ""));
    const Json now = definitions_of(ids);
    for (const Json& d : entry.value("definitions", Json::array())) {
      const auto same = std::find_if(now.begin(), now.end(), [&](const Json& n) { return n["id"] == d.value("id", ""); });
      const bool changed = same == now.end() || (d.contains("version") && (*same)["version"] != d["version"]);
      if (changed) definitions_.insert(d.value("title", ""));
    }
    then_ = entry.value("program", "");
  }

  void explain(FactChange& change) const {
    const std::string figure = change.label.substr(0, change.label.find(", "));
    const bool record = change.source.starts_with("action ") || change.source.find("the workspace") != std::string::npos ||
                        change.source.starts_with("all ");
    if (definitions_.contains(figure)) {
      change.cause = "definition";
      change.why = "the definition of the figure has changed";
    } else if (!record && !imports_.empty()) {
      change.cause = "import";
      change.why = imports_;
    } else if (then_ != version() && !record) {
      change.cause = "program";
      change.why = fmt::format("written by version {}, worked out again by version {}", then_, version());
    } else {
      change.cause = "record";
      change.why = record ? change.source + ": changed since" : "the record was changed since";
    }
  }

 private:
  std::string imports_, then_;
  std::set<std::string> definitions_;
};

/// Fills gone, changes and added from the facts then and now.
void compare_facts(const Json& then, const std::vector<templates::Fact>& facts, ReportVerdict& verdict) {
  std::vector<bool> taken(facts.size(), false);
  std::vector<const Json*> missing;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_hash;
  for (std::size_t i = 0; i < facts.size(); ++i) by_hash.emplace(std::pair(facts[i].label, base::sha256(facts[i].text)), i);
  for (const Json& fact : then) {
    const auto found = by_hash.find({fact.value("label", ""), fact.value("sha256", "")});
    if (found == by_hash.end()) {
      missing.push_back(&fact);
    } else {
      taken[found->second] = true;
      by_hash.erase(found);
    }
  }
  for (const Json* fact : missing) {
    FactChange change;
    change.label = fact->value("label", "");
    change.source = fact->value("source", "");
    if (fact->contains("text")) change.says = fact->value("text", "");
    for (std::size_t i = 0; i < facts.size(); ++i) {
      if (taken[i] || facts[i].label != change.label) continue;
      taken[i] = true;
      change.now = facts[i].text;
      if (change.source.empty()) change.source = facts[i].source;
      break;
    }
    verdict.gone.push_back(change.label);
    verdict.changes.push_back(std::move(change));
  }
  verdict.added = static_cast<std::size_t>(std::count(taken.begin(), taken.end(), false));
}

using Rows = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// The cells of one sheet, each row by its first cell; the headings first.
Rows rows_of(const base::Path& file, const std::string& sheet) {
  Rows out;
  import::Options options;
  options.sheet = sheet;
  const auto source = import::Source::open(file.string());
  import::each_row(
      source, options, [&](const std::vector<std::string>& columns) { out.emplace_back("", columns); },
      [&](std::int64_t, const std::vector<std::string_view>& cells) {
        std::vector<std::string> row(cells.begin(), cells.end());
        out.emplace_back(row.empty() ? std::string() : row.front(), std::move(row));
      });
  return out;
}

/// Cells of the file that a workbook made anew does not have: rows are matched by their first cell, columns by heading.
void compare_cells(const std::string& sheet, const Rows& then, const Rows& now, ReportVerdict& verdict) {
  if (then.empty() || now.empty()) return;
  std::map<std::string, const std::vector<std::string>*> by_key;
  for (std::size_t i = 1; i < now.size(); ++i) by_key.emplace(now[i].first, &now[i].second);
  const auto& heads = then[0].second;
  std::vector<std::size_t> column;
  for (const std::string& head : heads)
    column.push_back(static_cast<std::size_t>(std::find(now[0].second.begin(), now[0].second.end(), head) -
                                              now[0].second.begin()));
  for (std::size_t i = 1; i < then.size(); ++i) {
    const auto same = by_key.find(then[i].first);
    for (std::size_t c = 0; c < heads.size() && c < then[i].second.size(); ++c) {
      const std::string& says = then[i].second[c];
      std::optional<std::string> is;
      if (same != by_key.end() && column[c] < same->second->size()) is = (*same->second)[column[c]];
      if ((is && *is == says) || (!is && (says.empty() || c > 0))) continue;
      if (verdict.changes.size() == most_cells) return;
      const std::string where =
          fmt::format("{}{}, {}", sheet.empty() ? "" : sheet + ", ", then[i].first, heads[c].empty() ? "cell" : heads[c]);
      verdict.gone.push_back(where);
      verdict.changes.push_back({where, says, is, {}, {}, {}});
    }
  }
}

/// The sheets of the file against those that would be written now.
void compare_workbook(const base::Path& file, const std::string& format, const std::string& anew,
                      const templates::Workbook& book, ReportVerdict& verdict) {
  const TemporaryFolder folder;
  const base::Path other = folder.path() / ("now." + format);
  base::write_file(other, anew);
  for (const auto& sheet : book.sheets) {
    if (sheet.hidden || sheet.rows.empty()) continue;
    const std::string name = format == "xlsx" ? sheet.name : std::string();
    try {
      compare_cells(name, rows_of(file, name), rows_of(other, name), verdict);
    } catch (const Error&) {
      continue;  // a sheet that was renamed or taken out cannot be read by its name; the bytes differ all the same
    }
    if (format == "csv") break;
  }
}

std::string format_of(const Json& entry, const std::string& sha256, const base::Path& file) {
  std::string format;
  for (const Json& listed : entry.value("files", Json::array())) {
    if (listed.value("sha256", "") == sha256) return listed.value("format", "");
    if (listed.value("path", "") == file.filename().string()) format = listed.value("format", "");
  }
  if (!format.empty()) return format;
  const std::string extension = base::ascii_lower(file.extension().string());
  return extension.empty() ? extension : extension.substr(1);
}

}  // namespace

ReportVerdict verify_report(Session& session, const base::Path& file) {
  base::must_be_readable_file(file);
  const std::string bytes = base::read_file(file, 1U << 30U);
  const std::string sha256 = base::sha256(bytes);
  const Known known = known_of(session, file, bytes, sha256);
  const Json settings = known.entry.value("settings", Json::object());
  if (settings.value("kind", "") == "portfolio" && !known.entry.contains("id")) {
    const base::Path folder = file.has_parent_path() ? file.parent_path() : base::Path(".");
    throw Error(Status::refused, "bad-manifest",
                fmt::format("{} belongs to an evidence pack", base::quoted(file.filename().string())),
                fmt::format("debrief portfolio verify {}", shell_word(folder.string())));
  }
  ReportVerdict verdict;
  verdict.document = known.entry.value("name", "");
  verdict.kind = settings.value("kind", "");
  verdict.made_at = known.entry.value("made_at", "");
  verdict.found_by = known.by;
  verdict.program_then = known.entry.value("program", "");
  verdict.program_now = version();
  for (const Json& listed : known.entry.value("files", Json::array()))
    verdict.unchanged = verdict.unchanged || listed.value("sha256", "") == sha256;

  ReportRequest request = request_from(session, settings, base::parse_rfc3339(verdict.made_at).value_or(session.now()));
  templates::Built built = build(session.reader(), request);
  verdict.facts = built.facts.size();
  verdict.holds = built.facts_digest == known.entry.value("facts_digest", "");
  compare_facts(known.entry.value("facts", Json::array()), built.facts, verdict);

  const std::string format = format_of(known.entry, sha256, file);
  const bool own_template = settings.contains("template_sha256") && !settings["template_sha256"].is_null();
  const bool own_style = settings.contains("house_style_sha256") && !settings["house_style_sha256"].is_null();
  const reports::Writer* writer = reports::writer_named(format);
  if (writer != nullptr && !own_template && !own_style) {
    // What was written then carries its own identifier, which a change of the facts changes too.
    const std::string id = known.entry.value("id", document_id_in(bytes));
    if (built.document) built.document->meta.id = id;
    if (built.workbook) built.workbook->id = id;
    const std::string anew = written(built, format, {});
    verdict.reproduced = anew == bytes;
    if (!*verdict.reproduced && built.workbook && (format == "xlsx" || format == "csv")) {
      const std::size_t before = verdict.changes.size();
      compare_workbook(file, format, anew, *built.workbook, verdict);
      if (verdict.changes.size() > before) verdict.holds = false;
    }
  }
  const Reasons reasons(session, known.entry);
  for (FactChange& change : verdict.changes) reasons.explain(change);
  return verdict;
}

}  // namespace debrief::app
