// J over a plane through theta: a picture of the loss landscape, which shows two directions of very many
// (paper, section 22).
#pragma once

#include <downhill/network.hpp>
#include <downhill/objective.hpp>
#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

// The points origin + s x + t y.
struct Plane {
  std::vector<double> origin, x, y;

  std::vector<double> at(double s, double t) const;
  // Cosine of the angle between the axes; a picture draws them at right angles, which is honest where this is
  // near 0.
  double cosine() const noexcept;
};

// Two random directions, filter-normalised (Li et al., "Visualizing the Loss Landscape of Neural Nets",
// 2018): normal numbers, then for every unit its row of W made as long as theta's. So a step of 1 is as large
// as the weights themselves, and networks whose layers are scaled differently can be compared. Biases, gains
// and shifts stay as they are (their part is 0), as in that paper; so does a unit whose weights are all 0.
// The axes are not made orthogonal. The same seed gives the same plane.
Status random_plane(const Network& network, std::span<const double> theta, std::uint64_t seed, Plane& result);

// theta with parameters number `first` and `second` free: s and t are added to them.
Status weight_plane(const Network& network, std::span<const double> theta, std::size_t first,
                    std::size_t second, Plane& result);

// The plane that a path through theta's space moves in the most: its first two principal components about its
// mean, of length 1, moved to go through the last point (Li et al., 2018, section 7).
struct TrajectoryPlane {
  Plane plane;
  // Share of the path's variance that lies along x and along y. With two axes of very many, a path that is
  // close to them is no proof of a plane: random walks look like that too (Antognini and Sohl-Dickstein,
  // 2018).
  std::array<double, 2> explained = {};
  std::vector<std::array<double, 2>> path;  // each snapshot's s and t; the last is 0, 0
};

inline constexpr std::size_t most_snapshots = 256;

// `path` holds 2 ... most_snapshots snapshots of theta, one after the other, the last one where the plane is
// to be. Refuses a path that never moves. Where it moves along a line, y is any direction at right angles.
Status trajectory_plane(const Network& network, std::span<const double> path, std::size_t snapshots,
                        TrajectoryPlane& result);

// The part of a plane that is looked at.
struct Window {
  double x_low = -1.0, x_high = 1.0;
  double y_low = -1.0, y_high = 1.0;
};

// J on a grid over a window, filled row by row, so that a page can show it grow, or leave it.
class Landscape {
 public:
  static constexpr std::size_t least_side = 2, most_side = 512;

  // A grid of `side` x `side` points, from edge to edge of the window, without values yet. Where `side` is
  // odd and the window symmetric, the one in the middle is the origin.
  Status begin(Plane plane, const Window& window, std::size_t side);

  // Rows first ... first + count - 1, as far as there are so many. J is over the objective's selected
  // samples, with its penalty or without.
  Status evaluate_rows(Objective& objective, std::size_t first, std::size_t count);

  std::size_t side() const noexcept { return side_; }
  const Plane& plane() const noexcept { return plane_; }
  double s_of(std::size_t column) const noexcept;
  double t_of(std::size_t row) const noexcept;
  // [row][column], t and s ascending; NaN where not yet evaluated, Inf or NaN where the loss overflows.
  std::span<const double> values() const noexcept { return values_; }

 private:
  Plane plane_;
  Window window_;
  std::size_t side_ = 0;
  std::vector<double> values_;
};

}  // namespace downhill
