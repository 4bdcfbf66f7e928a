// Which rows are for training: a random draw of its own stream.
#pragma once

#include <downhill/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace downhill {

struct Split {
  std::vector<std::uint32_t> order;  // all rows, mixed
  std::size_t train = 0;             // the first so many are for training; at least one, and not all
};

// `rows` is at least 2, `ratio` between 0 and 1.
inline Split split_rows(std::size_t rows, double ratio, std::uint64_t seed) {
  Split split{.order = std::vector<std::uint32_t>(rows)};
  std::iota(split.order.begin(), split.order.end(), 0U);
  Random random(seed, Stream::split);
  shuffle(split.order, random);
  const double wanted = std::nearbyint(ratio * static_cast<double>(rows));
  split.train = std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, rows - 1);
  return split;
}

}  // namespace downhill
