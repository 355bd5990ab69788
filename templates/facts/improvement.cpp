// The facts of a service improvement plan.

#include "templates/facts/improvement.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/facts/effect.h"
#include "templates/facts/measure.h"
#include "templates/facts/story.h"
#include "templates/facts/tables.h"
#include "templates/facts/two_periods.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;
using review::TextField;
using review::TimeField;

namespace {

constexpr std::size_t most_places = 8;
constexpr double month_days = 365.0 / 12;

bool carried_out(const review::Action& a) {
  return a.status == "implemented" || a.status == "under_observation" || a.status == "verified" ||
         a.status == "closed" || a.status == "not_effective";
}
bool still_to_do(const review::Action& a) { return !carried_out(a) && !review::ended(a.status); }

struct Place {
  std::string category;
  std::int64_t n = 0, ended = 0, open_actions = 0, reviews = 0;
  double hours = 0;
};

/// Something to do next, with what it is worth: hours of incidents a month it bears on.
struct Step {
  double worth = 0;
  std::string what, why, benefit;
};

struct Plan {
  review::Store& store;
  const FactsFor& reader;
  Ledger& ledger;
  DirectiveData& shown;
  base::Ms from, until;
  std::vector<review::Review> reviews;
  std::vector<review::Action> actions;
  std::map<std::int64_t, std::string> category_of;  // review -> category of its first incident
  std::vector<Place> places;
  std::vector<Step> steps;

