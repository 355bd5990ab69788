// redact: names and numbers of people found in lines of text, and taken out.

#include <iostream>
#include <map>

#include <fmt/format.h>

#include "app/command.h"
#include "app/interrupt.h"
#include "app/session.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/privacy.h"
#include "templates/audience.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

/// Lines of a file, or of standard input as they come.
class Lines {
 public:
  explicit Lines(const std::string& name) {
    if (name != "-") {
      base::must_be_readable_file(name);
      file_ = base::read_file(name);
    }
    from_input_ = name == "-";
  }

  bool next(std::string& line) {
    if (from_input_) {
      if (!std::getline(std::cin, line)) return false;
    } else {
      if (at_ >= file_.size()) return false;
      const std::size_t end = std::min(file_.find('\n', at_), file_.size());
      line = file_.substr(at_, end - at_);
      at_ = end + 1;
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (base::bad_utf8(line) != std::string::npos) line = base::repaired_utf8(line);
    return true;
  }

 private:
  std::string file_;
  std::size_t at_ = 0;
  bool from_input_ = false;
};

Json spans_of(const std::vector<review::Span>& spans) {
  Json list = Json::array();
  for (const review::Span& s : spans) {
    list.push_back(
        {{"category", s.category}, {"start", s.start}, {"end", s.end}, {"text", s.text}, {"certain", s.certain}});
  }
  return list;
}

Status run(Session& session, const Arguments& a) {
  templates::GatePeople people;
  std::string secret;
  if (session.has_workspace()) {
    people = templates::people_of(session.reader());
    secret = session.reader().setting("pseudonym_salt").value_or("");
  }
  const review::Redactor redactor(people.people, people.keep);
  review::Pseudonyms pseudonyms(people.people, base::commitment(secret, "redact"));
  std::map<std::string, int> counts;
  Lines lines(a.positional.empty() ? "-" : a.positional.front());
  Json all = Json::array();
  std::string line;
  for (std::int64_t number = 1; lines.next(line); ++number) {
    stop_if_interrupted();
    if (!session.json()) {
      session.line(review::redacted(line, redactor, pseudonyms, counts));
      continue;
    }
    Json answer{{"line", number}, {"text", line}, {"spans", spans_of(redactor.find(line))}};
    if (session.json_lines()) {
      session.json_line(answer);
    } else {
      all.push_back(std::move(answer));
    }
  }
  if (session.json() && !session.json_lines()) session.answer({{"lines", all}});
  if (!session.json()) {
    std::vector<std::string> said;
    for (const auto& [category, count] : counts) said.push_back(fmt::format("{} {}", count, category));
    session.flush();
    session.note(said.empty() ? "Nothing was taken out" : "Taken out: " + base::joined(said, ", "));
  }
  return Status::done;
}

}  // namespace

extern const Command redact_command{
    .name = "redact",
    .title = "Take names and numbers of people out of text",
    .group = "Out",
    .verbs =
        {{"",
          "[FILE]",
          "Reads lines of a file or of standard input. Names come from the person columns of this workspace's imports; "
          "--json-lines says for each line what was found and where.",
          {},
          run}},
};

}  // namespace debrief::app
