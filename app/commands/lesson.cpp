// lesson: what was learned, and where it goes.

#include <fmt/format.h>

#include "app/command.h"
#include "app/session.h"
#include "app/shapes/review_shape.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

constexpr std::int64_t highest_id = std::int64_t{1} << 52;

Status run_list(Session& session, const Arguments& a) {
  const auto lessons = review::list_lessons(session.reader(), a.integer("review", 1, highest_id));
  if (session.json()) {
    Json items = Json::array();
    for (const auto& lesson : lessons) items.push_back(lesson_shape(lesson));
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (lessons.empty()) session.line("No lessons here. debrief lesson add TEXT --review ID --to training records one");
  for (const auto& lesson : lessons) {
    session.line(fmt::format("{}  to {}{}: {}", lesson.id, lesson.destination, lesson.owner ? ", " + *lesson.owner : "",
                             shown(lesson.text)));
  }
  return Status::done;
}

Status run_add(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  review::Lesson lesson;
  lesson.review_id = a.integer("review", 1, highest_id);
  lesson.text = a.positional.front();
  lesson.destination = a.value("to", "procedure");
  if (a.has("owner")) lesson.owner = a.value("owner");
  lesson.created_ms = store.now();
  lesson.id = review::add_lesson(store, lesson);
  if (session.json()) {
    session.answer({{"id", lesson.id}});
  } else {
    session.line(fmt::format("Lesson {} goes to {}", lesson.id, lesson.destination));
  }
  return Status::done;
}

}  // namespace

extern const Command lesson_command{
    .name = "lesson",
    .title = "Keep what was learned, and where it goes",
    .group = "Decide",
    .verbs = {{"list", "", "Lists lessons.", {{"--review", "ID", "of one review"}}, run_list},
              {"add",
               "TEXT",
               "Records a lesson.",
               {{"--review", "ID", "the review it comes from"},
                {"--to", "WORD", "training, procedure, system or knowledge_article"},
                {"--owner", "WHO", "who carries it there"}},
               run_add}},
};

}  // namespace debrief::app
