// Figures over a workspace: which rows count, in which groups and periods, and each KPI over them.
//
// Rows come in order of opening. Each KPI is asked once per group and period, and given only the rows that can
// matter there: a slice for incidents opened in a period, a bucket for those ended in it, the ones standing at its
// end. So the cost grows with rows plus points, not with rows times points.

#include "analytics/figures.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "analytics/background.h"
#include "analytics/clock/period_of.h"
#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "analytics/findings.h"
#include "analytics/warnings.h"
#include "base/error.h"
#include "base/large.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::size_t most_points = 500'000;

struct Group {
  std::string value;
  Rows rows;
};

/// The periods of the series and which of them are not whole.
struct Calendar {
  base::Period period = base::Period::week;
  std::vector<Window> windows;  // cut to what was asked for
  std::vector<bool> partial;
  std::vector<base::Ms> bounds;  // windows.size() + 1
};

std::vector<const Kpi*> chosen(const std::vector<std::string>& ids) {
  std::vector<const Kpi*> kpis;
  if (ids.empty()) {
    kpis.assign(all_kpi().begin(), all_kpi().end());
    return kpis;
  }
  for (const std::string& id : ids) {
    const Kpi* kpi = kpi_named(id);
    if (kpi == nullptr) {
      std::vector<std::string> known;
      for (const Kpi* k : all_kpi()) known.emplace_back(k->id);
      const std::string near = base::nearest(id, known);
      throw base::Error(base::Status::usage, "unknown-kpi", "there is no KPI " + base::quoted(id),
                        near.empty() ? "\"debrief kpi list\" names them" : "did you mean " + near + "?");
    }
    if (std::find(kpis.begin(), kpis.end(), kpi) == kpis.end()) kpis.push_back(kpi);
  }
  return kpis;
}

/// Rows of the kinds that count, and which kinds those are.
Rows counted_rows(const review::IncidentColumns& t, const FigureRequest& request, Figures& out) {
  std::array<bool, 256> seen{};
  for (const review::Kind kind : t.kind) seen[static_cast<std::uint8_t>(kind)] = true;
  std::vector<review::Kind> present;
  for (std::size_t kind = 0; kind < seen.size(); ++kind) {
    if (seen[kind]) present.push_back(static_cast<review::Kind>(kind));
  }
  if (request.all_kinds) {
    out.kinds = present;
  } else if (!request.kinds.empty()) {
    out.kinds = request.kinds;
  } else if (present.size() == 1 && present.front() != review::Kind::incident) {
    out.kinds = present;
    out.warnings.push_back({"single-kind", fmt::format("the records are all of kind {}; the figures are over these",
                                                       review::name(present.front()))});
  } else {
    out.kinds = {review::Kind::incident};
  }
  std::array<bool, 256> counts{};
  for (const review::Kind kind : out.kinds) counts[static_cast<std::uint8_t>(kind)] = true;
  Rows rows;
  rows.reserve(t.size());
  base::will_be_filled(rows);
  std::int64_t without_opening = 0;
  for (std::uint32_t row = 0; row < t.size(); ++row) {
    if (!counts[static_cast<std::uint8_t>(t.kind[row])]) continue;
    if (t.opened[row] == review::no_time) {
      ++without_opening;
    } else {
      rows.push_back(row);
    }
  }
  if (without_opening > 0) {
    out.warnings.push_back(
        {"without-opening-time", fmt::format("{} without a time of opening in no figure",
                                             base::counted(without_opening, "record is", "records are"))});
  }
  return rows;
}

const review::Labels* labels_of(const review::IncidentColumns& t, const FigureRequest& request) {
  switch (request.by) {
    case GroupBy::none:
      return nullptr;
    case GroupBy::priority:
      return &t.priority;
    case GroupBy::category:
      return &t.category;
    case GroupBy::team:
      return &t.team;
    case GroupBy::channel:
      return &t.channel;
    case GroupBy::source:
      return &t.source;
    case GroupBy::cluster:
      return request.clusters;
  }
  return nullptr;
}

