// A second run that goes on exactly as the first one would: for looking ahead without disturbing.
#pragma once

#include <downhill/trainer.hpp>

#include <cstddef>

namespace downhill {

// `copy` becomes a run with the same spec, samples (which stay the caller's) and engine, in the same state
// between two steps: the same steps leave the same bits in both. A step that the run has begun by advance()
// is left out. The copy of a run that has halted is as that run will be after set_rules() with the same
// rules. `copy` stays as it was when the memory is refused.
template <class T>
Status copy_run(const Trainer<T>& run, Trainer<T>& copy, std::size_t memory_limit = default_memory_limit);

// The state of a run as it will be once it goes on: without its halt, and where it had stopped, with new
// patience.
template <class T>
TrainerState<T> state_to_go_on_from(const Trainer<T>& run);

}  // namespace downhill
