// The rows of the settings table.
#include <downhill/settings.hpp>

#include <array>
#include <type_traits>
#include <utility>

namespace downhill {
namespace {

constexpr SettingChoice dataset_choices[] = {
    {"circle", "Circle"},     {"xor", "XOR"},     {"gauss", "Two clouds"},  {"spiral", "Spiral"},
    {"blobs", "Clouds"},      {"moons", "Moons"}, {"rings", "Rings"},       {"checkerboard", "Checkers"},
    {"pinwheel", "Pinwheel"}, {"plane", "Plane"}, {"multi-gauss", "Bumps"}, {"custom", "Your own"}};
constexpr SettingChoice activation_choices[] = {{"tanh", "tanh"},
                                                {"sigmoid", "Sigmoid"},
                                                {"relu", "ReLU"},
                                                {"linear", "Linear"},
                                                {"leakyRelu", "Leaky ReLU"},
                                                {"elu", "ELU"},
                                                {"gelu", "GELU"},
                                                {"silu", "SiLU"},
                                                {"softplus", "Softplus"},
                                                {"sine", "Sine"}};
constexpr SettingChoice initializer_choices[] = {
    {"uniform", "Uniform"},      {"xavier", "Xavier"}, {"he", "He"},
    {"zeros", "Zeros"},          {"normal", "Normal"}, {"lecun", "LeCun"},
    {"orthogonal", "Orthogonal"}};
constexpr SettingChoice loss_choices[] = {{"auto", "Automatic"},
                                          {"squaredError", "Squared error"},
                                          {"binaryCrossEntropy", "Binary cross-entropy"},
                                          {"crossEntropy", "Cross-entropy"}};
constexpr SettingChoice output_choices[] = {{"auto", "Automatic"},
                                            {"tanh", "tanh"},
                                            {"sigmoid", "Sigmoid"},
                                            {"linear", "Linear"},
                                            {"softmax", "Softmax"}};
// Symbols and keys are those of feature_names.
constexpr auto feature_choices = [] {
  std::array<SettingChoice, feature_names.size()> choices;
  for (std::size_t k = 0; k < choices.size(); ++k)
    choices[k] = {feature_names[k].key, feature_names[k].symbol};
  return choices;
}();
constexpr SettingChoice standardize_choices[] = {{"off", "Off"}, {"on", "On"}};
constexpr SettingChoice fused_choices[] = {{"off", "Off"}, {"on", "On"}};
constexpr SettingChoice optimizer_choices[] = {
    {"sgd", "Gradient descent"}, {"momentum", "Momentum"}, {"nesterov", "Nesterov"}, {"adagrad", "AdaGrad"},
    {"rmsprop", "RMSProp"},      {"adam", "Adam"},         {"adamw", "AdamW"}};
constexpr SettingChoice schedule_choices[] = {{"constant", "Constant"},
                                              {"step", "Step decay"},
                                              {"exponential", "Exponential decay"},
                                              {"cosine", "Cosine annealing"},
                                              {"cosineRestarts", "Cosine with restarts"}};
constexpr SettingChoice clipping_choices[] = {{"none", "None"}, {"norm", "By norm"}, {"value", "By value"}};
constexpr SettingChoice penalize_biases_choices[] = {{"off", "Off"}, {"on", "On"}};
constexpr SettingChoice mode_choices[] = {{"reproducible", "Reproducible"}, {"fast", "Fast"}};
constexpr SettingChoice engine_choices[] = {{"simd", "SIMD"}, {"scalar", "Scalar"}};

constexpr std::string_view made_datasets =
    "dataset=circle|xor|gauss|spiral|blobs|moons|rings|checkerboard|pinwheel|plane|multi-gauss";
constexpr std::string_view made_classes =
    "dataset=circle|xor|gauss|spiral|blobs|moons|rings|checkerboard|pinwheel";

template <auto member>
using Value = std::remove_cvref_t<decltype(std::declval<Settings>().*member)>;

template <auto member>
constexpr SettingSpec number(SettingSpec spec) {
  spec.get = [](const Settings& settings) { return static_cast<double>(settings.*member); };
  spec.put = [](Settings& settings, double value) { settings.*member = static_cast<Value<member>>(value); };
  return spec;
}

template <auto member>
constexpr SettingSpec choice(SettingSpec spec) {
  spec.type = SettingType::choice;
  return number<member>(spec);
}

constexpr SettingSpec table[] = {
    choice<&Settings::dataset>({.key = "dataset",
                                .label = "Dataset",
                                .group = "data",
                                .help = "The points to learn.",
                                .choices = dataset_choices}),
    number<&Settings::samples>({.key = "samples",
                                .label = "Points",
                                .group = "data",
                                .type = SettingType::integer,
                                .help = "How many points are drawn, for training and testing together.",
                                .symbol = "n",
                                .when = made_datasets,
                                .min = 10,
                                .max = 5000,
                                .step = 10}),
    number<&Settings::noise>({.key = "noise",
                              .label = "Noise",
                              .group = "data",
                              .help = "How far points stray from the shape, in percent.",
                              .when = made_datasets,
                              .min = 0,
                              .max = 50,
                              .step = 5}),
    number<&Settings::train_ratio>({.key = "trainRatio",
                                    .label = "Training share",
                                    .group = "data",
                                    .help = "Percent of the points to learn from; the others only test.",
                                    .min = 10,
                                    .max = 90,
                                    .step = 10}),
    number<&Settings::classes>({.key = "classes",
                                .label = "Classes",
                                .group = "data",
                                .type = SettingType::integer,
                                .help = "How many classes there are to tell apart.",
                                .when = "dataset=blobs|rings|pinwheel",
                                .min = 2,
                                .max = static_cast<double>(Dataset::max_classes),
                                .step = 1}),
    number<&Settings::balance>(
        {.key = "balance",
         .label = "Balance",
         .group = "data",
         .help = "Percent of the points that the last class gets, of two classes; 50 is even.",
         .when = made_classes,
         .min = 1,
         .max = 99,
         .step = 1}),
    number<&Settings::seed>(
        {.key = "seed",
         .label = "Seed",
         .group = "data",
         .type = SettingType::integer,
         .help = "Decides points, split, initial weights and batch order: same seed, same run.",
         .min = 0,
         .max = 4294967295.0,
         .step = 1}),
    {.key = "features",
     .label = "Features",
     .group = "data",
     .type = SettingType::features,
     .help = "What the network is given of a point (x₁, x₂).",
     .choices = feature_choices},
    choice<&Settings::standardize>(
        {.key = "standardize",
         .label = "Standardise",
         .group = "data",
         .help = "Gives every feature mean 0 and variance 1 over the training points.",
         .choices = standardize_choices}),
    {.key = "network",
     .label = "Hidden layers",
     .group = "network",
     .type = SettingType::layers,
     .help = "Units of each hidden layer, from the input on; a layer may name its own activation.",
     .min = 1,
     .max = static_cast<double>(Settings::max_units),
     .step = 1},
    choice<&Settings::activation>({.key = "activation",
                                   .label = "Activation",
                                   .group = "network",
                                   .help = "What a hidden unit makes of its weighted sum: a = φ(z).",
                                   .symbol = "φ",
                                   .choices = activation_choices}),
    choice<&Settings::initializer>(
        {.key = "initializer",
         .label = "Initial weights",
         .group = "network",
         .help = "How the first weights are drawn: U(−½, ½), or fitted to the width.",
         .choices = initializer_choices}),
    choice<&Settings::loss>(
        {.key = "loss",
         .label = "Loss",
         .group = "training",
         .help = "What training makes small, with the output activation that goes with it.",
         .symbol = "L",
         .choices = loss_choices}),
    choice<&Settings::output>(
        {.key = "output",
         .label = "Output",
         .group = "training",
         .help = "The output activation; automatic takes the one that goes with the loss.",
         .symbol = "ψ",
         .choices = output_choices}),
    choice<&Settings::fused>(
        {.key = "fused",
         .label = "Short cut",
         .group = "training",
         .help = "The output error as ŷ − y where loss and output allow it, or always by ψ′(z).",
         .choices = fused_choices}),
    number<&Settings::learning_rate>({.key = "learningRate",
                                      .label = "Learning rate",
                                      .group = "training",
                                      .live = true,
                                      .help = "How far one update goes against the gradient: θ := θ − η∇J.",
                                      .symbol = "η",
                                      .min = 1e-5,
                                      .max = 10,
                                      .logarithmic = true}),
    number<&Settings::batch_size>({.key = "batchSize",
                                   .label = "Batch size",
                                   .group = "training",
                                   .type = SettingType::integer,
                                   .live = true,
                                   .help = "Points an update: 1 is stochastic, all of them is batch descent.",
                                   .min = 1,
                                   .max = 5000,
                                   .step = 1,
                                   .logarithmic = true}),
    choice<&Settings::optimizer>({.key = "optimizer",
                                  .label = "Optimizer",
                                  .group = "optimizer",
                                  .live = true,
                                  .help = "How the gradient moves the weights.",
                                  .choices = optimizer_choices}),
    number<&Settings::momentum>({.key = "momentum",
                                 .label = "Momentum",
                                 .group = "optimizer",
                                 .live = true,
                                 .help = "Share of the velocity that is kept: v := βv − η∇J.",
                                 .symbol = "β",
                                 .when = "optimizer=momentum|nesterov",
                                 .min = 0,
                                 .max = 0.999,
                                 .step = 0.01}),
    number<&Settings::rmsprop_momentum>({.key = "rmspropMomentum",
                                         .label = "RMSProp momentum",
                                         .group = "optimizer",
                                         .live = true,
                                         .help = "Momentum on top of RMSProp; 0 is none.",
                                         .when = "optimizer=rmsprop",
                                         .min = 0,
                                         .max = 0.999,
                                         .step = 0.01}),
    number<&Settings::rho>({.key = "rho",
                            .label = "RMSProp memory",
                            .group = "optimizer",
                            .live = true,
                            .help = "How long RMSProp remembers squared gradients.",
                            .symbol = "ρ",
                            .when = "optimizer=rmsprop",
                            .min = 0,
                            .max = 0.9999,
                            .step = 0.01}),
    number<&Settings::beta1>({.key = "beta1",
                              .label = "Adam memory",
                              .group = "optimizer",
                              .live = true,
                              .help = "How long Adam remembers the gradient.",
                              .symbol = "β₁",
                              .when = "optimizer=adam|adamw",
                              .min = 0,
                              .max = 0.999,
                              .step = 0.01}),
    number<&Settings::beta2>({.key = "beta2",
                              .label = "Adam memory of squares",
                              .group = "optimizer",
                              .live = true,
                              .help = "How long Adam remembers the squared gradient.",
                              .symbol = "β₂",
                              .when = "optimizer=adam|adamw",
                              .min = 0,
                              .max = 0.99999,
                              .step = 0.001}),
    number<&Settings::epsilon>({.key = "epsilon",
                                .label = "Epsilon",
                                .group = "optimizer",
                                .live = true,
                                .help = "Keeps the adaptive optimizers' division finite.",
                                .symbol = "ε",
                                .when = "optimizer=adagrad|rmsprop|adam|adamw",
                                .min = 1e-12,
                                .max = 0.1,
                                .logarithmic = true}),
    number<&Settings::decay>({.key = "decay",
                              .label = "Decoupled decay",
                              .group = "optimizer",
                              .live = true,
                              .help = "AdamW first shrinks every weight: θ := (1 − η · decay) θ.",
                              .when = "optimizer=adamw",
                              .min = 0,
                              .max = 1,
                              .step = 0.01}),
    choice<&Settings::schedule>({.key = "schedule",
                                 .label = "Schedule",
                                 .group = "schedule",
                                 .live = true,
                                 .help = "How the learning rate changes over the epochs.",
                                 .choices = schedule_choices}),
    number<&Settings::gamma>({.key = "gamma",
                              .label = "Decay factor",
                              .group = "schedule",
                              .live = true,
                              .help = "What the rate is multiplied by: each period, or each epoch.",
                              .symbol = "γ",
                              .when = "schedule=step|exponential",
                              .min = 0.01,
                              .max = 1,
                              .step = 0.01}),
    number<&Settings::period>({.key = "period",
                               .label = "Period",
                               .group = "schedule",
                               .live = true,
                               .help = "Epochs between two steps, or of one cosine wave.",
                               .when = "schedule=step|cosine|cosineRestarts",
                               .min = 1,
                               .max = 100000,
                               .logarithmic = true}),
    number<&Settings::growth>({.key = "growth",
                               .label = "Growth of waves",
                               .group = "schedule",
                               .live = true,
                               .help = "How much longer each cosine wave is than the one before.",
                               .when = "schedule=cosineRestarts",
                               .min = 1,
                               .max = 4,
                               .step = 0.5}),
    number<&Settings::lowest_rate>({.key = "lowestRate",
                                    .label = "Lowest rate",
                                    .group = "schedule",
                                    .live = true,
                                    .help = "Where a cosine ends.",
                                    .when = "schedule=cosine|cosineRestarts",
                                    .min = 0,
                                    .max = 1,
                                    .step = 0.001}),
    number<&Settings::warm_up>({.key = "warmUp",
                                .label = "Warm-up",
                                .group = "schedule",
                                .live = true,
                                .help = "Epochs in which the rate first rises from 0.",
                                .min = 0,
                                .max = 1000,
                                .step = 1}),
    choice<&Settings::clipping>(
        {.key = "clipping",
         .label = "Clipping",
         .group = "regularization",
         .live = true,
         .help = "Bounds the gradient: its norm, g · min(1, c/‖g‖), or each of its values.",
         .choices = clipping_choices}),
    number<&Settings::clip_threshold>({.key = "clipThreshold",
                                       .label = "Clip at",
                                       .group = "regularization",
                                       .live = true,
                                       .help = "The bound of clipping.",
                                       .symbol = "c",
                                       .when = "clipping=norm|value",
                                       .min = 1e-4,
                                       .max = 1000,
                                       .logarithmic = true}),
    number<&Settings::l1>({.key = "l1",
                           .label = "L1 penalty",
                           .group = "regularization",
                           .live = true,
                           .help = "Adds λ Σ|θ| to the loss; its pull is λ sign θ.",
                           .symbol = "λ₁",
                           .min = 0,
                           .max = 10,
                           .step = 0.001}),
    number<&Settings::l2>({.key = "l2",
                           .label = "L2 penalty",
                           .group = "regularization",
                           .live = true,
                           .help = "Adds λ‖θ‖² to the loss; its pull is 2λθ.",
                           .symbol = "λ₂",
                           .min = 0,
                           .max = 10,
                           .step = 0.001}),
    choice<&Settings::penalize_biases>({.key = "penalizeBiases",
                                        .label = "Penalise biases",
                                        .group = "regularization",
                                        .live = true,
                                        .help = "Whether biases belong to the penalised θ, as in the paper.",
                                        .choices = penalize_biases_choices}),
    number<&Settings::patience>(
        {.key = "patience",
         .label = "Patience",
         .group = "regularization",
         .type = SettingType::integer,
         .live = true,
         .help = "Epochs without a better test loss before training stops; 0 never stops.",
         .min = 0,
         .max = 10000,
         .step = 1}),
    number<&Settings::min_improvement>({.key = "minImprovement",
                                        .label = "Least improvement",
                                        .group = "regularization",
                                        .live = true,
                                        .help = "How much lower a test loss must be to count as better.",
                                        .min = 0,
                                        .max = 1,
                                        .step = 0.001}),
    choice<&Settings::mode>(
        {.key = "mode",
         .label = "Arithmetic",
         .group = "engine",
         .live = true,
         .help = "Reproducible gives the same bits on every machine; fast may fuse operations.",
         .choices = mode_choices}),
    choice<&Settings::engine>({.key = "engine",
                               .label = "Engine",
                               .group = "engine",
                               .live = true,
                               .help = "Vector instructions, or the plain scalar reference.",
                               .choices = engine_choices}),
};

}  // namespace

std::span<const SettingSpec> settings_table() {
  return table;
}

std::span<const SettingSpec> setting_rules() {
  static constexpr auto rules = [] {
    auto rows = std::to_array(table);
    for (SettingSpec& row : rows) row.label = row.group = row.help = row.symbol = row.when = {};
    return rows;
  }();
  return rules;
}

}  // namespace downhill
