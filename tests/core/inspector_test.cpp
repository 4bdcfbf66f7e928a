// What "see inside" shows, recomputed from the state by other means.
#include "report_json.hpp"
#include "statuses.hpp"

#include <downhill/inspector.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

// A run that has come some way, and an inspector that looks at it.
struct Watched {
  Playground run;
  Inspector inspector;

  explicit Watched(const std::string& query, std::size_t steps = 60) {
    expect_ok(run.configure(query));
    expect_ok(run.step(steps));
    expect_ok(inspector.configure(query));
    expect_ok(inspector.restore(run.snapshot()));
  }
  std::vector<double> theta() const { return in_double<float>(run.trainer().theta()); }
  std::size_t parameters() const { return run.trainer().theta().size(); }
};

std::vector<double> part(const Report& report, std::size_t index, std::size_t count) {
  const auto first = report.numbers.begin() + static_cast<std::ptrdiff_t>(index * count);
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

double norm(const std::vector<double>& numbers) {
  return std::sqrt(std::inner_product(numbers.begin(), numbers.end(), numbers.begin(), 0.0));
}

void expect_near(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t j = 0; j < a.size(); ++j) EXPECT_NEAR(a[j], b[j], tolerance) << j;
}

double tick() {
  static double seconds = 0.0;
  return seconds += 0.25;
}

constexpr const char* queries[] = {
    "network=3,4&dataset=moons",
    "network=5:layerNorm,5:residual&dataset=pinwheel&classes=4&optimizer=adam&activation=silu",
    "network=4&dataset=plane&l2=0.01&optimizer=momentum&learningRate=0.01",
};

// Sections 5 to 11, by hand: W a + b, phi, W^T delta, delta a^T.
TEST(Inspector, TracesAPointThroughEveryLayer) {
  Watched watched("network=3,4&dataset=moons&activation=tanh");
  const Report report = watched.inspector.trace(0.5, -1.25, 1.0);
  ASSERT_TRUE(report.status.ok()) << report.status.message;
  const ReportJson json(report.json);
  const std::vector<double> theta = watched.theta();
  const Network& network = watched.run.trainer().network();
  std::vector<double> input = json.numbers("x");
  EXPECT_EQ(input, (std::vector<double>{0.5, -1.25}));
  EXPECT_EQ(json.numbers("y"), std::vector<double>{1.0});
  EXPECT_TRUE(json.yes("shortCut"));
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& layer = network.layer(l);
    const std::string at = "layers." + std::to_string(l) + ".";
    const auto z = json.numbers(at + "z"), a = json.numbers(at + "a"), slope = json.numbers(at + "slope"),
               back = json.numbers(at + "back"), delta = json.numbers(at + "delta");
    for (std::size_t u = 0; u < layer.units(); ++u) {
      double sum = theta[layer.biases + u];
      for (std::size_t i = 0; i < layer.inputs; ++i)
        sum += theta[layer.weights + u * layer.inputs + i] * input[i];
      EXPECT_NEAR(z[u], sum, 1e-12);
      const bool output = l + 1 == network.depth();
      EXPECT_NEAR(a[u], output ? 1.0 / (1.0 + std::exp(-z[u])) : std::tanh(z[u]), 1e-12);
      EXPECT_NEAR(slope[u], output ? a[u] * (1.0 - a[u]) : 1.0 - a[u] * a[u], 1e-12);
      EXPECT_NEAR(delta[u], back[u] * slope[u], 1e-12);
      if (output) {
        EXPECT_NEAR(delta[u], a[u] - 1.0, 1e-12);
        EXPECT_NEAR(json.number("loss"), -std::log(a[u]), 1e-12);
      } else {
        const LayerLayout& above = network.layer(l + 1);
        const auto next = json.numbers("layers." + std::to_string(l + 1) + ".delta");
        double sources = 0.0;
        for (std::size_t k = 0; k < above.units(); ++k)
          sources += theta[above.weights + k * above.inputs + u] * next[k];
        EXPECT_NEAR(back[u], sources, 1e-12);
      }
      for (std::size_t i = 0; i < layer.inputs; ++i) {
        EXPECT_NEAR(report.numbers[layer.weights + u * layer.inputs + i], delta[u] * input[i], 1e-12);
      }
      EXPECT_NEAR(report.numbers[layer.biases + u], delta[u], 1e-12);
    }
    input = a;
  }
  EXPECT_NEAR(json.number("gradientNorm"), norm(report.numbers), 1e-12);
}

