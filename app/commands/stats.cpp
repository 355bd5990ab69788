// stats: one method on any table, and the proof that it gives the published answers.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
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

Status run_method(Session& session, const Arguments& a) {
  const StatsMethod& method = stats_method(a.positional.front());
  if (!a.has("in")) {
    throw Error(Status::usage, "missing-argument", "debrief stats needs --in FILE: the table with the data",
                fmt::format("debrief stats {} --in data.csv", method.name));
  }
  StatsInput input;
  input.table = read_stats_table(a.value("in"));
  if (a.has("calls")) input.calls = read_stats_table(a.value("calls"));
  if (a.has("policy")) {
    const auto policy = base::parse_json(base::read_file(a.value("policy")));
    if (!policy) {
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", a.value("policy"), policy.issue().place.line, policy.issue().detail));
    }
    input.given = base::dumped(policy->contains("policy") ? *policy : Json{{"policy", *policy}});
  }
  for (const auto& [option, target] :
       {std::pair{"value", &input.value}, std::pair{"n", &input.n}, std::pair{"time", &input.time},
        std::pair{"event", &input.event}, std::pair{"group", &input.group}}) {
    *target = a.value(option, *target);
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
                {"--value", "COLUMN", "the column with the values; \"value\" unless told"},
                {"--n", "COLUMN", "of how many; \"n\" unless told"},
                {"--time", "COLUMN", "\"time\" unless told"},
                {"--event", "COLUMN", "\"event\" unless told: 1 ended, 0 not yet"},
                {"--group", "COLUMN", "\"group\" unless told"},
                {"--calls", "FILE", "kpi-log: the table of calls"},
                {"--policy", "FILE", "kpi-log: period, targets and limits as JSON"}},
               run_method},
              {"verify",
               "METHOD DIR…",
               "Runs a method on published cases and compares every value; status 1 if one does not hold.",
               {},
               run_verify},
              {"list", "", "Lists the methods.", {}, run_list}},
};

}  // namespace debrief::app
