// report: documents from what the workspace holds.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/report_files.h"
#include "app/session.h"
#include "app/verify.h"
#include "app/word_template.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/audience.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

Json answer_document(const ReportAnswer& answer) {
  Json files = Json::array();
  for (const WrittenFile& f : answer.files) {
    files.push_back({{"path", f.path}, {"format", f.format}, {"bytes", f.bytes}, {"sha256", f.sha256}});
  }
  Json withheld = Json::object();
  for (const auto& [what, count] : answer.withheld) withheld[what] = count;
  return {{"files", files},
          {"manifest", manifest_name},
          {"withheld", withheld},
          {"parts_withheld", answer.built.parts_withheld},
          {"unwritten", answer.built.unwritten},
          {"stale", answer.built.stale}};
}

void print_answer(Session& session, const ReportAnswer& answer, const base::Path& folder) {
  TextTable table;
  table.column("File");
  table.column("Bytes", Side::right);
  for (const WrittenFile& f : answer.files)
    table.row({(folder / f.path).string(), base::grouped(static_cast<long long>(f.bytes))});
  table.row({(folder / manifest_name).string(), ""});
  session.table(table);
  const std::string withheld = templates::withheld_said(answer.built.withheld);
  if (!withheld.empty()) session.line("Withheld: " + withheld);
  if (!answer.built.unwritten.empty()) {
    session.line(fmt::format("{} still to be written: {}",
                             base::counted(static_cast<long long>(answer.built.unwritten.size()), "passage"),
                             base::joined(answer.built.unwritten, ", ")));
  }
  if (!answer.built.stale.empty()) {
    session.line("Written before the facts changed, read them again: " + base::joined(answer.built.stale, ", "));
  }
}

/// The bytes of a person's own Word file, given as a house style or as a template; "" for none.
std::string word_shell(const Arguments& a, const std::vector<std::string>& formats) {
  const auto style = a.maybe("house-style");
  const auto own = a.maybe("template");
  const bool word = own && is_word_file(*own);
  if (word && style) {
    throw Error(Status::usage, "two-word-files", "--template and --house-style both name a Word file",
                "name the one that is to be filled");
  }
  if (word && !formats.empty() && std::find(formats.begin(), formats.end(), "docx") == formats.end()) {
    throw Error(Status::usage, "word-template-unused",
                fmt::format("{} is a Word template, and no docx was asked for", base::quoted(*own, 200)),
                "add docx to --as");
  }
  return word ? base::read_file(*own, 64U << 20U) : style ? base::read_file(*style, 64U << 20U) : std::string();
}

Status run_report(Session& session, const Arguments& a) {
  ReportRequest request;
  request.kind = a.positional.front();
  if (a.positional.size() > 1) request.id = a.positional[1];
  const bool takes_units = request.kind == "portfolio";
  const bool takes_id = takes_units || request.kind == "pir" || request.kind == "actions";
  const std::size_t most = takes_units ? a.positional.size() : takes_id ? 2 : 1;
  if (a.positional.size() > most) {
    throw Error(Status::usage, "too-many-arguments",
                fmt::format("{} is one argument too many", base::quoted(a.positional[most])),
                fmt::format("debrief report {}{} --out DIR", request.kind, takes_id ? " ID" : ""));
  }
  request.units = a.all("unit");
  for (std::size_t i = 2; i < a.positional.size(); ++i) request.units.push_back(a.positional[i]);
  const base::Path folder = a.value("out");
  if (folder.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief report needs --out DIR: the folder to write to",
                fmt::format("debrief report {} --as docx,html --out documents", request.kind));
  }
  request.formats = formats_asked(a, "");
  if (a.has("as") && request.formats.empty()) {
    throw Error(Status::usage, "missing-value", "--as names no format",
                fmt::format("formats: {}", base::joined(reports::formats(), ", ")));
  }
  request.options = build_options(session, a, fmt::format("{}|{}", request.kind, request.id));
  request.write.house_style = word_shell(a, request.formats);
  const ReportAnswer answer = write_report(session, request, folder);
  if (session.json()) {
    session.answer(answer_document(answer));
  } else {
    print_answer(session, answer, folder);
  }
  return Status::done;
}

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

