// The way of one incident through the desk: who held it, in which state, and where its time went.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analytics/clock/service.h"
#include "review/columns.h"
#include "review/event_columns.h"

namespace debrief::analytics {

/// Where the time between opening and the end goes. Every instant is of exactly one part.
///
/// first_touch  nobody has done anything yet
/// working      in somebody's hands
/// waiting      in a status that waits for somebody else: awaiting, pending, on hold
/// handed_over  with a new team that has not done anything yet
/// ended_too_soon  resolved, and later opened again
enum class Part : std::uint8_t { first_touch, working, waiting, handed_over, ended_too_soon };
inline constexpr std::size_t parts = 5;
std::string_view name(Part part);

/// "Awaiting User Info", "On hold", "Pending vendor", "Suspended".
bool wait_like(std::string_view status);

/// One leg of the way. state: code of StateNames, 0 unknown.
struct Leg {
  base::Ms from = 0, until = 0;
  Part part = Part::working;
  std::uint32_t state = 0;
};

/// How states are told: by the changes of status where the log has them, else by the words of its entries where these
/// are few, else by the kind of entry.
enum class StateBy : std::uint8_t { status, activity, kind };
std::string_view name(StateBy by);

/// Names of states; code 0 is "". waits: the clock of the desk stands, or would.
struct StateNames {
  StateBy by = StateBy::status;
  std::vector<std::string> names{""};
  std::vector<char> waits{0};
  std::vector<char> over{0};
  std::vector<std::uint32_t> of_status_from, of_status_to, of_text, of_kind;  // per code of the columns
};
/// service  its pause statuses wait, too; nullptr without
StateNames state_names(const review::EventColumns& events, const ServiceCalendar* service);

/// state since `at`, teams or people holding it since `at`, in order of time; the first of each since opening.
struct Visit {
  std::uint32_t what = 0;
  base::Ms at = 0;
};

/// ended     last resolution, or closing; nullopt while open or where it lies before the opening
/// touched   first act of a person: anything logged after the opening but being passed on
/// states, teams, people  visits, neighbours different; teams by code of `EventColumns::team_to` (names of team_from
/// are
///                        looked up there), people by code of actor
/// legs  partition [opened, ended]; empty without an end
struct IncidentHistory {
  std::uint32_t row = 0;
  base::Ms opened = 0;
  std::optional<base::Ms> ended, touched;
  std::vector<Visit> states, teams, people;
  std::vector<Leg> legs;
  bool any_event = false;
};

/// Events of one incident are [first, until) of the columns.
IncidentHistory history_of(const review::IncidentColumns& incidents, const review::EventColumns& events,
                           const StateNames& names, const std::vector<std::uint32_t>& team_codes, std::uint32_t row,
                           std::size_t first, std::size_t until);

/// team_from, as codes of team_to; names not there are appended to `names`.
std::vector<std::uint32_t> team_codes(const review::EventColumns& events, std::vector<std::string>& names);

}  // namespace debrief::analytics
