// Measures of effect from the columns of the log.

#include "analytics/effect/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <unordered_set>

#include "analytics/background.h"
#include "analytics/contacts.h"
#include "analytics/ended.h"
#include "analytics/major.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

using review::IncidentColumns;
using Rows = std::vector<std::uint32_t>;

constexpr std::size_t most_parts = 12;
constexpr std::array<std::string_view, 5> groups{"priority", "category", "team", "channel", "source"};

const review::Labels* labels_named(const IncidentColumns& t, std::string_view group) {
  if (group == "priority") return &t.priority;
  if (group == "category") return &t.category;
  if (group == "team") return &t.team;
  if (group == "channel") return &t.channel;
  if (group == "source") return &t.source;
  return nullptr;
}

std::optional<std::uint32_t> code_of(const review::Labels& labels, std::string_view value) {
  const std::string wanted = base::folded(base::squeezed(value));
  for (std::uint32_t c = 1; c < labels.values.size(); ++c) {
    if (base::folded(labels.values[c]) == wanted) return c;
  }
  return std::nullopt;
}

/// Rows with an opening time, of the kinds figures are over.
Rows counted_rows(const IncidentColumns& t) {
  const bool any_incident = std::find(t.kind.begin(), t.kind.end(), review::Kind::incident) != t.kind.end();
  Rows rows;
  for (std::uint32_t r = 0; r < t.size(); ++r) {
    if (t.opened[r] != review::no_time && (!any_incident || t.kind[r] == review::Kind::incident)) rows.push_back(r);
  }
  return rows;
}

enum class Way { opened, major, share, to_acknowledge, to_resolve, to_close, answer_wait, handling, none };

Way way_of(const Kpi& kpi) {
  if (kpi.id == "incidents" || kpi.id == "incidents_per_10000_contacts") return Way::opened;
  if (kpi.id == "major_incidents" || kpi.id == "mtbf") return Way::major;
  if (kpi.id == "time_to_acknowledge") return Way::to_acknowledge;
  if (kpi.id == "time_to_resolve") return Way::to_resolve;
  if (kpi.id == "time_to_close") return Way::to_close;
  if (kpi.id == "asa") return Way::answer_wait;
  if (kpi.id == "aht") return Way::handling;
  if (kpi.id == "completeness") return Way::none;  // a mean of shares, not a share of cases
  if (kpi.unit == Unit::share) return Way::share;
  return Way::none;
}

/// What measures over one set of rows share.
struct Rowed {
  const IncidentColumns& t;
  std::shared_ptr<const Background> background;
  std::shared_ptr<const Rows> rows;
  std::shared_ptr<const ContactGroup> contacts;  // nullptr: all
  base::Zone zone;
};

EffectSample events_in(const Rowed& r, Window w, bool major) {
  EffectSample s;
  for (const std::uint32_t row : *r.rows) {
    const base::Ms at = r.t.opened[row];
    if (at < w.from || at >= w.until) continue;
    if (!major || is_major(r.t, *r.background, row).value_or(false)) s.events.push_back(at);
  }
  return s;
}

EffectSample spans_in(const Rowed& r, Window w, const std::vector<base::Ms>& end) {
  EffectSample s;
  for (const std::uint32_t row : *r.rows) {
    const base::Ms at = r.t.opened[row];
    if (at < w.from || at >= w.until) continue;
    const bool ended = end[row] != review::no_time;
    // Over, but nobody says since when: neither an end nor still running.
    if (!ended && r.background->open[row] == 0) continue;
    const base::Ms last = ended ? end[row] : r.t.as_of;
    if (last < at || last == review::no_time) continue;
    s.spans.push_back({static_cast<double>(last - at) / 1000, ended});
  }
  return s;
}

EffectSample contact_spans_in(const Rowed& r, Window w, bool handling) {
  EffectSample s;
  const review::ContactColumns& c = r.t.contacts;
  const Question q{r.t, *r.rows, w, r.zone, r.background.get(), r.contacts.get()};
  for (const std::uint32_t row : contacts_of(q)) {
    if (c.answered[row] != 1) continue;
    double seconds = handling ? c.talk[row] : c.queue_wait[row];
    if (std::isnan(seconds)) continue;
    if (handling) seconds += (std::isnan(c.hold[row]) ? 0 : c.hold[row]) + (std::isnan(c.acw[row]) ? 0 : c.acw[row]);
    s.spans.push_back({seconds, true});
  }
  return s;
}

