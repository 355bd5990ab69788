// Plans, verdicts and recurrences of actions.

#include "app/action_effect.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/shapes/effect_shape.h"
#include "app/shapes/review_shape.h"
#include "app/tripwire.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/effect.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;
using review::Action;

constexpr std::size_t shown_beside = 3;

std::string local_day(const std::optional<base::Ms>& at, const base::Zone& zone) {
  return at ? base::iso_local(*at, zone, base::Precision::minute) : "";
}

std::int64_t review_of(const Action& action) {
  if (action.review_id) return *action.review_id;
  throw Error(Status::usage, "no-review",
              fmt::format("action {} belongs to no review, so there is nothing to repeat", action.id),
              "recurrences are those of the incident a review is about");
}

/// A verdict a person gave against data that speak plainly needs its reason.
void must_give_reason(const EffectAssessment& computed, std::string_view told, std::string_view note) {
  const std::string_view said = analytics::name(computed.finding.verdict);
  if (said == told || said == "cannot-tell-yet" || told == "cannot-tell-yet" || !note.empty()) return;
  throw Error(
      Status::refused, "reason-needed", fmt::format("the data say {}, not {}", said, told),
      "both will stand, with the reason: say it with --note, or leave --verdict out to record what the data say");
}

/// The plan that counts; where there is none, one made now, which says that it is late.
std::optional<review::EffectPlan> plan_for_verdict(review::Store& store, const Action& action, bool may_store) {
  auto plans = review::plans_of(store, action.id);
  if (!plans.empty()) return plans.back();
  return may_store ? plan_effect(store, action, {}) : draft_plan(store, action, {});
}

void no_plan(const Action& action) {
  const std::string why = why_no_plan(action);
  throw Error(Status::refused, "no-plan",
              why.empty()
                  ? fmt::format("action {} has no measure, so the data cannot be asked whether it worked", action.id)
                  : fmt::format("the data cannot be asked whether action {} worked: {}", action.id, why),
              fmt::format("name one: debrief action update {} measure={}; or give your own: --verdict WORD --note TEXT",
                          action.id, action.review_id ? "recurrence" : "\"incidents category=Billing\""));
}

/// Both records, field by field.
void print_beside(Session& session, const review::IncidentClass& c, const FoundRecurrence& f, const base::Zone& zone) {
  TextTable table;
  table.column("Field");
  table.column("Reviewed: " + c.ref);
  table.column("Again: " + f.record.ref);
  const auto row = [&](const char* name, const std::string& a, const std::string& b) {
    if (!a.empty() || !b.empty()) table.row({name, a, b});
  };
  row("Title", base::cut(c.title, 60), base::cut(f.title, 60));
  row("Opened", local_day(c.opened, zone), local_day(f.opened, zone));
  row("Ended", local_day(c.ended, zone), local_day(f.ended, zone));
  row("Service", c.service, f.service);
  row("Category", c.category, f.category);
  row("Cause code", c.closure_code, f.closure_code);
  row("Parent", c.parent, f.parent);
  session.line("");
  session.table(table);
}

/// From when on repeats count against the action.
base::Ms counted_from(review::Store& store, const Action& action) {
  return action.done_ms ? *action.done_ms : review::begun_at(store, action).value_or(action.created_ms);
}

FoundRecurrence looked_up(review::Store& store, std::int64_t review_id, std::int64_t incident_id) {
  const auto classes = fixed_classes(store, review_id);
  for (FoundRecurrence& f : find_recurrences(store, classes)) {
    if (f.record.incident_id == incident_id) return std::move(f);
  }
  // Unlike by every rule; a person may know better.
  const auto stored = review::incident_by_id(store, incident_id);
  DEBRIEF_CHECK(stored.has_value(), "the reference was just found");
  FoundRecurrence f;
  f.record.review_id = review_id;
  f.record.incident_id = incident_id;
  f.record.ref = stored->incident.ref;
  f.record.source = stored->incident.source;
  f.record.band = "none";
  f.record.why = "a person";
  if (const auto& opened = stored->incident[review::TimeField::opened]) f.opened = opened->at;
  return f;
}

