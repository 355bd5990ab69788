// A review's timeline: every entry in order, the moments that mattered, the silences between messages.

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TextField;
using review::TimeField;

namespace {

constexpr base::Ms late_entry_ms = 15 * base::minute_ms;

std::string carrier_of(const review::Event& e) {
  std::vector<std::string> parts;
  for (const std::string* s : {&e.system, &e.channel}) {
    if (!s->empty() && std::find(parts.begin(), parts.end(), *s) == parts.end()) parts.push_back(*s);
  }
  return base::joined(parts, ", ");
}

bool inbound(const review::Event& e) { return base::ascii_lower(e.direction).starts_with("in"); }

/// What makes an entry stand out, in a few words each.
std::vector<std::string> marks_of(const PirWork& w, const review::StoredEvent& s) {
  const review::Event& e = s.event;
  std::vector<std::string> out;
  switch (e.kind) {
    case EventKind::communication:
      if (!e.audience.empty()) out.push_back((inbound(e) ? "From " : "To ") + e.audience);
      break;
    case EventKind::decision:
    case EventKind::escalated:
    case EventKind::acknowledged:
    case EventKind::resolved:
    case EventKind::closed:
    case EventKind::reopened:
    case EventKind::assigned:
      out.push_back(kind_said(e.kind));
      break;
    case EventKind::logged:
      if (s.seq == w.entries.front().seq) out.push_back("Logged");
      break;
    case EventKind::action:
    case EventKind::note:
    case EventKind::updated:
      break;
  }
  for (const FieldMove& m : moves_of({s})) {
    if (m.field == "priority")
      out.push_back(fmt::format("Priority {} to {}", m.before.empty() ? "none" : m.before, m.after));
    if (m.field == "team" && !m.after.empty()) out.push_back("Team: " + m.after);
  }
  if (e.at && e.logged_at && e.logged_at->at - e.at->at >= late_entry_ms) {
    out.push_back("written " + between(e.at->at, e.logged_at->at) + " later");
  }
  if (const auto closed = w.at(TimeField::closed); closed && e.at && e.at->at > *closed) out.push_back("after closure");
  return out;
}

/// A stretch of a quarter of an hour or more between two messages to one audience, before the incident was over.
struct Silence {
  std::string audience;
  base::Ms from = 0, until = 0;
};

/// The longest of each audience, in order of time.
std::vector<Silence> silences_of(const PirWork& w) {
  const auto ended = ended_at(w.incident());
  std::vector<Silence> out;
  for (const auto& a : audiences_of(w.entries)) {
    if (!a.silence_from || *a.silence_until - *a.silence_from < 15 * base::minute_ms) continue;
    if (ended && *a.silence_from >= *ended) continue;
    out.push_back({a.audience, *a.silence_from, *a.silence_until});
  }
  std::stable_sort(out.begin(), out.end(), [](const Silence& a, const Silence& b) { return a.from < b.from; });
  return out;
}

/// Turning points: what was decided, raised, taken on, ended.
bool key_moment(const review::StoredEvent& s, const std::vector<std::string>& marks) {
  switch (s.event.kind) {
    case EventKind::decision:
    case EventKind::escalated:
    case EventKind::acknowledged:
    case EventKind::resolved:
    case EventKind::closed:
    case EventKind::reopened:
      return true;
    case EventKind::logged:
      return !marks.empty();
    case EventKind::communication:
    case EventKind::assigned:
    case EventKind::action:
    case EventKind::note:
    case EventKind::updated:
      break;
  }
  return std::any_of(marks.begin(), marks.end(), [](const std::string& m) { return m.starts_with("Priority "); });
}

/// Up to six entries that tell the course in short, by their places: ends first, then turning points, then the rest.
template <typename EventAt>
std::vector<std::size_t> brief_entries(std::size_t n, const EventAt& event) {
  const auto rank = [](EventKind kind) {
    switch (kind) {
      case EventKind::logged:
      case EventKind::resolved:
      case EventKind::reopened:
        return 0;
      case EventKind::acknowledged:
      case EventKind::escalated:
        return 1;
      case EventKind::decision:
        return 2;
      case EventKind::action:
      case EventKind::closed:
        return 3;
      case EventKind::communication:
        return 4;
      case EventKind::assigned:
      case EventKind::note:
      case EventKind::updated:
        return 5;
    }
    return 5;
  };
  std::vector<std::size_t> places(n);
  for (std::size_t k = 0; k < n; ++k) places[k] = k;
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return rank(event(a).kind) < rank(event(b).kind); });
  places.resize(std::min<std::size_t>(n, 6));
  return places;
}

