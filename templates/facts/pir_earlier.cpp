// A review beside what came before: figures of the twelve months before, similar incidents, and whether the actions
// that followed them worked.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analytics/figures.h"
#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/effect.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::NumberField;
using review::TextField;
using review::TimeField;

namespace {

/// Whether this incident met its target: as the source says, else by the time it was due.
std::string target_said(PirWork& w) {
  const auto& i = w.incident();
  const auto due = w.at(TimeField::sla_due), ended = w.at(TimeField::resolved);
  if (const auto met = i[NumberField::sla_met]) return *met > 0 ? "met" : "missed";
  if (due && ended) return *ended <= *due ? "met" : "missed";
  return "not recorded";
}

}  // namespace

Json context_part(PirWork& w) {
  // How this incident compares with others before it: same priority, same category, twelve months back.
  const auto opened = w.at(TimeField::opened);
  Json out = Json::array();
  if (!opened) return out;
  const auto columns = review::incident_columns(w.store);
  const std::string until = w.wall.date(*opened);
  TableMaker t("Compared with the twelve months before " + until, {{"Figure", Align::left, 0.34},
                                                                   {"Median or value", Align::right},
                                                                   {"Middle half", Align::left},
                                                                   {"Cases", Align::right},
                                                                   {"Without data", Align::right},
                                                                   {"This incident", Align::right}});
  const auto ask = [&](analytics::GroupBy by, const std::string& value, const std::vector<std::string>& wanted) {
    if (value.empty()) return;
    analytics::FigureRequest request;
    for (const auto& id : wanted) {
      if (analytics::kpi_named(id) != nullptr) request.ids.push_back(id);
    }
    if (request.ids.empty()) return;
    request.from = *opened - 365 * base::day_ms;
    request.until = *opened;
    request.by = by;
    request.zone = w.wall.zone();
    const auto figures = analytics::compute_figures(columns, request);
    for (const auto& f : figures.figures) {
      if (base::folded(f.group_value) != base::folded(value) || f.sample.n == 0) continue;
      const std::string said = value_said(f.kpi->unit, f.sample.value);
      if (said.empty()) continue;
      const std::string label = fmt::format("{}, {}", f.kpi->title, f.group_value);
      std::string own;
      if (f.kpi->id == "time_to_resolve") own = between(opened, ended_at(w.incident()));
      if (f.kpi->id == "sla_met") own = target_said(w);
      if (f.kpi->id == "time_to_acknowledge") own = between(opened, w.at(TimeField::acknowledged));
      const std::string source = std::string(f.kpi->definition);
      const std::string middle =
          f.sample.q1 && f.sample.q3 && f.kpi->unit == analytics::Unit::seconds
              ? value_said(f.kpi->unit, f.sample.q1) + " to " + value_said(f.kpi->unit, f.sample.q3)
              : std::string();
      w.ledger.note(label + " (12 months before)",
                    fmt::format("{} (n = {}, without data {})", said, f.sample.n, f.sample.missing), source);
      out.push_back({{"label", label},
                     {"text", said},
                     {"n", f.sample.n},
                     {"missing", f.sample.missing},
                     {"middle", middle},
                     {"own", own.empty() ? Json() : Json(own)},
                     {"definition", source},
                     {"kpi", f.kpi->id}});
      t.row({label, said, middle, base::grouped(f.sample.n), base::grouped(f.sample.missing), own});
    }
  };
  ask(analytics::GroupBy::priority, w.text(TextField::priority), {"time_to_acknowledge", "time_to_resolve", "sla_met"});
  ask(analytics::GroupBy::category, w.text(TextField::category),
      {"incidents", "time_to_resolve", "reopen_rate", "csat"});
  if (!t.empty()) w.shown.tables["context"] = t.take();
  return out;
}

namespace {

std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> out;
  for (const auto& word : base::split(base::heading_key(text), ' ')) {
    if (word.size() > 3) out.insert(word);
  }
  return out;
}

}  // namespace

