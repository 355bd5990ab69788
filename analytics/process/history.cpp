// The way of one incident through the desk.

#include "analytics/process/history.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "analytics/ended.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

using base::Ms;
using review::EventKind;

/// Words of entries are states where they are that few, and come back.
constexpr std::size_t most_activities = 60;
constexpr std::size_t entries_per_activity = 10;

/// Somebody did something about it: anything but writing it down and passing it on.
bool is_touch(const review::EventColumns& e, std::size_t i) {
  switch (e.kind[i]) {
    case EventKind::logged:
    case EventKind::assigned:
      return false;
    case EventKind::updated:
      return e.status_to.codes[i] != 0 || e.actor.codes[i] != 0;
    case EventKind::acknowledged:
    case EventKind::escalated:
    case EventKind::communication:
    case EventKind::decision:
    case EventKind::action:
    case EventKind::note:
    case EventKind::resolved:
    case EventKind::closed:
    case EventKind::reopened:
      break;
  }
  return true;
}

void visit(std::vector<Visit>& visits, std::uint32_t what, Ms at) {
  if (what != 0 && (visits.empty() || visits.back().what != what)) visits.push_back({what, at});
}

std::uint32_t state_after(const review::EventColumns& e, const StateNames& names, std::size_t i) {
  switch (names.by) {
    case StateBy::status:
      return e.status_to.codes[i] == 0 ? 0 : names.of_status_to[e.status_to.codes[i]];
    case StateBy::activity:
      return names.of_text[e.text.codes[i]];
    case StateBy::kind:
      break;
  }
  return names.of_kind[static_cast<std::size_t>(e.kind[i])];
}

}  // namespace

std::string_view name(Part part) {
  switch (part) {
    case Part::first_touch:
      return "before-first-touch";
    case Part::working:
      return "in-hand";
    case Part::waiting:
      return "waiting";
    case Part::handed_over:
      return "handed-over";
    case Part::ended_too_soon:
      return "ended-too-soon";
  }
  return "";
}

std::string_view name(StateBy by) {
  switch (by) {
    case StateBy::status:
      return "status";
    case StateBy::activity:
      return "activity";
    case StateBy::kind:
      return "kind";
  }
  return "";
}

bool wait_like(std::string_view status) {
  const std::string key = " " + base::heading_key(status) + " ";
  static constexpr std::array<std::string_view, 12> words{" await",   " waiting ", " wait ",    " pending ",
                                                          " hold ",   " held ",    " onhold ",  " suspended ",
                                                          " paused ", " parked ",  " blocked ", " deferred "};
  if (key.find(" assignment ") != std::string::npos) return false;  // waits for the desk itself
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return key.find(word) != std::string::npos; });
}

StateNames state_names(const review::EventColumns& e, const ServiceCalendar* service) {
  StateNames out;
  const auto used = [](const std::vector<std::uint32_t>& codes) {
    return static_cast<std::size_t>(std::count_if(codes.begin(), codes.end(), [](std::uint32_t c) { return c != 0; }));
  };
  const std::size_t texts = used(e.text.codes);
  if (used(e.status_to.codes) * 20 >= e.size() && used(e.status_to.codes) > 0) {
    out.by = StateBy::status;
  } else if (texts * 10 >= e.size() * 9 && texts > 0 && e.text.values.size() - 1 <= most_activities &&
             texts >= (e.text.values.size() - 1) * entries_per_activity) {
    out.by = StateBy::activity;
  } else {
    out.by = StateBy::kind;
  }
  std::unordered_map<std::string, std::uint32_t> codes;
  const auto code = [&](const std::string& value) -> std::uint32_t {
    if (value.empty()) return 0;
    const auto [it, fresh] = codes.try_emplace(base::folded(value), static_cast<std::uint32_t>(out.names.size()));
    if (fresh) {
      out.names.push_back(value);
      out.waits.push_back(wait_like(value) || (service != nullptr && service->pauses_in(value)) ? 1 : 0);
      out.over.push_back(closed_like(value) ? 1 : 0);
    }
    return it->second;
  };
  const auto each = [&](const review::Labels& labels) {
    std::vector<std::uint32_t> list;
    for (const std::string& value : labels.values) list.push_back(code(value));
    return list;
  };
  if (out.by == StateBy::status) {
    out.of_status_from = each(e.status_from);
    out.of_status_to = each(e.status_to);
  } else if (out.by == StateBy::activity) {
    out.of_text = each(e.text);
  } else {
    for (std::size_t k = 0; k <= static_cast<std::size_t>(EventKind::updated); ++k) {
      out.of_kind.push_back(code(std::string(review::name(static_cast<EventKind>(k)))));
    }
  }
  return out;
}

