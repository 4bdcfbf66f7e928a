// Options that several commands share.
#pragma once

#include <downhill/settings.hpp>

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace downhill::cli {

// The training settings of the table, one option each.
class SettingOptions {
 public:
  explicit SettingOptions(CLI::App& command);

  bool given() const;
  // Throws Failure for a value that a setting does not have; a link is clamped as everywhere, with a warning.
  Settings settings() const;

 private:
  struct Given {
    std::string key, value;
    const CLI::Option* option = nullptr;  // may be given an empty value, such as no layers
  };
  std::string link_;
  std::vector<Given> values_;
};

// What to learn from.
struct DataOptions {
  std::string data;  // a dataset by name, or a CSV file; empty: the settings' dataset
  std::string test;  // a file of rows to test with
  std::string target;
  std::vector<std::string> without;
  bool regression = false, classes = false, table = false;

  explicit DataOptions(CLI::App& command, bool required = false);
  bool given() const { return !data.empty() || !test.empty(); }
};

}  // namespace downhill::cli
