// portfolio: what a learner's rows amount to, and the pack an assessor is handed.

#include <fmt/format.h>

#include "app/command.h"
#include "app/paths.h"
#include "app/portfolio_pack.h"
#include "app/session.h"
#include "app/words.h"
#include "base/json.h"
#include "base/text.h"
#include "review/coverage.h"
#include "review/learner_names.h"
#include "review/learners.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

std::vector<std::string> units_of(const Arguments& a) {
  std::vector<std::string> units = a.all("unit");
  units.insert(units.end(), a.positional.begin() + 1, a.positional.end());
  if (units.empty()) {
    throw Error(Status::usage, "missing-argument", "which unit? Name it with --unit ID",
                "debrief unit list shows the units");
  }
  return units;
}

Json coverage_shape(const review::Coverage& coverage) {
  Json criteria = Json::array();
  for (const auto& c : coverage.criteria) {
    Json claims = Json::array();
    for (const auto& claim : c.claims) {
      claims.push_back({{"incident", claim.incident},
                        {"row", claim.row > 0 ? Json(claim.row) : Json()},
                        {"grade", std::string(1, static_cast<char>(claim.grade))},
                        {"at", base::rfc3339(claim.at_ms)},
                        {"why", claim.why},
                        {"signal", claim.signal},
                        {"late", claim.late}});
    }
    Json items = Json::array();
    for (const auto& item : c.items)
      items.push_back({{"id", item.id}, {"type", item.type}, {"title", item.title}, {"status", item.status}});
    Json suggestions = Json::array();
    for (const auto& s : c.suggestions)
      suggestions.push_back({{"incident", s.incident}, {"why", s.why}, {"still_missing", s.still_missing}});
    criteria.push_back({{"id", c.criterion.id},
                        {"text", c.criterion.text},
                        {"state", c.state},
                        {"log_strength", c.criterion.log_strength},
                        {"claims", claims},
                        {"items", items},
                        {"missing", c.missing},
                        {"suggestions", suggestions}});
  }
  return {{"unit", coverage.unit.id},
          {"title", coverage.unit.title},
          {"source_kind", coverage.unit.source_kind.empty() ? Json() : Json(coverage.unit.source_kind)},
          {"incidents_with_rows", coverage.incidents_with_rows},
          {"rows_by_learner", coverage.rows_by_learner},
          {"criteria", criteria},
          {"warnings", coverage.warnings}};
}

void print_coverage(Session& session, const review::Coverage& coverage) {
  session.line(session.strong(fmt::format("{}  {}", coverage.unit.id, coverage.unit.title)));
  TextTable table;
  table.column("Criterion");
  table.column("State");
  table.column("Rows", Side::right);
  table.column("Log can");
  table.column("Still missing");
  for (const auto& c : coverage.criteria) {
    table.row({c.criterion.id, c.state, std::to_string(c.claims.size()), c.criterion.log_strength,
               base::joined(c.missing, "; ")});
  }
  session.table(table);
  session.line(fmt::format("{} by the learner in {}. The program claims; only an assessor decides",
                           base::counted(coverage.rows_by_learner, "row"),
                           base::counted(coverage.incidents_with_rows, "incident")));
  for (const std::string& warning : coverage.warnings) session.line("Note: " + warning);
}

Status run_coverage(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto units = units_of(a);
  const review::Learner learner = review::learner(store, a.positional.front());
  const auto cases = review::cases_of(store, learner);
  const auto evidence = review::list_evidence(store, learner.id);
  Json documents = Json::array();
  for (const std::string& id : units) {
    review::CoverageOptions options;
    options.as_of = session.now();
    auto coverage = review::coverage(templates::unit_named(store, id), learner, cases, evidence, options);
    if (coverage.rows_by_learner == 0) {
      for (const std::string& near : review::near_spellings(store, learner)) {
        coverage.warnings.push_back(fmt::format("the log writes {}; if that is the learner: debrief learner alias {} {}",
                                                base::quoted(near), learner.id, shell_word(near)));
      }
    }
    if (session.json()) {
      documents.push_back(coverage_shape(coverage));
    } else {
      print_coverage(session, coverage);
    }
  }
  if (session.json()) session.answer(documents.size() == 1 ? documents[0] : documents);
  return Status::done;
}

