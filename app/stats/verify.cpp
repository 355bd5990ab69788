// A method against a published case.

#include "app/stats/verify.h"

#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;

/// How near a number has to come. relative: share of the expected number
struct Tolerance {
  double absolute = 0;
  double relative = 0;
};

/// Where a case states none: what is left of a double after a few hundred steps.
constexpr Tolerance usual_tolerance{1e-12, 1e-9};

bool is_tolerance(const std::string& key) { return key == "tol_abs" || key == "tol_rel"; }

/// Half a unit of the last digit printed: 41.42 -> 0.005.
double printed_tolerance(const Json& number) {
  const std::string text = base::dumped(number);
  const auto point = text.find('.');
  const auto digits = point == std::string::npos || text.find('e') != std::string::npos ? 0 : text.size() - point - 1;
  return 0.5 * std::pow(10.0, -static_cast<double>(digits)) * (1 + 1e-9);
}

class Comparison {
 public:
  void compare(const std::string& path, const Json& expected, const Json* got, Tolerance tolerance, bool printed) {
    if (expected.is_object() && !expected.empty()) {
      if (expected.contains("tol_abs")) tolerance = {expected["tol_abs"].get<double>(), 0};
      if (expected.contains("tol_rel")) tolerance = {0, expected["tol_rel"].get<double>()};
      for (const auto& [key, value] : expected.items()) {
        if (is_tolerance(key)) continue;
        const Json* inner = got && got->is_object() && got->contains(key) ? &(*got)[key] : nullptr;
        const bool digits = key.find("published") != std::string::npos || key.find("rounded") != std::string::npos;
        compare(path.empty() ? key : path + "." + key, value, inner, tolerance, printed || digits);
      }
    } else if (expected.is_array() && !expected.empty()) {
      for (std::size_t i = 0; i < expected.size(); ++i) {
        const Json* inner = got && got->is_array() && i < got->size() ? &(*got)[i] : nullptr;
        compare(fmt::format("{}.{}", path, i), expected[i], inner, tolerance, printed);
      }
      if (got && got->is_array() && got->size() > expected.size()) add(path, expected, got, Json(), false);
    } else {
      leaf(path, expected, got, tolerance, printed);
    }
  }

  std::vector<StatsCheck> checks;

 private:
  void add(const std::string& path, const Json& expected, const Json* got, const Json& tolerance, bool ok) {
    checks.push_back({path, base::dumped(expected), got ? base::dumped(*got) : "", base::dumped(tolerance), ok});
  }

  void leaf(const std::string& path, const Json& expected, const Json* got, Tolerance tolerance, bool printed) {
    if (!expected.is_number() || !got || !got->is_number()) {
      add(path, expected, got, Json(), got && *got == expected);
      return;
    }
    const double wanted = expected.get<double>();
    const double allowed =
        printed ? printed_tolerance(expected) : std::max(tolerance.absolute, tolerance.relative * std::abs(wanted));
    add(path, expected, got, allowed, std::abs(got->get<double>() - wanted) <= allowed);
  }
};

}  // namespace

std::vector<StatsCheck> verify_case(const StatsMethod& method, const base::Path& folder) {
  const base::Path file = folder / "expected.json";
  const std::string text = base::read_file(file);
  const auto expected = base::parse_json(text);
  if (!expected) {
    throw base::Error(base::Status::refused, "json-malformed",
                      fmt::format("{}:{}: {}", file.string(), expected.issue().place.line, expected.issue().detail));
  }
  StatsInput input;
  input.given = text;
  const auto exists = [&](const char* name) { return std::filesystem::exists(folder / name); };
  if (exists("data.csv")) input.table = read_stats_table(folder / "data.csv");
  if (exists("tickets.csv")) input.table = read_stats_table(folder / "tickets.csv");
  if (exists("calls.csv")) input.calls = read_stats_table(folder / "calls.csv");
  const Json got = method.run(input);
  Comparison comparison;
  comparison.compare("", *expected, &got, usual_tolerance, false);
  return comparison.checks;
}

}  // namespace debrief::app
