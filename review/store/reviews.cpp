// Reviews, passages, findings and lessons in the store.

#include "review/reviews.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/audit.h"
#include "review/incidents.h"
#include "review/method.h"
#include "review/review_fields.h"
#include "review/person_names.h"
#include "review/store.h"
#include "review/versions.h"
#include "review/words.h"

namespace debrief::review {

namespace {

constexpr const char* select_reviews =
    "SELECT id, title, status, method, version, zone, created_ms, owner, facilitator, due_ms, signed_by, signed_ms, "
    "signed_digest FROM review ";

Review read(Store& store, const base::Statement& s) {
  Review r;
  r.id = s.integer(0);
  r.title = s.text(1);
  r.status = s.text(2);
  r.method = s.text(3);
  r.version = static_cast<int>(s.integer(4));
  r.zone = s.text(5);
  r.created_ms = s.integer(6);
  r.owner = s.maybe_text(7);
  r.facilitator = s.maybe_text(8);
  r.due_ms = s.maybe_integer(9);
  r.signed_by = s.maybe_text(10);
  r.signed_ms = s.maybe_integer(11);
  r.signed_digest = s.maybe_text(12);
  auto i = store.db().prepare("SELECT incident_id FROM review_incident WHERE review_id = ?1 ORDER BY position");
  i.bind(1, r.id);
  while (i.step()) r.incidents.push_back(i.integer(0));
  return r;
}

constexpr std::array<std::string_view, 9> finding_kinds{"immediate",   "underlying", "root",       "contributing", "control",
                                                        "consequence", "went_well",  "went_wrong", "lucky"};
constexpr std::array<std::string_view, 3> control_outcomes{"held", "failed", "missing"};
constexpr std::array<std::string_view, 6> cause_words{"people",      "tasks",        "tools",
                                                      "environment", "organisation", "external"};
constexpr std::array<std::string_view, 4> destinations{"training", "procedure", "system", "knowledge_article"};
constexpr std::array<std::string_view, 3> confidences{"low", "medium", "high"};

/// Stands in the way of a parent that is not there or does not fit.
void must_fit_parent(Store& store, const Finding& f) {
  if (f.parent == 0) {
    if (f.kind == "control")
      throw base::Error(base::Status::usage, "bad-parent", "a control guards something, and this one names nothing",
                        "name the cause or the consequence it guards: --under ID (debrief review finding list)");
    return;
  }
  const auto all = findings_of(store, f.review_id);
  const auto parent = std::find_if(all.begin(), all.end(), [&](const Finding& o) { return o.id == f.parent; });
  if (parent == all.end()) {
    throw base::Error(base::Status::world, "no-such-finding",
                      fmt::format("review {} has no finding {}", f.review_id, f.parent),
                      fmt::format("debrief review finding list {} shows those it has", f.review_id));
  }
  const bool fits = is_cause(f.kind) ? is_cause(parent->kind)
                                     : f.kind == "control" && (is_cause(parent->kind) || parent->kind == "consequence");
  if (!fits) {
    throw base::Error(base::Status::usage, "bad-parent",
                      fmt::format("a finding of kind {} cannot stand under one of kind {}", f.kind, parent->kind),
                      "a cause stands under the cause it explains, a control under the cause or consequence it guards");
  }
}

/// Adds it as it is, without asking whom it names.
std::int64_t stored_finding(Store& store, const Finding& f) {
  auto& db = store.db();
  const auto maybe = [](const std::string& t) { return t.empty() ? std::nullopt : std::optional(t); };
  db.prepare(
        "INSERT INTO finding (review_id, kind, text, cause, confidence, at_ms, parent_id, outcome) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .bind(1, f.review_id)
      .bind(2, f.kind)
      .bind(3, f.text)
      .bind(4, maybe(f.cause))
      .bind(5, maybe(f.confidence))
      .bind(6, store.now())
      .bind(7, f.parent == 0 ? std::nullopt : std::optional(f.parent))
      .bind(8, maybe(f.outcome))
      .run();
  const std::int64_t id = db.last_id();
  for (const auto& link : f.evidence) {
    db.prepare("INSERT OR IGNORE INTO finding_event (finding_id, incident_id, seq) VALUES (?1, ?2, ?3)")
        .bind(1, id)
        .bind(2, link.incident_id)
        .bind(3, link.seq)
        .run();
  }
  base::Json what{{"kind", f.kind}, {"text", f.text}, {"evidence", f.evidence.size()}};
  if (f.parent != 0) what["parent"] = f.parent;
  if (!f.outcome.empty()) what["outcome"] = f.outcome;
  audit(store, "finding.add", fmt::format("review/{}", f.review_id), base::dumped(what));
  return id;
}

}  // namespace

Review draft_review(Store& store, const std::vector<std::string>& refs, std::string_view method) {
  DEBRIEF_CHECK(!refs.empty(), "a review is about at least one incident");
  must_be_one_of(method, review_methods(), "method");
  std::int64_t id = 0;
  store.transaction([&] {
    std::vector<StoredIncident> incidents;
    for (const auto& ref : refs) {
      auto i = incident_by_ref(store, ref);
      const bool twice =
          std::any_of(incidents.begin(), incidents.end(), [&](const auto& have) { return have.id == i.id; });
      if (!twice) incidents.push_back(std::move(i));
    }
    const auto& first = incidents.front();
    auto& db = store.db();
    {
      auto s = db.prepare("SELECT r.id FROM review r JOIN review_incident x ON x.review_id = r.id "
                          "WHERE x.incident_id = ?1 AND x.position = 1 AND r.status <> 'final'");
      s.bind(1, first.id);
      if (s.step()) {
        throw base::Error(base::Status::refused, "review-exists",
                          fmt::format("review {} is already being written about {}", s.integer(0), first.incident.ref),
                          fmt::format("go on with it: debrief review show {}", s.integer(0)));
      }
    }
    std::optional<std::int64_t> earlier;
    int version = 1;
    {
      auto s = db.prepare("SELECT r.id, r.version FROM review r JOIN review_incident x ON x.review_id = r.id "
                          "WHERE x.incident_id = ?1 AND x.position = 1 AND r.status = 'final' "
                          "ORDER BY r.version DESC, r.id DESC LIMIT 1");
      s.bind(1, first.id);
      if (s.step()) {
        earlier = s.integer(0);
        version = static_cast<int>(s.integer(1)) + 1;
      }
    }
    const std::string title = first.incident[TextField::title].value_or(first.incident.ref);
    // A major incident is reviewed within ten working days, a fortnight on the calendar.
    const base::Ms due = base::period_end(store.now() + 14 * base::day_ms, base::Period::day, store.zone()) - 1000;
    db.prepare("INSERT INTO review (title, status, method, version, zone, created_ms, due_ms) "
               "VALUES (?1, 'draft', ?2, ?6, ?3, ?4, ?5)")
        .bind(1, title)
        .bind(2, method)
        .bind(3, store.zone().name())
        .bind(4, store.now())
        .bind(5, due)
        .bind(6, version)
        .run();
    id = db.last_id();
    int position = 0;
    for (const auto& i : incidents) {
      db.prepare("INSERT INTO review_incident (review_id, incident_id, position) VALUES (?1, ?2, ?3)")
          .bind(1, id)
          .bind(2, i.id)
          .bind(3, ++position)
          .run();
    }
    base::Json what{{"incidents", refs}};
    if (earlier) what["from"] = *earlier;
    audit(store, "review.draft", fmt::format("review/{}", id), base::dumped(what));
    if (earlier) {
      for (const auto& [key, passage] : passages_of(store, *earlier))
        write_passage(store, id, key, passage.text, passage.facts);
      std::map<std::int64_t, std::int64_t> now;  // finding of the earlier version -> of this one
      for (Finding finding : findings_of(store, *earlier)) {
        const std::int64_t before = finding.id;
        finding.review_id = id;
        if (finding.parent != 0) finding.parent = now[finding.parent];
        now[before] = stored_finding(store, finding);
      }
      for (const auto& [name, value] : review_fields_of(store, *earlier)) {
        if (name != "due") set_review_field(store, id, name, value);
      }
    }
  });
  return review_by_id(store, id);
}

std::vector<Review> list_reviews(Store& store) {
  auto s = store.db().prepare(std::string(select_reviews) + "ORDER BY id");
  std::vector<Review> out;
  while (s.step()) out.push_back(read(store, s));
  return out;
}

Review review_by_id(Store& store, std::int64_t id) {
  auto s = store.db().prepare(std::string(select_reviews) + "WHERE id = ?1");
  s.bind(1, id);
  if (s.step()) return read(store, s);
  throw base::Error(base::Status::world, "no-such-review", fmt::format("there is no review {}", id),
                    "see them with \"debrief review list\"");
}

namespace {

PassageText read_passage(const base::Statement& s) {
  return {std::string(s.text(0)), static_cast<int>(s.integer(1)), std::string(s.text(2)), std::string(s.text(3)),
          s.integer(4),           s.maybe_text(5).value_or("")};
}

}  // namespace

std::map<std::string, PassageText> passages_of(Store& store, std::int64_t review_id) {
  std::map<std::string, PassageText> out;
  for (auto& p : passage_history(store, review_id)) out[p.key] = std::move(p);
  return out;
}

std::vector<PassageText> passage_history(Store& store, std::int64_t review_id) {
  auto s = store.db().prepare(
      "SELECT key, version, text, author, at_ms, facts FROM passage WHERE review_id = ?1 ORDER BY key, version");
  s.bind(1, review_id);
  std::vector<PassageText> out;
  while (s.step()) out.push_back(read_passage(s));
  return out;
}

namespace {

void add_version(Store& store, std::int64_t review_id, const PassageText& passage) {
  store.db()
      .prepare("INSERT INTO passage (review_id, key, version, text, author, at_ms, facts) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
      .bind(1, review_id)
      .bind(2, passage.key)
      .bind(3, passage.version)
      .bind(4, passage.text)
      .bind(5, store.by())
      .bind(6, store.now())
      .bind(7, passage.facts)
      .run();
}

}  // namespace

bool write_passage(Store& store, std::int64_t review_id, std::string_view key, std::string_view text,
                   std::string_view facts) {
  bool written = false;
  store.transaction([&] {
    const Review r = review_by_id(store, review_id);
    const auto have = passages_of(store, review_id);
    const auto it = have.find(std::string(key));
    const std::string before = it == have.end() ? "" : it->second.text;
    if (before == text) return;
    must_be_open(store, review_id);
    const int version = it == have.end() ? 1 : it->second.version + 1;
    add_version(store, review_id, {std::string(key), version, std::string(text), {}, 0, std::string(facts)});
    const base::Json what{{"key", std::string(key)}, {"version", version}, {"before", before}, {"after", std::string(text)}};
    audit(store, "passage.write", fmt::format("review/{}", review_id), base::dumped(what));
    written = true;
  });
  return written;
}

void confirm_passage(Store& store, std::int64_t review_id, std::string_view key, std::string_view facts) {
  store.transaction([&] {
    const auto have = passages_of(store, review_id);
    const auto it = have.find(std::string(key));
    if (it == have.end()) {
      throw base::Error(base::Status::world, "no-such-passage",
                        fmt::format("nobody has written under {} in review {}", base::quoted(key), review_id),
                        fmt::format("debrief review history {} lists what was written", review_id));
    }
    must_be_open(store, review_id);
    const int version = it->second.version + 1;
    add_version(store, review_id, {std::string(key), version, it->second.text, {}, 0, std::string(facts)});
    const base::Json what{{"key", std::string(key)}, {"version", version}};
    audit(store, "passage.confirm", fmt::format("review/{}", review_id), base::dumped(what));
  });
}

void must_be_open(Store& store, std::int64_t review_id) {
  const Review r = review_by_id(store, review_id);
  if (r.status != "final") return;
  std::string ref = "REF";
  if (!r.incidents.empty()) {
    if (const auto incident = incident_by_id(store, r.incidents.front())) ref = incident->incident.ref;
  }
  throw base::Error(base::Status::refused, "review-final", fmt::format("review {} is signed", review_id),
                    fmt::format("debrief review draft {} starts its next version from what it says", ref));
}

std::vector<std::int64_t> versions_of(Store& store, std::int64_t review_id) {
  auto s = store.db().prepare(
      "SELECT r.id FROM review r JOIN review_incident x ON x.review_id = r.id AND x.position = 1 "
      "WHERE x.incident_id = (SELECT incident_id FROM review_incident WHERE review_id = ?1 AND position = 1) "
      "AND (r.id = ?1 OR (r.status = 'final' AND r.version < (SELECT version FROM review WHERE id = ?1))) "
      "ORDER BY r.version DESC, r.id DESC");
  s.bind(1, review_id);
  std::vector<std::int64_t> out;
  while (s.step()) out.push_back(s.integer(0));
  return out;
}

bool is_cause(std::string_view kind) {
  return kind == "immediate" || kind == "underlying" || kind == "root" || kind == "contributing";
}

std::int64_t add_finding(Store& store, Finding f) {
  must_be_one_of(f.kind, finding_kinds, "kind");
  if (!f.cause.empty()) must_be_one_of(f.cause, cause_words, "cause");
  if (!f.confidence.empty()) must_be_one_of(f.confidence, confidences, "confidence");
  if (!f.outcome.empty()) {
    must_be_one_of(f.outcome, control_outcomes, "outcome");
    if (f.kind != "control")
      throw base::Error(base::Status::usage, "bad-outcome", fmt::format("a finding of kind {} has no outcome", f.kind),
                        "only a control was held, failed or missing: --kind control");
  }
  std::int64_t id = 0;
  store.transaction([&] {
    must_be_open(store, f.review_id);
    must_fit_parent(store, f);
    if (is_cause(f.kind)) {
      if (const std::string person = PersonNames(store).in(f.text); !person.empty()) {
        throw base::Error(base::Status::refused, "cause-names-person",
                          fmt::format("this cause names {}, and a chain of causes must not end in a person", person),
                          "name the role, and ask why once more: which condition made it likely?");
      }
    }
    id = stored_finding(store, f);
  });
  return id;
}

std::vector<Finding> findings_of(Store& store, std::int64_t review_id) {
  auto s = store.db().prepare(
      "SELECT id, review_id, kind, text, cause, confidence, at_ms, parent_id, outcome FROM finding WHERE review_id = ?1 "
      "ORDER BY id");
  s.bind(1, review_id);
  std::vector<Finding> out;
  while (s.step()) {
    Finding f;
    f.id = s.integer(0);
    f.review_id = s.integer(1);
    f.kind = s.text(2);
    f.text = s.text(3);
    f.cause = s.text(4);
    f.confidence = s.text(5);
    f.at_ms = s.integer(6);
    f.parent = s.maybe_integer(7).value_or(0);
    f.outcome = s.text(8);
    auto e = store.db().prepare("SELECT incident_id, seq FROM finding_event WHERE finding_id = ?1 ORDER BY 1, 2");
    e.bind(1, f.id);
    while (e.step()) f.evidence.push_back({e.integer(0), e.integer(1)});
    out.push_back(std::move(f));
  }
  return out;
}

std::string passages_digest(Store& store, std::int64_t review_id) {
  base::Sha256 digest;
  for (const auto& [key, p] : passages_of(store, review_id))
    digest.add(fmt::format("{}\x1f{}\x1f{}\x1e", key, p.version, p.text));
  return digest.hex();
}

Review sign_review(Store& store, std::int64_t id, std::string_view name, std::string_view force_reason) {
  store.transaction([&] {
    const Review r = review_by_id(store, id);
    if (r.status == "final") {
      throw base::Error(base::Status::refused, "review-final",
                        fmt::format("review {} is signed already, by {}", id, r.signed_by.value_or("")), "");
    }
    const auto findings = findings_of(store, id);
    const bool caused = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
      return !f.evidence.empty() && is_cause(f.kind);
    });
    const bool promised = !list_actions(store, id).empty();
    std::vector<std::string> missing;
    if (!caused) missing.emplace_back("a cause linked to an entry of the log");
    if (!promised) missing.emplace_back("an action");
    if (!missing.empty() && force_reason.empty()) {
      throw base::Error(base::Status::refused, "review-incomplete",
                        fmt::format("review {} still needs {}", id, base::joined(missing, " and ")),
                        "add them (debrief review finding add, debrief action add), or give --reason why there is none");
    }
    const std::string hash = passages_digest(store, id);
    store.db()
        .prepare("UPDATE review SET status = 'final', signed_by = ?2, signed_ms = ?3, signed_digest = ?4 WHERE id = ?1")
        .bind(1, id)
        .bind(2, name)
        .bind(3, store.now())
        .bind(4, hash)
        .run();
    const base::Json what{{"by", std::string(name)}, {"digest", hash}, {"reason", std::string(force_reason)}};
    audit(store, "review.sign", fmt::format("review/{}", id), base::dumped(what));
  });
  return review_by_id(store, id);
}

std::vector<Candidate> review_candidates(Store& store) {
  // Parents are counted once, so that the rule stays linear in the incidents.
  auto s = store.db().prepare(
      "WITH child AS (SELECT source, parent, count(*) AS n FROM incident WHERE parent IS NOT NULL GROUP BY source, parent) "
      "SELECT i.id, i.ref, i.title, i.priority, i.severity, i.major, i.reopen_count, i.opened_ms, coalesce(c.n, 0) "
      "FROM incident i LEFT JOIN child c ON c.source = i.source AND c.parent = i.ref "
      "WHERE i.kind IN ('incident', 'near_miss') "
      "AND NOT EXISTS (SELECT 1 FROM review_incident r WHERE r.incident_id = i.id) ORDER BY i.opened_ms, i.id");
  std::vector<Candidate> out;
  while (s.step()) {
    std::vector<std::string> why;
    const auto priority = priority_level(s.text(3));
    const auto severity = priority_level(s.text(4));
    const auto children = s.integer(8);
    if (s.maybe_real(5).value_or(0) > 0) why.emplace_back("marked as a major incident");
    if (priority == 1) why.push_back(fmt::format("priority {}", s.text(3)));
    if (!priority && severity == 1) why.push_back(fmt::format("severity {}", s.text(4)));
    if (children >= 3) why.push_back(fmt::format("{} linked incidents", children));
    if (s.maybe_real(6).value_or(0) >= 2) why.push_back(fmt::format("reopened {:.0f} times", s.real(6)));
    if (why.empty()) continue;
    Candidate c;
    c.incident_id = s.integer(0);
    c.ref = s.text(1);
    c.title = s.text(2);
    c.why = base::joined(why, "; ");
    c.opened_ms = s.maybe_integer(7).value_or(0);
    c.children = children;
    out.push_back(std::move(c));
  }
  return out;
}

std::int64_t add_lesson(Store& store, const Lesson& lesson) {
  must_be_one_of(lesson.destination, destinations, "destination");
  std::int64_t id = 0;
  store.transaction([&] {
    if (lesson.review_id) must_be_open(store, *lesson.review_id);
    store.db()
        .prepare("INSERT INTO lesson (review_id, text, destination, owner, delivered_ms, created_ms) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, lesson.review_id)
        .bind(2, lesson.text)
        .bind(3, lesson.destination)
        .bind(4, lesson.owner)
        .bind(5, lesson.delivered_ms)
        .bind(6, store.now())
        .run();
    id = store.db().last_id();
    const base::Json what{{"text", lesson.text}, {"destination", lesson.destination}};
    audit(store, "lesson.add", fmt::format("lesson/{}", id), base::dumped(what));
  });
  return id;
}

std::vector<Lesson> list_lessons(Store& store, std::optional<std::int64_t> review_id) {
  auto s = store.db().prepare("SELECT id, review_id, text, destination, owner, delivered_ms, created_ms FROM lesson "
                              "WHERE ?1 IS NULL OR review_id = ?1 ORDER BY id");
  s.bind(1, review_id);
  std::vector<Lesson> out;
  while (s.step()) {
    out.push_back({s.integer(0), s.maybe_integer(1), std::string(s.text(2)), std::string(s.text(3)), s.maybe_text(4),
                   s.maybe_integer(5), s.integer(6)});
  }
  return out;
}

}  // namespace debrief::review
