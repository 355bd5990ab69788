// Suggestions of one incident in two systems, and what people decided about them.

#include "review/duplicates.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/incidents.h"
#include "review/store.h"
#include "review/store/twins.h"

namespace debrief::review {

namespace {

constexpr base::Ms near = base::hour_ms;   // openings of one incident lie closer, clocks set alike
constexpr double like_enough = 0.6;
constexpr std::size_t near_limit = 200;    // records within reach that one record is compared with

std::set<std::string> title_words(const std::string& title) {
  std::set<std::string> out;
  for (const std::string& word : base::split(base::heading_key(title), ' ')) {
    // A number of one digit tells two titles apart; "of" does not.
    const bool number = !word.empty() && word[0] >= '0' && word[0] <= '9';
    if (word.size() > 2 || number) out.insert(word);
  }
  return out;
}

double likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.size() < 2 || b.size() < 2) return 0;
  std::size_t shared = 0;
  for (const std::string& word : a) shared += b.count(word);
  return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

using Offsets = std::map<std::pair<std::uint32_t, std::uint32_t>, base::Ms>;

base::Ms offset_of(const Offsets& offsets, std::uint32_t a, std::uint32_t b) {
  const auto it = offsets.find({a, b});
  return it == offsets.end() ? 0 : it->second;
}

/// How far apart two openings lie once the clocks are set alike; nullopt where one is unknown.
std::optional<base::Ms> apart(const Twin& a, const Twin& b, const Offsets& offsets) {
  if (!a.times[0] || !b.times[0]) return std::nullopt;
  const base::Ms d = *b.times[0] - *a.times[0] - offset_of(offsets, a.source, b.source);
  return d < 0 ? -d : d;
}

struct Candidate {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double score = 0;
  std::vector<std::string> reasons;
};

Candidate judged(const Twins& twins, const Match& m, const Offsets& offsets) {
  const Twin& a = twins.records[m.a];
  const Twin& b = twins.records[m.b];
  Candidate c{m.a, m.b, 0, {}};
  switch (m.why) {
    case Why::reference:
      c.score = 0.95;
      c.reasons.emplace_back("same reference");
      break;
    case Why::named:
      c.score = 0.9;
      c.reasons.emplace_back("one names the other's reference");
      break;
    default:
      c.score = 0.8;
  }
  if (!a.title.empty() && a.title == b.title) c.reasons.emplace_back("same title");
  if (const auto gap = apart(a, b, offsets)) {
    if (*gap <= near) {
      c.reasons.emplace_back("opened within an hour");
      c.score += 0.04;
    } else if (*gap > 7 * base::day_ms) {
      c.reasons.emplace_back("opened more than a week apart");
      c.score -= m.why == Why::title ? 0.4 : 0.2;
    }
  }
  return c;
}

/// Like titles opened close together, of records that no key joins.
void like_ones(const Twins& twins, const Offsets& offsets, const std::set<std::pair<std::uint32_t, std::uint32_t>>& known,
               std::vector<Candidate>& out) {
  std::vector<std::vector<std::uint32_t>> by_source(twins.sources.size());
  for (std::uint32_t i = 0; i < twins.records.size(); ++i) {
    if (twins.records[i].times[0] && !twins.records[i].title.empty()) by_source[twins.records[i].source].push_back(i);
  }
  std::unordered_map<std::uint32_t, std::set<std::string>> words;
  const auto words_of_record = [&](std::uint32_t i) -> const std::set<std::string>& {
    auto [it, fresh] = words.try_emplace(i);
    if (fresh) it->second = title_words(twins.records[i].title);
    return it->second;
  };
  for (auto& list : by_source) {
    std::sort(list.begin(), list.end(), [&](std::uint32_t x, std::uint32_t y) {
      return *twins.records[x].times[0] < *twins.records[y].times[0];
    });
  }
  for (std::uint32_t sa = 0; sa < by_source.size(); ++sa) {
    for (std::uint32_t sb = sa + 1; sb < by_source.size(); ++sb) {
      const base::Ms offset = offset_of(offsets, sa, sb);
      std::size_t from = 0;
      for (const std::uint32_t i : by_source[sa]) {
        const base::Ms at = *twins.records[i].times[0] + offset;
        while (from < by_source[sb].size() && *twins.records[by_source[sb][from]].times[0] < at - near) ++from;
        for (std::size_t k = from; k < by_source[sb].size() && k < from + near_limit; ++k) {
          const std::uint32_t j = by_source[sb][k];
          if (*twins.records[j].times[0] > at + near) break;
          if (known.count({i, j}) > 0) continue;
          const double like = likeness(words_of_record(i), words_of_record(j));
          if (like < like_enough) continue;
          Candidate c{i, j, 0.3 + 0.4 * like, {fmt::format("titles share {:.0f} % of their words", like * 100),
                                               "opened within an hour"}};
          if (!twins.records[i].caller.empty() && twins.records[i].caller == twins.records[j].caller) {
            c.score += 0.08;
            c.reasons.emplace_back("same caller");
          }
          out.push_back(std::move(c));
        }
      }
    }
  }
}

DuplicatePair::Side side(Store& store, std::int64_t id) {
  const auto stored = incident_by_id(store, id);
  DEBRIEF_CHECK(stored.has_value(), "a record that was just read is there");
  const auto& opened = stored->incident[TimeField::opened];
  return {id, stored->incident.source, stored->incident.ref, stored->incident[TextField::title].value_or(""),
          opened ? std::optional(opened->at) : std::nullopt};
}

std::int64_t kept_of(Store& store, std::int64_t id) {
  auto s = store.db().prepare("SELECT kept_id FROM incident_link WHERE other_id = ?1");
  s.bind(1, id);
  return s.step() ? s.integer(0) : id;
}

std::string spelled(const StoredIncident& i) { return i.incident.source + ":" + i.incident.ref; }

}  // namespace

