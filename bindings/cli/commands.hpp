// One function a command: adds it, with its options, and what it does when it is the one that was called.
// Commands throw Failure.
#pragma once

#include <memory>

#include <CLI/CLI.hpp>

namespace downhill::cli {

// A command lives as long as the app that may call it.
template <class Command>
CLI::App* add_command(CLI::App& app, const char* name, const char* what) {
  CLI::App* added = app.add_subcommand(name, what);
  const auto command = std::make_shared<Command>(*added);
  added->callback([command] { command->run(); });
  return added;
}

void add_train(CLI::App& app);
void add_eval(CLI::App& app);
void add_predict(CLI::App& app);
void add_check(CLI::App& app);
void add_plot(CLI::App& app);
void add_landscape(CLI::App& app);
void add_race(CLI::App& app);
void add_export(CLI::App& app);
void add_import(CLI::App& app);
void add_link(CLI::App& app);
void add_bench(CLI::App& app);
void add_info(CLI::App& app);
// Completion and man page, made from the commands above.
void add_shell(CLI::App& app);

}  // namespace downhill::cli
