#pragma once

#include <cstdint>
#include <vector>

#include "agon/nn/module.hpp"

namespace agon {

struct AverageOptions {
  double half_life = 10'000;  ///< in images, > 0: after so many, what was weighs half
  /// >= 0: the half-life is at most this fraction of the images seen before the update (0.05 in
  /// StyleGAN2-ADA), so that the untrained network is forgotten at once; 0: it does not change.
  double warm_up = 0;
};

namespace detail {

void check_average(const AverageOptions& options);
void check_images_seen(std::int64_t images);

/// How much of the average stays at an update by so many images.
double average_stays(const AverageOptions& options, std::int64_t seen, std::int64_t images);

/// Parameters become stay * average + (1 - stay) * theirs, as new leaves, and buffers theirs.
template <class T>
void average_slots(const std::vector<BasicSlot<T>>& average, const std::vector<BasicSlot<T>>& theirs,
                   double stay);

}  // namespace detail

/// A network whose parameters are an exponential moving average of those that another one had in training:
/// the generator to sample from (Yazici et al. 2019; Karras et al. 2018). Buffers are the newest ones.
///
///     Average average{game.generator(), {.half_life = 10'000}};
///     ...
///     average.update(game.generator(), 64);  // after a step on 64 images
///     Tensor pictures = sample(average.net(), latent(64, 100));
template <Network Net>
class Average {
 public:
  /// Starts as a copy of the network. Throws Error on options out of range.
  explicit Average(const Net& net, AverageOptions options = {}) : net_(net), options_(options) {
    detail::check_average(options);
  }

  /// Moves towards the network after a step on so many images: average = lerp(network, average, 0.5^(images /
  /// half-life)). The parameters become new leaves. Throws Error, and changes nothing, unless images >= 1 and
  /// the network has the parameters and buffers of the first one, by name and shape.
  void update(const Net& net, std::int64_t images) {
    const double stay = detail::average_stays(options_, images_, images);
    detail::average_slots<network_scalar_t<Net>>(slots(net_), detail::walk(net).slots(), stay);
    images_ += images;
  }

  Net& net() { return net_; }
  const Net& net() const { return net_; }

  /// The images seen so far.
  std::int64_t images() const { return images_; }
  /// To go on from a saved network. Throws Error unless images >= 0.
  void set_images(std::int64_t images) {
    detail::check_images_seen(images);
    images_ = images;
  }

 private:
  Net net_;
  AverageOptions options_;
  std::int64_t images_ = 0;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/average-inl.h"
#endif
