// Batch norm and layer norm, forward and backward (paper, section 26).
#pragma once

#include "arrays.hpp"
#include "mode.hpp"
#include "vectors.hpp"

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Norms : Vectors<T, Arch> {
  using Base = Vectors<T, Arch>;
  using Rows = Arrays<T, Arch, Mode>;
  using Base::at;
  using Base::clear_padding;
  using Base::lanes;
  using Base::line_sum;
  using Base::load;
  using typename Base::V;

 public:
  static void row_statistics(ConstMatrix<T> z, T* mean, T* variance) noexcept {
    const auto n = static_cast<T>(z.cols);
    for (std::size_t r = 0; r < z.rows; ++r) {
      const T* row = z.row(r);
      const T centre = Rows::sum(row, z.cols) / n;
      mean[r] = centre;
      variance[r] = line_sum(z.cols,
                             [=](std::size_t s, std::size_t count, V sum) {
                               const V offset = first_lanes(load(row + s, count) - V(centre), count);
                               return madd<Mode>(offset, offset, sum);
                             }) /
                    n;
    }
  }

  static void batch_norm(ConstMatrix<T> z, const T* mean, const T* variance, T epsilon, const T* gain,
                         const T* shift, T* inverse, Matrix<T> normed, Matrix<T> u) noexcept {
    for (std::size_t r = 0; r < z.rows; ++r) {
      inverse[r] = T(1) / Lanes<T>::square_root(variance[r] + epsilon);
      const V centre(mean[r]), factor(inverse[r]), g(gain[r]), b(shift[r]);
      for (std::size_t s = 0; s < z.cols; s += lanes) {
        const V n = (at(z, r, s) - centre) * factor;
        n.store_unaligned(normed.row(r) + s);
        madd<Mode>(g, n, b).store_unaligned(u.row(r) + s);
      }
    }
  }

  static void batch_norm_backward(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain,
                                  const T* inverse, Matrix<T> delta) noexcept {
    const auto n = static_cast<T>(delta.cols);
    for (std::size_t r = 0; r < delta.rows; ++r) {
      const V mean_delta(Rows::sum(delta_u.row(r), delta.cols) / n);
      const V mean_product(Rows::dot(delta_u.row(r), normed.row(r), delta.cols) / n);
      const V factor(gain[r] * inverse[r]);
      for (std::size_t s = 0; s < delta.cols; s += lanes) {
        const V centred = at(delta_u, r, s) - mean_delta;
        (factor * madd<Mode>(-at(normed, r, s), mean_product, centred)).store_unaligned(delta.row(r) + s);
      }
    }
    clear_padding(delta);
  }

  static void layer_norm(ConstMatrix<T> z, T epsilon, const T* gain, const T* shift, T* inverse,
                         Matrix<T> normed, Matrix<T> u) noexcept {
    const V units(static_cast<T>(z.rows));
    for (std::size_t s = 0; s < z.cols; s += lanes) {
      V sum(T(0)), squares(T(0));
      for (std::size_t r = 0; r < z.rows; ++r) sum += at(z, r, s);
      const V mean = Lanes<V>::divide(sum, units);
      for (std::size_t r = 0; r < z.rows; ++r) {
        const V offset = at(z, r, s) - mean;
        squares = madd<Mode>(offset, offset, squares);
      }
      const V factor =
          Lanes<V>::divide(V(T(1)), Lanes<V>::square_root(Lanes<V>::divide(squares, units) + V(epsilon)));
      factor.store_unaligned(inverse + s);
      for (std::size_t r = 0; r < z.rows; ++r) {
        const V n = (at(z, r, s) - mean) * factor;
        n.store_unaligned(normed.row(r) + s);
        madd<Mode>(V(gain[r]), n, V(shift[r])).store_unaligned(u.row(r) + s);
      }
    }
  }

  static void layer_norm_backward(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain,
                                  const T* inverse, Matrix<T> delta) noexcept {
    const V units(static_cast<T>(delta.rows));
    for (std::size_t s = 0; s < delta.cols; s += lanes) {
      V sum(T(0)), products(T(0));
      for (std::size_t r = 0; r < delta.rows; ++r) {
        const V g(gain[r]), d = at(delta_u, r, s);
        sum = madd<Mode>(g, d, sum);
        products = madd<Mode>(g * d, at(normed, r, s), products);
      }
      const V mean_delta = Lanes<V>::divide(sum, units), mean_product = Lanes<V>::divide(products, units);
      const V factor = V::load_unaligned(inverse + s);
      for (std::size_t r = 0; r < delta.rows; ++r) {
        const V centred = madd<Mode>(V(gain[r]), at(delta_u, r, s), -mean_delta);
        (factor * madd<Mode>(-at(normed, r, s), mean_product, centred)).store_unaligned(delta.row(r) + s);
      }
    }
    clear_padding(delta);
  }

  static void norm_gradients(ConstMatrix<T> delta_u, ConstMatrix<T> normed, T scale, bool accumulate,
                             T* dgain, T* dshift) noexcept {
    const auto put = [=](T& gradient, T value) { gradient = accumulate ? gradient + value : value; };
    for (std::size_t r = 0; r < delta_u.rows; ++r) {
      put(dgain[r], scale * Rows::dot(delta_u.row(r), normed.row(r), delta_u.cols));
      put(dshift[r], scale * Rows::sum(delta_u.row(r), delta_u.cols));
    }
  }

 private:
  // v with zeros from lane n on.
  DOWNHILL_INLINE static V first_lanes(V v, std::size_t n) noexcept {
    if (n >= lanes) return v;
    std::array<T, lanes> part;
    v.store_unaligned(part.data());
    return load(part.data(), n);
  }
};

}  // namespace downhill::kernels
