// A run as text and back: one JSON format for files, links between tools, and resuming.
#pragma once

#include <downhill/trainer.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

inline constexpr int model_version = 1;
// Longer text is not read.
inline constexpr std::size_t max_model_bytes = 5'000'000;

// Samples that own their memory, one row a sample.
template <class T>
struct ModelSamples {
  std::vector<T> train_inputs, train_targets, test_inputs, test_targets;

  SampleSet<T> train(const NetworkSpec& network) const noexcept {
    return {train_inputs.data(), train_targets.data(), train_inputs.size() / network.inputs};
  }
  SampleSet<T> test(const NetworkSpec& network) const noexcept {
    return {test_inputs.data(), test_targets.data(), test_inputs.size() / network.inputs};
  }
};

// All that a run is, but for its engine and, where they can be had otherwise, its samples.
template <class T>
struct Model {
  TrainerSpec spec;
  TrainerState<T> state;
  std::optional<ModelSamples<T>> samples;
};

// The run between two steps, without samples; one that has halted as it will be when it goes on.
template <class T>
Model<T> model_of(const Trainer<T>& run);

// {"format": "downhill-model", "version": 1, "numbers": "float" or "double", "spec": {...}, "state": {...}}
// and, if asked for, "samples". The members are those of TrainerSpec, TrainerState and ModelSamples by their
// names in camelCase, choices by the names that the headers give them (model_format.hpp is the list). Numbers
// are the shortest decimals that read back as the same bits. A step that was begun by advance() is left out;
// a run that has halted is written as it will be when it goes on.
template <class T>
std::string write_model(Model<T> model);
template <class T>
std::string write_model(const Trainer<T>& run, bool with_samples = false);

// Refuses what is no such text: another format, version or kind of numbers; a member that is missing, unknown
// or there twice; an unknown name; a number that is out of its range or does not fit into T; a list of
// another length than the network asks for; anything a run would refuse. The message says where, and `model`
// is then as it was.
template <class T>
Status read_model(std::string_view text, Model<T>& model);

// `run` goes on where the model was, with the same bits in reproducible mode. It is as it was when something
// is refused.
template <class T>
Status resume(const Model<T>& model, const SampleSet<T>& train, const SampleSet<T>& test,
              const Engine& engine, Trainer<T>& run, std::size_t memory_limit = default_memory_limit);

}  // namespace downhill
