#include "decimal.hpp"
#include "model_format.hpp"
#include "text.hpp"

#include <downhill/copy.hpp>
#include <downhill/model_io.hpp>

#include <cmath>
#include <concepts>
#include <type_traits>
#include <utility>

namespace downhill {
namespace {

class Writer {
 public:
  std::string take() { return std::move(text_) + '\n'; }

  template <class Value>
  void operator()(std::string_view key, Value& value) {
    begin(key);
    write(value);
  }
  template <class Value>
  void constant(std::string_view key, Value value) {
    begin(key);
    write(value);
  }
  void or_infinity(std::string_view key, double& value) {
    begin(key);
    if (std::isinf(value)) {
      text_ += "null";
    } else {
      write(value);
    }
  }
  template <class Value>
  void optional(std::string_view key, std::optional<Value>& value) {
    if (value) (*this)(key, *value);
  }

  // A struct: one line a member.
  template <class Object>
  requires std::is_class_v<Object>
  void write(Object& object) {
    text_ += '{';
    indent_ += 2;
    first_ = true;
    model_format::members(*this, object);
    indent_ -= 2;
    first_ = false;
    new_line();
    text_ += '}';
  }

 private:
  void new_line() { text_ += '\n' + std::string(indent_, ' '); }
  void begin(std::string_view key) {
    if (!first_) text_ += ',';
    first_ = false;
    new_line();
    text_ += json_string(key) + ": ";
  }

  void write(bool value) { text_ += value ? "true" : "false"; }
  void write(std::string_view value) { text_ += json_string(value); }
  template <std::unsigned_integral Value>
  void write(Value value) {
    text_ += std::to_string(value);
  }
  // What is not finite becomes null, which read_model() refuses.
  template <std::floating_point Value>
  void write(Value value) {
    text_ += std::isfinite(value) ? exact_text(value) : "null";
  }
  template <class Choice>
  requires std::is_enum_v<Choice>
  void write(Choice value) { write(name(value)); }
  template <class Element>
  void write(std::vector<Element>& list) {
    text_ += '[';
    for (std::size_t j = 0; j < list.size(); ++j) {
      if (j > 0) text_ += ',';
      write(list[j]);
    }
    text_ += ']';
  }

  std::string text_;
  std::size_t indent_ = 0;
  bool first_ = true;
};

template <class T>
ModelSamples<T> samples_of(const Trainer<T>& run) {
  const std::size_t inputs = run.network().inputs(), outputs = run.network().outputs();
  const auto copy = [](const T* numbers, std::size_t count) {
    return std::vector<T>(numbers, numbers + count);
  };
  const SampleSet<T>& train = run.train_set();
  const SampleSet<T>& test = run.test_set();
  return {copy(train.inputs, train.count * inputs), copy(train.targets, train.count * outputs),
          copy(test.inputs, test.count * inputs), copy(test.targets, test.count * outputs)};
}

}  // namespace

template <class T>
Model<T> model_of(const Trainer<T>& run) {
  return {run.spec(), state_to_go_on_from(run), {}};
}

template <class T>
std::string write_model(Model<T> model) {
  Writer writer;
  writer.write(model);
  return writer.take();
}

template <class T>
std::string write_model(const Trainer<T>& run, bool with_samples) {
  Model<T> model = model_of(run);
  if (with_samples) model.samples = samples_of(run);
  return write_model(std::move(model));
}

template Model<float> model_of(const Trainer<float>&);
template Model<double> model_of(const Trainer<double>&);
template std::string write_model(Model<float>);
template std::string write_model(Model<double>);
template std::string write_model(const Trainer<float>&, bool);
template std::string write_model(const Trainer<double>&, bool);

}  // namespace downhill
