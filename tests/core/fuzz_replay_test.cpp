// What the fuzzers have found worth keeping, once more; a broken promise aborts (tests/fuzz).
#include "../fuzz/targets.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class FuzzReplay : public ::testing::TestWithParam<fuzz::Target> {};

TEST_P(FuzzReplay, KeepsItsPromises) {
  const std::filesystem::path corpus = std::filesystem::path(DOWNHILL_FUZZ_CORPUS) / GetParam().name;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    SCOPED_TRACE(entry.path().string());
    GetParam().read(input);
    ++files;
  }
  EXPECT_GE(files, 20U);
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, ::testing::ValuesIn(fuzz::targets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace downhill::testing
