// Times of day that stand in a column of their own, and headings that tell them from lengths of time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "import/readers/reader.h"
#include "import/sniff/dates.h"

namespace debrief::import {

/// How a text spells a time of day.
///
/// plain   with a colon, a half of the day or a word: 9:15, 10:15 p. m., 09.15 Uhr, 9h15, 9h
/// dotted  09.15, which is also a number
/// packed  0915, which is a number first of all
enum class ClockShape : std::uint8_t { none, plain, dotted, packed };

/// Reads a time of day without a date.
///
/// kind  a workbook's time is a fraction of a day; its bare numbers are hours, or hours and minutes (9.15, 915)
/// state is time_only, impossible (25:10) or not_a_time. 24:00 has hour 24. The time of a full date is taken, as
/// spreadsheets write 1899-12-30 10:15:00 for 10:15.
WrittenTime read_time_of_day(std::string_view text, CellIs kind = CellIs::text, ClockShape* shape = nullptr);

/// What is left of a heading key without the words for date and time and what joins them: "hora de cierre" and "fecha
/// cierre" are both "cierre". "" for "date", "uhrzeit" and the like.
std::string without_time_words(std::string_view heading_key);

/// What a heading says of cells such as 08:30.
///
/// time_of_day  hora, heure, Uhrzeit, godzina, ora
/// length       Dauer, temps, tiempo, duration, …
/// open         time, Zeit, tijd, время, which are both
enum class ClockWord : std::uint8_t { open, time_of_day, length };
ClockWord clock_word_in(std::string_view heading_key);

/// "von", "from", "de": the start of a span; "bis", "to", "à": its end.
enum class SpanWord : std::uint8_t { none, start, end };
SpanWord span_word(std::string_view heading_key);

}  // namespace debrief::import
