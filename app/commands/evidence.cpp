// evidence: what a learner has beyond the rows of the log.

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/learners.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json evidence_shape(review::Store& store, const review::EvidenceItem& item) {
  Json claims = Json::array();
  for (const auto& c : item.claims) claims.push_back({{"unit", c.unit_id}, {"criterion", c.criterion}, {"why", c.why}});
  const auto incident = item.incident_id ? review::incident_by_id(store, *item.incident_id) : std::nullopt;
  return {{"id", item.id},
          {"learner_id", item.learner_id},
          {"type", item.type},
          {"title", item.title},
          {"incident", incident ? Json(incident->incident.ref) : Json()},
          {"seq", or_null(item.seq)},
          {"file", or_null(item.file)},
          {"sha256", or_null(item.sha256)},
          {"author_role", or_null(item.author_role)},
          {"at", item.at_ms ? Json(base::rfc3339(*item.at_ms)) : Json()},
          {"status", item.status},
          {"claims", claims}};
}

Status run_list(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  std::optional<std::int64_t> learner_id;
  if (a.has("learner")) learner_id = review::learner(store, a.value("learner")).id;
  const auto items = review::list_evidence(store, learner_id);
  if (session.json()) {
    Json list = Json::array();
    for (const auto& item : items) list.push_back(evidence_shape(store, item));
    session.answer({{"items", list}, {"next", nullptr}});
    return Status::done;
  }
  if (items.empty())
    session.line("No evidence beyond the log yet. debrief evidence add LEARNER --type WT --title TEXT adds some");
  for (const auto& item : items) {
    session.line(fmt::format("{}  {} ({}), {}, for {}", item.id, shown(item.title), item.type, item.status,
                             base::counted(static_cast<long long>(item.claims.size()), "criterion", "criteria")));
  }
  return Status::done;
}

/// "UNIT:CRITERION=why".
review::EvidenceItem::ClaimFor claim_from(const std::string& text) {
  const auto colon = text.find(':');
  const auto equals = text.find('=', colon == std::string::npos ? 0 : colon);
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size() || equals == colon + 1) {
    throw Error(Status::usage, "bad-arguments", fmt::format("--for {}: this names no criterion", base::quoted(text)),
                "write UNIT:CRITERION=why, for example OFQUAL-K5030421:1.2=\"chose the contact for the water main\"");
  }
  const std::string criterion = text.substr(colon + 1, equals == std::string::npos ? equals : equals - colon - 1);
  return {text.substr(0, colon), criterion, equals == std::string::npos ? "" : text.substr(equals + 1)};
}

Status run_add(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  review::EvidenceItem item;
  item.learner_id = review::learner(store, a.positional.front()).id;
  item.type = a.value("type");
  item.title = a.value("title");
  if (item.title.empty() || item.type.empty()) {
    throw Error(
        Status::usage, "missing-argument", "debrief evidence add needs --type and --title",
        "debrief evidence add 1 --type WT --title \"Witness testimony by the shift lead\" --for UNIT:CRITERION");
  }
  if (a.has("incident")) {
    const auto stored = review::incident_by_ref(store, a.value("incident"));
    item.incident_id = stored.id;
    if (const auto row = a.integer("row", 1, std::int64_t{1} << 40)) {
      for (const auto& event : review::events_of(store, stored.id)) {
        if (event.event.row == *row) item.seq = event.seq;
      }
      if (!item.seq) {
        throw Error(Status::usage, "bad-evidence", fmt::format("{} has no entry in row {}", stored.incident.ref, *row),
                    fmt::format("debrief incident show {} lists its rows", stored.incident.ref));
      }
    }
  }
  if (a.has("file")) {
    const base::Path file = a.value("file");
    item.sha256 = base::sha256(base::read_file(file));
    item.file = file.filename().string();
  }
  if (a.has("role")) item.author_role = a.value("role");
  item.at_ms = a.time("at", store.zone());
  item.status = a.value("status", item.status);
  for (const std::string& text : a.all("for")) item.claims.push_back(claim_from(text));
  item.created_ms = store.now();
  item.id = review::add_evidence(store, item);
  if (session.json()) {
    session.answer({{"id", item.id}, {"sha256", or_null(item.sha256)}});
  } else {
    session.line(fmt::format("Evidence {} is recorded{}", item.id,
                             item.sha256 ? ", with the hash of its file; the file itself stays where it is" : ""));
  }
  return Status::done;
}

}  // namespace

extern const Command evidence_command{
    .name = "evidence",
    .title = "Record evidence beyond the log: testimony, accounts, discussions",
    .group = "Learn",
    .verbs = {{"list", "", "Lists evidence.", {{"--learner", "LEARNER", "of one learner, by id or name"}}, run_list},
              {"add",
               "LEARNER",
               "Records an item of evidence and the criteria it is offered for.",
               {{"--type", "TYPE", "LOGX, WP, OBS, WT, PD, RA, QA, RPL or SIM"},
                {"--title", "TEXT", "what it is"},
                {"--for", "UNIT:CRITERION=WHY", "a criterion it is offered for; may be given several times"},
                {"--incident", "REF", "the incident it is about"},
                {"--row", "N", "the row of the log it is about"},
                {"--file", "FILE", "the file it stands in; its name and hash are kept, not the file"},
                {"--role", "TEXT", "who wrote it, as a role"},
                {"--at", "DATE", "the date of the evidence itself"},
                {"--status", "WORD", "held, or requested"}},
               run_add}},
};

}  // namespace debrief::app
