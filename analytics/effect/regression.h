// Regression of counts: Poisson with a log link, and with the spread the data show.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace debrief::analytics {

/// One column of a design with the name it goes by in the answer.
struct Term {
  std::string name;
  std::vector<double> values;
};

/// Coefficients in the order of the terms, on the log scale.
///
/// se          standard errors at dispersion 1; times sqrt(dispersion) for quasi-Poisson
/// dispersion  Pearson chi-squared / df; 1 under Poisson; 0 df gives 1
/// fitted      expected counts
struct CountRegression {
  std::vector<double> coefficients, se, fitted;
  double dispersion = 1;
  double deviance = 0;
  long df = 0;
  bool converged = false;
};

/// counts    0 or more, one per row of the terms; offset the log of the exposure, one per row, or empty for none
/// nullopt when rows are fewer than terms, a term repeats others, or the counts are all 0.
/// Iteratively reweighted least squares. Source: Nelder and Wedderburn 1972; McCullagh and Nelder 1989, 6.2.
std::optional<CountRegression> count_regression(std::span<const double> counts, std::span<const Term> terms,
                                                std::span<const double> offset = {});

}  // namespace debrief::analytics
