// Which signals a row gives, and what it shows in words.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "review/coverage/rows.h"
#include "review/privacy.h"
#include "review/privacy/people.h"

namespace debrief::review {

namespace {

/// True if the text, as lower-case words with blanks around each, holds one of the phrases.
bool says(const std::string& words, std::initializer_list<std::string_view> phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view p) { return words.find(" " + std::string(p) + " ") != std::string::npos; });
}

bool personal_data_in(std::string_view text) {
  static const Redactor patterns({}, {});
  const auto spans = patterns.find(text);
  return std::any_of(spans.begin(), spans.end(), [](const Span& s) { return s.certain; });
}

bool given(const Case& c, TextField f) { return c.incident.incident[f].has_value(); }

/// The priority, category and so on are the logging row's, or that of the row that changed them.
bool set_here(const Case& c, const Event& e, TextField f) {
  return (e.kind == EventKind::logged && given(c, f)) || change_of(e, json_key(f), true).has_value();
}

}  // namespace

std::set<std::string> signals_of(const Case& c, const StoredEvent& stored) {
  const Event& e = stored.event;
  const Incident& i = c.incident.incident;
  const std::string words = " " + base::heading_key(e.text) + " ";
  const bool logging = e.kind == EventKind::logged;
  const bool ending = e.kind == EventKind::resolved || e.kind == EventKind::closed;
  const bool telling = e.kind == EventKind::communication;
  std::set<std::string> out;
  const auto give = [&](std::string_view signal, bool there) {
    if (there) out.emplace(signal);
  };

  give("event.author", !e.actor.empty());
  give("event.at", e.at.has_value());
  give("event.entered_at", e.logged_at.has_value());
  give("event.amended", e.kind == EventKind::updated);

  // What kind of row it is. A decision is an act; so is bringing the incident to its end.
  give("event.action", e.kind == EventKind::action || e.kind == EventKind::decision || e.kind == EventKind::resolved);
  give("event.procedure_step",
       !logging && says(words, {"procedure", "procedures", "playbook", "runbook", "checklist", "script", "sop",
                                "decision tree", "policy", "as per process", "per process", "knowledge article",
                                "process step", "step 1", "step 2", "step 3", "step 4", "step 5"}));
  const auto status = change_of(e, "status", true);
  give("event.escalation", e.kind == EventKind::escalated ||
                               (status && base::ascii_lower(status->after).find("escalat") != std::string::npos));
  const auto owner = change_of(e, "assignee");
  const auto team = change_of(e, "team");
  give("event.handover",
       owner || team ||
           (e.kind == EventKind::assigned && says(words, {"handed over", "hand over", "handover", "handed to", "to"})));
  const bool colleagues =
      says(words, {"agent", "agents", "colleague", "colleagues", "new starter", "new starters", "trainee", "team",
                   "floor", "advisers", "advisors"}) ||
      says(" " + base::heading_key(e.audience) + " ", {"agents", "colleagues", "team", "floor", "staff"});
  give("event.assist", colleagues && says(words, {"helped", "assisted", "coached", "supported", "showed", "walked",
                                                  "talked through", "buddied", "guided", "sat with", "trained",
                                                  "explained", "briefed", "took over calls", "covered for"}));

  // Rows that tell somebody something
  give("event.communication", telling);
  give("event.audience", !e.audience.empty());
  give("event.channel", !e.channel.empty() || (!e.system.empty() && (telling || e.kind == EventKind::escalated)));
  give("event.template", telling && says(words, {"template", "standard wording", "standard text", "holding message",
                                                 "approved wording", "approved text", "macro", "script"}));
  const std::string outside =
      " " + base::heading_key(e.audience) + " " + (telling || e.kind == EventKind::escalated ? words : std::string());
  give("event.external_party", says(outside, {"supplier",
                                              "suppliers",
                                              "vendor",
                                              "carrier",
                                              "contractor",
                                              "regulator",
                                              "ofcom",
                                              "ofgem",
                                              "ico",
                                              "police",
                                              "fire service",
                                              "ambulance",
                                              "emergency services",
                                              "council",
                                              "network operator",
                                              "third party",
                                              "partner",
                                              "agency",
                                              "press",
                                              "media",
                                              "openreach"}));

  // Who or what was sent
  const bool resource =
      !logging && !telling && says(words, {"engineer",   "engineers",  "technician",   "van",          "dispatched",
                                           "deployed",   "sent out",   "contractor",   "generator",    "overtime",
                                           "allocated",  "standby",    "extra agents", "moved agents", "agents moved",
                                           "field team", "called out", "call out",     "released",     "stood down"});
  give("event.resource", resource);
  give("event.resource_state",
       resource && says(words, {"available", "unavailable", "free", "busy", "on shift", "eta", "on the way", "standby",
                                "capacity", "no engineer", "stood down", "released"}));
  give("event.team", team || (!i[TextField::team].value_or("").empty() &&
                              (e.kind == EventKind::assigned || e.kind == EventKind::escalated)));
  give("call.recording_ref", says(words, {"recording", "call recording", "rec ref", "recording ref"}));
  give("event.free_text_pii", !e.text.empty() && personal_data_in(e.text));

  // The incident's own columns
  give("incident.logged_at", logging && (i[TimeField::opened] || e.at));
  give("incident.caller", set_here(c, e, TextField::caller));
  give("incident.category", set_here(c, e, TextField::category));
  give("incident.impact", set_here(c, e, TextField::impact));
  give("incident.urgency", set_here(c, e, TextField::urgency));
  give("incident.priority", set_here(c, e, TextField::priority));
  give("incident.owner",
       set_here(c, e, TextField::assignee) || (e.kind == EventKind::acknowledged && given(c, TextField::assignee)));
  give("incident.priority_changed", change_of(e, "priority").has_value());
  give("incident.recategorised", change_of(e, "category").has_value() || change_of(e, "subcategory").has_value());
  give("incident.resolved_at", e.kind == EventKind::resolved && (i[TimeField::resolved] || e.at));
  const bool target = i[TimeField::sla_due] || i[NumberField::sla_met];
  give("incident.sla_target",
       target && (logging || ending || e.kind == EventKind::escalated || change_of(e, "priority")));
  const auto& due = i[TimeField::sla_due];
  const auto& resolved = i[TimeField::resolved];
  give("incident.sla_breach", e.kind == EventKind::resolved &&
                                  (i[NumberField::sla_met] == 0.0 || (due && resolved && resolved->at > due->at)));
  give("incident.satisfaction", ending && i[NumberField::csat]);
  give("incident.recurrence_of", given(c, TextField::problem) && (logging || ending || change_of(e, "problem", true)));
  give("incident.fields_complete",
       (logging || e.kind == EventKind::closed) && completeness(i, c.events.size()).missing.empty());
  return out;
}

