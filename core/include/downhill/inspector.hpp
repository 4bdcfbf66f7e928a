// Looks into a run: every number that "see inside" shows, from a copy of the run, as JSON with arrays beside
// it. The run itself is never touched.
#pragma once

#include <downhill/cost.hpp>
#include <downhill/diagnostics.hpp>
#include <downhill/flow.hpp>
#include <downhill/gradient_check.hpp>
#include <downhill/landscape.hpp>
#include <downhill/objective.hpp>
#include <downhill/playground.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

// What was found. JSON has null for NaN and Inf. What comes once a parameter or once a point of a picture is
// in `numbers`, array behind array; the method tells which.
struct Report {
  Status status;
  std::string json;
  std::vector<double> numbers;
};

// A landscape's plane through theta.
enum class PlaneKind : std::uint8_t { random, weights, trajectory };

inline constexpr std::array<std::string_view, 3> plane_names = {"random", "weights", "trajectory"};

class Inspector {
 public:
  static constexpr std::size_t memory_limit = std::size_t{24} << 20U;

  Inspector() : playground_(memory_limit) {}

  // ---- The run that is looked at: settings and points as Playground takes them, and where it is.
  Status configure(std::string_view query);
  Status load_points(std::string_view csv, bool regression);
  Status restore(std::span<const double> snapshot);
  // Of race pictures.
  void set_palette(const Palette& palette) noexcept;
  Playground& playground() noexcept { return playground_; }

  // ---- One example, phase by phase (sections 5 to 13)
  // A sample through the network and back, in double, dropping nothing out, batch norms as they remember:
  // {x, y, loss, shortCut, layers: [{z, u, a, out, slope, back, delta}], gradientNorm}; slope is phi'(u),
  // null for softmax; back is W^T delta of the layer behind, at the output dL/da. numbers: dL/dtheta.
  Report trace(double x1, double x2, double label_or_target);
  // The same of a point of the data: training points first.
  Report trace_point(std::size_t point);
  // What L of a point becomes when parameter `place` is moved by `epsilon` (section 7): {before, after,
  // predicted}, the last one by the gradient.
  Report nudge(double x1, double x2, double label_or_target, std::size_t place, double epsilon);
  // The rows of the training set that the next step takes: {rows}.
  Report batch();
  // The computational graph of a point: {loss, passes, nodes: [{op, name, layer, rows, cols, inputs, value,
  // adjoint}]} (section 14).
  Report graph(std::size_t point);

  // ---- The next step (sections 3, 4, 16 to 20, 23, 28), made by a copy of the run
  // {step, eta, rows, batchLoss, optimizer: {kind, beta, ...}, memory: {beta1Power, beta2Power}, normBefore,
  // norm, clipped, diverged, cosine, cosineToLast, turning, dropped: [[unit, ...] a layer]}; cosine is that
  // of the step to -gradient with its penalty, cosineToLast that to the step before, null before the first;
  // turning the share of parameters that go back on it; dropped are the units that dropout left out for the
  // step's first sample. numbers, a parameter each: the gradient as backpropagation left it, clipped, and
  // with its penalty; theta and the rule's two arrays before the step, the same after it.
  Report next_step();
  // The same gradient, another rule: {rules: [{kind, norm, cosine, hash}]}, cosine to -gradient, hash over
  // the gradient's bits; numbers: what each kind in turn adds to theta, from an empty memory.
  Report swap_rules();
  // {full: {before, after, predicted, actual, ratio, penalised}, batch: {...}} of the next step.
  Report taylor();
  // J(theta - t gradient) for `count` t from `low` to `high`: {start, slope, t, values}.
  Report slice(double low, double high, std::size_t count);
  // {epochs, rates}: the schedule over that many epochs.
  Report rates(double epochs, std::size_t count);
  // {points: [{eta, loss, smooth}], divergedAt, suggested} (range_test.hpp).
  Report range_test(double low, double high, std::size_t steps);
  // Mini-batch gradients about the full one: {fullNorm, batches: [{samples, cosine, normRatio, along,
  // across}], trace, square, scale} (batches.hpp).
  Report fan(std::size_t batch_size, std::size_t count);

