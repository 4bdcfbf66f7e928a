// downhill predict: answers to the rows of a file.
#include "commands.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "import_options.hpp"
#include "run.hpp"

#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct Predict {
  explicit Predict(CLI::App& command) : importing(command) {
    command.add_option("model", model, "a run (.json), .onnx, .safetensors or .network.json")
        ->required()
        ->type_name("MODEL");
    command.add_option("rows", rows, "CSV: the inputs, a line each; '-' reads standard input")
        ->required()
        ->type_name("FILE");
    command.add_flag("--json", json, "one JSON object a line");
    command.add_flag("--classes", classes, "the class alone, by its name");
  }

  void run() const {
    const Subject subject = open_subject(model, importing.options());
    const std::string where = rows == "-" ? "" : rows + ": ";
    std::vector<double> inputs;
    try {
      inputs = read_rows(subject, read_file(rows));
    } catch (const Failure& failure) {
      throw Failure{where + failure.message};
    }
    Answers answers;
    need(answers.build(subject.network));
    const std::vector<float> outputs = answers(inputs);
    const std::size_t width = answers.inputs(), count = answers.outputs();
    for (std::size_t row = 0; row * width < inputs.size(); ++row)
      print(subject, inputs.data() + row * width, width, outputs.data() + row * count, count);
  }

 private:
  static std::string class_name(const Subject& subject, std::span<const float> outputs) {
    const std::size_t found = class_of(outputs, subject.network.layers.back().activation);
    const std::vector<std::string>& names = subject.network.classes;
    return found < names.size() ? names[found] : std::to_string(found);
  }

  void print(const Subject& subject, const double* inputs, std::size_t width, const float* outputs,
             std::size_t count) const {
    if (classes) {
      std::puts(class_name(subject, {outputs, count}).c_str());
      return;
    }
    std::fputs(json ? "{\"x\": [" : "", stdout);
    for (std::size_t k = 0; k < width; ++k)
      std::printf(k > 0 ? (json ? ", %.9g" : ",%.9g") : "%.9g", inputs[k]);
    std::fputs(json ? "], \"outputs\": [" : ",", stdout);
    for (std::size_t k = 0; k < count; ++k)
      std::printf(k > 0 ? (json ? ", %.9g" : ",%.9g") : "%.9g", static_cast<double>(outputs[k]));
    std::puts(json ? "]}" : "");
  }

  ImportFlags importing;
  std::string model, rows;
  bool json = false, classes = false;
};

}  // namespace

void add_predict(CLI::App& app) {
  add_command<Predict>(app, "predict", "answer the rows of a file")
      ->footer(
          "Prints the inputs and the outputs of each row: probabilities, or numbers in the units of the "
          "target.");
}

}  // namespace downhill::cli
