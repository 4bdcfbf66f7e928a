#include "options.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace downhill::cli {
namespace {

Status read_count(std::string_view name, std::string_view text, std::size_t least, std::size_t& count) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error == std::errc{} && stop == end && count >= least) return {};
  return refused("--" + std::string(name) + ": '" + std::string(text) + "' is not a whole number from " +
                 std::to_string(least) + " on.");
}

// Options without a value.
bool read_flag(std::string_view name, Options& options) {
  if (name == "help")
    options.task = Task::help;
  else if (name == "version")
    options.task = Task::version;
  else if (name == "list-settings")
    options.task = Task::list_settings;
  else if (name == "list-engines")
    options.task = Task::list_engines;
  else if (name == "json")
    options.json = true;
  else if (name == "regression")
    options.regression = true;
  else
    return false;
  return true;
}

Status read_value(std::string_view name, std::string_view value, Options& options) {
  if (name == "epochs") return read_count(name, value, 0, options.epochs);
  if (name == "report") return read_count(name, value, 1, options.report);
  for (const auto& [option, path] : {std::pair{"points", &options.points}, std::pair{"open", &options.open},
                                     std::pair{"save", &options.save}, std::pair{"export", &options.model},
                                     std::pair{"predict", &options.predict}}) {
    if (name != option) continue;
    if (value.empty()) return refused("--" + std::string(name) + " needs the name of a file.");
    *path = value;
    return {};
  }
  if (name == "link") {
    options.has_settings = true;
    const std::size_t hash = value.find('#');
    return apply_query(options.settings, hash == std::string_view::npos ? value : value.substr(hash + 1));
  }
  if (name == "kernels") {
    options.kernels = value;
    return {};
  }
  if (!find_setting(name)) return refused("--" + std::string(name) + " is not an option; see --help.");
  options.has_settings = true;
  // What a link would have clamped, a command has mistyped.
  Status status = set(options.settings, name, value);
  if (status.ok() && !status.message.empty())
    status = refused(status.message.substr(0, status.message.find(';')) + ".");
  return status;
}

}  // namespace

Status parse(std::span<const char* const> arguments, Options& options) {
  Status status;
  for (std::size_t j = 0; j < arguments.size(); ++j) {
    const std::string_view argument = arguments[j];
    if (argument == "-h") {
      options.task = Task::help;
      continue;
    }
    if (!argument.starts_with("--"))
      return refused("'" + std::string(argument) + "' is not an option; see --help.");
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(2, equals == std::string_view::npos ? equals : equals - 2);
    if (equals == std::string_view::npos && read_flag(name, options)) continue;
    if (equals == std::string_view::npos && j + 1 == arguments.size()) {
      return refused("--" + std::string(name) + " needs a value.");
    }
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view(arguments[++j]) : argument.substr(equals + 1);
    status.add(read_value(name, value, options));
    if (!status.ok()) return status;
  }
  if (!options.open.empty() && (options.has_settings || !options.points.empty()))
    return refused("--open: a saved run brings its own settings and points; give no others.");
  if (options.regression && options.points.empty()) return refused("--regression is for --points.");
  return status;
}

std::string help() {
  std::string text =
      "downhill: train a small network by backpropagation and gradient descent\n\n"
      "usage: downhill [--option value]...\n\n"
      "  --epochs N        how long to train (100); 0 only looks\n"
      "  --report N        print every so many epochs (10)\n"
      "  --link URL        the settings of a playground link, or of its part after #\n"
      "  --points FILE     train on these points: x1,x2,class a line ('-' reads standard input)\n"
      "  --regression      the third column of --points is a number\n"
      "  --open FILE       go on with a run that was saved, here or in the playground\n"
      "  --save FILE       the run, when training ends or diverges\n"
      "  --export FILE     the network for other programs; the suffix says how:\n"
      "                    .onnx .safetensors .npz .h .mjs .py (NumPy) .torch.py (PyTorch)\n"
      "  --predict FILE    answer the points of a table, x1,x2 a line ('-' reads standard input)\n"
      "  --kernels NAME    compute with this engine; --list-engines names them\n"
      "  --json            one JSON object a line\n"
      "  --list-settings   the table of settings as JSON\n"
      "  --list-engines    the engines in this program and whether this processor runs them\n"
      "  --version, --help\n\nSettings:\n";
  for (const SettingSpec& spec : settings_table()) {
    std::string row = "  --" + std::string(spec.key) + " (" + spec.read(Settings{}) + ")";
    row.resize(row.size() < 26 ? 26 : row.size() + 1, ' ');
    text += row + std::string(spec.help);
    if (!spec.choices.empty()) {
      text += " One of";
      for (const SettingChoice& choice : spec.choices) text += " " + std::string(choice.value);
      text += ".";
    }
    text += '\n';
  }
  return text;
}

}  // namespace downhill::cli
