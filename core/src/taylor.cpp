#include "directions.hpp"
#include "text.hpp"

#include <downhill/taylor.hpp>

#include <cmath>
#include <utility>

namespace downhill {
namespace {

// The rest of a step whose gradient is known.
Status compare(Objective& objective, ConstVector theta, ConstVector gradient, ConstVector delta,
               TaylorStep& step) {
  step.penalised = objective.penalised();
  step.predicted = dot(gradient, delta);
  return objective.value(sum(theta, 1.0, delta), step.after);
}

}  // namespace

Status taylor_step(Objective& objective, std::span<const double> theta, std::span<const double> delta,
                   TaylorStep& result) {
  if (Status status = objective.check("delta", delta); !status.ok()) return status;
  TaylorStep step;
  Vector gradient(theta.size());
  if (Status status = objective.gradient(theta, gradient, step.before); !status.ok()) return status;
  if (Status status = compare(objective, theta, gradient, delta, step); !status.ok()) return status;
  result = step;
  return {};
}

Status taylor_gradient_step(Objective& objective, std::span<const double> theta, double eta,
                            TaylorStep& result) {
  if (!(eta > 0.0 && std::isfinite(eta)))
    return refused("eta: " + to_text(eta) + " is not a positive number.");
  TaylorStep step;
  Vector gradient(theta.size());
  if (Status status = objective.gradient(theta, gradient, step.before); !status.ok()) return status;
  Vector delta = gradient;
  scale(delta, -eta);
  if (Status status = compare(objective, theta, gradient, delta, step); !status.ok()) return status;
  result = step;
  return {};
}

Status taylor_of_step(Objective& objective, std::span<const double> before, std::span<const double> after,
                      std::span<const std::uint32_t> batch, TaylorOfStep& result) {
  if (Status status = objective.check("before", before); !status.ok()) return status;
  if (Status status = objective.check("after", after); !status.ok()) return status;
  const Vector delta = sum(after, -1.0, before);
  if (Status status = objective.select(batch); !status.ok()) return status;
  TaylorOfStep both;
  Status status = taylor_step(objective, before, delta, both.batch);
  objective.select_all();
  if (status.ok()) status = taylor_step(objective, before, delta, both.full);
  if (status.ok()) result = both;
  return status;
}

Status slice_along_gradient(Objective& objective, std::span<const double> theta, std::span<const double> t,
                            GradientSlice& result) {
  if (t.empty()) return refused("t: there are none; give at least one.");
  if (!all_finite(t)) return refused("t: NaN or Inf among them; give finite ones.");
  GradientSlice slice;
  Vector gradient(theta.size());
  if (Status status = objective.gradient(theta, gradient, slice.start); !status.ok()) return status;
  slice.slope = -dot(gradient, gradient);
  slice.penalised = objective.penalised();
  for (const double step : t) {
    if (Status status = objective.value(sum(theta, -step, gradient), slice.values.emplace_back());
        !status.ok()) {
      return status;
    }
  }
  result = std::move(slice);
  return {};
}

}  // namespace downhill
