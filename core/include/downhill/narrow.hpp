// Small batches go through a narrow network in one call, with units across the lanes or, where they fill 512
// bits, with samples: the same bits as Backprop leaves, in a fraction of the time.
#pragma once

#include <downhill/arena.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>
#include <downhill/narrow_layer.hpp>
#include <downhill/network.hpp>

#include <cstddef>
#include <vector>

namespace downhill {

// Whether no layer has more than narrow_width inputs or units, or more to it than W a + b and an activation.
bool is_narrow(const Network& network) noexcept;

// The room for such passes, and the way through the network as their kernel (KernelTable::narrow_pass) wants
// it.
template <class T>
class NarrowTape {
 public:
  // Room for `samples` samples, or none where Tape is to be used. `loss` and `fused` as Backprop has them.
  void plan(Cursor& cursor, const Network& network, std::size_t samples, Loss loss, bool fused);
  bool in_use() const noexcept { return path_.depth > 0; }
  // Batches are of one sample, never more, and go the way of dense columns (matrix.hpp).
  bool single() const noexcept { return is_dense(path_.y); }
  // For a pass over `samples` samples.
  const NarrowPath<T>& path(std::size_t samples) noexcept;

 private:
  std::vector<NarrowLayer<T>> layers_;
  NarrowPath<T> path_ = {};
};

extern template class NarrowTape<float>;
extern template class NarrowTape<double>;

}  // namespace downhill
