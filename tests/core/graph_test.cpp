#include "runs.hpp"
#include "table.hpp"

#include <downhill/graph.hpp>

#include <algorithm>
#include <cmath>

namespace downhill::testing {
namespace {

// A forward and a backward pass over a few samples, with all that it needs.
template <class T>
class Pass {
 public:
  static constexpr std::size_t samples = 5;

  Pass(const NetworkSpec& spec, Loss loss, bool fused, TrainingPass training, double reach = 1.0)
      : network(spec),
        theta(uniform<T>(network.parameter_count(), 7, -reach, reach)),
        statistics(uniform<T>(network.statistic_count(), 8, 0.2, 2.0)),
        gradient_(network.parameter_count()),
        inputs_(uniform<T>(samples * network.inputs(), 9)),
        backprop{network, scalar_engine().kernels<T>(), loss, theta.data(), tape, statistics.data(), training,
                 fused} {
    EXPECT_TRUE(
        memory_
            .lay_out(1U << 24U,
                     [&](Cursor& cursor) { tape.plan(cursor, network, samples, TapeUse::inspection); })
            .ok());
    // Targets that suit every loss: shares that sum to 1.
    std::vector<T> targets = uniform<T>(samples * network.outputs(), 10, 0.1, 1.0);
    for (std::size_t s = 0; s < samples; ++s) {
      T sum = 0;
      for (std::size_t k = 0; k < network.outputs(); ++k) sum += targets[s * network.outputs() + k];
      for (std::size_t k = 0; k < network.outputs() && sum > T(1); ++k)
        targets[s * network.outputs() + k] /= sum;
    }
    tape.load(backprop.kernels, inputs_.data(), targets.data(), samples);
    backprop.forward();
    backprop.losses();
    backprop.backward();
  }
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;

  // dL/dtheta of one sample: the rows of delta of the others are taken out.
  const std::vector<T>& gradient(std::size_t sample) {
    for (LayerTape<T>& layer : tape.layers) {
      for (const Matrix<T>* part : {&layer.delta, &layer.delta_u}) {
        for (std::size_t u = 0; u < part->rows; ++u) {
          for (std::size_t s = 0; s < samples; ++s) {
            if (s != sample) (*part)(u, s) = T(0);
          }
        }
      }
    }
    backprop.gradients(T(1), false, gradient_.data());
    return gradient_;
  }

  Network network;
  std::vector<T> theta, statistics;
  Tape<T> tape;

 private:
  std::vector<T> gradient_, inputs_;
  Arena memory_;

