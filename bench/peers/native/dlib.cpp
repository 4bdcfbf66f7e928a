// dlib's dnn module: networks are types, a step is forward, loss, backward and its solver's update. Its loss
// of tanh outputs is the mean square, without our 1/2.
#include "program.hpp"

#include <dlib/dnn.h>

namespace downhill::bench {
namespace {

template <class Net, class Label, class Solver>
class DlibTraining : public Training {
 public:
  DlibTraining(const Workload& chosen, const Solver& solver) : Training(chosen), order_(set.count) {
    for (std::size_t s = 0; s < set.count; ++s) {
      dlib::matrix<float> x(static_cast<long>(work.inputs()), 1);
      std::copy_n(set.inputs.data() + s * work.inputs(), work.inputs(), x.begin());
      samples_.push_back(x);
      if constexpr (std::is_same_v<Label, float>)
        labels_.push_back(set.targets[s]);
      else
        labels_.push_back(static_cast<unsigned long>(set.labels[s]));
    }
    batch_x_.resize(work.batch);
    batch_y_.resize(work.batch);
    solvers_.assign(Net::num_computational_layers, solver);
  }

  void run() override {
    const auto& order = order_.next();
    for (std::size_t first = 0; first < set.count; first += work.batch) {
      const std::size_t n = std::min(work.batch, set.count - first);
      for (std::size_t s = 0; s < n; ++s) {
        batch_x_[s] = samples_[order[first + s]];
        batch_y_[s] = labels_[order[first + s]];
      }
      const auto end = static_cast<std::ptrdiff_t>(n);
      net_.to_tensor(batch_x_.begin(), batch_x_.begin() + end, tensor_);
      net_.compute_parameter_gradients(tensor_, batch_y_.begin());
      net_.update_parameters(solvers_, static_cast<double>(work.rate));
    }
  }

  double loss() override {
    net_.to_tensor(samples_.begin(), samples_.end(), tensor_);
    const double half = std::is_same_v<Label, float> ? 0.5 : 1.0;
    return half * net_.compute_loss(tensor_, labels_.begin());
  }

 private:
  Order order_;
  std::vector<dlib::matrix<float>> samples_, batch_x_;
  std::vector<Label> labels_, batch_y_;
  dlib::resizable_tensor tensor_;
  Net net_;
  std::vector<Solver> solvers_;
};

using In = dlib::input<dlib::matrix<float>>;
template <long n, class Below>
using Relu = dlib::relu<dlib::fc<n, Below>>;
template <long n, class Below>
using Tanh = dlib::htan<dlib::fc<n, Below>>;

using Small = dlib::loss_mean_squared<Tanh<1, Tanh<8, Tanh<8, In>>>>;
using Middle = dlib::loss_multiclass_log<dlib::fc<3, Relu<64, Relu<64, Relu<64, In>>>>>;
using Wide = dlib::loss_multiclass_log<dlib::fc<10, Relu<128, Relu<256, In>>>>;

template <class Net, class Label, class Solver>
void add(std::vector<Entry>& entries, const char* name, const Solver& solver) {
  entries.push_back(
      {"dlib", name,
       [=] { return std::make_unique<DlibTraining<Net, Label, Solver>>(*find_workload(name), solver); }});
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  std::vector<Entry> entries;
  const dlib::sgd plain(0.0F, 0.0F), heavy(0.0F, momentum_beta);
  const dlib::adam adam(0.0F, adam_beta1, adam_beta2);
  add<Small, float>(entries, "W1", plain);
  add<Small, float>(entries, "W1b", plain);
  add<Small, float>(entries, "W1c", adam);
  add<Small, float>(entries, "W1s", plain);
  add<Middle, unsigned long>(entries, "W2", adam);
  add<Wide, unsigned long>(entries, "W3", heavy);
  return run_peer(count, arguments, entries);
}
