// A sum of products, of which each waits for the one before: in fast mode a long one is taken apart.
#pragma once

#include "mode.hpp"

#include <array>
#include <cstddef>

namespace downhill::kernels {

// Calls body.operator()<count>() with the number of sums side by side into which a sum of so many products is
// taken apart; product k belongs to sum k % count.
template <class Mode, class Body>
DOWNHILL_INLINE void with_chains(std::size_t products, Body&& body) noexcept {
  if constexpr (!Mode::fixed_order && !small_code) {
    if (products >= 8) return body.template operator()<4>();
  }
  body.template operator()<1>();
}

template <class Mode, class V, std::size_t count>
class Chains {
 public:
  DOWNHILL_INLINE explicit Chains(V start = V(0)) noexcept {
    sums_.fill(V(0));
    sums_[0] = start;
  }

  // Product k, of which the compiler should know k % count.
  DOWNHILL_INLINE void add(std::size_t k, V a, V b) noexcept {
    V& sum = sums_[k % count];
    sum = madd<Mode>(a, b, sum);
  }

  DOWNHILL_INLINE V total() const noexcept {
    if constexpr (count == 1) {
      return sums_[0];
    } else {
      return (sums_[0] + sums_[2]) + (sums_[1] + sums_[3]);
    }
  }

 private:
  std::array<V, count> sums_;
};

// body(k, k % count) for all k < end, in their order, the latter as a number that the compiler knows.
template <std::size_t count, class Body>
DOWNHILL_INLINE void in_turns(std::size_t end, Body&& body) noexcept {
  std::size_t k = 0;
  for (; k + count <= end; k += count) {
    for (std::size_t place = 0; place < count; ++place) body(k + place, place);
  }
  for (std::size_t place = 0; place + 1 < count; ++place) {
    if (k + place < end) body(k + place, place);
  }
}

}  // namespace downhill::kernels