/// Queues, channels and topics that only contacts have.
void add_contact_groups(const review::IncidentColumns& t, const FigureRequest& request, std::vector<Group>& groups) {
  const ContactGroup by{std::string(name(request.by)), {}};
  for (const review::Labels* labels : {by.labels(t.contacts), by.labels(t.intervals)}) {
    if (labels == nullptr) continue;
    for (std::size_t code = 1; code < labels->values.size(); ++code) {
      const std::string key = base::folded(labels->values[code]);
      const bool there =
          std::any_of(groups.begin(), groups.end(), [&](const Group& g) { return base::folded(g.value) == key; });
      if (!there) groups.push_back({labels->values[code], {}});
    }
  }
}

/// Priorities by level, other labels by size; those without a label last.
std::vector<Group> grouped_rows(const review::IncidentColumns& t, const FigureRequest& request, Rows rows) {
  const review::Labels* labels = labels_of(t, request);
  std::vector<Group> groups;
  if (labels == nullptr) {
    groups.push_back({"", std::move(rows)});
    return groups;
  }
  std::vector<std::size_t> sizes(labels->values.size());
  for (const std::uint32_t row : rows) ++sizes[labels->codes[row]];
  std::vector<Rows> by_code(labels->values.size());
  for (std::size_t code = 0; code < sizes.size(); ++code) by_code[code].reserve(sizes[code]);
  for (Rows& of_code : by_code) base::will_be_filled(of_code);
  for (const std::uint32_t row : rows) by_code[labels->codes[row]].push_back(row);
  for (std::size_t code = 0; code < by_code.size(); ++code) {
    if (!by_code[code].empty()) groups.push_back({labels->values[code], std::move(by_code[code])});
  }
  const auto level = [&](const Group& g) {
    return request.by == GroupBy::priority ? review::priority_level(g.value).value_or(99) : 0;
  };
  add_contact_groups(t, request, groups);
  std::sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    if (a.value.empty() != b.value.empty()) return b.value.empty();
    if (level(a) != level(b)) return level(a) < level(b);
    if (request.by != GroupBy::priority && a.rows.size() != b.rows.size()) return a.rows.size() > b.rows.size();
    return a.value < b.value;
  });
  return groups;
}

/// First and last start of contacts and intervals; nullopt without any.
std::optional<Window> contacts_span(const review::IncidentColumns& t) {
  std::optional<Window> span;
  for (const auto* times : {&t.contacts.started, &t.intervals.from}) {
    for (const base::Ms at : *times) {
      if (at == review::no_time) continue;
      if (!span) span = Window{at, at};
      span->from = std::min(span->from, at);
      span->until = std::max(span->until, at);
    }
  }
  return span;
}

/// The window the figures are computed over: as shown, but with the instant of the cut-off itself included.
Window window_of(const review::IncidentColumns& t, const FigureRequest& request, const Rows& rows, Figures& out) {
  base::Ms first = rows.empty() ? (t.as_of == review::no_time ? 0 : t.as_of) : t.opened[rows.front()];
  base::Ms last = rows.empty() ? first : std::max(t.as_of, t.opened[rows.back()]);
  if (const auto contacts = contacts_span(t)) {
    first = rows.empty() ? contacts->from : std::min(first, contacts->from);
    last = rows.empty() ? contacts->until : std::max(last, contacts->until);
  }
  out.window = {.from = request.from.value_or(first), .until = request.until.value_or(last)};
  if (out.window.from > out.window.until) {
    if (!request.from || !request.until) {
      // Asked for a stretch outside the data: no cases, not a mistake.
      (request.from ? out.window.until : out.window.from) = request.from ? out.window.from : out.window.until;
    } else {
      throw base::Error(base::Status::usage, "window-ends-before-it-begins",
                        fmt::format("the window ends ({}) before it begins ({})", base::rfc3339(out.window.until),
                                    base::rfc3339(out.window.from)));
    }
  }
  return {.from = out.window.from, .until = request.until ? out.window.until : out.window.until + 1};
}

