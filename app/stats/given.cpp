// Options, columns and numbers for single methods.

#include "app/stats/given.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;

bool usable(const Json& value) { return !value.is_null() && !value.is_object(); }

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return base::equal_ascii_nocase(w, word); });
}

/// Cells as numbers, or nothing where one of them is none.
std::optional<std::vector<double>> as_numbers(const std::vector<std::string>& cells) {
  std::vector<double> out;
  for (const std::string& cell : cells) {
    const std::string_view text = base::trimmed(cell);
    if (text.empty() || text == "NA") continue;
    double v = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    out.push_back(v);
  }
  return out;
}

/// 1, 2, 3, … from wherever it begins.
bool running(const std::vector<double>& x) {
  if (x.size() < 3) return false;
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (x[i] != x[i - 1] + 1) return false;
  }
  return true;
}

bool flag(const std::vector<double>& x) {
  return std::all_of(x.begin(), x.end(), [](double v) { return v == 0 || v == 1; });
}

}  // namespace

Json given_of(const StatsInput& input) { return base::parse_json(input.given).maybe().value_or(Json::object()); }

Json option(const Json& given, std::initializer_list<std::string_view> names, std::string_view section) {
  std::vector<const Json*> places;
  const auto add = [&](std::string_view key) {
    const auto found = given.find(std::string(key));
    if (found != given.end() && found->is_object()) places.push_back(&*found);
  };
  if (!given.is_object()) return {};
  add("options");
  if (!section.empty()) add(section);
  add("params");
  places.push_back(&given);
  for (const Json* place : places) {
    for (const std::string_view name : names) {
      const auto found = place->find(std::string(name));
      if (found != place->end() && usable(*found)) return *found;
    }
  }
  return {};
}

std::optional<double> number_option(const Json& given, std::initializer_list<std::string_view> names,
                                    std::string_view section) {
  const Json found = option(given, names, section);
  if (found.is_number()) return found.get<double>();
  if (!found.is_string()) return std::nullopt;
  const std::string text = found.get<std::string>();
  double v = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return v;
}

std::optional<std::string> text_option(const Json& given, std::initializer_list<std::string_view> names,
                                       std::string_view section) {
  const Json found = option(given, names, section);
  return found.is_string() ? std::optional(found.get<std::string>()) : std::nullopt;
}

bool flag_option(const Json& given, std::initializer_list<std::string_view> names, bool otherwise,
                 std::string_view section) {
  const Json found = option(given, names, section);
  if (found.is_boolean()) return found.get<bool>();
  if (found.is_number()) return found.get<double>() != 0;
  if (found.is_string()) return one_of(found.get<std::string>(), {"on", "yes", "true", "1"});
  return otherwise;
}

Json or_null(std::optional<double> value) { return value && std::isfinite(*value) ? Json(*value) : Json(); }

Json or_null(const std::vector<std::optional<double>>& values) {
  Json list = Json::array();
  for (const auto& v : values) list.push_back(or_null(v));
  return list;
}

std::vector<double> present(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  return values;
}

void needs(std::size_t have, std::size_t least, std::string_view what) {
  if (have >= least) return;
  throw base::Error(
      base::Status::refused, "too-few-values",
      fmt::format("{} needs {} or more; {} there", what, base::counted(static_cast<long long>(least), "value"),
                  base::counted(static_cast<long long>(have), "is", "are")));
}

double count_at(double v, std::size_t row, std::string_view column, double most) {
  if (v >= 0 && v <= most && std::floor(v) == v) return v;
  const std::string place = fmt::format("data row {}, column {}: ", row + 1, base::quoted(column));
  if (v > most) {
    throw base::Error(base::Status::refused, "not-a-count",
                      fmt::format("{}{} is too large for a count here; {} is the most", place, v, most),
                      "look whether it is the right column, or count in a larger unit");
  }
  throw base::Error(base::Status::refused, "not-a-count", fmt::format("{}{} is no count", place, v),
                    "a count is a whole number, 0 or above; correct the row, or name another column");
}

std::string column_for(const StatsInput& input, const std::optional<std::string>& told,
                       std::initializer_list<std::string_view> usual, bool guess,
                       const std::vector<std::string>& taken) {
  if (told) {
    (void)input.table.column(*told);
    return *told;
  }
  const auto is_taken = [&](const std::string& c) { return std::find(taken.begin(), taken.end(), c) != taken.end(); };
  for (const std::string_view name : usual) {
    for (const std::string& c : input.table.columns) {
      if (!is_taken(c) && base::equal_ascii_nocase(c, name)) return c;
    }
  }
  if (!guess) return "";
  for (std::size_t i = 0; i < input.table.columns.size(); ++i) {
    const std::string& c = input.table.columns[i];
    if (is_taken(c) || one_of(c, {"i", "t", "index", "sample", "no", "id", "row", "week", "month", "year", "quarter",
                                  "day", "date", "time", "period", "trial", "phase", "baseline"})) {
      continue;
    }
    const auto numbers = as_numbers(input.table.cells[i]);
    if (!numbers || numbers->empty() || running(*numbers) || flag(*numbers)) continue;
    return c;
  }
  return "";
}

std::string value_column(const StatsInput& input) {
  const std::string name = column_for(input, input.value, {"value", "values", "y", "x"}, true);
  if (!name.empty()) return name;
  // A flag or a running number is better than nothing when it is all there is.
  for (std::size_t i = input.table.columns.size(); i-- > 0;) {
    if (const auto numbers = as_numbers(input.table.cells[i]); numbers && !numbers->empty()) {
      return input.table.columns[i];
    }
  }
  (void)input.table.column("value");
  return "value";
}

std::vector<long long> numbers_in(std::string_view text) {
  std::vector<long long> out;
  for (const std::string& part : base::split(text, '_')) {
    long long n = 0;
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), n);
    if (failed == std::errc{} && end == part.data() + part.size() && !part.empty()) out.push_back(n);
  }
  return out;
}

}  // namespace debrief::app
