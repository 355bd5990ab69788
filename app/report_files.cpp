// A report as files.

#include "app/report_files.h"

#include <fmt/format.h>

#include "app/action_import.h"
#include "app/document_id.h"
#include "app/interrupt.h"
#include "app/paths.h"
#include "app/version.h"
#include "app/words.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "reports/check.h"
#include "review/documents.h"
#include "review/reviews.h"
#include "templates/engine/engine.h"
#include "templates/template_set.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

const templates::ReportKind& kind_named(const std::string& id) {
  std::vector<std::string> known;
  for (const auto& kind : templates::report_kinds()) {
    if (kind.id == id) return kind;
    known.emplace_back(kind.id);
  }
  const std::string near = base::nearest(id, known);
  throw Error(Status::usage, "unknown-report",
              near.empty() ? fmt::format("unknown kind of report {}", base::quoted(id))
                           : fmt::format("unknown kind of report {}. Did you mean \"{}\"?", base::quoted(id), near),
              "debrief report list shows them all");
}

Json time_or_null(const std::optional<base::Ms>& at) { return at ? Json(base::rfc3339(*at)) : Json(); }

}  // namespace

namespace {

/// What the tables of the document state, row by row, after what the facts state: "Actions, A-4".
void add_rows(const templates::Blocks& blocks, std::vector<templates::Fact>& facts) {
  constexpr std::size_t most = 1000;  // of one table; longer ones stand in a workbook, which is compared cell by cell
  for (const templates::Block& block : blocks) {
    if (const auto* table = std::get_if<templates::Table>(&block.value); table != nullptr && !table->caption.empty()) {
      for (std::size_t i = 0; i < std::min(most, table->body.size()); ++i) {
        std::vector<std::string> cells;
        for (const auto& cell : table->body[i].cells) cells.push_back(base::squeezed(templates::plain(cell.text)));
        const std::string first = cells.empty() ? std::string() : base::cut(cells.front(), 60);
        facts.push_back({fmt::format("{}, {}", table->caption, first), base::joined(cells, " | "), "as printed"});
      }
    }
    for (const templates::Blocks* inside : templates::inner(block)) add_rows(*inside, facts);
  }
}

templates::Built made(review::Store& store, const ReportRequest& request) {
  const auto& kind = kind_named(request.kind);
  const bool needs_id = kind.id == "pir" || kind.id == "portfolio";
  if (needs_id && request.id.empty()) {
    throw Error(Status::usage, "missing-argument", fmt::format("debrief report {} needs {}", kind.id, kind.takes),
                kind.id == "pir" ? "debrief review list shows the reviews" : "debrief learner list shows the learners");
  }
  if (kind.id == "portfolio" && request.units.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief report portfolio needs --unit ID",
                "debrief unit list shows the units");
  }
  const auto number = [&] { return whole_number(request.id, "the review", 1, std::int64_t{1} << 52); };
  if (kind.id == "pir") return templates::build_pir(store, number(), request.options);
  if (kind.id == "actions") {
    return templates::build_actions(store, request.id.empty() ? std::nullopt : std::optional(number()),
                                    request.options);
  }
  if (kind.id == "trends") return templates::build_trends(store, request.options);
  if (kind.id == "portfolio") return templates::build_portfolio(store, request.id, request.units, request.options);
  if (kind.id == "register") return templates::build_register(store, request.options);
  if (kind.id == "service-improvement-plan") return templates::build_improvement_plan(store, request.options);
  return templates::build_system_review(store, request.options);
}

}  // namespace

templates::Built build(review::Store& store, const ReportRequest& request) {
  templates::Built built = made(store, request);
  if (built.document) add_rows(built.document->blocks, built.facts);
  return built;
}

