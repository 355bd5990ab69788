// action: what was promised, how far it is, and whether it worked.

#include <algorithm>

#include <fmt/format.h>

#include "app/action_effect.h"
#include "app/action_import.h"
#include "app/command.h"
#include "app/documents.h"
#include "app/paths.h"
#include "app/session.h"
#include "app/shapes/review_shape.h"
#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "templates/build.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;
using review::Action;

std::optional<std::string> text_option(const Arguments& a, std::string_view option) {
  const auto value = a.maybe(option);
  return value && !value->empty() ? value : std::nullopt;
}

Status run_list(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  std::vector<Action> actions = review::list_actions(store, a.integer("review", 1, std::int64_t{1} << 52));
  if (a.has("open")) std::erase_if(actions, [](const Action& x) { return review::ended(x.status); });
  if (a.has("overdue")) std::erase_if(actions, [&](const Action& x) { return !overdue(x, store.now()); });
  if (const auto after = a.integer("after", 0, std::int64_t{1} << 52))
    std::erase_if(actions, [&](const Action& x) { return x.id <= *after; });
  const auto limit = static_cast<std::size_t>(a.integer("limit", 1, 1'000'000'000).value_or(1'000'000'000));
  const bool more = actions.size() > limit;
  if (more) actions.resize(limit);
  if (session.json()) {
    Json items = Json::array();
    for (const Action& x : actions) items.push_back(action_shape(store, x));
    session.answer({{"items", items}, {"next", more ? Json(std::to_string(actions.back().id)) : Json()}});
    return Status::done;
  }
  if (actions.empty()) {
    session.line("No actions here. debrief action add --review ID --title TEXT --owner ROLE --due DATE makes one");
    return Status::done;
  }
  TextTable table;
  table.column("Action", Side::right);
  table.column("Review", Side::right);
  table.column("Status");
  table.column("Due");
  table.column("Owner");
  table.column("Title");
  for (const Action& x : actions) {
    const std::string due = x.due_ms ? base::iso_date(*x.due_ms - 1, store.zone()) : "";
    table.row({std::to_string(x.id), x.review_id ? std::to_string(*x.review_id) : "", x.status,
               overdue(x, store.now()) ? due + " overdue" : due, x.owner.value_or(""), x.title});
  }
  session.table(table);
  if (more) session.line(fmt::format("More: --after {}", actions.back().id));
  return Status::done;
}

Status run_add(Session& session, const Arguments& a) {
  if (!text_option(a, "title")) {
    throw Error(Status::usage, "missing-argument", "debrief action add needs --title TEXT: what will be done",
                "debrief action add --review 3 --title \"Test the failover every month\" --owner \"Telephony lead\" "
                "--due 2026-12-01");
  }
  review::Store& store = session.existing_writer();
  Action action;
  action.review_id = a.integer("review", 1, std::int64_t{1} << 52);
  action.finding_id = a.integer("finding", 1, std::int64_t{1} << 52);
  action.title = a.value("title");
  action.type = a.value("type", action.type);
  action.status = a.value("status", action.status);
  action.category = text_option(a, "category");
  action.priority = text_option(a, "priority");
  action.owner = text_option(a, "owner");
  action.team = text_option(a, "team");
  action.evidence = text_option(a, "evidence");
  action.measure = text_option(a, "measure");
  action.direction = text_option(a, "direction");
  action.baseline = a.real("baseline");
  action.target = a.real("target");
  action.window_days = a.integer("window-days", 1, 3660);
  action.created_ms = store.now();
  if (const auto due = text_option(a, "due")) action.due_ms = review::end_of_day(store, *due);
  const PlanWish wish = plan_wish(a, store.zone());
  std::vector<std::string> plan;
  store.transaction([&] {
    action.id = review::add_action(store, action);
    plan = settle_plan(store, action.id, wish, action.measure.has_value(), {});
  });
  const auto faults = review::wording_faults(action);
  const bool past = action.due_ms && *action.due_ms < store.now();
  if (session.json()) {
    session.answer({{"id", action.id},
                    {"wording", faults},
                    {"due_in_the_past", past},
                    {"plan", effect_parts(store, review::action_by_id(store, action.id))["plan"]},
                    {"plan_text", plan.empty() ? Json() : Json(base::joined(plan, " "))}});
    return Status::done;
  }
  session.line(fmt::format("Action {} is recorded. Say how it goes: debrief action update {} status=in_progress",
                           action.id, action.id));
  if (past) session.line(fmt::format("It is due in the past: is {} right?", a.value("due")));
  for (const std::string& line : plan) session.line(line);
  if (!faults.empty()) session.line("It could be put more clearly: " + base::joined(faults, "; "));
  return Status::done;
}

