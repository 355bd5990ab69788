// Word templates at work.

#include "app/word_template.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/check.h"
#include "reports/docx/inserts.h"
#include "reports/package.h"
#include "templates/audience.h"
#include "templates/markdown.h"
#include "templates/word/word.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;
namespace word = templates::word;

/// A template, unpacked, may have this many bytes.
constexpr std::uint64_t most_bytes = 64U << 20U;

constexpr std::array<std::string_view, 7> document_fields{"title",        "subject",  "reference", "classification",
                                                          "organisation", "language", "created"};

[[noreturn]] void no_such(std::string_view what, const std::string& name, const std::vector<std::string>& known) {
  const std::string near = base::nearest(name, known);
  throw Error(Status::refused, "template-undefined",
              fmt::format("there is no {} {}{}", what, base::quoted(name),
                          near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))),
              known.empty() ? fmt::format("this document has no {}s", what)
                            : fmt::format("this document has {}", base::joined(known, ", ")));
}

template <typename T>
const T& named(const std::map<std::string, T, std::less<>>& all, std::string_view what, const std::string& name) {
  const auto found = all.find(name);
  if (found != all.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [n, unused] : all) known.push_back(n);
  no_such(what, name, known);
}

/// Headings of a text that stands in another: its first level is the one below a title.
void lower_headings(templates::Blocks& blocks) {
  for (templates::Block& b : blocks) {
    if (auto* h = std::get_if<templates::Heading>(&b.value)) h->level = std::min(h->level + 1, 6);
    for (templates::Blocks* inside : templates::inner(b)) lower_headings(*inside);
  }
}

class Host : public word::Host {
 public:
  /// built  null where there is no report: no body, no charts
  Host(const word::Parts& parts, const templates::Built* built) : inserts_(parts), built_(built) {}

  std::string title() const override {
    return built_ != nullptr && built_->document ? built_->document->meta.title : std::string();
  }

  std::string body(const word::Slot& slot) override {
    if (built_ == nullptr || !built_->document)
      throw Error(Status::refused, "template-undefined", fmt::format("{}: there is no body here", slot.part));
    return inserts_.blocks(*built_->document, place(slot));
  }

  std::string markdown(const std::string& text, const word::Slot& slot) override {
    templates::Document d;
    d.blocks = templates::parse_markdown(text, fmt::format("md{}", ++texts_));
    lower_headings(d.blocks);
    return alone(std::move(d), slot);
  }

  std::string chart(const std::string& name, const word::Slot& slot) override {
    templates::Document d;
    templates::Figure figure;
    figure.chart = chart_named(name);
    d.blocks.push_back({fmt::format("figure-{}", templates::slug(name)), std::move(figure)});
    return alone(std::move(d), slot);
  }

  std::string table(const std::string& name, const word::Slot& slot) override {
    if (built_ == nullptr) no_such("table", name, {});
    templates::Document d;
    templates::Table t = named(built_->tables, "table", name);
    if (built_->gate) built_->gate->apply(t);
    d.blocks.push_back({fmt::format("table-{}", templates::slug(name)), std::move(t)});
    return alone(std::move(d), slot);
  }

  word::Picture picture(std::string_view kind, const std::string& name, const std::string& part, long width,
                        long height) override {
    if (kind == "image") {
      const auto made = inserts_.image(reports::picture_of_address(name), part);
      return {made.relation, made.vector_relation, "Picture"};
    }
    const templates::Chart c = chart_named(name);
    const auto made = inserts_.chart(c, part, width, height);
    return {made.relation, made.vector_relation, c.title.empty() ? c.alt : c.title + ". " + c.alt};
  }

  void enter(word::Parts& filled, const templates::Meta& meta) { inserts_.enter(filled, meta); }

 private:
  static reports::InsertPlace place(const word::Slot& slot) {
    return {slot.part, slot.style, slot.width, slot.height, slot.page, slot.titled};
  }

  std::string alone(templates::Document d, const word::Slot& slot) {
    reports::InsertPlace at = place(slot);
    at.titled = true;
    return inserts_.blocks(d, at);
  }

  templates::Chart chart_named(const std::string& name) const {
    if (built_ == nullptr) no_such("chart", name, {});
    templates::Chart c = named(built_->charts, "chart", name);
    if (built_->gate) built_->gate->apply(c);
    return c;
  }

  reports::DocxInserts inserts_;
  const templates::Built* built_;
  int texts_ = 0;
};