Json similar_part(PirWork& w) {
  // Earlier incidents of the same category, nearest first: same subcategory, same closure code, words in common.
  Json out = Json::array();
  const auto opened = w.at(TimeField::opened);
  const std::string category = w.text(TextField::category);
  if (!opened || category.empty()) return out;
  std::set<std::int64_t> own{w.main.id};
  for (const auto& o : w.others) own.insert(o.id);
  for (const auto& c : w.children) own.insert(c.id);
  const auto mine = words_of(w.text(TextField::title) + " " + w.text(TextField::description));
  struct Near {
    double score = 0;
    review::StoredIncident stored;
    std::string why;
  };
  std::vector<Near> near;
  std::int64_t same_category = 0, same_code = 0;
  std::string escaped;
  for (const char c : category) escaped += c == ',' ? std::string("\\,") : std::string(1, c);
  const auto where = review::parse_where("category=" + escaped + ",opened<" + base::rfc3339(*opened));
  review::stream_incidents(w.store, where, [&](const review::StoredIncident& s) {
    if (own.contains(s.id) || s.incident.kind != w.incident().kind) return true;
    ++same_category;
    std::vector<std::string> why{"same category"};
    double score = 0;
    const auto same = [&](TextField f, double weight, const char* word) {
      const auto& theirs = s.incident[f];
      if (theirs && w.incident()[f] && base::folded(*theirs) == base::folded(*w.incident()[f])) {
        score += weight;
        why.emplace_back(word);
        return true;
      }
      return false;
    };
    same(TextField::subcategory, 1, "same subcategory");
    if (same(TextField::closure_code, 3, "same closure code")) ++same_code;
    const auto theirs =
        words_of(s.incident[TextField::title].value_or("") + " " + s.incident[TextField::description].value_or(""));
    std::size_t shared = 0;
    for (const auto& word : theirs) shared += mine.contains(word) ? 1 : 0;
    if (!theirs.empty() && !mine.empty())
      score += 4.0 * static_cast<double>(shared) / static_cast<double>(mine.size() + theirs.size() - shared);
    if (score < 1) return true;
    near.push_back({score, s, listed(why)});
    return true;
  });
  std::stable_sort(near.begin(), near.end(), [](const Near& a, const Near& b) { return a.score > b.score; });
  if (near.size() > 6) near.resize(6);
  w.ledger.note("Earlier records of the same category", base::grouped(same_category),
                "category " + category + ", logged before this one");
  w.ledger.note("Earlier records with the same closure code", base::grouped(same_code),
                "category and closure code equal, logged before this one");
  const auto reviews = review::list_reviews(w.store);
  TableMaker t("Earlier incidents most like this one", {{"Incident", Align::left, 0.13},
                                                        {"Logged", Align::left, 0.14},
                                                        {"Title", Align::left, 0.28},
                                                        {"Time to resolve", Align::left, 0.13},
                                                        {"Alike in", Align::left, 0.16},
                                                        {"Reviewed, and did the actions work"}});
  for (const Near& n : near) {
    const auto at = when(n.stored.incident, TimeField::opened);
    std::string followed = "no review";
    Json verdicts_of = Json::array();
    for (auto it = reviews.rbegin(); it != reviews.rend(); ++it) {  // the newest version counts
      const review::Review& r = *it;
      if (r.id == w.review.id || std::find(r.incidents.begin(), r.incidents.end(), n.stored.id) == r.incidents.end())
        continue;
      const auto actions = review::list_actions(w.store, r.id);
      std::map<std::string, int> verdicts;
      for (const auto& a : actions) {
        const std::string verdict = a.verdict ? verdict_said(*a.verdict) : "not yet verified";
        ++verdicts[verdict];
        verdicts_of.push_back({{"key", fmt::format("A-{}", a.id)},
                               {"title", w.ledger.note("Action after a similar incident", a.title,
                                                       fmt::format("action {} of review {}", a.id, r.id))},
                               {"status", unscored(a.status)},
                               {"verdict", verdict}});
      }
      std::vector<std::string> parts;
      for (const auto& [word, count] : verdicts) parts.push_back(fmt::format("{} {}", count, word));
      followed = fmt::format(
          "PIR-{}; {}", r.id,
          actions.empty() ? "no actions"
                          : base::counted(static_cast<long long>(actions.size()), "action") + ": " + listed(parts));
      break;
    }
    const std::string took = between(at, ended_at(n.stored.incident));
    const std::string title = n.stored.incident[TextField::title].value_or("");
    w.ledger.note("Similar incident before", n.stored.incident.ref, rows_said({n.stored.row}));
    out.push_back(
        {{"ref", n.stored.incident.ref},
         {"title", title},
         {"opened", at ? Json(w.wall.date(*at)) : Json()},
         {"took", took.empty() ? Json() : Json(took)},
         {"why", n.why},
         {"followed", followed},
         {"actions", std::move(verdicts_of)},
         {"closure_code",
          n.stored.incident[TextField::closure_code] ? Json(*n.stored.incident[TextField::closure_code]) : Json()}});
    t.row({n.stored.incident.ref, at ? w.wall.date(*at) : "", title, took, n.why, followed});
  }
  if (!t.empty()) w.shown.tables["similar"] = t.take();
  return out;
}

}  // namespace debrief::templates
