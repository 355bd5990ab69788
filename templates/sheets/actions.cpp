// The action sheet: edited in a spreadsheet, handed back, merged by key.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/facts/words.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

namespace {

bool still_open(const review::Action& a) {
  return !review::ended(a.status) && a.status != "implemented" && a.status != "under_observation" &&
         a.status != "verified" && a.status != "not_effective";
}

SheetValue day_of(const std::optional<std::int64_t>& at, const base::Zone& zone) {
  return at ? SheetValue(sheet_day(*at, zone)) : SheetValue();
}

SheetValue value_of(const review::Action& a, const ActionField& f, const base::Zone& zone) {
  if (f.field == "due") return day_of(a.due_ms, zone);
  if (f.field == "done") return day_of(a.done_ms, zone);
  if (f.field == "verified") return day_of(a.verified_ms, zone);
  if (f.field == "baseline") return a.baseline ? SheetValue(*a.baseline) : SheetValue();
  if (f.field == "target") return a.target ? SheetValue(*a.target) : SheetValue();
  if (f.field == "window_days") return a.window_days ? SheetValue(static_cast<double>(*a.window_days)) : SheetValue();
  std::string text = action_text(a, f.field, zone);
  return text.empty() ? SheetValue() : SheetValue(std::move(text));
}

/// What a manager counts: overdue, without owner, by status, by age.
struct Counts {
  std::map<std::string, std::int64_t> by_status, by_owner_open;
  std::int64_t open = 0, overdue = 0, with_verdict = 0, without_owner = 0, without_due = 0, without_measure = 0;
  std::int64_t late[5] = {};  // not yet due; up to 7, 30, 90 days late; later still

  void count(const review::Action& a, base::Ms now) {
    ++by_status[a.status];
    if (a.verdict) ++with_verdict;
    if (!still_open(a)) return;
    ++open;
    if (!a.owner)
      ++without_owner;
    else
      ++by_owner_open[*a.owner];
    if (!a.measure) ++without_measure;
    if (!a.due_ms) {
      ++without_due;
      return;
    }
    const std::int64_t days = *a.due_ms < now ? (now - *a.due_ms) / base::day_ms + 1 : 0;
    overdue += days > 0 ? 1 : 0;
    ++late[days == 0 ? 0 : days <= 7 ? 1 : days <= 30 ? 2 : days <= 90 ? 3 : 4];
  }
};

Chart bars(std::string title, std::string finding, const std::vector<std::pair<std::string, std::int64_t>>& values) {
  Chart chart;
  chart.kind = ChartKind::bar;
  chart.title = std::move(title);
  chart.finding = std::move(finding);
  chart.unit = "actions";
  std::vector<std::string> said;
  for (const auto& [label, n] : values) {
    chart.points.push_back({label, static_cast<double>(n), ""});
    said.push_back(fmt::format("{} {}", label, n));
  }
  chart.alt = fmt::format("{}: {}.", chart.title, base::joined(said, ", "));
  return chart;
}

Sheet summary_sheet(const Counts& n, std::int64_t actions, const FactsFor& reader) {
  Sheet s;
  s.name = "Summary";
  s.table = "Summary";
  s.title = "Summary on " + base::plain_date(reader.now, reader.zone);
  s.notes = {"As it stood when the workbook was written."};
  s.columns = {{"Figure", SheetType::text, 44, {}, false, ""}, {"Number", SheetType::number, 10, {}, false, ""}};
  const auto line = [&](std::string label, std::int64_t value) {
    s.rows.push_back({std::move(label), static_cast<double>(value)});
  };
  line("Actions", actions);
  line("Open", n.open);
  line("Overdue", n.overdue);
  line("With a verdict on their effect", n.with_verdict);
  line("Open without an owner", n.without_owner);
  line("Open without a due date", n.without_due);
  line("Open without a measure of effect", n.without_measure);
  std::vector<std::pair<std::string, std::int64_t>> statuses;
  for (const auto status : review::action_statuses()) {
    const auto it = n.by_status.find(std::string(status));
    if (it == n.by_status.end()) continue;
    line("Status: " + unscored(status), it->second);
    statuses.emplace_back(unscored(status), it->second);
  }
  if (sees_colleagues(reader.audience)) {
    for (const auto& [owner, count] : n.by_owner_open) line("Open, owner " + owner, count);
  }
  if (actions == 0) return s;
  s.charts.push_back(bars("Actions by status", fmt::format("{} of {} actions are open.", n.open, actions), statuses));
  if (n.open > 0) {
    s.charts.push_back(bars("Open actions by age", fmt::format("{} of {} open actions are overdue.", n.overdue, n.open),
                            {{"Not yet due", n.late[0]},
                             {"1 to 7 days late", n.late[1]},
                             {"8 to 30 days late", n.late[2]},
                             {"31 to 90 days late", n.late[3]},
                             {"More than 90 days late", n.late[4]},
                             {"No due date", n.without_due}}));
  }
  return s;
}

Sheet instructions(bool returns) {
  Sheet help;
  help.name = "How to use";
  help.table = "HowToUse";
  help.title = "How to use this workbook";
  help.columns = {{"Step", SheetType::number, 6, {}, false, ""}, {"What to do", SheetType::text, 110, {}, false, ""}};
  std::vector<std::string> steps;
  if (returns) {
    steps = {
        "Change cells on the sheet Actions. Lists offer the words that are allowed; dates are dates.",
        "Add an action in a new row at the end and leave its Key empty.",
        "Leave the column Key as it is. Rows may be sorted, columns moved and columns of your own inserted; a row "
        "taken "
        "out is left alone, not deleted. An emptied cell clears what stood in it.",
        "Save, and hand the file to whoever keeps the workspace. They take it back with debrief action import "
        "FILE.xlsx; "
        "with --dry-run it says first what would change.",
        "What was changed here and in the workspace since, to different words, is not overwritten: it is listed by "
        "cell. "
        "With --out HANDBACK.xlsx it comes back as a workbook to choose in, which is then taken back the same way.",
        "Verdict, Checked on and the note on it come from debrief action verify alone; a change here is reported, not "
        "taken.",
        "The hidden columns Base and Sheet say what stood here when the sheet was written, so that what changed "
        "shows."};
  } else {
    steps = {"This is a copy to read. Ask the keeper of the workspace for a sheet that can be handed back."};
  }
  steps.push_back(
      "Overdue dates are marked with the word: the day has passed and the status is still open. Rows of closed "
      "actions are in grey italics, blocked ones have a bar at the status.");
  steps.push_back(
      "An action is finished when its effect was checked on data by somebody other than its owner, not when it was "
      "carried out.");
  for (std::size_t i = 0; i < steps.size(); ++i) help.rows.push_back({static_cast<double>(i + 1), steps[i]});
  return help;
}

}  // namespace

