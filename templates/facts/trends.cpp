// The facts of a trend report.

#include "templates/facts/trends.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analytics/warnings.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/clusters.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/store.h"
#include "templates/charts/charts.h"
#include "templates/facts/doubts.h"
#include "templates/facts/service.h"
#include "templates/facts/tables.h"
#include "templates/facts/themes_part.h"
#include "templates/facts/trends_more.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using Measured = analytics::Figure;
using analytics::Figures;
using base::Json;

base::Period period_for(base::Ms from, base::Ms until, std::size_t records) {
  const double days = static_cast<double>(until - from) / static_cast<double>(base::day_ms);
  const double weeks = days / 7;
  const double per_week = weeks > 0 ? static_cast<double>(records) / weeks : 0;
  if (weeks >= 13 && weeks <= 112 && per_week >= 5) return base::Period::week;
  if (days >= 13 * 30.5) return base::Period::month;
  if (weeks >= 13) return base::Period::week;
  return days >= 13 ? base::Period::day : base::Period::week;
}

std::vector<std::string> kpi_order() {
  return {"incidents",
          "major_incidents",
          "backlog",
          "time_to_acknowledge",
          "time_to_resolve",
          "time_to_close",
          "sla_met",
          "first_contact_resolution",
          "reopen_rate",
          "recurrence_rate",
          "escalation_rate",
          "csat",
          "completeness",
          "mtbf",
          "contacts",
          "incidents_per_10000_contacts",
          "service_level",
          "abandon_rate",
          "asa",
          "aht",
          "reviews_on_time",
          "actions_overdue",
          "actions_verified"};
}

bool says_something(const Measured& f) { return f.sample.value.has_value() || f.sample.n > 0; }

Json kpi_line(const Measured& f, const base::Zone& zone, Ledger& ledger) {
  const auto& s = f.sample;
  const auto said = [&](const std::optional<double>& v) { return value_said(f.kpi->unit, v); };
  const auto pair = [&](const std::optional<double>& a, const std::optional<double>& b) {
    return a && b ? said(a) + " to " + said(b) : std::string();
  };
  const std::string value = said(s.value);
  Json out{{"id", f.kpi->id},
           {"title", f.kpi->title},
           {"unit", analytics::name(f.kpi->unit)},
           {"better", analytics::name(f.kpi->better)},
           {"definition", f.definition()},
           {"source", f.kpi->source},
           {"group", f.group_value.empty() ? Json() : Json(f.group_value)},
           {"n", s.n},
           {"missing", s.missing},
           {"open", s.open},
           {"set_aside", s.invalid},
           {"value", value},
           {"middle", f.kpi->unit == analytics::Unit::seconds ? pair(s.q1, s.q3) : std::string()},
           {"p90", f.kpi->unit == analytics::Unit::seconds ? said(s.p90) : std::string()},
           {"interval", pair(s.ci_low, s.ci_high)},
           {"mean", said(s.mean)},
           {"notes", s.notes},
           {"numerator", s.numerator ? Json(*s.numerator) : Json()},
           {"denominator", s.denominator ? Json(*s.denominator) : Json()}};
  out["finding"] = f.series ? series_finding(f, zone) : std::string();
  out["trend"] = f.series && f.series->trend ? Json(f.series->trend->verdict) : Json();
  Json signals = Json::array();
  if (f.series) {
    for (const auto& x : f.series->signals) {
      if (x.to >= f.series->points.size()) continue;
      signals.push_back({{"rule", analytics::name(x.rule)},
                         {"from", base::iso_date(f.series->points[x.from].window.from, zone)},
                         {"to", base::iso_date(f.series->points[x.to].window.from, zone)},
                         {"direction", analytics::name(x.direction)}});
    }
  }
  out["signals"] = std::move(signals);
  if (!value.empty()) {
    ledger.note(std::string(f.kpi->title) + (f.group_value.empty() ? "" : ", " + f.group_value),
                fmt::format("{} (n = {}, without data {})", value, s.n, s.missing), f.definition());
  }
  return out;
}

