#include "stacked_judge.hpp"

#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/nn/init.hpp>

#include "../digit_training.hpp"

namespace stacked {

Judge make_judge(const std::optional<std::string>& file, const ImageDataset& train, const ImageDataset& test,
                 std::uint64_t seed) {
  constexpr double least = 0.99;
  Judge judge{};
  if (file) {
    judge.net = digits::load_classifier(*file);
  } else {
    Random stream(seed, "judge");
    const RandomGuard guard(stream);
    init(judge.net, he_normal());
    digits::train_classifier(judge.net, train, {.seed = seed});
  }
  judge.accuracy = digits::accuracy(judge.net, test);
  if (judge.accuracy < least)
    fail("judge", "expected a classifier that names 99 % of the test digits rightly, got " +
                      std::to_string(100 * judge.accuracy) + " %");
  return judge;
}

}  // namespace stacked
