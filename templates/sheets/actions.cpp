// The action sheet: edited in a spreadsheet, handed back, merged by key.

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/facts/words.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

namespace {

constexpr std::array<ActionField, 20> fields{{
    {"title", "Action", SheetType::text, 46, "What will be done: starts with a verb, names one result"},
    {"type", "Type", SheetType::text, 14, "Immediate, corrective, preventive, detective or improvement"},
    {"category", "Category", SheetType::text, 14, "Where the change is made"},
    {"priority", "Priority", SheetType::text, 10, "High, medium or low"},
    {"owner", "Owner", SheetType::text, 20, "One person, by name"},
    {"team", "Team", SheetType::text, 18, ""},
    {"status", "Status", SheetType::text, 18, "Closed needs a verdict, or a reason"},
    {"due", "Due", SheetType::date, 12, "A date; the first one agreed is kept beside it"},
    {"done", "Done on", SheetType::date, 12, "When it was carried out"},
    {"evidence", "Evidence that it was done", SheetType::text, 32,
     "What shows that it was carried out, and where that is"},
    {"reason", "Reason", SheetType::text, 28, "Why it was rejected, deferred or given a later date"},
    {"measure", "Measure of effect", SheetType::text, 28,
     "The figure that should move, for example: incidents category=Billing"},
    {"direction", "Direction", SheetType::text, 10, "Which way the figure should move"},
    {"baseline", "Baseline", SheetType::number, 10, "The figure before the action"},
    {"target", "Target", SheetType::number, 10, "The figure wanted after it"},
    {"window_days", "Window (days)", SheetType::number, 12, "How long to watch after it was done"},
    {"verifier", "Checked by", SheetType::text, 20, "Somebody other than the owner"},
    {"verified", "Checked on", SheetType::date, 12, ""},
    {"verdict", "Verdict", SheetType::text, 20, "Did it work, on the data?"},
    {"verdict_note", "Note on the verdict", SheetType::text, 32, ""},
}};

std::string shortest(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::vector<std::string> strings(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

bool still_open(const review::Action& a) {
  return !review::ended(a.status) && a.status != "implemented" && a.status != "under_observation" &&
         a.status != "verified" && a.status != "not_effective";
}

std::string review_refs(review::Store& store, const review::Review& r) {
  std::vector<std::string> refs;
  for (const auto id : r.incidents) {
    if (const auto i = review::incident_by_id(store, id)) refs.push_back(i->incident.ref);
  }
  return base::joined(refs, ", ");
}

}  // namespace

std::span<const ActionField> action_fields() { return fields; }

std::vector<std::string> action_choices(std::string_view field) {
  if (field == "status") return strings(review::action_statuses());
  if (field == "type") return strings(review::action_types());
  if (field == "category") return strings(review::action_categories());
  if (field == "verdict") return strings(review::action_verdicts());
  if (field == "priority") return {"high", "medium", "low"};
  if (field == "direction") return {"lower", "higher"};
  return {};
}

std::string action_text(const review::Action& a, std::string_view field, const base::Zone& zone) {
  const auto text = [](const std::optional<std::string>& v) { return v.value_or(""); };
  const auto day = [&](const std::optional<std::int64_t>& v) { return v ? base::iso_date(*v, zone) : std::string(); };
  const auto number = [](const auto& v) { return v ? shortest(static_cast<double>(*v)) : std::string(); };
  if (field == "title") return a.title;
  if (field == "type") return a.type;
  if (field == "category") return text(a.category);
  if (field == "priority") return text(a.priority);
  if (field == "owner") return text(a.owner);
  if (field == "team") return text(a.team);
  if (field == "status") return a.status;
  if (field == "due") return day(a.due_ms);
  if (field == "done") return day(a.done_ms);
  if (field == "evidence") return text(a.evidence);
  if (field == "reason") return text(a.reason);
  if (field == "measure") return text(a.measure);
  if (field == "direction") return text(a.direction);
  if (field == "baseline") return number(a.baseline);
  if (field == "target") return number(a.target);
  if (field == "window_days") return number(a.window_days);
  if (field == "verifier") return text(a.verifier);
  if (field == "verified") return day(a.verified_ms);
  if (field == "verdict") return text(a.verdict);
  if (field == "verdict_note") return text(a.verdict_note);
  DEBRIEF_CHECK(false, "only fields of the sheet are asked for");
  return {};
}

std::string action_base(const review::Action& action, const base::Zone& zone) {
  base::Json out = base::Json::object();
  for (const auto& f : fields) {
    if (auto value = action_text(action, f.field, zone); !value.empty()) out[std::string(f.field)] = std::move(value);
  }
  return base::dumped(out);
}

SheetDate sheet_day(base::Ms at, const base::Zone& zone) {
  base::Civil c = zone.civil(at);
  c.hour = c.minute = c.second = c.millisecond = 0;
  return {base::civil_as_utc(c)};
}

SheetDate sheet_time(base::Ms at, const base::Zone& zone) { return {base::civil_as_utc(zone.civil(at))}; }

Workbook action_workbook(review::Store& store, std::optional<std::int64_t> review_id, const FactsFor& reader) {
  const auto actions = review::list_actions(store, review_id);
  std::map<std::int64_t, review::Review> reviews;
  for (auto& r : review::list_reviews(store)) reviews.emplace(r.id, r);
  const bool names = sees_colleagues(reader.audience);
  const bool returns = reader.audience == Audience::internal;
  Workbook book;
  book.title = review_id ? fmt::format("Actions of PIR-{}", *review_id) : std::string("Actions");
  book.subject = "Action sheet";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;

  Sheet s;
  s.name = "Actions";
  s.table = "Actions";
  s.title = book.title + ", " + base::plain_date(reader.now, reader.zone);
  s.notes = {returns
                 ? "Change what you need and add rows at the end. Leave the column Key as it is."
                 : "A copy to read. Changes made here are not taken back."};
  s.columns.push_back({"Key", SheetType::key, 8, {}, false, "Leave as it is; empty for a new action"});
  s.columns.push_back({"Review", SheetType::text, 10, {}, false, "PIR number"});
  s.columns.push_back({"Incidents", SheetType::text, 16, {}, false, ""});
  for (const auto& f : fields) {
    if (!names && (f.field == "owner" || f.field == "verifier")) continue;
    s.columns.push_back({std::string(f.header), f.type, f.width, action_choices(f.field), false, std::string(f.hint)});
  }
  s.columns.push_back({"First due date", SheetType::date, 12, {}, false, "As first agreed; not to be changed"});
  s.columns.push_back({"Created", SheetType::date, 12, {}, false, ""});
  if (returns)
    s.columns.push_back({"Base", SheetType::key, 10, {}, true, "What stood here when the sheet was written"});
  const auto days = [&](const std::optional<std::int64_t>& v) -> SheetValue {
    return v ? SheetValue(sheet_day(*v, reader.zone)) : SheetValue();
  };
  std::map<std::string, std::int64_t> by_status, by_owner_open;
  std::int64_t overdue = 0, with_verdict = 0, without_owner = 0, without_due = 0, without_measure = 0;
  for (const auto& a : actions) {
    std::vector<SheetValue> row;
    row.emplace_back(fmt::format("A-{}", a.id));
    const auto r = a.review_id ? reviews.find(*a.review_id) : reviews.end();
    row.emplace_back(r == reviews.end() ? SheetValue() : SheetValue(fmt::format("PIR-{}", r->first)));
    row.emplace_back(r == reviews.end() ? SheetValue() : SheetValue(review_refs(store, r->second)));
    for (const auto& f : fields) {
      if (!names && (f.field == "owner" || f.field == "verifier")) continue;
      if (f.field == "due")
        row.push_back(days(a.due_ms));
      else if (f.field == "done")
        row.push_back(days(a.done_ms));
      else if (f.field == "verified")
        row.push_back(days(a.verified_ms));
      else if (f.field == "baseline")
        row.push_back(a.baseline ? SheetValue(*a.baseline) : SheetValue());
      else if (f.field == "target")
        row.push_back(a.target ? SheetValue(*a.target) : SheetValue());
      else if (f.field == "window_days")
        row.push_back(a.window_days ? SheetValue(static_cast<double>(*a.window_days)) : SheetValue());
      else if (auto text = action_text(a, f.field, reader.zone); !text.empty())
        row.emplace_back(std::move(text));
      else
        row.emplace_back();
    }
    row.push_back(days(a.original_due_ms ? a.original_due_ms : a.due_ms));
    row.emplace_back(sheet_day(a.created_ms, reader.zone));
    if (returns) row.emplace_back(action_base(a, reader.zone));
    s.rows.push_back(std::move(row));
    ++by_status[a.status];
    if (a.verdict) ++with_verdict;
    if (still_open(a)) {
      if (a.due_ms && *a.due_ms < reader.now) ++overdue;
      if (!a.owner)
        ++without_owner;
      else
        ++by_owner_open[*a.owner];
      if (!a.due_ms) ++without_due;
      if (!a.measure) ++without_measure;
    }
  }
  s.highlights.push_back(
      {"overdue",
       "Due",
       "",
       "Status",
       {"implemented", "under_observation", "verified", "not_effective", "closed", "rejected", "deferred"}});
  s.highlights.push_back({"equals", "Status", "closed", "", {}});
  s.highlights.push_back({"equals", "Status", "blocked", "", {}});
  book.sheets.push_back(std::move(s));

  Sheet summary;
  summary.name = "Summary";
  summary.table = "Summary";
  summary.title = "Summary on " + base::plain_date(reader.now, reader.zone);
  summary.columns = {{"Figure", SheetType::text, 44, {}, false, ""}, {"Number", SheetType::number, 10, {}, false, ""}};
  const auto line = [&](std::string label, std::int64_t n) {
    summary.rows.push_back({std::move(label), static_cast<double>(n)});
  };
  line("Actions", static_cast<std::int64_t>(actions.size()));
  line("Overdue", overdue);
  line("With a verdict on their effect", with_verdict);
  line("Open without an owner", without_owner);
  line("Open without a due date", without_due);
  line("Open without a measure of effect", without_measure);
  for (const auto status : review::action_statuses()) {
    if (const auto it = by_status.find(std::string(status)); it != by_status.end())
      line("Status: " + unscored(status), it->second);
  }
  if (names) {
    for (const auto& [owner, n] : by_owner_open) line("Open, owner " + owner, n);
  }
  book.sheets.push_back(std::move(summary));

  Sheet help;
  help.name = "How to use";
  help.table = "HowToUse";
  help.title = "How to use this workbook";
  help.columns = {{"Step", SheetType::number, 6, {}, false, ""}, {"What to do", SheetType::text, 110, {}, false, ""}};
  std::vector<std::string> steps;
  if (returns) {
    steps = {"Change cells on the sheet Actions. Lists offer the words that are allowed; dates are dates.",
             "Add an action in a new row at the end and leave its Key empty.",
             "Leave the column Key as it is. Columns may be moved and rows sorted; a row taken out is left alone, not "
             "deleted.",
             "Save, and hand the file to whoever keeps the workspace; they enter the changes with debrief action update.",
             "The hidden column Base says what stood here when the sheet was written, so that what changed since shows."};
  } else {
    steps = {"This is a copy to read. Ask the keeper of the workspace for a sheet that can be handed back."};
  }
  steps.push_back("Overdue rows are marked: the due date has passed and the status is still open.");
  steps.push_back(
      "An action is finished when its effect was checked on data by somebody other than its owner, not when it was "
      "carried out.");
  for (std::size_t i = 0; i < steps.size(); ++i) help.rows.push_back({static_cast<double>(i + 1), steps[i]});
  book.sheets.push_back(std::move(help));

  Sheet meta;
  meta.name = "_meta";
  meta.table = "Meta";
  meta.hidden = true;
  meta.columns = {{"Name", SheetType::key, 20, {}, false, ""}, {"Value", SheetType::key, 40, {}, false, ""}};
  meta.rows = {{std::string("schema"), std::string("actions/1")},
               {std::string("exported"), base::rfc3339(reader.now)},
               {std::string("audience"), std::string(name(reader.audience))},
               {std::string("zone"), reader.zone.name()},
               {std::string("review"), review_id ? std::to_string(*review_id) : std::string("all")}};
  book.sheets.push_back(std::move(meta));
  return book;
}

}  // namespace debrief::templates
