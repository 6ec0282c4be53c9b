#include "agon/autograd/ops/batch.hpp"

#include <cmath>

#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("minibatch_stddev adds the average deviation of each group", "[autograd][batch]") {
  // StyleGAN2's order: sample i is with i + N / group, and so on.
  const std::int64_t n = 6, group = 3, features = 2, places = 6, channels = 4;
  const f64::Tensor x = Random(1).normal<double>({n, 2, 3, channels});
  const f64::Tensor y = minibatch_stddev(f64::Var(x), group, features).value();
  REQUIRE(y.shape() == Shape{n, 2, 3, channels + features});
  const auto at = [&](std::int64_t sample, std::int64_t place, std::int64_t channel) {
    return x.data()[(sample * places + place) * channels + channel];
  };
  for (std::int64_t sample = 0; sample < n; ++sample)
    for (std::int64_t feature = 0; feature < features; ++feature) {
      double sum = 0;
      for (std::int64_t place = 0; place < places; ++place)
        for (std::int64_t channel = 2 * feature; channel < 2 * feature + 2; ++channel) {
          double mean = 0, variance = 0;
          for (std::int64_t member = sample % 2; member < n; member += 2)
            mean += at(member, place, channel) / 3;
          for (std::int64_t member = sample % 2; member < n; member += 2)
            variance += std::pow(at(member, place, channel) - mean, 2) / 3;
          sum += std::sqrt(variance + 1e-8);
        }
      for (std::int64_t place = 0; place < places; ++place) {
        const double* out = y.data() + (sample * places + place) * (channels + features);
        REQUIRE(out[channels + feature] == Approx(sum / (2 * places)));
        REQUIRE(out[1] == at(sample, place, 1));
      }
    }
}

TEST_CASE("minibatch_stddev of equal samples, and of a batch smaller than the group", "[autograd][batch]") {
  const Tensor same = minibatch_stddev(Var(Tensor({8, 2}, 3.0f))).value();
  for (std::int64_t i = 0; i < 8; ++i) REQUIRE(same.at({i, 2}) == Approx(1e-4));
  const Tensor two = minibatch_stddev(Var(Tensor({2, 1}, {1, 5}))).value();
  REQUIRE(two.at({0, 1}) == Approx(2));
  REQUIRE(two.at({1, 1}) == Approx(2));
}

TEST_CASE("pack stacks neighbouring samples along their channels", "[autograd][batch]") {
  const Tensor x({4, 2, 1, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  REQUIRE(equal(pack(Var(x), 2).value(),
                Tensor({2, 2, 1, 4}, {0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15})));
  REQUIRE(equal(pack(Var(x.reshape({4, 4})), 2).value(), x.reshape({2, 8})));
  REQUIRE(equal(pack(Var(x), 1).value(), x));
}

TEST_CASE("operations across the batch refuse what does not fit", "[autograd][batch]") {
  const Var x = Tensor({6, 2, 2, 3}, 0.0f);
  REQUIRE_ERROR(minibatch_stddev(x, 4),
                "[minibatch_stddev] expected a group >= 1 that divides the batch of [6, 2, 2, 3], got 4");
  REQUIRE_ERROR(minibatch_stddev(x, 0), "expected a group >= 1");
  REQUIRE_ERROR(minibatch_stddev(x, 3, 2),
                "[minibatch_stddev] expected features >= 1 that divide the channels of [6, 2, 2, 3], got 2");
  REQUIRE_ERROR(minibatch_stddev(x, 3, 0), "expected features >= 1");
  REQUIRE_ERROR(minibatch_stddev(Var(Tensor({0, 3}, 0.0f))),
                "[minibatch_stddev] expected input [N, ..., C] of at least one sample, got [0, 3]");
  REQUIRE_ERROR(minibatch_stddev(Var(Tensor({3}, 0.0f))), "got [3]");
  REQUIRE_ERROR(pack(x, 4),
                "[pack] expected a number of samples >= 1 that divides the batch of [6, 2, 2, 3], got 4");
  REQUIRE_ERROR(pack(x, 0), "got 0");
  REQUIRE_ERROR(pack(Var(Tensor({4}, 0.0f)), 2), "[pack] expected input [N, ..., C], got [4]");
}
