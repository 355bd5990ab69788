// Finding records that share a key across sources.

#include "review/store/twins.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/json.h"
#include "base/text.h"

namespace debrief::review {

namespace {

/// A word that could be a key of another system: six characters or more, with a digit.
bool like_a_key(std::string_view word) {
  return word.size() >= 6 && word.size() <= 40 &&
         std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void keys_in(std::string_view text, std::vector<std::string>& out) {
  std::string word;
  const auto end = [&] {
    if (like_a_key(word)) out.push_back(base::ascii_lower(word));
    word.clear();
  };
  for (const char c : text) {
    const bool part = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    if (part) {
      word += c;
    } else {
      end();
    }
  }
  end();
}

std::string key_of(std::string_view text) { return base::ascii_lower(base::squeezed(text)); }

}  // namespace

std::string_view words_of(Why why) {
  switch (why) {
    case Why::reference:
      return "reference";
    case Why::named:
      return "a reference one names of the other";
    default:
      return "title";
  }
}

namespace {

/// What every log of no known system has as its source.
constexpr std::string_view unknown_system = "generic";

/// The letters of a file's name: one log's files of several months differ in their figures.
std::string letters_of(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, name.find_last_of('.'))) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) out += c;
  }
  return base::folded(out);
}

/// Which log each import of an unknown system brought: numbers from 0, one for each set of headings and name.
std::unordered_map<std::int64_t, std::uint32_t> origins(base::Database& db) {
  constexpr std::size_t most = 12;  // more names than that are files of one log, named by month or person
  std::unordered_map<std::int64_t, std::uint32_t> out;
  for (const bool by_name : {true, false}) {
    std::unordered_map<std::string, std::uint32_t> known;
    out.clear();
    auto s = db.prepare("SELECT id, name, receipt FROM import_run WHERE source = ?1 ORDER BY id");
    s.bind(1, unknown_system);
    while (s.step()) {
      std::string sign = by_name ? letters_of(s.text(1)) : std::string();
      const auto receipt = base::parse_json(s.text(2));
      if (receipt.ok() && receipt->contains("columns")) {
        for (const auto& column : receipt->at("columns")) sign += '\n' + column.value("name", "");
      }
      out[s.integer(0)] = known.try_emplace(std::move(sign), static_cast<std::uint32_t>(known.size())).first->second;
    }
    if (known.size() <= most) break;
  }
  return out;
}

}  // namespace

Twins load_twins(base::Database& db, bool by_origin) {
  Twins out;
  // One look into the index of keys per source.
  std::string last;
  bool first = true;
  for (;;) {
    auto s = db.prepare(first ? "SELECT min(source) FROM incident" : "SELECT min(source) FROM incident WHERE source > ?1");
    if (!first) s.bind(1, last);
    if (!s.step() || s.is_null(0)) break;
    last = s.text(0);
    out.sources.push_back(last);
    first = false;
  }
  std::unordered_map<std::string, std::uint32_t> number;
  for (std::size_t i = 0; i < out.sources.size(); ++i) number[out.sources[i]] = static_cast<std::uint32_t>(i);
  std::unordered_map<std::int64_t, std::uint32_t> origin;
  if (by_origin && number.contains(std::string(unknown_system))) {
    origin = origins(db);
    // The first keeps the source's place; the others come behind all sources.
    const std::uint32_t first_place = number.at(std::string(unknown_system));
    const auto behind = static_cast<std::uint32_t>(out.sources.size()) - 1;
    std::uint32_t most = 0;
    for (auto& [id, n] : origin) {
      most = std::max(most, n);
      n = n == 0 ? first_place : behind + n;
    }
    out.sources.insert(out.sources.end(), most, std::string(unknown_system));
  }
  if (out.sources.size() < 2) return out;
  auto s = db.prepare(
      "SELECT id, source, ref, title, caller, category, contact_reference, log_number, problem, change, opened_ms, "
      "acknowledged_ms, resolved_ms, closed_ms, import_id FROM incident ORDER BY source, id");
  while (s.step()) {
    Twin t;
    t.id = s.integer(0);
    t.source = number.at(std::string(s.text(1)));
    if (const auto it = origin.find(s.integer(14)); it != origin.end() && s.text(1) == unknown_system) t.source = it->second;
    t.ref = base::ascii_lower(base::trimmed(s.text(2)));
    keys_in(s.text(3), t.names);
    t.title = key_of(s.text(3));
    t.caller = key_of(s.text(4));
    t.category = key_of(s.text(5));
    for (int c = 6; c < 10; ++c) {
      if (!s.is_null(c)) t.names.push_back(base::ascii_lower(base::trimmed(s.text(c))));
    }
    for (int c = 10; c < 14; ++c) t.times[static_cast<std::size_t>(c - 10)] = s.maybe_integer(c);
    out.records.push_back(std::move(t));
  }
  return out;
}

