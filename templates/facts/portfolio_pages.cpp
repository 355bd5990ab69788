// An evidence report's further pages: incident summaries, the fair sample, prompts, witnesses, discussion, gaps.

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/portfolio_work.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TextField;
using review::TimeField;

namespace {

std::string row_or_entry(const PortfolioWork& w, const review::StoredEvent& e) {
  if (w.sharing()) return fmt::format("entry {}", e.seq);
  return e.event.row > 0 ? fmt::format("row {}", e.event.row) : fmt::format("entry {}", e.seq);
}

std::string target_said(const review::Incident& i) {
  const auto due = when(i, TimeField::sla_due);
  const auto ended = ended_at(i);
  if (!due || !ended) return "no target recorded";
  return *ended <= *due ? "within the target, " + between(ended, due) + " to spare"
                        : "after the target, by " + between(due, ended);
}

/// The rows a reader needs: all of a short incident; of a long one the learner's, their neighbours, first and last.
std::vector<bool> needed(const PortfolioWork& w, const review::Case& c) {
  std::vector<bool> out(c.events.size(), c.events.size() <= 14);
  if (out.empty()) return out;
  out.front() = out.back() = true;
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    if (!w.by_learner(c.events[i])) continue;
    out[i] = true;
    if (i > 0) out[i - 1] = true;
  }
  return out;
}

/// Cited incidents, those with most claims first.
std::vector<const IndexItem*> most_cited(const PortfolioWork& w, std::size_t most) {
  std::vector<const IndexItem*> out;
  for (const auto& item : w.index) {
    if (item.incident != nullptr) out.push_back(&item);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const IndexItem* a, const IndexItem* b) { return a->claims > b->claims; });
  if (out.size() > most) out.resize(most);
  return out;
}

int level_of(const PortfolioWork& w) {
  int level = 0;
  for (const auto& c : w.coverages) level = std::max(level, c.unit.level);
  return level == 0 ? 3 : level;
}

/// Questions for a row: by level 2, 3 and 4. {at} is time and place, {what} the fact named.
struct Question {
  const char* two;
  const char* three;
  const char* four;
};

Question question_for(EventKind kind) {
  switch (kind) {
    case EventKind::communication:
      return {"Whom did you tell at {at}, and what did they need to know?",
              "Explain why you told {what} at {at} in that way, and what you left out.",
              "Evaluate the timing, channel and wording of your message to {what} at {at}, and recommend what should "
              "be done in such a case."};
    case EventKind::escalated:
      return {"To whom did you escalate at {at}, and which rule says so?",
              "Explain what made you escalate at {at} and not before or after.",
              "Evaluate the escalation at {at}: its trigger, its timing and what it changed. Recommend a better "
              "trigger if there is one."};
    case EventKind::decision:
      return {
          "What did you decide at {at}, and what were you told to follow?",
          "Explain the decision at {at}: which options there were and why you chose this one.",
          "Justify the decision at {at} against the strongest objection to it, and review how appropriate it proved."};
    case EventKind::assigned:
      return {"Whom did you give the work to at {at}, and how?",
              "Explain the choice you made when you assigned the work at {at}.",
              "Evaluate how the work was assigned at {at}, and recommend how resources should be matched to such "
              "incidents."};
    case EventKind::acknowledged:
      return {"What did you check first at {at}?",
              "Explain what you found out when you took this on at {at}, and what you could not know yet.",
              "Analyse the first minutes from {at}: which information would have changed what you did?"};
    case EventKind::action:
      return {"Which steps did you take at {at}, and in what order?",
              "Explain why you took this step at {at} and what you expected from it.",
              "Evaluate the effect of what you did at {at}, with figures, and what you would do differently."};
    case EventKind::resolved:
    case EventKind::closed:
      return {"How did you know at {at} that it was over?",
              "Explain how you checked at {at} that the matter was resolved for the customer.",
              "Evaluate how well the result recorded at {at} was verified, and recommend a check that would be worth "
              "its cost."};
    case EventKind::logged:
      return {"Which details did you log at {at}, and which rule says so?",
              "Explain the category and priority you gave at {at}, and what would have made another right.",
              "Analyse the first entry at {at}: which missing detail cost most later on?"};
    case EventKind::note:
    case EventKind::reopened:
    case EventKind::updated:
      break;
  }
  return {"", "", ""};
}

