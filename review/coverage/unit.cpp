// Reading a unit file. What a criterion asks is data; nothing here knows any unit.

#include <array>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/coverage.h"

namespace debrief::review {

namespace {

using base::Json;

[[noreturn]] void bad(const std::string& path, const std::string& what) {
  throw base::Error(base::Status::refused, "bad-unit",
                    fmt::format("the unit definition: {} {}", path.empty() ? "/" : path, what),
                    "the fields are explained in the README beside the unit files");
}

const Json* member(const Json& of, std::string_view key) {
  const auto it = of.find(key);
  return it == of.end() || it->is_null() ? nullptr : &*it;
}

std::string text(const Json& of, std::string_view key, const std::string& path, bool needed = false) {
  const Json* value = member(of, key);
  if (value == nullptr) {
    if (needed) bad(fmt::format("{}/{}", path, key), "is missing");
    return {};
  }
  if (!value->is_string())
    bad(fmt::format("{}/{}", path, key), fmt::format("is {}, expected a text", base::cut(base::dumped(*value), 40)));
  std::string out = value->get<std::string>();
  if (needed && base::trimmed(out).empty()) bad(fmt::format("{}/{}", path, key), "is empty");
  return out;
}

int whole(const Json& of, std::string_view key, const std::string& path, int otherwise) {
  const Json* value = member(of, key);
  if (value == nullptr) return otherwise;
  if (!value->is_number_integer() || *value < 0 || *value > 100000) {
    bad(fmt::format("{}/{}", path, key),
        fmt::format("is {}, expected a whole number from 0", base::cut(base::dumped(*value), 40)));
  }
  return value->get<int>();
}

std::vector<std::string> texts(const Json& of, std::string_view key, const std::string& path) {
  const Json* value = member(of, key);
  if (value == nullptr) return {};
  if (!value->is_array()) bad(fmt::format("{}/{}", path, key), "is no list");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < value->size(); ++i) {
    if (!(*value)[i].is_string()) bad(fmt::format("{}/{}/{}", path, key, i), "is no text");
    out.push_back((*value)[i].get<std::string>());
  }
  return out;
}

template <std::size_t n>
void one_of(const std::string& value, const std::array<std::string_view, n>& allowed, const std::string& path) {
  std::vector<std::string> words(allowed.begin(), allowed.end());
  for (const auto& w : words) {
    if (w == value) return;
  }
  bad(path, fmt::format("is {}, expected one of: {}", base::quoted(value), base::joined(words, ", ")));
}

Criterion parse_criterion(const Json& j, const std::string& path) {
  if (!j.is_object()) bad(path, "is no object");
  static constexpr std::array<std::string_view, 4> strengths{"strong", "supporting", "context", "none"};
  static constexpr std::array<std::string_view, 4> involvements{"actor", "owner", "author", "none"};
  static constexpr std::array<std::string_view, 3> natures{"competence", "applied", "knowledge"};
  static constexpr std::array<std::string_view, 9> evidence{"LOGX", "WP", "OBS", "WT", "PD", "RA", "QA", "RPL", "SIM"};
  Criterion c;
  c.id = text(j, "id", path, true);
  c.text = text(j, "text", path, true);
  c.verb = text(j, "command_verb", path);
  c.nature = text(j, "nature", path, true);
  one_of(c.nature, natures, path + "/nature");
  c.log_strength = text(j, "log_strength", path, true);
  one_of(c.log_strength, strengths, path + "/log_strength");
  c.involvement = text(j, "involvement", path);
  if (c.involvement.empty()) c.involvement = "actor";
  one_of(c.involvement, involvements, path + "/involvement");
  c.evidence_types = texts(j, "evidence_types", path);
  for (std::size_t i = 0; i < c.evidence_types.size(); ++i)
    one_of(c.evidence_types[i], evidence, fmt::format("{}/evidence_types/{}", path, i));
  c.log_signals = texts(j, "log_signals", path);
  c.themes = texts(j, "themes", path);
  c.measure = text(j, "measure", path);
  if (const Json* d = member(j, "coverage_default")) {
    const std::string at = path + "/coverage_default";
    if (!d->is_object()) bad(at, "is no object");
    c.min_incidents = whole(*d, "min_incidents", at, 1);
    c.min_evidence_types = whole(*d, "min_evidence_types", at, 1);
    c.min_independent_sources = whole(*d, "min_independent_sources", at, 0);
    c.min_span_days = whole(*d, "min_span_days", at, 0);
    c.min_learner_answers = whole(*d, "min_learner_answers", at, 0);
  }
  if (const Json* r = member(j, "range")) {
    const std::string at = path + "/range";
    if (!r->is_object()) bad(at, "is no object");
    c.range = base::dumped(*r);
    c.needs_major = text(*r, "needs_priority", at) == "major";
    c.min_teams = whole(*r, "min_teams", at, 1);
  }
  return c;
}

}  // namespace

Unit parse_unit(std::string_view definition_json) {
  const auto parsed = base::parse_json(definition_json);
  if (!parsed) {
    throw base::Error(
        base::Status::refused, "bad-unit",
        fmt::format("the unit definition, line {}: {}", parsed.issue().place.line, parsed.issue().detail));
  }
  const Json& j = *parsed;
  if (!j.is_object()) bad("", "is no object");
  const std::string schema = text(j, "schema", "", true);
  if (schema != "unit-definition/1")
    bad("/schema", fmt::format("is {}, expected \"unit-definition/1\"", base::quoted(schema)));
  Unit u;
  u.id = text(j, "unit_id", "", true);
  u.title = text(j, "title", "", true);
  u.awarding_body = text(j, "awarding_body", "");
  u.unit_type = text(j, "unit_type", "");
  u.level = whole(j, "level", "", 0);
  if (const Json* source = member(j, "source")) {
    if (!source->is_object()) bad("/source", "is no object");
    u.source_kind = text(*source, "kind", "/source");
    u.source_note = text(*source, "note", "/source");
  }
  const Json* outcomes = member(j, "learning_outcomes");
  if (outcomes == nullptr || !outcomes->is_array() || outcomes->empty())
    bad("/learning_outcomes", "is missing, or no list of outcomes");
  std::set<std::string> ids;
  for (std::size_t o = 0; o < outcomes->size(); ++o) {
    const std::string path = fmt::format("/learning_outcomes/{}", o);
    const Json& outcome = (*outcomes)[o];
    if (!outcome.is_object()) bad(path, "is no object");
    const std::string id = text(outcome, "id", path, true), title = text(outcome, "title", path);
    const Json* criteria = member(outcome, "criteria");
    if (criteria == nullptr || !criteria->is_array()) bad(path + "/criteria", "is missing, or no list");
    for (std::size_t k = 0; k < criteria->size(); ++k) {
      const std::string at = fmt::format("{}/criteria/{}", path, k);
      Criterion c = parse_criterion((*criteria)[k], at);
      if (!ids.insert(c.id).second)
        bad(at + "/id", fmt::format("is {}, which an earlier criterion has", base::quoted(c.id)));
      c.outcome_id = id;
      c.outcome_title = title;
      u.criteria.push_back(std::move(c));
    }
  }
  if (u.criteria.empty()) bad("/learning_outcomes", "hold no criterion");
  return u;
}

}  // namespace debrief::review
