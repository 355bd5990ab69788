// The method kpi-log: a table of tickets and one of calls.

#include <fmt/format.h>

#include "analytics/kpi_log.h"
#include "analytics/kpi_log_json.h"
#include "app/stats/given.h"
#include "app/stats/methods.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

/// RFC 3339, of which the seconds may be left out; nullopt for an empty cell.
std::optional<base::Ms> time_of(std::string_view cell, std::size_t row, std::string_view column) {
  std::string text(base::trimmed(cell));
  if (text.empty()) return std::nullopt;
  if (text.size() >= 17 && text[13] == ':' && text[16] != ':') text.insert(16, ":00");
  const auto at = base::parse_rfc3339(text);
  if (at) return at;
  throw Error(
      Status::refused, "time-unreadable",
      fmt::format("data row {}, column {}: {} is not a time", row + 1, base::quoted(column), base::quoted(cell)),
      "write 2024-03-01T08:00Z");
}

/// "FROM/UNTIL;FROM/UNTIL"; without UNTIL it is paused still.
std::vector<analytics::Pause> pauses_of(std::string_view cell, std::size_t row) {
  std::vector<analytics::Pause> pauses;
  for (const std::string& part : base::split(cell, ';')) {
    const auto ends = base::split(part, '/');
    const auto from = time_of(ends.front(), row, "pauses");
    if (from) pauses.push_back({*from, ends.size() > 1 ? time_of(ends[1], row, "pauses") : std::nullopt});
  }
  return pauses;
}

std::vector<analytics::LogTicket> tickets_of(const StatsTable& t) {
  std::vector<analytics::LogTicket> tickets;
  const std::size_t n = t.column("id").size();
  const auto csat = numbers_of(t, "csat");
  const auto contacts = numbers_of(t, "contacts");
  for (std::size_t i = 0; i < n; ++i) {
    const auto time = [&](const char* column) { return time_of(t.column(column)[i], i, column); };
    analytics::LogTicket ticket;
    ticket.id = t.column("id")[i];
    ticket.priority = t.column("priority")[i];
    const auto opened = time("opened");
    if (!opened) {
      throw Error(Status::refused, "time-missing",
                  fmt::format("data row {}: the ticket has no time of opening", i + 1));
    }
    ticket.opened = *opened;
    ticket.acknowledged = time("acknowledged");
    ticket.first_resolved = time("first_resolved");
    ticket.final_resolved = time("final_resolved");
    ticket.reopened = time("reopened");
    ticket.pauses = pauses_of(t.column("pauses")[i], i);
    ticket.contacts =
        contacts[i] == contacts[i] ? static_cast<int>(count_at(contacts[i], i, "contacts", most_exact)) : 0;
    ticket.group = t.column("group")[i];
    if (csat[i] == csat[i]) ticket.csat = csat[i];
    ticket.caller = t.column("caller")[i];
    ticket.category = t.column("category")[i];
    tickets.push_back(std::move(ticket));
  }
  return tickets;
}

}  // namespace

Json run_kpi_log(const StatsInput& input) {
  const Json given = base::parse_json(input.given).maybe().value_or(Json::object());
  if (!given.contains("policy")) {
    throw Error(Status::usage, "missing-argument",
                "debrief stats kpi-log needs --policy FILE.json: period, targets, limits",
                "the policy of the case kpi-mini-log shows its keys");
  }
  std::vector<analytics::LogCall> calls;
  if (!input.calls.columns.empty()) {
    const auto waits = numbers_of(input.calls, "wait_s");
    const auto& outcomes = input.calls.column("outcome");
    for (std::size_t i = 0; i < waits.size(); ++i) calls.push_back({waits[i], outcomes[i] == "answered"});
  }
  Json out{{"policy", given["policy"]}};
  out.update(analytics::as_json(
      analytics::kpi_log(tickets_of(input.table), calls, analytics::policy_from_json(given["policy"]))));
  return out;
}

}  // namespace debrief::app
