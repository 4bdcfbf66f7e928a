// Training by hand with Eigen: samples in columns, no temporaries, vectorised tanh; sizes known at run time
// or all of them known to the compiler.
#pragma once

#include "program.hpp"

#include <tuple>
#include <type_traits>

#include <Eigen/Dense>

namespace downhill::bench {

using namespace Eigen;

// State and update of one parameter array.
template <class Array>
struct Parameter {
  Array value, gradient, first, second;
  void resize(Index rows, Index cols) {
    for (Array* each : {&value, &gradient, &first, &second}) each->setZero(rows, cols);
  }
  void update(Rule rule, float rate, float correct1, float correct2) {
    if (rule == Rule::sgd) {
      value -= rate * gradient;
    } else if (rule == Rule::momentum) {
      first = momentum_beta * first - rate * gradient;
      value += first;
    } else {
      first = adam_beta1 * first + (1.0F - adam_beta1) * gradient;
      second.array() = adam_beta2 * second.array() + (1.0F - adam_beta2) * gradient.array().square();
      value.array() -=
          (rate / correct1) * first.array() / ((second.array() * (1.0F / correct2)).sqrt() + adam_epsilon);
    }
  }
};

template <int In, int Out, int Batch>
struct Layer {
  static constexpr bool fixed = Batch != Dynamic;
  Parameter<Matrix<float, Out, In>> W;
  Parameter<Matrix<float, Out, 1>> b;
  Matrix<float, Out, Batch> a, delta;

  void build(Index inputs, Index units, Index batch, bool relu, unsigned seed) {
    W.resize(units, inputs);
    b.resize(units, 1);
    a.setZero(units, batch);
    delta.setZero(units, batch);
    const float width = relu ? std::sqrt(6.0F / static_cast<float>(inputs))
                             : std::sqrt(6.0F / static_cast<float>(inputs + units));
    const auto numbers = uniform_numbers(static_cast<std::size_t>(inputs * units), -width, width, seed);
    std::copy(numbers.begin(), numbers.end(), W.value.data());
  }

  // For small fixed sizes the lazy product is the one that unrolls; else Eigen packs for its GEMM.
  template <class To, class A, class B>
  static void product(To&& to, const A& x, const B& y) {
    if constexpr (fixed)
      to = x.lazyProduct(y);
    else
      to.noalias() = x * y;
  }

  template <class X>
  void forward(const X& x, bool relu, bool output) {
    const Index n = x.cols();
    auto z = a.leftCols(n);
    product(z, W.value, x);
    z.colwise() += b.value;
    if (!relu) {
      z = z.array().tanh().matrix();
    } else if (!output) {
      z = z.cwiseMax(0.0F);
    } else {
      const auto largest = z.colwise().maxCoeff().eval();
      z.rowwise() -= largest;
      z = z.array().exp().matrix();
      const auto sums = z.colwise().sum().eval();
      z.array().rowwise() /= sums.array();
    }
  }

  // delta = delta * phi'(z).
  void through_activation(Index n, bool relu) {
    auto d = delta.leftCols(n);
    const auto out = a.leftCols(n).array();
    if (relu)
      d = (out > 0.0F).select(d, 0.0F);
    else
      d.array() *= 1.0F - out.square();
  }

  template <class X>
  void gradients(const X& x, float scale) {
    const Index n = x.cols();
    product(W.gradient, delta.leftCols(n), x.transpose());
    W.gradient *= scale;
    b.gradient = delta.leftCols(n).rowwise().sum() * scale;
  }

  void update(Rule rule, float rate, float correct1, float correct2) {
    W.update(rule, rate, correct1, correct2);
    b.update(rule, rate, correct1, correct2);
  }
};

// Layers in a tuple with types of their own, or in a vector; both walked by index.
template <int Batch, int... Widths>
struct FixedLayers;
template <int Batch, int In, int Out>
struct FixedLayers<Batch, In, Out> {
  using Type = std::tuple<Layer<In, Out, Batch>>;
};
template <int Batch, int In, int Out, int... Rest>
struct FixedLayers<Batch, In, Out, Rest...> {
  using Type = decltype(std::tuple_cat(std::declval<std::tuple<Layer<In, Out, Batch>>>(),
                                       std::declval<typename FixedLayers<Batch, Out, Rest...>::Type>()));
};

template <class Layers, class Inputs, class Targets>
class EigenTraining : public Training {
  static constexpr bool fixed = !std::is_same_v<Layers, std::vector<Layer<Dynamic, Dynamic, Dynamic>>>;

 public:
  EigenTraining(const Workload& chosen, bool is_bare) : Training(chosen), bare_(is_bare), order_(set.count) {
    if constexpr (!fixed) layers_.resize(work.widths.size() - 1);
    const auto batch = static_cast<Index>(work.batch);
    x_.setZero(static_cast<Index>(work.inputs()), batch);
    y_.setZero(static_cast<Index>(work.outputs()), batch);
    build<0>();
  }
  double items() const override {  // fixed sizes leave out the last, smaller batch
    return static_cast<double>(fixed ? set.count / work.batch * work.batch : set.count);
  }

