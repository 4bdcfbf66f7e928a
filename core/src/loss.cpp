#include <string>

#include <downhill/loss.hpp>

namespace downhill {

Status check_pairing(Loss loss, Activation output) {
  const auto need = [&](Activation needed) {
    if (output == needed) return Status{};
    return refused("loss: " + std::string(name(loss)) + " needs the output activation " +
                   std::string(name(needed)) + ", not " + std::string(name(output)) + ".");
  };
  switch (loss) {
    case Loss::binary_cross_entropy: return need(Activation::sigmoid);
    case Loss::cross_entropy: return need(Activation::softmax);
    case Loss::squared_error:
      if (output != Activation::softmax) return {};
      return refused("loss: squaredError does not go with softmax; use tanh, sigmoid, relu or linear.");
  }
  return {};
}

}  // namespace downhill
