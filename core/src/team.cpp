#include <downhill/team.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace downhill {
namespace {

// Some tens of microseconds, longer than what a step does on one thread alone.
constexpr int patience = 2000;

inline void rest() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Until `number` is no longer `value`; what it is then.
template <class Number>
Number await_change(const std::atomic<Number>& number, Number value) noexcept {
  for (int tries = 0; tries < patience; ++tries) {
    if (const Number now = number.load(std::memory_order_acquire); now != value) return now;
    rest();
  }
  number.wait(value, std::memory_order_acquire);
  return number.load(std::memory_order_acquire);
}

}  // namespace

struct Team::Threads {
  Call call = nullptr;  // nullptr ends the threads
  const void* work = nullptr;
  // On lines of their own, for one is read while the other is written.
  alignas(64) std::atomic<std::uint32_t> turn = 0;
  alignas(64) std::atomic<std::size_t> busy = 0;
  std::vector<std::thread> threads;

  void begin(Call what, const void* with) noexcept {
    call = what;
    work = with;
    busy.store(threads.size(), std::memory_order_relaxed);
    turn.fetch_add(1, std::memory_order_release);
    turn.notify_all();
  }

  void serve(std::size_t member) noexcept {
    for (std::uint32_t last = 0;;) {
      last = await_change(turn, last);
      if (!call) return;
      call(work, member);
      if (busy.fetch_sub(1, std::memory_order_acq_rel) == 1) busy.notify_one();
    }
  }
};

Team::Team(std::size_t size) : size_(std::clamp<std::size_t>(size, 1, most)) {
  if (size_ == 1) return;
  threads_ = std::make_unique<Threads>();
  threads_->threads.reserve(size_ - 1);
  for (std::size_t member = 1; member < size_; ++member) {
    threads_->threads.emplace_back([all = threads_.get(), member] { all->serve(member); });
  }
}

Team::~Team() {
  if (!threads_) return;
  threads_->begin(nullptr, nullptr);
  for (std::thread& thread : threads_->threads) thread.join();
}

void Team::run(Call call, const void* work) noexcept {
  if (!threads_) return call(work, 0);
  threads_->begin(call, work);
  call(work, 0);
  for (std::size_t busy = threads_->busy.load(std::memory_order_acquire); busy > 0;)
    busy = await_change(threads_->busy, busy);
}

}  // namespace downhill
