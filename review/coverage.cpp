// From rows to claims, criterion by criterion, and from what is missing to what could fill it.

#include "review/coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "review/coverage/rows.h"
#include "review/privacy/people.h"
#include "review/privacy/reading.h"

namespace debrief::review {

namespace {

/// One row with what the rules need of it, reckoned once for all criteria.
struct Row {
  const Case* c = nullptr;
  const StoredEvent* e = nullptr;
  Standing standing;
  std::set<std::string> signals;
  base::Ms at = 0;
  bool late = false;
};

struct Work {
  const Unit& unit;
  const std::vector<Case>& cases;
  const CoverageOptions& options;
  std::vector<Row> rows;                 // grades A, B and C
  std::set<std::string> signals_in_log;  // of any row of any case
  std::map<std::int64_t, const Case*> by_id;
  base::Ms current_from = std::numeric_limits<base::Ms>::min();
  base::Ms counted_from = std::numeric_limits<base::Ms>::min();
};

/// Signals that go along with a row without saying that the criterion was worked on.
constexpr std::string_view accompanying =
    "event.at event.author event.entered_at event.audience event.channel event.team event.free_text_pii incident.owner "
    "incident.sla_target "
    "incident.resolved_at";

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

/// Same day of the month, `months` before, on the UTC calendar; the last day where the month is shorter.
base::Ms months_before(base::Ms at, int months) {
  base::Civil c = base::utc_civil(at);
  const int index = c.year * 12 + (c.month - 1) - months;
  c.year = index / 12;
  c.month = index % 12 + 1;
  while (!base::valid(c) && c.day > 28) --c.day;
  return base::civil_as_utc(c);
}

std::vector<std::string> carrying(const Criterion& c) {
  std::vector<std::string> out;
  for (const auto& s : c.log_signals) {
    if (!privacy::listed(accompanying, s)) out.push_back(s);
  }
  return out.empty() ? c.log_signals : out;
}

bool has_theme(const Criterion& c, std::string_view theme) {
  return std::find(c.themes.begin(), c.themes.end(), theme) != c.themes.end();
}

/// Whether the learner stood to the row as the criterion asks.
bool involved(const Criterion& c, const Row& r) {
  const Grade g = r.standing.grade;
  if (g == Grade::C) return has_theme(c, "log") && c.involvement != "owner";
  if (c.involvement == "owner") return r.standing.owned && (g == Grade::A || g == Grade::B);
  return g == Grade::A;
}

/// The signal by which a row carries a criterion, "" when it does not.
std::string carried_by(const Criterion& c, const std::vector<std::string>& carriers, const Row& r) {
  for (const auto& s : carriers) {
    if (!r.signals.contains(s)) continue;
    // Who must have written a document has not done so by filling a column.
    if (c.involvement == "author" && s.starts_with("incident.") && s != "incident.fields_complete") continue;
    // Typing for another shows logging, nothing else.
    if (r.standing.grade == Grade::C && s != "event.author" && s != "event.at" && s != "event.entered_at" &&
        s != "incident.fields_complete" && s != "incident.logged_at" && s != "incident.caller" &&
        s != "incident.category") {
      continue;
    }
    return s;
  }
  return {};
}

bool in_range(const Criterion& c, const Case& of) {
  return (!c.needs_major || major(of.incident.incident)) && teams_of(of) >= c.min_teams;
}

Claim claim_from(const Row& r, std::string signal) {
  Claim out;
  out.incident_id = r.c->incident.id;
  out.incident = r.c->incident.incident.ref;
  out.row = r.e->event.row;
  out.seq = r.e->seq;
  out.grade = r.standing.grade;
  out.at_ms = r.at;
  out.why = why_of(*r.c, *r.e, signal);
  out.signal = std::move(signal);
  out.late = r.late;
  return out;
}

/// A review of the incident, claimed at the learner's last row in it: the row says where, the words say what.
std::optional<Claim> review_claim(const Work& w, const Criterion& criterion, const Case& c, const Names& names) {
  std::string signal;
  const CaseReview* review = nullptr;
  for (const auto& r : c.reviews) {
    const bool led = std::any_of(r.people.begin(), r.people.end(), [&](const auto& p) { return names.own(p); });
    if (!led) continue;
    for (const auto& s : criterion.log_signals) {
      const bool there = s == "review.held" || (s == "review.root_cause" && r.root_causes > 0) ||
                         (s == "review.action" && r.actions > 0) ||
                         (s == "review.action_closed" && r.actions_closed > 0);
      if (there && signal.empty()) {
        signal = s;
        review = &r;
      }
    }
  }
  if (review == nullptr) return std::nullopt;
  const Row* last = nullptr;
  for (const Row& r : w.rows) {
    if (r.c == &c && (r.standing.grade == Grade::A || r.standing.grade == Grade::B) &&
        (last == nullptr || r.standing.grade == Grade::A))
      last = &r;
  }
  if (last == nullptr) return std::nullopt;
  Claim out = claim_from(*last, signal);
  out.why = fmt::format("review of this incident led or signed by the learner: {}, {}",
                        base::counted(review->root_causes, "cause with evidence", "causes with evidence"),
                        base::counted(review->actions, "action"));
  if (review->actions_closed > 0) out.why += fmt::format(", {} of them closed", review->actions_closed);
  out.late = false;
  return out;
}

struct Scored {
  Claim claim;
  const Case* c = nullptr;
  double score = 0;
};

double score_of(const Criterion& c, const Row& r, const Work& w) {
  double score = r.standing.grade == Grade::A ? 100 : r.standing.grade == Grade::B ? 60 : 40;
  for (const auto& s : c.log_signals) score += r.signals.contains(s) ? 10 : 0;
  if (r.at >= w.current_from) score += 5;
  if (r.late) score -= 3;
  return score;
}

/// Best first, but a new incident before a second row of the same, a new category or priority before more of the same,
/// and one far enough in time from the first to show a span.
std::vector<Claim> chosen(std::vector<Scored> all, std::size_t at_most, int span_days) {
  std::stable_sort(all.begin(), all.end(), [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.claim.at_ms > b.claim.at_ms;
  });
  std::vector<Claim> out;
  std::map<std::int64_t, int> taken;
  std::set<std::string> kinds;
  std::vector<char> used(all.size(), 0);
  const base::Ms span = span_days * base::day_ms;
  while (out.size() < at_most) {
    std::size_t best = all.size();
    double best_score = -1e9;
    const bool far = out.size() == 1 && span > 0;
    for (int pass = far ? 0 : 1; pass < 2 && best == all.size(); ++pass) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (used[i] != 0) continue;
        const Scored& s = all[i];
        if (pass == 0 && std::abs(s.claim.at_ms - out[0].at_ms) < span) continue;
        const auto& incident = s.c->incident.incident;
        const auto already = taken.find(s.claim.incident_id);
        const int rows = already == taken.end() ? 0 : already->second;
        if (rows >= 3) continue;
        double score = s.score - 1000 * rows;
        score += kinds.contains("c" + incident[TextField::category].value_or("")) ? 0 : 8;
        score += kinds.contains("p" + incident[TextField::priority].value_or("")) ? 0 : 8;
        if (score > best_score) {
          best_score = score;
          best = i;
        }
      }
    }
    if (best == all.size()) break;
    used[best] = 1;
    const auto& incident = all[best].c->incident.incident;
    kinds.insert("c" + incident[TextField::category].value_or(""));
    kinds.insert("p" + incident[TextField::priority].value_or(""));
    ++taken[all[best].claim.incident_id];
    out.push_back(std::move(all[best].claim));
  }
  return out;
}

