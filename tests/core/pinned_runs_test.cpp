// Bit-identical weights after 1,000 epochs: every dataset with every optimizer, on every reproducible engine,
// is what is pinned. The links are trained in Node, Chromium and Firefox, too (tests/web).
#include "pinned_runs.hpp"

#include "engines.hpp"

#include <downhill/playground.hpp>

#include <cstdint>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr std::uint64_t pinned[made_datasets][optimizer_names.size()] = {
#include "../golden/run_hashes.inc"
};

struct PinnedLink {
  const char* query;
  std::uint64_t hash;
};

constexpr PinnedLink links[] = {
#include "../golden/link_hashes.inc"
};

template <class Visit>
void for_each_run(Visit visit) {
  for (std::size_t d = 0; d < made_datasets; ++d) {
    for (std::size_t o = 0; o < optimizer_names.size(); ++o) {
      visit(static_cast<DatasetKind>(d), static_cast<OptimizerKind>(o), pinned[d][o]);
    }
  }
}

class PinnedRuns : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (!IsSkipped() && !reproducible()) GTEST_SKIP() << "fast mode promises no bits";
  }
};

TEST_P(PinnedRuns, AThousandEpochsOfEveryDatasetAndOptimizer) {
  for_each_run([](DatasetKind dataset, OptimizerKind optimizer, std::uint64_t hash) {
    SCOPED_TRACE(std::string(name(dataset)) + ", " + std::string(name(optimizer)));
    DatasetRun<float> run;
    Status status = run.build(pinned_run(dataset, optimizer), GetParam());
    ASSERT_EQ(status.code, Code::ok) << status.message;
    status = run.trainer.step(pinned_epochs * run.trainer.steps_per_epoch());
    EXPECT_EQ(status.code, Code::ok) << status.message;
    EXPECT_EQ(run.trainer.state_hash(), hash);
  });
}

TEST_P(PinnedRuns, AThousandEpochsOfEveryLink) {
  Playground playground;
  for (const auto& [query, hash] : links) {
    SCOPED_TRACE(query);
    Status status = playground.configure(query);
    ASSERT_EQ(status.code, Code::ok) << status.message;
    Trainer<float>& trainer = playground.trainer();
    trainer.set_engine(GetParam());
    status = trainer.step(pinned_epochs * trainer.steps_per_epoch());
    EXPECT_EQ(status.code, Code::ok) << status.message;
    EXPECT_EQ(trainer.state_hash(), hash);
  }
}

DOWNHILL_ON_EVERY_ENGINE(PinnedRuns);

// ---- The tables are worth their name.

TEST(PinnedTable, HasAHashOfItsOwnForEveryRun) {
  std::set<std::uint64_t> hashes;
  for_each_run([&](DatasetKind, OptimizerKind, std::uint64_t hash) { hashes.insert(hash); });
  for (const PinnedLink& link : links) hashes.insert(link.hash);
  EXPECT_EQ(hashes.size(), made_datasets * optimizer_names.size() + std::size(links));
}

TEST(PinnedTable, HasEveryLink) {
  const std::vector<std::string> wanted = pinned_links();
  ASSERT_EQ(wanted.size(), std::size(links)) << "run downhill_pin_hashes";
  for (std::size_t j = 0; j < wanted.size(); ++j) EXPECT_EQ(wanted[j], links[j].query);
}

TEST(PinnedTable, GoesThroughAllThatARunMayHave) {
  std::set<Activation> hidden, outputs;
  std::set<Norm> norms;
  std::set<Loss> losses;
  std::set<Initializer> initializers;
  std::set<ScheduleKind> schedules;
  std::set<ClippingKind> clippings;
  std::set<std::size_t> batches, depths, classes;
  std::set<Feature> features;
  std::set<bool> dropouts, residuals, shortcuts, standardised, spared, patient, warm, l1, l2;
  for_each_run([&](DatasetKind dataset, OptimizerKind optimizer, std::uint64_t) {
    const DatasetRunSpec run = pinned_run(dataset, optimizer);
    const TrainerSpec& spec = run.trainer;
    for (const LayerSpec& layer : std::span(spec.network.layers).first(spec.network.layers.size() - 1)) {
      hidden.insert(layer.activation);
      norms.insert(layer.norm);
      dropouts.insert(layer.dropout > 0.0);
      residuals.insert(layer.residual);
    }
    outputs.insert(spec.network.layers.back().activation);
    losses.insert(spec.loss);
    initializers.insert(spec.initializer);
    schedules.insert(spec.rules.schedule.kind);
    clippings.insert(spec.rules.clipping.kind);
    batches.insert(spec.rules.batch_size);
    depths.insert(spec.network.layers.size());
    classes.insert(run.data.classes);
    features.insert(run.features.begin(), run.features.end());
    shortcuts.insert(spec.fused);
    standardised.insert(run.standardised);
    spared.insert(spec.rules.regularization.weights_only);
    patient.insert(spec.rules.early_stopping.patience > 0);
    warm.insert(spec.rules.schedule.warm_up > 0.0);
    l1.insert(spec.rules.regularization.l1 > 0.0);
    l2.insert(spec.rules.regularization.l2 > 0.0);
  });
  EXPECT_EQ(hidden.size(), Drawn::activations);
  EXPECT_EQ(outputs.size(), 4U);
  EXPECT_EQ(norms.size(), Drawn::norms);
  EXPECT_EQ(losses.size(), loss_names.size());
  EXPECT_EQ(initializers.size(), Drawn::initializers);
  EXPECT_EQ(schedules.size(), Drawn::schedules);
  EXPECT_EQ(clippings.size(), Drawn::clippings);
  EXPECT_EQ(batches.size(), 6U);
  EXPECT_EQ(depths.size(), 3U);
  EXPECT_EQ(classes.size(), Dataset::max_classes);
  EXPECT_EQ(features.size(), Drawn::features);
  for (const auto* both :
       {&dropouts, &residuals, &shortcuts, &standardised, &spared, &patient, &warm, &l1, &l2}) {
    EXPECT_EQ(both->size(), 2U);
  }
}

}  // namespace
}  // namespace downhill::testing