namespace {

/// "chart xmr: single values" as "Control chart (XmR): single values".
std::string chart_note_said(const std::string& note) {
  constexpr std::string_view start = "chart ";
  const auto colon = note.find(": ");
  if (!note.starts_with(start) || colon == std::string::npos) return capitalised(note);
  const std::string kind = note.substr(start.size(), colon - start.size());
  if (kind == "run") return "Run chart" + note.substr(colon);
  return fmt::format("Control chart ({}){}", kind == "xmr" ? "XmR" : kind, note.substr(colon));
}

std::string kinds_said(const std::vector<review::Kind>& kinds) {
  static const std::map<review::Kind, std::string> words = {{review::Kind::incident, "incidents"},
                                                            {review::Kind::complaint, "complaints"},
                                                            {review::Kind::request, "requests"},
                                                            {review::Kind::near_miss, "near misses"},
                                                            {review::Kind::maintenance, "maintenance"}};
  std::vector<std::string> out;
  for (const auto k : kinds) out.push_back(words.at(k));
  return listed(out);
}

constexpr std::size_t most_themes = 25;  // in the table; more only where something changed

bool counts_incidents(const Measured& f) {
  return f.kpi->id == "incidents" || f.kpi->id == "major_incidents" || f.kpi->id == "backlog" ||
         f.kpi->id == "incidents_per_10000_contacts";
}

Table kpi_table(const std::vector<Json>& lines, const std::string& caption) {
  TableMaker t(caption, {{"Measure", Align::left, 0.23},
                         {"Median or value", Align::right},
                         {"Middle half", Align::right},
                         {"90 % within", Align::right},
                         {"95 % interval", Align::right},
                         {"Cases", Align::right},
                         {"Without data", Align::right},
                         {"Still open", Align::right}});
  for (const Json& l : lines) {
    const std::string value = l["value"].get<std::string>();
    t.row({l["title"].get<std::string>(), value.empty() ? "no figure" : value, l["middle"].get<std::string>(),
           l["p90"].get<std::string>(), l["interval"].get<std::string>(), base::grouped(l["n"].get<std::int64_t>()),
           base::grouped(l["missing"].get<std::int64_t>()), base::grouped(l["open"].get<std::int64_t>())});
  }
  return t.take();
}

struct TrendWork {
  review::Store& store;
  const FactsFor& reader;
  Ledger& ledger;
  DirectiveData& shown;
  const review::IncidentColumns& columns;
  analytics::FigureRequest request;
  std::vector<std::uint32_t> rows;  // of the kinds and the window
  analytics::Figures by_category, by_theme;
  review::Labels themes;
  base::Ms records_from = 0, records_until = 0;  // what the log spans
};

/// Records over time by theme; nothing without themes.
void count_themes(TrendWork& w) {
  const auto run = review::newest_cluster_run(w.store);
  if (!run) return;
  std::map<std::int64_t, std::int64_t> theme_of;
  for (const auto& m : review::cluster_members(w.store, run->id)) theme_of[m.incident_id] = m.number;
  w.themes.codes.assign(w.columns.size(), 0);
  std::map<std::int64_t, std::uint32_t> code;  // by number
  for (const auto& theme : run->themes) {
    code[theme.number] = static_cast<std::uint32_t>(w.themes.values.size());
    w.themes.values.push_back(fmt::format("{}. {}", theme.number, theme.label));
  }
  for (std::size_t i = 0; i < w.columns.size(); ++i) {
    const auto it = theme_of.find(w.columns.id[i]);
    if (it == theme_of.end()) continue;
    if (const auto c = code.find(it->second); c != code.end()) w.themes.codes[i] = c->second;
  }
  auto request = w.request;
  request.ids = {"incidents"};
  request.by = analytics::GroupBy::cluster;
  request.clusters = &w.themes;
  w.by_theme = analytics::compute_figures(w.columns, request);
}

void count_categories(TrendWork& w) {
  if (w.rows.empty()) return;
  auto request = w.request;
  request.ids = {"incidents"};
  request.by = analytics::GroupBy::category;
  w.by_category = analytics::compute_figures(w.columns, request);
}

Json changes_part(TrendWork& w) {
  std::vector<const Measured*> moved;
  for (const auto& f : w.by_category.figures) {
    if (!f.group_value.empty() && shows_change(f)) moved.push_back(&f);
  }
  std::stable_sort(moved.begin(), moved.end(), [](const Measured* a, const Measured* b) {
    return a->sample.value.value_or(0) > b->sample.value.value_or(0);
  });
  Json out = Json::array();
  for (std::size_t i = 0; i < moved.size() && i < 4; ++i) {
    const std::string chart_name = fmt::format("category-{}", i + 1);
    const std::string finding = series_finding(*moved[i], w.reader.zone);
    if (auto chart = xmr_chart(*moved[i], w.reader.zone)) {
      w.shown.charts[chart_name] = std::move(*chart);
    } else
      continue;
    out.push_back({{"category", moved[i]->group_value}, {"finding", finding}, {"chart", chart_name}});
  }
  return out;
}

Json groups_part(TrendWork& w) {
  Json out = Json::array();
  const auto add = [&](analytics::GroupBy by, const char* word, const review::Labels& labels) {
    std::set<std::uint32_t> used;
    for (const auto row : w.rows) {
      if (labels.codes[row] != 0) used.insert(labels.codes[row]);
    }
    if (used.size() < 2) return;
    auto request = w.request;
    request.period.reset();
    request.by = by;
    request.ids.clear();
    for (const char* id : {"incidents", "time_to_resolve", "sla_met", "reopen_rate"}) {
      if (analytics::kpi_named(id) != nullptr) request.ids.emplace_back(id);
    }
    const auto figures = analytics::compute_figures(w.columns, request);
    std::map<std::string, std::map<std::string, const Measured*>> by_group;
    for (const auto& f : figures.figures) {
      if (!f.group_value.empty()) by_group[f.group_value][std::string(f.kpi->id)] = &f;
    }
    std::vector<std::string> order;
    for (const auto& [group, unused] : by_group) order.push_back(group);
    const auto count = [&](const std::string& g) {
      const auto it = by_group[g].find("incidents");
      return it == by_group[g].end() ? 0.0 : it->second->sample.value.value_or(0);
    };
    if (by != analytics::GroupBy::priority) {
      std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) { return count(a) > count(b); });
    }
    if (order.size() > 15) order.resize(15);
    TableMaker t(std::string("By ") + word, {{capitalised(word), Align::left, 0.2},
                                             {"Records", Align::right},
                                             {"Median time to resolve", Align::right},
                                             {"Cases", Align::right},
                                             {"Target met", Align::right},
                                             {"Cases", Align::right},
                                             {"Reopened", Align::right},
                                             {"Cases", Align::right}});
    for (const auto& g : order) {
      std::vector<std::string> cells{g};
      for (const char* id : {"incidents", "time_to_resolve", "sla_met", "reopen_rate"}) {
        const auto it = by_group[g].find(id);
        cells.push_back(it == by_group[g].end() ? "" : value_said(it->second->kpi->unit, it->second->sample.value));
        if (std::string_view(id) != "incidents")
          cells.push_back(it == by_group[g].end() ? "" : base::grouped(it->second->sample.n));
      }
      t.row(cells);
    }
    const std::string table = std::string("by_") + word;
    w.shown.tables[table] = t.take();
    std::vector<const Measured*> times;
    for (const auto& g : order) {
      if (const auto it = by_group[g].find("time_to_resolve"); it != by_group[g].end()) times.push_back(it->second);
    }
    Json chart;
    if (auto boxes = box_chart(std::string("Time to resolve by ") + word, word, times)) {
      chart = table;
      w.shown.charts[table] = std::move(*boxes);
    }
    out.push_back({{"name", capitalised(word)}, {"table", table}, {"chart", chart}});
  };
  add(analytics::GroupBy::priority, "priority", w.columns.priority);
  add(analytics::GroupBy::team, "team", w.columns.team);
  add(analytics::GroupBy::channel, "channel", w.columns.channel);
  return out;
}

