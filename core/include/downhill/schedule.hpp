// Learning-rate schedules (paper, section 16).
#pragma once

#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace downhill {

enum class ScheduleKind : std::uint8_t {
  constant,
  step,             // eta gamma^k after k periods
  exponential,      // eta gamma^epoch
  cosine,           // from eta down to floor in half a wave of `period` epochs, then stays there
  cosine_restarts,  // the same, over and over, each wave `growth` times as long; Loshchilov and Hutter, 2017
};

inline constexpr std::array<std::string_view, 5> schedule_names = {"constant", "step", "exponential",
                                                                   "cosine", "cosineRestarts"};

constexpr std::string_view name(ScheduleKind kind) noexcept {
  return schedule_names[static_cast<std::size_t>(kind)];
}

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double gamma = 0.5;     // 0 ... 1, 0 excluded
  double period = 100.0;  // epochs, >= 0.001
  double growth = 1.0;    // 1, or 1.01 and more: waves must be countable
  double floor = 0.0;     // lowest rate of the cosines, >= 0
  double warm_up =
      0.0;  // epochs in which the rate first rises linearly from 0; the schedule starts after them

  // Whether the rate is the same at all times.
  bool flat() const noexcept { return kind == ScheduleKind::constant && warm_up == 0.0; }
};

// Refuses what is out of the ranges above.
Status check(const Schedule& schedule);

// The rate at a time in epochs, fractions included; the same bits on every platform.
double learning_rate(const Schedule& schedule, double eta, double epoch) noexcept;

}  // namespace downhill
