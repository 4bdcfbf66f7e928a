#include <gtest/gtest.h>
#include <downhill/playground.hpp>
#include <chrono>
#include <cstdio>
using namespace downhill;
TEST(Smoke, Learns) {
  Playground p;
  for (const Engine& e : engines()) std::printf("%s %d lanes %zu available %d\n", std::string(e.name).c_str(), int(e.mode), e.lanes, e.available);
  for (const Engine& e : engines()) {
    if (!e.available) continue;
    Status s = p.configure("");
    EXPECT_TRUE(s.ok()) << s.message;
    p.trainer().set_engine(e);
    auto& t = p.trainer();
    auto t0 = std::chrono::steady_clock::now();
    s = t.step(25 * 2000);
    EXPECT_TRUE(s.ok()) << s.message;
    double us = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - t0).count();
    auto m = t.train_metrics();
    std::printf("%s: loss %.6f acc %.3f test %.3f hash %016lx  %.4f us/sample %.0f epochs/s\n", std::string(e.name).c_str(), m.loss, m.accuracy, t.test_metrics().accuracy, t.state_hash(), us / (250.0 * 2000), 2000 / us * 1e6);
  }
  EXPECT_TRUE(p.render({256, 40, false}).ok());
  auto t0 = std::chrono::steady_clock::now();
  (void)p.render({256, 40, false});
  double us = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - t0).count();
  std::printf("render %.0f us\n", us);
  std::printf("%s\n%s\n", to_json(p.settings()).c_str(), settings_table_json().substr(0, 900).c_str());
}
