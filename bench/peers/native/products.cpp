// Matrix products and elementwise functions of OpenBLAS and oneDNN, one thread.
#include "program.hpp"

#include <cblas.h>
#include <dnnl.hpp>

namespace downhill::bench {
namespace {

// C [rows][cols] = op(A) op(B), row-major; how a layer uses it: W x, W^T delta, delta x^T.
struct Product {
  bool transpose_a, transpose_b;
  std::size_t rows, cols, depth;
};

Product product_of(const std::string& kind, const ProductShape& shape) {
  if (kind == "W5t") return {true, false, shape.depth, shape.cols, shape.rows};
  if (kind == "W5g") return {false, true, shape.rows, shape.depth, shape.cols};
  return {false, false, shape.rows, shape.cols, shape.depth};
}

template <class Multiply>
void add_products(std::vector<Entry>& entries, const char* peer, Multiply multiply) {
  for (const ProductShape& shape : product_shapes) {
    for (const std::string kind : {"W5", "W5t", "W5g"}) {
      entries.push_back({peer, kind + "/" + std::string(shape.name), [=] {
                           const Product p = product_of(kind, shape);
                           return repeated(shape.flops(),
                                           [=, a = uniform_numbers(p.rows * p.depth, -1.0F, 1.0F),
                                            b = uniform_numbers(p.depth * p.cols, -1.0F, 1.0F),
                                            c = Floats(p.rows * p.cols)]() mutable {
                                             multiply(p, a.data(), b.data(), c.data());
                                           });
                         }});
    }
  }
}

void by_openblas(const Product& p, const float* a, const float* b, float* c) {
  const auto whole = [](std::size_t n) { return static_cast<blasint>(n); };
  cblas_sgemm(CblasRowMajor, p.transpose_a ? CblasTrans : CblasNoTrans,
              p.transpose_b ? CblasTrans : CblasNoTrans, whole(p.rows), whole(p.cols), whole(p.depth), 1.0F,
              a, whole(p.transpose_a ? p.rows : p.depth), b, whole(p.transpose_b ? p.depth : p.cols), 0.0F, c,
              whole(p.cols));
}

void by_onednn(const Product& p, const float* a, const float* b, float* c) {
  const auto whole = [](std::size_t n) { return static_cast<dnnl_dim_t>(n); };
  dnnl_sgemm(p.transpose_a ? 'T' : 'N', p.transpose_b ? 'T' : 'N', whole(p.rows), whole(p.cols),
             whole(p.depth), 1.0F, a, whole(p.transpose_a ? p.rows : p.depth), b,
             whole(p.transpose_b ? p.depth : p.cols), 0.0F, c, whole(p.cols));
}

std::unique_ptr<Task> onednn_function(dnnl::algorithm algorithm) {
  using namespace dnnl;
  const engine cpu(engine::kind::cpu, 0);
  stream here(cpu);
  const memory::desc shape({function_count}, memory::data_type::f32, memory::format_tag::a);
  const eltwise_forward::desc wanted(prop_kind::forward_inference, algorithm, shape, 0.0F, 0.0F);
  const eltwise_forward function(eltwise_forward::primitive_desc(wanted, cpu));
  const memory x(shape, cpu), y(shape, cpu);
  const auto numbers = uniform_numbers(function_count, -4.0F, 4.0F);
  std::copy(numbers.begin(), numbers.end(), static_cast<float*>(x.get_data_handle()));
  return repeated(function_count, [=]() mutable {
    function.execute(here, {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}});
    here.wait();
  });
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  openblas_set_num_threads(1);
  std::vector<Entry> entries;
  add_products(entries, "openblas", by_openblas);
  add_products(entries, "onednn", by_onednn);
  entries.push_back({"onednn", "exp", [] { return onednn_function(dnnl::algorithm::eltwise_exp); }});
  entries.push_back({"onednn", "tanh", [] { return onednn_function(dnnl::algorithm::eltwise_tanh); }});
  return run_peer(count, arguments, entries);
}
