// Does an incident repeat a reviewed one? Held against its class as it was fixed, whatever the log has grown to since.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analytics/text/words.h"
#include "review/effects.h"

namespace debrief::analytics {

/// certain   the records themselves say so: parent, problem, a reference, or the same message of a machine
/// likely    the chance is 0.7 or more: for a person to confirm
/// possible  0.4 or more: listed only
enum class Band : std::uint8_t { none, possible, likely, certain };
std::string_view name(Band band);
std::optional<Band> band_named(std::string_view text);

/// score   likeness, 0 to 1; 1 where certain
/// chance  that it is the same kind, by what people said of such scores
/// why     "same-parent", "same-problem", "names-it", "same-template", "alike"
struct Alikeness {
  Band band = Band::none;
  double score = 0;
  double chance = 0;
  std::string_view why = "alike";
};

/// What a score is worth: isotonic regression (pool adjacent violators) of what people confirmed and rejected, on top
/// of start values that weigh as much as 20 answers.
///
/// Source: Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions, 1972; start values
/// from pairs of the labelled sets banking77 and clinc150.
class ScoreChance {
 public:
  explicit ScoreChance(std::span<const std::pair<double, bool>> decided = {});
  double of(double score) const;

 private:
  std::vector<double> score_, chance_;  // ascending both
};

/// Fills `terms`, `common` and `usual_weight`: the 40 weightiest words of title and description by squared inverse
/// document frequency over `sample`, and the 200 commonest others of the sample; stems, without function words.
void weigh_words(review::IncidentClass& of, std::span<const std::string> sample);

/// A message with numbers, ids and hosts masked: "Disk /dev/sda1 on srv-04 at 91 %" and the next day's are one
/// template.
/// "" where there is too little left to tell by: fewer than 3 words, or nothing masked and fewer than 6 words.
std::string template_of(std::string_view title);

/// Holds incidents against the classes of one review; the best match counts.
class ClassMatcher {
 public:
  ClassMatcher(std::vector<review::IncidentClass> classes, ScoreChance chance);

  /// None for the reviewed incidents themselves and for records of another kind.
  Alikeness match(const review::RecurrenceView& incident);
  const std::vector<review::IncidentClass>& classes() const { return classes_; }

 private:
  struct Weights {
    std::vector<double> of_stem;  // by stem number of the vocabulary; negative: not looked up yet
    double own = 0;
    std::string shape;
  };
  double likeness(std::size_t c, const review::RecurrenceView& incident, std::span<const std::uint32_t> stems);

  std::vector<review::IncidentClass> classes_;
  std::vector<Weights> weights_;
  ScoreChance chance_;
  Vocabulary vocabulary_;
};

/// A matching incident, as far as counting outages needs it.
struct OutageRecord {
  std::int64_t id = 0;
  base::Ms opened = 0;
  std::optional<base::Ms> ended;
  std::string parent;  // "" none
};
/// Records of one outage count once: those with one parent, and those opened until 2 hours after another of them ended.
/// A record that stays open for long does not make an outage of as long: at most 24 hours of each count.
///
/// records  in any order
/// of_its_own  parents that say nothing about which outage: the reviewed incident and its parent
/// Returns per outage the indices of its records, by time of the first.
std::vector<std::vector<std::size_t>> outages(std::span<const OutageRecord> records,
                                              std::span<const std::string> of_its_own = {});
/// Whether a record opened at `opened` belongs to the reviewed outage itself: until 2 hours after it ended, or, where
/// no end is known, within 24 hours of its opening.
bool of_reviewed_outage(const review::IncidentClass& of, base::Ms opened);

}  // namespace debrief::analytics
