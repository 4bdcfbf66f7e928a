#include <downhill/race.hpp>

#include <string>
#include <utility>

namespace downhill {

template <class T>
Status Race<T>::build(const TrainerSpec& base, std::span<const RaceLane> lanes, const SampleSet<T>& train,
                      const SampleSet<T>& test, const Engine& engine, std::size_t memory_limit) {
  if (lanes.empty() || lanes.size() > max_lanes) {
    return refused("race: " + std::to_string(lanes.size()) + " lanes are not between 1 and " +
                   std::to_string(max_lanes) + ".");
  }
  std::vector<Trainer<T>> next(lanes.size());
  for (std::size_t j = 0; j < lanes.size(); ++j) {
    TrainerSpec spec = base;
    spec.rules = lanes[j].rules.value_or(base.rules);
    spec.initializer = lanes[j].initializer.value_or(base.initializer);
    Status status = next[j].build(spec, train, test, engine, memory_limit / lanes.size());
    if (!status.ok()) {
      status.message = "lane " + std::to_string(j + 1) + ": " + status.message;
      return status;
    }
  }
  lanes_ = std::move(next);
  return {};
}

template <class T>
void Race<T>::step(std::size_t steps) {
  // A lane that halts says so in results().
  for (Trainer<T>& lane : lanes_) static_cast<void>(lane.step(steps));
}

template <class T>
void Race<T>::step_epochs(std::size_t epochs) {
  for (Trainer<T>& lane : lanes_) {
    const std::uint64_t end = lane.epochs() + epochs;
    while (lane.epochs() < end && lane.step().ok()) {
    }
  }
}

template <class T>
void Race<T>::reset() noexcept {
  for (Trainer<T>& lane : lanes_) lane.reset();
}

template <class T>
std::vector<RaceResult> Race<T>::results() {
  std::vector<RaceResult> results;
  for (Trainer<T>& lane : lanes_) {
    const Metrics train = lane.train_metrics(), test = lane.test_metrics();
    const TrainingPosition& at = lane.position();
    results.push_back({.loss = train.loss,
                       .accuracy = train.accuracy,
                       .test_loss = test.loss,
                       .test_accuracy = test.accuracy,
                       .steps = at.step,
                       .epochs = at.epoch,
                       .samples = at.epoch * lane.train_set().count + at.sample,
                       .diverged = lane.diverged(),
                       .stopped = lane.stopped()});
  }
  return results;
}

template class Race<float>;
template class Race<double>;

}  // namespace downhill
