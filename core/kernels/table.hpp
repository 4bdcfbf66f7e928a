// The interface between the core and its kernels: one table of functions for each element type and engine.
// Every function is noexcept, allocates nothing, and leaves the same bits in every reproducible engine.
#pragma once

#include <cstddef>

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>

namespace downhill {

// Matrices obey matrix.hpp. W is row-major [units][inputs] without padding. Kernels may write columns up to the
// next line. Arrays given by pointer and count may be misaligned and have any length, also 0.
template <class T>
struct KernelTable {
  // ---- Forward (section 5)
  // z = W x + b:  W [units][inputs], b [units], x [inputs][n], z [units][n].
  void (*affine)(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept;
  // a = phi(z), same shapes; softmax runs over the rows of a column.
  void (*activate)(Activation phi, ConstMatrix<T> z, Matrix<T> a) noexcept;

  // ---- Output error (section 9)
  // losses[s] = L(y_s, a_s) for every column.
  void (*loss)(Loss loss, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y, T* losses) noexcept;
  // delta = dL/dz of the output layer, with zeros in the padding.
  void (*output_delta)(Loss loss, Activation psi, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y,
                       Matrix<T> delta) noexcept;

  // ---- Backward (section 10)
  // back = W^T delta:  W [units][inputs], delta [units][n], back [inputs][n]; keeps the zeros of the padding.
  void (*transposed_product)(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept;
  // delta = delta * phi'(z), in place.
  void (*times_derivative)(Activation phi, ConstMatrix<T> z, ConstMatrix<T> a, Matrix<T> delta) noexcept;

  // ---- Gradients (section 11)
  // dW[u][i] = scale * sum_s delta[u][s] x[i][s] and db[u] = scale * sum_s delta[u][s]; added to what is there
  // when `accumulate`. Sums run in the fixed order of docs/design.md.
  void (*gradients)(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW, T* db) noexcept;

  // ---- Update (section 3)
  // before = theta; theta = theta - eta g. Returns false if any new theta is not finite.
  bool (*sgd)(T eta, const T* g, T* theta, T* before, std::size_t count) noexcept;

  // ---- Arrays
  // The sum in the fixed order.
  T (*sum)(const T* x, std::size_t count) noexcept;
  bool (*all_finite)(const T* x, std::size_t count) noexcept;
  void (*exp)(const T* x, T* y, std::size_t count) noexcept;
  void (*log)(const T* x, T* y, std::size_t count) noexcept;
  void (*tanh)(const T* x, T* y, std::size_t count) noexcept;
  void (*sigmoid)(const T* x, T* y, std::size_t count) noexcept;
  void (*softplus)(const T* x, T* y, std::size_t count) noexcept;
};

}  // namespace downhill