 public:
  Backprop<T> backprop;
};

template <class T>
constexpr double tolerance = sizeof(T) == 4 ? 2e-4 : 1e-12;

double distance(double a, double b) {
  return std::abs(a - b) / std::max({1.0, std::abs(a), std::abs(b)});
}

const GraphNode* find(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &GraphNode::name);
  return node == graph.nodes.end() ? nullptr : &*node;
}

template <class T>
void expect_agreement(const NetworkSpec& spec, Loss loss, bool fused, TrainingPass training = {}) {
  const std::size_t sample = 3;
  Pass<T> pass(spec, loss, fused, training);
  Graph graph;
  const Status status = build_graph(pass.backprop, sample, graph);
  ASSERT_TRUE(status.ok()) << status.message;
  EXPECT_LT(distance(graph.loss, static_cast<double>(pass.tape.losses[sample])), tolerance<T>);
  for (std::size_t l = 0; l < pass.network.depth(); ++l) {
    const std::string number = std::to_string(l + 1);
    const GraphNode *z = find(graph, "z" + number), *a = find(graph, "a" + number);
    ASSERT_TRUE(z && a);
    for (std::size_t u = 0; u < z->rows; ++u) {
      EXPECT_LT(distance(z->value[u], static_cast<double>(pass.tape.layers[l].z(u, sample))), tolerance<T>);
      EXPECT_LT(distance(a->value[u], static_cast<double>(pass.tape.layers[l].a(u, sample))), tolerance<T>);
      EXPECT_LT(distance(z->adjoint[u], static_cast<double>(pass.tape.layers[l].delta(u, sample))),
                tolerance<T>);
    }
  }
  const std::vector<double> gradient = graph.gradient();
  const std::vector<T>& expected = pass.gradient(sample);
  ASSERT_EQ(gradient.size(), expected.size());
  double largest = 0.0;
  for (std::size_t j = 0; j < gradient.size(); ++j) {
    ASSERT_LT(distance(gradient[j], static_cast<double>(expected[j])), tolerance<T>) << "parameter " << j;
    largest = std::max(largest, std::abs(gradient[j]));
  }
  EXPECT_GT(largest, 1e-3);  // there was something to agree upon
}

template <class T>
class GraphOf : public ::testing::Test {};
using NumberTypes = ::testing::Types<float, double>;
TYPED_TEST_SUITE(GraphOf, NumberTypes);

TYPED_TEST(GraphOf, AgreesWithBackpropForEveryActivation) {
  for (std::size_t k = 0; k + 1 < activation_names.size(); ++k) {  // softmax, the last one, is for outputs
    SCOPED_TRACE(activation_names[k]);
    const auto phi = static_cast<Activation>(k);
    expect_agreement<TypeParam>(
        {3,
         {{.units = 4, .activation = phi}, {.units = 5, .activation = phi}, {.units = 2, .activation = phi}}},
        Loss::squared_error, true);
  }
}

TYPED_TEST(GraphOf, AgreesWithBackpropForEveryPair) {
  struct Pair {
    Activation output;
    Loss loss;
  };
  for (const auto& [output, loss] :
       std::initializer_list<Pair>{{Activation::linear, Loss::squared_error},
                                   {Activation::sigmoid, Loss::binary_cross_entropy},
                                   {Activation::softmax, Loss::cross_entropy},
                                   {Activation::sigmoid, Loss::squared_error},
                                   {Activation::softmax, Loss::squared_error},
                                   {Activation::sigmoid, Loss::cross_entropy},
                                   {Activation::softmax, Loss::binary_cross_entropy}}) {
    for (const bool fused : {true, false}) {
      SCOPED_TRACE(std::string(name(output)) + " " + std::string(name(loss)) + (fused ? " fused" : ""));
      expect_agreement<TypeParam>({2, {{.units = 4}, {.units = 3, .activation = output}}}, loss, fused);
    }
  }
}

TYPED_TEST(GraphOf, AgreesWithBackpropThroughEveryPartOfABlock) {
  for (const Norm norm : {Norm::none, Norm::batch, Norm::layer}) {
    for (const bool training : {false, true}) {
      if (training && norm == Norm::batch) continue;  // refused, see below
      SCOPED_TRACE(std::string(name(norm)) + (training ? " training" : ""));
      const LayerSpec hidden{
          .units = 4, .activation = Activation::silu, .norm = norm, .dropout = 0.4, .residual = true};
      const LayerSpec output{.units = 4, .activation = Activation::sigmoid, .norm = norm};
      LayerSpec odd_output = output;
      odd_output.residual = true;
      expect_agreement<TypeParam>({4, {hidden, hidden, output}}, Loss::binary_cross_entropy, true,
                                  {training, 5, 2});
      expect_agreement<TypeParam>({4, {hidden, odd_output}}, Loss::squared_error, true, {training, 5, 2});
    }
  }
}

// sigmoid(w x + b) with w = 1/2, b = -1, x = 2 is 1/2; y = 1, so L = log 2, delta = -1/2, dL/dw = -1.
TYPED_TEST(GraphOf, ByHand) {
  using T = TypeParam;
  Pass<T> pass({1, {{.units = 1, .activation = Activation::sigmoid}}}, Loss::binary_cross_entropy, true, {});
  pass.theta = {T(0.5), T(-1)};
  pass.tape.x(0, 0) = T(2);
  pass.tape.y(0, 0) = T(1);
  pass.backprop.forward();
  Graph graph;
  ASSERT_TRUE(build_graph(pass.backprop, 0, graph).ok());
  EXPECT_NEAR(graph.loss, std::log(2.0), 1e-15);
  EXPECT_EQ(find(graph, "W1 x")->value[0], 1.0);
  EXPECT_EQ(find(graph, "z1")->value[0], 0.0);
  EXPECT_EQ(find(graph, "z1")->adjoint[0], -0.5);
  EXPECT_EQ(find(graph, "a1")->value[0], 0.5);
  EXPECT_EQ(find(graph, "a1")->adjoint[0], -2.0);  // -1 / a
  EXPECT_EQ(find(graph, "W1")->adjoint[0], -1.0);
  EXPECT_EQ(find(graph, "b1")->adjoint[0], -0.5);
  EXPECT_EQ(find(graph, "x")->adjoint[0], -0.25);
  EXPECT_EQ(graph.gradient(), (std::vector<double>{-1.0, -0.5}));
}

TYPED_TEST(GraphOf, IsInTopologicalOrderWithOneNodeForEveryOp) {
  using T = TypeParam;
  const LayerSpec hidden{.units = 2, .norm = Norm::layer, .dropout = 0.3, .residual = true};
  Pass<T> pass({2, {hidden, {.units = 1, .activation = Activation::sigmoid}}}, Loss::binary_cross_entropy,
               true, {true, 1, 0});
  Graph graph;
  ASSERT_TRUE(build_graph(pass.backprop, 0, graph).ok());
  std::vector<std::string> names;
  std::vector<std::size_t> used(graph.nodes.size());
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const GraphNode& node = graph.nodes[n];
    names.push_back(node.name);
    EXPECT_EQ(node.value.size(), node.rows * node.cols);
    EXPECT_EQ(node.adjoint.size(), node.value.size());
    for (const std::size_t input : node.inputs) {
      EXPECT_LT(input, n);
      ++used[input];
    }
  }
  const std::vector<std::string> expected = {
      "x",  "y",  "W1",    "b1",       "W1 x", "z1", "normed1", "gain1",   "shift1", "gain1 normed1",
      "u1", "a1", "mask1", "mask1 a1", "out1", "W2", "b2",      "W2 out1", "z2",     "a2",
      "L"};
  EXPECT_EQ(names, expected);
  EXPECT_EQ(used[0], 2U);  // x goes into W1 x and around it
  EXPECT_EQ(used.back(), 0U);
  for (std::size_t n = 0; n + 1 < used.size(); ++n) EXPECT_GE(used[n], 1U) << names[n];
  EXPECT_EQ(graph.parameters, 2U * 2 + 2 + 2 + 2 + 2 + 1);
  EXPECT_EQ(graph.reverse_passes, 1U);
  EXPECT_EQ(graph.forward_mode_passes, 13U);
  EXPECT_EQ(graph.finite_difference_forwards, 26U);
}