std::vector<Match> matches(const Twins& twins) {
  const auto& records = twins.records;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Why> found;
  const auto add = [&](std::uint32_t x, std::uint32_t y, Why why) {
    if (records[x].source == records[y].source) return;
    if (records[x].source > records[y].source) std::swap(x, y);
    const auto [it, fresh] = found.try_emplace({x, y}, why);
    if (!fresh && why < it->second) it->second = why;
  };
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_ref;
  for (std::uint32_t i = 0; i < records.size(); ++i) by_ref[records[i].ref].push_back(i);
  for (const auto& [ref, list] : by_ref) {
    // Short numbers say little: two systems that count from 1 share them all.
    const bool telling = ref.size() >= 4 && std::any_of(ref.begin(), ref.end(), [](char c) { return c < '0' || c > '9'; });
    if (!telling && ref.size() < 6) continue;
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) add(list[i], list[j], Why::reference);
    }
  }
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    for (const std::string& name : records[i].names) {
      const auto it = by_ref.find(name);
      if (it == by_ref.end() || !like_a_key(name)) continue;
      for (const std::uint32_t j : it->second) add(i, j, Why::named);
    }
  }
  // Titles: unique within each source, so that "Password reset" joins nothing.
  struct Holder {
    std::uint32_t record = 0;
    std::uint32_t n = 0;
  };
  std::unordered_map<std::string_view, std::map<std::uint32_t, Holder>> by_title;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].title.size() < 8) continue;
    Holder& h = by_title[records[i].title][records[i].source];
    h.record = i;
    ++h.n;
  }
  for (const auto& [title, holders] : by_title) {
    for (auto x = holders.begin(); x != holders.end(); ++x) {
      for (auto y = std::next(x); y != holders.end(); ++y) {
        if (x->second.n == 1 && y->second.n == 1) add(x->second.record, y->second.record, Why::title);
      }
    }
  }
  std::vector<Match> out;
  out.reserve(found.size());
  for (const auto& [pair, why] : found) out.push_back({pair.first, pair.second, why});
  return out;
}

std::vector<Offset> steady_offsets(std::vector<base::Ms> d) {
  constexpr base::Ms reach = 2 * base::minute_ms;   // a minute either way
  std::vector<Offset> out;
  const std::size_t of = d.size();
  if (of < 3) return out;
  std::sort(d.begin(), d.end());
  while (out.size() < 2 && !d.empty()) {
    std::size_t best = 0;
    std::size_t best_at = 0;
    for (std::size_t i = 0, j = 0; i < d.size(); ++i) {
      while (j < d.size() && d[j] - d[i] <= reach) ++j;
      if (j - i > best) {
        best = j - i;
        best_at = i;
      }
    }
    const bool first = out.empty();
    if (first ? (best * 2 < of || best < 3 || (of < 5 && best < of)) : best * 4 < of || best < 5) break;
    const base::Ms middle = d[best_at + best / 2];
    const base::Ms half = middle < 0 ? -base::minute_ms / 2 : base::minute_ms / 2;
    out.push_back({(middle + half) / base::minute_ms, best, of});
    d.erase(d.begin() + static_cast<std::ptrdiff_t>(best_at), d.begin() + static_cast<std::ptrdiff_t>(best_at + best));
  }
  return out;
}

std::map<std::pair<std::uint32_t, std::uint32_t>, base::Ms> opening_offsets(const Twins& twins,
                                                                             std::span<const Match> pairs) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<base::Ms>> differences;
  for (const Match& m : pairs) {
    const Twin& a = twins.records[m.a];
    const Twin& b = twins.records[m.b];
    if (a.times[0] && b.times[0]) differences[{a.source, b.source}].push_back(*b.times[0] - *a.times[0]);
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, base::Ms> out;
  for (auto& [sources, list] : differences) {
    const auto offsets = steady_offsets(std::move(list));
    if (!offsets.empty()) out[sources] = offsets.front().minutes * base::minute_ms;
  }
  return out;
}

}  // namespace debrief::review
