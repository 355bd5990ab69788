// From rows to claims, criterion by criterion.

#include "review/coverage.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "review/coverage/rows.h"
#include "review/coverage/work.h"
#include "review/privacy/reading.h"

namespace debrief::review {

namespace {

/// Signals that go along with a row without saying that the criterion was worked on.
constexpr std::string_view accompanying =
    "event.at event.author event.entered_at event.audience event.channel event.team event.free_text_pii incident.owner "
    "incident.sla_target "
    "incident.resolved_at";

/// Same day of the month, `months` before, on the UTC calendar; the last day where the month is shorter.
base::Ms months_before(base::Ms at, int months) {
  base::Civil c = base::utc_civil(at);
  const int index = c.year * 12 + (c.month - 1) - months;
  c.year = index / 12;
  c.month = index % 12 + 1;
  while (!base::valid(c) && c.day > 28) --c.day;
  return base::civil_as_utc(c);
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

std::vector<std::string> carrying(const Criterion& c) {
  std::vector<std::string> out;
  const bool outside =
      std::find(c.log_signals.begin(), c.log_signals.end(), "event.external_party") != c.log_signals.end();
  for (const auto& s : c.log_signals) {
    // Where outside organisations are asked for, a message to anybody else does not show it.
    if (outside && s == "event.communication") continue;
    if (!privacy::listed(accompanying, s)) out.push_back(s);
  }
  return out.empty() ? c.log_signals : out;
}

bool in_range(const Criterion& c, const Case& of) {
  return (!c.needs_major || major(of.incident.incident)) && teams_of(of) >= c.min_teams;
}

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
        fmt::format("the login {} is shared: {} not credited; a witness or the rota would show who acted",
                    base::quoted(login), rows == 1 ? "1 row under it is" : base::grouped(rows) + " rows under it are"));
  }
  for (const std::string& login : names.shared_names()) {
    const bool counted = std::any_of(shared_rows.begin(), shared_rows.end(), [&](const auto& s) {
      return base::folded(s.first) == base::folded(base::squeezed(login));
    });
    if (!counted)
      out.warnings.push_back(
          fmt::format("the login {} is shared and would not be credited; no row stands under it", base::quoted(login)));
  }
  if (out.rows_by_learner == 0) {
    const auto handled = std::count_if(cases.begin(), cases.end(), [&](const Case& c) {
      return names.own(c.incident.incident[TextField::assignee].value_or(""));
    });
    if (handled > 0) {
      out.warnings.push_back(fmt::format(
          "the log names the learner as handler of {}, and nobody as the one who acted in their rows: such rows count "
          "where a criterion asks for the owner (grade B), and nowhere else",
          base::counted(handled, "incident")));
    } else {
      out.warnings.emplace_back(
          "no row of the log has the learner as its recorded actor; add the spelling the log uses as an alias");
    }
  }
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
