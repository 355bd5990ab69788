// unit: what evidence is measured against.

#include <fmt/format.h>

#include "app/command.h"
#include "app/paths.h"
#include "app/session.h"
#include "app/unit_export.h"
#include "app/words.h"
#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "review/coverage.h"
#include "review/learners.h"
#include "templates/build.h"

namespace debrief::templates {
std::span<const base::Embedded> unit_files();
}

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json unit_shape(const review::Unit& unit) {
  return {{"id", unit.id},
          {"title", unit.title},
          {"awarding_body", text_or_null(unit.awarding_body)},
          {"level", unit.level > 0 ? Json(unit.level) : Json()},
          {"source_kind", text_or_null(unit.source_kind)},
          {"unit_type", text_or_null(unit.unit_type)},
          {"criteria", unit.criteria.size()}};
}

/// Units need a workspace only for those a centre added: without one, the shipped ones are listed.
std::vector<review::Unit> units_here(Session& session) {
  if (session.has_workspace()) return templates::all_units(session.reader());
  std::vector<review::Unit> units;
  for (const base::Embedded& file : templates::unit_files()) units.push_back(review::parse_unit(file.bytes));
  return units;
}

Status run_list(Session& session, const Arguments&) {
  const auto units = units_here(session);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& unit : units) items.push_back(unit_shape(unit));
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  TextTable table;
  table.column("Unit");
  table.column("Level", Side::right);
  table.column("Criteria", Side::right);
  table.column("Awarding body");
  table.column("Title");
  for (const auto& u : units) {
    table.row({u.id, u.level > 0 ? std::to_string(u.level) : "", std::to_string(u.criteria.size()), u.awarding_body,
               u.title});
  }
  session.table(table);
  return Status::done;
}

Status run_show(Session& session, const Arguments& a) {
  const review::Unit unit = templates::unit_named(session.reader(), a.positional.front());
  if (session.json()) {
    Json shape = unit_shape(unit);
    shape["source_note"] = text_or_null(unit.source_note);
    Json criteria = Json::array();
    for (const auto& c : unit.criteria) {
      criteria.push_back({{"id", c.id},
                          {"text", c.text},
                          {"outcome", c.outcome_id},
                          {"outcome_title", c.outcome_title},
                          {"nature", text_or_null(c.nature)},
                          {"log_strength", text_or_null(c.log_strength)},
                          {"evidence_types", c.evidence_types},
                          {"log_signals", c.log_signals},
                          {"min_incidents", c.min_incidents}});
    }
    shape["criteria"] = criteria;
    session.answer(shape);
    return Status::done;
  }
  session.line(session.strong(fmt::format("{}  {}", unit.id, unit.title)));
  session.line(fmt::format("{}, level {}; {}", unit.awarding_body, unit.level, unit.source_note));
  std::string outcome;
  for (const auto& c : unit.criteria) {
    if (c.outcome_id != outcome) {
      outcome = c.outcome_id;
      session.line("");
      session.line(session.strong(fmt::format("{}  {}", c.outcome_id, c.outcome_title)));
    }
    session.line(fmt::format("  {}  {} (log: {})", c.id, c.text, c.log_strength));
  }
  return Status::done;
}

Status run_add(Session& session, const Arguments& a) {
  const std::string definition = base::read_file(a.positional.front(), 16U << 20U);
  const review::Unit unit = review::parse_unit(definition);
  review::add_unit(session.writer(), definition);
  if (session.json()) {
    session.answer(unit_shape(unit));
  } else {
    session.line(fmt::format("Unit {} with {} is part of this workspace", unit.id,
                             base::counted(static_cast<long long>(unit.criteria.size()), "criterion", "criteria")));
  }
  return Status::done;
}

Status run_export(Session& session, const Arguments& a) {
  const std::string as = a.value("as");
  if (as != "mahara" && as != "moodle") throw unknown_word("--as", as, {"mahara", "moodle"});
  std::vector<std::string> ids;
  std::optional<review::Unit> unit;
  for (review::Unit& one : units_here(session)) {
    ids.push_back(one.id);
    if (base::equal_ascii_nocase(one.id, a.positional.front())) unit = std::move(one);
  }
  if (!unit) {
    const std::string near = base::nearest(a.positional.front(), ids);
    throw base::Error(Status::world, "no-such-unit", fmt::format("there is no unit {}", base::quoted(a.positional.front())),
                      near.empty() ? "debrief unit list shows them" : fmt::format("did you mean {}?", near));
  }
  const std::string text = as == "mahara" ? mahara_matrix(*unit) : moodle_csv(*unit);
  const std::string out = a.value("out", "-");
  if (out != "-") {
    must_have_folder(out);
    base::write_file(out, text);
  }
  if (session.json()) {
    session.answer({{"id", unit->id},
                    {"as", as},
                    {"criteria", unit->criteria.size()},
                    {"file", out == "-" ? Json() : Json(out)},
                    {"text", out == "-" ? Json(text) : Json()}});
  } else if (out == "-") {
    session.out(text);
  } else {
    session.line(fmt::format("{} with {} for {}", out,
                             base::counted(static_cast<long long>(unit->criteria.size()), "criterion", "criteria"),
                             as == "mahara" ? "Mahara; its name must end in .matrix" : "Moodle"));
  }
  return Status::done;
}

}  // namespace

extern const Command unit_command{
    .name = "unit",
    .title = "List, show, add and export unit definitions",
    .group = "Learn",
    .verbs = {{"list", "", "Lists the units that ship with the program and those added here.", {}, run_list},
              {"show", "ID", "Shows a unit's criteria and what a log can say about each.", {}, run_show},
              {"add", "FILE", "Adds a unit definition, or replaces one of the same id.", {}, run_add},
              {"export",
               "ID",
               "Writes a unit's criteria as a framework for Mahara or Moodle.",
               {{"--as", "FORM", "mahara or moodle"}, {"--out,-o", "FILE", "where to; standard output unless told"}},
               run_export}},
};

}  // namespace debrief::app