namespace {

/// A value of the log for a sentence: cut, and left out where it is somebody's name in this incident.
std::string shown(const Case& c, std::string_view value) {
  const std::string v = base::squeezed(value);
  if (v.empty()) return {};
  if (const std::string key = privacy::name_key(v); !key.empty()) {
    const auto same = [&](std::string_view name) { return privacy::name_key(name) == key; };
    if (same(c.incident.incident[TextField::assignee].value_or("")) ||
        same(c.incident.incident[TextField::caller].value_or("")))
      return {};
    if (std::any_of(c.events.begin(), c.events.end(), [&](const StoredEvent& e) { return same(e.event.actor); }))
      return {};
  }
  if (personal_data_in(v)) return {};
  return base::cut(v, 40);
}

std::string quantity(base::Ms ms) {
  const double minutes = std::floor(static_cast<double>(ms) / static_cast<double>(base::minute_ms));
  if (minutes < 120) return base::counted(static_cast<long long>(minutes), "minute");
  return base::plain_duration(minutes * 60);
}

/// " at 14:32, 6 minutes after logging", on the clock of the row's own zone.
std::string time_said(const Case& c, const Event& e) {
  if (!e.at) return {};
  std::string out;
  if (e.at->precision == base::Precision::day) {
    out = " on " + base::iso_date(e.at->at, base::Zone::named(e.at->zone).value_or(base::Zone()));
  } else {
    const base::Civil clock = base::Zone::named(e.at->zone).value_or(base::Zone()).civil(e.at->at);
    out = fmt::format(" at {:02}:{:02}", clock.hour, clock.minute);
    const base::Ms since = e.at->at - logged_ms(c);
    if (e.kind != EventKind::logged && since >= base::minute_ms) {
      out += fmt::format(", {} after logging", quantity(since));
    } else if (e.kind != EventKind::logged && since >= 0) {
      out += ", within a minute of logging";
    }
  }
  return out;
}

std::string change_said(const Case& c, const Event& e, std::string_view field, std::string_view label) {
  const auto change = change_of(e, field, true);
  if (!change) return {};
  const std::string before = shown(c, change->before), after = shown(c, change->after);
  if (before.empty() && after.empty()) return fmt::format("{} changed", label);
  if (before.empty()) return fmt::format("{} set to {}", label, after);
  return fmt::format("{} changed from {} to {}", label, before, after.empty() ? "another" : after);
}

/// "logged with caller, category and priority recorded"
std::string logged_said(const Case& c, bool complete) {
  static constexpr std::array<std::pair<TextField, std::string_view>, 6> fields{{{TextField::caller, "caller"},
                                                                                 {TextField::category, "category"},
                                                                                 {TextField::priority, "priority"},
                                                                                 {TextField::impact, "impact"},
                                                                                 {TextField::urgency, "urgency"},
                                                                                 {TextField::channel, "channel"}}};
  std::vector<std::string> there;
  for (const auto& [field, label] : fields) {
    if (given(c, field)) there.emplace_back(label);
  }
  std::string out = "logged";
  if (!there.empty()) {
    const std::string last = there.back();
    there.pop_back();
    out += " with " + (there.empty() ? last : base::joined(there, ", ") + " and " + last) + " recorded";
  }
  return complete ? out + ", no wanted field empty" : out;
}

std::string target_said(const Incident& i) {
  const auto& due = i[TimeField::sla_due];
  const auto& resolved = i[TimeField::resolved];
  if (due && resolved) {
    const base::Ms left = due->at - resolved->at;
    return left >= 0 ? fmt::format(", {} before the target", quantity(left))
                     : fmt::format(", {} after the target", quantity(-left));
  }
  if (i[NumberField::sla_met]) return i[NumberField::sla_met] == 1.0 ? ", within the target" : ", past the target";
  return {};
}

}  // namespace

