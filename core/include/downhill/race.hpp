// Several optimizers on the same problem, side by side (paper, sections 4 and 16 to 18).
#pragma once

#include <downhill/trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace downhill {

// In what one lane differs from the base. Everything else is the same in all: network, loss, seed, samples.
// So all start with the same weights unless the initializer differs, and take the samples in the same order
// whatever their batch size.
struct RaceLane {
  std::optional<TrainingRules> rules;
  std::optional<Initializer> initializer;
};

struct RaceResult {
  double loss = 0.0, accuracy = 0.0;            // on the training set
  double test_loss = 0.0, test_accuracy = 0.0;  // 0 without one
  std::uint64_t steps = 0, epochs = 0;
  std::uint64_t samples = 0;  // seen so far, each as often as it was
  bool diverged = false, stopped = false;
};

template <class T>
class Race {
 public:
  static constexpr std::size_t max_lanes = 6;

  // Every lane begins at step 0; the samples are the caller's and must outlive the race. Refuses no lanes or
  // more than max_lanes, what a run would refuse, and lanes that together need more than `memory_limit`; the
  // old race is then as it was.
  Status build(const TrainerSpec& base, std::span<const RaceLane> lanes, const SampleSet<T>& train,
               const SampleSet<T>& test, const Engine& engine,
               std::size_t memory_limit = default_memory_limit);

  // Lanes that have diverged or stopped stay where they are.
  void step(std::size_t steps = 1);
  // Every lane to the end of an epoch, `epochs` times.
  void step_epochs(std::size_t epochs = 1);
  void reset() noexcept;

  std::size_t lanes() const noexcept { return lanes_.size(); }
  // For boundaries, states and curves.
  Trainer<T>& lane(std::size_t index) noexcept { return lanes_[index]; }
  const Trainer<T>& lane(std::size_t index) const noexcept { return lanes_[index]; }
  // One row a lane.
  std::vector<RaceResult> results();

 private:
  std::vector<Trainer<T>> lanes_;
};

extern template class Race<float>;
extern template class Race<double>;

}  // namespace downhill
