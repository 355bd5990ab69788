// Actions in the store, with their history.

#include "review/actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/effects.h"
#include "review/reviews.h"
#include "review/store.h"
#include "review/store/effects_begun.h"
#include "review/trail.h"
#include "review/versions.h"
#include "review/words.h"

namespace debrief::review {

namespace {

constexpr std::array<std::string_view, 11> statuses{"proposed", "accepted", "in_progress", "blocked",
                                                    "implemented", "under_observation", "verified", "not_effective",
                                                    "closed", "rejected", "deferred"};
constexpr std::array<std::string_view, 5> types{"immediate", "corrective", "preventive", "detective", "improvement"};
constexpr std::array<std::string_view, 5> categories{"training", "procedure", "system", "people", "supplier"};
constexpr std::array<std::string_view, 5> verdicts{"worked", "worked-in-part", "no-relevant-change", "worse",
                                                   "cannot-tell-yet"};
constexpr std::array<std::string_view, 3> priorities{"high", "medium", "low"};
constexpr std::array<std::string_view, 2> directions{"lower", "higher"};

constexpr const char* select_actions =
    "SELECT id, review_id, finding_id, title, type, category, priority, owner, team, status, created_ms, due_ms, "
    "original_due_ms, done_ms, reason, evidence, measure, direction, baseline, target, window_days, verifier, "
    "verified_ms, verdict, verdict_note FROM action ";

Action read(const base::Statement& s) {
  Action a;
  int p = 0;
  a.id = s.integer(p++);
  a.review_id = s.maybe_integer(p++);
  a.finding_id = s.maybe_integer(p++);
  a.title = s.text(p++);
  a.type = s.text(p++);
  for (auto* t : {&a.category, &a.priority, &a.owner, &a.team}) *t = s.maybe_text(p++);
  a.status = s.text(p++);
  a.created_ms = s.integer(p++);
  for (auto* t : {&a.due_ms, &a.original_due_ms, &a.done_ms}) *t = s.maybe_integer(p++);
  for (auto* t : {&a.reason, &a.evidence, &a.measure, &a.direction}) *t = s.maybe_text(p++);
  a.baseline = s.maybe_real(p++);
  a.target = s.maybe_real(p++);
  a.window_days = s.maybe_integer(p++);
  a.verifier = s.maybe_text(p++);
  a.verified_ms = s.maybe_integer(p++);
  a.verdict = s.maybe_text(p++);
  a.verdict_note = s.maybe_text(p++);
  return a;
}

void check_words(const Action& a) {
  must_be_one_of(a.type, types, "type");
  must_be_one_of(a.status, statuses, "status");
  if (a.category) must_be_one_of(*a.category, categories, "category");
  if (a.priority) must_be_one_of(*a.priority, priorities, "priority");
  if (a.direction) must_be_one_of(*a.direction, directions, "direction");
  if (base::trimmed(a.title).empty()) {
    throw base::Error(base::Status::usage, "bad-value", "an action needs a title",
                      "say in it what will be done, starting with a verb");
  }
}

/// How a field is written: by its column, with the kind of value it takes.
enum class Takes { text, word, date, number, whole };
struct Field {
  std::string_view name;     // as given
  std::string_view column;
  Takes takes;
  std::span<const std::string_view> words;
};

const std::array<Field, 18>& fields() {
  static const std::array<Field, 18> table{{{"title", "title", Takes::text, {}},
                                            {"type", "type", Takes::word, types},
                                            {"category", "category", Takes::word, categories},
                                            {"priority", "priority", Takes::word, priorities},
                                            {"owner", "owner", Takes::text, {}},
                                            {"team", "team", Takes::text, {}},
                                            {"status", "status", Takes::word, statuses},
                                            {"due", "due_ms", Takes::date, {}},
                                            {"done", "done_ms", Takes::date, {}},
                                            {"reason", "reason", Takes::text, {}},
                                            {"evidence", "evidence", Takes::text, {}},
                                            {"measure", "measure", Takes::text, {}},
                                            {"direction", "direction", Takes::word, directions},
                                            {"baseline", "baseline", Takes::number, {}},
                                            {"target", "target", Takes::number, {}},
                                            {"window_days", "window_days", Takes::whole, {}},
                                            {"verifier", "verifier", Takes::text, {}},
                                            {"finding", "finding_id", Takes::whole, {}}}};
  return table;
}

const Field& field_named(std::string_view name) {
  const auto& table = fields();
  const auto it = std::find_if(table.begin(), table.end(), [&](const Field& f) { return f.name == name; });
  if (it != table.end()) return *it;
  std::vector<std::string> names;
  for (const auto& f : table) names.emplace_back(f.name);
  const std::string near = base::nearest(name, names);
  throw base::Error(base::Status::usage, "unknown-field", fmt::format("an action has no field {}", base::quoted(name)),
                    near.empty() ? fmt::format("fields: {}", base::joined(names, ", "))
                                 : fmt::format("did you mean \"{}\"?", near));
}

/// Whether two texts name the same person or role.
bool same_person(std::string_view a, std::string_view b) {
  return base::folded(base::squeezed(a)) == base::folded(base::squeezed(b));
}

/// Whether the action was carried out, so that there is an effect to judge.
bool carried_out(const Action& a) {
  return a.done_ms || a.status == "implemented" || a.status == "under_observation" || a.status == "verified" ||
         a.status == "not_effective";
}

void refuse_verified(std::int64_t id) {
  throw base::Error(base::Status::refused, "not-verified",
                    "verified is a verdict: it comes from somebody other than the owner, after the action was carried out",
                    fmt::format("debrief action verify {} --verdict worked --by NAME",
                                id == 0 ? std::string("ID") : std::to_string(id)));
}

double number(std::string_view name, std::string_view value) {
  try {
    std::size_t used = 0;
    const double v = std::stod(std::string(value), &used);
    if (used == value.size() && std::isfinite(v)) return v;
  } catch (const std::exception&) {
    // Falls through to the message below.
  }
  throw base::Error(base::Status::usage, "bad-value", fmt::format("{} is not a number for {}", base::quoted(value), name),
                    "write digits, with a point before decimals");
}

/// also  further fields the step set, as `as_told` says them
void note(Store& store, std::int64_t id, const std::optional<std::string>& field, const std::optional<std::string>& before,
          const std::optional<std::string>& after, std::string_view text, base::Json also = base::Json::object()) {
  store.db()
      .prepare("INSERT INTO action_progress (action_id, at_ms, by, field, before, after, note) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
      .bind(1, id)
      .bind(2, store.now())
      .bind(3, store.by())
      .bind(4, field)
      .bind(5, before)
      .bind(6, after)
      .bind(7, text.empty() ? std::nullopt : std::optional(std::string(text)))
      .run();
  base::Json what{{"field", field.value_or("")}, {"before", before.value_or("")}, {"after", after.value_or("")},
                  {"note", std::string(text)}};
  if (!also.empty()) what["also"] = std::move(also);
  audit(store, "action.update", fmt::format("action/{}", id), base::dumped(what));
}

}  // namespace

std::map<std::string, std::string> as_told(Store& store, const Action& a) {
  const base::Zone zone = store.zone();
  std::map<std::string, std::string> out{{"title", a.title}, {"type", a.type}, {"status", a.status}};
  const auto text = [&](const char* name, const std::optional<std::string>& v) { out[name] = v.value_or(""); };
  const auto date = [&](const char* name, const std::optional<std::int64_t>& ms) {
    out[name] = ms ? base::iso_date(*ms, zone) : "";
  };
  text("category", a.category);
  text("priority", a.priority);
  text("owner", a.owner);
  text("team", a.team);
  text("reason", a.reason);
  text("evidence", a.evidence);
  text("measure", a.measure);
  text("direction", a.direction);
  text("verifier", a.verifier);
  text("verdict", a.verdict);
  date("due", a.due_ms);
  date("done", a.done_ms);
  out["baseline"] = a.baseline ? fmt::format("{}", *a.baseline) : "";
  out["target"] = a.target ? fmt::format("{}", *a.target) : "";
  out["window_days"] = a.window_days ? fmt::format("{}", *a.window_days) : "";
  out["finding"] = a.finding_id ? fmt::format("{}", *a.finding_id) : "";
  return out;
}

std::span<const std::string_view> action_statuses() { return statuses; }
std::span<const std::string_view> action_types() { return types; }
std::span<const std::string_view> action_categories() { return categories; }
std::span<const std::string_view> action_verdicts() { return verdicts; }

bool ended(std::string_view status) {
  return status == "closed" || status == "verified" || status == "rejected" || status == "deferred";
}

std::int64_t end_of_day(Store& store, std::string_view date) {
  const auto at = base::parse_rfc3339(date);
  if (!at || date.size() != 10) {
    throw base::Error(base::Status::usage, "bad-date", fmt::format("{} is not a date", base::quoted(date)),
                      "write year, month, day: 2026-05-12");
  }
  const base::Zone zone = store.zone();
  return base::period_end(zone.instant(base::utc_civil(*at)).at, base::Period::day, zone) - base::second_ms;
}

std::int64_t add_action(Store& store, Action a) {
  check_words(a);
  if (a.status == "verified") refuse_verified(0);
  store.transaction([&] {
    if (a.review_id) must_be_open(store, *a.review_id);
    a.original_due_ms = a.due_ms;
    // What was agreed in a meeting is often written down days later; nothing is agreed in the future.
    if (a.created_ms <= 0 || a.created_ms > store.now()) a.created_ms = store.now();
    store.db()
        .prepare("INSERT INTO action (review_id, finding_id, title, type, category, priority, owner, team, status, "
                 "created_ms, due_ms, original_due_ms, reason, measure, direction, baseline, target, window_days, "
                 "verifier, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
                 "?18, ?19, ?20)")
        .bind(1, a.review_id)
        .bind(2, a.finding_id)
        .bind(3, a.title)
        .bind(4, a.type)
        .bind(5, a.category)
        .bind(6, a.priority)
        .bind(7, a.owner)
        .bind(8, a.team)
        .bind(9, a.status)
        .bind(10, a.created_ms)
        .bind(11, a.due_ms)
        .bind(12, a.original_due_ms)
        .bind(13, a.reason)
        .bind(14, a.measure)
        .bind(15, a.direction)
        .bind(16, a.baseline)
        .bind(17, a.target)
        .bind(18, a.window_days)
        .bind(19, a.verifier)
        .bind(20, a.evidence)
        .run();
    a.id = store.db().last_id();
    const base::Json what = as_told(store, a);
    audit(store, "action.add", fmt::format("action/{}", a.id), base::dumped(what));
  });
  return a.id;
}

std::vector<Action> list_actions(Store& store, std::optional<std::int64_t> review_id) {
  const auto versions = review_id ? versions_of(store, *review_id) : std::vector<std::int64_t>{};
  auto s = store.db().prepare(std::string(select_actions) + "ORDER BY id");
  std::vector<Action> out;
  while (s.step()) {
    Action a = read(s);
    const bool wanted = !review_id || a.review_id == review_id ||
                        (a.review_id && std::find(versions.begin(), versions.end(), *a.review_id) != versions.end());
    if (wanted) out.push_back(std::move(a));
  }
  return out;
}

Action action_by_id(Store& store, std::int64_t id) {
  auto s = store.db().prepare(std::string(select_actions) + "WHERE id = ?1");
  s.bind(1, id);
  if (s.step()) return read(s);
  throw base::Error(base::Status::world, "no-such-action", fmt::format("there is no action {}", id),
                    "see them with \"debrief action list\"");
}

void refuse_fixed_plan(std::int64_t action_id) {
  throw base::Error(base::Status::refused, "plan-fixed",
                    fmt::format("work on action {} has begun, so how its effect will be judged is fixed", action_id),
                    fmt::format("where the plan was wrong, give the reason and a further one stands beside it: debrief "
                                "action update {} FIELD=VALUE --replan \"why\"", action_id));
}

bool update_action(Store& store, std::int64_t id, std::string_view field, std::string_view value,
                   std::string_view text, FixedPlan fixed) {
  const Field& f = field_named(field);
  bool changed = false;
  store.transaction([&] {
    const Action a = action_by_id(store, id);
    const bool of_plan = f.name == "measure" || f.name == "direction" || f.name == "window_days";
    if (of_plan && fixed == FixedPlan::refuse && begun_at(store, a) && !plans_of(store, id).empty()) {
      const auto told = as_told(store, a);
      if (told.at(std::string(f.name)) != value) refuse_fixed_plan(id);
    }
    if ((f.name == "title" || f.name == "status" || f.name == "type") && base::trimmed(value).empty()) {
      throw base::Error(base::Status::usage, "bad-value", fmt::format("an action's {} cannot be empty", f.name), "give a value");
    }
    if (f.takes == Takes::word && !value.empty()) must_be_one_of(value, f.words, f.name);
    if (f.name == "status" && value == "verified" && a.status != "verified") refuse_verified(id);
    const bool sets_owner = f.name == "owner" && a.verifier, sets_verifier = f.name == "verifier" && a.owner;
    if ((sets_owner || sets_verifier) && !value.empty() && same_person(value, sets_owner ? *a.verifier : *a.owner)) {
      throw base::Error(base::Status::refused, "verifier-is-owner",
                        fmt::format("{} cannot both own action {} and judge its effect", value, id),
                        "name somebody else");
    }
    if (f.name == "status" && value == "closed" && !a.verdict && text.empty() && !a.reason) {
      throw base::Error(base::Status::refused, "not-verified",
                        fmt::format("action {} has no verdict yet, so \"done\" would mean someone said so", id),
                        fmt::format("judge its effect first: debrief action verify {} --verdict worked --by NAME; or close it "
                                    "with --note and the reason", id));
    }
    auto old = store.db().prepare(fmt::format("SELECT {} FROM action WHERE id = ?1", f.column));
    old.bind(1, id);
    old.step();
    auto set = store.db().prepare(fmt::format("UPDATE action SET {} = ?2 WHERE id = ?1", f.column));
    set.bind(1, id);
    std::optional<std::string> before;
    std::optional<std::string> after = value.empty() ? std::nullopt : std::optional(std::string(value));
    if (f.takes == Takes::date) {
      const auto was = old.maybe_integer(0);
      if (was) before = base::iso_date(*was, store.zone());
      set.bind(2, after ? std::optional(end_of_day(store, value)) : std::nullopt);
    } else if (f.takes == Takes::number) {
      if (const auto was = old.maybe_real(0)) before = fmt::format("{}", *was);
      if (after) after = fmt::format("{}", number(f.name, value));
      set.bind(2, after ? std::optional(number(f.name, value)) : std::nullopt);
    } else if (f.takes == Takes::whole) {
      if (const auto was = old.maybe_integer(0)) before = fmt::format("{}", *was);
      set.bind(2, after ? std::optional(static_cast<std::int64_t>(number(f.name, value))) : std::nullopt);
    } else {
      before = old.maybe_text(0);
      set.bind(2, after);
    }
    old.reset();
    if (before == after) {
      if (!text.empty()) {
        note(store, id, std::nullopt, std::nullopt, std::nullopt, text);
        changed = true;
      }
      return;
    }
    set.run();
    base::Json also = base::Json::object();
    if (f.name == "status" && value == "implemented" && !a.done_ms) {
      store.db().prepare("UPDATE action SET done_ms = ?2 WHERE id = ?1").bind(1, id).bind(2, store.now()).run();
      also["done"] = base::iso_date(store.now(), store.zone());
    }
    if (f.name == "due" && !a.original_due_ms) {
      store.db().prepare("UPDATE action SET original_due_ms = due_ms WHERE id = ?1").bind(1, id).run();
    }
    note(store, id, std::string(f.name), before, after, text, std::move(also));
    changed = true;
  });
  return changed;
}

void must_be_carried_out(const Action& a) {
  if (carried_out(a)) return;
  throw base::Error(base::Status::refused, "not-carried-out",
                    fmt::format("action {} is {}: nothing was carried out yet whose effect could be judged", a.id, a.status),
                    fmt::format("once it was: debrief action update {} status=implemented", a.id));
}

void verify_action(Store& store, std::int64_t id, std::string_view verdict, std::string_view verifier,
                   std::string_view text) {
  must_be_one_of(verdict, verdicts, "verdict");
  store.transaction([&] {
    const Action a = action_by_id(store, id);
    if (base::trimmed(verifier).empty()) {
      throw base::Error(base::Status::usage, "bad-value", "a verdict needs the name of who gives it", "add --by NAME");
    }
    if (a.owner && same_person(*a.owner, verifier)) {
      throw base::Error(base::Status::refused, "verifier-is-owner",
                        fmt::format("{} owns action {} and cannot judge its effect", verifier, id),
                        "have someone else verify it");
    }
    must_be_carried_out(a);
    const char* status = verdict == "worked" || verdict == "worked-in-part" ? "verified" : verdict == "cannot-tell-yet" ? "under_observation" : "not_effective";
    store.db()
        .prepare("UPDATE action SET verdict = ?2, verifier = ?3, verified_ms = ?4, verdict_note = ?5, status = ?6 "
                 "WHERE id = ?1")
        .bind(1, id)
        .bind(2, verdict)
        .bind(3, verifier)
        .bind(4, store.now())
        .bind(5, text.empty() ? std::nullopt : std::optional(std::string(text)))
        .bind(6, status)
        .run();
    note(store, id, "verdict", a.verdict, std::string(verdict), text,
         {{"status", status}, {"verifier", std::string(verifier)}});
  });
}

void reopen_action(Store& store, std::int64_t id, std::string_view why) {
  store.transaction([&] {
    const Action a = action_by_id(store, id);
    store.db()
        .prepare("UPDATE action SET status = 'in_progress', done_ms = NULL, verdict = NULL, verified_ms = NULL WHERE id "
                 "= ?1")
        .bind(1, id)
        .run();
    note(store, id, "status", a.status, "in_progress", why, {{"done", ""}, {"verdict", ""}});
  });
}

std::vector<Progress> progress_of(Store& store, std::int64_t action_id) {
  auto s = store.db().prepare(
      "SELECT at_ms, by, field, before, after, note FROM action_progress WHERE action_id = ?1 ORDER BY id");
  s.bind(1, action_id);
  std::vector<Progress> out;
  while (s.step()) {
    out.push_back({s.integer(0), std::string(s.text(1)), s.maybe_text(2), s.maybe_text(3), s.maybe_text(4), s.maybe_text(5)});
  }
  return out;
}

std::vector<std::string> wording_faults(const Action& a) {
  std::vector<std::string> faults;
  const std::string title = base::heading_key(a.title);
  const auto blank = title.find(' ');
  const std::string first = title.substr(0, blank);
  static constexpr std::array<std::string_view, 20> not_verbs{"the",   "a",    "an",   "better", "more",  "no",    "all",
                                                              "our",   "new",  "we",   "it",     "this",  "that",  "staff",
                                                              "agents", "team", "training", "communication", "improvement",
                                                              "awareness"};
  if (blank == std::string::npos || std::find(not_verbs.begin(), not_verbs.end(), first) != not_verbs.end() ||
      first.ends_with("ing")) {
    faults.emplace_back("does not start with a verb that says what will be done");
  }
  static constexpr std::array<std::string_view, 9> reminders{"remind", "be more careful", "raise awareness", "reiterate",
                                                             "take care", "pay attention", "be vigilant", "re train",
                                                             "retrain"};
  if (std::any_of(reminders.begin(), reminders.end(),
                  [&](std::string_view r) { return title.find(r) != std::string::npos; })) {
    faults.emplace_back("only a reminder or retraining: a change to the system or procedure holds better");
  }
  if (!a.owner) faults.emplace_back("no owner");
  if (!a.due_ms) faults.emplace_back("no due date");
  if (!a.measure) faults.emplace_back("no measure to tell whether it worked");
  return faults;
}

}  // namespace debrief::review
