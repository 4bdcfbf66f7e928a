// Undo and redo of any number of steps, by snapshots and replay.
#pragma once

#include <downhill/trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace downhill {

// Remembers the way of one run. Training is deterministic, so a few snapshots are enough: every step between
// two of them is found again, to the bit, by training from the first one with the rules that were in force
// (in fast mode: on the same engine). The way consists of stretches, each under one set of rules; where two
// meet, the step between them belongs to the later one.
//
// Whoever trains the run calls note() now and then (the distance between two calls bounds the length of a
// replay), and note_change() whenever something other than training changes it. The samples must stay what
// they were.
template <class T>
class Timeline {
 public:
  // `memory_limit` bounds the bytes of the snapshots, which are at least `every` steps apart. When they are
  // full, every other one is let go and the distance doubled; where changes have left too many stretches for
  // that, the oldest stretch. One snapshot is always kept.
  explicit Timeline(std::size_t memory_limit = std::size_t{16} << 20U, std::uint64_t every = 1) noexcept
      : memory_limit_(memory_limit), every_(every), spacing_(every) {}

  // The run has come this far. If it was taken back and has now trained on under its old rules, past a step
  // at which they had been changed, then what lay ahead is forgotten.
  void note(const Trainer<T>& run);

  // Before set_rules(), and after the weights were written to: what lay ahead is forgotten, and a new stretch
  // begins.
  void note_change(const Trainer<T>& run);

  // Forgets everything: after build() or reset().
  void clear() noexcept;

  // Takes the run to a step from first() to last(), with the rules that were in force there. Refuses other
  // steps, naming the range, and leaves the run as it was. Costs one training step for every step since the
  // nearest snapshot.
  Status go_to(Trainer<T>& run, std::uint64_t step);
  Status undo(Trainer<T>& run, std::uint64_t steps = 1);
  Status redo(Trainer<T>& run, std::uint64_t steps = 1);

  bool empty() const noexcept { return stretches_.empty(); }
  // The steps within reach; 0 when nothing was noted.
  std::uint64_t first() const noexcept { return empty() ? 0 : stretches_.front().first(); }
  std::uint64_t last() const noexcept { return last_; }
  // What the snapshots take.
  std::size_t bytes() const noexcept { return bytes_; }
  std::size_t snapshots() const noexcept;
  // Least distance between two snapshots of a stretch at present.
  std::uint64_t spacing() const noexcept { return spacing_; }

 private:
  struct Stretch {
    TrainingRules rules;
    // Oldest first, and never none. The first one is the start, before `rules` were set.
    std::vector<TrainerState<T>> snapshots;

    std::uint64_t first() const noexcept { return snapshots.front().position.step; }
  };

  void begin_stretch(const Trainer<T>& run);
  void keep(std::size_t stretch, TrainerState<T> state);
  void make_room();
  void thin();
  void drop_stretches(std::size_t from, std::size_t to);
  template <class Condition>
  void drop_snapshots(Stretch& stretch, Condition condition);
  Status out_of_reach(const char* what, std::uint64_t number) const;

  std::size_t memory_limit_;
  std::uint64_t every_, spacing_;
  std::vector<Stretch> stretches_;
  std::size_t here_ = 0;    // the stretch that the run is on
  std::uint64_t last_ = 0;  // how far the newest one has come
  std::size_t bytes_ = 0;
};

extern template class Timeline<float>;
extern template class Timeline<double>;

}  // namespace downhill
