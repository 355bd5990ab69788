// What a cell is: missing, a number, yes or no, a length of time, a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace debrief::import {

/// A word that stands for "nothing known" in exports: ?, N/A, null, -, #N/A, 0000-00-00 …  The empty cell is none.
bool is_placeholder(std::string_view text);

/// The same in nine languages, as people write it into cells: k.A., n/d, s/d, n.v.t., нет данных … Such words may be the
/// whole of a description, so they count only in columns of names, choices, numbers and times.
bool is_missing_word(std::string_view text);

/// A word for "nobody yet": No Agent, Unassigned, nicht zugewiesen, non assigné … For columns of persons and teams only:
/// as a status it says something.
bool is_unassigned_word(std::string_view text);

/// read      value holds
/// damaged   digits and separators that form no number: 1,23,45,67,891
/// none      not a number
enum class NumberRead : std::uint8_t { read, damaged, none };
struct Number {
  NumberRead state = NumberRead::none;
  double value = 0;
};

/// 1234, -1.5, 1,204, 1.204,50, 12.5 %, 1.2k, ~50, 50+. A comma with other than three digits behind it is a decimal
/// sign. Percentages are shares (94 % is 0.94).
Number read_number(std::string_view text);

/// "1.234", "12.345.678": figures in threes, which are a count where the column holds counts.
bool groups_by_dots(std::string_view text);

/// yes, no, true, false, y, n, ja, oui, sí, да, x, 1, 0 and their kin; nullopt for anything else.
std::optional<bool> read_flag(std::string_view text);

/// Seconds of a length of time. H:MM:SS, H:MM (hours first), MM:SS.mmm never; "25 Days 21 Hours 1 Minute", 2h 15m,
/// 90 min, PT4H30M, P1DT2H, a date counted from 1970, a bare number times `unit_seconds`. Signed.
std::optional<double> read_duration(std::string_view text, double unit_seconds);

/// Seconds per unit a heading names: "(in hrs)", "minutes", "Speed of answer in seconds"; 0 when it names none.
double unit_in_heading(std::string_view heading_key);

/// The heading key without its words for units and their layout: "störungsdauer" of "Störungsdauer (hh:mm)".
std::string without_units(std::string_view heading_key);

}  // namespace debrief::import