TEST(Inspector, ANudgeMovesTheLossAsTheGradientSays) {
  Watched watched("network=3,4&dataset=moons");
  const Report trace = watched.inspector.trace(0.5, 1.0, 0.0);
  for (const std::size_t place : {std::size_t{0}, std::size_t{7}, watched.parameters() - 1}) {
    const Report report = watched.inspector.nudge(0.5, 1.0, 0.0, place, 1e-4);
    ASSERT_TRUE(report.status.ok());
    const ReportJson nudge(report.json);
    EXPECT_EQ(nudge.number("before"), ReportJson(trace.json).number("loss"));
    EXPECT_NEAR(nudge.number("predicted"), 1e-4 * trace.numbers[place], 1e-15);
    EXPECT_NEAR(nudge.number("after") - nudge.number("before"), nudge.number("predicted"),
                1e-2 * std::abs(nudge.number("predicted")) + 1e-9);
  }
  EXPECT_EQ(watched.inspector.nudge(0, 0, 0, watched.parameters(), 0.1).status.code, Code::refused);
}

TEST(Inspector, TheMeanOverTheBatchIsTheGradientOfTheNextStep) {
  for (const char* query : queries) {
    Watched watched(query);
    const Report batch = watched.inspector.batch();
    const std::vector<double> rows = ReportJson(batch.json).numbers("rows");
    ASSERT_FALSE(rows.empty());
    std::vector<double> mean(watched.parameters());
    for (const double row : rows) {
      const Report trace = watched.inspector.trace_point(static_cast<std::size_t>(row));
      ASSERT_TRUE(trace.status.ok());
      for (std::size_t j = 0; j < mean.size(); ++j)
        mean[j] += trace.numbers[j] / static_cast<double>(rows.size());
    }
    const Report next = watched.inspector.next_step();
    ASSERT_TRUE(next.status.ok());
    expect_near(part(next, 0, mean.size()), mean, 1e-5);
    EXPECT_EQ(ReportJson(next.json).numbers("rows"), rows);
  }
}

TEST(Inspector, TheNextStepIsTheOneThatTheRunThenMakes) {
  for (const char* query : {"", "clipping=norm&clipThreshold=0.01&l2=0.1&optimizer=adam",
                            "network=6:dropout0.5,4&optimizer=rmsprop&schedule=exponential"}) {
    Watched watched(query);
    const std::size_t P = watched.parameters();
    const auto hash = watched.inspector.playground().trainer().state_hash();
    const Report next = watched.inspector.next_step();
    ASSERT_TRUE(next.status.ok());
    ASSERT_EQ(next.numbers.size(), 9 * P);
    EXPECT_EQ(watched.inspector.playground().trainer().state_hash(), hash);
    EXPECT_EQ(part(next, 3, P), watched.theta());
    EXPECT_EQ(part(next, 4, P), in_double<float>(watched.run.trainer().optimizer().first()));
    const ReportJson json(next.json);
    EXPECT_EQ(json.number("eta"), watched.run.trainer().rate());
    EXPECT_NEAR(json.number("normBefore"), norm(part(next, 0, P)), 1e-9);
    EXPECT_NEAR(json.number("norm"), norm(part(next, 2, P)), 1e-9);
    expect_ok(watched.run.step(1));
    EXPECT_EQ(part(next, 6, P), watched.theta());
    EXPECT_EQ(part(next, 8, P), in_double<float>(watched.run.trainer().optimizer().second()));
    EXPECT_EQ(part(next, 2, P), in_double<float>(watched.run.trainer().gradient()));
    EXPECT_EQ(json.number("batchLoss"), watched.run.trainer().batch_loss());
    if (std::string(query).starts_with("clipping")) {
      EXPECT_TRUE(json.yes("clipped"));
      EXPECT_NEAR(norm(part(next, 1, P)), 0.01, 1e-6);
    }
    if (std::string(query).find("dropout") != std::string::npos) {
      EXPECT_GT(json.size("dropped.0"), 0U);
      EXPECT_EQ(json.size("dropped.1"), 0U);
    }
  }
}

