// A review's first pages: identity, sources, impact, detection.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "review/imports.h"
#include "review/method.h"
#include "review/review_fields.h"
#include "templates/charts/charts.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::NumberField;
using review::TextField;
using review::TimeField;

std::string PirWork::text(TextField f) const { return incident()[f].value_or(""); }

std::string PirWork::role(const review::Event& e) const {
  if (!e.actor_role.empty()) return e.actor_role;
  return e.actor.empty() ? "Not recorded" : "Role not recorded";
}

std::string PirWork::who(const review::Event& e) const {
  if (!sees_colleagues(reader.audience) || e.actor.empty()) return role(e);
  return e.actor_role.empty() ? e.actor : fmt::format("{} ({})", e.actor_role, e.actor);
}

std::string PirWork::own_row() const { return rows_said({main.row}); }

std::string kind_said(review::Kind kind) { return unscored(review::name(kind)); }
std::string kind_said(EventKind kind) { return unscored(review::name(kind)); }

namespace {

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string short_hash(const std::string& sha256) { return sha256.substr(0, 12); }

std::string classification(Audience audience) {
  switch (audience) {
    case Audience::internal:
    case Audience::manager:
      return "Internal";
    case Audience::external:
      return "For release outside the organisation";
    case Audience::assessor:
      return "In confidence: assessment";
    case Audience::share:
      return "For training and sharing";
  }
  return "Internal";
}

}  // namespace

Json control_part(PirWork& w) {
  const review::Review& r = w.review;
  Json out;
  out["id"] = r.id;
  out["reference"] = fmt::format("PIR-{} version {}", r.id, r.version);
  out["title"] = r.title;
  out["status"] = unscored(r.status);
  out["draft"] = r.status != "final";
  out["version"] = r.version;
  out["method"] = review::method_said(r.method);
  out["method_why"] = method_why(w);
  out["classification"] = classification(w.reader.audience);
  out["prepared"] = w.wall.date(w.reader.now);
  out["zone"] = w.wall.zone().name();
  const bool names = sees_colleagues(w.reader.audience);
  out["owner"] = r.owner && names ? Json(*r.owner) : Json();
  out["facilitator"] = r.facilitator && names ? Json(*r.facilitator) : Json();
  out["due"] = r.due_ms ? Json(w.wall.date(*r.due_ms)) : Json();
  out["signed_by"] = r.signed_by && names ? Json(*r.signed_by) : Json();
  out["signed_on"] = r.signed_ms ? Json(w.wall.date(*r.signed_ms)) : Json();

  std::map<std::int64_t, std::vector<std::string>> by_import;
  Json incidents = Json::array();
  std::vector<const review::StoredIncident*> all{&w.main};
  for (const auto& o : w.others) all.push_back(&o);
  for (const auto* s : all) {
    const auto& i = s->incident;
    const auto opened = when(i, TimeField::opened);
    by_import[s->import_id].push_back(i.ref);
    const std::string rows = s->rows > 1 ? fmt::format("{} rows from row {}", base::grouped(s->rows), s->row)
                                         : fmt::format("row {}", s->row);
    incidents.push_back({{"ref", w.ledger.note("Incident", i.ref, rows)},
                         {"title", text_or_null(i[TextField::title].value_or(""))},
                         {"kind", kind_said(i.kind)},
                         {"status", text_or_null(i[TextField::status].value_or(""))},
                         {"opened", opened ? Json(w.wall.full(*opened)) : Json()},
                         {"rows", rows}});
  }
  out["incidents"] = std::move(incidents);

  Json sources = Json::array();
  for (const auto& [id, refs] : by_import) {
    if (id == 0) continue;
    const review::ImportSummary import = review::import_by_id(w.store, id);
    Json s{{"file", import.file},
           {"source", import.source},
           {"imported", w.wall.full(import.at_ms)},
           {"sha256", nullptr},
           {"rows", nullptr},
           {"set_aside", nullptr},
           {"zone", nullptr},
           {"undone", import.undone_ms != 0}};
    if (const auto receipt = base::parse_json(import.receipt)) {
      const Json& j = receipt.value();
      if (j.contains("sha256") && j["sha256"].is_string()) s["sha256"] = short_hash(j["sha256"].get<std::string>());
      if (j.contains("zone") && j["zone"].is_string()) s["zone"] = j["zone"];
      if (j.contains("rows") && j["rows"].is_object()) {
        s["rows"] = j["rows"].value("read", std::int64_t{0});
        s["set_aside"] = j["rows"].value("quarantined", std::int64_t{0});
      }
    }
    const std::string what = fmt::format("import {}", id);
    w.ledger.note("Source file", import.file, what);
    if (s["sha256"].is_string())
      w.ledger.note("SHA-256 of the source file (first 12 digits)", s["sha256"].get<std::string>(), what);
    if (s["rows"].is_number())
      w.ledger.note("Rows in the source file", base::grouped(s["rows"].get<std::int64_t>()), what);
    if (s["set_aside"].is_number())
      w.ledger.note("Rows set aside on import", base::grouped(s["set_aside"].get<std::int64_t>()), what);
    sources.push_back(std::move(s));
  }
  out["sources"] = std::move(sources);
  out["entries"] = w.entries.size();
  w.ledger.note("Entries in the record", base::grouped(static_cast<std::int64_t>(w.entries.size())),
                rows_said(rows_of(w.entries)));
  Json related = Json::array();
  for (const auto& [field, label] :
       {std::pair{TextField::parent, "Belongs to"}, std::pair{TextField::problem, "Problem record"},
        std::pair{TextField::change, "Change record"}}) {
    const std::string value = w.text(field);
    if (value.empty()) continue;
    related.push_back({{"label", label}, {"ref", w.ledger.note(label, value, w.own_row())}});
  }
  out["related"] = std::move(related);

  control_people(w, out);
  return out;
}

