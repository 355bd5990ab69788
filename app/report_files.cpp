// A report as files.

#include "app/report_files.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/action_import.h"
#include "app/interrupt.h"
#include "app/paths.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

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

templates::Built build(review::Store& store, const ReportRequest& request) {
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
           {"template", request.options.template_name.empty() ? Json() : Json(request.options.template_name)},
           {"template_sha256",
            request.options.template_text.empty() ? Json() : Json(base::sha256(request.options.template_text))},
           {"house_style_sha256",
            request.write.house_style.empty() ? Json() : Json(base::sha256(request.write.house_style))}});
}

namespace {

std::vector<std::pair<std::string, std::string>> hashed_facts(const templates::Built& built) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& f : built.facts) out.emplace_back(f.label, base::sha256(f.text));
  return out;
}

}  // namespace

ReportVerdict verify_report(Session& session, const base::Path& file) {
  base::must_be_readable_file(file);
  const base::Path folder = file.has_parent_path() ? file.parent_path() : base::Path(".");
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(folder / manifest_name, ignored)) {
    throw Error(Status::world, "no-manifest",
                fmt::format("{} holds no manifest.json", base::quoted(folder.string(), 200)),
                "a document is verified beside the manifest it was written with");
  }
  const Json manifest = base::parse_json(base::read_file(folder / manifest_name)).maybe().value_or(Json::object());
  const std::string name = file.filename().string();
  for (const Json& document : manifest.value("documents", Json::array())) {
    for (const Json& listed : document.value("files", Json::array())) {
      if (listed.value("path", "") != name) continue;
      const Json settings = document.value("settings", Json::object());
      const auto text = [&](const char* key) {
        const auto found = settings.find(key);
        return found != settings.end() && found->is_string() ? found->get<std::string>() : std::string();
      };
      if (text("kind") == "portfolio") {
        throw Error(Status::refused, "bad-manifest", fmt::format("{} belongs to an evidence pack", base::quoted(name)),
                    fmt::format("debrief portfolio verify {}", shell_word(folder.string())));
      }
      ReportRequest request{text("kind"), text("id"), {}, {}, {}, {}};
      request.options.audience = text("audience");
      request.options.now = base::parse_rfc3339(document.value("made_at", ""));
      if (!text("zone").empty()) request.options.zone = base::Zone::named(text("zone"));
      if (!text("from").empty()) request.options.from = base::parse_rfc3339(text("from"));
      if (!text("to").empty()) request.options.until = base::parse_rfc3339(text("to"));
      request.options.pseudonym_salt =
          salt_of(session, fmt::format("{}|{}", request.kind, request.id), request.options.audience);
      const auto built = build(session.reader(), request);
      ReportVerdict verdict;
      verdict.document = document.value("name", "");
      verdict.unchanged = base::sha256(base::read_file(file)) == listed.value("sha256", "");
      verdict.holds = built.facts_digest == document.value("facts_digest", "");
      verdict.facts = built.facts.size();
      std::multiset<std::pair<std::string, std::string>> now;
      for (auto& fact : hashed_facts(built)) now.insert(std::move(fact));
      for (const Json& fact : document.value("facts", Json::array())) {
        const auto found = now.find({fact.value("label", ""), fact.value("sha256", "")});
        if (found != now.end()) {
          now.erase(found);
        } else {
          verdict.gone.push_back(fact.value("label", ""));
        }
      }
      return verdict;
    }
  }
  throw Error(Status::refused, "bad-manifest",
              fmt::format("the manifest in {} does not list {}", base::quoted(folder.string(), 200), base::quoted(name)),
              "name a file that debrief report wrote");
}

ReportAnswer write_report(Session& session, const ReportRequest& request, const base::Path& folder) {
  ReportAnswer answer;
  answer.built = build(session.reader(), request);
  const std::vector<std::string> formats = request.formats.empty() ? formats_of(answer.built) : request.formats;
  // Everything is rendered before anything is written: a format that fails leaves no half set of documents.
  std::vector<std::pair<std::string, std::string>> rendered;
  for (const std::string& format : formats) {
    stop_if_interrupted();
    rendered.emplace_back(format, written(answer.built, format, request.write));
  }
  ManifestEntry entry{answer.built.name, settings_of(request), answer.built.facts_digest, answer.built.kpis, {}};
  if (request.options.audience == "internal" || request.options.audience == "manager")
    entry.facts = hashed_facts(answer.built);
  for (const auto& [format, bytes] : rendered) {
    stop_if_interrupted();
    const std::string path = fmt::format("{}.{}", answer.built.name, reports::writer_named(format)->extension);
    entry.files.push_back(write_into(folder, path, format, bytes));
  }
  write_manifest(session, folder, entry);
  if (std::any_of(formats.begin(), formats.end(), [](const auto& f) { return f == "xlsx" || f == "csv"; }))
    keep_sheet_of(session, answer.built);
  answer.files = entry.files;
  answer.withheld = withheld_counts(answer.built);
  return answer;
}

}  // namespace debrief::app
