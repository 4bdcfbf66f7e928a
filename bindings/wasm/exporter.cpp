// The JavaScript interface of the exporter, a binary of its own that is loaded when a model is taken away;
// docs/bindings.md.
#include <downhill/model_export.hpp>
#include <downhill/playground.hpp>

#include <string>

#include <emscripten/bind.h>

namespace em = emscripten;

EMSCRIPTEN_DECLARE_VAL_TYPE(Uint8View)

namespace {

using downhill::Playground;
using downhill::Status;

struct Made {
  bool ok;
  std::string message;
};

// One run after the other; each call of make() works on the one that was loaded last.
class Exporter {
 public:
  Made loadPoints(const std::string& csv, bool regression) {
    return made(playground_.load_points(csv, regression));
  }
  Made configure(const std::string& query) { return made(playground_.configure(query)); }
  Made restore(const em::val& snapshot) {
    return made(playground_.restore(em::convertJSArrayToNumberVector<double>(snapshot)));
  }

  Made make(const std::string& format) {
    const auto chosen = downhill::find_model_format(format);
    if (!chosen) return {false, "There is no format '" + format + "'."};
    file_ = downhill::export_model(playground_, *chosen);
    return {true, ""};
  }
  // The bytes of the file, valid until the next call.
  Uint8View file() const {
    return Uint8View(
        em::val(em::typed_memory_view(file_.size(), reinterpret_cast<const unsigned char*>(file_.data()))));
  }

 private:
  static Made made(const Status& status) { return {status.ok(), status.message}; }

  Playground playground_;
  std::string file_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(exporter) {
  em::register_type<Uint8View>("Uint8Array");
  em::value_object<Made>("Made").field("ok", &Made::ok).field("message", &Made::message);
  em::class_<Exporter>("Exporter")
      .constructor()
      .function("loadPoints(csv, regression)", &Exporter::loadPoints)
      .function("configure(query)", &Exporter::configure)
      .function("restore(numbers)", &Exporter::restore)
      .function("make(format)", &Exporter::make)
      .function("file()", &Exporter::file);
}
