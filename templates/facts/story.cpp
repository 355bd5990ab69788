// What the entries of one incident tell.

#include "templates/facts/story.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::templates {

using review::EventKind;
using review::TextField;
using review::TimeField;

std::optional<base::Ms> when(const review::StoredEvent& e) {
  if (e.event.at) return e.event.at->at;
  return std::nullopt;
}

std::optional<base::Ms> when(const review::Incident& incident, TimeField field) {
  if (const auto& stamp = incident[field]) return stamp->at;
  return std::nullopt;
}

std::vector<FieldMove> moves_of(const Entries& entries, std::string_view field) {
  std::vector<FieldMove> out;
  for (const auto& e : entries) {
    for (const std::string& line : base::split(e.event.changes, '\n')) {
      const auto colon = line.find(": ");
      if (colon == std::string::npos) continue;
      FieldMove move;
      move.field = base::trimmed(std::string_view(line).substr(0, colon));
      if (!field.empty() && move.field != field) continue;
      const std::string_view rest = std::string_view(line).substr(colon + 2);
      const auto arrow = rest.find(" -> ");
      if (arrow == std::string_view::npos) {
        // "-> P1" where it had no value before.
        const auto start = rest.starts_with("-> ") ? rest.substr(3) : rest;
        move.after = base::trimmed(start);
      } else {
        move.before = base::trimmed(rest.substr(0, arrow));
        move.after = base::trimmed(rest.substr(arrow + 4));
      }
      if (move.before == "(empty)") move.before.clear();  // as the importer writes what was not there
      if (move.after == "(empty)") move.after.clear();
      move.at = when(e);
      move.row = e.event.row;
      move.seq = e.seq;
      out.push_back(std::move(move));
    }
  }
  return out;
}

