// The facts of a review of the incident process itself.

#include "templates/facts/system_review.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/charts/charts.h"
#include "templates/facts/story.h"
#include "templates/facts/tables.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;
using review::TextField;
using review::TimeField;

namespace {

std::string of(std::int64_t n, std::int64_t all) {
  return all == 0 ? "none"
                  : fmt::format("{} of {} ({})", base::grouped(n), base::grouped(all),
                                share_said(static_cast<double>(n) / static_cast<double>(all)));
}

/// What the records themselves show of how they were kept.
void from_records(review::Store& store, base::Ms from, base::Ms until,
                  const std::function<void(std::string_view, std::string, std::string)>& find) {
  std::int64_t records = 0, rated = 0, against = 0, without_category = 0, without_priority = 0, urgent = 0,
               urgent_told = 0;
  std::int64_t communications = 0, without_system = 0, entries_n = 0;
  std::vector<double> first_minutes;
  review::stream_incidents(store, {}, [&](const review::StoredIncident& s) {
    const auto& i = s.incident;
    const auto opened = when(i, TimeField::opened);
    if (i.kind != review::Kind::incident || !opened || *opened < from || *opened >= until) return true;
    ++records;
    without_category += i[TextField::category] ? 0 : 1;
    without_priority += i[TextField::priority] ? 0 : 1;
    const auto level = review::priority_level(i[TextField::priority].value_or(""));
    const auto matrix = matrix_priority(i[TextField::impact].value_or(""), i[TextField::urgency].value_or(""));
    if (level && matrix) {
      ++rated;
      against += *level == *matrix ? 0 : 1;
    }
    if (level && *level == 1) {
      ++urgent;
      const auto entries = review::events_of(store, s.id);
      const auto told = audiences_of(entries);
      entries_n += static_cast<std::int64_t>(entries.size());
      for (const auto& e : entries) without_system += e.event.system.empty() && e.event.channel.empty() ? 1 : 0;
      std::optional<base::Ms> first;
      for (const auto& a : told) {
        communications += a.outbound;
        if (a.first_at && (!first || *a.first_at < *first)) first = a.first_at;
      }
      if (first && *first >= *opened) {
        ++urgent_told;
        first_minutes.push_back(static_cast<double>(*first - *opened) / 60000);
      }
    }
    return true;
  });
  const std::string cohort = fmt::format("incidents logged in the window, n = {}", base::grouped(records));
  find("Classification", "Records without a category: " + of(without_category, records), cohort);
  find("Classification", "Records without a priority: " + of(without_priority, records), cohort);
  if (rated > 0) {
    find("Classification", "Priority differs from the usual matrix of impact and urgency: " + of(against, rated),
         fmt::format("incidents with impact, urgency and priority, n = {}", base::grouped(rated)));
  }
  const std::string urgent_cohort = fmt::format("incidents of the highest priority, n = {}", base::grouped(urgent));
  if (urgent > 0) {
    find("Communication", "With at least one message sent and recorded: " + of(urgent_told, urgent), urgent_cohort);
    if (!first_minutes.empty()) {
      std::sort(first_minutes.begin(), first_minutes.end());
      const std::size_t m = first_minutes.size();
      const double median = m % 2 == 1 ? first_minutes[m / 2] : (first_minutes[m / 2 - 1] + first_minutes[m / 2]) / 2;
      find("Communication", fmt::format("Median time to the first message: {}", base::plain_duration(median * 60)),
           fmt::format("{}; n = {}", urgent_cohort, m));
    }
    find("Communication", fmt::format("Messages sent in these incidents: {}", base::grouped(communications)),
         urgent_cohort);
    find("Logging", "Entries that name no system: " + of(without_system, entries_n), urgent_cohort);
  }
}

}  // namespace

