// What a file of weights alone does not say.
#pragma once

#include "failure.hpp"

#include <downhill/model_import.hpp>

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace downhill::cli {

class ImportFlags {
 public:
  explicit ImportFlags(CLI::App& command) {
    command
        .add_option("--hidden-activation", hidden_,
                    "activation of hidden layers, where the file does not say (relu)")
        ->type_name("NAME");
    command
        .add_option("--output-activation", output_,
                    "activation of the output, where the file does not say (linear)")
        ->type_name("NAME");
  }

  ImportOptions options() const {
    return {.hidden = find("--hidden-activation", hidden_), .output = find("--output-activation", output_)};
  }

 private:
  static std::optional<Activation> find(const std::string& option, const std::string& name) {
    if (name.empty()) return std::nullopt;
    const auto found = find_activation(name);
    if (!found) throw Failure{option + ": '" + name + "' is no activation."};
    return found;
  }

  std::string hidden_, output_;
};

}  // namespace downhill::cli
