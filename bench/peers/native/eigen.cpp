// Eigen by hand, as those who know it write it: samples in columns, no temporaries, vectorised tanh; once
// with sizes known at run time and once with all of them known to the compiler. Each with a shuffled epoch
// order, gathered batches and the loss, and "bare" without any of them: batches as they lie, which no trainer
// does.
#include "harness.hpp"

#include <tuple>
#include <type_traits>

#include <Eigen/Dense>

namespace downhill::bench {
namespace {

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

using RunTime = EigenTraining<std::vector<Layer<Dynamic, Dynamic, Dynamic>>, MatrixXf, MatrixXf>;
template <int Batch>
using Small = EigenTraining<typename FixedLayers<Batch, 2, 8, 8, 1>::Type, Matrix<float, 2, Batch>,
                            Matrix<float, 1, Batch>>;

template <int Batch>
void add_small(std::vector<Entry>& entries, const char* name) {
  for (const bool bare : {false, true}) {
    entries.push_back({bare ? "eigen-fixed-bare" : "eigen-fixed", name,
                       [=] { return std::make_unique<Small<Batch>>(*find_workload(name), bare); }});
  }
}

// W4, points in columns, `Tile` points at a time; the neurons' values are kept.
template <int In, int Units, int Tile, class X>
void grid_layer(const MatrixXf& W, const VectorXf& b, const X& x, MatrixXf& out, Index first) {
  const Matrix<float, Units, In> w = W;
  const Matrix<float, Units, 1> bias = b;
  Matrix<float, Units, Tile> z = w.lazyProduct(x);
  z.colwise() += bias;
  out.middleCols<Tile>(first) = z.array().tanh().matrix();
}

std::unique_ptr<Task> grid(bool fixed) {
  const auto x = grid_inputs();
  MatrixXf X = Map<const Matrix<float, 2, Dynamic, RowMajor>>(x.data(), 2, grid_points);
  MatrixXf W1 = MatrixXf::Random(8, 2), W2 = MatrixXf::Random(8, 8), W3 = MatrixXf::Random(1, 8);
  VectorXf b1 = VectorXf::Random(8), b2 = VectorXf::Random(8), b3 = VectorXf::Random(1);
  MatrixXf A1(8, grid_points), A2(8, grid_points), A3(1, grid_points);
  if (fixed) {
    return repeated(1.0, [=]() mutable {
      constexpr int tile = 64;
      for (Index p = 0; p < static_cast<Index>(grid_points); p += tile) {
        grid_layer<2, 8, tile>(W1, b1, X.middleCols<tile>(p), A1, p);
        grid_layer<8, 8, tile>(W2, b2, A1.middleCols<tile>(p), A2, p);
        grid_layer<8, 1, tile>(W3, b3, A2.middleCols<tile>(p), A3, p);
      }
    });
  }
  return repeated(1.0, [=]() mutable {
    constexpr Index tile = 256;
    const auto layer = [](const MatrixXf& W, const VectorXf& b, const auto& in, auto out) {
      out.noalias() = W * in;
      out.colwise() += b;
      out = out.array().tanh().matrix();
    };
    for (Index p = 0; p < static_cast<Index>(grid_points); p += tile) {
      layer(W1, b1, X.middleCols(p, tile), A1.middleCols(p, tile));
      layer(W2, b2, A1.middleCols(p, tile), A2.middleCols(p, tile));
      layer(W3, b3, A2.middleCols(p, tile), A3.middleCols(p, tile));
    }
  });
}

void add_products(std::vector<Entry>& entries) {
  for (const ProductShape& shape : product_shapes) {
    const auto rows = static_cast<Index>(shape.rows), cols = static_cast<Index>(shape.cols);
    const auto depth = static_cast<Index>(shape.depth);
    const auto add = [&](const char* what, auto product) {
      entries.push_back({"eigen", std::string(what) + "/" + std::string(shape.name), [=] {
                           return repeated(
                               shape.flops(),
                               [=, W = MatrixXf(MatrixXf::Random(rows, depth)),
                                x = MatrixXf(MatrixXf::Random(depth, cols)),
                                z = MatrixXf(MatrixXf::Random(rows, cols))]() mutable { product(W, x, z); });
                         }});
    };
    add("W5", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { z.noalias() = W * x; });
    add("W5t", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { x.noalias() = W.transpose() * z; });
    add("W5g", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { W.noalias() = z * x.transpose(); });
  }
}

void add_functions(std::vector<Entry>& entries) {
  const auto add = [&](const char* name, auto function) {
    entries.push_back({"eigen", name, [=] {
                         const auto x = uniform_numbers(function_count, -4.0F, 4.0F);
                         return repeated(function_count,
                                         [=, in = ArrayXf(Map<const ArrayXf>(x.data(), function_count)),
                                          out = ArrayXf(function_count)]() mutable { function(in, out); });
                       }});
  };
  add("exp", [](const ArrayXf& in, ArrayXf& out) { out = in.exp(); });
  add("tanh", [](const ArrayXf& in, ArrayXf& out) { out = in.tanh(); });
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  std::vector<Entry> entries;
  for (const Workload& work : workloads()) {
    for (const bool bare : {false, true}) {
      entries.push_back({bare ? "eigen-bare" : "eigen", std::string(work.name),
                         [&work, bare] { return std::make_unique<RunTime>(work, bare); }});
    }
  }
  add_small<10>(entries, "W1");
  add_small<500>(entries, "W1b");
  add_small<32>(entries, "W1c");
  add_small<1>(entries, "W1s");
  entries.push_back({"eigen", "W4", [] { return grid(false); }});
  entries.push_back({"eigen-fixed", "W4", [] { return grid(true); }});
  add_products(entries);
  add_functions(entries);
  return run_peer(count, arguments, entries);
}
