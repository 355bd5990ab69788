// Which incident not cited yet could fill a gap.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "review/coverage/work.h"
#include "review/privacy/people.h"

namespace debrief::review {

namespace {

std::string rows_said(const std::vector<const Row*>& rows) {
  std::vector<std::string> numbers;
  for (const Row* r : rows) {
    if (numbers.size() == 4) break;
    numbers.push_back(r->e->event.row > 0 ? std::to_string(r->e->event.row) : fmt::format("#{}", r->e->seq));
  }
  return (numbers.size() == 1 ? "row " : "rows ") + base::joined(numbers, ", ");
}

}  // namespace

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

}  // namespace debrief::review
