// A review's control page: the way it was done and why, who takes part, who may read it, and its versions.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "review/method.h"
#include "review/review_fields.h"
#include "review/versions.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::NumberField;
using review::TextField;
using review::TimeField;

std::string method_why(PirWork& w) {
  const auto& i = w.incident();
  review::MethodBasis basis;
  basis.incidents = 1 + w.others.size();
  basis.level = review::priority_level(w.text(TextField::priority));
  basis.major = i[NumberField::major].value_or(0) > 0;
  basis.children = w.children.size();
  basis.reopened = i[NumberField::reopen_count].value_or(0);
  if (const auto opened = w.at(TimeField::opened))
    basis.age_days = static_cast<double>(w.review.created_ms - *opened) / static_cast<double>(base::day_ms);
  const auto fitting = review::choose_method(basis);
  const std::string chosen = review::method_said(w.review.method);
  if (fitting.method == w.review.method) return fmt::format("{}, because {}.", chosen, fitting.reason);
  return fmt::format("{}, by choice; {} would fit, because {}.", chosen,
                     base::ascii_lower(review::method_said(fitting.method)), fitting.reason);
}

namespace {

/// What a version says that the one before it did not.
std::string changes_since(review::Store& store, std::int64_t now, std::int64_t before) {
  const auto old = review::passages_of(store, before);
  std::vector<std::string> rewritten;
  for (const auto& [key, passage] : review::passages_of(store, now)) {
    const auto it = old.find(key);
    if (it == old.end() ? !base::trimmed(passage.text).empty() : it->second.text != passage.text)
      rewritten.push_back(key);
  }
  const auto more = [](std::size_t a, std::size_t b) { return a > b ? static_cast<long long>(a - b) : 0; };
  std::vector<std::string> parts;
  if (!rewritten.empty()) {
    parts.push_back(fmt::format("{} new or rewritten: {}",
                                base::counted(static_cast<long long>(rewritten.size()), "passage"), listed(rewritten)));
  }
  if (const auto n = more(review::findings_of(store, now).size(), review::findings_of(store, before).size()); n > 0)
    parts.push_back(base::counted(n, "finding") + " more");
  if (const auto n = static_cast<long long>(review::list_actions(store, now).size()); n > 0)
    parts.push_back(base::counted(n, "action") + " of its own");
  return parts.empty() ? "nothing yet" : base::joined(parts, "; ");
}

void versions_into(PirWork& w, Json& control, bool names) {
  const auto ids = review::versions_of(w.store, w.review.id);  // newest first
  TableMaker t(
      "Versions",
      {{"Version", Align::left, 0.12}, {"Date", Align::left, 0.18}, {"By", Align::left, 0.22}, {"What changed"}});
  Json list = Json::array();
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const review::Review r = review::review_by_id(w.store, ids[k]);
    base::Ms last = r.created_ms;
    for (const auto& passage : review::passage_history(w.store, r.id)) last = std::max(last, passage.at_ms);
    // Who typed a passage is the name of a computer's user; a version is the author's, or whose name is under it.
    const auto theirs = review::review_fields_of(w.store, r.id);
    const auto author = theirs.find("author");
    const std::string by = r.signed_by ? *r.signed_by : author == theirs.end() ? std::string() : author->second;
    const std::string who = by.empty() ? "not named" : names ? by : "named internally";
    const std::string date = r.signed_ms ? w.wall.date(*r.signed_ms) + ", signed" : w.wall.date(last) + ", draft";
    const std::string what = k + 1 < ids.size() ? changes_since(w.store, ids[k], ids[k + 1]) : "first version";
    list.push_back({{"version", r.version}, {"date", date}, {"by", who}, {"what", what}});
    t.row({std::to_string(r.version), date, who, what});
  }
  w.shown.tables["versions"] = t.take();
  control["versions"] = std::move(list);
}

std::string classification_said(const PirWork& w, const std::string& usual) {
  const auto own = w.fields.find("classification");
  return own == w.fields.end() || !sees_internal(w.reader.audience) ? usual : own->second;
}

std::string readers_said(Audience audience) {
  switch (audience) {
    case Audience::internal:
      return "readers inside; nothing is withheld";
    case Audience::manager:
      return "managers; callers and their numbers are replaced, as listed at the end";
    case Audience::assessor:
      return "an assessor; names are replaced, as listed at the end";
    case Audience::external:
    case Audience::share:
      return "readers outside; what is left out is listed at the end";
  }
  return {};
}

}  // namespace

