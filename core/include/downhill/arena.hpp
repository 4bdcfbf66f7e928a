// One block of memory for all the numbers of a run: laid out when it is built, never moved, so views stay
// valid.
#pragma once

#include <downhill/matrix.hpp>
#include <downhill/status.hpp>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>

namespace downhill {

// Hands out slices in order. A plan is run twice: once without memory, to measure, once with it, to place.
class Cursor {
 public:
  explicit Cursor(std::byte* base) noexcept : base_(base) {}

  // `slice` gets `count` elements, starting on a line and zero at first.
  template <class T>
  void take(std::span<T>& slice, std::size_t count) noexcept {
    slice = {reinterpret_cast<T*>(advance(count * sizeof(T))), base_ ? count : 0};
  }

  // `matrix` gets rows of padded(cols) elements.
  template <class T>
  void take(Matrix<T>& matrix, std::size_t rows, std::size_t cols) noexcept {
    const std::size_t stride = padded<T>(cols);
    matrix = {reinterpret_cast<T*>(advance(rows * stride * sizeof(T))), rows, cols, stride};
  }

  // The same, or a dense column of a single sample (matrix.hpp).
  template <class T>
  void take(Matrix<T>& matrix, std::size_t rows, std::size_t cols, bool dense) noexcept {
    if (!dense) return take(matrix, rows, cols);
    matrix = {reinterpret_cast<T*>(advance((padded<T>(rows) + line<T>)*sizeof(T))), rows, 1, 1};
  }

  std::size_t bytes() const noexcept { return used_; }

 private:
  std::byte* advance(std::size_t bytes) noexcept {
    std::byte* slice = base_ ? base_ + used_ : nullptr;
    used_ += (bytes + line_bytes - 1) / line_bytes * line_bytes;
    return slice;
  }

  std::byte* base_;
  std::size_t used_ = 0;
};

class Arena {
 public:
  // Measures `plan`, gets that much memory, and places. Refuses beyond `cap` bytes or when memory is short;
  // the old block is let go only when the new one is there.
  template <class Plan>
  Status lay_out(std::size_t cap, Plan&& plan) {
    Cursor measure(nullptr);
    plan(measure);
    const std::size_t bytes = measure.bytes();
    if (bytes > cap) {
      return refused("memory: the run needs " + std::to_string(bytes) + " bytes, the limit is " +
                     std::to_string(cap) + "; use fewer or narrower layers, or fewer samples.");
    }
    // One line more than asked: kernels may read a whole vector at the end of the last slice.
    Block block(static_cast<std::byte*>(std::aligned_alloc(line_bytes, bytes + line_bytes)));
    if (!block) return refused("memory: " + std::to_string(bytes) + " bytes could not be had.");
    std::memset(block.get(), 0, bytes + line_bytes);
    block_ = std::move(block);
    bytes_ = bytes;
    Cursor place(block_.get());
    plan(place);
    return {};
  }

  std::size_t bytes() const noexcept { return bytes_; }

 private:
  struct Free {
    void operator()(std::byte* block) const noexcept { std::free(block); }
  };
  using Block = std::unique_ptr<std::byte, Free>;

  Block block_;
  std::size_t bytes_ = 0;
};

}  // namespace downhill
