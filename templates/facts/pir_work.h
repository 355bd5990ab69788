// What the parts of a review's facts share while they are gathered. Internal to templates/facts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "templates/facts/pir.h"
#include "templates/facts/story.h"
#include "templates/facts/words.h"

namespace debrief::templates {

struct PirWork {
  review::Store& store;
  review::Review review;
  review::StoredIncident main;                 // the one it is named for
  std::vector<review::StoredIncident> others;  // further ones under review
  Entries entries;                             // of the main incident
  std::vector<review::StoredIncident> children;
  std::vector<review::Action> actions;
  std::vector<review::Finding> findings;
  std::map<std::string, std::string> fields;  // entered about the review, by name
  FactsFor reader;
  Wall wall;
  Ledger& ledger;
  DirectiveData& shown;

  const review::Incident& incident() const { return main.incident; }
  std::optional<base::Ms> at(review::TimeField f) const { return when(incident(), f); }
  /// The text of a field, "" when absent.
  std::string text(review::TextField f) const;
  /// "Senior agent"; "not recorded". With the name where the reader sees colleagues.
  std::string role(const review::Event& e) const;
  std::string who(const review::Event& e) const;
  /// Source of a fact about the incident's own fields.
  std::string own_row() const;
};

/// "Incident", "Near miss".
std::string kind_said(review::Kind kind);
std::string kind_said(review::EventKind kind);

/// Why the method suits the size of the incident, from recorded facts; a sentence.
std::string method_why(PirWork& w);
/// Who takes part, who may read it and what changed from version to version: adds `fields`, `unset`, `versions` and
/// `line` to `control`, and makes the tables "control" and "versions".
void control_people(PirWork& w, base::Json& control);

base::Json control_part(PirWork& w);
base::Json incident_part(PirWork& w);
base::Json summary_part(PirWork& w);
base::Json impact_part(PirWork& w);
base::Json detection_part(PirWork& w);
base::Json timeline_part(PirWork& w);
base::Json response_part(PirWork& w);
base::Json communications_part(PirWork& w);
base::Json decisions_part(PirWork& w);
base::Json assessment_part(PirWork& w);
base::Json context_part(PirWork& w);
base::Json similar_part(PirWork& w);
base::Json causes_part(PirWork& w);
/// The charts "fishbone", "whys" and "bowtie", each where the findings have what it shows.
void cause_charts_into(PirWork& w);
base::Json actions_part(PirWork& w);
base::Json lessons_part(PirWork& w);
base::Json outside_part(PirWork& w);
base::Json glossary_of(const std::vector<std::string>& texts, const std::vector<std::string>& always);

/// The table of a list of actions: used by the review and by the action sheet's document.
Table action_table(const std::vector<review::Action>& actions, const Wall& wall, base::Ms now, bool names);

}  // namespace debrief::templates