Json incident_part(PirWork& w) {
  const review::Incident& i = w.incident();
  Json out{{"ref", i.ref}, {"source", i.source}, {"kind", kind_said(i.kind)}, {"row", w.main.row}};
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& f : review::text_field_table()) {
    // Who called is never part of a review; who handled it is, where the reader may know.
    const bool withheld = f.person && !(f.field == TextField::assignee && sees_colleagues(w.reader.audience));
    const std::string value = withheld ? "" : i[f.field].value_or("");
    out[review::json_key(f.field)] = text_or_null(value);
    if (value.empty()) continue;
    // The digest of the facts must not depend on who reads them.
    if (!f.person) w.ledger.note(f.label, value, w.own_row());
    if (f.field != TextField::description && f.field != TextField::notes) lines.emplace_back(f.label, value);
  }
  for (const auto& f : review::time_field_table()) {
    const auto& stamp = i[f.field];
    out[review::json_key(f.field)] = stamp ? Json(w.wall.full(*stamp)) : Json();
    if (stamp) {
      w.ledger.note(f.label, w.wall.full(*stamp), w.own_row());
      lines.emplace_back(f.label, w.wall.full(*stamp));
    }
  }
  for (const auto& f : review::number_field_table()) {
    const auto value = i[f.field];
    out[review::json_key(f.field)] = value ? Json(*value) : Json();
  }
  // Two fields a row: the entries are short, and one to a row would fill a page.
  TableMaker t("The incident as recorded",
               {{"Field", Align::left, 0.2}, {"Entry", Align::left, 0.3}, {"Field", Align::left, 0.2}, {"Entry"}});
  const std::size_t half = (lines.size() + 1) / 2;
  for (std::size_t k = 0; k < half; ++k) {
    const bool more = half + k < lines.size();
    t.row({lines[k].first, lines[k].second, more ? lines[half + k].first : "", more ? lines[half + k].second : ""});
  }
  w.shown.tables["incident"] = t.take();
  return out;
}

