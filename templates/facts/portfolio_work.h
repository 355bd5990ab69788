// What the parts of an evidence report share while they are gathered. Internal to templates/facts.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "review/reviews.h"
#include "templates/facts/portfolio.h"
#include "templates/facts/story.h"
#include "templates/facts/tables.h"
#include "templates/facts/words.h"

namespace debrief::templates {

/// An item of the index: the extract of one incident, or something else the learner holds.
struct IndexItem {
  std::string number;  // E01
  std::string type;    // LOGX, WT, …
  std::string title;
  const review::Case* incident = nullptr;
  const review::EvidenceItem* item = nullptr;
  std::set<std::string> criteria;  // unit/criterion
  std::set<std::int64_t> rows;
  std::int64_t claims = 0;
};

/// A criterion of one of the units, with what covers it.
struct CriterionLine {
  const review::Coverage* coverage = nullptr;
  const review::CriterionCoverage* covered = nullptr;
  std::string reference;  // CG-L3-MIR/A4
};

struct PortfolioWork {
  review::Store& store;
  const review::Learner& learner;
  const FactsFor& reader;
  Ledger& ledger;
  DirectiveData& shown;
  std::string salt;
  bool several_units = false;
  std::vector<review::Case> cases;
  std::vector<review::EvidenceItem> items;
  std::vector<review::Coverage> coverages;
  std::vector<IndexItem> index;
  std::vector<CriterionLine> criteria;
  std::set<std::string> names;                            // folded spellings of the learner
  std::map<std::int64_t, std::size_t> index_of_incident;  // incident id -> place in index

  bool sharing() const { return reader.audience == Audience::share; }
  /// The learner as this reader knows them.
  std::string learner_said() const { return sharing() ? std::string("LEARNER") : learner.name; }
  bool by_learner(const review::StoredEvent& e) const;
  /// "HHS-21739", or its number in the index where references are generalised.
  std::string incident_said(std::int64_t id, const std::string& ref) const;
  /// "12 May 2026, 14:31", or minutes from logging where dates are generalised.
  std::string time_said(const review::Case* c, std::optional<base::Ms> at) const;
  std::string date_said(std::optional<base::Ms> at) const;
  /// `text` with every incident's reference as this reader may know it.
  std::string generalised(std::string text) const;
  const review::Case* case_of(std::int64_t incident_id) const;
  std::string criterion_said(const CriterionLine& c) const;
};

/// "Log extract"; unknown codes as they are.
std::string evidence_type_said(std::string_view code);
/// What the log can do for a criterion of that strength, in a sentence part.
std::string strength_said(std::string_view log_strength);
/// Questions of that level about one row, naming the fact in it; empty when the row gives none.
std::vector<std::string> questions_on(const review::Case& c, const review::StoredEvent& e, int level,
                                      const std::string& place);

base::Json index_part(PortfolioWork& w);
base::Json units_part(PortfolioWork& w);
base::Json summaries_part(PortfolioWork& w);
base::Json sample_part(PortfolioWork& w);
base::Json prompts_part(PortfolioWork& w);
base::Json witnesses_part(PortfolioWork& w);
base::Json discussion_part(PortfolioWork& w);
base::Json gaps_part(PortfolioWork& w);
base::Json seen_part(PortfolioWork& w);
std::vector<ClaimLine> claim_lines(const PortfolioWork& w);

}  // namespace debrief::templates
