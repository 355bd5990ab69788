// check: whether the workspace is sound, and what to do next.

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "app/shapes/review_shape.h"
#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/audit.h"
#include "review/health.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/learners.h"
#include "review/reviews.h"
#include "review/trail.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

/// One question asked of the workspace. ok: nothing to worry about
struct Check {
  std::string name;
  bool ok = true;
  std::string detail;
};

std::vector<Check> checks_of(review::Store& store) {
  const review::Health health = review::health(store);
  const auto trail = review::verify_audit(store);
  std::vector<Check> checks;
  checks.push_back({"integrity", health.integrity.empty(),
                    health.integrity.empty()
                        ? "every page of the file is as it should be"
                        : fmt::format("{}; restore a backup", base::joined(health.integrity, "; "))});
  checks.push_back(
      {"references", health.broken_references == 0,
       health.broken_references == 0
           ? "every record points at one that is there"
           : base::counted(health.broken_references, "record points", "records point") + " at something that is gone"});
  checks.push_back(
      {"schema", health.schema == review::Store::newest_schema(),
       fmt::format("schema {}, and this program writes {}", health.schema, review::Store::newest_schema())});
  checks.push_back(
      {"sqlite", true,
       health.one_writer_only
           ? fmt::format("SQLite {}: two writers at once may lose a change, so Debrief lets only one write",
                         health.sqlite)
           : fmt::format("SQLite {}", health.sqlite)});
  checks.push_back({"audit", !trail.first_bad,
                    trail.first_bad
                        ? fmt::format("broken at entry {}: {}", *trail.first_bad, trail.why)
                        : fmt::format("{} in one unbroken chain", base::counted(trail.entries, "entry", "entries"))});
  const auto differences = review::trail_differences(store);
  checks.push_back(
      {"written", differences.empty(),
       differences.empty()
           ? "what people wrote and decided reads as the trail says"
           : fmt::format("{} not as the trail says, first {} ({}): debrief audit verify lists them",
                         base::counted(static_cast<long long>(differences.size()), "place reads", "places read"),
                         differences.front().subject, differences.front().what)});
  return checks;
}

std::vector<std::string> next_steps(review::Store& store, const std::vector<Check>& checks) {
  std::vector<std::string> steps;
  for (const Check& check : checks) {
    if (!check.ok)
      steps.push_back(
          fmt::format("look into \"{}\" first: keep a copy of the workspace file as it is now", check.name));
  }
  if (review::list_imports(store).empty()) {
    steps.emplace_back("import an export of your incident log: debrief import FILE");
    return steps;
  }
  const auto candidates = review::review_candidates(store);
  if (!candidates.empty()) {
    steps.push_back(
        fmt::format("{} for a review: debrief review candidates",
                    base::counted(static_cast<long long>(candidates.size()), "incident waits", "incidents wait")));
  }
  long long late = 0;
  for (const auto& action : review::list_actions(store)) late += overdue(action, store.now()) ? 1 : 0;
  if (late > 0)
    steps.push_back(
        fmt::format("{} overdue: debrief action list --overdue", base::counted(late, "action is", "actions are")));
  return steps;
}

Status run(Session& session, const Arguments&) {
  review::Store& store = session.reader();
  const auto checks = checks_of(store);
  const auto steps = next_steps(store, checks);
  bool ok = true;
  for (const Check& check : checks) ok = ok && check.ok;
  const Json counts{{"imports", review::list_imports(store).size()},  {"incidents", review::count_incidents(store)},
                    {"contacts", review::count_contacts(store)},      {"intervals", review::count_intervals(store)},
                    {"reviews", review::list_reviews(store).size()},  {"actions", review::list_actions(store).size()},
                    {"lessons", review::list_lessons(store).size()},  {"learners", review::list_learners(store).size()},
                    {"evidence", review::list_evidence(store).size()}};
  if (session.json()) {
    Json list = Json::array();
    for (const Check& c : checks) list.push_back({{"name", c.name}, {"ok", c.ok}, {"detail", c.detail}});
    session.answer({{"ok", ok},
                    {"workspace", session.settings().workspace.string()},
                    {"workspace_from", session.settings().workspace_from},
                    {"zone", store.zone().name()},
                    {"checks", list},
                    {"counts", counts},
                    {"next", steps}});
    return ok ? Status::done : Status::findings;
  }
  session.line(fmt::format("{} ({}), zone {}", session.settings().workspace.string(), session.settings().workspace_from,
                           store.zone().name()));
  for (const Check& c : checks) session.line(fmt::format("  {:<10} {:<5} {}", c.name, c.ok ? "ok" : "FAULT", c.detail));
  std::vector<std::string> said;
  for (const auto& [what, count] : counts.items()) {
    const std::string one = what == "evidence" ? "item of evidence" : what.substr(0, what.size() - 1);
    said.push_back(base::counted(count.get<long long>(), one, what == "evidence" ? "items of evidence" : what));
  }
  session.line("  " + base::joined(said, ", "));
  for (const std::string& step : steps) session.line("Next: " + step);
  return ok ? Status::done : Status::findings;
}

}  // namespace

extern const Command check_command{
    .name = "check",
    .title = "Check that the workspace is sound, and say what to do next",
    .group = "Keep",
    .verbs =
        {{"", "", "Checks the file, its references, versions and trail; status 1 if something is wrong.", {}, run}},
};

}  // namespace debrief::app
