// The JavaScript interface of "see inside", a binary of its own that is loaded when it is asked for;
// docs/bindings.md tells what each entry does.
#include <downhill/inspector.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

namespace em = emscripten;

EMSCRIPTEN_DECLARE_VAL_TYPE(Uint8View)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float64View)

namespace {

using downhill::Report;
using downhill::Status;

struct Found {
  bool ok;
  std::string message, json;
};

template <class View, class Number>
View view_of(std::span<const Number> numbers) {
  return View(em::val(em::typed_memory_view(numbers.size(), numbers.data())));
}

// JavaScript's numbers: below 0 and NaN are 0.
std::size_t whole(double number) {
  return number > 0.0 ? static_cast<std::size_t>(std::min(number, 1e9)) : 0;
}

// A name's place among `names`; the first where there is none such.
template <class Choice, class Names>
Choice chosen(const std::string& name, const Names& names) {
  const auto at = std::ranges::find(names, name);
  return static_cast<Choice>(at == names.end() ? 0 : at - names.begin());
}

double seconds() {
  return emscripten_get_now() / 1000.0;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = text.find('\n', begin);
    all.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return all;
}

std::vector<double> doubles(const em::val& numbers) {
  return em::convertJSArrayToNumberVector<double>(numbers);
}

class Inspector {
 public:
  Found configure(const std::string& query) { return found({inspector_.configure(query), "null", {}}); }
  Found loadPoints(const std::string& csv, bool regression) {
    return found({inspector_.load_points(csv, regression), "null", {}});
  }
  Found restore(const em::val& snapshot) {
    return found({inspector_.restore(doubles(snapshot)), "null", {}});
  }
  void setColours(const em::val& bytes) {
    downhill::Palette palette;
    if (read_palette(em::convertJSArrayToNumberVector<std::uint8_t>(bytes), palette).ok())
      inspector_.set_palette(palette);
  }

  Found trace(double x1, double x2, double target) { return found(inspector_.trace(x1, x2, target)); }
  Found tracePoint(double point) { return found(inspector_.trace_point(whole(point))); }
  Found nudge(double x1, double x2, double target, double place, double epsilon) {
    return found(inspector_.nudge(x1, x2, target, whole(place), epsilon));
  }
  Found batch() { return found(inspector_.batch()); }
  Found graph(double point) { return found(inspector_.graph(whole(point))); }

  Found nextStep() { return found(inspector_.next_step()); }
  Found swapRules() { return found(inspector_.swap_rules()); }
  Found taylor() { return found(inspector_.taylor()); }
  Found slice(double low, double high, double count) {
    return found(inspector_.slice(low, high, whole(count)));
  }
  Found rates(double epochs, double count) { return found(inspector_.rates(epochs, whole(count))); }
  Found rangeTest(double low, double high, double steps) {
    return found(inspector_.range_test(low, high, whole(steps)));
  }
  Found fan(double batchSize, double count) { return found(inspector_.fan(whole(batchSize), whole(count))); }

  Found flow() { return found(inspector_.flow()); }
  Found histograms(const std::string& quantity, double low, double high, double bins) {
    return found(inspector_.histograms(chosen<downhill::Quantity>(quantity, downhill::quantity_names),
                                       {low, high, whole(bins)}));
  }
  Found activation(const std::string& name, double low, double high, double count) {
    return found(inspector_.activation(chosen<downhill::Activation>(name, downhill::activation_names), low,
                                       high, whole(count)));
  }
  Found pairing(const std::string& output, const std::string& loss, double low, double high, double count) {
    return found(inspector_.pairing(chosen<downhill::Activation>(output, downhill::activation_names),
                                    chosen<downhill::Loss>(loss, downhill::loss_names), low, high,
                                    whole(count)));
  }
  Found softmax(const em::val& z) { return found(inspector_.softmax(doubles(z))); }
  Found objective() { return found(inspector_.objective()); }

  Found check(double epsilon, const std::string& fault, double samples) {
    return found(inspector_.check(epsilon, fault_of(fault), whole(samples)));
  }
  Found sweep(const em::val& epsilons, const std::string& fault, double samples) {
    return found(inspector_.sweep(doubles(epsilons), fault_of(fault), whole(samples)));
  }
  Found cost() { return found(inspector_.cost()); }
  Found phaseTimes(double steps) { return found(inspector_.phase_times(whole(steps), seconds)); }
  Found compareCosts(const std::string& queries, double steps) {
    return found(inspector_.compare_costs(lines(queries), whole(steps), seconds));
  }
  Found diagnose(double initialLoss, const em::val& losses, bool diverged) {
    return found(inspector_.diagnose(initialLoss, doubles(losses), diverged));
  }