  void run() override {
    const Map<const MatrixXf> X(set.inputs.data(), x_.rows(), static_cast<Index>(set.count));
    const Map<const MatrixXf> Y(set.targets.data(), y_.rows(), static_cast<Index>(set.count));
    const auto* order = bare_ ? nullptr : order_.next().data();
    for (std::size_t first = 0; first < set.count; first += work.batch) {
      const auto n = static_cast<Index>(std::min(work.batch, set.count - first));
      if (fixed && n < x_.cols()) break;
      if (bare_) {
        if constexpr (fixed) {
          step(X.template middleCols<Inputs::ColsAtCompileTime>(static_cast<Index>(first)),
               Y.template middleCols<Inputs::ColsAtCompileTime>(static_cast<Index>(first)));
        } else {
          step(X.middleCols(static_cast<Index>(first), n), Y.middleCols(static_cast<Index>(first), n));
        }
        continue;
      }
      for (Index s = 0; s < n; ++s) {
        const Index row = order[first + static_cast<std::size_t>(s)];
        x_.col(s) = X.col(row);
        y_.col(s) = Y.col(row);
      }
      if constexpr (fixed)
        step(x_, y_);
      else
        step(x_.leftCols(n), y_.leftCols(n));
      batch_loss_ += loss_of(last().a.leftCols(n), y_.leftCols(n));
    }
  }

  double loss() override {
    const Map<const MatrixXf> X(set.inputs.data(), x_.rows(), static_cast<Index>(set.count));
    const Map<const MatrixXf> Y(set.targets.data(), y_.rows(), static_cast<Index>(set.count));
    double sum = 0.0;
    std::size_t counted = 0;
    for (std::size_t first = 0; first + work.batch <= set.count; first += work.batch) {
      x_ = X.middleCols(static_cast<Index>(first), x_.cols());
      y_ = Y.middleCols(static_cast<Index>(first), x_.cols());
      forward<0>(x_);
      sum += loss_of(last().a, y_);
      counted += work.batch;
    }
    return sum / static_cast<double>(counted);
  }

 private:
  template <class A, class B>
  double loss_of(const A& a, const B& y) const {
    if (!work.softmax) return 0.5 * static_cast<double>((a - y).squaredNorm());
    return -static_cast<double>((y.array() * (a.array() + 1e-30F).log()).sum());
  }

  // The layer of index l: a compile-time index for the tuple, a run-time one for the vector.
  template <std::size_t l>
  auto& at([[maybe_unused]] std::size_t index) {
    if constexpr (fixed)
      return std::get<l>(layers_);
    else
      return layers_[index];
  }
  auto& last() {
    if constexpr (fixed)
      return std::get<std::tuple_size_v<Layers> - 1>(layers_);
    else
      return layers_.back();
  }
  // Calls body(layer, index) for every layer, upwards.
  template <class Body, std::size_t... l>
  void each_of(Body&& body, std::index_sequence<l...>) {
    (body(std::get<l>(layers_), l), ...);
  }
  template <class Body>
  void each(Body&& body) {
    if constexpr (fixed) {
      each_of(body, std::make_index_sequence<std::tuple_size_v<Layers>>());
    } else {
      for (std::size_t l = 0; l < layers_.size(); ++l) body(layers_[l], l);
    }
  }

  template <std::size_t>
  void build() {
    each([&](auto& layer, std::size_t l) {
      layer.build(static_cast<Index>(work.widths[l]), static_cast<Index>(work.widths[l + 1]), x_.cols(),
                  work.softmax, static_cast<unsigned>(l + 1));
    });
  }

  template <std::size_t, class In>
  void forward(const In& x) {
    const Index n = x.cols();
    const std::size_t depth = work.widths.size() - 1;
    if constexpr (fixed) {
      std::get<0>(layers_).forward(x, work.softmax, depth == 1);
      forward_rest<1>();
    } else {
      layers_[0].forward(x, work.softmax, depth == 1);
      for (std::size_t l = 1; l < depth; ++l) {
        layers_[l].forward(layers_[l - 1].a.leftCols(n), work.softmax, l + 1 == depth);
      }
    }
  }
  template <std::size_t l>
  void forward_rest() {
    if constexpr (l < std::tuple_size_v<Layers>) {
      std::get<l>(layers_).forward(std::get<l - 1>(layers_).a, work.softmax,
                                   l + 1 == std::tuple_size_v<Layers>);
      forward_rest<l + 1>();
    }
  }

  template <class In>
  void backward(const In& x, float scale) {
    const Index n = x.cols();
    if constexpr (fixed) {
      backward_rest<std::tuple_size_v<Layers> - 1>(x, scale);
    } else {
      for (std::size_t l = layers_.size(); l-- > 0;) {
        if (l == 0) {
          layers_[0].gradients(x, scale);
          break;
        }
        layers_[l].gradients(layers_[l - 1].a.leftCols(n), scale);
        layers_[l - 1].delta.leftCols(n).noalias() =
            layers_[l].W.value.transpose() * layers_[l].delta.leftCols(n);
        layers_[l - 1].through_activation(n, work.softmax);
      }
    }
  }
  template <std::size_t l, class In>
  void backward_rest(const In& x, float scale) {
    auto& here = std::get<l>(layers_);
    if constexpr (l == 0) {
      here.gradients(x, scale);
    } else {
      auto& below = std::get<l - 1>(layers_);
      here.gradients(below.a, scale);
      below.delta = here.W.value.transpose().lazyProduct(here.delta);
      below.through_activation(x.cols(), work.softmax);
      backward_rest<l - 1>(x, scale);
    }
  }

  template <class In, class Out>
  void step(const In& x, const Out& y) {
    const Index n = x.cols();
    forward<0>(x);
    last().delta.leftCols(n) = last().a.leftCols(n) - y;
    if (!work.softmax) last().through_activation(n, false);
    backward(x, 1.0F / static_cast<float>(n));
    if (work.rule == Rule::adam) {
      power1_ *= adam_beta1;
      power2_ *= adam_beta2;
    }
    each([&](auto& layer, std::size_t) {
      layer.update(work.rule, work.rate, 1.0F - power1_, 1.0F - power2_);
    });
  }

  bool bare_;
  Order order_;
  Layers layers_;
  Inputs x_;
  Targets y_;
  float power1_ = 1.0F, power2_ = 1.0F;
  double batch_loss_ = 0.0;
};

}  // namespace downhill::bench
