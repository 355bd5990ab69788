// Regression of counts.

#include "analytics/effect/regression.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace debrief::analytics {

std::optional<CountRegression> count_regression(std::span<const double> counts, std::span<const Term> terms,
                                                std::span<const double> offset) {
  const auto n = static_cast<Eigen::Index>(counts.size());
  const auto k = static_cast<Eigen::Index>(terms.size());
  if (n < k || k == 0) return std::nullopt;
  if (std::all_of(counts.begin(), counts.end(), [](double y) { return y <= 0; })) return std::nullopt;
  Eigen::MatrixXd x(n, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    x.col(j) = Eigen::Map<const Eigen::VectorXd>(terms[static_cast<std::size_t>(j)].values.data(), n);
  }
  // Columns of one size, or a year beside a share would look like a repetition of it.
  Eigen::VectorXd scale = x.colwise().norm();
  for (Eigen::Index j = 0; j < k; ++j) {
    if (scale(j) <= 0) return std::nullopt;
    x.col(j) /= scale(j);
  }
  const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(counts.data(), n);
  const Eigen::VectorXd base =
      offset.empty() ? Eigen::VectorXd::Zero(n) : Eigen::VectorXd(Eigen::Map<const Eigen::VectorXd>(offset.data(), n));

  Eigen::VectorXd mean = y.array() + 0.1;
  Eigen::VectorXd eta = mean.array().log();
  Eigen::VectorXd beta;
  CountRegression result;
  Eigen::VectorXd weights;
  double before = 1e300;
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr;
  for (int round = 0; round < 100; ++round) {
    weights = mean;
    const Eigen::VectorXd root = mean.array().sqrt();
    const Eigen::VectorXd work = (eta - base).array() + (y - mean).array() / mean.array();
    qr.compute(root.asDiagonal() * x);
    qr.setThreshold(1e-10);
    if (qr.rank() < k) return std::nullopt;
    beta = qr.solve(Eigen::VectorXd(root.asDiagonal() * work));
    // Far steps of the first rounds must not overflow.
    eta = (x * beta + base).cwiseMin(700.0).cwiseMax(-700.0);
    mean = eta.array().exp();
    double deviance = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
      deviance += 2 * ((y(i) > 0 ? y(i) * std::log(y(i) / mean(i)) : 0) - (y(i) - mean(i)));
    }
    result.deviance = deviance;
    // R's criterion. Going on would move standard errors in the seventh digit and nothing else.
    if (std::fabs(deviance - before) < 1e-8 * (std::fabs(deviance) + 0.1)) {
      result.converged = true;
      break;
    }
    before = deviance;
  }
  // Spread and standard errors by the weights of the last round, as R has them.
  const Eigen::MatrixXd weighted = weights.array().sqrt().matrix().asDiagonal() * x;
  const Eigen::MatrixXd inverse = (weighted.transpose() * weighted).ldlt().solve(Eigen::MatrixXd::Identity(k, k));
  result.df = static_cast<long>(n - k);
  if (result.df > 0) {
    const auto residual = (y - mean).array() / mean.array();
    result.dispersion = (weights.array() * residual.square()).sum() / static_cast<double>(result.df);
  }
  for (Eigen::Index j = 0; j < k; ++j) {
    result.coefficients.push_back(beta(j) / scale(j));
    result.se.push_back(std::sqrt(inverse(j, j)) / scale(j));
  }
  result.fitted.assign(mean.data(), mean.data() + n);
  return result;
}

}  // namespace debrief::analytics
