#include <downhill/inspector.hpp>

namespace downhill {

Status Inspector::configure(std::string_view query) {
  plain_built_ = penalised_built_ = false;
  return playground_.configure(query);
}

Status Inspector::load_points(std::string_view csv, bool regression) {
  plain_built_ = penalised_built_ = false;
  return playground_.load_points(csv, regression);
}

Status Inspector::restore(std::span<const double> snapshot) {
  return playground_.restore(snapshot);
}

void Inspector::set_palette(const Palette& palette) noexcept {
  playground_.set_palette(palette);
  for (const auto& lane : lanes_) lane->playground.set_palette(palette);
}

Status Inspector::objective(bool penalised, Objective*& objective) {
  objective = penalised ? &penalised_ : &plain_;
  bool& built = penalised ? penalised_built_ : plain_built_;
  if (built) return {};
  Status status = objective->build(playground_.trainer(), penalised, memory_limit);
  built = status.ok();
  return status;
}

std::vector<double> Inspector::theta() const {
  return in_double<float>(playground_.trainer().theta());
}

}  // namespace downhill
