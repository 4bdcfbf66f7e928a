#include "exact_maths.hpp"
#include "lanes.hpp"

#include <downhill/random.hpp>

#include <cmath>
#include <numeric>
#include <utility>

namespace downhill {
namespace {

// SplitMix64's finaliser (Steele, Lea and Flood, 2014): close seeds give unrelated states.
std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

// The draw that follows in the stream is one of `next`, which may be the same generator.
DOWNHILL_INLINE std::uint32_t draw_below(Random& random, Random& next, std::uint32_t bound) noexcept {
  for (;;) {
    const std::uint64_t product = std::uint64_t{random.bits()} * bound;
    const auto low = static_cast<std::uint32_t>(product);
    const bool biased = low < bound && low < (0U - bound) % bound;  // the first spares a division
    if (!biased) return static_cast<std::uint32_t>(product >> 32U);
    std::swap(random, next);
  }
}

}  // namespace

Random::Random(std::uint64_t seed, Stream stream, std::uint64_t part) noexcept
    : Random(mix(seed), mix(part * 16 + static_cast<std::uint64_t>(stream))) {}

Random::Random(std::uint64_t initial_state, std::uint64_t sequence) noexcept
    : increment_((sequence << 1U) | 1U) {
  bits();
  state_ += initial_state;
  bits();
}

std::uint32_t Random::below(std::uint32_t bound) noexcept {
  return draw_below(*this, *this, bound);
}

double Random::uniform() noexcept {
  const std::uint64_t high = bits() >> 5U;
  const std::uint64_t low = bits() >> 6U;
  return static_cast<double>((high << 26U) | low) * 0x1p-53;
}

double Random::normal() noexcept {
  constexpr double two_pi = 6.283185307179586476925;
  const double radius = std::sqrt(-2.0 * logarithm(1.0 - uniform()));
  return radius * cosine(two_pi * uniform());
}

void shuffle(std::span<std::uint32_t> items, Random& random) noexcept {
  // Two that take turns at its draws: each state follows from the last but one, and need not wait for the
  // last.
  Random first = random, second = random;
  second.bits();
  first.take_every_second();
  second.take_every_second();
  std::size_t left = items.size();
  const auto place = [&](Random& own, Random& next) DOWNHILL_INLINE_LAMBDA {
    const std::uint32_t chosen = draw_below(own, next, static_cast<std::uint32_t>(left));
    std::swap(items[--left], items[chosen]);
  };
  while (left > 2) {
    place(first, second);
    place(second, first);
  }
  if (left == 2) {
    place(first, second);
    std::swap(first, second);
  }
  random.state_ = first.state_;
}

void fill_epoch_order(std::span<std::uint32_t> order, std::uint64_t seed, std::uint64_t epoch) noexcept {
  std::iota(order.begin(), order.end(), 0U);
  Random random(seed, Stream::order, epoch);
  shuffle(order, random);
}

}  // namespace downhill
