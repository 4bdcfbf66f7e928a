// The kernels one by one: matrix products as GFLOP/s, elementary functions as elements a second.
#include "../numbers.hpp"
#include "engines.hpp"
#include "table.hpp"

#include <vector>

namespace downhill::bench {
namespace {

struct Shape {
  const char* name;
  std::size_t inputs, units, samples;
};

constexpr Shape shapes[] = {{"8x8x10", 8, 8, 10},
                            {"64x64x32", 64, 64, 32},
                            {"784x256x64", 784, 256, 64},
                            {"256x256x256", 256, 256, 256}};

template <class Product>
void register_product(const char* what, Product product) {
  for (const Shape& shape : shapes) {
    on_every_engine(std::string(what) + "/" + shape.name, [=](benchmark::State& state, const Engine& engine) {
      const auto& kernels = engine.kernels<float>();
      std::vector<float> W(shape.inputs * shape.units, 0.25F), b(shape.units, 0.125F);
      const Numbers x(shape.inputs, shape.samples), z(shape.units, shape.samples);
      for (auto _ : state) {
        product(kernels, W.data(), b.data(), x.view, z.view);
        benchmark::ClobberMemory();
      }
      count_flops(state, engine, 2.0 * static_cast<double>(shape.inputs * shape.units * shape.samples));
    });
  }
}

using Table = KernelTable<float>;

void register_function(const char* what,
                       void (*MathsTable<float>::*function)(const float*, float*, std::size_t) noexcept) {
  on_every_engine(what, [=](benchmark::State& state, const Engine& engine) {
    constexpr std::size_t count = 4096;
    std::vector<float> x(count), y(count);
    for (std::size_t j = 0; j < count; ++j) x[j] = 0.002F * static_cast<float>(j + 1) - 4.0F;
    const auto kernel = engine.maths<float>().*function;
    for (auto _ : state) {
      kernel(x.data(), y.data(), count);
      benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(count) * state.iterations());
  });
}

[[maybe_unused]] const bool registered = [] {
  register_product("W5/affine", [](const Table& k, const float* W, const float* b, Matrix<float> x,
                                   Matrix<float> z) { k.affine(W, b, x, z); });
  register_product("W5/transposed", [](const Table& k, const float* W, const float*, Matrix<float> x,
                                       Matrix<float> z) { k.transposed_product(W, z, x); });
  register_product("W5/gradients", [](const Table& k, float* W, float* b, Matrix<float> x, Matrix<float> z) {
    k.gradients(z, x, 1.0F, false, W, b);
  });
  register_function("exp", &MathsTable<float>::exp);
  register_function("log", &MathsTable<float>::log);
  register_function("tanh", &MathsTable<float>::tanh);
  register_function("sigmoid", &MathsTable<float>::sigmoid);
  return true;
}();

}  // namespace
}  // namespace downhill::bench