Calendar calendar_of(const review::IncidentColumns& t, const FigureRequest& request, const Window& window,
                     const Rows& rows, std::size_t series) {
  Calendar c{.period = *request.period, .windows = {}, .partial = {}, .bounds = {}};
  const auto contacts = contacts_span(t);
  if ((rows.empty() && !contacts) || window.until <= window.from) return c;
  // The first day of the data counts as whole: nobody's log begins at midnight sharp.
  base::Ms first = rows.empty() ? contacts->from : t.opened[rows.front()];
  base::Ms known_until = rows.empty() ? contacts->until : t.as_of == review::no_time ? t.opened[rows.back()] : t.as_of;
  if (contacts) {
    first = std::min(first, contacts->from);
    known_until = std::max(known_until, contacts->until);
  }
  const base::Ms data_from = base::period_start(first, base::Period::day, request.zone);
  base::Ms start = base::period_start(window.from, c.period, request.zone);
  while (start < window.until) {
    const base::Ms end = base::period_end(start, c.period, request.zone);
    const Window cut{.from = request.from ? std::max(start, window.from) : start,
                     .until = request.until ? std::min(end, window.until) : end};
    c.windows.push_back(cut);
    c.partial.push_back(cut.from != start || cut.until != end || start < data_from || end > known_until);
    if (c.windows.size() * series > most_points) {
      throw base::Error(base::Status::usage, "too-many-points",
                        fmt::format("more than {} points", base::grouped(static_cast<long long>(most_points))),
                        "a longer --period, a shorter window, fewer figures or groups");
    }
    start = end;
  }
  for (const Window& w : c.windows) c.bounds.push_back(w.from);
  if (!c.windows.empty()) c.bounds.push_back(c.windows.back().until);
  return c;
}

/// Rows of one group dealt out to the periods.
class Dealt {
 public:
  Dealt(const review::IncidentColumns& t, const Rows& rows, const Calendar& calendar) {
    const PeriodOf period_of(calendar.bounds);
    opened_.resize(calendar.windows.size());
    for (std::size_t p = 0; p < calendar.windows.size(); ++p) {
      const auto at = [&](base::Ms bound) {
        return std::lower_bound(rows.begin(), rows.end(), bound,
                                [&](std::uint32_t row, base::Ms b) { return t.opened[row] < b; });
      };
      const auto first = at(calendar.windows[p].from);
      opened_[p] = std::span(first, at(calendar.windows[p].until));
    }
    // Counting sort by period of ending keeps the order of rows within each.
    std::vector<std::uint32_t> place(rows.size());
    starts_.assign(calendar.windows.size() + 1, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      place[i] = period_of(ended_or_opened(t, rows[i]));
      if (place[i] != PeriodOf::none) ++starts_[place[i] + 1];
    }
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    ended_.resize(starts_.back());
    std::vector<std::size_t> next(starts_.begin(), starts_.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (place[i] != PeriodOf::none) ended_[next[place[i]]++] = rows[i];
    }
  }

  std::span<const std::uint32_t> opened(std::size_t period) const { return opened_[period]; }
  std::span<const std::uint32_t> ended(std::size_t period) const {
    return std::span(ended_).subspan(starts_[period], starts_[period + 1] - starts_[period]);
  }

 private:
  std::vector<std::span<const std::uint32_t>> opened_;
  std::vector<std::size_t> starts_;
  Rows ended_;
};

/// The rows that may stand open at the end of a period; asked period by period in order of time.
class Standing {
 public:
  Standing(const review::IncidentColumns& t, const Background& background, const Rows& rows)
      : t_(t), background_(background), rows_(rows) {}

