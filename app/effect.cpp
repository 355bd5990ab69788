// Plans and answers, between store and analytics.

#include "app/effect.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analytics/effect/measure.h"
#include "app/arguments.h"
#include "app/shapes/effect_shape.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/reviews.h"

namespace debrief::app {

namespace {

using analytics::MeasureName;
using analytics::Window;
using base::Error;
using base::Status;
using review::Action;
using review::EffectPlan;
using review::IncidentClass;

constexpr std::size_t texts_to_learn_from = 5'000;
constexpr base::Ms longest_subtracted = 24 * base::hour_ms;

double real_of(std::string_view field, const std::string& value, double least, double most) {
  try {
    std::size_t used = 0;
    const double v = std::stod(value, &used);
    if (used == value.size() && v >= least && v <= most) return v;
  } catch (const std::exception&) {
    // Falls through to the message below.
  }
  throw Error(Status::usage, "bad-value", fmt::format("{} is no {}", base::quoted(value), field),
              fmt::format("a number from {} to {}", least, most));
}

/// First and last moment the log knows, of incidents and of contacts.
Window span_of(const review::IncidentColumns& t, base::Ms now) {
  std::optional<base::Ms> from;
  base::Ms until = t.as_of;
  const auto also = [&](base::Ms at) {
    if (at == review::no_time) return;
    from = std::min(from.value_or(at), at);
    until = std::max(until, at);
  };
  if (t.size() > 0) also(t.opened.front());
  if (t.contacts.size() > 0) {
    also(t.contacts.started.front());
    also(t.contacts.started.back());
  }
  if (t.intervals.size() > 0) {
    also(t.intervals.from.front());
    also(t.intervals.from.back());
  }
  if (!from) return {now, now};
  return {*from, std::min(until + 1, now)};  // the last moment known is part of it
}

Window baseline(review::Store& store, const Action& action, const EffectPlan& plan, Window known) {
  Window w;
  w.until = plan.baseline_until ? *plan.baseline_until : review::begun_at(store, action).value_or(known.until);
  w.until = std::min(w.until, known.until);
  w.from = plan.baseline_from ? *plan.baseline_from : w.until - plan.baseline_days * base::day_ms;
  w.from = std::max(w.from, known.from);
  if (w.from > w.until) w.from = w.until;
  return w;
}

std::vector<analytics::OutageRecord> outage_records(const std::vector<FoundRecurrence>& found,
                                                    bool (FoundRecurrence::*counts)() const) {
  std::vector<analytics::OutageRecord> records;
  for (const FoundRecurrence& f : found) {
    if (f.own_outage || !f.opened || !(f.*counts)()) continue;
    records.push_back(
        {f.record.incident_id, *f.opened, f.ended, f.parent.empty() ? "" : f.record.source + ":" + f.parent});
  }
  return records;
}

std::vector<std::string> own_parents(const std::vector<IncidentClass>& classes) {
  std::vector<std::string> own;
  for (const IncidentClass& c : classes) {
    own.push_back(c.source + ":" + c.ref);
    if (!c.parent.empty()) own.push_back(c.source + ":" + c.parent);
  }
  return own;
}

/// First opening of each outage, ascending.
std::vector<base::Ms> outage_times(const std::vector<FoundRecurrence>& found, const std::vector<IncidentClass>& classes,
                                   bool (FoundRecurrence::*counts)() const) {
  const auto records = outage_records(found, counts);
  std::vector<base::Ms> times;
  for (const auto& outage : analytics::outages(records, own_parents(classes)))
    times.push_back(records[outage.front()].opened);
  return times;
}

std::int64_t within(const std::vector<base::Ms>& times, base::Ms from, base::Ms until) {
  return std::count_if(times.begin(), times.end(), [&](base::Ms t) { return t >= from && t < until; });
}

/// Days without those of the reviewed outage: while it lasted, nothing could come back.
analytics::ExposureOf without_outages(analytics::ExposureOf days, std::vector<Window> outages) {
  return [days = std::move(days), outages = std::move(outages)](Window w) {
    double sum = days(w);
    for (const Window& o : outages) {
      const Window both{std::max(w.from, o.from), std::min(w.until, o.until)};
      if (both.until > both.from) sum -= days(both);
    }
    return std::max(0.0, sum);
  };
}

/// Throws bad-value where no record has the group's value a measure is about; not where the log names none at all.
void must_know_group(const review::IncidentColumns& columns, const MeasureName& name) {
  if (name.group.empty()) return;
  const auto values = analytics::group_values(columns, name.group);
  const std::string wanted = base::folded(base::squeezed(name.value));
  if (values.empty() ||
      std::any_of(values.begin(), values.end(), [&](const auto& v) { return base::folded(v) == wanted; }))
    return;
  const std::string near = base::nearest(name.value, values);
  throw Error(Status::usage, "bad-value", fmt::format("no record has the {} {}", name.group, base::quoted(name.value)),
              near.empty() ? fmt::format("debrief kpi incidents --by {} lists what the log has", name.group)
                           : fmt::format("did you mean {}?", base::quoted(near)));
}

/// Everything a measure needs, kept as long as it is asked.
struct Measured {
  review::IncidentColumns columns;
  Window known;
  std::vector<IncidentClass> classes;
  std::vector<FoundRecurrence> found;
  std::optional<analytics::MeasureOverLog> over;
  analytics::ExposureOf exposure;
};

/// Filled in place: measures point into the columns.
void measure(review::Store& store, const Action& action, const EffectPlan& plan, const MeasureName& name,
             const std::vector<IncidentClass>& classes, Measured& m) {
  m.columns = review::incident_columns(store);
  m.known = span_of(m.columns, store.now());
  m.classes = classes;
  m.exposure = analytics::exposure_over(m.columns, plan.exposure);
  if (plan.exposure == "contacts" && !analytics::knows_contacts(m.columns)) {
    throw Error(Status::refused, "no-contacts", "this workspace keeps no contacts that a rate could be over",
                "import the telephone system's records or its interval reports, or leave the exposure at days");
  }
  if (name.kpi != nullptr) {
    std::vector<std::int64_t> left_out;
    for (const IncidentClass& c : m.classes) left_out.push_back(c.incident_id);
    if (m.classes.empty() && action.review_id) left_out = review::review_by_id(store, *action.review_id).incidents;
    m.over = analytics::over_log(m.columns, name, plan.direction == "higher", left_out, store.zone());
    return;
  }
  m.found = find_recurrences(store, m.classes);
  std::vector<std::int64_t> members;
  for (const FoundRecurrence& f : m.found) members.push_back(f.record.incident_id);
  for (const IncidentClass& c : m.classes) members.push_back(c.incident_id);
  m.over = analytics::over_events(m.columns, outage_times(m.found, m.classes, &FoundRecurrence::member), members,
                                  m.classes.empty() ? "" : m.classes.front().category);
  m.over->measure.more_is_better = plan.direction == "higher";
  if (plan.exposure == "days") {
    std::vector<Window> outages;
    for (const IncidentClass& c : m.classes) {
      if (c.opened && c.ended && *c.ended > *c.opened)
        outages.push_back({*c.opened, std::min(*c.ended, *c.opened + longest_subtracted)});
    }
    m.exposure = without_outages(m.exposure, std::move(outages));
  }
}

}  // namespace

bool FoundRecurrence::sure() const {
  if (record.decision) return *record.decision == "confirmed";
  return alike.band == analytics::Band::certain;
}

bool FoundRecurrence::member() const {
  if (record.decision) return *record.decision == "confirmed";
  return alike.band >= analytics::Band::likely;
}

bool take_plan_field(PlanWish& wish, std::string_view field, const std::string& value, const base::Zone& zone) {
  if (field == "cut") {
    wish.cut = real_of(field, value, 0.05, 0.99);
  } else if (field == "exposure") {
    if (value != "days" && value != "contacts") {
      throw Error(Status::usage, "unknown-word", fmt::format("{} is no exposure", base::quoted(value)),
                  "days or contacts");
    }
    wish.exposure = value;
  } else if (field == "wash_in_days") {
    wish.wash_in_days = whole_number(value, field, 0, 3650);
  } else if (field == "baseline_days") {
    wish.baseline_days = whole_number(value, field, 1, 3650);
  } else if (field == "baseline_from") {
    wish.baseline_from = time_from(value, field, zone);
  } else if (field == "baseline_until") {
    wish.baseline_until = time_from(value, field, zone);
  } else {
    return false;
  }
  return true;
}

std::vector<IncidentClass> classes_for_looking(review::Store& store, std::int64_t review_id) {
  auto classes = review::classes_of(store, review_id);
  if (!classes.empty()) return classes;
  classes = review::classes_now(store, review_id);
  const auto sample = review::sample_of_texts(store, texts_to_learn_from);
  for (IncidentClass& c : classes) analytics::weigh_words(c, sample);
  return classes;
}

std::vector<IncidentClass> fixed_classes(review::Store& store, std::int64_t review_id) {
  auto classes = review::classes_of(store, review_id);
  if (!classes.empty()) return classes;
  review::fix_classes(store, classes_for_looking(store, review_id));
  return review::classes_of(store, review_id);
}

std::string why_no_plan(const Action& action) {
  if (!action.measure) return {};
  const auto name = analytics::measure_named(*action.measure);
  if (!name) {
    return fmt::format(
        "{} is no figure that can be asked for: recurrence, or a KPI id (debrief kpi list), with a group "
        "such as category=Billing behind it",
        base::quoted(*action.measure));
  }
  if (name->kpi != nullptr && !analytics::testable(*name->kpi))
    return fmt::format("there is no test for a change of {}; a count, a share or a time has one", name->kpi->id);
  return {};
}

std::optional<EffectPlan> draft_plan(review::Store& store, const Action& action, const PlanWish& wish) {
  if (!action.measure || !why_no_plan(action).empty()) return std::nullopt;
  const MeasureName name = *analytics::measure_named(*action.measure);
  if (name.kpi == nullptr && !action.review_id) {
    throw Error(Status::usage, "no-review", "recurrence of what? An action without a review has no reviewed incident",
                "give the action a review when it is added, or measure it by a KPI");
  }
  const auto earlier = review::plans_of(store, action.id);
  EffectPlan plan = earlier.empty() ? EffectPlan{} : earlier.back();
  plan.reason.reset();
  plan.at_ms = store.now();
  plan.by = store.by();
  plan.late = review::begun_at(store, action).has_value();
  plan.measure = base::squeezed(*action.measure);
  plan.direction = action.direction.value_or(std::string(analytics::wanted_direction(name)));
  if (earlier.empty() && name.kpi != nullptr && name.kpi->id == "incidents_per_10000_contacts")
    plan.exposure = "contacts";
  if (wish.cut) plan.cut = *wish.cut;
  if (wish.exposure) plan.exposure = *wish.exposure;
  if (wish.wash_in_days) plan.wash_in_days = *wish.wash_in_days;
  if (wish.baseline_days) plan.baseline_days = *wish.baseline_days;
  if (wish.baseline_from) plan.baseline_from = wish.baseline_from;
  if (wish.baseline_until) plan.baseline_until = wish.baseline_until;
  if (plan.baseline_from && plan.baseline_until && *plan.baseline_from >= *plan.baseline_until) {
    throw Error(Status::usage, "bad-value", "the baseline ends before it begins",
                "give baseline_from before baseline_until");
  }
  plan.window_given = action.window_days.has_value();
  const auto classes =
      name.kpi == nullptr ? classes_for_looking(store, *action.review_id) : std::vector<IncidentClass>{};
  Measured m;
  measure(store, action, plan, name, classes, m);
  if (wish.group_must_be_known) must_know_group(m.columns, name);
  if (!m.over) return std::nullopt;
  const Window before = baseline(store, action, plan, m.known);
  const auto promised = analytics::promise(m.over->measure, m.exposure, before, plan.cut);
  plan.n_before = promised.cases;
  plan.exposure_before = promised.exposure;
  plan.value_before = promised.value;
  plan.window_days = plan.window_given ? action.window_days : promised.window_days;
  plan.power = analytics::power_within(m.over->measure, m.exposure, before, plan.cut,
                                       static_cast<double>(plan.window_days.value_or(365)));
  return plan;
}

std::optional<EffectPlan> plan_effect(review::Store& store, const Action& action, const PlanWish& wish,
                                      const std::optional<std::string>& reason) {
  auto plan = draft_plan(store, action, wish);
  if (!plan) return std::nullopt;
  if (plan->measure == "recurrence") fixed_classes(store, *action.review_id);
  plan->reason = reason;
  review::save_plan(store, action.id, *plan);
  return review::plans_of(store, action.id).back();
}

std::vector<FoundRecurrence> find_recurrences(review::Store& store, const std::vector<IncidentClass>& classes) {
  std::vector<FoundRecurrence> out;
  if (classes.empty()) return out;
  std::map<std::int64_t, review::RecurrenceRecord> said;
  for (auto& r : review::recurrences_of(store, classes.front().review_id)) said.emplace(r.incident_id, std::move(r));
  analytics::ClassMatcher matcher(classes, analytics::ScoreChance(review::recurrence_decisions(store)));
  review::visit_incidents(store, 0, [&](const review::RecurrenceView& v) {
    const auto stands = said.find(v.id);
    const analytics::Alikeness alike = matcher.match(v);
    const bool decided = stands != said.end() && stands->second.decision;
    if (alike.band == analytics::Band::none && !decided) return;
    FoundRecurrence f;
    if (stands != said.end()) f.record = stands->second;
    f.record.review_id = classes.front().review_id;
    f.record.incident_id = v.id;
    f.record.ref = v.ref;
    f.record.source = v.source;
    f.record.band = analytics::name(alike.band);
    f.record.score = alike.score;
    f.record.why = alike.why;
    f.alike = alike;
    f.title = v.title;
    f.parent = v.parent;
    f.category = v.category;
    f.service = v.service;
    f.closure_code = v.closure_code;
    f.opened = v.opened;
    f.ended = v.ended;
    f.own_outage = v.opened && std::any_of(classes.begin(), classes.end(), [&](const IncidentClass& c) {
                     return analytics::of_reviewed_outage(c, *v.opened);
                   });
    out.push_back(std::move(f));
  });
  std::stable_sort(out.begin(), out.end(), [](const FoundRecurrence& a, const FoundRecurrence& b) {
    return a.opened.value_or(review::no_time) < b.opened.value_or(review::no_time);
  });
  const auto records = outage_records(out, &FoundRecurrence::member);
  std::map<std::int64_t, std::size_t> number;
  const auto groups = analytics::outages(records, own_parents(classes));
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const std::size_t i : groups[g]) number[records[i].id] = g + 1;
  }
  for (FoundRecurrence& f : out) {
    const auto n = number.find(f.record.incident_id);
    f.outage = n == number.end() ? 0 : n->second;
  }
  return out;
}

