// Dense and sparse matrices.

#include "analytics/text/matrix.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <numbers>
#include <numeric>
#include <thread>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>

namespace debrief::analytics {

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Map = Eigen::Map<RowMajor>;
using ConstMap = Eigen::Map<const RowMajor>;
using Row = Eigen::Map<Eigen::RowVectorXf>;
using ConstRow = Eigen::Map<const Eigen::RowVectorXf>;

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// a^T a, summed block by block in order.
Eigen::MatrixXd gram(const Dense& a) {
  constexpr std::size_t block = 512;
  const std::size_t blocks = (a.rows + block - 1) / block;
  std::vector<Eigen::MatrixXf> parts(blocks);
  in_chunks(a.rows, block, [&](std::size_t first, std::size_t last) {
    const ConstMap rows(a.row(first), index(last - first), index(a.columns));
    parts[first / block] = rows.transpose() * rows;
  });
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(index(a.columns), index(a.columns));
  for (const Eigen::MatrixXf& part : parts) sum += part.cast<double>();
  return sum;
}

void multiply_rows(Dense& a, const Eigen::MatrixXf& by) {
  Dense out(a.rows, static_cast<std::size_t>(by.cols()));
  in_chunks(a.rows, 512, [&](std::size_t first, std::size_t last) {
    Map(out.row(first), index(last - first), by.cols()).noalias() =
        ConstMap(a.row(first), index(last - first), index(a.columns)) * by;
  });
  a = std::move(out);
}

/// Makes the columns orthonormal, dropping directions that hold nothing.
void orthonormalise(Dense& a) {
  for (int pass = 0; pass < 2; ++pass) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(a));
    const Eigen::VectorXd& values = solver.eigenvalues();  // ascending
    const double least = std::max(1e-30, values(values.size() - 1) * 1e-10);
    const Eigen::Index kept = (values.array() > least).count();
    const Eigen::MatrixXd to_unit =
        solver.eigenvectors().rightCols(kept) * values.tail(kept).array().rsqrt().matrix().asDiagonal();
    multiply_rows(a, to_unit.cast<float>());
    if (a.columns == 0) return;
  }
}

/// A standard normal number for each (column of the data, direction).
float gaussian(std::uint64_t seed, std::uint64_t column, std::uint64_t direction) {
  const std::uint64_t bits = mixed(mixed(seed, column), direction);
  const double u = (static_cast<double>(bits >> 40) + 0.5) / static_cast<double>(1 << 24);
  const double v = static_cast<double>(bits & 0xFFFFFF) / static_cast<double>(1 << 24);
  return static_cast<float>(std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v));
}

}  // namespace

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  // splitmix64
  std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b + 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

namespace {
thread_local unsigned threads_wanted = 0;
}

Threads::Threads(unsigned count) : before_(threads_wanted) { threads_wanted = count; }
Threads::~Threads() { threads_wanted = before_; }

void in_chunks(std::size_t n, std::size_t chunk, const std::function<void(std::size_t, std::size_t)>& work) {
  const std::size_t chunks = (n + chunk - 1) / chunk;
  const unsigned there = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  const std::size_t threads = std::min<std::size_t>(chunks, threads_wanted > 0 ? threads_wanted : there);
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failing;
  const auto run = [&] {
    for (std::size_t c = next++; c < chunks; c = next++) {
      try {
        work(c * chunk, std::min(n, (c + 1) * chunk));
      } catch (...) {
        const std::lock_guard lock(failing);
        if (!failure) failure = std::current_exception();
        next = chunks;
      }
    }
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < threads; ++t) others.emplace_back(run);
  run();
  for (std::thread& t : others) t.join();
  if (failure) std::rethrow_exception(failure);
}

Sparse transposed(const Sparse& a) {
  Sparse t;
  t.columns = a.rows();
  t.starts.assign(a.columns + 1, 0);
  t.index.resize(a.index.size());
  t.value.resize(a.value.size());
  for (const std::uint32_t column : a.index) ++t.starts[column + 1];
  std::partial_sum(t.starts.begin(), t.starts.end(), t.starts.begin());
  std::vector<std::size_t> next(t.starts.begin(), t.starts.end() - 1);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t e = a.starts[i]; e < a.starts[i + 1]; ++e) {
      const std::size_t place = next[a.index[e]]++;
      t.index[place] = static_cast<std::uint32_t>(i);
      t.value[place] = a.value[e];
    }
  }
  return t;
}

Dense times(const Sparse& a, const Dense& b) {
  Dense out(a.rows(), b.columns);
  const Eigen::Index width = index(b.columns);
  in_chunks(a.rows(), 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      Row row(out.row(i), width);
      for (std::size_t e = a.starts[i]; e < a.starts[i + 1]; ++e)
        row += a.value[e] * ConstRow(b.row(a.index[e]), width);
    }
  });
  return out;
}

float dot(const float* a, const float* b, std::size_t n) { return ConstRow(a, index(n)).dot(ConstRow(b, index(n))); }

Dense picked(const Dense& a, std::span<const std::uint32_t> rows) {
  Dense out(rows.size(), a.columns);
  for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(a.row(rows[i]), a.columns, out.row(i));
  return out;
}

void normalise_rows(Dense& a) {
  for (std::size_t i = 0; i < a.rows; ++i) {
    Row row(a.row(i), index(a.columns));
    const float length = row.norm();
    if (length > 0) row /= length;
  }
}

Reduced reduced(const Sparse& a, std::size_t rank, int rounds, std::uint64_t seed) {
  Reduced result;
  const std::size_t width = std::min({rank + 10, a.rows(), a.columns});
  if (width == 0 || a.index.empty()) {
    result.scores = Dense(a.rows(), 0);
    result.basis = Dense(a.columns, 0);
    return result;
  }
  const Sparse across = transposed(a);
  Dense directions(a.columns, width);
  in_chunks(a.columns, 1024, [&](std::size_t first, std::size_t last) {
    for (std::size_t c = first; c < last; ++c) {
      for (std::size_t d = 0; d < width; ++d) directions.row(c)[d] = gaussian(seed, c, d);
    }
  });
  Dense range = times(a, directions);
  for (int round = 0; round < rounds; ++round) {
    orthonormalise(range);
    range = times(a, times(across, range));
  }
  orthonormalise(range);
  // a = range (range^T a): the small factor's singular vectors are those of a.
  Dense small = times(across, range);  // columns x width, the transpose of range^T a
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram(small));
  const Eigen::Index found = solver.eigenvalues().size();
  const Eigen::VectorXd values = solver.eigenvalues().reverse();
  Eigen::MatrixXd vectors = solver.eigenvectors().rowwise().reverse();
  Eigen::Index kept = 0;
  while (kept < found && kept < index(rank) && values(kept) > 1e-9 * std::max(1e-20, values(0))) ++kept;
  vectors = vectors.leftCols(kept).eval();
  for (Eigen::Index c = 0; c < kept; ++c) {
    Eigen::Index largest = 0;
    vectors.col(c).cwiseAbs().maxCoeff(&largest);
    if (vectors(largest, c) < 0) vectors.col(c) *= -1;
  }
  const Eigen::VectorXd singular = values.head(kept).cwiseSqrt();
  multiply_rows(range, (vectors * singular.asDiagonal()).cast<float>());
  multiply_rows(small, (vectors * singular.cwiseInverse().asDiagonal()).cast<float>());
  result.scores = std::move(range);
  result.basis = std::move(small);
  return result;
}

}  // namespace debrief::analytics