  std::span<const std::uint32_t> at(base::Ms t) {
    for (; next_ < rows_.size() && t_.opened[rows_[next_]] <= t; ++next_) now_.push_back(rows_[next_]);
    // Over for good by t, or over nobody knows since when; those that are opened again later stay.
    std::erase_if(now_, [&](std::uint32_t row) {
      const std::optional<bool> open = open_at(t_, background_, row, t);
      if (!open) return true;
      return !*open && t_.first_reopened[row] <= t && std::max(last_ended(t_, row), t_.closed[row]) <= t;
    });
    return now_;
  }

 private:
  const review::IncidentColumns& t_;
  const Background& background_;
  const Rows& rows_;
  Rows now_;
  std::size_t next_ = 0;
};

/// The cases of a share over incidents, when each came to count.
void add_cases(const review::IncidentColumns& t, const Kpi& kpi, const Sample& s, std::vector<Case>& cases) {
  if (s.rows.size() != static_cast<std::size_t>(s.n) || !s.numerator ||
      s.hits.size() != static_cast<std::size_t>(*s.numerator)) {
    return;
  }
  auto hit = s.hits.begin();
  for (const std::uint32_t row : s.rows) {
    const bool counted = hit != s.hits.end() && *hit == row;
    if (counted) ++hit;
    cases.push_back({kpi.cohort == Cohort::ended ? ended_or_opened(t, row) : t.opened[row], counted});
  }
}

/// Which periods the data hold as they were.
///
/// openings_until  openings end here although the data go on
/// selection       the extract was chosen by closing date
struct Known {
  std::optional<base::Ms> openings_until;
  std::optional<Selection> selection;

  /// After the openings end, what is still resolved is the slow remainder. What an extract chosen by closing date bends
  /// is what is counted by opening or by standing open, not what ended.
  bool bends(const Kpi& kpi, const Window& window) const {
    if (kpi.cohort == Cohort::whole) return false;
    if (openings_until && window.until > *openings_until) return true;
    return selection && kpi.cohort != Cohort::ended &&
           (window.from < selection->from || window.until > selection->until);
  }
};

Series series_of(const Kpi& kpi, const Question& whole, const Group& group, const Calendar& calendar,
                 const Dealt& dealt, const Known& known, const Sample& overall) {
  Series series;
  series.period = calendar.period;
  series.points.reserve(calendar.windows.size());
  const review::IncidentColumns& t = whole.incidents;
  const bool counts_events = kpi.unit == Unit::count && kpi.cohort == Cohort::opened;
  // The chart of the cases between asks for each of them; it is for shares of few cases or few others.
  const auto few = static_cast<std::int64_t>(4 * calendar.windows.size());
  const bool may_be_rare = kpi.unit == Unit::share && overall.numerator &&
                           std::min(*overall.numerator, overall.n - *overall.numerator) <= few;
  std::vector<base::Ms> events;
  std::vector<Case> cases;
  Standing standing(t, *whole.background, group.rows);
  for (std::size_t p = 0; p < calendar.windows.size(); ++p) {
    const Window window = calendar.windows[p];
    std::span<const std::uint32_t> rows = group.rows;
    if (kpi.cohort == Cohort::opened) rows = dealt.opened(p);
    if (kpi.cohort == Cohort::ended) rows = dealt.ended(p);
    if (kpi.cohort == Cohort::standing) rows = standing.at(window.until);
    SeriesPoint point;
    point.window = window;
    point.partial = calendar.partial[p];
    if (known.bends(kpi, window)) point.partial = true;
    Question question{t, rows, window, whole.zone, whole.background, whole.contact_group, whole.service};
    question.within = kpi.cohort == Cohort::opened;
    question.answers = whole.answers;
    question.list_rows = counts_events || may_be_rare;
    point.sample = kpi.compute(question);
    if (counts_events && !point.partial) {
      for (const std::uint32_t row : point.sample.rows) events.push_back(t.opened[row]);
    }
    if (may_be_rare && !point.partial) add_cases(t, kpi, point.sample, cases);
    for (auto* list : {&point.sample.rows, &point.sample.hits}) {
      list->clear();
      list->shrink_to_fit();
    }
    const std::int64_t all = point.sample.n + point.sample.open;
    point.unripe = kpi.unit == Unit::seconds && kpi.cohort == Cohort::opened && point.sample.open * 10 > all;
    point.sample.values = {};
    point.sample.two_ways.reset();
    series.points.push_back(std::move(point));
  }
  std::sort(events.begin(), events.end());
  std::stable_sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.at < b.at; });
  add_chart(series, kpi, events, cases);
  return series;
}