Status decide(Session& session, const Arguments& a, std::string_view decision) {
  review::Store& store = session.existing_writer();
  const Action action = review::action_by_id(store, a.id());
  const std::int64_t review_id = review_of(action);
  const auto incident = review::incident_by_ref(store, a.positional[1]);
  std::vector<std::int64_t> reopened;
  std::string by = a.value("by");
  if (by.empty()) by = store.by();
  store.transaction([&] {
    const auto classes = fixed_classes(store, review_id);
    for (const auto& c : classes) {
      if (c.incident_id == incident.id) {
        throw Error(Status::usage, "same-record",
                    fmt::format("{} is the reviewed incident itself", incident.incident.ref),
                    "a repeat of it is another record");
      }
    }
    const FoundRecurrence found = looked_up(store, review_id, incident.id);
    review::decide_recurrence(store, found.record, decision, by, a.value("note"));
    if (decision == "confirmed" && found.opened && !found.own_outage)
      reopened = reopen_actions_of(store, review_id, *found.opened,
                                   fmt::format("{} confirmed that {} repeats {}", by, incident.incident.ref,
                                               classes.empty() ? "the reviewed incident" : classes.front().ref));
  });
  if (session.json()) {
    session.answer({{"action", action.id},
                    {"ref", incident.incident.ref},
                    {"decision", std::string(decision)},
                    {"by", by},
                    {"reopened", reopened}});
    return Status::done;
  }
  session.line(fmt::format("{} {} the reviewed incident", incident.incident.ref,
                           decision == "confirmed" ? "repeats" : "does not repeat"));
  for (const std::int64_t id : reopened) session.line(fmt::format("Action {} is taken up again", id));
  return Status::done;
}

}  // namespace

PlanWish plan_wish(const Arguments& a, const base::Zone& zone) {
  PlanWish wish;
  for (const char* option : {"cut", "exposure", "wash-in-days", "baseline-days", "baseline-from", "baseline-until"}) {
    std::string field = option;
    std::replace(field.begin(), field.end(), '-', '_');
    if (const auto value = a.maybe(option)) take_plan_field(wish, field, *value, zone);
  }
  return wish;
}

std::vector<std::string> settle_plan(review::Store& store, std::int64_t id, const PlanWish& wish, bool touched,
                                     const std::optional<std::string>& reason) {
  const Action action = review::action_by_id(store, id);
  std::vector<std::string> lines;
  const bool none = review::plans_of(store, id).empty();
  if (touched || wish.any() || (none && action.measure)) {
    PlanWish checked = wish;
    checked.group_must_be_known = touched;
    if (const auto plan = plan_effect(store, action, checked, reason)) {
      lines = templates::plan_said(*plan, store.zone());
    } else if (touched || wish.any()) {
      const std::string why = why_no_plan(action);
      lines.push_back(why.empty() ? "No plan of its effect: it has no measure the log could be asked for."
                                  : "No plan of its effect: " + why + ".");
    }
  }
  if (action.review_id && review::begun_at(store, action)) fixed_classes(store, *action.review_id);
  return lines;
}

Json effect_parts(review::Store& store, const Action& action) {
  Json out = Json::object();
  const auto plans = review::plans_of(store, action.id);
  Json all = Json::array();
  for (const auto& p : plans) all.push_back(plan_shape(p));
  out["plan"] = plans.empty() ? Json() : plan_shape(plans.back());
  out["plan_text"] = plans.empty() ? Json() : Json(base::joined(templates::plan_said(plans.back(), store.zone()), " "));
  out["plans"] = std::move(all);
  const auto answer = review::newest_answer(store, action.id);
  out["effect"] = answer ? record_shape(*answer) : Json();
  Json again = Json::array();
  if (action.review_id) {
    const auto classes = review::classes_of(store, *action.review_id);
    Json list = Json::array();
    for (const auto& c : classes) list.push_back(class_shape(c));
    out["class"] = std::move(list);
    for (const auto& r : review::recurrences_of(store, *action.review_id)) {
      again.push_back({{"ref", r.ref},
                       {"source", r.source},
                       {"band", r.band},
                       {"score", r.score},
                       {"why", r.why},
                       {"found_at", base::rfc3339(r.found_ms)},
                       {"decision", r.decision ? Json(*r.decision) : Json()},
                       {"reviewed", classes.empty() ? Json() : Json(classes.front().ref)}});
    }
  } else {
    out["class"] = Json::array();
  }
  out["recurrences"] = std::move(again);
  const auto since = review::begun_at(store, action);
  out["exposure_since"] =
      since ? exposure_shape(review::exposure_since(store, counted_from(store, action)), counted_from(store, action))
            : Json();
  return out;
}

