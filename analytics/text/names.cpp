// What a theme is called.

#include "analytics/text/names.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t most_terms = 8;
constexpr std::size_t label_terms = 3;

/// A stem, or two stems side by side (second `Vocabulary::none` for one).
struct Term {
  std::uint32_t first;
  std::uint32_t second;
  auto operator<=>(const Term&) const = default;
};
struct HashOfTerm {
  std::size_t operator()(const Term& t) const { return mixed(t.first, t.second); }
};
using Weights = std::unordered_map<Term, double, HashOfTerm>;

bool negates(std::string_view word) {
  static const std::unordered_set<std::string_view> set{"not",    "cant", "cannot", "wont",
                                                        "doesnt", "dont", "didnt",  "no"};
  return set.contains(word);
}

/// A word that may stand in a name by itself.
bool speaks(const Vocabulary::Entry& w) {
  return !w.function && !w.general && !w.person && base::code_points(w.surface) >= 3;
}

/// What makes another verb of the verb before it: "top up", "log in", "lock out".
bool completes(std::string_view word) {
  static const std::unordered_set<std::string_view> set{"up", "in", "out", "off", "down"};
  return set.contains(word);
}

/// Each term of a text once, with the words it comes from (the second `none` for one). Pairs reach over two function
/// words: "verify my identity" is about "verify identity".
template <typename Take>
void each_term(const Vocabulary& v, const Document& d, Take take) {
  constexpr std::size_t reach = 3;
  thread_local std::unordered_set<Term, HashOfTerm> seen;
  seen.clear();
  const auto pair = [&](std::uint32_t a, std::uint32_t b) {
    const Term term{v[a].stem, v[b].stem};
    if (term.first != term.second && seen.insert(term).second) take(term, a, b);
  };
  for (std::size_t i = 0; i < d.words.size(); ++i) {
    const Vocabulary::Entry& w = v[d.words[i]];
    if (i > 0 && completes(w.surface) && speaks(v[d.words[i - 1]])) pair(d.words[i - 1], d.words[i]);
    if (!speaks(w)) continue;
    if (seen.insert({w.stem, Vocabulary::none}).second) {
      take(Term{w.stem, Vocabulary::none}, d.words[i], Vocabulary::none);
    }
    for (std::size_t back = 1; back <= std::min(i, reach); ++back) {
      const Vocabulary::Entry& before = v[d.words[i - back]];
      if (speaks(before) || (back == 1 && negates(before.surface))) pair(d.words[i - back], d.words[i]);
      if (!before.function) break;
    }
  }
}

struct Candidate {
  Term term;
  double score = 0;
  double share = 0;  // of the theme's texts
};

bool overlap(const Term& a, const Term& b) {
  const auto in = [](std::uint32_t stem, const Term& t) {
    return stem != Vocabulary::none && (stem == t.first || stem == t.second);
  };
  return in(a.first, b) || in(a.second, b);
}

/// Best first, without those that repeat a word already there. A pair takes the place of the one or two words it is
/// made of when they hardly occur without each other.
std::vector<Candidate> chosen(std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.term < b.term;
  });
  if (candidates.size() > 80) candidates.resize(80);
  std::vector<Candidate> out;
  for (const Candidate& c : candidates) {
    std::vector<std::size_t> same;
    bool alone = true;
    double most = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!overlap(c.term, out[i].term)) continue;
      same.push_back(i);
      alone = alone && out[i].term.second == Vocabulary::none;
      most = std::max(most, out[i].share);
    }
    if (same.empty()) {
      out.push_back(c);
    } else if (alone && c.term.second != Vocabulary::none && c.share >= 0.4 * most) {
      out[same[0]].term = c.term;
      if (same.size() > 1) out.erase(out.begin() + static_cast<std::ptrdiff_t>(same[1]));
    }
  }
  if (out.size() > most_terms) out.resize(most_terms);
  return out;
}

}  // namespace