namespace {

bool inbound(const review::Event& e) { return base::ascii_lower(e.direction).starts_with("in"); }

std::string carrier(const review::Event& e) { return e.channel.empty() ? e.system : e.channel; }

void add_once(std::vector<std::string>& list, const std::string& word) {
  if (!word.empty() && std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
}

}  // namespace

std::vector<AudienceStory> audiences_of(const Entries& entries) {
  std::vector<AudienceStory> out;
  std::map<std::string, std::size_t> place;
  for (const auto& e : entries) {
    if (e.event.kind != EventKind::communication) continue;
    const std::string name = e.event.audience.empty() ? "Not recorded" : e.event.audience;
    const auto [it, added] = place.emplace(base::folded(name), out.size());
    if (added) {
      out.emplace_back();
      out.back().audience = name;
    }
    AudienceStory& a = out[it->second];
    a.rows.push_back(e.event.row);
    if (inbound(e.event)) {
      ++a.inbound;
      continue;
    }
    ++a.outbound;
    add_once(a.channels, carrier(e.event));
    const auto at = when(e);
    if (!at) continue;
    if (!a.first_at) {
      a.first_at = at;
      a.first_row = e.event.row;
    } else if (a.last_at && *at >= *a.last_at &&
               (!a.silence_from || *at - *a.last_at > *a.silence_until - *a.silence_from)) {
      a.silence_from = a.last_at;
      a.silence_until = at;
      a.silence_from_row = a.last_row;
      a.silence_until_row = e.event.row;
    }
    a.last_at = at;
    a.last_row = e.event.row;
  }
  return out;
}

namespace {

/// A clock time "14:40" at `i` of `text`, with nothing of a number before or after it.
std::optional<std::pair<int, int>> clock_at(std::string_view text, std::size_t i) {
  const auto digit = [&](std::size_t k) {
    return k < text.size() && std::isdigit(static_cast<unsigned char>(text[k])) != 0;
  };
  if (i > 0 && (digit(i - 1) || text[i - 1] == ':')) return std::nullopt;
  std::size_t k = i;
  int hour = 0;
  while (digit(k) && k < i + 2) hour = hour * 10 + (text[k++] - '0');
  if (k == i || k >= text.size() || (text[k] != ':' && text[k] != '.')) return std::nullopt;
  if (!digit(k + 1) || !digit(k + 2) || digit(k + 3) || (k + 3 < text.size() && text[k + 3] == ':'))
    return std::nullopt;
  const int minute = (text[k + 1] - '0') * 10 + (text[k + 2] - '0');
  if (hour > 23 || minute > 59) return std::nullopt;
  return std::pair(hour, minute);
}

/// The time a message gives for its next one: a clock time at most 24 characters behind "next", or behind "update …
/// by", in one sentence.
std::optional<std::pair<int, int>> promised(std::string_view message) {
  const std::string text = base::ascii_lower(message);
  const auto clause = [&](std::size_t from, std::size_t reach) -> std::optional<std::pair<int, int>> {
    for (std::size_t i = from; i < text.size() && i < from + reach; ++i) {
      if (text[i] == '?' || text[i] == '!' || (text[i] == '.' && (i + 1 == text.size() || text[i + 1] == ' '))) break;
      if (std::isdigit(static_cast<unsigned char>(text[i])) != 0) {
        if (auto clock = clock_at(text, i)) return clock;
      }
    }
    return std::nullopt;
  };
  for (auto at = text.find("next"); at != std::string::npos; at = text.find("next", at + 1)) {
    if (auto clock = clause(at + 4, 24)) return clock;
  }
  for (auto at = text.find("update"); at != std::string::npos; at = text.find("update", at + 1)) {
    const auto by = text.find(" by ", at);
    if (by != std::string::npos && by - at < 30) {
      if (auto clock = clause(by + 4, 8)) return clock;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Promise> promises_of(const Entries& entries, const base::Zone& zone) {
  std::vector<Promise> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const review::Event& e = entries[i].event;
    const auto said = when(entries[i]);
    if (e.kind != EventKind::communication || inbound(e) || !said) continue;
    const auto clock = promised(e.text);
    if (!clock) continue;
    base::Civil c = zone.civil(*said);
    c.hour = clock->first;
    c.minute = clock->second;
    c.second = 0;
    c.millisecond = 0;
    base::Ms due = zone.instant(c).at;
    if (due <= *said) {  // after midnight
      const base::Civil tomorrow = zone.civil(*said + base::day_ms);
      c.year = tomorrow.year;
      c.month = tomorrow.month;
      c.day = tomorrow.day;
      due = zone.instant(c).at;
      // A time of earlier today, as in "since 14:05", is no promise for tomorrow unless the night lies between.
      if (due - *said > 12 * base::hour_ms) continue;
    }
    Promise p{e.audience, *said, e.row, due, {}, 0};
    // Who was promised word on a page waits at that page; a message elsewhere counts only where none came there.
    for (const bool same_carrier : {true, false}) {
      for (std::size_t k = i + 1; k < entries.size() && !p.kept_at; ++k) {
        const review::Event& later = entries[k].event;
        if (later.kind != EventKind::communication || inbound(later) || later.audience != e.audience ||
            !when(entries[k]))
          continue;
        if (same_carrier && carrier(later) != carrier(e)) continue;
        p.kept_at = when(entries[k]);
        p.kept_row = later.row;
      }
    }
    out.push_back(std::move(p));
  }
  return out;
}

std::optional<base::Ms> ended_at(const review::Incident& incident) {
  if (const auto at = when(incident, TimeField::restored)) return at;
  return when(incident, TimeField::resolved);
}

std::optional<base::Ms> began_at(const review::Incident& incident) {
  for (const TimeField f : {TimeField::occurred, TimeField::detected, TimeField::opened}) {
    if (const auto at = when(incident, f)) return at;
  }
  return std::nullopt;
}

std::int64_t first_row_of(const Entries& entries, EventKind kind) {
  for (const auto& e : entries) {
    if (e.event.kind == kind) return e.event.row;
  }
  return 0;
}

std::int64_t last_row_of(const Entries& entries, EventKind kind) {
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    if (it->event.kind == kind) return it->event.row;
  }
  return 0;
}

std::vector<std::int64_t> rows_of(const Entries& entries) {
  std::set<std::int64_t> rows;
  for (const auto& e : entries) {
    if (e.event.row > 0) rows.insert(e.event.row);
  }
  return {rows.begin(), rows.end()};
}

std::vector<Stage> stages_of(const review::StoredIncident& stored, const Entries& entries) {
  const review::Incident& incident = stored.incident;
  struct Moment {
    std::string stage;  // that ends here
    std::string name;
    std::optional<base::Ms> at;
    std::int64_t row = 0;
  };
  const auto end = ended_at(incident);
  const auto acknowledged = when(incident, TimeField::acknowledged);
  std::optional<base::Ms> decision, act;
  std::int64_t decision_row = 0, act_row = 0;
  for (const auto& e : entries) {
    const auto at = when(e);
    if (!at || (end && *at > *end)) continue;
    if (acknowledged && *at < *acknowledged) continue;
    if (!decision && (e.event.kind == EventKind::decision || e.event.kind == EventKind::action)) {
      decision = at;
      decision_row = e.event.row;
    }
    if (end && e.event.kind == EventKind::action) {
      act = at;
      act_row = e.event.row;
    }
  }
  const auto own = stored.row;
  std::vector<Moment> moments;
  moments.push_back({"", "it began", when(incident, TimeField::occurred), own});
  moments.push_back({"Detect", "it was detected", when(incident, TimeField::detected), own});
  moments.push_back({moments.back().at ? "Log" : "Detect", "it was logged", when(incident, TimeField::opened),
                     std::max(own, first_row_of(entries, EventKind::logged))});
  moments.push_back(
      {"Acknowledge", "it was acknowledged", acknowledged, first_row_of(entries, EventKind::acknowledged)});
  moments.push_back({"First decision", "the first decision or action was recorded", decision, decision_row});
  moments.push_back({"Diagnose and fix", "the last action before the end was recorded", act, act_row});
  moments.push_back({act ? "Verify" : "Diagnose and fix", incident[TimeField::restored] ? "service was restored" : "it was resolved",
                     end, last_row_of(entries, EventKind::resolved)});
  moments.push_back(
      {"Close", "it was closed", when(incident, TimeField::closed), last_row_of(entries, EventKind::closed)});
  std::vector<Stage> out;
  const Moment* last = nullptr;
  for (const Moment& m : moments) {
    if (!m.at || (last != nullptr && *m.at < *last->at)) continue;
    if (last != nullptr && *m.at > *last->at) {
      Stage s{m.stage, fmt::format("from when {} to when {}", last->name, m.name), *last->at, *m.at, {}};
      for (const std::int64_t row : {last->row, m.row}) {
        if (row > 0) s.rows.push_back(row);
      }
      out.push_back(std::move(s));
    }
    last = &m;
  }
  return out;
}

std::vector<Mention> mentions_of(const Entries& entries, std::string_view own) {
  std::vector<Mention> out;
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (const auto& e : entries) {
    const std::string& t = e.event.text;
    for (std::size_t i = 0; i < t.size(); ++i) {
      if (!upper(t[i]) || (i > 0 && (std::isalnum(static_cast<unsigned char>(t[i - 1])) != 0 || t[i - 1] == '-')))
        continue;
      std::size_t k = i;
      while (k < t.size() && upper(t[k])) ++k;
      const std::size_t letters = k - i;
      std::size_t d = k + 1;
      while (d < t.size() && digit(t[d])) ++d;
      if (letters >= 2 && letters <= 5 && k < t.size() && t[k] == '-' && d - k - 1 >= 2 &&
          (d >= t.size() || std::isalnum(static_cast<unsigned char>(t[d])) == 0)) {
        const std::string reference = t.substr(i, d - i);
        if (reference != own) {
          auto it = std::find_if(out.begin(), out.end(), [&](const Mention& m) { return m.reference == reference; });
          if (it == out.end()) it = out.insert(out.end(), {reference, {}});
          if (it->rows.empty() || it->rows.back() != e.event.row) it->rows.push_back(e.event.row);
        }
      }
      i = k - 1;
    }
  }
  return out;
}

std::optional<int> matrix_priority(std::string_view impact, std::string_view urgency) {
  const auto level = [](std::string_view word) -> int {
    const std::string w = base::heading_key(word);
    if (w.starts_with("high") || w.starts_with("1")) return 1;
    if (w.starts_with("medium") || w.starts_with("2")) return 2;
    if (w.starts_with("low") || w.starts_with("3")) return 3;
    return 0;
  };
  const int i = level(impact), u = level(urgency);
  if (i == 0 || u == 0) return std::nullopt;
  return std::min(i + u - 1, 4);
}

}  // namespace debrief::templates