std::vector<std::string> effect_lines(review::Store& store, const Action& action) {
  std::vector<std::string> out;
  const auto add = [&](std::vector<std::string> lines) { out.insert(out.end(), lines.begin(), lines.end()); };
  for (const auto& plan : review::plans_of(store, action.id)) add(templates::plan_said(plan, store.zone()));
  if (const auto answer = review::newest_answer(store, action.id)) add(templates::answer_said(*answer, store.zone()));
  if (!action.review_id) return out;
  const auto classes = review::classes_of(store, *action.review_id);
  const auto found = review::recurrences_of(store, *action.review_id);
  for (const auto& r : found) {
    std::string title = r.ref;
    if (const auto stored = review::incident_by_id(store, r.incident_id))
      title += " \"" + base::cut(stored->incident[review::TextField::title].value_or(""), 60) + "\"";
    out.push_back(fmt::format(
        "Repeats {} \"{}\": {}, {}", classes.empty() ? "the reviewed incident" : classes.front().ref,
        classes.empty() ? "" : base::cut(classes.front().title, 60), title, r.decision ? *r.decision : r.band));
  }
  if (!classes.empty() && review::begun_at(store, action)) {
    const base::Ms since = counted_from(store, action);
    const auto e = review::exposure_since(store, since);
    std::string line = fmt::format("Since {}: {} of any kind", base::iso_date(since, store.zone()),
                                   base::counted(e.incidents, "incident"));
    if (e.contacts) line += fmt::format(", {} contacts", base::grouped(static_cast<long long>(*e.contacts)));
    line += e.incidents == 0 && e.contacts.value_or(0) == 0
                ? ": nothing was looked at yet, so silence says nothing"
                : fmt::format(
                      "; {} noted by imports since the class was fixed (debrief action recurrences {} counts all the "
                      "log holds)",
                      base::counted(std::ssize(found), "repeat"), action.id);
    out.push_back(line);
  }
  return out;
}

Status run_verify(Session& session, const Arguments& a) {
  const auto told = a.maybe("verdict");
  const std::string by = a.value("by");
  if (told && by.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief action verify needs --by with a verdict of your own",
                fmt::format("debrief action verify {} --verdict worked --by \"Quality lead\" --note \"…\"", a.id()));
  }
  const bool records = !by.empty();
  review::Store& store = records ? session.existing_writer() : session.reader();
  const Action action = review::action_by_id(store, a.id());
  if (!told) review::must_be_carried_out(action);
  std::optional<EffectAssessment> computed;
  const auto ask = [&] {
    auto plan = plan_for_verdict(store, action, records);
    if (!plan && !told) no_plan(action);
    if (plan) computed = assess_effect(store, action, *plan);
    if (!computed && !told) no_plan(action);
  };
  if (records) {
    store.transaction([&] {
      // Who may judge, and whether there is anything to judge, comes before the data.
      if (told) review::verify_action(store, action.id, *told, by, a.value("note"));
      ask();
      if (told && computed) must_give_reason(*computed, *told, a.value("note"));
      std::string note = a.value("note");
      if (!told && computed) {
        const auto said = templates::answer_said(record_of(*computed, action.id), store.zone());
        if (note.empty() && said.size() > 1) note = said[1];
      }
      if (!told) review::verify_action(store, action.id, analytics::name(computed->finding.verdict), by, note);
      if (computed) {
        review::EffectRecord record = record_of(*computed, action.id);
        record.told_verdict = told;
        review::save_answer(store, record);
      }
      if (action.review_id) fixed_classes(store, *action.review_id);
    });
  } else {
    ask();
  }
  const Action now = review::action_by_id(store, action.id);
  const std::string said = computed ? std::string(analytics::name(computed->finding.verdict)) : std::string();
  if (session.json()) {
    Json shape = action_shape(store, now);
    if (!records) shape["verdict"] = said;
    shape["recorded"] = records;
    shape["effect"] = computed ? assessment_shape(*computed) : Json();
    shape["agrees"] = told && computed ? Json(*told == said) : Json();
    session.answer(shape);
    return Status::done;
  }
  if (computed) {
    review::EffectRecord record = record_of(*computed, action.id);
    record.told_verdict = told;
    for (const std::string& line : templates::answer_said(record, store.zone())) session.line(line);
  }
  if (records) {
    session.line(fmt::format("Action {}: {}, says {}", now.id, now.verdict.value_or(""), now.verifier.value_or("")));
  } else {
    session.line(fmt::format("Nothing was recorded by asking: debrief action verify {} --by NAME does", now.id));
  }
  return Status::done;
}