/// Somebody else who acts in an incident: their role, "" where nobody does or no role is told ("a colleague").
std::string other_person(const Case& c, const Names& names) {
  std::string any;
  for (const auto& e : c.events) {
    if (e.event.actor.empty() || names.own(e.event.actor) || names.shared(e.event.actor) ||
        privacy::name_parts(e.event.actor).empty())
      continue;
    const std::string role = base::squeezed(e.event.actor_role);
    if (!role.empty() && privacy::name_key(role).empty()) return "a colleague in the role " + role;
    any = "a colleague";
  }
  return any;
}

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

/// Fills state and missing by the minima of the unit file.
void judge(const Work& w, CriterionCoverage& cc, const Names& names, std::int64_t out_of_range) {
  const Criterion& c = cc.criterion;
  const Sum s = sum_of(w, cc);
  const bool from_rows = c.log_strength == "strong" || c.log_strength == "supporting";
  const bool log_stands_in = c.log_strength == "strong" && !cc.claims.empty();
  auto& missing = cc.missing;

  const int incidents = static_cast<int>(s.incidents.size());
  const bool counted_by_incident = from_rows || c.min_learner_answers == 0;
  const bool enough_incidents = !counted_by_incident || incidents >= c.min_incidents;
  if (!enough_incidents) {
    missing.push_back(fmt::format("{} ({} wanted, {} so far)",
                                  base::counted(c.min_incidents - incidents, "more incident"), c.min_incidents,
                                  incidents));
  }
  const bool enough_span = !counted_by_incident || s.span_days() >= c.min_span_days;
  if (!enough_span && incidents > 0) {
    missing.push_back(fmt::format("a longer period: {} wanted from first to last, {} so far",
                                  base::counted(c.min_span_days, "day"), s.span_days()));
  }
  const bool enough_independent = s.independent + (log_stands_in ? 1 : 0) >= c.min_independent_sources;
  if (s.independent < c.min_independent_sources) {
    std::vector<std::string> kinds;
    for (const auto& t : c.evidence_types) {
      if (t == "OBS" || t == "WT" || t == "PD" || t == "QA") kinds.push_back(evidence_said(t));
    }
    if (kinds.empty()) kinds = {evidence_said("WT"), evidence_said("OBS")};
    std::string text = fmt::format(
        "{}: {}", enough_independent ? "an independent source, which would still help" : "an independent source",
        any_of_said(kinds));
    for (const auto& claim : cc.claims) {
      const auto found = w.by_id.find(claim.incident_id);
      const std::string who = found == w.by_id.end() ? "" : other_person(*found->second, names);
      if (who.empty()) continue;
      text += fmt::format("; {} who acts in {} could be asked", who, claim.incident);
      break;
    }
    missing.push_back(std::move(text));
  }
  const int types = static_cast<int>(s.types.size());
  const bool enough_types = types + (log_stands_in ? 1 : 0) >= c.min_evidence_types;
  if (!enough_types) {
    std::vector<std::string> kinds;
    for (const auto& t : c.evidence_types) {
      if (!s.types.contains(t) && t != "LOGX") kinds.push_back(evidence_said(t));
    }
    missing.push_back(fmt::format("{} of evidence ({} wanted, {} so far){}",
                                  base::counted(c.min_evidence_types - types, "more type"), c.min_evidence_types, types,
                                  kinds.empty() ? "" : ": " + any_of_said(kinds)));
  }
  const bool enough_answers = s.answers >= c.min_learner_answers;
  if (!enough_answers) {
    std::vector<std::string> kinds;
    for (const auto& t : c.evidence_types) {
      if (t == "QA" || t == "PD" || t == "RA") kinds.push_back(evidence_said(t));
    }
    missing.push_back("the learner's own answer" + (kinds.empty() ? std::string() : ": " + any_of_said(kinds)));
  }
  // Rows help with a supporting criterion; something else has to stand beside them, whatever the numbers say.
  const bool beside = c.log_strength != "supporting" || s.items > 0;
  if (!beside && enough_independent && enough_types && enough_answers) {
    missing.push_back("a further source beside the rows: " +
                      any_of_said({evidence_said("WP"), evidence_said("WT"), evidence_said("OBS")}));
  }

  if (cc.claims.empty() && from_rows) {
    std::vector<std::string> absent;
    for (const auto& signal : carrying(c)) {
      if (!w.signals_in_log.contains(signal)) absent.push_back(signal_said(signal));
    }
    if (!absent.empty() && absent.size() == carrying(c).size()) {
      missing.push_back(fmt::format(
          "the log as it stands does not give {}; a column for it, or {}, would", any_of_said(absent),
          c.evidence_types.empty()
              ? "other evidence"
              : evidence_said(c.evidence_types[c.evidence_types[0] == "LOGX" && c.evidence_types.size() > 1 ? 1 : 0])));
    } else {
      missing.push_back(fmt::format("rows in which the learner {} and which give {}",
                                    c.involvement == "owner"    ? "acts as owner"
                                    : c.involvement == "author" ? "is the writer"
                                                                : "acts",
                                    any_of_said([&] {
                                      std::vector<std::string> said;
                                      for (const auto& signal : carrying(c)) said.push_back(signal_said(signal));
                                      return said;
                                    }())));
    }
  }
  if (c.log_strength == "context")
    missing.push_back("more than rows: they only give facts for the learner's own evidence");
  if (c.log_strength == "none") {
    std::vector<std::string> kinds;
    for (const auto& t : c.evidence_types) kinds.push_back(evidence_said(t));
    missing.push_back("other evidence, as the log says nothing on this" +
                      (kinds.empty() ? std::string() : ": " + any_of_said(kinds)));
  }
  if (out_of_range > 0 && (incidents < c.min_incidents || cc.claims.empty())) {
    std::string wanted = c.needs_major ? "major incidents" : "incidents";
    if (c.min_teams > 1) wanted += fmt::format(" with {} teams", c.min_teams);
    missing.push_back(
        fmt::format("{}: {} stand in others and do not count", wanted, base::counted(out_of_range, "row")));
  }
  if (!cc.expired.empty()) {
    missing.push_back(fmt::format("newer evidence: {} older than {} months {} not counted",
                                  base::counted(static_cast<long long>(cc.expired.size()), "row"),
                                  w.options.oldest_months, cc.expired.size() == 1 ? "is" : "are"));
  }

  if (cc.claims.empty() && s.items == 0) {
    cc.state = "none";
  } else if (enough_incidents && enough_span && enough_independent && enough_types && enough_answers && beside) {
    cc.state = "claimed";
  } else {
    cc.state = "thin";
  }
}

