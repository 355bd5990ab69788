// Does an incident repeat a reviewed one?

#include "analytics/effect/alike.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr double likely_chance = 0.7;
constexpr double possible_chance = 0.4;
constexpr std::size_t most_terms = 40;
constexpr base::Ms slack = 2 * base::hour_ms;
constexpr base::Ms longest_outage = 24 * base::hour_ms;

constexpr double weight_of_text = 0.7;
constexpr double weight_of_service = 0.15;
constexpr double weight_of_code = 0.15;

/// Without words the labels alone tell; they never make more than a likely match.
constexpr double labels_alone = 0.8;

bool same(std::string_view a, std::string_view b) {
  return !a.empty() && a.size() == b.size() && base::equal_ascii_nocase(a, b);
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// A reference that would not stand in a text by chance: five characters and more, with a digit.
bool telling(std::string_view ref) { return ref.size() >= 5 && std::any_of(ref.begin(), ref.end(), digit); }

bool inside_word(char c) {
  return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool names(std::string_view text, std::string_view ref) {
  if (!telling(ref)) return false;
  for (auto at = text.find(ref); at != std::string_view::npos; at = text.find(ref, at + 1)) {
    const bool begins = at == 0 || !inside_word(text[at - 1]);
    const auto end = at + ref.size();
    if (begins && (end == text.size() || !inside_word(text[end]))) return true;
  }
  return false;
}

/// Numbers of the stems of a text's words, each once, without function words.
void stems_of(Vocabulary& vocabulary, std::string_view title, std::string_view description,
              std::vector<std::uint32_t>& words, std::vector<std::uint32_t>& stems) {
  words.clear();
  stems.clear();
  vocabulary.read(title, words);
  if (description != title) vocabulary.read(description, words);
  for (const std::uint32_t w : words) {
    if (!vocabulary[w].function) stems.push_back(vocabulary[w].stem);
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
}

double squared_rarity(double n, double with) { return std::pow(std::log(1 + (n - with + 0.5) / (with + 0.5)), 2); }

bool kinds_compare(std::string_view a, std::string_view b) {
  const auto trouble = [](std::string_view k) { return k == "incident" || k == "near_miss"; };
  return a == b || (trouble(a) && trouble(b));
}

}  // namespace

std::string_view name(Band band) {
  static constexpr std::array<std::string_view, 4> names{"none", "possible", "likely", "certain"};
  return names[static_cast<std::size_t>(band)];
}

std::optional<Band> band_named(std::string_view text) {
  for (const Band b : {Band::none, Band::possible, Band::likely, Band::certain}) {
    if (name(b) == text) return b;
  }
  return std::nullopt;
}

ScoreChance::ScoreChance(std::span<const std::pair<double, bool>> decided) {
  struct Block {
    double score, sum, weight;
  };
  std::vector<Block> blocks;
  // One start value per twentieth, each worth one answer: a logistic curve with even chances at 0.49.
  for (int i = 0; i < 20; ++i) {
    const double score = (i + 0.5) / 20;
    blocks.push_back({score, 1 / (1 + std::exp(-7 * (score - 0.49))), 1});
  }
  for (const auto& [score, confirmed] : decided) blocks.push_back({score, confirmed ? 1.0 : 0.0, 1});
  std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.score < b.score; });
  struct Pool {
    double sum, weight;
    std::vector<double> scores;
  };
  std::vector<Pool> pools;
  for (const Block& b : blocks) {
    pools.push_back({b.sum, b.weight, {b.score}});
    while (pools.size() > 1) {
      Pool& last = pools.back();
      Pool& before = pools[pools.size() - 2];
      if (before.sum / before.weight < last.sum / last.weight) break;
      before.sum += last.sum;
      before.weight += last.weight;
      before.scores.insert(before.scores.end(), last.scores.begin(), last.scores.end());
      pools.pop_back();
    }
  }
  for (const Pool& p : pools) {
    for (const double s : p.scores) {
      score_.push_back(s);
      chance_.push_back(p.sum / p.weight);
    }
  }
}

