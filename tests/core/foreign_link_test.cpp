// Links of TensorFlow Playground open as they were meant.
#include "networks.hpp"

#include <downhill/settings.hpp>

#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

std::string opened(std::string_view query) {
  Settings settings;
  const Status status = apply_query(settings, query);
  EXPECT_EQ(status.code, Code::ok) << status.message;
  return to_query(settings);
}

// As its page writes them, all keys there.
TEST(ForeignLink, AWholeOneOpens) {
  EXPECT_EQ(opened("activation=relu&regularization=L2&batchSize=12&dataset=gauss&regDataset=reg-plane"
                   "&learningRate=0.003&regularizationRate=0.01&noise=15&networkShape=6,3&seed=0.49285"
                   "&showTestData=true&discretize=true&percTrainData=70&x=true&y=true&xTimesY=true"
                   "&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false&sinY=false"
                   "&collectStats=false&problem=classification&initZero=false&hideText=false"
                   "&playButton_hide=true"),
            "dataset=gauss&noise=15&trainRatio=70&seed=49285&features=x1,x2,x1x2,sinX1&network=6,3"
            "&activation=relu&initializer=uniform&loss=squaredError&learningRate=0.003&batchSize=12"
            "&l2=0.005&penalizeBiases=off");
}

TEST(ForeignLink, WhatItLeavesOutIsAsThere) {
  EXPECT_EQ(opened("networkShape=4,2"),
            "dataset=circle&network=4,2&initializer=uniform&loss=squaredError&learningRate=0.03"
            "&penalizeBiases=off");
  EXPECT_EQ(opened("problem=regression&regDataset=reg-gauss&initZero=true&networkShape="),
            "dataset=multi-gauss&samples=1200&network=&initializer=zeros&loss=squaredError&learningRate=0.03"
            "&penalizeBiases=off");
  EXPECT_EQ(opened("x=false&y=true&regularization=L1&regularizationRate=0.1"),
            "dataset=circle&features=x2&network=4,2&initializer=uniform&loss=squaredError&learningRate=0.03"
            "&l1=0.1&penalizeBiases=off");
}

TEST(ForeignLink, NonsenseIsNamed) {
  Settings settings;
  const Status status =
      apply_query(settings, "networkShape=99,x&regularization=L2&regularizationRate=often&problem=?");
  EXPECT_EQ(status.code, Code::unknown);
  for (const char* word : {"network", "l2", "often"}) EXPECT_NE(status.message.find(word), std::string::npos);
  EXPECT_EQ(apply_query(settings, "x=false&y=false").code, Code::ok) << "a network needs an input";
  EXPECT_EQ(settings.features.size(), 2U);
}

TEST(ForeignLink, ResidualConnectionsAreHeldToItsOwnFeatures) {
  Settings settings;
  const Status status = apply_query(settings, "networkShape=2:residual&x=true&y=false");
  EXPECT_EQ(status.code, Code::clamped);
  EXPECT_FALSE(settings.network[0].residual);
}

TEST(ForeignLink, OursAreNotTakenForOne) {
  EXPECT_EQ(opened("dataset=circle&seed=2"), "dataset=circle&seed=2");
}

}  // namespace
}  // namespace downhill::testing
