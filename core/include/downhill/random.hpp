// Random numbers with the same bits on every platform, in streams that do not disturb each other.
#pragma once

#include <cstdint>
#include <span>

namespace downhill {

// One stream for each use, so that a change in one (another batch size, more samples) leaves the others
// alone.
enum class Stream : std::uint64_t { data = 1, split = 2, init = 3, order = 4, dropout = 5 };

// PCG32 (XSH-RR), M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
// Random Number Generation", 2014. `part` numbers independent sequences within a stream (an epoch, a class).
class Random {
 public:
  Random(std::uint64_t seed, Stream stream, std::uint64_t part = 0) noexcept;
  // The generator as its author numbers the streams; for the published test vectors.
  Random(std::uint64_t initial_state, std::uint64_t sequence) noexcept;

  // Uniform over all 32-bit values.
  std::uint32_t bits() noexcept {
    const std::uint64_t old = state_;
    state_ = old * multiplier_ + increment_;
    const auto mixed = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto turn = static_cast<std::uint32_t>(old >> 59U);
    return (mixed >> turn) | (mixed << ((32U - turn) & 31U));
  }

  // Uniform over [0, bound), without bias (D. Lemire, 2019); bound >= 1.
  std::uint32_t below(std::uint32_t bound) noexcept;
  // Uniform over [0, 1), 53 random bits.
  double uniform() noexcept;
  // Uniform over [low, high).
  double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }
  // Standard normal (Box-Muller, the cosine half; two uniforms a number, so that the stream has no hidden
  // state).
  double normal() noexcept;

 private:
  friend void shuffle(std::span<std::uint32_t> items, Random& random) noexcept;

  // From now on a draw is what would have been the next but one.
  void take_every_second() noexcept {
    increment_ *= multiplier_ + 1U;
    multiplier_ *= multiplier_;
  }

  std::uint64_t state_ = 0;
  std::uint64_t multiplier_ = 6364136223846793005ULL;
  std::uint64_t increment_ = 1;
};

// Fisher-Yates: every order is equally likely.
void shuffle(std::span<std::uint32_t> items, Random& random) noexcept;

// The rows of a training set in the order in which an epoch takes them. It depends on seed and epoch alone,
// so any epoch can be replayed without the ones before.
void fill_epoch_order(std::span<std::uint32_t> order, std::uint64_t seed, std::uint64_t epoch) noexcept;

}  // namespace downhill