std::string filled(std::string text, const std::string& at, const std::string& what) {
  for (const auto& [slot, value] : {std::pair<std::string, std::string>{"{at}", at}, {"{what}", what}}) {
    for (auto k = text.find(slot); k != std::string::npos; k = text.find(slot, k + value.size()))
      text.replace(k, slot.size(), value);
  }
  return text;
}

}  // namespace

std::vector<std::string> questions_on(const review::Case&, const review::StoredEvent& e, int level,
                                      const std::string& place) {
  std::vector<std::string> out;
  const Question q = question_for(e.event.kind);
  const std::string what = e.event.audience.empty() ? "them" : base::ascii_lower(e.event.audience);
  const char* text = level <= 2 ? q.two : level == 3 ? q.three : q.four;
  if (*text != '\0') out.push_back(filled(text, place, what));
  for (const FieldMove& m : moves_of({e}, "priority")) {
    if (m.before.empty()) continue;
    const std::string fact = fmt::format("{} to {}", m.before, m.after);
    if (level <= 2)
      out.push_back(fmt::format("You changed the priority from {} at {}. Which rule says so?", fact, place));
    else if (level == 3)
      out.push_back(fmt::format("Explain the change of priority from {} at {}, and what would have made {} right.",
                                fact, place, m.before));
    else
      out.push_back(
          fmt::format("Evaluate the change of priority from {} at {}: was the rule or the judgement the better guide, "
                      "and what should the rule say?",
                      fact, place));
  }
  return out;
}

Json summaries_part(PortfolioWork& w) {
  Json out = Json::array();
  // One page each; the most cited first stand here, the others are found through the index and the claims.
  auto chosen = most_cited(w, 10);
  std::sort(chosen.begin(), chosen.end(), [](const IndexItem* a, const IndexItem* b) { return a->number < b->number; });
  for (const IndexItem* item : chosen) {
    const review::Case& c = *item->incident;
    const review::Incident& i = c.incident.incident;
    const auto opened = when(i, TimeField::opened);
    std::int64_t mine = 0;
    std::vector<std::int64_t> my_rows;
    std::set<std::string> roles;
    for (const auto& e : c.events) {
      if (!w.by_learner(e)) continue;
      ++mine;
      my_rows.push_back(e.event.row);
      if (!e.event.actor_role.empty()) roles.insert(e.event.actor_role);
    }
    const auto keep = needed(w, c);
    TableMaker t(fmt::format("{}: course, {}", item->number,
                             w.sharing() ? "minutes from logging" : "times in " + w.reader.zone.name()),
                 {{"Time", Align::left, 0.16},
                  {"Who", Align::left, 0.17},
                  {"Kind", Align::left, 0.13},
                  {"Entry"},
                  {w.sharing() ? "Entry number" : "Row", Align::right, 0.08}});
    std::int64_t left_out = 0;
    for (std::size_t k = 0; k < c.events.size(); ++k) {
      const auto& s = c.events[k];
      if (!keep[k]) {
        ++left_out;
        continue;
      }
      const bool own = w.by_learner(s);
      const std::string who =
          own ? w.learner_said() + (s.event.actor_role.empty() ? "" : " (" + s.event.actor_role + ")")
          : !s.event.actor_role.empty() ? s.event.actor_role
          : s.event.actor.empty()       ? "not recorded"
                                        : "role not recorded";
      std::string kind = kind_said(s.event.kind);
      if (s.event.kind == EventKind::communication && !s.event.audience.empty()) kind += ", " + s.event.audience;
      t.row({w.time_said(&c, when(s)), who, kind, w.sharing() ? kind_said(s.event.kind) : s.event.text,
             w.sharing()       ? std::to_string(s.seq)
             : s.event.row > 0 ? std::to_string(s.event.row)
                               : "by hand"},
            own ? "learner" : "");
    }
    const std::string table = "course_" + item->number;
    w.shown.tables[table] = t.take();
    Json told = Json::array();
    for (const auto& a : audiences_of(c.events)) {
      if (a.outbound == 0) continue;
      std::string line = fmt::format("{}: {}", a.audience, base::counted(a.outbound, "message"));
      if (opened && a.first_at && *a.first_at >= *opened) line += ", first after " + between(opened, a.first_at);
      if (a.silence_from) line += ", longest time without one " + between(a.silence_from, a.silence_until);
      told.push_back(line);
    }
    std::string followed = "no review in the workspace";
    for (const auto& r : review::list_reviews(w.store)) {
      if (std::find(r.incidents.begin(), r.incidents.end(), c.incident.id) == r.incidents.end()) continue;
      const auto actions = review::list_actions(w.store, r.id);
      followed = fmt::format("PIR-{}, {}, {}", r.id, base::ascii_lower(unscored(r.status)),
                             base::counted(static_cast<long long>(actions.size()), "action"));
    }
    const auto text = [&](TextField f) { return i[f] ? Json(*i[f]) : Json(); };
    const std::string took = between(opened, ended_at(i));
    w.ledger.note("Rows by the learner in " + i.ref, fmt::format("{} of {}", mine, c.events.size()),
                  rows_said(my_rows));
    out.push_back(
        {{"ref", w.incident_said(c.incident.id, i.ref)},
         {"number", item->number},
         {"title", w.sharing() ? text(TextField::category) : text(TextField::title)},
         {"category", text(TextField::category)},
         {"priority", text(TextField::priority)},
         {"opened",
          opened ? Json(w.sharing() ? w.date_said(opened) : base::plain_time(*opened, w.reader.zone)) : Json()},
         {"took", took.empty() ? Json() : Json(took)},
         {"target", target_said(i)},
         {"rows_by_learner", mine},
         {"rows", c.events.size()},
         {"rows_said", w.sharing() ? std::string() : rows_said(my_rows)},
         {"role", listed({roles.begin(), roles.end()})},
         {"told", std::move(told)},
         {"review", followed},
         {"left_out", left_out},
         {"table", table}});
  }
  return out;
}