EffectSample share_in(const Rowed& r, Window w, const Kpi& kpi, bool more) {
  const Sample f = kpi.compute(Question{r.t, *r.rows, w, r.zone, r.background.get(), r.contacts.get()});
  EffectSample s;
  s.n = f.denominator.value_or(0);
  const std::int64_t yes = f.numerator.value_or(0);
  s.bad = more ? s.n - yes : yes;
  return s;
}

EffectMeasure measure_over(const Rowed& r, const Kpi& kpi, Way way, bool more) {
  EffectMeasure m;
  m.more_is_better = more;
  switch (way) {
    case Way::opened:
    case Way::major: {
      m.kind = EffectKind::events;
      // Time between failures is to grow where failures are to become rarer.
      m.more_is_better = kpi.id == "mtbf" ? !more : more;
      m.sample = [r, major = way == Way::major](Window w) { return events_in(r, w, major); };
      break;
    }
    case Way::share:
      m.kind = EffectKind::share;
      m.more_is_better = false;
      m.sample = [r, &kpi, more](Window w) { return share_in(r, w, kpi, more); };
      break;
    case Way::answer_wait:
    case Way::handling:
      m.kind = EffectKind::duration;
      m.sample = [r, handling = way == Way::handling](Window w) { return contact_spans_in(r, w, handling); };
      break;
    default: {
      m.kind = EffectKind::duration;
      const auto& end = way == Way::to_acknowledge ? r.t.acknowledged
                        : way == Way::to_resolve   ? r.t.resolved
                                                   : r.t.closed;
      m.sample = [r, &end](Window w) { return spans_in(r, w, end); };
    }
  }
  return m;
}

/// Codes of a label column by how often they occur among the rows, most first, the absent one left out.
std::vector<std::uint32_t> commonest(const review::Labels& labels, const Rows& rows, std::size_t most) {
  std::vector<std::int64_t> times(labels.values.size(), 0);
  for (const std::uint32_t r : rows) ++times[labels.codes[r]];
  std::vector<std::uint32_t> codes;
  for (std::uint32_t c = 1; c < times.size(); ++c) {
    if (times[c] > 0) codes.push_back(c);
  }
  std::stable_sort(codes.begin(), codes.end(), [&](std::uint32_t a, std::uint32_t b) { return times[a] > times[b]; });
  if (codes.size() > most) codes.resize(most);
  return codes;
}

std::shared_ptr<const Rows> rows_with(const Rows& rows, const review::Labels& labels, std::uint32_t code, bool with) {
  auto out = std::make_shared<Rows>();
  for (const std::uint32_t r : rows) {
    if ((labels.codes[r] == code) == with) out->push_back(r);
  }
  return out;
}

std::vector<base::Ms> times_of(const IncidentColumns& t, const Rows& rows) {
  std::vector<base::Ms> times;
  for (const std::uint32_t r : rows) times.push_back(t.opened[r]);
  return times;
}

EffectMeasure plain_events(std::vector<base::Ms> times) {
  EffectMeasure m;
  m.sample = [kept = std::make_shared<const std::vector<base::Ms>>(std::move(times))](Window w) {
    EffectSample s;
    s.events.assign(std::lower_bound(kept->begin(), kept->end(), w.from),
                    std::lower_bound(kept->begin(), kept->end(), w.until));
    return s;
  };
  return m;
}

}  // namespace

std::optional<MeasureName> measure_named(std::string_view text) {
  const std::string plain = base::squeezed(text);
  const auto blank = std::min(plain.find(' '), plain.size());
  MeasureName m;
  const std::string id = plain.substr(0, blank);
  if (id != "recurrence") {
    m.kpi = kpi_named(id);
    if (m.kpi == nullptr) return std::nullopt;
  }
  if (blank == plain.size()) return m;
  if (m.kpi == nullptr) return std::nullopt;
  const std::string behind = plain.substr(blank + 1);
  const auto equals = behind.find('=');
  if (equals == std::string::npos || equals + 1 == behind.size()) return std::nullopt;
  m.group = base::ascii_lower(behind.substr(0, equals));
  m.value = behind.substr(equals + 1);
  if (std::find(groups.begin(), groups.end(), m.group) == groups.end()) return std::nullopt;
  return m;
}

std::vector<std::string> group_values(const IncidentColumns& columns, std::string_view group) {
  std::vector<std::string> out;
  const auto take = [&](const review::Labels& labels) {
    for (const std::string& v : labels.values) {
      if (!v.empty() && std::find(out.begin(), out.end(), v) == out.end()) out.push_back(v);
    }
  };
  if (const auto* labels = labels_named(columns, group)) take(*labels);
  if (group == "team") take(columns.contacts.team);
  if (group == "channel") take(columns.contacts.channel);
  if (group == "category") take(columns.contacts.category);
  if (group == "source") take(columns.contacts.source);
  return out;
}

