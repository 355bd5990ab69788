// Scores of groupings against published values.

#include "analytics/metrics.h"

#include <map>

#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

std::vector<std::int32_t> numbered(const base::Json& labels) {
  std::map<std::string, std::int32_t> numbers;
  std::vector<std::int32_t> out;
  for (const base::Json& label : labels) {
    out.push_back(numbers.try_emplace(label.dump(), static_cast<std::int32_t>(numbers.size())).first->second);
  }
  return out;
}

TEST(Agreement, EqualsThePublishedScores) {
  DEBRIEF_PUBLISHED(expected, "clustering-metrics");
  for (const base::Json& c : expected["cases"]) {
    const Agreement a = agreement(numbered(c["truth"]), numbered(c["pred"]));
    const std::map<std::string, double> got{{"ari", a.ari},
                                            {"ri", a.ri},
                                            {"nmi_arithmetic", a.nmi_arithmetic},
                                            {"nmi_geometric", a.nmi_geometric},
                                            {"ami", a.ami},
                                            {"homogeneity", a.homogeneity},
                                            {"completeness", a.completeness},
                                            {"v", a.v},
                                            {"fmi", a.fmi},
                                            {"purity", a.purity},
                                            {"accuracy_best_match", a.accuracy}};
    ASSERT_EQ(c["expected"].size(), got.size());
    for (const auto& [key, value] : c["expected"].items()) {
      EXPECT_NEAR(got.at(key), value.get<double>(), 1e-9) << c["id"] << " " << key;
    }
  }
}

TEST(Agreement, OfNothingIsZeroAndOfOneGroupIsOne) {
  EXPECT_EQ(agreement({}, {}).ari, 0);
  const std::vector<std::int32_t> same{4, 4, 4};
  EXPECT_EQ(agreement(same, same).ari, 1);
  EXPECT_EQ(agreement(same, same).nmi_arithmetic, 1);
}

}  // namespace
}  // namespace debrief::analytics