Json sample_part(PortfolioWork& w) {
  struct Side {
    std::int64_t n = 0, urgent = 0, with_target = 0, in_target = 0, reopened = 0;
    std::set<std::string> categories;
    std::vector<double> took;
  };
  Side cited, all;
  for (const auto& c : w.cases) {
    if (std::none_of(c.events.begin(), c.events.end(), [&](const auto& e) { return w.by_learner(e); })) continue;
    const auto& i = c.incident.incident;
    std::vector<Side*> sides{&all};
    if (w.index_of_incident.contains(c.incident.id)) sides.push_back(&cited);
    for (Side* s : sides) {
      ++s->n;
      const auto level = review::priority_level(i[TextField::priority].value_or(""));
      s->urgent += level && *level <= 2 ? 1 : 0;
      const auto due = when(i, TimeField::sla_due), ended = ended_at(i), opened = when(i, TimeField::opened);
      if (due && ended) {
        ++s->with_target;
        s->in_target += *ended <= *due ? 1 : 0;
      }
      s->reopened += i[review::NumberField::reopen_count].value_or(0) > 0 ? 1 : 0;
      if (i[TextField::category]) s->categories.insert(*i[TextField::category]);
      if (opened && ended && *ended >= *opened) s->took.push_back(static_cast<double>(*ended - *opened) / 1000);
    }
  }
  const auto share = [](std::int64_t n, std::int64_t of) {
    return of == 0 ? std::string("no figure")
                   : fmt::format("{} of {} ({})", n, of, share_said(static_cast<double>(n) / static_cast<double>(of)));
  };
  const auto median = [](std::vector<double> v) {
    if (v.empty()) return std::string("no figure");
    std::sort(v.begin(), v.end());
    const std::size_t m = v.size();
    return base::plain_duration(m % 2 == 1 ? v[m / 2] : (v[m / 2 - 1] + v[m / 2]) / 2) + fmt::format(" (n = {})", m);
  };
  Json rows = Json::array();
  TableMaker t("Incidents cited against all with rows by the learner",
               {{"Measure", Align::left, 0.4}, {"Cited", Align::right}, {"All", Align::right}});
  const auto add = [&](std::string measure, std::string a, std::string b) {
    t.row({measure, a, b});
    w.ledger.note("Fair sample: " + measure, a + " cited, " + b + " in all", "incidents with rows by the learner");
    rows.push_back({{"measure", std::move(measure)}, {"cited", std::move(a)}, {"all", std::move(b)}});
  };
  add("Incidents", base::grouped(cited.n), base::grouped(all.n));
  add("Priority 1 or 2", share(cited.urgent, cited.n), share(all.urgent, all.n));
  add("Categories", std::to_string(cited.categories.size()), std::to_string(all.categories.size()));
  add("Resolved within the target", share(cited.in_target, cited.with_target), share(all.in_target, all.with_target));
  add("Resolved after the target", share(cited.with_target - cited.in_target, cited.with_target),
      share(all.with_target - all.in_target, all.with_target));
  add("Reopened", share(cited.reopened, cited.n), share(all.reopened, all.n));
  add("Median time to resolve", median(cited.took), median(all.took));
  w.shown.tables["sample"] = t.take();
  return {{"cited", cited.n}, {"all", all.n}, {"rows", std::move(rows)}};
}

