// review: what to look back on, what was found, what people wrote, and the signature.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/effect.h"
#include "app/passage_file.h"
#include "app/passage_merge.h"
#include "app/passage_slots.h"
#include "app/paths.h"
#include "app/session.h"
#include "app/shapes/review_shape.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "review/method.h"
#include "review/review_fields.h"
#include "templates/build.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

Status run_candidates(Session& session, const Arguments&) {
  review::Store& store = session.reader();
  const auto candidates = review::review_candidates(store);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& c : candidates) {
      items.push_back({{"ref", c.ref},
                       {"title", c.title.empty() ? Json() : Json(c.title)},
                       {"why", c.why},
                       {"opened_at", c.opened_ms == review::no_time ? Json() : Json(base::rfc3339(c.opened_ms))},
                       {"children", c.children}});
    }
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (candidates.empty()) {
    session.line(
        "No incident waits for a review: none is marked major, of priority 1, with 10 children or reopened "
        "twice, without having one");
    return Status::done;
  }
  TextTable table;
  table.column("Reference");
  table.column("Opened");
  table.column("Why");
  table.column("Title");
  for (const auto& c : candidates) {
    table.row({c.ref, c.opened_ms == review::no_time ? "" : base::iso_date(c.opened_ms, store.zone()), c.why, c.title});
  }
  session.table(table);
  session.line(fmt::format("Start one: debrief review draft {}", candidates.front().ref));
  return Status::done;
}

Status run_draft(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  std::string method = a.value("method", "full");
  if (method == "auto") method = review::choose_method(store, a.positional).method;
  const auto review = review::draft_review(store, a.positional, method);
  if (session.json()) {
    session.answer(review_shape(session.writer(), review));
  } else {
    session.line(fmt::format("Review {}: {}{}", review.id, review.title,
                             review.version > 1 ? fmt::format(", version {}, from what version {} says", review.version,
                                                              review.version - 1)
                                                : ""));
    session.line(
        fmt::format("Write into it: debrief review export {} --out review.md, then debrief review import review.md\n"
                    "Read it:       debrief report pir {} --as docx,html --out DIR",
                    review.id, review.id));
  }
  return Status::done;
}

Status run_list(Session& session, const Arguments&) {
  review::Store& store = session.reader();
  const auto reviews = review::list_reviews(store);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& r : reviews) items.push_back(review_shape(store, r));
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (reviews.empty()) {
    session.line("There are no reviews yet. debrief review candidates shows what deserves one");
    return Status::done;
  }
  TextTable table;
  table.column("Review", Side::right);
  table.column("Status");
  table.column("Version", Side::right);
  table.column("Started");
  table.column("Title");
  for (const auto& r : reviews) {
    table.row({std::to_string(r.id), r.status, std::to_string(r.version), base::iso_date(r.created_ms, store.zone()),
               r.title});
  }
  session.table(table);
  return Status::done;
}

void print_review(Session& session, review::Store& store, const review::Review& r) {
  session.line(session.strong(fmt::format("Review {}: {}", r.id, shown(r.title))));
  const Json shape = full_review_shape(store, r);
  std::vector<std::string> refs;
  for (const Json& ref : shape["incidents"]) refs.push_back(ref.get<std::string>());
  session.line(fmt::format("{}, version {}, about {}", r.status, r.version, base::joined(refs, ", ")));
  if (r.signed_by)
    session.line(fmt::format("signed by {} on {}", *r.signed_by, base::iso_date(*r.signed_ms, store.zone())));
  session.line("");
  for (const Json& p : shape["passages"]) {
    session.line(session.strong(p["key"].get<std::string>()));
    session.line(p["text"].get<std::string>());
    session.line("");
  }
  for (const auto& f : review::findings_of(store, r.id)) {
    session.line(
        fmt::format("Finding {} ({}{}): {}", f.id, f.kind, f.evidence.empty() ? ", hypothesis" : "", shown(f.text)));
  }
  for (const auto& action : review::list_actions(store, r.id)) {
    session.line(fmt::format("Action {} ({}{}): {}", action.id, action.status,
                             overdue(action, store.now()) ? ", overdue" : "", shown(action.title)));
  }
  for (const auto& lesson : review::list_lessons(store, r.id)) {
    session.line(fmt::format("Lesson {} (to {}): {}", lesson.id, lesson.destination, shown(lesson.text)));
  }
}

