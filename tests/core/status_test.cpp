// What a call reports.
#include <downhill/status.hpp>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

TEST(Status, CodesHaveNames) {
  EXPECT_STREQ(name(Code::ok), "ok");
  EXPECT_STREQ(name(Code::clamped), "clamped");
  EXPECT_STREQ(name(Code::unknown), "unknown");
  EXPECT_STREQ(name(Code::refused), "refused");
  EXPECT_STREQ(name(Code::diverged), "diverged");
}

TEST(Status, IsOkUnlessRefusedOrDiverged) {
  EXPECT_TRUE(Status().ok());
  EXPECT_TRUE((Status{Code::clamped, "x"}).ok());
  EXPECT_TRUE((Status{Code::unknown, "x"}).ok());
  EXPECT_FALSE(refused("x").ok());
  EXPECT_FALSE((Status{Code::diverged, "x"}).ok());
}

TEST(Status, AddKeepsTheGraverCodeAndBothMessages) {
  Status status;
  status.add({});
  EXPECT_EQ(status.message, "");
  status.add({Code::unknown, "first"});
  EXPECT_EQ(status.code, Code::unknown);
  status.add({Code::clamped, "second"});
  EXPECT_EQ(status.code, Code::unknown);
  EXPECT_EQ(status.message, "first\nsecond");
  status.add(refused("third"));
  EXPECT_EQ(status.code, Code::refused);
  status.add({});
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_EQ(status.message, "first\nsecond\nthird");
}

}  // namespace
}  // namespace downhill::testing