Json prompts_part(PortfolioWork& w) {
  Json out = Json::array();
  const int level = level_of(w);
  for (const IndexItem* item : most_cited(w, level >= 4 ? 5 : level == 3 ? 3 : 2)) {
    const review::Case& c = *item->incident;
    const review::Incident& i = c.incident.incident;
    const auto opened = when(i, TimeField::opened);
    Json acts = Json::array(), questions = Json::array();
    std::set<std::string> roles, asked;
    for (const auto& e : c.events) {
      if (!w.by_learner(e)) continue;
      if (!e.event.actor_role.empty()) roles.insert(e.event.actor_role);
      const auto at = when(e);
      const std::string where = row_or_entry(w, e);
      if (acts.size() < 14) {
        std::string act = kind_said(e.event.kind);
        if (!e.event.audience.empty()) act += " to " + e.event.audience;
        acts.push_back(fmt::format("{}, {} ({} {})", w.time_said(&c, at), base::ascii_lower(act), item->number, where));
      }
      const std::string clock = at ? (w.sharing() ? w.time_said(&c, at) : base::plain_time(*at, w.reader.zone))
                                   : std::string("a time not recorded");
      for (const auto& q : questions_on(c, e, level, fmt::format("{} ({} {})", clock, item->number, where))) {
        // One question of a kind per incident is enough to think about.
        if (questions.size() < 6 && asked.insert(q.substr(0, 24)).second) {
          questions.push_back(
              {{"key", fmt::format("reflect.{}.{}", w.incident_said(c.incident.id, i.ref), questions.size() + 1)},
               {"text", q}});
        }
      }
    }
    if (questions.empty()) continue;
    std::vector<std::string> situation;
    if (opened)
      situation.push_back("logged " + (w.sharing() ? w.date_said(opened) : base::plain_time(*opened, w.reader.zone)));
    if (i[TextField::priority]) situation.push_back("priority " + *i[TextField::priority]);
    if (i[TextField::category]) situation.push_back("category " + *i[TextField::category]);
    if (!w.sharing() && i[TextField::customers_affected])
      situation.push_back("customers affected as recorded: " + *i[TextField::customers_affected]);
    const std::string took = between(opened, ended_at(i));
    std::string result = took.empty() ? "no resolution recorded" : "resolved after " + took + ", " + target_said(i);
    out.push_back(
        {{"number", item->number},
         {"incident", w.incident_said(c.incident.id, i.ref)},
         {"title", w.sharing() ? Json(i[TextField::category].value_or("")) : Json(i[TextField::title].value_or(""))},
         {"situation", capitalised(base::joined(situation, ", "))},
         {"role", roles.empty() ? std::string("not recorded") : listed({roles.begin(), roles.end()})},
         {"actions", std::move(acts)},
         {"result", capitalised(result)},
         {"questions", std::move(questions)}});
  }
  return out;
}