Status run_show(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto review = review::review_by_id(store, a.id());
  if (session.json()) {
    session.answer(full_review_shape(store, review));
  } else {
    print_review(session, store, review);
  }
  return Status::done;
}

Status changed_answer(Session& session, std::int64_t id, const std::vector<std::string>& changed) {
  if (session.json()) {
    session.answer({{"id", id}, {"changed", changed}});
  } else if (changed.empty()) {
    session.line(fmt::format("Review {} stays as it was: every passage reads the same", id));
  } else {
    session.line(fmt::format("Review {}: {} changed: {}. Earlier versions: debrief review history {}", id,
                             base::counted(static_cast<long long>(changed.size()), "passage"),
                             base::joined(changed, ", "), id));
  }
  return Status::done;
}

PassageFile read_file_named(const std::string& name) {
  return read_passage_file(base::read_file(name, 16U << 20U), base::Path(name).filename().string());
}

/// Passages out of a document that people edited.
Status merge_answer(Session& session, const Arguments& a, const std::string& bytes, const std::string& name,
                    std::int64_t id) {
  const auto merge = merge_document(session, bytes, base::Path(name).filename().string(), id,
                                    a.has("dry-run") ? Merge::try_out : Merge::store);
  const Status status = merge.conflicts.empty() ? Status::done : Status::findings;
  if (session.json()) {
    Json conflicts = Json::array();
    for (const auto& c : merge.conflicts)
      conflicts.push_back({{"key", c.key}, {"base", c.base}, {"theirs", c.theirs}, {"ours", c.ours}});
    session.answer({{"id", merge.review_id},
                    {"changed", merge.changed},
                    {"conflicts", std::move(conflicts)},
                    {"unchanged", merge.unchanged},
                    {"missing", merge.missing},
                    {"unknown", merge.unknown},
                    {"dry_run", a.has("dry-run")}});
    return status;
  }
  if (merge.changed.empty() && merge.conflicts.empty()) {
    session.line(fmt::format("Review {} stays as it was: no passage was edited", merge.review_id));
  } else if (!merge.changed.empty()) {
    session.line(fmt::format("Review {}: {} {}: {}", merge.review_id,
                             base::counted(static_cast<long long>(merge.changed.size()), "passage"),
                             a.has("dry-run") ? "would change" : "changed", base::joined(merge.changed, ", ")));
  }
  for (const auto& c : merge.conflicts) {
    session.line("");
    session.line(session.strong(fmt::format("{}: changed there and here; it stays as it is here", c.key)));
    session.line("there:\n" + c.theirs);
    session.line("here:\n" + c.ours);
    session.line(fmt::format("Settle it: debrief review edit {} --passage {} --text TEXT", merge.review_id, c.key));
  }
  if (!merge.missing.empty()) session.note("no longer in the file, and left as they are: " + base::joined(merge.missing, ", "));
  if (!merge.unknown.empty()) session.note("not in the review, and not read: " + base::joined(merge.unknown, ", "));
  return status;
}

Status run_confirm(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const std::int64_t id = review::review_by_id(store, a.id()).id;
  const auto built = templates::build_pir(store, id);
  std::vector<std::string> keys(a.positional.begin() + 1, a.positional.end());
  if (keys.empty() != a.has("all")) {
    throw Error(Status::usage, "missing-argument", "debrief review confirm needs the KEY of a passage, or --all",
                built.stale.empty() ? "no passage waits to be read again"
                                    : fmt::format("waiting: {}", base::joined(built.stale, ", ")));
  }
  if (a.has("all")) keys = built.stale;
  for (const std::string& key : keys) must_be_passage(store, id, key);
  store.transaction([&] {
    for (const std::string& key : keys) {
      const auto beside = built.beside.find(key);
      review::confirm_passage(store, id, key, beside == built.beside.end() ? std::string() : beside->second);
    }
  });
  if (session.json()) {
    session.answer({{"id", id}, {"confirmed", keys}});
  } else {
    session.line(keys.empty() ? fmt::format("No passage of review {} waits to be read again", id)
                              : fmt::format("Review {}: read again and left as it is: {}", id, base::joined(keys, ", ")));
  }
  return Status::done;
}