std::string why_of(const Case& c, const StoredEvent& stored, std::string_view signal) {
  const Event& e = stored.event;
  const Incident& i = c.incident.incident;
  const std::string when = time_said(c, e);
  if (e.kind == EventKind::communication && signal.starts_with("event.") && signal != "event.assist" &&
      signal != "event.procedure_step") {
    std::string out = e.direction.empty() ? "communication" : base::ascii_lower(e.direction) + " communication";
    const std::string audience = shown(c, e.audience);
    const std::string means = shown(c, e.channel.empty() ? e.system : e.channel);
    if (!audience.empty()) out += (base::ascii_lower(e.direction) == "inbound" ? " from " : " to ") + audience;
    if (!means.empty()) out += " by " + means;
    if (signal == "event.template") out += ", standard wording named";
    return out + when;
  }
  if (signal == "incident.priority_changed") return change_said(c, e, "priority", "priority") + when;
  if (signal == "incident.recategorised") {
    const std::string said = change_said(c, e, "category", "category");
    return (said.empty() ? change_said(c, e, "subcategory", "subcategory") : said) + when;
  }
  if (e.kind == EventKind::logged && (signal.starts_with("incident.") || signal == "event.author" ||
                                      signal == "event.at" || signal == "event.entered_at")) {
    return logged_said(c, signal == "incident.fields_complete") + when;
  }
  for (const auto& [field, label] :
       {std::pair{TextField::priority, "priority"}, std::pair{TextField::category, "category"},
        std::pair{TextField::impact, "impact"}, std::pair{TextField::urgency, "urgency"},
        std::pair{TextField::caller, "caller"}}) {
    if (signal != fmt::format("incident.{}", label)) continue;
    return (field == TextField::caller ? std::string("caller recorded") : change_said(c, e, json_key(field), label)) +
           when;
  }
  if (signal == "event.escalation") {
    const auto team = change_of(e, "team", true);
    const std::string to = team ? shown(c, team->after) : "";
    return (to.empty() ? std::string("escalated") : "escalated to " + to) + when;
  }
  if (signal == "event.handover" || signal == "event.team") {
    const auto team = change_of(e, "team");
    const std::string from = team ? shown(c, team->before) : "", to = team ? shown(c, team->after) : "";
    if (!from.empty() && !to.empty()) return fmt::format("handed over from {} to {}", from, to) + when;
    return (signal == "event.team" ? std::string("assigned to a team") : std::string("handed over to another owner")) +
           when;
  }
  if (signal == "incident.owner") return "took or gave ownership" + when;
  if (signal == "event.assist") return "support to colleagues recorded" + when;
  if (signal == "event.procedure_step") return fmt::format("{} that names a procedure", name(e.kind)) + when;
  if (signal == "event.resource_state") return "state of a resource recorded" + when;
  if (signal == "event.resource") return "resource sent, moved or released" + when;
  if (signal == "event.external_party") return "outside organisation involved" + when;
  if (signal == "event.amended") return "entry amended" + when;
  if (signal == "incident.fields_complete") return "closed with no wanted field empty" + when;
  if (signal == "incident.satisfaction") return fmt::format("{}, satisfaction score recorded", name(e.kind)) + when;
  if (e.kind == EventKind::resolved) return "resolved" + when + target_said(i);
  if (signal == "event.entered_at" && e.logged_at && e.at) {
    const base::Ms lag = e.logged_at->at - e.at->at;
    return fmt::format("{}{}, written down {} later", name(e.kind), when, quantity(std::max<base::Ms>(0, lag)));
  }
  return fmt::format("{} recorded", name(e.kind)) + when;
}