/// A package as far as a template needs it; pictures, themes and fonts stay packed.
struct Package {
  explicit Package(std::string_view docx)
      : parts(reports::unpacked(
            docx, most_bytes,
            [](std::string_view name) {
              if (name == "word/stylesWithEffects.xml") return false;
              const bool below_word = name.starts_with("word/") && name.find('/', 5) == std::string_view::npos;
              return name.ends_with(".rels") || name == "[Content_Types].xml" || name.starts_with("docProps/") ||
                     (below_word && name.ends_with(".xml"));
            },
            &others)) {}
  std::vector<std::string> others;
  word::Parts parts;
};

/// Faults that the filled file has and its template had not.
void must_be_sound(const word::Parts& filled, const word::Parts& before, const std::vector<std::string>& others) {
  const auto faults = reports::check_docx(filled, before, others);
  if (faults.empty()) return;
  std::multiset<std::string> known;
  for (const auto& f : reports::check_docx(before, {}, others)) known.insert(f.code + f.place.file);
  for (const auto& f : faults) {
    // A loop repeats what its template has.
    if (known.contains(f.code + f.place.file)) continue;
    throw Error(Status::refused, "word-result-faulty",
                fmt::format("the filled document would not be sound: {} [{}]", f.detail, f.code),
                "nothing was written; debrief template check FILE.docx may say more");
  }
}

/// What stands in the filled file and may not be seen. What the template's author wrote there stays theirs for readers
/// inside; for others it is refused too, since a template is made once and forgotten.
void must_not_leak(const word::Parts& filled, const word::Parts& before, const templates::Gate& gate, bool inside) {
  std::string own;
  for (const auto& [part, text] : word::texts(before)) {
    own += base::folded(text) + "\n";
    const auto leaks = inside ? std::vector<templates::Gate::Leak>{} : gate.leaks(text);
    if (!leaks.empty()) {
      throw Error(Status::refused, "leak-found",
                  fmt::format("the Word template itself holds what these readers may not see: {}, in {}",
                              leaks.front().what, part),
                  "take it out of the template, or write for readers inside; nothing was written");
    }
  }
  for (const auto& [part, text] : word::texts(filled)) {
    for (const auto& leak : gate.leaks(text)) {
      if (own.find(leak.value) == std::string::npos) gate.leaked(leak, part);
    }
  }
}

word::Parts filled(const word::Template& made, const std::vector<std::string>& others, const Json& data, Host& host,
                   const templates::RenderOptions& options, const templates::Meta& meta) {
  word::Parts out = made.fill(data, host, options);
  host.enter(out, meta);
  must_be_sound(out, made.parts(), others);
  return out;
}

Json document_shape(const templates::Meta& meta) {
  return {{"title", meta.title},
          {"subject", meta.subject},
          {"reference", meta.reference},
          {"classification", meta.classification},
          {"organisation", meta.author},
          {"language", meta.language},
          {"created", base::rfc3339(meta.created_ms)}};
}

void check_document_fields(templates::TemplateCheck& check) {
  std::vector<std::string> known(document_fields.begin(), document_fields.end());
  for (const auto& f : check.fields) {
    if (!f.path.starts_with("document.") || f.optional) continue;
    const std::string leaf = f.path.substr(9);
    if (std::find(known.begin(), known.end(), leaf) != known.end()) continue;
    const std::string near = base::nearest(leaf, known);
    check.faults.push_back({f.file, f.line, f.column, "template-undefined",
                            fmt::format("no such field {}{}", base::quoted(f.path, 80),
                                        near.empty() ? "" : fmt::format("; did you mean \"document.{}\"?", near))});
  }
}

}  // namespace

bool is_word_file(const std::string& name) {
  const std::string lower = base::ascii_lower(name);
  return lower.ends_with(".docx") || lower.ends_with(".dotx") || lower.ends_with(".docm");
}

std::string word_report(const templates::Built& built, std::string_view docx) {
  Package package(docx);
  const word::Template made(std::move(package.parts));
  if (!made.has_tags()) return {};
  Json data = built.view.empty() ? Json::object() : base::parse_json(built.view).maybe().value_or(Json::object());
  const templates::Meta meta = built.document ? built.document->meta : templates::Meta{};
  if (!data.contains("document")) data["document"] = document_shape(meta);
  templates::RenderOptions options;
  options.zone = built.zone;
  options.now = built.now;
  options.limits.steps = 50'000'000;  // as for the texts of documents
  Host host(made.parts(), &built);
  const word::Parts out = filled(made, package.others, data, host, options, meta);
  if (built.gate) must_not_leak(out, made.parts(), *built.gate, built.gate->inside());
  return reports::repacked(docx, made.parts(), out);
}

