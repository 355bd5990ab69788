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

/// A stem, or two stems side by side ("second" empty for one).
struct Term {
  std::string first;
  std::string second;
  bool operator<(const Term& o) const { return first != o.first ? first < o.first : second < o.second; }
  bool operator==(const Term& o) const { return first == o.first && second == o.second; }
};
struct HashOfTerm {
  std::size_t operator()(const Term& t) const {
    return std::hash<std::string>()(t.first) * 31 + std::hash<std::string>()(t.second);
  }
};
using Weights = std::unordered_map<Term, double, HashOfTerm>;

bool negates(const std::string& word) {
  static const std::unordered_set<std::string> set{"not", "cant", "cannot", "wont", "doesnt", "dont", "didnt", "no"};
  return set.contains(word);
}

/// A word that may stand in a name by itself.
bool speaks(const Word& w) { return base::code_points(w.surface) >= 3 && !too_general(w.surface); }

/// Each term of a text once, with the words it comes from.
template <typename Take>
void each_term(const Document& d, Take take) {
  std::unordered_set<Term, HashOfTerm> seen;
  for (std::size_t i = 0; i < d.words.size(); ++i) {
    const Word& w = d.words[i];
    if (speaks(w) && seen.insert({w.stem, ""}).second) take(Term{w.stem, ""}, w.surface);
    if (i == 0) continue;
    const Word& before = d.words[i - 1];
    if (!(speaks(w) && (speaks(before) || negates(before.surface))) || before.stem == w.stem) continue;
    if (seen.insert({before.stem, w.stem}).second) take(Term{before.stem, w.stem}, before.surface + " " + w.surface);
  }
}

struct Candidate {
  Term term;
  double score = 0;
  double share = 0;  // of the theme's texts
};

bool overlap(const Term& a, const Term& b) {
  const auto in = [](const std::string& stem, const Term& t) {
    return !stem.empty() && (stem == t.first || stem == t.second);
  };
  return in(a.first, b) || in(a.second, b);
}

/// Best first, without those that repeat a word already there. A pair takes the place of its one word when the word
/// hardly occurs without it.
std::vector<Candidate> chosen(std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.term < b.term;
  });
  if (candidates.size() > 60) candidates.resize(60);
  std::vector<Candidate> out;
  for (const Candidate& c : candidates) {
    std::vector<std::size_t> same;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (overlap(c.term, out[i].term)) same.push_back(i);
    }
    if (same.empty()) {
      out.push_back(c);
    } else if (same.size() == 1 && !c.term.second.empty() && out[same[0]].term.second.empty() &&
               c.share >= 0.6 * out[same[0]].share) {
      out[same[0]].term = c.term;
    }
  }
  if (out.size() > most_terms) out.resize(most_terms);
  return out;
}

}  // namespace

std::vector<ThemeName> theme_names(const std::vector<Document>& documents, std::span<const std::int32_t> group,
                                   std::size_t count) {
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
    each_term(documents[i], [&](const Term& term, const std::string&) {
      in_theme[g][term] += weight;
      everywhere[term] += weight;
      ++different[g][term];
    });
  }

  std::vector<std::vector<Candidate>> names(count);
  for (std::size_t g = 0; g < count; ++g) {
    // Fewer than that share only when no term reaches it: better a weak name than none.
    for (const double least_share : {0.2, 0.1, 0.0}) {
      std::vector<Candidate> candidates;
      for (const auto& [term, weight] : in_theme[g]) {
        const double share = weight / size[g];
        if (share < least_share || (texts[g] >= 6 && different[g][term] < 3 && least_share > 0)) continue;
        const double elsewhere = std::log(1 + all / everywhere[term]);
        // How far the share stands out from chance: a word half the log has names nothing.
        const double lift = share / (everywhere[term] / all);
        if (count > 1 && lift < 1.2) continue;
        candidates.push_back({.term = term, .score = share * elsewhere * std::sqrt(share), .share = share});
      }
      names[g] = chosen(std::move(candidates));
      if (!names[g].empty()) break;
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
    each_term(documents[i], [&](const Term& term, const std::string& surface) {
      if (const auto found = wanted.find(term); found != wanted.end()) found->second[surface] += documents[i].weight;
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