std::string signal_said(std::string_view signal) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 42> said{
      {{"incident.logged_at", "the time of logging"},
       {"incident.caller", "the caller"},
       {"incident.category", "the category"},
       {"incident.impact", "the impact"},
       {"incident.urgency", "the urgency"},
       {"incident.priority", "the priority"},
       {"incident.owner", "the owner"},
       {"incident.resolved_at", "the time of resolution"},
       {"incident.priority_changed", "a change of priority"},
       {"incident.recategorised", "a change of category"},
       {"incident.sla_target", "the target for the priority"},
       {"incident.sla_breach", "a missed target"},
       {"incident.satisfaction", "a satisfaction score"},
       {"incident.recurrence_of", "a link to an earlier incident"},
       {"incident.fields_complete", "every wanted field filled"},
       {"event.at", "the time of the act"},
       {"event.entered_at", "the time of writing it down"},
       {"event.author", "the writer"},
       {"event.amended", "an amendment"},
       {"event.action", "an action"},
       {"event.procedure_step", "a step of a procedure"},
       {"event.escalation", "an escalation"},
       {"event.handover", "a hand-over"},
       {"event.assist", "help to a colleague"},
       {"event.communication", "a communication"},
       {"event.audience", "its audience"},
       {"event.channel", "its channel"},
       {"event.template", "standard wording"},
       {"event.external_party", "an outside organisation"},
       {"event.resource", "a resource sent"},
       {"event.resource_state", "the state of a resource"},
       {"event.team", "the team"},
       {"event.free_text_pii", "personal data in free text"},
       {"call.recording_ref", "a call recording"},
       {"review.held", "a review held"},
       {"review.root_cause", "a root cause found"},
       {"review.action", "an action from a review"},
       {"review.action_closed", "a closed action from a review"},
       {"metric.trend", "a figure over time"},
       {"document.authored", "a document written"},
       {"document.version", "a version of a document"},
       {"meeting.attended", "a meeting"}}};
  for (const auto& [key, words] : said) {
    if (key == signal) return std::string(words);
  }
  return signal == "coaching.record" ? "a record of coaching" : std::string(signal);
}

}  // namespace debrief::review
