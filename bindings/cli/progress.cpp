#include "progress.hpp"

#include <cinttypes>
#include <cstdio>

#include <unistd.h>

namespace downhill::cli {
namespace {

// "2 h 05 min", "3 min 20 s", "12 s".
std::string duration(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[32];
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
  else if (whole >= 60)
    std::snprintf(text, sizeof text, "%ld min %02ld s", whole / 60, whole % 60);
  else
    std::snprintf(text, sizeof text, "%ld s", whole);
  return text;
}

}  // namespace

bool is_terminal_out() {
  return isatty(STDOUT_FILENO) != 0;
}

Report report_of(Trainer<float>& trainer, bool regression) {
  return {trainer.epochs(),       trainer.steps(),      trainer.train_metrics(),
          trainer.test_metrics(), trainer.state_hash(), regression};
}

void print_head(Lines lines, bool regression) {
  if (lines == Lines::plain)
    std::printf("%8s %10s   %10s %10s   %7s %7s   %s\n", "epoch", "step", "train loss", "test loss",
                regression ? "R^2" : "train", "test", "state");
}

void print(const Report& report, Lines lines) {
  if (lines == Lines::none) return;
  const double train = report.score(report.train), test = report.score(report.test);
  if (lines == Lines::json) {
    const char* what = report.score_name();
    std::printf("{\"epoch\": %" PRIu64 ", \"step\": %" PRIu64
                ", \"trainLoss\": %.9g, \"testLoss\": %.9g, \"train%s\": %.9g, \"test%s\": %.9g, "
                "\"stateHash\": \"%016" PRIx64 "\"}\n",
                report.epoch, report.step, report.train.loss, report.test.loss, what, train, what, test,
                report.state_hash);
  } else {
    std::printf("%8" PRIu64 " %10" PRIu64 "   %10.6f %10.6f   %7.4f %7.4f   %016" PRIx64 "\n", report.epoch,
                report.step, report.train.loss, report.test.loss, train, test, report.state_hash);
  }
  std::fflush(stdout);
}

ProgressBar::ProgressBar(bool wanted) : on_(wanted && isatty(STDERR_FILENO) != 0) {}

void ProgressBar::show(const Trainer<float>& trainer, std::size_t done, std::size_t all) {
  constexpr auto pause = std::chrono::milliseconds(100);
  const auto now = Clock::now();
  if (!on_ || now - last_ < pause) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double share = static_cast<double>(done) / static_cast<double>(all);
  const double rate = static_cast<double>(done) / seconds;
  constexpr std::size_t width = 24;
  std::string bar(static_cast<std::size_t>(share * width), '#');
  bar.resize(width, '.');
  const std::string left = done > 0 ? duration(static_cast<double>(all - done) / rate) : "?";
  std::fprintf(stderr, "\r\033[K[%s] %3.0f %%  epoch %zu of %zu  loss %.5g  %.4g epochs/s  %s left",
               bar.c_str(), 100.0 * share, done, all, trainer.batch_loss(), rate, left.c_str());
}

void ProgressBar::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace downhill::cli
