#include "peak.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace downhill::bench {
namespace {

constexpr std::size_t rounds = 20000;

// Each loop leaves its sums where the compiler cannot do without them, and reads its numbers where it does
// not know them: it found the sum that began with 1 to stay there, and left it out.
volatile float sink, shrink = 0.999F, growth = 0.001F;

#define DOWNHILL_UNROLLED _Pragma("GCC unroll 32")
#define DOWNHILL_PEAK_LOOP(name, target, vector, set, multiply_add, first_of)                        \
  template <std::size_t chains>                                                                      \
  target void name() {                                                                               \
    vector sums[chains];                                                                             \
    DOWNHILL_UNROLLED for (std::size_t c = 0; c < chains; ++c) sums[c] = set(static_cast<float>(c)); \
    const vector factor = set(shrink), term = set(growth);                                           \
    for (std::size_t round = 0; round < rounds; ++round) {                                           \
      DOWNHILL_UNROLLED for (std::size_t c = 0; c < chains; ++c) sums[c] = multiply_add;             \
    }                                                                                                \
    float all = 0.0F;                                                                                \
    DOWNHILL_UNROLLED for (std::size_t c = 0; c < chains; ++c) all += first_of(sums[c]);             \
    sink = all;                                                                                      \
  }

#if defined(__x86_64__)
#define DOWNHILL_TARGET(features) __attribute__((target(features)))
DOWNHILL_PEAK_LOOP(sse2, , __m128, _mm_set1_ps, _mm_add_ps(_mm_mul_ps(sums[c], factor), term), _mm_cvtss_f32)
DOWNHILL_PEAK_LOOP(avx2, DOWNHILL_TARGET("avx2"), __m256, _mm256_set1_ps,
                   _mm256_add_ps(_mm256_mul_ps(sums[c], factor), term), _mm256_cvtss_f32)
DOWNHILL_PEAK_LOOP(avx2_fused, DOWNHILL_TARGET("avx2,fma"), __m256, _mm256_set1_ps,
                   _mm256_fmadd_ps(sums[c], factor, term), _mm256_cvtss_f32)
DOWNHILL_PEAK_LOOP(avx512, DOWNHILL_TARGET("avx512f"), __m512, _mm512_set1_ps,
                   _mm512_add_ps(_mm512_mul_ps(sums[c], factor), term), _mm512_cvtss_f32)
DOWNHILL_PEAK_LOOP(avx512_fused, DOWNHILL_TARGET("avx512f"), __m512, _mm512_set1_ps,
                   _mm512_fmadd_ps(sums[c], factor, term), _mm512_cvtss_f32)
#elif defined(__aarch64__)
float first_lane(float32x4_t v) {
  return vgetq_lane_f32(v, 0);
}
DOWNHILL_PEAK_LOOP(neon, , float32x4_t, vdupq_n_f32, vaddq_f32(vmulq_f32(sums[c], factor), term), first_lane)
DOWNHILL_PEAK_LOOP(neon_fused, , float32x4_t, vdupq_n_f32, vfmaq_f32(term, sums[c], factor), first_lane)
#elif defined(__wasm_simd128__)
float first_lane(v128_t v) {
  return wasm_f32x4_extract_lane(v, 0);
}
#ifdef __wasm_relaxed_simd__
DOWNHILL_PEAK_LOOP(wasm, , v128_t, wasm_f32x4_splat, wasm_f32x4_relaxed_madd(sums[c], factor, term),
                   first_lane)
#else
DOWNHILL_PEAK_LOOP(wasm, , v128_t, wasm_f32x4_splat, wasm_f32x4_add(wasm_f32x4_mul(sums[c], factor), term),
                   first_lane)
#endif
#endif
float itself(float value) {
  return value;
}
float number(float value) {
  return value;
}
// Whether the compiler vectorises this or not, the scalar engine does not: its chains stay apart.
#if defined(__GNUC__) && !defined(__clang__)
#define DOWNHILL_APART __attribute__((optimize("no-tree-vectorize", "no-tree-slp-vectorize")))
#else
#define DOWNHILL_APART
#endif
DOWNHILL_PEAK_LOOP(scalar, DOWNHILL_APART, float, number, sums[c] * factor + term, itself)

struct Candidate {
  void (*run)();
  std::size_t chains;
};
using Candidates = std::vector<Candidate>;

// Chains enough to hide the latency, few enough for the registers, of which two hold the numbers. Which count
// a processor shares out best among its units differs.
#define DOWNHILL_OF_16(name) Candidates({{name<12>, 12}, {name<13>, 13}, {name<14>, 14}})
#define DOWNHILL_OF_32(name) Candidates({{name<12>, 12}, {name<16>, 16}, {name<26>, 26}})

Candidates candidates_for(const Engine& engine) {
  [[maybe_unused]] const bool fused = engine.mode == NumericMode::fast;
#if defined(__x86_64__)
  if (engine.name == "sse2") return DOWNHILL_OF_16(sse2);
  if (engine.name == "avx2") return fused ? DOWNHILL_OF_16(avx2_fused) : DOWNHILL_OF_16(avx2);
  if (engine.name == "avx512") return fused ? DOWNHILL_OF_32(avx512_fused) : DOWNHILL_OF_32(avx512);
#elif defined(__aarch64__)
  if (engine.name == "neon") return fused ? DOWNHILL_OF_32(neon_fused) : DOWNHILL_OF_32(neon);
#elif defined(__wasm_simd128__)
  if (engine.name == "wasm") return DOWNHILL_OF_16(wasm);
#endif
  return engine.name == "scalar" ? DOWNHILL_OF_16(scalar) : Candidates{};
}

// FLOP/s at best, over a tenth of a second: a processor that was asleep has to wake up. Browsers' clocks know
// tenths of a millisecond at most, so that many calls are timed together.
double measure(const PeakLoop& loop) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::duration<double> enough{0.1};
  constexpr int calls = 100;
  double best = 0.0;
  const auto begun = Clock::now();
  for (auto now = begun; now - begun < enough;) {
    const auto before = now;
    for (int call = 0; call < calls; ++call) loop.run();
    now = Clock::now();
    const std::chrono::duration<double> taken = now - before;
    if (taken.count() > 0.0) best = std::max(best, calls * loop.flops / taken.count());
  }
  return best;
}

struct Peak {
  PeakLoop loop;
  double flops = 0.0;  // a second
};

// Measured once a process for each engine.
const Peak& peak_of(const Engine& engine) {
  static std::map<const Engine*, Peak> known;
  const auto [at, is_new] = known.try_emplace(&engine);
  if (!is_new) return at->second;
  for (const Candidate& candidate : candidates_for(engine)) {
    const PeakLoop loop{candidate.run, 2.0 * static_cast<double>(candidate.chains * rounds * engine.lanes)};
    if (const double flops = measure(loop); flops > at->second.flops) at->second = {loop, flops};
  }
  return at->second;
}

}  // namespace

bool has_peak_loop(const Engine& engine) {
  return !candidates_for(engine).empty();
}

PeakLoop peak_loop(const Engine& engine) {
  return peak_of(engine).loop;
}

double peak_flops(const Engine& engine) {
  return peak_of(engine).flops;
}

}  // namespace downhill::bench
