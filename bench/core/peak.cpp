#include "peak.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace downhill::bench {
namespace {

// More independent chains than latency times throughput of any processor, fewer than registers.
constexpr std::size_t chains = 13;
constexpr std::size_t rounds = 20000;

// Each loop leaves its sums where the compiler cannot do without them, and reads its numbers where it does
// not know them: it found the sum that began with 1 to stay there, and left it out.
volatile float sink, shrink = 0.999F, growth = 0.001F;

#define DOWNHILL_PEAK_LOOP(name, target, vector, set, multiply_add, first_of)      \
  target void name() {                                                             \
    vector sums[chains];                                                           \
    for (std::size_t c = 0; c < chains; ++c) sums[c] = set(static_cast<float>(c)); \
    const vector factor = set(shrink), term = set(growth);                         \
    for (std::size_t round = 0; round < rounds; ++round) {                         \
      for (std::size_t c = 0; c < chains; ++c) sums[c] = multiply_add;             \
    }                                                                              \
    float all = 0.0F;                                                              \
    for (std::size_t c = 0; c < chains; ++c) all += first_of(sums[c]);             \
    sink = all;                                                                    \
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
__attribute__((optimize("no-tree-vectorize", "no-tree-slp-vectorize")))
#endif
DOWNHILL_PEAK_LOOP(scalar, , float, number, sums[c] * factor + term, itself)

    using Loop = void(*)();

Loop loop_for(const Engine& engine) {
  [[maybe_unused]] const bool fused = engine.mode == NumericMode::fast;
#if defined(__x86_64__)
  if (engine.name == "sse2") return sse2;
  if (engine.name == "avx2") return fused ? avx2_fused : avx2;
  if (engine.name == "avx512") return fused ? avx512_fused : avx512;
#elif defined(__aarch64__)
  if (engine.name == "neon") return fused ? neon_fused : neon;
#elif defined(__wasm_simd128__)
  if (engine.name == "wasm") return wasm;
#endif
  return engine.name == "scalar" ? scalar : nullptr;
}

double measure(const Engine& engine) {
  const PeakLoop loop = peak_loop(engine);
  if (!loop.run) return 0.0;
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::duration<double> enough{0.2};  // for a processor that was asleep to wake up
  double best = 0.0;
  const auto begun = Clock::now();
  for (auto now = begun; now - begun < enough;) {
    loop.run();
    const std::chrono::duration<double> taken = Clock::now() - now;
    best = std::max(best, loop.flops / taken.count());
    now += std::chrono::duration_cast<Clock::duration>(taken);
  }
  return best;
}

}  // namespace

PeakLoop peak_loop(const Engine& engine) {
  return {loop_for(engine), 2.0 * static_cast<double>(chains * rounds * engine.lanes)};
}

double peak_flops(const Engine& engine) {
  static std::map<const Engine*, double> measured;
  const auto found = measured.find(&engine);
  if (found != measured.end()) return found->second;
  return measured[&engine] = measure(engine);
}

}  // namespace downhill::bench
