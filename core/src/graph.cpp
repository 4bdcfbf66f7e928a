#include "graph_ops.hpp"

#include <downhill/graph.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace downhill {
namespace {

using namespace graph_ops;

template <class T>
Numbers column(ConstMatrix<T> matrix, std::size_t c) {
  Numbers result(matrix.rows);
  for (std::size_t r = 0; r < matrix.rows; ++r) result[r] = static_cast<double>(matrix(r, c));
  return result;
}

template <class T>
class Layers {
 public:
  Layers(const Backprop<T>& pass, std::size_t sample, Graph& graph)
      : pass_(pass), sample_(sample), build_(graph) {}

  void build() {
    const std::size_t last = pass_.network.depth() - 1;
    const std::size_t x = build_.leaf(Op::input, "x", 0, column<T>(pass_.tape.x, sample_));
    target_ = build_.leaf(Op::target, "y", last, column<T>(pass_.tape.y, sample_));
    std::size_t out = x, u = x;
    for (std::size_t l = 0; l <= last; ++l) {
      u = pre_activation(l, out);
      out = block_after(l, u, out);
    }
    const Numbers& y = build_.value(target_);
    const double loss = pass_.takes_short_cut() ? loss_of_proper_pair(pass_.loss, build_.value(u), y)
                                                : loss_of(pass_.loss, build_.value(out), y);
    build_.apply(Op::loss, "L", last, {out, target_}, {loss});
    build_.sweep(pass_.loss);
  }

 private:
  std::size_t parameter(Op op, const char* letter, std::size_t l, std::size_t place, std::size_t cols = 1) {
    const std::size_t count = pass_.network.layer(l).units() * cols;
    return build_.parameter(op, letter + std::to_string(l + 1), l, pass_.theta, place, count, cols);
  }

  // u from the layer's input: W x, z, and the norm's parts.
  std::size_t pre_activation(std::size_t l, std::size_t input) {
    const LayerLayout& at = pass_.network.layer(l);
    const std::string number = std::to_string(l + 1);
    const std::size_t weights = parameter(Op::weights, "W", l, at.weights, at.inputs);
    const std::size_t bias = parameter(Op::bias, "b", l, at.biases);
    const std::size_t z = build_.add("z" + number, l, build_.matmul(l, weights, input), bias);
    if (at.spec.norm == Norm::none) return z;
    const auto [mean, variance] = statistics(at, build_.value(z));
    const std::size_t normed = build_.norm("normed" + number, l, z, at.spec.norm, mean, variance);
    const std::size_t gain = parameter(Op::gain, "gain", l, at.gain);
    const std::size_t shift = parameter(Op::shift, "shift", l, at.shift);
    const std::size_t scaled = build_.multiply("gain" + number + " normed" + number, l, gain, normed);
    return build_.add("u" + number, l, scaled, shift);
  }

  std::pair<Numbers, Numbers> statistics(const LayerLayout& at, const Numbers& z) const {
    if (at.spec.norm == Norm::batch) {
      return {converted(pass_.statistics + at.running_mean, at.units()),
              converted(pass_.statistics + at.running_variance, at.units())};
    }
    double mean = 0.0, variance = 0.0;
    for (const double number : z) mean += number;
    mean /= static_cast<double>(z.size());
    for (const double number : z) variance += (number - mean) * (number - mean);
    variance /= static_cast<double>(z.size());
    return {Numbers(z.size(), mean), Numbers(z.size(), variance)};
  }

  // From u to what the next layer sees: phi, dropout, residual connection.
  std::size_t block_after(std::size_t l, std::size_t u, std::size_t input) {
    const LayerSpec& spec = pass_.network.layer(l).spec;
    const std::string number = std::to_string(l + 1);
    const bool short_cut = l + 1 == pass_.network.depth() && pass_.takes_short_cut();
    Detail detail{.phi = spec.activation, .factor = {}, .short_cut = short_cut ? target_ : 0};
    std::size_t out = build_.apply(Op::activation, "a" + number, l, {u},
                                   activated(spec.activation, build_.value(u)), std::move(detail));
    if (spec.dropout > 0.0 && pass_.training.on) {
      const std::size_t mask =
          build_.leaf(Op::mask, "mask" + number, l, column<T>(pass_.tape.layers[l].mask, sample_));
      out = build_.multiply("mask" + number + " a" + number, l, mask, out);
    }
    return spec.residual ? build_.add("out" + number, l, out, input) : out;
  }

  const Backprop<T>& pass_;
  std::size_t sample_;
  Builder build_;
  std::size_t target_ = 0;
};

}  // namespace

std::vector<double> Graph::gradient() const {
  std::vector<double> gradient(parameters);
  for (const GraphNode& node : nodes) {
    if (is_parameter(node.op)) {
      std::ranges::copy(node.adjoint, gradient.begin() + static_cast<std::ptrdiff_t>(node.parameter));
    }
  }
  return gradient;
}

template <class T>
Status build_graph(const Backprop<T>& pass, std::size_t sample, Graph& graph) {
  constexpr std::size_t most_parameters = 1'000'000;
  const std::size_t samples = pass.tape.x.cols, parameters = pass.network.parameter_count();
  if (sample >= samples) {
    return refused("graph: sample " + std::to_string(sample) + " is not among the " +
                   std::to_string(samples) + " of the pass.");
  }
  if (pass.training.on && pass.network.has_batch_norm()) {
    return refused("graph: batch norm joins the samples of a training pass; take an evaluation pass.");
  }
  if (parameters > most_parameters) {
    return refused("graph: " + std::to_string(parameters) + " parameters are more than " +
                   std::to_string(most_parameters) + ".");
  }
  Graph next;
  next.parameters = next.forward_mode_passes = parameters;
  next.finite_difference_forwards = 2 * parameters;
  Layers<T>(pass, sample, next).build();
  next.loss = next.nodes.back().value[0];
  graph = std::move(next);
  return {};
}

template Status build_graph(const Backprop<float>&, std::size_t, Graph&);
template Status build_graph(const Backprop<double>&, std::size_t, Graph&);

}  // namespace downhill