Json quality_part(TrendWork& w) {
  Json out;
  out["records"] = w.columns.size();
  std::map<review::Kind, std::int64_t> kinds;
  for (const auto k : w.columns.kind) ++kinds[k];
  Json kind_list = Json::array();
  for (const auto& [k, n] : kinds) kind_list.push_back({{"kind", unscored(review::name(k))}, {"n", n}});
  out["kinds"] = std::move(kind_list);
  TableMaker missing("What the records lack",
                     {{"Field", Align::left, 0.4}, {"Without it", Align::right}, {"Share", Align::right}});
  Json lacks = Json::array();
  const auto count = [&](const char* label, const auto& absent) {
    std::int64_t n = 0;
    for (const auto row : w.rows) n += absent(row) ? 1 : 0;
    const double share = w.rows.empty() ? 0 : static_cast<double>(n) / static_cast<double>(w.rows.size());
    lacks.push_back({{"field", label}, {"n", n}});
    missing.row({label, base::grouped(n), share_said(share)});
  };
  const auto& c = w.columns;
  count("Priority", [&](std::uint32_t r) { return c.priority.codes[r] == 0; });
  count("Category", [&](std::uint32_t r) { return c.category.codes[r] == 0; });
  count("Channel", [&](std::uint32_t r) { return c.channel.codes[r] == 0; });
  count("Team", [&](std::uint32_t r) { return c.team.codes[r] == 0; });
  count("Caller", [&](std::uint32_t r) { return c.caller.codes[r] == 0; });
  count("Time of acknowledgement", [&](std::uint32_t r) { return c.acknowledged[r] == review::no_time; });
  count("Time when it began", [&](std::uint32_t r) { return c.occurred[r] == review::no_time; });
  count("Closure code, of those resolved",
        [&](std::uint32_t r) { return c.resolved[r] != review::no_time && c.closure_code.codes[r] == 0; });
  if (!w.rows.empty()) w.shown.tables["missing"] = missing.take();
  out["missing"] = std::move(lacks);
  TableMaker imports("Files read", {{"File", Align::left, 0.3},
                                    {"Imported", Align::left},
                                    {"Rows", Align::right},
                                    {"Set aside", Align::right},
                                    {"Remarks", Align::right},
                                    {"Most frequent remarks", Align::left, 0.3}});
  Json list = Json::array();
  std::int64_t set_aside = 0;
  for (const auto& i : review::list_imports(w.store)) {
    if (i.undone_ms != 0) continue;
    const auto receipt = base::parse_json(i.receipt);
    if (!receipt.ok() || !receipt->is_object()) continue;
    const Json& j = receipt.value();
    const Json rows = j.value("rows", Json::object());
    const auto read = rows.value("read", std::int64_t{0}), aside = rows.value("quarantined", std::int64_t{0});
    const auto issues = j.value("issues_total", std::int64_t{0});
    set_aside += aside;
    std::vector<std::pair<std::int64_t, std::string>> codes;
    const Json by_code = j.value("issues_by_code", Json::object());
    for (const auto& [code, n] : by_code.items()) {
      if (n.is_number()) codes.push_back({n.get<std::int64_t>(), code});
    }
    std::sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::string> said;
    for (std::size_t k = 0; k < codes.size() && k < 3; ++k)
      said.push_back(fmt::format("{} {}", codes[k].second, codes[k].first));
    list.push_back({{"file", i.file}, {"rows", read}, {"set_aside", aside}, {"issues", issues}});
    imports.row({i.file, base::plain_date(i.at_ms, w.reader.zone), base::grouped(read), base::grouped(aside),
                 base::grouped(issues), base::joined(said, ", ")});
    w.ledger.note("Rows read from " + i.file, base::grouped(read), fmt::format("import {}", i.id));
  }
  if (!imports.empty()) w.shown.tables["imports"] = imports.take();
  out["imports"] = std::move(list);
  out["set_aside"] = set_aside;
  return out;
}

}  // namespace