Json witnesses_part(PortfolioWork& w) {
  // Who wrote in the same incidents as the learner, most often first, people and not systems: those with a role.
  struct Seen {
    std::string name, role;
    std::int64_t entries = 0;
    std::set<std::string> incidents;
    std::vector<std::string> events;
  };
  std::map<std::string, Seen> people;
  for (const auto& item : w.index) {
    if (item.incident == nullptr) continue;
    const review::Case& c = *item.incident;
    for (const auto& e : c.events) {
      if (e.event.actor.empty() || e.event.actor_role.empty() || w.by_learner(e)) continue;
      Seen& s = people[base::folded(e.event.actor)];
      s.name = e.event.actor;
      s.role = e.event.actor_role;
      ++s.entries;
      if (s.incidents.insert(item.number).second && s.events.size() < 6) {
        std::vector<std::int64_t> mine;
        for (const auto& own : c.events) {
          if (w.by_learner(own)) mine.push_back(own.event.row);
        }
        const std::string rows = w.sharing() ? "" : ", learner's " + rows_said(mine);
        s.events.push_back(
            fmt::format("{}, {}{}", item.number, w.date_said(when(c.incident.incident, TimeField::opened)), rows));
      }
    }
  }
  std::vector<const Seen*> order;
  for (const auto& [key, s] : people) order.push_back(&s);
  std::stable_sort(order.begin(), order.end(), [](const Seen* a, const Seen* b) {
    return a->incidents.size() != b->incidents.size() ? a->incidents.size() > b->incidents.size()
                                                      : a->entries > b->entries;
  });
  Json out = Json::array();
  TableMaker t("Witnesses", {{"Witness", Align::left, 0.1},
                             {"Who", Align::left, 0.3},
                             {"Incidents shared"},
                             {"State", Align::left, 0.16},
                             {"Consent to be named"},
                             {"Date"}});
  for (std::size_t k = 0; k < order.size() && k < 4; ++k) {
    const Seen& s = *order[k];
    const std::string number = fmt::format("W{}", k + 1);
    const std::string who = w.sharing() ? s.role : fmt::format("{}, {}", s.role, s.name);
    const std::string shared = base::joined(std::vector<std::string>(s.incidents.begin(), s.incidents.end()), ", ");
    t.row({number, who, shared, "not yet asked", "", ""});
    out.push_back({{"number", number}, {"who", who}, {"role", s.role}, {"events", s.events}});
  }
  for (const auto& item : w.index) {
    if (item.item == nullptr || item.type != "WT") continue;
    t.row({item.number, item.title, "", item.item->status == "requested" ? "requested" : "held", "",
           item.item->at_ms ? w.date_said(*item.item->at_ms) : ""});
  }
  if (!t.empty()) w.shown.tables["witnesses"] = t.take();
  return out;
}

Json discussion_part(PortfolioWork& w) {
  Json out = Json::array();
  for (const auto& line : w.criteria) {
    const auto& c = *line.covered;
    if (c.claims.empty()) continue;
    const int level = line.coverage->unit.level == 0 ? 3 : line.coverage->unit.level;
    Json questions = Json::array(), figures = Json::array();
    std::set<std::string> asked;
    std::set<std::int64_t> shown;
    for (const auto& claim : c.claims) {
      const auto* found = w.case_of(claim.incident_id);
      if (found == nullptr) continue;
      const auto e =
          std::find_if(found->events.begin(), found->events.end(), [&](const auto& x) { return x.seq == claim.seq; });
      if (e == found->events.end()) continue;
      const auto place = w.index_of_incident.find(claim.incident_id);
      const std::string number = place == w.index_of_incident.end() ? claim.incident : w.index[place->second].number;
      const auto at = when(*e);
      const std::string clock = w.sharing() ? w.time_said(found, at)
                                : at        ? base::plain_time(*at, w.reader.zone)
                                            : std::string("a time not recorded");
      for (const auto& q :
           questions_on(*found, *e, level, fmt::format("{} ({} {})", clock, number, row_or_entry(w, *e)))) {
        if (questions.size() < 3 && asked.insert(q.substr(0, 24)).second) questions.push_back(q);
      }
      if (figures.size() < 3 && shown.insert(claim.incident_id).second) {
        const auto& i = found->incident.incident;
        const std::string took = between(when(i, TimeField::opened), ended_at(i));
        figures.push_back(fmt::format("{}: {}{}", number,
                                      took.empty() ? "no resolution recorded" : "resolved after " + took,
                                      ", " + target_said(i)));
      }
    }
    if (questions.empty()) continue;
    out.push_back({{"criterion", w.criterion_said(line)},
                   {"text", c.criterion.text},
                   {"questions", std::move(questions)},
                   {"figures", std::move(figures)},
                   {"weak", c.missing.empty() ? Json() : Json(capitalised(w.generalised(c.missing.front())))}});
  }
  return out;
}