RecurrenceCounts counts_of(const std::vector<FoundRecurrence>& found, const std::vector<IncidentClass>& classes,
                           base::Ms from, base::Ms until) {
  RecurrenceCounts c;
  c.by_rule = within(outage_times(found, classes, &FoundRecurrence::member), from, until);
  c.certain_and_confirmed = within(outage_times(found, classes, &FoundRecurrence::sure), from, until);
  std::vector<FoundRecurrence> certain;
  for (const FoundRecurrence& f : found) {
    if (f.alike.band == analytics::Band::certain) certain.push_back(f);
    if (f.own_outage || !f.opened || *f.opened < from || *f.opened >= until) continue;
    c.waiting += f.alike.band == analytics::Band::likely && !f.record.decision ? 1 : 0;
    c.rejected += f.record.decision && *f.record.decision == "rejected" ? 1 : 0;
  }
  c.certain = within(outage_times(certain, classes, &FoundRecurrence::sure), from, until);
  return c;
}

std::optional<EffectAssessment> assess_effect(review::Store& store, const Action& action, const EffectPlan& plan) {
  const auto name = analytics::measure_named(plan.measure);
  if (!name || (name->kpi == nullptr && !action.review_id)) return std::nullopt;
  const auto classes =
      name->kpi == nullptr ? classes_for_looking(store, *action.review_id) : std::vector<IncidentClass>{};
  Measured m;
  measure(store, action, plan, *name, classes, m);
  if (!m.over) return std::nullopt;
  analytics::EffectQuestion q;
  q.measure = m.over->measure;
  q.rest = m.over->rest;
  q.untouched = m.over->untouched;
  q.exposure = m.exposure;
  q.before = baseline(store, action, plan, m.known);
  q.done = action.done_ms ? *action.done_ms : review::begun_at(store, action).value_or(store.now());
  q.wash_in_days = plan.wash_in_days;
  q.window_days = plan.window_days;
  q.cut = plan.cut;
  q.data_until = m.known.until;
  q.now = store.now();
  EffectAssessment out;
  out.plan = plan;
  out.finding = analytics::check_effect(q);
  const Window b = out.finding.before;
  const Window a = out.finding.after;
  if (name->kpi == nullptr) {
    out.counts_before = counts_of(m.found, m.classes, b.from, b.until);
    out.counts_after = counts_of(m.found, m.classes, a.from, a.until);
    const auto sure =
        analytics::over_events(m.columns, outage_times(m.found, m.classes, &FoundRecurrence::sure), {}, "");
    analytics::EffectMeasure strict = sure.measure;
    strict.more_is_better = q.measure.more_is_better;
    out.sure_only = analytics::compare(strict, m.exposure, b, a, plan.cut);
  }
  if (analytics::knows_contacts(m.columns)) {
    const auto contacts = analytics::exposure_over(m.columns, "contacts");
    out.contacts_before = contacts(b);
    out.contacts_after = contacts(a);
  }
  for (const base::Ms at : m.columns.opened) {
    out.incidents_before += at >= b.from && at < b.until ? 1 : 0;
    out.incidents_after += at >= a.from && at < a.until ? 1 : 0;
  }
  return out;
}

review::EffectRecord record_of(const EffectAssessment& a, std::int64_t action_id) {
  review::EffectRecord r;
  r.action_id = action_id;
  r.plan_version = a.plan.version;
  r.verdict = analytics::name(a.finding.verdict);
  r.general_trend = a.finding.general_trend;
  r.ratio = a.finding.found.ratio;
  r.low = a.finding.found.low;
  r.high = a.finding.found.high;
  r.next_look = a.finding.next_look;
  r.numbers = base::dumped(assessment_shape(a));
  return r;
}

}  // namespace debrief::app
