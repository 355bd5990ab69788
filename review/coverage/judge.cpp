// Whether what counts is enough by the unit file, and what is missing in words.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "review/coverage/work.h"
#include "review/privacy/reading.h"

namespace debrief::review {

namespace {

bool independent(const EvidenceItem& item) {
  if (item.type == "OBS" || item.type == "WT") return true;
  return (item.type == "PD" || item.type == "QA") &&
         base::ascii_lower(item.author_role.value_or("")).find("assessor") != std::string::npos;
}

bool answer(const EvidenceItem& item) { return item.type == "QA" || item.type == "PD" || item.type == "RA"; }

/// What counts towards a criterion.
struct Sum {
  std::set<std::int64_t> incidents;
  std::set<std::string> types;
  int independent = 0, answers = 0, items = 0;
  std::optional<base::Ms> first, last;
  int span_days() const { return first && last ? static_cast<int>((*last - *first) / base::day_ms) : 0; }
  void at(base::Ms ms) {
    first = first ? std::min(*first, ms) : ms;
    last = last ? std::max(*last, ms) : ms;
  }
};

Sum sum_of(const Work& w, const CriterionCoverage& cc) {
  Sum s;
  for (const auto& claim : cc.claims) {
    s.incidents.insert(claim.incident_id);
    s.types.insert("LOGX");
    if (claim.at_ms != 0) s.at(claim.at_ms);
  }
  const auto& allowed = cc.criterion.evidence_types;
  for (const auto& item : cc.items) {
    const bool simulated = item.type == "SIM" && std::find(allowed.begin(), allowed.end(), "SIM") == allowed.end();
    if (item.status != "held" || simulated || (item.at_ms && *item.at_ms < w.counted_from)) continue;
    ++s.items;
    s.types.insert(item.type);
    s.independent += independent(item) ? 1 : 0;
    s.answers += answer(item) ? 1 : 0;
    if (item.incident_id) s.incidents.insert(*item.incident_id);
    if (item.at_ms && item.incident_id) s.at(*item.at_ms);
  }
  return s;
}

/// Which minima of the unit file hold.
struct Held {
  bool incidents = true, span = true, independent = true, types = true, answers = true;
  bool beside = true;  // something stands beside the rows, where the log alone is not enough
  bool all() const { return incidents && span && independent && types && answers && beside; }
};

bool from_rows(const Criterion& c) { return c.log_strength == "strong" || c.log_strength == "supporting"; }

Held held_of(const CriterionCoverage& cc, const Sum& s) {
  const Criterion& c = cc.criterion;
  // The log is kept by the system and not by the learner: where it is strong it stands in for one source.
  const int log = c.log_strength == "strong" && !cc.claims.empty() ? 1 : 0;
  const bool by_incident = from_rows(c) || c.min_learner_answers == 0;
  Held h;
  h.incidents = !by_incident || static_cast<int>(s.incidents.size()) >= c.min_incidents;
  h.span = !by_incident || s.span_days() >= c.min_span_days;
  h.independent = s.independent + log >= c.min_independent_sources;
  h.types = static_cast<int>(s.types.size()) + log >= c.min_evidence_types;
  h.answers = s.answers >= c.min_learner_answers;
  h.beside = c.log_strength != "supporting" || s.items > 0;
  return h;
}

/// Kinds of evidence the criterion takes, in its order, out of `among` (words between blanks); all when none is.
std::string kinds_said(const Criterion& c, std::string_view among, const std::set<std::string>& but = {}) {
  std::vector<std::string> kinds;
  for (const auto& t : c.evidence_types) {
    if (privacy::listed(among, t) && !but.contains(t)) kinds.push_back(evidence_said(t));
  }
  return any_of_said(kinds);
}

std::string with_kinds(std::string what, const std::string& kinds) {
  return kinds.empty() ? what : what + ": " + kinds;
}

std::string independent_said(const Work& w, const CriterionCoverage& cc, const Names& names, bool enough) {
  std::string kinds = kinds_said(cc.criterion, "OBS WT PD QA");
  if (kinds.empty()) kinds = any_of_said({evidence_said("WT"), evidence_said("OBS")});
  std::string text =
      with_kinds(enough ? "an independent source, which would still help" : "an independent source", kinds);
  for (const auto& claim : cc.claims) {
    const auto found = w.by_id.find(claim.incident_id);
    const std::string who = found == w.by_id.end() ? "" : other_person(*found->second, names);
    if (!who.empty()) return text + fmt::format("; {} who acts in {} could be asked", who, claim.incident);
  }
  return text;
}

/// Why no row carries a criterion that rows could carry.
std::string no_rows_said(const Work& w, const Criterion& c) {
  std::vector<std::string> wanted, absent;
  for (const auto& signal : carrying(c)) {
    wanted.push_back(signal_said(signal));
    if (!w.signals_in_log.contains(signal)) absent.push_back(signal_said(signal));
  }
  if (!absent.empty() && absent.size() == wanted.size()) {
    const std::string kinds = kinds_said(c, "WP OBS WT PD RA QA RPL");
    return fmt::format("the log as it stands does not give {}; a column for it would, or {}", any_of_said(absent),
                       kinds.empty() ? "other evidence" : kinds);
  }
  const std::string_view how = c.involvement == "owner"    ? "holds the incident"
                               : c.involvement == "author" ? "is the writer"
                                                           : "acts";
  return fmt::format("rows in which the learner {} and which give {}", how, any_of_said(wanted));
}

void say_missing(const Work& w, CriterionCoverage& cc, const Names& names, const Sum& s, const Held& h,
                 std::int64_t out_of_range) {
  const Criterion& c = cc.criterion;
  auto& missing = cc.missing;
  if (c.log_strength == "none" && s.items == 0) {
    missing.push_back(
        with_kinds("other evidence, as the log says nothing on this", kinds_said(c, "WP OBS WT PD RA QA RPL SIM")));
    return;
  }
  const int incidents = static_cast<int>(s.incidents.size());
  if (cc.claims.empty() && from_rows(c)) missing.push_back(no_rows_said(w, c));
  if (!h.incidents && (incidents > 0 || !from_rows(c))) {
    missing.push_back(fmt::format("{} ({} wanted, {} so far)",
                                  base::counted(c.min_incidents - incidents, "more incident"), c.min_incidents,
                                  incidents));
  }
  if (!h.span && incidents > 0) {
    missing.push_back(fmt::format("a longer period: {} wanted from first to last, {} so far",
                                  base::counted(c.min_span_days, "day"), s.span_days()));
  }
  if (!h.answers) missing.push_back(with_kinds("the learner's own answer", kinds_said(c, "QA PD RA")));
  if (s.independent < c.min_independent_sources) missing.push_back(independent_said(w, cc, names, h.independent));
  // An independent source or an answer that is missing would be another type of evidence as well.
  const int types = static_cast<int>(s.types.size());
  const int coming = (h.independent ? 0 : c.min_independent_sources - s.independent) + (h.answers ? 0 : 1);
  if (!h.types && c.min_evidence_types - types > coming) {
    missing.push_back(with_kinds(
        fmt::format("{} of evidence ({} wanted, {} so far)",
                    c.min_evidence_types - types == 1 ? "1 more type"
                                                      : fmt::format("{} more types", c.min_evidence_types - types),
                    c.min_evidence_types, types),
        kinds_said(c, "WP OBS WT PD RA QA RPL", s.types)));
  }
  if (!h.beside && h.independent && h.types && h.answers) {
    missing.push_back("a further source beside the rows: " +
                      any_of_said({evidence_said("WP"), evidence_said("WT"), evidence_said("OBS")}));
  }
  if (c.log_strength == "context" && s.items == 0)
    missing.push_back("more than rows: they only give facts for the learner's own evidence");
  if (out_of_range > 0 && (!h.incidents || cc.claims.empty())) {
    std::string wanted = c.needs_major ? "major incidents" : "incidents";
    if (c.min_teams > 1) wanted += fmt::format(" with {} teams", c.min_teams);
    missing.push_back(fmt::format("{}: {} not count", wanted,
                                  out_of_range == 1 ? "1 row stands in another and does"
                                                    : base::grouped(out_of_range) + " rows stand in others and do"));
  }
  if (!cc.expired.empty()) {
    missing.push_back(fmt::format("newer evidence: {} older than {} months {} not counted",
                                  base::counted(static_cast<long long>(cc.expired.size()), "row"),
                                  w.options.oldest_months, cc.expired.size() == 1 ? "is" : "are"));
  }
}

}  // namespace

std::string evidence_said(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> said{
      {{"LOGX", "a log extract"},
       {"WP", "a work product"},
       {"OBS", "an assessor's observation"},
       {"WT", "a witness testimony"},
       {"PD", "a professional discussion"},
       {"RA", "a reflective account"},
       {"QA", "questions and answers"},
       {"RPL", "recognised prior learning"},
       {"SIM", "a simulation"}}};
  for (const auto& [key, words] : said) {
    if (key == code) return std::string(words);
  }
  return std::string(code);
}

std::string any_of_said(const std::vector<std::string>& words) {
  if (words.empty()) return {};
  if (words.size() == 1) return words[0];
  return base::joined(std::span(words).first(words.size() - 1), ", ") + " or " + words.back();
}

void judge(const Work& w, CriterionCoverage& cc, const Names& names, std::int64_t out_of_range) {
  const Sum s = sum_of(w, cc);
  const Held h = held_of(cc, s);
  say_missing(w, cc, names, s, h, out_of_range);
  cc.state = cc.claims.empty() && s.items == 0 ? "none" : h.all() ? "claimed" : "thin";
}

}  // namespace debrief::review
