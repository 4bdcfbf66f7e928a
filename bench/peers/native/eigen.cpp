// Eigen by hand, as those who know it write it: samples in columns, no temporaries, vectorised tanh; once
// with sizes known at run time and once with all of them known to the compiler. Each with a shuffled epoch
// order, gathered batches and the loss, and "bare" without any of them: batches as they lie, which no trainer
// does.
#include "eigen_training.hpp"

namespace downhill::bench {
namespace {

using RunTime = EigenTraining<std::vector<Layer<Dynamic, Dynamic, Dynamic>>, MatrixXf, MatrixXf>;
template <int Batch>
using Small = EigenTraining<typename FixedLayers<Batch, 2, 8, 8, 1>::Type, Matrix<float, 2, Batch>,
                            Matrix<float, 1, Batch>>;

template <int Batch>
void add_small(std::vector<Entry>& entries, const char* name) {
  for (const bool bare : {false, true}) {
    entries.push_back({bare ? "eigen-fixed-bare" : "eigen-fixed", name,
                       [=] { return std::make_unique<Small<Batch>>(*find_workload(name), bare); }});
  }
}

// W4, points in columns, `Tile` points at a time; the neurons' values are kept.
template <int In, int Units, int Tile, class X>
void grid_layer(const MatrixXf& W, const VectorXf& b, const X& x, MatrixXf& out, Index first) {
  const Matrix<float, Units, In> w = W;
  const Matrix<float, Units, 1> bias = b;
  Matrix<float, Units, Tile> z = w.lazyProduct(x);
  z.colwise() += bias;
  out.middleCols<Tile>(first) = z.array().tanh().matrix();
}

std::unique_ptr<Task> grid(bool fixed) {
  const auto x = grid_inputs();
  MatrixXf X = Map<const Matrix<float, 2, Dynamic, RowMajor>>(x.data(), 2, grid_points);
  MatrixXf W1 = MatrixXf::Random(8, 2), W2 = MatrixXf::Random(8, 8), W3 = MatrixXf::Random(1, 8);
  VectorXf b1 = VectorXf::Random(8), b2 = VectorXf::Random(8), b3 = VectorXf::Random(1);
  MatrixXf A1(8, grid_points), A2(8, grid_points), A3(1, grid_points);
  if (fixed) {
    return repeated(1.0, [=]() mutable {
      constexpr int tile = 64;
      for (Index p = 0; p < static_cast<Index>(grid_points); p += tile) {
        grid_layer<2, 8, tile>(W1, b1, X.middleCols<tile>(p), A1, p);
        grid_layer<8, 8, tile>(W2, b2, A1.middleCols<tile>(p), A2, p);
        grid_layer<8, 1, tile>(W3, b3, A2.middleCols<tile>(p), A3, p);
      }
    });
  }
  return repeated(1.0, [=]() mutable {
    constexpr Index tile = 256;
    const auto layer = [](const MatrixXf& W, const VectorXf& b, const auto& in, auto out) {
      out.noalias() = W * in;
      out.colwise() += b;
      out = out.array().tanh().matrix();
    };
    for (Index p = 0; p < static_cast<Index>(grid_points); p += tile) {
      layer(W1, b1, X.middleCols(p, tile), A1.middleCols(p, tile));
      layer(W2, b2, A1.middleCols(p, tile), A2.middleCols(p, tile));
      layer(W3, b3, A2.middleCols(p, tile), A3.middleCols(p, tile));
    }
  });
}

void add_products(std::vector<Entry>& entries) {
  for (const ProductShape& shape : product_shapes) {
    const auto rows = static_cast<Index>(shape.rows), cols = static_cast<Index>(shape.cols);
    const auto depth = static_cast<Index>(shape.depth);
    const auto add = [&](const char* what, auto product) {
      entries.push_back({"eigen", std::string(what) + "/" + std::string(shape.name), [=] {
                           return repeated(
                               shape.flops(),
                               [=, W = MatrixXf(MatrixXf::Random(rows, depth)),
                                x = MatrixXf(MatrixXf::Random(depth, cols)),
                                z = MatrixXf(MatrixXf::Random(rows, cols))]() mutable { product(W, x, z); });
                         }});
    };
    add("W5", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { z.noalias() = W * x; });
    add("W5t", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { x.noalias() = W.transpose() * z; });
    add("W5g", [](MatrixXf& W, MatrixXf& x, MatrixXf& z) { W.noalias() = z * x.transpose(); });
  }
}

void add_functions(std::vector<Entry>& entries) {
  const auto add = [&](const char* name, auto function) {
    entries.push_back({"eigen", name, [=] {
                         const auto x = uniform_numbers(function_count, -4.0F, 4.0F);
                         return repeated(function_count,
                                         [=, in = ArrayXf(Map<const ArrayXf>(x.data(), function_count)),
                                          out = ArrayXf(function_count)]() mutable { function(in, out); });
                       }});
  };
  add("exp", [](const ArrayXf& in, ArrayXf& out) { out = in.exp(); });
  add("tanh", [](const ArrayXf& in, ArrayXf& out) { out = in.tanh(); });
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  std::vector<Entry> entries;
  for (const Workload& work : workloads()) {
    for (const bool bare : {false, true}) {
      entries.push_back({bare ? "eigen-bare" : "eigen", std::string(work.name),
                         [&work, bare] { return std::make_unique<RunTime>(work, bare); }});
    }
  }
  add_small<10>(entries, "W1");
  add_small<500>(entries, "W1b");
  add_small<32>(entries, "W1c");
  add_small<1>(entries, "W1s");
  entries.push_back({"eigen", "W4", [] { return grid(false); }});
  entries.push_back({"eigen-fixed", "W4", [] { return grid(true); }});
  add_products(entries);
  add_functions(entries);
  return run_peer(count, arguments, entries);
}
