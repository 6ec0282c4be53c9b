#pragma once

#include <agon/core/random.hpp>
#include <agon/data/dataset.hpp>

/// Stacked MNIST (Metz et al. 2017): pictures whose three channels are digits drawn at random from a data
/// set, so that there are 1,000 kinds of them, equally likely.
namespace stacked {

using namespace agon;

constexpr std::int64_t channels = 3;
constexpr std::int64_t modes = 1000;

class StackedDigits {
 public:
  /// Throws Error unless there are digits, [N, 28, 28, 1].
  explicit StackedDigits(ImageDataset digits);

  /// [count, 28, 28, 3] in [-1, 1], made on the fly: no picture is stored.
  Tensor draw(std::int64_t count, Random& random) const;

 private:
  Tensor digits_;  // [N, 28, 28, 1]
};

/// The channels of pictures [N, H, W, C] as pictures of their own, [N C, H, W, 1], those of one picture side
/// by side.
Tensor channels_apart(const Tensor& pictures);

}  // namespace stacked