void warn(const review::IncidentColumns& t, const Rows& rows, const Figures& figures, const base::Zone& zone,
          const Known& known, std::vector<Warning>& out) {
  if (rows.empty()) {
    if (!contacts_span(t)) out.push_back({"no-records", "there is no record of the kinds asked for"});
    return;
  }
  const auto in_window =
      std::partition_point(rows.begin(), rows.end(),
                           [&](std::uint32_t row) { return t.opened[row] <= figures.window.until; }) -
      std::partition_point(rows.begin(), rows.end(),
                           [&](std::uint32_t row) { return t.opened[row] < figures.window.from; });
  if (in_window < 12) {
    out.push_back({"small-sample", in_window == 0 ? std::string("no record in the window")
                                                  : fmt::format("{} in the window: look at each one before any figure",
                                                                base::counted(in_window, "record"))});
  }
  if (known.selection) {
    const Selection& s = *known.selection;
    out.push_back(
        {"selected-by-closing-date",
         fmt::format(
             "nearly all records have ended, and the extract seems chosen by when they did: of the latest openings "
             "only the quick ones are in it, so the last periods look smaller and faster than they were; {}",
             s.from < s.until ? fmt::format("figures by opening are judged from {} to {} only",
                                            base::iso_date(s.from, zone), base::iso_date(s.until, zone))
                              : std::string("no figure by opening is judged over time"))});
  }
  if (known.openings_until) {
    out.push_back(
        {"openings-end-early",
         fmt::format("the last record was opened on {}, the data go on to {}: what ends after that is the slow "
                     "remainder, and is kept out of limits and trend",
                     base::iso_date(*known.openings_until, zone), base::iso_date(t.as_of, zone))});
  }
}

/// Under five cases a figure says less than the cases do.
void list_few(const review::IncidentColumns& t, const FigureRequest& request, Sample& sample) {
  if (sample.n < 1 || sample.n >= 5 || sample.rows.size() != static_cast<std::size_t>(sample.n)) return;
  std::vector<std::string> refs;
  for (const std::uint32_t row : sample.rows) refs.push_back(request.ref_of ? request.ref_of(row) : t.ref[row]);
  sample.notes.push_back("the cases: " + base::joined(refs, ", "));
}

}  // namespace

std::string_view name(GroupBy by) {
  switch (by) {
    case GroupBy::none:
      return "";
    case GroupBy::priority:
      return "priority";
    case GroupBy::category:
      return "category";
    case GroupBy::team:
      return "team";
    case GroupBy::channel:
      return "channel";
    case GroupBy::source:
      return "source";
    case GroupBy::cluster:
      return "cluster";
  }
  return "";
}

std::optional<GroupBy> group_by_named(std::string_view text) {
  for (const GroupBy by :
       {GroupBy::priority, GroupBy::category, GroupBy::team, GroupBy::channel, GroupBy::source, GroupBy::cluster}) {
    if (name(by) == text) return by;
  }
  return std::nullopt;
}