Json system_review_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader, Ledger& ledger,
                         DirectiveData& shown) {
  const auto columns = review::incident_columns(store);
  analytics::FigureRequest request;
  request.zone = reader.zone;
  request.from = asked.from;
  request.until = asked.until;
  for (const char* id : {"incidents", "completeness", "escalation_rate", "reopen_rate", "recurrence_rate",
                         "time_to_acknowledge", "sla_met", "reviews_on_time", "actions_overdue", "actions_verified"}) {
    if (analytics::kpi_named(id) != nullptr) request.ids.emplace_back(id);
  }
  auto first = request;
  first.ids = {"incidents"};
  const auto window_of = analytics::compute_figures(columns, first).window;
  request.period = asked.period.value_or(period_for(window_of.from, window_of.until, columns.size()));
  const auto figures = analytics::compute_figures(columns, request);

  Json out;
  out["schema"] = "system-review/1";
  out["audience"] = name(reader.audience);
  const std::string window = columns.size() == 0 ? std::string("no records")
                                                 : base::plain_date(figures.window.from, reader.zone) + " to " +
                                                       base::plain_date(figures.window.until - 1, reader.zone);
  out["title"] = "Review of the incident process, " + window;
  out["prepared"] = base::plain_date(reader.now, reader.zone);
  out["window"] = {{"text", window},
                   {"from", base::rfc3339(figures.window.from)},
                   {"until", base::rfc3339(figures.window.until)},
                   {"zone", reader.zone.name()}};
  Json kpis = Json::array();
  TableMaker measures("Measures of the process", {{"Measure", Align::left, 0.28},
                                                  {"Figure", Align::right},
                                                  {"Cases", Align::right},
                                                  {"Without data", Align::right},
                                                  {"Over time", Align::left, 0.42}});
  for (const auto& f : figures.figures) {
    if (!says_something(f)) continue;
    Json line = kpi_line(f, reader.zone, ledger);
    std::string over = line["finding"].get<std::string>();
    if (const auto colon = over.find(": "); colon != std::string::npos) over = capitalised(over.substr(colon + 2));
    measures.row({line["title"].get<std::string>(), line["value"].get<std::string>(), base::grouped(f.sample.n),
                  base::grouped(f.sample.missing), over});
    kpis.push_back(std::move(line));
  }
  if (!measures.empty()) shown.tables["measures"] = measures.take();
  out["kpis"] = std::move(kpis);

  Json findings = Json::array();
  TableMaker table("What the record shows",
                   {{"Area", Align::left, 0.18}, {"Finding", Align::left, 0.5}, {"Counted over"}});
  const auto find = [&](std::string_view area, std::string text, std::string source) {
    ledger.note(area, text, source);
    table.row({std::string(area), text, source});
    findings.push_back({{"area", area}, {"text", std::move(text)}, {"source", std::move(source)}});
  };
  from_records(store, figures.window.from, figures.window.until, find);
  const auto reviews = review::list_reviews(store);
  std::int64_t signed_n = 0, late = 0;
  for (const auto& r : reviews) {
    signed_n += r.status == "final" ? 1 : 0;
    late += r.status != "final" && r.due_ms && *r.due_ms < reader.now ? 1 : 0;
  }
  const auto reviews_n = static_cast<std::int64_t>(reviews.size());
  find("Review", "Reviews signed: " + of(signed_n, reviews_n), "all reviews in the workspace");
  if (late > 0) find("Review", "Reviews past their date: " + of(late, reviews_n), "all reviews in the workspace");
  const auto candidates = review::review_candidates(store);
  find("Review",
       fmt::format("Incidents that meet the review rule and have no review: {}",
                   base::grouped(static_cast<std::int64_t>(candidates.size()))),
       "the review rule, over all incidents");
  const auto actions = review::list_actions(store);
  std::int64_t overdue = 0, verified = 0, finished = 0;
  for (const auto& a : actions) {
    const bool carried_out = a.status == "implemented" || a.status == "under_observation" || a.status == "verified" ||
                             a.status == "closed" || a.status == "not_effective";
    finished += carried_out ? 1 : 0;
    verified += a.verdict ? 1 : 0;
    overdue += !review::ended(a.status) && !carried_out && a.due_ms && *a.due_ms < reader.now ? 1 : 0;
  }
  const auto actions_n = static_cast<std::int64_t>(actions.size());
  find("Follow-through", "Actions carried out: " + of(finished, actions_n), "all actions");
  find("Follow-through", "Actions overdue: " + of(overdue, actions_n), "all actions");
  find("Follow-through", "Actions with a verdict on their effect: " + of(verified, actions_n), "all actions");
  const auto lessons = review::list_lessons(store);
  const auto undelivered =
      std::count_if(lessons.begin(), lessons.end(), [](const review::Lesson& l) { return !l.delivered_ms; });
  find("Follow-through", "Lessons not yet delivered: " + of(undelivered, static_cast<std::int64_t>(lessons.size())),
       "all lessons");
  shown.tables["findings"] = table.take();
  out["findings"] = std::move(findings);
  out["lessons"] = {{"all", lessons.size()}, {"undelivered", undelivered}};

  Json waiting = Json::array();
  TableMaker without("Incidents waiting for a review", {{"Incident", Align::left, 0.16},
                                                        {"Title", Align::left, 0.38},
                                                        {"Logged", Align::left, 0.16},
                                                        {"Age", Align::right},
                                                        {"Why a review"}});
  for (const auto& c : candidates) {
    const std::string age = base::counted(std::max<std::int64_t>(0, (reader.now - c.opened_ms) / base::day_ms), "day");
    waiting.push_back({{"ref", c.ref}, {"title", c.title}, {"why", c.why}, {"age", age}});
    if (without.size() < 40) without.row({c.ref, c.title, base::plain_date(c.opened_ms, reader.zone), age, c.why});
  }
  if (!without.empty()) shown.tables["unreviewed"] = without.take();
  out["unreviewed"] = std::move(waiting);
  Json tables = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace debrief::templates