  double months() const { return static_cast<double>(until - from) / base::day_ms / month_days; }
  double worth_of(const std::optional<std::int64_t>& review_id) const {
    if (!review_id || !category_of.contains(*review_id)) return 0;
    const auto it = std::find_if(places.begin(), places.end(),
                                 [&](const Place& p) { return p.category == category_of.at(*review_id); });
    return it == places.end() || months() <= 0 ? 0 : it->hours / months();
  }
};

std::vector<Place> places_of(Plan& p, std::int64_t& all) {
  std::map<std::string, Place> by;
  review::stream_incidents(p.store, {}, [&](const review::StoredIncident& s) {
    const auto& i = s.incident;
    const auto opened = when(i, TimeField::opened), ended = ended_at(i);
    if (i.kind != review::Kind::incident || !opened || *opened < p.from || *opened >= p.until) return true;
    ++all;
    if (!i[TextField::category]) return true;
    Place& place = by[*i[TextField::category]];
    place.category = *i[TextField::category];
    ++place.n;
    if (ended && *ended >= *opened) {
      ++place.ended;
      place.hours += static_cast<double>(*ended - *opened) / base::hour_ms;
    }
    return true;
  });
  std::vector<Place> out;
  for (auto& [category, place] : by) {
    for (const auto& [review, of] : p.category_of) place.reviews += of == category ? 1 : 0;
    for (const auto& a : p.actions) {
      const bool here =
          a.review_id && p.category_of.contains(*a.review_id) && p.category_of.at(*a.review_id) == category;
      place.open_actions += here && still_to_do(a) ? 1 : 0;
    }
    out.push_back(std::move(place));
  }
  std::stable_sort(out.begin(), out.end(), [](const Place& a, const Place& b) { return a.hours > b.hours; });
  return out;
}

std::string benefit_said(double n_month, double hours_month) {
  return fmt::format("{} incidents and {} hours a month", number_said(n_month),
                     base::grouped(std::llround(hours_month)));
}

Json places_part(Plan& p) {
  std::int64_t all = 0;
  p.places = places_of(p, all);
  Json out = Json::array();
  TableMaker t("Where incidents take most time", {{"Category", Align::left, 0.2},
                                                  {"Incidents", Align::right},
                                                  {"Share", Align::right},
                                                  {"Hours open", Align::right},
                                                  {"Reviews", Align::right},
                                                  {"Actions still to do", Align::right},
                                                  {"Half of them fewer would save", Align::left, 0.28}});
  for (const Place& place : p.places) {
    if (out.size() == most_places) break;
    const std::string share =
        share_said(static_cast<double>(place.n) / static_cast<double>(std::max<std::int64_t>(all, 1)));
    const double a_month = p.months() > 0 ? 0.5 / p.months() : 0;
    const std::string benefit = benefit_said(a_month * static_cast<double>(place.n), a_month * place.hours);
    p.ledger.note("Incidents, " + place.category, base::grouped(place.n), "incidents logged in the window");
    p.ledger.note("Hours open, " + place.category, base::grouped(std::llround(place.hours)),
                  fmt::format("from logging to restoration or resolution, n = {}", place.ended));
    out.push_back({{"category", place.category},
                   {"n", place.n},
                   {"share", share},
                   {"hours", std::llround(place.hours)},
                   {"open_actions", place.open_actions},
                   {"reviews", place.reviews},
                   {"benefit", benefit}});
    t.row({place.category, base::grouped(place.n), share, base::grouped(std::llround(place.hours)),
           std::to_string(place.reviews), std::to_string(place.open_actions), benefit});
    if (place.open_actions == 0 && out.size() <= 3) {
      p.steps.push_back(
          {a_month * place.hours,
           fmt::format("Look into {}: {}", place.category,
                       place.reviews == 0 ? "no review has, and no action is under way"
                                          : "it has been reviewed, but no action is under way"),
           fmt::format("{} of the incidents, {} hours open in all", share, base::grouped(std::llround(place.hours))),
           "half of them fewer: " + benefit});
    }
  }
  if (!t.empty()) p.shown.tables["places"] = t.take();
  return out;
}

Json actions_part(Plan& p) {
  const bool names = sees_colleagues(p.reader.audience);
  std::vector<const review::Action*> list;
  for (const auto& a : p.actions) {
    if (still_to_do(a)) list.push_back(&a);
  }
  const auto rank = [](const review::Action* a) { return a->priority == "high" ? 0 : a->priority == "medium" ? 1 : 2; };
  std::stable_sort(list.begin(), list.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
  Json out = Json::array();
  TableMaker t("Improvements under way and agreed", {{"Key", Align::left, 0.135},
                                                     {"Action", Align::left, 0.3},
                                                     {"Answers", Align::left, 0.1},
                                                     {"Expected benefit", Align::left, 0.18},
                                                     {"Due", Align::left, 0.17},
                                                     {"Status"}});
  for (const auto* a : list) {
    const bool late = a->due_ms && *a->due_ms < p.reader.now;
    const std::string key = fmt::format("A-{}", a->id),
                      answers = a->review_id ? fmt::format("PIR-{}", *a->review_id) : "";
    const std::string measure = a->measure ? measure_said(*a->measure) : "";
    const std::string benefit =
        measure.empty() ? "no measure named" : measure + (a->direction ? " " + *a->direction : "");
    const std::string due = a->due_ms ? base::plain_date(*a->due_ms - 1, p.reader.zone) : "no date";
    out.push_back({{"key", key},
                   {"title", a->title},
                   {"answers", answers.empty() ? Json() : Json(answers)},
                   {"measure", measure.empty() ? Json() : Json(measure)},
                   {"direction", a->direction ? Json(*a->direction) : Json()},
                   {"owner", names && a->owner ? Json(*a->owner) : Json()},
                   {"due", due},
                   {"status", unscored(a->status)},
                   {"overdue", late}});
    p.ledger.note("Action " + key, a->title + ": " + a->status, fmt::format("action {}", a->id));
    t.row({key, a->title, answers, benefit, due, unscored(a->status)}, late ? "overdue" : "");
    const double worth = p.worth_of(a->review_id);
    if (late) {
      p.steps.push_back({worth + 1, fmt::format("Carry out {}, or give it a new date and a reason: {}", key, a->title),
                         "overdue since " + due, benefit});
    } else if (!a->measure) {
      p.steps.push_back({worth / 4, fmt::format("Say how it will be seen whether {} works: {}", key, a->title),
                         "it has no measure", "its effect can be checked at all"});
    }
  }
  if (!t.empty()) p.shown.tables["actions"] = t.take();
  return out;
}

Json effects_part(Plan& p) {
  std::map<std::string, std::int64_t> verdicts;
  std::int64_t done = 0, judged = 0;
  TableMaker t("What came of the actions carried out",
               {{"Key", Align::left, 0.08}, {"Action", Align::left, 0.46}, {"Measure", Align::left, 0.2}, {"Verdict"}});
  for (const auto& a : p.actions) {
    if (!carried_out(a)) continue;
    ++done;
    const std::string verdict = a.verdict ? verdict_said(*a.verdict) : "not yet judged";
    ++verdicts[verdict];
    judged += a.verdict ? 1 : 0;
    const std::string key = fmt::format("A-{}", a.id);
    t.row({key, a.title, a.measure ? measure_said(*a.measure) : "none named", verdict});
    p.ledger.note("Action " + key, a.title + ": " + verdict, fmt::format("action {}", a.id));
    if (!a.verdict) {
      p.steps.push_back(
          {p.worth_of(a.review_id) / 2, fmt::format("Have somebody other than its owner judge {}: {}", key, a.title),
           "it was carried out and nobody knows whether it worked", "what works is kept, the rest is stopped"});
    } else if (*a.verdict == "worse" || *a.verdict == "no-relevant-change") {
      p.steps.push_back({p.worth_of(a.review_id), fmt::format("Stop or replace {}: {}", key, a.title), verdict,
                         "the cause it was meant for is still there"});
    }
  }
  std::vector<std::string> parts;
  for (const auto& [word, n] : verdicts) parts.push_back(fmt::format("{} {}", n, word));
  if (!t.empty()) p.shown.tables["effects"] = t.take();
  return {{"carried_out", done},
          {"judged", judged},
          {"worked", verdicts["worked"] + verdicts["worked in part"]},
          {"said", done == 0 ? std::string("No action has been carried out yet.")
                             : fmt::format("{} carried out: {}.", base::counted(done, "action"), listed(parts))}};
}

Json causes_part(Plan& p) {
  Json out = Json::array();
  TableMaker t(
      "Causes that reviews found, and what answers them",
      {{"Cause", Align::left, 0.5}, {"Review", Align::left, 0.1}, {"Area", Align::left, 0.13}, {"Answered by"}});
  for (const auto& r : p.reviews) {
    std::size_t unanswered = 0;
    for (const auto& f : review::findings_of(p.store, r.id)) {
      if (!review::is_cause(f.kind)) continue;  // controls and consequences want no answer
      std::vector<std::string> direct;
      std::size_t of_review = 0;
      for (const auto& a : p.actions) {
        if (a.finding_id == f.id) direct.push_back(fmt::format("A-{}", a.id));
        of_review += a.review_id == r.id ? 1 : 0;
      }
      std::string answered = listed(direct);
      if (direct.empty()) {
        answered = of_review == 0 ? "nothing yet"
                                  : base::counted(static_cast<long long>(of_review), "action") +
                                        " of the review, none named for it";
      }
      unanswered += direct.empty() && of_review == 0 ? 1 : 0;
      const std::string standing = f.evidence.empty() ? "Hypothesis" : "Supported";
      out.push_back({{"text", f.text},
                     {"review", fmt::format("PIR-{}", r.id)},
                     {"area", f.cause.empty() ? Json() : Json(unscored(f.cause))},
                     {"standing", standing},
                     {"answered", answered}});
      t.row({f.text + (f.evidence.empty() ? " (hypothesis)" : ""), fmt::format("PIR-{}", r.id),
             f.cause.empty() ? "" : unscored(f.cause), answered});
    }
    if (unanswered > 0) {
      p.steps.push_back({p.worth_of(r.id),
                         fmt::format("Name actions for the causes found by PIR-{}, {}", r.id, r.title),
                         base::counted(static_cast<long long>(unanswered), "cause") + " without an answer",
                         "the incident is kept from coming back"});
    }
  }
  if (!t.empty()) p.shown.tables["causes"] = t.take();
  return out;
}

/// What waits for a review or for delivery.
void loose_ends(Plan& p) {
  const auto waiting = review::review_candidates(p.store);
  if (!waiting.empty()) {
    const auto n = static_cast<long long>(waiting.size());
    p.steps.push_back({0.5,
                       fmt::format("Review the {} that the rule asks for, {} first", base::counted(n, "incident"),
                                   waiting.front().ref),
                       "they meet the review rule and have none", "their causes become known"});
  }
  const auto lessons = review::list_lessons(p.store);
  const auto n = std::count_if(lessons.begin(), lessons.end(), [](const auto& l) { return !l.delivered_ms; });
  if (n > 0) {
    p.steps.push_back(
        {0.4, fmt::format("Deliver {} to training, procedures, systems or articles", base::counted(n, "lesson")),
         "learned, but not passed on", "others need not learn it again"});
  }
}

}  // namespace

Json improvement_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader, Ledger& ledger,
                       DirectiveData& shown) {
  const auto columns = review::incident_columns(store);
  analytics::FigureRequest request;
  request.zone = reader.zone;
  request.from = asked.from;
  request.until = asked.until;
  request.ids = {"incidents"};
  const auto window = analytics::compute_figures(columns, request).window;
  request.ids.clear();
  for (const auto& id : kpi_order()) {
    if (analytics::kpi_named(id) != nullptr) request.ids.push_back(id);
  }
  Json out;
  out["schema"] = "service-improvement-plan/1";
  out["audience"] = name(reader.audience);
  const std::string said = columns.size() == 0 ? std::string("no records")
                                               : base::plain_date(window.from, reader.zone) + " to " +
                                                     base::plain_date(window.until - 1, reader.zone);
  out["title"] = "Service improvement plan, " + said;
  out["prepared"] = base::plain_date(reader.now, reader.zone);
  out["window"] = {{"text", said},
                   {"from", base::rfc3339(window.from)},
                   {"until", base::rfc3339(window.until)},
                   {"zone", reader.zone.name()}};
  Plan p{
      store, reader, ledger, shown, window.from, window.until, review::list_reviews(store), review::list_actions(store),
      {},    {},     {}};
  for (const auto& r : p.reviews) {
    if (r.incidents.empty()) continue;
    const auto stored = review::incident_by_id(store, r.incidents.front());
    if (stored && stored->incident[TextField::category]) p.category_of[r.id] = *stored->incident[TextField::category];
  }
  Json periods{{"earlier", ""}, {"later", ""}, {"lines", Json::array()}};
  if (columns.size() > 0) periods = two_periods(columns, request, window, "periods", ledger, shown);
  Json worse = Json::array();
  for (const auto& line : periods["lines"]) {
    if (line["verdict"] == "worse") worse.push_back(line);
  }
  out["off_target"] = std::move(worse);
  out["periods"] = std::move(periods);
  out["places"] = places_part(p);
  out["actions"] = actions_part(p);
  out["effects"] = effects_part(p);
  out["causes"] = causes_part(p);
  for (const auto& line : out["off_target"]) {
    p.steps.push_back({2,
                       fmt::format("Find out why this got worse, and answer it: {}", line["title"].get<std::string>()),
                       fmt::format("{}, from {}", line["later"].get<std::string>(), line["earlier"].get<std::string>()),
                       "back to where it was"});
  }
  loose_ends(p);
  std::stable_sort(p.steps.begin(), p.steps.end(), [](const Step& a, const Step& b) { return a.worth > b.worth; });
  Json next = Json::array();
  TableMaker steps("What to do next, the largest benefit first",
                   {{"No.", Align::left, 0.07}, {"What", Align::left, 0.42}, {"Why", Align::left, 0.25}, {"Benefit"}});
  for (const Step& s : p.steps) {
    if (next.size() == 12) break;
    next.push_back({{"what", s.what}, {"why", s.why}, {"benefit", s.benefit}});
    steps.row({std::to_string(next.size()), s.what, s.why, s.benefit});
  }
  out["steps"] = p.steps.size();
  out["next"] = std::move(next);
  if (!steps.empty()) shown.tables["next"] = steps.take();
  Json tables = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace debrief::templates
