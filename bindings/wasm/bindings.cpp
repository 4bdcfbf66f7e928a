// The JavaScript interface, as a table of contents at the end of the file; docs/bindings.md tells what each
// entry does.
#include <downhill/engine.hpp>
#include <downhill/playground.hpp>
#include <downhill/version.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <emscripten/heap.h>

namespace em = emscripten;

EMSCRIPTEN_DECLARE_VAL_TYPE(Float32View)
EMSCRIPTEN_DECLARE_VAL_TYPE(Uint8View)
EMSCRIPTEN_DECLARE_VAL_TYPE(Uint32View)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float64View)

namespace {

using downhill::Playground;
using downhill::Status;

int live_objects = 0;

struct Outcome {
  bool ok;
  std::string code;
  std::string message;
  bool rebuilt;
};

Outcome outcome(const Status& status, bool rebuilt = false) {
  return {status.ok(), downhill::name(status.code), status.message, rebuilt};
}

struct Measures {
  double step, epoch, trainLoss, testLoss, trainAccuracy, testAccuracy, trainRSquared, testRSquared;
  double batchLoss, penalty, rate, gradientNorm, clippedSteps;
  bool diverged;
};

// The steps within reach of goTo().
struct Reach {
  double first, last;
};

struct EngineInfo {
  std::string name, mode;
  int lanes;
};

struct BuildInfo {
  std::string version, binary;
  double memoryBytes;
};

template <class View, class Number>
View view_of(std::span<const Number> numbers) {
  return View(em::val(em::typed_memory_view(numbers.size(), numbers.data())));
}

class Trainer {
 public:
  Trainer() { ++live_objects; }
  ~Trainer() { --live_objects; }
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  Outcome configure(const std::string& query, bool keepWeights) {
    const Status status = playground_.configure(query, weights(keepWeights));
    return outcome(status, status.ok());
  }
  Outcome change(const std::string& key, const std::string& value, bool keepWeights) {
    bool rebuilt = false;
    const Status status = playground_.change(key, value, rebuilt, weights(keepWeights));
    return outcome(status, rebuilt);
  }
  Outcome loadPoints(const std::string& csv, bool regression, bool keepWeights) {
    const Status status = playground_.load_points(csv, regression, weights(keepWeights));
    return outcome(status, status.ok());
  }
  std::string pointsCsv() const { return to_csv(playground_.dataset()); }
  std::string settings() const { return to_query(playground_.settings()); }
  std::string allSettings() const { return to_json(playground_.settings()); }

  void reset() { playground_.reset(); }
  Outcome step(double count) { return outcome(playground_.step(whole(count))); }
  // The clock is read only every few steps: it costs about as much as a step of a small network.
  Outcome trainFor(double milliseconds, double maxSteps) {
    const double end = emscripten_get_now() + milliseconds;
    for (double left = maxSteps; left >= 1.0;) {
      const double count = std::min(left, 8.0);
      if (const Status status = playground_.step(static_cast<std::size_t>(count)); !status.ok())
        return outcome(status);
      left -= count;
      if (emscripten_get_now() >= end) break;
    }
    return outcome({});
  }
  double stepsPerEpoch() const { return static_cast<double>(run().steps_per_epoch()); }

  Measures metrics() {
    const downhill::Metrics train = run().train_metrics();
    const downhill::Metrics test = run().test_metrics();
    return {static_cast<double>(run().steps()),
            static_cast<double>(run().epochs()),
            train.loss,
            test.loss,
            train.accuracy,
            test.accuracy,
            train.r_squared,
            test.r_squared,
            run().batch_loss(),
            run().penalty(),
            run().rate(),
            run().gradient_norm(),
            static_cast<double>(run().clipped_steps()),
            run().diverged()};
  }
  Uint32View confusion(bool test);
  Float64View scores(bool test);

  Reach reach() const {
    const auto& timeline = playground_.timeline();
    return {static_cast<double>(timeline.first()), static_cast<double>(timeline.last())};
  }
  Outcome goTo(double step) { return outcome(playground_.go_to(whole(step))); }
  Outcome setParameter(double place, double value) {
    return outcome(playground_.set_parameter(whole(place), value));
  }
  Outcome freeze(double place, bool frozen) { return outcome(playground_.freeze(whole(place), frozen)); }
  Uint32View frozen() const {
    return view_of<Uint32View>(std::span<const std::uint32_t>(run().spec().rules.frozen));
  }

