// Running one test on every engine in the binary; those that the processor lacks are skipped, visibly.
#pragma once

#include <downhill/engine.hpp>

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill {

inline void PrintTo(const Engine& engine, std::ostream* out) {
  *out << engine.name << " " << name(engine.mode);
}

namespace testing {

class EveryEngine : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!GetParam().available) GTEST_SKIP() << "this processor has no " << GetParam().name;
  }
  bool reproducible() const { return GetParam().mode == NumericMode::reproducible; }
};

inline std::vector<Engine> all_engines() {
  return {engines().begin(), engines().end()};
}

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
  return std::string(info.param.name) + "_" + std::string(name(info.param.mode));
}

}  // namespace testing
}  // namespace downhill

#define DOWNHILL_ON_EVERY_ENGINE(suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::ValuesIn(downhill::testing::all_engines()), \
                           downhill::testing::engine_name)