bool testable(const Kpi& kpi) { return way_of(kpi) != Way::none; }

std::string_view wanted_direction(const MeasureName& m) {
  return m.kpi != nullptr && m.kpi->better == Better::higher ? "higher" : "lower";
}

std::optional<MeasureOverLog> over_log(const IncidentColumns& t, const MeasureName& m, bool more,
                                       std::span<const std::int64_t> left_out, const base::Zone& zone) {
  if (m.kpi == nullptr) return std::nullopt;
  const Way way = way_of(*m.kpi);
  if (way == Way::none) return std::nullopt;
  if ((way == Way::answer_wait || way == Way::handling) && t.contacts.size() == 0) return std::nullopt;
  auto all = std::make_shared<Rows>(counted_rows(t));
  const auto background = std::make_shared<const Background>(background_of(t, *all, nullptr, m.kpi->repeats));
  std::erase_if(
      *all, [&](std::uint32_t r) { return std::find(left_out.begin(), left_out.end(), t.id[r]) != left_out.end(); });
  const auto over = [&](std::shared_ptr<const Rows> rows, std::shared_ptr<const ContactGroup> contacts) {
    return measure_over(Rowed{t, background, std::move(rows), std::move(contacts), zone}, *m.kpi, way, more);
  };
  MeasureOverLog out;
  if (m.group.empty()) {
    out.measure = over(all, nullptr);
    return out;
  }
  const review::Labels& labels = *labels_named(t, m.group);
  const auto code = code_of(labels, m.value);
  const auto group = [&](std::string value) {
    return std::make_shared<const ContactGroup>(ContactGroup{m.group, std::move(value)});
  };
  // A value nobody has yet: no rows, as a code that does not occur.
  out.measure = over(rows_with(*all, labels, code.value_or(0xFFFFFFFFU), true), group(m.value));
  // Contacts have no "all but these": what is left of them is asked part by part only.
  const bool of_contacts = way == Way::answer_wait || way == Way::handling || m.kpi->cohort == Cohort::whole;
  if (!of_contacts) {
    const auto rest = rows_with(*all, labels, code.value_or(0xFFFFFFFFU), false);
    if (!rest->empty()) out.rest = over(rest, nullptr);
  }
  for (const std::uint32_t c : commonest(labels, *all, most_parts + 1)) {
    if (code && c == *code) continue;
    if (out.untouched.size() == most_parts) break;
    out.untouched.push_back({labels.values[c], over(rows_with(*all, labels, c, true), group(labels.values[c]))});
  }
  return out;
}

MeasureOverLog over_events(const IncidentColumns& t, std::vector<base::Ms> outages,
                           std::span<const std::int64_t> members, std::string_view category) {
  MeasureOverLog out;
  out.measure = plain_events(std::move(outages));
  const std::unordered_set<std::int64_t> inside(members.begin(), members.end());
  Rows rest = counted_rows(t);
  std::erase_if(rest, [&](std::uint32_t r) { return inside.contains(t.id[r]); });
  if (rest.empty()) return out;
  out.rest = plain_events(times_of(t, rest));
  const auto own = code_of(t.category, category);
  for (const std::uint32_t c : commonest(t.category, rest, most_parts + 1)) {
    if (own && c == *own) continue;
    if (out.untouched.size() == most_parts) break;
    out.untouched.push_back({t.category.values[c], plain_events(times_of(t, *rows_with(rest, t.category, c, true)))});
  }
  return out;
}

ExposureOf exposure_over(const IncidentColumns& t, std::string_view unit) {
  if (unit != "contacts") {
    return [](Window w) {
      return w.until <= w.from ? 0.0 : static_cast<double>(w.until - w.from) / static_cast<double>(base::day_ms);
    };
  }
  if (t.contacts.size() > 0) {
    return [&t](Window w) {
      const auto& at = t.contacts.started;
      return static_cast<double>(std::lower_bound(at.begin(), at.end(), w.until) -
                                 std::lower_bound(at.begin(), at.end(), w.from));
    };
  }
  return [&t](Window w) {
    double sum = 0;
    const auto& v = t.intervals;
    const auto first = std::lower_bound(v.from.begin(), v.from.end(), w.from);
    for (auto i = static_cast<std::size_t>(first - v.from.begin()); i < v.size() && v.from[i] < w.until; ++i) {
      const double offered = v.offered_in(i);
      if (!std::isnan(offered)) sum += offered;
    }
    return sum;
  };
}

bool knows_contacts(const IncidentColumns& t) { return t.contacts.size() > 0 || t.intervals.size() > 0; }

}  // namespace debrief::analytics
