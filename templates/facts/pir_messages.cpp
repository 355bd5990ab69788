// A review's middle: who was told what when, and the decisions.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TimeField;

namespace {

bool inbound(const review::Event& e) { return base::ascii_lower(e.direction).starts_with("in"); }

}  // namespace

Json communications_part(PirWork& w) {
  Ledger& l = w.ledger;
  Json out;
  Json list = Json::array();
  const auto opened = w.at(TimeField::opened);
  std::int64_t outbound = 0, in = 0;
  TableMaker t("Who was told, how often, and how long they waited",
               {{"Audience", Align::left, 0.14},
                {"Messages", Align::left, 0.15},
                {"First after logging", Align::left, 0.13},
                {"Longest time without a message", Align::left, 0.29},
                {"Announced, in time", Align::left, 0.12},
                {"By way of"}});
  std::map<std::string, std::pair<int, int>> announced;  // audience -> kept, all
  for (const Promise& x : promises_of(w.entries, w.wall.zone())) {
    auto& [in_time, all] = announced[x.audience.empty() ? "Not recorded" : x.audience];
    ++all;
    in_time += x.kept_at && *x.kept_at - x.promised_at < 2 * base::minute_ms ? 1 : 0;
  }
  for (const auto& a : audiences_of(w.entries)) {
    outbound += a.outbound;
    in += a.inbound;
    const std::string first = between(opened, a.first_at);
    std::string silence;
    if (a.silence_from) {
      silence = fmt::format("{}, {} to {} ({})", between(a.silence_from, a.silence_until), w.wall.time(*a.silence_from),
                            w.wall.time(*a.silence_until), rows_said({a.silence_from_row, a.silence_until_row}));
    }
    const std::string label = "Messages to " + a.audience;
    std::vector<std::int64_t> sent;
    for (const auto& e : w.entries) {
      const bool to_them = e.event.kind == EventKind::communication && !inbound(e.event);
      if (to_them && std::find(a.rows.begin(), a.rows.end(), e.event.row) != a.rows.end()) sent.push_back(e.event.row);
    }
    l.note(label, std::to_string(a.outbound), sent.empty() ? "no entry of the log" : rows_said(sent));
    if (!first.empty()) l.note("First message to " + a.audience + " after logging", first, rows_said({a.first_row}));
    if (a.silence_from) {
      l.note("Longest time without a message to " + a.audience, between(a.silence_from, a.silence_until),
             rows_said({a.silence_from_row, a.silence_until_row}));
    }
    const auto minutes = [](base::Ms from, base::Ms until) { return static_cast<double>(until - from) / 60000; };
    list.push_back({{"audience", a.audience},
                    {"outbound", a.outbound},
                    {"inbound", a.inbound},
                    {"first", first.empty() ? Json() : Json(first)},
                    {"first_minutes",
                     opened && a.first_at && *a.first_at >= *opened ? Json(minutes(*opened, *a.first_at)) : Json()},
                    {"channels", listed(a.channels)},
                    {"silence", silence.empty() ? Json() : Json(silence)},
                    {"silence_minutes", a.silence_from ? Json(minutes(*a.silence_from, *a.silence_until)) : Json()},
                    {"rows", rows_said(a.rows)}});
    t.row({a.audience,
           fmt::format("{} sent{}", a.outbound, a.inbound > 0 ? fmt::format(", {} received", a.inbound) : ""), first,
           silence.empty() ? (a.outbound == 1   ? "one message only"
                              : a.outbound == 0 ? "none sent"
                                                : "")
                           : silence,
           announced.contains(a.audience)
               ? fmt::format("{} of {}", announced[a.audience].first, announced[a.audience].second)
               : "",
           listed(a.channels)});
  }
  if (!t.empty()) w.shown.tables["communications"] = t.take();
  const auto total = outbound + in;
  const std::string source = rows_said(rows_of(w.entries));
  l.note("Communications in the log", base::grouped(total), source);
  out["n"] = total;
  out["totals"] =
      total == 0
          ? std::string("The log holds no entry recorded as a communication.")
          : fmt::format("{} of the {} are communications: {} sent and {} received.", base::grouped(total),
                        base::counted(static_cast<long long>(w.entries.size()), "entry", "entries"), outbound, in);
  out["audiences"] = std::move(list);
  Json promises = Json::array();
  TableMaker p("Next messages that were announced", {{"Audience", Align::left, 0.18},
                                                     {"Announced", Align::left, 0.16},
                                                     {"For", Align::left, 0.16},
                                                     {"Next message", Align::left, 0.16},
                                                     {"Difference", Align::left, 0.18},
                                                     {"Rows"}});
  std::int64_t kept = 0;
  Json late_lines = Json::array();
  for (const Promise& x : promises_of(w.entries, w.wall.zone())) {
    std::string text = "none in the log";
    Json late = nullptr;
    if (x.kept_at) {
      late = static_cast<double>(*x.kept_at - x.promised_at) / 1000;
      // Messages announced for a minute are on time within it.
      const base::Ms over = *x.kept_at - x.promised_at;
      if (over >= 2 * base::minute_ms)
        text = between(x.promised_at, x.kept_at) + " later";
      else if (over <= -2 * base::minute_ms)
        text = between(x.kept_at, x.promised_at) + " earlier";
      else
        text = "on time";
      if (over < 2 * base::minute_ms) ++kept;
    }
    const bool broken = !x.kept_at || *x.kept_at - x.promised_at >= 2 * base::minute_ms;
    const std::string rows = rows_said(x.kept_at ? std::vector{x.said_row, x.kept_row} : std::vector{x.said_row});
    const std::string audience = x.audience.empty() ? "Not recorded" : x.audience;
    l.note(fmt::format("Message to {} announced for {}", audience, w.wall.time(x.promised_at)), text, rows);
    if (broken) {
      late_lines.push_back(fmt::format("{}, announced for {}: {} ({})", audience, w.wall.time(x.promised_at),
                                       x.kept_at ? fmt::format("came at {}, {}", w.wall.time(*x.kept_at), text) : text,
                                       rows));
    }
    promises.push_back({{"audience", audience},
                        {"said", w.wall.time(x.said_at)},
                        {"promised", w.wall.time(x.promised_at)},
                        {"came", x.kept_at ? Json(w.wall.time(*x.kept_at)) : Json()},
                        {"late_seconds", late},
                        {"text", text},
                        {"source", rows}});
    p.row({audience, w.wall.time(x.said_at), w.wall.time(x.promised_at), x.kept_at ? w.wall.time(*x.kept_at) : "", text,
           rows});
  }
  out["promises_kept"] = kept;
  out["late_lines"] = std::move(late_lines);
  Json to_customers = Json::array();
  for (const auto& e : w.entries) {
    const auto at = when(e);
    if (e.event.kind != EventKind::communication || inbound(e.event) || !at || e.event.text.empty()) continue;
    if (!base::ascii_lower(e.event.audience).starts_with("customer")) continue;
    to_customers.push_back({{"time", w.wall.time(*at)}, {"text", e.event.text}, {"row", e.event.row}});
  }
  out["to_customers"] = std::move(to_customers);
  if (!p.empty()) w.shown.tables["promises"] = p.take();
  out["promises"] = std::move(promises);
  return out;
}

Json decisions_part(PirWork& w) {
  Json out = Json::array();
  std::set<std::string> keys;
  for (const auto& s : w.entries) {
    if (s.event.kind != EventKind::decision) continue;
    const auto at = when(s);
    // The key comes from the time, so that it stays when rows move in a later export.
    std::string key = "expected.";
    if (at) {
      const base::Civil c = base::utc_civil(*at);
      key += fmt::format("d{:04}{:02}{:02}t{:02}{:02}{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second);
    } else {
      key += fmt::format("e{}", s.seq);
    }
    if (!keys.insert(key).second) key += fmt::format("-{}", s.seq);
    keys.insert(key);
    w.ledger.note("Decision", at ? w.wall.time(*at) : "time not recorded", rows_said({s.event.row}));
    out.push_back({{"key", key},
                   {"time", at ? w.wall.time(*at) : std::string("Time not recorded")},
                   {"role", w.who(s.event)},
                   {"text", s.event.text},
                   {"row", s.event.row},
                   {"source", rows_said({s.event.row})}});
  }
  return out;
}

}  // namespace debrief::templates
