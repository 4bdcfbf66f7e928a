// A module of JavaScript: the numbers, and twenty lines that use them.
#include "../text.hpp"
#include "source.hpp"

namespace downhill {
namespace {

constexpr std::string_view code = R"(
/** Abramowitz and Stegun, 7.1.26: within 1.5e-7. */
const erf = (x) => {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - p * Math.exp(-x * x));
};

const activations = {
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  relu: (z) => Math.max(0, z),
  linear: (z) => z,
  leakyRelu: (z) => (z > 0 ? z : 0.01 * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  gelu: (z) => 0.5 * z * (1 + erf(z * Math.SQRT1_2)),
  silu: (z) => z / (1 + Math.exp(-z)),
  softplus: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
  sine: Math.sin,
};

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function normalised(z, gain, shift) {
  const middle = mean(z);
  const deviation = Math.sqrt(mean(z.map((value) => (value - middle) ** 2)) + 1e-5);
  return z.map((value, j) => (gain[j] * (value - middle)) / deviation + shift[j]);
}

function softmax(z) {
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The outputs for these inputs, predict(x1, x2, ...), as a list. */
export function predict(...x) {
  let a = inputs(...x).map((value, j) => (value - means[j]) / deviations[j]);
  for (const { weights, biases, activation, residual, gain, shift } of layers) {
    const before = a;
    let z = biases.map((bias, j) => weights[j].reduce((sum, weight, k) => sum + weight * before[k], bias));
    if (gain) z = normalised(z, gain, shift);
    a = activation === 'softmax' ? softmax(z) : z.map(activations[activation]);
    if (residual) a = a.map((value, j) => value + before[j]);
  }
  return a;
}
)";

std::string layer_text(const PortableLayer& layer) {
  std::string text = "  {\n    activation: '" + std::string(name(layer.activation)) +
                     "',\n    residual: " + (layer.residual ? "true" : "false") + ",\n    weights: [" +
                     weight_rows(layer) + "],\n    biases: " + number_list(layer.biases, "[", "],\n");
  if (layer.layer_norm) {
    text += "    gain: " + number_list(layer.gain, "[", "],\n    shift: ") +
            number_list(layer.shift, "[", "],\n");
  }
  return text + "  },\n";
}

}  // namespace

std::string to_javascript(const PortableNetwork& network) {
  std::string text =
      "// Trained with Downhill: #" + comment_text(network.settings) + "\n\nexport const classes = ";
  text += json_list(network.classes, [](const std::string& name) { return json_string(name); });
  text += ";\nconst means = " + number_list(means_of(network), "[", "];\n") +
          "const deviations = " + number_list(deviations_of(network), "[", "];\n") +
          (network.plane() ? "const inputs = (x1, x2) => [" + feature_formulas(network, "Math.") + "];"
                           : std::string("const inputs = (...x) => x;")) +
          "\nconst layers = [\n";
  for (const PortableLayer& layer : network.layers) text += layer_text(layer);
  return text + "];\n" + std::string(code);
}

}  // namespace downhill
