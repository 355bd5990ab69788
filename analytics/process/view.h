// The process as the log shows it: what is passed on, what waits, what comes back, and where the time goes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/kpi.h"
#include "analytics/process/history.h"

namespace debrief::analytics {

/// rows        incidents to look at, ascending; those opened in `window` count
/// first_lines names of first-line teams; empty: whichever team an incident began with
/// service     lengths of time on its clock; nullptr: every hour counts
struct ProcessRequest {
  Window window;
  std::span<const std::uint32_t> rows;
  std::vector<std::string> first_lines;
  const ServiceTimes* service = nullptr;
};

/// A figure of its own, with what a KPI has: definition, n, missing.
struct ProcessFigure {
  std::string_view id, title, definition, source;
  Unit unit = Unit::count;
  Better better = Better::neither;
  Sample sample;
};

/// One part of the time between opening and end. seconds: over all ended incidents; n: those that spent any in it;
/// median, p90: of these, seconds.
struct DelayPart {
  Part part = Part::working;
  std::int64_t n = 0;
  double seconds = 0, share = 0;
  std::optional<double> median, p90;
};

/// seconds  sum of the parts: all time from opening to the end of the `n` ended incidents
struct Delay {
  std::int64_t n = 0, open = 0, missing = 0;
  double seconds = 0;
  std::vector<DelayPart> parts;  // all five, in the order of Part
};

/// Time in one state, of ended incidents. again: incidents that came back to it.
struct StateTime {
  std::string state;
  bool waits = false;
  std::int64_t visits = 0, incidents = 0, again = 0;
  double seconds = 0, share = 0;
  double median = 0, p90 = 0;  // of a visit
};

/// From one team, person or state to another. median, p90: seconds between, where they are asked for.
struct Passing {
  std::string from, to;
  std::int64_t n = 0;
  double median = 0, p90 = 0;
};

/// figures   first_touch, hand_offs, handed_over, ping_pong, solved_first_line, time_to_escalate, waiting_share,
///           waits_before_due, rework; then people_handovers
/// states_by see StateBy; service_clock  lengths are on it
/// states, handovers, returns, steps  largest first; at most 20 each
struct ProcessView {
  Window window;
  std::int64_t incidents = 0, with_history = 0;
  bool service_clock = false;
  StateBy states_by = StateBy::status;
  std::vector<ProcessFigure> figures;
  Delay delay;
  std::vector<StateTime> states;
  std::vector<Passing> handovers, returns, steps;
};

/// Incidents whose log holds no entry beside the record itself say nothing about its way and are missing.
/// Source: van der Aalst, Process Mining, 2016; the questions are those of BPI Challenge 2013 (Volvo IT).
ProcessView process_view(const review::IncidentColumns& incidents, const review::EventColumns& events,
                         const ProcessRequest& request);

}  // namespace debrief::analytics