  Found beginLandscape(const std::string& kind, double reach, double side, double first, double second,
                       const em::val& path) {
    return found(inspector_.begin_landscape(chosen<downhill::PlaneKind>(kind, downhill::plane_names), reach,
                                            whole(side), whole(first), whole(second), doubles(path)));
  }
  Found landscapeRows(double first, double count) {
    return found(inspector_.landscape_rows(whole(first), whole(count)));
  }
  Found locate() { return found(inspector_.locate()); }

  Found beginRace(const std::string& lanes, double weightScale) {
    return found(inspector_.begin_race(lines(lanes), weightScale));
  }
  Found race(double steps) { return found(inspector_.race(whole(steps), seconds)); }
  Uint8View racePicture(double lane, double side) {
    std::span<const std::uint8_t> pixels;
    (void)inspector_.race_picture(whole(lane), whole(side), pixels);
    return view_of<Uint8View>(pixels);
  }

  // The arrays of the last report.
  Float64View numbers() const { return view_of<Float64View>(std::span<const double>(numbers_)); }

 private:
  static downhill::Fault fault_of(const std::string& name) {
    return chosen<downhill::Fault>(name, downhill::fault_names);
  }
  Found found(Report report) {
    numbers_ = std::move(report.numbers);
    return {report.status.ok(), std::move(report.status.message), std::move(report.json)};
  }

  downhill::Inspector inspector_;
  std::vector<double> numbers_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(downhill_inspector) {
  em::register_type<Uint8View>("Uint8Array");
  em::register_type<Float64View>("Float64Array");

  em::value_object<Found>("Found")
      .field("ok", &Found::ok)
      .field("message", &Found::message)
      .field("json", &Found::json);

  em::class_<Inspector>("Inspector")
      .constructor<>()
      .function("configure(query)", &Inspector::configure)
      .function("loadPoints(csv, regression)", &Inspector::loadPoints)
      .function("restore(snapshot)", &Inspector::restore)
      .function("setColours(bytes)", &Inspector::setColours)
      .function("trace(x1, x2, target)", &Inspector::trace)
      .function("tracePoint(point)", &Inspector::tracePoint)
      .function("nudge(x1, x2, target, place, epsilon)", &Inspector::nudge)
      .function("batch()", &Inspector::batch)
      .function("graph(point)", &Inspector::graph)
      .function("nextStep()", &Inspector::nextStep)
      .function("swapRules()", &Inspector::swapRules)
      .function("taylor()", &Inspector::taylor)
      .function("slice(low, high, count)", &Inspector::slice)
      .function("rates(epochs, count)", &Inspector::rates)
      .function("rangeTest(low, high, steps)", &Inspector::rangeTest)
      .function("fan(batchSize, count)", &Inspector::fan)
      .function("flow()", &Inspector::flow)
      .function("histograms(quantity, low, high, bins)", &Inspector::histograms)
      .function("activation(name, low, high, count)", &Inspector::activation)
      .function("pairing(output, loss, low, high, count)", &Inspector::pairing)
      .function("softmax(z)", &Inspector::softmax)
      .function("objective()", &Inspector::objective)
      .function("check(epsilon, fault, samples)", &Inspector::check)
      .function("sweep(epsilons, fault, samples)", &Inspector::sweep)
      .function("cost()", &Inspector::cost)
      .function("phaseTimes(steps)", &Inspector::phaseTimes)
      .function("compareCosts(queries, steps)", &Inspector::compareCosts)
      .function("diagnose(initialLoss, losses, diverged)", &Inspector::diagnose)
      .function("beginLandscape(kind, reach, side, first, second, path)", &Inspector::beginLandscape)
      .function("landscapeRows(first, count)", &Inspector::landscapeRows)
      .function("locate()", &Inspector::locate)
      .function("beginRace(lanes, weightScale)", &Inspector::beginRace)
      .function("race(steps)", &Inspector::race)
      .function("racePicture(lane, side)", &Inspector::racePicture)
      .function("numbers()", &Inspector::numbers);
}
