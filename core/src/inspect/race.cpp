// Several runs from the same start (paper, sections 4, 9, 16 to 18, 22).
#include "json.hpp"

#include <downhill/race.hpp>

namespace downhill {
namespace {

std::string hash_text(std::uint64_t hash) {
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4U) {
    *digit = "0123456789abcdef"[hash & 0xFU];
  }
  return digits;
}

}  // namespace

Report Inspector::begin_race(std::span<const std::string> lanes, double weight_scale) {
  if (!std::isfinite(weight_scale)) return failed(refused("race: the weights cannot be scaled by that."));
  if (lanes.empty() || lanes.size() > Race<float>::max_lanes) {
    return failed(refused("race: it takes 1 to " + std::to_string(Race<float>::max_lanes) + " runs."));
  }
  std::vector<std::unique_ptr<Lane>> next;
  std::string begun;
  for (const std::string& query : lanes) {
    auto lane = std::make_unique<Lane>();
    Status status = lane->playground.branch_off(playground_, query);
    if (!status.ok()) return failed(status);
    Trainer<float>& run = lane->playground.trainer();
    if (weight_scale != 1.0) {
      for (float& number : run.theta()) number *= static_cast<float>(weight_scale);
      run.weights_changed();
    }
    begun += (begun.empty() ? "" : ", ") +
             json_object({{"query", json_of(std::string_view(to_query(lane->playground.settings())))},
                          {"message", json_of(std::string_view(status.message))},
                          {"parameters", json_of(static_cast<double>(run.theta().size()))},
                          {"hash", json_of(std::string_view(hash_text(run.state_hash())))}});
    next.push_back(std::move(lane));
  }
  lanes_ = std::move(next);
  return report(json_object({{"lanes", "[" + begun + "]"}}));
}

Report Inspector::race(std::size_t steps, Clock now) {
  std::string results;
  for (const auto& lane : lanes_) {
    Trainer<float>& run = lane->playground.trainer();
    const double begin = now();
    (void)run.step(steps);
    lane->seconds += now() - begin;
    const Metrics train = run.train_metrics(), test = run.test_metrics();
    results += (results.empty() ? "" : ", ") +
               json_object({{"step", json_of(static_cast<double>(run.steps()))},
                            {"epoch", json_of(static_cast<double>(run.epochs()))},
                            {"samples", json_of(static_cast<double>(run.epochs() * run.train_set().count +
                                                                    run.position().sample))},
                            {"seconds", json_of(lane->seconds)},
                            {"loss", json_of(train.loss)},
                            {"accuracy", json_of(train.accuracy)},
                            {"testLoss", json_of(test.loss)},
                            {"testAccuracy", json_of(test.accuracy)},
                            {"gradientNorm", json_of(run.gradient_norm())},
                            {"diverged", json_of(run.diverged())},
                            {"stopped", json_of(run.stopped())},
                            {"hash", json_of(std::string_view(hash_text(run.state_hash())))}});
  }
  return report(json_object({{"lanes", "[" + results + "]"}}));
}

Status Inspector::race_picture(std::size_t lane, std::size_t side, std::span<const std::uint8_t>& pixels) {
  if (lane >= lanes_.size()) return refused("race: there is no run " + std::to_string(lane) + ".");
  Playground& playground = lanes_[lane]->playground;
  Status status = playground.render({side, GridSpec{}.tile_size, false});
  if (status.ok()) pixels = playground.grid().map_pixels();
  return status;
}

}  // namespace downhill
