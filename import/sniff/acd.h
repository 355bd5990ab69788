// The headings of contact-centre tables, taken apart: what is measured, and as what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace debrief::import {

/// What a column measures. Counts of contacts: offered, answered, abandoned, within (the threshold of the service
/// level). Lengths: wait, speed (wait of those answered), talk, hold, acw, ring, handle, whole (from start to end).
enum class Measure : std::uint8_t {
  none, offered, answered, abandoned, within, service_level, wait, speed, talk, hold, acw, ring, handle, whole, aside,
};

/// As what: of one contact or not said, an average, the longest or shortest, a sum, a percentage.
enum class Form : std::uint8_t { plain, average, extreme, total, share };

/// sure    words beside the measure's own make it less so, 0 to 1
/// length  the heading speaks of a length of time, by a word such as "time" or by its acronym
struct AcdHeading {
  Measure measure = Measure::none;
  Form form = Form::plain;
  double sure = 0;
  bool length = false;
};

/// Reads headings in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and Russian: "Avg Speed Ans",
/// "Aangeboden", "% Within Service Level", "Śr. czas oczekiwania". `aside` is a measure of contacts that no record
/// holds (outbound, callbacks, short abandons).
AcdHeading acd_heading(std::string_view heading);

/// "Ende", "Interval End", "hasta": where an interval ends.
bool names_an_end(const std::string& heading_key);
/// "Hour", "Heure", "час": whole hours of the day may stand below.
bool names_hours(const std::string& heading_key);
/// The number of a caller or of a line: "ANI", "Rufnummer", "Numéro appelant". Never the key of a record.
bool names_a_line(const std::string& heading_key);
/// What flows through a service desk, as a count of it: "Created", "Gelöst", "Backlog", "Tickets".
bool names_a_flow_of_tickets(const std::string& heading_key);

/// "Answered", "Répondu", "verloren", "no answer": whether somebody took the call; nullopt for other words.
std::optional<bool> call_answered_in(std::string_view text);

/// Seconds of a length of a call as reports write it: H:MM:SS, MM:SS (minutes first), :SS, "4 min 12 s", a number times
/// `unit_seconds`.
std::optional<double> read_call_length(std::string_view text, double unit_seconds);

/// "08:00 - 08:30", "08:00–08:30", "2026-03-16T08:00:00Z/2026-03-16T08:30:00Z", "16.03.2026 08:00 bis 08:30".
///
/// from, to  as written; `clock` when `from` is a time of day only
/// seconds   from one to the other, 0 where it cannot be told
struct WrittenRange {
  std::string_view from;
  std::string_view to;
  bool clock = false;
  double seconds = 0;
};
/// nullopt where the text is no range of times.
std::optional<WrittenRange> read_range(std::string_view text);

}  // namespace debrief::import