Json trends_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader, Ledger& ledger,
                  DirectiveData& shown, Figures& figures) {
  const auto columns = review::incident_columns(store);
  TrendWork w{store, reader, ledger, shown, columns, {}, {}, {}, {}, {}, 0, 0};
  const auto service = service_times(store, columns);
  w.request.service = service.get();
  w.request.zone = reader.zone;
  w.request.from = asked.from;
  w.request.until = asked.until;
  {
    auto whole = w.request;
    whole.ids = {"incidents"};
    whole.from.reset();
    whole.until.reset();
    const auto all = analytics::compute_figures(columns, whole);
    w.records_from = all.window.from;
    w.records_until = all.window.until;
  }
  // Asked once without a period, to know the window and how many records it holds.
  auto plain = w.request;
  plain.ids = {"incidents"};
  const auto first = analytics::compute_figures(columns, plain);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool kind = std::find(first.kinds.begin(), first.kinds.end(), columns.kind[i]) != first.kinds.end();
    if (kind && columns.opened[i] != review::no_time && columns.opened[i] >= first.window.from &&
        (columns.opened[i] < first.window.until || (!asked.until && columns.opened[i] == first.window.until))) {
      w.rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  // A window wholly after the data would otherwise end before it begins on paper.
  const auto outside = [&](const char* side) {
    throw base::Error(base::Status::usage, "bad-date",
                      fmt::format("the records end before the window begins or begin after it ends: {}", side),
                      fmt::format("records from {} to {}", base::iso_date(w.records_from, reader.zone),
                                  base::iso_date(w.records_until, reader.zone)));
  };
  if (columns.size() > 0 && asked.from && *asked.from > w.records_until) outside("--from");
  if (columns.size() > 0 && asked.until && *asked.until <= w.records_from) outside("--to");
  if (asked.from && asked.until && *asked.from >= *asked.until) {
    throw base::Error(base::Status::usage, "bad-date", "--from must be before --to",
                      "--to is the first instant that no longer counts");
  }
  // Where openings end early, they are what the figures over time are made of.
  const base::Ms last_opening =
      w.rows.empty()
          ? first.window.until
          : std::min(first.window.until, analytics::openings_end(columns, w.rows).value_or(first.window.until));
  const base::Period period = asked.period.value_or(
      period_for(first.window.from, last_opening,
                 w.rows.empty() ? columns.contacts.size() + columns.intervals.size() : w.rows.size()));
  w.request.period = period;
  figures = analytics::compute_figures(columns, w.request);
  const bool doubted = add_import_warnings(store, figures);
  count_categories(w);
  count_themes(w);
  std::size_t judged = 0;
  if (doubted) {
    analytics::withhold_verdicts(w.by_category);
    analytics::withhold_verdicts(w.by_theme);
  } else {
    // One report, one control of false alarms.
    std::vector<Measured*> charts;
    for (auto* some : {&figures, &w.by_category, &w.by_theme}) {
      for (Measured& f : some->figures) charts.push_back(&f);
    }
    judged = analytics::add_alerts(charts);
  }

  Json out;
  out["schema"] = "trends/1";
  out["audience"] = name(reader.audience);
  const std::size_t contacts = columns.contacts.size() + columns.intervals.size();
  const bool nothing = columns.size() + contacts == 0;
  const std::string window = nothing ? std::string("no records")
                                     : base::plain_date(figures.window.from, reader.zone) + " to " +
                                           base::plain_date(figures.window.until - 1, reader.zone);
  out["title"] = "Trends, " + window;
  out["prepared"] = base::plain_date(reader.now, reader.zone);
  out["window"] = {{"text", window},
                   {"from", base::rfc3339(figures.window.from)},
                   {"until", base::rfc3339(figures.window.until)},
                   {"last", nothing ? std::string() : base::plain_date(figures.window.until - 1, reader.zone)},
                   {"zone", reader.zone.name()}};
  out["period"] = period == base::Period::week    ? "week"
                  : period == base::Period::month ? "month"
                  : period == base::Period::day   ? "day"
                                                  : "quarter";
  out["kinds"] = kinds_said(figures.kinds);
  out["opened"] =
      last_opening < first.window.until && columns.size() > 0
          ? base::plain_date(figures.window.from, reader.zone) + " to " + base::plain_date(last_opening, reader.zone)
          : window;
  const std::string opened = out["opened"].get<std::string>();
  const auto to = opened.find(" to ");
  const bool one_day = to != std::string::npos && opened.substr(0, to) == opened.substr(to + 4);
  out["logged_said"] = fmt::format(
      "{} {} {}",
      w.rows.size() == 1 ? "One record"
                         : base::grouped(static_cast<long long>(w.rows.size())) + " " + kinds_said(figures.kinds),
      w.rows.size() == 1 ? "was logged" : "were logged", one_day ? "on " + opened.substr(0, to) : "from " + opened);
  out["judged"] = judged;
  out["contacts"] = contacts;
  out["contacts_said"] =
      columns.contacts.size() > 0
          ? base::counted(static_cast<long long>(columns.contacts.size()), "contact")
          : base::counted(static_cast<long long>(contacts), "interval of a queue report", "intervals of queue reports");
  out["records"] = w.rows.size();
  out["records_said"] = base::grouped(static_cast<std::int64_t>(w.rows.size()));
  ledger.note("Records counted", base::grouped(static_cast<std::int64_t>(w.rows.size())),
              kinds_said(figures.kinds) + ", " + window);

  const auto order = kpi_order();
  std::vector<const Measured*> sorted;
  for (const auto& f : figures.figures) sorted.push_back(&f);
  const auto place = [&](const Measured* f) {
    return std::find(order.begin(), order.end(), f->kpi->id) - order.begin();
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Measured* a, const Measured* b) { return place(a) < place(b); });
  Json kpis = Json::array(), headline = Json::array(), watch = Json::array(), steady = Json::array(),
       without = Json::array();
  std::vector<std::pair<std::string, std::vector<std::string>>> unsaid;  // why, titles
  const auto leave_unsaid = [&](const Measured& f) {
    const std::string why = no_rules(f);
    auto it = std::find_if(unsaid.begin(), unsaid.end(), [&](const auto& u) { return u.first == why; });
    if (it == unsaid.end()) it = unsaid.insert(unsaid.end(), {why, {}});
    it->second.emplace_back(f.kpi->title);
  };
  std::vector<Json> lines;
  bool medians = false, means = false;  // among the durations
  TableMaker definitions("What the measures mean",
                         {{"Measure", Align::left, 0.22}, {"Definition", Align::left, 0.5}, {"Source"}});
  for (const Measured* f : sorted) {
    // A telephone system that logs no incidents has not had none.
    const bool unlogged = w.rows.empty() && contacts > 0 && counts_incidents(*f);
    if (unlogged || !says_something(*f)) {
      std::string title(f->kpi->title);
      if (f->kpi->id == "csat" && !f->sample.notes.empty()) title += " (" + base::joined(f->sample.notes, "; ") + ")";
      without.push_back(std::move(title));
      continue;
    }
    Json line = kpi_line(*f, reader.zone, ledger);
    line["chart"] = nullptr;
    line["chart_notes"] = Json::array();
    line["verdict"] = "";
    if (f->kpi->unit == analytics::Unit::seconds && f->sample.value) {
      (f->sample.median && *f->sample.median == *f->sample.value ? medians : means) = true;
    }
    if (f->series && f->series->unjudged != analytics::Unjudged::nothing) {
      // A handful of points is no chart; the sentence says so once for all of them.
      const bool drawn = f->series->unjudged != analytics::Unjudged::too_few;
      if (auto chart = drawn ? xmr_chart(*f, reader.zone) : std::nullopt) {
        const std::string chart_name = "kpi-" + std::string(f->kpi->id);
        shown.charts[chart_name] = std::move(*chart);
        line["chart"] = chart_name;
        // A plain run of values has no chart to give reasons for.
        const bool limits =
            f->series->unjudged == analytics::Unjudged::judged || f->series->unjudged == analytics::Unjudged::trial;
        for (const std::string& note : f->series->notes) {
          if (limits) line["chart_notes"].push_back(chart_note_said(note));
        }
      }
      if (shows_change(*f)) {
        headline.push_back(line["finding"]);
      } else if (to_watch(*f)) {
        watch.push_back(line["finding"]);
      } else if (no_rules(*f).empty()) {
        steady.push_back(f->kpi->title);
      } else {
        leave_unsaid(*f);
      }
      line["verdict"] = f->series->alert;
    }
    definitions.row({std::string(f->kpi->title), std::string(f->definition()), std::string(f->kpi->source)});
    lines.push_back(line);
    kpis.push_back(std::move(line));
  }
  out["charted"] = std::any_of(lines.begin(), lines.end(), [](const Json& l) { return !l["chart"].is_null(); });
  out["quiet_charts"] = std::any_of(lines.begin(), lines.end(), [](const Json& l) {
    return !l["chart"].is_null() && l["verdict"] != "act" && l["verdict"] != "watch";
  });
  if (!lines.empty()) {
    shown.tables["kpis"] = kpi_table(lines, "Measures, " + window);
    shown.tables["definitions"] = definitions.take();
  }
  out["kpis"] = std::move(kpis);
  out["durations"] =
      medians ? fmt::format(
                    "Durations {}are medians, with the middle half of the cases and the time within which nine "
                    "in ten ended{}.",
                    means ? "with a middle half " : "", means ? "; the others are means" : "")
      : means ? std::string("Durations are means.")
              : std::string();
  out["judged_measures"] = headline.size() + watch.size() + steady.size();
  out["headline"] = std::move(headline);
  out["steady"] = std::move(steady);
  out["without"] = std::move(without);
  out["watch"] = std::move(watch);
  Json unsaid_list = Json::array();
  for (const auto& [why, titles] : unsaid) unsaid_list.push_back({{"why", why}, {"titles", titles}});
  out["unsaid"] = std::move(unsaid_list);
  out["forecasts"] = w.rows.empty() ? Json::array() : forecasts_part(figures, reader, ledger, shown);
  out["mix"] = mix_part(figures, reader, shown);
  out["process"] =
      w.rows.empty() ? Json() : process_part(store, columns, w.rows, figures, service.get(), ledger, shown);
  out["doubted"] = doubted;
  out["changes"] = w.rows.empty() || doubted ? Json::array() : changes_part(w);
  const ThemesAsked about_themes{store, reader, ledger, shown, columns, w.request, w.rows, w.by_theme};
  out["themes"] = themes_part(about_themes);
  out["patterns"] = patterns_part(about_themes);
  out["groups"] = w.rows.empty() ? Json::array() : groups_part(w);

  const auto bars = analytics::pareto(columns.category, w.rows);
  Json bar_list = Json::array();
  TableMaker pareto("Categories", {{"Category", Align::left, 0.46},
                                   {"Records", Align::right},
                                   {"Share", Align::right},
                                   {"Cumulated", Align::right}});
  for (const auto& b : bars) {
    bar_list.push_back({{"label", b.label}, {"count", b.count}, {"share", b.share}, {"cumulative", b.cumulative}});
    pareto.row({b.label, base::grouped(b.count), share_said(b.share), share_said(b.cumulative)});
  }
  if (bars.size() > 1) {
    shown.charts["pareto"] = pareto_chart("Records by category", bars, kinds_said(figures.kinds));
    shown.tables["pareto"] = pareto.take();
  }
  out["pareto"] = {{"label", "Category"}, {"bars", std::move(bar_list)}};
  Json warnings = Json::array();
  for (const auto& x : figures.warnings) warnings.push_back({{"code", x.code}, {"detail", x.detail}});
  out["warnings"] = std::move(warnings);
  out["quality"] = quality_part(w);

  Json left = Json::array();
  for (const auto& k : out["quality"]["kinds"]) {
    const auto kind = review::kind_named([&] {
      std::string word = base::ascii_lower(k["kind"].get<std::string>());
      std::replace(word.begin(), word.end(), ' ', '_');
      return word;
    }());
    if (kind && std::find(figures.kinds.begin(), figures.kinds.end(), *kind) == figures.kinds.end()) {
      left.push_back(fmt::format("{}: {} in the workspace, not counted here.", k["kind"].get<std::string>(),
                                 base::grouped(k["n"].get<std::int64_t>())));
    }
  }
  if (out["quality"]["set_aside"].get<std::int64_t>() > 0) {
    left.push_back(fmt::format("Rows that could not be read: {}, set aside on import.",
                               base::grouped(out["quality"]["set_aside"].get<std::int64_t>())));
  }
  std::int64_t invalid = 0;
  for (const auto& l : lines) invalid = std::max(invalid, l["set_aside"].get<std::int64_t>());
  if (invalid > 0)
    left.push_back(fmt::format("Records whose times contradict each other: up to {} for one measure, left out of it.",
                               base::grouped(invalid)));
  left.push_back(
      "Records not yet ended are never counted as ended; periods that are not whole are shown hollow, at most one at "
      "either "
      "end, and are no part of the limits.");
  out["left_out"] = std::move(left);
  out["glossary"] = Json::array(
      {{{"term", "XmR"},
        {"meaning", "a control chart of single values: points within the limits vary as chance would make them"}}});
  Json tables = Json::object(), charts = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  for (const auto& [k, c] : shown.charts) charts[k] = true;
  out["tables"] = std::move(tables);
  out["charts"] = std::move(charts);
  Json facts = Json::array();
  for (const Fact& f : ledger.facts()) facts.push_back({{"label", f.label}, {"text", f.text}, {"source", f.source}});
  out["facts"] = std::move(facts);
  return out;
}

}  // namespace debrief::templates
