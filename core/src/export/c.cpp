// A header of C99: constant arrays and one function, no allocation, nothing but <math.h>.
#include "source.hpp"

namespace downhill {
namespace {

std::string_view formula(Activation activation) {
  switch (activation) {
    case Activation::tanh:
      return "tanhf(z)";
    case Activation::sigmoid:
      return "1.0f / (1.0f + expf(-z))";
    case Activation::relu:
      return "z > 0.0f ? z : 0.0f";
    case Activation::leaky_relu:
      return "z > 0.0f ? z : 0.01f * z";
    case Activation::elu:
      return "z > 0.0f ? z : expm1f(z)";
    case Activation::gelu:
      return "0.5f * z * (1.0f + erff(z * 0.70710678f))";
    case Activation::silu:
      return "z / (1.0f + expf(-z))";
    case Activation::softplus:
      return "(z > 0.0f ? z : 0.0f) + log1pf(expf(-fabsf(z)))";
    case Activation::sine:
      return "sinf(z)";
    case Activation::linear:
    case Activation::softmax:
      break;
  }
  return "z";
}

std::string array(const std::string& name, std::span<const float> numbers) {
  return "static const float " + name + "[" + std::to_string(numbers.size()) +
         "] = " + number_list(numbers, "{", "};\n", "f");
}

std::string layer_arrays(const PortableLayer& layer, const std::string& l) {
  std::string text = array("downhill_w" + l, layer.weights) + array("downhill_b" + l, layer.biases);
  if (layer.layer_norm) text += array("downhill_g" + l, layer.gain) + array("downhill_s" + l, layer.shift);
  return text;
}

std::string norm_code(const std::string& l, const std::string& units) {
  return "  {\n"
         "    float mean = 0.0f, variance = 0.0f;\n"
         "    for (int j = 0; j < " +
         units + "; ++j) mean += a" + l + "[j] / " + units +
         ".0f;\n"
         "    for (int j = 0; j < " +
         units + "; ++j) variance += (a" + l + "[j] - mean) * (a" + l + "[j] - mean) / " + units +
         ".0f;\n"
         "    for (int j = 0; j < " +
         units +
         "; ++j)\n"
         "      a" +
         l + "[j] = downhill_g" + l + "[j] * (a" + l + "[j] - mean) / sqrtf(variance + 1e-5f) + downhill_s" +
         l +
         "[j];\n"
         "  }\n";
}

std::string softmax_code(const std::string& l, const std::string& units) {
  return "  {\n"
         "    float most = a" +
         l +
         "[0], sum = 0.0f;\n"
         "    for (int j = 1; j < " +
         units + "; ++j) most = a" + l + "[j] > most ? a" + l +
         "[j] : most;\n"
         "    for (int j = 0; j < " +
         units + "; ++j) sum += a" + l + "[j] = expf(a" + l +
         "[j] - most);\n"
         "    for (int j = 0; j < " +
         units + "; ++j) a" + l +
         "[j] /= sum;\n"
         "  }\n";
}

std::string layer_code(const PortableLayer& layer, const std::string& before, const std::string& l) {
  const std::string units = std::to_string(layer.units);
  const std::string inputs = std::to_string(layer.inputs);
  std::string text = "  float a" + l + "[" + units +
                     "];\n"
                     "  for (int j = 0; j < " +
                     units +
                     "; ++j) {\n"
                     "    a" +
                     l + "[j] = downhill_b" + l +
                     "[j];\n"
                     "    for (int k = 0; k < " +
                     inputs + "; ++k) a" + l + "[j] += downhill_w" + l + "[j * " + inputs + " + k] * " +
                     before +
                     "[k];\n"
                     "  }\n";
  if (layer.layer_norm) text += norm_code(l, units);
  if (layer.activation == Activation::softmax) return text + softmax_code(l, units);
  text += "  for (int j = 0; j < " + units +
          "; ++j) {\n"
          "    const float z = a" +
          l +
          "[j];\n"
          "    a" +
          l + "[j] = (" + std::string(formula(layer.activation)) + ")" +
          (layer.residual ? " + " + before + "[j]" : "") + ";\n  }\n";
  return text;
}

}  // namespace

std::string to_c(const PortableNetwork& network) {
  const std::string width = std::to_string(network.layers.front().inputs);
  const std::string asked = network.plane() ? "x1, x2" : "x";
  const std::string outputs = std::to_string(network.outputs());
  std::string text = "/* Trained with Downhill: #" + comment_text(network.settings) +
                     "\n * downhill_predict(" + asked + ", outputs) " +
                     (network.plane() ? "" : "reads " + width + " number(s) and ") + "writes " + outputs +
                     " number(s). */\n"
                     "#ifndef DOWNHILL_MODEL_H\n#define DOWNHILL_MODEL_H\n\n#include <math.h>\n\n"
                     "enum { downhill_inputs = " +
                     std::to_string(network.inputs()) + ", downhill_outputs = " + outputs + " };\n";
  text += array("downhill_mean", means_of(network)) + array("downhill_deviation", deviations_of(network));
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    text += layer_arrays(network.layers[l], std::to_string(l + 1));
  text += network.plane()
              ? "\nstatic void downhill_predict(float x1, float x2, float *outputs) {\n  float a0[" + width +
                    "] = {" + feature_formulas(network, "", "f") + "};\n"
              : "\nstatic void downhill_predict(const float *x, float *outputs) {\n  float a0[" + width +
                    "];\n  for (int j = 0; j < " + width + "; ++j) a0[j] = x[j];\n";
  text += "  for (int j = 0; j < " + width +
          "; ++j) a0[j] = (a0[j] - downhill_mean[j]) / downhill_deviation[j];\n";
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    text += layer_code(network.layers[l], "a" + std::to_string(l), std::to_string(l + 1));
  return text + "  for (int j = 0; j < " + outputs + "; ++j) outputs[j] = a" +
         std::to_string(network.layers.size()) + "[j];\n}\n\n#endif\n";
}

}  // namespace downhill