// Independent of the inspector: from what theta was before, between and after two steps of the run itself.
TEST(Inspector, TheNextStepTellsHowItLiesToTheGradientAndToTheLastStep) {
  for (const char* query :
       {"optimizer=sgd", "optimizer=momentum&learningRate=0.3", "optimizer=adam&l2=0.1"}) {
    EXPECT_TRUE(std::isnan(ReportJson(Watched(query, 0).inspector.next_step().json).number("cosineToLast")));
    Watched watched(query);
    const std::size_t P = watched.parameters();
    const std::vector<double> start = watched.theta();
    expect_ok(watched.run.step(1));
    expect_ok(watched.inspector.restore(watched.run.snapshot()));
    const std::vector<double> middle = watched.theta();
    const Report next = watched.inspector.next_step();
    ASSERT_TRUE(next.status.ok());
    expect_ok(watched.run.step(1));
    const std::vector<double> end = watched.theta(), gradient = part(next, 2, P);
    std::vector<double> last(P), update(P), descent(P);
    double back = 0.0;
    for (std::size_t j = 0; j < P; ++j) {
      last[j] = middle[j] - start[j];
      update[j] = end[j] - middle[j];
      descent[j] = -gradient[j];
      if ((last[j] < 0) != (update[j] < 0) && last[j] != 0 && update[j] != 0) back += 1.0;
    }
    const auto cosine = [](const std::vector<double>& a, const std::vector<double>& b) {
      double sum = 0.0;
      for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] / norm(a) * (b[j] / norm(b));
      return sum;
    };
    const ReportJson json(next.json);
    EXPECT_NEAR(json.number("cosine"), cosine(update, descent), 1e-9);
    EXPECT_NEAR(json.number("cosineToLast"), cosine(update, last), 1e-9);
    EXPECT_EQ(json.number("turning"), back / static_cast<double>(P));
    EXPECT_GT(back, 0.0);
    if (std::string(query) == "optimizer=sgd") {
      EXPECT_NEAR(json.number("cosine"), 1.0, 1e-4);
    }
  }
}

// Section 28: the gradient does not hear of the rule that will use it.
TEST(Inspector, EveryRuleIsHandedTheSameGradient) {
  Watched watched("optimizer=adam&learningRate=0.05");
  const std::size_t P = watched.parameters();
  const Report swapped = watched.inspector.swap_rules();
  ASSERT_TRUE(swapped.status.ok());
  const ReportJson json(swapped.json);
  ASSERT_EQ(json.size("rules"), optimizer_names.size());
  const std::vector<double> gradient = part(watched.inspector.next_step(), 2, P);
  for (std::size_t k = 0; k < optimizer_names.size(); ++k) {
    const std::string at = "rules." + std::to_string(k) + ".";
    EXPECT_EQ(json.text(at + "kind"), optimizer_names[k]);
    EXPECT_EQ(json.text(at + "hash"), json.text("rules.0.hash"));
    EXPECT_NEAR(json.number(at + "norm"), norm(part(swapped, k, P)), 1e-9);
  }
  const std::vector<double> sgd = part(swapped, 0, P), adam = part(swapped, 5, P);
  for (std::size_t j = 0; j < P; ++j) {
    EXPECT_NEAR(sgd[j], -0.05 * gradient[j], 1e-6);
    // From an empty memory Adam's first step is eta sign(g).
    if (std::abs(gradient[j]) > 1e-4) {
      EXPECT_NEAR(adam[j], gradient[j] > 0 ? -0.05 : 0.05, 1e-4);
    }
  }
  EXPECT_NEAR(json.number("rules.0.cosine"), 1.0, 1e-5);
  EXPECT_LT(json.number("rules.5.cosine"), 0.99);
}

TEST(Inspector, TaylorsRatioGoesToOneAsTheRateFalls) {
  double away = 1e9;
  for (const char* rate : {"1", "0.1", "0.01"}) {
    Watched watched("batchSize=1000&dataset=xor", 20);
    bool rebuilt = false;
    expect_ok(watched.inspector.playground().change("learningRate", rate, rebuilt));
    const Report taylor = watched.inspector.taylor();
    ASSERT_TRUE(taylor.status.ok()) << taylor.status.message;
    const double now = std::abs(ReportJson(taylor.json).number("full.ratio") - 1.0);
    EXPECT_LT(now, away);
    away = now;
  }
  EXPECT_LT(away, 0.01);
}