std::string settings_of(const ReportRequest& request) {
  // The manifest goes where the documents go: a learner who is not named in them is not named in it.
  const bool hidden = request.kind == "portfolio" && request.options.audience == "share";
  return base::dumped(
      Json{{"kind", request.kind},
           {"id", request.id.empty() ? Json() : Json(hidden ? std::string("LEARNER") : request.id)},
           {"units", request.units},
           {"audience", request.options.audience},
           {"zone", request.options.zone ? Json(request.options.zone->name()) : Json()},
           {"from", time_or_null(request.options.from)},
           {"to", time_or_null(request.options.until)},
           {"period", request.options.period ? Json(period_name(*request.options.period)) : Json()},
           {"template", request.options.template_name.empty() ? Json() : Json(request.options.template_name)},
           {"template_sha256",
            request.options.template_text.empty() ? Json() : Json(base::sha256(request.options.template_text))},
           {"house_style_sha256",
            request.write.house_style.empty() ? Json() : Json(base::sha256(request.write.house_style))}});
}

ReportRequest request_from(Session& session, const Json& settings, base::Ms made_at) {
  const auto text = [&](const char* key) {
    const auto found = settings.find(key);
    return found != settings.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  ReportRequest request{text("kind"), text("id"), settings.value("units", std::vector<std::string>{}), {}, {}, {}};
  request.options.audience = text("audience");
  request.options.now = made_at;
  if (!text("zone").empty()) request.options.zone = base::Zone::named(text("zone"));
  if (!text("from").empty()) request.options.from = base::parse_rfc3339(text("from"));
  if (!text("to").empty()) request.options.until = base::parse_rfc3339(text("to"));
  if (!text("period").empty()) request.options.period = period_named(text("period"));
  request.options.pseudonym_salt =
      salt_of(session, fmt::format("{}|{}", request.kind, request.id), request.options.audience);
  return request;
}

namespace {

/// Larger files are not looked through a second time when they are written.
constexpr std::size_t looked_through = 4U << 20U;

bool inside(const std::string& audience) { return audience == "internal" || audience == "manager"; }

/// What was checked before the file left, by what, and with what result.
Json conformance(const std::vector<std::pair<std::string, std::string>>& rendered, const std::string& audience) {
  Json out = Json::array();
  for (const auto& [format, bytes] : rendered) {
    if ((format != "docx" && format != "xlsx") || bytes.size() > looked_through) continue;
    const auto faults = format == "docx" ? reports::check_docx(bytes) : reports::check_xlsx(bytes);
    Json codes = Json::array();
    for (const auto& fault : faults) codes.push_back(fault.code);
    out.push_back({{"format", format},
                   {"check", "office-lint"},
                   {"tool", fmt::format("debrief {}", version())},
                   {"result", faults.empty() ? "passed" : "faults"},
                   {"faults", std::move(codes)}});
  }
  if (audience != "internal") {
    // A document in which something is left that its readers must not see is refused, so one that is written passed.
    out.push_back({{"format", Json()},
                   {"check", "audience-scan"},
                   {"tool", fmt::format("debrief {}", version())},
                   {"result", "passed"},
                   {"faults", Json::array()}});
  }
  return out;
}

/// Templates the document was made from: whose, and their hashes.
Json templates_used(const ReportRequest& request) {
  Json out = Json::array();
  const std::string own = request.options.template_name;
  const std::string name = own.empty() ? request.kind + ".md.jinja" : own;
  templates::Loader loader = templates::document_loader(request.options.template_folders);
  if (!request.options.template_text.empty()) loader.add(name, request.options.template_text);
  if (!loader.source(name)) return out;
  const templates::Loader shipped = templates::document_loader({});
  for (const std::string& used : templates::check(loader, name).templates) {
    const std::string text = loader.source(used).value_or("");
    const bool ours = shipped.source(used) == text;
    out.push_back({{"name", used},
                   {"owner", ours ? "shipped" : "yours"},
                   {"version", ours ? Json(version()) : Json()},
                   {"sha256", base::sha256(text)}});
  }
  return out;
}

Json facts_shape(const templates::Built& built, bool in_words) {
  Json out = Json::array();
  for (const auto& f : built.facts) {
    Json fact{{"label", f.label}, {"sha256", base::sha256(f.text)}};
    if (in_words) {
      fact["text"] = f.text;
      fact["source"] = f.source;
    }
    out.push_back(std::move(fact));
  }
  return out;
}

/// Keeps what the document says in the workspace. A workspace that is busy or may not be written is left as it is: the
/// manifest beside the files still tells.
void remember(Session& session, const ReportRequest& request, const ManifestEntry& entry, const templates::Built& built,
              const Json& more) {
  Json record = more;
  record["id"] = entry.id;
  record["name"] = entry.name;
  record["program"] = version();
  record["settings"] = *base::parse_json(settings_of(request));
  record["settings"]["id"] = request.id.empty() ? Json() : Json(request.id);
  record["facts_digest"] = entry.facts_digest;
  record["facts"] = facts_shape(built, true);
  record["inputs"] = inputs_of(session.reader(), false);
  record["definitions"] = definitions_of(entry.kpis);
  Json files = Json::array();
  for (const WrittenFile& f : entry.files)
    files.push_back({{"path", f.path}, {"format", f.format}, {"bytes", f.bytes}, {"sha256", f.sha256}});
  record["files"] = std::move(files);
  if (request.kind == "pir") {
    Json versions = Json::object();
    for (const auto& [key, passage] : review::passages_of(session.reader(), std::stoll(request.id)))
      versions[key] = passage.version;
    record["passages"] = std::move(versions);
    record["beside"] = built.beside;
  }
  try {
    review::keep_document(session.existing_writer(), {entry.id, session.now(), base::dumped(record)});
  } catch (const Error& e) {
    session.note(fmt::format("not kept in the workspace, so only the manifest tells what {} was made from: {}",
                             entry.name, e.what()));
  }
}

}  // namespace

ReportAnswer write_report(Session& session, const ReportRequest& request, const base::Path& folder) {
  ReportAnswer answer;
  answer.built = build(session.reader(), request);
  const std::string settings = settings_of(request),
                    made_at = base::rfc3339(request.options.now.value_or(session.now()));
  ManifestEntry entry{answer.built.name, settings, answer.built.facts_digest, answer.built.kpis, {}};
  entry.id = document_id(answer.built, settings, made_at);
  if (answer.built.document) answer.built.document->meta.id = entry.id;
  if (answer.built.workbook) answer.built.workbook->id = entry.id;
  const std::vector<std::string> formats = request.formats.empty() ? formats_of(answer.built) : request.formats;
  // Everything is rendered before anything is written: a format that fails leaves no half set of documents.
  std::vector<std::pair<std::string, std::string>> rendered;
  for (const std::string& format : formats) {
    stop_if_interrupted();
    rendered.emplace_back(format, written(answer.built, format, request.write));
  }
  answer.withheld = withheld_counts(answer.built);
  Json more{{"made_at", made_at},
            {"withheld", answer.withheld},
            {"templates", templates_used(request)},
            {"conformance", conformance(rendered, request.options.audience)}};
  for (const auto& [format, bytes] : rendered) {
    stop_if_interrupted();
    const std::string path = fmt::format("{}.{}", answer.built.name, reports::writer_named(format)->extension);
    entry.files.push_back(write_into(folder, path, format, bytes));
  }
  // Readers outside get no list of facts: the hash of one that was left out could still tell it.
  Json told = more;
  if (inside(request.options.audience)) told["facts"] = facts_shape(answer.built, true);
  entry.more = base::dumped(told);
  write_manifest(session, folder, entry);
  if (std::any_of(formats.begin(), formats.end(), [](const auto& f) { return f == "xlsx" || f == "csv"; }))
    keep_sheet_of(session, answer.built);
  remember(session, request, entry, answer.built, more);
  answer.files = entry.files;
  return answer;
}

}  // namespace debrief::app
