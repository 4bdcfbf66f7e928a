// Threads that share out one piece of work after another.
#pragma once

#include <cstddef>
#include <memory>

namespace downhill {

// WebAssembly stays with one thread: shared memory would ask for headers that a page in a frame cannot set.
#ifdef __EMSCRIPTEN__
inline constexpr bool has_threads = false;
#else
inline constexpr bool has_threads = true;
#endif

// Its members are the thread that calls run() and `size` - 1 others, which wait between two calls: awake for
// some microseconds, for the next step of a training comes soon, asleep after that. One call at a time.
class Team {
 public:
  static constexpr std::size_t most = 256;

  // `size` is brought into 1 ... `most`.
  explicit Team(std::size_t size);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t size() const noexcept { return size_; }

  // work(member) on every member, 0 ... size() - 1; comes back when all have done theirs.
  template <class Work>
  void run(const Work& work) noexcept {
    run([](const void* what, std::size_t member) { (*static_cast<const Work*>(what))(member); }, &work);
  }

 private:
  using Call = void (*)(const void* work, std::size_t member);
  struct Threads;

  void run(Call call, const void* work) noexcept;

  std::size_t size_;
  std::unique_ptr<Threads> threads_;
};

// Of `count` things, in blocks of `block` that stay together, those of one of `members`: [first, last).
struct Share {
  std::size_t first, last;

  std::size_t count() const noexcept { return last - first; }
};

constexpr Share share_of(std::size_t count, std::size_t block, std::size_t member,
                         std::size_t members) noexcept {
  const std::size_t blocks = (count + block - 1) / block;
  const auto edge = [&](std::size_t m) {
    const std::size_t at = blocks * m / members * block;
    return at < count ? at : count;
  };
  return {edge(member), edge(member + 1)};
}

}  // namespace downhill
