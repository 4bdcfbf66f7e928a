// Backpropagation: computes the gradient of the loss, layer by layer, and nothing else (paper, sections 5 to
// 12, 28).
#pragma once

#include <downhill/arena.hpp>
#include <downhill/engine.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>
#include <downhill/network.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

// What a pass leaves behind in one layer, [units][samples] each. Parts that a layer does without are views of
// others: z and u of each other, out of a, delta_u of delta.
template <class T>
struct LayerTape {
  Matrix<T> z;        // W a + b
  Matrix<T> normed;   // z with mean 0 and variance 1, if the layer has a norm
  Matrix<T> u;        // what phi sees
  Matrix<T> a;        // phi(u)
  Matrix<T> mask;     // 0 or 1 / (1 - p), if the layer has dropout
  Matrix<T> out;      // what the next layer sees: a, masked, plus the input
  Matrix<T> grad;     // dL/d out of the single sample
  Matrix<T> delta_u;  // dL/du
  Matrix<T> delta;    // the error signal of section 8, dL/dz

  // Of the norm: mean and variance of each unit over the batch, and 1 / deviation of each unit or sample.
  std::span<T> mean, variance, inverse;
};

// What a tape is for. With the first there are no deltas. With the first two, numbers go where those that are
// made of them shall stand, if these say as much: z and u of a hidden layer into a, grad into delta_u; so
// more of a pass stays in the first cache.
enum class TapeUse : std::uint8_t { evaluation, training, inspection };

// The record of a pass over up to `capacity` samples: inputs x, targets y, every layer's part, the loss of
// each sample.
template <class T>
struct Tape {
  Matrix<T> x;
  Matrix<T> y;
  std::vector<LayerTape<T>> layers;
  std::span<T> losses;
  std::size_t capacity = 0;

  void plan(Cursor& cursor, const Network& network, std::size_t samples, TapeUse use);
  // How many samples the next pass holds; at most `capacity`.
  void set_samples(std::size_t count) noexcept;
  // Where passes shall leave what each layer puts out: all units' rows one after the other, `stride` apart,
  // with room for whole lines of samples.
  void put_out(T* rows, std::size_t stride) noexcept;
  // Copies samples in as columns: rows `order[0]`, `order[1]`, ... of the sample-major data.
  void load(const KernelTable<T>& kernels, const T* inputs, const T* targets,
            std::span<const std::uint32_t> order) noexcept;
  // The same for `count` neighbouring rows.
  void load(const KernelTable<T>& kernels, const T* inputs, const T* targets, std::size_t count) noexcept;

 private:
  void load(const KernelTable<T>& kernels, const T* inputs, const T* targets, const std::uint32_t* order,
            std::size_t count) noexcept;
};

// Which numbers a training pass draws and remembers; an evaluation pass drops nothing out and uses what batch
// norms remember.
struct TrainingPass {
  bool on = false;
  std::uint64_t seed = 0;
  std::uint64_t part = 0;  // another number, another dropout mask
};

// The phases of the algorithm of section 12, one function each, over the samples in `tape` with parameters
// `theta`. Layers are counted from 0. Every function may be called alone, in the order below, and looked at
// in between.
template <class T>
struct Backprop {
  const Network& network;
  const KernelTable<T>& kernels;
  Loss loss;
  const T* theta;
  Tape<T>& tape;
  const T* statistics = nullptr;  // of batch norms, for evaluation
  TrainingPass training = {};
  bool fused = true;         // proper pairs by their short cut (loss.hpp); else all through dL/da
  bool masks_drawn = false;  // the tape holds this pass's dropout masks already

  // z = W a + b and on through the block (section 5).
  void forward_layer(std::size_t layer) const noexcept;
  void forward() const noexcept;
  // Its three parts: W a + b, the norm, and phi with dropout and residual.
  void affine_layer(std::size_t layer) const noexcept;
  void norm_layer(std::size_t layer) const noexcept;
  void activate_layer(std::size_t layer) const noexcept;
  // Every layer's dropout mask at once, for a pass with `masks_drawn`.
  void draw_masks() const noexcept;
  // tape.losses (section 1).
  void losses() const noexcept;
  // delta of the last layer (section 9).
  void output_error() const noexcept;
  // grad and delta of a hidden layer from the one after it (section 10).
  void backward_layer(std::size_t layer) const noexcept;
  void backward() const noexcept;
  // The second half of backward_layer: from grad through dropout, phi' and norm to delta.
  void through_block(std::size_t layer) const noexcept;
  // The same two up to delta_u, and the step from there to delta.
  void output_error_before_norm() const noexcept;
  void backward_before_norm(std::size_t layer) const noexcept;
  void through_norm(std::size_t layer) const noexcept;
  // The gradients of a layer's parameters, `scale` times the sum over the samples, into or onto their places
  // in `gradient` (section 11).
  void gradients_layer(std::size_t layer, T scale, bool accumulate, T* gradient) const noexcept;
  void gradients(T scale, bool accumulate, T* gradient) const noexcept;
  // Those of `count` of its units alone.
  void gradients_rows(std::size_t layer, std::size_t first, std::size_t count, T scale, bool accumulate,
                      T* gradient) const noexcept;

  // Moves the running mean and variance of every batch norm a tenth of the way to this batch's.
  void remember_statistics(T* running) const noexcept;

  // Whether delta = a - y at the output.
  bool takes_short_cut() const noexcept;
  // The input of a layer.
  ConstMatrix<T> input_of(std::size_t layer) const noexcept;

 private:
  void draw_mask(std::size_t layer) const noexcept;
  void through_activation(std::size_t layer) const noexcept;
};

// What a new run's batch norms remember: mean 0, variance 1.
template <class T>
void reset_statistics(const Network& network, std::span<T> statistics) noexcept;

extern template struct Tape<float>;
extern template struct Tape<double>;
extern template struct Backprop<float>;
extern template struct Backprop<double>;

}  // namespace downhill
