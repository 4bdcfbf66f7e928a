// What a call is to answer.
#pragma once

#include <downhill/status.hpp>

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {

inline void expect_ok(const Status& status) {
  EXPECT_EQ(status.code, Code::ok) << status.message;
}

// A bad call: refused, with every word in the message.
inline ::testing::AssertionResult refuses(const Status& status, std::initializer_list<const char*> words) {
  if (status.code != Code::refused)
    return ::testing::AssertionFailure() << "not refused but " << name(status.code);
  for (const char* word : words) {
    if (status.message.find(word) != std::string::npos) continue;
    return ::testing::AssertionFailure() << "no '" << word << "' in: " << status.message;
  }
  return ::testing::AssertionSuccess();
}

}  // namespace downhill::testing
