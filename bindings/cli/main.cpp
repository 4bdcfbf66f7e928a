// The command line: the same settings, the same bits as the playground.
#include "commands.hpp"
#include "failure.hpp"

#include <downhill/version.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

namespace downhill::cli {
namespace {

constexpr const char* footer =
    "Examples:\n"
    "  downhill train spiral --network 16,16 --activation relu --epochs 300 --save run.json\n"
    "  downhill train iris.csv --network 8 --optimizer adam --save iris.json\n"
    "  downhill predict iris.json new.csv\n"
    "  downhill plot run.json -o map.svg\n"
    "  downhill train --link 'dataset=xor&network=4' --export xor.onnx\n\n"
    "Exit codes: 0 done, 1 a gradient check found an error, 2 bad input, 3 the training diverged,\n"
    "130 interrupted (Ctrl-C), after what was asked for has been saved.";

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool is_command(const CLI::App& app, const std::string& word) {
  return !app.get_subcommands([&word](const CLI::App* command) { return command->get_name() == word; })
              .empty();
}

int run(int count, const char* const* arguments) {
  CLI::App app("Train small networks by backpropagation and gradient descent, and look at what they learn.",
               "downhill");
  app.footer(footer);
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.set_version_flag("--version", std::string("downhill ") + version);
  for (const auto add : {add_train, add_eval, add_predict, add_check, add_plot, add_landscape, add_race,
                         add_export, add_import, add_link, add_bench, add_info, add_shell})
    add(app);
  try {
    if (count > 1 && arguments[1][0] != '-' && !is_command(app, arguments[1]))
      throw Failure{"'" + std::string(arguments[1]) + "' is no command; see downhill --help."};
    app.parse(count, arguments);
    return 0;
  } catch (const CLI::Success& success) {  // help and version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    warn(first_line(error.what()) + " (downhill --help)");
    return bad_input;
  } catch (const Failure& failure) {
    if (!failure.message.empty()) warn(failure.message);
    return failure.code;
  } catch (const std::exception& error) {  // memory
    warn(error.what());
    return bad_input;
  }
}

}  // namespace
}  // namespace downhill::cli

int main(int count, char** arguments) {
  return downhill::cli::run(count, arguments);
}
