// What a method is told beside its table: options of the command line, or the inputs of a published case.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/stats/methods.h"

namespace debrief::app {

/// The further input as JSON; an empty object without any.
nlohmann::ordered_json given_of(const StatsInput& input);

/// The first of these names that has a value, looked for in `section` of `given`, then under "options", "params", and
/// at the top; null when none has.
nlohmann::ordered_json option(const nlohmann::ordered_json& given, std::initializer_list<std::string_view> names,
                              std::string_view section = {});
/// The same as a number, also where it was written as text; nullopt where it is absent or none.
std::optional<double> number_option(const nlohmann::ordered_json& given, std::initializer_list<std::string_view> names,
                                    std::string_view section = {});
std::optional<std::string> text_option(const nlohmann::ordered_json& given,
                                       std::initializer_list<std::string_view> names, std::string_view section = {});
/// true, 1, "on", "yes".
bool flag_option(const nlohmann::ordered_json& given, std::initializer_list<std::string_view> names, bool otherwise,
                 std::string_view section = {});

/// A value, or null where there is none or it is no finite number: NaN is never printed.
nlohmann::ordered_json or_null(std::optional<double> value);
nlohmann::ordered_json or_null(const std::vector<std::optional<double>>& values);

/// Numbers there are: without NaN.
std::vector<double> present(std::vector<double> values);

/// Throws refused Error too-few-values unless `have` is at least `least`.
void needs(std::size_t have, std::size_t least, std::string_view what);

/// The largest whole number of which every smaller one is exact as a double: 2^53.
inline constexpr double most_whole = 9'007'199'254'740'992.0;
/// The largest count that exact intervals and tests take: beyond it their series take seconds and lose digits.
inline constexpr double most_exact = 1e9;

/// `v` when it is a whole number from 0 to `most`; else throws refused Error not-a-count naming the place.
/// row  counted from 0, as in the columns
double count_at(double v, std::size_t row, std::string_view column, double most = most_whole);

/// Which column plays a part. The one told; else the first there is of `usual` names; else, with `guess`, the first
/// column of numbers that is neither a running number, a date, a flag, nor among `taken`. "" when there is none.
std::string column_for(const StatsInput& input, const std::optional<std::string>& told,
                       std::initializer_list<std::string_view> usual, bool guess,
                       const std::vector<std::string>& taken = {});

/// The column of values: --value, "value", or a guess. Throws no-such-column when there is none.
std::string value_column(const StatsInput& input);

/// The numbers a key ends in, between underscores: "step2_without_15_23" gives 15 and 23.
std::vector<long long> numbers_in(std::string_view text);

}  // namespace debrief::app
