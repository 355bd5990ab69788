// The facts of a review of the incident process itself.

#include "templates/facts/system_review.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

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
#include "templates/facts/two_periods.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;
using review::TextField;
using review::TimeField;

namespace {

/// "median 12 min, middle half 5 min to 40 min"; minutes in, at least one.
std::string middle_said(std::vector<double>& minutes) {
  std::sort(minutes.begin(), minutes.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(minutes.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, minutes.size() - 1);
    return minutes[low] + (place - static_cast<double>(low)) * (minutes[high] - minutes[low]);
  };
  return fmt::format("median {}, middle half {} to {}", base::plain_duration(at(0.5) * 60),
                     base::plain_duration(at(0.25) * 60), base::plain_duration(at(0.75) * 60));
}

/// How complete the records of each kind are, and what they lack most.
Json logging_by_kind(review::Store& store, base::Ms from, base::Ms until, Ledger& ledger, DirectiveData& shown) {
  struct Kept {
    std::int64_t n = 0, full = 0;
    double sum = 0;
    std::map<std::string, std::int64_t> missing;
  };
  std::map<std::string, Kept> kinds;
  review::stream_incidents(store, {}, [&](const review::StoredIncident& s) {
    const auto opened = when(s.incident, TimeField::opened);
    if (!opened || *opened < from || *opened >= until) return true;
    Kept& k = kinds[unscored(review::name(s.incident.kind))];
    ++k.n;
    const auto c = review::completeness(s.incident, static_cast<std::size_t>(std::max<std::int64_t>(s.rows, 0)));
    k.sum += s.completeness;
    k.full += c.missing.empty() ? 1 : 0;
    for (const auto& field : c.missing) ++k.missing[field];
    return true;
  });
  std::vector<std::pair<std::string, Kept>> sorted(kinds.begin(), kinds.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.n > b.second.n; });
  Json out = Json::array();
  TableMaker t("How complete the records are, by kind", {{"Kind", Align::left, 0.16},
                                                         {"Records", Align::right, 0.1},
                                                         {"Nothing missing", Align::left, 0.28},
                                                         {"Filled on average", Align::right, 0.14},
                                                         {"Missing most often"}});
  for (const auto& [kind, k] : sorted) {
    std::vector<std::pair<std::string, std::int64_t>> lacks(k.missing.begin(), k.missing.end());
    std::stable_sort(lacks.begin(), lacks.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> words;
    for (const auto& [field, n] : lacks) {
      if (words.size() < 3)
        words.push_back(fmt::format("{} {}", base::ascii_lower(field),
                                    share_said(static_cast<double>(n) / static_cast<double>(k.n))));
    }
    const std::string full = share_of_all(k.full, k.n), mean = share_said(k.sum / static_cast<double>(k.n));
    ledger.note("Complete records, " + base::ascii_lower(kind), full, "fields a complete record of its kind holds");
    out.push_back({{"kind", kind}, {"n", k.n}, {"complete", k.full}, {"said", full}, {"mean", mean}, {"lacks", words}, {"lacks_most", lacks.empty() ? "" : base::ascii_lower(lacks.front().first)}});
    t.row({kind, base::grouped(k.n), full, mean, words.empty() ? "nothing" : base::joined(words, ", ")});
  }
  if (!t.empty()) shown.tables["kinds"] = t.take();
  return out;
}

/// What the record shows that a change of the process would answer; each with the figure behind it.
Json proposals_of(const Json& out) {
  Json list = Json::array();
  const auto propose = [&](const std::string& what, const std::string& why) {
    list.push_back({{"what", what}, {"why", why}});
  };
  for (const auto& k : out["kinds"]) {
    const auto n = k["n"].get<std::int64_t>(), full = k["complete"].get<std::int64_t>();
    if (n >= 10 && full * 10 < n * 9 && !k["lacks"].empty()) {
      propose(fmt::format("Make “{}” mandatory when a record of the kind {} is opened", k["lacks_most"].get<std::string>(),
                          base::ascii_lower(k["kind"].get<std::string>())),
              "nothing missing in " + k["said"].get<std::string>());
    }
  }
  static constexpr std::array<std::array<std::string_view, 2>, 6> answers{{
      {"Priority differs from the usual matrix", "Show the matrix where the priority is chosen, and ask for a reason to differ"},
      {"Customers told within 30 minutes", "Let the incident manager send the first customer message without sign-off"},
      {"With a silence of more than 30 minutes", "Set a timer for each audience when a major incident is declared"},
      {"Announced messages that came in time", "Name one person per incident who sends the announced messages"},
      {"Incidents that meet the review rule and have no review", "Start a review of each of these, or record why none is needed"},
      {"Actions overdue", "Go through overdue actions every week until there are none"},
  }};
  for (const auto& f : out["findings"]) {
    const std::string text = f["text"].get<std::string>();
    for (const auto& [begins, what] : answers) {
      if (!text.starts_with(begins)) continue;
      const bool wanted_high = begins.starts_with("Customers told") || begins.starts_with("Announced");
      const auto colon = text.find(": ");
      const auto number = [&](std::size_t from) {
        long long n = 0;
        for (; from < text.size() && (text[from] == ',' || (text[from] >= '0' && text[from] <= '9')); ++from) {
          if (text[from] != ',') n = n * 10 + (text[from] - '0');
        }
        return n;
      };
      const auto of = text.find(" of ", colon);
      const long long n = number(colon + 2), all = of == std::string::npos ? 0 : number(of + 4);
      // Four in five is good enough, one in ten bad enough; anything waiting is too much.
      const bool poor = all == 0 ? n > 0 : wanted_high ? n * 5 < all * 4 : n * 10 > all;
      if (poor) propose(std::string(what), text);
    }
  }
  for (const auto& line : out["periods"]["lines"]) {
    if (line["verdict"] == "worse")
      propose("Find out why this got worse: " + line["title"].get<std::string>(),
              line["later"].get<std::string>() + ", from " + line["earlier"].get<std::string>());
  }
  return list;
}

/// What the records themselves show of how they were kept.
void from_records(review::Store& store, base::Ms from, base::Ms until, const base::Zone& zone,
                  const std::function<void(std::string_view, std::string, std::string)>& find) {
  std::int64_t records = 0, rated = 0, against = 0, without_category = 0, without_priority = 0, urgent = 0,
               urgent_told = 0;
  std::int64_t communications = 0, without_system = 0, entries_n = 0;
  std::vector<double> first_minutes, lag_minutes;
  std::int64_t promised = 0, kept = 0, silent = 0, customers_told = 0, backwards = 0;
  review::stream_incidents(store, {}, [&](const review::StoredIncident& s) {
    const auto& i = s.incident;
    const auto opened = when(i, TimeField::opened);
    if (i.kind != review::Kind::incident || !opened || *opened < from || *opened >= until) return true;
    ++records;
    if (const auto occurred = when(i, TimeField::occurred)) {
      if (*occurred <= *opened)
        lag_minutes.push_back(static_cast<double>(*opened - *occurred) / 60000);
      else
        ++backwards;
    }
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
      const auto ended = ended_at(i);
      bool quiet = false, customers = false;
      for (const auto& p : promises_of(entries, zone)) {
        ++promised;
        kept += p.kept_at && *p.kept_at - p.promised_at < 2 * base::minute_ms ? 1 : 0;
      }
      for (const auto& a : told) {
        quiet = quiet || (a.silence_from && *a.silence_until - *a.silence_from > 30 * base::minute_ms &&
                          (!ended || *a.silence_from < *ended));
        customers = customers || (base::ascii_lower(a.audience).starts_with("customer") && a.first_at &&
                                  *a.first_at - *opened <= 30 * base::minute_ms);
        communications += a.outbound;
        if (a.first_at && (!first || *a.first_at < *first)) first = a.first_at;
      }
      silent += quiet ? 1 : 0;
      customers_told += customers ? 1 : 0;
      if (first && *first >= *opened) {
        ++urgent_told;
        first_minutes.push_back(static_cast<double>(*first - *opened) / 60000);
      }
    }
    return true;
  });
  const std::string cohort = fmt::format("incidents logged in the window, n = {}", base::grouped(records));
  if (!lag_minutes.empty()) {
    find("Logging", "From when it began to when it was logged: " + middle_said(lag_minutes),
         fmt::format("incidents that say when they began, n = {}; without that time {}", lag_minutes.size(),
                     base::grouped(records - static_cast<std::int64_t>(lag_minutes.size()))));
  }
  if (backwards > 0) {
    find("Logging", "Logged before they began, as the record has it: " + share_of_all(backwards, records), cohort);
  }
  find("Classification", "Records without a category: " + share_of_all(without_category, records), cohort);
  find("Classification", "Records without a priority: " + share_of_all(without_priority, records), cohort);
  if (rated > 0) {
    find("Classification", "Priority differs from the usual matrix of impact and urgency: " + share_of_all(against, rated),
         fmt::format("incidents with impact, urgency and priority, n = {}", base::grouped(rated)));
  }
  const std::string urgent_cohort = fmt::format("incidents of the highest priority, n = {}", base::grouped(urgent));
  if (urgent > 0) {
    find("Communication", "With at least one message sent and recorded: " + share_of_all(urgent_told, urgent), urgent_cohort);
    if (!first_minutes.empty()) {
      find("Communication", "Time to the first message: " + middle_said(first_minutes),
           fmt::format("{}; n = {}", urgent_cohort, first_minutes.size()));
    }
    find("Communication", "Customers told within 30 minutes of logging: " + share_of_all(customers_told, urgent),
         urgent_cohort);
    find("Communication", "With a silence of more than 30 minutes between two messages to one audience: " +
                              share_of_all(silent, urgent), urgent_cohort);
    if (promised > 0) {
      find("Communication", "Announced messages that came in time, within two minutes: " + share_of_all(kept, promised),
           fmt::format("messages that named the time of the next one, n = {}", base::grouped(promised)));
    }
    find("Communication", fmt::format("Messages sent in these incidents: {}", base::grouped(communications)),
         urgent_cohort);
    find("Logging", "Entries that name no system: " + share_of_all(without_system, entries_n), urgent_cohort);
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
  TableMaker definitions("What the measures mean",
                         {{"Measure", Align::left, 0.2}, {"Definition", Align::left, 0.55}, {"Source"}});
  for (const auto& f : figures.figures) {
    if (says_something(f))
      definitions.row({std::string(f.kpi->title), std::string(f.definition()), std::string(f.kpi->source)});
  }
  if (!definitions.empty()) shown.tables["definitions"] = definitions.take();
  out["kpis"] = std::move(kpis);

  Json findings = Json::array();
  TableMaker table("What the record shows",
                   {{"Area", Align::left, 0.18}, {"Finding", Align::left, 0.5}, {"Counted over"}});
  const auto find = [&](std::string_view area, std::string text, std::string source) {
    ledger.note(area, text, source);
    table.row({std::string(area), text, source});
    findings.push_back({{"area", area}, {"text", std::move(text)}, {"source", std::move(source)}});
  };
  from_records(store, figures.window.from, figures.window.until, reader.zone, find);
  out["kinds"] = logging_by_kind(store, figures.window.from, figures.window.until, ledger, shown);
  const auto reviews = review::list_reviews(store);
  std::int64_t signed_n = 0, in_time = 0, late = 0;
  for (const auto& r : reviews) {
    signed_n += r.status == "final" ? 1 : 0;
    in_time += r.signed_ms && r.due_ms && *r.signed_ms <= *r.due_ms ? 1 : 0;
    late += r.status != "final" && r.due_ms && *r.due_ms < reader.now ? 1 : 0;
  }
  const auto reviews_n = static_cast<std::int64_t>(reviews.size());
  const auto candidates = review::review_candidates(store);
  const auto due_for_one = reviews_n + static_cast<std::int64_t>(candidates.size());
  find("Review", "Incidents that meet the review rule and are under review: " + share_of_all(reviews_n, due_for_one),
       "reviews, and incidents that meet the rule without one");
  find("Review", "Reviews signed: " + share_of_all(signed_n, reviews_n), "all reviews in the workspace");
  if (signed_n > 0)
    find("Review", "Signed by their date: " + share_of_all(in_time, signed_n), "reviews that are signed");
  if (late > 0) find("Review", "Reviews past their date: " + share_of_all(late, reviews_n), "all reviews in the workspace");
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
  find("Follow-through", "Actions carried out: " + share_of_all(finished, actions_n), "all actions");
  find("Follow-through", "Actions overdue: " + share_of_all(overdue, actions_n), "all actions");
  find("Follow-through", "Actions with a verdict on their effect: " + share_of_all(verified, finished),
       "actions carried out");
  const auto worked = std::count_if(actions.begin(), actions.end(),
                                    [](const auto& a) { return a.verdict == "worked" || a.verdict == "worked-in-part"; });
  if (verified > 0) {
    find("Follow-through", "Of those with a verdict, worked or worked in part: " + share_of_all(worked, verified),
         "actions with a verdict");
  }
  const auto lessons = review::list_lessons(store);
  const auto undelivered =
      std::count_if(lessons.begin(), lessons.end(), [](const review::Lesson& l) { return !l.delivered_ms; });
  find("Follow-through", "Lessons not yet delivered: " + share_of_all(undelivered, static_cast<std::int64_t>(lessons.size())),
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
  out["periods"] = Json{{"earlier", ""}, {"later", ""}, {"lines", Json::array()}};
  if (columns.size() > 0) out["periods"] = two_periods(columns, request, figures.window, "periods", ledger, shown);
  out["proposals"] = proposals_of(out);
  Json tables = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace debrief::templates
