#include "bounds.hpp"
#include "json_reader.hpp"
#include "model_format.hpp"
#include "text.hpp"

#include <downhill/model_io.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

namespace downhill {
namespace {

static_assert(max_model_bytes == json::max_bytes);

// Reads a value by its type; the first thing that is wrong ends the reading.
class Reader {
 public:
  using Index = json::Document::Index;

  Reader(const json::Document& document, Status& status) noexcept : document_(document), status_(status) {}

  template <class Value>
  void operator()(std::string_view key, Value& value) {
    if (const auto member = need(key)) read(*member, value);
  }
  template <class Value>
  void constant(std::string_view key, const Value& expected) {
    const auto member = need(key);
    if (!member) return;
    Value value{};
    read(*member, value);
    if (!status_.ok() || value == expected) return;
    refuse(*member, std::string(key) + " is another one than this program reads");
  }
  void or_infinity(std::string_view key, double& value) {
    const auto member = need(key);
    if (!member) return;
    if (document_.kind(*member) == json::Kind::null) {
      value = std::numeric_limits<double>::infinity();
    } else {
      read(*member, value);
    }
  }
  template <class Value>
  void optional(std::string_view key, std::optional<Value>& value) {
    const auto member = find(key);
    value.reset();
    if (member && status_.ok()) read(*member, value.emplace());
  }

  // A struct: its members and no others.
  template <class Object>
  requires std::is_class_v<Object>
  void read(Index at, Object& object) {
    if (!is(at, json::Kind::object)) return;
    const Index object_before = std::exchange(object_, at);
    const std::vector<std::string_view> keys_before = std::exchange(keys_, {});
    model_format::members(*this, object);
    for (Index key = document_.first(at); key != document_.end(at);
         key = document_.next(document_.next(key))) {
      if (status_.ok() && std::ranges::find(keys_, document_.string(key)) == keys_.end()) {
        refuse(key, "nothing is called " + quoted(document_.string(key)) + " here");
      }
    }
    object_ = object_before;
    keys_ = keys_before;
  }

 private:
  bool refuse(Index at, const std::string& what) {
    if (status_.ok()) status_ = document_.refuse(at, what);
    return false;
  }
  bool is(Index at, json::Kind kind) {
    return document_.kind(at) == kind || refuse(at, "this should be " + std::string(json::name(kind)));
  }

  std::optional<Index> find(std::string_view wanted) {
    keys_.push_back(wanted);
    return document_.member(object_, wanted);
  }
  std::optional<Index> need(std::string_view key) {
    if (!status_.ok()) return {};
    const auto member = find(key);
    if (!member) refuse(object_, quoted(key) + " is missing here");
    return member;
  }

  void read(Index at, bool& value) {
    if (is(at, json::Kind::boolean)) value = document_.text(at) == "true";
  }
  void read(Index at, std::string_view& value) {
    if (is(at, json::Kind::string)) value = document_.text(at);
  }
  template <std::unsigned_integral Value>
  void read(Index at, Value& value) {
    if (!is(at, json::Kind::number)) return;
    constexpr Value most = std::numeric_limits<Value>::max();
    value = 0;
    for (const char c : document_.text(at)) {
      if (c < '0' || c > '9') {
        refuse(at, "this should be a whole number, 0 or more, in plain digits");
        return;
      }
      const auto digit = static_cast<Value>(c - '0');
      if (value > (most - digit) / 10) {
        refuse(at, "this is more than " + std::to_string(most));
        return;
      }
      value = static_cast<Value>(value * 10 + digit);
    }
  }
  template <std::floating_point Value>
  void read(Index at, Value& value) {
    if (!is(at, json::Kind::number)) return;
    value = static_cast<Value>(parse_decimal(document_.text(at)));
    if (!std::isfinite(value)) refuse(at, "this number is too large");
  }
  template <class Choice>
  requires std::is_enum_v<Choice>
  void read(Index at, Choice& value) {
    if (!is(at, json::Kind::string)) return;
    const auto& names = model_format::names<Choice>;
    const auto which = std::ranges::find(names, document_.string(at));
    if (which == names.end()) {
      refuse(at, quoted(document_.string(at)) + " is not known");
    } else {
      value = static_cast<Choice>(which - names.begin());
    }
  }
  template <class Element>
  void read(Index at, std::vector<Element>& list) {
    if (!is(at, json::Kind::array)) return;
    list.clear();
    for (Index element = document_.first(at); element != document_.end(at) && status_.ok();
         element = document_.next(element)) {
      read(element, list.emplace_back());
    }
  }

