// The computational graph of a network for one sample, and reverse mode over it (paper, section 14).
#pragma once

#include <downhill/backprop.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

enum class Op : std::uint8_t {
  input,       // x
  target,      // y
  weights,     // W, row-major [units][inputs]
  bias,        // b
  gain,        // of a norm
  shift,       // of a norm
  mask,        // of dropout: 0 or 1 / (1 - p)
  matmul,      // W v
  add,         // v + w; of a residual connection, too
  multiply,    // v w, element by element
  norm,        // (v - mean) / sqrt(variance + epsilon)
  activation,  // phi(v)
  loss,        // L(a, y)
};

inline constexpr std::array<std::string_view, 13> op_names = {
    "input",  "target", "weights",  "bias", "gain",       "shift", "mask",
    "matmul", "add",    "multiply", "norm", "activation", "loss"};

constexpr std::string_view name(Op op) noexcept {
  return op_names[static_cast<std::size_t>(op)];
}

constexpr bool is_parameter(Op op) noexcept {
  return op == Op::weights || op == Op::bias || op == Op::gain || op == Op::shift;
}

struct GraphNode {
  Op op = Op::input;
  std::string name;       // "x", "W1", "W1 x", "z1", "a1" ... "y", "L": the paper's letters, layers from 1
  std::size_t layer = 0;  // counted from 0; that of input is 0, of target and loss the last one
  std::size_t rows = 1, cols = 1;   // cols > 1 for weights only
  std::vector<std::size_t> inputs;  // node numbers, all smaller than this one's
  std::size_t parameter = 0;        // of a parameter: its place in theta
  std::vector<double> value;
  std::vector<double> adjoint;  // dL/dvalue; zeros for what L does not depend on, and for the target
};

struct Graph {
  std::vector<GraphNode> nodes;  // in topological order; the loss comes last

  double loss = 0.0;
  std::size_t parameters = 0;  // m
  // What the whole gradient would cost otherwise. Reverse mode: one pass. Forward mode carries the derivative
  // by one parameter along: m passes. Central differences: 2 m forwards (section 6).
  std::size_t reverse_passes = 1;
  std::size_t forward_mode_passes = 0;
  std::size_t finite_difference_forwards = 0;

  // dL/dtheta, from the adjoints of the parameters' nodes.
  std::vector<double> gradient() const;
};

// The graph of sample `sample` of the pass's tape, whose forward pass has been run: parameters, x, y, dropout
// masks and batch norms' statistics are the pass's, everything else is computed here in double, op by op, and
// so are the adjoints: each op knows its own derivative and nothing of layers. Backprop must come to the same
// gradient (tested); where it takes the short cut of a proper pair, so does the step through the output's
// phi: it stays finite where a rounds to 0 or 1 and dL/da, the adjoint of a, may not. Refuses a sample that
// is not there, a training pass with batch norm (which has no graph of one sample), and more than a million
// parameters.
template <class T>
Status build_graph(const Backprop<T>& pass, std::size_t sample, Graph& graph);

}  // namespace downhill
