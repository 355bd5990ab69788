// From the workspace to a document.

#include "templates/build.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/coverage.h"
#include "review/incidents.h"
#include "review/learners.h"
#include "review/privacy/firms.h"
#include "review/reviews.h"
#include "review/store.h"
#include "templates/audience.h"
#include "templates/beside.h"
#include "templates/engine/engine.h"
#include "templates/facts/actions.h"
#include "templates/facts/improvement.h"
#include "templates/facts/pir.h"
#include "templates/facts/portfolio.h"
#include "templates/facts/register.h"
#include "templates/facts/system_review.h"
#include "templates/facts/trends.h"
#include "templates/markdown.h"
#include "templates/sheets/sheets.h"
#include "templates/template_set.h"
#include "templates/typography.h"

namespace debrief::templates {

/// Compiled in from templates/units/.
std::span<const base::Embedded> unit_files();

namespace {

using base::Json;

/// One report on its way: what every kind does alike.
struct Making {
  review::Store& store;
  const BuildOptions& options;
  FactsFor reader;
  Ledger ledger;
  DirectiveData shown;
  Built built;
  std::optional<Gate> gate;

  Making(review::Store& s, const BuildOptions& o, std::string_view kind)
      : store(s),
        options(o),
        reader{audience_or_throw(o.audience), o.zone.value_or(s.zone()), o.now.value_or(s.now())} {
    built.kind = kind;
    built.pseudonym_salt = o.pseudonym_salt.empty() ? base::random_hex(16) : o.pseudonym_salt;
  }

  /// Opens the gate for this reader.
  void guard(GatePeople people) { gate.emplace(reader.audience, std::move(people), built.pseudonym_salt); }
  /// The same, leaving firms in place that the view names in full.
  void guard(GatePeople people, const Json& view) {
    std::set<std::string> firms;
    if (reader.audience != Audience::internal) add_firms(view, firms);
    people.keep.insert(people.keep.end(), firms.begin(), firms.end());
    guard(std::move(people));
  }
  static void add_firms(const Json& value, std::set<std::string>& firms) {
    if (value.is_string()) {
      for (std::string& firm : review::firms_in(value.get_ref<const std::string&>())) firms.insert(std::move(firm));
    } else if (value.is_structured()) {
      for (const auto& v : value) add_firms(v, firms);
    }
  }

  Meta meta(std::string title, std::string subject, std::string reference) const {
    Meta out;
    out.title = std::move(title);
    out.subject = std::move(subject);
    out.author = store.setting("organisation").value_or("");
    out.classification = reader.audience == Audience::external ? "For release"
                         : reader.audience == Audience::share  ? "For sharing"
                                                               : "Internal";
    if (reader.audience == Audience::assessor) out.classification = "In confidence";
    out.reference = std::move(reference);
    out.created_ms = reader.now;
    return out;
  }

  /// The template filled and parsed, then made fit for the reader.
  void write(const Json& view, const std::string& shipped, Meta about) {
    fill(view, shipped, std::move(about));
    let_out();
  }

  void let_out() {
    collect(built.document->blocks);
    gate->apply(*built.document);
    list_withheld(*built.document, *gate, reader.audience);
    // What the document itself leaves out; its workbook and its facts are other files and would be counted again.
    built.withheld = gate->withheld();
    built.parts_withheld = gate->parts_withheld();
  }

  /// The template filled and parsed; not yet fit for the reader.
  void fill(const Json& view, const std::string& shipped, Meta about) {
    Loader loader = document_loader(options.template_folders);
    std::string file = options.template_name.empty() ? shipped : options.template_name;
    if (!options.template_text.empty()) {
      if (options.template_name.empty()) file = "template";
      loader.add(file, options.template_text);
    }
    RenderOptions how;
    how.escape = Escape::markdown;
    how.zone = reader.zone;
    how.now = reader.now;
    how.limits.steps = 50'000'000;  // a pack of three units has some thousand rows
    const std::string markdown = render(loader, file, view, how);
    built.document = parse_document(markdown, about, shown, file);
    keep_units_together(built.document->blocks);
  }

  void collect(const Blocks& blocks) {
    for (const Block& b : blocks) {
      if (const auto* p = std::get_if<Passage>(&b.value); p != nullptr && p->empty) built.unwritten.push_back(p->key);
      for (const Blocks* inside : inner(b)) collect(*inside);
    }
  }

