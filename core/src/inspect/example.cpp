// One example through the network and back (paper, sections 5 to 14).
#include "../directions.hpp"
#include "../targets.hpp"
#include "json.hpp"
#include "table.hpp"

#include <downhill/graph.hpp>

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

std::string column(const Matrix<double>& matrix) {
  std::vector<double> numbers;
  for (std::size_t r = 0; r < matrix.rows; ++r) numbers.push_back(matrix(r, 0));
  return json_numbers(numbers);
}

// A pass over one point, in double, as the network answers outside of training.
class ExamplePass {
 public:
  explicit ExamplePass(const Playground& playground)
      : playground_(playground),
        run_(playground.trainer()),
        theta_(in_double<float>(run_.theta())),
        statistics_(in_double<float>(run_.statistics())) {}

  Status load(const Point& point) {
    Status status = memory_.lay_out(Inspector::memory_limit, [&](Cursor& cursor) {
      tape_.plan(cursor, run_.network(), 1, TapeUse::inspection);
      cursor.take(slope_, widest(), 1);
      cursor.take(ones_, widest(), 1);
    });
    if (!status.ok()) return status;
    tape_.set_samples(1);
    const InputMap& map = playground_.inputs();
    fill_inputs<double>(map.features, map.standardisation, {&point.x1, 1}, {&point.x2, 1}, tape_.x);
    std::vector<double> targets(run_.network().outputs());
    fill_targets<double>(run_.spec(), playground_.dataset().regression, point, targets);
    for (std::size_t k = 0; k < targets.size(); ++k) tape_.y(k, 0) = targets[k];
    return status;
  }

  Tape<double>& tape() noexcept { return tape_; }
  std::vector<double>& theta() noexcept { return theta_; }
  Backprop<double> pass() noexcept {
    return {run_.network(),     kernels(), run_.spec().loss, theta_.data(), tape_,
            statistics_.data(), {},        run_.spec().fused};
  }

  void run() {
    const Backprop<double> there_and_back = pass();
    there_and_back.forward();
    there_and_back.losses();
    there_and_back.backward();
    // The short cut leaves dL/da out, which is shown all the same.
    const LayerTape<double>& output = tape_.layers.back();
    kernels().loss_gradient(run_.spec().loss, output.out, tape_.y, output.grad);
  }

  std::vector<double> gradient() {
    std::vector<double> gradient(theta_.size());
    pass().gradients(1.0, false, gradient.data());
    return gradient;
  }

  std::string layer_json(std::size_t l) {
    const LayerTape<double>& here = tape_.layers[l];
    const Activation phi = run_.network().layer(l).spec.activation;
    return json_object({{"z", column(here.z)},
                        {"u", column(here.u)},
                        {"a", column(here.a)},
                        {"out", column(here.out)},
                        {"slope", phi == Activation::softmax ? "null" : slopes(phi, here)},
                        {"back", column(here.grad)},
                        {"delta", column(here.delta)}});
  }

 private:
  const KernelTable<double>& kernels() const noexcept { return run_.engine().kernels<double>(); }

  std::size_t widest() const {
    std::size_t units = 1;
    for (const LayerLayout& layer : run_.network().layers()) units = std::max(units, layer.units());
    return units;
  }

  // phi'(u): what times_derivative makes of ones.
  std::string slopes(Activation phi, const LayerTape<double>& here) const {
    Matrix<double> slope = slope_, ones = ones_;
    slope.rows = ones.rows = here.u.rows;
    slope.stride = ones.stride = here.u.stride;
    slope.cols = ones.cols = here.u.cols;
    for (std::size_t u = 0; u < ones.rows; ++u) ones(u, 0) = 1.0;
    kernels().times_derivative(phi, here.u, here.a, ones, slope);
    return column(slope);
  }

  const Playground& playground_;
  const Trainer<float>& run_;
  std::vector<double> theta_, statistics_;
  Arena memory_;
  Tape<double> tape_;
  Matrix<double> slope_, ones_;
};

}  // namespace