TEST(Inspector, TheSliceBeginsAtJAndFallsWithItsSlope) {
  Watched watched("l2=0.01");
  const Report objective = watched.inspector.objective();
  const ReportJson J(objective.json);
  const Report slice = watched.inspector.slice(0.0, 1e-4, 3);
  const ReportJson json(slice.json);
  EXPECT_NEAR(json.number("start"), J.number("J") + J.number("penalty"), 1e-12);
  EXPECT_NEAR(json.number("values.0"), json.number("start"), 1e-12);
  EXPECT_NEAR((json.number("values.2") - json.number("values.0")) / 1e-4, json.number("slope"),
              1e-3 * std::abs(json.number("slope")));
  const std::size_t P = watched.parameters();
  const std::vector<double> theta = watched.theta(), pull = part(objective, 1, P);
  for (std::size_t j = 0; j < P; ++j) EXPECT_NEAR(pull[j], 2 * 0.01 * theta[j], 1e-9);
  EXPECT_NEAR(J.number("gradientNorm"), norm(part(objective, 0, P)), 1e-12);
}

TEST(Inspector, FlowAndHistogramsCountWhatIsThere) {
  Watched watched("network=6,5&activation=sigmoid");
  const Report flow = watched.inspector.flow();
  const std::vector<double> gradient = part(watched.inspector.objective(), 0, watched.parameters());
  const Network& network = watched.run.trainer().network();
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& layer = network.layer(l);
    const auto first = gradient.begin() + static_cast<std::ptrdiff_t>(layer.weights);
    EXPECT_NEAR(ReportJson(flow.json).number("layers." + std::to_string(l) + ".gradient"),
                norm({first, first + static_cast<std::ptrdiff_t>(layer.weight_count())}), 1e-9);
  }
  const Report histograms = watched.inspector.histograms(Quantity::z, {-1.0, 1.0, 8});
  const ReportJson json(histograms.json);
  const std::vector<double> counts = json.numbers("layers.0.counts");
  EXPECT_EQ(counts.size(), 8U);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0.0) + json.number("layers.0.below") +
                json.number("layers.0.above"),
            6.0 * static_cast<double>(watched.run.trainer().train_set().count));
}

TEST(Inspector, AnActivationsSlopeIsItsDerivative) {
  Watched watched("");
  for (std::size_t k = 0; k < activation_names.size(); ++k) {
    const auto phi = static_cast<Activation>(k);
    const Report curve = watched.inspector.activation(phi, -3.0, 3.0001, 601);
    if (phi == Activation::softmax) {
      EXPECT_EQ(curve.status.code, Code::refused);
      continue;
    }
    const ReportJson json(curve.json);
    const auto z = json.numbers("z"), a = json.numbers("phi"), slope = json.numbers("slope");
    ASSERT_EQ(z.size(), 601U);
    for (std::size_t j = 1; j + 1 < z.size(); ++j) {
      if (std::abs(z[j]) < 0.02) continue;  // kinks
      EXPECT_NEAR((a[j + 1] - a[j - 1]) / (z[j + 1] - z[j - 1]), slope[j], 1e-3)
          << name(phi) << " at " << z[j];
    }
  }
}

// Section 9: the cross-entropies leave a - y, squared error behind a sigmoid dies where it is most wrong.
TEST(Inspector, APairingsDeltaIsTheLosssDerivative) {
  Watched watched("");
  for (const auto& [output, loss, proper] :
       {std::tuple{Activation::sigmoid, Loss::binary_cross_entropy, true},
        std::tuple{Activation::sigmoid, Loss::squared_error, false},
        std::tuple{Activation::softmax, Loss::cross_entropy, true},
        std::tuple{Activation::softmax, Loss::squared_error, false},
        std::tuple{Activation::tanh, Loss::squared_error, false},
        std::tuple{Activation::linear, Loss::squared_error, true}}) {
    const Report report = watched.inspector.pairing(output, loss, -6.0, 6.0, 601);
    ASSERT_TRUE(report.status.ok());
    const ReportJson json(report.json);
    EXPECT_EQ(json.yes("shortCut"), proper);
    const auto z = json.numbers("z"), losses = json.numbers("loss"), delta = json.numbers("delta");
    for (std::size_t j = 1; j + 1 < z.size(); ++j) {
      EXPECT_NEAR((losses[j + 1] - losses[j - 1]) / (z[j + 1] - z[j - 1]), delta[j], 1e-3)
          << name(output) << z[j];
    }
    if (output == Activation::sigmoid) {
      EXPECT_NEAR(std::abs(delta[0]), proper ? 1.0 : 0.0, 0.01);
    }
  }
}

TEST(Inspector, SoftmaxMakesADistribution) {
  Watched watched("");
  const std::vector<double> z{1.0, 2.0, -1.0};
  const double sum = std::exp(1.0) + std::exp(2.0) + std::exp(-1.0);
  const ReportJson json(watched.inspector.softmax(z).json);
  for (std::size_t k = 0; k < z.size(); ++k) EXPECT_NEAR(json.numbers("a")[k], std::exp(z[k]) / sum, 1e-12);
}