  void keep(Workbook book) {
    book.author = store.setting("organisation").value_or("");
    gate->apply(book);
    built.workbook = std::move(book);
  }

  void clean(Json& value) {
    if (value.is_string()) {
      value = gate->apply(value.get_ref<const std::string&>());
    } else if (value.is_structured()) {
      for (auto& v : value) clean(v);
    }
  }

  /// The view as it may leave: for readers outside only the parts named here.
  Built finish(Json view, const std::vector<std::string>& for_outside) {
    if (!sees_internal(reader.audience)) {
      Json kept = Json::object();
      for (auto& [key, value] : view.items()) {
        if (std::find(for_outside.begin(), for_outside.end(), key) != for_outside.end()) kept[key] = std::move(value);
      }
      view = std::move(kept);
    }
    if (reader.audience != Audience::internal) clean(view);
    built.view = base::dumped(view, 1);
    built.facts = ledger.facts();
    built.facts_digest = ledger.digest();
    if (reader.audience != Audience::internal) {
      for (Fact& f : built.facts) {
        f.text = gate->apply(f.text);
        f.source = gate->apply(f.source);
      }
    }
    if (!built.document) built.withheld = gate->withheld();
    built.pseudonyms = gate->pseudonyms();
    built.gate = std::make_shared<Gate>(std::move(*gate));
    built.charts = std::move(shown.charts);
    built.tables = std::move(shown.tables);
    built.zone = reader.zone;
    built.now = reader.now;
    return std::move(built);
  }
};

/// Compares what stands beside each passage with what stood there when it was written. Passages written beside other
/// statements are noted in built.stale and in the view, and the document is made again with the list on top and, for
/// readers inside, a warning beside each.
void mark_stale(Making& m, std::int64_t review_id, Json& view, const std::string& shipped, const Meta& about) {
  m.built.beside = statements_beside(*m.built.document);
  std::map<std::string, std::vector<BesideChange>> changes;
  for (const auto& [key, passage] : review::passages_of(m.store, review_id)) {
    if (passage.facts.empty() || base::trimmed(passage.text).empty()) continue;
    const auto now = m.built.beside.find(key);
    if (now == m.built.beside.end()) continue;
    if (passage.facts.starts_with('[')) {
      auto changed = changes_beside(passage.facts, now->second);
      if (!changed.empty()) changes.emplace(key, std::move(changed));
    } else if (passage.facts != m.ledger.digest() && passage.facts != beside_digest(now->second)) {
      changes.emplace(key, std::vector<BesideChange>{});
    }
  }
  if (changes.empty()) return;
  for (const auto& [key, changed] : changes) m.built.stale.push_back(key);
  view["stale"] = m.built.stale;
  m.fill(view, shipped, about);
  if (sees_internal(m.reader.audience)) flag_passages(*m.built.document, changes);
}

/// The review's own zone. Where that is UTC, as on a machine nobody set, the place the log itself names is nearer to
/// what people remember.
base::Zone zone_of(review::Store& store, const review::Review& r) {
  if (r.zone == "UTC" && !r.incidents.empty()) {
    const auto stored = review::incident_by_id(store, r.incidents.front());
    const std::optional<base::Stamp> opened = stored ? stored->incident[review::TimeField::opened] : std::nullopt;
    if (opened && opened->zone.find('/') != std::string::npos) {
      if (const auto zone = base::Zone::named(opened->zone)) return *zone;
    }
  }
  return base::Zone::named(r.zone).value_or(store.zone());
}

}  // namespace

Built build_pir(review::Store& store, std::int64_t review_id, const BuildOptions& options) {
  const review::Review r = review::review_by_id(store, review_id);
  Making m(store, options, "pir");
  if (!options.zone) m.reader.zone = zone_of(store, r);
  GatePeople people = people_of(store);
  Json view = pir_facts(store, review_id, m.reader, m.ledger, m.shown);
  for (const auto& i : view["control"]["incidents"]) people.keep.push_back(i["ref"].get<std::string>());
  m.guard(std::move(people), view);
  m.built.name = fmt::format("pir-{}", review_id);
  std::set<std::string> kpis;
  for (const auto& f : view["context"]) {
    if (kpis.insert(f["kpi"].get<std::string>()).second) m.built.kpis.push_back(f["kpi"].get<std::string>());
  }
  const Meta about = m.meta(r.title, "Post-incident review", fmt::format("PIR-{} version {}", r.id, r.version));
  m.fill(view, "pir.md.jinja", about);
  mark_stale(m, review_id, view, "pir.md.jinja", about);
  m.let_out();
  m.keep(review_workbook(store, review_id, m.reader, m.ledger.facts()));
  if (!sees_internal(m.reader.audience)) {
    // What was entered about the review itself, its cost among it, is for readers inside.
    for (auto& [field, value] : view["control"]["fields"].items()) value = nullptr;
    Json kept = Json::array();
    for (auto& figure : view["impact"]["figures"]) {
      if (!figure["source"].get<std::string>().starts_with("entered in review")) kept.push_back(std::move(figure));
    }
    view["impact"]["figures"] = std::move(kept);
  }
  std::vector<std::string> for_outside{"schema",         "form",   "audience", "control", "summary", "impact",
                                       "communications", "causes", "actions",  "lessons", "glossary"};
  // The letter is written for them; in what is shared for training nobody is to be known by it.
  if (m.reader.audience == Audience::external) for_outside.insert(for_outside.end(), {"outside", "organisation"});
  return m.finish(std::move(view), for_outside);
}

Built build_actions(review::Store& store, std::optional<std::int64_t> review_id, const BuildOptions& options) {
  Making m(store, options, "actions");
  Json view = actions_facts(store, review_id, m.reader, m.ledger, m.shown);
  m.guard(people_of(store));
  m.built.name = review_id ? fmt::format("actions-{}", *review_id) : std::string("actions");
  const std::string title = view["title"].get<std::string>();
  m.write(
      view, "actions.md.jinja",
      m.meta(title, "Action sheet", review_id ? fmt::format("Actions of PIR-{}", *review_id) : std::string("Actions")));
  m.keep(action_workbook(store, review_id, m.reader));
  return m.finish(std::move(view), {"schema", "audience", "title", "prepared", "actions", "counts"});
}

Built build_trends(review::Store& store, const BuildOptions& options) {
  Making m(store, options, "trends");
  TrendsAsked asked{options.from, options.until, options.period};
  analytics::Figures figures;
  Json view = trends_facts(store, asked, m.reader, m.ledger, m.shown, figures);
  m.guard(people_of(store));
  m.built.name = "trends";
  for (const auto& k : view["kpis"]) m.built.kpis.push_back(k["id"].get<std::string>());
  m.write(view, "trends.md.jinja",
          m.meta(view["title"].get<std::string>(), "KPI trends and themes", view["window"]["text"].get<std::string>()));
  m.keep(figures_workbook(figures, m.reader, view["title"].get<std::string>()));
  return m.finish(std::move(view),
                  {"schema", "audience", "title", "prepared", "window", "kpis", "pareto", "warnings", "quality"});
}

Built build_portfolio(review::Store& store, std::string_view learner, const std::vector<std::string>& units,
                      const BuildOptions& options) {
  if (units.empty()) {
    throw base::Error(base::Status::usage, "no-unit-named", "an evidence report needs at least one unit",
                      "name one with --unit; debrief unit list shows them");
  }
  BuildOptions as = options;
  // A pack is made for an assessor unless it is said otherwise.
  if (as.audience == "internal") as.audience = "assessor";
  Making m(store, as, "portfolio");
  const review::Learner who = review::learner(store, learner);
  std::vector<review::Unit> definitions;
  for (const auto& id : units) definitions.push_back(unit_named(store, id));
  GatePeople people = people_of(store);
  people.learner = who.aliases;
  if (std::find(people.learner.begin(), people.learner.end(), who.name) == people.learner.end())
    people.learner.insert(people.learner.begin(), who.name);
  Json view =
      portfolio_facts(store, who, definitions, m.reader, m.built.pseudonym_salt, m.ledger, m.shown, m.built.claims);
  for (const auto& i : view["incidents"]) people.keep.push_back(i["ref"].get<std::string>());
  m.guard(std::move(people), view);
  m.built.name = fmt::format("portfolio-{}", who.id);
  const std::string named = m.reader.audience == Audience::share ? std::string("LEARNER") : who.name;
  m.write(view, "portfolio.md.jinja",
          m.meta("Evidence report: " + named, "Evidence for assessment", view["pack"].get<std::string>()));
  for (ClaimLine& line : m.built.claims) line.note = m.gate->apply(line.note);
  return m.finish(std::move(view), {"schema", "audience", "pack", "units", "incidents"});
}

Built build_register(review::Store& store, const BuildOptions& options) {
  Making m(store, options, "register");
  Json view = register_facts(store, m.reader, m.ledger, m.shown);
  m.guard(people_of(store));
  m.built.name = "register";
  m.write(view, "register.md.jinja", m.meta("Incident register", "Incident register", "Register"));
  m.keep(register_workbook(store, m.reader));
  return m.finish(std::move(view), {"schema", "audience", "prepared", "incidents", "window", "kinds", "priorities",
                                    "statuses", "categories"});
}

Built build_improvement_plan(review::Store& store, const BuildOptions& options) {
  Making m(store, options, "service-improvement-plan");
  Json view = improvement_facts(store, {options.from, options.until, options.period}, m.reader, m.ledger, m.shown);
  m.guard(people_of(store));
  m.built.name = "service-improvement-plan";
  for (const auto& line : view["periods"]["lines"]) m.built.kpis.push_back(line["id"].get<std::string>());
  m.write(
      view, "service-improvement-plan.md.jinja",
      m.meta(view["title"].get<std::string>(), "Service improvement plan", view["window"]["text"].get<std::string>()));
  return m.finish(std::move(view), {"schema", "audience", "title", "prepared", "window", "places", "next"});
}

Built build_system_review(review::Store& store, const BuildOptions& options) {
  Making m(store, options, "system-review");
  Json view = system_review_facts(store, {options.from, options.until, options.period}, m.reader, m.ledger, m.shown);
  m.guard(people_of(store));
  m.built.name = "system-review";
  for (const auto& k : view["kpis"]) m.built.kpis.push_back(k["id"].get<std::string>());
  m.write(view, "system-review.md.jinja",
          m.meta(view["title"].get<std::string>(), "Review of the incident process",
                 view["window"]["text"].get<std::string>()));
  return m.finish(std::move(view), {"schema", "audience", "title", "window", "kpis"});
}

const std::vector<ReportKind>& report_kinds() {
  static const std::vector<ReportKind> kinds = {
      {"pir", "Post-incident review", "what happened in one incident, how it was handled, why, and what comes of it",
       "a review id", true, true},
      {"actions", "Action sheet",
       "who does what until when, and whether it worked; edited in a spreadsheet and handed back",
       "a review id, or nothing for all", true, true},
      {"trends", "KPI trends and themes",
       "figures over time with control limits, themes, categories and the quality of the data", "nothing", true, true},
      {"portfolio", "Evidence report", "a learner's rows set against a unit's criteria, for an assessor",
       "a learner id, and --unit", true, false},
      {"register", "Incident register", "every record in one sheet, and the newest as a document", "nothing", true,
       true},
      {"system-review", "Review of the incident process",
       "how logging, review and follow-through themselves are working", "nothing", true, false},
      {"service-improvement-plan", "Service improvement plan",
       "what to do next, by benefit: where incidents take most time, and which actions answer it", "nothing", true,
       false},
  };
  return kinds;
}

std::vector<review::Unit> all_units(review::Store& store) {
  std::vector<review::Unit> out;
  std::set<std::string> seen;
  const auto add = [&](std::string_view definition) {
    review::Unit unit = review::parse_unit(definition);
    if (seen.insert(unit.id).second) out.push_back(std::move(unit));
  };
  for (const auto& text : review::added_units(store)) add(text);
  for (const auto& file : unit_files()) add(file.bytes);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

review::Unit unit_named(review::Store& store, std::string_view id) {
  std::vector<std::string> ids;
  for (auto& unit : all_units(store)) {
    if (base::equal_ascii_nocase(unit.id, id)) return unit;
    ids.push_back(unit.id);
  }
  const std::string near = base::nearest(id, ids);
  throw base::Error(base::Status::world, "no-such-unit", fmt::format("there is no unit {}", base::quoted(id)),
                    near.empty() ? "debrief unit list shows them; debrief unit add FILE adds one"
                                 : fmt::format("did you mean {}?", near));
}

}  // namespace debrief::templates
