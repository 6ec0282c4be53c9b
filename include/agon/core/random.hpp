#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "agon/core/tensor.hpp"

namespace agon {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): ten rounds
/// of a keyed bijection of a 128-bit counter.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// Where a stream of random numbers stands: all there is to save.
struct RandomState {
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;
  std::uint64_t position = 0;  ///< 32-bit numbers drawn so far
  friend bool operator==(const RandomState&, const RandomState&) = default;
};

/// A stream of random numbers, as a value: a seed, a stream and a position. Streams of one seed and different
/// names are independent. The same state gives the same numbers on every machine (normal deviates up to
/// libm's last bit).
class Random {
 public:
  explicit Random(std::uint64_t seed = 0, std::string_view stream = "");
  static Random from(const RandomState& state);
  const RandomState& state() const { return state_; }
  friend bool operator==(const Random& a, const Random& b) { return a.state_ == b.state_; }

  /// A stream of this one's seed under a name within its own; does not move this stream.
  Random split(std::string_view name) const;

  /// Moves on by so many 32-bit numbers without drawing them.
  void skip(std::int64_t numbers);
  /// The next 32 random bits.
  std::uint32_t next();
  /// Uniform on [0, 1), with 53 random bits.
  double uniform01();
  /// Uniform on [low, high), without bias. Throws Error where the range is empty.
  std::int64_t integer(std::int64_t low, std::int64_t high);

  /// Uniform on [low, high). T is float or double. Throws Error unless low <= high, both finite.
  template <class T = float>
  BasicTensor<T> uniform(const Shape& shape, T low = 0, T high = 1);
  /// Normal by Box and Muller. T is float or double. Throws Error unless deviation >= 0, both finite.
  template <class T = float>
  BasicTensor<T> normal(const Shape& shape, T mean = 0, T deviation = 1);
  /// Uniform on the integers of [low, high).
  LabelTensor integers(const Shape& shape, std::int64_t low, std::int64_t high);
  /// A permutation of 0 ... n-1, each equally likely.
  std::vector<std::int64_t> permutation(std::int64_t n);

 private:
  RandomState state_;
  std::array<std::uint32_t, 4>
      block_{};  // the block that holds the number at state_.position, where it is not the first
};

/// The calling thread's stream, which free functions, initialisers and stochastic layers draw from. A thread
/// starts with a stream of its own, so that two threads never draw the same numbers by accident.
Random& current_random();

/// Makes `random` the thread's current stream for a scope; it moves as it is drawn from.
class RandomGuard {
 public:
  explicit RandomGuard(Random& random);
  ~RandomGuard();
  RandomGuard(const RandomGuard&) = delete;
  RandomGuard& operator=(const RandomGuard&) = delete;

 private:
  Random* before_;
};

/// Starts the calling thread's own stream anew from a seed.
void set_seed(std::uint64_t seed);

/// Draw from `current_random()`.
Tensor uniform(const Shape& shape, float low = 0, float high = 1);
Tensor normal(const Shape& shape, float mean = 0, float deviation = 1);
/// Standard normal [count, dimensions]: what a generator starts from.
Tensor latent(std::int64_t count, std::int64_t dimensions);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/core/random-inl.h"
#endif
