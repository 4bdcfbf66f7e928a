// What the command line asks for.
#pragma once

#include <downhill/settings.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace downhill::cli {

enum class Task { train, help, version, list_settings, list_engines };

struct Options {
  Task task = Task::train;
  Settings settings;
  std::string kernels;  // an engine by name; empty for the settings' choice
  std::size_t epochs = 100;
  std::size_t report = 10;  // a line every so many epochs
  bool json = false;
};

// Reads --name value and --name=value. Training settings are those of the table and are clamped as
// everywhere; the status then says so. Refuses what it does not know and numbers that are none.
Status parse(std::span<const char* const> arguments, Options& options);

std::string help();

}  // namespace downhill::cli
