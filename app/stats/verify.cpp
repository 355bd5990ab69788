// A method against a published case.

#include "app/stats/verify.h"

#include <algorithm>
#include <cmath>
#include <optional>

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

/// One unit of the last digit printed, 41.42 -> 0.01: books round on the way, too, and some cut digits off.
double printed_tolerance(const Json& number) {
  const std::string text = base::dumped(number);
  const auto point = text.find('.');
  const auto digits = point == std::string::npos || text.find('e') != std::string::npos ? 0 : text.size() - point - 1;
  return std::pow(10.0, -static_cast<double>(digits)) * (1 + 1e-9);
}

bool printed_key(const std::string& key) {
  return key.find("published") != std::string::npos || key.find("rounded") != std::string::npos;
}

/// "sets.lew" -> "lew"
std::string last_part(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// "treat=6-MP", as R names the level of a variable, is the group "6-MP".
bool same_text(const Json& expected, const Json& got) {
  if (expected == got) return true;
  return expected.is_string() && got.is_string() && expected.get<std::string>().ends_with("=" + got.get<std::string>());
}

class Comparison {
 public:
  /// monte_carlo  {"bootstrap_se": 0.01, "bca_endpoints": 0.04}: how far two runs of a resampling may lie apart
  /// digits       {"lew": 13}: how many digits of the spread of a certified set have to be right
  Comparison(Json monte_carlo, Json digits) : monte_carlo_(std::move(monte_carlo)), digits_(std::move(digits)) {}

  void compare(const std::string& path, const Json& expected, const Json* got, Tolerance tolerance, bool printed) {
    if (expected.is_object() && !expected.empty()) {
      if (expected.contains("tol_abs")) tolerance = {expected["tol_abs"].get<double>(), 0};
      if (expected.contains("tol_rel")) tolerance = {0, expected["tol_rel"].get<double>()};
      for (const auto& [key, value] : expected.items()) {
        if (is_tolerance(key)) continue;
        const Json* inner = got && got->is_object() && got->contains(key) ? &(*got)[key] : nullptr;
        const std::string deeper = path.empty() ? key : path + "." + key;
        if (key == "log_relative_error_at_least") {
          at_least(deeper, value, inner);
        } else if (const auto apart = resampled(key); apart && path != "monte_carlo_tolerance") {
          compare(deeper, value, inner, {*apart, 0}, false);
        } else if (key == "certified_sd" && digits_.is_object() && digits_.contains(last_part(path))) {
          const double wanted = digits_[last_part(path)].get<double>();
          compare(deeper, value, inner, {0, std::pow(10.0, -wanted)}, false);
        } else {
          compare(deeper, value, inner, tolerance, printed || printed_key(key));
        }
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
  /// The tolerance of a figure that comes out of resampling; nullopt for all others.
  std::optional<double> resampled(const std::string& key) const {
    if (!monte_carlo_.is_object()) return std::nullopt;
    if (key.starts_with("bootstrap_se")) return monte_carlo_.value("bootstrap_se", 0.01);
    if (key.starts_with("bca_") && key != "bca_acceleration") return monte_carlo_.value("bca_endpoints", 0.04);
    if (key.starts_with("percentile_"))
      return monte_carlo_.value("percentile_endpoints", monte_carlo_.value("bca_endpoints", 0.04));
    return std::nullopt;
  }

  /// Digits that have to be right: more of them are better.
  void at_least(const std::string& path, const Json& expected, const Json* got) {
    if (expected.is_object()) {
      for (const auto& [key, value] : expected.items()) {
        at_least(path + "." + key, value, got && got->is_object() && got->contains(key) ? &(*got)[key] : nullptr);
      }
      return;
    }
    add(path, expected, got, Json(),
        got && got->is_number() && expected.is_number() && got->get<double>() >= expected.get<double>());
  }

  void add(const std::string& path, const Json& expected, const Json* got, const Json& tolerance, bool ok) {
    checks.push_back({path, base::dumped(expected), got ? base::dumped(*got) : "", base::dumped(tolerance), ok});
  }

  void leaf(const std::string& path, const Json& expected, const Json* got, Tolerance tolerance, bool printed) {
    if (!expected.is_number() || !got || !got->is_number()) {
      // Nothing printed is nothing claimed.
      const bool unclaimed = printed && expected.is_null();
      add(path, expected, got, Json(), unclaimed || (got && same_text(expected, *got)));
      return;
    }
    const double wanted = expected.get<double>();
    const double allowed =
        printed ? printed_tolerance(expected) : std::max(tolerance.absolute, tolerance.relative * std::abs(wanted));
    add(path, expected, got, allowed, std::abs(got->get<double>() - wanted) <= allowed);
  }

  Json monte_carlo_, digits_;
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
  std::vector<base::Path> tables;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") tables.push_back(entry.path());
  }
  std::sort(tables.begin(), tables.end());
  for (const base::Path& table : tables) input.files[table.stem().string()] = read_stats_table(table);
  for (const char* name : {"data", "tickets", "events"}) {
    if (const auto found = input.files.find(name); found != input.files.end() && input.table.columns.empty()) {
      input.table = found->second;
    }
  }
  if (input.table.columns.empty() && input.files.size() == 1) input.table = input.files.begin()->second;
  if (const auto calls = input.files.find("calls"); calls != input.files.end()) input.calls = calls->second;
  const Json got = method.run(input);
  Comparison comparison(expected->value("monte_carlo_tolerance", Json()),
                        expected->value("log_relative_error_at_least", Json()));
  comparison.compare("", *expected, &got, usual_tolerance, false);
  return comparison.checks;
}

}  // namespace debrief::app