std::vector<std::uint32_t> team_codes(const review::EventColumns& e, std::vector<std::string>& names) {
  names = e.team_to.values;
  std::unordered_map<std::string, std::uint32_t> codes;
  for (std::uint32_t i = 0; i < names.size(); ++i) codes.emplace(base::folded(names[i]), i);
  std::vector<std::uint32_t> out;
  for (const std::string& value : e.team_from.values) {
    const auto [it, fresh] = codes.try_emplace(base::folded(value), static_cast<std::uint32_t>(names.size()));
    if (fresh) names.push_back(value);
    out.push_back(it->second);
  }
  return out;
}

IncidentHistory history_of(const review::IncidentColumns& t, const review::EventColumns& e, const StateNames& names,
                           const std::vector<std::uint32_t>& teams, std::uint32_t row, std::size_t first,
                           std::size_t until) {
  IncidentHistory h;
  h.row = row;
  h.opened = t.opened[row];
  h.any_event = until > first;
  if (!is_open(t, row)) {
    const Ms end = last_ended(t, row);
    if (end != review::no_time && end >= h.opened) h.ended = end;
  }
  const Ms answered = t.acknowledged[row];
  if (answered != review::no_time && answered >= h.opened) h.touched = answered;

  bool handed_over = false;
  bool over = false;
  Ms at = h.opened;
  std::uint32_t state = 0;
  if (names.by == StateBy::status) {
    for (std::size_t i = first; i < until && state == 0; ++i) {
      if (e.status_to.codes[i] == 0) continue;
      state = names.of_status_from[e.status_from.codes[i]];
      break;
    }
    visit(h.states, state, h.opened);
  }
  const auto leg_to = [&](Ms to) {
    to = std::min(to, h.ended.value_or(to));
    if (!h.ended || to <= at) return;
    // A first response that stands in the record only, between two entries of the log.
    if (h.touched && *h.touched > at && *h.touched < to) {
      h.legs.push_back({at, *h.touched, Part::first_touch, state});
      at = *h.touched;
    }
    const bool touched = h.touched && *h.touched <= at;
    const Part part = over                      ? Part::ended_too_soon
                      : !touched                ? Part::first_touch
                      : names.waits[state] != 0 ? Part::waiting
                      : handed_over             ? Part::handed_over
                                                : Part::working;
    h.legs.push_back({at, to, part, state});
    at = to;
  };
  for (std::size_t i = first; i < until; ++i) {
    const Ms when = std::max(e.at[i], h.opened);
    if (is_touch(e, i) && (when > h.opened || e.kind[i] != EventKind::updated)) {
      h.touched = std::min(when, h.touched.value_or(when));
    }
    leg_to(when);
    const std::uint32_t next = state_after(e, names, i);
    if (next != 0) {
      state = next;
      visit(h.states, state, when);
    }
    if (e.kind[i] == EventKind::resolved || e.kind[i] == EventKind::closed) over = true;
    if (e.kind[i] == EventKind::reopened) over = false;
    if (names.by == StateBy::status && next != 0) over = names.over[next] != 0;
    if (e.team_to.codes[i] != 0) {
      if (h.teams.empty()) visit(h.teams, teams[e.team_from.codes[i]], h.opened);
      const std::uint32_t before = h.teams.empty() ? 0 : h.teams.back().what;
      visit(h.teams, e.team_to.codes[i], when);
      handed_over = before != 0 && before != e.team_to.codes[i];
    } else if (is_touch(e, i)) {
      handed_over = false;
    }
    visit(h.people, e.actor.codes[i], when);
  }
  if (h.ended) leg_to(*h.ended);
  if (h.touched && h.ended && *h.touched > *h.ended) h.touched.reset();
  return h;
}

}  // namespace debrief::analytics
