// The fields of an action as a sheet has them.

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

namespace {

// What a meeting goes through comes first; what an action is judged by and filed under follows.
constexpr std::array<ActionField, 20> fields{{
    {"title", "Action", SheetType::text, 46, "What will be done: starts with a verb, names one result",
     "Title|What|Task|Action title|Description"},
    {"owner", "Owner", SheetType::text, 20, "One person, by name",
     "Responsible|Person responsible|Assigned to|Assignee|Who|Action owner"},
    {"team", "Team", SheetType::text, 18, "", "Department|Group"},
    {"priority", "Priority", SheetType::text, 10, "High, medium or low", "Prio"},
    {"status", "Status", SheetType::text, 18, "Closed needs a verdict, or a reason", "State|Action status"},
    {"due", "Due", SheetType::date, 12, "A date; the first one agreed is kept beside it",
     "Due date|Due by|Due on|Deadline|By when"},
    {"done", "Done on", SheetType::date, 12, "When it was carried out",
     "Done|Completed|Completed on|Date done|Done date"},
    {"evidence", "Evidence that it was done", SheetType::text, 32,
     "What shows that it was carried out, and where that is", "Evidence|Proof"},
    {"reason", "Reason", SheetType::text, 28, "Why it was rejected, deferred or given a later date", "Comment|Remarks"},
    {"verdict", "Verdict", SheetType::text, 20, "Set by debrief action verify; a change here is reported, not taken",
     ""},
    {"type", "Type", SheetType::text, 14, "Immediate, corrective, preventive, detective or improvement", "Action type"},
    {"category", "Category", SheetType::text, 14, "Where the change is made", ""},
    {"measure", "Measure of effect", SheetType::text, 28,
     "The figure that should move, for example: incidents category=Billing", "Measure"},
    {"direction", "Direction", SheetType::text, 10, "Which way the figure should move", ""},
    {"baseline", "Baseline", SheetType::number, 10, "The figure before the action", ""},
    {"target", "Target", SheetType::number, 10, "The figure wanted after it", "Target value"},
    {"window_days", "Window (days)", SheetType::number, 12, "How long to watch after it was done", "Window"},
    {"verifier", "Checked by", SheetType::text, 20, "Somebody other than the owner", "Verifier|Verified by"},
    {"verified", "Checked on", SheetType::date, 12, "Set by debrief action verify", "Verified on"},
    {"verdict_note", "Note on the verdict", SheetType::text, 32, "Set by debrief action verify", "Verdict note"},
}};

std::string shortest(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::vector<std::string> strings(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

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

review::SheetFields action_sheet_fields(const review::Action& action, const base::Zone& zone,
                                        std::string_view incidents) {
  review::SheetFields out;
  const auto put = [&](std::string_view field, std::string text) {
    if (!text.empty()) out[std::string(field)] = std::move(text);
  };
  for (const auto& f : fields) put(f.field, action_text(action, f.field, zone));
  if (action.review_id) put("review", fmt::format("PIR-{}", *action.review_id));
  put("incidents", std::string(incidents));
  const auto first = action.original_due_ms ? action.original_due_ms : action.due_ms;
  if (first) put("first_due", base::iso_date(*first, zone));
  put("created", base::iso_date(action.created_ms, zone));
  return out;
}

std::string review_references(review::Store& store, const review::Review& r) {
  std::vector<std::string> refs;
  for (const auto id : r.incidents) {
    if (const auto i = review::incident_by_id(store, id)) refs.push_back(i->incident.ref);
  }
  return base::joined(refs, ", ");
}

std::string action_base(const review::Action& action, const base::Zone& zone, std::string_view incidents) {
  review::SheetFields said = action_sheet_fields(action, zone, incidents);
  said["key"] = fmt::format("A-{}", action.id);
  return review::fields_text(said);
}

std::optional<SheetSaid> sheet_said(const Workbook& workbook) {
  for (const Sheet& s : workbook.sheets) {
    std::size_t base = s.columns.size(), id = s.columns.size();
    for (std::size_t c = 0; c < s.columns.size(); ++c) {
      if (s.columns[c].hidden && s.columns[c].header == "Base") base = c;
      if (s.columns[c].hidden && s.columns[c].header == "Sheet") id = c;
    }
    if (s.table != "Actions" || base == s.columns.size() || id == s.columns.size() || s.rows.empty()) continue;
    SheetSaid out;
    for (const auto& row : s.rows) {
      const auto action = review::action_of_key(std::get<std::string>(row[0]));
      auto fields = review::fields_from(std::get<std::string>(row[base]));
      DEBRIEF_CHECK(action && fields, "the sheet writes keys and bases that can be read");
      out.actions.emplace_back(*action, std::move(*fields));
      out.id = std::get<std::string>(row[id]);
    }
    return out;
  }
  return std::nullopt;
}

}  // namespace debrief::templates
