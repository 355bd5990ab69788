// A review's causes drawn: by area, as whys, and with the controls that should have caught them.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "review/person_names.h"
#include "templates/charts/charts.h"
#include "templates/facts/pir_work.h"

namespace debrief::templates {

namespace {

std::string role_of(const review::Finding& f) {
  if (review::is_cause(f.kind)) return "cause";
  return f.kind == "control" || f.kind == "consequence" ? f.kind : "";
}

/// Rows of the log that show a finding, as the table of causes says them.
std::string evidence_of(PirWork& w, const review::Finding& f) {
  if (f.evidence.empty()) return "none linked";
  std::vector<std::int64_t> rows;
  for (const auto& link : f.evidence) {
    const Entries theirs = link.incident_id == w.main.id ? Entries{} : review::events_of(w.store, link.incident_id);
    for (const auto& e : link.incident_id == w.main.id ? w.entries : theirs) {
      if (e.seq == link.seq) rows.push_back(e.event.row);
    }
  }
  return rows_said(rows);
}

}  // namespace

void cause_charts_into(PirWork& w) {
  static const std::map<std::string, std::string> kinds = {{"immediate", "Immediate cause"},
                                                           {"underlying", "Underlying cause"},
                                                           {"root", "Root cause"},
                                                           {"contributing", "Contributing factor"},
                                                           {"control", "Control"},
                                                           {"consequence", "Consequence"}};
  std::vector<ChartCause> causes;
  std::map<std::int64_t, int> place;  // of a finding in `causes`
  bool chained = false, guarded = false;
  std::size_t n = 0, in_area = 0;
  for (const review::Finding& f : w.findings) {
    ChartCause c;
    c.role = role_of(f);
    if (c.role.empty()) continue;
    c.key = fmt::format("F-{}", f.id);
    c.text = f.text;
    c.kind = kinds.at(f.kind);
    if (!f.cause.empty()) c.area = unscored(f.cause);
    if (const auto parent = place.find(f.parent); f.parent != 0 && parent != place.end()) c.parent = parent->second;
    c.outcome = f.outcome;
    c.hypothesis = f.evidence.empty();
    c.evidence = evidence_of(w, f);
    if (!f.confidence.empty()) c.confidence = unscored(f.confidence);
    n += c.role == "cause" ? 1 : 0;
    in_area += c.role == "cause" && !c.area.empty() ? 1 : 0;
    chained = chained || (c.role == "cause" && c.parent >= 0);
    guarded = guarded || c.role != "cause";
    place[f.id] = static_cast<int>(causes.size());
    causes.push_back(std::move(c));
  }
  // One cause is a sentence. Each drawing is made where its records have what it shows: areas, chains, controls.
  if (n < 2) return;
  const review::PersonNames persons(w.store);
  for (std::size_t i = 0; i < causes.size(); ++i) {
    const bool end = causes[i].role == "cause" && std::none_of(causes.begin(), causes.end(), [&](const ChartCause& c) {
                       return c.role == "cause" && c.parent == static_cast<int>(i);
                     });
    causes[i].names_person = end && !persons.in(causes[i].text).empty();
  }
  const std::string title = w.text(review::TextField::title);
  const std::string event = title.empty() ? w.incident().ref : title;
  if (in_area * 2 >= n) w.shown.charts["fishbone"] = causes_chart(ChartKind::fishbone, event, causes);
  if (chained) w.shown.charts["whys"] = causes_chart(ChartKind::whys, event, causes);
  if (guarded) w.shown.charts["bowtie"] = causes_chart(ChartKind::bowtie, event, causes);
}

}  // namespace debrief::templates
