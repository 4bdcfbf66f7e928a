// Backpropagation: computes the gradient of the loss, layer by layer, and nothing else (paper, sections 5 to 12, 28).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <downhill/arena.hpp>
#include <downhill/engine.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>
#include <downhill/network.hpp>

namespace downhill {

// What a pass leaves behind in one layer, [units][samples] each.
template <class T>
struct LayerTape {
  Matrix<T> z;      // pre-activations
  Matrix<T> a;      // activations
  Matrix<T> delta;  // error signals, dL/dz of the single sample
};

// The record of a pass over up to `capacity` samples: inputs x, targets y, every layer's z, a and delta, and the loss
// of each sample.
template <class T>
struct Tape {
  Matrix<T> x;
  Matrix<T> y;
  std::vector<LayerTape<T>> layers;
  std::span<T> losses;
  std::size_t capacity = 0;

  // Without deltas the tape serves forward passes only.
  void plan(Cursor& cursor, const Network& network, std::size_t samples, bool with_deltas);
  // How many samples the next pass holds; at most `capacity`.
  void set_samples(std::size_t count) noexcept;
  // Copies samples in as columns: rows `order[0]`, `order[1]`, ... of the sample-major data.
  void load(const T* inputs, const T* targets, std::span<const std::uint32_t> order) noexcept;
  // The same for `count` neighbouring rows.
  void load(const T* inputs, const T* targets, std::size_t count) noexcept;
};

// The phases of the algorithm of section 12, one function each, over the samples in `tape` with parameters `theta`.
// Layers are counted from 0. Every function may be called alone, in the order below, and looked at in between.
template <class T>
struct Backprop {
  const Network& network;
  const KernelTable<T>& kernels;
  Loss loss;
  const T* theta;
  Tape<T>& tape;

  // z = W a + b, a = phi(z) (section 5).
  void forward_layer(std::size_t layer) const noexcept;
  void forward() const noexcept;
  // tape.losses (section 1).
  void losses() const noexcept;
  // delta of the last layer (section 9).
  void output_error() const noexcept;
  // delta of a hidden layer from the one after it (section 10).
  void backward_layer(std::size_t layer) const noexcept;
  void backward() const noexcept;
  // dJ/dW and dJ/db of a layer, `scale` times the sum over the samples, into or onto its place in `gradient`
  // (section 11).
  void gradients_layer(std::size_t layer, T scale, bool accumulate, T* gradient) const noexcept;
  void gradients(T scale, bool accumulate, T* gradient) const noexcept;
};

extern template struct Tape<float>;
extern template struct Tape<double>;
extern template struct Backprop<float>;
extern template struct Backprop<double>;

}  // namespace downhill
