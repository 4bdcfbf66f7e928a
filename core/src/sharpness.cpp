#include "directions.hpp"
#include "text.hpp"

#include <downhill/sharpness.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace downhill {
namespace {

constexpr std::size_t most_iterations = 100'000;

Status check_options(const SharpnessOptions& options) {
  if (options.iterations == 0 || options.iterations > most_iterations) {
    return refused("iterations: " + std::to_string(options.iterations) + " is not in 1 ... " +
                   std::to_string(most_iterations) + ".");
  }
  for (const auto& [name, value] :
       {std::pair("tolerance", options.tolerance), std::pair("epsilon", options.epsilon)}) {
    if (!(value > 0.0 && std::isfinite(value))) {
      return refused(std::string(name) + ": " + to_text(value) + " is not a positive number.");
    }
  }
  return {};
}

class Hessian {
 public:
  Hessian(Objective& objective, ConstVector theta, double epsilon)
      : objective_(objective),
        theta_(theta),
        h_(epsilon * std::max(1.0, length(theta))),
        above_(theta.size()),
        below_(theta.size()) {}

  // product = H v, for v of length 1.
  Status times(const Vector& v, Vector& product) {
    double J = 0.0;
    if (Status status = objective_.gradient(sum(theta_, h_, v), above_, J); !status.ok()) return status;
    if (Status status = objective_.gradient(sum(theta_, -h_, v), below_, J); !status.ok()) return status;
    product = sum(above_, -1.0, below_);
    scale(product, 0.5 / h_);
    if (all_finite(product)) return {};
    return refused("theta: the gradient about it is not finite, so there is no curvature to be had.");
  }

 private:
  Objective& objective_;
  ConstVector theta_;
  double h_;
  Vector above_, below_;
};

// Power iteration on H + shift I from v = found.direction. `size` becomes ||H v||.
Status iterate(Hessian& hessian, double shift, const SharpnessOptions& options, Sharpness& found,
               double& size) {
  Vector& v = found.direction;
  Vector product;
  for (std::size_t i = 0; i < options.iterations; ++i) {
    if (Status status = hessian.times(v, product); !status.ok()) return status;
    ++found.iterations;
    size = length(product);
    found.eigenvalue = dot(v, product);
    found.residual = length(sum(product, -found.eigenvalue, v));
    found.converged = found.residual <= options.tolerance * std::max(std::abs(found.eigenvalue), shift);
    if (found.converged || i + 1 == options.iterations) break;
    v = sum(product, shift, v);
    const double next = length(v);
    scale(v, 1.0 / next);
  }
  return {};
}

Vector start(std::size_t parameters, std::uint64_t seed, std::uint64_t round) {
  constexpr std::uint64_t after_planes = 2;  // random_plane() takes directions 0 and 1
  Vector v = random_direction(parameters, seed, after_planes + round);
  scale(v, 1.0 / length(v));
  return v;
}

}  // namespace

Status sharpness(Objective& objective, std::span<const double> theta, Sharpness& result,
                 const SharpnessOptions& options) {
  if (Status status = check_options(options); !status.ok()) return status;
  if (Status status = objective.check("theta", theta); !status.ok()) return status;
  Hessian hessian(objective, theta, options.epsilon);
  Sharpness found;
  double size = 0.0;
  found.direction = start(theta.size(), options.seed, 0);
  if (Status status = iterate(hessian, 0.0, options, found, size); !status.ok()) return status;
  if (!found.converged || found.eigenvalue < 0.0) {
    // The eigenvector of a negative eigenvalue is no place to start from; a mixture of several is a good one.
    if (found.converged) found.direction = start(theta.size(), options.seed, 1);
    if (Status status = iterate(hessian, size, options, found, size); !status.ok()) return status;
  }
  result = std::move(found);
  return {};
}

}  // namespace downhill
