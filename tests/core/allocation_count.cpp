#include "allocation_count.hpp"

#include <cerrno>
#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;  // the tests have one thread

}  // namespace

namespace downhill::testing {

std::size_t allocations() noexcept {
  return count;
}

}  // namespace downhill::testing

#if defined(__SANITIZE_ADDRESS__)
#define DOWNHILL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DOWNHILL_ASAN 1
#endif
#endif

#if defined(DOWNHILL_ASAN)

const char* downhill::testing::allocations_seen() noexcept {
  return "";
}

#elif defined(__GLIBC__) || defined(__EMSCRIPTEN__)

// Both offer their allocator under a second name, for those who stand in front of it.
extern "C" {
#if defined(__GLIBC__)
#define DOWNHILL_REAL(name) __libc_##name
#else
#define DOWNHILL_REAL(name) emscripten_builtin_##name
#endif
void* DOWNHILL_REAL(malloc)(std::size_t);
void* DOWNHILL_REAL(calloc)(std::size_t, std::size_t);
void* DOWNHILL_REAL(memalign)(std::size_t, std::size_t);

void* malloc(std::size_t size) {
  ++count;
  return DOWNHILL_REAL(malloc)(size);
}
void* calloc(std::size_t items, std::size_t size) {
  ++count;
  return DOWNHILL_REAL(calloc)(items, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  ++count;
  return DOWNHILL_REAL(memalign)(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  ++count;
  return DOWNHILL_REAL(memalign)(alignment, size);
}
int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  ++count;
  *block = DOWNHILL_REAL(memalign)(alignment, size);
  return *block ? 0 : ENOMEM;
}
#if defined(__GLIBC__)  // Emscripten has no second name for this one
void* __libc_realloc(void*, std::size_t);
void* realloc(void* block, std::size_t size) {
  ++count;
  return __libc_realloc(block, size);
}
#endif
}  // extern "C"

const char* downhill::testing::allocations_seen() noexcept {
  return "malloc";
}

#else

void* operator new(std::size_t size) {
  ++count;
  if (void* block = std::malloc(size)) return block;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void operator delete(void* block) noexcept {
  std::free(block);
}
void operator delete[](void* block) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  std::free(block);
}

const char* downhill::testing::allocations_seen() noexcept {
  return "operator new";
}

#endif
