// From the workspace to a document: facts are read, a template is filled, and the result is made fit for its reader.
//
//   templates::BuildOptions options;
//   options.audience = "external";
//   const auto built = templates::build_pir(store, 3, options);
//   reports::writer_named("docx")->document(*built.document, {});
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/time.h"
#include "templates/document.h"
#include "templates/facts/ledger.h"
#include "templates/workbook.h"

namespace debrief::review {
class Store;
struct Unit;
}  // namespace debrief::review

namespace debrief::templates {

class Gate;

/// audience          internal | manager | external | assessor | share; what each may see: templates/audience.h
/// template_name     a document template by name ("pir.md.jinja"); "" for the kind's own
/// template_text     its text, instead of one by name; messages call it template_name, or "template"
/// template_folders  a centre's own templates; the first folder that has a name wins over the shipped ones
/// pseudonym_salt    secret of this document: another salt gives unrelated pseudonyms. "" draws one; it then stands in
///                   Built and must be kept for the same bytes again
/// now               the day on the document, and what overdue is measured against; absent: the store's clock
/// zone              that times are shown in; absent: the review's (where that is UTC: the place its log
///                   names), else the workspace's
/// from, until       the window of a trend report; absent: from the first record to the last instant known
/// period            of a trend report's series; absent: the longest that gives 12 points or more
struct BuildOptions {
  std::string audience = "internal";
  std::string template_name;
  std::string template_text;
  std::vector<base::Path> template_folders;
  std::string pseudonym_salt;
  std::optional<base::Ms> now;
  std::optional<base::Zone> zone;
  std::optional<base::Ms> from, until;
  std::optional<base::Period> period;
};

/// A claim as the pack's claims.csv lists it: which row is offered for which criterion. `quote_hash` is the SHA-256
/// of a salt and the row's words, "" without a salt; it says nothing about the row without the key.
struct ClaimLine {
  std::string unit;
  std::string criterion;
  std::string evidence;  // E03
  std::string incident;  // ref
  std::int64_t row = 0;
  char grade = 'A';
  std::string signal;
  base::Ms at = 0;
  std::optional<base::Ms> entered_at;
  std::string quote_hash;
  std::string strength;  // claimed | thin
  std::string note;
};

/// What came out.
///
/// view           the facts as the template saw them, JSON text, made fit for the audience
/// facts          what in it came from the log, each with its rows or definition
/// facts_digest   changes exactly when a fact does; stands beside what people write
/// withheld       category -> how many: NAME, PHONE, …, SECTION for parts left out; of the document, where there is one,
///                which lists the same at its end, else of the workbook
/// parts_withheld titles of the parts left out
/// pseudonyms     name -> pseudonym of everyone replaced: what a key file holds. Never to be put into a pack
/// stale          keys of passages written beside facts that have changed since
/// beside         of a review: what stands beside each passage, by its key, as templates/beside.h gives it; for people
///                inside only
/// unwritten      keys of passages still empty
/// kpis           ids of the KPIs shown, in order
/// gate           as it stood at the end, for what is made of the view later (Word templates)
/// charts, tables  that templates may ask for by name; not yet made fit for the audience
/// zone, now      that times are shown on, and that `ago` counts from
struct Built {
  std::string kind;  // pir | actions | trends | portfolio | register | system-review |
                     // service-improvement-plan
  std::string name;  // for files, without extension: "pir-3"
  std::optional<Document> document;
  std::optional<Workbook> workbook;
  std::string view;
  std::vector<Fact> facts;
  std::string facts_digest;
  std::map<std::string, int> withheld;
  std::vector<std::string> parts_withheld;
  std::map<std::string, std::string> pseudonyms;
  std::string pseudonym_salt;
  std::vector<std::string> stale;
  std::map<std::string, std::string> beside;
  std::vector<std::string> unwritten;
  std::vector<std::string> kpis;
  std::vector<ClaimLine> claims;
  std::shared_ptr<Gate> gate;
  std::map<std::string, Chart, std::less<>> charts;
  std::map<std::string, Table, std::less<>> tables;
  base::Zone zone;
  base::Ms now = 0;
};

/// A post-incident review. Throws no-such-review, the template's faults, bad-audience (2), leak-found (5).
Built build_pir(review::Store& store, std::int64_t review_id, const BuildOptions& options = {});

/// The action sheet of one review, or of all: a workbook that people edit and hand back, and the same as a document.
Built build_actions(review::Store& store, std::optional<std::int64_t> review_id = {}, const BuildOptions& options = {});

/// KPIs over time, themes, categories, data quality: a document, and the figures as a workbook.
Built build_trends(review::Store& store, const BuildOptions& options = {});

/// The evidence report of one learner for these units (ids; at least one).
/// learner  id or name. Throws no-such-learner, no-such-unit (3).
Built build_portfolio(review::Store& store, std::string_view learner, const std::vector<std::string>& units,
                      const BuildOptions& options = {});

/// All incidents as a workbook, one row each, with the fields the log has; and as a document the newest of them with
/// counts (templates/facts/register.h says how many at most).
Built build_register(review::Store& store, const BuildOptions& options = {});

/// The periodic evaluation of the incident process itself: what the record shows of logging, review and follow-through.
Built build_system_review(review::Store& store, const BuildOptions& options = {});

/// What to improve next, by benefit: where incidents take most time, what reviews found, which actions answer it and
/// whether they work.
Built build_improvement_plan(review::Store& store, const BuildOptions& options = {});

/// What can be built, for `report list`.
struct ReportKind {
  std::string_view id;
  std::string_view title;
  std::string_view purpose;
  std::string_view takes;  // "a review id", "a learner id and --unit"
  bool document = true;
  bool workbook = false;
};
const std::vector<ReportKind>& report_kinds();

/// Unit definitions: those of the workspace, then the shipped ones. Throws no-such-unit (3) with the nearest id.
review::Unit unit_named(review::Store& store, std::string_view id);
std::vector<review::Unit> all_units(review::Store& store);

}  // namespace debrief::templates
