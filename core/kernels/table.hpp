// The interface between the core and its kernels: one table of functions for each element type and engine.
// Every function is noexcept, allocates nothing, and leaves the same bits in every reproducible engine.
#pragma once

#include "update_step.hpp"

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>
#include <downhill/narrow_layer.hpp>

#include <cstddef>
#include <cstdint>

namespace downhill {

// Matrices obey matrix.hpp, have n columns where nothing else is said, and may be the same where one is read
// and one is written. W is row-major [units][inputs] without padding. Arrays given by pointer and count may
// be misaligned and have any length, also 0. Sums over samples or parameters run in the fixed order of
// docs/design.md.
template <class T>
struct KernelTable {
  std::size_t lanes;  // numbers in a vector

  // ---- Samples
  // to(r, s) = rows[k * to.rows + r] with k = order[s], or s where there is no order. What comes behind the
  // last column is one of the samples, or as it was.
  void (*columns)(const T* rows, const std::uint32_t* order, Matrix<T> to) noexcept;

  // ---- Forward (section 5)
  // z = W x + b:  W [units][inputs], b [units], x [inputs][n], z [units][n].
  void (*affine)(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept;
  // a = phi(u), same shapes; softmax runs over the rows of a column.
  void (*activate)(Activation phi, ConstMatrix<T> u, Matrix<T> a) noexcept;
  // Mean and variance (divided by n) of each row of z.
  void (*row_statistics)(ConstMatrix<T> z, T* mean, T* variance) noexcept;
  // normed = (z - mean) / sqrt(variance + epsilon), u = gain * normed + shift, with one of each for a row;
  // inverse[row] = 1 / sqrt(variance + epsilon).
  void (*batch_norm)(ConstMatrix<T> z, const T* mean, const T* variance, T epsilon, const T* gain,
                     const T* shift, T* inverse, Matrix<T> normed, Matrix<T> u) noexcept;
  // The same with mean and variance of each column, which it computes; inverse[column].
  void (*layer_norm)(ConstMatrix<T> z, T epsilon, const T* gain, const T* shift, T* inverse, Matrix<T> normed,
                     Matrix<T> u) noexcept;
  void (*multiply)(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> product) noexcept;
  void (*add)(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> sum) noexcept;

  // ---- Output error (section 9)
  // losses[s] = L(y_s, a_s) for every column; `proper` pairs (loss.hpp) are computed from u.
  void (*loss)(Loss loss, bool proper, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> y,
               T* losses) noexcept;
  // grad = dL/da, with zeros in the padding.
  void (*loss_gradient)(Loss loss, ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> grad) noexcept;
  // delta = a - y, with zeros in the padding: the error signal of a proper pair.
  void (*proper_delta)(ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> delta) noexcept;

  // ---- Backward (section 10); zeros in the padding stay zeros.
  // back = W^T delta:  W [units][inputs], delta [units][n], back [inputs][n].
  void (*transposed_product)(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept;
  // delta = grad * phi'(u); for softmax the product with its Jacobian.
  void (*times_derivative)(Activation phi, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> grad,
                           Matrix<T> delta) noexcept;
  // From dL/du to dL/dz through batch_norm with the statistics of the batch itself.
  void (*batch_norm_backward)(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain, const T* inverse,
                              Matrix<T> delta) noexcept;
  void (*layer_norm_backward)(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain, const T* inverse,
                              Matrix<T> delta) noexcept;

  // ---- Gradients (section 11): `scale` times the sum over the samples, added to what is there when
  // `accumulate`. dW[u][i] of delta[u][s] x[i][s], db[u] of delta[u][s].
  void (*gradients)(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW, T* db) noexcept;
  // dgain[u] of delta_u[u][s] normed[u][s], dshift[u] of delta_u[u][s].
  void (*norm_gradients)(ConstMatrix<T> delta_u, ConstMatrix<T> normed, T scale, bool accumulate, T* dgain,
                         T* dshift) noexcept;

  // ---- Narrow networks (narrow.hpp), all of the above in one call: the loss of a batch and, where that is
  // finite, its mean gradient at theta, both as the functions above leave them. Up to narrow_width^2 numbers
  // behind the begin of any weights in theta are read. sample_pass takes a batch of one. The scalar engine
  // has neither.
  using NarrowPass = T(const NarrowPath<T>& path, const T* theta, const NarrowBatch<T>& batch,
                       T* gradient) noexcept;
  NarrowPass* narrow_pass = nullptr;
  NarrowPass* sample_pass = nullptr;

  // ---- Gradient to update (sections 3, 16 to 20, 23)
  // g = g + l1 * sign(theta) + 2 l2 * theta.
  void (*add_penalty_gradient)(const T* theta, T l1, T l2, T* g, std::size_t count) noexcept;
  void (*scale)(T* x, T factor, std::size_t count) noexcept;
  // Moves every number into [-bound, bound]; how many it moved.
  std::size_t (*clamp)(T* x, T bound, std::size_t count) noexcept;
  // next = theta by the rule; `first` and `second` are the rule's state where it has one. Returns false if
  // any number of `next` or of the state is not finite.
  bool (*update)(UpdateRule rule, const UpdateStep<T>& step, const T* g, const T* theta, T* next, T* first,
                 T* second, std::size_t count) noexcept;

  // ---- Arrays
  T (*sum)(const T* x, std::size_t count) noexcept;
  T (*sum_of_squares)(const T* x, std::size_t count) noexcept;
  T (*sum_of_sizes)(const T* x, std::size_t count) noexcept;  // of |x|
  T (*dot)(const T* x, const T* y, std::size_t count) noexcept;
  bool (*all_finite)(const T* x, std::size_t count) noexcept;
};

// The elementary functions over arrays: for testing and measuring what the kernels are made of.
template <class T>
struct MathsTable {
  void (*exp)(const T* x, T* y, std::size_t count) noexcept;
  void (*log)(const T* x, T* y, std::size_t count) noexcept;
  void (*tanh)(const T* x, T* y, std::size_t count) noexcept;
  void (*sigmoid)(const T* x, T* y, std::size_t count) noexcept;
  void (*softplus)(const T* x, T* y, std::size_t count) noexcept;
};

}  // namespace downhill