Status run_recurrences(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const Action action = review::action_by_id(store, a.id());
  const std::int64_t review_id = review_of(action);
  const bool fixed = !review::classes_of(store, review_id).empty();
  const auto classes = classes_for_looking(store, review_id);
  const auto found = find_recurrences(store, classes);
  const base::Ms since = counted_from(store, action);
  base::Ms first = since;
  for (const auto& c : classes) first = std::min(first, c.opened.value_or(first));
  const base::Ms end = std::max(since, store.now()) + 1;
  const RecurrenceCounts before = counts_of(found, classes, 0, since);
  const RecurrenceCounts after = counts_of(found, classes, since, end);
  const auto exposure = review::exposure_since(store, since);
  const auto limit =
      static_cast<std::size_t>(a.integer("limit", 1, 1'000'000'000).value_or(session.json() ? 1'000'000'000 : 50));
  // Those after the reviewed incident, newest first: what is asked for, and what may have to be decided.
  std::vector<const FoundRecurrence*> listed;
  std::int64_t of_own_outage = 0;
  for (auto f = found.rbegin(); f != found.rend(); ++f) {
    of_own_outage += f->own_outage ? 1 : 0;
    const bool wanted = a.has("all") || !f->opened || (*f->opened >= first && !f->own_outage);
    if (wanted && listed.size() < limit) listed.push_back(&*f);
  }
  if (session.json()) {
    Json items = Json::array();
    for (const auto* f : listed) {
      Json item = recurrence_shape(*f);
      item["after_action"] = f->opened ? Json(*f->opened >= since) : Json();
      items.push_back(std::move(item));
    }
    Json reviewed = Json::array();
    for (const auto& c : classes) reviewed.push_back(class_shape(c));
    session.answer({{"action", action.id},
                    {"review", review_id},
                    {"class_fixed", fixed},
                    {"reviewed", std::move(reviewed)},
                    {"since", base::rfc3339(since)},
                    {"before", counts_shape(before)},
                    {"after", counts_shape(after)},
                    {"exposure", exposure_shape(exposure, since)},
                    {"of_the_reviewed_outage", of_own_outage},
                    {"items", std::move(items)},
                    {"next", nullptr}});
    return Status::done;
  }
  const base::Zone zone = store.zone();
  for (const auto& c : classes) {
    session.line(
        fmt::format("Reviewed: {}  {}{}", c.ref, base::cut(c.title, 80), c.theme.empty() ? "" : ", theme " + c.theme));
  }
  session.line(fmt::format(
      "Outages since {}: {} certain, {} certain or confirmed, {} by the rule; {} before it. {} "
      "incidents of any kind since{}.",
      base::iso_date(since, zone), after.certain, after.certain_and_confirmed, after.by_rule, before.by_rule,
      base::grouped(exposure.incidents),
      exposure.contacts ? fmt::format(", {} contacts", base::grouped(static_cast<long long>(*exposure.contacts)))
                        : std::string()));
  if (of_own_outage > 0)
    session.line(fmt::format("{} to the reviewed outage itself{}.",
                             base::counted(of_own_outage, "record belongs", "records belong"),
                             a.has("all") ? "" : " (--all lists them)"));
  if (listed.empty()) {
    session.line("No other incident is like it.");
    return Status::done;
  }
  TextTable table;
  table.column("Opened");
  table.column("Reference");
  table.column("Sure");
  table.column("Chance", Side::right);
  table.column("Outage", Side::right);
  table.column("Said");
  table.column("Title");
  for (const auto* f : listed) {
    table.row({local_day(f->opened, zone), f->record.ref,
               f->own_outage ? "same outage" : std::string(analytics::name(f->alike.band)),
               fmt::format("{:.0f} %", f->alike.chance * 100), f->outage == 0 ? "" : std::to_string(f->outage),
               f->record.decision.value_or(""), base::cut(f->title, 60)});
  }
  session.table(table);
  std::size_t shown = 0;
  for (const auto* f : listed) {
    if (f->own_outage || !f->member() || !f->opened || *f->opened < since || shown == shown_beside || classes.empty())
      continue;
    print_beside(session, classes.front(), *f, zone);
    ++shown;
  }
  const auto waits = std::find_if(listed.begin(), listed.end(), [](const FoundRecurrence* f) {
    return !f->own_outage && !f->record.decision && f->alike.band == analytics::Band::likely;
  });
  if (waits != listed.end()) {
    session.line(fmt::format("To be decided: debrief action confirm {0} {1}, or debrief action reject {0} {1}",
                             action.id, (*waits)->record.ref));
  }
  return Status::done;
}

Status run_confirm(Session& session, const Arguments& a) { return decide(session, a, "confirmed"); }
Status run_reject(Session& session, const Arguments& a) { return decide(session, a, "rejected"); }

}  // namespace debrief::app