double ScoreChance::of(double score) const {
  const auto above = std::upper_bound(score_.begin(), score_.end(), score);
  if (above == score_.begin()) return chance_.front();
  if (above == score_.end()) return chance_.back();
  const auto i = static_cast<std::size_t>(above - score_.begin());
  const double width = score_[i] - score_[i - 1];
  const double share = width > 0 ? (score - score_[i - 1]) / width : 1;
  return chance_[i - 1] + share * (chance_[i] - chance_[i - 1]);
}

void weigh_words(review::IncidentClass& of, std::span<const std::string> sample) {
  Vocabulary vocabulary;
  std::vector<std::uint32_t> words, own, stems;
  stems_of(vocabulary, of.title, of.description, words, own);
  std::unordered_map<std::uint32_t, double> with;
  for (const std::string& text : sample) {
    stems_of(vocabulary, text, text, words, stems);
    for (const std::uint32_t s : stems) with[s] += 1;
  }
  const double n = std::max(1.0, static_cast<double>(sample.size()));
  double sum = 0;
  double count = 0;
  for (const auto& [stem, times] : with) {
    sum += times * squared_rarity(n, times);
    count += times;
  }
  of.usual_weight = count > 0 ? sum / count : squared_rarity(n, 1);
  of.terms.clear();
  for (const std::uint32_t s : own) {
    const auto found = with.find(s);
    of.terms.emplace_back(vocabulary.stem(s), squared_rarity(n, found == with.end() ? 0 : found->second));
  }
  std::sort(of.terms.begin(), of.terms.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (of.terms.size() > most_terms) of.terms.resize(most_terms);
}

std::string template_of(std::string_view title) {
  std::string out;
  std::size_t words = 0;
  bool masked = false;
  const std::string folded = base::folded(base::squeezed(title));
  for (const std::string& word : base::split(folded, ' ')) {
    const bool mask = std::any_of(word.begin(), word.end(), digit);
    masked = masked || mask;
    words += mask ? 0 : 1;
    if (!out.empty()) out += ' ';
    out += mask ? "*" : word;
  }
  if (words < 3 || (!masked && words < 6)) return {};
  return out;
}

ClassMatcher::ClassMatcher(std::vector<review::IncidentClass> classes, ScoreChance chance)
    : classes_(std::move(classes)), chance_(std::move(chance)) {
  for (const review::IncidentClass& c : classes_) {
    Weights w;
    for (const auto& [stem, weight] : c.terms) w.own += weight;
    w.shape = template_of(c.title);
    weights_.push_back(std::move(w));
  }
}

double ClassMatcher::likeness(std::size_t c, const review::RecurrenceView& i, std::span<const std::uint32_t> stems) {
  const review::IncidentClass& k = classes_[c];
  Weights& w = weights_[c];
  if (w.of_stem.size() < vocabulary_.stems()) w.of_stem.resize(vocabulary_.stems(), -1);
  double common = 0;
  std::size_t others = 0;
  for (const std::uint32_t s : stems) {
    double& weight = w.of_stem[s];
    if (weight < 0) {
      const auto found =
          std::find_if(k.terms.begin(), k.terms.end(), [&](const auto& t) { return t.first == vocabulary_.stem(s); });
      weight = found == k.terms.end() ? 0 : found->second;
    }
    common += weight;
    others += weight > 0 ? 0 : 1;
  }
  double sum = 0;
  double most = 0;
  const auto count = [&](double weight, double value) {
    most += weight;
    sum += weight * value;
  };
  const bool texts = w.own > 0 && !stems.empty();
  if (texts) {
    const double theirs = common + k.usual_weight * static_cast<double>(others);
    count(weight_of_text, common > 0 ? common / std::sqrt(w.own * theirs) : 0);
  }
  // The service is the closer label; a log without one has its categories.
  if (!k.service.empty() && !i.service.empty()) {
    count(weight_of_service, same(k.service, i.service) ? 1 : 0);
  } else if (!k.category.empty() && !i.category.empty()) {
    const bool whole = k.subcategory.empty() || i.subcategory.empty() || same(k.subcategory, i.subcategory);
    count(weight_of_service, !same(k.category, i.category) ? 0 : whole ? 1 : 0.5);
  }
  if (!k.closure_code.empty() && !i.closure_code.empty())
    count(weight_of_code, same(k.closure_code, i.closure_code) ? 1 : 0);
  if (most <= 0) return 0;
  if (texts) return std::min(1.0, sum / most);
  // One label that agrees is next to nothing.
  return labels_alone * (sum / most) * (most > weight_of_service ? 1 : 0.5);
}

Alikeness ClassMatcher::match(const review::RecurrenceView& i) {
  Alikeness best;
  std::vector<std::uint32_t> words, stems;
  bool read = false;
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    const review::IncidentClass& k = classes_[c];
    if (k.incident_id == i.id) return {};
    if (!kinds_compare(k.kind, i.kind)) continue;
    std::string_view certain;
    if (same(i.parent, k.ref) || same(i.parent, k.parent)) certain = "same-parent";
    if (same(i.problem, k.problem) || same(i.problem, k.ref)) certain = "same-problem";
    if (certain.empty() && (names(i.title, k.ref) || names(i.description, k.ref))) certain = "names-it";
    if (certain.empty() && !weights_[c].shape.empty() && template_of(i.title) == weights_[c].shape)
      certain = "same-template";
    if (!certain.empty()) return {Band::certain, 1, 1, certain};
    if (!read) {
      stems_of(vocabulary_, i.title, i.description, words, stems);
      read = true;
    }
    const double score = likeness(c, i, stems);
    if (score <= best.score) continue;
    best.score = score;
    best.chance = chance_.of(score);
    best.band = best.chance >= likely_chance     ? Band::likely
                : best.chance >= possible_chance ? Band::possible
                                                 : Band::none;
  }
  // A reviewed incident that comes later in the list is still no repeat of itself.
  for (const review::IncidentClass& k : classes_) {
    if (k.incident_id == i.id) return {};
  }
  return best;
}

