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
  bool has_settings = false;  // any of them was given

  // Files; empty where none is asked for.
  std::string points;       // CSV to train on
  bool regression = false;  // its third column is a number, not a class
  std::string open;         // a run to go on with
  std::string save;         // the run, when training ends
  std::string model;        // the network for another program, in the format that its suffix names
  std::string predict;      // points to answer
};

// Reads --name value and --name=value. Training settings are those of the table. A link is clamped as
// everywhere, which the status says. Refuses what it does not know and values that a setting does not have.
Status parse(std::span<const char* const> arguments, Options& options);

std::string help();

}  // namespace downhill::cli
