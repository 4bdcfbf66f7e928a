// A run handed over as a list of numbers: it goes on elsewhere as it would have here.
#include "statuses.hpp"

#include <downhill/playground.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* queries[] = {
    "",
    "optimizer=adam&learningRate=0.01&dataset=xor",
    "optimizer=rmsprop&rmspropMomentum=0.5&batchSize=7&clipping=norm&clipThreshold=0.1",
    "network=6:batchNorm,6:layerNorm:dropout0.3:residual&optimizer=nesterov&dataset=moons",
    "optimizer=adagrad&schedule=cosine&period=5&warmUp=2&l2=0.01&patience=3&noise=40",
    "dataset=pinwheel&classes=5&optimizer=adamw&batchSize=500",
};

TEST(Snapshot, GoesOnElsewhereToTheSameBits) {
  for (const char* query : queries) {
    Playground here, there;
    expect_ok(here.configure(query));
    expect_ok(there.configure(query));
    expect_ok(here.freeze(3, true));
    expect_ok(here.step(87));
    expect_ok(there.step(5));  // whatever it was doing
    expect_ok(there.restore(here.snapshot()));
    EXPECT_EQ(there.trainer().state_hash(), here.trainer().state_hash()) << query;
    EXPECT_EQ(there.snapshot(), here.snapshot()) << query;
    (void)here.step(300);
    (void)there.step(300);
    EXPECT_EQ(there.trainer().state_hash(), here.trainer().state_hash()) << query;
    EXPECT_EQ(there.snapshot(), here.snapshot()) << query;
    EXPECT_EQ(there.trainer().spec().rules.frozen, std::vector<std::uint32_t>{3});
  }
}

TEST(Snapshot, OfARunThatDivergedGoesOn) {
  Playground here, there;
  expect_ok(here.configure("activation=relu&learningRate=10&loss=squaredError&output=linear"));
  EXPECT_EQ(here.step(1000).code, Code::diverged);
  expect_ok(there.configure("activation=relu&learningRate=0.001&loss=squaredError&output=linear"));
  expect_ok(there.restore(here.snapshot()));
  EXPECT_EQ(there.trainer().state_hash(), here.trainer().state_hash());
  EXPECT_TRUE(here.trainer().diverged());
  EXPECT_FALSE(there.trainer().diverged());
}

TEST(Snapshot, BeginsTheTimelineAnew) {
  Playground here, there;
  expect_ok(here.step(40));
  expect_ok(there.step(7));
  expect_ok(there.restore(here.snapshot()));
  EXPECT_EQ(there.timeline().first(), 40U);
  EXPECT_EQ(there.timeline().last(), 40U);
}

TEST(Snapshot, RefusesWhatIsNone) {
  Playground playground;
  expect_ok(playground.step(40));
  const std::vector<double> good = playground.snapshot();
  const auto hash = playground.trainer().state_hash();
  const auto refuses = [&](const std::vector<double>& list, const char* what) {
    EXPECT_EQ(playground.restore(list).code, Code::refused) << what;
    EXPECT_EQ(playground.trainer().state_hash(), hash) << what;
    EXPECT_EQ(playground.snapshot(), good) << what;
  };
  refuses({}, "nothing");
  for (const std::size_t size : {std::size_t{1}, std::size_t{12}, std::size_t{13}, good.size() - 1}) {
    refuses({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}, "cut off");
  }
  std::vector<double> longer = good;
  longer.push_back(0.0);
  refuses(longer, "too long");
  for (const double bad : {std::nan(""), -1.0, 0.5, 1e300}) {
    std::vector<double> list = good;
    list[0] = bad;  // a step number
    refuses(list, "no step");
  }
  std::vector<double> list = good;
  list.back() = std::nan("");
  refuses(list, "a parameter that is NaN");
  Playground other;
  expect_ok(other.configure("network=3"));
  refuses(other.snapshot(), "another shape");
}

}  // namespace
}  // namespace downhill::testing