TEST(Inspector, CostsAreComparedAcrossRuns) {
  Watched watched("network=4");
  const std::vector<std::string> runs{"", "network=8,8", "batchSize=50", "engine=scalar"};
  const ReportJson json(watched.inspector.compare_costs(runs, 3, tick).json);
  EXPECT_EQ(json.number("runs.0.parameters"), 17.0);
  EXPECT_EQ(json.number("runs.1.parameters"), 105.0);
  EXPECT_GT(json.number("runs.2.flops"), 4.0 * json.number("runs.0.flops"));
  EXPECT_EQ(json.text("runs.3.engine"), "scalar");
  EXPECT_GT(json.number("runs.0.forward"), 0.0);
}

TEST(Inspector, ChecksTheGradientAndFindsEveryFault) {
  Watched watched("network=4,4");
  const Report right = watched.inspector.check(6e-6, Fault::none, 50);
  ASSERT_TRUE(right.status.ok());
  EXPECT_LT(ReportJson(right.json).number("worst"), 1e-6);
  EXPECT_EQ(right.numbers.size(), 3 * watched.parameters());
  for (std::size_t k = 1; k < fault_names.size(); ++k) {
    const Report wrong = watched.inspector.check(6e-6, static_cast<Fault>(k), 50);
    EXPECT_GT(ReportJson(wrong.json).number("worst"), 1e-2) << fault_names[k];
  }
  const std::vector<double> epsilons{1e-2, 1e-5, 1e-11};
  const ReportJson sweep(watched.inspector.sweep(epsilons, Fault::none, 20).json);
  EXPECT_GT(sweep.number("errors.0.inDouble"), sweep.number("errors.1.inDouble"));
  EXPECT_GT(sweep.number("errors.2.inDouble"), sweep.number("errors.1.inDouble"));
  EXPECT_GT(sweep.number("errors.1.inFloat"), sweep.number("errors.1.inDouble"));
}

TEST(Inspector, TheGraphsAdjointsAreTheTracesGradient) {
  Watched watched("network=3,2");
  const Report graph = watched.inspector.graph(4), trace = watched.inspector.trace_point(4);
  ASSERT_TRUE(graph.status.ok()) << graph.status.message;
  const ReportJson json(graph.json);
  EXPECT_EQ(json.number("loss"), ReportJson(trace.json).number("loss"));
  std::size_t seen = 0;
  for (std::size_t n = 0; n < json.size("nodes"); ++n) {
    const std::string at = "nodes." + std::to_string(n) + ".";
    if (json.text(at + "op") != "weights") continue;
    const LayerLayout& layer = watched.run.trainer().network().layer(seen++);
    const auto first = trace.numbers.begin() + static_cast<std::ptrdiff_t>(layer.weights);
    expect_near(json.numbers(at + "adjoint"),
                {first, first + static_cast<std::ptrdiff_t>(layer.weight_count())}, 1e-12);
  }
  EXPECT_EQ(seen, 3U);
  EXPECT_EQ(json.number("finiteDifferenceForwards"), 2.0 * static_cast<double>(watched.parameters()));
}

TEST(Inspector, ALandscapesMiddleIsWhereTheRunIs) {
  Watched watched("network=4");
  const Report objective = watched.inspector.objective();
  const double J = ReportJson(objective.json).number("J");
  const std::vector<double> path = [&] {
    std::vector<double> thetas;
    Playground walker;
    expect_ok(walker.configure("network=4"));
    for (int j = 0; j < 6; ++j) {
      const auto theta = in_double<float>(walker.trainer().theta());
      thetas.insert(thetas.end(), theta.begin(), theta.end());
      expect_ok(walker.step(12));
    }
    const auto theta = watched.theta();
    thetas.insert(thetas.end(), theta.begin(), theta.end());
    return thetas;
  }();
  for (const PlaneKind kind : {PlaneKind::random, PlaneKind::weights, PlaneKind::trajectory}) {
    const Report begun = watched.inspector.begin_landscape(kind, 1.0, 11, 2, 3, path);
    ASSERT_TRUE(begun.status.ok()) << begun.status.message;
    const ReportJson json(begun.json);
    const Report here = watched.inspector.locate();
    EXPECT_NEAR(ReportJson(here.json).number("s"), 0.0, 1e-9);
    EXPECT_NEAR(ReportJson(here.json).number("away"), 0.0, 1e-9);
    const Report rows = watched.inspector.landscape_rows(0, 11);
    ASSERT_EQ(rows.numbers.size(), 121U);
    if (kind == PlaneKind::trajectory) {
      EXPECT_EQ(json.size("path"), 7U);
    } else {
      EXPECT_NEAR(rows.numbers[60], J, 1e-9);
    }
  }
  expect_ok(watched.inspector.playground().step(30));
  const Report moved = watched.inspector.locate();
  EXPECT_GT(std::abs(ReportJson(moved.json).number("s")) + ReportJson(moved.json).number("away"), 1e-6);
}

