// What commands work on: a run on points of the plane, as the page has it, a run on a table, or a network
// alone.
#pragma once

#include "options.hpp"

#include <downhill/model_import.hpp>
#include <downhill/playground.hpp>
#include <downhill/portable.hpp>
#include <downhill/run_io.hpp>
#include <downhill/table_run.hpp>

#include <memory>
#include <optional>
#include <string>

namespace downhill::cli {

// A run that trains.
class Run {
 public:
  virtual ~Run() = default;
  virtual Trainer<float>& trainer() = 0;
  virtual const Settings& settings() const = 0;
  virtual std::string text() const = 0;  // as a file
  virtual PortableNetwork network() const = 0;
  virtual std::vector<std::string> class_names() const = 0;
  virtual bool regression() const = 0;
  // The run of points in the plane, or null.
  virtual Playground* playground() { return nullptr; }
};

// Throws Failure.
std::unique_ptr<Run> begin_run(const Settings& settings, const DataOptions& data);
// A saved run, to go on; a run on a table needs its rows again.
std::unique_ptr<Run> resume_run(const std::string& path, const DataOptions& data);

// What a file of any format holds.
struct Subject {
  std::string path;
  std::unique_ptr<Run> run;         // of a playground's file
  std::optional<TableModel> table;  // of a table's file
  PortableNetwork network;          // in any case
};

Subject open_subject(const std::string& path, const ImportOptions& options = {});

// Rows to ask a network about: points in the plane, or rows of its table. In [n][inputs].
std::vector<double> read_rows(const Subject& subject, const std::string& text);

}  // namespace downhill::cli