std::vector<ThemeName> theme_names(const Documents& all_documents, std::span<const std::int32_t> group,
                                   std::size_t count) {
  const Vocabulary& v = all_documents.vocabulary;
  const std::vector<Document>& documents = all_documents.list;
  std::vector<Weights> in_theme(count);
  std::vector<double> size(count, 0);
  std::vector<std::size_t> texts(count, 0);
  std::vector<std::unordered_map<Term, std::size_t, HashOfTerm>> different(count);
  Weights everywhere;
  double all = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (group[i] < 0) continue;
    const auto g = static_cast<std::size_t>(group[i]);
    const double weight = documents[i].weight;
    size[g] += weight;
    ++texts[g];
    all += weight;
    each_term(v, documents[i], [&](const Term& term, std::uint32_t, std::uint32_t) {
      in_theme[g][term] += weight;
      everywhere[term] += weight;
      ++different[g][term];
    });
  }

  std::vector<std::vector<Candidate>> names(count);
  for (std::size_t g = 0; g < count; ++g) {
    // Fewer than that share, or words the others have as often, only while the name is short: better a weak name than
    // none.
    for (const auto& [least_share, least_lift] :
         {std::pair{0.2, 1.2}, {0.1, 2.0}, {0.2, 1.0}, {0.1, 1.0}, {0.0, 0.0}}) {
      std::vector<Candidate> candidates;
      for (const auto& [term, weight] : in_theme[g]) {
        const double share = weight / size[g];
        if (share < least_share || (texts[g] >= 6 && different[g][term] < 3 && least_share > 0)) continue;
        const double elsewhere = std::log(1 + all / everywhere[term]);
        // How far the share stands out from chance: a word half the log has names nothing.
        const double lift = share / (everywhere[term] / all);
        if (count > 1 && lift < least_lift) continue;
        candidates.push_back({.term = term, .score = share * elsewhere * std::sqrt(share), .share = share});
      }
      std::vector<Candidate> more = chosen(std::move(candidates));
      for (Candidate& c : more) {
        const bool new_words = std::none_of(names[g].begin(), names[g].end(),
                                            [&](const Candidate& there) { return overlap(c.term, there.term); });
        if (new_words && names[g].size() < most_terms) names[g].push_back(c);
      }
      if (names[g].size() >= (least_lift > 1 ? label_terms : 1)) break;
    }
  }

  // Spellings, for the chosen terms only.
  std::vector<std::unordered_map<Term, std::map<std::string, double>, HashOfTerm>> spellings(count);
  for (std::size_t g = 0; g < count; ++g) {
    for (const Candidate& c : names[g]) spellings[g][c.term];
  }
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (group[i] < 0) continue;
    auto& wanted = spellings[static_cast<std::size_t>(group[i])];
    each_term(v, documents[i], [&](const Term& term, std::uint32_t a, std::uint32_t b) {
      const auto found = wanted.find(term);
      if (found == wanted.end()) return;
      const std::string second = b == Vocabulary::none ? "" : " " + std::string(v[b].surface);
      found->second[std::string(v[a].surface) + second] += documents[i].weight;
    });
  }

  std::vector<ThemeName> out(count);
  std::unordered_set<std::string> taken;
  for (std::size_t g = 0; g < count; ++g) {
    for (const Candidate& c : names[g]) {
      const auto& ways = spellings[g][c.term];
      const auto most =
          std::max_element(ways.begin(), ways.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
      out[g].terms.push_back(most->first);
    }
    const std::vector<std::string>& terms = out[g].terms;
    std::size_t used = std::min(label_terms, terms.size());
    const auto label = [&] {
      return terms.empty() ? std::string("unnamed") : base::joined(std::span(terms).first(used), ", ");
    };
    std::string text = label();
    while (taken.contains(text) && used < terms.size()) {
      ++used;
      text = label();
    }
    for (int number = 2; taken.contains(text); ++number) text = label() + " (" + std::to_string(number) + ")";
    taken.insert(text);
    out[g].label = text;
  }
  return out;
}

}  // namespace debrief::analytics