TEST(Inspector, ARaceStartsTogetherAndItsOwnLaneIsTheRun) {
  Watched watched("dataset=xor");
  const std::vector<std::string> lanes{"", "optimizer=adam&learningRate=0.01", "batchSize=1",
                                       "initializer=he"};
  const Report begun = watched.inspector.begin_race(lanes);
  ASSERT_TRUE(begun.status.ok()) << begun.status.message;
  const ReportJson start(begun.json);
  EXPECT_EQ(start.text("lanes.0.hash"), start.text("lanes.1.hash"));
  EXPECT_NE(start.text("lanes.0.hash"), start.text("lanes.3.hash"));
  EXPECT_EQ(start.text("lanes.2.query"), "dataset=xor&batchSize=1");
  const Report report = watched.inspector.race(40, tick);
  const ReportJson race(report.json);
  Playground same;
  expect_ok(same.configure("dataset=xor"));
  expect_ok(same.step(40));
  EXPECT_EQ(race.number("lanes.0.loss"), same.trainer().train_metrics().loss);
  EXPECT_EQ(race.number("lanes.0.samples"), 400.0);
  EXPECT_EQ(race.number("lanes.2.samples"), 40.0);
  EXPECT_EQ(race.number("lanes.1.seconds"), 0.25);
  std::span<const std::uint8_t> pixels;
  expect_ok(watched.inspector.race_picture(1, 16, pixels));
  EXPECT_EQ(pixels.size(), 16U * 16U * 4U);
  EXPECT_EQ(watched.inspector.race_picture(4, 16, pixels).code, Code::refused);
  EXPECT_EQ(watched.inspector.begin_race({}).status.code, Code::refused);
}

TEST(Inspector, PaysForALookWithNothing) {
  Watched watched("network=3&l2=0.001&dataset=gauss");
  Inspector& inspector = watched.inspector;
  const std::vector<double> before = inspector.playground().snapshot();
  const std::vector<double> losses{0.7, 0.6, 0.5};
  for (const Report& report :
       {inspector.trace(0, 0, 1), inspector.batch(), inspector.graph(0), inspector.next_step(),
        inspector.swap_rules(), inspector.taylor(), inspector.slice(0, 1, 5), inspector.rates(10, 5),
        inspector.range_test(1e-4, 1, 20), inspector.fan(10, 4), inspector.flow(), inspector.objective(),
        inspector.check(1e-5, Fault::none, 10), inspector.cost(), inspector.phase_times(3, tick),
        inspector.diagnose(0.7, losses, false)}) {
    EXPECT_TRUE(report.status.ok()) << report.status.message;
    const ReportJson json(report.json);  // reads as JSON
    EXPECT_EQ(inspector.playground().snapshot(), before);
  }
  EXPECT_EQ(ReportJson(inspector.diagnose(0.7, losses, false).json).size("rules"), rule_names.size());
}

TEST(Inspector, RefusesWhatIsNotThere) {
  Watched watched("");
  Inspector& inspector = watched.inspector;
  for (const Report& report :
       {inspector.trace(std::nan(""), 0, 0), inspector.trace(0, 0, 2), inspector.trace_point(100'000),
        inspector.graph(100'000), inspector.slice(1, 0, 5), inspector.rates(0, 5),
        inspector.range_test(0, 1, 20), inspector.fan(0, 1), inspector.activation(Activation::tanh, 0, 0, 5),
        inspector.check(0, Fault::none, 5), inspector.landscape_rows(0, 1), inspector.locate(),
        inspector.phase_times(0, tick)}) {
    EXPECT_EQ(report.status.code, Code::refused) << report.json;
    EXPECT_FALSE(report.status.message.empty());
  }
}

}  // namespace
}  // namespace downhill::testing