std::string rows_said(const std::vector<const Row*>& rows) {
  std::vector<std::string> numbers;
  for (const Row* r : rows) {
    if (numbers.size() == 4) break;
    numbers.push_back(r->e->event.row > 0 ? std::to_string(r->e->event.row) : fmt::format("#{}", r->e->seq));
  }
  return (numbers.size() == 1 ? "row " : "rows ") + base::joined(numbers, ", ");
}

/// Incidents not cited for this criterion whose rows by the learner give some of its signals, best three.
void suggest(const Work& w, CriterionCoverage& cc, const Names& names) {
  if (cc.state == "claimed" || cc.criterion.log_strength == "none") return;
  const Criterion& c = cc.criterion;
  std::set<std::int64_t> cited;
  std::set<std::string> seen;
  for (const auto& claim : cc.claims) {
    cited.insert(claim.incident_id);
    const auto& i = w.by_id.at(claim.incident_id)->incident.incident;
    seen.insert("c" + i[TextField::category].value_or(""));
    seen.insert("p" + i[TextField::priority].value_or(""));
  }
  struct Candidate {
    const Case* c = nullptr;
    std::vector<const Row*> rows;
    std::set<std::string> signals;
    base::Ms newest = 0;
    double score = 0;
  };
  std::map<std::int64_t, Candidate> candidates;
  const auto carriers = carrying(c);
  for (const Row& r : w.rows) {
    if (r.standing.grade == Grade::C || cited.contains(r.c->incident.id) || (r.at != 0 && r.at < w.counted_from)) {
      continue;
    }
    if (c.involvement == "owner" && !r.standing.owned) continue;
    if (c.involvement == "author" && c.log_strength != "context") continue;
    if (!in_range(c, *r.c)) continue;
    bool any = false;
    for (const auto& s : carriers) any = any || r.signals.contains(s);
    const bool partly = std::any_of(c.log_signals.begin(), c.log_signals.end(), [&](const auto& s) {
      return r.signals.contains(s) && s != "event.at" && s != "event.author" && s != "event.entered_at" &&
             s != "event.free_text_pii";
    });
    if (!any && !partly) continue;
    Candidate& k = candidates[r.c->incident.id];
    k.c = r.c;
    k.rows.push_back(&r);
    for (const auto& s : c.log_signals) {
      if (r.signals.contains(s)) k.signals.insert(s);
    }
    k.newest = std::max(k.newest, r.at);
    if (any) k.score += k.score == 0 ? 20 : 1;
    if (r.standing.grade == Grade::A) k.score += k.rows.size() == 1 ? 6 : 0;
  }
  std::vector<Candidate*> order;
  for (auto& [id, k] : candidates) {
    const auto& i = k.c->incident.incident;
    k.score += 10.0 * static_cast<double>(k.signals.size());
    k.score += seen.contains("c" + i[TextField::category].value_or("")) ? 0 : 4;
    k.score += seen.contains("p" + i[TextField::priority].value_or("")) ? 0 : 4;
    k.score += other_person(*k.c, names).empty() ? 0 : 5;
    k.score += k.newest >= w.current_from ? 4 : 0;
    k.score += 3 * k.c->incident.completeness;
    order.push_back(&k);
  }
  std::stable_sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
    return a->score != b->score ? a->score > b->score : a->newest > b->newest;
  });
  for (const Candidate* k : order) {
    if (cc.suggestions.size() == 3) break;
    const auto& i = k->c->incident.incident;
    std::vector<std::string> gives, lacks;
    for (const auto& s : c.log_signals) {
      if (k->signals.contains(s)) {
        if (s != "event.at" && s != "event.author") gives.push_back(signal_said(s));
      } else if (!s.starts_with("event.at") && !s.starts_with("event.author")) {
        lacks.push_back(signal_said(s));
      }
    }
    CriterionCoverage::Suggestion out;
    out.incident = i.ref;
    out.why = fmt::format("{} by the learner{} {} {}", rows_said(k->rows),
                          k->rows[0]->standing.grade == Grade::B ? " as owner" : "",
                          k->rows.size() == 1 ? "gives" : "give", base::joined(gives, ", "));
    if (const auto& p = i[TextField::priority]) out.why += fmt::format("; priority {}", base::cut(*p, 20));
    const std::string who = other_person(*k->c, names);
    if (!who.empty()) out.why += fmt::format("; {} acts in it too", who);
    std::vector<std::string> still = lacks;
    if (c.log_strength == "context") still = {"the learner's own answer"};
    if (c.log_strength != "context" && c.min_independent_sources > 0)
      still.push_back(who.empty() ? "an independent source" : "the statement of an independent person");
    out.still_missing = still.empty() ? "how well it was done, which rows cannot show" : base::joined(still, ", ");
    cc.suggestions.push_back(std::move(out));
  }
}