Status run_show(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const Action action = review::action_by_id(store, a.id());
  Json shape = action_shape(store, action);
  Json progress = Json::array();
  for (const auto& step : review::progress_of(store, action.id)) {
    const auto text = [](const std::optional<std::string>& t) { return t ? Json(*t) : Json(); };
    progress.push_back({{"at", base::rfc3339(step.at_ms)},
                        {"by", step.by},
                        {"field", text(step.field)},
                        {"before", text(step.before)},
                        {"after", text(step.after)},
                        {"note", text(step.note)}});
  }
  shape["progress"] = progress;
  shape["wording"] = review::wording_faults(action);
  if (session.json()) {
    shape.update(effect_parts(store, action));
    session.answer(shape);
    return Status::done;
  }
  TextTable table;
  table.column("Field");
  table.column("Value");
  for (const auto& [key, value] : shape.items()) {
    if (value.is_null() || value.is_array()) continue;
    table.row({key, value.is_string() ? value.get<std::string>() : base::dumped(value)});
  }
  session.table(table);
  for (const std::string& line : effect_lines(store, action)) session.line(line);
  for (const Json& step : progress) {
    const auto text = [&](const char* key) {
      return step[key].is_string() ? step[key].get<std::string>() : std::string("–");
    };
    session.line(fmt::format("{} {}: {}", text("at"), text("by"),
                             step["field"].is_string()
                                 ? fmt::format("{}: {} -> {}", text("field"), text("before"), text("after"))
                                 : text("note")));
  }
  return Status::done;
}

Status run_update(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const std::int64_t id = whole_number(a.positional.front(), "the number", 1, std::int64_t{1} << 52);
  std::vector<std::string> changed, plan;
  const std::optional<std::string> reason = text_option(a, "replan");
  const auto fixed = reason ? review::FixedPlan::replace : review::FixedPlan::refuse;
  store.transaction([&] {
    PlanWish wish;
    bool touched = false;
    for (std::size_t i = 1; i < a.positional.size(); ++i) {
      const std::string& word = a.positional[i];
      const auto equals = word.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw Error(Status::usage, "bad-arguments",
                    fmt::format("{} is not of the form field=value", base::quoted(word)),
                    fmt::format("debrief action update {} status=in_progress owner=\"Team leader\"", id));
      }
      const std::string field = word.substr(0, equals);
      if (take_plan_field(wish, field, word.substr(equals + 1), store.zone())) {
        changed.push_back(field);
        continue;
      }
      if (!review::update_action(store, id, field, word.substr(equals + 1), a.value("note"), fixed)) continue;
      changed.push_back(field);
      touched = touched || field == "measure" || field == "direction" || field == "window_days";
    }
    plan = settle_plan(store, id, wish, touched, reason);
  });
  const Action action = review::action_by_id(store, id);
  if (session.json()) {
    session.answer({{"id", id},
                    {"changed", changed},
                    {"action", action_shape(store, action)},
                    {"plan", effect_parts(store, action)["plan"]}});
  } else if (changed.empty()) {
    session.line(fmt::format("Action {} stays as it was", id));
  } else {
    session.line(fmt::format("Action {}: {} changed; it is now {}", id, base::joined(changed, ", "), action.status));
    for (const std::string& line : plan) session.line(line);
  }
  return Status::done;
}

Status run_export(Session& session, const Arguments& a) {
  base::Path out = a.value("out");
  if (out.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief action export needs --out FILE.xlsx or FILE.csv",
                "debrief action export --out actions.xlsx");
  }
  review::Store& store = session.reader();
  const auto built = templates::build_actions(store, a.integer("review", 1, std::int64_t{1} << 52),
                                              build_options(session, a, "actions"));
  if (!out.has_extension()) out += ".xlsx";
  must_have_folder(out);
  const std::string format = out.extension().string().substr(1);
  const std::string bytes = written(built, format, {});
  base::write_file(out, bytes);
  if (format == "xlsx" || format == "csv") keep_sheet_of(session, built);
  if (session.json()) {
    session.answer({{"file", out.string()}, {"format", format}, {"bytes", bytes.size()}});
  } else {
    session.line(fmt::format("{} written", out.string()));
  }
  return Status::done;
}

}  // namespace