  // ---- All samples (sections 19 to 21, 23)
  // {layers: [{delta, gradient, weights, update, zMean, zDeviation, aMean, aDeviation, saturated, dead}]}
  // (flow.hpp).
  Report flow();
  // {low, high, layers: [{counts, below, above, nans}]}.
  Report histograms(Quantity quantity, const HistogramRange& range);
  // phi and its derivative over [low, high]: {z, phi, slope}.
  // A loss behind an output's activation, for a sample of the class itself, over its z: {z, loss, delta,
  // shortCut} (section 9). Softmax has a second output whose z is 0.
  Report pairing(Activation output, Loss loss, double low, double high, std::size_t count);
  Report activation(Activation activation, double low, double high, std::size_t count);
  // What softmax makes of these numbers: {a}.
  Report softmax(std::span<const double> z);
  // J, the penalty and their gradients: {J, penalty, l1, l2, gradientNorm, penaltyNorm, bestLoss, bestEpoch};
  // the last two are early stopping's; numbers: of J and of the penalty, per parameter.
  Report objective();

  // ---- Is it right, what does it cost, what would one advise (sections 6, 15, 24 to 27)
  // Over the first `samples` of the training set: {worst, worstParameter, skipped, samples, parameters};
  // numbers: analytic, numerical, and 1 where it was skipped.
  Report check(double epsilon, Fault fault, std::size_t samples);
  // {errors: [{epsilon, inFloat, inDouble}]}.
  Report sweep(std::span<const double> epsilons, Fault fault, std::size_t samples);
  // (cost.hpp)
  Report cost();
  // {steps, engine, seconds: {phase: ...}, forward, backward, update} over all steps.
  Report phase_times(std::size_t steps, Clock now);
  // The run changed by each query in turn: {runs: [{parameters, flops, engine, forward, backward, update}]},
  // FLOPs and seconds of a step.
  Report compare_costs(std::span<const std::string> queries, std::size_t steps, Clock now);
  // `losses` are those of the last epochs, oldest first: {rules: [{rule, level, measured, threshold, reason,
  // suggestion, section}]} (diagnostics.hpp).
  Report diagnose(double initial_loss, std::span<const double> losses, bool diverged);

  // ---- Landscapes (section 22)
  // The window reaches `reach` to either side, and over the whole path. `path` holds one theta behind the
  // other for a trajectory; `first` and `second` are parameters, or the first is a seed. {cosine, explained,
  // path: [[s, t]], s: [low, high], t: [low, high], side}.
  Report begin_landscape(PlaneKind kind, double reach, std::size_t side, std::uint64_t first,
                         std::size_t second, std::span<const double> path);
  // numbers: those rows' values.
  Report landscape_rows(std::size_t first, std::size_t count);
  // Where theta is in that plane, by its nearest point: {s, t, away}.
  Report locate();

  // ---- Races (sections 4, 16 to 18, 22)
  // A lane each: the run's settings and points, changed by a query, from step 0; the initial weights and
  // biases times `weight_scale`. {lanes: [{query, message, parameters, hash}]}.
  Report begin_race(std::span<const std::string> lanes, double weight_scale = 1.0);
  // All lanes go on for `steps`: {lanes: [{step, epoch, samples, seconds, loss, accuracy, testLoss,
  // testAccuracy, gradientNorm, diverged, stopped, hash}]}.
  Report race(std::size_t steps, Clock now);
  // RGBA of what a lane has learnt, `side` x `side`.
  Status race_picture(std::size_t lane, std::size_t side, std::span<const std::uint8_t>& pixels);

 private:
  struct Lane {
    Playground playground{memory_limit};
    double seconds = 0.0;
  };

  // The run's J, with its penalty or without.
  Status objective(bool penalised, Objective*& objective);
  std::vector<double> theta() const;
  Report trace(const Point& point);
  Status make_point(double x1, double x2, double label_or_target, Point& point) const;
  Status check_point(std::size_t point) const;

  Playground playground_;
  Objective plain_, penalised_;
  bool plain_built_ = false, penalised_built_ = false;
  Landscape landscape_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace downhill
