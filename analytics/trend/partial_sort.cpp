// Partial sort of two ranks.

#include "analytics/trend/partial_sort.h"

#include <array>
#include <cstddef>
#include <utility>

namespace debrief::analytics {

namespace {

/// Positions and ranks are counted from 1, as in the paper. A segment is a stretch of values still to be looked at and
/// the part of the two wanted ranks that is thought to lie in it.
struct Segment {
  long from, until;
  long first, last;
};

class PartialSort {
 public:
  explicit PartialSort(std::span<const double> values, std::array<long, 2> ranks) : a_(1), ranks_(ranks) {
    a_.insert(a_.end(), values.begin(), values.end());
    if (values.size() < 2) return;
    std::vector<Segment> waiting{{1, static_cast<long>(values.size()), 1, 2}};
    while (!waiting.empty()) {
      Segment s = waiting.back();
      waiting.pop_back();
      if (s.first > s.last) continue;
      // The first segment has nothing before it to stop an insertion: it is split until it is a point.
      bool wanted = true;
      while (wanted && (s.until - s.from > 10 || (s.from == 1 && s.from < s.until))) wanted = split(s, waiting);
      if (wanted && s.from != 1) insert_all(s);
    }
  }

  double at(long rank) const { return a_[static_cast<std::size_t>(rank)]; }

 private:
  double& a(long i) { return a_[static_cast<std::size_t>(i)]; }
  long rank(long which) const { return ranks_[static_cast<std::size_t>(which - 1)]; }

  /// Splits about the median of first, middle and last. Goes on with the shorter part; the longer waits with the ranks
  /// that do not fit the shorter. False when no rank is left for the part at hand.
  bool split(Segment& s, std::vector<Segment>& waiting) {
    const long middle = (s.from + s.until) / 2;
    if (a(s.from) > a(middle)) std::swap(a(s.from), a(middle));
    if (a(s.until) < a(middle)) {
      std::swap(a(s.until), a(middle));
      if (a(s.from) > a(middle)) std::swap(a(s.from), a(middle));
    }
    const double pivot = a(middle);
    long high = s.from;
    long low = s.until;
    for (;;) {
      do {
        --low;
      } while (a(low) > pivot);
      do {
        ++high;
      } while (a(high) < pivot);
      if (high > low) break;
      std::swap(a(low), a(high));
    }
    Segment other = s;
    if (low - s.from <= s.until - high) {
      other.from = high;
      s.until = low;
      while (s.first <= s.last && rank(s.last) > s.until) --s.last;
      if (s.first <= s.last) other.first = s.last + 1;
    } else {
      other.until = low;
      s.from = high;
      while (s.first <= s.last && rank(s.first) < s.from) ++s.first;
      if (s.first <= s.last) other.last = s.first - 1;
    }
    waiting.push_back(other);
    return s.first <= s.last;
  }

  /// What stands before the segment is no larger than anything in it, which stops the walk down.
  void insert_all(const Segment& s) {
    for (long i = s.from; i < s.until; ++i) {
      const double value = a(i + 1);
      long k = i;
      for (; a(k) > value; --k) a(k + 1) = a(k);
      a(k + 1) = value;
    }
  }

  std::vector<double> a_;
  std::array<long, 2> ranks_;
};

}  // namespace

double published_middle(std::span<const double> values) {
  const long n = static_cast<long>(values.size());
  const long first = n / 2 + 1;
  const long second = n - first + 1;
  const PartialSort sorted(values, {first, second});
  return (sorted.at(first) + sorted.at(second)) / 2;
}

}  // namespace debrief::analytics
