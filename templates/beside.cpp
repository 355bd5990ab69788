// Statements beside passages, and what has become of them.

#include "templates/beside.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::templates {

namespace {

using base::Json;

constexpr std::size_t most_rows = 40, most_letters = 240, most_named = 12;

/// Walks a document section by section.
class Sections {
 public:
  void walk(const Blocks& blocks) {
    for (const Block& b : blocks) std::visit([&](const auto& v) { see(b, v); }, b.value);
  }
  void end() {
    for (const std::string& key : keys_) beside_[key] = base::dumped(statements_);
    keys_.clear();
    statements_ = Json::array();
    named_.clear();
  }
  std::map<std::string, std::string> take() {
    end();
    return std::move(beside_);
  }

 private:
  void state(std::string name, std::string value) {
    value = base::cut(base::squeezed(value), most_letters);
    if (value.empty()) return;
    // The same row twice is two statements.
    if (!name.empty()) {
      const int n = ++named_[name];
      if (n > 1) name += fmt::format(" ({})", n);
    }
    statements_.push_back(Json::array({name, value}));
  }

  void see(const Block&, const Heading& h) {
    if (h.level <= 3) end();
  }
  void see(const Block&, const Paragraph& p) { state("", plain(p.text)); }
  void see(const Block&, const List& l) {
    for (const Blocks& item : l.items) walk(item);
  }
  void see(const Block&, const Table& t) {
    if (t.body.size() > most_rows) {
      base::Sha256 sum;
      for (const Row& row : t.body) {
        for (const Cell& cell : row.cells) sum.add(plain(cell.text) + "\x1f");
      }
      state(t.caption, fmt::format("{} rows, content {}", t.body.size(), sum.hex().substr(0, 8)));
      return;
    }
    for (const Row& row : t.body) {
      std::vector<std::string> rest;
      for (std::size_t i = 1; i < row.cells.size(); ++i) {
        std::string cell = plain(row.cells[i].text);
        if (!cell.empty()) rest.push_back(std::move(cell));
      }
      const std::string first = row.cells.empty() ? std::string() : plain(row.cells[0].text);
      state(fmt::format("{}: {}", t.caption, first), rest.empty() ? first : base::joined(rest, " | "));
    }
  }
  void see(const Block&, const Figure& f) { state(f.chart.title, f.caption); }
  void see(const Block&, const Callout& c) {
    if (c.kind != "warning") walk(c.blocks);
  }
  void see(const Block&, const Passage& p) { keys_.push_back(p.key); }
  void see(const Block&, const Quote& q) { walk(q.blocks); }
  template <typename Other>
  void see(const Block&, const Other&) {}

  std::map<std::string, std::string> beside_;
  std::vector<std::string> keys_;
  Json statements_ = Json::array();
  std::map<std::string, int> named_;
};

using Statements = std::vector<std::pair<std::string, std::string>>;

Statements read(std::string_view text) {
  Statements out;
  const auto parsed = base::parse_json(text);
  if (!parsed || !parsed->is_array()) return out;
  for (const Json& one : *parsed) {
    if (one.is_array() && one.size() == 2) out.emplace_back(one[0].get<std::string>(), one[1].get<std::string>());
  }
  return out;
}

/// Of two rows the cells that differ: the rest would only hide them.
std::pair<std::string, std::string> what_differs(const std::string& was, const std::string& is) {
  const auto cells = [](std::string_view row) {
    std::vector<std::string> out;
    for (;;) {
      const auto bar = row.find(" | ");
      out.emplace_back(row.substr(0, bar));
      if (bar == std::string_view::npos) return out;
      row.remove_prefix(bar + 3);
    }
  };
  const auto before = cells(was), after = cells(is);
  if (before.size() != after.size() || before.size() == 1) return {was, is};
  std::vector<std::string> then, now;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    then.push_back(before[i]);
    now.push_back(after[i]);
  }
  return {base::joined(then, ", "), base::joined(now, ", ")};
}

