// Eigenvalues of a small symmetric matrix.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace downhill {

struct Eigen {
  std::vector<double> values;   // in no order
  std::vector<double> vectors;  // column k, [row * n + k], belongs to values[k]; of length 1, at right angles
};

// Cyclic Jacobi (1846): every rotation makes one pair of off-diagonal elements 0. Slow for hundreds of rows,
// exact to rounding, and simple. `a` is row-major [n][n] and symmetric.
inline Eigen symmetric_eigen(std::vector<double> a, std::size_t n) {
  Eigen result{std::vector<double>(n), std::vector<double>(n * n)};
  std::vector<double>& v = result.vectors;
  for (std::size_t i = 0; i < n; ++i) v[i * n + i] = 1.0;
  const auto rotate = [](std::vector<double>& m, std::size_t i, std::size_t j, double c, double s) {
    const double x = m[i], y = m[j];
    m[i] = c * x - s * y;
    m[j] = s * x + c * y;
  };
  constexpr int most_sweeps = 60;  // some eight are usual
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    bool rotated = false;
    for (std::size_t p = 0; p + 1 < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        const double off = a[p * n + q];
        // Too small to change either diagonal element.
        if (std::abs(off) <= 1e-17 * (std::abs(a[p * n + p]) + std::abs(a[q * n + q]))) continue;
        rotated = true;
        const double tau = (a[q * n + q] - a[p * n + p]) / (2.0 * off);
        const double t = (tau >= 0.0 ? 1.0 : -1.0) / (std::abs(tau) + std::sqrt(1.0 + tau * tau));
        const double c = 1.0 / std::sqrt(1.0 + t * t), s = t * c;
        for (std::size_t k = 0; k < n; ++k) rotate(a, p * n + k, q * n + k, c, s);  // rows
        for (std::size_t k = 0; k < n; ++k) rotate(a, k * n + p, k * n + q, c, s);  // columns
        for (std::size_t k = 0; k < n; ++k) rotate(v, k * n + p, k * n + q, c, s);
        a[p * n + q] = a[q * n + p] = 0.0;
      }
    }
    if (!rotated) break;
  }
  for (std::size_t i = 0; i < n; ++i) result.values[i] = a[i * n + i];
  return result;
}

}  // namespace downhill