  const json::Document& document_;
  Status& status_;
  Index object_ = 0;
  std::vector<std::string_view> keys_;  // asked for in this object
};

// Before anything is multiplied: more could not be in a text of that size.
Status check_size(const NetworkSpec& network) {
  constexpr std::size_t most = json::max_values;
  std::size_t largest = std::max(network.inputs, network.layers.size());
  for (const LayerSpec& layer : network.layers) largest = std::max(largest, layer.units);
  if (largest <= most) return {};
  return refused("network: " + std::to_string(largest) + " inputs, units or layers are more than " +
                 std::to_string(most) + ".");
}

Status need_length(const char* what, std::size_t length, std::size_t needed) {
  if (length == needed) return {};
  return refused(std::string(what) + ": its length is " + std::to_string(length) + ", the network needs " +
                 std::to_string(needed) + ".");
}

template <class T>
Status check_state(const TrainerState<T>& state, const Network& network) {
  const std::size_t parameters = network.parameter_count(), statistics = network.statistic_count();
  for (const Status& status : {need_length("theta", state.theta.size(), parameters),
                               need_length("before", state.before.size(), parameters),
                               need_length("first", state.first.size(), parameters),
                               need_length("second", state.second.size(), parameters),
                               need_length("bestTheta", state.best_theta.size(), parameters),
                               need_length("statistics", state.statistics.size(), statistics),
                               need_length("statisticsBefore", state.statistics_before.size(), statistics),
                               need_length("bestStatistics", state.best_statistics.size(), statistics)}) {
    if (!status.ok()) return status;
  }
  const auto negative = [](T number) { return number < T(0); };
  if (std::ranges::any_of(state.second, negative)) {
    return refused("second: a sum of squares is negative.");
  }
  for (const LayerLayout& layer : network.layers()) {
    if (layer.spec.norm != Norm::batch) continue;
    for (const std::vector<T>* numbers :
         {&state.statistics, &state.statistics_before, &state.best_statistics}) {
      if (std::ranges::any_of(std::span(*numbers).subspan(layer.running_variance, layer.units()), negative)) {
        return refused("statistics: a variance is negative.");
      }
    }
  }
  for (const double power : {state.memory.beta1_power, state.memory.beta2_power}) {
    if (Status status = check_bounds("beta1Power, beta2Power", power, 0.0, 1.0); !status.ok()) return status;
  }
  // A divergence may take the run back by one step, which may have been the last of the best epoch.
  if (state.best_epoch > 0 && state.best_epoch - 1 > state.position.epoch) {
    return refused("bestEpoch: it lies in the future.");
  }
  return {};
}

template <class T>
Status check_samples(const ModelSamples<T>& samples, const NetworkSpec& network) {
  const std::size_t inputs = network.inputs, outputs = network.layers.back().units;
  for (const auto& [x, y] : {std::pair{samples.train_inputs.size(), samples.train_targets.size()},
                             std::pair{samples.test_inputs.size(), samples.test_targets.size()}}) {
    if (x % inputs == 0 && y % outputs == 0 && x / inputs == y / outputs) continue;
    return refused("samples: " + std::to_string(x) + " inputs and " + std::to_string(y) +
                   " targets are not rows of " + std::to_string(inputs) + " and " + std::to_string(outputs) +
                   ".");
  }
  if (samples.train_inputs.empty()) return refused("samples: there are none to train with.");
  return {};
}

}  // namespace

template <class T>
Status read_model(std::string_view text, Model<T>& model) {
  json::Document document;
  Status status = document.parse(text);
  if (!status.ok()) return status;
  Model<T> next;
  Reader(document, status).read(document.root(), next);
  if (!status.ok()) return status;
  next.state.rules = next.spec.rules;
  if (status = check_size(next.spec.network); !status.ok()) return status;
  if (status = check(next.spec.network); !status.ok()) return status;
  if (status = check(next.spec.rules); !status.ok()) return status;
  if (status = check_state(next.state, Network(next.spec.network)); !status.ok()) return status;
  if (next.samples) status = check_samples(*next.samples, next.spec.network);
  if (status.ok()) model = std::move(next);
  return status;
}

template <class T>
Status resume(const Model<T>& model, const SampleSet<T>& train, const SampleSet<T>& test,
              const Engine& engine, Trainer<T>& run, std::size_t memory_limit) {
  Trainer<T> next;
  Status status = next.build(model.spec, train, test, engine, memory_limit);
  if (status.ok()) status = next.restore(model.state);
  if (status.ok()) run = std::move(next);
  return status;
}

template Status read_model(std::string_view, Model<float>&);
template Status read_model(std::string_view, Model<double>&);
template Status resume(const Model<float>&, const SampleSet<float>&, const SampleSet<float>&, const Engine&,
                       Trainer<float>&, std::size_t);
template Status resume(const Model<double>&, const SampleSet<double>&, const SampleSet<double>&,
                       const Engine&, Trainer<double>&, std::size_t);

}  // namespace downhill
