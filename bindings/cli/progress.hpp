// How training tells where it is: a line that is written over on a terminal, plain lines elsewhere, or JSON.
#pragma once

#include <downhill/trainer.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace downhill::cli {

// A row of the report.
struct Report {
  std::uint64_t epoch = 0, step = 0;
  Metrics train, test;
  std::uint64_t state_hash = 0;
  bool regression = false;

  // How right it is: the share of right classes, R² where a number is learnt.
  double score(const Metrics& metrics) const { return regression ? metrics.r_squared : metrics.accuracy; }
  const char* score_name() const { return regression ? "RSquared" : "Accuracy"; }
};

Report report_of(Trainer<float>& trainer, bool regression);

enum class Lines : std::uint8_t { plain, json, none };

void print_head(Lines lines, bool regression);
void print(const Report& report, Lines lines);

// Epochs, share done, loss, speed and time left, on standard error.
class ProgressBar {
 public:
  // Silent unless standard error is a terminal.
  explicit ProgressBar(bool wanted);
  void show(const Trainer<float>& trainer, std::size_t done, std::size_t all);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool on_;
  bool shown_ = false;
  Clock::time_point begun_ = Clock::now(), last_ = begun_;
};

bool is_terminal_out();

}  // namespace downhill::cli
