// learner: who gathers evidence, and under which names they stand in the log.

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/learner_names.h"
#include "review/learners.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

Status run_list(Session& session, const Arguments&) {
  const auto learners = review::list_learners(session.reader());
  if (session.json()) {
    Json items = Json::array();
    for (const auto& l : learners) {
      items.push_back(
          {{"id", l.id}, {"name", l.name}, {"aliases", l.aliases}, {"created_at", base::rfc3339(l.created_ms)}});
    }
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (learners.empty())
    session.line("There are no learners yet. debrief learner add NAME adds one, as the log writes the name");
  for (const auto& l : learners) {
    session.line(
        fmt::format("{}  {}{}", l.id, l.name,
                    l.aliases.size() > 1 ? "  also " + base::joined(std::span(l.aliases).subspan(1), ", ") : ""));
  }
  return Status::done;
}

Status run_add(Session& session, const Arguments& a) {
  const std::int64_t id = review::add_learner(session.writer(), a.positional.front(), a.all("alias"));
  if (session.json()) {
    session.answer({{"id", id}});
  } else {
    session.line(fmt::format("{} is learner {}. See what the log shows: debrief portfolio coverage {} --unit ID",
                             a.positional.front(), id, id));
  }
  return Status::done;
}

Status changed(Session& session, std::int64_t id) {
  const review::Learner l = review::learner(session.writer(), std::to_string(id));
  if (session.json()) {
    session.answer({{"id", l.id}, {"name", l.name}, {"aliases", l.aliases}});
  } else {
    session.line(fmt::format("{}  {}{}", l.id, l.name,
                             l.aliases.size() > 1
                                 ? "  also " + base::joined(std::span(l.aliases).subspan(1), ", ")
                                 : ""));
  }
  return Status::done;
}

Status run_alias(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const std::int64_t id = review::learner(store, a.positional.front()).id;
  for (std::size_t i = 1; i < a.positional.size(); ++i) {
    if (!a.has("remove")) {
      review::add_alias(store, id, a.positional[i]);
    } else if (!review::remove_alias(store, id, a.positional[i])) {
      throw base::Error(Status::usage, "bad-value", fmt::format("{} is no alias of learner {}", base::quoted(a.positional[i]), id),
                        "debrief learner list shows the aliases; the name itself is changed by debrief learner rename");
    }
  }
  return changed(session, id);
}

Status run_rename(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const std::int64_t id = review::learner(store, a.positional.front()).id;
  review::rename_learner(store, id, a.positional[1]);
  return changed(session, id);
}

Status run_remove(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const review::Learner l = review::learner(store, a.positional.front());
  review::remove_learner(store, l.id);
  if (session.json()) {
    session.answer({{"removed", l.id}});
  } else {
    session.line(fmt::format("{} is no learner here any more", l.name));
  }
  return Status::done;
}

}  // namespace

extern const Command learner_command{
    .name = "learner",
    .title = "Add and list learners",
    .group = "Learn",
    .verbs = {{"list", "", "Lists the learners with their other names.", {}, run_list},
              {"add",
               "NAME",
               "Adds a learner, by the name the log uses.",
               {{"--alias", "TEXT", "another spelling or account in the log; may be given several times"}},
               run_add},
              {"alias",
               "LEARNER TEXT…",
               "Adds other spellings or accounts of a learner.",
               {{"--remove", "", "takes them away instead"}},
               run_alias},
              {"rename", "LEARNER NAME", "Corrects the name; the old one stays as an alias.", {}, run_rename},
              {"remove", "LEARNER", "Takes a learner away who has no evidence yet.", {}, run_remove}},
};

}  // namespace debrief::app
