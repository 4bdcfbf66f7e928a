// A training pass that a team shares out, to the same bits as one thread leaves: every sample goes through
// the layers on one member, and every parameter's gradient is summed on one member, over all samples in the
// fixed order.
#pragma once

#include <downhill/backprop.hpp>
#include <downhill/team.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

template <class T>
class TeamPass {
 public:
  // From now on passes may be shared out; null: no longer. The team must outlive them.
  void set_team(Team* team) { team_ = team; }
  Team* team() const noexcept { return team_; }
  // Views for every member into the tape of a run; before the first pass and whenever that tape is laid out
  // anew.
  void plan(const Tape<T>& tape);

  // Whether a pass over so many samples has enough to do for more than one.
  bool pays(const Network& network, std::size_t samples) const noexcept;
  // Whether an update of so many parameters has.
  bool update_pays(std::size_t parameters) const noexcept;

  // As Tape's and Backprop's; `whole` has the tape that was planned. Forward ends with the losses.
  void load(const KernelTable<T>& kernels, Tape<T>& tape, const T* inputs, const T* targets,
            std::span<const std::uint32_t> order) noexcept;
  void forward(const Backprop<T>& whole) noexcept;
  void backward(const Backprop<T>& whole) noexcept;
  void gradients(const Backprop<T>& whole, T scale, bool accumulate, T* gradient) noexcept;

 private:
  // The pass over the samples of one member.
  Backprop<T> part(const Backprop<T>& whole, std::size_t member) noexcept;

  Team* team_ = nullptr;
  std::vector<Tape<T>> parts_;
};

extern template class TeamPass<float>;
extern template class TeamPass<double>;

}  // namespace downhill
