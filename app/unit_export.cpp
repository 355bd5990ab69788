// A unit's criteria as a framework that portfolio systems read.

#include "app/unit_export.h"

#include <vector>

#include "app/csv.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;

constexpr std::size_t short_name = 100, long_name = 255;

/// An outcome with a place of its own. Criteria without one stand under the unit itself.
struct Outcome {
  std::string id;
  std::string title;
};

std::vector<Outcome> outcomes_of(const review::Unit& unit) {
  std::vector<Outcome> out;
  for (const auto& c : unit.criteria) {
    if (!out.empty() && out.back().id == c.outcome_id) continue;
    out.push_back({c.outcome_id, c.outcome_title.empty() ? unit.title : c.outcome_title});
  }
  return out;
}

std::string outcome_name(const Outcome& outcome) { return outcome.id.empty() ? std::string("Unit") : "LO" + outcome.id; }

/// An id that is not cut on the way: a long one ends in some of its hash.
std::string whole_id(std::string id) {
  for (char& c : id) {
    if (c == ',') c = ';';
  }
  if (base::code_points(id) <= short_name) return id;
  return base::cut(id, short_name - 10) + "-" + base::sha256(id).substr(0, 8);
}

std::string described(const review::Unit& unit) {
  return unit.source_note.empty() ? std::string("Criteria as in the unit definition") : unit.source_note;
}

}  // namespace

std::string mahara_matrix(const review::Unit& unit) {
  const auto outcomes = outcomes_of(unit);
  Json standards = Json::array(), elements = Json::array();
  std::size_t number = 0, next = 0;
  for (const Outcome& outcome : outcomes) {
    ++number;
    standards.push_back({{"shortname", base::cut(outcome_name(outcome), short_name)},
                         {"name", base::cut(outcome.title, long_name)},
                         {"description", outcome.title},
                         {"standardid", number}});
    for (; next < unit.criteria.size() && unit.criteria[next].outcome_id == outcome.id; ++next) {
      const auto& c = unit.criteria[next];
      elements.push_back({{"shortname", base::cut(c.id + " " + c.text, short_name)},
                          {"name", base::cut(c.text, long_name)},
                          {"description", c.text},
                          {"standardid", number},
                          {"elementid", c.id}});
    }
  }
  // What the program claims is begun; the other states are for an assessor to give.
  const Json states = Json::array({Json{{"begun", "Claimed, ready for assessment"}}, Json{{"incomplete", "Not met"}},
                                   Json{{"partialcomplete", "Partly met"}}, Json{{"completed", "Met"}}});
  return base::dumped(Json{{"framework",
                            {{"institution", "all"},
                             {"name", base::cut(unit.id + " " + unit.title, long_name)},
                             {"description", described(unit)},
                             {"selfassess", false},
                             {"evidencestatuses", states},
                             {"standards", std::move(standards)},
                             {"standardelements", std::move(elements)}}}},
                      1) +
         "\n";
}

std::string moodle_csv(const review::Unit& unit) {
  CsvText csv;
  csv.row({"Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values",
           "Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)",
           "Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy"});
  const std::string own = whole_id(unit.id);
  csv.row({"", own, base::cut(unit.title, short_name), described(unit), "1", "Not yet competent,Competent",
           R"([{"scaleid":"1"},{"id":2,"scaledefault":1,"proficient":1}])", "", "", "", "", "", "1",
           "outcome,indicator,indicator,indicator"});
  std::size_t next = 0;
  int exported = 0;
  for (const Outcome& outcome : outcomes_of(unit)) {
    const std::string parent = whole_id(own + "-" + outcome_name(outcome));
    csv.row({"", parent, base::cut(outcome.title, short_name), outcome.title, "1", "", "", "", "0", "null", "",
             std::to_string(++exported), "", ""});
    for (; next < unit.criteria.size() && unit.criteria[next].outcome_id == outcome.id; ++next) {
      const auto& c = unit.criteria[next];
      csv.row({parent, whole_id(own + "-" + c.id), base::cut(c.id + " " + c.text, short_name), c.text, "1", "", "", "",
               "0", "null", "", std::to_string(++exported), "", ""});
    }
  }
  return csv.text();
}

}  // namespace debrief::app