Json gaps_part(PortfolioWork& w) {
  Json out = Json::array();
  TableMaker t("What is missing, and what could supply it", {{"Criterion", Align::left, 0.12},
                                                             {"State", Align::left, 0.1},
                                                             {"Missing", Align::left, 0.32},
                                                             {"Incident that could help", Align::left, 0.26},
                                                             {"What it would still not show"}});
  for (const auto& line : w.criteria) {
    const auto& c = *line.covered;
    if (c.state == "claimed") continue;
    const std::string missing =
        c.missing.empty() ? "more evidence of other kinds" : w.generalised(base::joined(c.missing, "; "));
    Json suggestions = Json::array();
    std::string help, still;
    for (const auto& s : c.suggestions) {
      const std::string which = w.sharing() ? std::string("An incident not cited") : s.incident;
      suggestions.push_back(
          {{"incident", which}, {"why", w.generalised(s.why)}, {"still_missing", w.generalised(s.still_missing)}});
      if (!help.empty()) {
        help += "\n";
        still += "\n";
      }
      help += which + ": " + w.generalised(s.why);
      still += w.generalised(s.still_missing);
    }
    if (help.empty()) {
      std::vector<std::string> types;
      for (const auto& type : c.criterion.evidence_types) {
        if (type != "LOGX") types.push_back(base::ascii_lower(evidence_type_said(type)));
      }
      help = "No incident in the log fills it" +
             (types.empty() ? std::string() : "; other evidence would: " + listed(types));
    }
    out.push_back({{"criterion", w.criterion_said(line)},
                   {"unit", line.coverage->unit.id},
                   {"state", c.state == "none" ? "no evidence" : c.state},
                   {"missing", missing},
                   {"suggestions", std::move(suggestions)}});
    t.row({w.criterion_said(line), c.state == "none" ? "no evidence" : c.state, capitalised(missing), help, still});
  }
  if (!t.empty()) w.shown.tables["gaps"] = t.take();
  return out;
}

Json seen_part(PortfolioWork& w) {
  // A draw that the learner cannot steer and that comes out the same for the same pack.
  struct Drawn {
    std::string order;
    const review::Claim* claim = nullptr;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Drawn> rows;
  for (const auto& line : w.criteria) {
    for (const auto& claim : line.covered->claims) {
      rows[{claim.incident_id, claim.seq}] = {base::sha256(fmt::format("{}/{}/{}", w.salt, claim.incident, claim.seq)),
                                              &claim};
    }
  }
  std::vector<Drawn> order;
  for (const auto& [key, drawn] : rows) order.push_back(drawn);
  std::sort(order.begin(), order.end(), [](const Drawn& a, const Drawn& b) { return a.order < b.order; });
  if (order.size() > 8) order.resize(8);
  Json out = Json::array();
  TableMaker t("Rows to look at in place", {{"Evidence", Align::left, 0.1},
                                            {"Incident", Align::left, 0.13},
                                            {"Row", Align::right, 0.08},
                                            {"Fields to compare", Align::left, 0.4},
                                            {"As stated?"},
                                            {"Initials"},
                                            {"Date"}});
  for (const Drawn& d : order) {
    const auto* found = w.case_of(d.claim->incident_id);
    const auto place = w.index_of_incident.find(d.claim->incident_id);
    if (found == nullptr || place == w.index_of_incident.end()) continue;
    const auto e =
        std::find_if(found->events.begin(), found->events.end(), [&](const auto& x) { return x.seq == d.claim->seq; });
    if (e == found->events.end()) continue;
    const std::string compare = fmt::format("time {}; kind {}; actor {}", w.time_said(found, when(*e)),
                                            base::ascii_lower(kind_said(e->event.kind)), w.learner_said());
    const std::string ref = w.incident_said(d.claim->incident_id, d.claim->incident);
    t.row({w.index[place->second].number, ref, w.sharing() ? "" : std::to_string(d.claim->row), compare, "", "", ""});
    out.push_back({{"incident", ref}, {"row", d.claim->row}, {"compare", compare}});
  }
  if (!t.empty()) w.shown.tables["seen"] = t.take();
  return out;
}

}  // namespace debrief::templates
