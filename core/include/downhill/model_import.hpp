// Dense networks that other programs have trained.
#pragma once

#include <downhill/playground.hpp>
#include <downhill/portable.hpp>
#include <downhill/status.hpp>
#include <downhill/table_run.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace downhill {

// What a file of weights alone does not say.
struct ImportOptions {
  std::optional<Activation> hidden;  // relu unless given
  std::optional<Activation> output;  // linear unless given
};

inline constexpr std::size_t max_import_bytes = std::size_t{64} << 20U;

// safetensors: a linear layer for every matrix NAME.weight [units][inputs] with its NAME.bias [units] (0
// where there is none), in the order of the numbers in their names; a vector NAME.norm.weight is the gain of
// a layer norm. The metadata that export_model() writes say activations, features and scale, and options go
// before them. Numbers are F32 or F64. Refuses anything else, names the tensor, and leaves `network` alone.
Status read_safetensors(std::string_view bytes, const ImportOptions& options, PortableNetwork& network);

// ONNX: a chain of Gemm, or MatMul with Add, followed by LayerNormalization, BatchNormalization or an
// activation; GELU and SiLU also in parts, as exporters write them; residual Add; Softmax at the end; and
// before the first layer what export_model() writes for features and standardisation. Weights are FLOAT or
// DOUBLE. Names the node and the operator that it cannot take, and then leaves `network` alone. Not in
// WebAssembly.
Status read_onnx(std::string_view bytes, PortableNetwork& network);

// The JSON that export_model() writes. Refuses anything else with line and column, and then leaves `network`
// alone.
Status read_network(std::string_view text, PortableNetwork& network);

// A playground that answers as the network does, with the settings of `query` or, where it is empty, of the
// network's own: data, batches, optimizer. Layers, features and output are the network's; its standardisation
// is folded into the first layer unless the data has the same. Refuses a network that the settings cannot
// describe (two inputs, at most 8 hidden layers of 64 units, an output of their kinds), and then leaves
// `playground` alone.
Status import_run(PortableNetwork network, std::string_view query, Playground& playground);

// The same for any number of inputs, as columns x1, x2, ...: one linear output is a regression, others are
// classes.
Status import_table(const PortableNetwork& network, TableModel& model);

}  // namespace downhill