Status run_edit(Session& session, const Arguments& a) {
  const std::int64_t id = a.id();
  if (a.has("passage") != a.has("text") || a.has("passage") == (a.positional.size() > 1)) {
    throw Error(Status::usage, "missing-argument",
                "debrief review edit needs a FILE, or --passage KEY with --text TEXT",
                fmt::format("debrief review export {} --out review.md writes such a file", id));
  }
  review::Store& store = session.existing_writer();
  review::review_by_id(store, id);
  if (a.has("passage")) {
    const std::string key = a.value("passage");
    must_be_passage(store, id, key);
    const auto beside = facts_beside(store, id);
    const bool changed = review::write_passage(store, id, key, a.value("text"), beside.contains(key) ? beside.at(key) : "");
    return changed_answer(session, id, changed ? std::vector{key} : std::vector<std::string>{});
  }
  if (const std::string bytes = base::read_file(a.positional[1], 256U << 20U); holds_document_passages(bytes))
    return merge_answer(session, a, bytes, a.positional[1], id);
  const PassageFile file = read_file_named(a.positional[1]);
  if (file.review_id && *file.review_id != id) {
    throw Error(Status::refused, "other-review",
                fmt::format("{} belongs to review {}, not {}", base::quoted(a.positional[1], 200), *file.review_id, id),
                fmt::format("debrief review edit {} {}", *file.review_id, shell_word(a.positional[1])));
  }
  return changed_answer(session, id, store_passages(store, id, file, facts_beside(store, id)));
}

Status run_import(Session& session, const Arguments& a) {
  if (const std::string bytes = base::read_file(a.positional.front(), 256U << 20U); holds_document_passages(bytes))
    return merge_answer(session, a, bytes, a.positional.front(), 0);
  const PassageFile file = read_file_named(a.positional.front());
  if (!file.review_id) {
    throw Error(Status::refused, "bad-passage-file",
                fmt::format("{} does not say which review it belongs to", base::quoted(a.positional.front(), 200)),
                "debrief review edit ID FILE says it");
  }
  review::Store& store = session.existing_writer();
  review::review_by_id(store, *file.review_id);
  return changed_answer(session, *file.review_id,
                        store_passages(store, *file.review_id, file, facts_beside(store, *file.review_id)));
}

Status run_export(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto review = review::review_by_id(store, a.id());
  const auto slots = passage_slots(store, review.id);
  const std::string text =
      passage_file(review, slots, review::passages_of(store, review.id), facts_beside(store, review.id));
  const std::string out = a.value("out", "-");
  if (out == "-") {
    if (session.json()) {
      session.answer({{"id", review.id}, {"text", text}});
    } else {
      session.out(text);
    }
    return Status::done;
  }
  must_have_folder(out);
  base::write_file(out, text);
  if (session.json()) {
    session.answer({{"id", review.id}, {"file", out}, {"passages", slots.size()}});
  } else {
    session.line(fmt::format("{} with {} to write. Bring it back: debrief review import {}", out,
                             base::counted(static_cast<long long>(slots.size()), "passage"), shell_word(out)));
  }
  return Status::done;
}

Status run_set(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  const std::int64_t id = a.id();
  if (a.positional.size() < 2) {
    const auto have = review::review_fields_of(store, id);
    Json fields = Json::object();
    TextTable table;
    table.column("Field");
    table.column("What it is");
    table.column("Value");
    for (const auto& f : review::review_field_table()) {
      const auto it = have.find(std::string(f.name));
      fields[std::string(f.name)] = it == have.end() ? Json() : Json(it->second);
      table.row({std::string(f.name), std::string(f.label), it == have.end() ? "" : it->second});
    }
    if (session.json()) {
      session.answer({{"id", id}, {"fields", fields}});
    } else {
      session.table(table);
    }
    return Status::done;
  }
  if (a.positional.size() < 3) {
    throw Error(Status::usage, "missing-argument", "debrief review set needs a FIELD and its VALUE",
                fmt::format("debrief review set {} {} \"…\"; an empty value clears it", id, a.positional[1]));
  }
  const bool changed = review::set_review_field(store, id, a.positional[1], a.positional[2]);
  if (session.json()) {
    session.answer({{"id", id}, {"field", a.positional[1]}, {"value", a.positional[2]}, {"changed", changed}});
  } else {
    session.line(fmt::format("Review {}: {} {}", id, a.positional[1], changed ? "is set" : "stays as it was"));
  }
  return Status::done;
}

