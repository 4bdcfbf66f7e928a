// Python, with NumPy alone or with PyTorch: the numbers are the same lists, what uses them differs.
#include "../text.hpp"
#include "source.hpp"

namespace downhill {
namespace {

constexpr std::string_view numpy_code = R"(
ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "relu": lambda z: np.maximum(0, z),
    "linear": lambda z: z,
    "leakyRelu": lambda z: np.where(z > 0, z, 0.01 * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "gelu": lambda z: 0.5 * z * (1 + np.vectorize(math.erf, otypes=[float])(z / math.sqrt(2))),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "softplus": lambda z: np.logaddexp(0, z),
    "sine": np.sin,
    "softmax": lambda z: np.exp(z - z.max(-1, keepdims=True)) / np.exp(z - z.max(-1, keepdims=True)).sum(-1, keepdims=True),
}


def predict(points):
    """The outputs, one row a point; points are rows of the inputs."""
    a = (np.stack(np.broadcast_arrays(*inputs(*np.asarray(points, dtype=float).T)), -1) - MEANS) / DEVIATIONS
    for layer in LAYERS:
        z = a @ np.array(layer["weights"]).T + np.array(layer["biases"])
        if layer["gain"]:
            centred = z - z.mean(-1, keepdims=True)
            z = centred / np.sqrt(z.var(-1, keepdims=True) + 1e-5) * layer["gain"] + layer["shift"]
        out = ACTIVATIONS[layer["activation"]](z)
        a = out + a if layer["residual"] else out
    return a


if __name__ == "__main__":
    import sys

    for row in predict([[float(x) for x in line.split(",")] for line in sys.stdin if line.strip()]):
        print(",".join(repr(float(value)) for value in row))
)";

constexpr std::string_view torch_code = R"(
ACTIVATIONS = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda z: z,
    "leakyRelu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
    "sine": torch.sin,
    "softmax": lambda z: torch.softmax(z, -1),
}


class Network(nn.Module):
    """Points [n, inputs] to outputs [n, k]; goes on learning like any other module."""

    def __init__(self):
        super().__init__()
        self.linear = nn.ModuleList()
        self.norm = nn.ModuleList()
        for layer in LAYERS:
            weights = torch.tensor(layer["weights"])
            linear = nn.Linear(weights.shape[1], weights.shape[0])
            linear.weight.data, linear.bias.data = weights, torch.tensor(layer["biases"])
            norm = nn.LayerNorm(weights.shape[0]) if layer["gain"] else nn.Identity()
            if layer["gain"]:
                norm.weight.data, norm.bias.data = torch.tensor(layer["gain"]), torch.tensor(layer["shift"])
            self.linear.append(linear)
            self.norm.append(norm)
        self.register_buffer("means", torch.tensor(MEANS))
        self.register_buffer("deviations", torch.tensor(DEVIATIONS))

    def forward(self, points):
        a = (torch.stack(inputs(*points.T), -1) - self.means) / self.deviations
        for layer, linear, norm in zip(LAYERS, self.linear, self.norm):
            out = ACTIVATIONS[layer["activation"]](norm(linear(a)))
            a = out + a if layer["residual"] else out
        return a


if __name__ == "__main__":
    import sys

    rows = [[float(x) for x in line.split(",")] for line in sys.stdin if line.strip()]
    with torch.no_grad():
        for row in Network()(torch.tensor(rows)).tolist():
            print(",".join(map(repr, row)))
)";

std::string layer_text(const PortableLayer& layer) {
  return "    {\n        \"activation\": \"" + std::string(name(layer.activation)) +
         "\",\n        \"residual\": " + (layer.residual ? "True" : "False") + ",\n        \"weights\": [" +
         weight_rows(layer) + "],\n        \"biases\": " + number_list(layer.biases, "[", "],\n") +
         "        \"gain\": " + number_list(layer.gain, "[", "],\n") +
         "        \"shift\": " + number_list(layer.shift, "[", "],\n") + "    },\n";
}

std::string source(const PortableNetwork& network, std::string_view imports, const std::string& maths,
                   std::string_view code) {
  std::string text =
      "\"\"\"Trained with Downhill: #" + comment_text(network.settings) + "\"\"\"\n\n" +
      std::string(imports) +
      "\nCLASSES = " + json_list(network.classes, [](const std::string& name) { return json_string(name); }) +
      "\nMEANS = " + number_list(means_of(network), "[", "]") +
      "\nDEVIATIONS = " + number_list(deviations_of(network), "[", "]") +
      (network.plane() ? "\n\n\ndef inputs(x1, x2):\n    return [" + feature_formulas(network, maths) + "]"
                       : std::string("\n\n\ndef inputs(*x):\n    return x")) +
      "\n\n\nLAYERS = [\n";
  for (const PortableLayer& layer : network.layers) text += layer_text(layer);
  return text + "]\n" + std::string(code);
}

}  // namespace

std::string to_numpy(const PortableNetwork& network) {
  return source(network, "import math\n\nimport numpy as np\n", "np.", numpy_code);
}

std::string to_pytorch(const PortableNetwork& network) {
  return source(network, "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n", "torch.",
                torch_code);
}

}  // namespace downhill
