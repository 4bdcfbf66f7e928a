// Sharpness: the largest eigenvalue of J's Hessian, the steepest curvature at theta. Gradient descent with
// learning rate eta is stable along its eigenvector while it is below 2 / eta, and tends to the edge of that
// (Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability", 2021;
// paper, sections 16 and 22).
#pragma once

#include <downhill/objective.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

struct SharpnessOptions {
  std::size_t iterations =
      200;                  // 1 ... 100000; the most, in each of the two rounds that sharpness() tells of
  double tolerance = 1e-4;  // > 0; of the residual, relative to the largest eigenvalue by size
  double epsilon = 1e-5;    // > 0; how far the differences reach, relative to max(1, ||theta||)
  std::uint64_t seed = 1;   // of the vector that the iteration starts from
};

struct Sharpness {
  double eigenvalue = 0.0;
  std::vector<double> direction;  // its eigenvector, of length 1; the sign means nothing
  double residual = 0.0;          // ||H v - eigenvalue v||: an eigenvalue of H is no farther away than that
  std::size_t iterations = 0;     // products H v in all, two gradients each
  bool converged = false;         // the residual is within the tolerance
};

// By power iteration, v := H v / ||H v||, which never needs the Hessian itself: a product H v is a central
// difference of gradients, [g(theta + h v) - g(theta - h v)] / 2h (Pearlmutter, "Fast Exact Multiplication by
// the Hessian", 1994, has it as the plain alternative). The iteration finds the eigenvalue of the largest
// size. Where that is negative, or two of either sign are about as large, a second round on H + ||H v|| I,
// whose eigenvalues have the same order and none of them below 0, finds the largest. Where theta lies beside
// a kink (ReLU), it is the curvature of the smoothed J that is found.
Status sharpness(Objective& objective, std::span<const double> theta, Sharpness& result,
                 const SharpnessOptions& options = {});

}  // namespace downhill