SheetDate sheet_day(base::Ms at, const base::Zone& zone) {
  base::Civil c = zone.civil(at);
  c.hour = c.minute = c.second = c.millisecond = 0;
  return {base::civil_as_utc(c)};
}

SheetDate sheet_time(base::Ms at, const base::Zone& zone) { return {base::civil_as_utc(zone.civil(at))}; }

Workbook action_workbook(review::Store& store, std::optional<std::int64_t> review_id, const FactsFor& reader) {
  const auto actions = review::list_actions(store, review_id);
  std::map<std::int64_t, std::string> references;
  for (const auto& r : review::list_reviews(store)) references.emplace(r.id, review_references(store, r));
  const bool names = sees_colleagues(reader.audience);
  const bool returns = reader.audience == Audience::internal;
  const auto refs_of = [&](const review::Action& a) {
    const auto found = a.review_id ? references.find(*a.review_id) : references.end();
    return found == references.end() ? std::string() : found->second;
  };
  Workbook book;
  book.title = review_id ? fmt::format("Actions of PIR-{}", *review_id) : std::string("Actions");
  book.subject = "Action sheet";
  book.created_ms = reader.now;
  book.today_ms = sheet_day(reader.now, reader.zone).wall_ms;

  Sheet s;
  s.name = "Actions";
  s.table = "Actions";
  s.title = book.title + ", " + base::plain_date(reader.now, reader.zone);
  s.notes = {returns ? "Change what you need and add rows at the end. Leave the column Key as it is."
                     : "A copy to read. Changes made here are not taken back."};
  s.columns.push_back({"Key", SheetType::key, 8, {}, false, "Leave as it is; empty for a new action"});
  const auto wanted = [&](const ActionField& f) { return names || (f.field != "owner" && f.field != "verifier"); };
  for (const auto& f : action_fields()) {
    if (!wanted(f)) continue;
    s.columns.push_back({std::string(f.header), f.type, f.width, action_choices(f.field), false, std::string(f.hint)});
  }
  s.columns.push_back({"Review", SheetType::text, 10, {}, false, "PIR number"});
  s.columns.push_back({"Incidents", SheetType::text, 16, {}, false, "Those of the review; not to be changed"});
  s.columns.push_back({"First due date", SheetType::date, 12, {}, false, "As first agreed; not to be changed"});
  s.columns.push_back({"Created", SheetType::date, 12, {}, false, "Not to be changed"});
  std::vector<std::string> bases;
  std::string said = fmt::format("{}|{}", reader.zone.name(), review_id.value_or(0));
  if (returns) {
    s.columns.push_back({"Base", SheetType::key, 10, {}, true, "What stood here when the sheet was written"});
    s.columns.push_back({"Sheet", SheetType::key, 10, {}, true, "Which sheet this is", true});
    for (const auto& a : actions) {
      bases.push_back(action_base(a, reader.zone, refs_of(a)));
      said += "\n" + bases.back();
    }
  }
  const std::string id = base::sha256(said).substr(0, 12);
  Counts counts;
  for (const auto& a : actions) {
    std::vector<SheetValue> row{fmt::format("A-{}", a.id)};
    for (const auto& f : action_fields()) {
      if (wanted(f)) row.push_back(value_of(a, f, reader.zone));
    }
    row.push_back(a.review_id ? SheetValue(fmt::format("PIR-{}", *a.review_id)) : SheetValue());
    const std::string refs = refs_of(a);
    row.push_back(refs.empty() ? SheetValue() : SheetValue(refs));
    row.push_back(day_of(a.original_due_ms ? a.original_due_ms : a.due_ms, reader.zone));
    row.emplace_back(sheet_day(a.created_ms, reader.zone));
    if (returns) {
      row.emplace_back(bases[s.rows.size()]);
      row.emplace_back(id);
    }
    s.rows.push_back(std::move(row));
    counts.count(a, reader.now);
  }
  s.highlights.push_back(
      {"overdue",
       "Due",
       "",
       "Status",
       {"implemented", "under_observation", "verified", "not_effective", "closed", "rejected", "deferred"}});
  for (const char* over : {"verified", "closed", "rejected"}) s.highlights.push_back({"done", "Status", over, "", {}});
  s.highlights.push_back({"equals", "Status", "blocked", "", {}});
  book.sheets.push_back(std::move(s));
  book.sheets.push_back(summary_sheet(counts, static_cast<std::int64_t>(actions.size()), reader));
  book.sheets.push_back(instructions(returns));

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
  if (returns) meta.rows.push_back({std::string("sheet"), id});
  book.sheets.push_back(std::move(meta));
  return book;
}

}  // namespace debrief::templates
