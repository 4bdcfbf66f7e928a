// A training pass through a narrow network with units across the lanes: the same phases and bits as Backprop
// leaves, in a fraction of the time for small batches.
#pragma once

#include <downhill/arena.hpp>
#include <downhill/backprop.hpp>
#include <downhill/matrix.hpp>
#include <downhill/narrow_layer.hpp>
#include <downhill/network.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

// More samples than one for each slot of a line fill the lanes by themselves.
template <class T>
inline constexpr std::size_t narrow_samples = line<T>;

// Whether no layer has more than narrow_width inputs or units, or more to it than W a + b and an activation.
bool is_narrow(const Network& network) noexcept;

// What the pass leaves behind: of every sample a row of narrow_width numbers, in every layer. The output
// layer has delta alone; the rest of it is in Tape.
template <class T>
class NarrowTape {
 public:
  // The rows of all samples as one long row, since activations go number by number; kept as they are passed
  // to kernels, which would stall on views made on the spot.
  struct Layer {
    Matrix<T> z, a, delta;
  };

  // Room for `samples` samples, or none where Tape is to be used. `loss` and `fused` as
  // Backprop has them.
  void plan(Cursor& cursor, const Network& network, std::size_t samples, Loss loss, bool fused);
  // In use for several samples, which go layer by layer.
  bool takes_batch() const noexcept { return !layers_.empty(); }
  // In use for batches of one, which go all the way at once.
  bool takes_sample() const noexcept { return path_.depth > 0; }

  // Copies samples in, inputs to rows and targets to `tape`.
  void load(const T* inputs, const T* targets, std::span<const std::uint32_t> order, Tape<T>& tape) noexcept;

  // As Backprop's. Forward writes the output layer's part of pass.tape, backward and gradients read its
  // delta.
  void forward(const Backprop<T>& pass) const noexcept;
  void backward(const Backprop<T>& pass) const noexcept;
  void gradients(const Backprop<T>& pass, T scale, T* gradient) const noexcept;

  const NarrowPath<T>& path() const noexcept { return path_; }

 private:
  void plan_path(Cursor& cursor, const Network& network);
  void set_samples(std::size_t count) noexcept;

  std::span<T> x_;
  std::vector<Layer> layers_;
  std::vector<NarrowLayer<T>> stations_;
  NarrowPath<T> path_ = {};
  std::size_t samples_ = 0;
};

extern template class NarrowTape<float>;
extern template class NarrowTape<double>;

}  // namespace downhill
