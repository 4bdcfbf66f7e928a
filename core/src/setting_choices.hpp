// What the settings that name a choice have to choose from, in the order of their values.
#pragma once

#include <downhill/settings.hpp>

#include <array>
#include <cstddef>

namespace downhill {

inline constexpr SettingChoice dataset_choices[] = {
    {"circle", "Circle"},     {"xor", "XOR"},     {"gauss", "Two clouds"},  {"spiral", "Spiral"},
    {"blobs", "Clouds"},      {"moons", "Moons"}, {"rings", "Rings"},       {"checkerboard", "Checkers"},
    {"pinwheel", "Pinwheel"}, {"plane", "Plane"}, {"multi-gauss", "Bumps"}, {"custom", "Your own"}};
inline constexpr SettingChoice activation_choices[] = {{"tanh", "tanh"},
                                                       {"sigmoid", "Sigmoid"},
                                                       {"relu", "ReLU"},
                                                       {"linear", "Linear"},
                                                       {"leakyRelu", "Leaky ReLU"},
                                                       {"elu", "ELU"},
                                                       {"gelu", "GELU"},
                                                       {"silu", "SiLU"},
                                                       {"softplus", "Softplus"},
                                                       {"sine", "Sine"}};
inline constexpr SettingChoice initializer_choices[] = {
    {"uniform", "Uniform"},      {"xavier", "Xavier"}, {"he", "He"},
    {"zeros", "Zeros"},          {"normal", "Normal"}, {"lecun", "LeCun"},
    {"orthogonal", "Orthogonal"}};
inline constexpr SettingChoice loss_choices[] = {{"auto", "Automatic"},
                                                 {"squaredError", "Squared error"},
                                                 {"binaryCrossEntropy", "Binary cross-entropy"},
                                                 {"crossEntropy", "Cross-entropy"}};
inline constexpr SettingChoice output_choices[] = {{"auto", "Automatic"},
                                                   {"tanh", "tanh"},
                                                   {"sigmoid", "Sigmoid"},
                                                   {"linear", "Linear"},
                                                   {"softmax", "Softmax"}};
// Symbols and keys are those of feature_names.
inline constexpr auto feature_choices = [] {
  std::array<SettingChoice, feature_names.size()> choices;
  for (std::size_t k = 0; k < choices.size(); ++k)
    choices[k] = {feature_names[k].key, feature_names[k].symbol};
  return choices;
}();
inline constexpr SettingChoice standardize_choices[] = {{"off", "Off"}, {"on", "On"}};
inline constexpr SettingChoice fused_choices[] = {{"off", "Off"}, {"on", "On"}};
inline constexpr SettingChoice optimizer_choices[] = {
    {"sgd", "Gradient descent"}, {"momentum", "Momentum"}, {"nesterov", "Nesterov"}, {"adagrad", "AdaGrad"},
    {"rmsprop", "RMSProp"},      {"adam", "Adam"},         {"adamw", "AdamW"}};
inline constexpr SettingChoice schedule_choices[] = {{"constant", "Constant"},
                                                     {"step", "Step decay"},
                                                     {"exponential", "Exponential decay"},
                                                     {"cosine", "Cosine annealing"},
                                                     {"cosineRestarts", "Cosine with restarts"}};
inline constexpr SettingChoice clipping_choices[] = {
    {"none", "None"}, {"norm", "By norm"}, {"value", "By value"}};
inline constexpr SettingChoice penalize_biases_choices[] = {{"off", "Off"}, {"on", "On"}};
inline constexpr SettingChoice mode_choices[] = {{"reproducible", "Reproducible"}, {"fast", "Fast"}};
inline constexpr SettingChoice engine_choices[] = {{"simd", "SIMD"}, {"scalar", "Scalar"}};

}  // namespace downhill
