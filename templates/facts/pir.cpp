// The facts of a post-incident review, gathered part by part.

#include "templates/facts/pir.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "review/review_fields.h"
#include "review/store.h"
#include "templates/facts/action_charts.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TextField;
using review::TimeField;

namespace {

/// "at 14:05", or "on 4 August at 10:08" where the time is given with its day.
std::string at_said(const std::string& time) {
  const auto comma = time.find(", ");
  return comma == std::string::npos ? "at " + time : "on " + time.substr(0, comma) + " at " + time.substr(comma + 2);
}

std::string article(const std::string& word) {
  static constexpr std::string_view vowels = "aeiouAEIOU";
  const bool vowel = !word.empty() && vowels.find(word.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + word;
}

}  // namespace

Json summary_part(PirWork& w) {
  const review::Incident& i = w.incident();
  std::vector<std::string> out;
  const auto opened = w.at(TimeField::opened), occurred = w.at(TimeField::occurred), ended = ended_at(i);
  const std::string title = w.text(TextField::title), category = w.text(TextField::category);
  std::string first = i.ref;
  if (!title.empty()) first += fmt::format(" (“{}”)", title);
  first +=
      opened ? " was logged on " + base::plain_date(*opened, w.wall.zone()) + " at " +
                   base::plain_time(*opened, w.wall.zone()).substr(base::plain_date(*opened, w.wall.zone()).size() + 2)
             : std::string(" has no recorded time of logging");
  const auto logged =
      std::find_if(w.entries.begin(), w.entries.end(), [](const auto& e) { return e.event.kind == EventKind::logged; });
  if (opened && logged != w.entries.end() && !logged->event.actor_role.empty()) {
    first += " by " + article(base::ascii_lower(logged->event.actor_role) == "it support"
                                  ? logged->event.actor_role
                                  : base::ascii_lower(logged->event.actor_role));
  }
  if (!category.empty())
    first +=
        ", under " + category + (w.text(TextField::subcategory).empty() ? "" : ", " + w.text(TextField::subcategory));
  out.push_back(first + ".");
  if (occurred && opened && *occurred < *opened) {
    out.push_back(fmt::format(
        "It is recorded as having begun {} earlier, {}{}.", between(occurred, opened), at_said(w.wall.time(*occurred)),
        ended ? ", and as " + std::string(i[TimeField::restored] ? "restored" : "resolved") + " " +
                    at_said(w.wall.time(*ended)) + ": " + between(occurred, ended) + " in all"
              : std::string()));
  } else if (ended && opened) {
    out.push_back(fmt::format("It was {} {}, {} after it was logged.", i[TimeField::restored] ? "restored" : "resolved",
                              at_said(w.wall.time(*ended)), between(opened, ended)));
  }
  if (!ended) out.push_back("The log holds no time of resolution.");
  const auto moves = moves_of(w.entries, "priority");
  const std::string priority = w.text(TextField::priority);
  if (!moves.empty() && !moves.front().before.empty()) {
    std::string line = "Its priority was " + moves.front().before + " when logged";
    for (const auto& m : moves) line += ", then " + m.after + (m.at ? " from " + w.wall.time(*m.at) : "");
    out.push_back(line + ".");
  } else if (!priority.empty()) {
    out.push_back("Its priority was " + priority + ".");
  }
  const std::string affected = w.text(TextField::customers_affected);
  std::string who;
  if (!affected.empty()) who = fmt::format("Customers affected, as last recorded: {}", affected);
  if (!w.children.empty()) {
    who += (who.empty() ? "" : "; ") + base::counted(static_cast<long long>(w.children.size()), "further record") +
           (w.children.size() == 1 ? " is" : " are") + " linked to it";
    if (affected.empty()) who = capitalised(who);
  }
  if (!who.empty()) out.push_back(who + ".");
  if (const auto due = w.at(TimeField::sla_due); due && ended) {
    out.push_back(*ended <= *due
                      ? fmt::format("The target ({}) was met with {} to spare.", w.wall.time(*due), between(ended, due))
                      : fmt::format("The target ({}) was missed by {}.", w.wall.time(*due), between(due, ended)));
  }
  const AudienceStory* worst = nullptr;
  const auto stories = audiences_of(w.entries);
  std::int64_t messages = 0;
  for (const auto& a : stories) {
    messages += a.outbound + a.inbound;
    // Silence after the end is peace.
    if (!a.silence_from || (ended && *a.silence_from >= *ended)) continue;
    if (worst == nullptr || *a.silence_until - *a.silence_from > *worst->silence_until - *worst->silence_from)
      worst = &a;
  }
  if (!w.entries.empty()) {
    std::string line =
        fmt::format("The record holds {}", base::counted(static_cast<long long>(w.entries.size()), "entry", "entries"));
    if (messages > 0) line += fmt::format(", {} of them communications", messages);
    out.push_back(line + ".");
  }
  if (worst != nullptr && *worst->silence_until - *worst->silence_from >= 15 * base::minute_ms) {
    out.push_back(fmt::format("The longest time without a message to one audience was {}: {}, from {} to {}.",
                              between(worst->silence_from, worst->silence_until), base::ascii_lower(worst->audience),
                              w.wall.time(*worst->silence_from), w.wall.time(*worst->silence_until)));
  }
  const std::string source = w.own_row();
  std::vector<const review::Action*> top;
  for (const auto& a : w.actions) {
    if (a.status != "rejected") top.push_back(&a);
  }
  const auto urgency = [](const review::Action* a) {
    return a->priority == "high" ? 0 : a->priority == "medium" ? 1 : 2;
  };
  std::stable_sort(top.begin(), top.end(), [&](const auto* a, const auto* b) { return urgency(a) < urgency(b); });
  Json actions = Json::array();
  for (std::size_t k = 0; k < top.size() && k < 3; ++k) actions.push_back(top[k]->title);
  // The short form leaves out how long the record is.
  std::vector<std::string> brief = out;
  std::erase_if(brief, [](const std::string& line) { return line.starts_with("The record holds "); });
  return {{"sentences", out}, {"brief", brief}, {"actions", std::move(actions)}, {"actions_n", w.actions.size()}};
}

Json pir_facts(review::Store& store, std::int64_t review_id, const FactsFor& reader, Ledger& ledger,
               DirectiveData& shown) {
  const review::Review r = review::review_by_id(store, review_id);
  std::vector<review::StoredIncident> incidents;
  for (const auto id : r.incidents) {
    if (auto found = review::incident_by_id(store, id)) incidents.push_back(std::move(*found));
  }
  if (incidents.empty()) {
    throw base::Error(base::Status::refused, "review-without-incident",
                      fmt::format("review {} has no incident in the workspace", review_id),
                      "import its log again, or draft a new review");
  }
  Entries entries = review::events_of(store, incidents.front().id);
  std::vector<base::Ms> instants;
  for (const auto& e : entries) {
    if (const auto at = when(e)) instants.push_back(*at);
  }
  for (const auto& f : review::time_field_table()) {
    // The end of the record, days later, must not put a date on every line of the table.
    if (f.field == TimeField::closed || f.field == TimeField::updated) continue;
    if (const auto at = when(incidents.front().incident, f.field)) instants.push_back(*at);
  }
  PirWork w{store,
            r,
            std::move(incidents.front()),
            {std::make_move_iterator(incidents.begin() + 1), std::make_move_iterator(incidents.end())},
            std::move(entries),
            {},
            review::list_actions(store, review_id),
            review::findings_of(store, review_id),
            review::review_fields_of(store, review_id),
            reader,
            Wall::for_instants(reader.zone, instants),
            ledger,
            shown};
  w.children = review::children_of(store, w.main);
  Json view;
  view["schema"] = "pir/1";
  view["form"] = r.method == "after_action" || r.method == "swarm" ? "short"
                 : r.method == "round_table"                            ? "medium"
                                                                        : "full";
  view["audience"] = name(reader.audience);
  view["control"] = control_part(w);
  view["incident"] = incident_part(w);
  view["impact"] = impact_part(w);
  view["detection"] = detection_part(w);
  view["timeline"] = timeline_part(w);
  view["response"] = response_part(w);
  view["communications"] = communications_part(w);
  view["decisions"] = decisions_part(w);
  view["causes"] = causes_part(w);
  cause_charts_into(w);
  view["assessment"] = assessment_part(w);
  view["actions"] = actions_part(w);
  action_charts_into(store, w.actions, reader, shown);
  view["lessons"] = lessons_part(w);
  view["similar"] = similar_part(w);
  view["context"] = context_part(w);
  view["summary"] = summary_part(w);
  view["outside"] = outside_part(w);
  const auto organisation = store.setting("organisation");
  view["organisation"] = organisation ? Json(*organisation) : Json();
  Json written = Json::object();
  for (const auto& [key, passage] : review::passages_of(store, review_id)) {
    if (base::trimmed(passage.text).empty()) continue;
    shown.passages[key] = passage.text;
    written[key] = true;
  }
  view["passages"] = std::move(written);
  view["stale"] = Json::array();  // filled once it is known what stands beside each passage
  std::vector<std::string> texts;
  for (const auto& e : w.entries) texts.push_back(e.event.text + " " + e.event.system);
  view["glossary"] = glossary_of(texts, {"PIR", "SHA-256", "SLA"});
  Json facts = Json::array();
  TableMaker t("Facts and where they come from",
               {{"Fact", Align::left, 0.36}, {"As stated", Align::left, 0.32}, {"Rows or definition"}});
  for (const Fact& f : ledger.facts()) {
    facts.push_back({{"label", f.label}, {"text", f.text}, {"source", f.source}});
    t.row({f.label, base::cut(f.text, 160), base::cut(f.source, 160)});
  }
  TableMaker definitions("How the figures of earlier incidents are defined",
                         {{"Figure", Align::left, 0.24}, {"Definition"}});
  std::set<std::string> defined;
  for (const auto& c : view["context"]) {
    const std::string label = c["label"].get<std::string>();
    const std::string title = label.substr(0, label.rfind(", "));
    if (defined.insert(title).second) definitions.row({title, cut_at_word(c["definition"].get<std::string>(), 170)});
  }
  if (!definitions.empty()) shown.tables["definitions"] = definitions.take();
  view["facts"] = std::move(facts);
  shown.tables["facts"] = t.take();
  TableMaker glossary("Words and abbreviations", {{"Term", Align::left, 0.16}, {"Meaning"}});
  for (const auto& g : view["glossary"]) glossary.row({g["term"].get<std::string>(), g["meaning"].get<std::string>()});
  if (!glossary.empty()) shown.tables["glossary"] = glossary.take();
  Json tables = Json::object(), charts = Json::object();
  for (const auto& [key, table] : shown.tables) tables[key] = true;
  for (const auto& [key, chart] : shown.charts) charts[key] = true;
  view["tables"] = std::move(tables);
  view["charts"] = std::move(charts);
  return view;
}

}  // namespace debrief::templates