  Float64View snapshot() {
    snapshot_ = playground_.snapshot();
    return view_of<Float64View>(std::span<const double>(snapshot_));
  }
  Outcome restore(const em::val& numbers) {
    return outcome(playground_.restore(em::convertJSArrayToNumberVector<double>(numbers)));
  }

  std::string layout() const { return layout_json(playground_); }
  Float32View parameters() const { return view_of<Float32View>(run().theta()); }
  Float32View lastUpdate() { return view_of<Float32View>(playground_.last_update()); }
  Float32View gradient() const { return view_of<Float32View>(run().gradient()); }
  Float32View probe(double x1, double x2) { return view_of<Float32View>(playground_.probe(x1, x2)); }
  Float32View points() const { return view_of<Float32View>(playground_.points()); }
  int trainCount() const { return static_cast<int>(playground_.dataset().train_count); }
  int testCount() const { return static_cast<int>(playground_.dataset().test_count()); }

  Outcome setColours(const em::val& bytes);
  Outcome render(int mapSize, int tileSize, bool discretize) {
    const auto size = [](int number) { return static_cast<std::size_t>(std::max(number, 0)); };
    return outcome(playground_.render({size(mapSize), size(tileSize), discretize}));
  }
  Uint8View mapPixels() const { return view_of<Uint8View>(playground_.grid().map_pixels()); }
  Float32View mapValues() const { return view_of<Float32View>(playground_.grid().map_values()); }
  Uint8View tilePixels() const { return view_of<Uint8View>(playground_.grid().tile_pixels()); }

  EngineInfo engine() const {
    const downhill::Engine& engine = run().engine();
    return {std::string(engine.name), std::string(name(engine.mode)), static_cast<int>(engine.lanes)};
  }
  std::string stateHash() const {
    std::string digits(16, '0');
    std::uint64_t hash = run().state_hash();
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4U) {
      *digit = "0123456789abcdef"[hash & 0xFU];
    }
    return digits;
  }

 private:
  downhill::Trainer<float>& run() { return playground_.trainer(); }
  const downhill::Trainer<float>& run() const { return playground_.trainer(); }

  static downhill::Weights weights(bool keep) {
    return keep ? downhill::Weights::kept : downhill::Weights::initial;
  }
  // JavaScript's numbers: below 0 and NaN are 0.
  static std::size_t whole(double number) {
    return number > 0.0 ? static_cast<std::size_t>(std::min(number, 1e9)) : 0;
  }

  Playground playground_;
  std::size_t classes() const { return downhill::confusion_classes(run().network().outputs()); }

  std::vector<std::uint32_t> confusion_;
  std::vector<double> scores_, snapshot_;
};

// Rows are the classes of the points, columns what they were taken for.
Uint32View Trainer::confusion(bool test) {
  confusion_.resize(classes() * classes());
  downhill::confusion(run().scratch_pass(), test ? run().test_set() : run().train_set(), confusion_);
  return view_of<Uint32View>(std::span<const std::uint32_t>(confusion_));
}

// Of each class: precision, recall, F1 and the number of its points.
Float64View Trainer::scores(bool test) {
  (void)confusion(test);
  scores_.clear();
  for (std::size_t k = 0; k < classes(); ++k) {
    const auto [precision, recall, f1, samples] = downhill::class_score(confusion_, classes(), k);
    scores_.insert(scores_.end(), {precision, recall, f1, static_cast<double>(samples)});
  }
  return view_of<Float64View>(std::span<const double>(scores_));
}

Outcome Trainer::setColours(const em::val& bytes) {
  downhill::Palette palette;
  const Status status = read_palette(em::convertJSArrayToNumberVector<std::uint8_t>(bytes), palette);
  if (status.ok()) playground_.set_palette(palette);
  return outcome(status);
}

BuildInfo build_info() {
  const downhill::Engine& engine = downhill::best_engine(downhill::NumericMode::fast);
  const bool fast = engine.mode == downhill::NumericMode::fast;
  return {downhill::version,
          fast               ? "relaxed-simd"
          : engine.lanes > 1 ? "simd128"
                             : "scalar",
          static_cast<double>(emscripten_get_heap_size())};
}

}  // namespace