void timeline_chart_into(PirWork& w) {
  const auto began = began_at(w.incident());
  const auto ended = ended_at(w.incident());
  std::vector<ChartMoment> moments;
  const auto inside = [&](base::Ms at) { return !ended || at <= *ended + 30 * base::minute_ms; };
  if (began && w.at(TimeField::occurred))
    moments.push_back({*began, *began, "Record", "Began " + w.wall.time(*began), "key"});
  if (const auto opened = w.at(TimeField::opened); began && opened && *opened - *began >= base::minute_ms)
    moments.push_back({*began, *opened, "Record", between(*began, *opened) + " before it was logged", "late"});
  std::size_t left_out = 0;
  for (const auto& s : w.entries) {
    const auto at = when(s);
    if (!at) continue;
    if (!inside(*at)) {
      ++left_out;
      continue;
    }
    const review::Event& e = s.event;
    std::string lane = "Notes";
    // The lane says what it is; a word at each of fifty moments would fill a page.
    std::string label = w.wall.time(*at);
    std::string mark;
    switch (e.kind) {
      case EventKind::communication:
        lane = (inbound(e) ? "From " : "To ") + (e.audience.empty() ? std::string("others") : e.audience);
        break;
      case EventKind::decision:
        lane = "Decisions";
        break;
      case EventKind::escalated:
        lane = "Escalations";
        break;
      case EventKind::action:
        lane = "Actions";
        break;
      case EventKind::logged:
      case EventKind::acknowledged:
      case EventKind::assigned:
      case EventKind::resolved:
      case EventKind::closed:
      case EventKind::reopened:
        lane = "Record";
        label = kind_said(e.kind) + " " + label;
        mark = e.kind == EventKind::assigned ? "" : "key";
        break;
      case EventKind::note:
      case EventKind::updated:
        break;
    }
    for (const FieldMove& m : moves_of({s}, "priority")) {
      label = fmt::format("{} to {} {}", m.before, m.after, w.wall.time(*at));
      mark = "key";
    }
    base::Ms until = *at;
    if (e.at && e.logged_at && e.logged_at->at - *at >= late_entry_ms) {
      label += ", written " + between(*at, e.logged_at->at) + " later";
      if (mark.empty()) {
        // The chart ends where the incident does, however late somebody wrote.
        mark = "late";
        until = inside(e.logged_at->at) ? e.logged_at->at : ended ? *ended + 30 * base::minute_ms : e.logged_at->at;
      }
    }
    moments.push_back({*at, until, lane, label, mark});
  }
  std::string worst;
  base::Ms worst_ms = 0;
  for (const auto& a : audiences_of(w.entries)) {
    if (!a.silence_from || !inside(*a.silence_until)) continue;
    const base::Ms length = *a.silence_until - *a.silence_from;
    if (length < 15 * base::minute_ms) continue;
    moments.push_back(
        {*a.silence_from, *a.silence_until, "To " + a.audience,
         between(a.silence_from, a.silence_until) + " without a message", "silence"});
    if (length > worst_ms) {
      worst_ms = length;
      worst = fmt::format("The longest time between two messages to one audience was {}: {}, {} to {}.",
                          between(a.silence_from, a.silence_until), a.audience, w.wall.time(*a.silence_from),
                          w.wall.time(*a.silence_until));
    }
  }
  if (moments.size() < 2) return;
  if (worst.empty())
    worst = fmt::format("{} with a time, in lanes.",
                        base::counted(static_cast<long long>(moments.size()), "entry", "entries"));
  if (left_out > 0) {
    worst += fmt::format(" {} after the end {} only in the table.",
                         base::counted(static_cast<long long>(left_out), "later entry", "later entries"),
                         left_out == 1 ? "stands" : "stand");
  }
  w.shown.charts["timeline"] =
      timeline_chart("Course of the incident" + w.wall.home_said() + ", " + w.wall.zone().name(), worst,
                     std::move(moments), w.wall.zone());
}

}  // namespace