// Where a rounds to 1, dL/da is infinite and the product would be NaN.
TYPED_TEST(GraphOf, AProperPairStaysFiniteWhereItSaturates) {
  using T = TypeParam;
  Pass<T> pass({1, {{.units = 1, .activation = Activation::sigmoid}}}, Loss::binary_cross_entropy, true, {});
  pass.theta = {T(100), T(0)};
  pass.tape.x(0, 0) = T(2);
  pass.tape.y(0, 0) = T(0);
  pass.backprop.forward();
  Graph graph;
  ASSERT_TRUE(build_graph(pass.backprop, 0, graph).ok());
  EXPECT_EQ(graph.loss, 200.0);
  EXPECT_EQ(find(graph, "z1")->adjoint[0], 1.0);
  EXPECT_EQ(graph.gradient()[0], 2.0);
}

TYPED_TEST(GraphOf, RefusesWhatHasNone) {
  using T = TypeParam;
  const NetworkSpec spec{2, {{.units = 3, .norm = Norm::batch}, {.units = 1}}};
  Pass<T> training(spec, Loss::squared_error, true, {true, 1, 0}),
      evaluation(spec, Loss::squared_error, true, {});
  Graph graph;
  EXPECT_EQ(build_graph(training.backprop, 0, graph).code, Code::refused);
  const Status status = build_graph(evaluation.backprop, 5, graph);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find("sample 5"), std::string::npos);
  EXPECT_TRUE(graph.nodes.empty());
}

TYPED_TEST(GraphOf, LooksAtARunWithoutDisturbingIt) {
  using T = TypeParam;
  const Points<T> points(20, 0);
  Trainer<T> run;
  ASSERT_TRUE(run.build(rich_spec(), points.train(), points.test(), scalar_engine()).ok());
  ASSERT_TRUE(run.step(4).ok());
  const Undisturbed<T> undisturbed(run);
  const Backprop<T> pass = run.scratch_pass();
  pass.tape.load(pass.kernels, points.train().inputs, points.train().targets, 1);
  pass.forward();
  Graph graph;
  ASSERT_TRUE(build_graph(pass, 0, graph).ok());
  EXPECT_EQ(graph.nodes.back().op, Op::loss);
}

}  // namespace
}  // namespace downhill::testing
