#include <downhill/copy.hpp>
#include <downhill/timeline.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace downhill {
namespace {

template <class T>
std::size_t bytes_of(const TrainerState<T>& state) noexcept {
  std::size_t numbers = 0;
  for (const std::vector<T>* part :
       {&state.theta, &state.before, &state.first, &state.second, &state.best_theta, &state.statistics,
        &state.statistics_before, &state.best_statistics}) {
    numbers += part->size();
  }
  return sizeof(state) + numbers * sizeof(T);
}

}  // namespace

// ---- Noting

template <class T>
void Timeline<T>::note(const Trainer<T>& run) {
  if (empty()) begin_stretch(run);
  const std::uint64_t step = run.steps();
  if (here_ + 1 < stretches_.size() && step > stretches_[here_ + 1].first()) {
    drop_stretches(here_ + 1, stretches_.size());
    last_ = step;
  }
  last_ = std::max(last_, step);
  Stretch& stretch = stretches_[here_];
  // They may have been set since the start was kept.
  if (stretch.snapshots.size() == 1) stretch.rules = run.spec().rules;
  // Where a run has halted its state is no longer that of a run that trains. Replay meets the halt by itself.
  if (run.diverged() || run.stopped()) return;
  if (step >= stretch.snapshots.back().position.step + spacing_) keep(here_, run.state());
}

template <class T>
void Timeline<T>::note_change(const Trainer<T>& run) {
  const std::uint64_t step = run.steps();
  if (!empty()) {
    Stretch& stretch = stretches_[here_];
    if (stretch.snapshots.size() == 1) stretch.rules = run.spec().rules;
    drop_snapshots(stretch, [&](const TrainerState<T>& state) { return state.position.step > step; });
    // Several changes at one step are one; and a run that diverges may fall back below its last change.
    std::size_t kept = here_ + 1;
    while (kept > 0 && stretches_[kept - 1].first() >= step) --kept;
    drop_stretches(kept, stretches_.size());
  }
  begin_stretch(run);
}

template <class T>
void Timeline<T>::clear() noexcept {
  stretches_.clear();
  here_ = 0;
  last_ = 0;
  bytes_ = 0;
  spacing_ = every_;
}

template <class T>
void Timeline<T>::begin_stretch(const Trainer<T>& run) {
  here_ = stretches_.size();
  last_ = run.steps();
  stretches_.push_back({run.spec().rules, {}});
  keep(here_, state_to_go_on_from(run));
}

// ---- Memory

template <class T>
void Timeline<T>::keep(std::size_t stretch, TrainerState<T> state) {
  bytes_ += bytes_of(state);
  stretches_[stretch].snapshots.push_back(std::move(state));
  make_room();
}

template <class T>
void Timeline<T>::make_room() {
  while (bytes_ > memory_limit_) {
    const std::size_t starts = stretches_.size();
    if (snapshots() >= 2 * starts) {
      thin();
    } else if (starts == 1) {
      return;
    } else if (here_ > 0) {
      drop_stretches(0, 1);
      --here_;
    } else {  // the run was taken back to the oldest stretch: rather lose the future than the place where it
              // is
      last_ = stretches_.back().first();
      drop_stretches(starts - 1, starts);
    }
  }
}

template <class T>
void Timeline<T>::thin() {
  spacing_ *= 2;
  for (Stretch& stretch : stretches_) {
    std::uint64_t next = stretch.first();
    drop_snapshots(stretch, [&](const TrainerState<T>& state) {
      if (state.position.step < next) return true;
      next = state.position.step + spacing_;
      return false;
    });
  }
}

template <class T>
void Timeline<T>::drop_stretches(std::size_t from, std::size_t to) {
  for (std::size_t s = from; s < to; ++s) {
    for (const TrainerState<T>& state : stretches_[s].snapshots) bytes_ -= bytes_of(state);
  }
  const auto begin = stretches_.begin();
  stretches_.erase(begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to));
}

// Never the start.
template <class T>
template <class Condition>
void Timeline<T>::drop_snapshots(Stretch& stretch, Condition condition) {
  bool start = true;
  std::erase_if(stretch.snapshots, [&](const TrainerState<T>& state) {
    const bool drop = condition(state) && !start;
    start = false;
    if (drop) bytes_ -= bytes_of(state);
    return drop;
  });
}

template <class T>
std::size_t Timeline<T>::snapshots() const noexcept {
  std::size_t count = 0;
  for (const Stretch& stretch : stretches_) count += stretch.snapshots.size();
  return count;
}

// ---- Going

template <class T>
Status Timeline<T>::go_to(Trainer<T>& run, std::uint64_t step) {
  if (empty() || run.theta().size() != stretches_.front().snapshots.front().theta.size()) {
    return refused("timeline: it has nothing of this run; note its steps first.");
  }
  note(run);
  if (step < first() || step > last_) return out_of_reach("step", step);
  std::size_t there = stretches_.size() - 1;
  while (stretches_[there].first() > step) --there;

  // Rather from the snapshot before than from one at the step itself: so gradient and tape, which are not in
  // a snapshot, are also those of that step.
  const Stretch& stretch = stretches_[there];
  std::size_t nearest = stretch.snapshots.size() - 1;
  while (nearest > 0 && stretch.snapshots[nearest].position.step >= step) --nearest;

  const TrainerState<T> now = run.state();
  Status status = run.restore(stretch.snapshots[nearest]);
  if (!status.ok()) return status;
  status = run.set_rules(stretch.rules);
  if (!status.ok()) {
    status.add(run.restore(now));
    return status;
  }
  here_ = there;
  status = run.step(static_cast<std::size_t>(step - run.steps()));
  return run.steps() == step ? Status{} : status;  // early stopping may have ended the run at this very step
}

template <class T>
Status Timeline<T>::undo(Trainer<T>& run, std::uint64_t steps) {
  if (steps > run.steps()) return out_of_reach("undo", steps);
  return go_to(run, run.steps() - steps);
}

template <class T>
Status Timeline<T>::redo(Trainer<T>& run, std::uint64_t steps) {
  if (steps > last_ || run.steps() > last_ - steps) return out_of_reach("redo", steps);
  return go_to(run, run.steps() + steps);
}

template <class T>
Status Timeline<T>::out_of_reach(const char* what, std::uint64_t number) const {
  return refused(std::string(what) + ": " + std::to_string(number) + " is out of reach; steps " +
                 std::to_string(first()) + " to " + std::to_string(last_) + " are remembered.");
}

template class Timeline<float>;
template class Timeline<double>;

}  // namespace downhill
