// audit: the trail of changes, and whether it is whole.

#include "review/audit.h"

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "base/json.h"
#include "base/text.h"
#include "review/trail.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

Status run_verify(Session& session, const Arguments&) {
  const auto verdict = review::verify_audit(session.reader());
  const bool whole = !verdict.first_bad;
  const auto differences = review::trail_differences(session.reader());
  const bool ok = whole && differences.empty();
  if (session.json()) {
    Json unlike = Json::array();
    for (const auto& d : differences)
      unlike.push_back({{"subject", d.subject}, {"what", d.what}, {"trail", d.trail}, {"present", d.present}});
    session.answer({{"ok", ok},
                    {"entries", verdict.entries},
                    {"erased", verdict.erased},
                    {"first_bad", verdict.first_bad ? Json(*verdict.first_bad) : Json()},
                    {"why", verdict.why.empty() ? Json() : Json(verdict.why)},
                    {"head", verdict.head.empty() ? Json() : Json(verdict.head)},
                    {"differences", unlike}});
  } else if (whole) {
    session.line(fmt::format("The trail is whole: {}, {} with values erased. Newest hash {}",
                             base::counted(verdict.entries, "entry", "entries"), base::grouped(verdict.erased),
                             verdict.head));
  } else {
    session.line(fmt::format("The trail is broken at entry {}: {}. What stands before it holds; compare with a backup",
                             *verdict.first_bad, verdict.why));
  }
  if (!session.json()) {
    for (const auto& d : differences) {
      session.line(fmt::format("{}, {}: the trail says {}, the workspace {}", d.subject, d.what,
                               d.trail.empty() ? "nothing" : base::quoted(d.trail),
                               d.present.empty() ? "nothing" : base::quoted(d.present)));
    }
    if (ok) {
      session.line("Passages, findings, actions, lessons and signatures read as it says. Records of an import are no part "
                   "of it: they rest on the source files kept with them");
    }
  }
  return ok ? Status::done : Status::findings;
}

Status run_list(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto entries =
      review::audit_entries(store, static_cast<std::size_t>(a.integer("limit", 1, 1'000'000).value_or(50)));
  if (session.json()) {
    Json items = Json::array();
    for (const auto& e : entries) {
      items.push_back({{"id", e.id},
                       {"at", base::rfc3339(e.at_ms)},
                       {"by", e.by},
                       {"act", e.act},
                       {"subject", e.subject},
                       {"value", e.value ? base::parse_json(*e.value).maybe().value_or(Json(*e.value)) : Json()},
                       {"hash", e.hash}});
    }
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  TextTable table;
  table.column("Entry", Side::right);
  table.column("When");
  table.column("By");
  table.column("Act");
  table.column("Subject");
  for (const auto& e : entries) {
    table.row({std::to_string(e.id), base::iso_local(e.at_ms, store.zone()), e.by, e.act, e.subject});
  }
  session.table(table);
  return Status::done;
}

}  // namespace

extern const Command audit_command{
    .name = "audit",
    .title = "Show the trail of changes, and prove it whole",
    .group = "Keep",
    .verbs = {{"verify",
               "",
               "Recomputes every hash of the trail, and holds what people wrote against it; status 1 if one does not hold.",
               {},
               run_verify},
              {"list", "", "Lists changes, newest first.", {{"--limit", "N", "at most N; 50 unless told"}}, run_list}},
};

}  // namespace debrief::app