void control_people(PirWork& w, Json& out) {
  const review::Review& r = w.review;
  const bool names = sees_colleagues(w.reader.audience);
  out["classification"] = classification_said(w, out["classification"].get<std::string>());
  Json fields = Json::object();
  std::vector<std::string> unset, unset_said, people;
  const auto value = [&](std::string_view name) {
    const auto it = w.fields.find(std::string(name));
    return it == w.fields.end() ? std::string() : it->second;
  };
  for (const auto& f : review::review_field_table()) {
    std::string text = value(f.name);
    if (f.kind == review::ReviewFieldKind::date && !text.empty()) {
      if (const auto at = base::parse_rfc3339(text)) text = base::plain_date(*at, base::Zone());
    }
    if (f.kind == review::ReviewFieldKind::answer) text = unscored(text);
    if (text.empty() && f.name != "classification") {
      unset.push_back(std::string(f.name));
      unset_said.push_back(base::ascii_lower(std::string(f.label)));
    }
    if (f.person && !names && !text.empty()) text = "named internally";
    fields[std::string(f.name)] = text.empty() ? Json() : Json(text);
    const bool role = f.name == "author" || f.name == "owner" || f.name == "facilitator" || f.name == "reviewers" ||
                      f.name == "approver";
    if (role && !text.empty())
      people.push_back(base::ascii_lower(f.name == "owner" ? "owner" : std::string(f.label)) + ": " + text);
  }
  const auto field = [&](const char* name) {
    return fields[name].is_null() ? std::string() : fields[name].get<std::string>();
  };
  out["unset"] = unset;
  out["unset_said"] = listed(unset_said);
  versions_into(w, out, names);

  const auto began = began_at(w.incident());
  std::vector<std::string> dates;
  if (began) dates.push_back("incident " + w.wall.date(*began));
  if (r.due_ms) dates.push_back("review due " + w.wall.date(*r.due_ms - 1));
  dates.push_back("this issue " + out["prepared"].get<std::string>());
  dates.push_back(r.signed_ms ? "signed " + w.wall.date(*r.signed_ms) : std::string("not yet signed"));
  if (!field("follow_up").empty()) dates.push_back("follow-up on " + field("follow_up"));

  TableMaker t("Document control", {{"Item", Align::left, 0.2}, {"Entry"}});
  const auto row = [&](const char* item, const std::string& text) {
    if (!text.empty()) t.row({item, text});
  };
  row("Review",
      fmt::format("{}, {}", out["reference"].get<std::string>(), base::ascii_lower(out["status"].get<std::string>())));
  std::vector<std::string> incidents;
  for (const auto& i : out["incidents"]) {
    incidents.push_back(fmt::format("{}{} ({}, {})", i["ref"].get<std::string>(),
                                    i["title"].is_null() ? "" : ", " + i["title"].get<std::string>(),
                                    base::ascii_lower(i["kind"].get<std::string>()), i["rows"].get<std::string>()));
  }
  row(incidents.size() == 1 ? "Incident" : "Incidents", base::joined(incidents, "; "));
  row("Method", out["method_why"].get<std::string>());
  row("Dates", capitalised(base::joined(dates, "; ")));
  row("Responsible", capitalised(base::joined(people, "; ")));
  row("Took part", field("participants"));
  row("Distribution", field("distribution"));
  row("Classification", out["classification"].get<std::string>() + "; for " + readers_said(w.reader.audience));
  std::vector<std::string> sources;
  for (const auto& s : out["sources"]) {
    std::string line = s["file"].get<std::string>();
    if (s["rows"].is_number()) line += ", " + base::counted(s["rows"].get<std::int64_t>(), "row");
    if (s["set_aside"].is_number() && s["set_aside"].get<std::int64_t>() > 0)
      line += fmt::format(" ({} set aside)", base::grouped(s["set_aside"].get<std::int64_t>()));
    if (s["sha256"].is_string()) line += ", SHA-256 " + s["sha256"].get<std::string>() + "…";
    line += ", imported " + s["imported"].get<std::string>();
    sources.push_back(std::move(line));
  }
  if (!field("interviews").empty()) sources.push_back(field("interviews"));
  row("Sources", base::joined(sources, "; ") + (sources.empty() ? "" : ". Times are " + w.wall.zone().name() + "."));
  std::vector<std::string> related;
  for (const auto& rel : out["related"])
    related.push_back(base::ascii_lower(rel["label"].get<std::string>()) + " " + rel["ref"].get<std::string>());
  if (!field("related").empty()) related.push_back(field("related"));
  row("Related", capitalised(base::joined(related, "; ")));
  w.shown.tables["control"] = t.take();
  out["fields"] = std::move(fields);

  // The same in a line, for the short form.
  std::vector<std::string> line{out["reference"].get<std::string>(), out["status"].get<std::string>()};
  for (const auto& i : out["incidents"]) line.push_back(i["ref"].get<std::string>());
  out["line"] = base::joined(line, " · ");
  out["dates"] = capitalised(base::joined(dates, "; "));
  out["people"] = capitalised(base::joined(people, "; "));
}

}  // namespace debrief::templates
