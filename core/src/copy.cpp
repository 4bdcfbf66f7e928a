#include <downhill/copy.hpp>

#include <utility>

namespace downhill {

template <class T>
TrainerState<T> state_to_go_on_from(const Trainer<T>& run) {
  TrainerState<T> state = run.state();
  if (run.stopped()) state.best_epoch = state.position.epoch;
  state.halted = {};
  return state;
}

template <class T>
Status copy_run(const Trainer<T>& run, Trainer<T>& copy, std::size_t memory_limit) {
  Trainer<T> next;
  Status status = next.build(run.spec(), run.train_set(), run.test_set(), run.engine(), memory_limit);
  if (!status.ok()) return status;
  status = next.restore(state_to_go_on_from(run));
  if (status.ok()) copy = std::move(next);
  return status;
}

template TrainerState<float> state_to_go_on_from(const Trainer<float>&);
template TrainerState<double> state_to_go_on_from(const Trainer<double>&);
template Status copy_run(const Trainer<float>&, Trainer<float>&, std::size_t);
template Status copy_run(const Trainer<double>&, Trainer<double>&, std::size_t);

}  // namespace downhill