std::string word_filled(std::string_view docx, const Json& data, const templates::RenderOptions& options) {
  Package package(docx);
  const word::Template made(std::move(package.parts), {.with_body = false});
  Host host(made.parts(), nullptr);
  templates::Meta meta;
  meta.created_ms = options.now;
  return reports::repacked(docx, made.parts(), filled(made, package.others, data, host, options, meta));
}

Status check_word_template(Session& session, const Arguments& a,
                           const std::function<void(templates::TemplateCheck&)>& against_kinds) {
  const base::Path file = a.positional.front();
  std::optional<Json> data;
  if (const auto name = a.maybe("data")) {
    auto parsed = base::parse_json(base::read_file(*name));
    if (!parsed) {
      throw Error(Status::refused, "json-malformed",
                  fmt::format("{}:{}: {}", *name, parsed.issue().place.line, parsed.issue().detail));
    }
    data = *parsed;
  }
  const std::string docx = base::read_file(file, 64U << 20U);
  Package package(docx);
  const word::Template made(std::move(package.parts), {.with_body = !data || !data->contains("body")});
  std::vector<word::Fault> faults = made.faults();
  templates::TemplateCheck check = made.check();
  if (data) {
    if (!data->contains("document")) (*data)["document"] = document_shape({});
    templates::check_against(check, *data);
  } else {
    check_document_fields(check);
    templates::TemplateCheck others = check;
    std::erase_if(others.fields, [](const auto& f) { return f.path.starts_with("document."); });
    against_kinds(others);
    check.faults = std::move(others.faults);
  }
  for (const auto& f : check.faults) faults.push_back({made.place(f.file, f.line), f.code, f.message});
  std::stable_sort(faults.begin(), faults.end(), [](const word::Fault& x, const word::Fault& y) {
    return std::pair(x.place.part, x.place.paragraph) < std::pair(y.place.part, y.place.paragraph);
  });

  Json listed = Json::array();
  for (const word::Fault& f : faults) {
    listed.push_back({{"file", f.place.part},
                      {"line", f.place.paragraph + 1},
                      {"column", 1},
                      {"code", f.code},
                      {"message", f.message},
                      {"near", f.place.near},
                      {"tag", f.place.tag}});
    if (!session.json()) session.line(fmt::format("{} [{}]", word::said(f), f.code));
  }
  const auto marked_name = a.maybe("out");
  if (marked_name) {
    base::write_file(*marked_name, reports::repacked(docx, made.parts(),
                                                     word::marked(made.parts(), faults, base::rfc3339(session.now()))));
  }
  if (session.json()) {
    Json fields = Json::array();
    for (const auto& f : check.fields) {
      const word::Place place = made.place(f.file, f.line);
      fields.push_back({{"path", f.path},
                        {"file", place.part},
                        {"line", place.paragraph + 1},
                        {"column", 1},
                        {"optional", f.optional}});
    }
    session.answer({{"ok", faults.empty()},
                    {"faults", listed},
                    {"fields", fields},
                    {"templates", check.templates},
                    {"marked", marked_name ? Json(*marked_name) : Json()}});
  } else {
    if (faults.empty()) {
      session.line(fmt::format("{}: no fault found; it uses {}", file.string(),
                               base::counted(static_cast<long long>(check.fields.size()), "field")));
    }
    for (const auto& f : check.fields)
      session.line(fmt::format("  {}{}", f.path, f.optional ? "  (may be missing)" : ""));
    if (marked_name) {
      session.line(fmt::format(
          "{}: {}", *marked_name,
          faults.empty() ? "a copy; there was nothing to remark" : "a copy with a comment at each mistake"));
    }
  }
  return faults.empty() ? Status::done : Status::findings;
}

Status render_word_template(Session& session, const Arguments& a, const Json& data) {
  const base::Path file = a.positional.front();
  const auto out = a.maybe("out");
  if (!out) {
    throw Error(Status::usage, "missing-argument", "a Word template is filled into a file: --out FILE.docx",
                fmt::format("debrief template render {} --data data.json --out filled.docx", file.string()));
  }
  templates::RenderOptions options;
  options.now = session.now();
  const std::string bytes = word_filled(base::read_file(file, 64U << 20U), data, options);
  base::write_file(*out, bytes);
  if (session.json()) {
    session.answer({{"path", *out}, {"bytes", bytes.size()}});
  } else {
    session.line(fmt::format("{}: {} bytes", *out, base::grouped(static_cast<long long>(bytes.size()))));
  }
  return Status::done;
}

}  // namespace debrief::app