Json impact_part(PirWork& w) {
  const review::Incident& i = w.incident();
  Ledger& l = w.ledger;
  Json figures = Json::array();
  const auto add = [&](std::string_view label, const std::string& text, const std::string& source,
                       std::optional<double> value = {}) {
    Json f = l.figure(label, text, source, value);
    if (!f.is_null()) figures.push_back(std::move(f));
  };
  const auto seconds = [](base::Ms from, base::Ms until) { return static_cast<double>(until - from) / 1000; };
  const auto began = began_at(i), ended = ended_at(i), opened = w.at(TimeField::opened),
             closed = w.at(TimeField::closed);
  const std::string end_word = i[TimeField::restored] ? "restored" : "resolved";
  const std::string begin_word = i[TimeField::occurred] ? "began" : i[TimeField::detected] ? "detected" : "logged";
  if (began && ended && *ended >= *began) {
    add("Time that customers were affected", between(began, ended),
        fmt::format("from when it {} to when it was {}; {}", begin_word == "began" ? "began" : "was " + begin_word,
                    end_word, w.own_row()),
        seconds(*began, *ended));
  }
  if (opened && ended && *ended >= *opened) {
    add("Time from logging to " + std::string(end_word == "restored" ? "restoration" : "resolution"),
        between(opened, ended), "from when it was logged to when it was " + end_word + "; " + w.own_row(),
        seconds(*opened, *ended));
  }
  if (opened && closed && *closed >= *opened) {
    add("Length of the whole response", between(opened, closed),
        "from when it was logged to when it was closed; " + w.own_row(), seconds(*opened, *closed));
  }
  if (const auto affected = w.text(TextField::customers_affected); !affected.empty()) {
    add("Customers affected, as last recorded", affected, w.own_row());
  }
  // The estimates and how they changed.
  Json estimates = Json::array();
  const auto moves = moves_of(w.entries, "customers_affected");
  const auto estimate = [&](const std::string& text, std::optional<base::Ms> at, std::int64_t row) {
    if (text.empty()) return;
    l.note("Estimate of customers affected", text + (at ? " at " + w.wall.time(*at) : std::string()), rows_said({row}));
    estimates.push_back({{"time", at ? Json(w.wall.time(*at)) : Json()}, {"text", text}, {"row", row}});
  };
  if (!moves.empty()) {
    estimate(moves.front().before, opened, w.main.row);
    for (const auto& m : moves) estimate(m.after, m.at, m.row);
  }
  // Linked records.
  Json children = nullptr;
  if (!w.children.empty()) {
    std::map<std::string, std::int64_t> kinds, channels;
    std::vector<std::int64_t> rows;
    std::optional<base::Ms> first, last;
    std::int64_t closed_n = 0, complaints = 0, scored = 0;
    double scores = 0;
    for (const auto& c : w.children) {
      rows.push_back(c.row);
      ++kinds[kind_said(c.incident.kind)];
      if (c.incident.kind == review::Kind::complaint) ++complaints;
      if (const auto& ch = c.incident[TextField::channel]) ++channels[*ch];
      if (const auto at = when(c.incident, TimeField::opened)) {
        if (!first || *at < *first) first = at;
        if (!last || *at > *last) last = at;
      }
      if (c.incident[TimeField::closed] || c.incident[TimeField::resolved]) ++closed_n;
      if (const auto score = c.incident[NumberField::csat]) {
        ++scored;
        scores += *score;
      }
    }
    const auto spread = [](const std::map<std::string, std::int64_t>& counts) {
      std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
      std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
      std::vector<std::string> parts;
      for (const auto& [word, n] : sorted) parts.push_back(fmt::format("{} {}", word, n));
      return base::joined(parts, ", ");
    };
    const std::string source = rows_said(rows);
    const auto n = static_cast<std::int64_t>(w.children.size());
    add("Linked records", base::grouped(n), source, static_cast<double>(n));
    add("Linked records by channel", spread(channels), source);
    add("Linked records by kind", spread(kinds), source);
    if (first && last) {
      add("Linked records logged",
          *first == *last ? w.wall.full(*first) : w.wall.full(*first) + " to " + w.wall.full(*last), source);
    }
    add("Linked records resolved", fmt::format("{} of {}", closed_n, n), source);
    add("Complaints among the linked records", fmt::format("{} of {}", complaints, n), source,
        static_cast<double>(complaints));
    add("Satisfaction in the linked records",
        scored == 0
            ? std::string()
            : fmt::format("mean {:.1f} from {}", scores / static_cast<double>(scored), base::counted(scored, "answer")),
        source);
    children = {{"n", n},
                {"kinds", spread(kinds)},
                {"channels", spread(channels)},
                {"complaints", complaints},
                {"closed", closed_n},
                {"satisfaction_n", scored},
                {"source", source},
                {"first", first ? Json(w.wall.full(*first)) : Json()},
                {"last", last ? Json(w.wall.full(*last)) : Json()}};
  } else {
    add("Linked records", "none in the log", "no record names " + i.ref + " as its parent");
  }
  // The target.
  const auto due = w.at(TimeField::sla_due);
  if (due && opened && *due > *opened) {
    add("Resolution target", between(opened, due) + ", until " + w.wall.time(*due), w.own_row(),
        seconds(*opened, *due));
    if (ended) {
      add("Result against the target",
          *ended <= *due ? "met, " + between(ended, due) + " before the target" : "missed by " + between(due, ended),
          w.own_row());
    } else if (w.reader.now > *due) {
      add("Result against the target", "missed; not yet resolved", w.own_row());
    }
  }
  if (const auto met = i[NumberField::sla_met])
    add("Target met, as the log says", *met > 0 ? "yes" : "no", w.own_row());
  if (const auto n = i[NumberField::reopen_count]) {
    add("Times reopened", number_said(*n), w.own_row(), *n);
  }
  if (const auto score = i[NumberField::csat])
    add("Customer satisfaction score", number_said(*score), w.own_row(), *score);
  if (const auto code = w.text(TextField::closure_code); !code.empty()) add("Closure code", code, w.own_row());

  const std::string entered = fmt::format("entered in review {}", w.review.id);
  for (const auto& field : review::review_field_table()) {
    if (field.name != "cost" && field.name != "data_breach" && field.name != "authorities") continue;
    const auto value = w.fields.find(std::string(field.name));
    if (value != w.fields.end())
      add(field.label, field.kind == review::ReviewFieldKind::answer ? unscored(value->second) : value->second, entered);
  }
  // What is said of the linked records stands in one sentence, and what the record says anyway in the appendix.
  static const std::set<std::string, std::less<>> elsewhere{"Target met, as the log says", "Times reopened",
                                                            "Closure code"};
  TableMaker t("Impact in figures",
               {{"Measure", Align::left, 0.32}, {"Figure", Align::left, 0.34}, {"Where it comes from"}});
  for (const auto& f : figures) {
    const std::string label = f["label"].get<std::string>();
    if (elsewhere.contains(label) || (children.is_object() && label.find("inked records") != std::string::npos)) continue;
    t.row({label, f["text"].get<std::string>(), base::cut(f["source"].get<std::string>(), 120)});
  }
  w.shown.tables["impact"] = t.take();
  Json linked = nullptr;
  if (children.is_object()) {
    const auto n = children["n"].get<std::int64_t>();
    const auto complaints = children["complaints"].get<std::int64_t>();
    std::string line = base::counted(n, "record") + (n == 1 ? " is" : " are") + " linked to it";
    if (const auto channels = children["channels"].get<std::string>(); !channels.empty()) line += " (" + channels + ")";
    if (children["first"].is_string()) {
      line += children["first"] == children["last"]
                  ? ", logged " + children["first"].get<std::string>()
                  : fmt::format(", logged from {} to {}", children["first"].get<std::string>(),
                                children["last"].get<std::string>());
    }
    line += fmt::format("; {} of {} resolved; {}", children["closed"].get<std::int64_t>(), n,
                        complaints == 0 ? "no complaint" : base::counted(complaints, "complaint"));
    for (const auto& f : figures) {
      if (f["label"] == "Satisfaction in the linked records") line += "; satisfaction " + f["text"].get<std::string>();
    }
    linked = line + " (" + children["source"].get<std::string>() + ").";
  }
  return {{"figures", std::move(figures)},
          {"estimates", std::move(estimates)},
          {"linked", std::move(linked)},
          {"children", std::move(children)}};
}

