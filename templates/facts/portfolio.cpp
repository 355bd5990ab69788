// The facts of an evidence report: coverage of the units, the index, the matrix, the claims.

#include "templates/facts/portfolio.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "review/store.h"
#include "templates/facts/portfolio_work.h"

namespace debrief::templates {

using base::Json;
using review::Grade;
using review::TextField;
using review::TimeField;

bool PortfolioWork::by_learner(const review::StoredEvent& e) const {
  return !e.event.actor.empty() && names.contains(base::folded(base::trimmed(e.event.actor)));
}

std::string PortfolioWork::incident_said(std::int64_t id, const std::string& ref) const {
  if (!sharing()) return ref;
  const auto it = index_of_incident.find(id);
  return it == index_of_incident.end() ? std::string("an incident not cited") : index[it->second].number;
}

std::string PortfolioWork::time_said(const review::Case* c, std::optional<base::Ms> at) const {
  if (!at) return "time not recorded";
  if (!sharing()) return base::plain_time(*at, reader.zone);
  const auto opened = c == nullptr ? std::nullopt : when(c->incident.incident, TimeField::opened);
  if (!opened) return "";
  return fmt::format("T{}{} min", *at >= *opened ? "+" : "-", base::grouped(std::abs(*at - *opened) / base::minute_ms));
}

std::string PortfolioWork::date_said(std::optional<base::Ms> at) const {
  if (!at) return "not recorded";
  const std::string date = base::plain_date(*at, reader.zone);
  return sharing() ? date.substr(date.find(' ') + 1) : date;
}

const review::Case* PortfolioWork::case_of(std::int64_t incident_id) const {
  const auto it =
      std::find_if(cases.begin(), cases.end(), [&](const review::Case& c) { return c.incident.id == incident_id; });
  return it == cases.end() ? nullptr : &*it;
}

std::string PortfolioWork::generalised(std::string text) const {
  if (!sharing()) return text;
  for (const auto& c : cases) {
    const std::string& ref = c.incident.incident.ref;
    for (auto at = text.find(ref); at != std::string::npos; at = text.find(ref, at + 1)) {
      // INC-1 must not be cut out of INC-17.
      const auto end = at + ref.size();
      if (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) continue;
      text.replace(at, ref.size(), incident_said(c.incident.id, ref));
    }
  }
  return text;
}

std::string PortfolioWork::criterion_said(const CriterionLine& c) const {
  return several_units ? c.reference : c.covered->criterion.id;
}

std::string evidence_type_said(std::string_view code) {
  static const std::map<std::string, std::string, std::less<>> words = {{"LOGX", "Log extract"},
                                                                        {"WP", "Work product"},
                                                                        {"OBS", "Observation by the assessor"},
                                                                        {"WT", "Witness testimony"},
                                                                        {"PD", "Professional discussion"},
                                                                        {"RA", "Reflective account"},
                                                                        {"QA", "Questions and answers"},
                                                                        {"RPL", "Recognised prior learning"},
                                                                        {"SIM", "Simulation"}};
  const auto it = words.find(code);
  return it == words.end() ? std::string(code) : it->second;
}

std::string strength_said(std::string_view strength) {
  if (strength == "strong") return "rows can carry the claim";
  if (strength == "supporting") return "rows help; another source is needed";
  if (strength == "context") return "rows only give facts for an answer";
  if (strength == "none") return "the log says nothing";
  return std::string(strength);
}

namespace {

std::string source_said(const std::string& kind) {
  if (kind == "official-register")
    return "Order and number of the criteria as on the public register; worded here, not the awarding organisation's "
           "wording.";
  if (kind == "national-standard-partial")
    return "From a national occupational standard, in part; worded here, not the awarding organisation's wording.";
  if (kind == "document-derived") return "Derived from a training document; not the awarding organisation's wording.";
  return "Source: " + kind + "; not the awarding organisation's wording unless the centre says so.";
}

std::string late_said(const review::Claim& c) { return c.late ? "; written later than the local limit" : ""; }

/// Every claim from rows and items, each criterion in order.
void make_index(PortfolioWork& w) {
  struct Cited {
    std::int64_t first = 0;
    std::int64_t claims = 0;
    std::set<std::string> criteria;
    std::set<std::int64_t> rows;
  };
  std::map<std::int64_t, Cited> cited;
  for (const auto& line : w.criteria) {
    for (const auto& claim : line.covered->claims) {
      Cited& c = cited[claim.incident_id];
      if (c.claims == 0) c.first = claim.at_ms;
      c.first = std::min(c.first, claim.at_ms);
      ++c.claims;
      c.criteria.insert(line.reference);
      c.rows.insert(claim.row);
    }
  }
  std::vector<std::pair<std::int64_t, Cited>> order(cited.begin(), cited.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
  for (const auto& [id, c] : order) {
    IndexItem item;
    item.number = fmt::format("E{:02}", w.index.size() + 1);
    item.type = "LOGX";
    item.incident = w.case_of(id);
    item.criteria = c.criteria;
    item.rows = c.rows;
    item.claims = c.claims;
    if (item.incident != nullptr) {
      const auto& i = item.incident->incident.incident;
      const std::string title = w.sharing() ? i[TextField::category].value_or("") : i[TextField::title].value_or("");
      item.title = "Extract of the log" + (title.empty() ? "" : ": " + title);
    }
    w.index_of_incident[id] = w.index.size();
    w.index.push_back(std::move(item));
  }
  for (const auto& held : w.items) {
    IndexItem item;
    item.number = fmt::format("E{:02}", w.index.size() + 1);
    item.type = held.type;
    item.title = held.title;
    item.item = &held;
    for (const auto& claim : held.claims) {
      const std::string reference = claim.unit_id + "/" + claim.criterion;
      if (std::any_of(w.criteria.begin(), w.criteria.end(),
                      [&](const CriterionLine& l) { return l.reference == reference; })) {
        item.criteria.insert(reference);
        ++item.claims;
      }
    }
    w.index.push_back(std::move(item));
  }
}

}  // namespace

std::vector<ClaimLine> claim_lines(const PortfolioWork& w) {
  std::vector<ClaimLine> out;
  for (const auto& line : w.criteria) {
    const std::string& unit = line.coverage->unit.id;
    for (const auto& claim : line.covered->claims) {
      const auto place = w.index_of_incident.find(claim.incident_id);
      ClaimLine c{unit,
                  line.covered->criterion.id,
                  place == w.index_of_incident.end() ? "" : w.index[place->second].number,
                  w.incident_said(claim.incident_id, claim.incident),
                  claim.row,
                  static_cast<char>(claim.grade),
                  claim.signal,
                  claim.at_ms,
                  {},
                  "",
                  line.covered->state,
                  w.generalised(claim.why) + late_said(claim)};
      if (const auto* found = w.case_of(claim.incident_id)) {
        for (const auto& e : found->events) {
          if (e.seq != claim.seq) continue;
          if (e.event.logged_at) c.entered_at = e.event.logged_at->at;
          if (!w.salt.empty())
            c.quote_hash = base::commitment(w.salt + fmt::format("/{}/{}", claim.incident, claim.seq), e.event.text);
        }
      }
      if (w.sharing()) c.row = 0;
      out.push_back(std::move(c));
    }
    for (const auto& item : w.index) {
      if (item.item == nullptr || !item.criteria.contains(line.reference)) continue;
      for (const auto& claim : item.item->claims) {
        if (claim.unit_id + "/" + claim.criterion != line.reference) continue;
        out.push_back({unit,
                       claim.criterion,
                       item.number,
                       "",
                       0,
                       '-',
                       item.type,
                       item.item->at_ms.value_or(0),
                       {},
                       "",
                       line.covered->state,
                       claim.why});
      }
    }
  }
  return out;
}

Json index_part(PortfolioWork& w) {
  Json out = Json::array();
  TableMaker t("Index of evidence", {{"Number", Align::left, 0.08},
                                     {"Title", Align::left, 0.28},
                                     {"Type", Align::left, 0.13},
                                     {"Incident", Align::left, 0.12},
                                     {"Date", Align::left, 0.13},
                                     {"Criteria", Align::left, 0.14},
                                     {"Where the original is"}});
  for (const auto& item : w.index) {
    std::vector<std::string> criteria;
    for (const auto& c : item.criteria) criteria.push_back(w.several_units ? c : c.substr(c.rfind('/') + 1));
    std::string incident, original, date;
    if (item.incident != nullptr) {
      const auto& s = item.incident->incident;
      incident = w.incident_said(s.id, s.incident.ref);
      date = w.date_said(when(s.incident, TimeField::opened));
      original = w.sharing() ? "the centre's incident log"
                             : "incident log, " + rows_said({item.rows.begin(), item.rows.end()});
    } else if (item.item != nullptr) {
      date = item.item->at_ms ? w.date_said(*item.item->at_ms) : "not dated";
      if (item.item->incident_id) {
        if (const auto* c = w.case_of(*item.item->incident_id))
          incident = w.incident_said(c->incident.id, c->incident.incident.ref);
      }
      original = item.item->status == "requested" ? "requested" : item.item->file.value_or("held by the learner");
    }
    w.ledger.note("Evidence " + item.number, evidence_type_said(item.type) + (incident.empty() ? "" : ", " + incident),
                  original);
    out.push_back({{"number", item.number},
                   {"title", item.title},
                   {"type", evidence_type_said(item.type)},
                   {"incident", incident.empty() ? Json() : Json(incident)},
                   {"date", date},
                   {"criteria", criteria},
                   {"original", original},
                   {"claims", item.claims}});
    t.row({item.number, item.title, evidence_type_said(item.type), incident, date, base::joined(criteria, ", "),
           original});
  }
  if (!t.empty()) w.shown.tables["index"] = t.take();
  return out;
}

namespace {

/// The evidence numbers of a criterion with rows: "E03 rows 7803, 7811 (A); E07 row 9120 (B)".
std::string where_claimed(const PortfolioWork& w, const CriterionLine& line) {
  std::map<std::string, std::pair<std::vector<std::int64_t>, std::set<char>>> by;
  for (const auto& claim : line.covered->claims) {
    const auto it = w.index_of_incident.find(claim.incident_id);
    if (it == w.index_of_incident.end()) continue;
    auto& entry = by[w.index[it->second].number];
    entry.first.push_back(claim.row);
    entry.second.insert(static_cast<char>(claim.grade));
  }
  std::vector<std::string> parts;
  for (const auto& [number, entry] : by) {
    const std::string grades(entry.second.begin(), entry.second.end());
    parts.push_back(w.sharing() ? fmt::format("{} ({})", number, grades)
                                : fmt::format("{} {} ({})", number, rows_said(entry.first), grades));
  }
  for (const auto& item : w.index) {
    if (item.item != nullptr && item.criteria.contains(line.reference))
      parts.push_back(item.number + (item.item->status == "requested" ? " (requested)" : ""));
  }
  return base::joined(parts, "; ");
}

bool independent_type(const std::string& type) { return type == "OBS" || type == "WT" || type == "PD" || type == "QA"; }

void matrix_into(PortfolioWork& w, const std::string& name) {
  // A page holds some ten columns; more evidence goes into further tables, each with its own totals.
  static constexpr std::size_t at_most = 9;
  std::int64_t part = 0;
  for (std::size_t begin = 0; begin < w.index.size() || begin == 0; begin += at_most) {
    const std::size_t end = std::min(begin + at_most, w.index.size());
    if (begin == end) break;
    std::vector<Head> heads{{"Criterion", Align::left, 0.16}};
    for (std::size_t i = begin; i < end; ++i) heads.push_back({w.index[i].number, Align::centre});
    heads.push_back({"Claims", Align::right});
    TableMaker t(fmt::format("Criteria and evidence, {} to {}", w.index[begin].number, w.index[end - 1].number), heads);
    std::vector<std::int64_t> totals(end - begin, 0);
    for (const auto& line : w.criteria) {
      std::vector<std::string> cells{w.criterion_said(line)};
      std::int64_t sum = 0;
      for (std::size_t i = begin; i < end; ++i) {
        const auto& item = w.index[i];
        std::map<char, std::int64_t> grades;
        std::int64_t n = 0;
        if (item.incident != nullptr) {
          for (const auto& claim : line.covered->claims) {
            if (claim.incident_id != item.incident->incident.id) continue;
            ++grades[static_cast<char>(claim.grade)];
            ++n;
          }
        } else if (item.criteria.contains(line.reference)) {
          n = 1;
        }
        std::vector<std::string> said;
        for (const auto& [grade, count] : grades) said.push_back(fmt::format("{} {}", grade, count));
        cells.push_back(item.incident != nullptr ? base::joined(said, ", ") : n > 0 ? item.type : "");
        totals[i - begin] += n;
        sum += n;
      }
      cells.push_back(std::to_string(sum));
      t.row(cells);
    }
    std::vector<std::string> last{"Claims"};
    std::int64_t all = 0;
    for (const auto n : totals) {
      last.push_back(std::to_string(n));
      all += n;
    }
    last.push_back(std::to_string(all));
    t.row(last, "total");
    w.shown.tables[part == 0 ? name : fmt::format("{}_{}", name, part + 1)] = t.take();
    ++part;
  }
}

}  // namespace

Json units_part(PortfolioWork& w) {
  Json out = Json::array();
  std::size_t u = 0;
  for (const auto& coverage : w.coverages) {
    ++u;
    const auto& unit = coverage.unit;
    std::map<std::string, std::int64_t> states;
    Json criteria = Json::array();
    TableMaker tracking("Tracking sheet: " + unit.title, {{"Criterion", Align::left, 0.3},
                                                          {"State", Align::left, 0.1},
                                                          {"Evidence", Align::left, 0.24},
                                                          {"Independent source", Align::left, 0.12},
                                                          {"Decision"},
                                                          {"Initials"},
                                                          {"Date"}});
    TableMaker heat("Strength of the evidence and why", {{"Criterion", Align::left, 0.1},
                                                         {"State", Align::left, 0.1},
                                                         {"What the log can do", Align::left, 0.18},
                                                         {"Rows", Align::right, 0.07},
                                                         {"Incidents", Align::right, 0.09},
                                                         {"What is still missing"}});
    TableMaker claims("Claims: " + unit.title, {{"Criterion", Align::left, 0.09},
                                                {"Evidence", Align::left, 0.09},
                                                {"Incident", Align::left, 0.12},
                                                {"Row", Align::right, 0.07},
                                                {"Time", Align::left, 0.16},
                                                {"Standing", Align::left, 0.16},
                                                {"What the row shows"}});
    std::int64_t claims_n = 0;
    for (const auto& line : w.criteria) {
      if (line.coverage != &coverage) continue;
      const auto& c = *line.covered;
      ++states[c.state];
      std::set<std::int64_t> incidents;
      std::set<std::string> refs;
      for (const auto& claim : c.claims) {
        incidents.insert(claim.incident_id);
        refs.insert(w.incident_said(claim.incident_id, claim.incident));
      }
      std::vector<std::string> independent;
      for (const auto& item : w.index) {
        if (item.item != nullptr && independent_type(item.type) && item.criteria.contains(line.reference)) {
          independent.push_back(item.number + (item.item->status == "requested" ? " requested" : ""));
        }
      }
      const std::string where = where_claimed(w, line);
      const std::string state = c.state == "none" ? "no evidence" : c.state;
      w.ledger.note("State of " + line.reference, state,
                    where.empty() ? "no row of the learner gives a signal it needs" : where);
      std::vector<std::string> missing;
      for (const auto& m : c.missing) missing.push_back(w.generalised(m));
      Json suggestions = Json::array();
      for (const auto& s : c.suggestions)
        suggestions.push_back({{"incident", w.sharing() ? std::string("an incident not cited") : s.incident},
                               {"why", w.generalised(s.why)},
                               {"still_missing", w.generalised(s.still_missing)}});
      criteria.push_back({{"id", c.criterion.id},
                          {"text", c.criterion.text},
                          {"state", state},
                          {"strength", c.criterion.log_strength},
                          {"strength_said", strength_said(c.criterion.log_strength)},
                          {"claims_n", c.claims.size()},
                          {"incidents", std::vector<std::string>(refs.begin(), refs.end())},
                          {"where", where},
                          {"independent", independent},
                          {"missing", missing},
                          {"suggestions", std::move(suggestions)}});
      tracking.row({fmt::format("{} {}", c.criterion.id, c.criterion.text), state, where,
                    independent.empty() ? "none yet" : base::joined(independent, ", "), "", "", ""},
                   c.state == "none" ? "gap" : "");
      heat.row({c.criterion.id, state, strength_said(c.criterion.log_strength), std::to_string(c.claims.size()),
                std::to_string(incidents.size()),
                missing.empty() ? "nothing by the unit's own measure; the assessor decides"
                                : capitalised(base::joined(missing, "; "))},
               c.state == "none" ? "gap" : "");
      for (const auto& claim : c.claims) {
        const auto place = w.index_of_incident.find(claim.incident_id);
        const std::string standing = claim.grade == Grade::A   ? "A: recorded actor"
                                     : claim.grade == Grade::B ? "B: owner at that time"
                                                               : fmt::format("{}", static_cast<char>(claim.grade));
        claims.row({c.criterion.id, place == w.index_of_incident.end() ? "" : w.index[place->second].number,
                    w.incident_said(claim.incident_id, claim.incident), w.sharing() ? "" : std::to_string(claim.row),
                    w.time_said(w.case_of(claim.incident_id), claim.at_ms), standing + ", " + w.learner_said(),
                    capitalised(w.generalised(claim.why)) + late_said(claim)});
        ++claims_n;
      }
    }
    std::vector<std::string> warnings;
    for (const auto& x : coverage.warnings) warnings.push_back(w.generalised(x));
    const std::string suffix = fmt::format("_{}", u);
    w.shown.tables["tracking" + suffix] = tracking.take();
    w.shown.tables["heat" + suffix] = heat.take();
    if (claims_n > 0) w.shown.tables["claims" + suffix] = claims.take();
    out.push_back({{"id", unit.id},
                   {"title", unit.title},
                   {"awarding_body", unit.awarding_body},
                   {"level", unit.level},
                   {"type", unit.unit_type},
                   {"source_kind", unit.source_kind},
                   {"source_said", source_said(unit.source_kind)},
                   {"note", unit.source_note.empty() ? Json() : Json(unit.source_note)},
                   {"counts",
                    {{"criteria", coverage.criteria.size()},
                     {"claimed", states["claimed"]},
                     {"thin", states["thin"]},
                     {"none", states["none"]}}},
                   {"claims", claims_n},
                   {"criteria", std::move(criteria)},
                   {"warnings", warnings},
                   {"tracking", "tracking" + suffix},
                   {"heat", "heat" + suffix},
                   {"claims_table", claims_n > 0 ? Json("claims" + suffix) : Json()},
                   {"incidents_with_rows", coverage.incidents_with_rows},
                   {"rows_by_learner", coverage.rows_by_learner}});
  }
  return out;
}

Json portfolio_facts(review::Store& store, const review::Learner& learner, const std::vector<review::Unit>& units,
                     const FactsFor& reader, const std::string& salt, Ledger& ledger, DirectiveData& shown,
                     std::vector<ClaimLine>& claims) {
  PortfolioWork w{store, learner, reader, ledger, shown, salt, units.size() > 1, {}, {}, {}, {}, {}, {}, {}};
  for (const auto& alias : learner.aliases) w.names.insert(base::folded(base::trimmed(alias)));
  w.names.insert(base::folded(base::trimmed(learner.name)));
  w.cases = review::cases_of(store, learner);
  w.items = review::list_evidence(store, learner.id);
  review::CoverageOptions how;
  how.as_of = reader.now;
  if (const auto as_of = review::incident_columns(store).as_of; as_of != review::no_time)
    how.as_of = std::min(reader.now, as_of);
  for (const auto& unit : units) w.coverages.push_back(review::coverage(unit, learner, w.cases, w.items, how));
  for (const auto& coverage : w.coverages) {
    for (const auto& c : coverage.criteria)
      w.criteria.push_back({&coverage, &c, coverage.unit.id + "/" + c.criterion.id});
  }
  make_index(w);
  Json out;
  out["schema"] = "portfolio/1";
  out["audience"] = name(reader.audience);
  std::string seed = salt + "/" + learner.name;
  for (const auto& unit : units) seed += "/" + unit.id;
  std::string pack = base::sha256(seed).substr(0, 8);
  std::transform(pack.begin(), pack.end(), pack.begin(),
                 [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  out["pack"] = "P-" + pack;
  out["prepared"] = base::plain_date(reader.now, reader.zone);
  out["zone"] = reader.zone.name();
  out["sharing"] = w.sharing();
  out["learner"] = {{"name", w.learner_said()}};
  std::optional<base::Ms> first, last;
  std::set<std::string> people;
  std::int64_t rows = 0, cited_rows = 0;
  for (const auto& item : w.index) cited_rows += static_cast<std::int64_t>(item.rows.size());
  for (const auto& line : w.criteria) {
    for (const auto& claim : line.covered->claims) {
      first = first ? std::min(*first, claim.at_ms) : claim.at_ms;
      last = last ? std::max(*last, claim.at_ms) : claim.at_ms;
    }
  }
  for (const auto& c : w.cases) {
    for (const auto& e : c.events) {
      rows += w.by_learner(e) ? 1 : 0;
      if (w.index_of_incident.contains(c.incident.id) && !w.by_learner(e) && !e.event.actor.empty())
        people.insert(base::folded(e.event.actor));
    }
    if (w.index_of_incident.contains(c.incident.id) && c.incident.incident[TextField::caller])
      people.insert(base::folded(*c.incident.incident[TextField::caller]));
  }
  out["period"] = first ? Json{{"first", w.date_said(first)}, {"last", w.date_said(last)}} : Json();
  out["people_pseudonymised"] = people.size();
  out["rows_by_learner"] = rows;
  out["rows_cited"] = cited_rows;
  out["incidents_all"] = w.cases.size();
  out["incidents_cited"] = w.index_of_incident.size();
  ledger.note("Rows by the learner", base::grouped(rows), "entries whose recorded actor is the learner");
  ledger.note("Rows cited", base::grouped(cited_rows), "rows behind at least one claim");
  Json simulations = Json::array();
  for (const auto& i : w.items) {
    if (i.type == "SIM") simulations.push_back(i.title);
  }
  out["simulations"] = std::move(simulations);
  out["evidence"] = index_part(w);
  out["units"] = units_part(w);
  matrix_into(w, "matrix");
  std::vector<std::string> matrices;
  for (const auto& [key, table] : shown.tables) {
    if (key.starts_with("matrix")) matrices.push_back(key);
  }
  std::sort(matrices.begin(), matrices.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
  out["matrices"] = matrices;
  claims = claim_lines(w);
  out["claims_n"] = claims.size();
  out["incidents"] = summaries_part(w);
  out["sample"] = sample_part(w);
  out["prompts"] = prompts_part(w);
  out["witnesses"] = witnesses_part(w);
  out["discussion"] = discussion_part(w);
  out["gaps"] = gaps_part(w);
  out["seen"] = seen_part(w);
  Json tables = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace debrief::templates