review::ColumnSet columns_read(const FigureRequest& request) {
  using review::Column;
  // Whether and when they ended, what the shape of the extract says, and names for a few cases.
  review::ColumnSet set{Column::resolved,       Column::closed, Column::first_reopened,
                        Column::first_resolved, Column::status, Column::source};
  if (!request.ref_of) set |= {Column::ref};
  for (const Kpi* kpi : chosen(request.ids)) set |= kpi->reads;
  switch (request.by) {
    case GroupBy::priority:
      set |= {Column::priority};
      break;
    case GroupBy::category:
      set |= {Column::category};
      break;
    case GroupBy::team:
      set |= {Column::team};
      break;
    case GroupBy::channel:
      set |= {Column::channel};
      break;
    case GroupBy::none:
      // A total may mislead by the sizes of its groups.
      set |= {Column::priority, Column::category, Column::team, Column::channel};
      break;
    case GroupBy::source:
    case GroupBy::cluster:
      break;
  }
  return set;
}

Figures compute_figures(const review::IncidentColumns& incidents, const FigureRequest& request) {
  const std::vector<const Kpi*> kpis = chosen(request.ids);
  Figures out;
  out.zone = request.zone.name();
  Rows rows = counted_rows(incidents, request, out);
  const Window window = window_of(incidents, request, rows, out);
  const Known known{.openings_until = openings_end(incidents, rows),
                    .selection = selection_by_closing_date(incidents, rows)};
  warn(incidents, rows, out, request.zone, known, out.warnings);
  const bool repeats = std::any_of(kpis.begin(), kpis.end(), [](const Kpi* kpi) { return kpi->repeats; });
  const Background background = background_of(incidents, rows, request.clusters, repeats, columns_read(request));
  // With periods each row is asked about at least twice, and in another order than it lies in.
  std::vector<std::vector<std::uint8_t>> answers(kpis.size());
  for (std::size_t k = 0; request.period && k < kpis.size(); ++k) {
    if (kpis[k]->answer == nullptr) continue;
    answers[k].reserve(incidents.size());
    for (std::size_t row = 0; row < incidents.size(); ++row) {
      answers[k].push_back(kpis[k]->answer(incidents, background, row));
    }
  }

  const Rows all = rows;
  const std::vector<Group> groups = grouped_rows(incidents, request, std::move(rows));
  Calendar calendar;
  if (request.period) calendar = calendar_of(incidents, request, window, all, groups.size() * kpis.size());
  for (const Group& group : groups) {
    const ContactGroup contacts{std::string(name(request.by)), group.value};
    Question question{incidents,      group.rows,  window,
                      request.zone,   &background, request.by == GroupBy::none ? nullptr : &contacts,
                      request.service};
    question.within = group.rows.empty() || (in(window, incidents.opened[group.rows.front()]) &&
                                             in(window, incidents.opened[group.rows.back()]));
    Known of_group = known;
    if (known.selection && request.by != GroupBy::none) {
      of_group.selection = narrowed(incidents, group.rows, *known.selection);
    }
    std::optional<Dealt> dealt;
    if (request.period) dealt.emplace(incidents, group.rows, calendar);
    for (std::size_t k = 0; k < kpis.size(); ++k) {
      const Kpi* kpi = kpis[k];
      question.answers = answers[k];
      Figure figure{.kpi = kpi,
                    .group_name = std::string(name(request.by)),
                    .group_value = group.value,
                    .sample = kpi->compute(question),
                    .series = std::nullopt,
                    .forecast = std::nullopt,
                    .forecast_windows = {},
                    .on_service_clock = request.service != nullptr && !kpi->on_service_clock.empty()};
      list_few(incidents, request, figure.sample);
      if (dealt && kpi->per_period) {
        figure.series = series_of(*kpi, question, group, calendar, *dealt, of_group, figure.sample);
      }
      add_forecast(figure, request.zone);
      out.figures.push_back(std::move(figure));
    }
  }
  std::vector<Figure*> all_figures;
  for (Figure& figure : out.figures) all_figures.push_back(&figure);
  add_alerts(all_figures);
  if (request.by == GroupBy::none) add_mix(incidents, request.zone, out);
  add_two_ways(incidents, out);
  return out;
}

}  // namespace debrief::analytics
