// A run between two steps as a list of numbers, for the same run elsewhere.
#include "text.hpp"

#include <downhill/copy.hpp>
#include <downhill/playground.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {
namespace {

// The members of a state in the order of the list; the rules are the settings' business, but for what is
// frozen.
template <class State, class Visit>
void for_each_member(State& state, Visit&& visit) {
  for (auto* position : {&state.position, &state.before_position}) {
    visit(position->step);
    visit(position->epoch);
    visit(position->sample);
  }
  visit(state.memory.beta1_power);
  visit(state.memory.beta2_power);
  visit(state.best_loss);
  visit(state.best_epoch);
  visit(state.clipped_steps);
  visit(state.batch_loss);
  visit(state.rules.frozen);
  for (auto* numbers : {&state.theta, &state.before, &state.first, &state.second, &state.best_theta,
                        &state.statistics, &state.statistics_before, &state.best_statistics}) {
    visit(*numbers);
  }
}

struct Writer {
  std::vector<double>& to;
  template <class Number>
  void operator()(const Number& number) const {
    to.push_back(static_cast<double>(number));
  }
  template <class Number>
  void operator()(const std::vector<Number>& numbers) const {
    to.push_back(static_cast<double>(numbers.size()));
    to.insert(to.end(), numbers.begin(), numbers.end());
  }
};

struct Reader {
  std::span<const double> from;
  bool ok = true;

  double next() {
    if (from.empty() || std::isnan(from[0])) ok = false;
    if (!ok) return 0.0;
    const double number = from[0];
    from = from.subspan(1);
    return number;
  }
  template <class Number>
  void operator()(Number& number) {
    const double given = next();
    if constexpr (std::integral<Number>)
      ok = ok && given >= 0.0 && given < 0x1p31 && given == std::floor(given);
    if (ok) number = static_cast<Number>(given);
  }
  template <class Number>
  void operator()(std::vector<Number>& numbers) {
    std::size_t count = 0;
    (*this)(count);
    ok = ok && count <= from.size();
    if (!ok) return;
    numbers.resize(count);
    for (Number& number : numbers) (*this)(number);
  }
};

}  // namespace

std::vector<double> Playground::snapshot() const {
  TrainerState<float> state = state_to_go_on_from(run_->trainer);
  std::vector<double> numbers;
  for_each_member(state, Writer{numbers});
  return numbers;
}

Status Playground::restore(std::span<const double> snapshot) {
  TrainerState<float> state = state_to_go_on_from(run_->trainer);
  Reader reader{snapshot};
  for_each_member(state, reader);
  if (!reader.ok || !reader.from.empty()) return refused("snapshot: it is not one, or not whole.");
  if (Status status = run_->trainer.restore(state); !status.ok()) return status;
  run_->timeline.clear();
  run_->timeline.note(run_->trainer);
  return {};
}

}  // namespace downhill
