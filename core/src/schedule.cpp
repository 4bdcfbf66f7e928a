#include "exact_maths.hpp"
#include "text.hpp"

#include <downhill/schedule.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace downhill {
namespace {

double power(double base, double exponent) noexcept {
  return exponential(exponent * logarithm(base));
}

// From eta at 0 to floor at 1.
double half_wave(double eta, double floor, double part) noexcept {
  return floor + (eta - floor) * 0.5 * (1.0 + cosine(std::numbers::pi * part));
}

// How far into its wave an epoch is, 0 ... 1. Waves are period, period * growth, period * growth^2, ... long.
double part_of_wave(const Schedule& schedule, double epoch) noexcept {
  if (schedule.growth == 1.0) {
    const double waves = epoch / schedule.period;
    return waves - std::floor(waves);
  }
  double length = schedule.period;
  while (epoch >= length) {
    epoch -= length;
    length *= schedule.growth;
  }
  return epoch / length;
}

}  // namespace

Status check(const Schedule& schedule) {
  const auto need = [](bool good, const char* what, double value, const char* range) {
    return good ? Status{}
                : refused(std::string("schedule: ") + what + " " + to_text(value) + " is not " + range + ".");
  };
  for (const Status& status :
       {need(schedule.gamma > 0.0 && schedule.gamma <= 1.0, "gamma", schedule.gamma, "above 0 and at most 1"),
        need(schedule.period >= 1e-3 && std::isfinite(schedule.period), "period", schedule.period,
             "0.001 or more"),
        need(schedule.growth == 1.0 || (schedule.growth >= 1.01 && std::isfinite(schedule.growth)), "growth",
             schedule.growth, "1, or 1.01 or more"),
        need(schedule.floor >= 0.0 && std::isfinite(schedule.floor), "floor", schedule.floor, "0 or more"),
        need(schedule.warm_up >= 0.0 && std::isfinite(schedule.warm_up), "warm-up", schedule.warm_up,
             "0 or more")}) {
    if (!status.ok()) return status;
  }
  return {};
}

double learning_rate(const Schedule& schedule, double eta, double epoch) noexcept {
  if (epoch < schedule.warm_up) return eta * epoch / schedule.warm_up;
  const double since = epoch - schedule.warm_up;
  switch (schedule.kind) {
    case ScheduleKind::constant:
      break;
    case ScheduleKind::step:
      return eta * power(schedule.gamma, std::floor(since / schedule.period));
    case ScheduleKind::exponential:
      return eta * power(schedule.gamma, since);
    case ScheduleKind::cosine:
      return half_wave(eta, schedule.floor, std::min(since / schedule.period, 1.0));
    case ScheduleKind::cosine_restarts:
      return half_wave(eta, schedule.floor, part_of_wave(schedule, since));
  }
  return eta;
}

}  // namespace downhill