Json timeline_part(PirWork& w) {
  const bool several = !w.others.empty();
  struct Line {
    const review::StoredEvent* event;
    std::string ref;
  };
  std::vector<Entries> held;
  held.reserve(w.others.size());
  std::vector<Line> lines;
  for (const auto& e : w.entries) lines.push_back({&e, w.incident().ref});
  for (const auto& other : w.others) {
    held.push_back(review::events_of(w.store, other.id));
    for (const auto& e : held.back()) lines.push_back({&e, other.incident.ref});
  }
  if (several) {
    // Entries without a time stay behind the one they followed.
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      const auto x = when(*a.event), y = when(*b.event);
      return x && y && *x < *y;
    });
  }
  std::vector<Head> heads{{"Time", Align::left, 0.12},
                          {"Who, by way of what, and the entry"},
                          {"Marks", Align::left, 0.16},
                          {"Row", Align::right, 0.08}};
  if (several) heads.insert(heads.begin() + 1, {"Incident", Align::left, 0.1});
  const std::string of_day = w.wall.home_said() + ", times in " + w.wall.zone().name();
  // In full, the marks lead the entry: a column of their own would cost every entry a fifth of its width.
  auto full_heads = heads;
  full_heads.erase(full_heads.end() - 2);
  TableMaker full("Timeline" + of_day, full_heads);
  TableMaker key("Key moments" + of_day, heads);
  TableMaker brief("Key moments" + of_day, {{"Time", Align::left, 0.17}, {"What"}, {"Marks", Align::left, 0.22}});
  Json rows = Json::array();
  std::int64_t without_time = 0, late = 0;
  bool logged_apart = false;
  auto silences = silences_of(w);
  const auto silence_rows = [&](std::optional<base::Ms> until) {
    while (!silences.empty() && (!until || silences.front().from < *until)) {
      const Silence& quiet = silences.front();
      std::vector<std::string> cells{w.wall.time(quiet.from) + " to " + w.wall.time(quiet.until),
                                     fmt::format("No message to {} for {}", quiet.audience,
                                                 between(quiet.from, quiet.until)),
                                     "Silence", ""};
      if (several) cells.insert(cells.begin() + 1, w.incident().ref);
      auto in_full = cells;
      in_full.erase(in_full.end() - 2);
      full.row(in_full, "gap");
      if (quiet.until - quiet.from >= 30 * base::minute_ms) key.row(cells, "gap");
      silences.erase(silences.begin());
    }
  };
  const auto most_said = brief_entries(lines.size(), [&](std::size_t k) -> const review::Event& {
    return lines[k].event->event;
  });
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const Line& line = lines[k];
    const auto& s = *line.event;
    const review::Event& e = s.event;
    const auto at = when(s);
    if (!at) ++without_time;
    if (at) silence_rows(at);
    const auto marks = marks_of(w, s);
    if (std::any_of(marks.begin(), marks.end(), [](const std::string& m) { return m.starts_with("written "); })) ++late;
    const std::string time = at ? w.wall.exact(*at, e.at->precision) : "not recorded";
    // Both times where they differ by a minute or more; nearly always they are one.
    const bool apart = at && e.logged_at && std::abs(e.logged_at->at - *at) >= base::minute_ms;
    logged_apart = logged_apart || (e.logged_at && at);
    const std::string text =
        e.text.empty() ? kind_said(e.kind) + (e.changes.empty() ? "" : ": " + base::squeezed(e.changes)) : e.text;
    const std::string row = e.row > 0 ? std::to_string(e.row) : "by hand";
    const std::string carrier = carrier_of(e);
    rows.push_back({{"time", time},
                    {"at", at ? Json(base::rfc3339(*at)) : Json()},
                    {"date", at ? Json(w.wall.date(*at)) : Json()},
                    {"logged", e.logged_at ? Json(w.wall.exact(e.logged_at->at, e.logged_at->precision)) : Json()},
                    {"kind", kind_said(e.kind)},
                    {"role", w.role(e)},
                    {"name", sees_colleagues(w.reader.audience) && !e.actor.empty() ? Json(e.actor) : Json()},
                    {"system", carrier},
                    {"text", text},
                    {"marks", marks},
                    {"row", e.row},
                    {"ref", line.ref}});
    std::vector<std::string> cells{
        time + (apart ? "\nlogged " + w.wall.exact(e.logged_at->at, e.logged_at->precision) : std::string()),
        text, base::joined(marks, "; "), row};
    if (several) cells.insert(cells.begin() + 1, line.ref);
    const std::size_t entry = several ? 2 : 1;
    std::string who = w.who(e) + (carrier.empty() ? "" : ", " + carrier);
    if (!marks.empty()) who += " (" + base::joined(marks, "; ") + ")";
    auto in_full = cells;
    in_full.erase(in_full.end() - 2);
    full.row(in_full).lead(entry, who + ": ");
    if (key_moment(s, marks) || lines.size() <= 8) {
      cells[entry] = cut_at_word(text, 130);
      key.row(cells).lead(entry, w.role(e) + ": ");
    }
    if (std::find(most_said.begin(), most_said.end(), k) != most_said.end()) {
      brief.row({at ? w.wall.time(*at) : time, cut_at_word(text, 72), base::joined(marks, "; ")});
    }
  }
  silence_rows({});
  w.shown.tables["timeline"] = full.take();
  w.shown.tables["key_moments"] = key.take();
  if (!brief.empty()) w.shown.tables["brief_moments"] = brief.take();
  timeline_chart_into(w);
  const std::string source = rows_said(rows_of(w.entries));
  w.ledger.note("Entries without a time", base::grouped(without_time), source);
  w.ledger.note("Entries written 15 minutes or more after the event", base::grouped(late), source);
  Json out{{"entries", std::move(rows)}, {"without_time", without_time}, {"late", late}};
  out["note"] = fmt::format(
      "{} from {}. Times are {}; the last column is the row of the source file. {}",
      base::counted(static_cast<long long>(lines.size()), "entry", "entries"), source, w.wall.zone().name(),
      logged_apart ? "Where an entry was logged a minute or more after it occurred, both times are given."
                   : "The log gives one time for each entry; when it was typed in is not recorded apart from that.");
  return out;
}

}  // namespace debrief::templates