std::vector<DuplicatePair> duplicate_pairs(Store& store, std::size_t limit) {
  const Twins twins = load_twins(store.db(), true);
  if (twins.records.empty()) return {};
  const std::vector<Match> pairs = matches(twins);
  const Offsets offsets = opening_offsets(twins, pairs);
  std::vector<Candidate> candidates;
  std::set<std::pair<std::uint32_t, std::uint32_t>> known;
  for (const Match& m : pairs) {
    known.insert({m.a, m.b});
    candidates.push_back(judged(twins, m, offsets));
  }
  like_ones(twins, offsets, known, candidates);
  std::unordered_map<std::int64_t, std::int64_t> kept;
  {
    auto s = store.db().prepare("SELECT other_id, kept_id FROM incident_link");
    while (s.step()) kept[s.integer(0)] = s.integer(1);
  }
  const auto root = [&](std::int64_t id) {
    const auto it = kept.find(id);
    return it == kept.end() ? id : it->second;
  };
  std::erase_if(candidates, [&](const Candidate& c) {
    return c.score < 0.5 || root(twins.records[c.a].id) == root(twins.records[c.b].id);
  });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& x, const Candidate& y) { return x.score > y.score; });
  if (candidates.size() > limit) candidates.resize(limit);
  std::vector<DuplicatePair> out;
  for (Candidate& c : candidates) {
    DuplicatePair p{side(store, twins.records[c.a].id), side(store, twins.records[c.b].id), std::min(c.score, 0.99), {},
                    std::move(c.reasons)};
    if (p.a.opened && p.b.opened)
      p.minutes_apart = static_cast<double>(*p.b.opened - *p.a.opened) / static_cast<double>(base::minute_ms);
    out.push_back(std::move(p));
  }
  return out;
}

void link_incidents(Store& store, std::string_view a, std::string_view b) {
  const StoredIncident first = incident_by_ref(store, a);
  const StoredIncident second = incident_by_ref(store, b);
  if (first.id == second.id) {
    throw base::Error(base::Status::usage, "same-record", fmt::format("{} is one record, not two", spelled(first)),
                      "name the two records as source:ref where two systems share a reference");
  }
  const std::int64_t kept = kept_of(store, first.id);
  const std::int64_t other = kept_of(store, second.id);
  if (kept == other) {
    throw base::Error(base::Status::refused, "already-linked",
                      fmt::format("{} and {} are linked already", spelled(first), spelled(second)),
                      "nothing was changed; \"debrief incident unlink\" takes a link back");
  }
  store.transaction([&] {
    store.db().prepare("UPDATE incident_link SET kept_id = ?1 WHERE kept_id = ?2").bind(1, kept).bind(2, other).run();
    store.db()
        .prepare("INSERT INTO incident_link (other_id, kept_id, at_ms) VALUES (?1, ?2, ?3)")
        .bind(1, other)
        .bind(2, kept)
        .bind(3, store.now())
        .run();
    const base::Json what{{"same_as", spelled(second)}};
    audit(store, "incident.link", "incident/" + spelled(first), base::dumped(what));
  });
}

