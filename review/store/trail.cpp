// What people wrote and decided, held against the trail of changes.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/reviews.h"
#include "review/store.h"
#include "review/trail.h"
#include "review/versions.h"

namespace debrief::review {

namespace {

using base::Json;

/// What the entries say, put together from the oldest to the newest.
struct Told {
  std::map<std::tuple<std::string, std::string, int>, std::string> passages;  // subject, key, version -> text
  std::map<std::string, std::multiset<std::string>> findings;                 // subject -> kind and text
  std::map<std::string, std::map<std::string, std::string>> actions;          // subject -> field -> value
  std::map<std::string, std::pair<std::string, std::string>> lessons;         // subject -> text, destination
  std::map<std::string, std::pair<std::string, std::string>> signatures;      // subject -> by, digest
  std::set<std::string> erased;                                               // subjects with a value taken away
};

std::string text(const Json& value, const char* key) {
  const auto found = value.find(key);
  if (found == value.end()) return {};
  return found->is_string() ? found->get<std::string>() : base::dumped(*found);
}

Told told(Store& store) {
  Told out;
  auto s = store.db().prepare(
      "SELECT a.act, a.subject, v.value FROM audit a LEFT JOIN audit_value v ON v.audit_id = a.id ORDER BY a.id");
  while (s.step()) {
    const std::string act(s.text(0)), subject(s.text(1));
    const auto written = s.maybe_text(2);
    if (!written) {
      out.erased.insert(subject);
      continue;
    }
    const Json value = base::parse_json(*written).maybe().value_or(Json::object());
    if (!value.is_object()) continue;
    if (act == "passage.write") {
      out.passages[{subject, text(value, "key"), value.value("version", 0)}] = text(value, "after");
    } else if (act == "finding.add") {
      out.findings[subject].insert(text(value, "kind") + ": " + text(value, "text"));
    } else if (act == "action.add") {
      for (const auto& [field, said] : value.items()) out.actions[subject][field] = text(value, field.c_str());
    } else if (act == "action.update") {
      auto& action = out.actions[subject];
      if (const std::string field = text(value, "field"); !field.empty()) action[field] = text(value, "after");
      const Json also = value.value("also", Json::object());
      for (const auto& [field, said] : also.items()) action[field] = text(also, field.c_str());
    } else if (act == "lesson.add") {
      out.lessons[subject] = {text(value, "text"), text(value, "destination")};
    } else if (act == "review.sign") {
      out.signatures[subject] = {text(value, "by"), text(value, "digest")};
    }
  }
  return out;
}

struct Comparing {
  Store& store;
  Told trail;
  std::vector<TrailDifference> out;

  void unlike(const std::string& subject, std::string what, std::string said, std::string present) {
    if (said != present && !trail.erased.contains(subject))
      out.push_back({subject, std::move(what), std::move(said), std::move(present)});
  }

  void passages_and_findings(const Review& r) {
    const std::string subject = fmt::format("review/{}", r.id);
    for (const PassageText& p : passage_history(store, r.id)) {
      const auto found = trail.passages.find({subject, p.key, p.version});
      const std::string what = fmt::format("passage {} version {}", p.key, p.version);
      unlike(subject, what, found == trail.passages.end() ? "" : found->second, p.text);
      if (found != trail.passages.end()) trail.passages.erase(found);
    }
    auto& said = trail.findings[subject];
    for (const Finding& f : findings_of(store, r.id)) {
      const std::string present = f.kind + ": " + f.text;
      const auto found = said.find(present);
      if (found == said.end()) {
        unlike(subject, fmt::format("finding {}", f.id), "", present);
      } else {
        said.erase(found);
      }
    }
    for (const std::string& gone : said) unlike(subject, "a finding", gone, "");
  }

  void signature(const Review& r) {
    const std::string subject = fmt::format("review/{}", r.id);
    const auto found = trail.signatures.find(subject);
    const auto said = found == trail.signatures.end() ? std::pair<std::string, std::string>() : found->second;
    unlike(subject, "who signed it", said.first, r.signed_by.value_or(""));
    unlike(subject, "the digest it was signed with", said.second, r.signed_digest.value_or(""));
    unlike(subject, "whether it is signed", found == trail.signatures.end() ? "no" : "yes",
           r.status == "final" ? "yes" : "no");
    if (r.signed_digest) unlike(subject, "the digest of its passages", *r.signed_digest, passages_digest(store, r.id));
  }
};

}  // namespace

std::vector<TrailDifference> trail_differences(Store& store) {
  Comparing c{store, told(store), {}};
  for (const Review& r : list_reviews(store)) {
    c.passages_and_findings(r);
    c.signature(r);
  }
  for (const auto& [place, said] : c.trail.passages) {
    const auto& [subject, key, version] = place;
    c.unlike(subject, fmt::format("passage {} version {}", key, version), said, "");
  }
  std::set<std::string> present;
  for (const Action& a : list_actions(store)) {
    const std::string subject = fmt::format("action/{}", a.id);
    present.insert(subject);
    const auto now = as_told(store, a);
    const auto said = c.trail.actions.find(subject);
    if (said == c.trail.actions.end()) {
      c.unlike(subject, "the action", "", a.title);
      continue;
    }
    for (const auto& [field, value] : said->second) {
      const auto found = now.find(field);
      if (found != now.end()) c.unlike(subject, field, value, found->second);
    }
  }
  for (const auto& [subject, fields] : c.trail.actions) {
    const auto title = fields.find("title");
    if (!present.contains(subject)) c.unlike(subject, "the action", title == fields.end() ? "?" : title->second, "");
  }
  for (const Lesson& l : list_lessons(store)) {
    const std::string subject = fmt::format("lesson/{}", l.id);
    const auto said = c.trail.lessons.find(subject);
    c.unlike(subject, "text", said == c.trail.lessons.end() ? "" : said->second.first, l.text);
    c.unlike(subject, "destination", said == c.trail.lessons.end() ? "" : said->second.second, l.destination);
    if (said != c.trail.lessons.end()) c.trail.lessons.erase(said);
  }
  for (const auto& [subject, said] : c.trail.lessons) c.unlike(subject, "text", said.first, "");
  return std::move(c.out);
}

}  // namespace debrief::review