Json verdict_shape(const ReportVerdict& verdict) {
  Json changes = Json::array();
  for (const FactChange& c : verdict.changes) {
    changes.push_back({{"label", c.label},
                       {"says", text_or_null(c.says)},
                       {"now", text_or_null(c.now)},
                       {"source", c.source.empty() ? Json() : Json(c.source)},
                       {"cause", c.cause},
                       {"why", c.why}});
  }
  return {{"ok", verdict.unchanged && verdict.holds},
          {"document", verdict.document},
          {"kind", verdict.kind},
          {"made_at", verdict.made_at},
          {"found_by", verdict.found_by},
          {"unchanged", verdict.unchanged},
          {"holds", verdict.holds},
          {"reproduced", verdict.reproduced ? Json(*verdict.reproduced) : Json()},
          {"facts", verdict.facts},
          {"gone", verdict.gone},
          {"changes", std::move(changes)},
          {"added", verdict.added},
          {"program", {{"then", verdict.program_then}, {"now", verdict.program_now}}}};
}

void print_verdict(Session& session, const ReportVerdict& verdict) {
  session.line(verdict.unchanged ? "The file is as it was written" : "The file was changed since it was written");
  if (verdict.holds && verdict.changes.empty()) {
    session.line(fmt::format("{} worked out again from this workspace: all hold",
                             base::counted(static_cast<long long>(verdict.facts), "fact")));
    if (verdict.unchanged && verdict.reproduced && *verdict.reproduced)
      session.line("Written anew it has the same bytes");
    return;
  }
  session.line("The facts in it no longer hold; the workspace says otherwise now");
  for (const FactChange& c : verdict.changes) {
    session.line(fmt::format("  {}: {}{}", c.label, c.says ? fmt::format("it says {}; ", base::quoted(*c.says, 120)) : "",
                             c.now ? fmt::format("now {}", base::quoted(*c.now, 120)) : "now nothing of the kind"));
    if (!c.why.empty()) session.line(fmt::format("    {}", c.why));
  }
  if (verdict.added > 0) {
    session.line(fmt::format("  {} stated now that the document does not have",
                             base::counted(static_cast<long long>(verdict.added), "fact is", "facts are")));
  }
}

Status run_verify(Session& session, const Arguments& a) {
  const ReportVerdict verdict = verify_report(session, a.positional.front());
  if (session.json()) {
    session.answer(verdict_shape(verdict));
  } else {
    print_verdict(session, verdict);
  }
  return verdict.unchanged && verdict.holds ? Status::done : Status::findings;
}

Status run_list(Session& session, const Arguments&) {
  Json items = Json::array();
  TextTable table;
  table.column("Report");
  table.column("Takes");
  table.column("What it is");
  for (const auto& kind : templates::report_kinds()) {
    items.push_back({{"id", kind.id},
                     {"title", kind.title},
                     {"purpose", kind.purpose},
                     {"takes", kind.takes.empty() ? Json() : Json(kind.takes)},
                     {"document", kind.document},
                     {"workbook", kind.workbook}});
    table.row({std::string(kind.id), std::string(kind.takes), fmt::format("{}: {}", kind.title, kind.purpose)});
  }
  if (session.json()) {
    session.answer({{"items", items}, {"next", nullptr}, {"formats", reports::formats()}});
  } else {
    session.table(table);
    session.line("Formats: " + base::joined(reports::formats(), ", "));
  }
  return Status::done;
}

}  // namespace

extern const Command report_command{
    .name = "report",
    .title = "Write documents: reviews, action sheets, trends, evidence",
    .group = "Out",
    .verbs =
        {{"",
          "KIND [ID…]",
          "Writes a document and its manifest into a folder.",
          {{"--as", "FORMATS", "docx,pdf,html,md,xlsx,csv,json; those made for it unless told"},
           {"--out,-o", "DIR", "the folder to write to"},
           {"--audience", "WHO", "internal, manager, external, assessor or share"},
           {"--unit", "ID", "unit of a portfolio; may be given several times"},
           {"--template", "FILE", "a template of your own: text, or a Word file"},
           {"--templates", "DIR", "where your own templates are"},
           {"--house-style", "FILE", "a Word file: its {{ body }} and tags are filled, or its styles used"},
           {"--from", "DATE", "trends from this day on"},
           {"--to", "DATE", "trends up to this day, which no longer counts"},
           {"--period", "PERIOD", "trends by day, week, month or quarter"},
           {"--zone", "ZONE", "whose clock times are shown on"}},
          run_report},
         {"verify",
          "FILE",
          "Works every fact of a document out again, and names what no longer holds; status 1 if something does not.",
          {},
          run_verify},
         {"list", "", "Lists the kinds of report and the formats.", {}, run_list}},
};

}  // namespace debrief::app
