// Numbers in rows: a dense and a sparse matrix, and a loop over rows on several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Dense, row after row.
struct Dense {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> data;

  Dense() = default;
  Dense(std::size_t r, std::size_t c) : rows(r), columns(c), data(r * c, 0.0F) {}
  float* row(std::size_t i) { return data.data() + i * columns; }
  const float* row(std::size_t i) const { return data.data() + i * columns; }
};

/// Compressed rows: row i holds entries starts[i] to starts[i + 1], columns ascending.
struct Sparse {
  std::size_t columns = 0;
  std::vector<std::size_t> starts{0};
  std::vector<std::uint32_t> index;
  std::vector<float> value;

  std::size_t rows() const { return starts.size() - 1; }
};

Sparse transposed(const Sparse& a);

/// Dense product a b.
Dense times(const Sparse& a, const Dense& b);

/// Scalar product of two rows of `n` numbers.
float dot(const float* a, const float* b, std::size_t n);

/// Some rows of `a`, in the order asked for.
Dense picked(const Dense& a, std::span<const std::uint32_t> rows);

/// Each row to length 1; rows of zeros stay.
void normalise_rows(Dense& a);

/// The left singular vectors of `a` times the singular values: what is left of its rows in `rank` dimensions, and
/// the way there for other rows (row x gives x `basis`).
///
/// Randomised (Halko, Martinsson and Tropp 2011) with a start that depends on `seed` and the column only; signs are
/// fixed by the largest component. Fewer columns come back when the rank is smaller.
struct Reduced {
  Dense scores;  // a.rows() x rank
  Dense basis;   // a.columns x rank
};
Reduced reduced(const Sparse& a, std::size_t rank, int rounds, std::uint64_t seed);

/// Runs work(first, last) over [0, n) in chunks of a fixed size, whatever the number of threads, so that results
/// that are computed row by row are the same bits on any machine. An exception of `work` is thrown on.
void in_chunks(std::size_t n, std::size_t chunk, const std::function<void(std::size_t, std::size_t)>& work);

/// While it lives, in_chunks uses so many threads when called from this thread: to prove that the number does not
/// matter. 0: as many as the machine has, 8 at most.
class Threads {
 public:
  explicit Threads(unsigned count);
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  unsigned before_;
};

/// A number that looks random, fixed by its arguments.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b);

}  // namespace debrief::analytics