Report Inspector::trace(const Point& point) {
  ExamplePass example(playground_);
  if (Status status = example.load(point); !status.ok()) return failed(status);
  const Tape<double>& tape = example.tape();
  example.run();
  std::string layers;
  for (std::size_t l = 0; l < tape.layers.size(); ++l) {
    layers += (l > 0 ? ", " : "") + example.layer_json(l);
  }
  std::vector<double> gradient = example.gradient();
  const double norm = length(gradient);
  return report(json_object({{"x", column(tape.x)},
                             {"y", column(tape.y)},
                             {"loss", json_of(tape.losses[0])},
                             {"shortCut", json_of(example.pass().takes_short_cut())},
                             {"gradientNorm", json_of(norm)},
                             {"layers", "[" + layers + "]"}}),
                std::move(gradient));
}

Status Inspector::make_point(double x1, double x2, double label_or_target, Point& point) const {
  const Dataset& data = playground_.dataset();
  if (!(std::abs(x1) <= Point::max_size) || !(std::abs(x2) <= Point::max_size)) {
    return refused("point: x1 and x2 must be numbers of at most " + to_text(Point::max_size) + ".");
  }
  if (data.regression) {
    if (!std::isfinite(label_or_target)) return refused("point: its target is not a number.");
    point = {x1, x2, 0, label_or_target};
    return {};
  }
  const std::size_t classes = confusion_classes(playground_.trainer().network().outputs());
  if (!(label_or_target >= 0.0) || label_or_target >= static_cast<double>(classes)) {
    return refused("point: its class must be 0 to " + std::to_string(classes - 1) + ".");
  }
  point = {x1, x2, static_cast<std::uint32_t>(label_or_target)};
  return {};
}

Report Inspector::trace(double x1, double x2, double label_or_target) {
  Point point;
  if (Status status = make_point(x1, x2, label_or_target, point); !status.ok()) return failed(status);
  return trace(point);
}

Report Inspector::nudge(double x1, double x2, double label_or_target, std::size_t place, double epsilon) {
  Point point;
  if (Status status = make_point(x1, x2, label_or_target, point); !status.ok()) return failed(status);
  ExamplePass example(playground_);
  if (Status status = example.load(point); !status.ok()) return failed(status);
  if (place >= example.theta().size() || !std::isfinite(epsilon)) {
    return failed(refused("nudge: there is no such parameter, or the step is not a number."));
  }
  example.run();
  const double before = example.tape().losses[0], slope = example.gradient()[place];
  example.theta()[place] += epsilon;
  example.run();
  return report(json_object({{"before", json_of(before)},
                             {"after", json_of(example.tape().losses[0])},
                             {"predicted", json_of(slope * epsilon)}}));
}

Status Inspector::check_point(std::size_t point) const {
  if (point < playground_.dataset().points.size()) return {};
  return refused("point: there is no number " + std::to_string(point) + ".");
}

Report Inspector::trace_point(std::size_t point) {
  if (Status status = check_point(point); !status.ok()) return failed(status);
  return trace(playground_.dataset().points[point]);
}

Report Inspector::batch() {
  return report(json_object({{"rows", json_numbers(playground_.trainer().batch())}}));
}

Report Inspector::graph(std::size_t point) {
  if (Status status = check_point(point); !status.ok()) return failed(status);
  ExamplePass example(playground_);
  if (Status status = example.load(playground_.dataset().points[point]); !status.ok()) return failed(status);
  example.run();
  Graph graph;
  if (Status status = build_graph(example.pass(), 0, graph); !status.ok()) return failed(status);
  const auto node_json = [](const GraphNode& node) {
    return json_object({{"op", json_of(name(node.op))},
                        {"name", json_of(std::string_view(node.name))},
                        {"layer", json_of(static_cast<double>(node.layer))},
                        {"rows", json_of(static_cast<double>(node.rows))},
                        {"cols", json_of(static_cast<double>(node.cols))},
                        {"inputs", json_numbers(node.inputs)},
                        {"value", json_numbers(node.value)},
                        {"adjoint", json_numbers(node.adjoint)}});
  };
  return report(json_object(
      {{"loss", json_of(graph.loss)},
       {"parameters", json_of(static_cast<double>(graph.parameters))},
       {"reversePasses", json_of(static_cast<double>(graph.reverse_passes))},
       {"forwardModePasses", json_of(static_cast<double>(graph.forward_mode_passes))},
       {"finiteDifferenceForwards", json_of(static_cast<double>(graph.finite_difference_forwards))},
       {"nodes", json_list(graph.nodes, node_json)}}));
}

}  // namespace downhill
