// Later texts join the theme whose words they share.

#include "analytics/text/joining.h"

#include <algorithm>
#include <cmath>

namespace debrief::analytics {

Joining::Joining(const Vocabulary& v, const std::vector<Document>& core, std::span<const std::int32_t> theme,
                 std::size_t k)
    : v_(v), k_(k), idf_(v.stems(), 0), centre_(v.stems() * k, 0) {
  std::vector<std::uint32_t> stems;
  std::vector<double> frequency(v.stems(), 0);
  for (const Document& d : core) {
    for (const std::uint32_t s : stems_of(d, stems)) ++frequency[s];
  }
  for (std::size_t s = 0; s < idf_.size(); ++s) {
    if (frequency[s] >= 2)
      idf_[s] = static_cast<float>(std::log((1.0 + static_cast<double>(core.size())) / (1 + frequency[s])));
  }
  for (std::size_t i = 0; i < core.size(); ++i) {
    if (theme[i] < 0) continue;
    const float length = length_of(stems_of(core[i], stems));
    if (length <= 0) continue;
    for (const std::uint32_t s : stems) centre_[s * k_ + static_cast<std::size_t>(theme[i])] += idf_[s] / length;
  }
  std::vector<double> squares(k, 0);
  for (std::size_t e = 0; e < centre_.size(); ++e) squares[e % k_] += static_cast<double>(centre_[e]) * centre_[e];
  for (std::size_t e = 0; e < centre_.size(); ++e) {
    if (squares[e % k_] > 0) centre_[e] /= static_cast<float>(std::sqrt(squares[e % k_]));
  }
}

Joining::Found Joining::nearest(const Document& d) const {
  thread_local std::vector<std::uint32_t> stems;
  thread_local std::vector<float> cosine;
  const float length = length_of(stems_of(d, stems));
  Found found;
  if (length <= 0) return found;
  cosine.assign(k_, 0.0F);
  for (const std::uint32_t s : stems) {
    const float w = idf_[s];
    const float* row = centre_.data() + s * k_;
    for (std::size_t g = 0; w > 0 && g < k_; ++g) cosine[g] += w * row[g];
  }
  const auto best = std::max_element(cosine.begin(), cosine.end());
  if (*best > 0) found = {static_cast<std::int32_t>(best - cosine.begin()), *best / length};
  return found;
}

std::vector<std::uint32_t>& Joining::stems_of(const Document& d, std::vector<std::uint32_t>& stems) const {
  stems.clear();
  for (const std::uint32_t w : d.words) {
    if (!v_[w].function) stems.push_back(v_[w].stem);
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

float Joining::length_of(const std::vector<std::uint32_t>& stems) const {
  float squares = 0;
  for (const std::uint32_t s : stems) squares += idf_[s] * idf_[s];
  return std::sqrt(squares);
}

}  // namespace debrief::analytics
