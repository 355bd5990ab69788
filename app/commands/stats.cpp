// stats: one method on any table, and the proof that it gives the published answers.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "app/command.h"
#include "app/interrupt.h"
#include "app/session.h"
#include "app/stats/methods.h"
#include "app/stats/verify.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

/// Options that go to the method as they are; "--season-window" becomes season_window.
constexpr std::string_view told_options[] = {"alpha",
                                             "baseline",
                                             "beta",
                                             "better",
                                             "centre",
                                             "confidence",
                                             "cost",
                                             "fix-after",
                                             "gamma",
                                             "harmonics",
                                             "head-start",
                                             "horizon",
                                             "hours",
                                             "lag",
                                             "lambda",
                                             "limit",
                                             "low-pass-window",
                                             "min-segment",
                                             "no-trend",
                                             "penalty",
                                             "period",
                                             "power",
                                             "rebase",
                                             "resamples",
                                             "robust",
                                             "screening",
                                             "season-window",
                                             "seasonal",
                                             "seed",
                                             "sigma",
                                             "slack",
                                             "statistic",
                                             "tail",
                                             "target",
                                             "tau",
                                             "trend-window",
                                             "trim",
                                             "width",
                                             "without"};

/// What a numeric option takes: from `least` to `most`, or strictly between them.
struct Range {
  std::string_view name;
  double least, most;
  bool open = false;
  bool whole = false;
  std::string_view word = {};  // stands for a number, too
};
constexpr double far = 1e100;
constexpr double most_seed = 9'007'199'254'740'992.0;
constexpr Range ranges[] = {{"alpha", 0, 1},
                            {"beta", 0, 1},
                            {"centre", -far, far},
                            {"confidence", 0, 1, true},
                            {"fix-after", 2, 1e9, false, true},
                            {"gamma", 0, 1},
                            {"harmonics", 0, 6, false, true},
                            {"head-start", 0, far},
                            {"horizon", 1, 10'000, false, true},
                            {"hours", 1e-9, 1e15},
                            {"lag", 1, 100'000, false, true},
                            {"lambda", 1e-6, 1},
                            {"limit", 0, far},
                            {"low-pass-window", 1, 1e6, false, true},
                            {"min-segment", 1, 1e6, false, true},
                            {"penalty", 0, far},
                            {"period", 1, 10'000, false, true},
                            {"power", 1e-3, 10},
                            {"resamples", 1, 1e6, false, true},
                            {"season-window", 1, 1e6, false, true, "periodic"},
                            {"seed", 0, most_seed, false, true},
                            {"sigma", 1e-100, far},
                            {"slack", 0, far},
                            {"tail", 1e-12, 0.499},
                            {"target", -far, far},
                            {"tau", 1e-100, far},
                            {"trend-window", 1, 1e6, false, true},
                            {"trim", 0, 0.499},
                            {"width", 1e-6, 1000}};
/// Lists of rows or samples, as in 15,23.
constexpr std::string_view lists[] = {"rebase", "without"};

std::optional<double> number_in(std::string_view text) {
  double v = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(v)) return std::nullopt;
  return v;
}

/// 1,000,000 and 0.95 as one writes them.
std::string printed(double v) {
  const bool plain = std::floor(v) == v && std::fabs(v) < 1e15;
  return plain ? base::grouped(static_cast<long long>(v)) : fmt::format("{:g}", v);
}

/// Throws usage Error bad-option with the range unless every number told lies in it.
void check_ranges(const Arguments& a) {
  for (const Range& r : ranges) {
    if (!a.has(r.name)) continue;
    for (const std::string& text : a.all(r.name)) {
      if (!r.word.empty() && text == r.word) continue;
      const auto v = number_in(text);
      const bool inside = v && (r.open ? *v > r.least && *v < r.most : *v >= r.least && *v <= r.most);
      if (inside && (!r.whole || std::floor(*v) == *v)) continue;
      const std::string takes = fmt::format("{} {} {} {}",
                                            r.whole  ? "a whole number from"
                                            : r.open ? "a number between"
                                                     : "a number from",
                                            printed(r.least), r.open ? "and" : "to", printed(r.most));
      throw Error(Status::usage, "bad-option",
                  fmt::format("--{} takes {}{}, not {}", r.name, takes,
                              r.word.empty() ? "" : fmt::format(", or {}", r.word), base::quoted(text)),
                  r.open ? fmt::format("--{} 0.95; both ends are left out", r.name) : "");
    }
  }
  for (const std::string_view name : lists) {
    if (!a.has(name)) continue;
    for (const std::string& list : a.all(name)) {
      for (const std::string& part : base::split(list, ',')) {
        const auto v = number_in(part);
        if (v && *v >= 0 && *v <= 1e9 && std::floor(*v) == *v) continue;
        throw Error(Status::usage, "bad-option",
                    fmt::format("--{} takes whole numbers from 0, parted by commas, not {}", name, base::quoted(list)),
                    fmt::format("--{} 15,23", name));
      }
    }
  }
}

Json told(const Arguments& a) {
  check_ranges(a);
  Json options = Json::object();
  for (const std::string_view name : told_options) {
    if (!a.has(name)) continue;
    std::string key(name);
    std::replace(key.begin(), key.end(), '-', '_');
    const auto all = a.all(name);
    if (all.empty() || (all.size() == 1 && all.front().empty())) {
      options[key] = true;
    } else if (all.size() > 1) {
      options[key] = all;
    } else {
      options[key] = all.front();
    }
  }
  return options;
}

Status run_method(Session& session, const Arguments& a) {
  let_signals_end();
  const StatsMethod& method = stats_method(a.positional.front());
  StatsInput input;
  Json given = Json::object();
  if (a.has("policy")) {
    const auto policy = base::parse_json(base::read_file(a.value("policy")));
    if (!policy) {
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", a.value("policy"), policy.issue().place.line, policy.issue().detail));
    }
    given = policy->contains("policy") || method.name != "kpi-log" ? *policy : Json{{"policy", *policy}};
  }
  if (!a.has("in") && given.empty()) {
    throw Error(Status::usage, "missing-argument", "debrief stats needs --in FILE: the table with the data",
                fmt::format("debrief stats {} --in data.csv", method.name));
  }
  const Json options = told(a);
  if (a.has("in")) input.table = read_stats_table(a.value("in"));
  if (a.has("calls")) input.calls = read_stats_table(a.value("calls"));
  if (!options.empty()) given["options"] = options;
  input.given = base::dumped(given);
  for (const auto& [option, target] :
       {std::pair{"value", &input.value}, std::pair{"n", &input.n}, std::pair{"time", &input.time},
        std::pair{"event", &input.event}, std::pair{"group", &input.group}, std::pair{"step", &input.step},
        std::pair{"offset", &input.offset}, std::pair{"season", &input.season}}) {
    if (a.has(option)) *target = a.value(option);
  }
  const Json answer = method.run(input);
  if (session.json()) {
    session.answer(answer);
  } else {
    session.line(base::dumped(answer, 2));
  }
  return Status::done;
}

Status run_verify(Session& session, const Arguments& a) {
  let_signals_end();
  const StatsMethod& method = stats_method(a.positional.front());
  Json list = Json::array();
  bool all = true;
  for (std::size_t i = 1; i < a.positional.size(); ++i) {
    const auto checks = verify_case(method, a.positional[i]);
    std::size_t held = 0;
    for (const StatsCheck& c : checks) {
      held += c.ok ? 1 : 0;
      all = all && c.ok;
      list.push_back({{"key", c.key},
                      {"expected", *base::parse_json(c.expected)},
                      {"got", c.got.empty() ? Json() : *base::parse_json(c.got)},
                      {"tolerance", *base::parse_json(c.tolerance)},
                      {"ok", c.ok}});
      if (!session.json() && !c.ok) {
        session.line(fmt::format("{}: expected {}, {}", c.key, base::cut(c.expected, 60),
                                 c.got.empty() ? "which is not given" : "got " + base::cut(c.got, 60)));
      }
    }
    if (!session.json()) session.line(fmt::format("{}: {} of {} values hold", a.positional[i], held, checks.size()));
  }
  if (session.json()) session.answer(list);
  return all ? Status::done : Status::findings;
}

Status run_list(Session& session, const Arguments&) {
  Json items = Json::array();
  for (const StatsMethod& method : stats_methods()) {
    items.push_back({{"method", method.name}, {"purpose", method.purpose}});
    if (!session.json()) session.line(fmt::format("{:<20} {}", method.name, method.purpose));
  }
  if (session.json()) session.answer({{"items", items}, {"next", nullptr}});
  return Status::done;
}

}  // namespace

extern const Command stats_command{
    .name = "stats",
    .title = "Run one method of analysis on any table, or prove it on a published case",
    .group = "Look",
    .verbs = {{"",
               "METHOD",
               "Runs a method on a table, by the code that the figures use.",
               {{"--in", "FILE", "the table"},
                {"--value", "COLUMN", "the column with the values; the usual names are looked for unless told"},
                {"--n", "COLUMN", "of how many, or over what exposure"},
                {"--time", "COLUMN", "when, or how long"},
                {"--event", "COLUMN", "1 ended, 0 not yet"},
                {"--group", "COLUMN", "what splits the rows"},
                {"--step", "COLUMN", "its: 0 before, 1 after"},
                {"--offset", "COLUMN", "its: the exposure"},
                {"--season", "COLUMN", "its: place in the cycle, such as the month"},
                {"--baseline", "FROM..TO", "charts of counts: rows that the limits rest on, counted from 1"},
                {"--without", "LIST", "charts of counts: samples that the limits leave out, 15,23"},
                {"--period", "N", "steps per cycle; 12 unless told"},
                {"--lag", "N", "mann-kendall: lags that the corrections look at"},
                {"--confidence", "LEVEL", "of intervals, between 0 and 1; 0.95 unless told"},
                {"--target", "VALUE", "xmr, rules, cusum-ewma: where the process should be"},
                {"--centre", "VALUE", "rules: the centre line; the mean unless told"},
                {"--sigma", "VALUE", "rules, cusum-ewma: the spread; by moving ranges unless told"},
                {"--better", "WORD", "rules: higher or lower"},
                {"--fix-after", "N", "xmr, rules: limits rest on the first N points"},
                {"--rebase", "LIST", "rules: first points of new stretches, counted from 0"},
                {"--screening", "on|off", "xmr, rules: leave far moving ranges out of the limits; on unless told"},
                {"--slack", "K", "cusum-ewma: slack of the CUSUM"},
                {"--limit", "H", "cusum-ewma: limit of the CUSUM"},
                {"--head-start", "VALUE", "cusum-ewma: where the sums begin"},
                {"--lambda", "SHARE", "cusum-ewma: weight of the newest value; 0.2 unless told"},
                {"--width", "L", "cusum-ewma: width of the EWMA limits; 2.962 unless told"},
                {"--tail", "SHARE", "g-chart: share beyond either probability limit"},
                {"--power", "P", "t-chart: power that makes times near normal; 0.2777 unless told"},
                {"--hours", "N", "mtbf: how long was watched; until the last failure unless told"},
                {"--tau", "TIME", "kaplan-meier: end of the restricted mean"},
                {"--statistic", "WORD", "bootstrap: mean, median, sd, p90, geometric-mean, correlation, ratio"},
                {"--resamples", "N", "bootstrap: up to 1,000,000; 20,000 unless told"},
                {"--seed", "N", "bootstrap: 1 unless told"},
                {"--cost", "WORD", "changepoint: l2, poisson, normal, log-normal"},
                {"--penalty", "VALUE", "changepoint: price of a cut; may be given several times"},
                {"--min-segment", "N", "changepoint: points a piece has at least; 2 unless told"},
                {"--trim", "SHARE", "changepoint: kept clear at both ends; 0.15 unless told"},
                {"--harmonics", "N", "its: sine and cosine pairs of the season; 2 unless told"},
                {"--season-window", "N", "stl: points of the seasonal smoother; periodic unless told"},
                {"--trend-window", "N", "stl: points of the trend smoother"},
                {"--low-pass-window", "N", "stl: points of the low-pass smoother"},
                {"--robust", "", "stl: outlying values count less"},
                {"--alpha", "SHARE", "holt-winters: of the level; chosen unless told"},
                {"--beta", "SHARE", "holt-winters: of the trend; chosen unless told"},
                {"--gamma", "SHARE", "holt-winters: of the season; chosen unless told"},
                {"--seasonal", "WORD", "holt-winters: additive, multiplicative or none"},
                {"--no-trend", "", "holt-winters: level and season only"},
                {"--horizon", "N", "holt-winters: steps to foretell; 12 unless told"},
                {"--calls", "FILE", "kpi-log: the table of calls"},
                {"--policy", "FILE", "further input as JSON: kpi-log period and targets, business-time calendars"}},
               run_method},
              {"verify",
               "METHOD DIR…",
               "Runs a method on published cases and compares every value; status 1 if one does not hold.",
               {},
               run_verify},
              {"list", "", "Lists the methods.", {}, run_list}},
};

}  // namespace debrief::app
