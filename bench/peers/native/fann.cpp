// FANN, float: incremental training is the batch of one, its batch training is the whole set; there are no
// mini-batches between them, no softmax and no Adam. Its tanh is FANN_SIGMOID_SYMMETRIC with steepness 1.
#include "program.hpp"

#include <floatfann.h>

namespace downhill::bench {
namespace {

class FannTraining : public Training {
 public:
  explicit FannTraining(const Workload& chosen) : Training(chosen) {
    std::vector<unsigned> widths(work.widths.begin(), work.widths.end());
    net_ = fann_create_standard_array(static_cast<unsigned>(widths.size()), widths.data());
    fann_set_activation_function_hidden(net_, FANN_SIGMOID_SYMMETRIC);
    fann_set_activation_function_output(net_, FANN_SIGMOID_SYMMETRIC);
    fann_set_activation_steepness_hidden(net_, 1.0F);
    fann_set_activation_steepness_output(net_, 1.0F);
    fann_set_train_error_function(net_, FANN_ERRORFUNC_LINEAR);
    fann_set_training_algorithm(net_, work.batch == 1 ? FANN_TRAIN_INCREMENTAL : FANN_TRAIN_BATCH);
    fann_set_learning_rate(net_, work.rate);
    fann_randomize_weights(net_, -0.7F, 0.7F);
    data_ = fann_create_train(static_cast<unsigned>(set.count), static_cast<unsigned>(work.inputs()),
                              static_cast<unsigned>(work.outputs()));
    for (std::size_t s = 0; s < set.count; ++s) {
      std::copy_n(set.inputs.data() + s * work.inputs(), work.inputs(), data_->input[s]);
      std::copy_n(set.targets.data() + s * work.outputs(), work.outputs(), data_->output[s]);
    }
  }
  ~FannTraining() override {
    fann_destroy_train(data_);
    fann_destroy(net_);
  }
  FannTraining(const FannTraining&) = delete;
  FannTraining& operator=(const FannTraining&) = delete;

  void run() override {
    if (work.batch == 1) fann_shuffle_train_data(data_);
    fann_train_epoch(net_, data_);
  }
  // FANN halves a symmetric output's error before it squares it.
  double loss() override { return 2.0 * static_cast<double>(fann_test_data(net_, data_)); }

 private:
  fann* net_;
  fann_train_data* data_;
};

std::unique_ptr<Task> grid() {
  fann* net = fann_create_standard(4, 2, 8, 8, 1);
  fann_set_activation_function_hidden(net, FANN_SIGMOID_SYMMETRIC);
  fann_set_activation_function_output(net, FANN_SIGMOID_SYMMETRIC);
  return repeated(1.0, [=, x = grid_inputs()] {
    for (std::size_t p = 0; p < grid_points; ++p) {
      float point[2] = {x[p], x[grid_points + p]};
      fann_run(net, point);
    }
  });
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  std::vector<Entry> entries;
  for (const char* name : {"W1s", "W1b"}) {
    entries.push_back({"fann", name, [=] { return std::make_unique<FannTraining>(*find_workload(name)); }});
  }
  entries.push_back({"fann", "W4", [] { return grid(); }});
  return run_peer(count, arguments, entries);
}
