// What a review says to readers outside, in words a customer uses: no priorities, rows or roles.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/facts/pir_work.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TextField;
using review::TimeField;

namespace {

std::vector<std::string> happened(PirWork& w) {
  std::vector<std::string> out;
  const auto began = began_at(w.incident()), ended = ended_at(w.incident());
  const std::string title = w.text(TextField::title);
  const auto clock = [&](base::Ms at) {
    const std::string full = w.wall.full(at);
    return full.substr(full.rfind(' ') + 1);
  };
  std::string line;
  if (began && ended && w.wall.date(*began) == w.wall.date(*ended)) {
    line = fmt::format("On {}, from {} to {}, our service was disturbed", w.wall.date(*began), clock(*began),
                       clock(*ended));
  } else if (began && ended) {
    line = fmt::format("From {} to {} our service was disturbed", w.wall.full(*began), w.wall.full(*ended));
  } else if (began) {
    line = fmt::format("Since {} our service has been disturbed", w.wall.full(*began));
  } else {
    line = "Our service was disturbed";
  }
  out.push_back(line + (title.empty() ? "." : fmt::format(": “{}”.", title)));
  if (const auto took = between(began, ended); !took.empty()) out.push_back(fmt::format("It lasted {}.", took));
  if (const std::string affected = w.text(TextField::customers_affected); !affected.empty() && affected != "0") {
    out.push_back(affected == "1" ? std::string("As far as we know, one customer was affected.")
                                  : fmt::format("As far as we know, {} customers were affected.", affected));
  }
  const auto due = w.at(TimeField::sla_due), opened = w.at(TimeField::opened);
  if (due && opened && ended && *due > *opened) {
    out.push_back(*ended <= *due
                      ? fmt::format("We aim to restore service within {} of noticing, and did.", between(opened, due))
                      : fmt::format("We aim to restore service within {} of noticing, and missed that by {}.",
                                    between(opened, due), between(due, ended)));
  }
  const auto breach = w.fields.find("data_breach");
  if (breach != w.fields.end()) {
    out.emplace_back(breach->second == "no"    ? "No personal data were exposed."
                     : breach->second == "yes" ? "Personal data were involved; we are in touch with those concerned."
                                               : "Whether personal data were involved is still being looked into.");
  }
  return out;
}

}  // namespace

Json outside_part(PirWork& w) {
  Json out;
  const auto began = began_at(w.incident());
  out["opening"] = fmt::format(
      "We are writing about a disturbance of our service{}. This page says what happened and what we are doing about "
      "it.",
      began ? " on " + w.wall.date(*began) : std::string());
  out["happened"] = happened(w);

  Json messages = Json::array();
  for (const auto& e : w.entries) {
    const auto at = when(e);
    const bool sent =
        e.event.kind == EventKind::communication && !base::ascii_lower(e.event.direction).starts_with("in");
    if (!sent || !at || e.event.text.empty() || !base::ascii_lower(e.event.audience).starts_with("customer")) continue;
    messages.push_back({{"time", w.wall.full(*at)}, {"text", e.event.text}});
  }
  out["messages"] = std::move(messages);
  const auto promises = promises_of(w.entries, w.wall.zone());
  out["late"] = std::count_if(promises.begin(), promises.end(), [](const Promise& p) {
    return base::ascii_lower(p.audience).starts_with("customer") &&
           (!p.kept_at || *p.kept_at - p.promised_at >= 2 * base::minute_ms);
  });

  // Only what has been agreed is promised to anybody outside.
  Json done = Json::array(), planned = Json::array();
  for (const auto& a : w.actions) {
    if (a.status == "proposed" || a.status == "rejected" || a.status == "deferred") continue;
    const bool carried_out =
        a.status == "implemented" || a.status == "under_observation" || a.status == "verified" || a.status == "closed";
    if (carried_out)
      done.push_back(a.title);
    else
      planned.push_back(
          {{"title", a.title}, {"due", a.due_ms && *a.due_ms >= w.reader.now ? Json(w.wall.date(*a.due_ms)) : Json()}});
  }
  out["done"] = std::move(done);
  out["planned"] = std::move(planned);

  std::vector<std::string> kept{"Document control and sign-off", "Impact in figures, with their sources"};
  if (!w.entries.empty()) kept.emplace_back("Timeline, entry by entry");
  kept.emplace_back("Response: delays, escalations and hand-overs");
  kept.emplace_back("Communications inside and with suppliers");
  kept.emplace_back("Decisions: expected and actual");
  kept.emplace_back("Causes, with evidence and confidence");
  kept.emplace_back("Similar incidents before");
  kept.emplace_back("Assessment of the response");
  kept.emplace_back("Lessons, with owners");
  if (!w.actions.empty()) kept.emplace_back("Actions: owners, and whether they work");
  kept.emplace_back("Appendices");
  out["kept_inside"] = kept;
  return out;
}

}  // namespace debrief::templates