std::vector<std::vector<std::size_t>> outages(std::span<const OutageRecord> records,
                                              std::span<const std::string> of_its_own) {
  std::vector<std::size_t> order(records.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return records[a].opened != records[b].opened ? records[a].opened < records[b].opened
                                                  : records[a].id < records[b].id;
  });
  std::vector<std::vector<std::size_t>> out;
  std::map<std::string, std::size_t> of_parent;
  std::optional<base::Ms> until;  // of the latest outage
  for (const std::size_t i : order) {
    const OutageRecord& r = records[i];
    const base::Ms end = std::clamp(r.ended.value_or(r.opened), r.opened, r.opened + longest_outage) + slack;
    const bool shared =
        !r.parent.empty() && std::find(of_its_own.begin(), of_its_own.end(), r.parent) == of_its_own.end();
    const auto family = shared ? of_parent.find(r.parent) : of_parent.end();
    std::size_t place = out.size();
    if (family != of_parent.end()) {
      place = family->second;
    } else if (until && r.opened <= *until) {
      place = out.size() - 1;
    }
    if (place == out.size()) {
      out.emplace_back();
      until = end;
    } else if (place + 1 == out.size()) {
      until = std::max(*until, end);
    }
    out[place].push_back(i);
    if (shared) of_parent.emplace(r.parent, place);
  }
  return out;
}

bool of_reviewed_outage(const review::IncidentClass& of, base::Ms opened) {
  if (!of.opened || opened < *of.opened) return false;
  const base::Ms end = of.ended && *of.ended >= *of.opened ? *of.ended : *of.opened + longest_outage - slack;
  return opened <= end + slack;
}

}  // namespace debrief::analytics
