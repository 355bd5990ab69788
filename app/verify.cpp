// A document held against the workspace as it is now.

#include "app/verify.h"

#include <algorithm>
#include <charconv>
#include <cmath>
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
#include "base/time.h"
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
      const auto same =
          std::find_if(now.begin(), now.end(), [&](const Json& n) { return n["id"] == d.value("id", ""); });
      const bool changed = same == now.end() || (d.contains("version") && (*same)["version"] != d["version"]);
      if (changed) definitions_.insert(d.value("title", ""));
    }
    then_ = entry.value("program", "");
  }

  void explain(FactChange& change) const {
    const std::string figure = change.label.substr(0, change.label.find(", "));
    const bool record = change.source.starts_with("action ") ||
                        change.source.find("the workspace") != std::string::npos || change.source.starts_with("all ");
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

/// Of a row of a table, the cells that differ.
void only_what_differs(FactChange& change) {
  if (!change.says || !change.now) return;
  constexpr std::string_view between = " | ";
  const auto cells = [&](std::string_view row) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= row.size();) {
      const std::size_t end = std::min(row.find(between, at), row.size());
      out.emplace_back(row.substr(at, end - at));
      at = end + between.size();
    }
    return out;
  };
  const auto then = cells(*change.says), now = cells(*change.now);
  if (then.size() != now.size()) return;
  std::vector<std::string> says, is;
  for (std::size_t i = 0; i < then.size(); ++i) {
    if (then[i] == now[i]) continue;
    says.push_back(then[i]);
    is.push_back(now[i]);
  }
  change.says = base::joined(says, between);
  change.now = base::joined(is, between);
}

/// Fills gone, changes and added from the facts then and now.
void compare_facts(const Json& then, const std::vector<templates::Fact>& facts, ReportVerdict& verdict) {
  std::vector<bool> taken(facts.size(), false);
  std::vector<const Json*> missing;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_hash;
  for (std::size_t i = 0; i < facts.size(); ++i)
    by_hash.emplace(std::pair(facts[i].label, base::sha256(facts[i].text)), i);
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
    if (change.source == "as printed") only_what_differs(change);
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
      source, options, [&](const std::vector<std::string>& columns) { out.emplace_back("", columns);
},
      [&](std::int64_t, const std::vector<std::string_view>& cells) {
  std::vector<std::string> row(cells.begin(), cells.end());
  out.emplace_back(row.empty() ? std::string() : row.front(), std::move(row));
      });
return out;
}  // namespace

/// A cell of a date or a time as people read it; others as they are.
std::string shown(const std::string& cell, templates::SheetType type) {
  if (type != templates::SheetType::date && type != templates::SheetType::date_time) return cell;
  double serial = 0;
  const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), serial);
  if (read.ec != std::errc() || read.ptr != cell.data() + cell.size()) return cell;
  constexpr double days_to_1970 = 25'569;
  const auto ms = static_cast<base::Ms>(std::llround((serial - days_to_1970) * 86'400) * 1000);
  return type == templates::SheetType::date ? base::iso_date(ms, base::Zone()) : base::rfc3339(ms).substr(0, 16);
}

/// Cells of the file that a workbook made anew does not have, of the columns that people see: rows are matched by their
/// first cell where that names one row, else as a whole; columns by heading.
void compare_cells(const templates::Sheet& sheet, const std::string& name, const Rows& then, const Rows& now,
                   ReportVerdict& verdict) {
  if (then.empty() || now.empty()) return;
  const auto& heads = then[0].second;
  std::vector<std::size_t> seen, there;
  std::vector<templates::SheetType> types;
  for (std::size_t c = 0; c < heads.size(); ++c) {
    const auto model = std::find_if(sheet.columns.begin(), sheet.columns.end(),
                                    [&](const templates::SheetColumn& column) { return column.header == heads[c]; });
    if (model == sheet.columns.end() || model->hidden || model->carried) continue;
    seen.push_back(c);
    types.push_back(model->type);
    there.push_back(static_cast<std::size_t>(std::find(now[0].second.begin(), now[0].second.end(), heads[c]) -
                                             now[0].second.begin()));
  }
  const auto cell = [](const std::vector<std::string>& row, std::size_t c) {
    return c < row.size() ? row[c] : std::string();
  };
  const auto whole = [&](const std::vector<std::string>& row, const std::vector<std::size_t>& columns) {
    std::vector<std::string> cells;
    for (std::size_t k = 0; k < columns.size(); ++k) cells.push_back(shown(cell(row, columns[k]), types[k]));
    return base::joined(cells, " | ");
  };
  const auto names_rows = [](const Rows& rows) {
    std::set<std::string> keys;
    return std::all_of(rows.begin() + 1, rows.end(), [&](const auto& row) { return keys.insert(row.first).second; });
  };
  const bool keyed = names_rows(then) && names_rows(now);
  std::multimap<std::string, const std::vector<std::string>*> known;
  for (std::size_t i = 1; i < now.size(); ++i)
    known.emplace(keyed ? now[i].first : whole(now[i].second, there), &now[i].second);
  const std::string before = name.empty() ? "" : name + ", ";
  const auto gone = [&](const std::string& where, std::string says, std::optional<std::string> is) {
    verdict.gone.push_back(where);
    verdict.changes.push_back({where, std::move(says), std::move(is), {}, {}, {}});
  };
  for (std::size_t i = 1; i < then.size() && verdict.changes.size() < most_cells; ++i) {
    const auto& row = then[i].second;
    const auto same = known.find(keyed ? then[i].first : whole(row, seen));
    if (same == known.end()) {
      gone(before + (then[i].first.empty() ? fmt::format("row {}", i + 1) : then[i].first), whole(row, seen),
           std::nullopt);
      continue;
    }
    for (std::size_t k = 0; keyed && k < seen.size(); ++k) {
      const std::string says = cell(row, seen[k]), is = cell(*same->second, there[k]);
      if (is != says)
        gone(fmt::format("{}{}, {}", before, then[i].first, heads[seen[k]]), shown(says, types[k]),
             shown(is, types[k]));
    }
    if (!keyed) known.erase(same);
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
      compare_cells(sheet, name, rows_of(file, name), rows_of(other, name), verdict);
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

}  // namespace debrief::app

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
  compare_facts(known.entry.value("facts", Json::array()), built.facts, verdict);
  verdict.holds = built.facts_digest == known.entry.value("facts_digest", "") && verdict.gone.empty();

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