EMSCRIPTEN_BINDINGS(downhill) {
  em::register_type<Float32View>("Float32Array");
  em::register_type<Uint8View>("Uint8Array");
  em::register_type<Uint32View>("Uint32Array");
  em::register_type<Float64View>("Float64Array");

  em::value_object<Outcome>("Outcome")
      .field("ok", &Outcome::ok)
      .field("code", &Outcome::code)
      .field("message", &Outcome::message)
      .field("rebuilt", &Outcome::rebuilt);
  em::value_object<Measures>("Metrics")
      .field("step", &Measures::step)
      .field("epoch", &Measures::epoch)
      .field("trainLoss", &Measures::trainLoss)
      .field("testLoss", &Measures::testLoss)
      .field("trainAccuracy", &Measures::trainAccuracy)
      .field("testAccuracy", &Measures::testAccuracy)
      .field("trainRSquared", &Measures::trainRSquared)
      .field("testRSquared", &Measures::testRSquared)
      .field("batchLoss", &Measures::batchLoss)
      .field("penalty", &Measures::penalty)
      .field("rate", &Measures::rate)
      .field("gradientNorm", &Measures::gradientNorm)
      .field("clippedSteps", &Measures::clippedSteps)
      .field("diverged", &Measures::diverged);
  em::value_object<Reach>("Reach").field("first", &Reach::first).field("last", &Reach::last);
  em::value_object<EngineInfo>("EngineInfo")
      .field("name", &EngineInfo::name)
      .field("mode", &EngineInfo::mode)
      .field("lanes", &EngineInfo::lanes);
  em::value_object<BuildInfo>("BuildInfo")
      .field("version", &BuildInfo::version)
      .field("binary", &BuildInfo::binary)
      .field("memoryBytes", &BuildInfo::memoryBytes);

  em::function("buildInfo()", &build_info);
  em::function(
      "liveObjects()", +[] { return live_objects; });

  em::class_<Trainer>("Trainer")
      .constructor<>()
      .function("configure(query, keepWeights)", &Trainer::configure)
      .function("change(key, value, keepWeights)", &Trainer::change)
      .function("loadPoints(csv, regression, keepWeights)", &Trainer::loadPoints)
      .function("pointsCsv()", &Trainer::pointsCsv)
      .function("settings()", &Trainer::settings)
      .function("allSettings()", &Trainer::allSettings)
      .function("reset()", &Trainer::reset)
      .function("step(count)", &Trainer::step)
      .function("trainFor(milliseconds, maxSteps)", &Trainer::trainFor)
      .function("stepsPerEpoch()", &Trainer::stepsPerEpoch)
      .function("metrics()", &Trainer::metrics)
      .function("confusion(test)", &Trainer::confusion)
      .function("scores(test)", &Trainer::scores)
      .function("reach()", &Trainer::reach)
      .function("goTo(step)", &Trainer::goTo)
      .function("setParameter(place, value)", &Trainer::setParameter)
      .function("freeze(place, frozen)", &Trainer::freeze)
      .function("frozen()", &Trainer::frozen)
      .function("snapshot()", &Trainer::snapshot)
      .function("restore(numbers)", &Trainer::restore)
      .function("layout()", &Trainer::layout)
      .function("parameters()", &Trainer::parameters)
      .function("lastUpdate()", &Trainer::lastUpdate)
      .function("gradient()", &Trainer::gradient)
      .function("probe(x1, x2)", &Trainer::probe)
      .function("points()", &Trainer::points)
      .function("trainCount()", &Trainer::trainCount)
      .function("testCount()", &Trainer::testCount)
      .function("setColours(bytes)", &Trainer::setColours)
      .function("render(mapSize, tileSize, discretize)", &Trainer::render)
      .function("mapPixels()", &Trainer::mapPixels)
      .function("mapValues()", &Trainer::mapValues)
      .function("tilePixels()", &Trainer::tilePixels)
      .function("engine()", &Trainer::engine)
      .function("stateHash()", &Trainer::stateHash);
}