void add_rows(Work& w, const Learner& learner, Coverage& out, std::map<std::string, std::int64_t>& shared_rows) {
  for (const Case& c : w.cases) {
    w.by_id[c.incident.id] = &c;
    const Names names(learner, c.shared_logins);
    const auto all = standings(c, names);
    bool any = false;
    for (std::size_t i = 0; i < c.events.size(); ++i) {
      const StoredEvent& e = c.events[i];
      if (names.shared(e.event.actor)) ++shared_rows[base::squeezed(e.event.actor)];
      auto signals = signals_of(c, e);
      w.signals_in_log.insert(signals.begin(), signals.end());
      const Grade g = all[i].grade;
      if (names.own(e.event.actor)) {
        ++out.rows_by_learner;
        any = true;
      }
      if (g == Grade::D || g == Grade::E) continue;
      Row r;
      r.c = &c;
      r.e = &e;
      r.standing = all[i];
      r.signals = std::move(signals);
      r.at = e.event.at ? e.event.at->at : e.event.logged_at ? e.event.logged_at->at : 0;
      r.late = e.event.at && e.event.logged_at &&
               e.event.logged_at->at - e.event.at->at > w.options.late_minutes * base::minute_ms;
      w.rows.push_back(std::move(r));
    }
    out.incidents_with_rows += any ? 1 : 0;
    if (!c.reviews.empty()) {
      for (const char* s : {"review.held", "review.root_cause", "review.action", "review.action_closed"})
        w.signals_in_log.insert(s);
    }
  }
}

}  // namespace

