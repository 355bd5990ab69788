// The one gate between templates and reports.

#include "templates/audience.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/words.h"

namespace debrief::templates {

namespace {

constexpr std::string_view words[] = {"internal", "manager", "external", "assessor", "share"};

}  // namespace

std::optional<Audience> audience_named(std::string_view word) {
  for (std::size_t i = 0; i < std::size(words); ++i) {
    if (words[i] == word) return static_cast<Audience>(i);
  }
  return std::nullopt;
}

std::string_view name(Audience audience) { return words[static_cast<std::size_t>(audience)]; }

Audience audience_or_throw(std::string_view word) {
  if (const auto found = audience_named(word)) return *found;
  throw base::Error(base::Status::usage, "bad-audience", base::quoted(word) + " is no audience",
                    "use internal, manager, external, assessor or share");
}

bool sees_colleagues(Audience audience) { return audience == Audience::internal || audience == Audience::manager; }

bool sees_internal(Audience audience) { return audience != Audience::external && audience != Audience::share; }

GatePeople people_of(review::Store& store) {
  GatePeople out;
  const auto values = review::person_values(store);
  std::set<std::string> colleagues;
  for (const auto& v : values) {
    if (v.field == "assignee" || v.field == "actor") colleagues.insert(base::folded(v.value));
  }
  std::set<std::string> seen;
  for (const auto& v : values) {
    const std::string key = base::folded(v.value);
    if (!seen.insert(key).second) continue;
    out.people.push_back({v.value, colleagues.contains(key) ? "colleague" : "caller"});
  }
  std::sort(out.people.begin(), out.people.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

namespace {

/// Every text of a chart that a reader, or a file it is stored in, can show.
std::vector<std::string*> texts_of(Chart& chart) {
  std::vector<std::string*> out{&chart.title, &chart.finding, &chart.alt, &chart.x_title, &chart.y_title, &chart.event};
  for (auto& p : chart.points) out.push_back(&p.label);
  for (auto& row : chart.rows) out.push_back(&row);
  for (auto& m : chart.moments) out.insert(out.end(), {&m.label, &m.lane});
  for (auto& s : chart.stacks) out.push_back(&s.name);
  for (auto& c : chart.causes) out.insert(out.end(), {&c.text, &c.evidence});
  for (auto& s : chart.spreads) out.push_back(&s.label);
  for (auto& t : chart.tasks) out.push_back(&t.label);
  for (auto& e : chart.effects) out.insert(out.end(), {&e.label, &e.measure, &e.before, &e.after});
  return out;
}

bool word_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; }

/// `needle` in `text` as whole words; both folded.
std::size_t find_words(std::string_view text, std::string_view needle, std::size_t from = 0) {
  for (auto at = text.find(needle, from); at != std::string_view::npos; at = text.find(needle, at + 1)) {
    const bool before = at == 0 || !word_byte(text[at - 1]) || !word_byte(needle.front());
    const auto end = at + needle.size();
    const bool after = end == text.size() || !word_byte(text[end]) || !word_byte(needle.back());
    if (before && after) return at;
  }
  return std::string_view::npos;
}

/// The first run of letters and digits from `i` on, which is moved behind it; "" at the end.
std::string_view next_word(std::string_view text, std::size_t& i) {
  while (i < text.size() && !word_byte(text[i])) ++i;
  const std::size_t begin = i;
  while (i < text.size() && word_byte(text[i])) ++i;
  return text.substr(begin, i - begin);
}

std::string first_word(std::string_view text) {
  std::size_t i = 0;
  return std::string(next_word(text, i));
}

/// Values that name exactly one person or number wherever they stand: two words or more, an address, a long number. A
/// single word may be an ordinary one; for those the redaction's dictionary decides.
bool tells_alone(std::string_view value) {
  const auto digits = std::count_if(value.begin(), value.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits >= 7 || value.find('@') != std::string_view::npos ||
         (digits == 0 && value.find(' ') != std::string_view::npos && value.size() >= 5);
}

bool hidden_from(Audience audience, const review::KnownPerson& person) {
  if (audience == Audience::internal) return false;
  if (audience == Audience::manager) return person.role == "caller";
  return true;
}

std::vector<review::KnownPerson> dictionary(Audience audience, const GatePeople& people) {
  std::set<std::string> learner;
  if (audience == Audience::assessor) {
    for (const auto& n : people.learner) learner.insert(base::folded(n));
  }
  std::vector<review::KnownPerson> out;
  for (const auto& p : people.people) {
    if (hidden_from(audience, p) && !learner.contains(base::folded(p.name))) out.push_back(p);
  }
  return out;
}

std::vector<std::string> kept(Audience audience, const GatePeople& people) {
  std::vector<std::string> out = people.keep;
  if (audience == Audience::assessor) out.insert(out.end(), people.learner.begin(), people.learner.end());
  if (audience == Audience::manager) {
    for (const auto& p : people.people) {
      if (p.role == "colleague") out.push_back(p.name);
    }
  }
  return out;
}

/// AGENT-07 as "a colleague": readers outside are not to count or follow single people.
std::string without_numbers(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto replaced = [&](std::string_view prefix, std::string_view word) {
      if (text.compare(i, prefix.size(), prefix) != 0 || (i > 0 && word_byte(text[i - 1]))) return false;
      std::size_t k = i + prefix.size();
      while (k < text.size() && std::isdigit(static_cast<unsigned char>(text[k])) != 0) ++k;
      if (k == i + prefix.size()) return false;
      out += word;
      i = k;
      return true;
    };
    if (!replaced("AGENT-", "a colleague") && !replaced("CALLER-", "a customer")) out += text[i++];
  }
  return out;
}

}  // namespace

Gate::Gate(Audience audience, GatePeople people, std::string salt)
    : audience_(audience),
      people_(std::move(people)),
      open_(audience == Audience::internal),
      pseudonyms_(people_.people, std::move(salt)) {
  if (open_) return;
  const auto hidden = dictionary(audience_, people_);
  std::set<std::string> names;
  for (const auto& p : hidden) {
    if (tells_alone(p.name)) names.insert(base::folded(p.name));
  }
  if (audience_ == Audience::share) {
    for (const auto& n : people_.learner) {
      if (tells_alone(n)) names.insert(base::folded(n));
    }
  }
  // What is kept is not banned, even where somebody else is spelled the same.
  for (const auto& k : kept(audience_, people_)) names.erase(base::folded(k));
  for (const auto& value : names) banned_.emplace(first_word(value), value);
  redactor_.emplace(hidden, kept(audience_, people_));
}

const std::map<std::string, std::string>& Gate::pseudonyms() const { return pseudonyms_.given(); }

std::string Gate::learner_hidden(std::string_view text) {
  std::string out(text);
  for (const std::string& alias : people_.learner) {
    // Case is kept by the log in nearly all places; what is spelled otherwise is left to the dictionary.
    for (auto at = find_words(out, alias); at != std::string::npos; at = find_words(out, alias, at)) {
      out.replace(at, alias.size(), "LEARNER");
      ++withheld_["NAME"];
    }
  }
  return out;
}

void Gate::clean(std::string& text) {
  if (open_ || text.empty()) return;
  std::string out = audience_ == Audience::share ? learner_hidden(text) : text;
  out = review::redacted(out, *redactor_, pseudonyms_, withheld_);
  if (audience_ == Audience::external || audience_ == Audience::share) out = without_numbers(out);
  text = std::move(out);
}

std::string Gate::apply(std::string_view text) {
  std::string out(text);
  clean(out);
  check(out, "a text");
  return out;
}

void Gate::clean(Inlines& inlines) {
  for (Inline& i : inlines) {
    if (auto* t = std::get_if<Text>(&i.value)) clean(t->text);
    if (auto* l = std::get_if<Link>(&i.value)) {
      clean(l->text);
      if (l->target.starts_with("mailto:")) {
        ++withheld_["EMAIL"];
        const Text plain_text{l->text, l->style};
        i.value = plain_text;
      }
    }
    if (auto* p = std::get_if<Prompt>(&i.value)) clean(p->question);
  }
  // A name may be split over runs of different style: "Amara **Osei**".
  if (inlines.size() > 1) {
    const std::string whole = plain(inlines);
    const auto spans = redactor_->find(whole);
    if (std::any_of(spans.begin(), spans.end(), [](const review::Span& s) { return s.certain; })) {
      std::string one = whole;
      clean(one);
      inlines.clear();
      inlines.push_back({Text{std::move(one), {}}});
    }
  }
}

void Gate::clean(Chart& chart) {
  for (std::string* s : texts_of(chart)) clean(*s);
}

void Gate::clean(Table& table) {
  clean(table.caption);
  for (auto* rows : {&table.head, &table.body}) {
    for (Row& r : *rows) {
      for (Cell& c : r.cells) clean(c.text);
    }
  }
}

void Gate::clean(Block& block) {
  struct Visit {
    Gate& gate;
    void operator()(Heading& h) const { gate.clean(h.text); }
    void operator()(Paragraph& p) const { gate.clean(p.text); }
    void operator()(List& l) const {
      for (Blocks& item : l.items) gate.clean(item);
    }
    void operator()(Table& t) const { gate.clean(t); }
    void operator()(Figure& f) const {
      gate.clean(f.caption);
      gate.clean(f.chart);
    }
    void operator()(Callout& c) const {
      gate.clean(c.title);
      gate.clean(c.blocks);
    }
    void operator()(Passage& p) const {
      gate.clean(p.title);
      gate.clean(p.blocks);
    }
    void operator()(Quote& q) const { gate.clean(q.blocks); }
    void operator()(CodeBlock& c) const { gate.clean(c.text); }
    void operator()(SignOff& s) const {
      for (auto& line : s.lines) {
        gate.clean(line.role);
        gate.clean(line.name);
        gate.clean(line.decision);
      }
    }
    void operator()(Contents&) const {}
    void operator()(PageBreak&) const {}
    void operator()(Rule&) const {}
  };
  std::visit(Visit{*this}, block.value);
}

void Gate::clean(Blocks& blocks) {
  Blocks out;
  out.reserve(blocks.size());
  for (Block& block : blocks) {
    auto* callout = std::get_if<Callout>(&block.value);
    if (callout != nullptr && callout->kind == "internal") {
      if (sees_internal(audience_)) {
        clean(callout->blocks);
        std::move(callout->blocks.begin(), callout->blocks.end(), std::back_inserter(out));
      } else {
        ++withheld_["SECTION"];
        const std::string title = callout->title.empty() ? "A part without a title" : callout->title;
        if (std::find(parts_.begin(), parts_.end(), title) == parts_.end()) parts_.push_back(title);
      }
      continue;
    }
    if (open_) {
      for (Blocks* inside : inner(block)) clean(*inside);
    } else {
      clean(block);
    }
    out.push_back(std::move(block));
  }
  blocks = std::move(out);
}

std::vector<Gate::Leak> Gate::leaks(std::string_view text) const {
  std::vector<Leak> out;
  if (open_ || text.empty()) return out;
  const std::string folded = base::folded(text);
  for (std::size_t i = 0; i < folded.size();) {
    const auto [begin, end] = banned_.equal_range(next_word(folded, i));
    for (auto it = begin; it != end; ++it) {
      if (find_words(folded, it->second) != std::string::npos) out.push_back({it->second, "a person's name or number"});
    }
  }
  for (const auto& span : redactor_->find(text)) {
    if (span.certain && !span.text.starts_with("AGENT-") && !span.text.starts_with("CALLER-"))
      out.push_back({base::folded(span.text), "something of the category " + span.category});
  }
  return out;
}

void Gate::leaked(const Leak& leak, std::string_view place) const {
  throw base::Error(base::Status::refused, "leak-found",
                    fmt::format("{} would still show {} to the audience {}", place, leak.what, name(audience_)),
                    "nothing was written; this is a fault of the program, report it with the place named here");
}

void Gate::check(std::string_view text, std::string_view place) const {
  const std::vector<Leak> found = leaks(text);
  if (!found.empty()) leaked(found.front(), place);
}

void Gate::check(const Blocks& blocks) const {
  for (const Block& block : blocks) {
    const std::string place = "block " + block.id;
    struct Visit {
      const Gate& gate;
      const std::string& place;
      void operator()(const Heading& h) const { gate.check(plain(h.text), place); }
      void operator()(const Paragraph& p) const { gate.check(plain(p.text), place); }
      void operator()(const List& l) const {
        for (const Blocks& item : l.items) gate.check(item);
      }
      void operator()(const Table& t) const {
        gate.check(t.caption, place);
        for (const auto* rows : {&t.head, &t.body}) {
          for (const Row& r : *rows) {
            for (const Cell& c : r.cells) gate.check(plain(c.text), place);
          }
        }
      }
      void operator()(const Figure& f) const {
        gate.check(f.caption, place);
        Chart chart = f.chart;
        for (const std::string* s : texts_of(chart)) gate.check(*s, place);
      }
      void operator()(const Callout& c) const {
        gate.check(c.title, place);
        gate.check(c.blocks);
      }
      void operator()(const Passage& p) const {
        gate.check(p.title, place);
        gate.check(p.blocks);
      }
      void operator()(const Quote& q) const { gate.check(q.blocks); }
      void operator()(const CodeBlock& c) const { gate.check(c.text, place); }
      void operator()(const SignOff& s) const {
        for (const auto& line : s.lines) gate.check(line.role + "\n" + line.name + "\n" + line.decision, place);
      }
      void operator()(const Contents&) const {}
      void operator()(const PageBreak&) const {}
      void operator()(const Rule&) const {}
    };
    std::visit(Visit{*this, place}, block.value);
  }
}

void Gate::apply(Document& document) {
  clean(document.blocks);
  if (open_) return;
  if (!sees_internal(audience_)) without_open_questions(document.blocks);
  for (std::string* s : {&document.meta.title, &document.meta.subject, &document.meta.author,
                         &document.meta.classification, &document.meta.reference}) {
    clean(*s);
    check(*s, "the document's properties");
  }
  check(document.blocks);
}

void Gate::apply(Chart& chart) {
  if (!open_) clean(chart);
}

void Gate::apply(Table& table) {
  if (!open_) clean(table);
}

void Gate::apply(Workbook& workbook) {
  if (open_) return;
  for (std::string* s : {&workbook.title, &workbook.subject, &workbook.author}) {
    clean(*s);
    check(*s, "the workbook's properties");
  }
  for (Sheet& sheet : workbook.sheets) {
    const std::string place = "sheet " + sheet.name;
    clean(sheet.title);
    check(sheet.title, place);
    for (std::string& note : sheet.notes) {
      clean(note);
      check(note, place);
    }
    for (auto& column : sheet.columns) {
      for (std::string& choice : column.choices) clean(choice);
    }
    for (auto& row : sheet.rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        auto* text = std::get_if<std::string>(&row[i]);
        // Keys and hashes are ours, and a hash of digits may look like a number.
        if (text == nullptr || (i < sheet.columns.size() && sheet.columns[i].type == SheetType::key)) continue;
        clean(*text);
        check(*text, place);
      }
    }
    for (Chart& chart : sheet.charts) {
      clean(chart);
      for (const std::string* s : texts_of(chart)) check(*s, place);
    }
  }
}

std::string withheld_said(const std::map<std::string, int>& withheld) {
  static const std::map<std::string, std::pair<std::string_view, std::string_view>> said = {
      {"NAME", {"name", "names"}},
      {"PHONE", {"telephone number", "telephone numbers"}},
      {"EMAIL", {"e-mail address", "e-mail addresses"}},
      {"POSTCODE", {"postcode", "postcodes"}},
      {"ADDRESS", {"postal address", "postal addresses"}},
      {"DOB", {"date of birth", "dates of birth"}},
      {"NINO", {"National Insurance number", "National Insurance numbers"}},
      {"NHS", {"NHS number", "NHS numbers"}},
      {"CARD", {"card number", "card numbers"}},
      {"CVV", {"card security code", "card security codes"}},
      {"IBAN", {"bank account number (IBAN)", "bank account numbers (IBAN)"}},
      {"SORT_CODE", {"sort code", "sort codes"}},
      {"ACCOUNT", {"account number", "account numbers"}},
      {"PASSPORT", {"passport number", "passport numbers"}},
      {"DRIVING_LICENCE", {"driving licence number", "driving licence numbers"}},
      {"VEHICLE", {"vehicle mark", "vehicle marks"}},
      {"IP", {"IP address", "IP addresses"}},
      {"HANDLE", {"account handle", "account handles"}},
      {"CUSTOMER_REF", {"customer reference", "customer references"}},
      {"HEALTH", {"fact about health", "facts about health"}},
      {"SECTION", {"part marked internal", "parts marked internal"}},
      {"TEXT", {"free text", "free texts"}},
  };
  std::vector<std::string> parts;
  for (const auto& [category, n] : withheld) {
    if (n == 0) continue;
    const auto it = said.find(category);
    parts.push_back(it == said.end() ? fmt::format("{} of the category {}", n, category)
                                     : base::counted(n, it->second.first, it->second.second));
  }
  return listed(parts);
}

}  // namespace debrief::templates