Status run_sign(Session& session, const Arguments& a) {
  if (a.value("name").empty()) {
    throw Error(Status::usage, "missing-argument", "debrief review sign needs --name NAME: who signs",
                fmt::format("debrief review sign {} --name \"Sam Lee\"", a.id()));
  }
  review::Store& store = session.existing_writer();
  if (a.value("reason").empty() && review::review_by_id(store, a.id()).status != "final") {
    std::vector<std::string> open;
    for (const PassageSlot& slot : passage_slots(store, a.id())) {
      if (!slot.prompt.empty()) open.push_back(slot.key);
    }
    if (!open.empty()) {
      throw Error(Status::refused, "review-incomplete",
                  fmt::format("review {} leaves {} unanswered: {}", a.id(),
                              base::counted(static_cast<long long>(open.size()), "question"), base::joined(open, ", ")),
                  "answer them (debrief review export, debrief review import), or give --reason why they stay open");
    }
  }
  const auto review = [&] {
    review::Review signed_one;
    store.transaction([&] {
      signed_one = review::sign_review(store, a.id(), a.value("name"), a.value("reason"));
      // From here on it is fixed what would be a repeat of these incidents.
      fixed_classes(store, signed_one.id);
    });
    return signed_one;
  }();
  if (session.json()) {
    session.answer(review_shape(store, review));
  } else {
    session.line(fmt::format("Review {} is signed by {} as version {}; its passages are now fixed", review.id,
                             a.value("name"), review.version));
  }
  return Status::done;
}

