// The incident register as a document.

#include "templates/facts/register.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "templates/facts/story.h"
#include "templates/facts/tables.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;
using review::TextField;
using review::TimeField;

namespace {

using Counts = std::map<std::string, std::int64_t>;

std::vector<std::pair<std::string, std::int64_t>> sorted(const Counts& counts) {
  std::vector<std::pair<std::string, std::int64_t>> out(counts.begin(), counts.end());
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

Json listed_counts(const Counts& counts) {
  Json out = Json::array();
  for (const auto& [label, n] : sorted(counts)) out.push_back({{"label", label}, {"n", n}});
  return out;
}

}  // namespace

Json register_facts(review::Store& store, const FactsFor& reader, Ledger& ledger, DirectiveData& shown) {
  const base::Zone& zone = reader.zone;
  Counts kinds, priorities, statuses, categories;
  std::optional<base::Ms> first, last;
  struct Line {
    base::Ms at;
    review::StoredIncident stored;
  };
  std::vector<Line> newest;  // a heap by time, the oldest of the newest on top
  const auto older_first = [](const Line& a, const Line& b) { return a.at > b.at; };
  std::int64_t records = 0;
  review::stream_incidents(store, {}, [&](const review::StoredIncident& s) {
    const auto& i = s.incident;
    ++records;
    ++kinds[unscored(review::name(i.kind))];
    const auto count = [&](Counts& into, TextField f) { ++into[i[f].value_or("not recorded")]; };
    count(priorities, TextField::priority);
    count(statuses, TextField::status);
    count(categories, TextField::category);
    const auto at = when(i, TimeField::opened);
    if (at) {
      if (!first || *at < *first) first = at;
      if (!last || *at > *last) last = at;
    }
    newest.push_back({at.value_or(0), s});
    std::push_heap(newest.begin(), newest.end(), older_first);
    if (newest.size() > most_register_rows) {
      std::pop_heap(newest.begin(), newest.end(), older_first);
      newest.pop_back();
    }
    return true;
  });
  std::sort_heap(newest.begin(), newest.end(), older_first);  // newest first

  std::map<std::int64_t, std::int64_t> reviewed;
  for (const auto& r : review::list_reviews(store)) {
    for (const auto id : r.incidents) reviewed[id] = r.id;
  }
  Json out{{"schema", "register/1"},
           {"audience", name(reader.audience)},
           {"prepared", base::rfc3339(reader.now)},
           {"prepared_said", base::plain_date(reader.now, zone)},
           {"zone", zone.name()},
           {"incidents", records},
           {"records_said", base::counted(records, "record")},
           {"window", nullptr}};
  if (first) {
    out["window"] = {{"text", base::plain_date(*first, zone) + " to " + base::plain_date(*last, zone)},
                     {"from", base::rfc3339(*first)},
                     {"until", base::rfc3339(*last)}};
  }
  ledger.note("Records", base::grouped(records), "all records of the workspace");
  TableMaker counts("Records by kind, priority, status and category",
                    {{"By", Align::left, 0.2}, {"Records", Align::left}});
  for (const auto& [key, label, of] : {std::tuple<const char*, const char*, const Counts*>{"kinds", "Kind", &kinds},
                                       {"priorities", "Priority", &priorities},
                                       {"statuses", "Status", &statuses},
                                       {"categories", "Category", &categories}}) {
    out[key] = listed_counts(*of);
    std::vector<std::string> parts;
    std::int64_t others = 0;
    for (const auto& [word, n] : sorted(*of)) {
      ledger.note(fmt::format("Records by {}", base::ascii_lower(label)), fmt::format("{}: {}", word, n),
                  "all records of the workspace");
      if (parts.size() < 12)
        parts.push_back(fmt::format("{} {}", word, base::grouped(n)));
      else
        others += n;
    }
    if (others > 0) parts.push_back("others " + base::grouped(others));
    counts.row({label, base::joined(parts, ", ")});
  }
  if (records > 0) shown.tables["counts"] = counts.take();

  TableMaker table("Incident register, newest first", {{"Reference", Align::left, 0.11},
                                                       {"Logged", Align::left, 0.11},
                                                       {"What", Align::left, 0.42},
                                                       {"Priority", Align::left, 0.085},
                                                       {"Status", Align::left, 0.16},
                                                       {"Time to end", Align::left, 0.12},
                                                       {"Review", Align::left, 0.075}});
  Json rows = Json::array();
  for (const Line& line : newest) {
    const auto& i = line.stored.incident;
    const auto at = when(i, TimeField::opened);
    const std::string took = between(at, ended_at(i)), title = i[TextField::title].value_or("");
    const std::string kind = unscored(review::name(i.kind)), category = i[TextField::category].value_or("");
    const auto review = reviewed.find(line.stored.id);
    const std::string pir = review == reviewed.end() ? "" : fmt::format("PIR-{}", review->second);
    const auto text = [&](TextField f) { return i[f] ? Json(*i[f]) : Json(); };
    rows.push_back({{"ref", i.ref},
                    {"kind", kind},
                    {"opened", at ? Json(base::rfc3339(*at)) : Json()},
                    {"title", text(TextField::title)},
                    {"category", text(TextField::category)},
                    {"priority", text(TextField::priority)},
                    {"team", text(TextField::team)},
                    {"status", text(TextField::status)},
                    {"took", took.empty() ? Json() : Json(took)},
                    {"review", pir.empty() ? Json() : Json(pir)}});
    std::string what = cut_at_word(title, 90);
    std::vector<std::string> under;
    if (i.kind != review::Kind::incident) under.push_back(base::ascii_lower(kind));
    if (!category.empty()) under.push_back(category);
    if (i[TextField::team]) under.push_back(*i[TextField::team]);
    if (!under.empty()) what += (what.empty() ? "" : " (") + base::joined(under, ", ") + (what.empty() ? "" : ")");
    table.row({i.ref, at ? base::iso_date(*at, zone) : "", what, i[TextField::priority].value_or(""),
               i[TextField::status].value_or(""), took, pir});
  }
  const auto shown_n = static_cast<std::int64_t>(newest.size());
  out["most"] = most_register_rows;
  out["shown"] = shown_n;
  out["left_out"] = records - shown_n;
  out["left_out_said"] = base::grouped(records - shown_n);
  out["rows"] = std::move(rows);
  if (!table.empty()) shown.tables["register"] = without_empty_columns(table.take());
  Json tables = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace debrief::templates