Coverage coverage(const Unit& unit, const Learner& learner, const std::vector<Case>& cases,
                  const std::vector<EvidenceItem>& evidence, const CoverageOptions& options) {
  Coverage out;
  out.unit = unit;
  Work w{unit, cases, options, {}, {}, {}};
  if (options.as_of != 0) {
    w.current_from = months_before(options.as_of, options.current_months);
    w.counted_from = months_before(options.as_of, options.oldest_months);
  }
  std::map<std::string, std::int64_t> shared_rows;
  add_rows(w, learner, out, shared_rows);
  const Names names(learner, cases.empty() ? std::vector<std::string>{} : cases.front().shared_logins);

  std::set<std::pair<std::int64_t, std::int64_t>> late, undated;
  for (const Criterion& criterion : unit.criteria) {
    CriterionCoverage cc;
    cc.criterion = criterion;
    const bool from_rows = criterion.log_strength == "strong" || criterion.log_strength == "supporting";
    const auto carriers = carrying(criterion);
    std::vector<Scored> found;
    std::int64_t out_of_range = 0;
    const auto take = [&](Claim claim, const Case* c, double score) {
      // A row without a time shows no age; it counts, and a warning says what it cannot show.
      if (claim.at_ms != 0 && claim.at_ms < w.counted_from) {
        cc.expired.push_back(std::move(claim));
        return;
      }
      claim.ageing = claim.at_ms != 0 && claim.at_ms < w.current_from;
      found.push_back({std::move(claim), c, score});
    };
    for (const Row& r : w.rows) {
      if (!from_rows || !involved(criterion, r)) continue;
      std::string signal = carried_by(criterion, carriers, r);
      if (signal.empty()) continue;
      if (!in_range(criterion, *r.c)) {
        ++out_of_range;
        continue;
      }
      if (r.at == 0) undated.insert({r.c->incident.id, r.e->seq});
      take(claim_from(r, std::move(signal)), r.c, score_of(criterion, r, w));
    }
    if (from_rows) {
      for (const Case& c : cases) {
        if (c.reviews.empty() || !in_range(criterion, c)) continue;
        auto claim = review_claim(w, criterion, c, names);
        if (!claim) continue;
        const bool already = std::any_of(found.begin(), found.end(), [&](const Scored& s) {
          return s.claim.incident_id == claim->incident_id && s.claim.seq == claim->seq;
        });
        if (!already) take(std::move(*claim), &c, 200);
      }
    }
    cc.claims = chosen(
        std::move(found),
        std::max(options.claims_per_criterion, static_cast<std::size_t>(std::min(criterion.min_incidents, 1000))),
        criterion.min_span_days);
    for (const auto& claim : cc.claims) {
      if (claim.late) late.insert({claim.incident_id, claim.seq});
    }
    for (const EvidenceItem& item : evidence) {
      if (item.learner_id != 0 && learner.id != 0 && item.learner_id != learner.id) continue;
      const bool offered = std::any_of(item.claims.begin(), item.claims.end(), [&](const auto& claim) {
        return claim.unit_id == unit.id && claim.criterion == criterion.id;
      });
      if (offered) cc.items.push_back(item);
    }
    judge(w, cc, names, out_of_range);
    suggest(w, cc, names);
    out.criteria.push_back(std::move(cc));
  }

  for (const auto& [login, rows] : shared_rows) {
    out.warnings.push_back(
        fmt::format("the login {} is shared: {} under it not credited; a witness or the rota would show who acted",
                    base::quoted(login), rows == 1 ? "1 row is" : base::grouped(rows) + " rows are"));
  }
  for (const std::string& login : names.shared_names()) {
    const bool counted = std::any_of(shared_rows.begin(), shared_rows.end(), [&](const auto& s) {
      return base::folded(s.first) == base::folded(base::squeezed(login));
    });
    if (!counted)
      out.warnings.push_back(
          fmt::format("the login {} is shared and would not be credited; no row stands under it", base::quoted(login)));
  }
  if (out.rows_by_learner == 0)
    out.warnings.emplace_back(
        "no row of the log has the learner as its recorded actor; add the spelling the log uses as an alias");
  if (!late.empty()) {
    out.warnings.push_back(fmt::format(
        "{} written more than {} minutes after the event; marked where cited",
        late.size() == 1 ? "1 cited row was" : base::grouped(static_cast<long long>(late.size())) + " cited rows were",
        options.late_minutes));
  }
  if (!w.rows.empty() && !w.signals_in_log.contains("event.entered_at")) {
    out.warnings.emplace_back("the log gives one time per row, so how soon things were written down cannot be shown");
  }
  if (!undated.empty()) {
    out.warnings.push_back(fmt::format(
        "{} no time and can show neither currency nor span",
        undated.size() == 1 ? "1 row has" : base::grouped(static_cast<long long>(undated.size())) + " rows have"));
  }
  return out;
}

}  // namespace debrief::review
