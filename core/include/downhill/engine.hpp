// Which kernels compute: the numeric mode and the machine's vector instructions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace downhill {

enum class NumericMode : std::uint8_t {
  reproducible,  // no fused multiply-add, fixed order of summation: the same bits on every machine
  fast,  // fused multiply-add and the widest vectors; results differ in the last digits between machines
};

inline constexpr std::array<std::string_view, 2> mode_names = {"reproducible", "fast"};

constexpr std::string_view name(NumericMode mode) noexcept {
  return mode_names[static_cast<std::size_t>(mode)];
}

template <class T>
struct KernelTable;
template <class T>
struct MathsTable;

// One build of the kernels: an instruction set in one numeric mode.
struct Engine {
  std::string_view name;  // "scalar", "sse2", "avx2", "avx512", "neon", "wasm" ...
  NumericMode mode = NumericMode::reproducible;
  std::size_t lanes = 1;   // floats in a vector
  bool available = false;  // whether this processor can run it
  const KernelTable<float>* float_kernels = nullptr;

  template <class T>
  const KernelTable<T>& kernels() const noexcept;
  template <class T>
  const MathsTable<T>& maths() const noexcept;
};

template <>
inline const KernelTable<float>& Engine::kernels<float>() const noexcept {
  return *float_kernels;
}
// Looked up apart, so that a program which never asks for them does not carry them.
template <>
const KernelTable<double>& Engine::kernels<double>() const noexcept;
template <>
const MathsTable<float>& Engine::maths<float>() const noexcept;
template <>
const MathsTable<double>& Engine::maths<double>() const noexcept;

// All builds in this binary, narrowest first; the first is the scalar reference, but in binaries for browsers
// that hold one engine each.
std::span<const Engine> engines() noexcept;

// The widest available build for `mode`, found once a process. Where the processor has no fused multiply-add,
// fast mode runs the reproducible kernels.
const Engine& best_engine(NumericMode mode) noexcept;

// The plain-loop reference: what "SIMD off" means. Where the binary does not hold it, its first.
const Engine& scalar_engine() noexcept;

// The build of that name and mode, or null.
const Engine* find_engine(std::string_view name, NumericMode mode) noexcept;

}  // namespace downhill
