// J and its gradient at any theta, over a sample set: what every picture of the loss is made from (paper,
// sections 1, 2).
#pragma once

#include <downhill/arena.hpp>
#include <downhill/backprop.hpp>
#include <downhill/metrics.hpp>
#include <downhill/regularizer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

template <class T>
class Trainer;

struct ObjectiveSpec {
  NetworkSpec network;
  Loss loss = Loss::binary_cross_entropy;
  bool fused = true;  // see Backprop
  Regularization regularization;
};

// A run's numbers for the functions of analysis, which all compute in double.
template <class T>
std::vector<double> in_double(std::span<const T> numbers) {
  return {numbers.begin(), numbers.end()};
}

// J(theta), the mean loss over the selected samples, plus the penalty if there is one; in double also for a
// run in float, whose rounding would drown the small differences that analysis lives on. Samples are copied,
// nothing of a run is touched.
//
// J is a function of theta alone: nothing is dropped out, for dropout is noise upon J, and batch norms take
// mean and variance of the selected samples at that very theta, as training does with a batch. What they
// remember belongs to another theta, and taken for constant it would not have J's gradient.
class Objective {
 public:
  static constexpr std::size_t memory_limit = std::size_t{1} << 28U;

  // Selects all samples. Refuses a bad network, an empty set, numbers that are not finite and what is beyond
  // `memory` bytes, and then stays as it was.
  template <class T>
  Status build(const ObjectiveSpec& spec, const SampleSet<T>& samples, const Engine& engine,
               std::size_t memory = memory_limit);
  // A run's own, over its training set; with its penalty or without.
  template <class T>
  Status build(const Trainer<T>& trainer, bool with_penalty = true, std::size_t memory = memory_limit);

  const Network& network() const noexcept { return network_; }
  std::size_t sample_count() const noexcept { return sample_count_; }
  // Whether value and gradient are J_reg's.
  bool penalised() const noexcept { return regularization_.on(); }

  // The samples that J is the mean of, as rows of the set: 1 ... sample_count() of them.
  Status select(std::span<const std::uint32_t> rows);
  void select_all() noexcept;
  std::span<const std::uint32_t> selected() const noexcept { return rows_; }

  // J. It is NaN or Inf where the loss overflows. Refuses a theta of the wrong size or with numbers not
  // finite.
  Status value(std::span<const double> theta, double& J);
  // J and its gradient, as many numbers as theta.
  Status gradient(std::span<const double> theta, std::span<double> gradient, double& J);
  // The same; look(tape) sees what forward and backward left behind for every piece of the samples.
  template <class Look>
  Status gradient(std::span<const double> theta, std::span<double> gradient, double& J, Look&& look) {
    if (Status status = check_gradient_call(theta, gradient); !status.ok()) return status;
    J = 0.0;
    for (std::size_t first = 0; first < rows_.size(); first += tape_.capacity) {
      J += piece_gradient(theta, first, gradient);
      look(static_cast<const Tape<double>&>(tape_));
    }
    J = finish_gradient(theta, J, gradient);
    return {};
  }

  // Refuses `numbers` that are not shaped like theta or not finite; `what` is their name in the message.
  Status check(const char* what, std::span<const double> numbers) const;

 private:
  Backprop<double> pass(std::span<const double> theta) noexcept;
  Status check_gradient_call(std::span<const double> theta, std::span<double> gradient) const;
  // The sums of losses over a piece, which begins with selected sample `first`.
  double piece_losses(std::span<const double> theta, std::size_t first) noexcept;
  double piece_gradient(std::span<const double> theta, std::size_t first,
                        std::span<double> gradient) noexcept;
  double finish(std::span<const double> theta, double loss_sum) const noexcept;
  double finish_gradient(std::span<const double> theta, double loss_sum,
                         std::span<double> gradient) const noexcept;

  Network network_;
  Loss loss_ = Loss::squared_error;
  bool fused_ = true;
  Regularization regularization_;
  const KernelTable<double>* kernels_ = nullptr;
  std::size_t sample_count_ = 0;
  std::vector<double> inputs_, targets_;
  std::vector<std::uint32_t> rows_;
  Arena memory_;
  Tape<double> tape_;
};

}  // namespace downhill