Json detection_part(PirWork& w) {
  const review::Incident& i = w.incident();
  Ledger& l = w.ledger;
  Json figures = Json::array();
  const auto add = [&](std::string_view label, const std::string& text, const std::string& source) {
    Json f = l.figure(label, text, source);
    if (!f.is_null()) figures.push_back(std::move(f));
  };
  const auto occurred = w.at(TimeField::occurred), detected = w.at(TimeField::detected),
             opened = w.at(TimeField::opened);
  if (occurred) add("Began, as recorded", w.wall.full(*i[TimeField::occurred]), w.own_row());
  if (detected) add("Detected", w.wall.full(*i[TimeField::detected]), w.own_row());
  if (opened) add("Logged", w.wall.full(*i[TimeField::opened]), w.own_row());
  add("Detected by", w.text(TextField::detected_by), w.own_row());
  add("Reported through", w.text(TextField::channel), w.own_row());
  const auto noticed = detected ? detected : opened;
  add("Time to detect", between(occurred, noticed),
      fmt::format("from when it began to when it was {}; {}", detected ? "detected" : "logged", w.own_row()));
  if (detected) add("Time from detection to the log", between(detected, opened), w.own_row());
  Json first = Json::array();
  for (std::size_t k = 0; k < w.entries.size() && first.size() < 3; ++k) {
    const auto& e = w.entries[k].event;
    if (e.text.empty()) continue;
    const auto at = when(w.entries[k]);
    first.push_back({{"time", at ? Json(w.wall.exact(*at)) : Json()},
                     {"role", w.role(e)},
                     {"text", e.text},
                     {"source", rows_said({e.row})}});
  }
  Json mentions = Json::array();
  std::map<std::string, std::vector<std::int64_t>> by_word;
  for (const auto& m : mentions_of(w.entries, i.ref)) {
    mentions.push_back({{"reference", l.note("Reference named in the entries", m.reference, rows_said(m.rows))},
                        {"rows", rows_said(m.rows)}});
  }
  TableMaker t("Detection in figures",
               {{"Measure", Align::left, 0.36}, {"Figure", Align::left, 0.34}, {"Where it comes from"}});
  for (const auto& f : figures)
    t.row({f["label"].get<std::string>(), f["text"].get<std::string>(), f["source"].get<std::string>()});
  w.shown.tables["detection"] = t.take();
  std::vector<std::string> sentences;
  if (occurred) sentences.push_back("It began at " + w.wall.time(*occurred) + ", as recorded.");
  const std::string by = w.text(TextField::detected_by), channel = w.text(TextField::channel);
  if (noticed) {
    std::string line = detected ? "It was detected at " + w.wall.time(*detected) : "It was logged at " + w.wall.time(*opened);
    if (!by.empty()) line += ", noticed by: " + base::ascii_lower(by);
    if (!channel.empty()) line += ", reported by way of: " + base::ascii_lower(channel);
    if (detected && opened) line += "; the log was opened at " + w.wall.time(*opened);
    sentences.push_back(line + ".");
  }
  if (const auto took = between(occurred, noticed); !took.empty()) {
    sentences.push_back(fmt::format("Time to detect, from when it began to when it was {}: {} ({}).",
                                    detected ? "detected" : "logged", took, w.own_row()));
  }
  return {{"figures", std::move(figures)},
          {"said", sentences},
          {"first_entries", std::move(first)},
          {"mentions", std::move(mentions)},
          {"known", occurred.has_value()}};
}

}  // namespace debrief::templates
