// Which test of trend fits a series: measured season and lag-1 autocorrelation decide, and the reason is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analytics/trend/mann_kendall.h"

namespace debrief::analytics {

/// Is the middle of the seasons different? Kruskal-Wallis test, corrected for ties.
///
/// p  1 when fewer than 2 seasons have values or all values are alike
struct SeasonTest {
  double h = 0;
  std::int64_t df = 0;
  double p = 1;
};
/// NaN are left out. Source: Kruskal and Wallis 1952.
SeasonTest kruskal_wallis(std::span<const double> values, std::size_t period);

enum class TrendVariant : std::uint8_t { plain, autocorrelated, seasonal, seasonal_autocorrelated };
/// "mann-kendall", "mann-kendall-ar1", "seasonal-mann-kendall", "seasonal-mann-kendall-ar1"
std::string_view name(TrendVariant variant);

/// The test chosen, and what it was chosen by.
///
/// lag_1   of the series less its slope and its season, corrected for the bias of short series; nullopt where it
///         cannot be measured
/// season  nullopt where no period was asked about or there are fewer than 2 full cycles
/// test    its sen slope is per step in every variant
struct ChosenTrend {
  TrendVariant variant = TrendVariant::plain;
  std::optional<double> lag_1;
  std::optional<SeasonTest> season;
  std::size_t period = 0;
  TrendTest test;
};

/// period  steps per cycle (7 days, 12 months, 4 quarters); 0 or 1: none is possible
///
/// Season: Kruskal-Wallis p < 0.01 on the series less its slope; then seasons are compared with themselves only.
/// Autocorrelation over 0.1 after that: the variance of S is that of a first-order autoregression with the lag-1
/// figure as measured (Hamed and Rao's correction with the correlation of ranks that it implies), and z is judged
/// by Student's t with the degrees of freedom that are left. Negative autocorrelation is not used: it would only
/// make the test bolder.
ChosenTrend choose_trend(std::span<const double> values, std::size_t period);

}  // namespace debrief::analytics