std::string said(const BesideChange& c) {
  if (c.was.empty()) return fmt::format("{}{}: not stated when this was written", c.name.empty() ? "" : c.name + ": ", c.is);
  if (c.is.empty()) return fmt::format("{}{}: no longer stated", c.name.empty() ? "" : c.name + ": ", c.was);
  if (c.name.empty()) return fmt::format("Then: {} Now: {}", c.was, c.is);
  const auto [was, is] = what_differs(c.was, c.is);
  return fmt::format("{}: then {}; now {}", c.name, was, is);
}

Block warning_for(const std::string& key, const std::vector<BesideChange>& changes) {
  Callout callout{"warning", "Read this again", {}};
  const auto text = [](std::string words) {
    Paragraph p;
    p.text.push_back({Text{std::move(words), {}}});
    return Block{"", std::move(p)};
  };
  if (changes.empty()) {
    callout.blocks.push_back(text("Facts beside this text have changed since it was written."));
  } else {
    callout.blocks.push_back(text("Since this text was written, what stands beside it has changed:"));
    List list;
    for (std::size_t i = 0; i < changes.size() && i < most_named; ++i) list.items.push_back({text(said(changes[i]))});
    if (changes.size() > most_named)
      list.items.push_back({text(fmt::format("and {} more", changes.size() - most_named))});
    callout.blocks.push_back({"", std::move(list)});
  }
  const std::string id = "read-again-" + key;
  std::string clean;
  for (const char c : id) clean += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
  int n = 0;
  const auto name = [&](Block& b, const auto& self) -> void {
    b.id = n == 0 ? clean : fmt::format("{}-{}", clean, n);
    ++n;
    for (Blocks* inside : inner(b)) {
      for (Block& one : *inside) self(one, self);
    }
  };
  Block out{"", std::move(callout)};
  name(out, name);
  return out;
}

void flag(Blocks& blocks, const std::map<std::string, std::vector<BesideChange>>& changes) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (const auto* p = std::get_if<Passage>(&blocks[i].value)) {
      const auto found = changes.find(p->key);
      if (found == changes.end()) continue;
      blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(i) + 1, warning_for(p->key, found->second));
      ++i;
      continue;
    }
    for (Blocks* inside : inner(blocks[i])) flag(*inside, changes);
  }
}

}  // namespace

std::map<std::string, std::string> statements_beside(const Document& document) {
  Sections sections;
  sections.walk(document.blocks);
  return sections.take();
}

std::string beside_digest(std::string_view statements) { return base::sha256(statements).substr(0, 12); }

std::vector<BesideChange> changes_beside(std::string_view then, std::string_view now) {
  const Statements before = read(then), after = read(now);
  std::map<std::string, std::string> was;
  std::multiset<std::string> sentences_then, sentences_now;
  for (const auto& [name, value] : before) {
    if (name.empty()) {
      sentences_then.insert(value);
    } else {
      was[name] = value;
    }
  }
  for (const auto& [name, value] : after) {
    if (name.empty()) sentences_now.insert(value);
  }
  std::vector<BesideChange> out;
  // Sentences that are gone, in order, to be set against those that are new in their place.
  std::vector<std::string> gone;
  for (const auto& [name, value] : before) {
    if (name.empty() && !sentences_now.contains(value)) gone.push_back(value);
  }
  std::size_t next = 0;
  for (const auto& [name, value] : after) {
    if (name.empty()) {
      if (!sentences_then.contains(value)) out.push_back({"", next < gone.size() ? gone[next++] : std::string(), value});
      continue;
    }
    const auto found = was.find(name);
    if (found == was.end()) {
      out.push_back({name, "", value});
    } else {
      if (found->second != value) out.push_back({name, found->second, value});
      was.erase(found);
    }
  }
  for (; next < gone.size(); ++next) out.push_back({"", gone[next], ""});
  for (const auto& [name, value] : before) {
    if (!name.empty() && was.contains(name)) out.push_back({name, value, ""});
  }
  return out;
}

void flag_passages(Document& document, const std::map<std::string, std::vector<BesideChange>>& changes) {
  if (!changes.empty()) flag(document.blocks, changes);
}

}  // namespace debrief::templates