extern const Command action_command{
    .name = "action",
    .title = "Keep promises: add, follow and verify actions",
    .group = "Decide",
    .verbs = {{"list",
               "",
               "Lists actions.",
               {{"--review", "ID", "of one review"},
                {"--open", "", "only those something is still expected of"},
                {"--overdue", "", "only those whose day is over"},
                {"--limit", "N", "at most N; all unless told"},
                {"--after", "ID", "goes on behind this action"}},
               run_list},
              {"add",
               "",
               "Records an action.",
               {{"--review", "ID", "the review it comes from"},
                {"--finding", "ID", "the finding it answers"},
                {"--title", "TEXT", "what will be done, starting with a verb"},
                {"--owner", "WHO", "who sees to it"},
                {"--due", "DATE", "by the end of this day"},
                {"--type", "WORD", "immediate, corrective, preventive, detective or improvement"},
                {"--category", "WORD", "training, procedure, system, people or supplier"},
                {"--priority", "WORD", "high, medium or low"},
                {"--team", "TEXT", "the team it falls to"},
                {"--status", "WORD", "proposed unless told"},
                {"--evidence", "TEXT", "what will show that it was carried out"},
                {"--measure", "KPI", "the figure it should move: recurrence, reopen_rate, \"incidents category=Billing\""},
                {"--direction", "WORD", "lower or higher"},
                {"--baseline", "NUMBER", "the figure before"},
                {"--target", "NUMBER", "the figure hoped for"},
                {"--window-days", "N", "how long to watch after it was done; else as long as 80 % power asks for"},
                {"--cut", "SHARE", "the smallest change worth it, 0.5 unless told"},
                {"--exposure", "WORD", "what rates are over: days, or contacts"},
                {"--wash-in-days", "N", "after it was done, counted for neither side; 14 unless told"},
                {"--baseline-days", "N", "compared with so many days before it began; 365 unless told"},
                {"--baseline-from", "DATE", "compared with the time from here"},
                {"--baseline-until", "DATE", "compared with the time until here"}},
               run_add},
              {"show", "ID", "Shows an action and every step it took.", {}, run_show},
              {"update",
               "ID FIELD=VALUE…",
               "Changes fields; an empty value clears one. Those of its plan are fixed once it has begun.",
               {{"--note", "TEXT", "said with the change"},
                {"--replan", "REASON", "replaces a plan that is fixed; the old one stays to be seen"}},
               run_update},
              {"verify",
               "ID",
               "Asks the data whether it worked, and records the verdict; not by its owner.",
               {{"--by", "WHO", "who records it; without, nothing is recorded"},
                {"--verdict", "WORD",
                 "your own: worked, worked-in-part, no-relevant-change, worse or cannot-tell-yet; both stand"},
                {"--note", "TEXT", "what your own rests on"}},
               run_verify},
              {"recurrences",
               "ID",
               "Lists incidents that repeat the reviewed one, side by side, with what to decide.",
               {{"--all", "", "those before the reviewed incident and of its own outage too"}, {"--limit", "N", "at most N; 50 unless told"}},
               run_recurrences},
              {"confirm",
               "ID REF",
               "Says that an incident repeats the reviewed one; a closed or verified action is taken up again.",
               {{"--by", "WHO", "who says so; else the account"}, {"--note", "TEXT", "why"}},
               run_confirm},
              {"reject",
               "ID REF",
               "Says that an incident is another matter.",
               {{"--by", "WHO", "who says so; else the account"}, {"--note", "TEXT", "why"}},
               run_reject},
              {"export",
               "",
               "Writes the action sheet that people fill in.",
               {{"--review", "ID", "of one review"},
                {"--audience", "WHO", "internal, manager, external, assessor or share"},
                {"--out,-o", "FILE", "FILE.xlsx or FILE.csv"}},
               run_export},
              {"import",
               "FILE",
               "Takes a filled-in action sheet back, cell by cell; nothing is overwritten that changed here since.",
               {{"--dry-run", "", "says what would change and changes nothing"},
                {"--by", "NAME", "who handed it back; else the account"},
                {"--out,-o", "HANDBACK.xlsx", "writes what is left open as a workbook to decide in"},
                {"--strict", "", "changes nothing if anything is left open (status 5)"},
                {"--review", "ID", "new rows that name no review belong to this one"},
                {"--sheet", "NAME", "the sheet of the workbook; else the one that has the columns"},
                {"--day-order", "ORDER", "dmy, mdy or ymd, of dates as text; found out unless told"}},
               run_action_import}},
};

}  // namespace debrief::app