Status run_build(Session& session, const Arguments& a) {
  PackRequest request;
  request.learner = a.positional.front();
  request.units = units_of(a);
  request.profile = a.value("profile", "assessor");
  if (request.profile != "assessor" && request.profile != "share") {
    throw unknown_word("--profile", request.profile, {"assessor", "share"});
  }
  request.folder = a.value("out");
  request.key = a.value("key");
  if (request.folder.empty() || request.key.empty()) {
    throw Error(
        Status::usage, "missing-argument",
        request.folder.empty() ? "debrief portfolio build needs --out DIR" : "debrief portfolio build needs --key FILE",
        "the key holds the names behind the pseudonyms; keep it at the centre, outside the folder of the pack");
  }
  request.formats = formats_asked(a, "");
  if (a.has("as") && request.formats.empty()) throw Error(Status::usage, "missing-value", "--as names no format", "");
  request.options = build_options(session, a, "portfolio");
  const PackAnswer answer = build_pack(session, request);
  if (session.json()) {
    Json files = Json::array();
    for (const WrittenFile& f : answer.files)
      files.push_back({{"path", f.path}, {"format", f.format}, {"bytes", f.bytes}, {"sha256", f.sha256}});
    Json withheld = Json::object();
    for (const auto& [what, count] : answer.report.withheld) withheld[what] = count;
    session.answer({{"pack_id", answer.pack_id},
                    {"files", files},
                    {"manifest", manifest_name},
                    {"digest", answer.digest},
                    {"claims", answer.claims},
                    {"withheld", withheld},
                    {"unwritten", answer.report.built.unwritten}});
    return Status::done;
  }
  session.line(fmt::format("Pack {} with {} in {}", answer.pack_id,
                           base::counted(static_cast<long long>(answer.claims), "claim"), request.folder.string()));
  for (const WrittenFile& f : answer.files) session.line("  " + f.path);
  session.line(fmt::format("The key is {}: keep it at the centre. Check the pack: debrief portfolio verify {}",
                           request.key.string(), shell_word(request.folder.string())));
  return Status::done;
}

Status run_verify(Session& session, const Arguments& a) {
  const PackVerdict verdict = verify_pack(session, a.positional.front(), a.value("key"));
  const bool ok = verdict.faults.empty() && verdict.claim_faults.empty() && verdict.other_key.empty();
  if (session.json()) {
    Json faults = Json::array();
    for (const auto& f : verdict.faults) faults.push_back({{"path", f.path}, {"state", f.state}});
    session.answer({{"ok", ok},
                    {"files", verdict.files},
                    {"faults", faults},
                    {"other_key", verdict.other_key.empty() ? Json() : Json(verdict.other_key)},
                    {"claims_checked", verdict.claims_checked ? Json(*verdict.claims_checked) : Json()},
                    {"claim_faults", verdict.claim_faults}});
    return ok ? Status::done : Status::findings;
  }
  for (const auto& f : verdict.faults) session.line(fmt::format("{}: {}", f.path, f.state));
  for (const std::string& fault : verdict.claim_faults) session.line(fault);
  if (!verdict.other_key.empty()) {
    session.line(verdict.other_key);
    session.line(fmt::format("{} as the manifest says; name this pack's own key to prove the manifest",
                             base::counted(static_cast<long long>(verdict.files), "file")));
  }
  if (ok)
    session.line(fmt::format("{} as the manifest says", base::counted(static_cast<long long>(verdict.files), "file")));
  if (verdict.claims_checked)
    session.line(fmt::format(
        "{} proved against the log",
        base::counted(static_cast<long long>(*verdict.claims_checked - verdict.claim_faults.size()), "cited row")));
  return ok ? Status::done : Status::findings;
}

}  // namespace

extern const Command portfolio_command{
    .name = "portfolio",
    .title = "Hold a learner's rows against a unit, and build the evidence pack",
    .group = "Learn",
    .verbs = {{"coverage",
               "LEARNER [UNIT…]",
               "Shows for each criterion what the log supports, what is missing and where it might be found.",
               {{"--unit", "ID", "the unit; may be given several times"}},
               run_coverage},
              {"build",
               "LEARNER [UNIT…]",
               "Writes the pack: documents, claims.csv, pack.json and manifest.json.",
               {{"--unit", "ID", "a unit; may be given several times"},
                {"--out,-o", "DIR", "the folder of the pack, for nothing else"},
                {"--key", "FILE", "where the names behind the pseudonyms are kept; outside the folder"},
                {"--profile", "WORD", "assessor, or share, in which the learner is not named"},
                {"--as", "FORMATS", "docx,pdf,html,md unless told; json too"}},
               run_build},
              {"verify",
               "DIR",
               "Recomputes every hash; status 1 names each file changed, added or removed.",
               {{"--key", "FILE", "also proves the manifest and, with the workspace at hand, each cited row"}},
               run_verify}},
};

}  // namespace debrief::app
