// A training run on a table: the settings of the playground, for any number of columns.
#pragma once

#include <downhill/feature.hpp>
#include <downhill/model_io.hpp>
#include <downhill/portable.hpp>
#include <downhill/settings.hpp>
#include <downhill/table.hpp>
#include <downhill/trainer.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

// A run on a table without its rows: what its file holds. Inputs are standardised, and so is the target of a
// regression.
struct TableModel {
  Settings settings;  // dataset, samples, noise, classes, balance, features and standardize do not count
  TableSchema schema;
  Standardisation scale;  // of the inputs
  Scale target;           // of the number to learn
  Model<float> model;
};

// How such a network answers; in regression in the target's own units.
PortableNetwork portable(const TableModel& model);

// {"format": "downhill-table", "version": 1, "query", "columns", "target", "regression", "classes", "scale",
// "targetScale", "model"}, the last as in model_io.hpp, without samples.
std::string write_table_model(const TableModel& model);
// Refuses what is no such text, and then leaves `result` alone. The message says where.
Status read_table_model(std::string_view text, TableModel& result);

class TableRun {
 public:
  // Rows are split by the settings' trainRatio and seed, unless there are test rows of their own, of the same
  // schema. Refuses tables of fewer than two rows, what a run refuses, and in regression an output that is
  // not linear.
  Status build(const Settings& settings, const Table& table, const Table* test = nullptr);
  // Goes on where the model was; with the same rows to the same bits in reproducible mode.
  Status resume(const TableModel& model, const Table& table, const Table* test = nullptr);

  Trainer<float>& trainer() noexcept { return trainer_; }
  const Trainer<float>& trainer() const noexcept { return trainer_; }
  const Settings& settings() const noexcept { return settings_; }
  const TableSchema& schema() const noexcept { return schema_; }
  TableModel model() const;

 private:
  Status prepare(const Settings& settings, const Table& table, const Table* test);
  void split(const Table& table, const Table* test);

  Settings settings_;
  TableSchema schema_;
  Standardisation scale_;
  Scale target_;
  TrainerSpec spec_;
  ModelSamples<float> samples_;
  Trainer<float> trainer_;
};

// The targets that a network of this spec learns from rows, and rows as its inputs: for metrics over another
// table.
ModelSamples<float> samples_of(const TableModel& model, const Table& table);

}  // namespace downhill
