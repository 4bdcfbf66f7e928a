// libtorch in eager mode, one thread, as its C++ tutorials train: modules, a shuffled epoch, index_select,
// autograd and its own optimizers. Batches are gathered in the tensor at once; its DataLoader, sample by
// sample, is far slower.
#include "program.hpp"

#include <torch/torch.h>

namespace downhill::bench {
namespace {

namespace F = torch::nn::functional;

class TorchTraining : public Training {
 public:
  explicit TorchTraining(const Workload& chosen) : Training(chosen) {
    const auto n = static_cast<std::int64_t>(set.count);
    x_ = torch::from_blob(set.inputs.data(), {n, static_cast<std::int64_t>(work.inputs())}).clone();
    y_ = torch::from_blob(set.targets.data(), {n, static_cast<std::int64_t>(work.outputs())}).clone();
    labels_ = torch::empty({n}, torch::kLong);
    for (std::int64_t s = 0; s < n; ++s)
      labels_[s] = static_cast<std::int64_t>(set.labels[static_cast<std::size_t>(s)]);
    for (std::size_t l = 1; l < work.widths.size(); ++l) {
      const bool output = l + 1 == work.widths.size();
      torch::nn::Linear linear(static_cast<std::int64_t>(work.widths[l - 1]),
                               static_cast<std::int64_t>(work.widths[l]));
      {
        const torch::NoGradGuard still;
        work.softmax ? torch::nn::init::kaiming_uniform_(linear->weight, 0, torch::kFanIn, torch::kReLU)
                     : torch::nn::init::xavier_uniform_(linear->weight);
        linear->bias.zero_();
      }
      net_->push_back(linear);
      if (!work.softmax) net_->push_back(torch::nn::Tanh());
      if (work.softmax && !output) net_->push_back(torch::nn::ReLU());
    }
    const double rate = static_cast<double>(work.rate);
    if (work.rule == Rule::adam) {
      optimizer_ = std::make_unique<torch::optim::Adam>(net_->parameters(), torch::optim::AdamOptions(rate));
    } else {
      optimizer_ = std::make_unique<torch::optim::SGD>(
          net_->parameters(),
          torch::optim::SGDOptions(rate).momentum(work.rule == Rule::momentum ? double{momentum_beta} : 0.0));
    }
  }

  void run() override {
    const auto n = static_cast<std::int64_t>(set.count), batch = static_cast<std::int64_t>(work.batch);
    const auto order = torch::randperm(n);
    for (std::int64_t first = 0; first < n; first += batch) {
      const auto rows = order.slice(0, first, std::min(n, first + batch));
      const auto out = net_->forward(x_.index_select(0, rows));
      const auto loss = loss_of(out, work.softmax ? labels_.index_select(0, rows) : y_.index_select(0, rows));
      optimizer_->zero_grad();
      loss.backward();
      optimizer_->step();
      batch_loss_ = loss.item<double>();
    }
  }

  double loss() override {
    const torch::NoGradGuard still;
    return loss_of(net_->forward(x_), work.softmax ? labels_ : y_).item<double>();
  }

 private:
  torch::Tensor loss_of(const torch::Tensor& out, const torch::Tensor& y) const {
    return work.softmax ? F::cross_entropy(out, y) : 0.5 * F::mse_loss(out, y);
  }

  torch::Tensor x_, y_, labels_;
  torch::nn::Sequential net_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  double batch_loss_ = 0.0;
};

std::unique_ptr<Task> grid() {
  const auto numbers = grid_inputs();
  const auto n = static_cast<std::int64_t>(grid_points);
  const auto x = torch::tensor(numbers).reshape({2, n}).t().contiguous();
  torch::nn::Linear one(2, 8), two(8, 8), three(8, 1);
  return repeated(1.0, [=]() mutable {
    const torch::NoGradGuard still;
    const auto a1 = torch::tanh(one(x));
    const auto a2 = torch::tanh(two(a1));
    const auto a3 = torch::tanh(three(a2));
  });
}

template <class Function>
std::unique_ptr<Task> function(Function f) {
  const Floats numbers = uniform_numbers(function_count, -4.0F, 4.0F);
  const auto x = torch::tensor(std::vector<float>(numbers.begin(), numbers.end()));
  return repeated(function_count, [=, y = torch::empty_like(x)]() mutable {
    const torch::NoGradGuard still;
    f(y, x);
  });
}

}  // namespace
}  // namespace downhill::bench

int main(int count, char** arguments) {
  using namespace downhill::bench;
  torch::set_num_threads(1);
  torch::manual_seed(1);
  std::vector<Entry> entries;
  for (const Workload& work : workloads()) {
    entries.push_back(
        {"libtorch", std::string(work.name), [&work] { return std::make_unique<TorchTraining>(work); }});
  }
  entries.push_back({"libtorch", "W4", [] { return grid(); }});
  entries.push_back(
      {"libtorch", "exp",
       [] { return function([](torch::Tensor& y, const torch::Tensor& x) { torch::exp_out(y, x); }); }});
  entries.push_back(
      {"libtorch", "tanh",
       [] { return function([](torch::Tensor& y, const torch::Tensor& x) { torch::tanh_out(y, x); }); }});
  return run_peer(count, arguments, entries);
}