void unlink_incidents(Store& store, std::string_view a, std::string_view b) {
  const StoredIncident first = incident_by_ref(store, a);
  const StoredIncident second = incident_by_ref(store, b);
  const std::int64_t kept = kept_of(store, first.id);
  if (first.id == second.id || kept != kept_of(store, second.id)) {
    throw base::Error(base::Status::refused, "not-linked",
                      fmt::format("{} and {} are not linked", spelled(first), spelled(second)),
                      "\"debrief incident show\" lists what a record is linked to");
  }
  store.transaction([&] {
    // The one that is not counted leaves; where neither is, the second.
    store.db()
        .prepare("DELETE FROM incident_link WHERE other_id = ?1")
        .bind(1, second.id == kept ? first.id : second.id)
        .run();
    const base::Json what{{"no_longer_same_as", spelled(second)}};
    audit(store, "incident.unlink", "incident/" + spelled(first), base::dumped(what));
  });
}

std::vector<Linked> linked_to(Store& store, std::int64_t id) {
  const std::int64_t kept = kept_of(store, id);
  auto s = store.db().prepare(
      "SELECT i.id, i.source, i.ref FROM incident i WHERE i.id <> ?1 AND (i.id = ?2 OR i.id IN (SELECT other_id FROM "
      "incident_link WHERE kept_id = ?2)) ORDER BY i.id");
  s.bind(1, id).bind(2, kept);
  std::vector<Linked> out;
  while (s.step()) {
    out.push_back({s.integer(0), std::string(s.text(1)), std::string(s.text(2)), s.integer(0) == kept});
  }
  return out;
}

namespace {

/// References in a cell that may hold several: "INC1, INC2; INC3".
std::vector<std::string> references_in(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + ";") {
    if (c == ';' || c == ',' || c == '\n' || c == '|') {
      const std::string ref(base::trimmed(word));
      if (!ref.empty()) out.push_back(ref);
      word.clear();
    } else {
      word += c;
    }
  }
  return out;
}

}  // namespace

std::vector<Related> related_to(Store& store, std::int64_t id) {
  const auto stored = incident_by_id(store, id);
  DEBRIEF_CHECK(stored.has_value(), "asked about a record that is there");
  const Incident& in = stored->incident;
  std::vector<Related> out;
  auto find = store.db().prepare(
      "SELECT source FROM incident WHERE ref = ?1 AND source = ?2 UNION ALL SELECT source FROM incident WHERE ref = ?1 AND "
      "source <> ?2 LIMIT 1");
  const auto add = [&](const char* how, const std::string& ref) {
    find.reset();
    find.bind(1, ref).bind(2, in.source);
    Related r{how, ref, {}, find.step()};
    if (r.there) r.source = find.text(0);
    out.push_back(std::move(r));
  };
  for (const auto& [field, how] : {std::pair{TextField::parent, "parent"}, std::pair{TextField::problem, "problem"},
                                   std::pair{TextField::change, "change"}}) {
    if (!in[field]) continue;
    for (const std::string& ref : references_in(*in[field])) add(how, ref);
  }
  for (const StoredIncident& child : children_of(store, *stored)) {
    out.push_back({"child", child.incident.ref, child.incident.source, true});
  }
  const auto others = [&](const char* how, const char* sql, const std::string& value) {
    auto s = store.db().prepare(sql);
    s.bind(1, value).bind(2, id);
    while (s.step()) out.push_back({how, std::string(s.text(1)), std::string(s.text(0)), true});
  };
  if (in[TextField::problem]) {
    others("same_problem", "SELECT source, ref FROM incident WHERE problem = ?1 AND id <> ?2 ORDER BY id LIMIT 50",
           *in[TextField::problem]);
  }
  others("problem_of", "SELECT source, ref FROM incident WHERE problem = ?1 AND id <> ?2 ORDER BY id LIMIT 50", in.ref);
  others("changed_by", "SELECT source, ref FROM incident WHERE change = ?1 AND id <> ?2 ORDER BY id LIMIT 50", in.ref);
  return out;
}

}  // namespace debrief::review