Status run_history(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto review = review::review_by_id(store, a.id());
  const auto history = review::passage_history(store, review.id);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& p : history) {
      items.push_back({{"key", p.key},
                       {"version", p.version},
                       {"at", base::rfc3339(p.at_ms)},
                       {"author", p.author},
                       {"text", p.text}});
    }
    session.answer({{"id", review.id}, {"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (history.empty()) session.line(fmt::format("Nobody has written into review {} yet", review.id));
  for (const auto& p : history) {
    session.line(
        session.strong(fmt::format("{} version {}, {} by {}", p.key, p.version,
                                   base::iso_local(p.at_ms, store.zone(), base::Precision::minute), p.author)));
    session.line(p.text);
    session.line("");
  }
  return Status::done;
}

/// "REF:ROW" -> the event read from that row; "REF#SEQ" -> that entry of the history.
review::Finding::Link link_from(review::Store& store, const std::string& text) {
  const auto mark = text.find_last_of(":#");
  const auto refuse = [&](const std::string& why) {
    return Error(Status::usage, "bad-evidence", fmt::format("--event {}: {}", base::quoted(text), why),
                 "write REF:ROW, for example HHS-20247:31, with the row as debrief incident show lists it");
  };
  if (mark == std::string::npos || mark == 0) throw refuse("this names no row of an incident");
  const auto stored = review::incident_by_ref(store, text.substr(0, mark));
  const std::int64_t number =
      whole_number(std::string_view(text).substr(mark + 1), "--event", 0, std::int64_t{1} << 40);
  for (const auto& event : review::events_of(store, stored.id)) {
    if (text[mark] == ':' ? event.event.row == number : event.seq == number) return {stored.id, event.seq};
  }
  throw refuse(fmt::format("{} has no entry there", stored.incident.ref));
}

Status run_finding_add(Session& session, const Arguments& a) {
  review::Store& store = session.existing_writer();
  review::Finding finding;
  finding.review_id = review::review_by_id(store, a.id()).id;
  finding.text = a.positional[1];
  finding.kind = a.value("kind", "contributing");
  finding.cause = a.value("cause");
  finding.confidence = a.value("confidence");
  finding.outcome = a.value("outcome");
  if (a.has("under")) finding.parent = whole_number(a.value("under"), "--under", 1, std::int64_t{1} << 40);
  for (const std::string& event : a.all("event")) finding.evidence.push_back(link_from(store, event));
  finding.id = review::add_finding(store, finding);
  if (session.json()) {
    session.answer({{"id", finding.id}, {"review_id", finding.review_id}, {"hypothesis", finding.evidence.empty()}});
  } else {
    session.line(fmt::format(
        "Finding {} of review {}{}", finding.id, finding.review_id,
        finding.evidence.empty() ? " is a hypothesis: name the rows behind it with --event REF:ROW" : " stands"));
  }
  return Status::done;
}

Status run_finding_list(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto review = review::review_by_id(store, a.id());
  Json items = Json::array();
  for (const auto& f : review::findings_of(store, review.id)) {
    items.push_back(finding_shape(store, f));
    if (!session.json()) {
      session.line(fmt::format("{}  {}{}  {}", f.id, f.kind, f.evidence.empty() ? " (hypothesis)" : "", shown(f.text)));
    }
  }
  if (session.json()) session.answer({{"items", items}, {"next", nullptr}});
  return Status::done;
}

}  // namespace

extern const Command review_command{
    .name = "review",
    .title = "Look back on an incident: draft, write, find, sign",
    .group = "Decide",
    .verbs =
        {{"candidates", "", "Lists incidents that deserve a review and have none, oldest first.", {}, run_candidates},
         {"draft",
          "REF…",
          "Starts a review about one or more incidents; the first gives it its name.",
          {{"--method", "METHOD", "full, round_table, thematic, or the two-page after_action or swarm; auto chooses"}},
          run_draft},
         {"list", "", "Lists the reviews.", {}, run_list},
         {"show", "ID", "Shows a review with what was written, found and promised.", {}, run_show},
         {"edit",
          "ID [FILE]",
          "Takes passages from a file, or one from the command line.",
          {{"--passage", "KEY", "the passage to write"},
           {"--text", "TEXT", "its text, in Markdown"},
           {"--dry-run", "", "says what a document would change, and changes nothing"}},
          run_edit},
         {"export",
          "ID",
          "Writes the passages as one Markdown file, with the questions, to be edited.",
          {{"--out,-o", "FILE", "where to; standard output unless told"}},
          run_export},
         {"import",
          "FILE",
          "Brings passages back: from an exported file, or from the .docx or .md that report pir wrote.",
          {{"--dry-run", "", "says what a document would change, and changes nothing"}},
          run_import},
         {"set",
          "ID [FIELD] [VALUE]",
          "Enters who takes part, who may read it, dates and answers; lists them without a field.",
          {},
          run_set},
         {"confirm",
          "ID [KEY…]",
          "Says that passages were read again beside facts that changed, and stay as they are.",
          {{"--all", "", "all that wait for it"}},
          run_confirm},
         {"sign",
          "ID",
          "Fixes the passages and makes the review final.",
          {{"--name", "NAME", "who signs"}, {"--reason", "TEXT", "why it is signed although something is missing"}},
          run_sign},
         {"history", "ID", "Shows every version of every passage.", {}, run_history},
         {"finding add",
          "ID TEXT",
          "Adds a finding; without rows behind it, it is a hypothesis.",
          {{"--kind",
            "KIND",
            "immediate, underlying, root, contributing, control, consequence, went_well, went_wrong or lucky"},
           {"--cause", "CAUSE", "people, tasks, tools, environment, organisation or external"},
           {"--confidence", "WORD", "low, medium or high"},
           {"--under", "ID", "the cause that this one explains, or the cause or consequence that this control guards"},
           {"--outcome", "WORD", "of a control: held, failed or missing"},
           {"--event", "REF:ROW", "a row of the log that shows it; may be given several times"}},
          run_finding_add},
         {"finding list", "ID", "Lists the findings of a review.", {}, run_finding_list}},
};

}  // namespace debrief::app
